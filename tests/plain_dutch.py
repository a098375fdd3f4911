"""How hard a Dutch text is to read, roughly: sentences, words and syllables."""

import re

# B1 as guides for Dutch public services put it: most sentences up to fifteen words.
LONGEST_SENTENCE = 20
# Flesch-Douma: from 60 on it is plain, under it a text for those who read a lot.
EASIEST_OF_HARD = 60
SYLLABLE = re.compile(
    r"aai|ooi|oei|eeuw?|ieuw?|aa|ee|oo|uu|eu|ui|ie|oe|ij|au|ou|ei|[aeiouyàáèéëïöü]",
    re.I,
)
WORD = re.compile(r"[^\W\d_][\w'’-]*")


def sentences(text):
    return [one for one in re.split(r"(?<=[.!?:;])\s+|\n+", text) if WORD.search(one)]


def ease(text):
    """Flesch-Douma: 206.84 - 0.93 words per sentence - 77 syllables per word."""
    words = WORD.findall(text)
    syllables = sum(len(SYLLABLE.findall(word)) or 1 for word in words)
    return (
        206.84 - 0.93 * len(words) / len(sentences(text)) - 77 * syllables / len(words)
    )


def too_hard(text):
    """What is too hard in a page, in words; empty when it reads easily."""
    found = [
        f"{len(words)} words: {one}"
        for one in sentences(text)
        if len(words := WORD.findall(one)) > LONGEST_SENTENCE
    ]
    if (score := ease(text)) < EASIEST_OF_HARD:
        found.append(f"Flesch-Douma {score:.0f}")
    return found
