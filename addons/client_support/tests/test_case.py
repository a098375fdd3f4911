from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ClientSupportCase


@tagged("post_install", "-at_install")
class TestCase(ClientSupportCase):
    """From contact to case, through its stages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile = cls.env["client.supporter"].create(
            {
                "name": "Fatima",
                "user_id": cls.users["supporter"].id,
                "company_id": cls.organisation.id,
            }
        )
        cls.reason = cls.env.ref("client_support.closing_reason_answered")

    def make_case(self, role="supporter"):
        contact = self.make_contact(
            self.make_resident(role),
            date=fields.Date.subtract(fields.Date.today(), days=10),
        )
        action = contact.action_make_case()
        return contact, contact.env["client.case"].browse(action["res_id"])

    def test_a_contact_becomes_a_case_with_link_date_and_questions(self):
        contact, case = self.make_case()
        self.assertEqual(case.registration_date, contact.date)
        self.assertEqual(case.resident_ids, contact.resident_id)
        self.assertEqual(case.contact_ids, contact)
        self.assertEqual(case.question_ids, contact.question_ids)
        self.assertEqual(case.question_ids.contact_id, contact)
        self.assertEqual(case.supporter_id, self.profile)
        self.assertEqual(case.stage, "registered")

    def test_twice_is_the_same_case(self):
        contact, case = self.make_case()
        self.assertEqual(contact.action_make_case()["res_id"], case.id)

    def test_a_case_of_intake_waits_for_a_supporter(self):
        _contact, case = self.make_case("intake")
        self.assertFalse(case.supporter_id)

    def test_the_case_is_closed_to_the_rest_of_the_walk_in_team(self):
        self.team.shares_light_files = True
        contact, case = self.make_case("walk_in")
        self.assertTrue(
            contact.resident_id.with_user(self.colleague).has_access("read")
        )
        for file in (case, contact, contact.question_ids):
            self.assertFalse(file.with_user(self.colleague).has_access("read"))

    def test_the_supporter_is_not_chosen_by_who_registers(self):
        resident = self.make_resident("intake")
        values = {"resident_ids": resident.ids}
        cases = self.as_role("intake", "client.case")
        with self.assertRaises(AccessError):
            cases.create({**values, "supporter_id": self.profile.id})
        with self.assertRaises(AccessError):
            cases.with_context(default_supporter_id=self.profile.id).create(values)

    @mute_logger("odoo.sql_db")
    def test_a_year_mistyped(self):
        """A case of the year 202 would be counted active for 21,000 months."""
        _contact, case = self.make_case()
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            case.write({"registration_date": "0202-03-01"})
            case.flush_recordset()

    def test_for_whom_is_asked(self):
        with self.assertRaises(ValidationError):
            self.as_role("supporter", "client.case").create({})

    def test_a_contact_of_someone_else_is_no_part_of_it(self):
        _contact, case = self.make_case()
        other = self.make_contact(self.make_resident())
        with self.assertRaises(ValidationError):
            other.case_id = case

    def test_a_contact_does_not_leave_the_case_without_its_questions(self):
        contact, case = self.make_case()
        with self.assertRaises(ValidationError), self.cr.savepoint():
            contact.case_id = False
        contact.question_ids.case_id = False
        contact.case_id = False
        self.assertFalse(case.question_ids)

    def test_dates_follow_the_stage(self):
        _contact, case = self.make_case()
        case.stage = "active"
        self.assertEqual(case.start_date, fields.Date.today())
        case.write({"stage": "closed", "closing_reason_id": self.reason.id})
        self.assertEqual(case.close_date, fields.Date.today())

    def test_a_given_date_is_kept(self):
        _contact, case = self.make_case()
        yesterday = fields.Date.subtract(fields.Date.today(), days=1)
        case.write({"stage": "active", "start_date": yesterday})
        self.assertEqual(case.start_date, yesterday)

    def test_closing_asks_for_a_reason(self):
        _contact, case = self.make_case()
        with self.assertRaises(ValidationError):
            case.stage = "closed"

    def test_dates_and_stage_agree(self):
        for values in (
            {"start_date": fields.Date.today()},
            {"stage": "active", "close_date": fields.Date.today()},
        ):
            _contact, case = self.make_case()
            with self.subTest(values=values), self.assertRaises(ValidationError):
                case.write(values)

    @mute_logger("odoo.sql_db")
    def test_order_of_dates(self):
        _contact, case = self.make_case()
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            case.write(
                {
                    "stage": "active",
                    "start_date": fields.Date.subtract(case.registration_date, days=1),
                }
            )
            case.flush_recordset()
