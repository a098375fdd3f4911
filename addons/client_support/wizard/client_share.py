from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import consent_rules
from ..screen import form_of


class ClientShare(models.TransientModel):
    """Let one person outside read some parts of a file; needs a standing consent."""

    _name = "client.share"
    _inherit = ["client.sharing.mixin"]
    _description = "Share a part of a file"

    resident_id = fields.Many2one(
        "client.resident",
        required=True,
        compute="_compute_resident_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        ondelete="cascade",
        help="Whose file.",
    )
    case_id = fields.Many2one(
        "client.case",
        ondelete="cascade",
        domain="[('resident_ids', 'in', [resident_id])]",
        help="The case that parts are shared of; empty: the resident's own file.",
    )
    recipient_id = fields.Many2one(
        "res.users",
        required=True,
        ondelete="cascade",
        domain=lambda self: self._domain_of_recipients(),
        help="Who reads it on the portal.",
    )
    section_ids = fields.Many2many(
        "client.section", string="Parts of the file", help="What is shared."
    )
    until = fields.Date(
        required=True,
        default=lambda self: fields.Date.add(consent_rules.today(), days=28),
        help="The last day; never after the end of the consent.",
    )

    @api.depends("case_id")
    def _compute_resident_id(self):
        for share in self:
            if not share.resident_id:
                share.resident_id = share.case_id.resident_ids[:1]

    def action_share(self):
        """Open the parts to the recipient.

        :raises UserError: without a standing consent for exactly this
        """
        self.ensure_one()
        sections = self._checked_sections()
        if self.until < consent_rules.today():
            raise UserError(self.env._("Choose a day that is not over."))
        consents = self.env["client.consent"]._require(
            self._residents(), "share", self.recipient_id, sections, self.case_id
        )
        consents._open(self.recipient_id, sections, consent_rules.end_of(self.until))
        return {"type": "ir.actions.act_window_close"}

    def action_draft(self):
        """Begin the consent that is needed, to be filled in and given."""
        self.ensure_one()
        self._checked_sections()
        consent = self.env["client.consent"].create(
            {
                "resident_id": self.resident_id.id,
                "case_id": self.case_id.id,
                "purpose": "share",
                "recipient_user_ids": [fields.Command.set(self.recipient_id.ids)],
                "section_ids": [fields.Command.set(self.section_ids.ids)],
            }
        )
        return form_of(consent)

    def _checked_sections(self):
        """The codes of the parts, after the checks.

        :raises UserError: when nothing is chosen, or no case where it needs one
        """
        (self.case_id or self.resident_id).check_access("write")
        codes = self.section_ids.mapped("code")
        if not codes:
            raise UserError(self.env._("Choose which parts of the file may be shared."))
        self._check_case_chosen()
        return codes

    def _residents(self):
        """Whose consent is needed: of a case, that of everybody on it."""
        if self.case_id and set(self.section_ids.mapped("code")) - {"identity"}:
            # Elevated: of the others only whether they consented is asked.
            return self.case_id.sudo().resident_ids.sudo(False)
        return self.resident_id
