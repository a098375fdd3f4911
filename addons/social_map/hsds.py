"""The social map as open data: HSDS 3.1 of Open Referral. Plain Python: no Odoo.

Every function makes one object of the standard from a dict of plain values, named as
the fields they come from, and leaves out what is empty: `null` is never valid. Choices
that the standard leaves to us:

* **Ids.** A row with an own UUID keeps it. A part without one (telephone, hours, term
  of a service) gets a UUID made from its parent's, its kind and what it says in no
  language, so that it stays the same in every language and after export and import.
* **Time.** `timezone` is a number, which no place with summer time can live by. Hours
  are Dutch wall-clock time and carry the offset that holds on the day of reading, or on
  the first day that they hold when that is later; `notes` names the zone.
* **Closures.** The standard has none: one is a schedule with days but without hours,
  marked by an attribute `is_closure`.
* **Own facts.** What only we know is a term of a taxonomy (`cost`, `law`, `reach`…) or,
  for a text, an attribute with the name of the field as label. No own properties: the
  data is valid in strict mode as well.
* **Texts.** `description` is the summary, a blank line and the rest;
  `eligibility_description` is for whom, a blank line and for whom not, which an
  attribute repeats alone.
* **Endings.** What ended leaves a tombstone of id, neutral name, status and moment.
"""

import re
from datetime import datetime, time, timezone
from functools import cache
from urllib.parse import quote, urlsplit, urlunsplit
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

VERSION = "3.1"
ZONE = ZoneInfo("Europe/Amsterdam")
# The root of every id that is made from a name: never change it.
NAMESPACE = UUID("b5a3f6a0-6c53-5c0e-9d3e-6d1f2a7c4e31")
STATUS = {"published": "active", "paused": "temporarily closed", "ended": "defunct"}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

# Taxonomies by their code, and the field of the service whose values are the terms…
# …as records of a list,
LISTS = {
    "life-domain": "life_domain_ids",
    "category": "category_ids",
    "target-group": "target_group_ids",
    "support-form": "support_form_id",
}
# …as a choice: the code of the term is the value,
CHOICES = {
    "formality": "formality",
    "provision-level": "provision_level",
    "law": "law",
    "independence": "independence",
    "cost": "cost",
    "referral": "referral_needed",
}
# …or as marks: the code of the term is the name of the field that is set.
MARKS = {
    "reach": ("reach_phone", "reach_online", "reach_visit", "reach_home"),
    "client-support": ("performs_client_support",),
    "moment": ("moment_reflection", "moment_obtaining", "moment_using"),
}
# The same for an organisation…
ORGANIZATION_CHOICES = {"organization-type": "organization_type"}
ORGANIZATION_MARKS = {
    "organization-role": ("takes_access_decisions", "provides_indicated_care")
}
# …and for a location.
LOCATION_CHOICES = {
    "wheelchair": "wheelchair",
    "accessible-toilet": "accessible_toilet",
}

# Texts of ours that the standard has no place for: attributes with this label.
OWN_TEXTS = ("not_for_whom", "easy_text", "independence_statement")

# The words that we add ourselves, unless who calls knows the reader's language.
WORDS = {
    "accessible_toilet": "Toilet for people with a wheelchair",
    "by_appointment": "By appointment only",
    "closed": "Closed",
    "country": "The Netherlands",
    "ended": "No longer offered",
    "interpreter": "An interpreter can be arranged free of charge.",
    "no_waiting": "No waiting time",
    "not_for": "Not for",
    "page": "Page in the social map",
    "places": "places",
    "waiting": "Weeks of waiting",
    "wheelchair": "Wheelchair access",
    "zone": "Dutch local time (Europe/Amsterdam), summer and winter.",
}

_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")
# What may stand in a path besides letters and digits (RFC 3986, 3.3), and "%".
_IN_PATH = "%/:@!$&'()*+,;=-._~"


