from odoo import api, fields, models
from odoo.fields import Command

from .. import consent_rules


class ClientReferralConsent(models.TransientModel):
    """Note the consent that a referral rests on, and ask the referral, in one go.

    For an adult who says yes now, at the table. Whatever is less plain (a
    representative, another end) has the whole form of the consent.
    """

    _name = "client.referral.consent"
    _description = "Consent for a referral"

    referral_id = fields.Many2one(
        "client.referral",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The referral that waits for it.",
    )
    partner_id = fields.Many2one(
        related="referral_id.partner_id",
        related_sudo=False,
        string="To whom",
        help="Who gets to know it.",
    )
    section_ids = fields.Many2many(
        "client.section",
        string="May know",
        compute="_compute_section_ids",
        compute_sudo=False,
        store=True,
        precompute=True,
        readonly=False,
        help="What goes along with the referral, and nothing else.",
    )
    given_on = fields.Date(
        required=True,
        default=lambda self: consent_rules.today(),
        help="The day on which the resident said yes.",
    )

    @api.depends("referral_id")
    def _compute_section_ids(self):
        identity = self.env["client.section"].search([("code", "=", "identity")])
        for form in self:
            # Who is asked hears at least for whom.
            form.section_ids = form.referral_id.section_ids or identity

    def _values(self):
        referral = self.referral_id
        return {
            "resident_id": referral.resident_id.id,
            "case_id": referral.case_id.id,
            "purpose": "refer",
            "recipient_partner_id": referral.partner_id.id,
            "section_ids": [Command.set(self.section_ids.ids)],
            "given_on": self.given_on,
        }

    def action_give(self):
        """The resident consents, and the referral is asked; all as the user."""
        self.ensure_one()
        how = self.env.context.get("given_how")
        consent = self.env["client.consent"].create(
            {**self._values(), "given_how": how}
        )
        consent.action_give()
        # What the resident said yes to goes along, no more and no less.
        self.referral_id.section_ids = self.section_ids
        self.referral_id.action_request()
        self.unlink()
        return {"type": "ir.actions.act_window_close"}

    def action_whole_form(self):
        """The form of the consent with what is known, for whatever is less plain."""
        self.ensure_one()
        consent = self.env["client.consent"].create(self._values())
        self.unlink()
        return {
            "type": "ir.actions.act_window",
            "res_model": "client.consent",
            "res_id": consent.id,
            "view_mode": "form",
        }
