"""Comparing words as people print them. Plain Python: no Odoo, no database."""

import unicodedata

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
