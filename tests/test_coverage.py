"""docs/coverage.md names every requirement, and only models and tests that exist."""

import csv
import re

import pytest
from layout import ADDONS, OUR_ADDONS, ROOT

PAGE = (ROOT / "docs" / "coverage.md").read_text()
# Of Odoo itself.
NOT_OURS = {"res.company", "res.partner"}


@pytest.fixture(scope="module")
def answers():
    return dict(re.findall(r"^\| (R\d+) \|.*\| (.+) \|$", PAGE, re.M))


@pytest.fixture(scope="module")
def addons(shared):
    """{row of the inventory: the addons that it names}"""
    with open(shared / "domain" / "requirements_inventory.csv", newline="") as handle:
        return {
            row["id"]: set(row["addon"].split("; ")) for row in csv.DictReader(handle)
        }


def test_no_row_is_missing(addons, answers):
    assert all(names <= set(OUR_ADDONS) for names in addons.values())
    assert addons.keys() == answers.keys()


def test_figures_name_their_test_or_what_is_left_out(addons, answers):
    bare = {
        row
        for row, names in addons.items()
        if "oco_reporting" in names
        and not re.search(r"`test_\w+\.py`|In part: |Not yet: ", answers[row])
    }
    assert not bare


def test_every_test_exists():
    named = set(re.findall(r"`(test_\w+\.py)`", PAGE))
    made = {path.name for path in ADDONS.glob("*/tests/test_*.py")}
    assert named <= made
    assert len(named) > 10


def test_every_model_exists():
    named = set(
        re.findall(r"`((?:client|life|oco|res|social|support|target)\.[a-z.]+)`", PAGE)
    )
    made = {
        name
        for addon in OUR_ADDONS
        for path in (ADDONS / addon).glob("[mw][oi][dz]*/*.py")
        for name in re.findall(r'^    _name = "([a-z.]+)"', path.read_text(), re.M)
    }
    assert NOT_OURS <= named <= made | NOT_OURS
    assert len(named) > 50
