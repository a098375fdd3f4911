from odoo import fields, models


class SocialLanguage(models.Model):
    """A language in which a service is given, spoken or signed.

    Not `res.lang`, which holds the languages of the screens.
    """

    _name = "social.language"
    _inherit = ["choice.list.mixin"]
    _description = "Language of a Service"

    code = fields.Char(
        required=True,
        copy=False,
        help="ISO 639-1 code, or ISO 639-3 where there is none of two letters.",
    )

    _code_uniq = models.Constraint(
        "UNIQUE(code)", "Another language already has this code."
    )
    _code_form = models.Constraint(
        "CHECK(code ~ '^[a-z]{2,3}$')", "A code of a language is two or three letters."
    )
