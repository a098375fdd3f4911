"""Cells of a workbook: a value and its kind, which says how a spreadsheet shows it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

Value = str | int | Decimal | date


class Kind(Enum):
    """How a value is shown; a Dutch spreadsheet reads 1.234,50 and an English 1,234.50.

    Days are in the Dutch order everywhere, and euros have their sign in front.
    """

    TEXT = "@"  # keeps a label text when somebody edits the cell
    COUNT = "#,##0"
    HOURS = "#,##0.00"
    EURO = "[$€-413] #,##0.00;[Red][$€-413] -#,##0.00"
    SHARE = "0.0%"
    MEAN = "0.00"
    DAY = "dd-mm-yyyy"
    MARK = "General"  # stands in for a number that is not shown


@dataclass(frozen=True)
class Cell:
    """A value as it is written; `value` None leaves the cell empty."""

    value: Value | None
    kind: Kind = Kind.TEXT
    italic: bool = False


@dataclass(frozen=True)
class Formula:
    """A live formula in Excel's English notation; its value is calculated."""

    text: str
    kind: Kind = Kind.COUNT


AnyCell = Cell | Formula


def text(value: str | None) -> Cell:
    return Cell(value or None)


def count(value: int | str | None, italic: bool = False) -> Cell:
    """A count, or the mark ("<10") that stands in for one."""
    if isinstance(value, str):
        return Cell(value, Kind.MARK)
    return Cell(value, Kind.COUNT, italic)


def number(value: Decimal | None, kind: Kind) -> Cell:
    return Cell(value, kind)


def quantity(value: Decimal | None) -> Cell:
    """An amount of work: decimals only where it has them."""
    whole = value is None or value == value.to_integral_value()
    return Cell(value, Kind.COUNT if whole else Kind.HOURS)


def euro(value: Decimal | None) -> Cell:
    return Cell(value, Kind.EURO)


def day(value: date | None) -> Cell:
    return Cell(value, Kind.DAY)


def texts(*values: str) -> list[Cell]:
    return [text(value) for value in values]
