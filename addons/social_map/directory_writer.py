"""Takes what was read from a file over into the directory.

What is here already is recognised by its id, compared field by field, and then
changed (it came from the same source and nobody here ever checked it) or proposed
to the editors (it is our own, or somebody here vouches for it). No service is ever
deleted.
"""

import re
from collections import Counter
from dataclasses import dataclass

import psycopg2

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command

from . import change_values, hsds, review
from .import_sentences import sentence
from .models.social_service import VISIBLE
from .models.social_uuid_alias import HEIRS
from .text import normalise

BATCH = 500
# What a record can be refused for; a clash with another transaction is tried again.
REFUSALS = (UserError, psycopg2.IntegrityError, psycopg2.DataError)
# Likely duplicates that are told of; more than this is for the list of duplicates.
DUPLICATES = 50
_CBS = re.compile(r"\b(?:GM[0-9]{4}|WK[0-9]{6}|BU[0-9]{8})\b")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LISTS = {
    "life_domain_ids": "life.domain",
    "target_group_ids": "target.group",
    "category_ids": "social.service.category",
    "support_form_id": "support.form",
    "area_ids": "social.area",
    "language_ids": "social.language",
}
# What attributes in HSDS say: words of lists, choices, and marks by their field.
FACTS = {
    "social.service": (hsds.LISTS, hsds.CHOICES, hsds.MARKS),
    "social.organization": ({}, hsds.ORGANIZATION_CHOICES, hsds.ORGANIZATION_MARKS),
    "social.location": ({}, hsds.LOCATION_CHOICES, {}),
}


@dataclass(frozen=True)
class Outcome:
    """What happens with a record of the file, or with one that the file lacks.

    `effect` is a value of the field of that name of `social.import.line`.
    """

    effect: str
    place: str
    name: str
    words: str = ""
    service_id: int = False


