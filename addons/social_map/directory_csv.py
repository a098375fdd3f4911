"""The directory as a table (CSV): a line per service, a further line per location.

Plain Python: no Odoo, no database. What `write` writes, `read` reads back the same. The
columns have an English and a Dutch name, and both are read; the order is free and a
column may be left out: the import then says nothing about it. Cells with several things
separate them by `|`.

Hours, one or more of:

    mo 09:00-12:30 | 2nd tu 14:00-16:00 by appointment from 2026-09-01: ring twice
    ma 09:00-12:30 | 2e di 14:00-16:00 op afspraak van 2026-09-01: twee keer bellen
    closed from 2026-12-24 until 2026-12-31 | gesloten van 2026-12-24 tot 2026-12-31
"""

import csv
import io
import re
from dataclasses import dataclass

from .import_rows import (
    MAX_BYTES,
    MAX_RECORDS,
    OLDEST,
    Organization,
    Place,
    Reader,
    Row,
    Term,
    schedule,
)


@dataclass(frozen=True)
class Column:
    """A column: its names, what it is part of, the field there, how it is written."""

    name: str
    dutch: str
    part: str
    field: str
    kind: str = "line"


def _columns(part, *rows):
    return [Column(name, dutch, part, *rest) for name, dutch, *rest in rows]


COLUMNS = (
    _columns(
        "service",
        ("id", "id", "key"),
        ("name", "naam", "name"),
        ("alternate_name", "andere_naam", "alternate_name"),
        ("status", "status", "status"),
        ("summary", "in_gewone_woorden", "summary", "text"),
        ("description", "beschrijving", "description", "text"),
        ("easy_text", "heel_eenvoudig", "easy_text", "text"),
        ("life_domains", "leefgebieden", "life_domain_ids", "terms"),
        ("categories", "categorieen", "category_ids", "terms"),
        ("target_groups", "doelgroepen", "target_group_ids", "terms"),
        ("support_form", "ondersteuningsvorm", "support_form_id", "terms"),
        ("formality", "formeel_of_informeel", "formality"),
        ("provision_level", "soort_voorziening", "provision_level"),
        ("law", "wet", "law"),
        ("keywords", "zoekwoorden", "keywords"),
        ("client_support", "clientondersteuning", "performs_client_support", "yes"),
        ("independence", "onafhankelijkheid", "independence"),
        (
            "independence_statement",
            "uitleg_onafhankelijkheid",
            "independence_statement",
            "text",
        ),
        ("for_whom", "voor_wie", "for_whom", "text"),
        ("not_for_whom", "niet_voor_wie", "not_for_whom", "text"),
        ("minimum_age", "leeftijd_vanaf", "minimum_age", "age"),
        ("maximum_age", "leeftijd_tot_en_met", "maximum_age", "age"),
        ("areas", "gebieden", "area_ids", "terms"),
        ("nationwide", "heel_nederland", "is_nationwide", "yes"),
        ("languages", "talen", "language_ids", "terms"),
        ("interpreter", "tolk", "interpreter", "yes"),
        ("cost", "kosten", "cost"),
        ("amounts", "bedragen", "costs", "costs"),
        ("referral_needed", "verwijzing_nodig", "referral_needed"),
        ("application_process", "aanmelden", "application_process", "text"),
        ("phone", "telefoon", "phone"),
        ("email", "e_mail", "email", "email"),
        ("url", "website", "url", "url"),
        ("contact_role", "vraag_naar", "contact_role"),
        ("reach_phone", "per_telefoon", "reach_phone", "yes"),
        ("reach_online", "online", "reach_online", "yes"),
        ("reach_visit", "aan_de_balie", "reach_visit", "yes"),
        ("reach_home", "aan_huis", "reach_home", "yes"),
        ("moment_reflection", "moment_reflectie", "moment_reflection", "yes"),
        ("moment_obtaining", "moment_verkrijgen", "moment_obtaining", "yes"),
        ("moment_using", "moment_gebruik", "moment_using", "yes"),
        ("hours", "openingstijden", "schedules", "hours"),
        ("waiting_weeks", "wachtweken", "waiting_weeks", "count"),
        ("places_free", "plaatsen_vrij", "capacity_available", "count"),
        ("places", "plaatsen", "capacity_maximum", "count"),
        ("measured_on", "gemeten_op", "measured_on", "day"),
        ("assured_on", "gecontroleerd_op", "assured", "day"),
    )
    + _columns(
        "organization",
        ("organization", "organisatie", "name"),
        ("organization_id", "organisatie_id", "key"),
        ("organization_kvk", "organisatie_kvk", "company_registry"),
        ("organization_type", "organisatie_soort", "organization_type"),
        (
            "organization_description",
            "organisatie_beschrijving",
            "public_description",
            "text",
        ),
        ("organization_phone", "organisatie_telefoon", "phone"),
        ("organization_email", "organisatie_e_mail", "email", "email"),
        ("organization_website", "organisatie_website", "website", "url"),
        (
            "organization_decides",
            "organisatie_beslist_over_toegang",
            "takes_access_decisions",
            "yes",
        ),
        (
            "organization_indicated_care",
            "organisatie_geeft_geindiceerde_zorg",
            "provides_indicated_care",
            "yes",
        ),
    )
    + _columns(
        "location",
        ("location", "locatie", "name"),
        ("location_id", "locatie_id", "key"),
        ("location_type", "locatie_soort", "location_type"),
        ("street", "straat_en_nummer", "street"),
        ("postal_code", "postcode", "postal_code"),
        ("city", "plaats", "city"),
        ("province", "provincie", "province"),
        ("location_area", "locatie_gebied", "area", "terms"),
        ("latitude", "breedtegraad", "latitude", "decimal"),
        ("longitude", "lengtegraad", "longitude", "decimal"),
        ("wheelchair", "rolstoel", "wheelchair"),
        ("accessible_toilet", "rolstoeltoilet", "accessible_toilet"),
        ("accessibility", "toegankelijkheid", "accessibility", "text"),
        ("transport", "vervoer", "transport"),
    )
    + _columns(
        "link",
        ("location_note", "locatie_opmerking", "description"),
        ("location_phone", "locatie_telefoon", "phone"),
        ("location_hours", "locatie_openingstijden", "schedules", "hours"),
    )
)
_BY_NAME = {name: column for column in COLUMNS for name in (column.dutch, column.name)}

