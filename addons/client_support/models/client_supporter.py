from odoo import fields, models


class ClientSupporter(models.Model):
    """Somebody who supports residents, employed or volunteer, with or without a login.

    Many volunteers have no account; a coordinator keeps their profile.
    """

    _name = "client.supporter"
    _description = "Supporter"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, help="As residents know the supporter.")
    user_id = fields.Many2one(
        "res.users",
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
        domain="[('share', '=', False)]",
        help="The supporter's login, when there is one.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
        help="The organisation the supporter works for.",
    )
    employment_kind = fields.Selection(
        [("employed", "Employed"), ("posted", "Posted"), ("volunteer", "Volunteer")],
        required=True,
        default="employed",
        help="How the supporter is bound to the organisation.",
    )
    active = fields.Boolean(default=True, help="Switch off whoever left.")

    _user_uniq = models.UniqueIndex(
        "(user_id, company_id) WHERE user_id IS NOT NULL",
        "This user has a supporter profile in this organisation already.",
    )
