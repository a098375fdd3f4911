from odoo import api, fields, models


class ClientFullFile(models.TransientModel):
    """Turn a light file into a full one: who is it really, and is that one known?"""

    _name = "client.full.file"
    _description = "Make it a full file"

    resident_id = fields.Many2one(
        "client.resident",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The light file.",
    )
    name = fields.Char(string="Full name", required=True, help="First and last name.")
    birth_date = fields.Date(help="To be sure who somebody is.")
    likely_duplicates = fields.Text(
        compute="_compute_likely_duplicates",
        help="Files of this organisation that may be of the same person.",
    )

    @api.depends("resident_id", "name", "birth_date")
    def _compute_likely_duplicates(self):
        for wizard in self:
            resident = wizard.resident_id
            wizard.likely_duplicates = resident._duplicates_in_words(
                wizard.name, wizard.birth_date
            )

    def action_make(self):
        """Write it as the caller, who must be working on the file."""
        self.ensure_one()
        self.resident_id.write(
            {
                "is_light": False,
                "name": self.name,
                # Not emptied: who may not see a birth date does not take it away.
                **({"birth_date": self.birth_date} if self.birth_date else {}),
            }
        )
        self.unlink()
        return {"type": "ir.actions.act_window_close"}
