"""What every sheet of an accountability begins and ends with."""

from textwrap import wrap

from .cells import text
from .grid import Grid, Style
from .report import Report

NOT_YET = "Nog geen cijfers"
_LINE = 110  # characters


def opened(number: str, name: str, report: Report, is_form: bool = False) -> Grid:
    """A sheet with its title, and whether it is a draft."""
    run = report.run
    state = "CONCEPT - nog niet vastgelegd" if run.draft else "Definitief"
    grid = Grid(name, is_form)
    grid.add([text(f"{number} {name}")], Style.TITLE)
    period = f"{run.date_from:%d-%m-%Y} t/m {run.date_to:%d-%m-%Y}"
    if run.interim:
        period += ", tussentijds"
    grid.add([text(f"{state}, versie {run.version}, {period}")], Style.STATUS)
    grid.add()
    return grid


def measured(report: Report) -> str:
    """The moment of the figures, with its distance to UTC, which has no names."""
    return f"{report.run.measured_at:%d-%m-%Y %H:%M (%z)}"


def note(grid: Grid, words: str) -> None:
    for part in wrap(words, _LINE):
        grid.add([text(part)], Style.NOTE)


def closed(grid: Grid, number: str, report: Report) -> Grid:
    """The sheet with the notes of the run below it."""
    for sheet, words in report.notes:
        if sheet == number:
            note(grid, words)
    return grid


def gap(grid: Grid, title: str = "") -> None:
    """An empty row, and a heading over the next block."""
    grid.add()
    if title:
        grid.add([text(title)], Style.BLOCK)
