import doctest

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import BaseCase, Form, HttpCase, tagged
from odoo.tools import mute_logger

from .. import duplicates, hours_text, review
from .truth_case import TruthCase


class TestDuplicateRules(BaseCase):
    """What makes two records alike, without a database."""

    def test_examples(self):
        for module in (duplicates, hours_text, review):
            self.assertEqual(doctest.testmod(module).failed, 0)

    def test_keys(self):
        for number in ("0781234567", "+31 78 123 45 67", "0031 78-1234567"):
            self.assertEqual(duplicates.phone_key(number), "+31781234567")
        for number in ("", None, "078 1", "bel ons"):
            self.assertEqual(duplicates.phone_key(number), "")
        for address in ("a@ziggo.nl", "a", "", None):
            self.assertEqual(duplicates.mail_key(address), "")
        self.assertEqual(duplicates.registry_key("1234 5678"), "12345678")
        self.assertEqual(duplicates.registry_key("123"), "")
        self.assertEqual(duplicates.address_key("3311AB", "Plein 1945 12"), "3311AB 12")
        self.assertEqual(duplicates.address_key("3311AB", "Plein"), "")
        self.assertEqual(duplicates.url_key("https://proef.nl/"), "")

    def test_likeness(self):
        for one, other, alike in (
            ("Stichting Buurtkoffie", "Buurtkoffie", True),
            ("Voedselbank Dordrecht", "De Voedselbank Dordrecht", True),
            ("Taalmaatjes", "Taalmaatje", True),
            ("Formulierenhulp", "Sociaal juridisch spreekuur", False),
            ("Stichting Op", "Stichting In", False),
        ):
            with self.subTest(one):
                keys = duplicates.name_key(one), duplicates.name_key(other)
                self.assertEqual(duplicates.likeness(*keys) >= duplicates.ALIKE, alike)


@tagged("post_install", "-at_install")
class TestDuplicates(TruthCase):
    """Found while somebody types, and afterwards in a list."""

    def test_services_of_one_organisation(self):
        services = self.env["social.service"].with_user(self.editor)
        for vals, alike in (
            ({"name": "Koffie in de buurt!"}, True),
            ({"name": "Buurtkoffie"}, True),
            ({"name": "Bezoek aan huis"}, False),
            ({"name": "Koffie, thee en buren"}, True),
        ):
            with self.subTest(vals):
                fresh = services.new(
                    {
                        "partner_id": self.organisation.id,
                        "phone": "+31781234567",
                        **vals,
                    }
                )
                self.assertEqual(bool(fresh.duplicate_ids), alike)
        self.service.url = "https://proef.test/koffie"
        fresh = services.new(
            {
                "name": "Iets heel anders",
                "partner_id": self.organisation.id,
                "url": "http://www.proef.test/koffie/",
            }
        )
        self.assertEqual(fresh.duplicate_ids._origin, self.service)
        fresh.partner_id = self.organisation_named("Ander")
        self.assertFalse(fresh.duplicate_ids)

    def test_list_of_services(self):
        twin = self.service_named("Koffie in de buurt 2")
        self.service_named("Heel iets anders")
        found = self.env["social.service"].search(
            [
                ("duplicate_ids", "!=", False),
                ("partner_id", "=", self.organisation.id),
            ]
        )
        self.assertEqual(found, self.service | twin)
        twin.action_end()
        self.assertFalse(self.service.duplicate_ids)

    def test_organisations(self):
        self.organisation.write(
            {
                "phone": "078 123 45 67",
                "email": "info@proef.test",
                "company_registry": "12345678",
                "zip": "3311 AB",
                "street": "Plein 1",
            }
        )
        person = self.env["res.partner"].create(
            {"name": "Jan", "phone": "0781234567", "email": "jan@proef.test"}
        )
        for vals in (
            {"name": "De Proef"},
            {"phone": "+31 78 1234567"},
            {"email": "ander@proef.test"},
            {"company_registry": "1234 5678"},
            {"zip": "3311ab", "street": "Het plein 1"},
        ):
            with self.subTest(vals):
                form = Form(
                    self.env["res.partner"]
                    .with_user(self.editor)
                    .with_context(
                        default_is_support_organization=True, default_is_company=True
                    ),
                    "social_map.social_organization_view_form",
                )
                form.name = "Iets totaal verschillends"
                self.assertFalse(form.duplicate_ids)
                for name, value in vals.items():
                    form[name] = value
                self.assertEqual(form.duplicate_ids[:], self.organisation)
        self.assertFalse(self.organisation.duplicate_ids & person)
        twin = self.organisation_named("Totaal anders", email="x@proef.test")
        named = self.organisation_named("Stichting de Proef")
        self.organisation_named("Nog iets", email="y@gmail.com")
        self.organisation_named("En nog een", email="z@gmail.com")
        found = self.env["res.partner"].search([("duplicate_ids", "!=", False)])
        self.assertEqual(
            found & (self.organisation | twin | named), self.organisation | twin | named
        )
        self.assertFalse(found.filtered(lambda one: "gmail" in (one.email or "")))


