from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..roles import WALK_IN
from .common import ClientSupportCase

REGISTERING = {"supporter": "supporter", "walk_in": "walk_in", "intake": "intake"}


@tagged("post_install", "-at_install")
class TestRegister(ClientSupportCase):
    """Residents, contacts and anonymous contacts, as each role."""

    def test_who_registers_gets_access_of_the_own_kind(self):
        for role, kind in REGISTERING.items():
            resident = self.make_resident(role)
            row = self.env["client.access"].search([("resident_id", "=", resident.id)])
            self.assertEqual(row.user_id, self.users[role])
            self.assertEqual(row.kind, kind)
            self.assertFalse(row.case_id)
            days = (row.valid_until - fields.Datetime.now()).days
            self.assertIn(days, (364, 365))

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_other_roles_register_nothing(self):
        for role in set(self.users) - set(REGISTERING):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.make_resident(role, team_id=self.team.id)

    def test_not_for_an_organisation_one_does_not_work_for(self):
        with self.assertRaises(AccessError):
            self.make_resident(company_id=self.neighbour.id, team_id=self.other_team.id)

    def test_not_for_a_team_of_another_organisation(self):
        with self.assertRaises(UserError):
            self.make_resident(team_id=self.other_team.id)

    def test_numbers_are_random_and_unique(self):
        numbers = [self.make_resident().number for _ in range(20)]
        self.assertEqual(len(set(numbers)), 20)
        self.assertNotEqual(numbers, sorted(numbers))

    def test_who_told_of_client_support_goes_along_to_the_case(self):
        told = {"informed_by": "neighbourhood_team", "informed_medium": "letter"}
        contact = self.make_contact(
            self.make_resident(), informed_date="2026-03-02", **told
        )
        contact.action_make_case()
        case = contact.case_id
        self.assertEqual(str(case.informed_date), "2026-03-02")
        for name, value in told.items():
            self.assertEqual(case[name], value)

    def test_the_road_goes_along_to_the_case(self):
        gp = self.env.ref("client_support.arrival_gp")
        contact = self.make_contact(self.make_resident(), arrival_id=gp.id)
        contact.action_make_case()
        self.assertEqual(contact.case_id.arrival_id, gp)

    def test_somebody_without_any_name_is_no_file(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.make_resident(nickname=False, name=False)

    def test_birth_date_is_for_supporter_and_intake(self):
        resident = self.make_resident(birth_date="1958-03-14")
        self.assertEqual(resident.birth_year, 1958)
        self.env["client.access"]._grant(
            self.users["walk_in"], resident, "walk_in", "test"
        )
        seen = resident.with_user(self.users["walk_in"])
        self.assertEqual(seen.read(["birth_year"])[0]["birth_year"], 1958)
        for name in ("birth_date", "target_group_ids"):
            with self.assertRaises(AccessError):
                seen.read([name])
            with self.assertRaises(AccessError):
                seen.search([(name, "!=", False)])
            with self.assertRaises(AccessError):
                seen.search([], order=name)
            group = f"{name}:month" if name == "birth_date" else name
            with self.assertRaises(AccessError):
                seen.formatted_read_group([], [group], ["__count"])
            with self.assertRaises(AccessError):
                seen.env["client.contact"].formatted_read_group(
                    [], [f"resident_id.{group}"], ["__count"]
                )

    def test_impossible_year_of_birth(self):
        for year in (1800, fields.Date.today().year + 1):
            with self.assertRaises(ValidationError):
                self.make_resident(birth_year=year)

    def test_found_by_nickname_by_who_may_see(self):
        resident = self.make_resident("walk_in", nickname="Pluk")
        for user, found in [
            (self.users["walk_in"], True),
            (self.users["supporter"], False),
        ]:
            names = self.as_user(user, "client.resident").name_search("Plu")
            self.assertEqual([id_ for id_, _name in names] == [resident.id], found)

    def test_walk_in_team_shares_light_files_by_rows(self):
        self.team.shares_light_files = True
        resident = self.make_resident("walk_in")
        rows = self.env["client.access"].search([("resident_id", "=", resident.id)])
        self.assertEqual(rows.user_id, self.team.member_ids)
        self.assertEqual(set(rows.mapped("kind")), {"walk_in"})
        contact = self.make_contact(resident, user=self.colleague)
        self.assertTrue(contact.question_ids)

    def test_a_contact_keeps_the_light_file_open(self):
        resident = self.make_resident("walk_in")
        row = self.env["client.access"].search([("resident_id", "=", resident.id)])
        row.valid_until = fields.Datetime.add(fields.Datetime.now(), days=3)
        self.make_contact(resident)
        days = (row.valid_until - fields.Datetime.now()).days
        self.assertIn(days, (364, 365))

    def test_who_is_no_registering_member_gets_no_row(self):
        self.team.shares_light_files = True
        outsiders = [
            self.users[role] for role in ("volunteer", "manager", "access_officer")
        ]
        gone = self.make_user("t_gone", WALK_IN)
        moved = self.make_user("t_moved", WALK_IN)
        self.team.member_ids |= gone | moved | self.env["res.users"].union(*outsiders)
        gone.active = False
        moved.write(
            {"company_ids": self.neighbour.ids, "company_id": self.neighbour.id}
        )
        resident = self.as_role("walk_in", "client.resident")
        resident = resident.with_context(active_test=False).create({"nickname": "x"})
        rows = self.env["client.access"].search([("resident_id", "=", resident.id)])
        registering = {self.users["supporter"], self.users["walk_in"], self.colleague}
        self.assertEqual(set(rows.user_id), registering)

    def test_who_left_the_team_is_not_kept_in_by_others(self):
        self.team.shares_light_files = True
        resident = self.make_resident("walk_in")
        soon = fields.Datetime.add(fields.Datetime.now(), days=3)
        rows = self.env["client.access"].search([("resident_id", "=", resident.id)])
        rows.valid_until = soon
        self.team.member_ids -= self.colleague
        self.users["intake"].active = False
        self.make_contact(resident)
        for row in rows:
            left = row.user_id in (self.colleague, self.users["intake"])
            self.assertEqual(row.valid_until == soon, left, row.user_id.login)
        # An own contact is work on the file.
        self.make_contact(resident, user=self.colleague, team_id=self.team.id)
        row = rows.filtered(lambda row: row.user_id == self.colleague)
        self.assertGreater(row.valid_until, soon)

    def test_no_number_of_days_means_for_ever(self):
        self.env["ir.config_parameter"].set_param(
            "client_support.contact_access_days", "0"
        )
        resident = self.make_resident("walk_in")
        row = self.env["client.access"].search([("resident_id", "=", resident.id)])
        self.assertLess(
            row.valid_until, fields.Datetime.add(fields.Datetime.now(), days=2)
        )

    def test_a_contact_does_not_reopen_what_ended(self):
        resident = self.make_resident("walk_in")
        row = self.env["client.access"].search([("resident_id", "=", resident.id)])
        row.valid_until = fields.Datetime.now()
        with self.assertRaises(AccessError):
            self.make_contact(resident)

    def test_contact_in_the_future(self):
        with self.assertRaises(ValidationError):
            self.make_contact(
                self.make_resident(),
                date=fields.Date.add(fields.Date.today(), days=2),
            )

    def test_contact_with_several_questions(self):
        other = self.env.ref("social_map.life_domain_income_debt")
        contact = self.make_contact(
            self.make_resident(),
            question_ids=[
                (0, 0, {"life_domain_id": domain.id}) for domain in (self.domain, other)
            ],
        )
        self.assertEqual(contact.life_domain_ids, self.domain | other)

    # Anonymous ---------------------------------------------------------------------

    def make_anonymous(self, user):
        return self.as_user(user, "client.contact.anonymous").create(
            {"channel_id": self.channel.id, "life_domain_ids": [self.domain.id]}
        )

    def test_anonymous_contact_is_seen_by_the_team_only(self):
        contact = self.make_anonymous(self.users["walk_in"])
        self.assertEqual(contact.team_id, self.team)
        outsiders = [
            self.users[role]
            for role in ("coordinator", "manager", "finance", "employee", "volunteer")
        ]
        for user in (self.colleague, self.stranger, *outsiders):
            seen = self.as_user(user, contact._name).browse(contact.id)
            self.assertEqual(seen.has_access("read"), user == self.colleague)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_anonymous_contact_stays_within_own_teams(self):
        contact = self.make_anonymous(self.users["walk_in"])
        with self.assertRaises(AccessError), self.cr.savepoint():
            contact.team_id = self.other_team
        with self.assertRaises(AccessError), self.cr.savepoint():
            contact.copy({"team_id": self.other_team.id})

    def test_a_team_stays_with_its_organisation(self):
        self.team.coordinator_id = self.users["coordinator"]
        team = self.as_role("coordinator", "client.team").browse(self.team.id)
        values = {"company_id": self.neighbour.id, "member_ids": [(5,)]}
        with self.assertRaises(UserError), self.cr.savepoint():
            team.write(values)
        team.write({"company_id": self.organisation.id, "name": "Overzijde"})

    def test_anonymous_contact_keeps_no_trace(self):
        contact = self.make_anonymous(self.users["walk_in"])
        self.env.cr.execute(
            "SELECT * FROM client_contact_anonymous WHERE id = %s", [contact.id]
        )
        columns = {column.name for column in self.env.cr.description}
        self.assertEqual(
            columns,
            {"id", "team_id", "date", "channel_id", "kind_id", "minutes"}
            | {"place_id", "in_group"},
        )
        self.assertEqual(contact.display_name, "Anonymous contact")
