from odoo.tests import tagged

from .test_figures import FACTS, FiguresCase


@tagged("post_install", "-at_install")
class TestDestroyedFigures(FiguresCase):
    """When files are destroyed, figures of the past stay as they were."""

    def content(self):
        self.env["oco.engine"]._rebuild()
        self.env.cr.execute(
            "SELECT cube, measure, date, date_to, team_id, channel_id, kind_id,"
            " life_domain_id, quantity FROM oco_figure ORDER BY 1,2,3,4,5,6,7,8,9"
        )
        return self.env.cr.fetchall()

    def destroy(self, *residents):
        residents = self.env["client.resident"].union(*residents)
        self.env["client.destruction"]._destroy_files(
            residents, self.env["client.case"]
        )

    def test_figures_stay(self):
        before = self.content()
        residents = self.env["client.resident"].search([("team_id", "=", self.team.id)])
        self.assertTrue(residents)
        self.destroy(residents)
        self.assertFalse(residents.exists())
        self.assertEqual(self.content(), before)
        # What is new is counted beside it, and destroyed again.
        resident = self.make_resident()
        self.make_contact(resident, date="2026-01-07")
        more = self.content()
        self.assertNotEqual(more, before)
        self.destroy(resident.sudo())
        self.assertEqual(self.content(), more)

    def test_what_is_kept_is_a_count_per_month(self):
        residents = self.env["client.resident"].search([("team_id", "=", self.team.id)])
        self.destroy(residents)
        for model in FACTS:
            kept = self.env[model].search([("kept", "=", True)])
            self.assertTrue(kept, model)
            self.assertEqual({fact.date.day for fact in kept}, {1})
