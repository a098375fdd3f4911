from odoo import fields, models


class ClientContactAnonymous(models.Model):
    """A contact with somebody who wants to be nobody (Wmo 2015 art. 2.2.4).

    No link to a person, no text, no record of who registered it or at what hour, and
    never made part of a case afterwards: what is not here cannot leak.
    """

    _name = "client.contact.anonymous"
    _inherit = ["client.contact.mixin"]
    _description = "Anonymous contact"
    _order = "date desc, id desc"
    _log_access = False

    team_id = fields.Many2one(
        "client.team",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["client.team"]._default_for_user(),
        help="The team that had the contact; its members see the row.",
    )
    date = fields.Date(index=True, help="The day; the hour is left out on purpose.")
    life_domain_ids = fields.Many2many(
        "life.domain", string="Life domains", help="What it was about."
    )

    def write(self, vals):
        result = super().write(vals)
        if "team_id" in vals:
            # Odoo checks before, not after: not to a team one is no member of.
            self.check_access("write")
        return result

    def _compute_display_name(self):
        for contact in self:
            contact.display_name = self.env._("Anonymous contact")
