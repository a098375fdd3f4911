"""Whether a workbook that comes back is the one that went out, and where it is not.

What a reader sees and what hides from one: values, formulas, number formats, sheets,
rows and columns that are hidden, names, notes, links, the properties of the document,
and parts of the file that do not belong in it, such as macros.
"""

import io
import zipfile
from dataclasses import dataclass
from math import isclose

import openpyxl

# A workbook of ours has some hundred kilobytes; a file that swells is no workbook.
_BIGGEST = 50 * 1024 * 1024
_ODD_PARTS = ("vba", "externallink", "embeddings", "activex", "customxml", "media")
# What a spreadsheet changes by itself when somebody opens and saves a file.
_BY_SAVING = frozenset({"property"})
# What a workbook says, whatever it looks like.
_SAID = frozenset({"cell", "formula", "name", "sheet"})
_PROPERTIES = (
    "title",
    "subject",
    "keywords",
    "description",
    "creator",
    "category",
    "lastModifiedBy",
    "created",
)


class Unreadable(ValueError):
    """It is no workbook, or not one that can be opened safely."""


@dataclass(frozen=True)
class Difference:
    """`kind` is cell, formula, look, hidden, sheet, name, note, link, property or part.

    `place` is the sheet with the cell, row or column, or the name of the rest.
    """

    kind: str
    place: str
    expected: str
    found: str

    @property
    def by_saving(self) -> bool:
        """Whether opening and saving the file explains it."""
        return self.kind in _BY_SAVING


def reference(data: bytes) -> str:
    """What the workbook says it is, to look up the one that went out.

    :raises Unreadable: it is no workbook.
    """
    return _opened(data).properties.keywords or ""


def compare(original: bytes, candidate: bytes) -> list[Difference]:
    """All differences, sheet by sheet; none when the bytes are the same.

    :raises Unreadable: the candidate is no workbook.
    """
    if original == candidate:
        return []
    before, after = _Book(original), _Book(candidate)
    found = [*_named("part", before.parts, after.parts)]
    found += _named("property", before.properties, after.properties)
    found += _named("name", before.names, after.names)
    if before.order != after.order:
        orders = (", ".join(book.order) for book in (before, after))
        found.append(Difference("sheet", "", *orders))
    for name in before.order:
        if name in after.order:
            found += _of_sheet(before, after, name)
    return found


def said(original: bytes, candidate: bytes) -> list[Difference]:
    """The differences of values and formulas, whatever the two look like."""
    return [one for one in compare(original, candidate) if one.kind in _SAID]


def prints(data: bytes, words: str) -> bool:
    """Whether some cell has these words in it."""
    return any(
        words in str(value)
        for sheet in _opened(data)
        for row in sheet.iter_rows(values_only=True)
        for value in row
    )


class _Book:
    """A workbook, read twice: with its formulas, and with the values beside them."""

    def __init__(self, data: bytes):
        self._live = _opened(data)
        self._cached = _opened(data, data_only=True)
        self.order = self._live.sheetnames
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
        self.parts = {
            name: name
            for name in names
            if any(odd in name.casefold() for odd in _ODD_PARTS)
        }
        self.properties = {
            name: str(getattr(self._live.properties, name) or "")
            for name in _PROPERTIES
        }
        self.names = {
            name: item.attr_text.replace("$", "").replace("'", "")
            for name, item in self._live.defined_names.items()
        }

    def sheet(self, name: str) -> "_Sheet":
        return _Sheet(self._live[name], self._cached[name])


class _Sheet:
    def __init__(self, live, cached):
        self.values, self.formulas, self.looks = {}, {}, {}
        self.notes, self.links = {}, {}
        for row in live.iter_rows():
            for cell in row:
                place = cell.coordinate
                value = cached[place].value
                if value not in (None, ""):
                    self.values[place] = value
                    self.looks[place] = _plain_format(cell.number_format)
                if cell.data_type == "f":
                    self.formulas[place] = str(cell.value)
                if cell.comment:
                    self.notes[place] = cell.comment.text
                if cell.hyperlink:
                    self.links[place] = cell.hyperlink.target or ""
        self.hidden = {} if live.sheet_state == "visible" else {"": live.sheet_state}
        for sizes in (live.row_dimensions, live.column_dimensions):
            self.hidden |= {
                str(key): "hidden" for key, size in sizes.items() if size.hidden
            }


def _plain_format(number_format: str) -> str:
    """A number format without what each spreadsheet writes in its own way."""
    return number_format.translate(str.maketrans("", "", '\\" ')).casefold()


def _opened(data: bytes, data_only: bool = False):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(item.file_size for item in archive.infolist())
        if size > _BIGGEST:
            raise Unreadable("the file is too big to be a workbook of ours")
        return openpyxl.load_workbook(io.BytesIO(data), data_only=data_only)
    except Unreadable:
        raise
    except Exception as error:  # openpyxl fails in its own ways on a broken file
        raise Unreadable("this is no Excel workbook (xlsx)") from error


def _of_sheet(before: _Book, after: _Book, name: str) -> list[Difference]:
    old, new = before.sheet(name), after.sheet(name)
    for place, formula in new.formulas.items():
        # A program that cannot calculate leaves the value out; the next one will fill
        # it in. Only a value that is there can be another.
        if place not in new.values and formula == old.formulas.get(place):
            old.values.pop(place, None)
    both = old.values.keys() & new.values.keys()
    kinds = (
        ("cell", old.values, new.values),
        ("formula", old.formulas, new.formulas),
        ("note", old.notes, new.notes),
        ("link", old.links, new.links),
        ("hidden", old.hidden, new.hidden),
        (
            "look",
            *({at: sheet.looks[at] for at in sorted(both)} for sheet in (old, new)),
        ),
    )
    return [
        difference
        for kind, expected, found in kinds
        for difference in _named(kind, expected, found, f"{name}!")
    ]


def _named(kind: str, expected: dict, found: dict, prefix: str = ""):
    for place in [*expected, *(key for key in found if key not in expected)]:
        before, after = expected.get(place), found.get(place)
        if not _same(before, after):
            words = map(_in_words, (before, after))
            yield Difference(kind, f"{prefix}{place}".rstrip("!"), *words)


def _in_words(value) -> str:
    """A cell as text; 380, also where it was kept as 380.0."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def _same(before, after) -> bool:
    numbers = all(type(value) in (int, float) for value in (before, after))
    return isclose(before, after, abs_tol=1e-9) if numbers else before == after
