from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_dividing_work import DividingCase


@tagged("post_install", "-at_install")
class TestShield(DividingCase):
    """Who can see a file, and why: for who may read it, and nobody else."""

    def setUp(self):
        super().setUp()
        self.assign(self.fatima)
        self.supporter = self.users["supporter"]

    def file(self, user=None, file=None):
        file = file or self.case
        return self.as_user(user or self.supporter, file._name).browse(file.id)

    def shield(self, user=None, file=None):
        action = self.file(user, file).action_shield()
        self.env.invalidate_all()
        return (
            self.env[action["res_model"]]
            .with_user(user or self.supporter)
            .browse(action["res_id"])
        )

    def line(self, kind, user=None, file=None):
        return self.shield(user, file).line_ids.filtered(lambda one: one.kind == kind)

    def consult(self, colleague=None):
        self.as_user(self.supporter, "client.consult").create(
            {
                "case_id": self.case.id,
                "supporter_ids": [Command.set((colleague or self.bram).ids)],
                "reason": "Meedenken",
            }
        ).action_open()

    def look(self):
        self.caseload().action_look()
        self.as_role("coordinator", "client.look").create(
            {"number": self.case.number, "kind": "look", "reason": "Klacht"}
        ).action_open()

    def test_the_number_on_the_form(self):
        self.assertEqual(self.file().seen_by_count, 1)
        self.consult()
        self.env.invalidate_all()
        self.assertEqual(self.file().seen_by_count, 2)
        self.assertEqual(self.file().read(["seen_by_count"])[0]["seen_by_count"], 2)
        # The colleague sees the case only, and with it the resident's own record.
        self.assertEqual(self.file(file=self.resident).seen_by_count, 2)

    def test_who_why_and_who_could(self):
        self.consult()
        shield = self.shield()
        self.assertEqual(set(shield.line_ids.mapped("kind")), {"supporter", "consult"})
        consult = self.line("consult")
        self.assertEqual(consult.who, self.colleague.name)
        self.assertEqual(consult.function, "a client supporter")
        self.assertEqual(consult.basis, "Meedenken")
        self.assertTrue(consult.valid_until)
        self.assertEqual(consult.part, "Whole file")
        [line] = self.line("consult", file=self.resident)
        self.assertEqual(line.part, f"{self.case.number}: Whole file")
        # Intake had it until it was assigned.
        self.assertEqual(shield.past_line_ids.mapped("kind"), ["intake"])
        self.assertTrue(shield.past_line_ids.valid_until)

    def test_several_residents_are_one_line(self):
        self.case.resident_ids = [Command.link(self.make_resident(nickname="Kind").id)]
        self.consult()
        self.assertEqual(len(self.line("consult")), 1)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_only_for_who_may_read_the_file(self):
        strangers = [
            user
            for role, user in self.users.items()
            if role not in ("supporter", "intake")
        ]
        for user in [*strangers, self.users["intake"], self.colleague, self.stranger]:
            for file in (self.case, self.resident):
                with self.subTest(user=user.login, model=file._name):
                    with self.assertRaises(AccessError):
                        self.file(user, file).action_shield()
                    with self.assertRaises(AccessError):
                        self.file(user, file).read(["seen_by_count"])

    def test_a_dialog_is_for_its_maker_while_they_may_read(self):
        self.consult()
        shield = self.shield()
        with self.assertRaises(AccessError):
            self.as_user(self.colleague, shield._name).browse(shield.id).read()
        with self.assertRaises(AccessError):
            self.as_user(self.colleague, "client.shield.line").browse(
                shield.line_ids.ids
            ).read()
        for operation in ("write", "create", "unlink"):
            self.assertFalse(shield.has_access(operation))
            self.assertFalse(shield.line_ids.has_access(operation))
        self.assertTrue(shield.looks)
        line = shield.line_ids.filtered(lambda one: one.kind == "consult")
        self.assign(self.bram)
        self.env.invalidate_all()
        shield = self.as_user(self.supporter, shield._name).browse(shield.id)
        with self.assertRaises(AccessError):
            shield.looks  # noqa: B018
        with self.assertRaises(AccessError):
            line.with_user(self.supporter).action_end()

    def test_who_gave_it_ends_it(self):
        self.consult()
        self.assertTrue(self.sees(self.colleague))
        line = self.line("consult")
        self.assertTrue(line.may_end)
        line.action_end()
        self.assertFalse(self.sees(self.colleague))
        self.assertTrue(self.sees(self.supporter))

    def test_what_nobody_gave_is_not_ended(self):
        portal = self.users["portal"]
        for kind in ("resident", "consent", "representative"):
            self.env["client.access"]._grant(portal, self.case, kind, "test")
        self.look()
        for kind in ("resident", "consent", "representative", "supporter"):
            for user in (self.supporter, self.users["coordinator"]):
                with self.subTest(kind=kind, user=user.login):
                    line = self.line(kind, user)
                    self.assertFalse(line.may_end)
                    with self.assertRaises(AccessError):
                        line.action_end()

    def test_a_supporter_does_not_end_a_look(self):
        self.look()
        self.assertFalse(self.line("look").may_end)
        with self.assertRaises(AccessError):
            self.line("look").action_end()
        own = self.line("look", self.users["coordinator"])
        self.assertTrue(own.may_end)
        own.action_end()
        self.assertFalse(self.sees(self.users["coordinator"]))

    def test_a_coordinator_ends_cover_with_the_residents_own_file(self):
        self.as_user(self.supporter, "client.cover").create(
            {"supporter_id": self.fatima.id, "colleague_id": self.bram.id}
        ).action_cover()
        self.assertTrue(self.sees(self.colleague, self.contact))
        self.look()
        self.line("cover", self.users["coordinator"]).action_end()
        for file in (self.case, self.resident, self.contact):
            self.assertFalse(self.sees(self.colleague, file), file)
            self.assertTrue(self.sees(self.supporter, file), file)

    def test_cover_that_is_still_to_begin_is_not_standing(self):
        self.as_user(self.supporter, "client.cover").create(
            {
                "supporter_id": self.fatima.id,
                "colleague_id": self.bram.id,
                "date_from": fields.Date.today() + timedelta(days=5),
                "date_until": fields.Date.today() + timedelta(days=8),
            }
        ).action_cover()
        shield = self.shield()
        self.assertNotIn("cover", shield.line_ids.mapped("kind"))
        self.assertIn("cover", shield.past_line_ids.mapped("kind"))

    def test_who_looked_in_the_words_of_the_resident(self):
        self.consult()
        log = self.env["client.access.log"]
        log._write_acts(self.env.cr, log._book().take())
        self.file(self.colleague).read(["moment"])
        self.env.cr.flush()
        log._write_acts(self.env.cr, log._book().take())
        looks = self.shield().looks
        self.assertIn("looked at: your case", looks)
        self.assertIn("thinks along with your supporter", looks)
        # Nor another case of the same resident.
        other = self.make_contact(self.resident.with_user(self.supporter))
        other.action_make_case()
        self.assertNotIn("thinks along", self.shield(file=other.case_id.sudo()).looks)
