from odoo import fields, models


class ClientIndependenceCriterion(models.Model):
    """One criterion of independence (Movisie, VNG; Wmo 2015 art. 2.2.4).

    Hard ones are checked or asked for before somebody gets a case; all that cannot be
    read from facts are declared by the supporter.
    """

    _name = "client.independence.criterion"
    _inherit = ["client.code.mixin"]
    _description = "Criterion of independence"

    is_hard = fields.Boolean(
        string="Hard", help="Without it somebody cannot be the supporter."
    )
    is_declared = fields.Boolean(
        string="On the declaration", help="The supporter says whether it is met."
    )
