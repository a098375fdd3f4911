"""Write docs/kpis.md: what each KPI counts, from the definitions that the addon loads.

Run it after a change of `data/oco_kpi_data.xml` or `kpis.py`; a test says when it is
due.
"""

import importlib
import sys
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from xml.etree import ElementTree

from layout import ROOT

ADDON = ROOT / "addons/oco_reporting"
PAGE = ROOT / "docs/kpis.md"
DIRECTIONS = {
    "higher": "higher is better",
    "lower": "lower is better",
    "information": "information only, never a performance or a target",
}
PROTECTION = {
    "exact": "shown as it is: it says what was done",
    "cells": "taken from rounded cells of a cube",
    "rounded": "taken from rounded counts; hidden on fewer than 10 residents",
    "average": "hidden on fewer than 10 residents, and where it would tell of them",
    "answers": "taken from the results of the survey, as far as those are shown",
    "largest": "hidden on fewer than 10 residents",
    "together": "taken from the rounded counts beside it",
}
HEAD = """# KPIs

What every KPI counts, of whom, on which day, and what it leaves out. This page is made
by `scripts/kpi_page.py` from `addons/oco_reporting/data/oco_kpi_data.xml` (the words)
and `addons/oco_reporting/kpis.py` (the sum); `tests/test_kpi_page.py` says when it is
out of date. K01 to K40 are the KPIs of client support in the Netherlands; S01
and S02 are ours.

- Values are built every hour after the facts and cubes, of the periods that changed in
  the last two months; once a day of all.
- A case counts with the team that it has now: its past moves with it.
- What was destroyed after its term still counts in numbers, not in medians.
- Of a period that is not over, counts of work are those of up to today. What is taken
  from cubes counts the months that are over (quarters, where an organisation tells by
  quarter, which then has none of these by month); shares, averages and medians the
  shortest periods that are over, so that of the running one there is none.
- A share with nothing to divide by is no value: it is shown as “–”, not as 0.
- Only numbers of the organisation, by team, or by the breakdown named are kept; two
  breakdowns are never added up.
- How residents are kept out of sight: `docs/protection.md`. Numbers that leave the
  organisation are protected further, in the workbook.
"""


def definitions():
    """Every definition as a dict of its fields, in the order of the file."""
    tree = ElementTree.parse(ADDON / "data/oco_kpi_data.xml")
    for record in tree.iter("record"):
        yield {field.get("name"): field.text for field in record.iter("field")}


def computed():
    """{code: Kpi}, without Odoo."""
    # The addon itself imports Odoo; its plain modules do not.
    package = module_from_spec(ModuleSpec("oco_plain", None, is_package=True))
    package.__path__ = [str(ADDON)]
    sys.modules["oco_plain"] = package
    return importlib.import_module("oco_plain.kpis").KPIS


def protection(kpi):
    """In words, by part where parts differ."""
    found = {}
    for table, parts in kpi.tables():
        for part in parts:
            what = f"by {table.name}" if table.parts else part.name
            found.setdefault(PROTECTION[part.shown_as], {})[what] = None
    if len(found) == 1:
        return next(iter(found))
    return "; ".join(
        f"{', '.join(names).replace('_', ' ')}: {words}"
        for words, names in found.items()
    )


def page():
    sums = computed()
    lines = [HEAD]
    for one in definitions():
        of = f" ÷ {one['denominator']}" if one.get("denominator") else ""
        kpi = sums.get(one["code"])
        rows = {
            "counts": one["numerator"] + of,
            "on which day": one["date_field"],
            "left out": one.get("exclusions"),
            "unit": one["unit"],
            "how to read it": DIRECTIONS[one["direction"]],
            "source": one["source"],
            "periods": kpi and ", ".join(kpi.periods).replace("_", "-"),
            "told apart by": kpi
            and ", ".join(table.name for table, _ in kpi.tables()).replace("_", " "),
            "beside it": kpi
            and ", ".join(
                dict.fromkeys(
                    part.name
                    for _table, parts in kpi.tables()
                    for part in parts
                    if part.name != "main"
                )
            ).replace("_", " "),
            "protection": protection(kpi)
            if kpi
            else "not computed here: the grant shows it by line",
        }
        lines += [
            f"## {one['code']} {one['name']}\n",
            f"{one['meaning']}\n",
            "| | |",
            "|---|---|",
            *(f"| {what} | {words} |" for what, words in rows.items() if words),
            "",
        ]
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page())
