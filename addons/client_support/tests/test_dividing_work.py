from datetime import timedelta
from itertools import product
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import conflicts, consent_rules, roles
from .common import ClientSupportCase

ALARM = "client_support.alarm"


class DividingCase(ClientSupportCase):
    """A case registered by intake, two supporters, a coordinator, a provider."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Supporter = cls.env["client.supporter"]
        cls.fatima, cls.bram = (
            Supporter.create(
                {
                    "name": name,
                    "user_id": user.id,
                    "company_id": cls.organisation.id,
                }
            )
            for name, user in (
                ("Fatima", cls.users["supporter"]),
                ("Bram", cls.colleague),
            )
        )
        cls.provider = cls.env["res.partner"].create(
            {
                "name": "Zorg BV",
                "is_company": True,
                "provides_indicated_care": True,
            }
        )
        cls.team.coordinator_id = cls.users["coordinator"]
        cls.resident = cls.make_resident("intake")
        cls.contact = cls.make_contact(cls.resident)
        cls.contact.action_make_case()
        cls.case = cls.contact.case_id.sudo()

    def caseload(self, role="coordinator"):
        return self.as_role(role, "client.caseload").browse(self.case.id)

    def dialog(self, role="coordinator"):
        """The dialog's lines, by supporter."""
        return self.lines(role, self.caseload(role).action_assign())

    def lines(self, role, action):
        dialog = self.as_role(role, action["res_model"]).browse(action["res_id"])
        return {line.supporter_id: line for line in dialog.line_ids}

    def assign(self, supporter, role="coordinator"):
        self.dialog(role)[supporter].action_choose()

    def sees(self, user, file=None):
        file = file or self.case
        return self.as_user(user, file._name).browse(file.id).has_access("read")

    def writes(self, user, file=None):
        file = file or self.case
        return self.as_user(user, file._name).browse(file.id).has_access("write")


