from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.client_support.roles import FINANCE

from .test_figures import FiguresCase


class GrantsCase(FiguresCase):
    """The files of FiguresCase, and a grant for January and February 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.payer = cls.env["res.partner"].create(
            {"name": "Gemeente Voorbeeld", "is_company": True}
        )
        cls.grant = cls.make_grant()

    @classmethod
    def grant_values(cls, **values):
        return {
            "name": "2026/0417",
            "company_id": cls.organisation.id,
            "partner_id": cls.payer.id,
            "funding_stream_id": cls.env.ref("client_support.funding_stream_wmo").id,
            "decided_on": "2025-12-04",
            "date_from": "2026-01-01",
            "date_to": "2026-02-28",
            "amount": 1000.0,
            **values,
        }

    @classmethod
    def make_grant(cls, user=None, **values):
        user = user or cls.users["finance"]
        return cls.as_user(user, "oco.grant").create(cls.grant_values(**values))

    @classmethod
    def add_line(cls, **values):
        line = {"code": "P1", "name": "I&A", "unit": "contact", "agreed": 9, **values}
        cls.grant.line_ids = [Command.create(line)]
        return cls.grant.line_ids[-1]

    @classmethod
    def add_post(cls, **values):
        post = {"name": "Personeel", "budgeted": 100, "realised": 100, **values}
        cls.grant.budget_ids = [Command.create(post)]
        return cls.grant.budget_ids[-1]


@tagged("post_install", "-at_install")
class TestGrants(GrantsCase):
    def test_realised_follows_from_the_figures(self):
        # 7 and 1 I&A contacts of residents and one of nobody: 9 in two months.
        line = self.add_line(kpi_code="K01")
        self.assertEqual((line.realised, line.share, line.is_known), (9, 100, True))
        for code, expected in {"K03": 2, "K04": 2, "K05": 1}.items():
            line.kpi_code = code
            self.assertEqual(line.realised, expected, code)
        line.kpi_code = "K99"
        self.assertFalse(line.is_known)

    def test_realised_counts_the_period_only(self):
        line = self.add_line(kpi_code="K01")
        self.grant.date_from = "2026-02-01"
        self.assertEqual(line.realised, 1)

    def test_realised_entered_by_hand(self):
        line = self.add_line()
        self.assertFalse(line.is_known)
        with Form(self.grant) as form, form.line_ids.edit(0) as row:
            row.realised_entered = 4.5
        self.assertEqual((line.realised, line.share), (4.5, 50))
        self.assertTrue(line.explanation_due)
        self.assertEqual(self.grant.unexplained, 1)
        line.explanation = "Twee zalen waren dicht."
        self.assertEqual(self.grant.unexplained, 0)

    def test_settlement_live(self):
        self.grant.own_contribution = 50
        self.add_post(budgeted=900, realised=950.10)
        self.add_post(name="Representatie", realised=99, is_eligible=False)
        self.add_post(kind="income", name="Giften", realised=100.05)
        self.grant.advance_ids = [
            Command.create({"date": "2026-01-05", "amount": 900}),
        ]
        # 950.10 - 100.05 - 50, and 900 was received.
        self.assertEqual(self.grant.proposed, 800.05)
        self.assertEqual((self.grant.to_receive, self.grant.to_repay), (0, 99.95))
        self.grant.mode = "fixed"
        self.assertEqual((self.grant.proposed, self.grant.to_receive), (1000, 100))
        self.grant.update(
            {"has_reserve": True, "reserve_opening": 10, "reserve_cap": 50}
        )
        # 1,000 - 800.05 goes in; 209.95 is 159.95 above 50.
        self.assertEqual(self.grant.reserve_addition, 199.95)
        self.assertEqual(self.grant.reserve_closing, 209.95)
        self.assertEqual(self.grant.reserve_over_cap, 159.95)

    def test_settlement_by_performance(self):
        self.grant.mode = "performance"
        self.assertFalse(self.grant.is_known)
        self.add_line(kpi_code="K01", agreed=10, amount=600)
        self.add_line(code="P2", amount=400)
        self.assertFalse(self.grant.is_known)
        self.grant.line_ids[1].update({"is_entered": True, "realised_entered": 3})
        # 9 of 10 of 600, and 3 of 9 of 400.
        self.assertEqual(self.grant.proposed, 673.33)

    def test_audit(self):
        self.assertFalse(self.grant.audit_required)
        self.grant.audit_threshold = 1000
        self.assertTrue(self.grant.audit_required)
        self.grant.audit_threshold = 1000.01
        self.assertFalse(self.grant.audit_required)

    def test_states(self):
        with self.assertRaises(AccessError):
            self.grant.state = "determined"
        with self.assertRaises(ValidationError):
            self.grant.action_determine()
        self.grant.action_grant()
        self.assertEqual(self.grant.state, "granted")
        action = self.grant.action_account()
        run = self.env["oco.accountability"].browse(action["res_id"])
        self.assertEqual(run.grant_id, self.grant)
        self.assertEqual(self.grant.action_account()["res_id"], run.id)
        self.grant.sudo().state = "accounted"
        with self.assertRaises(ValidationError):
            self.grant.action_determine()
        self.grant.determined_on = "2026-05-01"
        self.grant.action_determine()
        self.assertEqual(self.grant.state, "determined")

    @mute_logger("odoo.sql_db")
    def test_refused(self):
        for values in (
            {"date_to": "2025-12-31"},
            {"amount": -1},
            {"deviation": 1.5},
            {"reserve_opening": -5},
        ):
            with self.subTest(values=values), self.assertRaises(IntegrityError):
                self.make_grant(name="ander", **values)
        for values in ({"date_from": "2026-01-02"}, {"date_to": "2026-02-27"}):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.make_grant(name="ander", **values)
        with self.assertRaises(IntegrityError):
            self.make_grant()
        for change in (
            lambda: self.add_line(agreed=-1),
            lambda: self.add_post(realised=-1),
            lambda: self.grant.write({"advance_ids": [Command.create({"amount": 0})]}),
        ):
            with self.assertRaises(IntegrityError):
                change()
                self.env.flush_all()

    def test_texts_name_nobody(self):
        with self.assertRaises(ValidationError):
            self.add_line(explanation="Bel 078-1234567")
        with self.assertRaises(ValidationError):
            self.add_post(explanation="Zie jan@example.com")

    def test_rates_do_not_overlap(self):
        def add(function, first, last):
            self.grant.rate_ids = [
                Command.create(
                    {
                        "function": function,
                        "rate": 60,
                        "valid_from": first,
                        "valid_to": last,
                    }
                )
            ]

        add("consulent", "2026-01-01", "2026-01-31")
        add("consulent", "2026-02-01", False)
        add("coach", "2026-01-01", False)
        for function, first, last in [
            ("consulent", "2026-03-01", False),
            ("Consulent ", "2025-12-01", "2026-01-31"),
            ("coach", "2025-01-01", "2026-01-31"),
        ]:
            with self.assertRaisesRegex(ValidationError, "at the same time"):
                add(function, first, last)
        for name, first, last in [
            ("leider", "2027-01-02", False),
            ("teamleider", "2027-01-01", "2027-01-30"),
        ]:
            with self.assertRaisesRegex(ValidationError, "first day of a month"):
                add(name, first, last)


@tagged("post_install", "-at_install")
class TestWhoSeesGrants(GrantsCase):
    def test_finance_writes_and_a_manager_reads(self):
        self.add_line()
        seen = self.as_role("manager", "oco.grant").search([])
        self.assertEqual(seen, self.grant)
        self.assertEqual(seen.line_ids.code, "P1")
        for change in (
            lambda: seen.write({"amount": 2}),
            lambda: seen.action_grant(),
            lambda: seen.action_account(),
            lambda: seen.line_ids.write({"agreed": 2}),
            lambda: self.make_grant(self.users["manager"], name="x"),
        ):
            with self.assertRaises(AccessError):
                change()

    def test_nobody_else(self):
        for role, user in self.users.items():
            if role in ("finance", "manager"):
                continue
            for model in (
                "oco.grant",
                "oco.grant.line",
                "oco.grant.rate",
                "oco.grant.budget",
                "oco.grant.advance",
                "oco.accountability",
                "oco.accountability.check",
            ):
                with (
                    self.subTest(role=role, model=model),
                    self.assertRaises(AccessError),
                ):
                    self.as_user(user, model).search([])

    def test_not_of_another_organisation(self):
        stranger = self.make_user("t_stranger_finance", FINANCE, self.neighbour)
        self.add_line()
        for model in ("oco.grant", "oco.grant.line"):
            self.assertFalse(self.as_user(stranger, model).search([]))
        with self.assertRaises(AccessError):
            self.grant.with_user(stranger).read(["amount"])
        with self.assertRaises(AccessError):
            self.make_grant(stranger, name="x")
