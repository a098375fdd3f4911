from datetime import timedelta

from lxml import etree
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from .. import review
from .common import SocialMapCommon

LONG_AGO = "2020-01-01 00:00:00"
# Fields for staff alone, with what a curious visitor may ask for.
INTERNAL = {
    "partner_id": 1,
    "owner_id": 1,
    "note": "Only for us",
    "next_review": "2030-01-01",
    "persona_ids": 1,
    "source": "x",
    "source_key": "x",
}


class ServiceCase(SocialMapCommon):
    """One complete service that is published, with hours, a cost and two places."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.area = cls.env["social.area"].create(
            {"name": "Proefstad", "level": "municipality"}
        )
        cls.life_domain = cls.env["life.domain"].create({"name": "A", "code": "a"})
        cls.partner = cls.organisation("Hulp Proef")
        cls.place = cls.location("Buurthuis")
        cls.shelter = cls.location("Schuiladres", is_confidential=True)
        cls.service = cls.a_service(
            name="Open huis",
            state="published",
            note="Only for us",
            cost_ids=[Command.create({"name": "Per visit", "amount": 2})],
            schedule_ids=[cls.hours()],
            service_location_ids=[
                Command.create({"location_id": cls.place.id}),
                Command.create(
                    {"location_id": cls.shelter.id, "schedule_ids": [cls.hours()]}
                ),
            ],
        )
        cls.at_place, cls.at_shelter = cls.service.service_location_ids

    @classmethod
    def organisation(cls, name, **values):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "is_support_organization": True,
                "public_description": "We help.",
                "phone": "078 555 99 99",
            }
            | values
        )

    @classmethod
    def location(cls, name, **values):
        return cls.env["social.location"].create(
            {
                "name": name,
                "street": "Verzonnenlaan 1",
                "postal_code": "3311 AB",
                "city": "Proefstad",
            }
            | values
        )

    @classmethod
    def a_service(cls, **values):
        return cls.env["social.service"].create(
            {
                "name": "Help",
                "partner_id": cls.partner.id,
                "summary": "You get help.",
                "life_domain_ids": [Command.set(cls.life_domain.ids)],
                "area_ids": [Command.set(cls.area.ids)],
            }
            | values
        )

    @classmethod
    def hours(cls, **values):
        return Command.create({"weekday": "0", "opens_at": 9, "closes_at": 12} | values)

    def parts(self):
        """Every record that the service is published with, its secret place aside."""
        return [
            self.service,
            self.service.organization_id,
            self.service.cost_ids,
            self.service.schedule_ids,
            self.at_place,
            self.place,
        ]

    def assertReads(self, record, user, expected):
        """The user finds the record and reads it by its id, or neither."""
        seen = record.with_user(user).with_context(active_test=False)
        found = bool(seen.search([("id", "=", record.id)]))
        self.assertEqual(
            (found, seen.has_access("read")),
            (expected, expected),
            f"{user.login}: {record._name}",
        )


@tagged("post_install", "-at_install")
class TestWhoReads(ServiceCase):
    """Everybody reads what is published; the rest and secret addresses stay inside."""

    def assertReaders(self, records, public):
        for record in records:
            for user in (self.employee, self.editor):
                self.assertReads(record, user, True)
            for user in (self.portal, self.public):
                self.assertReads(record, user, public)

    def test_published_is_read_by_everybody(self):
        self.assertReaders(self.parts(), True)

    def test_paused_is_read_by_everybody(self):
        self.service.action_pause()
        self.assertReaders(self.parts(), True)

    def test_draft_is_read_by_staff_only(self):
        self.service.state = "draft"
        organisation = self.service.organization_id
        self.assertReaders(
            [part for part in self.parts() if part != organisation], False
        )

    def test_ended_is_read_by_staff_only(self):
        self.service.action_end()
        organisation = self.service.organization_id
        self.assertReaders(
            [part for part in self.parts() if part != organisation], False
        )

    def test_archived_is_read_by_staff_only(self):
        self.service.active = False
        self.assertReaders([self.service, self.place, self.at_place], False)

    def test_an_archived_organisation_takes_all_with_it(self):
        self.partner.active = False
        self.assertReaders(self.parts(), False)
        self.partner.active = True
        self.assertReaders(self.parts(), True)

    def test_an_organisation_that_leaves_the_map_takes_all_with_it(self):
        self.partner.is_support_organization = False
        self.assertReaders(self.parts(), False)

    def test_an_archived_place_is_closed_to_the_public(self):
        self.place.active = False
        self.assertReaders([self.place, self.at_place], False)

    def test_a_secret_address_is_for_editors(self):
        for record in (self.shelter, self.at_shelter):
            self.assertReads(record, self.editor, True)
            for user in (self.employee, self.portal, self.public):
                self.assertReads(record, user, False)
        for user in (self.portal, self.public):
            self.assertReads(self.at_shelter.schedule_ids, user, False)
        for user in (self.employee, self.portal, self.public):
            service = self.service.with_user(user)
            self.assertEqual(service.service_location_ids, self.at_place)
            self.assertFalse(
                service.search(
                    [("service_location_ids.location_id.name", "=", "Schuiladres")]
                ),
                "no guessing of a secret address by searching for services",
            )

    def test_an_address_that_becomes_secret_is_gone_at_once(self):
        self.place.is_confidential = True
        for user in (self.employee, self.portal, self.public):
            for record in (self.place, self.at_place):
                self.assertReads(record, user, False)

    def test_a_place_without_a_published_service_is_not_shown(self):
        self.assertReaders([self.location("Leeg")], False)

    def test_what_is_ours_alone(self):
        card = self.service.organization_id
        for user in (self.portal, self.public):
            service = self.service.with_user(user)
            for name, value in INTERNAL.items():
                with self.subTest(user=user.login, field=name):
                    with self.assertRaises(AccessError):
                        service.read([name])
                    with self.assertRaises(AccessError):
                        service.search([(name, "=", value)])
                    with self.assertRaises(AccessError):
                        service.search([], order=name)
            with self.assertRaises(AccessError):
                card.with_user(user).read(["partner_id"])
            service.read(["name", "summary", "organization_name", "uuid"])
            card.with_user(user).read()
        self.service.with_user(self.employee).read(list(INTERNAL))

    def test_the_public_reads_no_contact(self):
        with self.assertRaises(AccessError):
            self.partner.with_user(self.public).read(["name"])
        self.assertEqual(
            self.service.with_user(self.public).organization_name, "Hulp Proef"
        )


@tagged("post_install", "-at_install")
class TestWhoWrites(ServiceCase):
    """Directory editors keep the map and its organisations, and no other contact."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact_administrator = new_test_user(
            cls.env, "map_contacts", "base.group_user,base.group_partner_manager"
        )
        cls.person = cls.env["res.partner"].create({"name": "A person"})

    def test_nobody_but_editors(self):
        for user in (self.employee, self.portal, self.public):
            for record in self.parts():
                for operation in ("write", "create", "unlink"):
                    with self.subTest(user=user.login, model=record._name):
                        self.assertFalse(
                            record.with_user(user).has_access(operation), operation
                        )
            with self.assertRaises(AccessError):
                self.service.with_user(user).action_end()
            with self.assertRaises(AccessError):
                self.service.with_user(user).action_assure()

    def test_the_editor_keeps_everything_but_cards(self):
        card = self.service.organization_id
        for record in self.parts():
            rights = {"write", "create", "unlink"} if record != card else set()
            seen = record.with_user(self.editor)
            self.assertEqual(
                {
                    name
                    for name in ("write", "create", "unlink")
                    if seen.has_access(name)
                },
                rights,
                record._name,
            )

    def test_the_editor_keeps_a_whole_service(self):
        service = self.service.with_user(self.editor).copy({"name": "Another"})
        service.write(
            {
                "summary": "Better words.",
                "cost_ids": [Command.clear()],
                "schedule_ids": [self.hours(weekday="4")],
            }
        )
        service.action_publish()
        self.assertTrue(service.is_published)
        service.action_pause()
        service.action_end()
        self.assertFalse(service.is_published)

    def test_the_editor_keeps_organisations_of_the_map(self):
        contacts = self.env["res.partner"].with_user(self.editor)
        partner = contacts.create(
            {"name": "New", "is_company": True, "is_support_organization": True}
        )
        partner.write({"phone": "078 555 99 98", "public_description": "It helps."})
        self.assertEqual(partner.social_organization_ids.phone, "078 555 99 98")
        with self.assertRaises(AccessError):
            partner.unlink()

    def test_the_editor_keeps_no_other_contact(self):
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(self.editor).create({"name": "A person"})
        with self.assertRaises(AccessError):
            self.person.with_user(self.editor).name = "Somebody else"
        with self.assertRaises(AccessError):
            self.person.with_user(self.editor).is_support_organization = True

    def test_administrators_of_contacts_keep_all(self):
        for user in (self.contact_administrator, self.administrator):
            for contact in (self.person, self.partner):
                contact.with_user(user).comment = user.login
                self.assertIn(user.login, contact.comment)
        self.editor.group_ids |= self.env.ref("base.group_partner_manager")
        self.person.with_user(self.editor).name = "An editor may be both"

    def test_a_person_is_no_organisation(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.person.is_support_organization = True
            self.person.flush_recordset()

    def test_the_card_follows_its_contact(self):
        card = self.service.organization_id
        self.partner.with_user(self.contact_administrator).write(
            {
                "name": "Renamed",
                "email": "info@example.com",
                "organization_type": "informal",
                "company_registry": "12345678",
            }
        )
        self.assertEqual(
            (card.name, card.email, card.organization_type, card.company_registry),
            ("Renamed", "info@example.com", "informal", "12345678"),
        )
        self.assertEqual(self.service.organization_name, "Renamed")

    def test_no_form_asks_for_messages_that_are_not_there(self):
        # Odoo accepts a chatter on any model, and fails in the browser.
        views = self.env["ir.ui.view"].search(
            [("arch_db", "like", "<chatter"), ("model", "like", "social.")]
        )
        wrong = views.filtered(
            lambda view: not hasattr(self.env[view.model], "_get_thread_with_access")
        )
        self.assertFalse(wrong.mapped("name"))

    def test_deletion(self):
        for state in ("published", "paused", "ended"):
            service = self.a_service(state=state)
            with self.assertRaises(UserError):
                service.with_user(self.editor).unlink()
        draft = self.a_service()
        draft.with_user(self.editor).unlink()
        self.assertFalse(draft.exists())


@tagged("post_install", "-at_install")
class TestLastModified(ServiceCase):
    """Whoever keeps a copy of the open data hears of every change that it shows."""

    def assertTouches(self, records, change, touched=True):
        """`change()` lets `last_modified` of these records rise, or leaves it."""
        self.env.flush_all()
        for record in records:
            self.env.cr.execute(
                f"UPDATE {record._table} SET last_modified = %s WHERE id IN %s",
                [LONG_AGO, record._ids],
            )
        self.env.invalidate_all()
        change()
        self.env.flush_all()
        long_ago = fields.Datetime.to_datetime(LONG_AGO)
        for record in records:
            for one in record:
                self.assertEqual(
                    one.last_modified > long_ago, touched, f"{one._name}: {change}"
                )

    def test_the_service_itself(self):
        for values in (
            {"name": "Other"},
            {"summary": "Other."},
            {"state": "paused"},
            {"life_domain_ids": [Command.create({"name": "B", "code": "b"})]},
            {"waiting_weeks": 3},
        ):
            self.assertTouches([self.service], lambda v=values: self.service.write(v))

    def test_what_nobody_sees(self):
        for values in (
            {"note": "Other"},
            {"owner_id": self.editor.id},
            {"next_review": "2030-01-01"},
        ):
            self.assertTouches(
                [self.service], lambda v=values: self.service.write(v), touched=False
            )

    def test_lines(self):
        for line, values in (
            (self.service.cost_ids, {"amount": 3}),
            (self.service.schedule_ids, {"closes_at": 13}),
        ):
            self.assertTouches([self.service], lambda i=line, v=values: i.write(v))
            self.assertTouches([self.service], line.copy)
            self.assertTouches([self.service], line.unlink)

    def test_a_line_that_moves_changes_both(self):
        other = self.a_service(name="Other")
        self.assertTouches(
            [self.service | other],
            lambda: self.service.cost_ids.write({"service_id": other.id}),
        )

    def test_hours_of_a_place(self):
        self.assertTouches(
            [self.service, self.at_place],
            lambda: self.at_place.write({"schedule_ids": [self.hours()]}),
        )
        self.assertTouches(
            [self.service, self.at_place], lambda: self.at_place.schedule_ids.unlink()
        )

    def test_a_place(self):
        for values in ({"street": "Elders 2"}, {"is_confidential": True}):
            self.assertTouches(
                [self.service, self.at_place, self.place],
                lambda v=values: self.place.write(v),
            )
        self.assertTouches(
            [self.service, self.at_place], lambda: self.at_place.write({"phone": "1"})
        )
        elsewhere = self.location("Elders")
        self.assertTouches(
            [self.service],
            lambda: self.service.write(
                {
                    "service_location_ids": [
                        Command.create({"location_id": elsewhere.id})
                    ]
                }
            ),
        )
        self.assertTouches([self.service], self.at_place.unlink)

    def test_the_organisation(self):
        card = self.service.organization_id
        for values in (
            {"name": "Other"},
            {"phone": "078 555 99 97"},
            {"email": "other@example.com"},
            {"website": "https://www.example.com"},
            {"public_description": "Other."},
            {"active": False},
            {"active": True},
        ):
            self.assertTouches(
                [self.service, card], lambda v=values: self.partner.write(v)
            )
        self.assertTouches(
            [self.service, card],
            lambda: self.partner.write({"comment": "Not public"}),
            touched=False,
        )

    def test_uuid_stays(self):
        for record in (self.service, self.at_place, self.place):
            uuid = record.uuid
            self.assertRegex(uuid, r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
            if "name" in record:
                record.name = "Other"
            self.assertEqual(record.uuid, uuid)
        card = self.service.organization_id
        uuid = card.uuid
        self.partner.name = "Other"
        self.partner.active = False
        self.partner.active = True
        self.assertEqual((self.service.organization_id, card.uuid), (card, uuid))

    def test_uuid_is_not_copied(self):
        copy = self.service.copy()
        self.assertNotEqual(copy.uuid, self.service.uuid)
        self.assertEqual(copy.state, "draft")
        self.assertFalse(copy.last_assured)
        self.assertEqual(copy.cost_ids.mapped("amount"), [2])
        self.assertFalse(
            set(copy.service_location_ids.mapped("uuid"))
            & set(self.service.service_location_ids.mapped("uuid"))
        )
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            copy.uuid = self.service.uuid
            copy.flush_recordset()


@tagged("post_install", "-at_install")
class TestPublication(ServiceCase):
    """What everybody can find says enough to be of use."""

    INCOMPLETE = (
        {"summary": False},
        {"life_domain_ids": [Command.clear()]},
        {"area_ids": [Command.clear()]},
    )

    def test_create(self):
        for values in self.INCOMPLETE:
            for state in ("published", "paused"):
                with self.subTest(**values), self.assertRaises(ValidationError):
                    self.a_service(state=state, **values)
            self.a_service(**values)

    def test_publish(self):
        for values in self.INCOMPLETE:
            service = self.a_service(**values).with_user(self.editor)
            with self.subTest(**values), self.assertRaises(ValidationError):
                service.action_publish()
            with self.subTest(**values), self.assertRaises(ValidationError):
                service.action_pause()

    def test_afterwards(self):
        for values in self.INCOMPLETE:
            with self.subTest(**values), self.assertRaises(ValidationError):
                self.service.with_user(self.editor).write(values)

    def test_the_whole_country_is_an_area(self):
        service = self.a_service(area_ids=False, is_nationwide=True)
        service.action_publish()
        self.assertTrue(service.is_published)

    def test_the_organisation_must_be_known(self):
        silent = self.organisation("Silent", public_description=False)
        stranger = self.env["res.partner"].create({"name": "S", "is_company": True})
        for partner in (silent, stranger):
            with self.subTest(partner=partner.name):
                with self.assertRaises(ValidationError):
                    self.a_service(partner_id=partner.id, state="published")
                with self.assertRaises(ValidationError):
                    self.service.partner_id = partner

    def test_the_organisation_stays_known(self):
        with self.assertRaises(ValidationError):
            self.partner.with_user(self.editor).public_description = False
        with self.assertRaises(ValidationError):
            self.partner.with_user(self.editor).phone = False
        self.service.email = "a@example.com"
        self.partner.phone = False

    def test_one_must_be_reachable(self):
        mute = self.organisation("Mute", phone=False)
        with self.assertRaises(ValidationError):
            self.a_service(partner_id=mute.id, state="published")
        for values in (
            {"phone": "1"},
            {"email": "a@example.com"},
            {"url": "https://example.com"},
        ):
            service = self.a_service(partner_id=mute.id, state="published", **values)
            self.assertTrue(service.is_published)

    def test_publishing_is_assuring(self):
        service = self.a_service()
        service.action_publish()
        today = review.today()
        self.assertEqual(service.last_assured, today)
        self.assertEqual(
            service.next_review, fields.Date.add(today, years=1), "a year later"
        )

    def test_formality_follows_the_form(self):
        form = self.env["support.form"].create({"name": "F", "formality": "informal"})
        service = self.a_service(support_form_id=form.id)
        self.assertEqual(service.formality, "informal")
        form.formality = "formal"
        self.assertEqual(service.formality, "formal")
        self.assertEqual(self.a_service().formality, "formal")

    def test_staff_find_by_moment_of_support(self):
        """One of the moments or several: the filters widen each other on a screen."""
        reader = self.service.with_user(self.employee)
        for screen in (
            "social_service_view_search",
            "social_service_view_search_look_up",
        ):
            view = self.env.ref(f"social_map.{screen}")
            arch = etree.fromstring(reader.get_view(view.id, "search")["arch"])
            for moment in ("reflection", "obtaining", "using"):
                with self.subTest(screen, moment=moment):
                    one = self.a_service(**{f"moment_{moment}": True})
                    node = arch.find(f".//filter[@name='moment_{moment}']")
                    found = reader.search(safe_eval(node.get("domain")))
                    self.assertIn(one, found)
                    self.assertNotIn(self.service, found)

    def test_a_measure_grows_old(self):
        today = review.today()
        for days, current in ((0, True), (90, True), (91, False)):
            self.service.measured_on = today - timedelta(days=days)
            self.assertEqual(self.service.is_measure_current, current, days)
        self.service.measured_on = False
        self.assertFalse(self.service.is_measure_current)

    def test_addresses_on_the_internet(self):
        with self.assertRaises(ValidationError):
            self.service.email = "nobody"
        with self.assertRaises(ValidationError):
            self.service.url = "javascript:alert(1)"


@tagged("post_install", "-at_install")
class TestValues(ServiceCase):
    """Postal codes, coordinates, ages and hours that cannot be are refused."""

    def assertRefused(self, record, values):
        with self.subTest(model=record._name, **values):
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
                record.write(values)
                record.flush_recordset()
            record.invalidate_recordset()

    def test_postal_codes_are_tidied(self):
        for typed in ("3311ab", " 3311  aB ", "3311 AB", "33 11AB"):
            self.assertEqual(
                self.location("New", postal_code=typed).postal_code, "3311 AB"
            )
            self.place.postal_code = "1234 ZZ"
            self.place.postal_code = typed
            self.assertEqual(self.place.postal_code, "3311 AB")
        for typed in ("3311", "0311 AB", "3311 A1", "BE 1000"):
            self.assertRefused(self.place, {"postal_code": typed})

    def test_a_place_to_visit_has_an_address(self):
        for name in ("street", "postal_code", "city", "province"):
            self.assertRefused(self.place, {name: False})
        self.location(
            "Online",
            location_type="virtual",
            street=False,
            postal_code=False,
            city=False,
        )

    def test_coordinates(self):
        for values in (
            {"latitude": 4.7, "longitude": 51.8},
            {"latitude": 51.8},
            {"latitude": 48.8, "longitude": 4.7},
        ):
            with self.subTest(**values), self.assertRaises(ValidationError):
                self.location("Abroad", **values)
        here = self.location("Here", latitude=51.8131, longitude=4.6685)
        self.assertAlmostEqual(here.latitude, 51.8131)
        here.write({"latitude": 0, "longitude": 0})

    def test_ages(self):
        for values in (
            {"minimum_age": 18, "maximum_age": 12},
            {"minimum_age": -1},
            {"maximum_age": -1},
        ):
            self.assertRefused(self.service, values)
        for values in (
            {"minimum_age": 65, "maximum_age": 0},
            {"minimum_age": 12, "maximum_age": 12},
        ):
            self.service.write(values)
            self.service.flush_recordset()

    def test_amounts_are_not_below_zero(self):
        self.assertRefused(self.service.cost_ids, {"amount": -1})
        for name in ("waiting_weeks", "capacity_available", "capacity_maximum"):
            self.assertRefused(self.service, {name: -1})

    def test_hours(self):
        hours = self.service.schedule_ids
        for values in (
            {"weekday": False},
            {"opens_at": 13},
            {"closes_at": 25},
            {"opens_at": -1},
            {"service_location_id": self.at_place.id},
            {"service_id": False},
            {"is_closure": True},
            {"is_closure": True, "valid_from": "2030-01-01"},
            {"valid_from": "2030-01-02", "valid_until": "2030-01-01"},
        ):
            self.assertRefused(hours, values)
        hours.write({"opens_at": 0, "closes_at": 24})
        hours.write(
            {
                "is_closure": True,
                "weekday": False,
                "valid_from": "2030-01-01",
                "valid_until": "2030-01-01",
            }
        )
        hours.flush_recordset()

    def test_a_place_once(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.at_place.copy()