@tagged("post_install", "-at_install")
class TestAssign(DividingCase):
    """The coordinator divides the work without seeing who it is about."""

    def test_the_coordinator_sees_that_and_not_what(self):
        row = self.caseload()
        self.assertEqual(row.number, self.case.number)
        self.assertFalse(self.sees(self.users["coordinator"]))
        self.assertFalse(self.sees(self.users["coordinator"], self.resident))
        comodels = {field.comodel_name for field in row._fields.values()}
        self.assertFalse(
            comodels & {"client.resident", "client.case", "res.partner", "res.users"}
        )

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_caseload_is_the_coordinators(self):
        for role in set(self.users) - {"coordinator"}:
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_role(role, "client.caseload").search([])

    def test_caseload_is_of_the_own_organisation(self):
        other = self.make_user(
            "t_coordinator2", roles.COORDINATOR, company=self.neighbour
        )
        self.assertFalse(self.as_user(other, "client.caseload").search([]))
        with self.assertRaises(AccessError):
            self.as_user(other, "client.caseload").browse(self.case.id).action_assign()

    def test_the_new_supporter_sees_the_case_and_what_went_before(self):
        earlier = self.make_contact(self.resident)
        self.assign(self.fatima)
        self.assertEqual(self.case.supporter_id, self.fatima)
        for file in (self.case, self.resident, self.contact, earlier):
            self.assertTrue(self.writes(self.users["supporter"], file), file)

    def test_intake_reads_until_the_case_is_assigned(self):
        self.assertTrue(self.sees(self.users["intake"]))
        self.assign(self.fatima)
        for file in (self.case, self.resident, self.contact):
            self.assertFalse(self.sees(self.users["intake"], file), file)

    def test_the_former_supporter_sees_nothing_after_hand_over(self):
        self.assign(self.fatima)
        self.assign(self.bram)
        for file in (self.case, self.resident, self.contact):
            self.assertFalse(self.sees(self.users["supporter"], file), file)
            self.assertTrue(self.sees(self.colleague, file), file)

    def test_a_resident_of_another_own_case_stays_visible(self):
        self.assign(self.fatima)
        second = self.as_role("supporter", "client.case").create(
            {
                "resident_ids": [Command.link(self.resident.id)],
                "team_id": self.team.id,
            }
        )
        self.assign(self.bram)
        self.assertTrue(self.sees(self.users["supporter"], second))
        self.assertTrue(self.sees(self.users["supporter"], self.resident))
        self.assertFalse(self.sees(self.users["supporter"]))

    def test_a_volunteer_sees_the_case_and_not_what_went_before(self):
        earlier = self.make_contact(self.resident)
        volunteer = self.env["client.supporter"].create(
            {
                "name": "Victor",
                "user_id": self.users["volunteer"].id,
                "company_id": self.organisation.id,
                "employment_kind": "volunteer",
            }
        )
        self.assign(volunteer)
        for file in (self.case, self.resident, self.case.question_ids):
            self.assertTrue(self.sees(self.users["volunteer"], file), file)
            self.assertFalse(self.writes(self.users["volunteer"], file), file)
        for file in (earlier, self.contact):
            self.assertFalse(self.sees(self.users["volunteer"], file), file)
        self.assign(self.fatima)
        self.assertFalse(self.sees(self.users["volunteer"]))
        self.assertFalse(self.sees(self.users["volunteer"], self.resident))

    def test_caseload_is_counted_in_the_dialog(self):
        self.assign(self.fatima)
        lines = self.dialog()
        self.assertEqual(lines[self.fatima].open_cases, 1)
        self.assertEqual(lines[self.bram].open_cases, 0)

    def test_not_to_a_supporter_of_another_organisation(self):
        stranger = self.env["client.supporter"].create(
            {
                "name": "Vreemd",
                "user_id": self.stranger.id,
                "company_id": self.neighbour.id,
            }
        )
        dialog = self.as_role("coordinator", "client.assign").create(
            {
                "caseload_id": self.case.id,
                "line_ids": [Command.create({"supporter_id": stranger.id})],
            }
        )
        with self.assertRaises(UserError):
            dialog.line_ids.filtered(
                lambda line: line.supporter_id.id == stranger.id
            ).action_choose()

    def test_nobody_else_assigns(self):
        for role in ("supporter", "intake", "manager", "employee"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.assign(self.fatima, role)


@tagged("post_install", "-at_install")
class TestConflictOfInterest(DividingCase):
    """A conflict is found in either order, and ends access at once."""

    def employ(self, supporter, partner=None, **values):
        return self.as_role("coordinator", "client.employment").create(
            {
                "supporter_id": supporter.id,
                "partner_id": (partner or self.provider).id,
                **values,
            }
        )

    def test_greyed_with_the_reason_and_refused(self):
        self.employ(self.fatima)
        lines = self.dialog()
        self.assertIn("provider of indicated care", lines[self.fatima].objection)
        self.assertFalse(lines[self.bram].objection)
        with self.assertRaises(ValidationError):
            lines[self.fatima].action_choose()

    def test_employment_after_assignment_ends_access(self):
        self.assign(self.fatima)
        with self.assertLogs(ALARM, "WARNING") as alarm:
            self.employ(self.fatima)
        self.assertIn(self.case.number, alarm.output[0])
        self.assertNotIn("Sjaan", alarm.output[0])
        self.assertFalse(self.case.supporter_id)
        for file in (self.case, self.resident, self.contact):
            self.assertFalse(self.sees(self.users["supporter"], file))

    def test_employment_that_is_over_is_none(self):
        yesterday = fields.Date.subtract(consent_rules.today(), days=1)
        self.employ(self.fatima, date_from="2020-01-01", date_until=yesterday)
        self.assign(self.fatima)
        self.assertEqual(self.case.supporter_id, self.fatima)

    def test_a_provider_added_later_ends_access(self):
        harmless = self.env["res.partner"].create(
            {"name": "Kringloop", "is_company": True}
        )
        self.employ(self.fatima, harmless)
        self.assign(self.fatima)
        case = self.as_role("supporter", "client.case").browse(self.case.id)
        with self.assertLogs(ALARM, "WARNING"):
            shown = case.web_save(
                {"provider_ids": [Command.link(harmless.id)]}, {"number": {}}
            )
        self.assertEqual(shown[0]["number"], self.case.number)
        self.assertEqual(self.case.provider_ids, harmless)
        self.assertFalse(self.case.supporter_id)
        self.assertFalse(self.sees(self.users["supporter"]))

    def test_saving_a_provider_reads_nothing_elevated(self):
        """The client says what to read of the case that closes by this very save."""
        harmless = self.env["res.partner"].create(
            {"name": "Kringloop", "is_company": True}
        )
        self.employ(self.fatima, harmless)
        self.assign(self.fatima)
        case = self.as_role("supporter", "client.case").browse(self.case.id)
        for specification in (
            {"access_ids": {"fields": {"user_id": {}}}},
            {"supporter_id": {"fields": {"interest_ids": {}}}},
        ):
            with self.subTest(specification), self.assertRaises(AccessError):
                case.web_save(
                    {"provider_ids": [Command.link(harmless.id)]}, specification
                )

    def test_what_an_organisation_turns_out_to_be_ends_access(self):
        employer = self.env["res.partner"].create(
            {"name": "Kringloop", "is_company": True}
        )
        municipality = self.env["social.area"].create(
            {"name": "Elders", "level": "municipality", "independence_check": "person"}
        )
        self.case.municipality_id = municipality
        self.employ(self.fatima, employer)
        self.assign(self.fatima)
        employer.takes_access_decisions = True
        # By person it does not matter; and then the municipality changes that.
        self.assertTrue(self.sees(self.users["supporter"]))
        with self.assertLogs(ALARM, "WARNING"):
            municipality.independence_check = "organisation"
        self.assertFalse(self.sees(self.users["supporter"]))
        employer.takes_access_decisions = False
        self.assign(self.fatima)
        with self.assertLogs(ALARM, "WARNING"):
            employer.provides_indicated_care = True
        self.assertFalse(self.sees(self.users["supporter"]))

    def test_a_volunteer_who_is_employed_now(self):
        self.fatima.employment_kind = "volunteer"
        self.employ(self.fatima)
        self.assign(self.fatima)
        with self.assertLogs(ALARM, "WARNING"):
            self.fatima.employment_kind = "employed"
        self.assertFalse(self.case.supporter_id)

    def test_a_tie_that_was_still_to_begin(self):
        tomorrow = fields.Date.add(consent_rules.today(), days=1)
        self.employ(self.fatima, date_from=tomorrow)
        self.assign(self.fatima)
        supporters = self.env["client.supporter"]
        supporters._cron_begun()
        self.assertTrue(self.sees(self.users["supporter"]))
        with (
            patch.object(consent_rules, "today", return_value=tomorrow),
            self.assertLogs(ALARM, "WARNING"),
        ):
            supporters._cron_begun()
        self.assertFalse(self.sees(self.users["supporter"]))

    def test_somebody_who_joins_the_case(self):
        """Whom the supporter decided about comes into the case of another."""
        self.assign(self.fatima)
        second = self.make_resident()
        self.env["client.decision.role"].create(
            {"resident_id": second.id, "supporter_id": self.fatima.id}
        )
        form = self.as_role("supporter", "client.family").create(
            {"case_id": self.case.id, "resident_id": second.id}
        )
        with self.assertRaises(ValidationError), self.cr.savepoint():
            form.action_change()
        self.assertNotIn(second, self.case.resident_ids)

    def test_interest_in_a_provider(self):
        self.case.provider_ids = self.provider
        self.as_role("coordinator", "client.interest").create(
            {
                "supporter_id": self.fatima.id,
                "partner_id": self.provider.id,
                "description": "Bestuur",
            }
        )
        with self.assertRaises(ValidationError):
            self.assign(self.fatima)

    def test_who_decided_cannot_support(self):
        self.as_role("intake", "client.decision.role").create(
            {"resident_id": self.resident.id, "supporter_id": self.fatima.id}
        )
        with self.assertRaises(ValidationError):
            self.assign(self.fatima)

    def test_a_decision_registered_later_ends_access(self):
        self.assign(self.fatima)
        with self.assertLogs(ALARM, "WARNING"):
            self.env["client.decision.role"].create(
                {"resident_id": self.resident.id, "supporter_id": self.fatima.id}
            )
        self.assertFalse(self.sees(self.users["supporter"]))

    def test_own_organisation_is_not_independent(self):
        """Nobody of it gets a case, and nobody keeps one."""
        places = (self.organisation, self.organisation.partner_id)
        for place, fact in product(places, sorted(conflicts.OF_ORGANISATION)):
            with self.subTest(place=place, fact=fact):
                self.assign(self.fatima)
                with self.assertLogs(ALARM, "WARNING"):
                    place[fact] = True
                self.assertFalse(self.case.supporter_id)
                self.assertFalse(self.sees(self.users["supporter"]))
                with self.assertRaises(ValidationError), self.cr.savepoint():
                    self.assign(self.fatima)
                place[fact] = False

    def test_own_organisation_where_the_person_counts(self):
        self.case.municipality_id = self.env["social.area"].create(
            {"name": "Elders", "level": "municipality", "independence_check": "person"}
        )
        self.assign(self.fatima)
        self.organisation.takes_access_decisions = True
        self.assertTrue(self.sees(self.users["supporter"]))

    def test_a_tick_that_ends_access_is_warned_of_first(self):
        form = self.organisation.new(origin=self.organisation)
        self.assertIsNone(form._onchange_independence())
        form.provides_indicated_care = True
        self.assertIn("lose their open cases", str(form._onchange_independence()))

    def test_by_person_in_a_municipality_that_says_so(self):
        municipality = self.env["social.area"].create(
            {"name": "Elders", "level": "municipality", "independence_check": "person"}
        )
        self.case.municipality_id = municipality
        self.employ(self.fatima)
        self.assign(self.fatima)
        self.assertEqual(self.case.supporter_id, self.fatima)

    def test_a_supporter_does_not_write_the_own_facts(self):
        employment = self.employ(self.bram)
        self.assertFalse(employment.with_user(self.colleague).has_access("read"))
        for model in ("client.employment", "client.interest"):
            with self.assertRaises(AccessError):
                self.as_role("supporter", model).create(
                    {"supporter_id": self.fatima.id, "partner_id": self.provider.id}
                )
        with self.assertRaises(AccessError):
            self.fatima.with_user(self.users["supporter"]).read(["employment_ids"])

    def test_own_case_with_a_conflict_is_not_taken_on(self):
        self.employ(self.fatima)
        contact = self.make_contact(self.make_resident())
        with self.assertRaises(ValidationError):
            contact.action_make_case()


@tagged("post_install", "-at_install")
class TestTimedAccess(DividingCase):
    """Cover, peer discussion, a look, an emergency: timed, with a reason."""

    def later(self, **delta):
        moment = fields.Datetime.now() + timedelta(**delta)
        return patch.object(fields.Datetime, "now", lambda *args: moment)

    def test_cover_is_for_its_days_only(self):
        self.assign(self.fatima)
        today = consent_rules.today()
        self.as_role("coordinator", "client.cover").create(
            {
                "supporter_id": self.fatima.id,
                "colleague_id": self.bram.id,
                "date_from": today + timedelta(days=3),
                "date_until": today + timedelta(days=5),
            }
        ).action_cover()
        self.assertFalse(self.sees(self.colleague))
        with self.later(days=4):
            self.assertTrue(self.writes(self.colleague))
            self.assertTrue(self.sees(self.colleague, self.resident))
        with self.later(days=8):
            self.assertFalse(self.sees(self.colleague))

    def test_who_is_away_arranges_the_own_cover_only(self):
        self.assign(self.fatima)
        today = consent_rules.today()
        values = {
            "supporter_id": self.fatima.id,
            "colleague_id": self.bram.id,
            "date_from": today,
            "date_until": today,
        }
        own = self.as_role("supporter", "client.cover").create(values)
        own.action_cover()
        self.assertTrue(self.sees(self.colleague))
        foreign = self.as_user(self.colleague, "client.cover").create(
            {**values, "colleague_id": self.bram.id}
        )
        with self.assertRaises(AccessError):
            foreign.action_cover()

    def test_cover_to_come_ends_with_employment(self):
        self.assign(self.fatima)
        today = consent_rules.today()
        self.as_role("coordinator", "client.cover").create(
            {
                "supporter_id": self.fatima.id,
                "colleague_id": self.bram.id,
                "date_from": today + timedelta(days=3),
                "date_until": today + timedelta(days=5),
            }
        ).action_cover()
        self.bram.with_user(self.users["coordinator"]).action_end_employment()
        self.colleague.active = True
        with self.later(days=4):
            self.assertFalse(self.sees(self.colleague))

    def test_cover_leaves_out_a_conflict_and_names_the_case(self):
        self.assign(self.fatima)
        self.env["client.employment"].create(
            {"supporter_id": self.bram.id, "partner_id": self.provider.id}
        )
        notice = self.cover()
        self.assertIn(self.case.number, notice["params"]["message"])
        self.assertFalse(self.sees(self.colleague))

    def test_a_conflict_found_later_ends_cover_and_peer_discussion(self):
        self.assign(self.fatima)
        for give in (self.cover, lambda: self.consult(self.users["supporter"])):
            give()
            self.assertTrue(self.sees(self.colleague))
            with self.assertLogs(ALARM, "WARNING"):
                tie = self.env["client.employment"].create(
                    {"supporter_id": self.bram.id, "partner_id": self.provider.id}
                )
            self.assertFalse(self.sees(self.colleague))
            self.assertEqual(self.case.supporter_id, self.fatima)
            tie.unlink()

    def test_own_organisation_not_independent_ends_cover(self):
        self.assign(self.fatima)
        self.cover()
        with self.assertLogs(ALARM, "WARNING"):
            self.organisation.provides_indicated_care = True
        self.assertFalse(self.sees(self.colleague))

    def test_a_provider_added_later_ends_cover(self):
        self.assign(self.fatima)
        self.cover()
        harmless = self.env["res.partner"].create(
            {"name": "Kringloop", "is_company": True}
        )
        self.env["client.employment"].create(
            {"supporter_id": self.bram.id, "partner_id": harmless.id}
        )
        self.assertTrue(self.writes(self.colleague))
        with self.assertLogs(ALARM, "WARNING"):
            self.as_role("supporter", "client.case").browse(self.case.id).write(
                {"provider_ids": [Command.link(harmless.id)]}
            )
        self.assertFalse(self.sees(self.colleague))
        self.assertTrue(self.sees(self.users["supporter"]))

    def test_no_peer_discussion_with_a_conflict(self):
        self.assign(self.fatima)
        self.env["client.employment"].create(
            {"supporter_id": self.bram.id, "partner_id": self.provider.id}
        )
        with self.assertRaises(ValidationError):
            self.consult(self.users["supporter"])
        self.assertFalse(self.sees(self.colleague))

    def test_only_who_works_with_residents_gets_access_this_way(self):
        """A coordinator can make a profile for any user of the organisation."""
        self.assign(self.fatima)
        for role in ("access_officer", "provider_staff", "manager", "administrator"):
            profile = self.as_role("coordinator", "client.supporter").create(
                {"name": role, "user_id": self.users[role].id}
            )
            for give in (
                lambda profile=profile: self.cover(profile),
                lambda profile=profile: self.consult(
                    self.users["supporter"],
                    supporter_ids=[Command.link(profile.id)],
                ),
                lambda profile=profile: self.assign(profile),
            ):
                with (
                    self.subTest(role=role),
                    self.assertRaises(ValidationError),
                    self.cr.savepoint(),
                ):
                    give()

    def cover(self, colleague=None):
        today = consent_rules.today()
        return (
            self.as_role("coordinator", "client.cover")
            .create(
                {
                    "supporter_id": self.fatima.id,
                    "colleague_id": (colleague or self.bram).id,
                    "date_from": today,
                    "date_until": today,
                }
            )
            .action_cover()
        )

    def consult(self, user, **values):
        return (
            self.as_user(user, "client.consult")
            .create(
                {
                    "case_id": self.case.id,
                    "supporter_ids": [Command.link(self.bram.id)],
                    "reason": "Vastgelopen",
                    **values,
                }
            )
            .action_open()
        )

    def test_peer_discussion_reads_for_some_days(self):
        self.assign(self.fatima)
        self.consult(self.users["supporter"])
        self.assertTrue(self.sees(self.colleague))
        self.assertFalse(self.writes(self.colleague))
        with self.later(days=8):
            self.assertFalse(self.sees(self.colleague))

    def test_peer_discussion_is_the_supporters_to_open(self):
        self.assign(self.fatima)
        with self.assertRaises(AccessError):
            self.consult(self.colleague)
        with self.assertRaises(UserError):
            self.consult(self.users["supporter"], days=365)

    def look(self, user, kind, **values):
        return (
            self.as_user(user, "client.look")
            .create(
                {
                    "number": self.case.number.lower(),
                    "kind": kind,
                    "reason": "Supporter ziek",
                    **values,
                }
            )
            .action_open()
        )

    def test_a_coordinator_looks_for_an_hour(self):
        coordinator = self.users["coordinator"]
        self.look(coordinator, "look")
        self.assertTrue(self.sees(coordinator))
        self.assertFalse(self.writes(coordinator))
        with self.later(hours=2):
            self.assertFalse(self.sees(coordinator))

    def test_only_a_coordinator_looks(self):
        with self.assertRaises(AccessError):
            self.look(self.colleague, "look")

    def test_a_reason_is_asked(self):
        with self.assertRaises(UserError):
            self.look(self.users["coordinator"], "look", reason="  ")

    def test_emergency_alerts_without_content(self):
        users = self.env.registry["res.users"]
        with (
            self.assertLogs(ALARM, "WARNING") as alarm,
            patch.object(users, "_bus_send", autospec=True) as on_screen,
        ):
            self.look(self.colleague, "break_glass")
        self.assertIn(self.case.number, alarm.output[0])
        told, kind, shown = on_screen.call_args.args
        self.assertEqual(told.id, self.users["coordinator"].id)
        self.assertEqual(kind, "simple_notification")
        self.assertTrue(shown["sticky"])
        self.assertNotIn("Sjaan", str(shown))
        self.assertTrue(self.sees(self.colleague))
        self.assertFalse(self.writes(self.colleague))
        notice = self.env["mail.message"].search(
            [("notified_partner_ids", "in", self.users["coordinator"].partner_id.ids)],
            limit=1,
        )
        self.assertIn(self.case.number, notice.subject)
        self.assertNotIn("Sjaan", notice.body + notice.subject)
        with self.later(hours=5):
            self.assertFalse(self.sees(self.colleague))

    def test_no_emergency_in_another_organisation(self):
        with self.assertRaises(UserError) as foreign:
            self.look(self.stranger, "break_glass")
        with self.assertRaises(UserError) as absent:
            self.look(self.colleague, "break_glass", number="Z-2222222")
        self.assertEqual(
            str(foreign.exception).replace(self.case.number.lower(), "N"),
            str(absent.exception).replace("Z-2222222", "N"),
        )

    def test_end_of_employment_ends_everything(self):
        self.assign(self.fatima)
        user = self.users["supporter"]
        self.env["res.users.apikeys"].with_user(user)._generate(
            "rpc", "test", fields.Datetime.now() + timedelta(days=1)
        )
        self.fatima.with_user(self.users["coordinator"]).action_end_employment()
        self.assertFalse(user.active)
        self.assertFalse(self.fatima.active)
        self.assertFalse(
            self.env["res.users.apikeys"].search([("user_id", "=", user.id)])
        )
        rows = self.env["client.access"].search([("user_id", "=", user.id)])
        self.assertTrue(rows)
        now = fields.Datetime.now()
        self.assertTrue(all(row.valid_until <= now for row in rows))

    def test_access_ends_with_the_role_it_rests_on(self):
        for take_away in (
            lambda user, role: user.write({"group_ids": [Command.unlink(role.id)]}),
            lambda user, role: role.write({"user_ids": [Command.unlink(user.id)]}),
        ):
            user, role = self.users["supporter"], self.env.ref(roles.SUPPORTER)
            user.group_ids = [Command.link(role.id)]
            self.assign(self.fatima)
            take_away(user, role)
            # The role comes back, the files do not.
            user.group_ids = [Command.link(role.id)]
            for file in (self.case, self.resident):
                self.assertFalse(self.sees(user, file), file)
            self.assign(self.bram)

    def test_access_ends_with_the_organisation(self):
        self.assign(self.fatima)
        user = self.users["supporter"]
        user.company_ids = [Command.link(self.neighbour.id)]
        self.assertTrue(self.sees(user))
        user.write(
            {
                "company_id": self.neighbour.id,
                "company_ids": [Command.set(self.neighbour.ids)],
            }
        )
        self.assertFalse(self.sees(user))

    def test_consent_does_not_rest_on_a_role(self):
        self.env["client.access"]._grant(self.stranger, self.case, "consent", "test")
        self.stranger.group_ids = [
            Command.unlink(self.env.ref(roles.SUPPORTER).id),
            Command.link(self.env.ref(roles.VOLUNTEER).id),
        ]
        self.assertTrue(self.sees(self.stranger))

    def test_only_a_coordinator_ends_employment(self):
        for role in ("supporter", "intake", "administrator"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.fatima.with_user(self.users[role]).action_end_employment()
