"""A sheet as plain rows of cells, before anything is written."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from xlsxwriter.utility import quote_sheetname, xl_range_abs, xl_rowcol_to_cell

from .cells import AnyCell


class Style(Enum):
    """What a row is."""

    TITLE = "title"
    STATUS = "status"
    BLOCK = "block"
    HEAD = "head"
    BODY = "body"
    TOTAL = "total"
    NOTE = "note"


@dataclass(frozen=True)
class Row:
    cells: tuple[AnyCell, ...]
    style: Style


@dataclass
class Grid:
    """A worksheet; `names` maps names, known in the whole workbook, to ranges.

    Lines and columns are counted from zero. `is_form`: labels and values, not a table.
    """

    name: str
    is_form: bool = False
    rows: list[Row] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, cells: Iterable[AnyCell] = (), style: Style = Style.BODY) -> int:
        """Add a row below the others and return its line."""
        self.rows.append(Row(tuple(cells), style))
        return len(self.rows) - 1

    def at(self, line: int, column: int) -> AnyCell | None:
        if line >= len(self.rows) or column >= len(self.rows[line].cells):
            return None
        return self.rows[line].cells[column]

    @property
    def next(self) -> int:
        """The line that `add` would fill."""
        return len(self.rows)

    @property
    def width(self) -> int:
        return max(len(row.cells) for row in self.rows)

    def heads(self) -> list[int]:
        return [line for line, row in enumerate(self.rows) if row.style is Style.HEAD]

    def call(
        self,
        name: str,
        top: int,
        left: int,
        bottom: int | None = None,
        right: int | None = None,
    ):
        """Give a cell or a block a name to use in formulas of any sheet."""
        bottom = top if bottom is None else bottom
        right = left if right is None else right
        area = (
            xl_range_abs(top, left, bottom, right)
            if (top, left) != (bottom, right)
            else xl_rowcol_to_cell(top, left, row_abs=True, col_abs=True)
        )
        self.names[name] = f"={quote_sheetname(self.name)}!{area}"
