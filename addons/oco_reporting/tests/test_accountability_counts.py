from datetime import date

from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from ..disclosure import ANSWERS, NO, YES
from .test_kpis import KpiCity

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)


@tagged("post_install", "-at_install")
class TestCounts(KpiCity):
    """The exact counts of a quarter, as the files of KpiCity say by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        party = cls.env["client.task.party"]
        us = party.search([("code", "=", "client_support")])
        others = party.search([("code", "!=", "client_support")], limit=1)
        cls.kinds = cls.env["client.task.kind"].search([], limit=4)
        cls.env["client.case.task"].create(
            [
                {"case_id": case.id, "kind_id": kind.id, "date": day, **values}
                for case, kind, day, values in (
                    (cls.cases[1], cls.kinds[0], "2026-01-20", {}),
                    (cls.cases[2], cls.kinds[0], "2026-03-31", {}),
                    # Together counts; what others did alone is theirs.
                    (
                        cls.cases[1],
                        cls.kinds[1],
                        "2026-02-01",
                        {"party_ids": [Command.set((us | others).ids)]},
                    ),
                    (
                        cls.cases[1],
                        cls.kinds[2],
                        "2026-02-01",
                        {"party_ids": [Command.set(others.ids)]},
                    ),
                    (cls.cases[1], cls.kinds[3], "2026-04-01", {}),
                )
            ]
        )
        cls.env["oco.engine"]._update()
        cls.counts = cls.count()

    @classmethod
    def count(cls, first=FIRST, last=LAST):
        return cls.env["oco.accountability.counts"]._counts(
            cls.organisation, first, last
        )

    def cells(self, name):
        """The cells of a table that are not zero."""
        return {
            cell: number for cell, number in self.counts.tables[name].items() if number
        }

    def test_work(self):
        teams = {words: key for key, words in self.counts.labels["team"].items()}
        work = {
            name: {
                team: self.counts.plain[name].get((key,), 0)
                for team, key in teams.items()
            }
            for name in ("start", "cases_new", "reopened", "cases_closed", "end")
        }
        # Case 3 was moved and ended there; 1 was reopened, and 1 and 5 ended.
        self.assertEqual(work["reopened"]["Oever"], 1)
        self.assertEqual(sum(work["reopened"].values()), 1)
        self.assertEqual(sum(work["cases_new"].values()), 3)
        closed = work["cases_closed"]
        self.assertEqual((closed["Oever"], closed["Wal"]), (2, 1))
        for team in teams:
            flow = work["start"][team] + work["cases_new"][team]
            flow += work["reopened"][team] - work["cases_closed"][team]
            self.assertEqual(flow, work["end"][team])

    def test_characteristics(self):
        kinds = [str(kind.id) for kind in self.kinds]
        self.assertEqual(self.cells("tasks"), {(kinds[0],): 2, (kinds[1],): 1})
        self.assertEqual(sum(self.cells("arrivals").values()), 5)
        self.assertEqual(sum(self.cells("referrals").values()), 4)
        self.assertEqual(self.cells("first_calls"), {(YES,): 2, (NO,): 3})
        steps = self.cells("steps")
        self.assertEqual(sum(n for (_step, met), n in steps.items() if met == YES), 3)
        self.assertEqual(sum(steps.values()), 6)
        # Three new ones by moment, three ends by reason; 1 of them says nothing.
        self.assertEqual(sum(self.cells("moments").values()), 3)
        success = self.counts.labels["success"]
        said = [success[reason] for (reason,) in self.cells("endings")]
        self.assertEqual(sorted(said), ["neutral", "yes", "yes"])

    def test_residents_count_once(self):
        self.assertEqual(sum(self.cells("ages").values()), 4)
        groups = self.counts.labels["group"]
        found = {groups[key]: number for (key,), number in self.cells("groups").items()}
        # 1 and 4, and 4 in another one as well.
        self.assertEqual(sorted(found.values()), [1, 2])
        # Of two months and of more than a year there is no such number.
        for first, last in ((FIRST, date(2026, 2, 28)), (date(2025, 10, 1), LAST)):
            self.assertNotIn("ages", self.count(first, last).tables)

    def test_totals_are_asked_apart(self):
        for name, cells in self.counts.tables.items():
            if name in self.counts.totals:
                with self.subTest(name=name):
                    self.assertEqual(sum(cells.values()), self.counts.totals[name])

    def test_answers(self):
        """By hand: 12 on a question with one answer, 11 on one with several."""

        def fact(code, value, score, quantity, is_first):
            self.env.cr.execute(
                SQL(
                    "INSERT INTO oco_fact_survey (date, company_id, version, code,"
                    " value, score, quantity, is_first)"
                    " VALUES (%s, %s, '1', %s, %s, %s, %s, %s)",
                    *(FIRST, self.organisation.id, code, value, score, quantity),
                    is_first,
                )
            )

        questions = self.env["oco.survey.result"]._questions()
        several = next(
            code
            for code, question in questions.items()
            if question.question_type == "multiple_choice"
        )
        one, other = questions[several].suggested_answer_ids[:2].mapped("oco_value")
        fact("OCO1", "agree", 4, 9, True)
        fact("OCO1", "disagree", 2, 3, True)
        fact(several, one, None, 11, True)
        fact(several, other, None, 4, False)
        counts = self.count()
        answers = counts.tables[f"{ANSWERS}OCO1"]
        self.assertEqual((answers["agree",], answers["disagree",]), (9, 3))
        self.assertEqual(answers["fully_agree",], 0)
        self.assertEqual(counts.plain["scores"]["OCO1", "agree"], 4)
        self.assertEqual(
            counts.tables[f"{ANSWERS}{several}={other}"], {(YES,): 4, (NO,): 7}
        )
        self.assertIn("OCO1", counts.labels["question"])
