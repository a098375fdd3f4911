"""Plain data as JSON and back, so that a workbook can be made again from it."""

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from .. import settlement
from . import report, tables

_KIND = "_"
_CLASSES = {
    item.__name__: item
    for module in (report, tables, settlement)
    for item in vars(module).values()
    if isinstance(item, type) and is_dataclass(item)
}


def dumps(value: Any) -> str:
    """JSON of plain data; the same data give the same text."""
    return json.dumps(_packed(value), ensure_ascii=False, indent=1)


def loads(words: str) -> Any:
    """What `dumps` was given.

    :raises ValueError: it is not JSON of plain data.
    """
    try:
        return _unpacked(json.loads(words))
    except (KeyError, TypeError) as error:
        raise ValueError("these are no data of a workbook") from error


def _packed(value: Any) -> Any:
    if is_dataclass(value):
        packed = {field.name: getattr(value, field.name) for field in fields(value)}
        return {
            _KIND: type(value).__name__,
            **{name: _packed(item) for name, item in packed.items()},
        }
    if isinstance(value, (list, tuple)):
        return [_packed(item) for item in value]
    if isinstance(value, (Decimal, date)):
        # A moment is a date as well: its own name tells them apart.
        return {_KIND: type(value).__name__, "value": str(value)}
    return value


def _unpacked(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_unpacked(item) for item in value)
    if not isinstance(value, dict):
        return value
    rest = {name: _unpacked(item) for name, item in value.items()}
    kind = rest.pop(_KIND)
    simple = {
        "Decimal": Decimal,
        "date": date.fromisoformat,
        "datetime": datetime.fromisoformat,
    }
    return simple[kind](rest["value"]) if kind in simple else _CLASSES[kind](**rest)
