from datetime import date

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ClientSupportCase


class ProcedureCase(ClientSupportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile = cls.env["client.supporter"].create(
            {
                "name": "Tineke Voorbeeld",
                "user_id": cls.users["supporter"].id,
                "company_id": cls.organisation.id,
            }
        )
        # Before the days of the tests, so that the case is open on all of them.
        with freeze_time("2026-01-05 09:00"):
            cls.resident = cls.make_resident()
            cls.case = cls.as_role("supporter", "client.case").create(
                {"resident_ids": [(6, 0, cls.resident.ids)]}
            )

    def begin(self, law="wmo", **values):
        return self.as_role("supporter", "client.procedure").create(
            {"case_id": self.case.id, "law": law, **values}
        )

    def step(self, procedure, code):
        return procedure.step_ids.filtered(lambda step: step.code == code)

    def add(self, procedure, code, **values):
        kind = self.env.ref(f"client_support.step_kind_{code}")
        return self.as_role("supporter", "client.procedure.step").create(
            {"procedure_id": procedure.id, "kind_id": kind.id, **values}
        )

    def move(self, step, what, **values):
        return self.as_role("supporter", "client.term.move").create(
            {"step_id": step.id, "what": what, "reason": "Brief", **values}
        )

    def tasks(self):
        activities = self.env["mail.activity"].with_context(active_test=False)
        return activities.search(
            [("res_model", "=", "client.case"), ("res_id", "=", self.case.id)]
        )


@tagged("post_install", "-at_install")
class TestProcedure(ProcedureCase):
    """The steps of the law, and the days that follow from each other."""

    def test_undone_is_what_ran_because_of_it(self):
        wmo = self.begin()
        notification = self.step(wmo, "notification")
        notification.done_date = date(2026, 11, 2)
        talk, report = self.step(wmo, "talk"), self.step(wmo, "report")
        talk.planned_date = date(2026, 11, 12)
        report.write({"start_date": "2026-11-03", "change_reason": "Poststempel"})
        investigation = self.step(wmo, "investigation")
        self.assertEqual(investigation.state, "running")
        notification.done_date = False
        self.assertEqual(investigation.state, "waiting")
        self.assertFalse(investigation.start_date or investigation.due_date)
        change = investigation.change_ids
        self.assertEqual(change.what, "start")
        self.assertEqual(str(change.due_before), "2026-12-14")
        # Somebody went on with these two.
        self.assertEqual((talk.state, report.state), ("running", "running"))
        notification.done_date = date(2026, 11, 4)
        self.assertEqual(str(investigation.due_date), "2026-12-16")
        notification.is_skipped = True
        self.assertFalse(investigation.start_date)

    def test_undone_stops_a_step_that_was_added(self):
        objection = self.step(self.begin("objection"), "objection")
        objection.start_date = date(2026, 11, 2)
        objection.done_date = date(2026, 11, 20)
        decision = self.step(objection.procedure_id, "objection_decision")
        self.assertEqual(decision.state, "running")
        self.move(decision, "suspended", date_from="2027-01-05").action_move()
        objection.done_date = False
        self.assertEqual(decision.state, "suspended")
        self.move(decision, "undone").action_move()
        self.assertEqual(decision.state, "running")

    def test_the_card_after_a_talk_is_the_one(self):
        wmo = self.begin()
        talk = self.step(wmo, "talk")
        made = self.as_role("supporter", "client.plan.document")
        card = made.with_context(**talk.action_card()["context"]).create(
            {"wishes": "Zelf koken", "officer_proposal": "Maaltijden", "fits": "no"}
        )
        self.assertEqual((card.kind, card.case_id), ("after_talk", self.case))
        self.assertEqual(card.resident_id, self.resident)
        self.assertEqual((wmo.card_ids, talk.card_ids), (card, card))
        with self.assertRaises(ValidationError):
            card.procedure_id = self.begin("complaint")
        again = made.browse(self._agreed(card).action_new_version()["res_id"])
        self.assertEqual((again.procedure_id, again.step_id), (wmo, talk))

    def _agreed(self, card):
        card.write({"understood": "yes", "agrees": "yes", "fits": "yes"})
        card.action_agree()
        return card

    def test_all_codes_of_the_list(self):
        kinds = self.env["client.procedure.step.kind"].with_context(active_test=False)
        self.assertEqual(
            set(kinds.search([]).mapped("code")),
            {
                *("inventory", "inform_ocs", "notification", "personal_plan", "talk"),
                *("investigation", "report", "application", "decision"),
                *("default_notice", "objection", "objection_decision", "appeal"),
                *("higher_appeal", "urgent", "review", "complaint", "ciz"),
                *("term_rule", "decision_awb", "debt_first_talk", "provisional"),
            },
        )

    def test_begins_with_the_steps_of_its_law(self):
        for law, codes in {
            "wmo": {"notification", "talk", "report", "decision", "objection"},
            "youth_act": {"application", "decision_awb", "objection"},
            "debt_support": {"debt_first_talk", "decision_awb"},
            "wlz": {"application", "ciz"},
            "complaint": {"complaint"},
            "objection": {"objection"},
        }.items():
            with self.subTest(law=law):
                found = set(self.begin(law).step_ids.mapped("code"))
                self.assertLessEqual(codes, found)
                self.assertNotIn("term_rule", found)
        self.assertNotIn("objection", self.begin("complaint").step_ids.mapped("code"))

    def test_one_day_starts_the_next_terms(self):
        """Notified on Monday 2 November 2026 (days counted by hand)."""
        wmo = self.begin()
        self.step(wmo, "notification").done_date = date(2026, 11, 2)
        for code, due in {
            "personal_plan": date(2026, 11, 9),
            "talk": date(2026, 12, 14),
            "investigation": date(2026, 12, 14),
            "report": date(2026, 12, 14),
        }.items():
            with self.subTest(code=code):
                self.assertEqual(self.step(wmo, code).due_date, due)
        # Christmas: Friday 25 to Monday 28 December.
        self.step(wmo, "application").done_date = date(2026, 12, 11)
        self.assertEqual(self.step(wmo, "decision").due_date, date(2026, 12, 28))
        self.step(wmo, "decision").done_date = date(2026, 12, 28)
        objection = self.step(wmo, "objection")
        self.assertEqual(objection.due_date, date(2027, 2, 8))
        self.assertTrue(objection.is_ours)
        objection.done_date = date(2027, 1, 11)
        # From the last day of the objection term, not from the day it was sent.
        on_objection = self.step(wmo, "objection_decision")
        self.assertEqual(on_objection.start_date, date(2027, 2, 8))
        self.assertEqual(on_objection.due_date, date(2027, 3, 22))
        on_objection.variant = True
        self.assertEqual(on_objection.due_date, date(2027, 5, 3))

    def test_only_our_own_terms_are_ours(self):
        wmo = self.begin()
        ours = wmo.step_ids.filtered("is_ours").mapped("code")
        self.assertLessEqual({"personal_plan", "objection", "application"}, set(ours))
        self.assertFalse({"investigation", "decision", "talk"} & set(ours))
        self.assertFalse(self.add(wmo, "default_notice").is_ours)

    def test_a_corrected_day_moves_what_followed_from_it(self):
        wmo = self.begin()
        notified = self.step(wmo, "notification")
        notified.done_date = date(2026, 11, 2)
        notified.done_date = date(2026, 11, 3)
        investigation = self.step(wmo, "investigation")
        self.assertEqual(investigation.due_date, date(2026, 12, 15))
        change = investigation.change_ids
        self.assertEqual(change.what, "start")
        self.assertEqual(
            (change.date_from, change.date_until, change.due_before, change.due_after),
            (
                *(date(2026, 11, 2), date(2026, 11, 3)),
                *(date(2026, 12, 14), date(2026, 12, 15)),
            ),
        )
        self.assertIn("Notification", change.reason)
        # What somebody filled in by hand stays.
        investigation.write({"start_date": "2026-11-04", "change_reason": "Brief"})
        notified.done_date = date(2026, 11, 6)
        self.assertEqual(investigation.start_date, date(2026, 11, 4))

    def test_another_start_needs_a_reason_and_is_kept(self):
        procedure = self.begin("youth_act")
        decision = self.step(procedure, "decision_awb")
        decision.start_date = date(2026, 11, 3)
        self.assertEqual(decision.due_date, date(2026, 12, 29))
        with self.assertRaises(ValidationError):
            decision.start_date = date(2026, 11, 4)
        decision.write({"start_date": "2026-11-04", "change_reason": "Ontvangstbrief"})
        self.assertEqual(decision.change_ids.reason, "Ontvangstbrief")
        self.assertEqual(decision.change_ids.create_uid, self.users["supporter"])

    def test_history_is_nobodys_to_write(self):
        decision = self.step(self.begin("youth_act"), "decision_awb")
        decision.start_date = date(2026, 11, 3)
        self.move(decision, "suspended", date_from="2026-11-10").action_move()
        for role in ("supporter", "coordinator", "administrator"):
            change = self.as_role(role, "client.term.change").browse(
                decision.change_ids.ids
            )
            with (
                self.subTest(role=role),
                mute_logger("odoo.addons.base.models.ir_rule"),
            ):
                with self.assertRaises(AccessError):
                    change.write({"date_until": "2026-11-11"})
                with self.assertRaises(AccessError):
                    change.unlink()

    def test_a_municipality_with_its_own_rule(self):
        area = self.env["social.area"].create(
            {"name": "Voorbeeldstad", "code": "GM9998", "level": "municipality"}
        )
        self.case.sudo().municipality_id = area
        settings = self.env["client.procedure.step.setting"]
        for municipality, law, weeks in (
            (area, False, 3),
            (False, "youth_act", 5),
            (False, False, 7),
        ):
            settings.create(
                {
                    "kind_id": self.env.ref("client_support.step_kind_decision_awb").id,
                    "municipality_id": municipality and municipality.id,
                    "law": law,
                    "amount": weeks,
                    "unit": "weeks",
                }
            )
        self.assertEqual(self.step(self.begin("youth_act"), "decision_awb").amount, 3)
        self.case.sudo().municipality_id = False
        self.assertEqual(self.step(self.begin("youth_act"), "decision_awb").amount, 5)
        self.assertEqual(self.step(self.begin("other"), "decision_awb").amount, 7)
        with self.assertRaises(ValidationError):
            settings.create(
                {
                    "kind_id": self.env.ref("client_support.step_kind_objection").id,
                    "amount": 7,
                    "unit": "weeks",
                }
            )

    def test_a_royal_decree_counts_running_terms_anew(self):
        procedure = self.begin("objection")
        objection = self.step(procedure, "objection")
        # Six weeks to Ascension Day, 14 May 2026.
        objection.start_date = date(2026, 4, 2)
        self.assertEqual(objection.due_date, date(2026, 5, 15))
        self.env["client.equated.day"].create({"date": "2026-05-15", "source": "Stcrt"})
        self.assertEqual(objection.due_date, date(2026, 5, 18))

    def test_review_is_counted_back(self):
        review = self.add(self.begin(), "review", start_date="2026-12-31")
        self.assertEqual(review.due_date, date(2026, 11, 5))

    def test_the_sum_in_words(self):
        objection = self.step(self.begin("objection"), "objection")
        objection.start_date = date(2026, 2, 20)
        self.assertEqual(
            objection.explanation.splitlines(),
            [
                "6 weeks after Fri 20 Feb 2026 → Fri 3 Apr 2026 (Awb 6:7, 6:8(1))",
                "Good Friday, Saturday, Sunday, Easter Monday, so Tue 7 Apr 2026 "
                "(Atw 3(2), Atw 1(1), Atw 3(1))",
            ],
        )

    def test_what_the_law_says_of_dates(self):
        wmo = self.begin()
        self.step(wmo, "notification").done_date = date(2026, 11, 2)
        self.assertIn("15 Dec 2026", self.step(wmo, "application").warning)
        self.step(wmo, "investigation").done_date = date(2026, 11, 30)
        self.assertIn("30 Nov 2026", self.step(wmo, "application").warning)
        self.assertIn("2.3.2(3)", self.step(wmo, "inform_ocs").warning)
        self.step(wmo, "application").done_date = date(2026, 11, 30)
        # Due on Monday 14 December.
        early = self.add(wmo, "default_notice", start_date="2026-12-14")
        self.assertIn("Too early", early.warning)
        early.write({"start_date": "2026-12-15", "change_reason": "Later"})
        self.assertIn("30 Dec 2026", early.warning)
        self.assertIn("9 Feb 2027", early.warning)

    def test_objection_by_post(self):
        objection = self.step(self.begin("objection"), "objection")
        objection.start_date = date(2026, 11, 2)
        self.assertIn("21 Dec 2026", objection.warning)
        objection.write({"is_by_post": True, "done_date": "2026-12-14"})
        objection.received_date = date(2026, 12, 21)
        self.assertIn("In time", objection.warning)
        objection.received_date = date(2026, 12, 22)
        self.assertIn("6:11", objection.warning)


@tagged("post_install", "-at_install")
class TestTermMoves(ProcedureCase):
    """Suspension, adjournment, more time: by the law, with a reason, undoable."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.procedure = cls.begin(cls, "objection")
        cls.decision = cls.env["client.procedure.step"].create(
            {
                "procedure_id": cls.procedure.id,
                "kind_id": cls.env.ref(
                    "client_support.step_kind_objection_decision"
                ).id,
                "start_date": "2026-12-14",
            }
        ).with_user(cls.users["supporter"])  # fmt: skip

    def test_stands_still_until_it_runs_again(self):
        """Asked on 5 January, supplemented on the 12th: six days."""
        self.move(self.decision, "suspended", date_from="2027-01-05").action_move()
        self.assertEqual(self.decision.state, "suspended")
        self.assertFalse(self.decision.due_date)
        self.assertIn("20 days are left", self.decision.explanation)
        self.assertIn("Awb 7:10(2)", self.decision.change_ids.article)
        self.move(self.decision, "resumed", date_until="2027-01-12").action_move()
        self.assertEqual(self.decision.state, "running")
        # 25 January and six days is Sunday the 31st.
        self.assertEqual(self.decision.due_date, date(2027, 2, 1))
        self.assertEqual(
            self.decision.change_ids.mapped("what"), ["suspended", "resumed"]
        )

    def test_adjourned_once_and_before_the_end(self):
        late = self.move(self.decision, "adjourned", date_from="2027-01-26")
        with self.assertRaises(UserError):
            late.action_move()
        move = self.move(self.decision, "adjourned", date_from="2027-01-20")
        self.assertIn("8 Mar 2027", move.preview)
        self.assertEqual(self.decision.due_date, date(2027, 1, 25))
        move.action_move()
        self.assertEqual(self.decision.due_date, date(2027, 3, 8))
        with self.assertRaises(UserError):
            self.move(self.decision, "adjourned", date_from="2027-01-21").action_move()

    def test_agreed_and_undone(self):
        self.move(
            self.decision, "agreed", date_from="2027-01-20", date_until="2027-02-20"
        ).action_move()
        # A day that was named: a Saturday stays one.
        self.assertEqual(self.decision.due_date, date(2027, 2, 20))
        self.move(self.decision, "undone").action_move()
        self.assertEqual(self.decision.due_date, date(2027, 1, 25))
        self.assertEqual(self.decision.change_ids.mapped("what"), ["agreed", "undone"])
        self.assertEqual(self.decision.change_ids[1].due_before, date(2027, 2, 20))
        with self.assertRaises(UserError):
            self.move(self.decision, "undone").action_move()

    def test_a_letter_that_it_will_be_late_moves_nothing(self):
        """Awb 4:14 lid 1 beside lid 3."""
        with self.assertRaises(UserError):
            self.move(
                self.decision,
                "reasonable",
                date_from="2027-01-05",
                date_until="2027-02-05",
            ).action_move()
        self.move(
            self.decision, "announced", date_from="2027-01-05", date_until="2027-02-05"
        ).action_move()
        self.assertEqual(self.decision.due_date, date(2027, 1, 25))
        youth = self.step(self.begin("youth_act"), "decision_awb")
        youth.start_date = date(2026, 11, 3)
        self.move(
            youth, "reasonable", date_from="2026-12-20", date_until="2027-02-05"
        ).action_move()
        self.assertEqual(youth.due_date, date(2027, 2, 5))

    def test_our_own_terms_do_not_stand_still(self):
        objection = self.step(self.procedure, "objection")
        objection.start_date = date(2026, 11, 2)
        for what in ("suspended", "adjourned"):
            with self.subTest(what=what), self.assertRaises(UserError):
                self.move(objection, what, date_from="2026-11-05").action_move()

    def test_only_who_works_on_the_case(self):
        move = self.move(self.decision, "suspended", date_from="2027-01-05")
        self.env["client.access"]._end([("case_id", "=", self.case.id)])
        self.env.invalidate_all()
        with (
            mute_logger("odoo.addons.base.models.ir_rule"),
            self.assertRaises(AccessError),
        ):
            move.action_move()


@tagged("post_install", "-at_install")
class TestTermsOnTheCase(ProcedureCase):
    """What the case shows, to whom, and with how many questions to the database."""

    def test_next_term_and_what_is_open(self):
        with freeze_time("2026-11-05 09:00"):
            wmo = self.begin()
            self.step(wmo, "notification").done_date = date(2026, 11, 2)
            case = self.as_role("supporter", "client.case").browse(self.case.id)
            self.assertEqual(case.next_term_date, date(2026, 11, 9))
            self.assertEqual(case.next_term, "Personal plan, 4 days left")
            # Friday and Monday: two working days.
            self.assertEqual(case.next_term_urgency, "urgent")
            self.assertTrue(
                any("Investigation" in s for s in case._open_in_procedures())
            )
            wmo.date_ended = date(2027, 1, 1)
            self.env.invalidate_all()
            self.assertFalse(case.next_term_date)
            self.assertFalse(case._open_in_procedures())

    @freeze_time("2026-11-05 09:00")
    def test_filter_of_this_week(self):
        wmo = self.begin()
        self.step(wmo, "notification").done_date = date(2026, 11, 2)
        cases = self.as_role("supporter", "client.case")
        for before, found in (("2026-11-10", True), ("2026-11-09", False)):
            with self.subTest(before=before):
                domain = [("next_term_date", "<", before), ("id", "=", self.case.id)]
                self.assertEqual(bool(cases.search(domain)), found)

    def test_urgency_in_working_days(self):
        objection = self.step(self.begin("objection"), "objection")
        objection.start_date = date(2026, 11, 13)  # to Monday 28 December
        for today, urgency in (
            ("2026-12-29", "passed"),
            ("2026-12-28", "urgent"),
            ("2026-12-23", "urgent"),  # Thursday and the Monday after Christmas
            ("2026-12-22", "soon"),  # three working days
            ("2026-12-14", "later"),
        ):
            with self.subTest(today=today), freeze_time(f"{today} 09:00"):
                objection.invalidate_recordset(["urgency"])
                self.assertEqual(objection.urgency, urgency)

    def test_who_sees_the_case_but_not_procedures_learns_nothing(self):
        self.step(self.begin(), "notification").done_date = date(2026, 11, 2)
        volunteer = self.users["volunteer"]
        self.env["client.access"]._grant(
            volunteer, self.case, "volunteer", "Test", section="case"
        )
        case = self.as_role("volunteer", "client.case").browse(self.case.id)
        self.assertFalse(case.next_term_date)
        self.assertFalse(case.term_timeline["lines"])
        found = case.search([("next_term_date", "<", "2099-01-01")])
        self.assertFalse(found)
        with self.assertRaises(AccessError):
            self.as_role("volunteer", "client.procedure").search([])

    def test_a_colleague_and_a_manager_see_none(self):
        wmo = self.begin()
        steps = self.as_user(self.colleague, "client.procedure.step")
        self.assertFalse(steps.search([]))
        with (
            mute_logger("odoo.addons.base.models.ir_rule"),
            self.assertRaises(AccessError),
        ):
            steps.browse(wmo.step_ids.ids).read(["due_date"])
        for role in ("manager", "finance", "privacy_officer", "portal"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_role(role, "client.procedure.step").search([])

    def test_an_officer_with_consent_reads_dates_and_no_remarks(self):
        wmo = self.begin()
        self.env["client.access"]._grant(
            self.users["access_officer"],
            self.case,
            "disclosure",
            "Test",
            section="procedures",
        )
        steps = self.as_role("access_officer", "client.procedure.step")
        self.assertEqual(len(steps.search([])), len(wmo.step_ids))
        steps.search([]).read(["kind_id", "due_date"])
        for model, name in (
            ("client.procedure", "subject"),
            ("client.procedure", "card_ids"),
            ("client.procedure.step", "note"),
            ("client.procedure.step", "explanation"),
        ):
            with self.subTest(name=name), self.assertRaises(AccessError):
                self.as_role("access_officer", model).search([]).read([name])
        with self.assertRaises(AccessError):
            self.as_role("access_officer", "client.term.change").search([])

    def test_a_list_of_many_asks_no_more_than_one_of_few(self):
        def counted(cases):
            names = ["number", "next_term_date", "next_term_urgency"]
            self.env.flush_all()
            cases = self.as_role("supporter", "client.case").browse(cases.ids)
            cases.read(names)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cases.read(names)
            return self.env.cr.sql_log_count - before

        cases = self.case
        for _n in range(7):
            cases |= self.as_role("supporter", "client.case").create(
                {"resident_ids": [(6, 0, self.resident.ids)]}
            )
        for case in cases:
            procedure = self.as_role("supporter", "client.procedure").create(
                {"case_id": case.id, "law": "wmo"}
            )
            self.step(procedure, "notification").done_date = date(2026, 11, 2)
        self.assertEqual(counted(cases[:2]), counted(cases))

    def test_timeline(self):
        with freeze_time("2026-11-12 09:00"):
            youth = self.begin("youth_act")
            decision = self.step(youth, "decision_awb")
            decision.start_date = date(2026, 11, 3)
            self.move(decision, "suspended", date_from="2026-11-10").action_move()
            case = self.as_role("supporter", "client.case").browse(self.case.id)
            (line,) = case.term_timeline["lines"]
            self.assertEqual(line["state"], "suspended")
            self.assertEqual(
                line["pauses"], [{"start": "2026-11-11", "end": "2026-11-12"}]
            )
            self.assertIn("Awb 4:13(2)", line["sum"][0])


@tagged("post_install", "-at_install")
class TestTermReminders(ProcedureCase):
    """One task before each last day; it goes along with it."""

    def remind(self, today):
        self.env.invalidate_all()  # how near a day is depends on today
        with freeze_time(f"{today} 04:45"):
            self.env["client.procedure.step"]._cron_remind()

    def test_once_and_moved_along(self):
        objection = self.step(self.begin("objection"), "objection")
        objection.start_date = date(2026, 11, 2)  # to 14 December; 14 days before
        self.remind("2026-11-29")
        self.assertFalse(self.tasks())
        for today in ("2026-11-30", "2026-12-01", "2026-12-14"):
            self.remind(today)
        task = self.tasks()
        self.assertEqual(len(task), 1)
        self.assertEqual(task.date_deadline, date(2026, 12, 14))
        self.assertEqual(task.user_id, self.users["supporter"])
        self.assertNotIn("Objection", task.summary)
        objection.write({"start_date": "2026-11-03", "change_reason": "Poststempel"})
        self.assertEqual(self.tasks(), task)
        self.assertEqual(task.date_deadline, date(2026, 12, 15))
        self.remind("2026-12-15")
        self.assertEqual(self.tasks(), task)
        objection.done_date = date(2026, 12, 10)
        self.assertFalse(self.tasks())

    def test_done_is_not_asked_again_unless_the_day_moves(self):
        objection = self.step(self.begin("objection"), "objection")
        objection.start_date = date(2026, 11, 2)
        self.remind("2026-12-10")
        self.tasks().action_feedback()
        self.remind("2026-12-11")
        self.assertFalse(self.tasks().filtered("active"))
        objection.write({"start_date": "2026-11-03", "change_reason": "Poststempel"})
        self.remind("2026-12-11")
        self.assertEqual(len(self.tasks().filtered("active")), 1)

    def test_nobody_has_the_case(self):
        objection = self.step(self.begin("objection"), "objection")
        objection.start_date = date(2026, 11, 2)
        self.case.sudo()._release(self.profile)
        self.remind("2026-12-10")
        self.assertFalse(self.tasks())

    def test_on_my_day(self):
        objection = self.step(self.begin("objection"), "objection")
        today = fields.Date.context_today(objection)
        lines = self.as_role("supporter", "client.procedure.step")._day_lines
        self.assertFalse(lines())
        objection.start_date = fields.Date.subtract(today, days=50)
        # Its moment has passed: a right of the resident, and nobody is late with it.
        self.assertFalse(lines())
        self.assertFalse(self.case.next_term_date)
        self.assertFalse(self.case._open_in_procedures())
        objection.write(
            {"start_date": fields.Date.subtract(today, days=41), "change_reason": "x"}
        )
        (line,) = lines()
        self.assertEqual((line["block"], line["tone"]), ("week", "danger"))
        self.assertIn(self.case.number, line["text"])
        inventory = self.step(objection.procedure_id, "inventory")
        inventory.start_date = fields.Date.subtract(today, days=50)
        self.assertEqual(
            [(line["block"], line["tone"]) for line in lines()],
            [("week", "danger"), ("week", "danger")],
        )
        self.assertEqual(self.case.next_term_date, inventory.due_date)

    def test_others_are_late(self):
        today = fields.Date.context_today(self.case)
        wmo = self.begin()
        notified = fields.Date.subtract(today, days=60)
        self.step(wmo, "notification").done_date = notified
        self.step(wmo, "application").done_date = fields.Date.subtract(today, days=20)
        decision = self.step(wmo, "decision")
        self.assertEqual(decision.urgency, "overdue")
        self.assertTrue(decision.may_give_notice)
        self.assertIn("Awb 4:17", decision.warning)
        # Talk, investigation, report and decision are late: one line for all.
        (line,) = self.as_role("supporter", "client.procedure.step")._day_lines()
        self.assertEqual((line["block"], line["tone"]), ("others", "warning"))
        self.assertIn("Decision", line["text"])
        self.assertIn("notice of default", line["detail"])
        self.remind(str(today))
        self.assertFalse(self.tasks())
        # What others let pass is no next term of ours, by search and on the screen.
        cases = self.as_role("supporter", "client.case")
        self.assertFalse(cases.browse(self.case.id).next_term_date)
        self.assertFalse(wmo.next_term_date)
        ended = [("next_term_date", "<", today), ("id", "=", self.case.id)]
        self.assertFalse(cases.search(ended))
        self.assertEqual(
            decision.action_notice()["res_model"], "client.procedure.letter"
        )
        self.add(wmo, "default_notice", start_date=today)
        self.env.invalidate_all()
        self.assertFalse(decision.may_give_notice)

    def test_a_right_that_passed_leaves_no_task(self):
        plan = self.step(self.begin(), "personal_plan")
        plan.start_date = date(2026, 11, 2)
        self.remind("2026-11-09")
        self.assertEqual(len(self.tasks()), 1)
        self.remind("2026-11-10")
        self.assertFalse(self.tasks())

    def test_ciz_decided(self):
        wlz = self.begin("wlz")
        ciz = self.step(wlz, "ciz")
        ciz.start_date = date(2026, 11, 2)
        ciz.done_date = date(2026, 12, 1)
        ciz.planned_date = date(2026, 12, 2)
        ciz.done_date = date(2026, 12, 3)
        self.assertEqual(
            [task.date_deadline for task in self.tasks()], [date(2026, 12, 8)]
        )


@tagged("post_install", "-at_install")
class TestDecider(ProcedureCase):
    """Whoever decides does not stand beside the resident (R121, R200)."""

    def test_the_supporter_of_the_case_is_refused(self):
        with self.assertRaises(ValidationError):
            self.begin(officer_id=self.users["supporter"].partner_id.id)

    def test_a_colleague_who_decides_cannot_be_assigned_later(self):
        profile = self.env["client.supporter"].create(
            {
                "name": "Bram Voorbeeld",
                "user_id": self.colleague.id,
                "company_id": self.organisation.id,
            }
        )
        self.assertFalse(profile._conflicts(self.case))
        procedure = self.begin(officer_id=self.colleague.partner_id.id)
        self.assertIn("no_access_decision", profile._conflicts(self.case))
        procedure.officer_id = self.colleague.partner_id
        self.assertEqual(
            self.env["client.decision.role"].search_count(
                [("supporter_id", "=", profile.id)]
            ),
            1,
        )

    def test_an_officer_from_outside(self):
        officer = self.env["res.partner"].create({"name": "Consulent Voorbeeld"})
        self.assertEqual(self.begin(officer_id=officer.id).officer_id, officer)
        self.assertFalse(self.env["client.decision.role"].search([]))


@tagged("post_install", "-at_install")
class TestLetters(ProcedureCase):
    """Begun from a template with the right dates, fixed once printed."""

    def letter(self, procedure, kind):
        procedure.with_context(letter_kind=kind).action_letter()
        return procedure.letter_ids.filtered(lambda letter: letter.kind == kind)

    def test_dates_in_the_letters(self):
        wmo = self.begin(subject="Hulp in het huishouden")
        self.step(wmo, "application").done_date = date(2026, 11, 2)
        body = self.letter(wmo, "default_notice").body
        # In Dutch where that is installed; the month is the same.
        for words in ("2 november 2026", "16 november 2026", "sjaan voorbeeld"):
            self.assertIn(words, body.lower())
        self.assertIn("Hulp in het huishouden", body)
        self.step(wmo, "decision").done_date = date(2026, 11, 16)
        self.assertIn("16 november 2026", self.letter(wmo, "objection").body.lower())
        self.assertIn("9:11", self.letter(wmo, "complaint").body)

    def test_a_secret_address_is_in_no_letter(self):
        self.resident.write(
            {"is_light": False, "street": "Geheimlaan 7", "city": "Verborgen"}
        )
        self.assertIn("Geheimlaan", self.letter(self.begin(), "complaint").body)
        self.resident.has_secret_address = True
        body = self.letter(self.begin(), "complaint").body
        self.assertNotIn("Geheimlaan", body)
        self.assertNotIn("Verborgen", body)

    def test_printed_is_fixed(self):
        letter = self.letter(self.begin(), "complaint")
        letter.body = "<p>Anders</p>"
        self.assertEqual(
            letter.action_print()["report_name"],
            "client_support.report_client_procedure_letter",
        )
        self.assertEqual(letter.printed_on, fields.Date.context_today(letter))
        with self.assertRaises(UserError):
            letter.body = "<p>Weer anders</p>"
        with self.assertRaises(UserError):
            letter.unlink()

    def test_the_paper(self):
        letter = self.letter(self.begin(), "complaint")
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.users["supporter"])
            ._render_qweb_html(
                "client_support.report_client_procedure_letter", letter.ids
            )
        )
        self.assertIn("Sjaan Voorbeeld", html.decode())
