from odoo import api, fields, models

# The form of support that everybody has a right to, by its code.
FOR_ALL = "independent_client_support"
# Places, with their hours, that go on one sheet beside all else.
LEAFLET_PLACES = 2


class SocialServiceFrontMixin(models.AbstractModel):
    """What visitors can send about a service, and what came in."""

    _name = "social.service.front.mixin"
    _inherit = ["social.front.mixin"]
    _description = "Service that visitors write about"
    _front_name = "service"

    open_ticket_count = fields.Integer(
        string="Open Messages",
        compute="_compute_open_ticket_count",
        groups="social_map.group_directory_editor",
        help="What visitors wrote about it that is not answered yet.",
    )

    def _compute_open_ticket_count(self):
        counts = dict(
            self.env["helpdesk.ticket"]._read_group(
                [
                    ("social_service_id", "in", self.ids),
                    ("social_kind", "!=", False),
                    ("closed", "=", False),
                ],
                ["social_service_id"],
                ["__count"],
            )
        )
        for service in self:
            service.open_ticket_count = counts.get(service._origin, 0)

    def action_open_tickets(self):
        """What visitors wrote about this service."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "social_map.helpdesk_ticket_action_social"
            ),
            "domain": [
                ("social_kind", "!=", False),
                ("social_service_id", "=", self.id),
            ],
        }

    def _question_path(self, wish="ask"):
        """The address of the form for a question about this, or about nothing.

        :param wish: "ask" or "appointment"
        """
        return f"/vraag?wish={wish}&{self._about()}".rstrip("&")

    @api.model
    def _giving_client_support(self):
        """What everybody can find that stands beside residents: independent first, and
        of those who is there for all before who is there for some.
        """
        order = {"independent": 0, "not_independent": 2}
        return self.search(
            [("is_published", "=", True), ("performs_client_support", "=", True)]
        ).sorted(
            lambda service: (
                order.get(service.independence, 1),
                service.support_form_id.code != FOR_ALL,
            )
        )

    def _first_to_call(self, most=3):
        """The first that can be called now, each number once.

        :return: [(who answers, telephone), …]; a number of the organisation is told by
            its name, as other help of it can have the same
        """
        numbers = {}
        for service in self:
            name = service.name if service.phone else service.organization_name
            phone = service._page_phone()
            if phone and service.state != "paused":
                numbers.setdefault(phone, name)
        return [(name, phone) for phone, name in numbers.items()][:most]

    def _leaflet_places(self):
        """The first places on paper, and how many more the website has."""
        lines = self._told_places()
        shown, more = lines[:LEAFLET_PLACES], len(lines) - LEAFLET_PLACES
        if more > 0:
            shown.append(
                self.env._(
                    "There are more places: %s. See the website: use the code below.",
                    more,
                )
            )
        return shown

    def _leaflet_hours(self):
        """The days and hours on paper, as on the page: of the service, of each place.

        :return: `[(place, [(day, [line, …]), …], [line, …] of days that it is closed),
            …]`, the place by its name where there are several; lines as in `_hours`
        """
        places = self._page_places()
        told = [("", *self._hours())]
        told += [
            (place.location_id.name if len(places) > 1 else "", *self._hours(place))
            for place in places[:LEAFLET_PLACES]
        ]
        return [one for one in told if one[1] or one[2]]
