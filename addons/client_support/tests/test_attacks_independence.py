from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .test_dividing_work import ALARM, DividingCase


@tagged("post_install", "-at_install")
class TestRoundTheConflict(DividingCase):
    """Attempts to get or keep a case with a conflict, by another order or door."""

    def employ(self, supporter, partner, **values):
        return self.as_role("coordinator", "client.employment").create(
            {"supporter_id": supporter.id, "partner_id": partner.id, **values}
        )

    def organisation_of(self, name, **values):
        return self.env["res.partner"].create(
            {"name": name, "is_company": True, **values}
        )

    def profile(self, user, company, **values):
        user.company_ids |= company
        return self.env["client.supporter"].create(
            {"name": user.name, "user_id": user.id, "company_id": company.id, **values}
        )

    def decided(self, supporter):
        return self.env["client.decision.role"].create(
            {"resident_id": self.resident.id, "supporter_id": supporter.id}
        )

    # One person, two profiles ------------------------------------------------------

    def test_the_other_profile_works_where_access_is_decided(self):
        self.neighbour.takes_access_decisions = True
        self.profile(self.users["supporter"], self.neighbour)
        with self.assertRaises(ValidationError):
            self.assign(self.fatima)

    def test_a_second_profile_later_ends_access(self):
        self.neighbour.provides_indicated_care = True
        self.assign(self.fatima)
        with self.assertLogs(ALARM, "WARNING"):
            self.profile(self.users["supporter"], self.neighbour)
        self.assertFalse(self.sees(self.users["supporter"]))

    def test_the_other_profile_decided(self):
        other = self.profile(self.users["supporter"], self.neighbour)
        self.decided(other)
        with self.assertRaises(ValidationError):
            self.assign(self.fatima)

    def test_the_other_profile_decides_later(self):
        other = self.profile(self.users["supporter"], self.neighbour)
        self.assign(self.fatima)
        with self.assertLogs(ALARM, "WARNING"):
            self.decided(other)
        self.assertFalse(self.sees(self.users["supporter"]))

    def test_the_other_profile_is_employed_by_the_provider(self):
        other = self.profile(self.users["supporter"], self.neighbour)
        self.case.provider_ids = self.provider
        self.env["client.employment"].create(
            {"supporter_id": other.id, "partner_id": self.provider.id}
        )
        with self.assertRaises(ValidationError):
            self.assign(self.fatima)

    def test_an_archived_profile_has_decided_all_the_same(self):
        other = self.profile(self.users["supporter"], self.neighbour)
        self.decided(other)
        other.active = False
        with self.assertRaises(ValidationError):
            self.assign(self.fatima)

    # One organisation, two contacts ------------------------------------------------

    def test_a_branch_of_the_provider(self):
        branch = self.organisation_of("Zorg Noord", parent_id=self.provider.id)
        self.case.municipality_id = self.by_person()
        self.case.provider_ids = self.provider
        self.employ(self.fatima, branch)
        with self.assertRaises(ValidationError):
            self.assign(self.fatima)

    def test_the_head_office_of_the_branch_that_gives_care(self):
        branch = self.organisation_of("Zorg Noord", parent_id=self.provider.id)
        self.case.municipality_id = self.by_person()
        self.case.provider_ids = branch
        self.employ(self.fatima, self.provider)
        with self.assertRaises(ValidationError):
            self.assign(self.fatima)

    def test_a_department_of_who_decides(self):
        town = self.organisation_of("Gemeente", takes_access_decisions=True)
        desk = self.organisation_of("Wmo-loket", parent_id=town.id)
        self.employ(self.fatima, desk)
        with self.assertRaises(ValidationError):
            self.assign(self.fatima)

    def test_an_employer_that_becomes_a_branch(self):
        shop = self.organisation_of("Kringloop")
        self.employ(self.fatima, shop)
        self.assign(self.fatima)
        with self.assertLogs(ALARM, "WARNING"):
            shop.parent_id = self.provider
        self.assertFalse(self.sees(self.users["supporter"]))

    def test_a_provider_that_joins_the_employers_group(self):
        group = self.organisation_of("Zorggroep")
        self.employ(self.fatima, self.organisation_of("Kantoor", parent_id=group.id))
        care = self.organisation_of("Thuiszorg")
        self.case.provider_ids = care
        self.assign(self.fatima)
        with self.assertLogs(ALARM, "WARNING"):
            care.parent_id = group
        self.assertFalse(self.sees(self.users["supporter"]))

    def test_an_employer_that_was_archived(self):
        self.employ(self.fatima, self.provider)
        self.provider.active = False
        with self.assertRaises(ValidationError):
            self.assign(self.fatima)

    def test_an_employer_that_is_an_organisation_here(self):
        self.neighbour.takes_access_decisions = True
        self.employ(self.fatima, self.neighbour.partner_id)
        with self.assertRaises(ValidationError):
            self.assign(self.fatima)

    def test_an_employer_here_that_turns_out_to_decide(self):
        self.employ(self.fatima, self.neighbour.partner_id)
        self.assign(self.fatima)
        with self.assertLogs(ALARM, "WARNING"):
            self.neighbour.takes_access_decisions = True
        self.assertFalse(self.sees(self.users["supporter"]))

    def test_two_contacts_of_one_provider_are_merged(self):
        one, twin = map(self.organisation_of, ("Dagbesteding", "De dagbesteding"))
        self.case.provider_ids = one
        self.employ(self.fatima, twin)
        self.assign(self.fatima)
        with self.assertLogs(ALARM, "WARNING"):
            self.merge(twin, one)
        self.assertFalse(self.sees(self.users["supporter"]))

    def test_what_a_merged_contact_was_stays(self):
        twin = self.organisation_of("Zorg B.V.")
        self.employ(self.fatima, self.provider)
        self.merge(self.provider, twin)
        self.assertTrue(twin.provides_indicated_care)
        with self.assertRaises(ValidationError):
            self.assign(self.fatima)

    def merge(self, gone, kept):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((gone | kept).ids, kept)

    def by_person(self):
        return self.env["social.area"].create(
            {"name": "Elders", "level": "municipality", "independence_check": "person"}
        )

    # The clock ---------------------------------------------------------------------

    def test_a_time_zone_of_the_client_moves_no_day(self):
        today = fields.Date.context_today(
            self.env["res.users"].with_context(tz="Europe/Amsterdam")
        )
        self.employ(
            self.fatima,
            self.provider,
            date_from=today - timedelta(days=9),
            date_until=today,
        )
        tie = self.employ(self.bram, self.provider, date_from=today)
        self.assertEqual(tie.date_from, today)
        for zone in ("Pacific/Kiritimati", "Etc/GMT+12", "UTC"):
            for supporter in (self.fatima, self.bram):
                here = supporter.with_context(tz=zone)
                self.assertTrue(here._conflicts(self.case), (zone, supporter.name))

    def test_cover_does_not_begin_before_it_was_given(self):
        self.assign(self.fatima)
        before = fields.Datetime.now()
        today = fields.Date.today()
        self.as_role("coordinator", "client.cover").create(
            {
                "supporter_id": self.fatima.id,
                "colleague_id": self.bram.id,
                "date_from": today - timedelta(days=400),
                "date_until": today + timedelta(days=3),
            }
        ).action_cover()
        rows = self.env["client.access"].search(
            [("user_id", "=", self.colleague.id), ("kind", "=", "cover")]
        )
        self.assertTrue(rows)
        self.assertGreaterEqual(min(rows.mapped("valid_from")), before)

    # Closing and opening again -----------------------------------------------------

    def close(self):
        self.case.write(
            {
                "stage": "closed",
                "closing_reason_id": self.env["client.closing.reason"]
                .search([], limit=1)
                .id,
            }
        )

    def test_a_conflict_that_came_while_it_was_closed(self):
        self.assign(self.fatima)
        self.close()
        with self.assertLogs(ALARM, "WARNING"):
            self.decided(self.fatima)
        self.assertFalse(self.sees(self.users["supporter"]))
        self.assertEqual(self.case.supporter_id, self.fatima)
        with self.assertLogs(ALARM, "WARNING"):
            self.case._reopen("Toch nog iets")
        self.assertFalse(self.case.supporter_id)
        self.assertFalse(self.sees(self.users["supporter"]))

    # Who comes along ---------------------------------------------------------------

    def test_who_helps_has_no_conflict_with_who_joins_either(self):
        self.assign(self.fatima)
        self.case._add_co_supporter(
            self.bram, "co_supporter", fields.Date.today(), False
        )
        second = self.make_resident("intake")
        self.env["client.decision.role"].create(
            {"resident_id": second.id, "supporter_id": self.bram.id}
        )
        self.assertTrue(self.sees(self.colleague))
        with self.assertLogs(ALARM, "WARNING"):
            self.case._add_resident(second.sudo())
        self.assertFalse(self.sees(self.colleague))
        self.assertFalse(self.sees(self.colleague, second))
        self.assertTrue(self.sees(self.users["supporter"]))

    # The profile changes hands -----------------------------------------------------

    def test_the_login_of_a_profile_changes(self):
        self.assign(self.fatima)
        other = self.make_user("t_other", "client_support.group_supporter")
        self.fatima.user_id = other
        for file in (self.case, self.resident):
            self.assertFalse(self.sees(self.users["supporter"], file), file)

    def test_the_profile_goes_to_another_organisation(self):
        self.assign(self.fatima)
        self.users["supporter"].company_ids |= self.neighbour
        self.fatima.company_id = self.neighbour
        self.assertFalse(self.case.supporter_id)
        self.assertFalse(self.sees(self.users["supporter"]))

    # Reading for a time ------------------------------------------------------------

    def second_opinion(self):
        self.assign(self.fatima)
        request = self.as_role("supporter", "client.second.opinion").create(
            {"case_id": self.case.id, "question": "Klopt dit wel?"}
        )
        action = self.caseload().action_second_opinion()
        return request, self.lines("coordinator", action)[self.bram]

    def test_the_reading_ends_for_who_read_it_already(self):
        request, line = self.second_opinion()
        self.env["client.access"]._grant(
            self.colleague,
            self.case,
            "consult",
            "Overleg",
            until=fields.Datetime.now() + timedelta(days=1),
        )
        line.action_choose()
        request.sudo().action_withdraw()
        self.assertFalse(self.sees(self.colleague))


