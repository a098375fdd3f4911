from odoo import fields, models


class OcoFactQuestion(models.Model):
    """One question: a contact or case on one life domain (KPI K07)."""

    _name = "oco.fact.question"
    _inherit = ["oco.fact.mixin"]
    _description = "Fact: question"
    _log_access = False

    life_domain_id = fields.Many2one(
        "life.domain", ondelete="restrict", help="What part of life it was about."
    )

    _period = models.Index("(company_id, date)")
