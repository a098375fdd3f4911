from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from .common import ClientSupportCase


@tagged("post_install", "-at_install")
class TestMerge(MailCase, ClientSupportCase):
    """Two files of one person become one, and both numbers are found."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kept = cls.make_resident(name="Sjaan Voorbeeld", phone="010 1234567")
        cls.other = cls.make_resident(
            nickname="Sjaan W.", name=False, city="Nergenshuizen", phone="06 12345678"
        )

    def merge(self, kept=None, other=None, user=None):
        wizard = self.as_user(user or self.users["supporter"], "client.merge").create(
            {
                "resident_id": (kept or self.kept).id,
                "other_id": (other or self.other).id,
            }
        )
        return wizard.action_merge()

    def refused(self, error=UserError):
        return self.assertRaises(error)

    def test_everything_moves(self):
        contact = self.make_contact(self.other)
        case = self.as_role("supporter", "client.case").create(
            {"resident_ids": [self.other.id], "team_id": self.team.id}
        )
        of_case = self.make_contact(self.other, case_id=case.id)
        question = of_case.question_ids
        question.case_id = case
        question.resident_ids = self.other
        representative = self.as_role("supporter", "client.representative").create(
            {
                "resident_id": self.other.id,
                "name": "Mentor",
                "authority": "mentor",
            }
        )
        activity = self.other.activity_schedule(
            "mail.mail_activity_data_todo",
            summary="Bellen",
            user_id=self.users["supporter"].id,
        )
        document = self.as_role("supporter", "ir.attachment").create(
            {
                "name": "brief.txt",
                "raw": b"brief",
                "res_model": "client.resident",
                "res_id": self.other.id,
            }
        )
        self.merge()
        self.env.invalidate_all()
        self.assertFalse(self.other.exists())
        dossier = self.kept.sudo().dossier_id
        for record in (contact, of_case, representative):
            self.assertEqual(record.resident_id, self.kept)
        self.assertEqual(contact.sudo().dossier_id, dossier)
        self.assertEqual(representative.sudo().dossier_id, dossier)
        self.assertEqual(of_case.sudo().dossier_id, case.sudo().dossier_id)
        self.assertEqual(case.resident_ids, self.kept)
        self.assertEqual(question.resident_ids, self.kept)
        self.assertEqual((activity.res_id, document.res_id), 2 * (self.kept.id,))
        self.assertEqual(activity.res_name, self.kept.number)
        self.assertEqual(self.kept.city, "Nergenshuizen")
        self.assertEqual(self.kept.phone, "010 1234567")

    def test_a_case_of_both_is_of_one(self):
        case = self.as_role("supporter", "client.case").create(
            {
                "resident_ids": [self.kept.id, self.other.id],
                "team_id": self.team.id,
            }
        )
        self.merge()
        self.env.invalidate_all()
        self.assertEqual(case.resident_ids, self.kept)

    def test_both_numbers_are_found(self):
        number = self.other.number
        self.merge()
        residents = self.as_role("supporter", "client.resident")
        self.assertEqual(
            residents.name_search(number)[0][0],
            self.kept.id,
        )
        former = self.kept.former_number_ids
        self.assertEqual(former.number, number)
        self.assertEqual(former.merged_by_id, self.users["supporter"])
        self.assertFalse(self.as_user(self.colleague, "client.resident").search([]))

    def test_nobody_changes_a_former_number(self):
        self.merge()
        former = self.kept.former_number_ids
        for attempt in (
            lambda: former.write({"number": "R-1"}),
            former.unlink,
            lambda: former.create({"resident_id": self.kept.id, "number": "R-1"}),
        ):
            with (
                self.refused(AccessError),
                mute_logger("odoo.addons.base.models", "odoo.models"),
            ):
                attempt()

    def test_rows_move_and_none_is_lost(self):
        access = self.env["client.access"].sudo()
        access._grant(self.colleague, self.other, "supporter", "Test")
        rows = access.search([("resident_id", "in", (self.kept | self.other).ids)])
        self.merge()
        self.env.invalidate_all()
        self.assertEqual(rows.exists(), rows)
        self.assertEqual(rows.resident_id, self.kept)
        self.assertEqual(rows.dossier_id, self.kept.sudo().dossier_id)
        self.assertEqual(
            self.as_user(self.colleague, "client.resident").search([]), self.kept
        )

    def test_the_most_restrictive_consent_stands(self):
        access = self.env["client.access"].sudo()
        both = self.kept | self.other
        access._grant(self.stranger, self.other, "consent", "Test", section="identity")
        access._grant(self.colleague, both, "consent", "Test", section="contacts")
        self.merge()
        self.assertFalse(self.as_user(self.stranger, "client.resident").search([]))
        standing = access.search(
            [("kind", "=", "consent"), ("valid_until", ">", "now")]
        )
        self.assertEqual(standing.user_id, self.colleague)

    def test_a_secret_address_stays_secret(self):
        self.other.has_secret_address = True
        self.merge()
        self.assertTrue(self.kept.has_secret_address)

    def test_one_address_stays(self):
        self.kept.city = "Elders"
        self.merge()
        self.env.invalidate_all()
        self.assertEqual(self.kept.city, "Elders")
        self.assertEqual(len(self.kept.address_ids), 1)

    def test_merging_again(self):
        third = self.make_resident(nickname="Sjaantje")
        first_number, second_number = self.other.number, self.kept.number
        self.merge()
        self.merge(kept=third, other=self.kept)
        self.assertEqual(
            set(third.former_number_ids.mapped("number")),
            {first_number, second_number},
        )

    def test_every_part_of_a_file_can_move(self):
        """`_merge_into` rewrites `resident_id`: no part is tied by another name."""
        for name, model in self.registry.items():
            if self.env["client.resident"]._is_file(name) and not model._abstract:
                for field in model._fields.values():
                    if field.comodel_name == "client.resident" and field.store:
                        with self.subTest(field=str(field)):
                            self.assertIn(field.name, ("resident_id", "resident_ids"))

    # Who and when not -----------------------------------------------------------------

    def test_only_who_works_on_both(self):
        theirs = self.make_resident(user=self.colleague)
        for kept, other in ((self.kept, theirs), (theirs, self.kept)):
            with self.refused(AccessError), mute_logger("odoo.addons.base.models"):
                self.merge(kept, other)
        access = self.env["client.access"]
        access._grant(self.users["walk_in"], self.kept | self.other, "walk_in", "Test")
        with self.refused(AccessError), mute_logger("odoo.addons.base.models"):
            self.merge(user=self.users["walk_in"])
        access._grant(self.stranger, self.kept | self.other, "consent", "Test")
        with self.refused(AccessError), mute_logger("odoo.addons.base.models"):
            self.merge(user=self.stranger)

    def test_files_of_two_organisations_stay_two(self):
        self.users["supporter"].company_ids += self.neighbour
        abroad = self.make_resident(
            company_id=self.neighbour.id, team_id=self.other_team.id
        )
        with self.refused():
            self.merge(other=abroad)

    def test_two_birth_dates_are_two_people(self):
        self.kept.birth_date, self.other.birth_date = "1958-03-04", "1958-04-03"
        with self.refused():
            self.merge()

    def test_a_portal_account_asks_for_certainty(self):
        with self.mock_mail_gateway():
            self.other._open_portal_account("sjaan@example.nl")
        user = self.other._portal_users()
        with self.refused():
            self.merge()
        self.other.name = "sjaan  VOORBEELD"
        self.merge()
        self.env.invalidate_all()
        self.assertEqual(self.kept._portal_users(), user)
        log = self.env["client.access.log"].with_user(user)
        self.assertEqual(log._residents_of_user(), self.kept)

    def test_two_accounts_are_refused(self):
        with self.mock_mail_gateway():
            self.kept._open_portal_account("een@example.nl")
            self.other._open_portal_account("twee@example.nl")
        self.other.name = self.kept.name
        with self.refused():
            self.merge()

    # The log ----------------------------------------------------------------------

    def test_who_looked_goes_on(self):
        """What was noted of the vanished record is shown to the resident still."""
        with self.mock_mail_gateway():
            self.kept._open_portal_account("sjaan@example.nl")
        user = self.kept._portal_users()
        self.other.name = self.kept.name
        self.env["client.access"]._grant(
            self.colleague, self.other, "supporter", "Test"
        )
        self.write_the_log()
        self.as_user(self.colleague, "client.resident").browse(self.other.id).read(
            ["name"]
        )
        self.write_the_log()
        self.merge()
        self.write_the_log()
        log = self.env["client.access.log"]
        self.env.cr.execute(
            "SELECT count(*) FROM client_access_log WHERE operation = 'merge'"
            " AND user_id = %s AND resident_ids @> %s",
            [self.users["supporter"].id, [self.kept.id]],
        )
        self.assertEqual(self.env.cr.fetchone()[0], 1)
        self.env["ir.config_parameter"].set_param("client_support.log_shows_names", "1")
        (shown,) = log.with_user(user)._shown_to_user()
        told = [(line["who"], line["what"]) for line in shown["lines"]]
        self.assertTrue(any("t_colleague" in who for who, _what in told), told)
        self.assertTrue(any("two files" in what for _who, what in told), told)
        self.assertFalse(any("deleted" in what for _who, what in told), told)

    def test_the_privacy_officer_finds_both_numbers(self):
        number, gone = self.other.number, self.other.id
        self.write_the_log()
        self.merge()
        self.write_the_log()
        log = self.as_role("privacy_officer", "client.access.log")
        self.env.cr.execute(
            "SELECT id FROM client_access_log WHERE resident_ids @> %s", [[gone]]
        )
        before = {row[0] for row in self.env.cr.fetchall()}
        self.assertTrue(before)
        for wanted in (number, self.kept.number):
            found = log.search([("resident_numbers", "=", wanted)])
            self.assertLessEqual(before, set(found.ids))
        self.assertIn(number, log.browse(min(before)).resident_numbers)
