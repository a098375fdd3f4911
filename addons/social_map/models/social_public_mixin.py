from uuid import uuid4

from odoo import api, fields, models


class SocialPublicMixin(models.AbstractModel):
    """Is published as open data: has a lasting id and says when it last changed.

    HSDS 3.1 asks for a UUID for every row and for a `last_modified` that also rises
    when a part (telephone, hours, term) changes, which `write_date` does not.
    """

    _name = "social.public.mixin"
    _inherit = ["social.unsigned.mixin"]
    _description = "Published as open data"

    uuid = fields.Char(
        string="UUID",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: str(uuid4()),
        help="The lasting id in open data. It outlives every rename and every merge.",
    )
    last_modified = fields.Datetime(
        required=True,
        readonly=True,
        copy=False,
        default=fields.Datetime.now,
        index=True,
        help="When something changed that the public can see, here or in a part of it.",
    )

    _uuid_uniq = models.Constraint("UNIQUE(uuid)", "This UUID is taken.")

    # The folder of its page on the website; empty: it has no page of its own.
    _page_folder = ""

    def _page_path(self):
        """The address of its page on the website, without the host."""
        return f"/sociale-kaart/{self._page_folder}/{self.env['ir.http']._slug(self)}"

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & self._public_fields():
            self._touch()
        return result

    @api.model
    def _public_fields(self):
        """The names of the fields whose change readers of open data must hear of."""
        raise NotImplementedError

    def _containing(self):
        """The recordsets of what these are published as a part of."""
        return ()

    def _touch(self):
        """Something that the public can see has changed now."""
        self.write({"last_modified": fields.Datetime.now()})
        for whole in self._containing():
            whole._touch()