@tagged("post_install", "-at_install")
class TestToldApart(TruthCase):
    """What an editor said is not the same is not proposed again."""

    def setUp(self):
        super().setUp()
        make = self.organisation_named
        self.twin = make("Tweede Voorbeeld", company_registry="12345678")
        self.third = make("Stichting de Proef", company_registry="12345678")
        self.organisation.company_registry = "12345678"
        self.all = self.organisation | self.twin | self.third

    def proposed(self):
        return self.env["res.partner"].search(
            [("duplicate_ids", "!=", False), ("id", "in", self.all.ids)]
        )

    def test_one_of_all(self):
        self.assertEqual(self.proposed(), self.all)
        self.as_editor(self.twin).action_not_duplicate()
        self.assertFalse(self.twin.duplicate_ids)
        self.assertEqual(self.organisation.duplicate_ids, self.third)
        # The other two are still alike.
        self.assertEqual(self.proposed(), self.organisation | self.third)
        self.as_editor(self.third).action_not_duplicate()
        self.assertFalse(self.proposed())
        pairs = self.env["social.distinct.pair"].search([])
        pairs.with_user(self.editor).unlink()
        self.assertEqual(self.proposed(), self.all)

    def test_two_that_are_compared(self):
        wizard = (
            self.env["social.merge"]
            .with_user(self.editor)
            .create(
                {
                    "kept_partner_id": self.third.id,
                    "other_partner_id": self.organisation.id,
                }
            )
        )
        for _again in range(2):
            wizard.action_not_duplicate()
        self.assertEqual(self.third.duplicate_ids, self.twin)
        self.assertEqual(self.organisation.duplicate_ids, self.twin)
        self.assertEqual(self.proposed(), self.all)

    def test_what_is_merged_stays_apart_from_the_others(self):
        self.as_editor(self.twin).action_not_duplicate()
        self.env["social.merge"].with_user(self.editor).create(
            {"kept_partner_id": self.third.id, "other_partner_id": self.organisation.id}
        ).action_merge()
        self.assertFalse(self.proposed() & (self.twin | self.third))

    def test_roles(self):
        pairs = self.env["social.distinct.pair"]
        for user in (self.employee, self.portal, self.public, self.administrator):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.twin.with_user(user).action_not_duplicate()
        self.assertFalse(pairs.search([]))
        self.as_editor(self.twin).action_not_duplicate()
        pair = pairs.search([], limit=1)
        self.assertTrue(pair.with_user(self.employee).has_access("read"))
        for user in (self.employee, self.administrator):
            self.assertFalse(pair.with_user(user).has_access("unlink"))
        for user in (self.portal, self.public):
            self.assertFalse(pair.with_user(user).has_access("read"))
        self.assertFalse(pair.with_user(self.editor).has_access("write"))


