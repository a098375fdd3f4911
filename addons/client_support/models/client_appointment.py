from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import LazyTranslate, clean_context, format_time

from ..days import by_clock, midnight
from ..dossier_key import DossierKey
from ..screen import labels
from .calendar_event import BY_APPOINTMENT
from .mail_activity import ALWAYS, CALL

# For tasks: in the language of whoever gets one.
_lt = LazyTranslate(__name__)

# What the buttons and the calendar set, whatever a form sends.
AT_FIRST = {
    "state": "planned",
    "cancelled_by": False,
    "reminded_at": False,
    "asked_to_move": False,
}

# Nobody is told of the event, and nothing is written under it.
QUIETLY = {
    # Else Odoo hangs it on the case that the form was opened from.
    "active_model": False,
    "by_appointment": BY_APPOINTMENT,
    "dont_notify": True,
    "no_mail_to_attendees": True,
    "skip_contact_description": True,
    "mail_create_nolog": True,
    "tracking_disable": True,
}


class ClientAppointment(models.Model):
    """A meeting with a resident: what, when, where, who else, and whether it happened.

    planned → done, no show or cancelled. The agenda of the supporter says "busy" at
    that time and nothing else: this record knows the event, the event does not know
    this record.
    """

    _name = "client.appointment"
    _inherit = [
        "client.timed.mixin",
        "client.appointment.reminder.mixin",
        "client.number.mixin",
        "client.case.resident.mixin",
        "client.activity.mixin",
        "client.day.mixin",
    ]
    _description = "Appointment"
    _order = "start, id"
    _number_prefix = "A"
    _set_by_methods = frozenset(
        {"dossier_id", "number", "case_id", "resident_id", "event_id", *AT_FIRST}
    )
    _shared_fields = frozenset(
        {"id", "display_name", "number", "kind", "start", "stop", "place", "state"}
    )
    _dossier_of = ("case_id", "resident_id")

    dossier_id = DossierKey(compute="_compute_dossier_id", store=True)
    case_id = fields.Many2one(
        "client.case",
        index="btree_not_null",
        ondelete="cascade",
        help="The case that it is for; empty: outside a case.",
    )
    case_resident_ids = fields.Many2many(
        related="case_id.resident_ids",
        related_sudo=False,
        string="Residents of the case",
        help="Who can be chosen.",
    )
    resident_id = fields.Many2one(
        "client.resident",
        required=True,
        index=True,
        ondelete="cascade",
        help="With whom; who gets the reminder and sees it on the own page.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="In whose agenda",
        index="btree_not_null",
        ondelete="restrict",
        default=lambda self: not self.env.user._is_superuser() and self.env.user,
        domain="[('share', '=', False)]",
        help="Who comes; empty when nobody has the case at this moment.",
    )
    kind = fields.Selection(
        [
            ("first", "First talk"),
            ("follow_up", "Talk"),
            ("access_talk", "Talk about access to support"),
            ("evaluation", "Evaluation"),
            ("provider", "Talk with a provider"),
            ("hearing", "Hearing"),
            ("family", "Family or network talk"),
            ("other", "Something else"),
        ],
        string="What",
        required=True,
        default="follow_up",
        help="What sort of meeting; a reminder never says it.",
    )
    subject = fields.Char(help="In a few words, for who works on the file.")
    start = fields.Datetime(required=True, index=True, help="When it begins.")
    stop = fields.Datetime(
        required=True,
        compute="_compute_stop",
        store=True,
        readonly=False,
        precompute=True,
        help="When it ends; an hour later when nothing is said.",
    )
    place = fields.Selection(
        [
            ("home", "At the resident's home"),
            ("office", "At our office"),
            ("elsewhere", "Somewhere else"),
            ("video", "By video"),
            ("phone", "By telephone"),
        ],
        string="Where",
        required=True,
        default="home",
        help="Said in the reminder.",
    )
    location = fields.Char(
        string="Address or link",
        help="Which office, where else, or the link of the video talk. The resident "
        "reads it.",
    )
    supporter_role = fields.Selection(
        [
            ("beside", "Beside the resident"),
            ("overview", "Keeps the overview (regieondersteuner)"),
            ("advocate", "Speaks for the resident (belangenbehartiger)"),
            ("listens", "Listens and takes notes"),
        ],
        string="Our role",
        default="beside",
        help="What the supporter does there.",
    )
    attendee_role_ids = fields.Many2many(
        "client.attendee.role",
        string="Who else",
        help="As what others are there: the resident and the carer both count.",
    )
    others = fields.Char(
        string="Names", help="Who they are; nobody is invited through the agenda."
    )
    needs_interpreter = fields.Boolean(
        string="Interpreter needed",
        compute="_compute_needs",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        help="To be arranged; from the file of the resident.",
    )
    lang_id = fields.Many2one(
        "res.lang",
        string="Language",
        compute="_compute_needs",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        help="In which language the talk is.",
    )
    needs_confidant = fields.Boolean(
        string="Confidant comes along",
        help="The resident wants somebody trusted there; ask who, in time.",
    )
    minutes = fields.Integer(
        compute="_compute_minutes",
        store=True,
        readonly=False,
        precompute=True,
        help="How long it took. “Done” writes it down as time.",
    )
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("done", "Done"),
            ("no_show", "Did not show up"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="planned",
        index=True,
        copy=False,
        help="What became of it.",
    )
    cancelled_by = fields.Selection(
        [("resident", "The resident"), ("supporter", "We"), ("other", "Others")],
        readonly=True,
        copy=False,
        help="Who called it off.",
    )
    asked_to_move = fields.Boolean(
        readonly=True, copy=False, help="The resident asked for another moment."
    )
    event_id = fields.Many2one(
        "calendar.event",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="set null",
        groups=fields.NO_ACCESS,
        help="The time in the agenda of the supporter; it says “busy”.",
    )

    _order_of_times = models.Constraint(
        "CHECK(stop > start)", "An appointment ends after it begins."
    )
    _minutes_range = models.Constraint(
        "CHECK(minutes BETWEEN 0 AND 1440)", "An appointment takes at most a day."
    )

    @api.depends("start")
    def _compute_stop(self):
        for appointment in self.filtered("start"):
            stop = appointment.stop
            if not stop or stop <= appointment.start:
                appointment.stop = appointment.start + timedelta(hours=1)

    @api.depends("resident_id")
    def _compute_needs(self):
        for appointment in self:
            appointment.needs_interpreter = appointment.resident_id.needs_interpreter
            appointment.lang_id = appointment.resident_id.lang_id

    @api.depends("start", "stop")
    def _compute_minutes(self):
        for appointment in self.filtered(lambda one: one.start and one.stop):
            length = appointment.stop - appointment.start
            appointment.minutes = min(length.total_seconds() // 60, 1440)

    @api.depends("number")
    @api.depends_context("resident_names", "uid", "lang")
    def _compute_display_name(self):
        """The number; what and with whom where a screen asks for names, for those who
        may read it: Odoo reads the label of a link with elevated rights."""
        named = self.browse()
        if self.env.context.get("resident_names"):
            named = self.sudo(False)._filtered_access("read")
        kinds = labels(self, "kind")
        for appointment in self:
            appointment.display_name = appointment.number
            if appointment in named:
                own = appointment.sudo(False)
                appointment.display_name = (
                    f"{kinds[own.kind]}: {own.resident_id.display_name}"
                )

    @api.constrains("user_id", "state")
    def _check_user(self):
        for appointment in self.filtered(lambda one: one.state == "planned"):
            user = appointment.user_id
            if user and not self.env["mail.activity"]._is_open_to(user, appointment):
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot see this file. Choose someone who works on "
                        "it, or give access first.",
                        user=user.sudo().name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # Named, so that a default in the context of a client fills none of them
            # in. The event needs no naming: it is a field of nobody.
            vals_list = [{**vals, **AT_FIRST} for vals in vals_list]
        appointments = super().create(vals_list)
        appointments._to_agenda()
        return appointments

    def write(self, vals):
        if "start" in vals:
            # Another moment: it is reminded of again, and what was asked is done.
            self.sudo().filtered(lambda one: one.state == "planned")._set(
                {"reminded_at": False, "asked_to_move": False}
            )
        if "start" in vals and "stop" not in vals:
            for one in self:
                one._move_to(vals)
            return True
        result = super().write(vals)
        if {"start", "stop", "user_id", "state"} & vals.keys():
            self._to_agenda()
        return result

    def _move_to(self, vals):
        """It keeps its length."""
        length = self.stop - self.start
        stop = fields.Datetime.to_datetime(vals["start"]) + length
        self.write({**vals, "stop": stop})

    def unlink(self):
        # Elevated: the time in the agenda of a colleague goes with it.
        events = self.sudo().event_id
        result = super().unlink()
        events.with_context(by_appointment=BY_APPOINTMENT).unlink()
        return result

    def _set(self, vals):
        """Write what only methods set; the caller has checked the right to do so."""
        # Elevated: fields that no screen sets.
        return self.sudo().write(vals)

    # The agenda -----------------------------------------------------------------

    def _to_agenda(self):
        """Let the agenda of who comes say "busy" then, and no longer when it is off."""
        # Elevated: the agenda of a colleague. Nothing of the file goes into it.
        for appointment in self.sudo():
            event = appointment.event_id
            user = appointment.user_id
            if appointment.state == "cancelled" or not user:
                event.with_context(by_appointment=BY_APPOINTMENT).unlink()
                continue
            # What is over stays where it was.
            if appointment.state != "planned" and event:
                continue
            values = {
                "start": appointment.start,
                "stop": appointment.stop,
                "user_id": user.id,
                "partner_ids": [fields.Command.set(user.partner_id.ids)],
            }
            event = event.with_context(clean_context(self.env.context), **QUIETLY)
            if event:
                event.write(values)
            elif appointment.state == "planned":
                busy = self.with_context(lang=user.lang).env._("Busy")
                appointment.event_id = event.create(
                    {
                        **values,
                        "name": busy,
                        "privacy": "private",
                        "show_as": "busy",
                        "alarm_ids": [fields.Command.clear()],
                    }
                )

    @api.model
    def _of_events(self, events):
        """The planned appointments behind these events, elevated."""
        # Elevated: the event was the user's own to change, and knows no file.
        return self.sudo().search(
            [("event_id", "in", events.ids), ("state", "=", "planned")]
        )

    def _event_gone(self):
        """The owner deleted it from the agenda: it is off, and somebody says so."""
        self._set({"state": "cancelled", "cancelled_by": "supporter"})
        for appointment in self:
            appointment._ask_user(
                "deleted",
                _lt(
                    "Deleted from the agenda: tell the resident that %s is off",
                    appointment.number,
                ),
            )

    def _ask_user(self, key, words):
        """A task for who has the appointment; without one for nobody by name."""
        today = fields.Date.context_today(self)
        # Elevated: the resident on the own page has no right to make tasks.
        for appointment in self.sudo():
            appointment._keep_task(
                key, today, words, appointment.user_id, kind=CALL, again=ALWAYS
            )

    @api.model
    def _pass_on(self, dossiers, heir):
        """What is planned goes to `heir` where who had it cannot see the file now.

        :param heir: a user, or nobody: it waits for the next supporter then
        """
        # Elevated: the caller hands the case over.
        planned = self.sudo().search(
            [("dossier_id", "in", dossiers.ids), ("state", "=", "planned")]
        )
        is_open_to = self.env["mail.activity"]._is_open_to
        for appointment in planned:
            user = appointment.user_id
            if not (user and is_open_to(user, appointment)):
                fits = heir and is_open_to(heir, appointment)
                appointment.user_id = heir if fits else False

    # What became of it ----------------------------------------------------------

    def action_done(self):
        """It took place; the minutes are written down as time."""
        self._end_as("done")

    def action_no_show(self):
        """The resident was not there; it counts as such."""
        self._end_as("no_show")

    def action_cancelled_by_resident(self):
        self._end_as("cancelled", cancelled_by="resident")

    def action_cancelled_by_us(self):
        self._end_as("cancelled", cancelled_by="supporter")

    def action_plan_again(self):
        """It was marked by mistake, or is on again at the same time."""
        self.check_access("write")
        self._set({"state": "planned", "cancelled_by": False, "reminded_at": False})

    def _end_as(self, state, **more):
        self.check_access("write")
        # Elevated: only what state it is in.
        if any(one.state != "planned" for one in self.sudo()):
            raise UserError(
                self.env._("This appointment is over already; plan it again first.")
            )
        self._set({"state": state, "asked_to_move": False, **more})
        self.sudo().activity_ids._end_planned()

    # Time and My day ------------------------------------------------------------

    @api.model
    def _timed_fields(self):
        return {"minutes", "state", "start", "stop"}

    def _timed_user(self):
        return self.user_id

    def _timed_company(self):
        # Elevated: who sees the appointments need not see the resident.
        return self.sudo().resident_id.company_id

    def _counts_time(self):
        # Elevated: only its state; the caller wrote it.
        return self.sudo().state == "done" and bool(self.minutes)

    def _timed_day(self):
        return by_clock(self.start, self._zone()).date()

    @api.model
    def _day_lines(self):
        today = fields.Date.context_today(self)
        zone = self._zone()
        day = midnight(today, zone), midnight(today + timedelta(days=1), zone)
        names = ["start", "kind", "place", "case_id", "needs_interpreter"]
        lines = []
        for one in self.search_fetch(
            [
                ("user_id", "=", self.env.uid),
                ("state", "=", "planned"),
                ("start", ">=", day[0]),
                ("start", "<", day[1]),
            ],
            names,
        ):
            at = format_time(self.env, one.start, tz=zone.zone, time_format="HH:mm")
            detail = [one._label("place")]
            if one.needs_interpreter:
                detail.append(self.env._("interpreter"))
            # Elevated: who sees the appointments of a case need not see the case.
            number = one.sudo().case_id.number or one.number
            lines.append(
                self._day_line(
                    "today",
                    f"{one._label('kind')} · {number}",
                    one._day_form(),
                    at=at,
                    detail=" · ".join(detail),
                    order=str(one.start),
                )
            )
        past = [
            ("user_id", "=", self.env.uid),
            ("state", "=", "planned"),
            ("start", "<", day[0]),
        ]
        if forgotten := self.search_count(past):
            text = self.env._("Appointments without an outcome: %s", forgotten)
            lines.append(
                self._day_line(
                    "me", text, self._day_list(text, past), tone="warning", order="3"
                )
            )
        return lines

    def _label(self, name):
        """The words of a selection field."""
        return labels(self, name)[self[name]]

    @api.model
    def _zone(self):
        return pytz.timezone(
            self.env.context.get("tz") or self.env.user.tz or "Europe/Amsterdam"
        )
