from psycopg2.errors import SerializationFailure

from odoo.api import SUPERUSER_ID, Environment
from odoo.exceptions import AccessError
from odoo.sql_db import db_connect
from odoo.tests import TransactionCase, get_db_name, tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.client_support.tests.common import ClientSupportCase

FACTS = tuple(
    f"oco.fact.{name}"
    for name in (
        *("contact", "question", "case", "reach", "time", "referral", "signal"),
        *("step", "assessment", "complaint", "supporter", "directory", "task"),
        "closed.task",
    )
)


class FiguresCase(ClientSupportCase):
    """Files of one team in January and February 2026, counted by hand below."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = {
            code: cls.env.ref(f"client_support.contact_kind_{code}")
            for code in ("ia", "chat", "case_contact")
        }
        cls.money = cls.env.ref("social_map.life_domain_income_debt")
        cls.phone = cls.channel
        resident = cls.resident = cls.make_resident()
        contacts = cls.as_role("supporter", "client.contact")

        def contact(date, kind, *domains):
            return {
                "resident_id": resident.id,
                "date": date,
                "kind_id": cls.kind[kind].id,
                "channel_id": cls.phone.id,
                "question_ids": [
                    (0, 0, {"life_domain_id": domain.id}) for domain in domains
                ],
            }

        # January: 7 I&A, 2 others; housing 7, money 3. February: 1 I&A, housing 1.
        contacts.create(
            [contact("2026-01-05", "ia", cls.domain) for _ in range(6)]
            + [contact("2026-01-31", "chat", cls.domain, cls.money)]
            + [contact("2026-01-31", "case_contact", cls.money) for _ in range(2)]
            + [contact("2026-02-01", "ia", cls.domain)]
        )
        # One more housing question and I&A contact in January, of nobody.
        cls.as_role("walk_in", "client.contact.anonymous").create(
            {
                "date": "2026-01-20",
                "channel_id": cls.phone.id,
                "life_domain_ids": [cls.domain.id],
            }
        )
        cls.env["client.supporter"].create(
            {
                "name": "Fatima",
                "user_id": cls.users["supporter"].id,
                "company_id": cls.organisation.id,
            }
        )
        cases = cls.as_role("supporter", "client.case")
        reason = cls.env.ref("client_support.closing_reason_answered").id
        base = {"resident_ids": [(4, resident.id)], "registration_date": "2025-12-01"}
        cls.cases = cases.create(
            [
                # Active from December on.
                {**base, "stage": "active", "start_date": "2025-12-15"},
                # Begins and ends in January.
                {
                    **base,
                    "stage": "closed",
                    "start_date": "2026-01-01",
                    "close_date": "2026-01-31",
                    "closing_reason_id": reason,
                },
                # Begins in January, ends in February.
                {
                    **base,
                    "stage": "closed",
                    "start_date": "2026-01-31",
                    "close_date": "2026-02-01",
                    "closing_reason_id": reason,
                },
                # Not begun: counts nowhere.
                base,
            ]
        )
        cls.env["oco.engine"]._rebuild()

    def content(self):
        """Every fact and every cell, without their numbers."""
        found = {}
        for model in ("oco.figure", *FACTS):
            columns = sorted(
                name
                for name, field in self.env[model]._fields.items()
                if field.store and name != "id"
            )
            self.env.cr.execute(
                SQL(
                    "SELECT to_jsonb(cell) - 'id' FROM %s AS cell ORDER BY %s",
                    SQL.identifier(self.env[model]._table),
                    SQL(", ").join(map(SQL.identifier, columns)),
                )
            )
            found[model] = self.env.cr.fetchall()
        return found

    def figures(self, cube, *groupby, role="manager"):
        groups = self.as_role(role, "oco.figure")._read_group(
            [("cube", "=", cube), ("team_id", "=", self.team.id)],
            groupby=groupby,
            aggregates=["quantity:sum"],
        )
        return {tuple(keys): quantity for *keys, quantity in groups}


@tagged("post_install", "-at_install")
class TestFigures(FiguresCase):
    """Cubes give the counts made by hand, to those who may see them."""

    def by_month(self, counted):
        return {
            (*keys, month.strftime("%Y-%m")): quantity
            for (*keys, month), quantity in counted.items()
        }

    def test_contacts(self):
        self.assertEqual(
            self.by_month(self.figures("contacts", "measure", "date:month")),
            {
                ("contacts", "2026-01"): 8,
                ("contacts_other", "2026-01"): 2,
                ("contacts", "2026-02"): 1,
            },
        )
        by_kind = self.figures("contacts", "kind_id")
        self.assertEqual(by_kind[(self.kind["chat"],)], 1)

    def test_cases(self):
        self.assertEqual(
            self.by_month(self.figures("cases", "measure", "date:month")),
            {
                ("cases_new", "2025-12"): 1,
                ("cases_new", "2026-01"): 2,
                ("cases_closed", "2026-01"): 1,
                ("cases_closed", "2026-02"): 1,
                ("cases_registered", "2025-12"): 4,
            },
        )

    def test_stock_agrees_with_what_changed(self):
        stock = self.by_month(self.figures("stock", "date:month"))
        self.assertEqual(stock[("2025-12",)], 1)
        self.assertEqual(stock[("2026-01",)], 2)
        self.assertEqual(stock[("2026-02",)], 1)
        self.assertEqual(max(stock)[0], self.env.cr.now().strftime("%Y-%m"))

    def test_reopening_changes_no_figure_of_the_time_before(self):
        """Closed in January and reopened today: it ended then, and goes on now."""
        case = self.cases[1].sudo()
        before = self.by_month(self.figures("cases", "measure", "date:month"))
        stock = self.by_month(self.figures("stock", "date:month"))
        case.company_id.reopen_days = 99999
        case.with_user(self.users["supporter"])._reopen("The letter came back")
        self.env["oco.engine"]._rebuild()
        self.assertEqual(
            self.by_month(self.figures("cases", "measure", "date:month")), before
        )
        after = self.by_month(self.figures("stock", "date:month"))
        now = (self.env.cr.now().strftime("%Y-%m"),)
        self.assertEqual(after.pop(now), stock.pop(now) + 1)
        self.assertEqual(after, stock)

    def test_small_counts_of_questions_are_rounded(self):
        counted = self.by_month(self.figures("domains", "life_domain_id", "date:month"))
        # 8 and 3 become 5 and 5, or 10 and 0. Under a total of 1 nothing is told.
        self.assertIn(counted[(self.domain, "2026-01")], (5, 10))
        self.assertEqual(
            sum(n for key, n in counted.items() if key[1] == "2026-01"), 10
        )
        self.assertNotIn((self.domain, "2026-02"), counted)

    def test_characteristics_of_a_month_show_when_it_is_over(self):
        today = self.env.cr.now().date()
        for _number in range(6):
            contact = self.make_contact(self.resident, date=today)
            contact.question_ids = [(0, 0, {"life_domain_id": self.domain.id})]
        self.env["oco.engine"]._update()
        month = (today.strftime("%Y-%m"),)
        contacts = self.by_month(self.figures("contacts", "date:month"))
        self.assertEqual(contacts[month], 6)
        domains = self.by_month(self.figures("domains", "date:month"))
        self.assertNotIn(month, domains)
        # As when it was built while that month ran.
        self.env.cr.execute(
            "UPDATE oco_fact_month SET fingerprint = fingerprint || ' running'"
            " WHERE fact = 'oco.fact.question' AND month = '2026-01-01'"
        )
        self.env.cr.execute("DELETE FROM oco_figure WHERE cube = 'domains'")
        self.env["oco.engine"]._update()
        domains = self.by_month(self.figures("domains", "date:month"))
        self.assertIn(("2026-01",), domains)

    def test_tasks_of_closed_cases(self):
        """In the month of the end, whenever it was done; to fives, of few nothing."""
        often, seldom, others = self.env["client.task.kind"].search([], limit=3)
        party = self.env.ref("client_support.task_party_municipality")
        cases = self.as_role("supporter", "client.case").create(
            [
                {
                    "resident_ids": [(4, self.resident.id)],
                    "registration_date": "2025-12-01",
                    "stage": "closed",
                    "start_date": "2025-12-15",
                    "close_date": "2026-01-31",
                    "closing_reason_id": self.cases[1].closing_reason_id.id,
                }
                for _ in range(6)
            ]
        )
        done = [
            *((case, often, {}) for case in cases),
            *((case, seldom, {}) for case in cases[:1]),
            *((case, others, {"party_ids": [(4, party.id)]}) for case in cases),
            (self.cases[0], often, {}),  # not closed
        ]
        self.env["client.case.task"].create(
            [
                {"case_id": case.id, "kind_id": kind.id, "date": "2025-12-20", **values}
                for case, kind, values in done
            ]
        )
        self.env["oco.engine"]._update()
        self.assertEqual(
            self.by_month(self.figures("tasks", "task_kind_id", "date:month")),
            {(often, "2026-01"): 5},
        )
        self.env.cr.execute(
            "SELECT task_kind_id, SUM(quantity) FROM oco_fact_closed_task"
            " WHERE company_id = %s AND date = '2026-01-31' GROUP BY 1",
            [self.organisation.id],
        )
        self.assertEqual(dict(self.env.cr.fetchall()), {often.id: 6, seldom.id: 1})

    def test_every_route_gives_the_same_safe_number(self):
        figures = self.as_role("manager", "oco.figure")
        domain = [("cube", "=", "domains"), ("team_id", "=", self.team.id)]
        cells = figures.search_read(domain, ["quantity"])
        self.assertFalse([cell for cell in cells if 0 < cell["quantity"] < 5])
        self.assertEqual(figures.search_count(domain), len(cells))
        total = figures.formatted_read_group(domain, [], ["quantity:sum"])
        self.assertEqual(
            total[0]["quantity:sum"], sum(cell["quantity"] for cell in cells)
        )
        self.users["manager"].group_ids += self.env.ref("base.group_allow_export")
        exported = figures.search(domain).export_data(["quantity"])["datas"]
        self.assertEqual(
            sorted(row[0] for row in exported), sorted(c["quantity"] for c in cells)
        )

    def test_building_again_changes_nothing(self):
        before = self.content()
        self.as_role("finance", "oco.engine").action_rebuild()
        self.assertEqual(self.content(), before)
        self.env["oco.engine"]._rebuild()
        self.assertEqual(self.content(), before)

    def test_an_update_gives_what_building_anew_gives(self):
        """After a correction, a removal, a move to another team, an end, a new area."""
        contacts = self.env["client.contact"].search([("team_id", "=", self.team.id)])
        before = self.content()
        contacts[0].date = "2025-11-30"
        contacts[1].question_ids.unlink()
        other = self.env["client.team"].create(
            {"name": "Elsewhere", "company_id": self.organisation.id}
        )
        self.env.cr.execute(
            "UPDATE client_case SET team_id = %s WHERE id = %s",
            [other.id, self.cases[0].id],
        )
        contacts.resident_id.area_id = self.env["social.area"].create(
            {"name": "Nowhere", "code": "GM9999", "level": "municipality"}
        )
        self.env["oco.engine"]._update()
        updated = self.content()
        self.assertNotEqual(updated, before)
        self.env["oco.engine"]._rebuild()
        self.assertEqual(self.content(), updated)

    def test_the_scheduler_looks_at_all_months_once_a_day(self):
        """And at the last two every hour."""
        engine = self.env["oco.engine"]
        engine._cron_rebuild()
        before = self.content()
        contact = self.env["client.contact"].search([("team_id", "=", self.team.id)])[0]
        contact.date = "2025-11-30"
        engine._cron_rebuild()
        self.assertEqual(self.content(), before)
        self.make_contact(self.resident, date=self.env.cr.now().date())
        engine._cron_rebuild()
        self.assertNotEqual(self.content(), before)
        self.env["ir.config_parameter"].set_param(
            "oco_reporting.compared_on", "2026-01-01"
        )
        engine._cron_rebuild()
        updated = self.content()
        engine._rebuild()
        self.assertEqual(self.content(), updated)

    def test_an_update_leaves_other_months_alone(self):
        january = self.env["oco.figure"].search(
            [("team_id", "=", self.team.id), ("date", "=", "2026-01-01")]
        )
        contacts = january.filtered(lambda cell: cell.cube == "contacts")
        self.assertTrue(contacts)
        self.make_contact(self.resident, date="2026-03-03")
        self.env["oco.engine"]._update()
        self.assertEqual(contacts.exists(), contacts)

    def test_a_resident_is_one_in_a_month_a_quarter_and_a_year(self):
        """Met in January and February, helped from December on."""
        self.env["oco.engine"]._update()
        self.env.cr.execute(
            "SELECT date, COUNT(*), COUNT(DISTINCT person_key) FROM oco_fact_reach"
            " WHERE team_id = %s AND date < '2026-03-01' AND target_group_id IS NULL"
            " GROUP BY 1 ORDER BY 1",
            [self.team.id],
        )
        self.assertEqual(
            [
                (f"{day:%Y-%m}", rows, people)
                for day, rows, people in self.env.cr.fetchall()
            ],
            [("2025-12", 1, 1), ("2026-01", 1, 1), ("2026-02", 1, 1)],
        )
        reach = self.env["oco.fact.reach"]
        for period in reach._kept_periods():
            with self.subTest(period=period):
                self.env.cr.execute(
                    f"SELECT {reach._count_of(period)} FROM oco_fact_reach"
                    " WHERE team_id = %s AND date BETWEEN %s AND %s",
                    [self.team.id, "2026-01-01", "2026-02-28"],
                )
                self.assertEqual(self.env.cr.fetchone(), (1,))

    def test_who_reads_figures(self):
        for role in ("manager", "finance"):
            self.assertTrue(self.figures("contacts", "measure", role=role))
        for role in set(self.users) - {"manager", "finance"}:
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_role(role, "oco.figure").search([])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_not_of_another_organisation(self):
        manager = self.make_user(
            "t_manager2", "client_support.group_manager", company=self.neighbour
        )
        figures = self.as_user(manager, "oco.figure")
        self.assertFalse(figures.search([("team_id", "=", self.team.id)]))

    def test_nobody_reads_facts(self):
        for model in FACTS:
            for role in self.users:
                refused = self.assertRaises(AccessError)
                with self.subTest(model=model, role=role), refused:
                    self.as_role(role, model).search([])

    def test_nobody_writes_figures_or_facts(self):
        figure = self.env["oco.figure"].search([], limit=1)
        for role in ("manager", "finance", "administrator"):
            for operation in ("write", "create", "unlink"):
                self.assertFalse(
                    figure.with_user(self.users[role]).has_access(operation)
                )

    def test_who_builds(self):
        for role in ("supporter", "coordinator", "employee", "administrator", "portal"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_role(role, "oco.engine").action_rebuild()

    def test_figures_know_no_person(self):
        for model in ("oco.figure", *FACTS):
            for field in self.env[model]._fields.values():
                self.assertNotIn(
                    field.comodel_name,
                    {
                        "res.users",
                        "res.partner",
                        "client.resident",
                        "client.case",
                        "client.contact",
                        "client.supporter",
                    },
                    str(field),
                )

    def test_every_menu_opens(self):
        for role in ("manager", "finance"):
            opened = self.open_menus(role, "oco_reporting.")
            self.assertIn("oco_reporting.menu_oco_figure_domains", opened)
            self.assertIn("oco_reporting.menu_oco_published_table", opened)
        for role in ("supporter", "coordinator", "employee", "administrator"):
            menus = self.env["ir.ui.menu"].with_user(self.users[role])
            ids = {menu.get("xmlid") for menu in menus.load_web_menus(False).values()}
            self.assertNotIn("oco_reporting.menu_oco_figure_domains", ids)


@tagged("post_install", "-at_install")
class TestTwoBuilds(TransactionCase):
    """The scheduler and a manager build figures at the same time."""

    @mute_logger("odoo.sql_db")
    def test_one_of_them_is_tried_again(self):
        database = db_connect(get_db_name())
        with database.cursor() as late, database.cursor() as early:
            late.execute("SELECT 1")  # has begun: sees nothing that comes after
            Environment(early, SUPERUSER_ID, {})["oco.engine"]._rebuild()
            early.commit()
            with self.assertRaises(SerializationFailure):
                Environment(late, SUPERUSER_ID, {})["oco.engine"]._rebuild()
            late.rollback()
