"""HSDS 3.1 (JSON) as somebody publishes it -> plain rows for the directory.

Plain Python: no Odoo, no database. Read are one service, a list, a page of an API
(`contents`), a service on every line (ndjson), organisations, services at locations,
and tables in one object (`services`, `organizations`… with their foreign keys). Every
record is checked against the JSON schemas of HSDS in `data/hsds`, and then for what the
schemas leave open: days, hours, codes of languages, ids that occur twice.

A file in which any service has lines (telephones, hours, places) is taken for complete:
what a service does not have there it does not have. In a file of summaries a service
says nothing about what it leaves out.
"""

import json
import math
import re
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from .hsds import DAYS, LISTS, LOCATION_CHOICES, child_id, taxonomy_id
from .import_rows import (
    MAX_BYTES,
    MAX_RECORDS,
    OLDEST,
    Organization,
    Place,
    Reader,
    Row,
    Term,
    is_postal_code,
    schedule,
)

SCHEMAS = Path(__file__).parent / "data" / "hsds"
# Only a name: nothing is fetched.
_BASE = "https://hsds.invalid/"
_PROBLEMS_OF_A_RECORD = 20
_SHOWN = 60

_ARRAYS = frozenset(
    {"phones", "schedules", "service_areas", "service_at_locations", "languages"}
    | {"cost_options", "contacts", "attributes", "capacities", "funding"}
    | {"required_documents", "additional_urls"}
)
# Of tables: child -> (key of the list in its parent, foreign keys to parents).
_CHILDREN = {
    "phones": ("phones", "service_id", "organization_id", "service_at_location_id"),
    "schedules": ("schedules", "service_id", "service_at_location_id"),
    "service_areas": ("service_areas", "service_id"),
    "service_at_locations": ("service_at_locations", "service_id"),
    "languages": ("languages", "service_id"),
    "cost_options": ("cost_options", "service_id"),
    "contacts": ("contacts", "service_id"),
    "service_capacities": ("capacities", "service_id"),
    "addresses": ("addresses", "location_id"),
    "accessibility": ("accessibility", "location_id"),
    "organization_identifiers": ("organization_identifiers", "organization_id"),
    "attributes": ("attributes", "link_id"),
}
# Child -> (table of what it points at, its foreign key, its key for the object).
_OBJECTS = (
    ("taxonomy_terms", "taxonomies", "taxonomy_id", "taxonomy_detail"),
    ("attributes", "taxonomy_terms", "taxonomy_term_id", "taxonomy_term"),
    ("service_capacities", "units", "unit_id", "unit"),
    ("service_at_locations", "locations", "location_id", "location"),
    ("services", "organizations", "organization_id", "organization"),
)
_PARENTS = ("services", "organizations", "locations", "service_at_locations")
# Tables have other names in the examples of HSDS than the lists in JSON.
_TABLES = {
    "service_at_location": "service_at_locations",
    "capacities": "service_capacities",
}
_TEXTS = frozenset(
    {"identifier", "external_identifier", "number", "postal_code", "code", "extent"}
)
_BYDAY = re.compile(r"(\+?[1-4]|-1)?(MO|TU|WE|TH|FR|SA|SU)")
_APPOINTMENT = re.compile("appointment|afspraak", re.I)
_CBS = re.compile(r"\b(?:GM[0-9]{4}|WK[0-9]{6}|BU[0-9]{8})\b")
_STATES = {
    "active": "published",
    "inactive": "paused",
    "temporarily closed": "paused",
    "defunct": "ended",
}


@cache
def _validator(name):
    """Checks against the schema `name`; addresses and moments too, whose checks come
    with the packages rfc3986-validator and rfc3339-validator."""
    registry = Registry().with_resources(
        (
            _BASE + path.name,
            Resource.from_contents(
                json.loads(path.read_text(encoding="utf-8")),
                default_specification=DRAFT202012,
            ),
        )
        for path in SCHEMAS.glob("*.json")
    )
    return Draft202012Validator(
        {"$ref": f"{_BASE}{name}.json"},
        registry=registry,
        format_checker=FormatChecker(),
    )


