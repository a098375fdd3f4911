import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import email_normalize

from ..roles import INTAKE, SUPPORTER
from ..screen import form_of
from .client_witness_mixin import ClientWitnessMixin
from .res_partner import SET_BY_RESIDENT

WORKERS = f"{SUPPORTER},{INTAKE}"
# The technical company of portal contacts.
PORTAL_COMPANY = "client_support.company_portal"


class ClientPortalMixin(models.AbstractModel):
    """Somebody of a file who may have a portal account: the resident, a representative.

    Contact and user of the account lie in a company that nobody is a member of. What
    the account opens are access rows, and nothing else.
    """

    _name = "client.portal.mixin"
    _inherit = ["client.file.mixin"]
    _description = "May have a portal account"

    _technical_fields = ClientWitnessMixin._technical_fields | {"portal_partner_id"}

    phone = fields.Char(
        string="Telephone number", help="To call, when that is all right."
    )
    email = fields.Char(string="E-mail", help="For neutral messages only.")
    portal_partner_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
        groups=fields.NO_ACCESS,
        help="The contact behind the portal account, when there is one.",
    )
    has_portal_account = fields.Boolean(
        string="Portal account",
        compute="_compute_has_portal_account",
        compute_sudo=True,
        groups=WORKERS,
        help="Whether there is an account that shows this file.",
    )

    @api.depends("portal_partner_id")
    def _compute_has_portal_account(self):
        for person in self:
            person.has_portal_account = bool(person.portal_partner_id)

    def _portal_resident(self):
        """The resident whose file the account shows."""
        return self

    @api.model
    def _portal_company(self):
        """The technical company of portal contacts; nobody is a member of it."""
        # Asked for every label of a contact: `ref` would look each time if it exists.
        found = self.env["ir.model.data"]._xmlid_to_res_id(PORTAL_COMPANY)
        return self.env["res.company"].browse(found or ())

    def _portal_users(self):
        """The users of the account, elevated: they are out of everybody's reach."""
        return self.sudo().portal_partner_id.user_ids

    def _set_portal_partner(self, partner, **values):
        """Tie this person to the contact of their portal account, or change it.

        Moves contact and user into the company that hides them from every internal
        user. The caller has checked that the user may do this.

        :param values: name, e-mail or telephone to give the contact
        :raises ValidationError: when the contact belongs to an organisation, to staff
            or to another resident
        """
        self.ensure_one()
        # Elevated: contacts of residents are out of everybody's reach.
        partner = partner.sudo().with_context(portal_of_resident=SET_BY_RESIDENT)
        users = partner.with_context(active_test=False).user_ids
        if (
            self._portal_partner_taken(partner)
            or partner.parent_id
            or partner.child_ids
            or not all(users.mapped("share"))
        ):
            raise ValidationError(
                self.env._(
                    "This contact belongs to an organisation, to staff or to somebody "
                    "else. A portal account needs a contact of its own."
                )
            )
        company = self._portal_company()
        users.write(
            {
                "company_ids": [fields.Command.set(company.ids)],
                "company_id": company.id,
            }
        )
        partner.write({**values, "company_id": company.id})
        self.sudo().portal_partner_id = partner

    def _portal_partner_taken(self, partner):
        """Whether the contact is that of somebody else."""
        return partner._held_by("client.resident") - self.sudo().portal_partner_id

    # For the supporter --------------------------------------------------------------

    def action_portal_account(self):
        """The form that opens an account; the e-mail address can still be changed."""
        self.ensure_one()
        self._check_may_give_account()
        return form_of(
            self.env["client.portal.account"],
            name=self.env._("Open a portal account"),
            target="new",
            context={
                "default_resident_id": self._portal_resident().id,
                "default_representative_id": self._name == "client.representative"
                and self.id,
                "default_email": self.email,
            },
        )

    def action_close_portal_account(self):
        """End the account: it opens nothing from this moment on."""
        self.ensure_one()
        self._check_may_give_account()
        self._drop_portal_account()

    def _check_may_give_account(self):
        """Only who works on the file as supporter or intake worker.

        :raises AccessError: for everybody else
        """
        if not (self.env.user.has_group(SUPPORTER) or self.env.user.has_group(INTAKE)):
            raise AccessError(
                self.env._("A supporter or intake worker gives portal accounts.")
            )
        self.check_access("write")
        self._portal_resident().check_access("write")

    def _open_portal_account(self, email):
        """Make the account and send an invitation that says nothing of a file.

        Whoever represents two residents, or is one, has one account with one address:
        the invitation goes to that address and so does what the account shows.

        :raises UserError: for an address that cannot be used
        """
        self.ensure_one()
        self._check_may_give_account()
        login = email_normalize(email)
        if not login:
            raise UserError(self.env._("Enter one e-mail address, like naam@site.nl."))
        if self.sudo().portal_partner_id:
            raise UserError(
                self.env._("There is an account already; close that one first.")
            )
        # Elevated: accounts of residents are out of everybody's reach; the right to
        # give one is checked above.
        users = self.env["res.users"].sudo().with_context(active_test=False)
        user = users.search([("login", "=", login)])
        # In the same words for staff and another resident: whose it is, is not told.
        if user and (
            not (user.active and user.partner_id._of_residents())
            or self._portal_partner_taken(user.partner_id)
        ):
            raise UserError(
                self.env._("This e-mail address cannot be used here; ask for another.")
            )
        user = user or self._make_portal_user(login)
        self._set_portal_partner(user.partner_id)
        self._portal_resident()._sync_portal_access()
        user.partner_id.signup_prepare()
        self._invite(user)

    def _invite(self, user):
        """In the name of the organisation: not who works there, nor on what."""
        organisation = self._portal_resident().sudo().company_id
        template = self.env.ref("client_support.mail_template_portal_account").sudo()
        template.with_context(organisation=organisation.name).send_mail(
            user.id, email_values=organisation._sender()
        )

    def _make_portal_user(self, login):
        company = self._portal_company()
        # Elevated, and without the traces that Odoo leaves on a new contact.
        env = (
            self.with_context(
                no_reset_password=True,
                tracking_disable=True,
                mail_create_nosubscribe=True,
                mail_create_nolog=True,
            )
            .sudo()
            .env
        )
        lang = self._portal_resident().sudo().lang_id
        values = {
            "name": self.sudo().name or self.sudo().display_name,
            "email": login,
            "company_id": company.id,
            # Their own when we speak it, else Dutch: not that of who works here.
            "lang": lang.code
            if lang.active
            else self.env["client.referral"]._page_language(),
        }
        return env["res.users"].create(
            {
                "login": login,
                "partner_id": env["res.partner"].create(values).id,
                "company_id": company.id,
                "company_ids": [fields.Command.set(company.ids)],
                "group_ids": [fields.Command.set(env.ref("base.group_portal").ids)],
            }
        )

    def _drop_portal_account(self):
        """Cut the account from this file; the caller has checked the right to do so.

        When it showed nobody else's file, nothing in it says any longer whose it was.
        """
        for person in self.sudo():
            partner = person.portal_partner_id
            if not partner:
                continue
            person.portal_partner_id = False
            person._portal_resident()._sync_portal_access()
            if partner._of_residents():
                continue
            nobody = f"closed-{secrets.token_hex(8)}"
            partner.with_context(active_test=False).user_ids.write(
                {"active": False, "login": nobody, "password": secrets.token_hex(32)}
            )
            partner.write(
                {"name": nobody, "email": False, "phone": False, "active": False}
            )
