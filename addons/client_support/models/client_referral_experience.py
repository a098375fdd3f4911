from odoo import api, fields, models
from odoo.tools import SQL

from ..screen import labels
from .client_referral import OUTCOMES

# Fewer residents than this could be known to who reads it.
LEAST = 3


class ClientReferralExperience(models.Model):
    """How referrals to an organisation turned out: counts, without a person.

    What an editor of the social map needs to know whether an entry is true: "does not
    fit" or "waiting list" so many times in two years. Three residents at least, no
    day, no text, no way to a file.
    """

    _name = "client.referral.experience"
    _description = "How referrals turned out"
    _order = "quantity desc, id"
    _auto = False
    _log_access = False

    partner_id = fields.Many2one(
        "res.partner", string="Organisation", readonly=True, help="Where to."
    )
    outcome = fields.Selection(OUTCOMES, readonly=True, help="How it turned out.")
    quantity = fields.Integer(
        string="Times", readonly=True, help="Residents, of three at least."
    )

    @api.depends("partner_id", "outcome")
    def _compute_display_name(self):
        words = labels(self, "outcome")
        for one in self:
            one.display_name = f"{one.partner_id.name}: {words.get(one.outcome)}"

    @property
    def _table_query(self):
        codes = [code for code, _label in OUTCOMES]
        return SQL(
            """
            SELECT partner_id * 10 + array_position(%(codes)s, outcome::text) AS id,
                   partner_id, outcome, count(DISTINCT resident_id) AS quantity
              FROM client_referral
             WHERE direction = 'out' AND outcome IS NOT NULL
               AND partner_id IS NOT NULL AND state IN ('done', 'declined')
               AND coalesce(ended_on, answered_on) > now() - interval '2 years'
          GROUP BY partner_id, outcome
            HAVING count(DISTINCT resident_id) >= %(least)s
            """,
            codes=codes,
            least=LEAST,
        )