def read(data):
    """The content of a file. Nothing is raised: problems are part of what is read."""
    reader = _Hsds()
    try:
        reader.parse(data)
    except RecursionError:
        reader.record = None
        reader.note("", "too_deep")
        reader.content.rows.clear()
    return reader.content


class _Hsds(Reader):
    def parse(self, data):
        if len(data) > MAX_BYTES:
            return self.note("", "file_too_large", limit=MAX_BYTES)
        items = [
            (place, item)
            for place, item in self._items(data)
            if self._is_object(place, item)
        ]
        if len(items) > MAX_RECORDS:
            return self.note("", "too_many", limit=MAX_RECORDS)
        services, organizations = self._kinds(items)
        self.is_complete = any(_ARRAYS & service.keys() for _place, service in services)
        # Written by us: what it leaves out of our own facts is not so.
        self.is_own = any(taxonomy_id(code).encode() in data for code in LISTS)
        self.content.is_own = self.is_own and self.is_complete
        seen = {}
        for place, item in services:
            self.record = len(self.content.rows)
            if self._is_sound(place, item, "service", seen):
                self.content.rows.append(self._service(place, item))
            else:
                self.content.rows.append(
                    Row(self.record, place, "", {"name": _name(item)})
                )
            if self.is_full:
                return None
        for place, item in organizations:
            # Numbered after the services.
            self.record = len(services) + len(self.content.organizations)
            if self._is_sound(place, item, "organization", seen):
                found = self._organization(place, item)
            else:
                found = Organization(place, "", {"name": _name(item)})
            found.record = self.record
            self.content.organizations.append(found)
        self.record = None
        if not services and not organizations:
            self.note("", "no_services")
        return None

    # ------------------------------------------------------------------ the file

    def _items(self, data):
        """Places and what stands there: a service or organisation each, as we hope."""
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            return self.note(str(line), "not_utf8") or []
        if not text.strip():
            return self.note("", "empty") or []
        try:
            return self._unpacked("", _parsed(text))
        except ValueError as error:
            problem = error
        lines = [
            (number, line)
            for number, line in enumerate(text.splitlines(), start=1)
            if line.strip()
        ]
        if len(lines) < 2 or not lines[0][1].rstrip().endswith("}"):
            return self._broken(problem) or []
        items = []
        for number, line in lines:
            try:
                items.append((f"[{number}]", _parsed(line)))
            except ValueError as error:
                self._broken(error, number)
            if self.is_full:
                break
        return items

    def _broken(self, error, line=None):
        """One note for JSON that is not JSON."""
        line = line or getattr(error, "lineno", None)
        self.note(str(line or ""), "no_json", error=getattr(error, "msg", str(error)))

    def _unpacked(self, place, value):
        if isinstance(value, list):
            return [(f"{place}[{number}]", item) for number, item in enumerate(value)]
        if isinstance(value, dict):
            if "contents" in value:
                return self._unpacked("contents", value["contents"])
            tables = {
                name.removesuffix(".csv"): rows
                for name, rows in value.items()
                if isinstance(rows, list)
            }
            if not value.keys() & {"id", "name"} and (
                tables.keys() & {"services", "organizations"}
            ):
                return _nested(tables)
        return [(place or "$", value)]

    def _is_object(self, place, item):
        if not isinstance(item, dict):
            self.note(place, "no_object")
        return isinstance(item, dict)

    def _kinds(self, items):
        """What are services, and what are organisations without one."""
        services, organizations, by_id = [], [], {}
        for place, item in items:
            if isinstance(item.get("service"), dict) and "status" not in item:
                # A place of a service: the service with this place.
                service = item["service"]
                known = by_id.get(str(service.get("id")))
                if not known:
                    known = {**service, "service_at_locations": []}
                    by_id[str(service.get("id"))] = known
                    services.append((f"{place}.service", known))
                known["service_at_locations"].append(
                    {key: value for key, value in item.items() if key != "service"}
                )
            elif "status" in item or "organization" in item:
                services.append((place, item))
            elif item.keys() & {
                "taxonomy",
                "location_type",
                "openapi_url",
                "parent_id",
            }:
                self.note(place, "no_service", grave=False)
            elif isinstance(item.get("services"), list):
                owner = {key: item[key] for key in item if key != "services"}
                for number, service in enumerate(item["services"]):
                    path = f"{place}.services[{number}]"
                    if self._is_object(path, service):
                        services.append((path, {"organization": owner, **service}))
                if not item["services"]:
                    organizations.append((place, item))
            elif "description" in item and "version" not in item:
                organizations.append((place, item))
            else:
                services.append((place, item))
        return services, organizations

    def _is_sound(self, place, item, kind, seen):
        """Whether the record follows the schema and is here once."""
        errors = 0
        for error in _validator(kind).iter_errors(item):
            errors += 1
            if errors <= _PROBLEMS_OF_A_RECORD:
                self._note_error(place, error)
        if errors:
            return False
        key = item["id"].lower()
        if (kind, key) in seen:
            self.note(f"{place}.id", "id_twice", first=seen[kind, key])
            return False
        seen[kind, key] = place
        return True

    def _note_error(self, place, error):
        path = place + "".join(
            f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.path
        )
        shown = "" if isinstance(error.instance, (dict, list)) else error.instance
        params = {"value": str(shown)[:_SHOWN]}
        if error.validator == "required":
            # One error for each missing key; the key is only in the words.
            missing = [
                key for key in error.validator_value if f"'{key}'" in error.message
            ]
            self.note(path, "schema_required", field=", ".join(missing[:1]))
        elif error.validator == "type":
            self.note(path, "schema_type", type=str(error.validator_value), **params)
        elif error.validator == "enum":
            allowed = ", ".join(map(str, error.validator_value))
            self.note(path, "schema_enum", allowed=allowed, **params)
        elif error.validator == "format":
            self.note(path, "schema_format", format=error.validator_value, **params)
        else:
            self.note(path, "schema_other", error=error.message[:200])

    # --------------------------------------------------------------- its records

    def _service(self, place, item):
        row = Row(
            record=self.record,
            place=place,
            key=item["id"].lower(),
            values={"name": self.line(f"{place}.name", item["name"])},
            status=_STATES[item["status"]],
            last_modified=self.moment(
                f"{place}.last_modified", item.get("last_modified")
            ),
        )
        if row.status == "ended":
            # What is left of it is no description of a service.
            return row
        row.assured = self.day(f"{place}.assured_date", item.get("assured_date"))
        if "organization" in item:
            row.organization = self._organization(
                f"{place}.organization", item["organization"]
            )
        own = {one["label"]: one["value"] for one in _labelled(item)}
        self._read_texts(row, place, item, own)
        self._read_numbers(row, place, item, own)
        if self.is_complete:
            self._read_lines(row, place, item)
        return row

    def _read_texts(self, row, place, item, own):
        """Single values that are words; what the file leaves out is emptied only when
        it is complete."""
        read = {
            "alternate_name": self.line,
            "application_process": self.text,
            "url": self.url,
            "email": self.email,
        }
        for name, reader in read.items():
            if name in item or self.is_complete:
                row.values[name] = reader(f"{place}.{name}", item.get(name))
        if "description" in item or self.is_complete:
            # The first paragraph says it in short.
            text = self.text(f"{place}.description", item.get("description"))
            row.values["summary"], _blank, row.values["description"] = text.partition(
                "\n\n"
            )
        if "eligibility_description" in item or self.is_complete:
            text = self.text(
                f"{place}.eligibility_description", item.get("eligibility_description")
            )
            against = self.text(place, own.get("not_for_whom"))
            if against and text.endswith(against):
                # Ours: the last paragraph says for whom it is not.
                text = text[: -len(against)].rpartition("\n\n")[0]
            row.values.update(for_whom=text, not_for_whom=against)
        for name in ("easy_text", "independence_statement"):
            if name in own or (self.is_complete and self.is_own):
                row.values[name] = self.text(place, own.get(name))
        if "interpretation_services" in item or self.is_complete:
            row.values["interpreter"] = bool(item.get("interpretation_services"))

    def _read_numbers(self, row, place, item, own):
        for name in ("minimum_age", "maximum_age"):
            if name in item or self.is_complete:
                row.values[name] = self._whole(
                    f"{place}.{name}", item.get(name, 0), OLDEST
                )
        self.ages(
            place, row.values.get("minimum_age", 0), row.values.get("maximum_age", 0)
        )
        if not self.is_complete:
            return
        capacity = next(iter(item.get("capacities", ())), {})
        path = f"{place}.capacities[0]"
        measured = self.day(path, own.get("measured_on") or capacity.get("updated"))
        weeks = own.get("waiting_weeks", "0")
        row.values.update(
            waiting_weeks=int(weeks) if re.fullmatch("[0-9]{1,4}", weeks) else 0,
            capacity_available=self._whole(path, capacity.get("available", 0), 100_000),
            capacity_maximum=self._whole(path, capacity.get("maximum", 0), 100_000),
            measured_on=measured,
        )

    def _read_lines(self, row, place, item):
        row.values["phone"] = self._phone(place, item)
        contact = next(iter(item.get("contacts", ())), {})
        # A function. The name of a person is nobody's business.
        row.values["contact_role"] = self.line(
            f"{place}.contacts[0].title", contact.get("title")
        )
        row.schedules = self._schedules(place, item)
        row.costs = self._costs(place, item)
        if item.get("service_areas") or self.is_own:
            self._read_areas(row, place, item)
        row.terms["language_ids"] = list(self._languages(place, item))
        row.terms["attributes"] = self._attributes(place, item)
        row.places = list(self._places(place, item))

    def _whole(self, place, value, highest):
        """A number of JSON, which may be 1e400."""
        if not math.isfinite(value):
            value = -1
        return self.between(place, int(value), 0, highest)

    def _phone(self, place, item):
        phone = next(iter(item.get("phones", ())), {})
        number = self.line(f"{place}.phones[0].number", phone.get("number"))
        extension = phone.get("extension")
        return number if extension is None else f"{number} #{extension:g}"

    def _read_areas(self, row, place, item):
        areas, nationwide = [], False
        for number, area in enumerate(item.get("service_areas", ())):
            path = f"{place}.service_areas[{number}]"
            told = " ".join(area.get(key, "") for key in ("extent", "uri"))
            if area.get("extent") == "NL" and area.get("extent_type") == "text":
                nationwide = True
                continue
            code = _CBS.search(told)
            name = self.line(path, area.get("name"))
            whole = self.line(path, area.get("description"))
            areas.append(Term(code=code[0] if code else whole, name=name, place=path))
        row.terms["area_ids"] = areas
        row.values["is_nationwide"] = nationwide

    def _languages(self, place, item):
        for number, language in enumerate(item.get("languages", ())):
            path = f"{place}.languages[{number}]"
            code = self.line(path, language.get("code")).lower()
            if code and not re.fullmatch("[a-z]{2,3}", code):
                self.note(f"{path}.code", "no_language", value=code[:_SHOWN])
            yield Term(
                code=code, name=self.line(path, language.get("name")), place=path
            )

    def _costs(self, place, item):
        costs = []
        for number, cost in enumerate(item.get("cost_options", ())):
            path = f"{place}.cost_options[{number}]"
            if cost.get("currency", "EUR").upper() != "EUR":
                self.note(path, "no_euro", grave=False, currency=cost["currency"][:3])
                continue
            words = [cost.get(key, "") for key in ("option", "amount_description")]
            name = self.line(path, " ".join(filter(None, words)))
            amount = cost.get("amount", 0)
            if not math.isfinite(amount):
                amount = -1
            if name:
                costs.append((name, self.between(path, amount, 0, 10**7)))
        return costs

    def _attributes(self, place, item):
        """Words of lists: on the service or organisation, by id, code and name."""
        terms = []
        for number, attribute in enumerate(item.get("attributes", ())):
            path = f"{place}.attributes[{number}]"
            term = attribute.get("taxonomy_term", {})
            uuid = attribute.get("taxonomy_term_id") or term.get("id", "")
            if uuid:
                terms.append(
                    Term(
                        uuid=uuid.lower(),
                        code=self.line(path, term.get("code")),
                        name=self.line(path, term.get("name")),
                        list=self.line(path, term.get("taxonomy")),
                        place=path,
                    )
                )
        return terms

    def _schedules(self, place, item):
        lines = []
        for number, one in enumerate(item.get("schedules", ())):
            path = f"{place}.schedules[{number}]"
            days = {
                "valid_from": self.day(path, one.get("valid_from")) or False,
                "valid_until": self.day(path, one.get("valid_to") or one.get("until"))
                or False,
                "note": self.line(path, one.get("description")) or False,
            }
            self.stretch(path, days["valid_from"], days["valid_until"])
            if any(own["label"] == "is_closure" for own in _labelled(one)):
                # Ours: "Closed. Why" in the language of the file.
                _closed, _stop, note = (days.pop("note") or "").partition(". ")
                if days["valid_from"] and days["valid_until"]:
                    lines.append(schedule(is_closure=True, note=note or False, **days))
                    continue
            lines += self._week(path, one, days)
        return lines

    def _week(self, path, one, days):
        """The lines of one schedule; its problem is noted when it has none."""
        byday = [day.strip() for day in one.get("byday", "").split(",")]
        found = [_BYDAY.fullmatch(day) for day in byday]
        is_monthly = one.get("freq") == "MONTHLY"
        if (
            not all(found)
            or not {"opens_at", "closes_at"} <= one.keys()
            or one.get("interval", 1) != 1
            or any(bool(day[1]) != is_monthly for day in found)
        ):
            told = one.get("description") or one.get("byday") or one.get("freq") or "?"
            self.note(path, "hours_unread", grave=False, value=told[:_SHOWN])
            return
        opens = self.hour(f"{path}.opens_at", one["opens_at"])
        closes = self.hour(f"{path}.closes_at", one["closes_at"])
        if opens is None or closes is None:
            return
        # Midnight is the end of the day too.
        closes = closes or 24.0
        if opens >= closes:
            told = f"{one['opens_at']}-{one['closes_at']}"
            self.note(path, "hours_turned", value=told[:_SHOWN])
            return
        appointment = _APPOINTMENT.search(one.get("attending_type", ""))
        for day in found:
            yield schedule(
                weekday=str(DAYS.index(day[2])),
                week_of_month=day[1].removeprefix("+") if day[1] else False,
                opens_at=opens,
                closes_at=closes,
                by_appointment=bool(appointment),
                **days,
            )

    def _places(self, place, item):
        for number, link in enumerate(item.get("service_at_locations", ())):
            path = f"{place}.service_at_locations[{number}]"
            if "location" not in link:
                continue
            values = self._location(f"{path}.location", link["location"])
            if values is None:
                self.note(f"{path}.location", "place_left_out", grave=False)
                continue
            own = {one["label"]: one["value"] for one in _labelled(link["location"])}
            area = own.get("area")
            if self.is_own and not area:
                # An area of ours without a code.
                area = next(
                    (
                        address["region"]
                        for address in link["location"].get("addresses", ())
                        if "region" in address
                    ),
                    None,
                )
            yield Place(
                place=path,
                key=link["location"]["id"].lower(),
                values=values,
                link_key=link["id"].lower(),
                link={
                    "description": self.line(path, link.get("description")),
                    "phone": self._phone(path, link),
                },
                area=Term(code=area, name=area, place=path) if area else None,
                terms=self._attributes(path, link["location"]),
                schedules=self._schedules(path, link),
            )

    def _location(self, place, item):
        """The fields of a location, or None when it has no address that we can keep."""
        kinds = {"physical": 0, "postal": 1}
        address = next(
            iter(
                sorted(
                    item.get("addresses", ()),
                    key=lambda one: kinds.get(one["address_type"], 2),
                )
            ),
            {},
        )
        street = " ".join(
            filter(None, (address.get("address_1"), address.get("address_2")))
        )
        values = {
            "location_type": item["location_type"],
            "street": self.line(place, street),
            "postal_code": self.line(place, address.get("postal_code")),
            "city": self.line(place, address.get("city")),
            "province": self.line(place, address.get("state_province")),
            "latitude": item.get("latitude", 0),
            "longitude": item.get("longitude", 0),
            "transport": self.line(place, item.get("transportation")),
            "accessibility": self._ways_in(place, item),
        }
        if values["location_type"] != "virtual" and not (
            is_postal_code(values["postal_code"])
            and address["country"].upper() == "NL"
            and values["street"]
            and values["city"]
            and values["province"]
        ):
            return None
        values["name"] = self.line(place, item.get("name")) or street or "online"
        self.point(place, values)
        return values

    def _ways_in(self, place, item):
        """How one gets in, without what terms say already."""
        told = {
            child_id(item["id"].lower(), "accessibility", name)
            for name in LOCATION_CHOICES.values()
        }
        texts = (
            one.get(key)
            for one in item.get("accessibility", ())
            if one["id"] not in told
            for key in ("description", "details")
        )
        return self.text(place, "\n".join(filter(None, texts)))

    def _organization(self, place, item):
        name = self.line(f"{place}.name", item["name"])
        values = {"name": name}
        for field, key, reader in (
            ("public_description", "description", self.text),
            ("email", "email", self.email),
            ("website", "website", self.url),
        ):
            if key in item or self.is_complete:
                values[field] = reader(f"{place}.{key}", item.get(key))
        if values.get("public_description") == name:
            # The standard wants one; this is none.
            values["public_description"] = ""
        if self.is_complete:
            values["phone"] = self._phone(place, item)
        for one in item.get("organization_identifiers", ()):
            scheme = one.get("identifier_scheme") or one["identifier_type"]
            if scheme.upper() in ("NL-KVK", "KVK"):
                values["company_registry"] = self.line(place, one["identifier"])
        return Organization(
            place, item["id"].lower(), values, terms=self._attributes(place, item)
        )


