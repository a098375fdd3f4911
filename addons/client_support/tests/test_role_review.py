from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .. import roles
from .common import ClientSupportCase


@tagged("post_install", "-at_install")
class TestRoleReview(ClientSupportCase):
    """Once a year somebody else looks whether each role is still needed."""

    def setUp(self):
        super().setUp()
        self.officer = self.users["privacy_officer"]
        self.administrator = self.users["administrator"]
        reviews = self.as_role("privacy_officer", "client.role.review")
        self.review = Form(reviews).save()

    def line(self, user, review=None):
        return (review or self.review).line_ids.filtered(
            lambda line: line.user_id == user
        )

    def decide(self, line, by, decision="keep", **values):
        self.as_user(by, "client.role.review").browse(line.review_id.id).write(
            {"line_ids": [Command.update(line.id, {"decision": decision, **values})]}
        )

    def decide_all(self, review=None):
        for line in (review or self.review).line_ids:
            if not line.decision:
                own = line.user_id == self.officer
                self.decide(line, self.administrator if own else self.officer)

    def test_everybody_with_a_role_is_in_it(self):
        held = self.env["client.role.assignment"].search(
            [("company_id", "=", self.organisation.id), ("until", "=", False)]
        )
        self.assertEqual(self.review.line_ids.assignment_id, held)
        self.assertFalse(any(self.review.line_ids.mapped("decision")))

    def test_nobody_decides_on_the_own_roles(self):
        for user in (self.officer, self.administrator):
            line = self.line(user)[0]
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.decide(line, user)
            with self.assertRaises(AccessError), self.cr.savepoint():
                line.with_user(user).sudo().write({"decision": "keep"})
        self.decide(self.line(self.officer), self.administrator)
        self.assertEqual(
            self.line(self.officer).sudo().decided_by_id, self.administrator
        )

    def test_finished_when_all_is_decided(self):
        with self.assertRaises(UserError):
            self.review.action_finish()
        self.decide_all()
        self.review.action_finish()
        self.assertEqual(self.review.state, "done")
        self.assertEqual(self.review.finished_by_id, self.officer)
        self.assertEqual(
            self.line(self.users["supporter"]).assignment_id.last_review,
            self.review.finished_on,
        )
        with self.assertRaises(UserError):
            self.decide(self.line(self.users["supporter"]), self.officer)

    def test_who_left_meanwhile_needs_no_decision(self):
        line = self.line(self.users["supporter"])
        for other in self.review.line_ids - line:
            own = other.user_id == self.officer
            self.decide(other, self.administrator if own else self.officer)
        self.users["supporter"].active = False
        self.env.invalidate_all()
        self.review.action_finish()

    def test_taken_away_by_the_system_administrator(self):
        user = self.users["supporter"]
        line = self.line(user)
        with self.assertRaises(UserError), self.cr.savepoint():
            self.decide(line, self.officer, "take")
        self.decide(line, self.officer, "take", note="Ander werk")
        self.decide_all()
        self.review.action_finish()
        self.assertTrue(user.has_group(roles.SUPPORTER))
        with self.assertRaises(AccessError):
            line.action_take_away()
        tasks = self.env["mail.activity"].search(
            [("user_id", "=", self.administrator.id), ("res_model", "=", False)]
        )
        self.assertEqual(len(tasks), 1)
        self.assertNotIn("supporter", tasks.summary)
        self.as_user(self.administrator, line._name).browse(line.id).action_take_away()
        self.assertFalse(user.has_group(roles.SUPPORTER))
        self.assertEqual(line.assignment_id.sudo().taken_by_id, self.administrator)
        self.assertFalse(line.to_carry_out)

    def test_at_once_when_the_system_administrator_finishes(self):
        user = self.users["manager"]
        between = self.env["res.groups"].create(
            {
                "name": "Tussen",
                "implied_ids": [Command.link(self.env.ref(roles.MANAGER).id)],
                "user_ids": [Command.link(user.id)],
            }
        )
        self.decide(self.line(user), self.officer, "take", note="Vertrokken")
        self.decide_all()
        self.as_user(self.administrator, "client.role.review").browse(
            self.review.id
        ).action_finish()
        self.assertFalse(user.has_group(roles.MANAGER))
        self.assertNotIn(between, user.group_ids)

    def test_nothing_else_is_written(self):
        reviews = self.as_role("privacy_officer", "client.role.review")
        line = self.line(self.users["supporter"])
        for attempt in (
            lambda: reviews.create({"state": "done", "company_id": self.neighbour.id}),
            lambda: self.review.write({"state": "done"}),
            lambda: self.review.write({"finished_on": "2020-01-01"}),
            lambda: line.write({"decided_by_id": self.administrator.id}),
            lambda: self.review.write({"line_ids": [Command.delete(line.id)]}),
            lambda: self.review.unlink(),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                attempt()

    def test_of_the_own_organisation(self):
        with self.assertRaises(AccessError):
            self.as_role("privacy_officer", "client.role.review").create(
                {"company_id": self.neighbour.id}
            )

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_who_may_review(self):
        for role in set(self.users) - {"privacy_officer", "administrator"}:
            for model in ("client.role.review", "client.role.review.line"):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    self.as_role(role, model).search([])

    def test_a_year_later_it_is_due_once(self):
        self.decide_all()
        self.review.action_finish()
        reviews = self.env["client.role.review"].search(
            [("company_id", "=", self.organisation.id)]
        )
        tasks = [("user_id", "=", self.officer.id), ("res_model", "=", False)]

        def opened():
            self.env["client.role.review"]._cron_open_due()
            return self.env["client.role.review"].search(
                [("company_id", "=", self.organisation.id), ("state", "=", "open")]
            )

        self.assertFalse(opened())
        for days, expected in ((364, 0), (367, 1), (368, 1)):
            day = fields.Date.today() + timedelta(days=days)
            with patch.object(fields.Date, "context_today", lambda *args, d=day: d):
                self.assertEqual(len(opened()), expected)
                self.assertEqual(
                    self.env["mail.activity"].search_count(tasks), expected
                )
        self.assertNotIn(opened(), reviews)