def service(values, words=WORDS, today=None):
    """A service with everything that belongs to it.

    :param dict values: the fields of the service by their names, besides `terms`,
        `languages`, `areas`, `costs`, `schedules`, `places` (lists of dicts),
        `organization` (a dict) and `page` (the absolute address of its page)
    :param words: see `WORDS`, in the language of the values
    :param date today: the day of reading, Dutch time; None: now
    """
    uuid = values["uuid"]
    measured = values.get("is_measure_current")
    return _without_empty(
        {
            **service_in_list(values, words),
            "organization": organization(values["organization"], words),
            "additional_urls": _page(values, words),
            "wait_time": _waiting(values, words) if measured else None,
            "phones": _phones(values),
            "schedules": schedules(uuid, values.get("schedules"), words, today),
            "service_areas": _areas(values, words),
            "service_at_locations": [
                service_at_location(place, words, today)
                for place in values.get("places") or ()
            ],
            "languages": [
                {
                    "id": child_id(uuid, "language", language["code"]),
                    "name": language["name"],
                    "code": language["code"],
                }
                for language in values.get("languages") or ()
            ],
            "cost_options": [
                {
                    "id": one_id,
                    "option": cost["name"],
                    "currency": "EUR",
                    "amount": _number(cost["amount"]),
                }
                for one_id, cost in _with_ids(
                    uuid,
                    "cost",
                    values.get("costs"),
                    lambda one: f"{one['amount']:.2f}",
                )
            ],
            "contacts": _contacts(values),
            "capacities": _capacities(values, words) if measured else None,
            "attributes": [
                *_attributes(uuid, values.get("terms")),
                *_own(uuid, {name: values.get(name) for name in OWN_TEXTS}),
                *(_own(uuid, _measures(values)) if measured else ()),
            ],
        }
    )


def service_in_list(values, words=WORDS):
    """A service as it stands in a list: its own facts, and who offers it."""
    maximum_age = values.get("maximum_age")
    return _without_empty(
        {
            "id": values["uuid"],
            "name": values["name"],
            "alternate_name": values.get("alternate_name"),
            "description": _paragraphs(
                values.get("summary"), values.get("description")
            ),
            "url": uri(values.get("url")),
            "email": email(values.get("email")),
            "status": STATUS[values["state"]],
            "interpretation_services": values.get("interpreter")
            and words["interpreter"],
            "application_process": values.get("application_process"),
            "fees_description": values.get("cost_label"),
            "eligibility_description": _paragraphs(
                values.get("for_whom"),
                values.get("not_for_whom")
                and f"{words['not_for']}: {values['not_for_whom']}",
            ),
            # From birth is a fact, where there is an upper limit.
            "minimum_age": values.get("minimum_age") or (0 if maximum_age else None),
            "maximum_age": maximum_age or None,
            "assured_date": _day(values.get("last_assured")),
            "last_modified": moment(values["last_modified"]),
            "organization": organization_in_list(values["organization"]),
        }
    )


def service_minimal(values):
    """The least that a reader needs to know what to fetch, and that is valid."""
    return {
        "id": values["uuid"],
        "name": values["name"],
        "status": STATUS[values["state"]],
        "last_modified": moment(values["last_modified"]),
    }


def tombstone(uuid, last_modified, words=WORDS):
    """What is left of a service that everybody could find once: that it is no more."""
    return service_minimal(
        {
            "uuid": uuid,
            "name": words["ended"],
            "state": "ended",
            "last_modified": last_modified,
        }
    )


def organization(values, words=WORDS):
    """An organisation; what it offers are services that name it."""
    uuid = values["uuid"]
    number = values.get("company_registry")
    return _without_empty(
        {
            **organization_in_list(values),
            "additional_websites": _page(values, words),
            "phones": _phones(values),
            "organization_identifiers": number
            and [
                {
                    "id": child_id(uuid, "identifier", "NL-KVK"),
                    "identifier_scheme": "NL-KVK",
                    "identifier_type": "KvK",
                    "identifier": number,
                }
            ],
            "attributes": _attributes(uuid, values.get("terms")),
        }
    )


def organization_in_list(values):
    """An organisation as it stands in a list, or in a service in a list."""
    return _without_empty(
        {
            "id": values["uuid"],
            "name": values["name"],
            # The standard wants one; a service is published only where there is one.
            "description": values.get("description") or values["name"],
            "email": email(values.get("email")),
            "website": uri(values.get("website")),
        }
    )


def service_at_location(values, words=WORDS, today=None):
    """A service at a place; `location` is a dict with the fields of the place."""
    uuid = values["uuid"]
    return _without_empty(
        {
            "id": uuid,
            "service_id": values.get("service_uuid"),
            "description": values.get("description"),
            "phones": _phones(values),
            "schedules": schedules(uuid, values.get("schedules"), words, today),
            "location": location(values["location"], words),
        }
    )


def service_at_location_in_list(values, words=WORDS):
    """A service at a place as it stands in a list; `service` is a dict as well."""
    return _without_empty(
        {
            "id": values["uuid"],
            "description": values.get("description"),
            "location": location_in_list(values["location"]),
            "service": service_in_list(values["service"], words),
        }
    )


def location_in_list(values):
    """The own facts of a place."""
    is_on_map = values.get("latitude") or values.get("longitude")
    return _without_empty(
        {
            "id": values["uuid"],
            "location_type": values["location_type"],
            "name": values["name"],
            "transportation": values.get("transport"),
            "latitude": values["latitude"] if is_on_map else None,
            "longitude": values["longitude"] if is_on_map else None,
        }
    )


