from odoo import fields, models
from odoo.tools import SQL

from .. import review


class SocialQuality(models.Model):
    """How true the directory is: one row for each service that residents can find.

    Worked out when it is asked, so that it is right on every day without a job. The
    share that was checked is the average of 0 and 100 over the rows, so that it is
    right for every group and for the whole. A service that is hidden because nobody
    checked it in time counts: hiding does not make a directory truer.
    """

    _name = "social.quality"
    _description = "Quality of the Directory"
    _auto = False
    _order = "next_review, id"
    _rec_name = "service_id"
    _depends = {
        "social.service": [
            *("name", "active", "state", "is_published", "is_hidden", "owner_id"),
            *("partner_id", "last_assured", "next_review", "phone", "measured_on"),
            *("organization_id", "waiting_weeks", "capacity_available"),
        ],
        "social.organization": ["active", "phone"],
        "res.users": ["active"],
    }

    service_id = fields.Many2one(
        "social.service", readonly=True, help="Which service it is."
    )
    partner_id = fields.Many2one(
        "res.partner", string="Organisation", readonly=True, help="Who offers it."
    )
    owner_id = fields.Many2one("res.users", readonly=True, help="Who keeps it.")
    last_assured = fields.Date(readonly=True, help="When all was checked.")
    next_review = fields.Date(readonly=True, help="When it must be checked again.")
    review_state = fields.Selection(
        [
            ("current", "Checked"),
            ("due", "To be checked soon"),
            ("overdue", "Overdue"),
            ("never", "Never checked"),
        ],
        string="Check",
        readonly=True,
        help="How it stands today with checking this.",
    )
    checked_share = fields.Float(
        string="% Checked in 12 Months",
        aggregator="avg",
        readonly=True,
        help="Of 100 services that residents can find, how many somebody checked "
        "in the last twelve months, today included.",
    )
    overdue_count = fields.Integer(
        string="Overdue", readonly=True, help="The day of the check has passed."
    )
    never_count = fields.Integer(
        string="Never Checked", readonly=True, help="Nobody ever checked it."
    )
    ownerless_count = fields.Integer(
        string="Without Owner",
        readonly=True,
        help="Nobody keeps it, or who did left.",
    )
    phoneless_count = fields.Integer(
        string="Without Phone",
        readonly=True,
        help="Neither the service nor its organisation has a telephone number.",
    )
    stale_count = fields.Integer(
        string="Waiting Time Out of Date",
        readonly=True,
        help="Waiting time and places were measured, but too long ago.",
    )
    hidden_count = fields.Integer(
        string="Hidden",
        readonly=True,
        help="Residents do not find it, because nobody checked it in time.",
    )

    @property
    def _table_query(self):
        setting = self.env["social.service"]._review_setting
        today = review.today()
        return SQL(
            """
            SELECT service.id, service.id AS service_id, service.partner_id,
                service.owner_id, service.last_assured, service.next_review,
                CASE WHEN service.last_assured IS NULL THEN 'never'
                    WHEN service.next_review IS NULL
                        OR service.next_review < %(today)s THEN 'overdue'
                    WHEN service.next_review <= %(soon)s THEN 'due'
                    ELSE 'current' END AS review_state,
                CASE WHEN service.last_assured >= %(since)s THEN 100 ELSE 0 END
                    AS checked_share,
                (service.last_assured IS NOT NULL AND (service.next_review IS NULL
                    OR service.next_review < %(today)s))::int AS overdue_count,
                (service.last_assured IS NULL)::int AS never_count,
                (owner.active IS NOT TRUE)::int AS ownerless_count,
                (coalesce(service.phone, '') = ''
                    AND coalesce(card.phone, '') = '')::int AS phoneless_count,
                (service.measured_on IS NOT NULL
                    AND service.measured_on < %(measured)s)::int AS stale_count,
                (service.is_hidden IS TRUE)::int AS hidden_count
            FROM social_service service
            JOIN social_organization card ON card.id = service.organization_id
            LEFT JOIN res_users owner ON owner.id = service.owner_id
            WHERE service.active AND service.state IN ('published', 'paused')
                AND card.active
            """,
            today=today,
            soon=review.after(today, setting("remind_days")),
            since=review.counted_since(today),
            measured=review.after(today, -setting("measured_days")),
        )

    def action_open(self):
        """The form of the service."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "social.service",
            "res_id": self.service_id.id,
            "views": [[False, "form"]],
        }
