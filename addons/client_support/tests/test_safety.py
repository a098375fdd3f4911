from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_appointment import AppointmentCase

LOG_ACL = "odoo.addons.base.models.ir_model"
POINTING = ("R-7K2Q9MX", "z-7k2q9mx", "111222333", "a@b.nl", "06 12345678", "3311 AB")


@tagged("post_install", "-at_install")
class TestSignals(AppointmentCase):
    """For policy and without persons."""

    def make(self, role="supporter", model="client.signal", **values):
        values = {
            "kind": "gap" if model == "client.signal" else "near_miss",
            "description": "Er is geen dagbesteding in de wijk.",
            **values,
        }
        return self.as_role(role, model).create(values)

    def test_what_points_at_somebody_is_refused(self):
        for model in ("client.signal", "client.incident"):
            for text in POINTING:
                with self.subTest(model, text=text), self.assertRaises(ValidationError):
                    self.make(model=model, description=f"Over {text} gaat het mis.")
        signal = self.make()
        with self.assertRaises(ValidationError):
            signal.answer = f"Bel {POINTING[4]}"

    def test_called_by_the_words_of_its_kind(self):
        kinds = {
            "client.signal": "Gap: nothing is there",
            "client.incident": "It nearly went wrong",
        }
        for model, words in kinds.items():
            self.assertEqual(self.make(model=model).display_name, words)

    def test_sent_answered_closed(self):
        signal = self.make()
        for early in (signal.action_close, signal.action_answer):
            with self.assertRaises(UserError):
                early()
        signal.action_send()
        self.assertEqual(signal.sent_on, fields.Date.context_today(signal))
        with self.assertRaises(UserError):
            signal.action_answer()
        signal.answer = "Er komt een inloop."
        signal.action_answer()
        signal.action_close()
        self.assertEqual(signal.state, "closed")
        with self.assertRaises(AccessError):
            self.as_role("manager", "client.signal").browse(signal.id).answer = "x"

    def test_only_the_buttons_say_where_it_is(self):
        today = fields.Date.context_today(self.supporter)
        crafted = self.make(state="closed", sent_on=today, answered_on=today)
        self.assertEqual(crafted.state, "new")
        self.assertFalse(crafted.sent_on or crafted.answered_on)
        hidden = self.as_role("supporter", "client.signal").with_context(
            default_state="closed"
        )
        hidden = hidden.create({"kind": "gap", "description": "Geen inloop."})
        incident = self.make(model="client.incident", closed_on=today)
        self.assertFalse(incident.closed_on)
        for record, values in (
            (crafted, {"state": "closed"}),
            (crafted, {"sent_on": today}),
            (crafted, {"company_id": self.neighbour.id}),
            (incident, {"closed_on": today}),
            (incident, {"company_id": self.neighbour.id}),
        ):
            for role in ("supporter", "coordinator"):
                with self.subTest(values=values, role=role):
                    theirs = record.with_user(self.users[role])
                    with self.assertRaises(AccessError), mute_logger(LOG_ACL):
                        theirs.write(values)
        self.assertEqual(hidden.state, "new")

    def test_to_the_ombuds_contact(self):
        contact = self.env["res.partner"].create({"name": "Ombuds", "is_company": True})
        self.organisation.ombuds_partner_id = contact
        self.assertEqual(self.make(recipient_kind="ombuds").partner_id, contact)

    def test_source_and_cause_are_chosen_from_lists(self):
        source = self.env.ref("client_support.signal_source_political_party")
        causes = self.as_role("supporter", "client.reach.cause").search([])
        self.assertEqual(
            set(causes.mapped("code")),
            {"unknown", "medium", "threshold", "not_a_client", "volunteers"},
        )
        signal = self.make(
            kind="reach", source_id=source.id, reach_cause_id=causes[0].id
        )
        counted = self.as_role("manager", "client.signal")._read_group(
            [("id", "=", signal.id)], ["source_id", "reach_cause_id"], ["__count"]
        )
        self.assertEqual(counted, [(source, causes[0], 1)])
        with self.assertRaises(AccessError), mute_logger(LOG_ACL):
            self.as_role("coordinator", source._name).create({"name": "x", "code": "x"})

    def test_a_cause_goes_with_people_who_are_not_reached(self):
        signal = self.make(
            kind="reach",
            reach_cause_id=self.env.ref("client_support.reach_cause_unknown").id,
        )
        signal.kind = "gap"
        self.assertFalse(signal.reach_cause_id)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_for_the_own_organisation(self):
        signal = self.make()
        incident = self.make(model="client.incident")
        reads_signal = {"supporter", "volunteer", "walk_in", "intake"} | {
            "coordinator",
            "manager",
        }
        for role, user in self.users.items():
            with self.subTest(role):
                theirs = self.as_user(user, "client.signal").browse(signal.id)
                self.assertEqual(theirs.has_access("read"), role in reads_signal)
                theirs = self.as_user(user, "client.incident").browse(incident.id)
                self.assertEqual(
                    theirs.has_access("read"), role in ("supporter", "coordinator")
                )
        for model, record in (("client.signal", signal), ("client.incident", incident)):
            theirs = self.as_user(self.stranger, model).browse(record.id)
            self.assertFalse(theirs.has_access("read"))

    def test_a_coordinator_is_told_of_a_calamity(self):
        tasks = [("user_id", "=", self.users["coordinator"].id)]
        before = self.env["mail.activity"].search_count(tasks)
        self.make(model="client.incident", kind="calamity")
        self.assertEqual(self.env["mail.activity"].search_count(tasks), before + 1)


