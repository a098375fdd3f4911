from odoo import fields, models


class ClientOfficeMixin(models.AbstractModel):
    """What an organisation keeps about its own work, and nobody is named in.

    A rule on the organisation is asked before a record is written; here also after it,
    so that nothing is put away, or planted, in an organisation where the user does not
    work.
    """

    _name = "client.office.mixin"
    _description = "Kept by an organisation"

    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
        help="Whose it is.",
    )

    def write(self, vals):
        result = super().write(vals)
        self.check_access("write")
        return result
