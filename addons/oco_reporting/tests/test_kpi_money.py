from odoo import Command
from odoo.tests import tagged

from .test_grants import GrantsCase

YEAR = "2026-01-01"


@tagged("post_install", "-at_install")
class TestMoney(GrantsCase):
    """K36 and K37, each number counted by hand.

    Of 2026: 9 I&A contacts in January (8) and February (1), two new cases in January,
    one closed in January and one in February; and 10 hours with residents, 4 of which
    on a case.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        supporter = cls.env["client.supporter"].search([("name", "=", "Fatima")])
        bound, other = (
            cls.env["client.time.activity"].search(
                [("is_client_bound", "=", is_bound)], limit=1
            )
            for is_bound in (True, False)
        )
        cls.supporter = supporter
        cls.bound = bound
        number = cls.cases[1].number
        cls.work(240, case_number=number)
        cls.work(360, date="2026-02-10")
        # Not with a resident: in no denominator.
        cls.work(600, activity_id=other.id)
        cls.grant.action_grant()

    @classmethod
    def work(cls, minutes, **values):
        cls.env["client.time"].create(
            {
                "supporter_id": cls.supporter.id,
                "date": "2026-01-09",
                "minutes": minutes,
                "activity_id": cls.bound.id,
                **values,
            }
        )

    def value(self, code, period="year", date=YEAR, part="main", **scope):
        scope = {"breakdown": "organisation", **scope}
        self.env["oco.engine"]._update()
        found = self.env["oco.kpi.value"].search(
            [
                ("kpi_id.code", "=", code),
                ("company_id", "=", self.organisation.id),
                ("period", "=", period),
                ("date", "=", date),
                ("part", "=", part),
                *((name, "=", value) for name, value in scope.items()),
            ]
        )
        self.assertLessEqual(len(found), 1)
        return found.value if found.has_value else None

    # K36 ------------------------------------------------------------------------------

    def test_cost_of_an_hour(self):
        self.add_post(realised=500)
        # Neither of these is a cost that counts.
        self.add_post(realised=99, is_eligible=False)
        self.add_post(realised=70, kind="income")
        # 500 / 10; 500 x 4/10 over 2 cases; 500 x 6/10 over 9 contacts.
        self.assertEqual(self.value("K36"), 50)
        self.assertEqual(self.value("K36", part="per_case"), 100)
        self.assertAlmostEqual(self.value("K36", part="per_contact"), 300 / 9)

    def test_cost_of_grants_together(self):
        self.add_post(realised=500)
        other = self.make_grant(name="ander")
        other.budget_ids = [Command.create({"name": "ICT", "realised": 100})]
        # It is requested, and no agreement.
        self.assertEqual(self.value("K36"), 50)
        other.action_grant()
        self.assertEqual(self.value("K36"), 60)

    def test_cost_of_a_grant_over_the_end_of_the_year(self):
        # November and December 2025, January and February: half of it is of 2026.
        self.grant.date_from = "2025-11-01"
        self.add_post(realised=500)
        self.assertEqual(self.value("K36"), 25)

    def test_cost_of_nothing(self):
        self.assertIsNone(self.value("K36"), "no costs")
        self.add_post(realised=500)
        self.env["client.time"].search([]).unlink()
        self.assertIsNone(self.value("K36"), "no hours to divide by")
        self.assertIsNone(self.value("K36", part="per_case"))

    # K37 ------------------------------------------------------------------------------

    def test_realised_of_agreed(self):
        contacts = self.add_line(kpi_code="K01", agreed=12)
        cases = self.add_line(code="P2", kpi_code="K03", agreed=1)
        hours = self.add_line(code="P3", kpi_code=" K33 ", agreed=40)
        questions = self.add_line(code="P4", kpi_code="K07", agreed=24)
        stock = self.add_line(code="P5", kpi_code="K05", agreed=2)
        # 9 of 12, 2 of 1, 10 of 40; 9 + 3 questions of 24; one case still active of 2.
        for line, expected in (
            (contacts, 75),
            (cases, 200),
            (hours, 25),
            (questions, 50),
            (stock, 50),
        ):
            with self.subTest(line=line.code):
                found = self.value("K37", breakdown="line", key_code=str(line.id))
                self.assertEqual(found, expected)
                # The grant says the same.
                self.assertEqual(line.share, expected)
        self.assertEqual(self.value("K37"), (75 + 200 + 25 + 50 + 50) / 5)

    def test_realised_up_to_the_end_of_the_period(self):
        self.grant.write({"date_from": "2025-10-01", "date_to": "2026-03-31"})
        line = self.add_line(kpi_code="K03", agreed=4)
        # One began in December, two in January.
        for period, date, expected in (
            ("quarter", "2025-10-01", 25),
            ("year", "2025-01-01", 25),
            ("quarter", YEAR, 75),
        ):
            with self.subTest(date=date):
                found = self.value(
                    "K37", period, date, breakdown="line", key_code=str(line.id)
                )
                self.assertEqual(found, expected)
        # The grant is over.
        self.assertIsNone(self.value("K37", "quarter", "2026-04-01"))

    def test_realised_by_hand_and_what_nobody_knows(self):
        by_hand = self.add_line(agreed=8)
        self.add_line(code="P2", agreed=0, kpi_code="K01")
        self.assertIsNone(self.value("K37"))
        by_hand.write({"is_entered": True, "realised_entered": 6})
        self.assertEqual(self.value("K37"), 75)
