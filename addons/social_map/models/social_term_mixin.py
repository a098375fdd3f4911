from uuid import uuid4

from odoo import api, fields, models

from .. import hsds


class SocialTermMixin(models.AbstractModel):
    """A list whose values are published as terms of a taxonomy (HSDS).

    A term with a code has the same UUID in every database, so that who collects the
    open data of several places meets one "housing" and not ten.
    """

    _name = "social.term.mixin"
    _inherit = ["social.said.mixin"]
    _description = "Term in open data"

    # The code of the taxonomy: a key of hsds.LISTS.
    _taxonomy = ""

    uuid = fields.Char(
        string="UUID",
        compute="_compute_uuid",
        store=True,
        help="The lasting id in open data; it follows the code.",
    )

    _uuid_uniq = models.Constraint("UNIQUE(uuid)", "This UUID is taken.")

    @property
    def _service_field(self):
        return hsds.LISTS[self._taxonomy]

    @api.depends("code")
    def _compute_uuid(self):
        for term in self:
            if term.code:
                term.uuid = hsds.term_id(self._taxonomy, term.code)
            else:
                term.uuid = term.uuid or str(uuid4())

    def _term_description(self):
        """What it means, in words: the standard does not go without."""
        return self.name