@tagged("post_install", "-at_install")
class TestServicesToldApart(TruthCase):
    """Two services of one organisation that an editor said are not the same."""

    def setUp(self):
        super().setUp()
        self.other = self.service_named("Koffie in de buurt 2")
        self.third = self.service_named("Koffie in de buurt 3")
        self.all = self.service | self.other | self.third

    def proposed(self):
        return self.env["social.service"].search(
            [("duplicate_ids", "!=", False), ("id", "in", self.all.ids)]
        )

    def test_one_of_all(self):
        self.assertEqual(self.proposed(), self.all)
        self.as_editor(self.other).action_not_duplicate()
        self.assertFalse(self.other.duplicate_ids)
        self.assertEqual(self.service.duplicate_ids, self.third)
        # The other two are still alike.
        self.assertEqual(self.proposed(), self.service | self.third)
        pairs = self.env["social.distinct.pair"].search([])
        self.assertEqual(
            set(pairs.mapped("display_name")), {self.service.name, self.other.name}
        )
        pairs.with_user(self.editor).unlink()
        self.assertEqual(self.proposed(), self.all)

    def test_two_that_are_compared(self):
        wizard = (
            self.env["social.merge"]
            .with_user(self.editor)
            .create(
                {
                    "kept_service_id": self.third.id,
                    "other_service_id": self.service.id,
                }
            )
        )
        for _again in range(2):
            wizard.action_not_duplicate()
        self.assertEqual(self.third.duplicate_ids, self.other)
        self.assertEqual(self.service.duplicate_ids, self.other)

    def test_what_is_merged_stays_apart_from_the_others(self):
        self.as_editor(self.third).action_not_duplicate()
        self.env["social.merge"].with_user(self.editor).create(
            {"kept_service_id": self.service.id, "other_service_id": self.other.id}
        ).action_merge()
        self.assertFalse(self.proposed())

    def test_roles(self):
        alone = self.service_named("Rolstoeldansen")
        for user in (self.employee, self.portal, self.public, self.administrator):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.other.with_user(user).action_not_duplicate()
            with self.subTest(user.login), self.assertRaises(AccessError):
                # Nothing looks like it: refused all the same.
                alone.with_user(user).action_not_duplicate()
        self.assertFalse(self.env["social.distinct.pair"].search([]))

    def test_a_pair_is_of_one_sort(self):
        card = self.organisation.social_organization_ids
        services = {
            "service_id": min(self.all.ids),
            "other_service_id": max(self.all.ids),
        }
        for values in (
            {},
            {"service_id": self.service.id},
            {**services, "organization_id": card.id},
            {"organization_id": card.id},
            {"service_id": self.service.id, "other_service_id": self.service.id},
        ):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.env["social.distinct.pair"].create(values)


