from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import ages, consent_rules
from ..access import OPEN_END
from ..dossier_key import DossierKey

UNTIL_OF_AGE = ("parent", "guardian")


class ClientRepresentative(models.Model):
    """Somebody who may act for a resident, by what authority and between which days.

    The order of the law (Wmo 2015 art. 1.1.1 lid 2, Awb art. 2:1): who has parental
    authority or guardianship of a minor, a curator, a mentor or an administrator of
    finances, or somebody whom the resident authorised. Ages and what they change:
    `ages.py`.
    """

    _name = "client.representative"
    _inherit = [
        "client.portal.mixin",
        "client.identity.mixin",
        "client.consent.ground.mixin",
    ]
    _description = "Representative"
    _order = "date_from desc, id desc"
    # Not `name`, which Odoo would choose: a label tells nothing.
    _rec_name = "display_name"
    _rec_names_search = ["resident_id"]
    _identity_texts = ("name", "shown_by")
    _consent_grounds = frozenset(
        {"authority", "date_from", "date_until", "resident_id"}
    )
    _dossier_of = ("resident_id",)

    dossier_id = DossierKey(compute="_compute_dossier_id", store=True)
    resident_id = fields.Many2one(
        "client.resident",
        required=True,
        index=True,
        ondelete="cascade",
        help="For whom they act.",
    )
    name = fields.Char(required=True, help="First and last name.")
    authority = fields.Selection(
        [
            ("parent", "Parent with parental authority"),
            ("guardian", "Guardian of a minor"),
            ("curator", "Curator"),
            ("mentor", "Mentor"),
            ("administrator", "Administrator of finances"),
            ("authorised", "Authorised by the resident"),
        ],
        required=True,
        help="By what authority they act.",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=fields.Date.context_today,
        help="First day of the authority.",
    )
    date_until = fields.Date(
        string="Until",
        compute="_compute_date_until",
        store=True,
        readonly=False,
        help="Last day of the authority; empty while it lasts. That of a parent or "
        "guardian ends before the eighteenth birthday (BW art. 1:233 and 1:245).",
    )
    shown_by = fields.Char(
        help="How the authority was shown: which document, or whose word.",
    )
    shown_on = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The day on which the authority was last shown or asked after.",
    )
    ask_again_on = fields.Date(
        compute="_compute_ask_again_on",
        store=True,
        index="btree_not_null",
        help="The resident's birthday of 12, 16 or 18 that comes after the day it was "
        "last shown (Wmo 2015 art. 5.3.3, Jeugdwet § 7.3).",
    )
    reminded_of = fields.Date(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="The birthday of which the supporter was reminded already.",
    )
    warning = fields.Char(
        compute="_compute_warning",
        compute_sudo=False,
        help="What to do about this authority now.",
    )

    _order_of_days = models.Constraint(
        "CHECK(date_until IS NULL OR date_until >= date_from)",
        "It cannot end before it begins.",
    )

    @api.depends("authority", "date_from", "resident_id.birth_date")
    def _compute_date_until(self):
        for one in self:
            latest = one._latest_day()
            if latest and (not one.date_until or one.date_until > latest):
                one.date_until = max(latest, one.date_from)

    @api.depends("shown_on", "resident_id.birth_date")
    def _compute_ask_again_on(self):
        for one in self:
            born = one.resident_id.birth_date
            one.ask_again_on = (
                born and one.shown_on and ages.next_asking(born, one.shown_on)
            )

    @api.depends("ask_again_on", "authority", "date_from", "date_until")
    def _compute_warning(self):
        today = fields.Date.context_today(self)
        for one in self:
            if one.date_until and one.date_until < today:
                one.warning = self.env._("The authority has ended.")
            elif one.ask_again_on and one.ask_again_on <= today:
                one.warning = self.env._(
                    "Ask again: an age of 12, 16 or 18 was reached. From 12 the "
                    "resident's own consent counts too, from 16 the resident "
                    "decides alone."
                )
            elif one.date_from and one.date_from > today:
                one.warning = self.env._("The authority has not begun yet.")
            else:
                one.warning = False

    @api.constrains("authority", "date_from", "date_until", "resident_id")
    def _check_of_age(self):
        # Elevated: the birth date is not for everybody who writes here.
        for one in self.sudo():
            latest = one._latest_day()
            last = one.date_until or date.max
            if latest and (one.date_from > latest or last > latest):
                raise ValidationError(
                    self.env._(
                        "Parental authority and guardianship end before the eighteenth "
                        "birthday (BW art. 1:233 and 1:245). An adult authorises "
                        "somebody, or a judge names a curator, mentor or administrator."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        made.resident_id._sync_portal_access()
        made._consents_follow()
        return made

    def write(self, vals):
        before = self.resident_id
        result = super().write(vals)
        if vals.keys() & {"resident_id", "authority", "date_from", "date_until"} or (
            "shown_on" in vals
        ):
            (before | self.resident_id)._sync_portal_access()
        return result

    def unlink(self):
        self._drop_portal_account()
        return super().unlink()

    def action_asked_again(self):
        """It was asked again today, and the authority stands."""
        self.check_access("write")
        self.shown_on = fields.Date.context_today(self)

    # Until when -----------------------------------------------------------------------

    def _latest_day(self):
        """The last day on which this authority can stand by law, when there is one."""
        born = self.authority in UNTIL_OF_AGE and self.resident_id.birth_date
        return born and ages.last_minor_day(born)

    def _ending_by_law(self):
        """Those whose authority ends on no other day than the law says."""
        return self.filtered(lambda one: one.date_until == one._latest_day())

    def _stands_on(self, day):
        """Those whose authority stands on a day."""
        return self.filtered(
            lambda one: (
                one.date_from <= day and (not one.date_until or one.date_until >= day)
            )
        )

    def _access_span(self):
        """From and until when the portal account shows the file, in UTC.

        A parent or guardian sees it up to the sixteenth birthday, for from that day on
        the resident decides alone (Jeugdwet § 7.3); asked again at that age and agreed
        to, the rest of the authority.

        :return: two Datetimes, the first one not before now; None when it is over
        """
        self.ensure_one()
        last = self.date_until
        born = self.authority in UNTIL_OF_AGE and self.resident_id.birth_date
        if born:
            sixteen = ages.birthday(born, ages.DECIDES_ALONE)
            if self.shown_on < sixteen:
                last = min(last, sixteen - timedelta(days=1))
        now = fields.Datetime.now()
        start = max(now, consent_rules.first_moment(self.date_from))
        until = consent_rules.end_of(last) if last else OPEN_END
        return (start, until) if until > start else None

    # Asking again ---------------------------------------------------------------------

    def _portal_resident(self):
        return self.resident_id

    def _portal_partner_taken(self, partner):
        # A parent represents two children, or is a resident too, with one account.
        return partner.browse()

    @api.model
    def _cron_ask_again(self):
        """Remind whoever works on the file that an age of 12, 16 or 18 is reached.

        Once for each birthday; where nobody works on the file, when somebody does.
        """
        today = consent_rules.today()
        due = self.search([("ask_again_on", "<=", today)]).filtered(
            lambda one: one.reminded_of != one.ask_again_on
        )
        for resident, representatives in due.grouped("resident_id").items():
            workers = resident._workers()
            resident._plan_asking_again(workers, today)
            if workers:
                for one in representatives:
                    one.reminded_of = one.ask_again_on

    # Consent ---------------------------------------------------------------------

    def _consents_follow(self):
        self.env["client.consent"]._follow_representatives(self)

    @api.ondelete(at_uninstall=False)
    def _unlink_with_consents(self):
        self.env["client.consent"]._end_with(self)
