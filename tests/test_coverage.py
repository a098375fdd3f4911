"""docs/coverage.md names every requirement, and only models that exist."""

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


def test_no_row_is_missing(shared, answers):
    with open(shared / "domain" / "requirements_inventory.csv", newline="") as handle:
        wanted = {
            row["id"]
            for row in csv.DictReader(handle)
            if {"client_support", "social_map"} & set(row["addon"].split("; "))
        }
    assert wanted == answers.keys()


def test_every_model_exists():
    named = set(
        re.findall(r"`((?:client|life|res|social|support|target)\.[a-z.]+)`", PAGE)
    )
    made = {
        name
        for addon in OUR_ADDONS
        for path in (ADDONS / addon).glob("[mw][oi][dz]*/*.py")
        for name in re.findall(r'^    _name = "([a-z.]+)"', path.read_text(), re.M)
    }
    assert named - made == NOT_OURS
    assert len(named) > 40
