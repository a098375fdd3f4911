from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from .. import conflicts
from ..roles import BESIDE_RESIDENTS

# Only code in this process can put this object in a context; a client cannot.
SET_BY_RESIDENT = object()

# What conflicts of interest follow from: what an organisation is, and is part of.
TIES = conflicts.OF_ORGANISATION | {"parent_id", "is_company"}

GUARDED = frozenset(
    {"name", "email", "phone", "parent_id", "child_ids", "company_id", "user_ids"}
    | {"active", "is_company", "type", "vat"}
)


class ResPartner(models.Model):
    """The contact behind a resident's portal account is out of everybody's reach.

    Whoever may change its e-mail address gets its next password. It belongs to a
    technical company of which nobody is a member, so that Odoo's own company rules
    hide contact and user; nothing stored on a contact tells of a file.
    """

    _inherit = "res.partner"

    # Searching it runs with elevated rights: it told who has a ticket.
    helpdesk_ticket_ids = fields.One2many(groups=fields.NO_ACCESS)

    @api.model_create_multi
    def create(self, vals_list):
        parents = self.browse(
            {vals.get("parent_id") for vals in vals_list} - {None, False}
        )
        parents._check_out_of_reach()
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() & GUARDED:
            parent = self.browse(vals.get("parent_id") or ())
            (self | parent)._check_out_of_reach()
        if vals.keys() & TIES:
            self._check_not_own_judge()
        if "email" in vals:
            self._check_address_of_staff()
        hidden = self.env["client.resident"]._portal_company()
        if hidden and hidden.id in (
            vals.get("company_id"),
            *self.sudo().company_id.ids,
        ):
            # Else the old name stays in a table that administrators read.
            self._track_discard()
        result = super().write(vals)
        if vals.keys() & TIES:
            self._check_ties()
        if "parent_id" in vals:
            # Elevated: accounts of others. Who changed organisation, and who is in it.
            moved = self.sudo().search([("id", "child_of", self.ids)])
            self.env["client.consent"]._follow_recipients(moved.user_ids)
        return result

    def _whole(self):
        """The organisation that this contact is, or is a part of."""
        self.ensure_one()
        return self.parent_id._whole() if self.parent_id else self

    def _as_organisation(self):
        """What it is as an employer: with what it is a part of and what is a part of
        it, in the directory and as an organisation that works here."""
        self.ensure_one()
        # Elevated: whoever asks need not read every contact of it. Archived ones too: a
        # tie to one stands as long as its days.
        parts = self.sudo().with_context(active_test=False)
        parts = parts.search(
            ["|", ("id", "child_of", self.ids), ("id", "parent_of", self.ids)]
        )
        here = parts.env["res.company"].search([("partner_id", "in", parts.ids)])
        return conflicts.Organisation(
            self._whole().id,
            *(
                any(one[flag] for places in (parts, here) for one in places)
                for flag in ("takes_access_decisions", "provides_indicated_care")
            ),
        )

    def _check_not_own_judge(self):
        """A directory editor may be a supporter too, and then says of no organisation
        what would free the way to a case.

        :raises AccessError: for who stands beside residents or divides the work
        """
        roles = (self.env.user.has_group(role) for role in BESIDE_RESIDENTS)
        if not self.env.su and any(roles):
            raise AccessError(
                self.env._(
                    "Conflicts of interest follow from this. Ask a directory editor "
                    "who supports nobody to change it."
                )
            )

    def _check_ties(self):
        """What these organisations are has changed: end what now conflicts, of who
        works anywhere in the whole that they are part of."""
        # Elevated: who keeps the directory knows nothing of who works where.
        partners = self.sudo().with_context(active_test=False)
        wholes = [one._whole().id for one in partners]
        partners = partners.search([("id", "child_of", wholes)])
        supporters = self.env["client.supporter"].sudo()
        supporters = supporters.search([("company_id.partner_id", "in", partners.ids)])
        for name in ("client.employment", "client.interest"):
            ties = self.env[name].sudo()
            supporters |= ties.search([("partner_id", "in", partners.ids)]).supporter_id
        supporters._check_standing_cases()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_portal_of_resident(self):
        self._check_out_of_reach()

    @api.depends_context("uid")
    def _compute_display_name(self):
        """The label of any link is read with elevated rights, so whoever may type a
        number in any field would read who has an account here."""
        result = super()._compute_display_name()
        for partner in self._hidden_from_user():
            partner.display_name = self.env._("Contact that is not shown")
        return result

    def _hidden_from_user(self):
        """Those behind accounts of residents, but for the user's own."""
        if self.env.uid == SUPERUSER_ID:
            return self.browse()
        hidden = self.env["client.resident"]._portal_company()
        # Elevated: the contact itself is out of the user's sight.
        own = self.env.user.sudo().partner_id
        return self.filtered(
            lambda partner: (
                hidden and partner.sudo().company_id == hidden and partner != own
            )
        )

    def _is_of_organisation(self):
        """Whether it is an organisation, or somebody who works for one."""
        return self.is_company or self.parent_id.is_company

    def _check_out_of_reach(self):
        """Refuse, whoever asks, unless the file itself does this.

        :raises AccessError: when one of these is a resident's portal contact
        """
        if self.env.context.get("portal_of_resident") is SET_BY_RESIDENT:
            return
        if self._of_residents():
            raise AccessError(
                self.env._("This contact cannot be changed, merged or deleted here.")
            )

    def _check_address_of_staff(self):
        """A new password goes to the address of the contact: who keeps the address book
        would log in as a supporter, and read what the supporter reads.

        :raises AccessError: unless the person, or an administrator, who is told of
        """
        # Elevated: whose accounts these are, and what they may.
        users = self.sudo().user_ids.sudo(self.env.su) - self.env.user
        if self.env.su or not any(user._keys_held() for user in users):
            return
        if not self.env.user.has_group("base.group_erp_manager"):
            raise AccessError(
                self.env._(
                    "New passwords of a colleague go to this e-mail address. They "
                    "change it themselves, or an administrator of access rights does."
                )
            )
        users._tell_of_identity({"email"})

    def _of_residents(self):
        """Those that the portal account of a resident or representative hangs on."""
        return self._held_by("client.resident") | self._held_by("client.representative")

    def _held_by(self, model_name):
        """Those that a portal account of this kind hangs on."""
        ids = [partner_id for partner_id in self.ids if partner_id]
        if not ids:
            return self.browse()
        # SQL: nobody has a right on this field, and the answer leaves only as a
        # refusal.
        model = self.env[model_name]
        model.flush_model(["portal_partner_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT portal_partner_id FROM %s WHERE portal_partner_id = ANY(%s)",
                SQL.identifier(model._table),
                ids,
            )
        )
        return self.browse(row[0] for row in rows)
