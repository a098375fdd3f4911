from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.client_support.roles import COORDINATOR, FINANCE, MANAGER

from ..cubes import PERIODS, period_end
from ..kpis import KPIS
from ..models.oco_overview import TILES
from .test_figures import FiguresCase

JANUARY = {"kind": "month", "date": "2026-01-15"}
ROLES = {"manager": MANAGER, "finance": FINANCE, "coordinator": COORDINATOR}


class OverviewCase(FiguresCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.coordinator_id = cls.users["coordinator"]

    def page(self, role="manager", **chosen):
        overview = self.as_role(role, "oco.overview").with_context(lang="en_US")
        return overview.read_page(**(chosen or JANUARY))

    def tile(self, code, role="manager", **chosen):
        [tile] = (
            tile for tile in self.page(role, **chosen)["tiles"] if tile["code"] == code
        )
        return tile

    def close(self, kind, start):
        period = self.env["oco.period"].create(
            {"kind": kind, "date": start, "company_id": self.organisation.id}
        )
        self.env["oco.period.closing"].create(
            {"period_id": period.id, "version": 1, "closed_on": "2026-02-09 12:00:00"}
        )
        period.state = "closed"
        return period


@tagged("post_install", "-at_install")
class TestOverview(OverviewCase):
    """The page that figures open on tells what the KPIs are, and no more."""

    def test_six_for_each_role(self):
        for role, group in ROLES.items():
            with self.subTest(role=role):
                tiles = self.page(role)["tiles"]
                self.assertEqual([tile["code"] for tile in tiles], list(TILES[group]))
                self.assertEqual(len(tiles), 6)

    def test_meetings_held_beside_those_agreed(self):
        agreement = self.env["client.agreement"].create(
            {
                "name": "Aan de voordeur",
                "company_id": self.organisation.id,
                "rhythm": "quarter",
                "date_from": "2025-01-01",
                "meeting_ids": [
                    Command.create(
                        {
                            "name": "Thema",
                            "date": day,
                            "company_id": self.organisation.id,
                        }
                    )
                    for day in ("2025-01-31", "2025-02-01", "2026-01-31", "2026-02-01")
                ],
            }
        )
        agreement.copy({"rhythm": "need", "name": "Als het nodig is"})
        [line] = self.page("manager")["meetings"]
        self.assertEqual(line["id"], agreement.id)
        self.assertEqual((line["agreed"], line["realised"]), ("4", "2"))
        self.assertEqual((line["agreed_width"], line["realised_width"]), (100, 50))
        self.assertEqual(self.page("coordinator")["meetings"], [line])
        self.assertEqual(self.page("finance")["meetings"], [])

    def test_an_estimate_of_others_is_named_so_beside_who_was_reached(self):
        area = self.env["social.area"].create(
            {"name": "Verzonnen", "level": "municipality"}
        )
        needs = self.as_role("manager", "oco.unmet.need")
        for year, share in ((2024, 2), (2025, 3.5), (2027, 9)):
            needs.create(
                {
                    "company_id": self.organisation.id,
                    "area_id": area.id,
                    "year": year,
                    "share": share,
                    "source": "Onderzoek, bladzijde 4",
                }
            )
        self.assertEqual(
            self.tile("K02")["estimates"],
            [
                "Estimate from outside, Verzonnen 2025: about 3.5% of residents need "
                "help and do not find it (Onderzoek, bladzijde 4)."
            ],
        )
        self.assertEqual(self.tile("K03")["estimates"], [])
        for role in ("finance", "coordinator", "supporter", "commissioner"):
            if role in self.users:
                with self.subTest(role), self.assertRaises(AccessError):
                    self.as_role(role, "oco.unmet.need").create({})

    def test_every_tile_has_a_longest_period(self):
        """Else a kind of period could be chosen that a tile knows no answer for."""
        for codes in TILES.values():
            self.assertTrue(all("year" in KPIS[code].periods for code in codes))

    def test_a_tile_is_the_value(self):
        for role in ROLES:
            own = "team" if role == "coordinator" else "organisation"
            for kind in PERIODS:
                for tile in self.page(role, kind=kind, date="2026-01-15")["tiles"]:
                    value = self.as_role(role, "oco.kpi.value").search(
                        [
                            ("kpi_id.code", "=", tile["code"]),
                            ("period", "=", tile["kind"]),
                            ("date", "=", tile["date"]),
                            ("part", "=", "main"),
                            ("breakdown", "=", own),
                        ]
                    )
                    with self.subTest(role=role, kind=kind, code=tile["code"]):
                        self.assertEqual(tile["shown"], value.shown or "–")
                        self.assertEqual(tile["is_hidden"], value.is_hidden)
                        self.assertEqual(tile["change"], value.change)
        self.assertEqual(self.tile("K03")["shown"], "2")

    def test_a_longer_period_where_a_kpi_needs_it(self):
        page = self.page()
        kinds = {tile["code"]: tile["kind"] for tile in page["tiles"]}
        self.assertEqual(
            (kinds["K03"], kinds["K02"], kinds["K28"]), ("month", "quarter", "year")
        )
        self.assertEqual(self.tile("K02")["date"], date(2026, 1, 1))

    def test_a_longer_period_is_the_last_that_is_over(self):
        """A mark of the year is not empty until the year is over; it says of which."""
        shown = {}
        for today in ("2026-12-31", "2027-01-15"):
            with freeze_time(f"{today} 12:00"):
                page = self.page()
            shown[today] = {tile["code"]: tile["period"] for tile in page["tiles"]}
            # What was chosen itself stays what was chosen.
            self.assertEqual(shown[today]["K03"], "Jan 2026")
        self.assertEqual(shown["2026-12-31"]["K28"], "2025")
        self.assertEqual(shown["2027-01-15"]["K28"], "2026")
        with freeze_time("2026-02-10 12:00"):
            self.assertEqual(self.tile("K02")["period"], "Q4 2025")

    def test_a_tile_of_a_period_that_goes_on(self):
        """Of a year that is not over no mean is known yet, whatever was answered."""
        self.assertFalse(self.page(kind="year", date="2025-06-01")["is_running"])
        for tile in self.page()["tiles"]:
            last = period_end(tile["date"], tile["kind"])
            self.assertEqual(tile["is_running"], last >= date.today(), tile["code"])

    def test_what_is_hidden_says_why(self):
        value = self.env["oco.kpi.value"].search(
            [
                ("kpi_id.code", "=", "K03"),
                ("company_id", "=", self.organisation.id),
                ("breakdown", "=", "organisation"),
                ("part", "=", "main"),
                ("period", "=", "month"),
                ("date", "=", "2026-01-01"),
            ]
        )
        value.sudo().write({"is_hidden": True, "has_value": False, "value": 7})
        tile = self.tile("K03")
        self.assertTrue(tile["is_hidden"])
        self.assertEqual(tile["shown"], "hidden: too few residents")
        self.assertFalse(tile["bars"][-1]["value"] or tile["judgement"])

    def test_target(self):
        self.as_role("manager", "oco.kpi.target").create(
            {
                "kpi_id": self.env.ref("oco_reporting.kpi_k03").id,
                "year": 2026,
                "period": "month",
                "value": 3,
            }
        )
        tile = self.tile("K03")
        self.assertEqual((tile["target"], tile["target_value"]), ("3", 3))
        self.assertEqual(tile["judgement"], "✗ not met")

    def test_the_definition_is_there(self):
        words = [part["text"] for part in self.tile("K03")["definition"]]
        kpi = self.env.ref("oco_reporting.kpi_k03")
        self.assertIn(kpi.meaning, words)
        self.assertIn(kpi.formula, words)

    def test_step_by_step(self):
        page = self.page()
        self.assertEqual((page["date"], page["period"]), (date(2026, 1, 1), "Jan 2026"))
        self.assertEqual(page["next"], date(2026, 2, 1))
        self.assertEqual(
            self.page(kind="month", date="2026-02-01")["period"], "Feb 2026"
        )
        # Not outside of what there is, nor by a kind that there is not.
        self.assertFalse(self.page(kind="year", date="1990-01-01")["previous"])
        self.assertEqual(self.page(kind="week", date="2026-01-15")["kind"], "quarter")

    def test_closed(self):
        self.assertFalse(self.page()["closing"])
        period = self.close("quarter", "2026-01-01")
        page = self.page()
        # The quarter froze the month; a tile of the year is open.
        self.assertEqual(page["closing"], {"id": period.id, "on": "02/09/2026"})
        closed = {tile["code"]: tile["is_closed"] for tile in page["tiles"]}
        self.assertTrue(closed["K03"])
        self.assertFalse(closed["K28"])
        # Who closes no period is not stopped by not reading any.
        self.assertFalse(self.page("coordinator")["closing"])

    def test_grant(self):
        grant = self.as_role("finance", "oco.grant").create(
            {
                "name": "2026/0417",
                "partner_id": self.env["res.partner"]
                .create({"name": "Gemeente Oeverdam", "is_company": True})
                .id,
                "funding_stream_id": self.env["client.funding.stream"]
                .search([], limit=1)
                .id,
                "date_from": "2026-01-01",
                "date_to": "2026-02-28",
                "amount": 1000,
                "line_ids": [
                    Command.create(
                        {
                            "code": "P1",
                            "name": "Gesprek",
                            "agreed": 6,
                            "kpi_code": "K01",
                        }
                    ),
                    Command.create({"code": "P2", "name": "Les", "agreed": 2.5}),
                ],
            }
        )
        self.assertFalse(self.page()["grants"], "only asked for")
        grant.action_grant()
        [shown] = self.page("finance")["grants"]
        self.assertTrue(shown["may_account"])
        counted, unknown = shown["lines"]
        # Nine I&A contacts of the six agreed: the longer bar is what was realised.
        self.assertEqual(
            [counted[name] for name in ("agreed", "realised", "share")],
            ["6", "9", "150%"],
        )
        self.assertEqual(
            (counted["agreed_width"], counted["realised_width"]), (67, 100)
        )
        self.assertEqual((unknown["agreed"], unknown["realised"]), ("2.50", False))
        self.assertFalse(self.page("manager")["grants"][0]["may_account"])
        self.assertFalse(self.page("coordinator")["grants"])
        self.assertFalse(self.page(kind="month", date="2026-03-15")["grants"])

    def test_values_are_never_averaged(self):
        values = self.as_role("manager", "oco.kpi.value")
        domain = [
            ("kpi_id.code", "=", "K03"),
            ("part", "=", "main"),
            ("breakdown", "=", "organisation"),
            ("date", "=", "2026-01-01"),
        ]
        for measure in ("value:avg", "value:sum", "n:sum", "numerator:max"):
            [group] = values.formatted_read_group(domain, [], [measure])
            self.assertFalse(group[measure], "a month and its year")
        months = values.formatted_read_group(domain, ["period"], ["value:avg"])
        self.assertEqual(months[0]["value:avg"], 2)

    # Who sees what --------------------------------------------------------------------

    def test_nobody_else(self):
        for role in set(self.users) - ROLES.keys():
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.page(role)

    def test_a_coordinator_sees_own_teams(self):
        other = self.env["client.team"].create(
            {"name": "Bovenloop", "company_id": self.organisation.id}
        )
        page = self.page("coordinator", **JANUARY, team_id=other.id)
        self.assertEqual([team["name"] for team in page["teams"]], ["Oever"])
        self.assertEqual(page["team_id"], self.team.id)
        self.assertFalse(page["has_organisation"])
        # One without a team is told that there is nothing, and sees nothing.
        self.team.coordinator_id = False
        page = self.page("coordinator")
        self.assertTrue(page["is_empty"])
        self.assertFalse(page["tiles"])

    def test_a_manager_sees_a_team(self):
        page = self.page(**JANUARY, team_id=self.team.id)
        self.assertEqual(page["team_id"], self.team.id)
        foreign = self.page(**JANUARY, team_id=self.other_team.id)
        self.assertFalse(foreign["team_id"])

    def test_an_organisation_without_figures(self):
        manager = self.make_user("t_manager2", MANAGER, company=self.neighbour)
        page = self.env["oco.overview"].with_user(manager).read_page()
        self.assertTrue(page["is_empty"])
        self.assertFalse(page["tiles"] or page["grants"])

    def test_few_questions_to_the_database(self):
        self.page()
        with self.assertQueryCount(40):
            self.env.invalidate_all()
            self.page()

    # From a tile on -------------------------------------------------------------------

    def test_to_the_cube(self):
        kpi = self.env.ref("oco_reporting.kpi_k02")
        action = kpi.with_user(self.users["manager"]).action_figures(
            kind="quarter", date="2026-01-01"
        )
        self.assertEqual(action["res_model"], "oco.figure")
        self.assertEqual(action["context"]["search_default_quarter"], 1)
        self.assertNotIn("search_default_year", action["context"])
        self.assertIn("Q1 2026", action["name"])
        found = self.as_role("manager", "oco.figure").search(action["domain"])
        self.assertLessEqual(
            set(found.mapped("date")), {date(2026, month, 1) for month in (1, 2, 3)}
        )
        self.assertEqual(set(found.mapped("cube")), {"residents"} if found else set())

    def test_every_tile_opens_something(self):
        for role in ROLES:
            for tile in self.page(role)["tiles"]:
                kpi = self.as_role(role, "oco.kpi").browse(tile["id"])
                action = kpi.action_figures(kind=tile["kind"], date=tile["date"])
                with self.subTest(role=role, code=tile["code"]):
                    self.as_role(role, action["res_model"]).search_count(
                        action["domain"]
                    )
                    if role == "coordinator":
                        self.assertEqual(action["res_model"], "oco.kpi.value")
                        self.assertIn("search_default_teams", action["context"])


# Waits for tiles, steps a period back and opens a definition and a cube.
WALK = """
(async () => {
    const find = async (selector) => {
        for (let tries = 0; tries < 300; tries++) {
            const found = document.querySelector(selector);
            if (found) return found;
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
        throw new Error(`not there: ${selector}`);
    };
    await find("[data-kpi=K03]");
    const tiles = document.querySelectorAll("[data-kpi]");
    if (tiles.length !== 6) throw new Error(`tiles: ${tiles.length}`);
    const period = () => document.querySelector("h1").textContent;
    const quarter = period();
    const kind = document.querySelector(".o_oco_kind");
    kind.value = "month";
    kind.dispatchEvent(new Event("change"));
    for (let tries = 0; tries < 300 && period() === quarter; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    if (period() === quarter) throw new Error("no other period");
    document.querySelector("[data-kpi=K03] summary").click();
    if (!document.querySelector("[data-kpi=K03] dl").checkVisibility()) {
        throw new Error("no definition");
    }
    document.querySelector("[data-kpi=K03] .o_oco_figures").click();
    await find(".o_pivot, .o_view_nocontent");
    console.log("test successful");
})();
"""


@tagged("post_install", "-at_install")
class TestOverviewInBrowser(OverviewCase, HttpCase):
    """The page opens, and its buttons do what they say."""

    test_cursor_lock_timeout = 120

    def test_a_walk(self):
        self.browser_js("/odoo/figures", WALK, login="t_manager", timeout=200)
