"""What tells that two records of the directory may be the same. Plain Python."""

import re
from collections import defaultdict
from itertools import combinations
from urllib.parse import urlsplit

import phonenumbers

from .text import normalise

# Two names that share this part of their trigrams are alike.
ALIKE = 0.6
# The beginning of a word that more names have than this says nothing.
COMMON = 300
# Addresses there belong to anybody: they say nothing of who somebody works for.
FREE_MAIL = frozenset(
    {"gmail.com", "googlemail.com", "hotmail.com", "hotmail.nl", "outlook.com"}
    | {"outlook.nl", "live.nl", "live.com", "msn.com", "icloud.com", "me.com"}
    | {"yahoo.com", "yahoo.nl", "ziggo.nl", "kpnmail.nl", "kpnplanet.nl", "planet.nl"}
    | {"home.nl", "hetnet.nl", "xs4all.nl", "upcmail.nl", "chello.nl", "casema.nl"}
    | {"quicknet.nl", "tele2.nl", "online.nl", "telfort.nl", "solcon.nl", "caiway.nl"}
    | {"proton.me", "protonmail.com", "gmx.net", "gmx.com", "zonnet.nl", "wxs.nl"}
)
# Words of a name that say what it is in law, and little words.
EMPTY_WORDS = frozenset(
    {"stichting", "vereniging", "cooperatie", "bv", "b.v.", "nv", "n.v.", "vof", "u.a."}
    | {"de", "het", "een", "en", "van", "voor", "in", "te"}
)


def phone_key(phone):
    """A number in one form (E.164), empty when it is none.

    >>> phone_key("078-123 45 67") == phone_key("+31 (0)78 1234567") == "+31781234567"
    True
    """
    try:
        number = phonenumbers.parse(phone or "", "NL")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def mail_key(email):
    """The domain of an address, empty when it may be anybody's.

    >>> mail_key("Info@Proef.NL"), mail_key("jan@gmail.com")
    ('proef.nl', '')
    """
    _name, at, domain = (email or "").strip().lower().rpartition("@")
    domain = domain.strip("<> ")
    return domain if at and domain not in FREE_MAIL else ""


def registry_key(number):
    """The eight digits of a number at the Chamber of Commerce, else empty."""
    digits = re.sub(r"\D", "", number or "")
    return digits if len(digits) == 8 else ""


def address_key(postal_code, street):
    """Postal code and house number with what is added to it, else empty.

    >>> address_key("3311 ab", "Spuiboulevard 298-B")
    '3311AB 298b'
    """
    code = "".join((postal_code or "").split()).upper()
    number = re.search(r"\s(\d+)[\s-]*([a-zA-Z]{0,2})\s*$", street or "")
    if not (re.fullmatch(r"[1-9]\d{3}[A-Z]{2}", code) and number):
        return ""
    return f"{code} {number[1]}{number[2].lower()}"


def url_key(url):
    """Host and path of a page, without what makes no difference; else empty.

    A bare home page says which organisation it is, not which service.

    >>> url_key("https://www.proef.nl/Koffie/?utm=1")
    'proef.nl/koffie'
    """
    parts = urlsplit((url or "").strip().lower())
    path = parts.path.strip("/")
    return f"{parts.netloc.removeprefix('www.')}/{path}" if path else ""


def name_key(name):
    """The words of a name that tell it from others.

    >>> name_key("Stichting De Proef")
    'proef'
    """
    words = re.findall(r"[\w.]+", normalise(name))
    return " ".join(word for word in words if word not in EMPTY_WORDS) or " ".join(
        words
    )


def likeness(one, other):
    """Which part of the trigrams of two names they share, as `pg_trgm` counts.

    >>> likeness("koffie", "koffie"), likeness("koffie", "bezoek")
    (1.0, 0.0)
    """
    first, second = _trigrams(one), _trigrams(other)
    together = len(first | second)
    return len(first & second) / together if together else 0.0


def paired(keys, apart):
    """Those of the keys, which are all alike, that were not told apart from all others.

    :param apart: sets of two keys that are known not to be the same

    >>> sorted(paired([1, 2, 3], {frozenset({1, 2}), frozenset({1, 3})}))
    [2, 3]
    """
    return {
        one
        for one in keys
        if any(other != one and frozenset((one, other)) not in apart for other in keys)
    }


def names_alike(names, apart=frozenset()):
    """The keys of all names that are much like another.

    Names are compared that share the beginning of a word, unless so many share it that
    it says nothing; that leaves few of the pairs of a large directory.

    :param names: `{key: name as name_key gives it}`
    :param apart: as in `paired`

    >>> sorted(names_alike({1: "taalmaatjes", 2: "taalmaatje", 3: "rouwcafe"}))
    [1, 2]
    """
    trigrams = {key: _trigrams(name) for key, name in names.items()}
    beginnings = defaultdict(set)
    for key, name in names.items():
        for word in name.split():
            beginnings[word[:4]].add(key)
    found = set()
    for keys in beginnings.values():
        if len(keys) > COMMON:
            continue
        for one, other in combinations(keys, 2):
            first, second = trigrams[one], trigrams[other]
            if len(first & second) >= ALIKE * len(first | second) > 0:
                found |= paired((one, other), apart)
    return found


def services_alike(one, other):
    """Whether two services of one organisation may be the same.

    :param one: `(name, phone, url)`; a telephone number alone says nothing, since
        services of an organisation share it
    """
    alike = likeness(name_key(one[0]), name_key(other[0]))
    if alike >= ALIKE:
        return True
    page = url_key(one[2])
    if page and page == url_key(other[2]):
        return True
    phone = phone_key(one[1])
    return bool(phone and phone == phone_key(other[1]) and alike >= ALIKE / 2)


def _trigrams(text):
    return {
        padded[place : place + 3]
        for word in re.findall(r"\w+", text)
        for padded in (f"  {word} ",)
        for place in range(len(padded) - 2)
    }
