import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..alarm import raise_alarm
from ..roles import forbidden_among
from .mail_activity import ALWAYS, OTHER_DAY

_logger = logging.getLogger(__name__)

GUARDED = frozenset(
    {"login", "name", "email", "partner_id", "company_id", "company_ids", "group_ids"}
)
# Whoever changes one of these can log in as somebody else.
IDENTIFYING = frozenset({"login", "email", "partner_id", "password", "totp_secret"})


class ResUsers(models.Model):
    """Nobody holds two roles that exclude each other (`roles.FORBIDDEN_PAIRS`).

    What a user gets is told outside the database, and the account of a resident is
    nobody's to take over.
    """

    _inherit = "res.users"

    # A copy of an account is no member of a closed team.
    helpdesk_team_ids = fields.Many2many(copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        partners = {vals.get("partner_id") for vals in vals_list} - {None, False}
        self.env["res.partner"].browse(partners)._check_out_of_reach()
        for vals in vals_list:
            self._refuse_helpdesk_teams(vals)
        users = super().create(vals_list)
        for user in users:
            user._tell_of_keys(set())
        self.env["client.role.assignment"]._record(users)
        return users

    def write(self, vals):
        if vals.keys() & GUARDED or (
            # Whoever resets the own password does so elevated, by a mailed token.
            "password" in vals and not self.env.su and self.env.user not in self
        ):
            # Elevated: the contact may be hidden from the one who writes.
            (
                self.sudo().partner_id
                | self.env["res.partner"].browse(vals.get("partner_id") or ())
            )._check_out_of_reach()
        self._refuse_helpdesk_teams(vals)
        if IDENTIFYING & vals.keys():
            self._tell_of_identity(IDENTIFYING & vals.keys())
        if not vals.keys() & {"group_ids", "company_ids", "active"}:
            return super().write(vals)
        before = {user: user._keys_held() for user in self}
        result = super().write(vals)
        for user in self:
            user._tell_of_keys(before[user])
        self.env["client.role.assignment"]._record(self)
        if vals.keys() & {"group_ids", "company_ids"}:
            self.env["client.access"]._end_unfounded(self)
        self.env["client.consent"]._follow_recipients(self)
        return result

    @api.depends("name")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """As that of the contact: a link to an account tells nobody whose it is."""
        result = super()._compute_display_name()
        for user in self:
            # Elevated: the contact may be hidden from the one who reads the label.
            if partner := user.sudo().partner_id.sudo(False)._hidden_from_user():
                user.display_name = partner.sudo().display_name
        return result

    @api.model
    def _refuse_helpdesk_teams(self, vals):
        """The back door into a closed team (`helpdesk.ticket.team`)."""
        if "helpdesk_team_ids" in vals and not self.env.su:
            raise AccessError(
                self.env._("Who is in a helpdesk team is set on the team itself.")
            )

    def unlink(self):
        self.env["client.role.assignment"]._record(self, gone=True)
        return super().unlink()

    def _keys_held(self):
        """The roles and the hidden company that this user has."""
        held = {
            name
            for names in self.sudo().all_group_ids._get_external_ids().values()
            for name in names
            if name.startswith("client_support.")
        }
        hidden = self.env["client.resident"]._portal_company()
        if hidden and hidden in self.sudo().company_ids and not self.sudo().share:
            held.add("client_support.company_portal")
        return held if self.sudo().active else set()

    def _tell_of_keys(self, before):
        if changed := before ^ self._keys_held():
            raise_alarm(self.env, "roles of", self, changed)

    def _tell_of_identity(self, names):
        """Somebody else changed how people with a role log in: with that, whoever did
        it can read what they read."""
        if self.env.su and (self.env.user.share or self.env.uid == SUPERUSER_ID):
            # Who resets the own password by a mailed token; the program itself.
            return
        for user in self - self.env.user:
            if held := user._keys_held():
                raise_alarm(self.env, "login of", user, held, names)

    def _plan_task(self, what, key=None, day=None):
        """A task of their own in the list of each of these users, tied to no record.

        Only they read it. Without a key something happened: what is still to be done
        is not doubled. With one it is a task that comes nearer: once for each day.

        :param what: a lazy translation, for the language of each user
        :param day: of a task with a key; empty: it goes
        """
        self.env["mail.activity"]._keep(
            key or what._translate("en_US"),
            day if key else fields.Date.context_today(self),
            what,
            self.sudo(),
            again=OTHER_DAY if key else ALWAYS,
            for_each=True,
        )

    def _end_sessions(self):
        """Log these users out everywhere, for good.

        A session of an inactive account is refused, but would live again with the
        account: Odoo's token follows from login, password and the account being on.
        """
        # Elevated: of other people's accounts; the caller has checked the right.
        for user in self.sudo():
            user.device_ids._revoke()
            user._revoke_all_devices()
            self.env["res.users.apikeys"].sudo().search(
                [("user_id", "=", user.id)]
            ).unlink()

    def reset_password(self, login):
        """Answer the same whether or not somebody has an account.

        Odoo tells anyone on the internet that an address is unknown; so it tells who
        is known.
        """
        found = self.search(self._get_login_domain(login)) or self.search(
            self._get_email_domain(login)
        )
        if len(found) != 1:
            _logger.info("Password reset asked for, %d accounts found", len(found))
            return None
        return super().reset_password(login)

    @api.constrains("group_ids", "active")
    def _check_forbidden_roles(self):
        for user in self.filtered("active"):
            names = user.all_group_ids._get_external_ids()
            by_name = {name: group for group in names for name in names[group]}
            pair = forbidden_among(by_name.keys())
            if pair:
                one, other = (
                    self.env["res.groups"].browse(by_name[name]) for name in pair
                )
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot be %(one)s and %(other)s at the same time: "
                        "whoever stands beside residents has no part in decisions, "
                        "care, figures or control. Take one of the two away, or give "
                        "the person a second account.",
                        user=user.name,
                        one=one.display_name,
                        other=other.display_name,
                    )
                )
