from contextlib import contextmanager
from datetime import date, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .. import consent_rules, roles
from .test_dividing_work import DividingCase


class PapersCase(DividingCase):
    """Supporters who declare for themselves, and one without an account."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rie = cls.env["client.supporter"].create(
            {
                "name": "Rie",
                "company_id": cls.organisation.id,
                "employment_kind": "volunteer",
            }
        )

    def declare(self, supporter, user, answer="yes", **values):
        criteria = self.env["client.independence.criterion"].search(
            [("is_declared", "=", True)]
        )
        return self.as_user(user, "client.declaration").create(
            {
                "supporter_id": supporter.id,
                "line_ids": [
                    Command.create(
                        {
                            "criterion_id": criterion.id,
                            "answer": "yes" if criterion.is_hard else answer,
                            "note": "Uitleg",
                        }
                    )
                    for criterion in criteria
                ],
                **values,
            }
        )

    @contextmanager
    def on(self, day):
        with (
            patch.object(fields.Date, "context_today", lambda *args: day),
            patch.object(consent_rules, "today", return_value=day),
        ):
            yield


@tagged("post_install", "-at_install")
class TestDeclaration(PapersCase):
    def test_by_the_supporter(self):
        user = self.users["supporter"]
        supporter = self.as_user(user, "client.supporter").browse(self.fatima.id)
        action = supporter.action_declare()
        model = self.as_user(user, "client.declaration")
        form = Form(model.with_context(**action["context"]))
        for index in range(5):
            with form.line_ids.edit(index) as line:
                line.answer = "yes"
        declaration = form.save()
        self.assertEqual(declaration.signed_by_id, user)
        self.assertEqual(self.fatima.declaration_date, fields.Date.today())
        self.assertEqual(supporter.declaration_ids, declaration)

    def test_nobody_declares_for_somebody_with_an_account(self):
        for role in ("coordinator", "supporter", "intake"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.declare(self.bram, self.users[role])

    def test_a_coordinator_for_somebody_without_one(self):
        with self.assertRaises(AccessError):
            self.declare(self.rie, self.users["supporter"])
        declaration = self.declare(self.rie, self.users["coordinator"])
        self.assertEqual(declaration.signed_by_id, self.users["coordinator"])
        other = self.make_user("t_other", roles.COORDINATOR, company=self.neighbour)
        with self.assertRaises(AccessError):
            self.declare(self.rie, other)

    def test_signed_today_by_who_asks(self):
        declaration = self.declare(
            self.fatima,
            self.users["supporter"],
            date="2020-01-01",
            signed_by_id=self.users["coordinator"].id,
        )
        self.assertEqual(declaration.date, fields.Date.context_today(declaration))
        self.assertEqual(declaration.signed_by_id, self.users["supporter"])

    def test_it_stands(self):
        declaration = self.declare(self.fatima, self.users["supporter"])
        criterion = declaration.line_ids[0].criterion_id
        for attempt in (
            lambda: declaration.write({"date": "2030-01-01"}),
            lambda: declaration.line_ids[0].write({"answer": "no"}),
            lambda: declaration.unlink(),
            lambda: declaration.line_ids[0].unlink(),
            lambda: declaration.line_ids.create(
                {
                    "declaration_id": declaration.id,
                    "criterion_id": criterion.id,
                    "answer": "no",
                    "note": "x",
                }
            ),
        ):
            with (
                self.assertRaises(UserError),
                self.cr.savepoint(),
            ):
                attempt()

    def test_each_line_is_answered_and_a_no_is_explained(self):
        user = self.users["supporter"]
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.as_user(user, "client.declaration").create(
                {"supporter_id": self.fatima.id}
            )
        declaration = self.declare(self.fatima, user, "no")
        self.assertIn("no", declaration.line_ids.mapped("answer"))
        with self.assertRaises(ValidationError), self.cr.savepoint():
            declaration.line_ids.sudo().filtered(lambda line: line.answer == "no")[
                0
            ].note = False
        hard = declaration.line_ids.filtered("criterion_id.is_hard")
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.as_user(user, "client.declaration").create(
                {
                    "supporter_id": self.fatima.id,
                    "line_ids": [
                        Command.create(
                            {
                                "criterion_id": line.criterion_id.id,
                                "answer": "no" if line in hard else "yes",
                                "note": "x",
                            }
                        )
                        for line in declaration.line_ids
                    ],
                }
            )

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_who_sees_it(self):
        own = self.declare(self.fatima, self.users["supporter"])
        seen = self.as_user(self.colleague, "client.declaration").search([])
        self.assertNotIn(own, seen)
        self.assertIn(own, self.as_role("coordinator", own._name).search([]))
        for role in ("manager", "privacy_officer", "administrator", "employee"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_role(role, own._name).search([])
        profile = self.as_user(self.colleague, "client.supporter").browse(
            self.fatima.id
        )
        self.assertFalse(profile.declaration_ids)
        for name in ("declaration_date", "vog_until", "training_ids"):
            with self.assertRaises(AccessError):
                profile.read([name])

    def test_the_menus_open(self):
        for role in ("supporter", "coordinator", "administrator", "privacy_officer"):
            opened = self.open_menus(role, "client_support.menu_client_")
            self.assertTrue(opened)
        self.assertIn(
            "client_support.menu_client_supporter_own",
            self.open_menus("supporter", "client_support.menu_client_supporter"),
        )


@tagged("post_install", "-at_install")
class TestPapers(PapersCase):
    """What is asked before somebody gets a case, and when it runs out."""

    def test_no_case_without_a_declaration_where_it_is_asked(self):
        self.organisation.requires_declaration = True
        lines = self.dialog()
        self.assertIn("declaration", lines[self.fatima].objection)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            lines[self.fatima].action_choose()
        self.declare(self.fatima, self.users["supporter"])
        lines = self.dialog()
        self.assertFalse(lines[self.fatima].objection)
        lines[self.fatima].action_choose()
        self.assertEqual(self.case.supporter_id, self.fatima)

    def test_a_warning_where_it_is_not_asked(self):
        line = self.dialog()[self.fatima]
        self.assertFalse(line.objection)
        self.assertIn("declaration", line.warning)
        self.assertIn("VOG", line.warning)
        line.action_choose()

    def test_the_term_of_the_organisation(self):
        self.declare(self.fatima, self.users["supporter"])
        today = fields.Date.today()
        self.organisation.declaration_months = 6
        self.organisation.requires_declaration = True
        with self.on(today + timedelta(days=150)):
            self.assertFalse(self.fatima._missing_papers())
        with self.on(today + timedelta(days=190)):
            self.assertEqual(self.fatima._missing_papers(), ["client_interest"])

    def test_vog(self):
        self.organisation.requires_vog = True
        self.assertEqual(self.fatima._missing_papers(), ["no_vog"])
        self.fatima.vog_date = date(2025, 3, 1)
        self.assertEqual(self.fatima.vog_until, date(2028, 3, 1))
        with self.on(date(2028, 3, 1)):
            self.assertFalse(self.fatima._missing_papers())
        with self.on(date(2028, 3, 2)):
            self.assertEqual(self.fatima._missing_papers(), ["no_vog"])

    def test_a_paper_that_lapses_takes_no_case_away(self):
        self.declare(self.fatima, self.users["supporter"])
        self.organisation.requires_declaration = True
        self.assign(self.fatima)
        with self.on(fields.Date.today() + timedelta(days=400)):
            self.fatima._check_standing_cases()
            self.assertEqual(self.case.supporter_id, self.fatima)
            self.assertTrue(self.sees(self.users["supporter"]))

    def test_reminder_once_a_month_without_saying_what(self):
        def tasks(user):
            return self.env["mail.activity"].search(
                [("user_id", "=", user.id), ("res_model", "=", False)]
            )

        coordinator = self.users["coordinator"]
        self.env["client.supporter"]._cron_remind()
        told = tasks(coordinator)
        self.assertEqual(len(told), 3)
        self.assertFalse([t for t in told if "VOG" in t.summary])
        self.assertEqual(len(tasks(self.users["supporter"])), 1)
        told.action_feedback()
        self.env["client.supporter"]._cron_remind()
        self.assertFalse(tasks(coordinator))
        with self.on(fields.Date.today() + timedelta(days=31)):
            self.env["client.supporter"]._cron_remind()
        self.assertEqual(len(tasks(coordinator)), 3)

    def test_no_reminder_for_who_is_in_order(self):
        self.declare(self.fatima, self.users["supporter"])
        self.fatima.vog_date = fields.Date.today()
        self.assertFalse(self.fatima.declaration_due or self.fatima.vog_due)
        self.env["client.supporter"]._cron_remind()
        self.assertFalse(
            self.env["mail.activity"].search(
                [("user_id", "=", self.users["supporter"].id)]
            )
        )
