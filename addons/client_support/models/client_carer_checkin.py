from odoo import fields, models

from ..dossier_key import DossierKey


class ClientCarerCheckin(models.Model):
    """“And how are you?”: what a carer tells about themselves.

    It stands in the resident's file because the work is there, and yet it is the
    carer's: a resident who reads what their care costs somebody may stop asking for it,
    and a carer who knows that it is read does not tell. So it opens to who works on the
    whole file, to no other kind of row, to no consent, to no portal account; it is left
    out of the resident's copy and of the list of who looked (AVG art. 15 lid 4).
    """

    _name = "client.carer.checkin"
    _inherit = ["client.file.mixin"]
    _description = "Talk with a carer"
    _order = "date desc, id desc"
    _of_somebody_else = True
    _content_fields = frozenset({"burden"})
    _dossier_of = ("relation_id",)

    dossier_id = DossierKey(compute="_compute_dossier_id", store=True)
    relation_id = fields.Many2one(
        "client.relation",
        string="Carer",
        required=True,
        index=True,
        ondelete="cascade",
        help="Who was asked.",
    )
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The day of the talk.",
    )
    burden = fields.Selection(
        [
            ("1", "1 – it goes well"),
            ("2", "2 – it can be done"),
            ("3", "3 – it is heavy at times"),
            ("4", "4 – it is too much"),
            ("5", "5 – it cannot go on"),
        ],
        string="How heavy is it?",
        help="In the carer's own judgement.",
    )
    what_helps = fields.Text(string="What would help", help="In the carer's own words.")
    own_plan = fields.Text(
        string="Own plan", help="What the carer does or arranges for themselves."
    )
