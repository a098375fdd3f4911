"""Words as residents type them and services print them. Plain Python, no database.

Dutch first; other languages are served by folding accents and by resemblance. Two
forms of a word do the work:

* the *sound*: how it is heard, so that "mantelsorg" and "mantelzorg" are one;
* the *root*: the sound without ending, so that "huren", "huur" and "huurt" are near.

Dutch writes compounds as one word, so a word is also found in front of, behind and
within a longer one, and a longer word that nobody printed is cut into known ones.
"""

import re
import unicodedata
from functools import lru_cache

from .text import normalise

# What is taken into account of a question; the rest is a story.
MAX_LETTERS, MAX_WORDS = 200, 14

# Words that say nothing about what is looked for, Dutch and English.
_STOP_WORDS = """
    aan al alle als altijd ander andere anders ben bent bij daar dan dat de deze die dit
    doe doen door dus een eens en er erg even ga gaan gaat geen geeft geven graag haar
    had heb hebben hebt heeft heel hem hen het hier hij hoe hoeveel hun ik in is ja jaar
    jij jou jouw jullie kan kom komen komt krijg krijgen krijgt kun kunnen kunt laat
    later maak maakt maar me mee meer meest met mij mijn moet moeten mag na naar niet
    niets niks nog nooit nou nu of om ons onze ook op over pas raak s soms steeds t te
    tegen toch toe tot u uit uw vaak van veel via vind vinden voor vraag waar waarom
    wanneer was wat we weer weet wel welk welke weten wie wij wil willen word worden
    wordt zal ze zeer zelf zich zij zijn zo zoek zoeken zonder zou a about am an and any
    are as at be can cannot do does for from get have how i if it me my need no not of
    on or our so some that the there they this to us want we what when where which who
    with you your
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
# Nothing to look for, but they turn round what is said: "geen vriend" is not "vriend".
DENIALS = frozenset(("geen", "niet", "niets", "niks", "nooit", "zonder", "no", "not"))
# Stands among the roots of what denies; no word has it as its root.
DENIED = "-"
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_VOWEL = re.compile("[aeiouy]")
# What stands between the roots that a compound is made of, or behind the last one, as
# it is heard.
TIES = ("", "s", "e", "en", "er", "ens", "ing", "ings", "eit", "heit", "heits")
_SOUNDS = tuple(
    (re.compile(written), heard)
    for written, heard in (
        ("tie(?=$|s|f)", "si"),
        ("sch", "sg"),
        ("ch", "g"),
        ("ck|q(?!u)", "k"),
        ("qu", "kw"),
        ("x", "ks"),
        ("ph|v", "f"),
        ("th|dt|d", "t"),
        ("z|c(?=[eiy])", "s"),
        ("c", "k"),
        ("b", "p"),
        ("ij", "ei"),
        ("ie|y", "i"),
        ("ouw|auw|ou", "au"),
        (r"(.)\1+", r"\1"),
    )
)
# How well a word that resembles the one that was typed answers it, from 0 to 1.
SAME, INFLECTED, HEARD, BEGINS, ENDS, WITHIN, PART = 1, 0.95, 0.85, 0.7, 0.6, 0.4, 0.5
MISSPELT, BEGINS_MISSPELT = 0.75, 0.45


def printed(text):
    """The words of a text in their order, small letters, accents kept.

    >>> printed("Cliëntondersteuning: foto's, 24/7")
    ['cliëntondersteuning', "foto's", '24', '7']
    """
    return _WORD.findall(unicodedata.normalize("NFC", text or "").lower())


def fold(word):
    """The word without accents and apostrophes."""
    return normalise(word).replace("'", "").replace("’", "")


def begins(beginnings, text):
    """Whether each of these folded letters begins a word of a text.

    >>> begins(["schu", "sa"], "Schulden sanéren")
    True
    """
    known = [fold(word) for word in printed(text)]
    return all(any(word.startswith(one) for word in known) for one in beginnings)


def asked(text):
    """The words of a question that mean something, as printed, each once.

    When all of them are stop words they are all that there is to go by.

    >>> asked("Ik kan de huur niet betalen")
    ['huur', 'betalen']
    """
    words = [word for word in printed((text or "")[:MAX_LETTERS]) if len(word) > 1]
    telling = [word for word in words if fold(word) not in STOP_WORDS]
    return list(dict.fromkeys(telling or words))[:MAX_WORDS]


def stem(word):
    """A folded word without the ending of its plural, diminutive or verb.

    Light on purpose: two words may only become one when people mean the same by them.

    >>> [stem(word) for word in ("schulden", "brieven", "verhuizing", "praatje")]
    ['schuld', 'brief', 'verhuis', 'praat']
    """
    if len(word) < 4 or not word.isalpha():
        return word
    rest = re.sub("heden$", "heid", word)
    rest = re.sub("((?<=[a-z][lnrw])t|(?<=[a-z]m)p)?(?<=[a-z]{3})jes?$", "", rest)
    rest = re.sub("(?<=[a-z]{2}[^aeiou])en$", "", rest)
    rest = re.sub("(?<=[a-z][^aious])s$", "", rest) if len(rest) > 4 else rest
    rest = re.sub("(?<=[a-z]{5})ing$", "", rest)
    rest = re.sub("(?<=[a-z]{5})heid$", "", rest)
    rest = re.sub("(?<=[a-z]{2}[^aeiou])e$", "", rest)
    rest = re.sub(r"([^aeiou])\1$", r"\1", rest)
    return re.sub("v$", "f", re.sub("z$", "s", rest))


@lru_cache(maxsize=1 << 16)
def sound(word):
    """How a folded word is heard, as far as spelling mistakes go.

    >>> sound("mantelsorg") == sound("mantelzorg")
    True
    """
    for written, heard in _SOUNDS:
        word = written.sub(heard, word)
    return word


@lru_cache(maxsize=1 << 16)
def root(word):
    """The sound of the stem, with long vowels written as short ones.

    >>> root("huren") == root("huur")
    True
    """
    return sound(stem(word))


def roots(text):
    """The roots of what somebody says, and whether it denies.

    >>> roots("een vriend") < roots("geen vriend") == roots("ik heb nooit een vriend")
    True
    """
    found = {root(fold(word)) for word in asked(text)}
    denies = DENIALS.intersection(printed((text or "")[:MAX_LETTERS]))
    return frozenset(found | {DENIED} if denies else found)


def whole(text):
    """The roots of all words of what somebody says, in their order.

    >>> whole("ik wil dood") == (root("ik"), root("willen"), root("dood"))
    True
    """
    return tuple(root(fold(word)) for word in printed((text or "")[:MAX_LETTERS]))


def holds(words, part):
    """Whether words stand in a row, in this order, among other words.

    >>> holds(("mijn", "zoon", "wil", "weg"), ("zoon", "wil"))
    True
    """
    size = len(part)
    return any(words[start : start + size] == part for start in range(len(words)))


def distance(one, other, limit):
    """Letters added, left out, replaced or swapped between two words; more than
    ``limit`` is only said to be more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before, row = [], list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        older, before, row = before, row, [place]
        for column, against in enumerate(other, 1):
            cost = min(
                before[column] + 1,
                row[-1] + 1,
                before[column - 1] + (letter != against),
            )
            if (
                place > 1
                and column > 1
                and letter == other[column - 2]
                and one[place - 2] == against
            ):
                cost = min(cost, older[column - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def mistakes(word):
    """How many letters may be wrong in a word before it is another word."""
    return (len(word) > 3) + (len(word) > 7) + (len(word) > 12)


def likeness(typed, known):
    """How well a folded word of a service answers a folded word that was typed.

    :return: from 0 (not at all) to 1 (the same word)
    """
    if typed == known:
        return SAME
    if stem(typed) == stem(known):
        return INFLECTED
    heard, mine = sound(known), root(typed)
    if mine == root(known):
        return HEARD
    if len(mine) > 2 and heard.startswith(mine):
        return BEGINS
    if len(mine) > 3:
        place = heard.find(mine)
        if place > 2 and _VOWEL.search(heard[:place]):
            ends = len(heard) - place - len(mine) < 3
            return ENDS if ends else WITHIN
    return 0


def resemblance(typed, known):
    """How well a folded word that nobody printed like that is known as this one.

    :return: from 0 (not at all) to below 1 (it is surely a slip)
    """
    ours, theirs = sound(typed), sound(known)
    allowed = mistakes(ours)
    if not allowed:
        return 0
    wrong = distance(ours, theirs, allowed)
    if wrong <= allowed:
        # Who slips seldom misses the first letter.
        other_start = ours[0] != theirs[0]
        return max(MISSPELT - 0.1 * wrong - 0.15 * other_start, 0.1)
    begin = root(typed)
    if len(begin) > 5 and len(theirs) > len(begin) + 2:
        near = min(
            distance(begin, theirs[:size], 1)
            for size in (len(begin) - 1, len(begin), len(begin) + 1)
        )
        return BEGINS_MISSPELT if near <= 1 else 0
    return 0


def pieces(word):
    """What a compound may be made of: every stretch of three letters and more of its
    sound."""
    heard = sound(word)
    return {
        heard[start:end]
        for start in range(len(heard))
        for end in range(start + 3, len(heard) + 1)
        if end - start < len(heard)
    }


def _chain(heard, known, ties, first_ties):
    """The parts that a word begins with, as far as they follow each other.

    A part of three letters says too little to be one further on.

    :param ties: what may stand between two parts
    :param first_ties: what may stand in front of the first
    """
    best = {0: (0, ())}
    for end in range(3, len(heard) + 1):
        for before, (letters, parts) in list(best.items()):
            for tie in ties if parts else first_ties:
                start = before + len(tie)
                part = heard[start:end]
                if (
                    part in known
                    and part != heard
                    and len(part) > (3 if parts else 2)
                    and heard.startswith(tie, before)
                ):
                    # Squares: one long word explains more than two short ones.
                    candidate = (letters + len(part) ** 2, (*parts, part))
                    best[end] = max(best.get(end, (0, ())), candidate)
    return max(best.values())[1]


def cut(word, known):
    """The roots of known words that a compound is made of, from its beginning and from
    its end on.

    :param known: roots and sounds that exist
    :return: a list in order; empty when what is known says too little: that some known
        letters stand in a word does not make it a compound

    >>> cut("schuldhulp", {sound("schuld"), sound("hulp")}) == [
    ...     sound("schuld"), sound("hulp")]
    True
    >>> cut("kwibuskast", {sound("bus"), sound("kast")})
    []
    """
    heard = sound(word)
    first = list(_chain(heard, known, TIES, [""]))
    ties = [tie[::-1] for tie in TIES]
    turned = _chain(heard[::-1], {one[::-1] for one in known}, ties, ties)
    last = [part[::-1] for part in reversed(turned)]
    letters = sum(map(len, first + last))
    if letters > len(heard):
        # They are of the same letters: the side that explains more is right.
        first, last = max((first, []), ([], last), key=_telling)
        letters = sum(map(len, first + last))
    tells = any(len(part) > 4 for part in first[:1] + last[-1:])
    enough = 2 / 3 if first and last else 1 / 2
    return first + last if tells or letters >= enough * len(heard) else []


def _telling(sides):
    """How much the parts of both sides say, as in a chain."""
    return sum(len(part) ** 2 for side in sides for part in side)


def _slipped(one, other):
    """Whether two long roots differ by a slip, which seldom touches both ends."""
    allowed = mistakes(one) - 1
    return (
        len(one) > 5
        and (one[:2] == other[:2] or one[-2:] == other[-2:])
        and distance(one, other, allowed) <= allowed
    )


def says(typed, phrase):
    """Whether roots that were typed hold all roots of a phrase.

    A long one may hold a slip, or begin or end a compound that was typed.

    >>> says(roots("ruzie met de gementee"), roots("ruzie gemeente"))
    True
    >>> says(roots("zelfmoordgedachten"), roots("zelfmoord"))
    True
    >>> says(roots("mijn vriend bedreigt me"), roots("geen vriend"))
    False
    """
    return all(
        one in typed
        or any(
            (len(one) > 4 and other.startswith(one))
            or (len(one) > 5 and other.endswith(one))
            or _slipped(one, other)
            for other in typed
        )
        for one in phrase
    )
