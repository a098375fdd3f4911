"""Numbers that say nothing: not who, not when, not how many there are."""

import re
import secrets

# Without I, L, O, U and 0, 1: read aloud over the telephone they get mixed up.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 7  # 2e10 numbers: with 200,000 in use a draw is taken once in 100,000.


_NUMBER = re.compile(rf"(?<![A-Z0-9])[A-Z]-[{ALPHABET}]{{{LENGTH}}}(?![A-Z0-9])", re.I)


def holds_number(text):
    """Whether a text names a file by such a number.

    >>> holds_number("about z-7K2Q9MX."), holds_number("a T-shirt"), holds_number(None)
    (True, False, False)
    """
    return bool(_NUMBER.search(text or ""))


def draw(prefix):
    """One number such as ``R-7K2Q9MX``."""
    return f"{prefix}-" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def draw_new(prefix, count, taken):
    """`count` different numbers, none of them taken.

    :param taken: called with a set of numbers, returns those already in use
    """
    numbers = set()
    while len(numbers) < count:
        batch = {draw(prefix) for _ in range(count - len(numbers))}
        numbers |= batch - taken(batch)
    return sorted(numbers, key=lambda _: secrets.randbits(32))