class Writer:
    """One file, on behalf of the user of `run`."""

    def __init__(self, run):
        self.run = run
        # Texts are read and written in the language of the file; what is said about
        # them is in that of the user, which is the one of `run`.
        self.env = run.with_context(lang=run.lang, active_test=False).env
        self.source = run.source or False
        self._by = run._by()
        self.outcomes = []
        self.refused = set()
        self.same = 0
        self._words = {}

    def take(self, content):
        """Write what is sound; the caller rolls back what must not stay."""
        names = {
            one.record: one.values.get("name") or ""
            for one in (*content.rows, *content.organizations)
        }
        for problem in content.problems:
            if problem.grave:
                self.refused.add(problem.record)
            self._note(
                "refuse" if problem.grave else "remark",
                problem.place,
                names.get(problem.record, ""),
                sentence(self.run.env, problem),
            )
        rows = [row for row in content.rows if row.record not in self.refused]
        self.is_own = content.is_own
        self._waiting = {
            proposal._record(): proposal
            for proposal in self.env["social.change.proposal"].search(
                [
                    ("state", "=", "open"),
                    ("source", "=", "import"),
                    ("by", "=", self._by),
                    ("lang", "=", self.run.lang),
                ]
            )
        }
        self._find_services(rows)
        self._take_organizations(
            [one for one in content.organizations if one.record not in self.refused]
            + [row.organization for row in rows if row.organization]
        )
        self._take_locations([place for row in rows for place in row.places or ()])
        self._take_services(rows)
        self._look_for_duplicates()
        if self.run.is_complete and self.source:
            self._look_for_missing({row.key for row in content.rows})

    def _note(self, effect, place, name, words="", service=None):
        self.outcomes.append(
            Outcome(effect, place, name, words, service.id if service else False)
        )

    def _refuse(self, row, words):
        self.refused.add(row.record)
        self._note("refuse", row.place, row.values.get("name") or "", words)

    # ------------------------------------------------------------- organisations

    def _take_organizations(self, organizations):
        first = {}
        for one in organizations:
            first.setdefault(_key(one), one)
        self._partners = self._known_organizations(first)
        self._new_cards = self.env["social.organization"]
        for key, partner in self._partners.items():
            self._change_organization(first[key], partner)
        new = {key: one for key, one in first.items() if key not in self._partners}
        partners = self.env["res.partner"].create(
            [
                {
                    **_stored(self._organization_values(one)),
                    "is_company": True,
                    "is_support_organization": True,
                    "directory_source": self.source,
                }
                for one in new.values()
            ]
        )
        for (key, one), partner in zip(new.items(), partners, strict=True):
            self._partners[key] = partner
            self._new_cards |= partner.social_organization_ids
            if _UUID.fullmatch(one.key):
                partner.social_organization_ids._keep_uuid(one.key)
            if one.record is not None:
                self._note("create", one.place, partner.name)

    def _known_organizations(self, wanted):
        """The contacts of organisations that are here: by id, number or name."""
        keys = [one.key for one in wanted.values() if one.key]
        by_id = {
            card.uuid: card.partner_id
            for card in self.env["social.organization"].search([("uuid", "in", keys)])
        }
        partners = self.env["res.partner"].search(
            [
                ("is_support_organization", "=", True),
                "|",
                ("company_registry", "in", _numbers(wanted)),
                ("directory_source", "=", self.source),
            ]
        )
        by_number = {
            one.company_registry: one for one in partners if one.company_registry
        }
        by_name = {
            normalise(one.name): one
            for one in partners
            if (one.directory_source or False) == self.source
        }
        known = {
            key: by_id.get(one.key)
            or by_number.get(one.values.get("company_registry"))
            or by_name.get(normalise(one.values["name"]))
            for key, one in wanted.items()
        }
        cards = {
            key: partner.social_organization_ids
            for key, partner in known.items()
            if partner
        }
        heirs = self._heirs(cards.values())
        return {key: heirs.get(card, card).partner_id for key, card in cards.items()}

    def _organization_values(self, one):
        """The values of `res.partner` that the file gives."""
        partners = self.env["res.partner"]
        values = {
            **one.values,
            **self._facts("social.organization", one.terms, one.values["name"]),
        }
        if values.get("website"):
            values["website"] = partners._clean_website(values["website"])
        if values.get("organization_type"):
            code = self._choice(
                partners, "organization_type", values["organization_type"]
            )
            values["organization_type"] = code
            if not code:
                self._note(
                    "remark",
                    one.place,
                    one.values["name"],
                    self._no_choice(
                        partners, "organization_type", one.values["organization_type"]
                    ),
                )
        return values

    def _change_organization(self, one, partner):
        card = partner.social_organization_ids
        values = self._organization_values(one)
        if "public_description" in values:
            values["description"] = values.pop("public_description")
        # A file that names only the organisation knows nothing of the rest.
        changes = self._differences(card, values)
        self._withdraw(card, values.keys() - changes.keys())
        if not changes:
            return
        is_ours = (
            (partner.directory_source or False) != self.source
            or not self.source
            or card.last_assured
            or any(map(self._is_ours, partner.service_ids))
        )
        if is_ours:
            self._propose(one.place, card, changes)
            return
        words = self._labels(card, changes)
        if "description" in changes:
            changes["public_description"] = changes.pop("description")
        partner.write(_stored(changes))
        self._note("change", one.place, partner.name, words)

    # ------------------------------------------------------------------ locations

    def _take_locations(self, places):
        locations = self.env["social.location"]
        first = {}
        for place in places:
            first.setdefault(_key(place), place)
        by_id = {
            one.uuid: one
            for one in locations.search(
                [("uuid", "in", [place.key for place in first.values() if place.key])]
            )
        }
        # A secret address is not recognised: nothing of it may be told.
        by_address = {
            _address(one): one
            for one in locations.search(
                [
                    ("is_confidential", "=", False),
                    "|",
                    ("location_type", "=", "virtual"),
                    (
                        "postal_code",
                        "in",
                        [_postal_code(place.values) for place in first.values()],
                    ),
                ]
            )
        }
        self._locations, new = {}, {}
        for key, place in first.items():
            known = by_id.get(place.key) or by_address.get(_address(place.values))
            if known:
                self._locations[key] = known
                # Recognised by its address only, it may be described otherwise there.
                if known.uuid == place.key:
                    self._change_location(place, known)
            else:
                new[key] = place
        created = locations.create(
            [
                {
                    **_stored(self._location_values(place)),
                    **({"uuid": place.key} if _UUID.fullmatch(place.key) else {}),
                }
                for place in new.values()
            ]
        )
        self._locations.update(zip(new, created, strict=True))

    def _location_values(self, place):
        locations = self.env["social.location"]
        values = locations._tidied(
            {
                **place.values,
                **self._facts("social.location", place.terms, place.values["name"]),
            }
        )
        for name in ("location_type", "wheelchair", "accessible_toilet"):
            if values.get(name):
                values[name] = self._choice(locations, name, values[name])
                if not values[name]:
                    self._note(
                        "remark",
                        place.place,
                        values["name"],
                        self._no_choice(locations, name, place.values[name]),
                    )
        if place.area:
            areas = self._ids("area_ids", [place.area], values["name"])
            values["area_id"] = areas[0] if areas else False
        return values

    def _change_location(self, place, location):
        values = self._location_values(place)
        changes = self._differences(location, values)
        self._withdraw(location, values.keys() - changes.keys())
        if not changes or location.is_confidential:
            return
        services = location.service_location_ids.service_id
        if not services or location.last_assured or any(map(self._is_ours, services)):
            self._propose(place.place, location, changes)
            return
        words = self._labels(location, changes)
        location.write(self._written(location, changes))
        self._note("change", place.place, location.name, words)

    # ------------------------------------------------------------------- services

    def _find_services(self, rows):
        services = self.env["social.service"]
        keys = [row.key for row in rows]
        by_id = {one.uuid: one for one in services.search([("uuid", "in", keys)])}
        by_key = {}
        if self.source:
            by_key = {
                one.source_key: one
                for one in services.search(
                    [("source", "=", self.source), ("source_key", "in", keys)]
                )
            }
        known = {**by_id, **by_key}
        heirs = self._heirs(known.values()) if self.source else {}
        self._services = {key: heirs.get(one, one) for key, one in known.items()}
        # A file that still has both says more of what stays than of what went into it.
        told = set(known.values())
        self._merged = {key for key, one in known.items() if heirs.get(one) in told}

    def _heirs(self, records):
        """`{record: what it was merged into}` of those that were merged."""
        records = {record.id: record for record in records}
        if not records:
            return {}
        model_name = next(iter(records.values()))._name
        return {
            records[alias.old_id]: alias[HEIRS[model_name]]
            for alias in self.env["social.uuid.alias"].search(
                [("model", "=", model_name), ("old_id", "in", list(records))]
            )
        }

    def _is_ours(self, service):
        """Somebody here vouches for it, or it is from elsewhere than this file."""
        return (
            not self.source or service.source != self.source or service.is_assured_here
        )

    def _take_services(self, rows):
        links = self.env["social.service.location"].search(
            [
                (
                    "uuid",
                    "in",
                    [place.link_key for row in rows for place in row.places or ()],
                )
            ]
        )
        self._taken = set(links.mapped("uuid"))
        new = []
        for row in rows:
            service = self._services.get(row.key)
            values = self._values(row)
            if values is None:
                continue
            if row.key in self._merged:
                self.same += 1
            elif service:
                self._guarded(
                    row, lambda s=service, r=row, v=values: self._change(s, r, v)
                )
            elif self._may_be_created(row):
                new.append((row, self._new(row, values)))
        for start in range(0, len(new), BATCH):
            self._create(new[start : start + BATCH])

    def _may_be_created(self, row):
        if row.status == "ended" and (self.source or not row.organization):
            self._note(
                "remark",
                row.place,
                row.values["name"],
                self.run.env._("It has ended there, and is not taken over."),
            )
        elif not row.organization:
            self._refuse(
                row, self.run.env._("It does not say which organisation offers it.")
            )
        elif not self.source and not _UUID.fullmatch(row.key):
            self._refuse(
                row,
                self.run.env._(
                    "It has no id of ours. Give the name of the source, so that it is "
                    "recognised the next time."
                ),
            )
        else:
            return True
        return False

    def _values(self, row):
        """The fields of the service as `change_values` has them, or None if refused."""
        services = self.env["social.service"]
        values, wrong = {}, []
        if row.status == "ended" and not row.organization:
            # What is left of it, whose name may be no name.
            return values
        for name, value in row.values.items():
            if services._fields[name].type == "selection" and value:
                code = self._choice(services, name, value)
                if not code:
                    wrong.append(self._no_choice(services, name, value))
                value = code
            values[name] = value
        if wrong:
            self._refuse(row, " ".join(wrong))
            return None
        name = row.values.get("name") or ""
        terms = dict(row.terms)
        values.update(
            self._facts("social.service", terms.pop("attributes", None), name)
        )
        for field_name, words in terms.items():
            values[field_name] = self._linked(
                services, field_name, self._ids(field_name, words, name)
            )
        if row.schedules is not None:
            values["schedule_ids"] = row.schedules
        if row.costs is not None:
            values["cost_ids"] = [
                {"name": words, "amount": amount} for words, amount in row.costs
            ]
        if not values.get("formality"):
            # It follows from the form of support, and is never empty.
            values.pop("formality", None)
        return values

    def _new(self, row, values):
        values = self._written(self.env["social.service"], values)
        values.pop("schedule_ids", None)
        values.pop("cost_ids", None)
        values.update(
            partner_id=self._partners[_key(row.organization)].id,
            schedule_ids=[Command.create(line) for line in row.schedules or ()],
            cost_ids=[
                Command.create(
                    {"name": name, "amount": amount, "sequence": 10 * number}
                )
                for number, (name, amount) in enumerate(row.costs or (), start=1)
            ],
            service_location_ids=[
                Command.create(self._new_link(number, place))
                for number, place in enumerate(self._places(row), start=1)
            ],
            source=self.source,
            source_key=self.source and row.key,
            **self._assurance(row),
        )
        if _UUID.fullmatch(row.key) and row.key not in self._services:
            values["uuid"] = row.key
        return values

    def _assurance(self, row):
        """When the source checked it. Nobody here vouches for that."""
        if not row.assured:
            return {}
        day = fields.Date.to_date(row.assured)
        months = self.env["social.service"]._review_setting("review_months")
        return {
            "last_assured": day,
            "next_review": review.next_review(day, months),
            "is_assured_here": False,
        }

    def _places(self, row):
        """The places of a row, each location once."""
        once = {}
        for place in row.places or ():
            if self._locations[_key(place)] in once:
                self._note(
                    "remark",
                    place.place,
                    row.values["name"],
                    self.run.env._(
                        "The same location is here twice; the first counts."
                    ),
                )
            once.setdefault(self._locations[_key(place)], place)
        return once.values()

    def _new_link(self, number, place):
        values = {
            "location_id": self._locations[_key(place)].id,
            "sequence": 10 * number,
            "schedule_ids": [Command.create(line) for line in place.schedules or ()],
            **_stored(place.link),
        }
        if _UUID.fullmatch(place.link_key) and place.link_key not in self._taken:
            self._taken.add(place.link_key)
            values["uuid"] = place.link_key
        return values

    def _create(self, new):
        """Create a batch; when that fails one by one, to know which it was."""
        services = self.env["social.service"]
        try:
            with self.env.cr.savepoint():
                created = services.create([values for _row, values in new])
                created.flush_recordset()
        except REFUSALS:
            if len(new) == 1:
                raise
            for one in new:
                self._guarded(one[0], lambda one=one: self._create([one]))
            return
        to_publish = services
        for (row, values), service in zip(new, created, strict=True):
            words = []
            if not values.keys() & {"formality", "support_form_id"}:
                words.append(
                    self.run.env._(
                        "The file does not say whether it is formal or informal: it "
                        "comes in as “%s”.",
                        service.with_env(self.run.env)._label("formality"),
                    )
                )
            if self.run.publish and row.status not in ("draft", "ended"):
                missing = service._missing()
                if missing:
                    words.append(
                        self.run.env._(
                            "Stays a draft; missing: %s.", ", ".join(missing)
                        )
                    )
                else:
                    to_publish |= service
            self._note("create", row.place, service.name, " ".join(words), service)
        paused = {row.key for row, _values in new if row.status == "paused"}
        for state in VISIBLE:
            to_publish.filtered(
                lambda one, state=state: (
                    state == ("paused" if one.uuid in paused else "published")
                )
            ).write({"state": state})
        self._put_back(new, created)

    def _put_back(self, new, created):
        """What is our own export comes back as it was, tombstones and moments too, so
        that who reads our open data sees no change."""
        if self.source:
            return
        for (row, _values), service in zip(new, created, strict=True):
            if row.status == "ended":
                service.state = "ended"
            if row.last_modified:
                service.last_modified = row.last_modified

    def _guarded(self, row, take):
        """Take one row; what the database refuses about it is said with it."""
        try:
            with self.env.cr.savepoint():
                take()
                self.env.flush_all()
        except REFUSALS as error:
            self._refuse(row, self._reason(error))

    def refuse_all(self, error):
        """The database refuses something that belongs to no single record."""
        self.refused.add(None)
        self._note("refuse", "", "", self._reason(error))

    def _reason(self, error):
        if isinstance(error, UserError):
            return str(error.args[0])
        if isinstance(error, psycopg2.errors.UniqueViolation):
            return self.run.env._(
                "Somebody else imported the same just now. Check it again."
            )
        return str(error.diag.message_primary or error)

    def _without_what_follows(self, service, row, values):
        """The values without formality, where that follows from what was agreed here:
        an older file would make a choice of what was only so on its day."""
        if service.formality_basis in ("hand", "other") or "formality" not in values:
            return values
        rest = {name: value for name, value in values.items() if name != "formality"}
        if values["formality"] != service.formality:
            self._note(
                "remark",
                row.place,
                service.name,
                self.run.env._(
                    "The file says otherwise whether it is formal. Here that follows "
                    "from the commission; on its form you can choose it."
                ),
                service,
            )
        return rest

    def _change(self, service, row, values):
        partner = row.organization and self._partners[_key(row.organization)]
        moves = partner and partner != service.partner_id
        values = self._without_what_follows(service, row, values)
        if self._is_ours(service):
            if row.places is not None:
                values = {**values, "service_location_ids": self._there(service, row)}
            changes = self._differences(service, values)
            self._withdraw(service, values.keys() - changes.keys())
            if changes:
                self._propose(row.place, service, changes)
            elif not moves:
                self.same += 1
            if moves:
                self._note(
                    "remark",
                    row.place,
                    service.name,
                    self.run.env._(
                        "The organisation differs; it is left as it is here."
                    ),
                    service,
                )
            return
        changes = self._differences(service, values)
        links = self._link_changes(service, row)
        words = self._labels(service, changes)
        written = self._written(service, changes)
        if moves:
            written["partner_id"] = partner.id
            words.append(
                service._fields["partner_id"]._description_string(self.run.env)
            )
        if links:
            written["service_location_ids"] = links
            words.append(
                service._fields["service_location_ids"]._description_string(
                    self.run.env
                )
            )
        if row.assured and row.assured != str(service.last_assured or ""):
            written.update(self._assurance(row))
            words.append(
                service._fields["last_assured"]._description_string(self.run.env)
            )
        if written:
            service.write(written)
        if self._follow_state(service, row):
            words.append(service._fields["state"]._description_string(self.run.env))
        if words:
            self._note("change", row.place, service.name, ", ".join(words), service)
        else:
            self.same += 1

    def _follow_state(self, service, row):
        """Take the state there where it may be followed; whether it changed."""
        state = row.status
        is_open = service.state in VISIBLE and state in (*VISIBLE, "ended")
        comes_back = self.run.publish and state in VISIBLE and not service._missing()
        if state == service.state or not (is_open or comes_back):
            return False
        service.state = state
        return True

    def _there(self, service, row):
        """The places of a service as the file has them, and of what it does not say
        what is here; a secret one is left alone."""
        here = {
            line["location_id"]: line
            for line in change_values.current(service, "service_location_ids")
        }
        lines = []
        for place in self._places(row):
            location = self._locations[_key(place)]
            if location.is_confidential:
                continue
            line = {**here.get(location.id, {}), **place.link}
            if place.schedules is not None:
                line["schedule_ids"] = place.schedules
            lines.append({**line, "location_id": location.id})
        return lines

    def _link_changes(self, service, row):
        """Commands for the places of a service; a secret one is left alone."""
        if row.places is None:
            return []
        links = {
            link.location_id: link
            for link in service.service_location_ids
            if not link.location_id.is_confidential
        }
        commands = []
        for number, place in enumerate(self._places(row), start=1):
            location = self._locations[_key(place)]
            link = links.pop(location, None)
            if location.is_confidential:
                continue
            if not link:
                commands.append(Command.create(self._new_link(number, place)))
                continue
            values = dict(place.link)
            if place.schedules is not None:
                values["schedule_ids"] = place.schedules
            changes = self._differences(link, values)
            if changes:
                commands.append(Command.update(link.id, self._written(link, changes)))
        return commands + [Command.delete(link.id) for link in links.values()]

    def _look_for_duplicates(self):
        """Tell of new organisations that may be here already; editors merge them."""
        alike = self._new_cards._pairs_alike() if self._new_cards else ()
        for card in self._new_cards.filtered(lambda card: card.id in alike)[
            :DUPLICATES
        ]:
            others = card._likely_same(card.partner_id)[:5].mapped("name")
            self._note(
                "remark",
                "",
                card.name,
                self.run.env._(
                    "This new organisation may be the same as: %s.", ", ".join(others)
                ),
            )

    def _look_for_missing(self, keys):
        """What came from this source and is in its complete file no more."""
        gone = self.env["social.service"].search(
            [
                ("source", "=", self.source),
                ("source_key", "not in", list(keys)),
                ("state", "!=", "ended"),
                ("active", "=", True),
            ]
        )
        for service in gone:
            words = self.run.env._("It is not in the file any more.")
            if (
                self.run.end_missing
                and service.state in VISIBLE
                and not service.is_assured_here
            ):
                service.action_end()
                words = self.run.env._("It is not in the file any more, and was ended.")
            self._note("missing", "", service.name, words, service)

    # --------------------------------------------------------------------- fields

    def _differences(self, record, values):
        """Those of `values` that differ from what is here."""
        differences = {}
        for name, value in values.items():
            new = change_values.tidied(record, name, value)
            if new != change_values.current(record, name):
                differences[name] = new
        return differences

    def _written(self, record, values):
        return _stored(
            {
                name: change_values.written(record, name, value)
                for name, value in values.items()
            }
        )

    def _withdraw(self, record, names):
        """An earlier file proposed these; this one says the same as we do."""
        if record in self._waiting:
            self._waiting[record]._withdraw(names)

    def _propose(self, place, record, changes):
        """Lay changes of what is ours before the editors."""
        proposal = self.env["social.change.proposal"]._propose(
            record, changes, "import", self._by
        )
        if not proposal:
            # All of it was refused before.
            self.same += 1
            return
        self._note(
            "propose",
            place,
            record.display_name,
            ", ".join(self._labels(record, changes)),
            record if record._name == "social.service" else None,
        )

    def _labels(self, record, names):
        return [
            record._fields[name]._description_string(self.run.env) for name in names
        ]

    def _choice(self, model, name, word):
        """The code of a choice, by its code or by its label in any language here."""
        key = (model._name, name)
        if key not in self._words:
            field = model._fields[name]
            self._words[key] = {
                normalise(label): code
                for lang, _name in self.env["res.lang"].get_installed()
                for code, label in field._description_selection(
                    self.env(context={"lang": lang})
                )
            } | {
                normalise(code): code
                for code, _l in field._description_selection(self.env)
            }
        return self._words[key].get(normalise(word), False)

    def _no_choice(self, model, name, word):
        field = model._fields[name]
        return self.run.env._(
            "“%(word)s” is no choice of “%(field)s”: %(choices)s.",
            word=word,
            field=field._description_string(self.run.env),
            choices=", ".join(
                code for code, _l in field._description_selection(self.env)
            ),
        )

    def _ids(self, field_name, terms, name):
        """The records that words mean; unknown words are reported."""
        found = []
        for term in terms:
            record_id = self._term(field_name, term)
            if record_id:
                found.append(record_id)
            else:
                self._note_unknown(term, name)
        return list(dict.fromkeys(found))

    def _note_unknown(self, term, name):
        word = term.name or term.code or term.uuid
        self._note(
            "remark",
            term.place,
            name,
            self.run.env._("“%s” is unknown here, and is left out.", word),
        )

    def _facts(self, model_name, terms, name):
        """The fields that the attributes of a record in HSDS say something about."""
        if terms is None:
            return {}
        lists, choices, marks = FACTS[model_name]
        model = self.env[model_name]
        by_uuid = {
            hsds.term_id(code, value): (field_name, value)
            for code, field_name in choices.items()
            for value in dict(
                model._fields[field_name]._description_selection(self.env)
            )
        } | {
            hsds.term_id(code, field_name): (field_name, True)
            for code, names in marks.items()
            for field_name in names
        }
        # In a file of ours, what is not said is not so.
        values = dict.fromkeys((field for field, _value in by_uuid.values()), False)
        values = values if self.is_own else {}
        linked = {field_name: [] for field_name in lists.values() if self.is_own}
        for term in terms:
            if term.uuid in by_uuid:
                field_name, value = by_uuid[term.uuid]
                values[field_name] = value
                continue
            wanted = [lists[term.list]] if term.list in lists else lists.values()
            found = ((field, self._term(field, term)) for field in wanted)
            field_name, record_id = next((one for one in found if one[1]), ("", None))
            if record_id:
                linked.setdefault(field_name, []).append(record_id)
            else:
                self._note_unknown(term, name)
        return values | {
            field_name: self._linked(model, field_name, ids)
            for field_name, ids in linked.items()
        }

    def _linked(self, model, field_name, ids):
        """The value of a link to one or to many."""
        if model._fields[field_name].type == "many2one":
            return ids[0] if ids else False
        return sorted(set(ids))

    def _term(self, field_name, term):
        words = self._list(LISTS[field_name])
        for word in (term.uuid, term.code, term.name):
            if word and normalise(word) in words:
                return words[normalise(word)]
        return None

    def _list(self, model_name):
        """The words of a list: codes, and names in every language here."""
        if model_name in self._words:
            return self._words[model_name]
        records = self.env[model_name].search([])
        words = {}
        if model_name == "life.domain":
            for term in self.env["life.domain.term"].search(
                [("life_domain_id", "!=", False)]
            ):
                words[normalise(term.name)] = term.life_domain_id.id
        for lang, _name in self.env["res.lang"].get_installed():
            named = records.with_context(lang=lang)
            often = Counter(normalise(one.name) for one in named)
            for one in named:
                words[normalise(one.display_name)] = one.id
                # A word that two have says nothing.
                if often[normalise(one.name)] == 1:
                    words[normalise(one.name)] = one.id
        for one in records if "uuid" in records._fields else ():
            words[one.uuid] = one.id
        if "code" in records._fields:
            words.update({normalise(one.code): one.id for one in records if one.code})
        self._words[model_name] = words
        return words


def _key(one):
    """What an organisation or location of the file is known by."""
    values = one.values
    if one.key:
        return one.key
    if "location_type" in values:
        return _address(values)
    return values.get("company_registry") or normalise(values.get("name"))


def _stored(values):
    """Values to write: an empty text is nothing at all."""
    return {name: False if value == "" else value for name, value in values.items()}


def _numbers(organizations):
    numbers = (one.values.get("company_registry") for one in organizations.values())
    return [number for number in numbers if number]


def _postal_code(values):
    code = "".join((values["postal_code"] or "").split()).upper()
    return f"{code[:4]} {code[4:]}".strip()


def _address(values):
    """A location by where it is; `values` may be a record."""
    return (
        _postal_code(values),
        normalise(values["street"] or ""),
        normalise(values["name"] or ""),
    )
