from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import LazyTranslate, format_datetime
from odoo.tools.image import image_data_uri

_lt = LazyTranslate(__name__)

ZONE = "Europe/Amsterdam"
SENTENCES = {
    "home": _lt("%(who)s comes to you on %(day)s at %(time)s."),
    "office": _lt("You come to %(who)s at our office on %(day)s at %(time)s."),
    "elsewhere": _lt("You meet %(who)s on %(day)s at %(time)s."),
    "video": _lt("You talk with %(who)s by video on %(day)s at %(time)s."),
    "phone": _lt("%(who)s calls you on %(day)s at %(time)s."),
}


class ClientAppointmentReminderMixin(models.AbstractModel):
    """What the resident is told of an appointment: when, where, with whom; never why.

    As a reminder by the road that the resident chose, and on the own page, where it
    can be called off or another moment asked for.
    """

    _name = "client.appointment.reminder.mixin"
    _description = "Appointments for the resident"

    reminded_at = fields.Datetime(
        readonly=True, copy=False, help="When the resident was reminded."
    )

    def _sentence(self):
        """ "Fatima comes to you on Tuesday 24 November at 10:00", elevated."""
        self.ensure_one()
        sentence = SENTENCES[self.place]._translate(self.env.lang or "en_US")
        return sentence % {
            "who": self._supporter_name() or self.env._("Somebody of ours"),
            "day": format_datetime(self.env, self.start, ZONE, "EEEE d MMMM"),
            "time": format_datetime(self.env, self.start, ZONE, "HH:mm"),
        }

    def _supporter_name(self):
        """As residents know who comes; elevated."""
        profile = self.env["client.supporter"].search(
            [
                ("user_id", "=", self.user_id.id or 0),
                ("company_id", "=", self.resident_id.company_id.id),
            ],
            limit=1,
        )
        return profile.name or self.user_id.name

    # Reminders ------------------------------------------------------------------

    @api.model
    def _cron_remind(self):
        """Remind, once, of what begins within the hours that the organisation set.

        Run twice it sends nothing twice: what was sent is noted in the transaction
        that queues the message.
        """
        now = fields.Datetime.now()
        companies = self.env["res.company"].search([("reminder_hours", ">", 0)])
        for company in companies:
            coming = self.search(
                [
                    ("state", "=", "planned"),
                    ("reminded_at", "=", False),
                    ("resident_id.company_id", "=", company.id),
                    ("start", ">", now),
                    ("start", "<=", now + timedelta(hours=company.reminder_hours)),
                ]
            )
            for appointment in coming.try_lock_for_update():
                if appointment._remind():
                    appointment._set({"reminded_at": now})

    def _remind(self):
        """Send one reminder, elevated.

        :return: whether there was a road to send it by
        """
        resident = self.resident_id
        lang = resident.lang_id
        told = self.with_context(lang=lang.code if lang.active else "nl_NL")
        match resident._reminder_road():
            case "email":
                told._mail_reminder()
            case "sms":
                # Only where Odoo's own addon for text messages is installed.
                self.env["sms.sms"].create(
                    {"number": resident.phone, "body": told._sentence()}
                )
            case _:
                return False
        return True

    def _mail_reminder(self):
        """A mail in the name of the organisation that hangs on no record."""
        company = self.resident_id.company_id
        body = self.env["ir.qweb"]._render(
            "client_support.appointment_reminder",
            {"sentence": self._sentence(), "company": company},
        )
        self.env["mail.mail"].create(
            {
                "subject": self.env._("Reminder of your appointment"),
                "body_html": body,
                **company._sender(),
                "email_to": self.resident_id.email,
                "auto_delete": True,
            }
        )

    # The own page ---------------------------------------------------------------

    @api.model
    def _shown_to_user(self):
        """The coming appointments of the residents that the user is or represents.

        Of a family each sees the own: an appointment is with one resident.
        """
        log = self.env["client.access.log"]
        residents = log._residents_of_user()
        # Elevated: a resident has no right on this table; these are the own.
        coming = self.sudo().search(
            [
                ("resident_id", "in", residents.ids),
                ("state", "in", ("planned", "cancelled")),
                ("start", ">", fields.Datetime.now()),
            ]
        )
        return [
            {
                "called": len(residents) > 1 and (resident.nickname or resident.name),
                "lines": [
                    {
                        "number": one.number,
                        "sentence": one._sentence(),
                        "where": one.location,
                        "interpreter": one.needs_interpreter,
                        "is_off": one.state == "cancelled",
                        "asked_to_move": one.asked_to_move,
                        "who": one._supporter_name(),
                        "picture": one.user_id.image_128
                        and image_data_uri(one.user_id.image_128),
                    }
                    for one in coming.filtered_domain(log._domain_shown_of(resident))
                    if one.resident_id == resident
                ],
            }
            for resident in residents
        ]

    @api.model
    def _asked_by_resident(self, number, what):
        """The resident calls it off, or asks for another moment.

        :param what: "cancel" or "move"
        :raises AccessError: when it is not the user's own, or over
        """
        log = self.env["client.access.log"]
        # Elevated: as in _shown_to_user.
        appointment = self.sudo().search(
            [
                ("number", "=", number),
                ("resident_id", "in", log._residents_of_user().ids),
                ("state", "=", "planned"),
                ("start", ">", fields.Datetime.now()),
            ]
        )
        appointment = appointment.filtered_domain(
            log._domain_shown_of(appointment.resident_id)
        )
        if not appointment or what not in ("cancel", "move"):
            raise AccessError(self.env._("This is not an appointment of yours."))
        # In the language of who reads it.
        env = appointment.with_context(lang=appointment.user_id.lang).env
        if what == "cancel":
            appointment._set({"state": "cancelled", "cancelled_by": "resident"})
            appointment._ask_user(env._("The resident called off %s", number))
        elif not appointment.asked_to_move:
            appointment._set({"asked_to_move": True})
            appointment._ask_user(
                env._("The resident asks for another moment: %s", number)
            )
