from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ClientSupportCase


class LifeOfACase(ClientSupportCase):
    """A case of a supporter with a profile, who works under own rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profiles = {
            user: cls.env["client.supporter"].create(
                {
                    "name": user.login,
                    "user_id": user.id,
                    "company_id": cls.organisation.id,
                }
            )
            for user in (cls.users["supporter"], cls.colleague)
        }
        cls.profile = cls.profiles[cls.users["supporter"]]
        cls.reason = cls.env.ref("client_support.closing_reason_answered")
        cls.today = fields.Date.context_today(cls.env.user)

    def make_case(self, by="supporter", **values):
        contact = self.make_contact(self.make_resident(by))
        action = contact.action_make_case()
        case = contact.env["client.case"].browse(action["res_id"])
        if values:
            case.write(values)
        return case

    def make_full_case(self, **values):
        """Active, and a full one: the questions ask for an outcome at the end."""
        return self.make_case(
            route="case",
            complexity="multiple",
            wants_support="yes",
            stage="active",
            **values,
        )

    def refused(self, act, *words):
        """The act is refused in one message that names each of these."""
        with self.assertRaises(UserError) as caught:
            act()
        for word in words:
            self.assertIn(word, str(caught.exception))

    def close(self, case, **values):
        form = case.env["client.case.close"].create(
            {"case_id": case.id, "closing_reason_id": self.reason.id, **values}
        )
        return form.action_close()


@tagged("post_install", "-at_install")
class TestStages(LifeOfACase):
    """A stage asks for what it needs; saving never does."""

    def test_the_waiting_list_asks_why_and_who_keeps_in_touch(self):
        case = self.make_case()
        self.refused(case.action_wait, "waiting list", "meanwhile")
        self.assertEqual(case.stage, "registered")
        reason = self.env.ref("client_support.waiting_reason_no_room")
        case.write(
            {
                "waiting_reason_id": reason.id,
                "bridging_date": self.today + timedelta(days=7),
                "bridging_by_id": self.users["supporter"].id,
            }
        )
        case.action_wait()
        self.assertEqual(case.waiting_since, self.today)
        self.assertEqual(case.waiting_due, self.today + timedelta(days=14))
        self.assertEqual(case.activity_ids.date_deadline, case.bridging_date)
        self.assertEqual(case.activity_ids.user_id, self.users["supporter"])
        # Who cannot see the case cannot keep in touch either.
        case.action_start()
        other = self.make_case(
            waiting_reason_id=reason.id,
            bridging_date=self.today,
            bridging_by_id=self.colleague.id,
        )
        self.refused(other.action_wait, "cannot see")

    def test_active_asks_for_a_supporter(self):
        case = self.make_case("intake")
        self.refused(case.action_start, "assign")
        case.sudo()._assign(self.profile)
        case.with_user(self.users["supporter"]).action_start()
        self.assertEqual(case.stage, "active")

    def test_active_asks_for_the_choice_of_the_resident(self):
        case = self.make_case(wants_support="no")
        self.refused(case.action_start, "wants no support")
        case.write({"wants_support": False, "complexity": "multiple", "route": "case"})
        self.refused(case.action_start, "whether the resident wants")
        case.wants_support = "yes"
        case.action_start()

    def test_another_route_asks_why(self):
        case = self.make_case(complexity="multiple", wants_support="yes")
        self.assertEqual(case.route_suggested, "case")
        case.route = "short"
        self.refused(case.action_start, "suggested")
        case.write({"route_reason": "One letter settles it", "stage": "active"})

    def test_a_takeover_asks_for_reason_and_consent(self):
        case = self.make_case(role="takeover")
        self.refused(case.action_start, "taken over", "agreed")
        case.write({"takeover_reason": "Trust", "takeover_agreed_date": self.today})
        case.action_start()

    def test_no_step_past_a_stage_by_any_road(self):
        case = self.make_case()
        self.refused(lambda: case.write({"stage": "closing"}), "one step")
        case.action_start()
        self.refused(lambda: case.web_save({"stage": "waiting"}, {}), "one step")
        self.refused(
            lambda: case.env["client.case"].create(
                {"resident_ids": case.resident_ids.ids, "stage": "waiting"}
            ),
            "waiting list",
        )

    def test_a_short_case_closes_with_reason_and_result(self):
        case = self.make_case(stage="active")
        self.assertTrue(case.question_ids.filtered(lambda q: not q.outcome))
        self.close(case)
        self.assertEqual((case.stage, case.result), ("closed", "reached"))

    def test_a_full_case_names_everything_that_is_open(self):
        case = self.make_full_case()
        case.activity_schedule(summary="Letter", user_id=case.env.uid)
        form = case.env["client.case.close"].create(
            {"case_id": case.id, "closing_reason_id": self.reason.id}
        )
        self.assertIn("Questions without an outcome: 1.", form.still_open)
        self.assertIn("Tasks that are still to be done: 1.", form.still_open)
        self.refused(form.action_close, "answered", "Questions", "Tasks")
        # The same by the road that needs no dialog.
        self.refused(
            lambda: case.write(
                {"stage": "closed", "closing_reason_id": self.reason.id}
            ),
            "Questions",
        )
        form.resident_answer = "partly"
        self.refused(form.action_close, "Questions", "Tasks")
        form.left_open_reason = "The sister goes on with it"
        form.no_end_assessment = "declined"
        form.action_close()
        self.assertEqual(case.left_open_reason, "The sister goes on with it")
        self.assertFalse(form.exists())

    def test_closed_before_today_from_the_list_of_who_waits(self):
        day = self.today - timedelta(days=3)
        case = self.make_case(registration_date=self.today - timedelta(days=9))
        case.write(
            {
                "stage": "closed",
                "close_date": day,
                "closing_reason_id": self.reason.id,
                "wants_support": "no",
                "decline_reason": "network",
            }
        )
        self.assertEqual((case.start_date, case.close_date), (day, day))

    def test_a_full_case_with_nothing_open(self):
        case = self.make_full_case()
        case.question_ids.outcome = "answered"
        self.refused(
            lambda: self.close(case, resident_answer="yes", result="partly"),
            "No life domain",
        )
        looked_at = case.env["client.assessment"].create(
            {"case_id": case.id, "kind": "end", "date": self.today}
        )
        looked_at.line_ids.score = "0"
        self.close(case, resident_answer="yes", result="partly")
        self.assertEqual((case.result, case.resident_answer), ("partly", "yes"))

    def test_a_full_case_asks_for_a_final_assessment_or_why_not(self):
        case = self.make_full_case()
        case.question_ids.outcome = "answered"
        assessments = case.env["client.assessment"]
        first = assessments.create({"case_id": case.id, "kind": "start"})
        first.line_ids.score = "0"
        answer = {"resident_answer": "yes"}
        self.refused(lambda: self.close(case, **answer), "final assessment")
        # A reason for what stays open is no reason for this.
        form = case.env["client.case.close"].create(
            {"case_id": case.id, "closing_reason_id": self.reason.id, **answer}
        )
        self.assertTrue(form.lacks_end_assessment)
        form.left_open_reason = "The sister goes on with it"
        self.refused(form.action_close, "final assessment")
        form.no_end_assessment = "no_contact"
        form.action_close()
        self.assertEqual(case.no_end_assessment, "no_contact")
        # Opened again it is asked again; an old one does not count.
        case.sudo().closure_ids.unlink()
        case._reopen("Again")
        self.assertFalse(case.no_end_assessment)
        self.refused(lambda: self.close(case, **answer), "final assessment")
        last = assessments.create(
            {
                "case_id": case.id,
                "kind": "end",
                "date": self.today - timedelta(days=1),
            }
        )
        self.refused(lambda: self.close(case, **answer), "final assessment")
        last.date = self.today
        self.close(case, **answer)

    def test_each_resident_has_a_final_assessment(self):
        case = self.make_full_case()
        other = self.make_resident(nickname="Piet", name="Piet Voorbeeld")
        case.sudo()._add_resident(other)
        first = case.resident_ids - other
        case.env["client.assessment"].create(
            {"case_id": case.id, "kind": "end", "resident_id": first.id}
        )
        self.assertEqual(case._without_end_assessment(), other)
        self.refused(lambda: self.close(case), f"assessment of {other.number},")

    def test_a_short_case_asks_for_no_assessment(self):
        case = self.make_case(stage="active")
        form = case.env["client.case.close"].create(
            {"case_id": case.id, "closing_reason_id": self.reason.id}
        )
        self.assertFalse(form.lacks_end_assessment)

    def test_who_declined_is_closed_with_why(self):
        case = self.make_case(wants_support="no")
        self.refused(lambda: self.close(case), "wants no support")
        self.close(case, decline_reason="network")
        self.assertEqual(case.decline_reason, "network")

    def test_the_aftercare_call_is_a_task(self):
        case = self.make_case(stage="active")
        later = self.today + timedelta(days=42)
        self.refused(
            lambda: self.close(case, aftercare_date=self.today - timedelta(days=1)),
            "after the closing",
        )
        self.close(case, aftercare_date=later)
        self.assertEqual(case.activity_ids.date_deadline, later)
        self.assertEqual(case.activity_ids.user_id, self.users["supporter"])

    def test_a_closed_case_keeps_how_it_was_closed(self):
        case = self.make_case(stage="active")
        self.close(case)
        other = self.env.ref("client_support.closing_reason_other")
        for values in (
            {"closing_reason_id": other.id},
            {"close_date": self.today - timedelta(days=40)},
            {"stage": "active", "close_date": False},
            {"stage": "closed", "result": "partly"},
        ):
            with self.subTest(values=values):
                self.refused(lambda values=values: case.write(values), "eopen")
        # What figures do not rest on can still be noted.
        case.may_survey = "yes"

    def test_reopening_keeps_the_closing(self):
        case = self.make_case(stage="active")
        self.close(case)
        form = case.env["client.case.reopen"].create(
            {"case_id": case.id, "reason": "The letter came back"}
        )
        form.action_reopen()
        self.assertEqual(case.stage, "active")
        self.assertFalse(case.close_date or case.closing_reason_id or case.result)
        kept = case.closure_ids
        self.assertEqual(
            (kept.closed_on, kept.closing_reason_id, kept.result, kept.reopen_reason),
            (self.today, self.reason, "reached", "The letter came back"),
        )
        self.assertEqual(kept.reopened_by_id, self.users["supporter"])
        for act in (
            lambda: kept.write({"closed_on": self.today - timedelta(days=1)}),
            lambda: kept.unlink(),
            lambda: kept.copy(),
        ):
            with self.assertRaises(AccessError):
                act()

    def test_not_closed_again_before_it_was_reopened(self):
        case = self.make_case(stage="active")
        case.sudo().write(
            {
                "registration_date": self.today - timedelta(days=30),
                "start_date": self.today - timedelta(days=30),
            }
        )
        self.close(case)
        case._reopen("Again")
        self.refused(
            lambda: self.close(case, close_date=self.today - timedelta(days=1)),
            "opened again",
        )

    def test_after_a_while_it_is_a_new_case(self):
        case = self.make_case(stage="active")
        self.refused(lambda: case._reopen("Not closed"), "Only a closed")
        self.close(case)
        days = self.organisation.reopen_days
        long_ago = self.today - timedelta(days=days + 1)
        case.sudo().write(
            {
                "registration_date": long_ago,
                "start_date": long_ago,
                "close_date": long_ago,
            }
        )
        self.refused(lambda: case._reopen("Too late"), "new case")
        case.sudo().close_date += timedelta(days=1)
        case._reopen("In time")

    def test_who_cannot_write_opens_no_dialog(self):
        case = self.make_case(stage="active")
        theirs = case.with_user(self.colleague)
        for act in (
            theirs.action_close,
            theirs.action_reopen,
            theirs.action_start,
            theirs.action_log_call,
            theirs.action_co_supporter,
            lambda: (
                theirs.env["client.case.close"]
                .create({"case_id": case.id, "closing_reason_id": self.reason.id})
                .action_close()
            ),
            lambda: (
                theirs.env["client.case.close"]
                .create({"case_id": case.id, "closing_reason_id": self.reason.id})
                .read(["still_open"])
            ),
        ):
            with self.assertRaises(AccessError):
                act()

    def test_a_long_case_is_warned_of(self):
        case = self.make_case(stage="active")
        self.assertFalse(case.runs_long)
        case.expected_end_date = self.today - timedelta(days=1)
        self.assertTrue(case.runs_long)
        case.expected_end_date = False
        long_ago = self.today - timedelta(days=self.organisation.long_case_days + 1)
        case.write({"registration_date": long_ago, "start_date": long_ago})
        self.assertTrue(case.runs_long)

    def test_lists_and_boards_cost_the_same_for_any_number(self):
        """A list, a board and one form read a constant number of statements."""
        for _number in range(3):
            self.make_case(safety_flag="Dog", safety_until=self.today)

        def statements(view, limit):
            cases = self.as_role("supporter", "client.case")
            arch = cases.get_view(self.env.ref(f"client_support.{view}").id)
            names = set(arch["models"]["client.case"])
            names.discard("resident_ids")  # its labels are another test's
            cases = cases.search([], limit=limit)
            self.assertEqual(len(cases), limit)
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            cases.web_read({name: {} for name in names})
            return self.cr.sql_log_count - before

        for view in ("client_case_view_list", "client_case_view_kanban"):
            with self.subTest(view=view):
                few = statements(view, 3)
                for _number in range(9):
                    self.make_case(safety_flag="Dog", safety_until=self.today)
                self.assertLessEqual(statements(view, 12), few)
