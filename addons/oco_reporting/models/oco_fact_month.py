from odoo import fields, models


class OcoFactMonth(models.Model):
    """What a month of facts looked like when it was built.

    Tells the engine which months have changed since: the number of rows and a sum of
    their hashes, of one kind of fact, organisation and month. Nobody has rights on it.
    """

    _name = "oco.fact.month"
    _description = "Month of facts, as built"
    _log_access = False

    fact = fields.Char(required=True, help="Model of the facts.")
    company_id = fields.Many2one(
        "res.company", required=True, ondelete="cascade", help="Whose work it is."
    )
    month = fields.Date(required=True, help="First day of the month.")
    fingerprint = fields.Char(
        required=True, help="Number of rows and the sum of their hashes."
    )

    _month_uniq = models.UniqueIndex("(fact, company_id, month)")
