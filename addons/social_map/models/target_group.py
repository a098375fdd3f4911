from odoo import fields, models


class TargetGroup(models.Model):
    """A group of residents that a service is meant for or that reports ask about.

    The groups are those that the municipal policy, the evaluation of 2016 and the
    national guides name. Belonging to one may itself be a medical or criminal fact.
    """

    _name = "target.group"
    _inherit = ["social.term.mixin", "choice.list.mixin"]
    _description = "Target Group"
    _taxonomy = "target-group"

    code = fields.Char(
        required=True,
        copy=False,
        help="Technical name that figures, imports and exports refer to.",
    )
    hard_to_reach = fields.Boolean(
        help="The group seldom finds its own way to support; reports on reach show it "
        "apart.",
    )
    special_category = fields.Boolean(
        string="Special Personal Data",
        help="That somebody belongs to this group tells something about health, "
        "origin, belief or criminal record: a special category of personal data "
        "(GDPR art. 9) or data on offences (art. 10). In a resident's file only those "
        "who need it may see it.",
    )

    _code_uniq = models.Constraint(
        "UNIQUE(code)", "Another target group already has this code."
    )
