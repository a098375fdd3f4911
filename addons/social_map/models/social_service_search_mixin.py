from collections import Counter
from itertools import pairwise

from odoo import api, fields, models
from odoo.fields import NO_ACCESS, Domain
from odoo.tools import SQL

from ..ages import BANDS, bands
from ..opening_hours import dutch, week_of_month
from ..words import BEGINS, PART, SAME, asked, fold, printed, root, roots, stem, whole

# What a word says about a service by where it stands, from 1 to 100.
NAME, OTHER_NAME, SHORT, LONG, WIDE = 100, 85, 50, 30, 20
# What a word that is only meant by what was typed adds to what was typed.
MEANT = 0.6
# What half of a word adds that was typed as two.
HALF = 0.3
# Services that answer less well than this part of the best are left out.
CUT = 0.2
# What can be chosen: the field of the service that holds it.
LISTS = {
    "domain": "life_domain_ids",
    "group": "target_group_ids",
    "area": "area_ids",
    "category": "category_ids",
    "language": "language_ids",
}
SELECTIONS = {"cost": "cost", "form": "formality"}
FACETS = (*LISTS, *SELECTIONS, "age", "open_now", "client_support")
MARKED = ("life_domain_ids", "target_group_ids", "category_ids")
# Kilometres from the middle of the earth to its surface.
EARTH = 6371


