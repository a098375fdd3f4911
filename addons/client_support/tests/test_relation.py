from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import ClientSupportCase


@tagged("post_install", "-at_install")
class TestRelation(ClientSupportCase):
    """Persons around a resident, and what a carer tells about themselves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.resident = cls.make_resident(is_light=False)
        cls.case = cls.as_role("supporter", "client.case").create(
            {"resident_ids": cls.resident.ids}
        )
        cls.relation = cls.make_relation()

    @classmethod
    def make_relation(cls, **values):
        return cls.as_role("supporter", "client.relation").create(
            {
                "resident_id": cls.resident.id,
                "name": "Mira",
                "role": "child",
                "is_carer": True,
                **values,
            }
        )

    def checkin(self):
        return self.as_role("supporter", "client.carer.checkin").create(
            {"relation_id": self.relation.id, "burden": "4", "what_helps": "Slapen"}
        )

    def row(self, user, section, kind="supporter", file=None):
        self.env["client.access"]._grant(
            user, file or self.resident, kind, "Test", section=section
        )

    def test_on_each_case_of_the_resident(self):
        second = self.as_role("supporter", "client.case").create(
            {"resident_ids": self.resident.ids}
        )
        for case in (self.case, second):
            self.assertEqual(case.relation_ids, self.relation)
        elsewhere = self.as_role("supporter", "client.case").create(
            {"resident_ids": self.make_resident().ids}
        )
        self.assertFalse(elsewhere.relation_ids)

    def test_a_volunteer_has_the_case_and_not_the_network(self):
        volunteer = self.users["volunteer"]
        for section in ("case", "identity", "notes"):
            self.row(volunteer, section, "volunteer", self.case)
        case = self.as_user(volunteer, "client.case").browse(self.case.id)
        views = case.get_views([(False, "form")])
        shown = views["views"]["form"]["arch"]
        self.assertIn("note_ids", shown)
        for name in ("relation_ids", "document_ids", "resident_message_ids"):
            self.assertNotIn(f'name="{name}"', shown)
        with self.assertRaises(AccessError):
            case.read(["relation_ids"])
        self.assertFalse(case.has_new_messages)

    def test_added_from_the_case(self):
        action = self.case.action_new_relation()
        model = self.as_role("supporter", action["res_model"])
        with Form(model.with_context(**action["context"])) as form:
            form.name = "Bo"
            form.role = "neighbour"
        self.assertEqual(
            self.as_role("supporter", "client.case").browse(self.case.id).relation_ids,
            self.relation | form.record,
        )

    def test_speaks_between_its_days(self):
        today = fields.Date.today()
        day = timedelta(days=1)
        for start, last, expected in (
            (False, False, False),
            (today - 3 * day, False, True),
            (today - 3 * day, today + 3 * day, True),
            (today - 9 * day, today - 3 * day, False),
            (today + 3 * day, False, False),
        ):
            self.relation.write({"may_speak_from": start, "may_speak_until": last})
            self.assertEqual(self.relation.may_speak, expected)

    def test_no_search_by_name(self):
        found = self.as_role("supporter", "client.relation").name_search("Mira")
        self.assertFalse(found)
        self.assertNotIn("Mira", self.relation.display_name)

    def test_stranger_sees_nothing(self):
        self.checkin()
        for model in ("client.relation", "client.carer.checkin"):
            self.assertFalse(self.as_user(self.stranger, model).search([]))

    def test_a_checkin_is_for_who_works_on_the_whole_file(self):
        checkin = self.checkin()
        colleague = self.colleague
        theirs = self.as_user(colleague, "client.carer.checkin")
        for section, kind, opens in (
            ("network", "supporter", False),
            ("all", "consult", False),
            ("all", "break_glass", False),
            ("all", "cover", True),
        ):
            with self.subTest(section=section, kind=kind):
                self.row(colleague, section, kind)
                self.env.invalidate_all()
                self.assertEqual(bool(theirs.search([])), opens)
                self.env["client.access"]._end([("user_id", "=", colleague.id)])
        self.assertTrue(checkin.exists())

    def test_no_consent_and_no_portal_account_opens_a_checkin(self):
        self.checkin()
        for role, kind, section in (
            ("access_officer", "consent", "network"),
            ("portal", "resident", "all"),
            ("portal", "representative", "all"),
            ("coordinator", "look", "all"),
        ):
            with self.subTest(role=role):
                self.row(self.users[role], section, kind)
                with (
                    self.assertRaises(AccessError),
                    mute_logger("odoo.addons.base.models.ir_model"),
                ):
                    self.as_role(role, "client.carer.checkin").search([])
        self.assertFalse(
            self.as_role("access_officer", "client.relation")._shared_fields
            & {"name", "phone", "strength", "checkin_ids"}
        )

    def test_the_resident_does_not_learn_of_a_checkin(self):
        portal = self.users["portal"]
        self.row(portal, "all", "resident")
        self.env["client.access.log"]._book().take()
        self.checkin()
        self.write_the_log()
        self.assertFalse(
            self.as_user(portal, "client.access.log")._shown_to_user()[0]["lines"]
        )
        self.make_relation(name="Bo")
        self.write_the_log()
        lines = self.as_user(portal, "client.access.log")._shown_to_user()[0]["lines"]
        self.assertEqual(
            [line["what"] for line in lines], ["added: the people around you"]
        )

    def test_own_file_of_a_carer_points_nowhere(self):
        action = self.relation.action_own_file()
        carer = self.env["client.resident"].browse(action["res_id"])
        self.assertTrue(carer.is_light)
        self.assertEqual(carer.nickname, "Mira")
        for record, other in ((carer, self.resident), (self.relation, carer)):
            for name, field in record._fields.items():
                if field.comodel_name == other._name and name != "resident_id":
                    self.assertNotIn(other, record[name], name)
        with self.assertRaises(UserError):
            self.make_relation(is_carer=False).action_own_file()

    def test_merged_files_keep_their_network(self):
        checkin = self.checkin()
        kept = self.make_resident(is_light=False)
        kept._absorb(self.resident)
        self.env.invalidate_all()
        self.assertEqual(self.relation.resident_id, kept)
        self.assertEqual(
            checkin.sudo().dossier_id, kept.sudo().dossier_id, "the talk goes along"
        )
