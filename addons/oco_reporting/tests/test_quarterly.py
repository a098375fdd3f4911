from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..cubes import CUBES, MAY_BE_QUARTERLY, period_end, period_start
from .test_figures import FiguresCase

Q1, Q2, Q3 = date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1)


@tagged("post_install", "-at_install")
class TestQuarterly(FiguresCase):
    """A small organisation tells by quarter what residents came for.

    January 2026 was told by month. Of April, May and June there are three questions
    each: too few for a month.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for month in (4, 5, 6):
            for day in (1, 2, 3):
                cls.ask(date(2026, month, day))
        cls.env["oco.engine"]._update()
        cls.organisation.characteristics_period = "quarter"

    @classmethod
    def ask(cls, day, domain=None):
        question = {"life_domain_id": (domain or cls.domain).id}
        return cls.make_contact(cls.resident, date=day, question_ids=[(0, 0, question)])

    def cells(self, cube="domains", **values):
        return self.env["oco.figure"].search(
            [
                ("company_id", "=", self.organisation.id),
                ("cube", "=", cube),
                *((name, "=", value) for name, value in values.items()),
            ]
        )

    def values(self, code, kind, start):
        return self.env["oco.kpi.value"].search(
            [
                ("kpi_id.code", "=", code),
                ("company_id", "=", self.organisation.id),
                ("period", "=", kind),
                ("date", "=", start),
                ("breakdown", "=", "organisation"),
                ("part", "=", "main"),
            ]
        )

    def period(self, **values):
        return self.as_role("finance", "oco.period").create(
            {"company_id": self.organisation.id, **values}
        )

    def closed(self, **values):
        period = self.period(**values)
        period.action_propose()
        period.with_user(self.users["manager"]).action_close()
        return period

    def test_since_the_first_quarter_that_was_not_told(self):
        self.assertEqual(self.organisation.characteristics_since, Q2)
        # What was told by month stays so, and has no quarter beside it.
        self.assertEqual(
            set(self.cells().mapped(lambda cell: (cell.period, cell.date))),
            {("month", Q1), ("quarter", Q2)},
        )
        quarter = self.cells(period="quarter")
        self.assertEqual(quarter.quantity, 10)
        self.assertEqual(quarter.date_to, date(2026, 6, 30))

    def test_no_month_beside_a_quarter(self):
        """Of any cube; work stays by month, as do results and unique residents."""
        for _number in range(6):
            self.ask(date(2026, 5, 8))
        self.env["oco.engine"]._update()
        for cube in CUBES:
            kinds = set(
                self.cells(cube.name)
                .filtered(lambda cell: cell.date >= Q2)
                .mapped("period")
            )
            with self.subTest(cube=cube.name):
                if cube.name in MAY_BE_QUARTERLY:
                    self.assertLessEqual(kinds, {"quarter"})
                elif not cube.counts_people:
                    self.assertLessEqual(kinds, {"month"})
        self.assertEqual(sum(self.cells(period="quarter").mapped("quantity")), 15)
        self.assertTrue(self.cells("contacts", date=date(2026, 5, 1)))

    def test_an_update_gives_what_building_anew_gives(self):
        engine = self.env["oco.engine"]
        engine._update()
        before = self.content()
        engine._rebuild()
        self.assertEqual(self.content(), before)
        for day in (3, 10, 17):
            self.ask(date(2026, 6, day), self.money)
        self.env["client.contact"].search([("date", "=", "2026-04-01")]).unlink()
        engine._update()
        updated = self.content()
        self.assertNotEqual(updated, before)
        engine._rebuild()
        self.assertEqual(self.content(), updated)

    def test_a_quarter_that_is_running_is_not_told(self):
        running = period_start(self.env.cr.now().date(), "quarter")
        for _number in range(8):
            self.ask(running)
        self.env["oco.engine"]._update()
        self.assertFalse(self.cells(date=running))
        self.assertFalse(self.values("K07", "quarter", running).value)
        # Contacts of a quarter of which there are no questions yet are not beside any.
        self.assertFalse(self.values("K08", "quarter", running))

    def test_its_end_is_a_change(self):
        """Also of its first months, when nothing happens in the last one."""
        self.env.cr.execute(
            "SELECT fingerprint FROM oco_fact_month WHERE month ="
            " date_trunc('month', CURRENT_DATE) AND company_id = %s",
            [self.organisation.id],
        )
        self.assertTrue(
            all(mark.endswith(" running") for (mark,) in self.env.cr.fetchall())
        )
        # As when it was built while that quarter ran.
        self.env.cr.execute(
            "UPDATE oco_fact_month SET fingerprint = fingerprint ||"
            " ' in a running quarter' WHERE fact = 'oco.fact.question'"
            " AND month = '2026-04-01' AND company_id = %s",
            [self.organisation.id],
        )
        self.cells(period="quarter").sudo().unlink()
        self.env["oco.engine"]._update()
        self.assertTrue(self.cells(period="quarter"))

    def test_kpis_are_sums_of_those_cells(self):
        self.env["oco.engine"]._rebuild()
        for kind, start, expected in (
            ("quarter", Q1, 10),
            ("quarter", Q2, 10),
            ("half_year", Q1, 20),
            ("year", Q1, 20),
        ):
            with self.subTest(kind=kind, start=start):
                self.assertEqual(self.values("K07", kind, start).value, expected)
        # Nothing is told of its months, and not that there was nothing.
        for code in ("K07", "K08"):
            self.assertFalse(self.values(code, "month", Q2))
        self.assertTrue(self.values("K08", "month", Q1).has_value)
        ratio = self.values("K08", "quarter", Q2)
        self.assertEqual((ratio.numerator, ratio.denominator), (10, 9))

    def test_months_and_quarters_of_one_cube_add_up(self):
        figures = self.as_role("manager", "oco.figure")
        [found] = figures.formatted_read_group(
            [("cube", "=", "domains"), ("company_id", "=", self.organisation.id)],
            [],
            ["quantity:sum"],
        )
        self.assertEqual(found["quantity:sum"], 20)

    def test_a_closed_month_has_none(self):
        april = self.closed(date=Q2)
        frozen = self.env["oco.figure"].search(
            [("closing_id", "=", april.closing_id.id)]
        )
        self.assertFalse(set(frozen.mapped("cube")) & set(MAY_BE_QUARTERLY))
        # What comes late is in its quarter, which is open.
        for day in (20, 21, 22):
            self.ask(date(2026, 4, day))
        self.env["oco.engine"]._update()
        quarter = self.cells(period="quarter")
        self.assertEqual((quarter.date, quarter.quantity), (Q2, 10))
        self.assertFalse(april.difference_ids.filtered(lambda d: d.cube == "domains"))
        for day in (23, 24):
            self.ask(date(2026, 4, day))
        self.env["oco.engine"]._update()
        self.assertEqual(self.cells(period="quarter").quantity, 15)
        self.assertEqual(april.action_verify()["params"]["type"], "success")

    def test_a_closed_quarter_stays_and_is_corrected_in_the_next(self):
        closed = self.closed(kind="quarter", date=Q2)
        quarter = self.cells(period="quarter")
        self.assertEqual(quarter.closing_id, closed.closing_id)
        for day in range(1, 21):
            self.ask(date(2026, 4, day), self.money)
        for build in (self.env["oco.engine"]._update, self.env["oco.engine"]._rebuild):
            build()
            self.assertEqual(self.cells(date=Q2), quarter)
            [correction] = self.cells(corrects=Q2)
            self.assertEqual(
                (correction.date, correction.period, correction.quantity),
                (Q3, "quarter", 20),
            )
            self.assertEqual(correction.life_domain_id, self.money)
        closed.invalidate_recordset()
        [difference] = closed.difference_ids.filtered(lambda d: d.cube == "domains")
        self.assertEqual((difference.closed_quantity, difference.now_quantity), (0, 20))
        self.assertEqual(closed.action_verify()["params"]["type"], "success")
        closed._reopen("Een map lag nog in de la")
        self.assertFalse(self.cells(corrects=Q2))
        self.assertEqual(sum(self.cells(date=Q2).mapped("quantity")), 30)

    def test_not_back_once_a_quarter_was_told(self):
        with self.assertRaisesRegex(UserError, "single resident"):
            self.organisation.characteristics_period = "month"
        self.assertEqual(self.organisation.characteristics_since, Q2)

    def test_back_as_long_as_none_was(self):
        other = self.neighbour
        other.characteristics_period = "quarter"
        today = self.env.cr.now().date()
        self.assertEqual(other.characteristics_since, period_start(today, "quarter"))
        other.characteristics_period = "month"
        self.assertFalse(other.characteristics_since)

    def test_not_within_what_is_closed(self):
        other = self.neighbour
        self.env["oco.period"].create(
            {"company_id": other.id, "kind": "year", "date": "2025-01-01"}
        ).state = "closed"
        other.characteristics_period = "quarter"
        self.assertEqual(other.characteristics_since, date(2026, 1, 1))

    def test_who_chooses(self):
        for role in ("manager", "finance", "coordinator"):
            company = self.organisation.with_user(self.users[role])
            with self.subTest(role=role), self.assertRaises(AccessError):
                company.write({"characteristics_period": "month"})
        with self.assertRaises(AccessError):
            self.organisation.with_user(self.users["administrator"]).write(
                {"quarterly_from": period_end(Q1, "month")}
            )
