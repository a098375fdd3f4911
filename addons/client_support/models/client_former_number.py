from odoo import api, fields, models

from ..dossier_key import DossierKey


class ClientFormerNumber(models.Model):
    """The number of a file that was merged into another: who did it, and when.

    Letters and colleagues still use it, and the read log still knows the vanished
    record by its internal number. Nobody changes it.
    """

    _name = "client.former.number"
    _inherit = ["client.file.mixin"]
    _description = "Former number"
    _order = "id desc"
    _rec_name = "number"
    _dossier_of = ("resident_id",)

    dossier_id = DossierKey(compute="_compute_dossier_id", store=True)
    resident_id = fields.Many2one(
        "client.resident",
        required=True,
        index=True,
        ondelete="cascade",
        help="The file that was kept.",
    )
    number = fields.Char(
        required=True, index=True, readonly=True, help="The number that is no more."
    )
    former_id = fields.Integer(
        required=True,
        index=True,
        readonly=True,
        aggregator=None,
        groups=fields.NO_ACCESS,
        help="By which the read log knows the vanished record.",
    )
    merged_by_id = fields.Many2one(
        "res.users",
        string="Merged by",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="Who merged the two files.",
    )
    merged_at = fields.Datetime(
        string="Merged",
        required=True,
        readonly=True,
        default=fields.Datetime.now,
        help="When the two files were merged.",
    )

    @api.depends("number")
    def _compute_display_name(self):
        for former in self:
            former.display_name = former.number
