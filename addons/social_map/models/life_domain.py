from odoo import fields, models
from odoo.exceptions import UserError


class LifeDomain(models.Model):
    """A part of somebody's life that a question or a service is about (leefgebied).

    Client support covers every life domain (Wmo 2015, art. 1.1.1). Policy papers and
    measuring instruments each have their own list; these twelve are the ones they have
    in common, and `life.domain.term` says where each of their words belongs.
    """

    _name = "life.domain"
    _inherit = ["social.term.mixin", "choice.list.mixin"]
    _description = "Life Domain"
    _taxonomy = "life-domain"

    code = fields.Char(
        required=True,
        copy=False,
        help="Technical name that figures, imports and exports refer to. "
        "It never changes.",
    )
    scope_note = fields.Char(
        translate=True,
        help="What belongs here, so that everybody registers the same thing in the "
        "same place.",
    )
    policy_field = fields.Char(
        translate=True,
        help="The fields named by the law in the definition of client support "
        "(Wmo 2015, art. 1.1.1) that this life domain belongs to.",
    )
    icon = fields.Char(
        help="Font Awesome class that pictures the life domain, such as fa-home.",
    )
    color = fields.Integer(
        aggregator=None,
        help="Colour of the life domain on tags and cards.",
    )
    term_ids = fields.One2many(
        "life.domain.term",
        "life_domain_id",
        help="Words of other vocabularies that mean this life domain.",
    )

    _code_uniq = models.Constraint(
        "UNIQUE(code)", "Another life domain already has this code."
    )

    def write(self, vals):
        # Closed periods and delivered files name the code, so it outlives every
        # rename. Only the module's own data and migrations may touch it.
        if "code" in vals and not self.env.su:
            for domain in self:
                if domain.code != vals["code"]:
                    raise UserError(
                        self.env._(
                            "The code of %(domain)s cannot change: figures and exports "
                            "refer to it. Archive the life domain and make a new one.",
                            domain=domain.name,
                        )
                    )
        return super().write(vals)

    def _offered(self):
        """Those on which there is help that everybody can find."""
        offered = self.env["social.service"]._read_group(
            [("is_published", "=", True)], ["life_domain_ids"]
        )
        return self.search([("id", "in", [domain.id for (domain,) in offered])])

    def _term_description(self):
        return self.scope_note or super()._term_description()
