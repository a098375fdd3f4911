"""Words as people print and type them. Plain Python: no Odoo, no database."""

import unicodedata
from urllib.parse import urlsplit

# Marks that stand on a letter (Mn) and signs without a shape of their own (Cf), such
# as the soft hyphens and zero-width spaces that come along with a copied table.
_IGNORED = {"Mn", "Cf"}


def normalise(label):
    """The key under which a printed label is compared with another.

    Capitals, accents, ligatures and the amount of white space make no difference;
    words and punctuation do.

    >>> normalise("  Financiën ")
    'financien'
    >>> normalise(None)
    ''
    """
    # Folding can bring forth new marks and unfolding new capitals ("℡" is "TEL"),
    # hence unfold, fold, unfold.
    unfolded = unicodedata.normalize("NFKD", label or "").casefold()
    letters = (
        letter
        for letter in unicodedata.normalize("NFKD", unfolded)
        if unicodedata.category(letter) not in _IGNORED
    )
    return " ".join("".join(letters).split())


def is_web_address(text):
    """Whether a browser opens it as a page on the web, and as nothing else.

    >>> [is_web_address(text) for text in ("https://hulp.example/é", "http://")]
    [True, False]
    >>> [is_web_address(text) for text in ("javascript:alert(1)", "hulp.example")]
    [False, False]
    >>> is_web_address("https://hulp.example\\nhttps://x.example")
    False
    """
    try:
        parts = urlsplit(text)
        is_web = parts.scheme in ("http", "https") and parts.hostname
    except ValueError:
        return False
    return bool(is_web) and text.isprintable()
