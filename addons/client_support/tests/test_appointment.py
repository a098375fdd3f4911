from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import ClientSupportCase

SECRET = "GEHEIMAFSPRAAK"


class AppointmentCase(ClientSupportCase):
    """A supporter with a case of two residents who come apart."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supporter = cls.make_supporter(cls.users["supporter"], "Fatima")
        cls.resident = cls.make_resident(needs_interpreter=True)
        cls.other = cls.make_resident(nickname="Piet", name="Piet Voorbeeld")
        cls.case_ = cls.as_role("supporter", "client.case").create(
            {"resident_ids": [(4, cls.resident.id), (4, cls.other.id)]}
        )
        cls.start = fields.Datetime.now().replace(microsecond=0) + timedelta(hours=30)

    @classmethod
    def make_supporter(cls, user, name):
        return cls.env["client.supporter"].create(
            {"name": name, "user_id": user.id, "company_id": cls.organisation.id}
        )

    @classmethod
    def plan(cls, **values):
        return cls.as_role("supporter", "client.appointment").create(
            {
                "case_id": cls.case_.id,
                "resident_id": cls.resident.id,
                "start": cls.start,
                "kind": "access_talk",
                "subject": SECRET,
                "others": SECRET,
                **values,
            }
        )


@tagged("post_install", "-at_install")
class TestAppointment(AppointmentCase):
    """Part of the file; the agenda says busy and no more."""

    def test_planned_by_the_button_of_a_case(self):
        """The web client says then what it was pressed on."""
        appointments = self.as_role("supporter", "client.appointment").with_context(
            active_model="client.case",
            active_id=self.case_.id,
            active_ids=self.case_.ids,
        )
        appointment = appointments.create(
            {
                "case_id": self.case_.id,
                "resident_id": self.resident.id,
                "start": self.start,
                "kind": "access_talk",
            }
        )
        event = appointment.sudo().event_id
        self.assertEqual(event.name, "Busy")
        self.assertFalse(event.res_model_id or event.res_id)

    def test_the_agenda_says_busy_and_no_more(self):
        appointment = self.plan()
        event = appointment.sudo().event_id
        self.assertEqual(event.name, "Busy")
        self.assertEqual(event.privacy, "private")
        self.assertEqual(event.show_as, "busy")
        self.assertEqual(event.partner_ids, self.users["supporter"].partner_id)
        self.assertEqual(
            (event.start, event.stop), (appointment.start, appointment.stop)
        )
        self.assertFalse(event.alarm_ids)
        told = str(event.sudo().read())
        for word in (SECRET, "Sjaan", self.case_.number, appointment.number):
            self.assertNotIn(word, told)
        self.assertFalse(event.res_model)

    def test_it_takes_an_hour_and_what_the_resident_needs(self):
        appointment = self.plan()
        self.assertEqual(appointment.stop - appointment.start, timedelta(hours=1))
        self.assertEqual(appointment.minutes, 60)
        self.assertTrue(appointment.needs_interpreter)
        self.assertEqual(appointment.display_name, appointment.number)
        named = appointment.with_context(resident_names=True)
        self.assertIn("Sjaan", named.display_name)

    def test_moving_and_cancelling_moves_and_frees_the_agenda(self):
        appointment = self.plan()
        event = appointment.sudo().event_id
        later = self.start + timedelta(days=1)
        appointment.start = later
        self.assertEqual(event.start, later)
        self.assertEqual(event.stop, later + timedelta(hours=1))
        appointment.action_cancelled_by_resident()
        self.assertFalse(event.exists())
        self.assertEqual(appointment.cancelled_by, "resident")
        appointment.action_plan_again()
        self.assertTrue(appointment.sudo().event_id)

    def test_the_owner_moves_or_deletes_it_in_the_agenda(self):
        appointment = self.plan()
        event = self.as_role("supporter", "calendar.event").browse(
            appointment.sudo().event_id.id
        )
        later = self.start + timedelta(hours=3)
        event.write({"start": later, "stop": later + timedelta(hours=2)})
        self.assertEqual(appointment.start, later)
        self.assertEqual(appointment.stop, later + timedelta(hours=2))
        event.unlink()
        self.assertEqual(appointment.state, "cancelled")
        self.assertEqual(appointment.cancelled_by, "supporter")
        task = appointment.activity_ids
        self.assertEqual(task.user_id, self.users["supporter"])
        self.assertNotIn(SECRET, str(task.read()))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_colleague_sees_busy_and_changes_nothing(self):
        appointment = self.plan()
        theirs = self.as_user(self.colleague, "calendar.event").browse(
            appointment.sudo().event_id.id
        )
        self.assertEqual(theirs.name, "Busy")
        with self.assertRaises(AccessError):
            theirs.unlink()
        with self.assertRaises(AccessError):
            theirs.write({"start": self.start, "stop": self.start})

    def test_no_context_takes_somebody_elses_event(self):
        event = self.env["calendar.event"].create(
            {"name": "Van een ander", "start": self.start, "stop": self.stop_of()}
        )
        model = self.as_role("supporter", "client.appointment").with_context(
            default_state="cancelled", by_appointment=True
        )
        values = {
            "case_id": self.case_.id,
            "resident_id": self.resident.id,
            "start": self.start,
            "state": "done",
        }
        with self.assertRaises(AccessError):
            model.create({**values, "event_id": event.id})
        with self.assertRaises(AccessError):
            model.with_context(default_event_id=event.id).create(values)
        made = model.create(values)
        self.assertEqual(made.state, "planned")
        self.assertNotEqual(made.sudo().event_id, event)
        self.assertEqual(event.name, "Van een ander")
        for name in ("state", "event_id", "number", "case_id", "resident_id"):
            with self.subTest(name), self.assertRaises(AccessError):
                made.write({name: False})

    def stop_of(self):
        return self.start + timedelta(hours=1)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_sees_it(self):
        appointment = self.plan()
        volunteer = self.users["volunteer"]
        for section in ("appointments", "case"):
            self.env["client.access"]._grant(
                volunteer, self.case_, "volunteer", "test", section=section
            )
        readers = {self.users["supporter"], volunteer}
        for user in [*self.users.values(), self.colleague, self.stranger]:
            with self.subTest(user.login):
                theirs = self.as_user(user, "client.appointment").browse(appointment.id)
                self.assertEqual(theirs.has_access("read"), user in readers)
                self.assertFalse(theirs.has_access("unlink"))
        theirs = self.as_user(volunteer, "client.appointment").browse(appointment.id)
        theirs.action_done()
        self.assertEqual(appointment.state, "done")

    def test_by_consent_no_words_of_ours(self):
        appointment = self.plan()
        officer = self.users["access_officer"]
        self.env["client.access"]._grant(
            officer, self.case_, "consent", "test", section="appointments"
        )
        theirs = self.as_user(officer, "client.appointment").browse(appointment.id)
        self.assertEqual(theirs.kind, "access_talk")
        for name in ("subject", "others", "location", "resident_id"):
            with self.subTest(name), self.assertRaises(AccessError):
                theirs.read([name])

    def test_only_for_who_works_on_the_file(self):
        with self.assertRaises(ValidationError):
            self.plan(user_id=self.colleague.id)
        with self.assertRaises(ValidationError):
            self.plan(resident_id=self.make_resident(nickname="Derde").id)

    def test_it_goes_with_the_case(self):
        appointment = self.plan()
        old = appointment.sudo().event_id
        heir = self.make_supporter(self.colleague, "Bram")
        self.case_.sudo()._assign(heir)
        appointment = appointment.sudo()
        self.assertEqual(appointment.user_id, self.colleague)
        self.assertEqual(appointment.event_id, old)
        self.assertEqual(old.user_id, self.colleague)
        self.assertEqual(old.partner_ids, self.colleague.partner_id)
        self.case_.sudo()._release(heir)
        self.assertFalse(appointment.user_id)
        self.assertFalse(old.exists())

    def test_it_ends_once(self):
        appointment = self.plan()
        appointment.action_no_show()
        self.assertEqual(appointment.state, "no_show")
        with self.assertRaises(UserError):
            appointment.action_done()

    # Reminders ---------------------------------------------------------------------

    def remind(self):
        before = self.env["mail.mail"].search([])
        self.env["client.appointment"]._cron_remind()
        return self.env["mail.mail"].search([]) - before

    def test_a_reminder_says_when_and_with_whom_and_never_why(self):
        self.resident.write({"preferred_channel": "email", "email": "s@example.org"})
        appointment = self.plan(start=fields.Datetime.now() + timedelta(hours=20))
        mail = self.remind()
        self.assertEqual(mail.email_to, "s@example.org")
        self.assertIn("Fatima", mail.body_html)
        told = f"{mail.subject} {mail.body_html}"
        for word in (SECRET, "access", self.case_.number, appointment.number):
            self.assertNotIn(word, told)
        self.assertFalse(mail.model or mail.res_id or mail.recipient_ids)
        self.assertTrue(mail.auto_delete)
        self.assertFalse(self.remind(), "a second run sends nothing")
        appointment.start = appointment.start + timedelta(hours=1)
        self.assertTrue(self.remind(), "another moment is told again")

    def test_no_reminder_when_not_wanted_or_not_near(self):
        self.resident.write({"preferred_channel": "email", "email": "s@example.org"})
        self.plan()  # in thirty hours
        self.assertFalse(self.remind())
        self.organisation.reminder_hours = 48
        self.resident.reminder_channel = "none"
        self.assertFalse(self.remind())
        self.resident.reminder_channel = False
        self.organisation.reminder_hours = 0
        self.assertFalse(self.remind())

    def test_a_text_message_only_where_the_organisation_says_so(self):
        self.resident.write({"preferred_channel": "phone", "phone": "+31600000000"})
        self.assertIsNone(self.resident.sudo()._reminder_road())
        self.organisation.sends_text_messages = True
        road = "sms" if "sms.sms" in self.env else None
        self.assertEqual(self.resident.sudo()._reminder_road(), road)


@tagged("post_install", "-at_install")
class TestOwnAppointments(AppointmentCase, HttpCase):
    """On the resident's own page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accounts = {}
        for login, resident in (("t_sjaan", cls.resident), ("t_piet", cls.other)):
            user = new_test_user(
                cls.env, login, groups="base.group_portal", lang="en_US"
            )
            resident.sudo()._set_portal_partner(user.partner_id)
            resident.sudo()._sync_portal_access()
            cls.accounts[login] = user

    def page(self, login):
        self.authenticate(login, login)
        return self.url_open("/my/dossier/afspraken")

    def ask(self, login, number, what):
        self.authenticate(login, login)
        return self.send(self.csrf_token(), number, what)

    def send(self, token, number, what):
        return self.url_open(
            "/my/dossier/afspraken",
            data={"number": number, "what": what, "csrf_token": token},
            allow_redirects=False,
        )

    def csrf_token(self):
        page = self.url_open("/my/dossier/afspraken").text
        marker = 'name="csrf_token" value="'
        return page.split(marker, 1)[1].split('"', 1)[0] if marker in page else ""

    def test_each_sees_the_own(self):
        self.plan(location="Dorpsstraat 1")
        mine = self.page("t_sjaan").text
        self.assertIn("Fatima", mine)
        self.assertIn("Dorpsstraat 1", mine)
        for word in (SECRET, "Piet", self.case_.number):
            self.assertNotIn(word, mine)
        theirs = self.page("t_piet").text
        self.assertIn("You have no appointments now", theirs)
        self.assertNotIn("Dorpsstraat", theirs)

    @mute_logger("odoo.http")
    def test_not_for_who_has_no_file(self):
        for login in ("t_portal", "t_access_officer", "t_supporter"):
            with self.subTest(login):
                self.assertEqual(self.page(login).status_code, 404)

    def test_asking_for_another_moment_and_calling_off(self):
        appointment = self.plan()
        number = appointment.number
        answer = self.ask("t_sjaan", number, "move")
        self.assertEqual(answer.status_code, 303)
        self.assertTrue(appointment.asked_to_move)
        self.assertEqual(appointment.activity_ids.user_id, self.users["supporter"])
        self.assertIn(number, appointment.activity_ids.summary)
        self.assertIn("You asked for another time", self.page("t_sjaan").text)
        self.ask("t_sjaan", number, "cancel")
        self.assertEqual(appointment.state, "cancelled")
        self.assertEqual(appointment.cancelled_by, "resident")
        self.assertFalse(appointment.sudo().event_id)

    @mute_logger("odoo.http")
    def test_on_a_page_that_stood_open_too_long(self):
        """How it is now, in words; the same for a number that is not theirs."""
        number = self.plan().number
        self.authenticate("t_sjaan", "t_sjaan")
        token = self.csrf_token()
        self.send(token, number, "cancel")
        for asked in (number, "A-OTHERS"):
            answer = self.send(token, asked, "move")
            self.assertEqual(answer.status_code, 404)
            self.assertIn("You cannot change that appointment here", answer.text)
            self.assertIn("This appointment is off", answer.text)
        self.assertNotIn("cannot change", self.page("t_sjaan").text)

    def test_not_that_of_somebody_else(self):
        appointment = self.plan()
        model = self.as_user(self.accounts["t_piet"], "client.appointment")
        for what in ("move", "cancel"):
            with self.assertRaises(AccessError):
                model._asked_by_resident(appointment.number, what)
        self.assertEqual(appointment.state, "planned")
        with self.assertRaises(AccessError):
            model.browse(appointment.id).read(["start"])
