"""The delivery file of a closed quarter, for other programs, without a framework.

A zip with `figures.csv` (RFC 4180, UTF-8, points as decimal signs) and `metadata.json`,
which says what every column and KPI means. The same data give the same bytes: no moment
of making is in it, the order is fixed, and nothing is packed, since another version of
zlib packs otherwise.
"""

import csv
import hashlib
import io
import json
import zipfile

FORMAT = "oco-figures 1"
COLUMNS = {
    "kpi": "Code of the KPI; its definition stands under `kpis`.",
    "part": "main: the KPI itself; else a number that is shown beside it.",
    "period": "Kind of period.",
    "date_from": "First day of the period (ISO 8601).",
    "date_to": "Last day of the period (ISO 8601).",
    "breakdown": "By what it is told apart; never add two breakdowns up.",
    "key": "Code of the channel, team and so on; empty for the whole.",
    "label": "The same in words.",
    "unit": "What the value is in; % is a percentage of 100.",
    "status": "shown; suppressed: it would tell of few residents, and may be zero.",
    "value": "The value; empty when it is suppressed.",
}
# Any moment will do, as long as it is always the same; zip knows none before this.
MOMENT = (1980, 1, 1, 0, 0, 0)


def write(rows: list[dict], about: dict) -> bytes:
    """Return the zip.

    :param rows: one dict for each value, with the keys of `COLUMNS`
    :param about: what stands in the metadata beside the columns and the checksum
    """
    table = figures(rows)
    metadata = {
        "format": FORMAT,
        **about,
        "columns": [
            {"name": name, "meaning": meaning} for name, meaning in COLUMNS.items()
        ],
        "files": {"figures.csv": {"sha256": digest(table), "rows": len(rows)}},
    }
    text = json.dumps(metadata, ensure_ascii=False, indent=2, sort_keys=True)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as packed:
        for name, part in (
            ("figures.csv", table),
            ("metadata.json", text.encode() + b"\n"),
        ):
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.create_system = 3  # the same bytes, also when made on Windows
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, part)
    return content.getvalue()


def figures(rows: list[dict]) -> bytes:
    """Return the table, sorted, as CSV."""
    written = io.StringIO()
    table = csv.DictWriter(written, COLUMNS, lineterminator="\r\n")
    table.writeheader()
    table.writerows(sorted(rows, key=_order))
    return written.getvalue().encode()


def number(value: float) -> str:
    """Write a number down in two decimals at most.

    >>> number(12.0), number(3.256), number(-0.001)
    ('12', '3.26', '0')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _order(row: dict) -> tuple:
    return tuple(str(row[name]) for name in COLUMNS)