@tagged("post_install", "-at_install")
class TestComplaint(AppointmentCase):
    """Dealt with by somebody it is not about, within the term of the law."""

    def make(self, **values):
        return self.as_role("coordinator", "client.complaint").create(
            {"description": "Er belde niemand terug.", **values}
        )

    def test_six_weeks_and_four_more(self):
        complaint = self.make(received_on="2026-11-02")
        self.assertEqual(complaint.due_on, fields.Date.to_date("2026-12-14"))
        complaint.extension_reason = "De getuige is op vakantie."
        self.assertEqual(complaint.due_on, fields.Date.to_date("2027-01-11"))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_not_by_who_it_is_about(self):
        coordinator = self.users["coordinator"]
        second = self.make_user("t_second", "client_support.group_coordinator")
        about = self.make_supporter(coordinator, "Karin")
        with self.assertRaises(ValidationError):
            self.make(about_id=self.supporter.id, handler_id=self.colleague.id)
        theirs = self.as_user(second, "client.complaint")
        with self.assertRaises(ValidationError):
            theirs.create(
                {
                    "description": "Over Karin",
                    "about_id": about.id,
                    "handler_id": coordinator.id,
                }
            )
        complaint = theirs.create({"description": "Over Karin", "about_id": about.id})
        mine = self.as_user(coordinator, "client.complaint")
        self.assertFalse(mine.browse(complaint.id).has_access("read"))
        self.assertFalse(mine.search([]))

    def test_who_it_is_about_is_not_reminded_of_it(self):
        coordinator = self.users["coordinator"]
        second = self.make_user("t_second", "client_support.group_coordinator")
        about = self.make_supporter(coordinator, "Karin")
        day = fields.Date.context_today(self.supporter) - timedelta(weeks=5, days=4)
        complaint = self.as_user(second, "client.complaint").create(
            {
                "description": "Over Karin",
                "about_id": about.id,
                "handler_id": False,  # it waits for any coordinator
                "received_on": day,
            }
        )
        self.env["client.complaint"]._cron_remind()
        told = self.env["mail.activity"].search([("summary", "like", complaint.number)])
        self.assertEqual(told.user_id, second)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_sees_it(self):
        complaint = self.make()
        for role, user in self.users.items():
            theirs = self.as_user(user, "client.complaint").browse(complaint.id)
            with self.subTest(role):
                self.assertEqual(theirs.has_access("read"), role == "coordinator")

    def test_an_answer_first_and_a_reminder_before(self):
        day = fields.Date.context_today(self.supporter) - timedelta(weeks=5, days=4)
        complaint = self.make(received_on=day)
        with self.assertRaises(UserError):
            complaint.action_close()
        complaints = self.env["client.complaint"]
        found = [("summary", "like", complaint.number)]
        complaints._cron_remind()
        complaints._cron_remind()
        task = self.env["mail.activity"].search(found)
        self.assertEqual(task.user_id, self.users["coordinator"])
        self.assertNotIn("belde", str(task.read()))
        complaint.write({"outcome": "founded", "answer": "Excuses gemaakt."})
        complaint.action_close()
        self.assertTrue(complaint.closed_on)
        self.assertFalse(self.env["mail.activity"].search(found))

    def test_ticked_off_is_not_asked_again(self):
        complaint = self.make(received_on="2026-11-02")  # to 14 December
        remind = self.env["client.complaint"]._cron_remind
        tasks = self.env["mail.activity"].search
        found = [("summary", "like", complaint.number)]
        with freeze_time("2026-12-08 09:00"):
            remind()
            tasks(found).action_feedback()
            remind()
            self.assertFalse(tasks(found))
            # Four weeks more: not near any longer, and asked again when it is.
            complaint.extension_reason = "Een deskundige kijkt mee"
            remind()
            self.assertFalse(tasks(found))
        with freeze_time("2027-01-05 09:00"):
            remind()
            self.assertEqual(str(tasks(found).date_deadline), "2027-01-11")

    def test_its_term_is_one_of_the_law(self):
        # 13 November + 42 = 25 December, a Friday; Saturday; Sunday; Monday 28.
        complaint = self.make(received_on="2026-11-13")
        self.assertEqual(str(complaint.due_on), "2026-12-28")
        self.assertIn("Awb 9:11(1)", complaint.explanation)
        self.assertIn("Christmas Day", complaint.explanation)
        # Counted on from the 25th: 22 January.
        complaint.extension_reason = "Een deskundige kijkt mee"
        self.assertEqual(str(complaint.due_on), "2027-01-22")
        self.assertIn("Awb 9:11(2)", complaint.explanation)
        self.env["client.equated.day"].create({"date": "2027-01-22", "source": "Test"})
        self.assertEqual(str(complaint.due_on), "2027-01-25")


