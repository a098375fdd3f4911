from odoo import api, fields, models
from odoo.tools import SQL

from ..screen import labels
from .client_referral import OUTCOMES

# Fewer residents than this could be known to who reads it.
LEAST = 3
RESULTS = [
    *OUTCOMES,
    ("accepted", "Accepted, goes on"),
    ("declined_not_suitable", "Declined: not suitable for the question"),
    ("declined_target_group", "Declined: not for this target group"),
    ("declined_other_area", "Declined: not for this area"),
    ("declined_waiting_list", "Declined: waiting list too long"),
    ("declined_no_capacity", "Declined: no room at this moment"),
    ("declined_other", "Declined: another reason"),
]


class ClientReferralExperience(models.Model):
    """How referrals to an organisation and its services turned out, without a person.

    What an editor of the social map needs to know whether an entry is true: "does not
    fit" or "waiting list" so many times in two years. No text, no way to a file. Three
    things keep a single resident out of sight, on every interface, since there is
    nothing else to read:

    * a line is of three residents at least;
    * each referral is in one line at most, and there are no totals of what was left
      out: nothing can be set off against anything else;
    * whole quarters only, as it stood at the end of the last one: a count that goes up
      never tells the day.
    """

    _name = "client.referral.experience"
    _description = "How referrals turned out"
    _order = "quantity desc, id"
    _auto = False
    _log_access = False

    partner_id = fields.Many2one(
        "res.partner", string="Organisation", readonly=True, help="Where to."
    )
    service_id = fields.Many2one(
        "social.service",
        readonly=True,
        help="To which service; empty: no service of the social map was named.",
    )
    outcome = fields.Selection(RESULTS, readonly=True, help="How it turned out.")
    quantity = fields.Integer(
        string="Times", readonly=True, help="Residents, of three at least."
    )
    weeks = fields.Integer(
        string="Weeks until the start",
        readonly=True,
        aggregator=None,
        help="On average, of three residents at least; 0: not known of enough of them.",
    )

    @api.depends("partner_id", "service_id", "outcome")
    def _compute_display_name(self):
        words = labels(self, "outcome")
        for one in self:
            where = one.service_id.name or one.partner_id.name
            one.display_name = f"{where}: {words.get(one.outcome)}"

    @property
    def _table_query(self):
        return SQL(
            """
            WITH last AS (
                SELECT date_trunc('quarter', now())::date AS day
            ), known AS (
                SELECT partner_id, service_id, resident_id, started_on - requested_on
                       AS days,
                       CASE WHEN state = 'declined' THEN 'declined_' || decline_reason
                            WHEN ended_on < last.day THEN outcome
                            ELSE 'accepted'
                       END AS outcome
                  FROM client_referral
            CROSS JOIN last
                 WHERE direction = 'out' AND partner_id IS NOT NULL
                   AND answered_on < last.day
                   AND coalesce(ended_on, answered_on)
                       >= last.day - interval '2 years'
                   AND (state IN ('declined', 'done', 'accepted', 'started')
                        OR state = 'revoked' AND ended_on >= last.day)
            )
            SELECT (partner_id * 1000000::bigint + coalesce(service_id, 0)) * 32
                   + array_position(%(codes)s, outcome) AS id,
                   partner_id, service_id, outcome,
                   count(DISTINCT resident_id) AS quantity,
                   CASE WHEN count(DISTINCT resident_id) FILTER (WHERE days >= 0)
                             >= %(least)s
                        THEN round(avg(days) FILTER (WHERE days >= 0) / 7)::integer
                        ELSE 0
                   END AS weeks
              FROM known
             WHERE outcome IS NOT NULL
          GROUP BY partner_id, service_id, outcome
            HAVING count(DISTINCT resident_id) >= %(least)s
            """,
            codes=[code for code, _label in RESULTS],
            least=LEAST,
        )
