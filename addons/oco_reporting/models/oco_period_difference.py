from odoo import fields, models


class OcoPeriodDifference(models.Model):
    """A cell of a closed period that would be different if it were counted now.

    For cells that add up the difference is also a correction in the next open month
    (`oco.figure.corrects`); stocks and unique residents are only shown here.
    """

    _name = "oco.period.difference"
    _description = "Closed / now"
    _order = "date, cube, measure, label, id"
    _log_access = False

    closing_id = fields.Many2one(
        "oco.period.closing",
        required=True,
        index=True,
        ondelete="cascade",
        help="The closing.",
    )
    company_id = fields.Many2one(
        related="closing_id.company_id", store=True, help="Whose figures."
    )
    cube = fields.Selection(
        selection=lambda self: self._of_figure("cube"),
        required=True,
        help="Which cube.",
    )
    measure = fields.Selection(
        selection=lambda self: self._of_figure("measure"),
        required=True,
        help="What is counted.",
    )
    period = fields.Selection(
        selection=lambda self: self._of_figure("period"),
        required=True,
        help="How long the period of the cell is.",
    )
    date = fields.Date(required=True, help="First day of the period of the cell.")
    label = fields.Char(help="Which cell.")
    closed_quantity = fields.Integer(string="Closed", help="As it was closed.")
    now_quantity = fields.Integer(string="Now", help="As it would be counted now.")

    def _of_figure(self, name):
        return self.env["oco.figure"]._fields[name]._description_selection(self.env)
