from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import ClientSupportCase


@tagged("post_install", "-at_install")
class TestQuickContact(ClientSupportCase):
    """The smallest form, in its three ways."""

    def quick(self, **values):
        wizard = self.as_role("walk_in", "client.quick.contact")
        return wizard.create(
            {
                "team_id": self.team.id,
                "life_domain_ids": [self.domain.id],
                "minutes": "30",
                **values,
            }
        )

    def newest(self, model):
        return self.as_role("walk_in", model).search([], limit=1, order="id desc")

    def test_new_resident(self):
        form = self.quick(who="new", nickname=" Pluk ", description="Huur")
        form.action_save_next()
        contact = self.newest("client.contact")
        self.assertEqual(contact.resident_id.nickname, "Pluk")
        self.assertTrue(contact.resident_id.is_light)
        self.assertEqual(contact.question_ids.life_domain_id, self.domain)
        self.assertEqual(contact.question_ids.description, "Huur")
        self.assertEqual(contact.minutes, 30)

    def test_known_resident(self):
        resident = self.make_resident("walk_in")
        self.quick(who="known", resident_id=resident.id).action_save_next()
        self.assertEqual(self.newest("client.contact").resident_id, resident)

    def test_anonymous(self):
        before = self.newest("client.contact")
        self.quick(who="anonymous").action_save_next()
        self.assertEqual(self.newest("client.contact"), before)
        contact = self.newest("client.contact.anonymous")
        self.assertEqual(contact.life_domain_ids, self.domain)
        self.assertEqual(contact.team_id, self.team)

    def test_the_road_is_kept_of_who_is_known(self):
        """Of nobody the model has no place for it."""
        gp = self.env.ref("client_support.arrival_gp")
        self.quick(who="new", nickname="Sjaan", arrival_id=gp.id).action_save_next()
        self.assertEqual(self.newest("client.contact").arrival_id, gp)
        self.quick(who="anonymous", arrival_id=gp.id).action_save_next()
        self.assertNotIn("arrival_id", self.newest("client.contact.anonymous")._fields)

    def test_nothing_of_the_form_stays(self):
        for who in ("new", "anonymous"):
            form = self.quick(who=who, nickname="Pluk")
            form.action_save_next()
            self.assertFalse(form.exists())

    def test_a_form_in_the_making_is_for_its_maker_only(self):
        form = self.quick(who="anonymous")
        forms = self.as_role("supporter", "client.quick.contact")
        self.assertFalse(forms.search([]))
        for operation in ("read", "write", "unlink"):
            self.assertTrue(form.has_access(operation))
            self.assertFalse(forms.browse(form.id).has_access(operation))

    def test_the_next_form_keeps_team_channel_kind_and_date(self):
        kind = self.env.ref("client_support.contact_kind_chat")
        form = self.quick(
            who="anonymous",
            kind_id=kind.id,
            channel_id=self.channel.id,
            date="2026-01-05",
        )
        action = form.action_save_next()["params"]["next"]
        wizard = self.as_role("walk_in", "client.quick.contact")
        empty = Form(wizard.with_context(**action["context"]))
        self.assertEqual(empty.kind_id, kind)
        self.assertEqual(empty.channel_id, self.channel)
        self.assertEqual(empty.team_id, self.team)
        self.assertEqual(str(empty.date), "2026-01-05")
        self.assertFalse(empty.life_domain_ids)

    def test_last_choice_is_remembered_for_this_user(self):
        kind = self.env.ref("client_support.contact_kind_chat")
        self.quick(who="new", nickname="Pluk", kind_id=kind.id).action_save_next()
        self.assertEqual(
            Form(self.as_role("walk_in", "client.quick.contact")).kind_id, kind
        )
        self.assertNotEqual(
            Form(self.as_role("supporter", "client.quick.contact")).kind_id, kind
        )

    def test_an_anonymous_contact_leaves_no_choice_behind(self):
        kind = self.env.ref("client_support.contact_kind_chat")
        self.quick(who="anonymous", kind_id=kind.id).action_save_next()
        self.assertFalse(
            self.env["ir.default"].search([("user_id", "=", self.users["walk_in"].id)])
        )

    def test_a_remembered_choice_that_was_archived(self):
        kind = self.env.ref("client_support.contact_kind_chat")
        self.quick(who="new", nickname="Pluk", kind_id=kind.id).action_save_next()
        kind.active = False
        self.assertFalse(Form(self.as_role("walk_in", "client.quick.contact")).kind_id)

    def test_a_remembered_team_of_another_organisation(self):
        self.env["ir.default"].set(
            "client.quick.contact",
            "team_id",
            self.other_team.id,
            user_id=self.users["walk_in"].id,
        )
        self.assertFalse(Form(self.as_role("walk_in", "client.quick.contact")).team_id)

    def test_save_and_make_a_case(self):
        action = self.quick(who="new", nickname="Pluk").action_save_case()
        self.assertEqual(action["res_model"], "client.case")
        case = self.newest("client.case")
        self.assertEqual(case.question_ids.life_domain_id, self.domain)

    def test_what_is_missing_is_said(self):
        for values in (
            {"who": "new", "nickname": "  "},
            {"who": "known"},
        ):
            with self.assertRaises(UserError):
                self.quick(**values).action_save_next()
        with self.assertRaises(UserError):
            self.quick(who="anonymous").action_save_case()
