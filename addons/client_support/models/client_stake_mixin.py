from odoo import api, fields, models


class ClientStakeMixin(models.AbstractModel):
    """A dated tie of a supporter to an organisation, from which conflicts follow.

    Written by a coordinator, never by the supporter: somebody who could clear the own
    employer could take a case and put the employer back. A new or changed tie is
    checked against the cases that the supporter has, and ends the access where it
    conflicts.
    """

    _name = "client.stake.mixin"
    _inherit = ["client.supporter.part.mixin"]
    _description = "Tie of a supporter to an organisation"
    _order = "date_from desc, id desc"

    supporter_id = fields.Many2one(help="Whose tie it is.")
    partner_id = fields.Many2one(
        "res.partner",
        string="Organisation",
        required=True,
        ondelete="restrict",
        domain="[('is_company', '=', True)]",
        help="The organisation that the supporter is tied to.",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=fields.Date.context_today,
        help="First day of the tie.",
    )
    date_until = fields.Date(string="Until", help="Last day; empty while it lasts.")

    _order_of_days = models.Constraint(
        "CHECK(date_until IS NULL OR date_until >= date_from)",
        "It cannot end before it begins.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        ties = super().create(vals_list)
        ties.supporter_id._check_standing_cases()
        return ties

    def write(self, vals):
        result = super().write(vals)
        self.supporter_id._check_standing_cases()
        return result

    @api.model
    def _standing_on(self, supporter, day):
        """The ties of a supporter on a day, with elevated rights for the check."""
        # Elevated: whoever assigns need not see the ties, only what follows from them.
        return self.sudo().search(
            [
                ("supporter_id", "=", supporter.id),
                ("date_from", "<=", day),
                "|",
                ("date_until", "=", False),
                ("date_until", ">=", day),
            ]
        )
