from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from .. import ages
from .common import ClientSupportCase


class TestAges(TransactionCase):
    """When the law asks again, without a database."""

    def test_birthdays(self):
        leap = date(2008, 2, 29)
        for born, age, expected in [
            (date(2010, 5, 6), 12, date(2022, 5, 6)),
            (leap, 12, date(2020, 2, 29)),
            (leap, 18, date(2026, 3, 1)),
        ]:
            self.assertEqual(ages.birthday(born, age), expected)
        self.assertEqual(ages.last_minor_day(leap), date(2026, 2, 28))
        self.assertEqual(ages.last_minor_day(date(2010, 1, 1)), date(2027, 12, 31))

    def test_the_next_asking(self):
        born = date(2010, 5, 6)
        for since, expected in [
            (born, date(2022, 5, 6)),
            (date(2022, 5, 5), date(2022, 5, 6)),
            (date(2022, 5, 6), date(2026, 5, 6)),
            (date(2027, 1, 1), date(2028, 5, 6)),
            (date(2028, 5, 6), None),
        ]:
            self.assertEqual(ages.next_asking(born, since), expected)


@tagged("post_install", "-at_install")
class TestRepresentative(MailCase, ClientSupportCase):
    """Who may act, until when, and what their portal account opens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()

    def child(self, years, days=0, **values):
        """A resident who became `years` old so many days ago."""
        born = date(self.today.year - years, self.today.month, min(self.today.day, 28))
        return self.make_resident(birth_date=born - timedelta(days=days), **values)

    def represent(self, resident, authority="parent", **values):
        return self.as_role("supporter", "client.representative").create(
            {
                "resident_id": resident.id,
                "name": "Ouder Verzonnen",
                "authority": authority,
                **values,
            }
        )

    def account(self, person, email="ouder@example.nl"):
        with self.mock_mail_gateway():
            person._open_portal_account(email)
        return person._portal_users()

    def rows(self, user, kind="representative"):
        return (
            self.env["client.access"]
            .sudo()
            .search([("user_id", "=", user.id), ("kind", "=", kind)])
        )

    def standing(self, user, kind="representative"):
        now = fields.Datetime.now()
        return self.rows(user, kind).filtered(
            lambda row: row.valid_from <= now < row.valid_until
        )

    def looks_of(self, user):
        self.env.invalidate_all()
        return self.env["client.access.log"].with_user(user)._residents_of_user()

    # Ages ------------------------------------------------------------------------

    def test_parental_authority_ends_before_the_eighteenth_birthday(self):
        child = self.child(10)
        latest = ages.last_minor_day(child.birth_date)
        for authority in ("parent", "guardian"):
            one = self.represent(child, authority)
            self.assertEqual(one.date_until, latest)
            for longer in (latest + timedelta(days=1), False):
                with self.assertRaises(ValidationError):
                    one.date_until = longer
        self.assertFalse(self.represent(child, "mentor").date_until)

    def test_a_birth_date_that_comes_later_caps_it_too(self):
        resident = self.make_resident()
        one = self.represent(resident)
        self.assertFalse(one.date_until)
        resident.birth_date = self.child(10).birth_date
        self.assertEqual(one.date_until, ages.last_minor_day(resident.birth_date))

    def test_nobody_is_the_parent_with_authority_of_an_adult(self):
        with self.assertRaises(ValidationError):
            self.represent(self.child(18))
        self.represent(self.child(18), "authorised")

    def test_the_day_to_ask_again(self):
        child = self.child(11)
        one = self.represent(child)
        self.assertEqual(one.ask_again_on, ages.birthday(child.birth_date, 12))
        self.assertFalse(one.warning)
        with freeze_time(ages.birthday(child.birth_date, 12)):
            self.env.invalidate_all()
            self.assertIn("Ask again", one.warning)
            one.action_asked_again()
            self.assertEqual(one.ask_again_on, ages.birthday(child.birth_date, 16))
            self.assertFalse(one.warning)

    def test_the_supporter_is_reminded_once(self):
        child = self.child(11)
        self.represent(child)
        self.represent(child, name="Andere Ouder")
        activities = self.env["mail.activity"].with_context(active_test=False)
        mine = [("res_model", "=", "client.resident"), ("res_id", "=", child.id)]
        for day, expected in [
            (ages.birthday(child.birth_date, 12) - timedelta(days=1), 0),
            (ages.birthday(child.birth_date, 12), 1),
            (ages.birthday(child.birth_date, 12), 1),
            (ages.birthday(child.birth_date, 12) + timedelta(days=1), 1),
        ]:
            # The row of the supporter must stand on that day.
            self.env["client.access"]._grant(
                self.users["supporter"], child, "supporter", "Test"
            )
            with freeze_time(f"{day} 12:00:00"):
                self.env["client.representative"]._cron_ask_again()
            self.assertEqual(activities.search_count(mine), expected, day)
        activity = activities.search(mine)
        self.assertEqual(activity.user_id, self.users["supporter"])
        self.assertNotIn(child.name, f"{activity.summary}{activity.note}")

    def test_a_reminder_waits_until_somebody_works_on_the_file(self):
        child = self.child(11)
        self.represent(child)
        self.env["client.access"]._end([("resident_id", "=", child.id)])
        day = ages.birthday(child.birth_date, 12)
        cron = self.env["client.representative"]
        mine = [("res_model", "=", "client.resident"), ("res_id", "=", child.id)]
        with freeze_time(f"{day} 12:00:00"):
            cron._cron_ask_again()
            self.assertFalse(self.env["mail.activity"].search(mine))
            self.env["client.access"]._grant(self.colleague, child, "supporter", "Test")
            cron._cron_ask_again()
            self.assertEqual(
                self.env["mail.activity"].search(mine).user_id, self.colleague
            )

    # Accounts -----------------------------------------------------------------------

    def test_an_account_opens_by_rows_of_its_kind(self):
        child = self.child(10)
        user = self.account(self.represent(child))
        self.assertTrue(user.share)
        self.assertEqual(self.standing(user).resident_id, child)
        self.assertEqual(self.looks_of(user), child)
        own = self.account(child, "kind@example.nl")
        self.assertEqual(self.standing(own, "resident").resident_id, child)
        self.assertEqual(self.looks_of(own), child)

    def test_the_invitation_says_nothing(self):
        child = self.child(10)
        one = self.represent(child)
        with self.mock_mail_gateway():
            one._open_portal_account("Ouder@Example.nl")
        mail = self.env["mail.mail"].search([], order="id desc", limit=1)
        text = f"{mail.subject}{mail.body_html}{mail.email_from}"
        self.assertIn("ouder@example.nl", mail.email_to)
        self.assertIn("signup", text)
        for word in (child.name, child.number, "support", "Oever", "resident"):
            self.assertNotIn(word, text.replace("/web/signup", ""))

    def test_who_may_give_an_account(self):
        child = self.child(10)
        one = self.represent(child)
        self.env["client.access"]._grant(
            self.users["walk_in"], child, "walk_in", "Test"
        )
        for user in (self.colleague, self.users["walk_in"], self.users["portal"]):
            with (
                self.subTest(user=user.login),
                self.assertRaises(AccessError),
                mute_logger("odoo.addons.base.models", "odoo.models"),
            ):
                one.with_user(user)._open_portal_account("x@example.nl")

    def test_an_address_of_staff_or_others_is_refused(self):
        child = self.child(10)
        self.users["access_officer"].login = "toegang@example.nl"
        for email in ("geen adres", ""):
            with self.assertRaises(UserError):
                child._open_portal_account(email)
        self.account(child, "kind@example.nl")
        # In the same words, whoever has it.
        for email in ("toegang@example.nl", "Kind@example.nl"):
            with self.assertRaisesRegex(UserError, "cannot be used here"):
                self.make_resident()._open_portal_account(email)

    def test_one_account_for_two_children(self):
        first, second = self.child(10), self.child(8)
        user = self.account(self.represent(first))
        again = self.account(self.represent(second))
        self.assertEqual(user, again)
        self.assertEqual(self.looks_of(user), first | second)

    def test_a_portal_user_has_no_right_on_a_file(self):
        child = self.child(10)
        user = self.account(self.represent(child))
        for name in ("client.resident", "client.representative", "client.address"):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
                self.as_user(user, name).search([])

    def test_the_account_ends_with_the_authority(self):
        child = self.child(10)
        one = self.represent(child, date_from=self.today - timedelta(days=9))
        user = self.account(one)
        self.assertTrue(self.looks_of(user))
        one.date_until = self.today - timedelta(days=1)
        self.assertFalse(self.looks_of(user))
        one.date_until = self.today + timedelta(days=9)
        self.assertTrue(self.looks_of(user))
        one.unlink()
        self.assertFalse(self.looks_of(user))
        self.assertFalse(user.active)
        self.assertNotIn("ouder", f"{user.login}{user.partner_id.email}{user.name}")

    def test_the_account_begins_with_the_authority(self):
        one = self.represent(
            self.child(10), "authorised", date_from=self.today + timedelta(days=3)
        )
        user = self.account(one)
        self.assertTrue(self.rows(user))
        self.assertFalse(self.looks_of(user))
        one.shown_by = "Machtiging"  # nothing changes, no row is doubled
        one.shown_on = self.today
        self.assertEqual(len(self.rows(user)), 1)
        one.date_from = self.today
        self.assertTrue(self.looks_of(user))

    def test_at_sixteen_the_parent_is_out_unless_asked_again(self):
        child = self.child(15)
        one = self.represent(child)
        user = self.account(one)
        sixteen = ages.birthday(child.birth_date, 16)
        row = self.standing(user)
        self.assertLessEqual(row.valid_until.date(), sixteen)
        self.assertGreater(row.valid_until.date(), sixteen - timedelta(days=2))
        self.env["client.access"]._grant(
            self.users["supporter"], child, "supporter", "Works on in that year"
        )
        with freeze_time(f"{sixteen} 12:00:00"):
            one.action_asked_again()
            renewed = self.rows(user).filtered(
                lambda row: row.valid_from <= fields.Datetime.now() < row.valid_until
            )
            self.assertEqual(
                renewed.valid_until.date(), ages.last_minor_day(child.birth_date)
            )

    def test_a_corrected_birth_date_moves_the_end(self):
        child = self.child(15)
        user = self.account(self.represent(child))
        child.birth_date = self.child(10).birth_date
        sixteen = ages.birthday(child.birth_date, 16)
        self.assertGreater(
            self.standing(user).valid_until.date(), sixteen - timedelta(days=2)
        )

    def test_closing_an_account(self):
        child = self.child(10)
        one = self.represent(child)
        user = self.account(one)
        self.assertTrue(one.has_portal_account)
        one.action_close_portal_account()
        self.assertFalse(one.has_portal_account)
        self.assertFalse(self.looks_of(user))
        self.assertFalse(user.active)

    def test_a_new_case_opens_to_the_accounts(self):
        child = self.child(10)
        user = self.account(self.represent(child))
        case = self.as_role("supporter", "client.case").create(
            {"resident_ids": [child.id], "team_id": self.team.id}
        )
        self.assertEqual(self.standing(user).case_id, case)

    # The contact behind it ---------------------------------------------------------

    def test_the_contact_is_out_of_reach(self):
        one = self.represent(self.child(10))
        user = self.account(one)
        partner = user.partner_id
        other = self.env["res.partner"].create({"name": "Ander"})
        for attack in (
            lambda: partner.write({"email": "aanvaller@example.nl"}),
            lambda: partner.unlink(),
            lambda: user.write({"login": "aanvaller@example.nl"}),
            lambda: self.env["base.partner.merge.automatic.wizard"]._merge(
                [partner.id, other.id], other
            ),
            lambda: user.with_user(self.users["administrator"]).write(
                {"password": "x"}
            ),
        ):
            with (
                self.assertRaises(UserError),
                mute_logger("odoo.models.unlink", "odoo.addons.base.models"),
            ):
                attack()
        for role in ("employee", "supporter"):
            self.assertFalse(
                self.as_role(role, "res.partner").search([("id", "=", partner.id)])
            )
            with self.assertRaises(AccessError), mute_logger("odoo.models"):
                self.as_role(role, "client.representative").search(
                    [("portal_partner_id", "!=", False)]
                )


@tagged("post_install", "-at_install")
class TestRepresentativePage(MailCase, HttpCase, ClientSupportCase):
    """The page of who looked is there while the authority stands, and not after."""

    def test_ended_authority_is_no_page(self):
        resident = self.make_resident()
        one = self.as_role("supporter", "client.representative").create(
            {"resident_id": resident.id, "name": "Mentor", "authority": "mentor"}
        )
        with self.mock_mail_gateway():
            one._open_portal_account("mentor@example.nl")
        user = one._portal_users()
        user.sudo().with_user(user).sudo().password = "mentor@example.nl"
        self.env.flush_all()
        self.authenticate("mentor@example.nl", "mentor@example.nl")
        self.assertEqual(
            self.url_open("/my/dossier/inzage", timeout=120).status_code, 200
        )
        one.date_until = one.date_from = fields.Date.today() - timedelta(days=1)
        self.env.flush_all()
        with mute_logger("odoo.http"):
            self.assertEqual(
                self.url_open("/my/dossier/inzage", timeout=120).status_code, 404
            )
