from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import html2plaintext, mute_logger

from .test_figures import FiguresCase


@tagged("post_install", "-at_install")
class TestEvaluation(FiguresCase):
    """Organisations beside each other in two years, read with the own rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        kpi = cls.env.ref("oco_reporting.kpi_k01")
        both = cls.organisation | cls.neighbour
        cls.env["oco.kpi.value"].search([("company_id", "in", both.ids)]).unlink()
        for company, year, value, is_hidden in (
            (cls.organisation, 2024, 120, False),
            (cls.organisation, 2025, 0, True),
            (cls.neighbour, 2025, 340, False),
        ):
            cls.env["oco.kpi.value"].create(
                {
                    "kpi_id": kpi.id,
                    "company_id": company.id,
                    "period": "year",
                    "date": f"{year}-01-01",
                    "date_to": f"{year}-12-31",
                    "breakdown": "organisation",
                    "part": "main",
                    "unit": "n",
                    "value": value,
                    "has_value": not is_hidden,
                    "is_hidden": is_hidden,
                }
            )
        for code, share in (("OCO1", 84), ("OCO2", 0)):
            cls.env["oco.survey.result"].create(
                {
                    "company_id": cls.neighbour.id,
                    "kind": "year",
                    "period": "2025",
                    "date_from": "2025-01-01",
                    "date_to": "2025-12-31",
                    "code": code,
                    "has_share": bool(share),
                    "share": share,
                    "is_hidden": not share,
                }
            )
        cls.works_for_both = cls.make_user(
            "t_manager_both", "client_support.group_manager", cls.organisation
        )
        cls.works_for_both.company_ids = both

    def evaluation(self, user, **values):
        return (
            self.as_user(user, "oco.evaluation")
            .with_context(lang="en_US")
            .create({"first_year": 2024, "second_year": 2025, **values})
        )

    def test_two_organisations_in_two_years(self):
        both = self.organisation | self.neighbour
        evaluation = self.evaluation(
            self.works_for_both, company_ids=[Command.set(both.ids)]
        )
        content = evaluation._contents()
        columns = [(one["company"], one["year"]) for one in content["columns"]]
        (_title, [contacts]), (_said, said) = content["tables"]
        self.assertIn("K01", contacts["name"])
        self.assertEqual(
            {
                column: cell.strip()
                for column, cell in zip(columns, contacts["cells"], strict=True)
            },
            {
                (self.organisation.name, 2024): "120",
                (self.organisation.name, 2025): "hidden: too few residents",
                (self.neighbour.name, 2024): "–",
                (self.neighbour.name, 2025): "340",
            },
        )
        place = columns.index((self.neighbour.name, 2025))
        self.assertEqual(
            [row["cells"][place] for row in said], ["84%", "hidden: too few residents"]
        )
        self.assertIn("340", html2plaintext(evaluation.body))

    def test_nothing_of_where_one_does_not_work(self):
        both = self.organisation | self.neighbour
        evaluation = self.evaluation(
            self.users["manager"], company_ids=[Command.set(self.organisation.ids)]
        )
        self.assertNotIn("340", html2plaintext(evaluation.body))
        evaluation.sudo().company_ids = both
        self.env.invalidate_all()
        self.assertNotIn("340", html2plaintext(evaluation.body))

    def test_years_in_their_order(self):
        evaluation = self.evaluation(self.users["finance"], first_year=2025)
        with self.assertRaises(UserError):
            evaluation.action_print()
        evaluation.first_year = 2024
        self.assertTrue(evaluation.action_print())

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_managers_and_finance_alone(self):
        for role in self.users.keys() - {"manager", "finance"}:
            with self.subTest(role), self.assertRaises(AccessError):
                self.evaluation(self.users[role])
