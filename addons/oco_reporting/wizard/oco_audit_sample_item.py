from odoo import fields, models


class OcoAuditSampleItem(models.TransientModel):
    """One contact or case of a sample, without who it is about."""

    _name = "oco.audit.sample.item"
    _description = "Item of a sample"

    sample_id = fields.Many2one(
        "oco.audit.sample",
        required=True,
        index=True,
        ondelete="cascade",
        help="Of which sample.",
    )
    code = fields.Char(help="Stands for the contact or case in this sample only.")
    month = fields.Char(help="Year and month it was in.")
    team = fields.Char(help="The team that did it.")
    kind = fields.Char(help="Kind of contact, or what happened to the case.")
    facts = fields.Char(string="Registered", help="What was registered with it.")