@tagged("post_install", "-at_install")
class TestMerge(TruthCase):
    """Two become one, and whoever knew the other still finds it."""

    def setUp(self):
        super().setUp()
        self.other = self.service_named(
            "Koffie in de buurt 2", email="b@proef.test", phone="078 2"
        )

    def merge(self, kept, other, user=None, take=()):
        action = kept.with_user(user or self.editor).action_merge()
        wizard = Form(
            self.env["social.merge"]
            .with_user(user or self.editor)
            .with_context(**action["context"])
        )
        if kept._name == "social.service":
            wizard.other_service_id = other
        else:
            wizard.other_partner_id = other
        for place in range(len(wizard.line_ids)):
            with wizard.line_ids.edit(place) as line:
                line.take_other = line.field_name in take or line.take_other
        record = wizard.save()
        record.action_merge()
        return record

    def place(self, name):
        return self.env["social.location"].create(
            {
                "name": name,
                "street": "Plein 1",
                "postal_code": "3311 AB",
                "city": "Proefstad",
            }
        )

    def test_services(self):
        here, both = self.place("Hier"), self.place("Allebei")
        make = self.env["social.service.location"].create
        kept_place = make({"service_id": self.service.id, "location_id": both.id})
        twin_place, moved_place = make(
            [
                {"service_id": self.other.id, "location_id": both.id},
                {"service_id": self.other.id, "location_id": here.id},
            ]
        )
        proposal = self.env["social.change.proposal"]._propose(
            self.other, {"phone": "078 3"}, "import"
        )
        self.other.activity_schedule(summary="Bel eens", user_id=self.editor.id)
        self.merge(self.service, self.other, take=["phone"])
        self.assertEqual(self.service.phone, "078 2")
        self.assertEqual(self.service.name, "Koffie in de buurt")
        self.assertEqual(self.service.email, "b@proef.test")
        self.assertEqual(self.service.service_location_ids, kept_place | moved_place)
        self.assertEqual(proposal.service_id, self.service)
        self.assertIn("Bel eens", self.service.activity_ids.mapped("summary"))
        self.assertEqual(self.other.state, "ended")
        self.assertFalse(self.other.active)
        alias = self.env["social.uuid.alias"].search([("uuid", "=", self.other.uuid)])
        self.assertEqual(alias.create_uid, self.editor)
        heir = self.env["social.uuid.alias"].with_user(self.public)._heir
        self.assertEqual(heir("social.service", uuid=self.other.uuid), self.service)
        self.assertEqual(heir("social.service", old_id=self.other.id), self.service)
        self.assertEqual(
            heir("social.service.location", uuid=twin_place.uuid), kept_place
        )
        self.assertFalse(heir("social.organization", uuid=self.other.uuid))
        self.service.action_end()
        self.assertFalse(heir("social.service", uuid=self.other.uuid))

    def test_merged_twice_leads_to_the_last(self):
        third = self.service_named("Koffie in de buurt 3")
        self.merge(self.service, self.other)
        self.merge(third, self.service)
        heir = self.env["social.uuid.alias"].with_user(self.public)._heir
        for service in (self.other, self.service):
            self.assertEqual(heir("social.service", uuid=service.uuid), third)

    def test_organisations(self):
        twin = self.organisation_named("Stichting de Proef", phone="078 5")
        employee = self.env["res.partner"].create({"name": "Jan", "parent_id": twin.id})
        service = self.service_named("Bezoek", partner_id=twin.id)
        ended = self.service_named("Oud", partner_id=twin.id, state="ended")
        gone = twin.social_organization_ids
        self.merge(self.organisation, twin)
        card = self.organisation.social_organization_ids
        self.assertEqual((service | ended).partner_id, self.organisation)
        self.assertEqual(service.organization_id, card)
        self.assertTrue(service.is_published)
        self.assertEqual(self.organisation.phone, "078 5")
        self.assertFalse(twin.active)
        self.assertFalse(gone.active)
        self.assertEqual(employee.parent_id, twin)
        heir = self.env["social.uuid.alias"].with_user(self.public)._heir
        self.assertEqual(heir("social.organization", uuid=gone.uuid), card)

    def test_who_merges(self):
        for user in (self.employee, self.portal, self.public, self.administrator):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["social.merge"].with_user(user).create(
                    {
                        "kept_service_id": self.service.id,
                        "other_service_id": self.other.id,
                    }
                ).action_merge()
        contact = self.env["res.partner"].create({"name": "B", "is_company": True})
        merges = self.env["social.merge"].with_user(self.editor)
        for kept, other in (
            (self.organisation, contact),
            (contact, self.organisation),
        ):
            with self.assertRaises(AccessError):
                merges.create(
                    {"kept_partner_id": kept.id, "other_partner_id": other.id}
                ).action_merge()
        for vals in ({}, {"other_service_id": self.service.id}):
            with self.assertRaises(UserError):
                merges.create(
                    {"kept_service_id": self.service.id, **vals}
                ).action_merge()
        with self.assertRaises(AccessError):
            self.env["social.uuid.alias"].with_user(self.public).search([])

    def test_what_is_shown_already_is_not_opened_once_more(self):
        """Its form would stand in the path of the screen twice."""
        merges = self.env["social.merge"].with_user(self.editor)
        action = self.as_editor(self.service).action_merge()
        wizard = merges.with_context(**action["context"]).create(
            {"other_service_id": self.other.id}
        )
        swapped = merges.with_context(**wizard.action_swap()["context"]).create({})
        back = merges.with_context(**swapped.action_swap()["context"]).create({})
        self.assertEqual(swapped.kept_service_id, self.other)
        with self.env.cr.savepoint() as point:
            self.assertEqual(swapped.action_merge()["res_id"], self.other.id)
            point.rollback()
        self.assertEqual(back.action_merge()["type"], "ir.actions.act_window_close")

    def test_a_field_that_is_not_compared_is_not_taken(self):
        wizard = (
            self.env["social.merge"]
            .with_user(self.editor)
            .create(
                {
                    "kept_service_id": self.service.id,
                    "other_service_id": self.other.id,
                    "line_ids": [
                        Command.create({"field_name": "uuid", "take_other": True})
                    ],
                }
            )
        )
        uuid = self.service.uuid
        wizard.action_merge()
        self.assertEqual(self.service.uuid, uuid)


@tagged("post_install", "-at_install")
class TestMergedPages(HttpCase, TruthCase):
    """An old address leads to the page of what it became."""

    def test_redirect(self):
        other = self.service_named("Koffie met taart")
        old = other._page_path()
        self.env["social.uuid.alias"]._keep(other, self.service)
        other.write({"state": "ended", "active": False})
        for address in (old, f"/sociale-kaart/hulp/{other.id}"):
            answer = self.url_open(address, allow_redirects=False)
            self.assertEqual(answer.status_code, 301)
            self.assertTrue(
                answer.headers["Location"].endswith(self.service._page_path())
            )
        leaflet = self.url_open(f"{old}/folder")
        self.assertTrue(leaflet.url.endswith(f"{self.service._page_path()}/folder"))
        self.assertEqual(leaflet.status_code, 200)
        self.service.action_end()
        answer = self.url_open(old, allow_redirects=False)
        self.assertNotEqual(answer.status_code, 301)
