from odoo import fields, models


class OcoFactCase(models.Model):
    """The beginning or the end of one case (KPI K03, K04; K05 follows from both).

    A case that is reopened ended and goes on: the end stays where it was counted.
    """

    _name = "oco.fact.case"
    _inherit = ["oco.fact.mixin"]
    _description = "Fact: case"
    _log_access = False

    event = fields.Selection(
        [("new", "Began"), ("closed", "Ended"), ("reopened", "Went on")],
        required=True,
        help="What happened on the day.",
    )

    _period = models.Index("(company_id, date)")