@tagged("post_install", "-at_install")
class TestRoundTheDoor(DividingCase):
    """Attempts to reach or influence a file beside its methods."""

    def test_the_organisation_names_no_members(self):
        """Whose side of the link is written does not matter to what ends with it."""
        user = self.users["supporter"]
        hidden = self.env["client.resident"]._portal_company()
        companies = self.as_role("administrator", "res.company").sudo(False)
        for company, command in (
            (self.organisation, Command.unlink(user.id)),
            (hidden, Command.link(user.id)),
        ):
            with self.assertRaises(AccessError):
                companies.browse(company.id).write({"user_ids": [command]})
        with self.assertRaises(AccessError):
            companies.create({"name": "Nieuw", "user_ids": [Command.link(user.id)]})

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.models")
    def test_a_callback_is_left_with_who_was_looked_up(self):
        """Not with whom a client names, by a default of its context either."""
        forms = self.as_user(self.colleague, "client.caller.lookup")
        named = {"resident_id": self.resident.id, "case_id": self.case.id}
        for name, value in named.items():
            with self.assertRaises(AccessError):
                forms.create({name: value})
            with self.assertRaises(AccessError):
                forms.with_context(**{f"default_{name}": value}).create({"name": "x"})

    def test_a_supporter_frees_no_way_in_the_directory(self):
        """Who also keeps the directory does not say what the own organisation is."""
        organisation = self.env["res.partner"].create(
            {
                "name": "Zorg Voorbeeld",
                "is_company": True,
                "is_support_organization": True,
                "provides_indicated_care": True,
            }
        )
        editors = self.env.ref("social_map.group_directory_editor")
        supporter = self.users["supporter"]
        supporter.group_ids += editors
        mine = organisation.with_user(supporter)
        mine.phone = "078 123 45 67"
        for vals in (
            {"provides_indicated_care": False},
            {"parent_id": self.env["res.partner"].create({"name": "Y"}).id},
            {"is_company": False, "is_support_organization": False},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                mine.write(vals)
        editor = new_test_user(
            self.env, "t_editor", groups="social_map.group_directory_editor"
        )
        organisation.with_user(editor).provides_indicated_care = False
        self.assertFalse(organisation.provides_indicated_care)

    def test_the_address_book_takes_no_account_of_staff(self):
        """A mailed password goes where the contact says."""
        keeper = new_test_user(
            self.env, "t_keeper", groups="base.group_user,base.group_partner_manager"
        )
        # Of colleagues Odoo refuses it by itself.
        for role in ("access_officer", "provider_staff", "supporter"):
            contact = self.users[role].partner_id.with_user(keeper)
            with self.subTest(role), self.assertRaises(AccessError):
                contact.email = "keeper@example.com"
        self.users["portal"].partner_id.with_user(keeper).email = "p@example.com"
        own = self.users["access_officer"]
        own.with_user(own).write({"email": "own@example.com"})
        self.assertEqual(own.email, "own@example.com")

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_refusal_tells_nothing_of_a_colleagues_form(self):
        """Whatever was typed in it is its label, and Odoo tells that in debug mode."""
        forms = {
            "client.caller.lookup": {"name": "Sjaan Voorbeeld"},
            "client.full.file": {
                "name": "Sjaan Voorbeeld",
                "resident_id": self.resident.id,
            },
        }
        self.colleague.group_ids += self.env.ref("base.group_no_one")
        for model, values in forms.items():
            form = self.as_role("intake", model).create(values)
            with (
                self.subTest(model),
                self.assertRaises(AccessError) as refused,
            ):
                self.as_user(self.colleague, model).browse(form.id).write({"name": "x"})
            self.assertNotIn("Sjaan", str(refused.exception))
