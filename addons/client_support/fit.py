"""How well a supporter fits a case: a number of stars, for dividing the work.

Plain Python. A coordinator sees that a case is there, not what it is about, so no more
than a number goes back, never what matched. Target groups stay out of it: some say
something on health or origin, and whoever compares the stars of two profiles could
read that off. What remains: comparing many profiles, one can guess at a life domain or
a language, of a case without a name.
"""

# Spoken by every supporter here.
COMMON_LANGUAGE = "nl"


def stars(asked_domains, known_domains, asked_languages, spoken_languages):
    """0 to 3: two for the life domains (one when they are known in part), one for the
    language.

    :param asked_domains: set of keys of the life domains asked about
    :param asked_languages: set of codes such as "nl_NL" or "ar_001"
    """
    count = 0
    if asked_domains & known_domains:
        count += 2 if asked_domains <= known_domains else 1
    foreign = {
        code
        for code in asked_languages - spoken_languages
        if not code.startswith(COMMON_LANGUAGE)
    }
    return count + (not foreign)
