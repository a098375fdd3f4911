"""A small spreadsheet: calculates the formulas of a file, as somebody who opens it.

Written apart from the calculator that fills in the values: it reads the file, has its
formulas taken apart by openpyxl and worked out by Python, in binary numbers as
spreadsheets do. It knows the functions that the workbooks use, and fails on others.
"""

from decimal import ROUND_HALF_UP, Decimal

from openpyxl.formula import Tokenizer
from openpyxl.utils import range_boundaries

_OPERATORS = {"=": "==", "<>": "!=", "^": "**"}
_PLACES = 9  # further on binary numbers are noise


class Spreadsheet:
    """:param book: a workbook as openpyxl reads it, with formulas"""

    def __init__(self, book):
        self.book = book
        self.found = {}

    def value(self, sheet, place):
        """The value of a cell such as ("Tarief", "D5"); zero where nothing is."""
        if (sheet, place) not in self.found:
            value = self.book[sheet][place].value
            if isinstance(value, str) and self.book[sheet][place].data_type == "f":
                value = eval(self._as_python(sheet, value), {"self": self} | FUNCTIONS)  # noqa: S307
            if isinstance(value, float):
                value = round(value, _PLACES)
            self.found[sheet, place] = value
        value = self.found[sheet, place]
        return 0 if value is None else value

    def area(self, sheet, area):
        """The values of a range, those of empty cells being None."""
        left, top, right, bottom = range_boundaries(area.replace("$", ""))
        cells = self.book[sheet].iter_rows(top, bottom, left, right)
        return [
            None if cell.value is None else self.value(sheet, cell.coordinate)
            for line in cells
            for cell in line
        ]

    def _as_python(self, sheet, formula):
        return "".join(self._piece(sheet, token) for token in Tokenizer(formula).items)

    def _piece(self, sheet, token):
        if token.type == "OPERAND":
            return self._operand(sheet, token)
        if token.type == "FUNC":
            # Arguments are worked out when they are asked for: IF asks for one of two.
            return f"{token.value[:-1]}_(lambda: (" if token.subtype == "OPEN" else "))"
        if token.type == "SEP":
            return "), lambda: ("
        if token.type == "WHITE-SPACE":
            return ""
        return _OPERATORS.get(token.value, token.value)

    def _operand(self, sheet, token):
        if token.subtype == "TEXT":
            return repr(token.value[1:-1].replace('""', '"'))
        if token.subtype != "RANGE":
            return f"float({token.value!r})"
        area = token.value
        if area in self.book.defined_names:
            area = self.book.defined_names[area].attr_text
        name, mark, area = area.rpartition("!")
        if mark:
            sheet = name.strip("'").replace("''", "'")
        if ":" in area:
            return f"self.area({sheet!r}, {area!r})"
        return f"self.value({sheet!r}, {area.replace('$', '')!r})"


def _numbers(arguments):
    for argument in arguments:
        value = argument()
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, (int, float)) and not isinstance(one, bool):
                yield one


def _sum_if(keys, key, values):
    pairs = zip(keys(), values(), strict=True)
    return sum(value or 0 for name, value in pairs if name == key())


def _half_up(value, places):
    unit = Decimal(1).scaleb(-int(places()))
    return float(Decimal(repr(value())).quantize(unit, ROUND_HALF_UP))


FUNCTIONS = {
    "SUM_": lambda *some: sum(_numbers(some)),
    "MIN_": lambda *some: min(_numbers(some)),
    "MAX_": lambda *some: max(_numbers(some)),
    "ABS_": lambda value: abs(value()),
    "IF_": lambda test, yes, no: yes() if test() else no(),
    "ISNUMBER_": lambda value: isinstance(value(), (int, float)),
    "ROUND_": _half_up,
    "SUMIF_": _sum_if,
}
