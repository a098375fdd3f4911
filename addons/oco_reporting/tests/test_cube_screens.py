import json
from ast import literal_eval
from datetime import date, timedelta

from freezegun import freeze_time
from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..cubes import CUBES
from .test_figures import FiguresCase

READER = "oco_reporting.group_figures_reader"
SHOWN = {cube.name: cube for cube in CUBES}


@tagged("post_install", "-at_install")
class TestCubeScreens(FiguresCase):
    """One screen for each cube, that shows no more than the cube."""

    def screens(self):
        for name, cube in SHOWN.items():
            with self.subTest(cube=name):
                yield cube, self.env.ref(f"oco_reporting.oco_figure_action_{name}")

    def test_one_cube_and_its_dimensions(self):
        for cube, action in self.screens():
            self.assertEqual(literal_eval(action.domain), [("cube", "=", cube.name)])
            context = literal_eval(action.context)
            self.assertEqual(context["cube"], cube.name)
            self.assertEqual(context["dimensions"], list(cube.dimensions))
            self.assertEqual(context.get("rounded", False), cube.is_rounded)

    def test_every_screen_has_a_menu(self):
        for role in ("manager", "finance"):
            opened = self.open_menus(role, "oco_reporting.")
            for cube, _action in self.screens():
                self.assertIn(f"oco_reporting.menu_oco_figure_{cube.name}", opened)

    def test_one_kind_of_period_at_first(self):
        """Unique residents of a year and of its months are never added up."""
        for cube, action in self.screens():
            if not cube.counts_people:
                continue
            chosen = [
                name.removeprefix("search_default_")
                for name in literal_eval(action.context)
                if name.startswith("search_default_") and name != "search_default_date"
            ]
            self.assertEqual(chosen, ["year"])
            self.assertEqual(
                action.search_view_id,
                self.env.ref("oco_reporting.oco_figure_view_search_people"),
            )

    def test_two_kinds_at_once_show_nothing(self):
        """Filters beside each other are joined by "or"; a separator makes it "and"."""
        view = self.env.ref("oco_reporting.oco_figure_view_search_people")
        kinds = {"year", "half_year", "quarter", "month"}
        for item in etree.fromstring(view.arch):
            if item.get("name") in kinds:
                self.assertEqual(item.getnext().tag, "separator")
                self.assertEqual(
                    literal_eval(item.get("domain")),
                    [("period", "=", item.get("name"))],
                )
                kinds.remove(item.get("name"))
        self.assertFalse(kinds)

    def test_what_counts_twice_has_no_sum(self):
        """A user may take every filter away, and a program sends none."""
        figures = self.as_role("manager", "oco.figure")
        base = {
            "cube": "residents",
            "measure": "residents",
            "company_id": self.organisation.id,
            "team_id": self.team.id,
        }
        self.env["oco.figure"].sudo().search([("cube", "=", "residents")]).unlink()
        self.env["oco.figure"].sudo().create(
            [
                {**base, "period": kind, "date": start, "date_to": stop, "quantity": 10}
                for kind, start, stop in (
                    ("month", "2026-01-01", "2026-01-31"),
                    ("month", "2026-02-01", "2026-02-28"),
                    ("year", "2026-01-01", "2026-12-31"),
                )
            ]
        )
        people, month = ("cube", "=", "residents"), ("period", "=", "month")

        def sums(domain, *groups):
            found = figures.formatted_read_group(domain, groups, ["quantity:sum"])
            return [group["quantity:sum"] or None for group in found]

        self.assertEqual(sums([people]), [None], "a month in its year")
        self.assertEqual(sums([people, month]), [None], "one in two months")
        self.assertEqual(sums([people], "period"), [None, 10])
        self.assertEqual(sums([people, month], "date:month"), [10, 10])
        self.assertEqual(sums([people, month, ("date", "=", "2026-01-01")]), [10])
        # Two cubes count the same contacts; months of one add up.
        self.assertEqual(sums([("cube", "in", ["contacts", "cases"])]), [None])
        self.assertTrue(sums([("cube", "=", "contacts")])[0])
        # One case that comes in, begins and ends is not three; contacts of two kinds
        # are two contacts.
        cases = [("cube", "=", "cases"), ("team_id", "=", self.team.id)]
        self.assertEqual(sums(cases), [None])
        self.assertTrue(all(sums(cases, "measure")))
        both = figures.search([("cube", "=", "contacts")]).mapped("measure")
        self.assertEqual(set(both), {"contacts", "contacts_other"})
        # Who is active at the end of two months is one case.
        stock = [("cube", "=", "stock"), ("measure", "=", "cases_end")]
        self.assertEqual(sums(stock), [None])
        self.assertTrue(all(sums(stock, "date:month")))

    def first_filter(self, action):
        """The domain that a screen opens with, as the server reads it."""
        figures = self.env["oco.figure"]
        view = figures.get_view(action.search_view_id.id, "search")
        [day] = etree.fromstring(view["arch"]).xpath("//filter[@name='date']")
        name = day.get("default_period").removeprefix("custom_")
        [chosen] = day.xpath(f"filter[@name='{name}']")
        return literal_eval(action.domain) + literal_eval(chosen.get("domain"))

    def test_not_empty_in_january(self):
        """Nor in February, when the year has no month of characteristics but one."""
        found = {}
        for today in ("2026-12-31", "2027-01-01", "2027-01-31", "2027-02-28"):
            with freeze_time(f"{today} 12:00"):
                for cube, action in self.screens():
                    cells = self.env["oco.figure"].search(
                        [
                            *self.first_filter(action),
                            ("company_id", "=", self.organisation.id),
                            ("corrects", "=", False),
                        ]
                    )
                    found[cube.name, today] = set(cells.mapped("date"))
        january, february = date(2026, 1, 1), date(2026, 2, 1)
        for today in ("2026-12-31", "2027-01-01", "2027-01-31"):
            self.assertIn(january, found["domains", today])
            self.assertIn(january, found["contacts", today])
        # Twelve months that are over, and this one.
        self.assertIn(february, found["contacts", "2027-02-28"])
        self.assertNotIn(january, found["contacts", "2027-02-28"])

    def test_people_of_one_year(self):
        """The year of last month, for which something can be told."""
        action = self.env.ref("oco_reporting.oco_figure_action_residents")
        base = {
            "cube": "residents",
            "measure": "residents",
            "company_id": self.organisation.id,
            "team_id": self.team.id,
            "period": "year",
            "quantity": 10,
        }
        self.env["oco.figure"].sudo().search([("cube", "=", "residents")]).unlink()
        self.env["oco.figure"].sudo().create(
            [
                {**base, "date": f"{year}-01-01", "date_to": f"{year}-12-31"}
                for year in (2025, 2026, 2027)
            ]
        )
        for today, year in (
            ("2026-12-31", 2026),
            ("2027-01-01", 2026),
            ("2027-01-31", 2026),
            ("2027-02-01", 2027),
            ("2027-03-31", 2027),
        ):
            with self.subTest(today=today), freeze_time(f"{today} 12:00"):
                cell = self.env["oco.figure"].search(self.first_filter(action))
                self.assertEqual([one.date.year for one in cell], [year])

    def test_count_is_hidden_everywhere(self):
        views = self.env["ir.ui.view"].search(
            [("model", "=", "oco.figure"), ("type", "in", ["pivot", "graph", "list"])]
        )
        self.assertGreater(len(views), 30)
        for view in views:
            with self.subTest(view=view.name):
                self.assertIn(f'js_class="oco_figure_{view.type}"', view.arch)
                if view.type != "list":
                    self.assertIn('type="measure"', view.arch)

    def test_favourites(self):
        found = self.env["ir.filters"].search(
            [("model_id", "=", "oco.figure"), ("action_id", "!=", False)]
        )
        self.assertTrue(found)
        figures = self.as_role("finance", "oco.figure")
        for favourite in found:
            context = literal_eval(favourite.context)
            with self.subTest(name=favourite.name, action=favourite.action_id.name):
                self.assertFalse(favourite.user_ids)
                figures.formatted_read_group(
                    # As the server reads it, too: without code of the browser.
                    favourite._get_eval_domain(),
                    context["pivot_row_groupby"] + context["pivot_column_groupby"],
                    [f"{measure}:sum" for measure in context["pivot_measures"]],
                )
        for role in ("manager", "finance"):
            for action in found.action_id:
                self.assertTrue(
                    self.as_role(role, "ir.filters").get_filters(
                        "oco.figure", action.id
                    )
                )

    def test_a_code_is_for_finance(self):
        self.assertNotIn(
            "staff_code", self.as_role("manager", "oco.figure").fields_get()
        )
        for call in (
            lambda figures: figures.search([("staff_code", "!=", False)]),
            lambda figures: figures.formatted_read_group([], ["staff_code"], []),
            lambda figures: figures.search([], limit=1).read(["staff_code"]),
            lambda figures: figures.search([], order="staff_code"),
        ):
            with self.assertRaises(AccessError):
                call(self.as_role("manager", "oco.figure"))
            call(self.as_role("finance", "oco.figure"))

    def test_a_code_is_short(self):
        supporter = self.env["client.supporter"].create(
            {"name": "Ria", "company_id": self.organisation.id}
        )
        month = fields.Date.today().replace(day=1) - timedelta(days=40)
        self.env["client.time.month"].create(
            {
                "supporter_id": supporter.id,
                "month": month.replace(day=1),
                "entered_hours": 12,
            }
        )
        self.env["oco.engine"]._update()
        cell = self.as_role("finance", "oco.figure").search(
            [("cube", "=", "hours"), ("company_id", "=", self.organisation.id)]
        )
        self.assertEqual(cell.hours, 12)
        self.assertRegex(cell.staff_code, r"^M-[0-9A-F]{6}$")

    def test_the_lock_opens_the_period(self):
        period = self.env["oco.period"].create(
            {
                "kind": "month",
                "date": "2026-01-01",
                "company_id": self.organisation.id,
            }
        )
        closing = self.env["oco.period.closing"].create(
            {"period_id": period.id, "version": 1}
        )
        figure = self.env["oco.figure"].search(
            [("cube", "=", "cases"), ("company_id", "=", self.organisation.id)], limit=1
        )
        figure.sudo().closing_id = closing
        for role in ("manager", "finance"):
            opened = figure.with_user(self.users[role]).action_open_period()
            self.assertEqual(opened["res_id"], period.id)
        with self.assertRaises(AccessError):
            figure.with_user(self.users["supporter"]).action_open_period()


