from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .test_figures import FiguresCase


@tagged("post_install", "-at_install")
class TestPeriods(FiguresCase):
    """What was closed stays, and what changes later is shown apart."""

    def period(self, role="finance", **values):
        return self.as_role(role, "oco.period").create(
            {"company_id": self.organisation.id, "date": "2026-01-01"} | values
        )

    def closed(self, **values):
        period = self.period(**values)
        period.action_propose()
        period.with_user(self.users["manager"]).action_close()
        return period

    def cells(self, *cubes):
        figures = self.env["oco.figure"].search(
            [
                ("company_id", "=", self.organisation.id),
                ("cube", "in", cubes),
                ("period", "=", "month"),
            ]
        )
        return sorted(
            (cell.cube, str(cell.date), cell.measure, str(cell.corrects), cell.quantity)
            for cell in figures
        )

    def test_two_people_close(self):
        period = self.period()
        with self.assertRaises(UserError):
            period.action_close()
        period.action_propose()
        with self.assertRaisesRegex(UserError, "Two people"):
            period.action_close()
        period.with_user(self.users["manager"]).action_close()
        self.assertEqual(period.state, "closed")
        self.assertEqual(len(period.checksum), 64)
        self.assertEqual(period.closing_id.closed_by_id, self.users["manager"])

    def test_another_organisation_does_not_stop_the_closing(self):
        """Figures of all are built then, and of the other one nobody here may read."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        supporter = new_test_user(
            self.env,
            "elsewhere",
            groups="client_support.group_supporter",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        team = self.env["client.team"].create(
            {
                "name": "Elsewhere",
                "company_id": other.id,
                "member_ids": [(4, supporter.id)],
            }
        )
        as_supporter = self.env(user=supporter)
        resident = as_supporter["client.resident"].create(
            {"nickname": "Piet", "team_id": team.id}
        )
        as_supporter["client.contact"].create(
            {
                "resident_id": resident.id,
                "team_id": team.id,
                "date": "2026-01-07",
                "kind_id": self.kind["ia"].id,
                "channel_id": self.phone.id,
            }
        )
        self.env.invalidate_all()
        self.assertEqual(self.closed().state, "closed")

    def test_a_period_that_is_not_over_is_not_closed(self):
        today = self.env.cr.now().date().replace(day=1)
        with self.assertRaisesRegex(UserError, "The period is over"):
            self.period(date=today).action_propose()

    def test_hours_that_are_open_stop_the_closing(self):
        supporter = self.env["client.supporter"].search([("name", "=", "Fatima")])
        self.env["client.time"].create(
            {"supporter_id": supporter.id, "date": "2026-01-09", "minutes": 60}
        )
        period = self.period()
        with self.assertRaisesRegex(UserError, "not closed: 1"):
            period.action_propose()
        month = self.env["client.time.month"].create(
            {"supporter_id": supporter.id, "month": "2026-01-01"}
        )
        with self.assertRaisesRegex(UserError, "not closed: 1"):
            period.action_propose()
        month.closed_on = self.env.cr.now()
        period.action_propose()

    def test_stock_that_does_not_agree_stops_the_closing(self):
        self.env.cr.execute(
            "UPDATE oco_figure SET quantity = quantity + 1"
            " WHERE cube = 'stock' AND date = '2026-01-01' AND team_id = %s",
            [self.team.id],
        )
        self.env["oco.figure"].invalidate_model()
        self.assertIn(
            f"✗ Cases do not agree in: {self.team.name}", self.period().checks
        )

    def test_a_late_contact_is_a_correction_of_the_next_month(self):
        self.closed()
        before = self.cells("contacts")
        self.make_contact(self.resident, date="2026-01-15")
        self.env["oco.engine"]._update()
        added = set(self.cells("contacts")) - set(before)
        self.assertEqual(
            added, {("contacts", "2026-02-01", "contacts", "2026-01-01", 1)}
        )
        self.assertFalse(set(before) - set(self.cells("contacts")))
        # However often it is counted, by update or anew.
        self.env["oco.engine"]._update()
        self.env["oco.engine"]._rebuild()
        self.assertEqual(set(self.cells("contacts")) - set(before), added)

    def make_late_case(self, start):
        """A case that is entered now and began then."""
        self.as_role("supporter", "client.case").create(
            {
                "resident_ids": [(4, self.resident.id)],
                "registration_date": start,
                "start_date": start,
                "stage": "active",
            }
        )
        self.env["oco.engine"]._update()

    def test_a_late_case_does_not_stop_the_next_closing(self):
        """It is in no cell of the month that is closed, and in the next ones is."""
        self.closed()
        self.make_late_case("2026-01-12")
        february = self.closed(date="2026-02-01")
        self.assertEqual(february.state, "closed")
        march = self.closed(date="2026-03-01")
        # Nor that of the period around them, of which the end is closed as well.
        self.make_late_case("2026-02-12")
        self.assertEqual(self.closed(kind="quarter").state, "closed")
        self.assertEqual(march.action_verify()["params"]["type"], "success")

    def test_values_of_kpis_stay_as_closed(self):
        def contacts():
            return (
                self.env["oco.kpi.value"]
                .search(
                    [
                        ("kpi_id.code", "=", "K01"),
                        ("company_id", "=", self.organisation.id),
                        ("period", "=", "month"),
                        ("date", "=", "2026-01-01"),
                        ("breakdown", "=", "organisation"),
                        ("part", "=", "main"),
                    ]
                )
                .value
            )

        period = self.closed()
        self.assertEqual(contacts(), 8)
        self.make_contact(self.resident, date="2026-01-15")
        for build in (self.env["oco.engine"]._update, self.env["oco.engine"]._rebuild):
            build()
            self.assertEqual(contacts(), 8)
            self.assertEqual(period.action_verify()["params"]["type"], "success")
        period._reopen("A week was missing")
        self.assertEqual(contacts(), 9)

    def test_closed_and_now_stand_side_by_side(self):
        period = self.closed()
        self.assertFalse(period.difference_ids)
        self.make_contact(self.resident, date="2026-01-15")
        self.env["oco.engine"]._update()
        period.invalidate_recordset()
        found = period.difference_ids.filtered(lambda one: one.cube == "contacts")
        self.assertEqual(
            (sum(found.mapped("now_quantity")) - sum(found.mapped("closed_quantity"))),
            1,
        )
        self.assertIn(self.team.name, found.label)

    def test_opened_again_nothing_is_counted_twice(self):
        cubes = ("contacts", "cases", "domains")
        before = self.cells(*cubes)
        period = self.closed()
        self.env.flush_all()
        period._reopen("Nothing changed meanwhile")
        self.assertEqual(self.cells(*cubes), before)

    def test_what_rounding_alone_can_make_is_no_correction(self):
        period = self.closed()
        cell = self.env["oco.figure"].search(
            [("cube", "=", "domains"), ("closing_id", "=", period.closing_id.id)],
            limit=1,
        )
        table = (self.organisation.id, cell.date, cell.measure)
        key = (cell.team_id.id, cell.life_domain_id.id)
        for more, found in ((5, []), (10, [10])):
            self.env["oco.engine"]._put(
                "domains",
                "month",
                ("team_id", "life_domain_id"),
                {table[:2]},
                {table: {key: cell.quantity + more}},
                adds_up=True,
                noise=5,
            )
            period.invalidate_recordset()
            changed = period.difference_ids.filtered(lambda one: one.now_quantity)
            with self.subTest(more=more):
                self.assertEqual(
                    [one.now_quantity - one.closed_quantity for one in changed], found
                )

    def test_a_new_one_is_of_the_month_that_is_over(self):
        period = self.as_role("finance", "oco.period").new()
        self.assertEqual(
            period.date_to, self.env.cr.now().date().replace(day=1) - timedelta(days=1)
        )

    def test_a_correction_is_closed_with_its_month(self):
        self.closed()
        self.make_contact(self.resident, date="2026-01-15")
        self.env["oco.engine"]._update()
        self.closed(date="2026-02-01")
        before = self.cells("contacts")
        # The next one is counted from what was corrected already.
        self.make_contact(self.resident, date="2026-01-16")
        self.env["oco.engine"]._update()
        self.assertEqual(
            set(self.cells("contacts")) - set(before),
            {("contacts", "2026-03-01", "contacts", "2026-01-01", 1)},
        )

    def test_the_checksum_tells_a_change_in_the_database(self):
        period = self.closed()
        verified = period.action_verify()["params"]["type"]
        self.assertEqual(verified, "success")
        self.env.cr.execute(
            "UPDATE oco_figure SET quantity = quantity + 1 WHERE closing_id = %s",
            [period.closing_id.id],
        )
        self.assertEqual(period.action_verify()["params"]["type"], "danger")

    def test_opened_again_with_a_reason_and_closed_as_a_new_version(self):
        period = self.closed()
        self.make_contact(self.resident, date="2026-01-15")
        self.env["oco.engine"]._update()
        with self.assertRaises(UserError):
            period._reopen(" ")
        period._reopen("A week was missing")
        self.assertEqual(period.state, "open")
        self.assertFalse(
            [cell for cell in self.cells("contacts") if cell[3] == "2026-01-01"]
        )
        self.assertEqual(
            sum(
                cell[4]
                for cell in self.cells("contacts")
                if cell[1:3] == ("2026-01-01", "contacts")
            ),
            9,
        )
        period.action_propose()
        period.with_user(self.users["manager"]).action_close()
        first, second = period.closing_ids.sorted("version")
        self.assertEqual((first.version, second.version), (1, 2))
        self.assertEqual(first.reopen_reason, "A week was missing")
        self.assertNotEqual(first.checksum, second.checksum)

    def test_a_month_in_a_closed_quarter_is_not_opened(self):
        month = self.closed()
        quarter = self.closed(kind="quarter")
        with self.assertRaisesRegex(UserError, "around it"):
            month._reopen("A week was missing")
        quarter._reopen("A week was missing")
        month._reopen("A week was missing")

    def test_a_period_is_found_by_how_people_call_it(self):
        year = self.period(kind="year")
        third = self.period(kind="quarter", date="2026-07-01")
        july = self.period(date="2026-07-01")
        other = self.period(kind="quarter", date="2025-07-01")
        every = year | third | july | other
        periods = self.as_role("finance", "oco.period")
        for lang, asked, expected in (
            ("en_US", "2026", year | third | july),
            ("en_US", "quarter 3 2026", third),
            ("en_US", "  Quarter   2026", third),
            ("en_US", "quarter", third | other),
            ("nl_NL", "kwartaal 3 2026", third),
            ("nl_NL", "juli 2026", third | july),
            ("nl_NL", "maand", july),
            ("nl_NL", "iets anders", periods),
        ):
            with self.subTest(lang=lang, asked=asked):
                named = periods.with_context(lang=lang)
                found = [id_ for id_, _name in named.name_search(asked)]
                self.assertEqual(periods.browse(found) & every, expected)
        for operator, expected in (("=", third), ("not in", every - third)):
            domain = [("display_name", operator, third.display_name)]
            self.assertEqual(periods.search(domain) & every, expected)

    def test_a_period_begins_where_it_begins(self):
        with self.assertRaises(UserError):
            self.period(date="2026-01-02")
        with self.assertRaises(UserError):
            self.period(kind="quarter", date="2026-02-01")

    def test_who_closes(self):
        period = self.period()
        for role in set(self.users) - {"manager", "finance"}:
            with self.subTest(role=role), self.assertRaises(AccessError):
                period.with_user(self.users[role]).action_propose()
        for values in ({"state": "closed"}, {"date": "2025-01-01"}):
            with self.assertRaises(AccessError):
                period.write(values)
        other = self.period(state="closed", date="2026-02-01")
        self.assertEqual(other.state, "open")
