from odoo.tests import tagged

from .test_figures import FACTS, FiguresCase


@tagged("post_install", "-at_install")
class TestDestroyedFigures(FiguresCase):
    """When files are destroyed, figures of the past stay as they were."""

    def content(self):
        """Of the cubes, as an update leaves them and as building anew does."""
        updated = super().content()["oco.figure"]
        self.env["oco.engine"]._rebuild()
        self.assertEqual(super().content()["oco.figure"], updated)
        return updated

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
        self.env["oco.engine"]._update()
        more = self.content()
        self.assertNotEqual(more, before)
        self.destroy(resident.sudo())
        self.assertEqual(self.content(), more)

    def test_what_is_kept_is_a_count_per_month(self):
        residents = self.env["client.resident"].search([("team_id", "=", self.team.id)])
        self.destroy(residents)
        for model in FACTS:
            kept = self.env[model].search([("kept", "=", True)])
            if model.rpartition(".")[2] in ("contact", "question", "case", "reach"):
                self.assertTrue(kept, model)
            self.assertLessEqual({fact.date.day for fact in kept}, {1})
            self.assertFalse(kept.filtered("event_key"))
