"""docs/threats-tests.md names a test for every attack, and every such test exists."""

import ast
import re

import pytest
from layout import ROOT

TABLE = (ROOT / "docs" / "threats-tests.md").read_text()
NUMBERS = {*map(str, range(1, 79)), "46a", "46b", "46c", "46d"}
HERE = "addons/client_support/tests/"
SCAN = "tests/test_marker_scan.py"
NAMED = sorted(set(re.findall(r"`([\w./]+): (test_\w+)`", TABLE)))


def lines():
    return dict(re.findall(r"^\| (\d+[a-d]?) \|(.*)\|$", TABLE, re.M))


def test_every_attack_has_its_line():
    assert lines().keys() == NUMBERS


@pytest.mark.parametrize("number", sorted(NUMBERS))
def test_a_line_names_a_test_or_says_why_not(number):
    assert re.search(r"`[\w./]+: test_\w+`|— \w+", lines()[number])


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_the_named_test_exists(file, name):
    path = SCAN if file == "scan" else file if "/" in file else HERE + file
    tree = ast.parse((ROOT / path).read_text())
    found = {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
    assert name in found
