from dateutil.relativedelta import relativedelta

from odoo.tests import tagged

from .survey_case import SurveyCase
from .test_kpis import counted


@tagged("post_install", "-at_install")
class TestSurveyKpis(SurveyCase):
    """K28 to K31, counted by hand of answers that went through the survey itself."""

    def setUp(self):
        super().setUp()
        self.other = self.env["client.team"].create(
            {"name": "Klein", "company_id": self.organisation.id}
        )
        # January of last year, and December before it.
        self.january = self.today.replace(day=1, month=1) - relativedelta(years=1)
        self.december = self.january - relativedelta(months=1)

    def answer(self, month, team=None, **answers):
        months = (self.today.year - month.year) * 12 + self.today.month - month.month
        before = set(self.box.sudo().search([]).ids)
        self.box._drop(
            self.full,
            self.organisation.id,
            (team or self.team).id,
            "web",
            False,
            answers,
        )
        new = self.box.sudo().search([("id", "not in", list(before))])
        new.month = (self.today - relativedelta(months=months)).replace(day=1)

    def opened(self):
        self.box._open()
        self.env["oco.engine"]._update()

    def of_year(self, code, month, **more):
        year = month.replace(month=1)
        return counted(self.env, self.organisation, code, "year", year, **more)

    def test_grade(self):
        # Four in December wait for the fifth, in January, and count with it.
        for _ in range(4):
            self.answer(self.december, OCO1="agree", OCO6="9")
        self.answer(self.january, OCO1="agree", OCO6="4")
        # One gave no grade; one a five, which is low; a small team is of nobody.
        self.answer(self.january, OCO1="agree")
        self.answer(self.january, OCO6="5")
        for _ in range(5):
            self.answer(self.january, team=self.other, OCO6="10")
        self.opened()
        self.assertEqual(self.of_year("K28", self.january)[None, None], (95, 11, None))
        self.assertEqual(
            self.of_year("K28", self.january, part="low")[None, None], (2, 11, None)
        )
        self.assertEqual(
            self.of_year("K28", self.january, breakdown="team"),
            {
                (self.team.id, None): (45, 6, None),
                (self.other.id, None): (50, 5, None),
            },
        )
        self.assertFalse(self.of_year("K28", self.december))

    def test_recommendation(self):
        for value in ("yes", "yes", "yes", "maybe", "no"):
            self.answer(self.december, OCO7=value)
        self.opened()
        for value in ("no", "maybe", "maybe", "maybe", "maybe"):
            self.answer(self.january, OCO7=value)
        # Answered, but not this.
        self.answer(self.january, OCO6="8")
        self.opened()
        for month, yes, maybe in ((self.december, 3, 1), (self.january, 0, 4)):
            self.assertEqual(self.of_year("K29", month)[None, None], (yes, 5, None))
            self.assertEqual(
                self.of_year("K29", month, part="maybe")[None, None], (maybe, 5, None)
            )
        self.assertFalse(self.of_year("K29", self.today))

    def test_independence(self):
        for value in ("fully_agree", "agree", "neutral", "disagree", "unknown"):
            self.answer(self.january, OCO1=value)
        for _ in range(5):
            self.answer(self.december, OCO1="unknown")
        self.opened()
        # Who does not know says nothing.
        self.assertEqual(self.of_year("K30", self.january)[None, None], (2, 4, None))
        self.assertFalse(self.of_year("K30", self.december))
        for _ in range(5):
            self.answer(self.january, team=self.other, OCO1="fully_agree")
        self.opened()
        self.assertEqual(self.of_year("K30", self.january)[None, None], (7, 9, None))

    def test_values_are_what_the_results_show(self):
        """Two roundings of the same answers tell more than either."""
        for month, count in ((self.january, 7), (self.december, 11)):
            for number in range(count):
                self.answer(
                    month,
                    team=self.other if number < 6 else None,
                    OCO1="agree" if number % 4 else "disagree",
                    OCO6=str(5 + number % 4),
                    OCO7="maybe" if number % 3 else "yes",
                )
        self.opened()
        results = self.env["oco.survey.result"]
        results._build()
        for code, question, part, said in (
            ("K28", "OCO6", "main", ()),
            ("K28", "OCO6", "low", ("1", "2", "3", "4", "5")),
            ("K29", "OCO7", "main", ("yes",)),
            ("K29", "OCO7", "maybe", ("maybe",)),
            ("K30", "OCO1", "main", ("agree", "fully_agree")),
        ):
            values = self.env["oco.kpi.value"].search(
                [
                    ("kpi_id.code", "=", code),
                    ("company_id", "=", self.organisation.id),
                    ("part", "=", part),
                ]
            )
            shown = results.search(
                [
                    ("code", "=", question),
                    ("company_id", "=", self.organisation.id),
                    ("kind", "=", "year"),
                ]
            ).filtered(lambda one, code=code: code == "K28" or not one.team_id)
            self.assertEqual(
                {(one.date, one.team_id, one.is_hidden) for one in values},
                {(one.date_from, one.team_id, one.is_hidden) for one in shown},
            )
            self.assertIn(False, values.mapped("is_hidden"))
            for value in values.filtered(lambda one: not one.is_hidden):
                [result] = shown.filtered(
                    lambda one, value=value: (
                        (one.date_from, one.team_id) == (value.date, value.team_id)
                    )
                )
                given = {one.value: one.quantity for one in result.value_ids}
                if not said:
                    self.assertEqual(value.value, result.mean)
                    continue
                self.assertEqual(
                    (value.numerator, value.denominator),
                    (sum(given.get(one, 0) for one in said), sum(given.values())),
                )

    def test_response_is_what_its_screen_shows(self):
        self.sent()
        for number in range(14):
            self.env.cr.execute(
                "INSERT INTO oco_fact_invitation (date, company_id, team_id, is_sent,"
                " outcome, quantity, kept) VALUES (%s, %s, %s, TRUE, %s, 1, TRUE)",
                [
                    self.january,
                    self.organisation.id,
                    self.team.id,
                    "silent" if number % 4 else "answered",
                ],
            )
        self.env.cr.execute(
            "INSERT INTO oco_fact_month (fact, company_id, month, fingerprint)"
            " VALUES ('oco.fact.invitation', %s, %s, '14')",
            [self.organisation.id, self.january],
        )
        engine = self.env["oco.engine"]
        engine._build_cubes({model._name: [] for model in engine._fact_models()})
        responses = self.env["oco.survey.response"]
        responses._build()
        [shown] = responses.search(
            [
                ("company_id", "=", self.organisation.id),
                ("date_from", "=", self.january),
                ("kind", "=", "year"),
                ("team_id", "=", False),
            ]
        )
        value = self.env["oco.kpi.value"].search(
            [
                ("kpi_id.code", "=", "K31"),
                ("company_id", "=", self.organisation.id),
                ("date", "=", self.january),
                ("breakdown", "=", "organisation"),
            ]
        )
        self.assertEqual(
            (value.numerator, value.denominator, value.is_hidden),
            (shown.answered, shown.answered + shown.silent, False),
        )

    def test_response(self):
        invitation, key = self.sent()
        self.env["oco.engine"]._update()
        self.assertEqual(self.of_year("K31", self.today)[None, None], (0, 1, None))
        self.send(key)
        self.env["oco.engine"]._update()
        self.assertEqual(self.of_year("K31", self.today)[None, None], (1, 1, None))
        # What went out last year counts there, whenever it was answered.
        invitation.sudo().sent_on -= relativedelta(years=1)
        self.env["oco.engine"]._update()
        self.assertFalse(self.of_year("K31", self.today))
        self.assertEqual(self.of_year("K31", self.january)[None, None], (1, 1, None))

    def test_response_of_who_was_not_asked(self):
        """Stopped before it went out: neither asked nor silent."""
        self.close()._stop("sample")
        self.env["oco.engine"]._update()
        self.assertEqual(self.of_year("K31", self.today), {})
