from odoo import fields, models


class OcoFactContact(models.Model):
    """One contact, anonymous or not (KPI K01 where its kind counts as I&A)."""

    _name = "oco.fact.contact"
    _inherit = ["oco.fact.mixin"]
    _description = "Fact: contact"
    _log_access = False

    channel_id = fields.Many2one(
        "client.contact.channel", ondelete="restrict", help="By what road."
    )
    kind_id = fields.Many2one(
        "client.contact.kind", ondelete="restrict", help="Kind of contact."
    )

    _period = models.Index("(company_id, date)")
