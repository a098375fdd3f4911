from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class ClientDestructionLine(models.Model):
    """One file in a proposal: its number and dates, nothing that tells whose it is."""

    _name = "client.destruction.line"
    _description = "File to be destroyed"
    _order = "retention_date, id"
    _rec_name = "number"

    destruction_id = fields.Many2one(
        "client.destruction",
        string="Proposal",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
        help="The proposal that it is part of.",
    )
    company_id = fields.Many2one(
        related="destruction_id.company_id", store=True, index=True
    )
    number = fields.Char(
        required=True,
        readonly=True,
        index=True,
        help="The random number; it says nothing once the file is gone.",
    )
    kind = fields.Selection(
        [("resident", "Resident"), ("case", "Case")],
        string="What",
        required=True,
        readonly=True,
        help="A resident goes with everything; a case without its residents.",
    )
    retention_date = fields.Date(
        string="Kept until", readonly=True, help="The last day of the term."
    )
    out_reason = fields.Selection(
        [
            ("interest", "A weighty interest of somebody else"),
            ("procedure", "A procedure or complaint that goes on"),
            ("law", "A law asks to keep it"),
            ("mistake", "Not the right file"),
        ],
        string="Not destroyed because",
        help="Choose a reason to take the file out of the proposal.",
    )
    out_by_id = fields.Many2one(
        "res.users",
        string="Taken out by",
        readonly=True,
        ondelete="restrict",
        help="Who took it out of the proposal.",
    )
    outcome = fields.Selection(
        [
            ("destroyed", "Destroyed"),
            ("kept", "Kept: in use again or kept longer"),
            ("gone", "Was not there any more"),
        ],
        readonly=True,
        help="What came of it.",
    )

    def write(self, vals):
        if not self.env.su:
            if set(vals) != {"out_reason"}:
                raise AccessError(
                    self.env._("Of a proposed file only the reason to keep it is set.")
                )
            if any(line.destruction_id.state == "destroyed" for line in self):
                raise UserError(self.env._("These files have been dealt with already."))
            if not vals["out_reason"] and any(
                line.destruction_id.state != "proposed" for line in self
            ):
                raise UserError(
                    self.env._(
                        "Somebody has approved without this file: it is not put back. "
                        "It comes in a next proposal."
                    )
                )
            # Elevated: who did it is not for them to fill in.
            self.sudo().out_by_id = self.env.user if vals["out_reason"] else False
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(
                self.env._("Files are proposed by their term or a granted request.")
            )
        return super().create(vals_list)
