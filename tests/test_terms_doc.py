"""The examples in docs/terms.md are those that the engine is tested with."""

import os
import runpy

from layout import ROOT

SOURCE = ROOT / "addons/client_support/tests/terms_cases.py"
PAGE = ROOT / "docs/terms.md"
MARK = "<!-- examples -->\n"


def table():
    lines = [
        "| what it shows | starts | term | moved by | last day |",
        "|---|---|---|---|---|",
    ]
    for shows, start, length, moved, last in runpy.run_path(SOURCE)["CASES"]:
        by = ", ".join(
            name if value is True else f"{name} {value}"
            for name, value in moved.items()
        )
        length = length.replace("_", " ")
        lines.append(f"| {shows} | {start} | {length} | {by} | {last} |")
    return "\n".join(lines) + "\n"


def test_examples_are_those_of_the_tests():
    text = PAGE.read_text()
    head, _mark, shown = text.partition(MARK)
    if os.environ.get("UPDATE_TERMS_DOC"):
        PAGE.write_text(head + MARK + table())
        return
    assert shown == table()
