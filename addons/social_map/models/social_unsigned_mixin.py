from odoo import fields, models


class SocialUnsignedMixin(models.AbstractModel):
    """Everybody reads it, with or without an account here, but not who wrote it.

    The names of who keeps the directory are for colleagues.
    """

    _name = "social.unsigned.mixin"
    _description = "Does not tell the public who wrote it"

    create_uid = fields.Many2one(
        "res.users",
        string="Created by",
        readonly=True,
        groups="base.group_user",
        help="Who made it.",
    )
    write_uid = fields.Many2one(
        "res.users",
        string="Last Updated by",
        readonly=True,
        groups="base.group_user",
        help="Who changed it last.",
    )
