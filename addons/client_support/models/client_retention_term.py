from odoo import api, fields, models
from odoo.exceptions import ValidationError

# The terms that the program itself works with.
USED = ("case", "youth", "contact", "read_log")


class ClientRetentionTerm(models.Model):
    """How long each kind of record is kept, by what law or policy.

    Configuration: the privacy officer may lengthen a term, or shorten it to what the
    law asks as a minimum. Every change is told outside the database.
    """

    _name = "client.retention.term"
    _inherit = ["client.code.mixin", "client.alarm.mixin"]
    _description = "Retention term"

    months = fields.Integer(
        required=True, aggregator=None, help="From the last document on, in months."
    )
    least_months = fields.Integer(
        string="At least",
        readonly=True,
        aggregator=None,
        help="What the law asks, in months; 0 where it is a policy of your own.",
    )
    source = fields.Char(
        required=True, translate=True, help="The article of law, or the policy."
    )
    enforced = fields.Selection(
        [
            ("proposal", "Destroyed after two people approve"),
            ("automatic", "Removed by the program"),
            ("elsewhere", "Kept up by the organisation itself"),
        ],
        required=True,
        readonly=True,
        help="Who sees to it that records go when the term has passed.",
    )

    @api.constrains("months", "least_months")
    def _check_least(self):
        for term in self:
            if term.months < max(term.least_months, 1):
                raise ValidationError(
                    self.env._(
                        "“%(term)s” is kept for at least %(months)s months: %(law)s.",
                        term=term.name,
                        months=max(term.least_months, 1),
                        law=term.source,
                    )
                )

    @api.model
    def _months_by_code(self):
        """The terms by their codes.

        An organisation that is no youth-care provider switches the term of the youth
        act off; then such a case is kept as any other (Jeugdwet art. 7.3.8).
        """
        # Elevated: terms are no secret, and whoever needs them was checked.
        terms = (
            self.sudo().with_context(active_test=False).search([("code", "in", USED)])
        )
        months = {term.code: term.months for term in terms}
        if not terms.filtered(lambda term: term.code == "youth").active:
            months["youth"] = months["case"]
        return months

    def _alarm_touches(self):
        return {f"client.retention.term/{term.code}" for term in self}
