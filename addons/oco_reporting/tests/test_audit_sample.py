from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.client_support.roles import MANAGER

from .test_accountability import AccountabilityCase


@tagged("post_install", "-at_install")
class TestAuditSample(AccountabilityCase):
    """Some of what is behind a performance, of nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.line = cls.grant.line_ids

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

    def accounted(self, sample):
        """What the workbook says, and what lies between that and the sample."""
        return sample.stated, sample.earlier, sample.later, sample.total

    def come_late(self, date):
        self.make_contact(self.cases.resident_ids[:1], date=date)
        self.env["oco.engine"]._update()

    def test_what_a_final_workbook_says(self):
        """What came after the closing is in the sample, and said apart."""
        run = self.final()
        # As the screen opens it: without a performance, then with one.
        form = Form(self.as_role("finance", "oco.audit.sample"))
        self.assertFalse(form.accountability_id)
        form.line_id = self.line
        self.assertEqual(form.accountability_id, run)
        self.assertEqual(self.accounted(self.draw()), (9, 0, 0, 9))
        self.come_late("2026-01-08")
        self.assertEqual(self.accounted(self.draw()), (9, 0, 1, 10))
        # Of no workbook the grant's own period, and nothing to account for.
        sample = self.draw(accountability_id=False)
        self.assertEqual(self.accounted(sample), (0, 0, 0, 10))

    def test_a_workbook_with_corrections_of_an_earlier_period(self):
        self.close(last="2026-01-31")
        self.come_late("2026-01-08")
        self.close("2026-02-01")
        february = self.run_of(date_from="2026-02-01")
        february.action_make()
        self.final(february)
        # February has one, and beside it that of January.
        self.assertEqual(self.accounted(self.draw()), (2, 1, 0, 1))
        self.line.explanation = "Er kwam er nog een."
        whole = self.run_of()
        whole.action_make()
        self.final(whole)
        sample = self.draw(accountability_id=whole.id)
        self.assertEqual(self.accounted(sample), (10, 0, 0, 10))

    def test_a_final_workbook_of_the_same_grant(self):
        run = self.made()
        self.assertFalse(self.draw().accountability_id)
        with self.assertRaisesRegex(UserError, "final workbook"):
            self.draw(accountability_id=run.id)
        self.final(run)
        other = self.make_grant(name="2026/0999")
        line = self.line.copy({"grant_id": other.id})
        with self.assertRaisesRegex(UserError, "final workbook"):
            self.draw(line_id=line.id, accountability_id=run.id)

    def test_what_a_workbook_says_nothing_of(self):
        self.final()
        self.line.code = "P9"
        with self.assertRaisesRegex(UserError, "P9"):
            self.draw()

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
