from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.client_support.roles import MANAGER

from .test_grants import GrantsCase


@tagged("post_install", "-at_install")
class TestAuditSample(GrantsCase):
    """Some of what is behind a performance, of nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.line = cls.add_line(kpi_code="K01")

    def draw(self, role="finance", user=None, **values):
        samples = self.as_user(user or self.users[role], "oco.audit.sample")
        sample = samples.create(
            {"line_id": self.line.id, "size": 5, "seed": "a", **values}
        )
        sample.action_draw()
        return sample

    def shown(self, sample):
        return [
            (item.code, str(item.month), item.team, item.kind, item.facts)
            for item in sample.item_ids
        ]

    def test_as_many_as_the_performance_counts(self):
        sample = self.draw(size=100)
        self.assertEqual(sample.total, self.line.realised)
        # The one of nobody has no trail.
        self.assertEqual((sample.untraced, len(sample.item_ids)), (1, 8))
        months = sorted(str(item.month) for item in sample.item_ids)
        self.assertEqual(months, ["2026-01"] * 7 + ["2026-02"])
        for item in sample.item_ids:
            self.assertEqual(item.team, "Oever")
            self.assertEqual(item.facts, "channel, questions")

    def test_the_same_seed_draws_the_same(self):
        first = self.shown(self.draw())
        self.env["oco.engine"]._rebuild()
        self.assertEqual(self.shown(self.draw("manager")), first)
        self.assertEqual(len(first), 5)
        other = self.shown(self.draw(seed="b"))
        # Nor do the codes of two samples say that they are of the same contact.
        self.assertFalse({row[0] for row in first} & {row[0] for row in other})

    def test_cases(self):
        self.line.kpi_code = "K04"
        sample = self.draw()
        self.assertEqual((sample.total, len(sample.item_ids)), (2, 2))
        self.assertEqual(
            {(item.kind, item.facts) for item in sample.item_ids},
            {("Ended", "registration, start")},
        )

    def test_what_was_destroyed_counts_without_a_trail(self):
        self.line.kpi_code = "K04"
        self.env.cr.execute(
            "INSERT INTO oco_fact_case (date, company_id, team_id, event, kept,"
            " kept_period, quantity) SELECT date, company_id, team_id, event, TRUE,"
            " 'month', 3 FROM oco_fact_case WHERE event = 'closed' LIMIT 1"
        )
        sample = self.draw()
        self.assertEqual((sample.total, sample.untraced), (5, 3))

    def test_no_number_of_a_file(self):
        self.line.kpi_code = "K04"
        codes = set(self.draw().item_ids.mapped("code"))
        self.env.cr.execute("SELECT event_key FROM oco_fact_case")
        keys = {key for (key,) in self.env.cr.fetchall()}
        self.assertFalse(codes & (keys | set(self.cases.mapped("number"))))

    def test_refused(self):
        for values in ({"size": 0}, {"size": 101}):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.draw(**values)
        self.line.kpi_code = "K05"
        with self.assertRaisesRegex(UserError, "K01"):
            self.draw()

    def test_who_may(self):
        for role in ("supporter", "coordinator", "privacy_officer", "administrator"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.draw(role)
        stranger = self.make_user("t_far_manager", MANAGER, self.neighbour)
        with self.assertRaises(AccessError):
            self.draw(user=stranger)
