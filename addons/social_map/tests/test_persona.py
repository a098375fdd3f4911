from lxml import etree

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .test_service import ServiceCase


@tagged("post_install", "-at_install")
class TestPersona(ServiceCase):
    """Colleagues look at the map through the eyes of an invented person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.persona, cls.other = cls.env["social.persona"].create(
            [{"name": "Proef (20), zoekt"}, {"name": "Ander (50), zoekt"}]
        )
        cls.services = cls.env["social.service"]

    def test_who_edits_services_tags_them(self):
        form = Form(self.service.with_user(self.editor))
        form.persona_ids.add(self.persona)
        form.save()
        self.assertEqual(self.service.persona_ids, self.persona)
        with self.assertRaises(AccessError):
            self.service.with_user(self.employee).persona_ids = self.other
        self.assertEqual(
            self.service.with_user(self.employee).persona_ids, self.persona
        )

    def test_a_tag_is_no_change_for_the_public(self):
        """Who collects open data fetches again what changed for them, and no more."""
        before = self.service.last_modified
        self.service.with_user(self.editor).persona_ids = self.persona
        self.assertEqual(self.service.last_modified, before)

    def test_staff_find_by_persona(self):
        self.service.persona_ids = self.persona
        elsewhere = self.a_service(persona_ids=self.other.ids)
        neither = self.a_service()
        reader = self.service.with_user(self.employee)
        for screen in (
            "social_service_view_search",
            "social_service_view_search_look_up",
        ):
            view = self.env.ref(f"social_map.{screen}")
            arch = etree.fromstring(reader.get_view(view.id, "search")["arch"])
            with self.subTest(screen):
                self.assertTrue(arch.xpath("./field[@name='persona_ids']"))
                group = arch.find(".//filter[@name='group_persona']")
                groupby = safe_eval(group.get("context"))["group_by"]
                ours = [("id", "in", (self.service | elsewhere | neither).ids)]
                self.assertEqual(
                    dict(reader._read_group(ours, [groupby], ["id:recordset"])),
                    {
                        self.persona: self.service,
                        self.other: elsewhere,
                        self.env["social.persona"]: neither,
                    },
                )
        found = reader.search([("persona_ids", "ilike", "proef")])
        self.assertEqual(found, self.service)

    def test_from_a_persona_to_what_there_is(self):
        self.service.persona_ids = self.persona
        action = self.persona.with_user(self.employee).action_look_up()
        self.assertEqual(action["res_model"], "social.service")
        chosen = action["context"]["search_default_persona_ids"]
        found = self.services.with_user(self.employee).search(
            [("persona_ids", "in", chosen), *safe_eval(action["domain"])]
        )
        self.assertEqual(found, self.service)

    def test_an_archived_persona_stays_on_what_it_was_put_on(self):
        self.service.persona_ids = self.persona
        self.persona.with_user(self.editor).action_archive()
        self.assertNotIn(self.persona, self.env["social.persona"].search([]))
        self.assertEqual(
            self.service.with_context(active_test=False).persona_ids, self.persona
        )

    def test_merging_takes_the_personas_of_what_goes(self):
        other = self.a_service(name="Dubbel")
        other.persona_ids = [Command.link(self.persona.id)]
        merges = self.env["social.merge"].with_user(self.editor)
        context = merges._open(self.service, other)["context"]
        Form(merges.with_context(**context)).save().action_merge()
        self.assertEqual(self.service.persona_ids, self.persona)
