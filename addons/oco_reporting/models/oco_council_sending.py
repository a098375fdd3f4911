from odoo import fields, models


class OcoCouncilSending(models.Model):
    """That a published page was mailed to an advisory council or steering group.

    Who got which version, and when. Written by the button alone, and never changed.
    """

    _name = "oco.council.sending"
    _description = "Page sent to a council"
    _order = "sent_on desc, id desc"
    _log_access = False
    _rec_name = "partner_id"

    page_id = fields.Many2one(
        "oco.council.page",
        required=True,
        index=True,
        ondelete="cascade",
        help="What was sent.",
    )
    company_id = fields.Many2one(
        related="page_id.company_id", store=True, help="Whose page it is."
    )
    version = fields.Integer(
        related="page_id.version", aggregator=None, help="Which version."
    )
    sha256 = fields.Char(related="page_id.sha256", help="The checksum of that version.")
    partner_id = fields.Many2one(
        "res.partner",
        string="Recipient",
        required=True,
        index=True,
        ondelete="restrict",
        help="The council or group, or its contact.",
    )
    organization_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        string="Council or group",
        help="The council or group itself.",
    )
    sent_on = fields.Datetime(
        required=True, default=fields.Datetime.now, help="When it was mailed."
    )
    sent_by_id = fields.Many2one(
        "res.users",
        string="Sent by",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        help="Who sent it.",
    )
