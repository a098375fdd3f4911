"""Importing a published table from the command line, as the README shows it."""

import csv
import os
import subprocess

import pytest
from layout import ROOT

PERIOD = "--lang en_US --from 2016-01-01 --to 2016-06-30"
TEAMS = ["Centrum", "Crabbehof", "Krispijn", "Oost", "Wielwijk"]


@pytest.fixture(scope="module")
def teams(shell):
    shell(f"env['client.team'].create([{{'name': name}} for name in {TEAMS!r}])")


@pytest.fixture
def import_figures(server):
    def run(path, options=PERIOD):
        command = f"import_figures -d {server.database} {options} {path}"
        # Without what a `make test ARGS=…` around us hands down.
        outside = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
        return subprocess.run(
            ["make", "-s", "odoo"],
            env={**outside, "ARGS": command},
            cwd=ROOT,
            capture_output=True,
            text=True,
        )

    return run


def test_table_3_comes_out_of_the_pivot(teams, import_figures, shell, shared):
    path = shared / "domain" / "seed001_table3.csv"
    first = import_figures(path)
    assert first.returncode == 0, first.stderr
    again = import_figures(path)
    assert again.returncode == 0
    assert "already imported" in again.stdout + again.stderr

    found = shell(
        """
        groups = env["oco.figure"]._read_group(
            [("cube", "=", "published")], ["row_label", "team_id"], ["quantity:sum"]
        )
        answer = [[label, team.name, count] for label, team, count in groups]
        """.replace("\n        ", "\n")
    )
    with path.open(encoding="utf-8") as table:
        header, *rows = csv.reader(table)
    cells = {
        (row[0], team): int(value)
        for row in rows[:-1]
        for team, value in zip(header[1:-1], row[1:-1], strict=True)
    }
    assert {(label, team): count for label, team, count in found} == cells
    assert sum(cells.values()) == int(rows[-1][-1]) == 8569


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("leefgebied,Centrum,totaal\nwonen,3,4\n", ["wonen", "totaal", "4", "3"]),
        ("leefgebied,Atlantis\nwonen,3\n", ["Atlantis"]),
        ("leefgebied,Centrum\ntoverij,3\n", ["toverij"]),
        ("leefgebied,Centrum\nwonen,-3\n", ["wonen", "Centrum", "-3"]),
        ("leefgebied,Centrum\nwonen,drie\n", ["wonen", "Centrum", "drie"]),
    ],
)
def test_an_error_names_row_and_column(
    teams, import_figures, shell, tmp_path, content, words
):
    path = tmp_path / "table.csv"
    path.write_text(content)
    count = "answer = env['oco.figure'].search_count([])"
    before = shell(count)
    done = import_figures(path, "--lang en_US --from 2017-01-01 --to 2017-06-30")
    assert done.returncode != 0
    said = done.stdout + done.stderr
    for word in words:
        assert word in said, said
    assert "Traceback" not in said
    assert shell(count) == before
