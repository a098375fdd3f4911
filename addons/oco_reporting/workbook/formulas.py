"""Calculate the formulas of a workbook, so that each is written with its value.

What the sheets use, and no more: + - * / and comparison, SUM, SUMIF, MIN, MAX, ROUND,
ABS, IF and ISNUMBER, cells and ranges of any sheet, defined names. In decimals: a sum
of cents is exact. A spreadsheet calculates the same in binary and shows the same.
"""

import re
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal

from xlsxwriter.utility import xl_cell_to_rowcol

from .cells import Formula
from .grid import Grid

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>\d+(?:\.\d+)?)
      | (?P<string>"(?:[^"]|"")*")
      | (?P<cells>(?:(?P<sheet>'(?:[^']|'')+'|\w+)!)?
          \$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?(?![\w(]))
      | (?P<name>[A-Za-z_]\w*)
      | (?P<sign><=|>=|<>|[-+*/(),=<>])
    )""",
    re.VERBOSE,
)
_COMPARE: dict[str, Callable] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
}
Value = Decimal | str | bool | None


class Calculator:
    """The values of all cells of the sheets of one workbook."""

    def __init__(self, grids: Iterable[Grid]):
        self._grids = {grid.name: grid for grid in grids}
        self._names = {
            name: reference.lstrip("=")
            for grid in self._grids.values()
            for name, reference in grid.names.items()
        }
        self._values: dict[tuple[str, int, int], Value] = {}

    def value(self, sheet: str, line: int, column: int) -> Value:
        """The value of a cell; an empty one and one outside the sheet has none.

        :raises ValueError: a formula is not understood, or leads back to itself.
        """
        key = (sheet, line, column)
        if key not in self._values:
            cell = self._grids[sheet].at(line, column)
            if not isinstance(cell, Formula):
                self._values[key] = _plain(cell.value if cell else None)
            else:
                self._values[key] = _Circle  # found again: it leads back to itself
                self._values[key] = _Parser(self, sheet, cell.text).result()
        if self._values[key] is _Circle:
            raise ValueError(f"a formula leads back to itself: {sheet} {line} {column}")
        return self._values[key]

    def named(self, name: str) -> str:
        """:raises ValueError: nothing has this name"""
        if name not in self._names:
            raise ValueError(f"nothing in the workbook has the name {name}")
        return self._names[name]


class _Circle:
    """Stands where a value is being calculated."""


def _plain(value) -> Value:
    if isinstance(value, (int, Decimal)):
        return Decimal(value)
    return value if value is None or isinstance(value, str) else value.isoformat()


def _as_number(value: Value) -> Decimal:
    """An empty cell counts as zero, as in every spreadsheet.

    :raises ValueError: it is a text.
    """
    if value is None:
        return Decimal()
    if isinstance(value, str):
        raise ValueError(f"calculating with a text: {value!r}")
    return Decimal(value)


class _Parser:
    """One formula, read from left to right into functions that give its value.

    They are called when their value is needed: IF asks for one of its two branches.
    """

    def __init__(self, calculator: Calculator, sheet: str, formula: str):
        self._calculator = calculator
        self._sheet = sheet
        self._formula = formula
        self._tokens = self._split(formula[1:])

    def result(self) -> Value:
        value = self._comparison()
        if self._tokens:
            raise ValueError(f"formula not understood: {self._formula}")
        return value()

    def _split(self, rest: str) -> list[re.Match]:
        tokens = []
        while rest:
            match = _TOKEN.match(rest)
            if not match:
                raise ValueError(f"formula not understood: {self._formula}")
            tokens.append(match)
            rest = rest[match.end() :].lstrip()
        return tokens

    def _takes(self, *signs: str) -> str | None:
        if self._tokens and self._tokens[0]["sign"] in signs:
            return self._tokens.pop(0)["sign"]
        return None

    def _comparison(self):
        left = self._sum()
        sign = self._takes(*_COMPARE)
        if not sign:
            return left
        right, compare = self._sum(), _COMPARE[sign]
        return lambda: compare(*_alike(left(), right()))

    def _sum(self):
        left = self._product()
        while sign := self._takes("+", "-"):
            left = _binary(sign, left, self._product())
        return left

    def _product(self):
        left = self._atom()
        while sign := self._takes("*", "/"):
            left = _binary(sign, left, self._atom())
        return left

    def _atom(self):
        if self._takes("-"):
            inner = self._atom()
            return lambda: -_as_number(inner())
        if self._takes("("):
            inner = self._comparison()
            self._close()
            return inner
        if not self._tokens:
            raise ValueError(f"formula not understood: {self._formula}")
        token = self._tokens.pop(0)
        if token["number"]:
            value = Decimal(token["number"])
            return lambda: value
        if token["string"]:
            words = token["string"][1:-1].replace('""', '"')
            return lambda: words
        if token["name"] and self._takes("("):
            return self._function(token["name"])
        if token["cells"] or token["name"]:
            reference = token["cells"] or self._calculator.named(token["name"])
            cells = self._cells(reference)
            return lambda: cells()[0] if len(cells()) == 1 else cells()
        raise ValueError(f"formula not understood: {self._formula}")

    def _close(self):
        if not self._takes(")"):
            raise ValueError(f"formula not understood: {self._formula}")

    def _cells(self, reference: str):
        sheet, _mark, area = reference.rpartition("!")
        sheet = sheet.strip("'").replace("''", "'") or self._sheet
        first, _colon, last = area.replace("$", "").partition(":")
        top, left = xl_cell_to_rowcol(first)
        bottom, right = xl_cell_to_rowcol(last or first)
        return lambda: [
            self._calculator.value(sheet, line, column)
            for line in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]

    def _function(self, name: str):
        arguments = [self._comparison()]
        while self._takes(","):
            arguments.append(self._comparison())
        self._close()
        if name == "IF":
            test, yes, no = arguments
            return lambda: yes() if test() else no()
        if name not in _FUNCTIONS:
            raise ValueError(f"function not known: {name}")
        function = _FUNCTIONS[name]
        return lambda: function(*(argument() for argument in arguments))


def _alike(left: Value, right: Value) -> tuple[Value, Value]:
    """An empty cell equals both zero and an empty text."""
    empty = {True: "", False: Decimal()}
    return (
        empty[isinstance(right, str)] if left is None else left,
        empty[isinstance(left, str)] if right is None else right,
    )


def _binary(sign: str, left, right):
    if sign == "+":
        return lambda: _as_number(left()) + _as_number(right())
    if sign == "-":
        return lambda: _as_number(left()) - _as_number(right())
    if sign == "*":
        return lambda: _as_number(left()) * _as_number(right())
    return lambda: _as_number(left()) / _as_number(right())


def _numbers(arguments) -> list[Decimal]:
    """Numbers among the arguments; texts in a range do not count."""
    flat = (
        value
        for argument in arguments
        for value in (argument if isinstance(argument, list) else [argument])
    )
    return [value for value in flat if isinstance(value, Decimal)]


def _sum_if(keys: list, key: Value, values: list) -> Decimal:
    pairs = zip(keys, values, strict=True)
    return sum((_as_number(value) for name, value in pairs if name == key), Decimal())


def _rounded(value: Value, places: Value) -> Decimal:
    unit = Decimal(1).scaleb(-int(places))
    return _as_number(value).quantize(unit, ROUND_HALF_UP)


def _listed(value):
    return value if isinstance(value, list) else [value]


_FUNCTIONS: dict[str, Callable] = {
    "SUM": lambda *arguments: sum(_numbers(arguments), Decimal()),
    "SUMIF": lambda keys, key, values: _sum_if(_listed(keys), key, _listed(values)),
    "MIN": lambda *arguments: min(_numbers(arguments)),
    "MAX": lambda *arguments: max(_numbers(arguments)),
    "ROUND": _rounded,
    "ABS": lambda value: abs(_as_number(value)),
    "ISNUMBER": lambda value: isinstance(value, Decimal),
}
