from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..roles import INTAKE, SUPPORTER
from ..screen import form_of


class ClientMerge(models.TransientModel):
    """Two files turned out to be of one person: join them, with both numbers."""

    _name = "client.merge"
    _description = "Merge two files of one person"

    resident_id = fields.Many2one(
        "client.resident",
        string="This file stays",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="What is filled in here stays as it is.",
    )
    company_id = fields.Many2one(related="resident_id.company_id", related_sudo=False)
    other_id = fields.Many2one(
        "client.resident",
        string="This one goes into it",
        required=True,
        ondelete="cascade",
        help="A file that is open to you. Is it a colleague's? Let them merge.",
    )

    def action_merge(self):
        """The caller must be working on both files, in a role that keeps full ones."""
        self.ensure_one()
        kept, other = self.resident_id, self.other_id
        if not (self.env.user.has_group(SUPPORTER) or self.env.user.has_group(INTAKE)):
            raise AccessError(
                self.env._("A supporter or intake worker merges two files.")
            )
        (kept | other).check_access("write")
        self._check_one_person(kept, other)
        self.unlink()
        kept._absorb(other)
        return form_of(kept)

    def _check_one_person(self, kept, other):
        """:raises UserError: when these are two people, or might be

        A portal account goes on showing the merged file, so it takes more to be sure
        of when there is one.
        """
        if kept == other or kept.company_id != other.company_id:
            raise UserError(
                self.env._("Choose two different files of one organisation.")
            )
        if kept.birth_date and other.birth_date and kept.birth_date != other.birth_date:
            raise UserError(
                self.env._(
                    "The birth dates differ, so these are two people. Is one of them "
                    "wrong? Correct it first."
                )
            )
        # Elevated: whose accounts there are is hidden from everybody.
        accounts = [file.sudo().portal_partner_id for file in (kept, other)]
        if all(accounts):
            raise UserError(
                self.env._("Both have a portal account: close one of them first.")
            )
        same_name = (
            kept.sudo().name_key and kept.sudo().name_key == other.sudo().name_key
        )
        same_day = kept.birth_date and kept.birth_date == other.birth_date
        if any(accounts) and not (same_name or same_day):
            raise UserError(
                self.env._(
                    "One of them has a portal account, which would show the merged "
                    "file. Make sure that it is of the same person: the full name or "
                    "the birth date must be the same in both."
                )
            )
