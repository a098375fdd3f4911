from odoo import fields, models

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class SocialSchedule(models.Model):
    """When a service is open, or a stretch of days on which it is closed.

    Hours are Dutch wall-clock time, so that ten o'clock stays ten o'clock when the
    clock is changed.
    """

    _name = "social.schedule"
    _inherit = ["social.part.mixin"]
    _description = "Opening Hours"
    _order = "is_closure, weekday, opens_at, id"

    service_id = fields.Many2one(
        "social.service",
        ondelete="cascade",
        index="btree_not_null",
        help="The service, wherever it is given.",
    )
    service_location_id = fields.Many2one(
        "social.service.location",
        ondelete="cascade",
        index="btree_not_null",
        help="The service at one of its locations.",
    )
    is_closure = fields.Boolean(
        string="Closed",
        help="Not open hours but days on which it is closed, such as a holiday.",
    )
    weekday = fields.Selection(WEEKDAYS, string="Day", help="The day of the week.")
    week_of_month = fields.Selection(
        [
            ("1", "First of the month"),
            ("2", "Second of the month"),
            ("3", "Third of the month"),
            ("4", "Fourth of the month"),
            ("-1", "Last of the month"),
        ],
        string="Which",
        help="Such as the first Tuesday of the month; empty: every week.",
    )
    opens_at = fields.Float(
        string="From", aggregator=None, help="Hour of opening, Dutch time."
    )
    closes_at = fields.Float(
        string="To", aggregator=None, help="Hour of closing, Dutch time; 24:00 at most."
    )
    valid_from = fields.Date(
        help="First day that it holds; of a closure: the first day closed."
    )
    valid_until = fields.Date(
        help="Last day that it holds; of a closure: the last day closed."
    )
    by_appointment = fields.Boolean(help="Only for who has an appointment.")
    note = fields.Char(translate=True, help="What to know, such as: ring twice.")

    _one_owner = models.Constraint(
        "CHECK(num_nonnulls(service_id, service_location_id) = 1)",
        "Hours belong to a service or to one of its locations.",
    )
    _order_of_days = models.Constraint(
        "CHECK(valid_until IS NULL OR valid_from IS NULL OR valid_until >= valid_from)",
        "The last day cannot come before the first.",
    )
    _hours = models.Constraint(
        """CHECK(is_closure IS TRUE OR (weekday IS NOT NULL AND opens_at >= 0
            AND opens_at < closes_at AND closes_at <= 24))""",
        "Open hours need a day, and an hour of opening before the hour of closing.",
    )
    _closure = models.Constraint(
        """CHECK(is_closure IS NOT TRUE
            OR (valid_from IS NOT NULL AND valid_until IS NOT NULL))""",
        "Days on which it is closed have a first and a last day.",
    )

    def _in_words(self):
        """The line as the page of a service tells it, with its day and its note."""
        self.ensure_one()
        pages = self.env["social.service"]
        if self.is_closure:
            days, note = pages._told_closure(self)
            words = self.env._("Closed: %s", days)
        else:
            hours, note = pages._told_hours(self)
            names = dict(self._fields["weekday"]._description_selection(self.env))
            words = f"{names.get(self.weekday, '').capitalize()} {hours}"
        return ", ".join(filter(None, [words, note]))

    def _whole(self):
        return [self.service_id, self.service_location_id]
