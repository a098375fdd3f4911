from contextlib import suppress
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..access import WRITING_KINDS
from .common import ClientSupportCase

FILES = ("client.resident", "client.contact", "client.question", "client.case")
SECTION = {
    "client.resident": "identity",
    "client.contact": "contacts",
    "client.question": "questions",
    "client.case": "case",
}


@tagged("post_install", "-at_install")
class TestFence(ClientSupportCase):
    """Whether somebody sees a file depends on a standing row, and on nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supporter = cls.users["supporter"]

    def setUp(self):
        super().setUp()
        self.resident = self.make_resident()
        self.contact = self.make_contact(self.resident)
        action = self.contact.action_make_case()
        self.case = self.env["client.case"].browse(action["res_id"])
        self.files = {
            "client.resident": self.resident,
            "client.contact": self.contact,
            "client.question": self.contact.question_ids,
            "client.case": self.case,
        }

    def sees(self, user, model):
        found = self.as_user(user, model).search([])
        file = self.files[model].with_env(found.env)
        if file.has_access("read"):
            self.assertIn(file, found)
            file.read(["display_name"])
            return True
        self.assertNotIn(file, found)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            file.read(["display_name"])
        return False

    def file_of(self, user, model):
        return self.as_user(user, model).browse(self.files[model].ids)

    def may_write(self, user, model):
        return self.file_of(user, model).has_access("write")

    def rows(self):
        return self.env["client.access"].search(
            [("resident_id", "=", self.resident.id)]
        )

    # Who sees a fresh file ---------------------------------------------------------

    def test_the_one_who_registered_sees_all_of_it(self):
        for model in FILES:
            self.assertTrue(self.sees(self.supporter, model), model)
            self.assertTrue(self.may_write(self.supporter, model), model)

    def test_nobody_else_sees_any_of_it(self):
        others = [user for user in self.users.values() if user != self.supporter]
        for user in [*others, self.colleague, self.stranger]:
            for model in FILES:
                with self.subTest(user=user.login, model=model):
                    model_as_user = self.as_user(user, model)
                    # Some roles have no right on the model at all.
                    with suppress(AccessError):
                        self.assertFalse(model_as_user.search([]))
                    file = self.file_of(user, model)
                    for operation in ("read", "write", "unlink"):
                        self.assertFalse(file.has_access(operation))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_right_without_a_row_opens_nothing(self):
        group = self.env["res.groups"].create({"name": "Los recht"})
        user = self.users["employee"]
        user.group_ids += group
        for model in FILES:
            self.env["ir.model.access"].create(
                {
                    "name": model,
                    "model_id": self.env["ir.model"]._get_id(model),
                    "group_id": group.id,
                    **dict.fromkeys(
                        ["perm_read", "perm_write", "perm_create", "perm_unlink"], True
                    ),
                }
            )
            self.assertEqual(self.as_user(user, model).search_count([]), 0, model)
            for operation in ("read", "write", "unlink"):
                self.assertFalse(
                    self.files[model].with_user(user).has_access(operation)
                )

    def test_nobody_has_a_right_on_rows_and_dossiers(self):
        for model in ("client.access", "client.dossier"):
            for role in self.users:
                with self.subTest(role=role), self.assertRaises(AccessError):
                    self.as_role(role, model).search([])
            with self.assertRaises(AccessError):
                self.as_role("supporter", model).create({})

    # What a row opens --------------------------------------------------------------

    def grant(self, user, kind, **values):
        return self.env["client.access"].create(
            {
                "user_id": user.id,
                "dossier_id": self.case.dossier_id.id,
                "resident_id": self.resident.id,
                "case_id": self.case.id,
                "kind": kind,
                "basis": "test",
                **values,
            }
        )

    def test_every_kind_reads_and_only_working_kinds_write(self):
        field = self.env["client.access"]._fields["kind"]
        for kind, _label in field.selection:
            row = self.grant(self.colleague, kind)
            for model in FILES:
                with self.subTest(kind=kind, model=model):
                    self.assertTrue(self.sees(self.colleague, model))
                    self.assertEqual(
                        self.may_write(self.colleague, model), kind in WRITING_KINDS
                    )
            row.unlink()

    def test_a_section_opens_its_own_part_only(self):
        for opened, section in SECTION.items():
            row = self.grant(self.colleague, "consent", section=section)
            for model in FILES:
                with self.subTest(section=section, model=model):
                    self.assertEqual(self.sees(self.colleague, model), model == opened)
            row.unlink()

    def test_before_and_after_its_time_a_row_opens_nothing(self):
        row = self.grant(self.colleague, "supporter")
        now = fields.Datetime.now()
        hour = timedelta(hours=1)
        for start, end, open_ in [
            (now - hour, now + hour, True),
            (now - 2 * hour, now - hour, False),
            (now + hour, now + 2 * hour, False),
            (now - hour, now, False),
        ]:
            row.write({"valid_from": start, "valid_until": end})
            for model in FILES:
                self.assertEqual(self.sees(self.colleague, model), open_, model)

    def test_expiry_needs_no_cron_and_no_cleared_cache(self):
        now = fields.Datetime.now()
        self.grant(
            self.colleague,
            "supporter",
            valid_from=now - timedelta(days=1),
            valid_until=now + timedelta(hours=1),
        )
        cases = self.env["client.case"].with_user(self.colleague)
        self.assertEqual(cases.search([]), self.case)
        later = now + timedelta(hours=2)
        with self.patch_now(later):
            self.assertFalse(cases.search([]))
            self.assertFalse(self.case.with_user(self.colleague).has_access("read"))

    def test_a_hostile_time_zone_does_not_reopen_a_row(self):
        now = fields.Datetime.now()
        self.grant(
            self.colleague,
            "supporter",
            valid_from=now - timedelta(days=1),
            valid_until=now - timedelta(minutes=1),
        )
        for zone in ("Pacific/Honolulu", "Pacific/Kiritimati", "UTC"):
            self.colleague.tz = zone
            cases = self.env["client.case"].with_user(self.colleague)
            self.assertFalse(cases.with_context(tz=zone).search([]))
            self.assertFalse(
                self.case.with_user(self.colleague)
                .with_context(tz=zone)
                .has_access("read")
            )

    def patch_now(self, moment):
        return patch.object(fields.Datetime, "now", lambda *args: moment)

    # Granting ----------------------------------------------------------------------

    def test_no_access_for_someone_of_another_organisation(self):
        with self.assertRaises(ValidationError):
            self.env["client.access"]._grant(
                self.stranger, self.case, "supporter", "test"
            )
        self.env["client.access"]._grant(self.stranger, self.case, "consent", "test")
        self.assertTrue(self.sees(self.stranger, "client.case"))
        self.assertFalse(self.may_write(self.stranger, "client.case"))

    def test_a_second_grant_prolongs_instead_of_doubling(self):
        before = self.rows()
        self.env["client.access"]._grant(self.supporter, self.case, "supporter", "x")
        self.assertEqual(self.rows(), before)

    def test_access_to_a_case_ends_while_the_walk_in_file_stays(self):
        self.env["client.access"].search(
            [("case_id", "=", self.case.id), ("user_id", "=", self.supporter.id)]
        ).write({"valid_until": fields.Datetime.now()})
        self.assertFalse(self.sees(self.supporter, "client.case"))
        self.assertFalse(self.sees(self.supporter, "client.question"))
        self.assertTrue(self.sees(self.supporter, "client.resident"))

    # Attempts ----------------------------------------------------------------------

    def test_oracle_on_hidden_fields_is_refused(self):
        for model in FILES:
            for name in ("dossier_id", "access_ids"):
                if name not in self.env[model]._fields:
                    continue
                with self.subTest(model=model, field=name):
                    files = self.as_user(self.supporter, model)
                    with self.assertRaises(AccessError):
                        files.search([(name, "in", [1])])
                    with self.assertRaises(AccessError):
                        files.search([(f"{name}.id", ">", 0)])
                    with self.assertRaises(AccessError):
                        files.formatted_read_group([], [name])

    def test_number_organisation_team_and_supporter_are_not_written(self):
        for values in (
            {"number": "Z-1"},
            {"company_id": self.neighbour.id},
            {"team_id": self.other_team.id},
            {"supporter_id": False},
            {"resident_ids": [(5,)]},
            {"dossier_id": self.resident.sudo().dossier_id.id},
            {"access_ids": [(5,)]},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self.case.with_user(self.supporter).write(values)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_foreign_file_cannot_be_drawn_in(self):
        theirs = self.make_resident("intake")
        their_contact = self.make_contact(theirs)
        their_question = their_contact.question_ids
        mine = {
            "contact": self.contact.with_user(self.supporter),
            "case": self.case.with_user(self.supporter),
            "resident": self.resident.with_user(self.supporter),
            "question": self.contact.question_ids.with_user(self.supporter),
        }
        attempts = [
            lambda: mine["contact"].write({"question_ids": [(4, their_question.id)]}),
            lambda: mine["contact"].write(
                {"question_ids": [(1, their_question.id, {"description": "x"})]}
            ),
            lambda: mine["contact"].write(
                {"question_ids": [(6, 0, their_question.ids)]}
            ),
            lambda: mine["contact"].write({"resident_id": theirs.id}),
            lambda: mine["resident"].write({"contact_ids": [(4, their_contact.id)]}),
            lambda: mine["case"].write({"contact_ids": [(4, their_contact.id)]}),
            lambda: mine["question"].write({"contact_id": their_contact.id}),
            lambda: mine["question"].create(
                {"contact_id": their_contact.id, "life_domain_id": self.domain.id}
            ),
            lambda: self.make_contact(theirs, user=self.supporter),
            lambda: self.as_user(self.supporter, "client.case").create(
                {"resident_ids": [(4, theirs.id)], "team_id": self.team.id}
            ),
            lambda: self.as_user(self.supporter, "client.resident").create(
                {"nickname": "x", "contact_ids": [(4, their_contact.id)]}
            ),
            lambda: self.as_user(self.supporter, "client.resident").create(
                {
                    "nickname": "x",
                    "contact_ids": [(1, their_contact.id, {"minutes": 1})],
                }
            ),
            lambda: mine["contact"].web_save(
                {"question_ids": [(1, their_question.id, {"description": "x"})]}, {}
            ),
        ]
        for number, attempt in enumerate(attempts):
            refused = self.assertRaises(AccessError)
            with self.subTest(attempt=number), refused, self.cr.savepoint():
                attempt()
        self.assertEqual(their_question.sudo().description, "Huur")

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_registers_where_no_row_stands(self):
        """To work on the resident is not yet to work in the resident's own dossier."""
        self.grant(self.colleague, "supporter")
        other = self.make_contact(self.resident)
        contacts = self.as_user(self.colleague, "client.contact")
        values = {"resident_id": self.resident.id, "channel_id": self.channel.id}
        with self.assertRaises(AccessError), self.cr.savepoint():
            contacts.create(values)
        self.assertFalse(other.with_user(self.colleague).has_access("read"))
        self.assertTrue(contacts.create({**values, "case_id": self.case.id}))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_section_registers_its_own_part_only(self):
        for section in ("identity", "case"):
            self.grant(self.colleague, "cover", section=section)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.as_user(self.colleague, "client.contact").create(
                {
                    "resident_id": self.resident.id,
                    "case_id": self.case.id,
                    "channel_id": self.channel.id,
                }
            )

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_moves_a_part_to_where_no_row_stands(self):
        """Out of the case is into the file that a whole walk-in team may see."""
        self.grant(self.colleague, "supporter")
        self.contact.question_ids.with_user(self.supporter).unlink()
        contact = self.file_of(self.colleague, "client.contact")
        with self.assertRaises(AccessError), self.cr.savepoint():
            contact.write({"case_id": False})
        self.assertEqual(self.contact.sudo().dossier_id, self.case.dossier_id)
        self.contact.with_user(self.supporter).write({"case_id": False})
        self.assertEqual(
            self.contact.sudo().dossier_id, self.resident.sudo().dossier_id
        )

    def test_a_link_that_odoo_reads_otherwise_is_refused(self):
        """Odoo takes "7" for 7, and a list of numbers for a set of links."""
        theirs = self.make_resident("intake").id
        cases = self.as_user(self.supporter, "client.case")
        for value in (
            [str(theirs)],
            [[4, str(theirs)]],
            [["4", theirs]],
            [[6, 0, [str(theirs)]]],
            [[6, 0, str(theirs)]],
            [{"id": theirs}],
            [[]],
            [[4, True]],
            str(theirs),
        ):
            with self.subTest(value=value), self.assertRaises(ValueError):
                cases.create({"resident_ids": value})
        for value in (str(theirs), {"id": theirs}, [theirs, "x"], True):
            with self.subTest(value=value), self.assertRaises(ValueError):
                self.contact.with_user(self.supporter).write({"resident_id": value})
        with self.assertRaises(AccessError):
            cases.create({"resident_ids": [theirs]})

    def test_elevated_creation_takes_nothing_from_the_context(self):
        residents = self.as_user(self.supporter, "client.resident")
        for name, value in [
            ("dossier_id", self.case.dossier_id.id),
            ("access_ids", [(0, 0, {})]),
        ]:
            with self.subTest(name=name), self.assertRaises(AccessError):
                residents.with_context(**{f"default_{name}": value}).create(
                    {"nickname": "x"}
                )
            with self.subTest(name=name), self.assertRaises(AccessError):
                residents.create({"nickname": "x", name: value})
        resident = residents.with_context(default_number="R-X").create(
            {"nickname": "x"}
        )
        self.assertNotEqual(resident.number, "R-X")

    def test_elevated_creation_takes_nothing_from_personal_defaults(self):
        """Every employee may keep defaults of their own, for any field there is."""
        row = {
            "user_id": self.colleague.id,
            "dossier_id": self.case.dossier_id.id,
            "resident_id": self.resident.id,
            "case_id": self.case.id,
            "kind": "supporter",
            "basis": "none",
        }
        mine = self.make_resident(user=self.colleague)
        dossier = self.case.dossier_id.id
        for model, name, value, values in [
            ("client.resident", "access_ids", [(0, 0, row)], {"nickname": "x"}),
            ("client.resident", "dossier_id", dossier, {"nickname": "x"}),
            ("client.case", "access_ids", [(0, 0, row)], {"resident_ids": mine.ids}),
            ("client.case", "dossier_id", dossier, {"resident_ids": mine.ids}),
            (
                "client.contact",
                "dossier_id",
                dossier,
                {"resident_id": mine.id, "channel_id": self.channel.id},
            ),
            (
                "client.question",
                "dossier_id",
                dossier,
                {
                    "contact_id": self.make_contact(mine).id,
                    "life_domain_id": self.domain.id,
                },
            ),
        ]:
            refused = self.assertRaises(AccessError)
            with self.subTest(model=model, name=name), refused, self.cr.savepoint():
                self.as_user(self.colleague, "ir.default").set(
                    model, name, value, user_id=True
                )
                self.as_user(self.colleague, model).create(values)
            self.assertFalse(self.sees(self.colleague, "client.case"))

    def test_returned_records_are_not_elevated(self):
        for record in (self.resident, self.contact):
            self.assertFalse(record.env.su)
            self.assertEqual(record.env.user, self.supporter)

    def test_files_are_not_copied_or_deleted(self):
        for model in ("client.resident", "client.contact", "client.case"):
            file = self.files[model].with_user(self.supporter)
            with self.assertRaises(UserError):
                file.copy()
            self.assertIn('duplicate="0"', file.get_view(view_type="form")["arch"])
            with self.assertRaises(AccessError):
                file.unlink()

    def test_a_link_shows_a_number_and_no_name(self):
        contact = self.contact.with_user(self.supporter)
        label = contact.read(["resident_id"])[0]["resident_id"][1]
        self.assertEqual(label, self.resident.number)
        named = contact.with_context(resident_names=True)
        self.assertIn("Sjaan", named.resident_id.display_name)

    def test_the_name_is_not_kept_for_the_next_user(self):
        """Within one request, a label worked out for one is not shown to another."""
        named = self.resident.with_context(resident_names=True)
        self.assertIn("Sjaan", named.display_name)
        seen = named.with_user(self.colleague).sudo().display_name
        self.assertNotIn("Sjaan", seen)

    def test_the_name_beside_the_number_is_for_readers_only(self):
        self.grant(self.colleague, "consent", section="contacts")
        contact = self.as_user(self.colleague, "client.contact").with_context(
            resident_names=True
        )
        label = contact.browse(self.contact.id).read(["resident_id"])[0]["resident_id"]
        self.assertEqual(label[1], self.resident.number)