@tagged("post_install", "-at_install")
class TestEveryRoute(FiguresCase, HttpCase):
    """A pivot, a count, an export and a remote call give the same safe number."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["reader"] = cls.make_user("t_reader", READER)
        # Only who may export lists at all does so; of these figures it is no other one.
        exporting = Command.link(cls.env.ref("base.group_allow_export").id)
        for role in ("manager", "finance", "reader"):
            cls.users[role].group_ids = [exporting]
        cls.domain_of = {
            cube.name: [
                ("cube", "=", cube.name),
                ("company_id", "=", cls.organisation.id),
                ("period", "=", "month"),
            ]
            for cube in CUBES
        }
        cls.rounded = [cube for cube in CUBES if cube.is_rounded]

    def setUp(self):
        super().setUp()
        self.keys = {}

    def call(self, role, method, model="oco.figure", **values):
        """Call a method over HTTP, with a key of a user in this role."""
        if role not in self.keys:
            self.keys[role] = (
                self.env["res.users.apikeys"]
                .with_user(self.users[role])
                ._generate("rpc", role, fields.Datetime.now() + timedelta(days=1))
            )
        return self.url_open(
            f"/json/2/{model}/{method}",
            data=json.dumps(values),
            headers={
                "Authorization": f"Bearer {self.keys[role]}",
                "Content-Type": "application/json",
            },
        )

    def cells(self, cube):
        """What the database holds: {id: quantity}."""
        found = self.env["oco.figure"].sudo().search(self.domain_of[cube.name])
        return {figure.id: figure.quantity for figure in found}

    def test_there_is_something_to_see(self):
        self.assertTrue(self.cells(SHOWN["domains"]))
        self.assertTrue(self.cells(SHOWN["reasons"]) or self.cells(SHOWN["frameworks"]))

    def test_in_a_screen(self):
        for role in ("manager", "finance", "reader"):
            for cube in self.rounded:
                with self.subTest(role=role, cube=cube.name):
                    self.see(self.as_role(role, "oco.figure"), cube)

    def see(self, figures, cube):
        domain, cells = self.domain_of[cube.name], self.cells(cube)
        total = sum(cells.values())
        self.assertTrue(all(number % 5 == 0 for number in cells.values()))
        self.assertEqual(figures.search_count(domain), len(cells))
        groups = figures.formatted_read_group(
            domain, [cube.dimensions[0]], ["quantity:sum"]
        )
        self.assertEqual(sum(g["quantity:sum"] for g in groups), total)
        self.assertTrue(all(g["quantity:sum"] % 5 == 0 for g in groups))
        sets = figures.formatted_read_grouping_sets(
            domain, [[], [cube.dimensions[0]], list(cube.dimensions)], ["quantity:sum"]
        )
        for groups in sets:
            self.assertEqual(sum(g["quantity:sum"] or 0 for g in groups), total)
        finest = [g["quantity:sum"] for g in sets[2]]
        self.assertTrue(all(number % 5 == 0 for number in finest))
        bar = figures.read_progress_bar(
            domain, "cube", {"field": "measure", "colors": {"questions": "success"}}
        )
        self.assertLessEqual(
            sum(sum(numbers.values()) for numbers in bar.values()), len(cells)
        )
        column = cube.dimensions[-1]
        if figures._fields[column].type in ("many2one", "selection"):
            panel = figures.search_panel_select_range(
                column, search_domain=domain, enable_counters=True
            )
            counted = sum(value.get("__count", 0) for value in panel["values"])
            self.assertLessEqual(counted, len(cells))
        exported = figures.search(domain).export_data(["quantity"])["datas"]
        self.assertEqual(sum(int(row[0]) for row in exported), total)

    def test_over_the_api(self):
        for role in ("manager", "finance", "reader"):
            for cube in self.rounded:
                with self.subTest(role=role, cube=cube.name):
                    answer = self.call(
                        role,
                        "formatted_read_group",
                        domain=self.domain_of[cube.name],
                        groupby=[cube.dimensions[0]],
                        aggregates=["quantity:sum"],
                    )
                    self.assertEqual(answer.status_code, 200)
                    self.assertEqual(
                        sum(group["quantity:sum"] for group in answer.json()),
                        sum(self.cells(cube).values()),
                    )

    def test_what_the_document_says(self):
        """The examples of docs/figures-api.md."""
        answer = self.call(
            "reader",
            "search_read",
            domain=self.domain_of["domains"],
            fields=["date", "team_id", "life_domain_id", "quantity"],
        )
        self.assertEqual(
            {row["id"]: row["quantity"] for row in answer.json()},
            self.cells(SHOWN["domains"]),
        )
        self.assertEqual(answer.json()[0]["team_id"][1], "Oever")

    def test_a_reader_gets_no_further(self):
        reader = self.users["reader"]
        for model in (
            *("client.case", "client.resident", "client.contact", "oco.period"),
            *("oco.fact.question", "oco.fact.time", "client.time", "oco.workbook"),
        ):
            with self.subTest(model=model):
                self.assertFalse(self.env[model].with_user(reader).has_access("read"))
        figures = self.as_role("reader", "oco.figure")
        for operation in ("write", "create", "unlink"):
            self.assertFalse(figures.has_access(operation))
        self.assertNotIn("staff_code", figures.fields_get())

    def test_a_reader_gets_kpis(self):
        values = self.as_role("reader", "oco.kpi.value")
        self.env["oco.engine"]._rebuild()
        found = values.search([("company_id", "=", self.organisation.id)])
        self.assertTrue(found)
        self.assertTrue(found[0].read())
        self.assertFalse(values.has_access("write"))
        self.assertFalse(values.search([("company_id", "=", self.neighbour.id)]))

    def test_hidden_values_have_no_number_over_the_api(self):
        self.env["oco.engine"]._rebuild()
        numbers = ["value", "numerator", "denominator", "n"]
        mine = [("company_id", "=", self.organisation.id)]
        hidden = [*mine, ("is_hidden", "=", True)]
        for role in ("manager", "finance", "reader"):
            with self.subTest(role=role):
                rows = self.call(
                    role,
                    "search_read",
                    "oco.kpi.value",
                    domain=hidden,
                    fields=[*numbers, "shown", "change", "judgement"],
                ).json()
                self.assertTrue(rows)
                for row in rows:
                    self.assertFalse([row[name] for name in numbers if row[name]])
                    self.assertFalse(row["change"] or row["judgement"])
                groups = self.call(
                    role,
                    "formatted_read_group",
                    "oco.kpi.value",
                    domain=hidden,
                    groupby=["kpi_id", "team_id"],
                    aggregates=["value:max", "value:min", "n:max"],
                ).json()
                for group in groups:
                    self.assertFalse(
                        group["value:max"] or group["value:min"] or group["n:max"]
                    )
                # Which is more or less than something is a number as well.
                for name in numbers:
                    for operator in (">", "<"):
                        count = self.call(
                            role,
                            "search_count",
                            "oco.kpi.value",
                            domain=[*hidden, (name, operator, 0)],
                        )
                        self.assertEqual(count.json(), 0)

    def test_refused_over_the_api(self):
        for role in ("supporter", "coordinator", "employee", "portal"):
            with self.subTest(role=role), self.assertLogs("odoo.http", "WARNING"):
                self.assertEqual(
                    self.call(role, "search_count", domain=[]).status_code, 403
                )

    def test_a_reader_stands_beside_nobody(self):
        group = self.env.ref(READER)
        with self.assertRaises(ValidationError):
            self.users["supporter"].group_ids = [Command.link(group.id)]
