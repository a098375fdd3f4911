from odoo import fields, models
from odoo.exceptions import UserError


class ClientFamily(models.TransientModel):
    """Change for whom a case is."""

    _name = "client.family"
    _description = "For whom the case is"

    case_id = fields.Many2one(
        "client.case",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The case that changes.",
    )
    # As the user: anybody may fill in the id of a case in a form of their own.
    company_id = fields.Many2one(related="case_id.company_id", related_sudo=False)
    resident_ids = fields.Many2many(related="case_id.resident_ids", related_sudo=False)
    change = fields.Selection(
        [("add", "Add a resident"), ("remove", "Take a resident out")],
        string="What?",
        required=True,
        default="add",
        help="What changes.",
    )
    resident_id = fields.Many2one(
        "client.resident",
        required=True,
        ondelete="cascade",
        help="Who comes or goes.",
    )

    def action_change(self):
        """The caller must be working on the case and on the resident's file."""
        self.ensure_one()
        self.case_id.check_access("write")
        self.resident_id.check_access("write")
        if self.resident_id.company_id != self.case_id.company_id:
            raise UserError(
                self.env._("The resident's file is one of another organisation.")
            )
        if (self.change == "add") == (self.resident_id in self.case_id.resident_ids):
            raise UserError(
                self.env._("Choose who to add, or who of the case to take out.")
            )
        if self.change == "add":
            self.case_id._add_resident(self.resident_id)
        else:
            self.case_id._remove_resident(self.resident_id)
        self.unlink()
        return {"type": "ir.actions.act_window_close"}