def location(values, words=WORDS):
    """A place with its address. Never call it with a place that is confidential."""
    uuid = values["uuid"]
    area = values.get("area") or {}
    ways_in = [
        (name, f"{words[name]}: {values[name + '_label']}")
        for name in LOCATION_CHOICES.values()
        if values.get(name + "_label")
    ]
    if values.get("accessibility"):
        ways_in.append(("text", values["accessibility"]))
    return _without_empty(
        {
            **location_in_list(values),
            "addresses": values.get("street")
            and [
                _without_empty(
                    {
                        "id": child_id(uuid, "address"),
                        "address_1": values["street"],
                        "city": values["city"],
                        "region": area.get("name"),
                        "state_province": values["province"],
                        "postal_code": values["postal_code"],
                        "country": "NL",
                        "address_type": values["location_type"],
                    }
                )
            ],
            "accessibility": [
                {"id": child_id(uuid, "accessibility", name), "description": words_}
                for name, words_ in ways_in
            ],
            "attributes": [
                *_attributes(uuid, values.get("terms")),
                *_own(uuid, {"area": area.get("code")}),
            ],
        }
    )


def schedules(parent, rows, words=WORDS, today=None):
    """Opening hours and closures of what has the id `parent`; see above on time.

    :param rows: dicts with the fields of `social.schedule`: `weekday` "0" (Monday) to
        "6", hours as a number of hours since midnight
    """
    today = today or datetime.now(ZONE).date()
    result = []
    for one_id, row in _with_ids(parent, "schedule", rows, _schedule_key):
        common = {
            "id": one_id,
            "valid_from": _day(row.get("valid_from")),
            "valid_to": _day(row.get("valid_until")),
        }
        if row.get("is_closure"):
            about = {
                "description": ". ".join(
                    filter(None, (words["closed"], row.get("note")))
                ),
                "attributes": _own(one_id, {"is_closure": "true"}),
            }
        else:
            offset = _offset(max(today, row.get("valid_from") or today))
            nth = row.get("week_of_month") or ""
            about = {
                "timezone": _number(offset),
                "freq": "MONTHLY" if nth else "WEEKLY",
                "wkst": "MO",
                "interval": 1,
                "byday": nth + DAYS[int(row["weekday"])],
                "opens_at": clock(row["opens_at"], offset),
                "closes_at": clock(row["closes_at"], offset),
                "attending_type": row.get("by_appointment") and words["by_appointment"],
                "description": row.get("note"),
                "notes": words["zone"],
            }
        result.append(_without_empty({**common, **about}))
    return result


def taxonomy(values):
    """A list of terms: `code`, `name`, `description`."""
    return {
        "id": taxonomy_id(values["code"]),
        "name": values["name"],
        "description": values["description"] or values["name"],
        "version": VERSION,
    }


def taxonomy_term(values, detail=None):
    """A term: `uuid`, `code`, `name`, `description`, `taxonomy` (code of its list).

    :param dict detail: the values of its list, where the reader asks for the term alone
    """
    return _without_empty(
        {
            "id": values["uuid"],
            "code": values.get("code"),
            "name": values["name"],
            "description": values.get("description") or values["name"],
            "taxonomy": values["taxonomy"],
            "taxonomy_id": taxonomy_id(values["taxonomy"]),
            "taxonomy_detail": detail and taxonomy(detail),
            "language": values.get("language"),
        }
    )


def page(contents, number, per_page, total):
    """One page of a list; `size` is what this page holds. Pages count from 1."""
    pages = -(-total // per_page)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": contents,
    }


def child_id(parent, kind, key=""):
    """The id of a part without an own one; the same in every language and database."""
    return str(uuid5(UUID(parent), f"{kind}:{key}"))


@cache
def taxonomy_id(code):
    """The id of the list with this code; the same in every database."""
    return child_id(str(NAMESPACE), "taxonomy", code)


def term_id(taxonomy_code, code):
    """The id of the term with this code; the same in every database."""
    return child_id(taxonomy_id(taxonomy_code), "term", code)


def moment(value):
    """A moment in UTC, without a zone as Odoo keeps it, as the standard prints it."""
    return value.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def clock(hours, offset):
    """Hours since midnight as HH:MM with the offset; 24:00 is the next day's 00:00.

    >>> clock(9.5, 1)
    '09:30+01:00'
    """
    minutes = round(hours * 60) % (24 * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}{offset:+03.0f}:00"