def _nested(tables):
    """Tables with foreign keys as services with everything in them."""
    tables = {
        _TABLES.get(name, name): [
            {key: _as_text(key, value) for key, value in row.items()}
            for row in rows
            if isinstance(row, dict)
        ]
        for name, rows in tables.items()
    }
    by_id = {
        name: {str(row.get("id")): row for row in rows} for name, rows in tables.items()
    }
    for child, parent, foreign_key, key in _OBJECTS:
        for row in tables.get(child, ()):
            found = by_id.get(parent, {}).get(str(row.get(foreign_key)))
            if found:
                row[key] = found
    for child, (key, *foreign_keys) in _CHILDREN.items():
        for row in tables.get(child, ()):
            for foreign_key in foreign_keys:
                wanted = str(row.get(foreign_key))
                for parent in _PARENTS:
                    if foreign_key in (f"{parent[:-1]}_id", "link_id") and (
                        wanted in by_id.get(parent, {})
                    ):
                        by_id[parent][wanted].setdefault(key, []).append(row)
    services = tables.get("services", [])
    with_services = {str(row.get("organization_id")) for row in services}
    return [(f"services[{number}]", row) for number, row in enumerate(services)] + [
        (f"organizations[{number}]", row)
        for number, row in enumerate(tables.get("organizations", ()))
        if str(row.get("id")) not in with_services
    ]


def _as_text(key, value):
    """In tables a text of digits is easily taken for a number."""
    return str(value) if key in _TEXTS and type(value) is int else value


def _parsed(text):
    return json.loads(text, parse_constant=_no_constant)


def _no_constant(name):
    raise ValueError(f"{name} is no number of JSON")


def _labelled(item):
    """Attributes that are no terms but facts, by their label."""
    return [
        attribute
        for attribute in item.get("attributes", ())
        if {"label", "value"} <= attribute.keys()
    ]


def _name(item):
    name = item.get("name")
    return name[:_SHOWN] if isinstance(name, str) else ""
