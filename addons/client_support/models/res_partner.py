from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from .. import conflicts

# Only code in this process can put this object in a context; a client cannot.
SET_BY_RESIDENT = object()

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
        hidden = self.env["client.resident"]._portal_company()
        if hidden and hidden.id in (
            vals.get("company_id"),
            *self.sudo().company_id.ids,
        ):
            # Else the old name stays in a table that administrators read.
            self._track_discard()
        result = super().write(vals)
        if vals.keys() & conflicts.OF_ORGANISATION:
            # Elevated: who keeps the directory knows nothing of who works where.
            ties = self.env["client.employment"].sudo()
            ties = ties.search([("partner_id", "in", self.ids)])
            ties.supporter_id._check_standing_cases()
            own = self.env["res.company"].sudo()
            own.search([("partner_id", "in", self.ids)])._check_standing_cases()
        if "parent_id" in vals:
            # Elevated: accounts of others. Who changed organisation, and who is in it.
            moved = self.sudo().search([("id", "child_of", self.ids)])
            self.env["client.consent"]._follow_recipients(moved.user_ids)
        return result

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
