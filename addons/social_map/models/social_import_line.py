from odoo import fields, models


class SocialImportLine(models.Model):
    """What an import does, or would do, with a record of the file."""

    _name = "social.import.line"
    _description = "Record of an Import"
    _order = "run_id desc, sequence, id"

    run_id = fields.Many2one(
        "social.import.run",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        help="The import.",
    )
    sequence = fields.Integer(
        readonly=True, aggregator=None, help="What asks for attention comes first."
    )
    effect = fields.Selection(
        [
            ("refuse", "Refused"),
            ("remark", "Mind"),
            ("propose", "To be judged"),
            ("missing", "Not in the file"),
            ("change", "Changed"),
            ("create", "New"),
        ],
        string="What",
        required=True,
        readonly=True,
        help="Refused: it cannot be taken over as it is. To be judged: it is ours or "
        "somebody here checked it, so the editors decide.",
    )
    place = fields.Char(
        string="Where in the File",
        readonly=True,
        help="The line of a table, or the path in JSON.",
    )
    name = fields.Char(readonly=True, help="What it is called in the file.")
    words = fields.Text(
        string="Remark", readonly=True, help="What changes, or what is wrong."
    )
    service_id = fields.Many2one(
        "social.service",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="The service in the directory.",
    )

    def action_open_service(self):
        """The service in the directory."""
        self.ensure_one()
        return self.service_id._get_records_action(name=self.service_id.name)