def uri(address):
    """An address on the web as RFC 3986 has it, or None when it cannot be one.

    >>> uri("www.voorbeeld.nl/café")
    'http://www.voorbeeld.nl/caf%C3%A9'
    """
    address = (address or "").strip()
    if not address:
        return None
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        host = parts.hostname.encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except (AttributeError, ValueError):
        return None
    if parts.scheme not in ("http", "https") or "." not in host:
        return None
    path, query, fragment = (
        re.sub("%(?![0-9A-Fa-f]{2})", "%25", quote(part, safe=_IN_PATH + more))
        for part, more in ((parts.path, ""), (parts.query, "?"), (parts.fragment, "?"))
    )
    return urlunsplit((parts.scheme, quote(host) + port, path, query, fragment))


def email(address):
    """The address when it is one, alone; None otherwise."""
    address = (address or "").strip()
    return address if _EMAIL.fullmatch(address) else None


def _without_empty(values):
    """Without what is not known. Nought is a fact."""
    return {
        name: value
        for name, value in values.items()
        if value or (value == 0 and value is not False)
    }


def _with_ids(parent, kind, rows, key):
    """Pairs of id and row; rows that say the same are numbered."""
    seen = {}
    for row in rows or ():
        one = key(row)
        seen[one] = seen.get(one, 0) + 1
        yield child_id(parent, kind, f"{one}#{seen[one]}"), row


def _schedule_key(row):
    days = [_day(row.get("valid_from")), _day(row.get("valid_until"))]
    if row.get("is_closure"):
        return f"closed {days}"
    return (
        f"{row.get('week_of_month') or ''}{DAYS[int(row['weekday'])]} "
        f"{clock(row['opens_at'], 0)} {clock(row['closes_at'], 0)} {days}"
    )


def _offset(day):
    """Hours ahead of UTC at noon of that day in the Netherlands."""
    noon = datetime.combine(day, time(12), ZONE)
    return noon.utcoffset().total_seconds() / 3600


def _number(value):
    """Without a fraction where there is none, so that JSON says 1 and not 1.0."""
    return int(value) if value == int(value) else value


def _day(value):
    return value.isoformat() if value else None


def _paragraphs(*texts):
    return "\n\n".join(filter(None, texts))


def _phones(values):
    number = values.get("phone")
    if not number:
        return None
    return [
        {"id": child_id(values["uuid"], "phone"), "number": number, "type": "voice"}
    ]


def _page(values, words):
    if not values.get("page"):
        return None
    return [
        {
            "id": child_id(values["uuid"], "page"),
            "label": words["page"],
            "url": values["page"],
        }
    ]


def _contacts(values):
    """Whom to ask for: a function, never a person."""
    role = values.get("contact_role")
    return role and [{"id": child_id(values["uuid"], "contact"), "title": role}]


def _areas(values, words):
    areas = [
        {
            "id": child_id(values["uuid"], "area", area["code"] or area["name"]),
            "name": area["name"],
            "description": area["complete_name"],
            "extent": area["code"],
            "extent_type": area["code"] and "text",
        }
        for area in values.get("areas") or ()
    ]
    if values.get("is_nationwide"):
        areas.append(
            {
                "id": child_id(values["uuid"], "area", "NL"),
                "name": words["country"],
                "extent": "NL",
                "extent_type": "text",
            }
        )
    return [_without_empty(area) for area in areas]


def _waiting(values, words):
    weeks = values.get("waiting_weeks")
    text = f"{words['waiting']}: {weeks}" if weeks else words["no_waiting"]
    return f"{text} ({_day(values['measured_on'])})"


def _capacities(values, words):
    """Places, when they were counted: nought of nought says nothing."""
    uuid = values["uuid"]
    available = values.get("capacity_available") or 0
    maximum = values.get("capacity_maximum") or 0
    if not available and not maximum:
        return None
    measured = datetime.combine(values["measured_on"], time(), timezone.utc)
    return [
        _without_empty(
            {
                "id": child_id(uuid, "capacity"),
                "unit": {
                    "id": child_id(str(NAMESPACE), "unit", "places"),
                    "name": words["places"],
                },
                "available": available,
                "maximum": maximum or None,
                "updated": moment(measured),
            }
        )
    ]


def _measures(values):
    return {
        "waiting_weeks": str(values.get("waiting_weeks") or 0),
        "measured_on": _day(values["measured_on"]),
    }


def _attributes(parent, terms):
    """The terms of what has the id `parent`."""
    return [
        {
            "id": child_id(parent, "attribute", term["uuid"]),
            "link_type": term["taxonomy"],
            "taxonomy_term_id": term["uuid"],
            "taxonomy_term": taxonomy_term(term),
        }
        for term in terms or ()
    ]


def _own(parent, facts):
    """Facts that the standard has no place for, by the name of the field."""
    return [
        {"id": child_id(parent, "own", name), "label": name, "value": value}
        for name, value in facts.items()
        if value
    ]
