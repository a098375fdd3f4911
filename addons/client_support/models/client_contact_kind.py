from odoo import fields, models


class ClientContactKind(models.Model):
    """What sort of contact it was; says whether it counts as information & advice."""

    _name = "client.contact.kind"
    _inherit = ["client.code.mixin"]
    _description = "Kind of contact"

    counts_as_ia = fields.Boolean(
        string="Counts as I&A",
        help="Counted as an information and advice contact (KPI K01).",
    )
    is_quick = fields.Boolean(
        string="On the quick form", help="Offered as one tap in a quick contact."
    )