_YES = {"yes": True, "ja": True, "true": True, "waar": True, "x": True, "1": True}
_NO = {"no": False, "nee": False, "false": False, "onwaar": False, "0": False}
_YES_OR_NO = {**_YES, **_NO, "y": True, "j": True, "n": False, "": False}
_DAYS = (
    ("mo", "monday", "ma", "maandag"),
    ("tu", "tuesday", "di", "dinsdag"),
    ("we", "wednesday", "wo", "woensdag"),
    ("th", "thursday", "do", "donderdag"),
    ("fr", "friday", "vr", "vrijdag"),
    ("sa", "saturday", "za", "zaterdag"),
    ("su", "sunday", "zo", "zondag"),
)
_WEEKS = {
    "1": ("1st", "first", "1e", "eerste"),
    "2": ("2nd", "second", "2e", "tweede"),
    "3": ("3rd", "third", "3e", "derde"),
    "4": ("4th", "fourth", "4e", "vierde"),
    "-1": ("last", "laatste"),
}
_DAY_OF = {word: str(number) for number, words in enumerate(_DAYS) for word in words}
_WEEK_OF = {word: number for number, words in _WEEKS.items() for word in words}
_ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_HOURS = re.compile(
    rf"""(?: (?P<closed> closed | gesloten | dicht )
        | (?: (?P<week> {"|".join(_WEEK_OF)} ) \s+ )?
          (?P<day> {"|".join(sorted(_DAY_OF, key=len, reverse=True))} ) \s+
          (?P<opens> [0-9]{{1,2}}[:.][0-9]{{2}} ) \s* [-\u2013] \s*
          (?P<closes> [0-9]{{1,2}}[:.][0-9]{{2}} )
        )
        (?: \s+ (?P<appointment> by\ appointment | op\ afspraak ) )?
        (?: \s+ (?:from | van | vanaf) \s+ (?P<first> {_ISO} ) )?
        (?: \s+ (?:until | tot | t/m) \s+ (?P<last> {_ISO} ) )?
        (?: \s* : \s* (?P<note> .* ) )?""",
    re.X | re.I | re.S,
)
# What a spreadsheet takes for a formula when it stands at the beginning of a cell.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
# The same where nobody means anything else by it. "+31 78..." and "- tea" are texts.
_SURELY_FORMULA = re.compile(r"[=@]|[+\-].*[|!]", re.S)
_SEPARATOR = re.compile(r"(?<!\\)\|")
_SHOWN = 60


