from math import asin, cos, radians, sin, sqrt

from odoo import api, models
from odoo.fields import Domain

from .. import hsds

# Metres from the middle of the earth to its surface.
EARTH = 6_371_000
# Records that are read at once where everything is asked for.
BATCH = 200
# Questions that one reader may ask in a minute, unless the parameter says otherwise.
PER_MINUTE = 300


class SocialOpenData(models.AbstractModel):
    """The directory as open data: finds what a reader asks for and says it in HSDS 3.1.

    Everything is found as the user of the environment, who is nobody: the record
    rules leave out what is not published and what is secret. An *entry* is the id of a
    record, or, for what has no record that may be read, the object itself.
    """

    _name = "social.open.data"
    _inherit = ["social.open.data.values"]
    _description = "Open data"

    @api.model
    def _page(self, resource, query):
        """One page of a list.

        :param str resource: the list: "services", "organizations"…
        :param dict query: see `open_data_query.read`
        """
        entries = self._entries(resource, query)
        per_page = query["per_page"]
        first = (query["page"] - 1) * per_page
        contents = self._shown(resource, entries[first : first + per_page], query)
        return hsds.page(contents, query["page"], per_page, len(entries))

    @api.model
    def _lines(self, resource, query):
        """Yields all that answers, object by object; keeps one batch in memory."""
        entries = self._entries(resource, query)
        for first in range(0, len(entries), BATCH):
            yield from self._shown(resource, entries[first : first + BATCH], query)
            self.env.invalidate_all()

    @api.model
    def _one(self, resource, uuid):
        """(object in full, when it last changed or None); None where there is none."""
        uuid = uuid.lower()
        if resource == "taxonomies":
            found = [one for one in self._all_taxonomies() if one["id"] == uuid]
            return (found[0], None) if found else None
        if resource == "taxonomy_terms":
            details = self._taxonomies()
            for _name, _value, term in self._all_terms():
                if term["uuid"] == uuid:
                    detail = details[term["taxonomy"]]
                    return hsds.taxonomy_term(term, detail), None
            return None
        record = self._record(MODELS[resource], uuid)
        if not record:
            return None
        [shown] = self._shown(resource, record.ids, {"full": True})
        return shown, record.last_modified

    @api.model
    def _record(self, model, uuid):
        """What has this id, which of what was merged is what it was merged into."""
        record = self.env[model].search([("uuid", "=", uuid)])
        return record or self.env["social.uuid.alias"]._heir(model, uuid=uuid)

    @api.model
    def _most_per_minute(self):
        """How many questions one reader may ask in a minute; 0: there is no limit."""
        # Elevated: a number that every answer tells who counts.
        parameters = self.env["ir.config_parameter"].sudo()
        number = parameters.get_param("social_map.open_data_per_minute")
        return int(number) if (number or "").isdecimal() else PER_MINUTE

    @api.model
    def _entries(self, resource, query):
        """What answers a query, in an order that stays the same."""
        if resource == "taxonomies":
            return _with_words(self._all_taxonomies(), query.get("search"))
        if resource == "taxonomy_terms":
            return self._term_entries(query)
        if resource == "services":
            return self._service_entries(query)
        records = self.env[MODELS[resource]]
        if resource == "organizations":
            domain = self._terms_domain(query, "service_ids")
            if "search" in query:
                domain &= Domain("name", "ilike", query["search"])
            return records.search(domain, order="name, id").ids
        domain = self._terms_domain(query, "service_id")
        domain &= self._organization_domain(query, "service_id.organization_id")
        if "search" in query:
            domain &= Domain("service_id", "in", self._found(query["search"]))
        places = records.search(domain, order="service_id, sequence, id")
        if "postcode" in query:
            places = self._near(places, query["postcode"], query["proximity"])
        return places.ids

    @api.model
    def _service_entries(self, query):
        services = self.env["social.service"]
        domain = Domain("is_published", "=", True)
        domain &= self._terms_domain(query)
        domain &= self._organization_domain(query, "organization_id")
        domain &= self._age_domain(query)
        found = None
        if "search" in query:
            found = self._found(query["search"])
            domain &= Domain("id", "in", found)
        if "modified_after" in query:
            since = query["modified_after"]
            domain &= Domain("last_modified", ">=", since)
            return self._changes(services.search_fetch(domain), query)
        if found is None or "sort" in query:
            return services.search(domain, order=ORDERS[query.get("sort", "name")]).ids
        # The best first, as the search has them.
        those = set(services.search(domain).ids)
        return [service for service in found if service in those]

    @api.model
    def _changes(self, services, query):
        """Entries in the order of change, with the tombstones of what is no more.

        A tombstone says nothing of what the service was, so that it answers only who
        asks for nothing else.
        """
        rows = [(one.last_modified, one.uuid, one.id) for one in services]
        if not query.keys() & {
            "search",
            "taxonomy_term_id",
            "taxonomy_id",
            "organization_id",
            "age",
        }:
            words = self._words()
            rows += [
                (moment, uuid, hsds.tombstone(uuid, moment, words))
                for moment, uuid in services._gone_since(query["modified_after"])
            ]
        rows.sort(key=lambda row: row[:2])
        return [entry for _moment, _uuid, entry in rows]

    @api.model
    def _found(self, words):
        """The ids of the services that the search finds, the best first."""
        total = self.env["social.service"].search_count([])
        found = self.env["social.service"]._look_up(
            words, limit=total, with_facets=False
        )
        return found["services"].ids

    @api.model
    def _terms_domain(self, query, path=""):
        """What carries the term, and any term of the taxonomy, that is asked for."""
        domain = Domain.TRUE
        for name in ("taxonomy_term_id", "taxonomy_id"):
            if name not in query:
                continue
            having = [
                Domain(field, "in", [value])
                for field, value, term in self._all_terms()
                if query[name]
                in (
                    term["uuid"]
                    if name == "taxonomy_term_id"
                    else hsds.taxonomy_id(term["taxonomy"]),
                )
            ]
            one = Domain.OR(having) if having else Domain.FALSE
            domain &= Domain(path, "any", one) if path else one
        return domain

    @api.model
    def _organization_domain(self, query, path):
        if "organization_id" not in query:
            return Domain.TRUE
        asked = self._record("social.organization", query["organization_id"])
        return Domain(path, "in", asked.ids)

    @api.model
    def _age_domain(self, query):
        """What is for somebody of this age; a service without ages is for all."""
        if "age" not in query:
            return Domain.TRUE
        age = query["age"]
        youngest = Domain("minimum_age", "=", False) | Domain("minimum_age", "<=", age)
        oldest = Domain("maximum_age", "=", False) | Domain("maximum_age", ">=", age)
        return youngest & oldest

    @api.model
    def _near(self, places, postcode, proximity):
        """Those within so many metres of the middle of a postal code, nearest first."""
        middle = self.env["social.postcode"]._at(postcode)
        if not middle:
            return places.browse()
        found = []
        for place in places:
            location = place.location_id
            if location.latitude or location.longitude:
                metres = _distance(middle, location)
                if metres <= proximity:
                    found.append((metres, place.id))
        return places.browse(place for _metres, place in sorted(found))

    @api.model
    def _term_entries(self, query):
        details = self._taxonomies()
        terms = [
            hsds.taxonomy_term(term, details[term["taxonomy"]])
            for _name, _value, term in self._all_terms()
            # Our lists are flat: every term is at the top.
            if "parent_id" not in query
        ]
        if "taxonomy_id" in query:
            terms = [one for one in terms if one["taxonomy_id"] == query["taxonomy_id"]]
        return _with_words(terms, query.get("search"))

    @api.model
    def _all_terms(self):
        return self._terms_of_lists() + self._terms_of_choices()

    @api.model
    def _all_taxonomies(self):
        return [hsds.taxonomy(values) for values in self._taxonomies().values()]

    @api.model
    def _shown(self, resource, entries, query):
        """Entries as the objects that a reader gets, in the same order."""
        made = [entry for entry in entries if isinstance(entry, int)]
        objects = iter(self._objects(resource, made, query) if made else ())
        return [next(objects) if isinstance(entry, int) else entry for entry in entries]

    @api.model
    def _objects(self, resource, ids, query):
        words = self._words()
        is_full = query.get("full")
        records = self.env[MODELS[resource]].browse(ids)
        if resource == "services":
            if query.get("minimal"):
                records.fetch(["uuid", "name", "state", "last_modified"])
                return [hsds.service_minimal(one) for one in records]
            rows = self._service_values(records, with_parts=is_full)
            if is_full:
                return [hsds.service(values, words) for values in rows]
            return [hsds.service_in_list(values) for values in rows]
        if resource == "organizations":
            rows = self._organization_values(records).values()
            if is_full:
                return [hsds.organization(values, words) for values in rows]
            return [hsds.organization_in_list(values) for values in rows]
        places = self._place_values(records).values()
        if is_full:
            return [hsds.service_at_location(values, words) for values in places]
        services = self._service_values(records.service_id, with_parts=False)
        by_id = {values["uuid"]: values for values in services}
        return [
            hsds.service_at_location_in_list(
                {**values, "service": by_id[values["service_uuid"]]}, words
            )
            for values in places
        ]


# By the `sort` that is asked for; every one ends in what tells two services apart.
ORDERS = {
    "name": "name, id",
    "assured_date": "last_assured DESC NULLS LAST, name, id",
}
MODELS = {
    "services": "social.service",
    "organizations": "social.organization",
    "service_at_locations": "social.service.location",
}


def _with_words(objects, words):
    """Those whose name or description has the words, in the order of list and name."""
    words = (words or "").casefold()
    return [
        one
        for one in objects
        if words in one["name"].casefold() or words in one["description"].casefold()
    ]


def _distance(one, other):
    """Metres between two places on earth, as the crow flies."""
    here, there = radians(one.latitude), radians(other.latitude)
    across = sin((there - here) / 2) ** 2
    along = sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * EARTH * asin(sqrt(across + cos(here) * cos(there) * along))
