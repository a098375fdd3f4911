from odoo import fields, models


class SocialServiceCategory(models.Model):
    """What sort of help a service is, whichever life domain it serves."""

    _name = "social.service.category"
    _inherit = ["social.term.mixin", "choice.list.mixin"]
    _description = "Category of Services"
    _taxonomy = "category"

    code = fields.Char(
        required=True,
        copy=False,
        help="Technical name that imports and exports refer to.",
    )
    note = fields.Char(translate=True, help="What belongs here.")

    _code_uniq = models.Constraint(
        "UNIQUE(code)", "Another category already has this code."
    )

    def _term_description(self):
        return self.note or super()._term_description()
