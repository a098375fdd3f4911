"""docs/independence.md names only tests that are there."""

import re

from layout import ADDONS, ROOT

PAGE = ROOT / "docs" / "independence.md"
FILES = [*ADDONS.glob("*/tests/test_*.py"), *ROOT.glob("tests/test_*.py")]


def test_every_test_is_there():
    present = {path.stem for path in FILES}
    for path in FILES:
        present |= set(re.findall(r"^ *(?:def|class) (\w+)", path.read_text(), re.M))
    # `test_around_*` stands for a row of files.
    named = set(re.findall(r"\b(?:test_\w+[a-z]|Test[A-Z]\w+)\b", PAGE.read_text()))
    assert len(named) > 100
    assert named <= present, named - present
