from odoo import api, models

from .. import hsds


class SocialOpenDataValues(models.AbstractModel):
    """Reads the directory as plain values for `hsds`, many records at a time.

    As the user of the environment: the record rules say what there is. Every field is
    read for all records at once, so that a page of a hundred takes as many statements
    as a page of one.
    """

    _name = "social.open.data.values"
    _description = "Values of open data"

    @api.model
    def _words(self):
        """The words that we add ourselves, in the reader's language."""
        return {
            "accessible_toilet": self.env._("Toilet for people with a wheelchair"),
            "by_appointment": self.env._("By appointment only"),
            "closed": self.env._("Closed"),
            "country": self.env._("The Netherlands"),
            "ended": self.env._("No longer offered"),
            "interpreter": self.env._("An interpreter can be arranged free of charge."),
            "no_waiting": self.env._("No waiting time"),
            "not_for": self.env._("Not for"),
            "page": self.env._("Page in the social map"),
            "places": self.env._("places"),
            "waiting": self.env._("Weeks of waiting"),
            "wheelchair": self.env._("Wheelchair access"),
            "zone": self.env._(
                "Dutch local time (Europe/Amsterdam), summer and winter."
            ),
        }

    @api.model
    def _taxonomies(self):
        """{code: its values for `hsds.taxonomy`}"""
        fields_by_model = {
            "social.service": {**hsds.LISTS, **hsds.CHOICES},
            "social.organization": hsds.ORGANIZATION_CHOICES,
            "social.location": hsds.LOCATION_CHOICES,
        }
        result = {
            "reach": (
                self.env._("Ways of contact"),
                self.env._("How residents reach it."),
            ),
            "client-support": (
                self.env._("Client support"),
                self.env._("Whether it stands beside residents free of charge."),
            ),
            "moment": (
                self.env._("Moment of support"),
                self.env._("At which moment of client support it is of use."),
            ),
            "organization-role": (
                self.env._("Role of the organisation"),
                self.env._("What its independence depends on."),
            ),
        }
        for model, names in fields_by_model.items():
            told = self.env[model].fields_get(names.values(), ["string", "help"])
            result |= {
                code: (told[name]["string"], told[name]["help"])
                for code, name in names.items()
            }
        return {
            code: {"code": code, "name": name, "description": description}
            for code, (name, description) in result.items()
        }

    @api.model
    def _terms_of_lists(self):
        """[(path of the field on a service, what it holds, values of the term)] of all
        terms of the taxonomies that are lists.
        """
        return [
            (name, record.id, self._term(record))
            for name in hsds.LISTS.values()
            for record in self.env[
                self.env["social.service"]._fields[name].comodel_name
            ].search([])
        ]

    @api.model
    def _terms_of_choices(self):
        """The same, of the taxonomies that are choices or marks."""
        place = "service_location_ids.location_id"
        return [
            (".".join(filter(None, (path, name))), value, term)
            for model, path, choices, marks in (
                ("social.service", "", hsds.CHOICES, hsds.MARKS),
                (
                    "social.organization",
                    "organization_id",
                    hsds.ORGANIZATION_CHOICES,
                    hsds.ORGANIZATION_MARKS,
                ),
                ("social.location", place, hsds.LOCATION_CHOICES, {}),
            )
            for name, value, term in self._choices_of(model, choices, marks)
        ]

    @api.model
    def _choices_of(self, model, choices, marks):
        """[(field, value, values of the term)] of one model."""
        marked = [name for names in marks.values() for name in names]
        told = self.env[model].fields_get(
            [*choices.values(), *marked], ["string", "help", "selection"]
        )
        return [
            (name, value, self._made_term(code, value, label, label))
            for code, name in choices.items()
            for value, label in told[name]["selection"]
        ] + [
            (
                name,
                True,
                self._made_term(code, name, told[name]["string"], told[name]["help"]),
            )
            for code, names in marks.items()
            for name in names
        ]

    @api.model
    def _made_term(self, taxonomy, code, name, description):
        return {
            "uuid": hsds.term_id(taxonomy, code),
            "code": code,
            "taxonomy": taxonomy,
            "name": name,
            "description": description,
            "language": (self.env.lang or "en")[:2],
        }

    @api.model
    def _term(self, record):
        return {
            **self._made_term(
                record._taxonomy,
                record.code or record.uuid,
                record.name,
                record._term_description(),
            ),
            "uuid": record.uuid,
        }

    @api.model
    def _made_terms(self, record, choices):
        """The terms of the choices and marks that are set on a record.

        :param choices: from `_choices_of`
        """
        return [term for name, value, term in choices if record[name] == value]

    @api.model
    def _organization_values(self, cards):
        """{id: values for `hsds.organization`}"""
        choices = self._choices_of(
            "social.organization", hsds.ORGANIZATION_CHOICES, hsds.ORGANIZATION_MARKS
        )
        base = cards.browse().get_base_url()
        return {
            card.id: {
                **_plain(card, "uuid", "name", "description", "email", "website"),
                **_plain(card, "phone", "company_registry", "last_modified"),
                "terms": self._made_terms(card, choices),
                "page": base + card._page_path(),
            }
            for card in cards
        }

    @api.model
    def _service_values(self, services, with_parts=True):
        """[values for `hsds.service`] in the order of the services.

        :param with_parts: False: only what stands in a list
        """
        cards = self._organization_values(services.organization_id)
        base = services.browse().get_base_url()
        costs = dict(services._fields["cost"]._description_selection(self.env))
        rows = [
            {
                **_plain(service, "uuid", "name", "alternate_name", "state"),
                **_plain(service, "summary", "description", "url", "email"),
                **_plain(service, "interpreter", "application_process", "for_whom"),
                **_plain(service, "not_for_whom", "minimum_age", "maximum_age"),
                **_plain(service, "last_assured", "last_modified"),
                "page": base + service._page_path(),
                "cost_label": costs.get(service.cost),
                "organization": cards[service.organization_id.id],
            }
            for service in services
        ]
        if with_parts:
            terms = {
                record: self._term(record)
                for name in hsds.LISTS.values()
                for record in services[name]
            }
            choices = self._choices_of("social.service", hsds.CHOICES, hsds.MARKS)
            places = self._place_values(services.service_location_ids)
            for service, values in zip(services, rows, strict=True):
                values.update(self._parts(service, terms, choices, places))
        return rows

    @api.model
    def _parts(self, service, terms, choices, places):
        """What belongs to a service, besides what stands in a list.

        :param terms: {record of a list: values of its term}
        :param choices: from `_choices_of`
        :param places: from `_place_values`, of all services
        """
        own = [
            terms[record] for name in hsds.LISTS.values() for record in service[name]
        ]
        return {
            **_plain(service, "easy_text", "independence_statement", "is_nationwide"),
            **_plain(service, "phone", "contact_role", "waiting_weeks"),
            **_plain(service, "capacity_available", "capacity_maximum"),
            **_plain(service, "measured_on", "is_measure_current"),
            "terms": own + self._made_terms(service, choices),
            "languages": [_plain(one, "code", "name") for one in service.language_ids],
            "areas": [
                _plain(one, "code", "name", "complete_name") for one in service.area_ids
            ],
            "costs": [_plain(one, "name", "amount") for one in service.cost_ids],
            "schedules": self._hours(service.schedule_ids),
            "places": [places[place.id] for place in service.service_location_ids],
        }

    @api.model
    def _place_values(self, places):
        """{id: values for `hsds.service_at_location`}"""
        choices = self._choices_of("social.location", hsds.LOCATION_CHOICES, {})
        return {
            place.id: {
                **_plain(place, "uuid", "description", "phone", "last_modified"),
                "service_uuid": place.service_id.uuid,
                "schedules": self._hours(place.schedule_ids),
                "location": self._location_values(place.location_id, choices),
            }
            for place in places
        }

    @api.model
    def _location_values(self, location, choices):
        labels = {
            name + "_label": term["name"]
            for name, value, term in choices
            if location[name] == value
        }
        return {
            **_plain(location, "uuid", "name", "location_type", "street"),
            **_plain(location, "postal_code", "city", "province", "latitude"),
            **_plain(location, "longitude", "accessibility", "transport"),
            **labels,
            "area": _plain(location.area_id, "code", "name"),
            "terms": self._made_terms(location, choices),
        }

    @api.model
    def _hours(self, schedules):
        return [
            {
                **_plain(one, "is_closure", "weekday", "week_of_month", "opens_at"),
                **_plain(one, "closes_at", "valid_from", "valid_until"),
                **_plain(one, "by_appointment", "note"),
            }
            for one in schedules
        ]


def _plain(record, *names):
    return {name: record[name] for name in names}