class SocialServiceSearchMixin(models.AbstractModel):
    """Finding services by the words of residents: one engine for everybody.

    Each service carries the words that it is found by (`search_document`), from which
    the index (`social.search.posting`) follows at once. A question is answered as the
    user who asks: what the record rules hide takes no part in anything, not in counts,
    facets, ranks or suggestions.
    """

    _name = "social.service.search.mixin"
    _description = "Search of Services"

    search_document = fields.Text(
        compute="_compute_search_document",
        store=True,
        groups=NO_ACCESS,
        help="The words that it is found by, in all languages: lines of what they say "
        "about it, from 1 to 100, and the words.",
    )
    search_facets = fields.Char(
        compute="_compute_search_facets",
        store=True,
        groups=NO_ACCESS,
        help="All that can be chosen of it, in one column, so that a search counts the "
        "facets of thousands of services in one pass.",
    )
    found_by = fields.Char(
        string="Look up",
        compute="_compute_found_by",
        search="_search_found_by",
        help="Finds services by the words of residents, as on the website.",
    )

    @api.depends(
        *("name", "alternate_name", "keywords", "organization_name", "summary"),
        *("easy_text", "description", "for_whom", "application_process"),
        *("life_domain_ids.name", "life_domain_ids.scope_note"),
        *("life_domain_ids.term_ids.name", "target_group_ids.name"),
        *("category_ids.name", "category_ids.note", "support_form_id.name"),
        *("support_form_id.for_whom", "area_ids.name"),
    )
    def _compute_search_document(self):
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        for service in self.with_context(prefetch_langs=True):
            worth = {}
            for code in languages:
                for said, texts in service.with_context(lang=code)._said():
                    for text in texts:
                        for word in printed(text):
                            worth[word] = max(worth.get(word, 0), said)
            for values in (service[name] for name in MARKED):
                worth.update((self._mark(value), SHORT) for value in values)
            lines = {}
            for word in sorted(worth):
                lines.setdefault(worth[word], []).append(word)
            service.search_document = "\n".join(
                f"{said} {' '.join(words)}" for said, words in sorted(lines.items())
            )

    def _said(self):
        """[(what its words say from 1 to 100, texts)] in the language of the context"""
        self.ensure_one()
        domains, categories = self.life_domain_ids, self.category_ids
        # The shorter the name, the more each of its words says.
        name = NAME - min(len(printed(self.name)), 8)
        return [
            (name, [self.name]),
            (OTHER_NAME, [self.alternate_name, self.keywords]),
            (
                SHORT,
                [self.summary, self.easy_text, self.organization_name]
                + domains.mapped("name")
                + categories.mapped("name")
                + self.target_group_ids.mapped("name")
                + self.support_form_id.mapped("name"),
            ),
            (
                LONG,
                [self.description, self.for_whom, self.support_form_id.for_whom]
                + self.area_ids.mapped("name"),
            ),
            (
                WIDE,
                [self.application_process]
                + domains.mapped("scope_note")
                + domains.term_ids.mapped("name")
                + categories.mapped("note"),
            ),
        ]

    @api.depends(
        *LISTS.values(),
        *SELECTIONS.values(),
        *("is_nationwide", "performs_client_support", "minimum_age", "maximum_age"),
    )
    def _compute_search_facets(self):
        for service in self:
            held = [
                f"{key}:{value}"
                for key, name in LISTS.items()
                if key != "area"
                for value in service[name].ids
            ]
            held += [
                f"{key}:{service[name]}"
                for key, name in SELECTIONS.items()
                if service[name]
            ]
            areas = ",".join(map(str, sorted(service.area_ids.ids)))
            held.append(f"area:{'all' if service.is_nationwide else areas}")
            ages = ",".join(bands(service.minimum_age, service.maximum_age))
            held.append(f"age:{ages}")
            if service.performs_client_support:
                held.append("client_support:true")
            service.search_facets = " ".join(held)

    @api.model
    def _mark(self, value):
        """The word under which a service carries a value of a list; nobody types it."""
        return f"§{value._name}:{value.id}"

    def _write_multi(self, vals_list):
        # Where a computed value reaches the table, so that no way of changing a text,
        # a name in a list or a translation passes by the index.
        result = super()._write_multi(vals_list)
        documents = {
            service: vals["search_document"] or ""
            for service, vals in zip(self._ids, vals_list, strict=True)
            if "search_document" in vals
        }
        if documents:
            self._index(documents)
        return result

    @api.model
    def _index(self, documents):
        """Replace what services are found by.

        :param dict documents: {id of a service: its `search_document`}
        """
        words, rows = {}, {}
        for service, document in documents.items():
            for line in document.splitlines():
                said, *line_words = line.split()
                for word in line_words:
                    folded = fold(word)
                    words.setdefault(folded, word)
                    key = service, folded
                    rows[key] = max(rows.get(key, 0), int(said))
        self.env["social.search.word"]._keep(words)
        cr = self.env.cr
        cr.execute(
            SQL(
                "DELETE FROM social_search_posting WHERE service_id = ANY(%s)",
                list(documents),
            )
        )
        cr.execute(
            SQL(
                """INSERT INTO social_search_posting (word_id, service_id, worth)
                SELECT word.id, row.service, row.worth
                FROM unnest(%s::int[], %s::text[], %s::int[])
                    AS row (service, folded, worth)
                JOIN social_search_word AS word USING (folded)""",
                [service for service, _folded in rows],
                [folded for _service, folded in rows],
                list(rows.values()),
            )
        )

    @api.model
    def _index_anew(self):
        """Take the words of all services again: translations come by no write."""
        services = self.browse(self.with_context(active_test=False)._search([]))
        self.env.add_to_compute(self._fields["search_document"], services)
        services.flush_recordset(["search_document"])
        self._count_anew()

    @api.model
    def _count_anew(self):
        """Let PostgreSQL count what is there: after a change of many services searching
        is slow until it has, and by itself it waits a minute."""
        self.env.flush_all()
        self.env.cr.execute(
            "ANALYZE social_service, social_search_word, social_search_posting"
        )

    # What was asked

    @api.model
    def _concepts(self, words, seen):
        """What the words of a question look for.

        :param str words: the question as typed
        :param SQL seen: a subquery with the ids of the services that may be found
        :return: ([(weight, {id of a known word: how well it answers})], the question
            as it was probably meant, or "")
        """
        typed = {fold(word): word for word in asked(words)}
        meant, marks, spoken = self._meant_by(words)
        pairs = {"".join(pair): pair for pair in pairwise(typed)}
        Word = self.env["social.search.word"]
        others = [word for word in {*pairs, *meant} if word not in typed]
        found = Word._meant(list(typed), others, seen)
        concepts, slips = [], {}
        # "Mantel zorg": one word that was typed as two, of which each says less.
        halves = {
            half
            for pair, both in pairs.items()
            if max(found[pair][0].values(), default=0) > BEGINS
            for half in both
        }
        for word in typed:
            fits, slip, parts = found[word]
            if slip and (stem(word) in spoken or word in halves):
                # Residents say it, so it is no slip; what is only near it is not meant.
                fits, slip = (
                    {one: fit for one, fit in fits.items() if fit >= BEGINS},
                    None,
                )
            concepts.append((HALF if word in halves else 1, fits))
            concepts += [(PART, dict.fromkeys(part, SAME)) for part in parts]
            if slip:
                slips[typed[word]] = slip
        for pair in pairs:
            fits = {known: fit for known, fit in found[pair][0].items() if fit > BEGINS}
            concepts.append((1, fits))
        for word in meant - typed.keys():
            concepts.append((MEANT, found[word][0]))
        if marks:
            self.env.cr.execute(
                SQL(
                    "SELECT id FROM social_search_word WHERE folded = ANY(%s)",
                    list(marks),
                )
            )
            concepts += [(MEANT, {mark: SAME}) for (mark,) in self.env.cr.fetchall()]
        suggestion = " ".join(slips.get(word, word) for word in printed(words))
        return [one for one in concepts if one[1]], suggestion if slips else ""

    @api.model
    def _meant_by(self, words):
        """What residents mean by what they type, by the synonyms.

        :return: (words, marks, stems of all that residents are known to say)
        """
        meanings = self.env["social.synonym"]._meanings()
        typed, question = roots(words), whole(words)
        joined = typed | {
            root("".join(pair)) for pair in pairwise(map(fold, asked(words)))
        }
        said = [one for one in meanings if one.is_said(typed, joined, question)]
        meant, about = set(), set()
        for one in said:
            if not any(one.says_less(other, question) for other in said):
                meant.update(map(fold, one.words))
                about.update(one.marks)
        return meant, about, set().union(*(one.stems for one in meanings))

    @api.model
    def _ranks(self, concepts, seen):
        """SQL of (service_id, score) of what answers at all.

        A word counts for more the fewer services have it.
        """
        rows = [
            (number, word, fit)
            for number, (_weight, fits) in enumerate(concepts, 1)
            for word, fit in fits.items()
        ]
        return SQL(
            """
            WITH hit AS MATERIALIZED (
                SELECT known.concept, posting.service_id,
                    max(known.fit * posting.worth) / 100 AS best
                FROM unnest(%(numbers)s::int[], %(words)s::int[], %(fits)s::float[])
                    AS known (concept, word_id, fit)
                JOIN social_search_posting AS posting USING (word_id)
                WHERE posting.service_id IN (SELECT id FROM %(seen)s)
                GROUP BY known.concept, posting.service_id
            ), told AS (
                SELECT concept, (%(weights)s::float[])[concept]
                    * ln(1 + (SELECT count(*) FROM %(seen)s) / sum(best)) AS weight
                FROM hit GROUP BY concept
            )
            SELECT service_id, sum(best * weight) AS score
            FROM hit JOIN told USING (concept) GROUP BY service_id
            """,
            seen=seen,
            numbers=[row[0] for row in rows],
            words=[row[1] for row in rows],
            fits=[row[2] for row in rows],
            weights=[weight for weight, _fits in concepts],
        )

    @api.model
    def _look_up(
        self,
        words="",
        chosen=None,
        postcode="",
        offset=0,
        limit=20,
        with_facets=True,
        order="best",
    ):
        """The published services that answer a question, the best first.

        :param str words: as residents type them; empty: all services
        :param dict chosen: values by facet: "domain", "group", "area", "category" and
            "language" ids, "cost", "form" and "age" codes, "open_now" and
            "client_support" true; what is not known is ignored
        :param str postcode: from where distances are measured, "3311" or "3311 AB"
        :param str order: one of `asked.ORDERS`: the best first, the nearest (which
            needs a postal code), by name, or what was checked last
        :return: dict of `services` (recordset in order), `total` (how many in all),
            `facets` ({facet: [(value, label, how many with this choice)]}, in which the
            own choice of each facet does not count), `suggestion` (what was probably
            meant, or "") and `distances` ({id of a service: km}, without what has no
            place or is for the whole country)
        """
        # Words and rows are read past the ORM.
        self.env.flush_all()
        lists = {
            key: self.env[self._fields[name].comodel_name].search([])
            for key, name in LISTS.items()
        }
        chosen = self._choices(chosen or {}, lists)
        seen = self._search([("is_published", "=", True)])
        concepts, suggestion = self._concepts(words or "", seen.subselect())
        if asked(words) and not concepts:
            rows = []
        else:
            rows = self._rows(concepts, seen, chosen, postcode, order)
        found = [(service, km) for service, misses, km, _open in rows if not misses]
        page = found[offset : offset + limit]
        return {
            "services": self.browse(service for service, _km in page),
            "total": len(found),
            "facets": self._facets(rows, chosen, lists) if with_facets else {},
            "suggestion": suggestion,
            "distances": {service: km for service, km in page if km is not None},
        }

    @api.model
    def _choices(self, chosen, lists):
        """What was chosen, as far as it exists: {facet: set of values}"""
        known = {key: set(records.ids) for key, records in lists.items()}
        for key, name in SELECTIONS.items():
            known[key] = set(self._fields[name].get_values(self.env))
        known["age"] = set(BANDS)
        choices = {}
        for key, values in known.items():
            wanted = {
                int(value) if key in LISTS and str(value).isdecimal() else value
                for value in chosen.get(key) or ()
            }
            choices[key] = wanted & values
        for key in ("open_now", "client_support"):
            choices[key] = {True} if chosen.get(key) else set()
        return {key: values for key, values in choices.items() if values}

    @api.model
    def _rows(self, concepts, seen, chosen, postcode, order="best"):
        """What answers, in order: [(id, facets whose choice it misses as bits, km or
        None, whether it is open now)]"""
        misses = [
            SQL(
                "CASE WHEN %s THEN 0 ELSE %s END",
                self._fits(key, values),
                self._bit(key),
            )
            for key, values in chosen.items()
        ]
        near = self._near(postcode)
        name = self._field_to_sql("service", "name")
        best = SQL("round((score / (SELECT max(score) FROM ranked))::numeric, 2) DESC")
        orders = {
            "best": SQL("%s, km NULLS LAST, ", best),
            "near": SQL("km NULLS LAST, %s, ", best),
            "name": SQL("lower(%s), ", name),
            "checked": SQL("service.last_assured DESC NULLS LAST, "),
        }
        self.env.cr.execute(
            SQL(
                """
                WITH seen AS MATERIALIZED (%(seen)s),
                ranked AS MATERIALIZED (%(ranked)s)
                SELECT service.id, %(misses)s, %(km)s AS km, %(open)s
                FROM ranked
                JOIN social_service AS service ON service.id = ranked.service_id
                %(near)s
                WHERE score >= %(cut)s * (SELECT max(score) FROM ranked)
                ORDER BY %(order)s %(name)s, service.id
                """,
                seen=seen.select(),
                ranked=self._ranks(concepts, SQL("seen"))
                if concepts
                else SQL("SELECT id AS service_id, 1.0 AS score FROM seen"),
                misses=SQL(" + ").join(misses) if misses else SQL("0"),
                open=self._open_now(),
                km=SQL("near.km") if near else SQL("NULL::float"),
                near=near,
                cut=CUT,
                order=orders.get(order, orders["best"]),
                name=name,
            )
        )
        return self.env.cr.fetchall()

    @api.model
    def _bit(self, facet):
        return 1 << FACETS.index(facet)

    @api.model
    def _linked(self, field, ids):
        """SQL condition: the service holds one of these in a list."""
        field = self._fields[field]
        return SQL(
            "service.id IN (SELECT %s FROM %s WHERE %s = ANY(%s))",
            SQL.identifier(field.column1),
            SQL.identifier(field.relation),
            SQL.identifier(field.column2),
            list(ids),
        )

    @api.model
    def _fits(self, facet, values):
        """SQL condition: the service meets a choice."""
        if facet == "area":
            # What serves the areas around it, and what serves a part of it.
            around = self.env["social.area"].search(
                [
                    "|",
                    ("id", "parent_of", list(values)),
                    ("id", "child_of", list(values)),
                ]
            )
            return SQL(
                "(service.is_nationwide OR %s)", self._linked("area_ids", around.ids)
            )
        if facet in LISTS:
            return self._linked(LISTS[facet], values)
        if facet in SELECTIONS:
            column = SQL.identifier("service", SELECTIONS[facet])
            return SQL("coalesce(%s = ANY(%s), false)", column, list(values))
        if facet == "age":
            return SQL(" OR ").join(map(self._fits_age, sorted(values)))
        if facet == "open_now":
            return self._open_now()
        return SQL("coalesce(service.performs_client_support, false)")

    @api.model
    def _fits_age(self, band):
        """SQL condition: the service is for somebody of this band; see `bands`."""
        first, last = BANDS[band]
        return SQL(
            """(coalesce(service.minimum_age, 0) <= %s
                AND coalesce(nullif(service.maximum_age, 0), %s) >= %s)""",
            last,
            first,
            first,
        )

    @api.model
    def _near(self, postcode):
        """SQL join that says how far each service is from a postal code."""
        here = self.env["social.postcode"]._at(postcode)
        if not here:
            return SQL()
        return SQL(
            """
            LEFT JOIN (
                SELECT place.service_id, round(min(
                    2 * %(earth)s * asin(sqrt(
                        sin(radians(spot.latitude - %(latitude)s) / 2) ^ 2
                        + cos(radians(spot.latitude)) * cos(radians(%(latitude)s))
                        * sin(radians(spot.longitude - %(longitude)s) / 2) ^ 2
                    ))
                )::numeric, 1)::float AS km
                FROM social_service_location AS place
                JOIN (
                    SELECT location.id,
                        coalesce(nullif(location.latitude, 0), code.latitude)::float
                            AS latitude,
                        coalesce(nullif(location.longitude, 0), code.longitude)::float
                            AS longitude
                    FROM social_location AS location
                    LEFT JOIN social_postcode AS code
                        ON code.code = left(location.postal_code, 4)
                    WHERE location.location_type = 'physical'
                        AND location.id IN %(locations)s
                ) AS spot ON spot.id = place.location_id
                WHERE place.id IN %(places)s
                GROUP BY place.service_id
            ) AS near ON near.service_id = service.id AND NOT coalesce(
                service.is_nationwide, false)
            """,
            earth=EARTH,
            latitude=here.latitude,
            longitude=here.longitude,
            locations=self.env["social.location"]._search([]).subselect(),
            places=self.env["social.service.location"]._search([]).subselect(),
        )

    @api.model
    def _open_now(self):
        """SQL condition: one can walk in at this moment, somewhere.

        The same rules as in `opening_hours`, for all services at once.
        """
        now = dutch(fields.Datetime.now())
        number, is_last = week_of_month(now.date())
        # Hours have no rule of their own: they are known with the service and the place
        # that they belong to.
        today = SQL(
            "%(today)s BETWEEN coalesce(valid_from, %(today)s)"
            " AND coalesce(valid_until, %(today)s)",
            today=now.date(),
        )
        hours = SQL(
            """(
                SELECT service_id, service_location_id FROM social_schedule
                WHERE is_closure IS NOT TRUE AND by_appointment IS NOT TRUE
                    AND %(today)s AND weekday = %(weekday)s
                    AND (week_of_month IS NULL OR week_of_month = ANY(%(nth)s))
                    AND round(opens_at * 60) <= %(minute)s
                    AND round(closes_at * 60) > %(minute)s
            ) AS hours""",
            today=today,
            weekday=str(now.weekday()),
            nth=[str(number), *(["-1"] if is_last else [])],
            minute=now.hour * 60 + now.minute,
        )
        places = self.env["social.service.location"]._search([]).subselect()
        place = SQL(
            """(
                SELECT id, service_id FROM social_service_location
                WHERE id IN %(places)s AND id NOT IN (
                    SELECT service_location_id FROM social_schedule
                    WHERE is_closure AND service_location_id IS NOT NULL AND %(today)s
                )
            ) AS place""",
            places=places,
            today=today,
        )
        return SQL(
            """
            (service.state <> 'paused' AND service.id NOT IN (
                SELECT service_id FROM social_schedule
                WHERE is_closure AND service_id IS NOT NULL AND %(today)s
            ) AND service.id IN (
                SELECT place.service_id FROM %(place)s
                WHERE place.id IN (SELECT service_location_id FROM %(hours)s)
                UNION ALL
                SELECT service_id FROM %(hours)s
                WHERE service_id NOT IN (
                    SELECT service_id FROM social_service_location
                    WHERE id IN %(places)s
                ) OR service_id IN (
                    SELECT place.service_id FROM %(place)s
                    WHERE place.id NOT IN (
                        SELECT service_location_id FROM social_schedule
                        WHERE is_closure IS NOT TRUE AND service_location_id IS NOT NULL
                    )
                )
            ))
            """,
            today=today,
            hours=hours,
            place=place,
            places=places,
        )

    @api.model
    def _facets(self, rows, chosen, lists):
        """{facet: [(value, label, how many services with that choice)]}"""
        counts = self._counts(rows)
        facets = {}
        for key, records in lists.items():
            count = (
                self._by_area(records, counts[key]) if key == "area" else counts[key]
            )
            facets[key] = [
                (record.id, record.display_name, count.get(str(record.id), 0))
                for record in records
            ]
        for key, name in SELECTIONS.items():
            options = self._fields[name]._description_selection(self.env)
            facets[key] = [
                (value, label, counts[key].get(value, 0)) for value, label in options
            ]
        # A service says all its bands together, as it does its areas.
        ages = Counter()
        for held, count in counts["age"].items():
            ages.update(dict.fromkeys(held.split(","), count))
        facets["age"] = [(band, self._told_band(band), ages[band]) for band in BANDS]
        labels = {
            "open_now": self.env._("Open now"),
            "client_support": self.env._("Client support"),
        }
        for key, label in labels.items():
            facets[key] = [(True, label, counts[key].get("true", 0))]
        # What gives nothing is not offered, unless it was chosen: it can be unticked.
        return {
            key: [
                option
                for option in options
                if option[2] or option[0] in chosen.get(key, ())
            ]
            for key, options in facets.items()
        }

    @api.model
    def _told_band(self, band):
        """A band of ages in words."""
        youngest, oldest = BANDS[band]
        if band.endswith("+"):
            return self.env._("%s years and older", youngest)
        return self.env._(
            "%(youngest)s to %(oldest)s years", youngest=youngest, oldest=oldest
        )

    @api.model
    def _counts(self, rows):
        """{facet: {value as text: how many services with it}}, in which what its own
        choice leaves out takes part; areas and ages by all of a service together, with
        commas, "all" for the whole country."""
        self.env.cr.execute(
            SQL(
                """SELECT held, found.misses, count(*)
                FROM unnest(%s::int[], %s::int[], %s::bool[])
                    AS found (id, misses, is_open)
                JOIN social_service AS service USING (id),
                unnest(string_to_array(
                    service.search_facets
                    || CASE WHEN is_open THEN ' open_now:true' ELSE '' END, ' '
                )) AS held
                GROUP BY held, found.misses""",
                [row[0] for row in rows],
                [row[1] for row in rows],
                [row[3] for row in rows],
            )
        )
        counts = {key: Counter() for key in FACETS}
        for held, misses, count in self.env.cr.fetchall():
            key, value = held.split(":")
            if not misses & ~self._bit(key):
                counts[key][value] += count
        return counts

    @api.model
    def _by_area(self, areas, counts):
        """{area as text: how many services are for residents of it, or of a part}"""
        paths = {
            area.id: set(area.parent_path.rstrip("/").split("/")) for area in areas
        }
        related = {str(area): set(path) for area, path in paths.items()}
        for area, path in paths.items():
            for around in path & related.keys():
                related[around].add(str(area))
        everywhere = counts.pop("all", 0)
        totals = dict.fromkeys(related, everywhere)
        for held, count in counts.items():
            served = set().union(*(related.get(area, ()) for area in held.split(",")))
            for area in served & totals.keys():
                totals[area] += count
        return totals

    # For staff

    def _compute_found_by(self):
        self.found_by = False

    @api.model
    def _search_found_by(self, operator, value):
        if operator not in ("ilike", "in"):
            return NotImplemented
        asked_words = [value] if isinstance(value, str) else value
        return Domain("id", "in", self._found(" ".join(filter(None, asked_words))))

    @api.model
    def _search_display_name(self, operator, value):
        found = super()._search_display_name(operator, value)
        if operator == "ilike" and value:
            found = Domain(found) | Domain("id", "in", self._found(value))
        return found

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        # The best first, when words are looked up and no other order is asked for.
        query = super()._search(domain, offset, limit, order, **kwargs)
        if order in (None, self._order):
            for condition in Domain(domain).iter_conditions():
                looked_up = condition.field_expr in ("found_by", "display_name")
                if looked_up and condition.operator == "ilike" and condition.value:
                    query.order = SQL(
                        "array_position(%s::int[], %s), %s",
                        self._found(condition.value),
                        SQL.identifier(self._table, "id"),
                        self._order_to_sql(self._order, query),
                    )
        return query

    @api.model
    def _found(self, words):
        """The ids of what answers a question, the best first, published or not."""
        self.env.flush_all()
        seen = self._search([])
        concepts, _suggestion = self._concepts(words, seen.subselect())
        if not concepts:
            return []
        return [row[0] for row in self._rows(concepts, seen, {}, "")]

    # What nobody found

    @api.model
    def _note_gap(self, words, chosen=None):
        """Count a question of the public that nothing answered."""
        # Elevated: nobody may write these counts but this method, which keeps only
        # words and a month.
        self.env["social.search.gap"].sudo()._count(words, chosen)
