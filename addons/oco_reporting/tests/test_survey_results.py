from collections import Counter
from datetime import date
from unittest.mock import patch

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.client_support.tests.common import GROUPS

from ..models import oco_survey_result
from .survey_case import SurveyCase

QUIET = ("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")


@tagged("post_install", "-at_install")
class TestSurveyResults(SurveyCase):
    """Counted by hand: what is shown of answers, and to whom."""

    def setUp(self):
        super().setUp()
        # What is counted, before it is rounded; that is tested apart.
        self.startPatcher(patch.object(oco_survey_result, "SMALL_COUNT_BASE", 1))
        self.env["oco.fact.survey"].search([]).unlink()
        self.results = self.env["oco.survey.result"]
        self.engine = self.env["oco.engine"]

    def build(self):
        self.results._build()

    def shown(self, kind, day, team=False, code="OCO1"):
        return self.results.search(
            [
                ("company_id", "=", self.organisation.id),
                ("kind", "=", kind),
                ("date_from", "=", day),
                ("team_id", "=", team and team.id),
                ("code", "=", code),
            ]
        )

    def test_facts_of_answers(self):
        self.drop(5, OCO1="agree", OCO6="8")
        self.drop(1, OCO1="unknown", OCO6="5")
        self.box._drop(
            self.full,
            self.organisation.id,
            self.team.id,
            "paper",
            True,
            {"OCO9": ["advice", "letters"], "OCO7": "yes"},
        )
        month = (self.today - relativedelta(months=1)).replace(day=1)
        self.box.sudo().search([]).month = month
        self.box._open()
        self.engine._update()

        def facts():
            return sorted(
                self.env.execute_query(
                    SQL(
                        """
                        SELECT code, value, score, mode, helped, is_first, date,
                               team_id, version, SUM(quantity)
                          FROM oco_fact_survey WHERE company_id = %s
                      GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
                        """,
                        self.organisation.id,
                    )
                ),
                key=str,
            )

        mine, easy, full = self.team.id, "easy-1", "full-2"
        found = facts()
        advice = [row[5] for row in found if row[0] == "OCO9"]
        self.assertEqual(sorted(advice), [False, True])
        self.assertEqual(
            [row[:5] + row[6:] for row in found if row[0] != "OCO9"],
            [
                ("OCO1", "agree", 4, "web", False, month, mine, easy, 5),
                ("OCO1", "unknown", None, "web", False, month, mine, easy, 1),
                ("OCO6", "5", 5, "web", False, month, mine, easy, 1),
                ("OCO6", "8", 8, "web", False, month, mine, easy, 5),
                ("OCO7", "yes", None, "paper", True, month, mine, full, 1),
            ],
        )
        self.engine._rebuild()
        self.assertEqual(facts(), found)
        # What was deleted stays counted.
        self.organisation.survey_keep_months = 1
        self.env["survey.user_input"].sudo().search(
            [("oco_company_id", "=", self.organisation.id)]
        ).oco_month = month - relativedelta(months=3)
        self.engine._update()
        before = facts()
        self.assertEqual(self.box._forget(), 7)
        self.engine._update()
        self.assertEqual(facts(), before)

    def test_a_quarter_by_hand_and_the_one_before(self):
        self.add_facts("2024-02-01", {"agree": (6, 4), "disagree": (4, 2)})
        self.add_facts(
            "2024-05-01",
            {"fully_agree": (9, 5), "neutral": (3, 3), "unknown": (2, None)},
        )
        self.build()
        first, second = (
            self.shown("quarter", day) for day in ("2024-01-01", "2024-04-01")
        )
        self.assertEqual((first.answers, first.mean, first.share), (10, 3.2, 60))
        self.assertFalse(first.has_before)
        self.assertEqual((second.answers, second.mean, second.share), (14, 4.5, 75))
        self.assertTrue(second.has_before)
        self.assertAlmostEqual(second.change, 1.3)
        self.assertEqual(
            {one.value: (one.quantity, round(one.share)) for one in second.value_ids},
            {"fully_agree": (9, 64), "neutral": (3, 21), "unknown": (2, 14)},
        )
        self.assertEqual(second.period, "2024-Q2")
        self.assertEqual(self.shown("year", "2024-01-01").answers, 24)
        self.assertIn(
            "Fully agree", second.with_context(lang="en_US").value_ids.mapped("label")
        )

    def test_below_the_threshold_there_is_no_number(self):
        self.add_facts("2024-02-01", {"agree": (9, 4)})
        self.build()
        row = self.shown("quarter", "2024-01-01")
        self.assertTrue(row.is_hidden)
        self.assertEqual(
            (row.answers, row.mean, row.share, len(row.value_ids)), (0, 0, 0, 0)
        )
        self.organisation.survey_threshold = 9
        self.build()
        self.assertEqual(self.shown("quarter", "2024-01-01").answers, 9)
        with (
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
            mute_logger("odoo.sql_db"),
        ):
            self.organisation.survey_threshold = 4
            self.organisation.flush_recordset()

    def shown_of_2024(self):
        """The quarters that are shown, and "year" and names of teams if they are."""
        return {
            row.team_id.name or (row.kind == "year" and "year") or row.period[-2:]
            for row in self.results.search([("company_id", "=", self.organisation.id)])
            if not row.is_hidden
        }

    def test_no_small_quarter_or_team_follows_from_the_year(self):
        other = self.env["client.team"].create(
            {"name": "Klein", "company_id": self.organisation.id}
        )
        self.add_facts("2024-02-01", {"agree": (12, 4)}, team=self.team)
        self.add_facts("2024-05-01", {"agree": (3, 4)}, team=other)
        self.add_facts("2024-08-01", {"agree": (15, 4)}, team=self.team)
        self.build()
        # The year would tell the second quarter. The team tells what those two do.
        self.assertEqual(self.shown_of_2024(), {"Q1", "Q3", self.team.name})
        # With seven more that were too few, nobody can tell the two apart.
        self.add_facts("2024-11-01", {"agree": (7, 4)}, team=other)
        self.build()
        self.assertEqual(
            self.shown_of_2024(), {"Q1", "Q3", "year", self.team.name, "Klein"}
        )

    def test_a_team_in_one_quarter_does_not_tell_of_the_others(self):
        """All of the team answered in a quarter, of which it leaves two."""
        other = self.env["client.team"].create(
            {"name": "Klein", "company_id": self.organisation.id}
        )
        self.add_facts("2024-02-01", {"agree": (12, 4)}, team=self.team)
        self.add_facts("2024-03-01", {"agree": (2, 4)}, team=other)
        self.add_facts("2024-05-01", {"agree": (14, 4)}, team=other)
        self.build()
        self.assertEqual(self.shown_of_2024(), {"Q1", "Q2", "year"})

    def test_what_was_shown_once_goes_on_being_shown(self):
        """A quarter that is hidden when its year is over could be taken from it."""
        last = self.today.year - 1
        self.add_facts(f"{last}-02-01", {"agree": (12, 4)})
        with freeze_time(f"{last}-06-01"):
            self.build()
        [first] = self.results.search([("company_id", "=", self.organisation.id)])
        self.assertEqual((first.answers, first.is_hidden), (12, False))
        self.add_facts(f"{last}-05-01", {"agree": (3, 4)})
        self.build()
        self.assertEqual(self.shown("quarter", f"{last}-01-01").answers, 12)
        self.assertTrue(self.shown("year", f"{last}-01-01").is_hidden)

    def test_how_many_gave_an_answer_is_rounded(self):
        """And the year is the sum of its quarters, so that it tells nothing of them."""
        self.startPatcher(patch.object(oco_survey_result, "SMALL_COUNT_BASE", 5))
        for month, yes, no in ((1, 11, 1), (5, 13, 2), (8, 10, 4), (11, 14, 0)):
            self.add_facts(
                f"2024-{month:02}-01",
                {"agree": (yes, 4), "disagree": (no, 2)} if no else {"agree": (yes, 4)},
            )
        self.build()

        def given(row):
            return {one.value: one.quantity for one in row.value_ids}

        together = Counter()
        for month in (1, 4, 7, 10):
            quarter = self.shown("quarter", f"2024-{month:02}-01")
            self.assertFalse([n for n in given(quarter).values() if n % 5])
            together.update(given(quarter))
        year = self.shown("year", "2024-01-01")
        self.assertEqual(given(year), dict(together))
        self.assertEqual(
            year.share, round(100 * together["agree"] / sum(together.values()))
        )
        # 50 said 4 and 5 said 2; of all answers it is 3.7.
        self.assertEqual((year.answers, year.mean), (55, 3.8))

    def test_several_answers_of_one_person(self):
        """Six answered: all ticked advice, one a talk as well, and one money."""
        self.startPatcher(patch.object(oco_survey_result, "SMALL_COUNT_BASE", 5))
        self.organisation.survey_threshold = 5
        ticked = {"advice": (6, None), "talk": (1, None), "other": (1, None)}
        self.add_facts("2024-02-01", ticked, "OCO13", later=("talk", "other"))
        ticked = {"advice": (16, None), "information": (8, None), "talk": (6, None)}
        self.add_facts("2024-05-01", ticked, "OCO13", later=("information", "talk"))
        self.build()
        first, second = (
            self.shown("quarter", day, code="OCO13")
            for day in ("2024-01-01", "2024-04-01")
        )
        # Nobody can tell that all of them did: it may have been one.
        self.assertEqual(first.answers, 5)
        self.assertEqual(
            {v.value: v.quantity for v in first.value_ids}, {"advice": 5, "other": 5}
        )
        self.assertEqual(second.answers, 15)
        self.assertEqual(
            {v.value: (v.quantity, round(v.share)) for v in second.value_ids},
            {"advice": (15, 100), "information": (10, 67), "talk": (5, 33)},
        )
        # Each answer beside that of the period before; it has no mean and no yes.
        self.assertFalse(second.has_before or second.has_mean or second.has_share)
        self.assertEqual(
            {v.value: (v.has_before, round(v.before)) for v in second.value_ids},
            {
                "advice": (True, 100),
                "information": (True, 0),
                "talk": (True, 0),
            },
        )
        year = self.shown("year", "2024-01-01", code="OCO13")
        self.assertEqual(year.answers, 20)
        self.assertEqual(
            {v.value: v.quantity for v in year.value_ids},
            {"advice": 20, "information": 10, "talk": 5, "other": 5},
        )

    def test_versions_add_up_by_code(self):
        """An answer to the old version and one to the new are one figure."""
        self.add_facts("2024-02-01", {"yes": (7, None), "no": (5, None)}, "CEO5")
        facts = self.env["oco.fact.survey"].search([("code", "=", "CEO5")])
        facts[:1].version = "full-1"
        facts[1:].version = "full-2"
        self.build()
        row = self.shown("quarter", "2024-01-01", code="CEO5")
        self.assertEqual((row.answers, row.share), (12, 58))
        # In the words of the newest version.
        self.assertEqual(row.value_ids.answer_id.question_id.survey_id, self.full)

    @mute_logger(*QUIET)
    def test_a_chart_over_periods(self):
        for month, yes in (("2024-02-01", 12), ("2024-05-01", 15)):
            self.add_facts(month, {"yes": (yes, None), "known": (5, None)}, "OCO15")
        self.build()
        row = self.shown("quarter", "2024-04-01", code="OCO15")
        for role in ("manager", "coordinator", "finance"):
            own = self.as_role(role, "oco.survey.result").browse(row.id)
            action = own.action_compare()
            groups = (
                self.as_role(role, action["res_model"])
                .with_context(lang="en_US")
                .formatted_read_group(
                    action["domain"],
                    action["context"]["graph_groupbys"],
                    ["share:avg"],
                )
            )
            self.assertEqual(
                {
                    (one["answer_id"][1], one["period"]): round(one["share:avg"])
                    for one in groups
                },
                {
                    ("Yes", "2024-Q1"): 71,
                    ("Yes", "2024-Q2"): 75,
                    ("I knew of you already", "2024-Q1"): 29,
                    ("I knew of you already", "2024-Q2"): 25,
                },
            )

    def test_nothing_of_a_period_that_goes_on(self):
        """Else who looks twice sees what came in between."""
        self.add_facts(self.today.replace(day=1), {"agree": (20, 4)})
        self.build()
        self.assertFalse(
            self.results.search([("company_id", "=", self.organisation.id)])
        )

    @mute_logger(*QUIET)
    def test_who_sees_results(self):
        self.add_facts("2024-02-01", {"agree": (12, 4)}, team=self.team)
        self.build()
        names = ("oco.survey.result", "oco.survey.result.value", "oco.survey.response")
        for name in names[:2]:
            everything = self.env[name].sudo().search([])
            for role in ("manager", "coordinator"):
                found = self.as_role(role, name).search([])
                self.assertEqual(len(found & everything), 3, (role, name))
            self.assertEqual(len(self.as_role("finance", name).search([])), 2)
            stranger = self.make_user(f"t_{name}", GROUPS["manager"], self.neighbour)
            self.assertFalse(self.as_user(stranger, name).search([]))
        for name in names:
            for role in GROUPS.keys() - {"manager", "coordinator", "finance"}:
                with (
                    self.subTest(role=role, model=name),
                    self.assertRaises(AccessError),
                ):
                    self.as_role(role, name).search([])
            for role in ("manager", "coordinator", "finance"):
                with self.assertRaises(AccessError):
                    self.as_role(role, name).create({"kind": "year"})

    def test_response_and_why_not(self):
        fact = {
            "date": "2024-02-01",
            "company_id": self.organisation.id,
            "team_id": self.team.id,
            "kept": True,
        }
        for outcome, is_sent, quantity in (
            ("answered", True, 12),
            ("silent", True, 6),
            ("declined", True, 2),
            ("sample", False, 7),
        ):
            self.env["oco.fact.invitation"].create(
                {**fact, "outcome": outcome, "is_sent": is_sent, "quantity": quantity}
            )
        self.env["oco.survey.response"]._build()
        (row,) = self.env["oco.survey.response"].search(
            [("company_id", "=", self.organisation.id), ("kind", "=", "quarter")]
        )
        self.assertEqual(row.sent, 20)
        came = row.answered + row.silent + row.declined
        self.assertEqual(row.rate, 100 * row.answered / came)
        # Who answered and who did not are rounded to fives.
        for name, count in (
            *(("answered", 12), ("silent", 6), ("not_asked", 7)),
            ("declined", 2),
        ):
            self.assertEqual(row[name] % 5, 0)
            self.assertLess(abs(row[name] - count), 5)

    def test_facts_of_invitations(self):
        invitation, key = self.sent()

        def outcomes():
            self.engine._update()
            return (
                self.env["oco.fact.invitation"]
                .sudo()
                .search(
                    [("company_id", "=", self.organisation.id), ("kept", "=", False)]
                )
                .mapped(
                    lambda one: (one.is_sent, one.outcome, one.quantity, one.team_id)
                )
            )

        self.assertEqual(outcomes(), [(True, "open", 1, self.team)])
        self.send(key)
        self.assertEqual(outcomes(), [(True, "answered", 1, self.team)])

    def test_independence_as_residents_felt_it(self):
        statement = self.env["client.statement.period"]

        def says(date_from, date_until):
            asked = statement.with_user(self.users["manager"])._of_period(
                self.organisation, date_from, date_until
            )
            ((_label, words),) = asked["figures"][-1][1]
            return words

        period = date(2024, 1, 1), date(2024, 12, 31)
        self.assertIn("Too few", says(*period))
        self.add_facts(
            "2024-02-01", {"agree": (8, 4), "fully_agree": (1, 5), "disagree": (3, 2)}
        )
        self.build()
        self.assertEqual(says(*period), "75% of 12 residents who answered")
        # Not of a part of a quarter.
        self.assertIn("Too few", says(date(2024, 1, 1), date(2024, 2, 29)))
        with self.assertRaises(AccessError), mute_logger(*QUIET):
            statement.with_user(self.users["supporter"])._of_period(
                self.organisation, *period
            )

    def test_every_menu_opens(self):
        self.add_facts("2024-02-01", {"agree": (12, 4)})
        self.build()
        for role, menus in {
            "manager": {"result", "response", "comment"},
            "coordinator": {"result", "response", "comment"},
            "finance": {"result", "response"},
            "privacy_officer": {"comment"},
            "intake": set(),
        }.items():
            opened = set(self.open_menus(role, "oco_reporting.menu_oco_survey"))
            self.assertEqual(
                opened,
                {f"oco_reporting.menu_oco_survey_{name}" for name in menus},
                role,
            )