@tagged("post_install", "-at_install")
class TestReportingCode(AppointmentCase):
    """Five steps, for who works on the whole file, and nothing shared by writing."""

    def make(self, **values):
        return self.as_role("supporter", "client.reporting.code").create(
            {
                "case_id": self.case_.id,
                "resident_id": self.resident.id,
                "signals": "Blauwe plekken",
                **values,
            }
        )

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_only_who_works_on_the_whole_file(self):
        one = self.make()
        grant = self.env["client.access"]._grant
        grant(self.users["volunteer"], self.case_, "volunteer", "t", section="notes")
        grant(self.users["coordinator"], self.case_, "look", "t")
        grant(self.colleague, self.case_, "consult", "t")
        for kind in ("resident", "consent"):
            grant(self.users["portal"], self.case_, kind, "t")
        for user in [*self.users.values(), self.colleague, self.stranger]:
            theirs = self.as_user(user, "client.reporting.code").browse(one.id)
            with self.subTest(user.login):
                allowed = user == self.users["supporter"]
                self.assertEqual(theirs.has_access("read"), allowed)
                self.assertFalse(theirs.has_access("unlink"))

    def test_the_case_form_opens_for_a_look(self):
        self.make()
        coordinator = self.users["coordinator"]
        self.env["client.access"]._grant(coordinator, self.case_, "look", "t")
        case = self.as_user(coordinator, "client.case").browse(self.case_.id)
        form = case.get_views([(False, "form")])["views"]["form"]["arch"]
        self.assertNotIn("reporting_code_ids", form)
        self.assertIn("appointment_ids", form)
        self.assertFalse(case.appointment_ids)
        self.assertFalse(case.time_ids)

    def test_closed_with_all_steps_and_then_fixed(self):
        today = fields.Date.context_today(self.supporter)
        one = self.make()
        with self.assertRaises(ValidationError):
            one.weighed_on = today + timedelta(days=2)
        with self.assertRaises(UserError):
            one.action_close()
        one.write(
            {
                "consulted_on": today,
                "talked": "Niet, vanwege de veiligheid.",
                "weighed_on": today,
                "decided_on": today,
                "decision": "help",
            }
        )
        one.action_close()
        with self.assertRaises(UserError):
            one.decided = "Toch anders"
        with self.assertRaises(UserError):
            one.write({"closed_on": False})
        with self.assertRaises(AccessError):
            self.make().write({"closed_on": today})

    def test_reporting_is_a_disclosure(self):
        one = self.make(decision="report")
        shown = one.action_disclose()
        self.assertEqual(shown["res_model"], "client.disclosure")
        context = shown["context"]
        self.assertEqual(context["default_ground"], "reporting_code")
        disclosure = self.as_role("supporter", "client.disclosure")
        made = disclosure.with_context(**context).create(
            {"summary": "Zorgen", "reason": "Acuut gevaar"}
        )
        self.assertEqual(made.step_signals, one.signals_on)
        one.disclosure_id = made
        other = disclosure.with_context(**context).create(
            {"summary": "x", "reason": "x", "resident_id": self.other.id}
        )
        with self.assertRaises(ValidationError):
            one.disclosure_id = other