def template(dutch=False):
    """An empty table, as bytes: the names of the columns."""
    return write([], dutch)


def write(services, dutch=False):
    """The table of these services, as bytes (UTF-8 with the mark that Excel wants).

    :param services: dicts with the keys `service`, `organization` (fields and their
        values) and `places` (dicts with the keys `location` and `link`). A term is a
        word, hours are lines as of `schedule`, amounts are pairs of words and euros.
    """
    output = io.StringIO(newline="")
    table = csv.writer(output, delimiter=";", lineterminator="\r\n")
    table.writerow(column.dutch if dutch else column.name for column in COLUMNS)
    for service in services:
        for number, place in enumerate(service["places"] or [{}]):
            parts = {**service, **place}
            if number:
                # A further line says which service it is of, and where.
                parts["service"] = {"key": service["service"]["key"]}
                parts["organization"] = {}
            table.writerow(
                _neutral(_cell(column, parts.get(column.part, {}), dutch))
                for column in COLUMNS
            )
    return output.getvalue().encode("utf-8-sig")


def _neutral(cell):
    """The cell as a text that no spreadsheet computes; `_genuine` undoes it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _genuine(cell):
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _cell(column, values, dutch):
    value = values.get(column.field)
    if column.kind == "hours":
        return _joined(_hours_words(line, dutch) for line in value or ())
    if column.kind == "costs":
        return _joined(
            f"{name}: {amount:.2f}".replace(".", ",")
            if dutch
            else f"{name}: {amount:.2f}"
            for name, amount in value or ()
        )
    if column.kind == "terms":
        return _joined(value or ())
    if value is None or value is False or value == "":
        return ""
    if value is True:
        return "ja" if dutch else "yes"
    if column.kind == "decimal":
        number = f"{value:.6f}"
        return number.replace(".", ",") if dutch else number
    return str(value)


def _joined(words):
    return " | ".join(word.replace("|", "\\|") for word in words)


def _split(cell):
    words = (word.strip().replace("\\|", "|") for word in _SEPARATOR.split(cell))
    return [word for word in words if word]


def _clock(hours):
    minutes = round(hours * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _hours_words(line, dutch):
    if line["is_closure"]:
        words = ["gesloten" if dutch else "closed"]
    else:
        names = _WEEKS.get(line["week_of_month"], ())
        words = [names[len(names) // 2 if dutch else 0]] if names else []
        words.append(_DAYS[int(line["weekday"])][2 if dutch else 0])
        words.append(f"{_clock(line['opens_at'])}-{_clock(line['closes_at'])}")
    if line["by_appointment"]:
        words.append("op afspraak" if dutch else "by appointment")
    for key, word in (
        ("valid_from", "van" if dutch else "from"),
        ("valid_until", "tot" if dutch else "until"),
    ):
        if line[key]:
            words += [word, str(line[key])]
    return " ".join(words) + (f": {line['note']}" if line["note"] else "")


def read(data):
    """The content of a table. Nothing is raised: problems are part of what is read."""
    return _Table().parse(data)


class _Table(Reader):
    def parse(self, data):
        if len(data) > MAX_BYTES:
            self.note("", "file_too_large", limit=MAX_BYTES)
            return self.content
        text = self._decoded(data)
        if text is not None:
            self._read_table(text)
        return self.content

    def _decoded(self, data):
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            for number, line in enumerate(data.split(b"\n"), start=1):
                try:
                    line.decode()
                except UnicodeDecodeError:
                    self.note(str(number), "not_utf8")
            return None

    def _read_table(self, text):
        header = text.split("\n", 1)[0]
        delimiter = max(";,\t", key=header.count)
        table = csv.reader(
            io.StringIO(text, newline=""), delimiter=delimiter, strict=True
        )
        rows = {}
        try:
            columns = self._columns(next(table, []))
            line = table.line_num + 1
            for cells in table:
                if any(cell.strip() for cell in cells) and columns:
                    self._read_record(str(line), columns, cells, rows)
                # A cell may go on on the next line.
                line = table.line_num + 1
                if self.is_full or len(rows) > MAX_RECORDS:
                    break
        except csv.Error as error:
            self.record = None
            self.note(str(table.line_num), "malformed_table", error=str(error))
        self.record = None
        if len(rows) > MAX_RECORDS:
            self.note("", "too_many", limit=MAX_RECORDS)
        if not rows and not self.content.problems:
            self.note("", "empty")
        self.content.rows = list(rows.values())

    def _columns(self, names):
        """The columns of this table in order; nothing when it cannot be read."""
        columns = []
        # As they are called in this file: so somebody finds the cell.
        self.names = {}
        for name in names:
            key = re.sub(r"[\s\-]+", "_", name.strip().lower())
            column = _BY_NAME.get(key)
            if column in columns and column:
                self.note("1", "column_twice", column=name)
            elif not column and key:
                self.note("1", "unknown_column", grave=False, column=name[:_SHOWN])
            columns.append(column)
            self.names[column] = name.strip()[:_SHOWN]
        for name in ("name", "organization"):
            if _BY_NAME[name] not in columns:
                self.note("1", "no_column", column=name, dutch=_BY_NAME[name].dutch)
                return []
        return columns

    def _read_record(self, line, columns, cells, rows):
        if len(cells) > len(columns):
            self.record = len(rows)
            self.note(line, "ragged", found=len(cells), expected=len(columns))
        cells = cells + [""] * (len(columns) - len(cells))
        printed = {
            column.name: cell
            for column, cell in zip(columns, cells, strict=False)
            if column
        }
        key = self._key(printed)
        known = rows.get(key)
        self.record = known.record if known else len(rows)
        parts = {part: {} for part in ("service", "organization", "location", "link")}
        for column in columns:
            if column and (not known or column.part in ("location", "link")):
                parts[column.part][column.field] = self._value(
                    f"{line}/{self.names[column]}", column, printed[column.name]
                )
        if not known:
            known = rows[key] = self._row(line, key, parts)
        elif any(
            printed[column.name].strip()
            for column in columns
            if column
            and column.part == "service"
            and column.field not in ("key", "name")
        ):
            self.note(line, "service_twice", first=known.place)
        if any(parts["location"].values()):
            known.places.append(self._place(line, parts))
        elif known.place != line:
            self.note(line, "no_location")

    def _key(self, printed):
        """What a service is known by: its id, else its name and organisation."""
        return self.line("", printed.get("id")) or " | ".join(
            " ".join(printed[name].casefold().split())
            for name in ("organization", "name")
        )

    def _value(self, place, column, cell):
        cell = cell.strip()
        if _SURELY_FORMULA.match(cell):
            self.note(place, "formula", value=cell[:_SHOWN])
            return None
        cell = _genuine(cell)
        return getattr(self, f"_read_{column.kind}")(place, cell)

    def _row(self, line, key, parts):
        values = parts["service"]
        for name in ("name", "organization"):
            part = values if name == "name" else parts["organization"]
            if not part.get("name"):
                self.note(f"{line}/{self.names[_BY_NAME[name]]}", "needed")
        values.pop("key", None)
        self.ages(line, values.get("minimum_age") or 0, values.get("maximum_age") or 0)
        organization = parts["organization"]
        return Row(
            record=self.record,
            place=line,
            key=key,
            values=values,
            organization=Organization(
                place=line, key=organization.pop("key", None) or "", values=organization
            ),
            terms={
                name: values.pop(name)
                for name in [
                    column.field for column in COLUMNS if column.kind == "terms"
                ]
                if name in values
            },
            places=[] if parts["location"] else None,
            schedules=values.pop("schedules", None),
            costs=values.pop("costs", None),
            status=values.pop("status", None) or "",
            assured=values.pop("assured", None) or "",
        )

    def _place(self, line, parts):
        values = parts["location"]
        values["location_type"] = values.get("location_type") or "physical"
        for name in ("street", "postal_code", "city", "province"):
            values.setdefault(name, "")
        for name in ("latitude", "longitude"):
            values.setdefault(name, 0.0)
        self.address(line, values)
        self.point(line, values)
        values["name"] = values.get("name") or values.get("street") or ""
        area = values.pop("area", None)
        return Place(
            place=line,
            key=(values.pop("key", None) or "").lower(),
            values=values,
            schedules=parts["link"].pop("schedules", None),
            link=parts["link"],
            area=area[0] if area else None,
        )

    _read_line = Reader.line
    _read_text = Reader.text
    _read_url = Reader.url
    _read_email = Reader.email

    def _read_yes(self, place, cell):
        answer = _YES_OR_NO.get(cell.casefold())
        if answer is None:
            self.note(place, "no_yes", value=cell[:_SHOWN])
        return bool(answer)

    def _read_count(self, place, cell, highest=100_000):
        if not cell:
            return 0
        if not re.fullmatch("[0-9]{1,9}", cell):
            self.note(place, "no_number", value=cell[:_SHOWN])
            return 0
        return self.between(place, int(cell), 0, highest)

    def _read_age(self, place, cell):
        return self._read_count(place, cell, OLDEST)

    def _read_decimal(self, place, cell):
        if not cell:
            return 0.0
        if not re.fullmatch(r"-?[0-9]{1,9}(?:[.,][0-9]{1,12})?", cell):
            self.note(place, "no_number", value=cell[:_SHOWN])
            return 0.0
        return float(cell.replace(",", "."))

    def _read_day(self, place, cell):
        turned = re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})", cell)
        if turned:
            cell = f"{turned[3]}-{turned[2]:0>2}-{turned[1]:0>2}"
        return self.day(place, cell)

    def _read_terms(self, place, cell):
        return [
            Term(code=word, name=word, place=place)
            for word in (self.line(place, word) for word in _split(cell))
        ]

    def _read_costs(self, place, cell):
        costs = []
        for word in _split(cell):
            name, colon, amount = word.rpartition(":")
            amount = amount.strip().removeprefix("\u20ac").strip()
            if not colon or not name.strip() or not amount:
                self.note(place, "no_amount", value=word[:_SHOWN])
                continue
            number = self._read_decimal(place, amount)
            costs.append(
                (self.line(place, name), self.between(place, number, 0, 10**7))
            )
        return costs

    def _read_hours(self, place, cell):
        lines = []
        for word in _split(cell):
            found = _HOURS.fullmatch(word)
            if not found or (
                found["closed"] and not (found["first"] and found["last"])
            ):
                self.note(place, "no_hours", value=word[:_SHOWN])
                continue
            days = {
                "valid_from": self.day(place, found["first"]) or False,
                "valid_until": self.day(place, found["last"]) or False,
                "by_appointment": bool(found["appointment"]),
                "note": self.line(place, found["note"]) or False,
            }
            self.stretch(place, days["valid_from"], days["valid_until"])
            if found["closed"]:
                lines.append(schedule(is_closure=True, **days))
                continue
            opens, closes = (
                self.hour(place, found["opens"]),
                self.hour(place, found["closes"]),
            )
            if opens is None or closes is None:
                continue
            if opens >= closes:
                self.note(place, "hours_turned", value=word[:_SHOWN])
            lines.append(
                schedule(
                    weekday=_DAY_OF[found["day"].lower()],
                    week_of_month=_WEEK_OF.get((found["week"] or "").lower(), False),
                    opens_at=opens,
                    closes_at=closes,
                    **days,
                )
            )
        return lines
