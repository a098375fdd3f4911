"""The workbook of published figures: their sheets, and where they come from.

Sheet names and column heads are those of the subsidy workbook, in Dutch. Cells stand
as they were printed, with totals as formulas.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from .cells import text, texts
from .grid import Grid, Style
from .tables import CaseRow, Matrix, add_cases, add_matrix, check_shape
from .writer import Properties, write_grids


@dataclass(frozen=True)
class CasesSheet:
    """Sheet 02: active cases at start and end of the period, and what changed."""

    rows: Sequence[CaseRow]

    def __post_init__(self):
        check_shape(
            [row.team for row in self.rows],
            ["start", "new", "closed", "end"],
            [[row.start, row.new, row.closed, row.end] for row in self.rows],
        )

    def grid(self) -> Grid:
        grid = Grid("Trajecten")
        add_cases(grid, self.rows)
        return grid


@dataclass(frozen=True)
class ContactsSheet:
    """Sheet 03: information and advice contacts, one row of `values` per team."""

    teams: Sequence[str]
    months: Sequence[str]
    values: Sequence[Sequence[int]]

    def __post_init__(self):
        check_shape(self.teams, self.months, self.values)

    def grid(self) -> Grid:
        grid = Grid("I&A-contacten")
        matrix = Matrix("team", self.teams, self.months, self.values)
        add_matrix(grid, matrix, "contacten", "team", "maand")
        return grid


@dataclass(frozen=True)
class DomainsSheet:
    """Sheet 04: questions, one row of `values` per label.

    Labels are the canonical life domains, or the rows of a published table under its
    own `header`.
    """

    header: str
    labels: Sequence[str]
    teams: Sequence[str]
    values: Sequence[Sequence[int]]

    def __post_init__(self):
        check_shape(self.labels, self.teams, self.values)

    def grid(self) -> Grid:
        grid = Grid("Leefgebieden")
        matrix = Matrix(self.header, self.labels, self.teams, self.values)
        add_matrix(grid, matrix, "leefgebieden", "leefgebied", "team")
        return grid


FigureSheet = CasesSheet | ContactsSheet | DomainsSheet


@dataclass(frozen=True)
class Source:
    """Where the figures of `subject` come from; `checksum` is the SHA-256 of a file."""

    subject: str
    name: str
    checksum: str | None = None


@dataclass(frozen=True)
class SourceSheet:
    """The last sheet: period, sources, and notes such as the one on rounding."""

    period: str
    sources: Sequence[Source]
    notes: Sequence[str] = ()


def write(
    stream: BinaryIO,
    sheets: Iterable[FigureSheet],
    source: SourceSheet,
    properties: Properties,
) -> None:
    """Write `sheets`, in this order, and the source sheet; see `write_grids`."""
    sheets = list(sheets)
    last = _source_grid(source, _derived_notes(sheets), properties)
    write_grids(stream, [*(sheet.grid() for sheet in sheets), last], properties)


def _source_grid(source: SourceSheet, notes: list[str], properties: Properties) -> Grid:
    grid = Grid("Bron")
    grid.add(texts("onderwerp", "waarde"), Style.HEAD)
    grid.add(texts("tijdvak", source.period))
    grid.add(texts("gemaakt op", properties.created.strftime("%d-%m-%Y %H:%M %Z")))
    for item in source.sources:
        grid.add(texts(f"bron {item.subject}", item.name))
        if item.checksum is not None:
            grid.add(texts(f"SHA-256 {item.subject}", item.checksum))
    for note in [*source.notes, *notes]:
        grid.add([text("toelichting"), text(note)])
    return grid


def _derived_notes(sheets: list[FigureSheet]) -> list[str]:
    """What must be said of starts that nobody counted."""
    teams = [
        row.team
        for sheet in sheets
        if isinstance(sheet, CasesSheet)
        for row in sheet.rows
        if row.derived
    ]
    if not teams:
        return []
    return [
        "Trajecten: beginstand afgeleid (eindstand - nieuw + afgesloten) en cursief: "
        + ", ".join(teams)
    ]
