from datetime import date
from pathlib import Path

from dateutil.relativedelta import relativedelta
from psycopg2.errors import InsufficientPrivilege

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import config, mute_logger

from .common import ClientSupportCase
from .files import file_models, fill, text_fields
from .scan import tables_with

MARKER = "ZEEGRASKIEM"
LOGGER = "client_support.destruction"


class DestructionCase(ClientSupportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls.users["privacy_officer"]
        cls.coordinator = cls.users["coordinator"]
        cls.reason = cls.env.ref("client_support.closing_reason_answered")
        # Who has a profile gets the cases they register, and may begin them.
        cls.env["client.supporter"].create(
            {
                "name": "Tineke",
                "user_id": cls.users["supporter"].id,
                "company_id": cls.organisation.id,
            }
        )

    def make_case(self, *residents, **values):
        residents = self.env["client.resident"].union(*residents).sudo()
        return self.as_role("supporter", "client.case").create(
            {
                "resident_ids": [(6, 0, residents.ids)],
                "registration_date": "2010-01-01",
                "start_date": "2010-01-02",
                "close_date": "2010-01-03",
                "stage": "closed",
                "closing_reason_id": self.reason.id,
                **values,
            }
        )

    def age(self, *files, years=16):
        """As if nothing happened in these files, and their parts, for years."""
        self.env.flush_all()
        day = date.today() - relativedelta(years=years)
        for file in files:
            for name in file_models(self.env):
                model = self.env[name]
                self.env.cr.execute(
                    f"UPDATE {model._table} SET write_date = %s WHERE dossier_id = %s",
                    [day, file.sudo().dossier_id.id],
                )
                if "date" in model._fields:
                    self.env.cr.execute(
                        f"UPDATE {model._table} SET date = %s WHERE dossier_id = %s",
                        [day, file.sudo().dossier_id.id],
                    )
        self.env.invalidate_all()

    def propose(self):
        self.env["client.retention.mixin"]._cron_retention_dates()
        before = self.env["client.destruction"].search([])
        self.env["client.destruction"]._cron_propose()
        return (self.env["client.destruction"].search([]) - before).filtered(
            lambda proposal: proposal.company_id == self.organisation
        )

    def proposal_for(self, *residents):
        residents = self.env["client.resident"].union(*residents).sudo()
        return self.env["client.destruction"]._propose(
            self.organisation, "request", residents, self.env["client.case"]
        )

    def seen_by(self, user, record):
        return self.as_user(user, record._name).browse(record.ids)

    def approve(self, proposal):
        for user in (self.officer, self.coordinator):
            self.seen_by(user, proposal).action_approve()
        self.assertEqual(proposal.state, "approved")

    def destroy(self, proposal):
        self.approve(proposal)
        with self.assertLogs(LOGGER, "WARNING") as told:
            self.seen_by(self.officer, proposal).action_destroy()
            self.env.flush_all()
            self.env.cr.postcommit.run()
        return told.output


@tagged("post_install", "-at_install")
class TestProposal(DestructionCase):
    """When files are proposed, and who decides."""

    def test_past_its_term_is_proposed_once(self):
        resident = self.make_resident(is_light=False)
        case = self.make_case(resident)
        recent = self.make_resident(nickname="Jong")
        self.age(resident, case)
        proposal = self.propose()
        self.assertEqual(proposal.line_ids.mapped("number"), [resident.number])
        self.assertNotIn(recent.number, proposal.line_ids.mapped("number"))
        self.assertFalse(self.propose())

    def test_a_case_whose_residents_stay(self):
        resident = self.make_resident(is_light=False)
        old, recent = self.make_case(resident), self.make_case(resident)
        self.age(old)
        proposal = self.propose()
        self.assertEqual(proposal.line_ids.mapped("number"), [old.number])
        self.destroy(proposal)
        self.assertFalse(old.sudo().exists())
        self.assertTrue((resident.sudo().exists()) and recent.sudo().exists())

    def test_taken_out_stays_out_for_a_year(self):
        resident, other = self.make_resident(), self.make_resident(nickname="Bo")
        self.age(resident, other, years=3)
        proposal = self.propose()
        line = proposal.line_ids.filtered(lambda ln: ln.number == resident.number)
        self.seen_by(self.coordinator, line).out_reason = "interest"
        self.assertEqual(line.out_by_id, self.coordinator)
        self.assertEqual(proposal.file_count, 1)
        self.destroy(proposal)
        self.assertTrue(resident.sudo().exists())
        self.assertFalse(other.sudo().exists())
        self.assertFalse(self.propose())

    def test_two_different_people(self):
        proposal = self.proposal_for(self.make_resident())
        with self.assertRaises(UserError):
            self.seen_by(self.officer, proposal).action_destroy()
        self.seen_by(self.officer, proposal).action_approve()
        self.assertEqual(proposal.state, "approved_once")
        second = new_test_user(
            self.env,
            "t_second_officer",
            groups="client_support.group_privacy_officer",
            company_id=self.organisation.id,
            company_ids=[self.organisation.id],
        )
        for user in (self.officer, second):
            with self.assertRaises(AccessError):
                self.seen_by(user, proposal).action_approve()
            with self.assertRaises(UserError):
                self.seen_by(user, proposal).action_destroy()
        self.seen_by(self.coordinator, proposal).action_approve()
        self.assertEqual(proposal.officer_id, self.officer)
        self.assertEqual(proposal.coordinator_id, self.coordinator)
        self.assertEqual(proposal.state, "approved")

    def test_what_one_did_not_see_is_not_put_back(self):
        proposal = self.proposal_for(self.make_resident(), self.make_resident())
        line = proposal.line_ids[0]
        self.seen_by(self.coordinator, line).out_reason = "mistake"
        self.seen_by(self.coordinator, line).out_reason = False
        self.seen_by(self.coordinator, line).out_reason = "mistake"
        self.seen_by(self.coordinator, proposal).action_approve()
        with self.assertRaises(UserError):
            self.seen_by(self.officer, line).out_reason = False

    def test_nobody_writes_beside_the_buttons(self):
        proposal = self.proposal_for(self.make_resident())
        for user in self.users.values():
            for record, values in (
                (proposal, {"state": "approved"}),
                (proposal, {"coordinator_id": user.id}),
                (proposal.line_ids, {"number": "R-2222222"}),
            ):
                with (
                    self.subTest(user=user.login, values=values),
                    self.assertRaises(AccessError),
                    mute_logger("odoo.addons.base.models"),
                ):
                    self.seen_by(user, record).write(values)
        for role in ("privacy_officer", "coordinator"):
            for model in ("client.destruction", "client.destruction.line"):
                with self.assertRaises(AccessError), mute_logger("odoo.addons.base"):
                    self.as_role(role, model).create({})

    def test_only_the_two_roles_of_the_organisation(self):
        proposal = self.proposal_for(self.make_resident())
        may = {"privacy_officer", "coordinator"}
        for role, user in self.users.items():
            theirs = self.seen_by(user, proposal)
            with self.subTest(role=role):
                self.assertEqual(theirs.has_access("read"), role in may)
                if role not in may:
                    for action in ("approve", "drop", "destroy"):
                        with (
                            self.assertRaises(AccessError),
                            mute_logger("odoo.addons.base.models"),
                        ):
                            getattr(theirs, f"action_{action}")()
        elsewhere = self.make_user(
            "t_officer_elsewhere",
            "client_support.group_privacy_officer",
            company=self.neighbour,
        )
        self.assertFalse(self.seen_by(elsewhere, proposal).has_access("read"))

    def test_in_use_again_is_kept(self):
        resident = self.make_resident()
        self.age(resident, years=3)
        proposal = self.propose()
        self.approve(proposal)
        self.make_contact(resident)
        self.seen_by(self.coordinator, proposal).action_destroy()
        self.assertTrue(resident.sudo().exists())
        self.assertEqual(proposal.line_ids.outcome, "kept")

    def test_dropped(self):
        resident = self.make_resident()
        proposal = self.proposal_for(resident)
        self.approve(proposal)
        self.seen_by(self.coordinator, proposal).action_drop()
        with self.assertRaises(UserError):
            self.seen_by(self.officer, proposal).action_destroy()
        self.assertTrue(resident.sudo().exists())

    def test_an_open_case_is_closed_first(self):
        resident = self.make_resident(is_light=False)
        case = self.make_case(
            resident,
            stage="active",
            close_date=False,
            closing_reason_id=False,
        )
        other = self.make_resident(is_light=False)
        self.make_case(
            resident, other, stage="active", close_date=False, closing_reason_id=False
        )
        proposal = self.proposal_for(resident)
        for user in (self.officer, self.coordinator):
            self.assertEqual(self.seen_by(user, proposal).open_cases, case.number)
        self.approve(proposal)
        with self.assertRaisesRegex(UserError, case.number):
            self.seen_by(self.officer, proposal).action_destroy()
        self.seen_by(self.officer, proposal).action_drop()
        self.assertFalse(proposal.open_cases)

    def test_by_term_no_case_hinders(self):
        resident = self.make_resident()
        self.age(resident, years=3)
        proposal = self.propose()
        self.assertEqual(proposal.ground, "term")
        self.assertFalse(self.seen_by(self.officer, proposal).open_cases)


@tagged("post_install", "-at_install")
class TestDestruction(DestructionCase):
    """Nothing stays, in any table and on the disk (threat 39, test 68)."""

    def planted(self):
        """A resident with the marker in every text field and everything around it."""
        resident = self.make_resident(is_light=False)
        resident.birth_date = "1950-01-01"
        case = self.make_case(resident)
        contact = self.make_contact(resident, case_id=case.id, question_ids=[])
        supporter = self.users["supporter"]
        made = fill(self.env, resident, case, contact, MARKER)
        for record in (resident, case, contact):
            self.as_user(supporter, "ir.attachment").create(
                {
                    "name": f"{MARKER}.txt",
                    "raw": f"{MARKER} {record.number}".encode(),
                    "res_model": record._name,
                    "res_id": record.id,
                }
            )
        for active in (True, False):
            self.env["mail.activity"].create(
                {
                    "res_model_id": self.env["ir.model"]._get_id("client.case"),
                    "res_id": case.id,
                    "user_id": supporter.id,
                    "summary": f"{MARKER} {active}",
                    "note": f"<p>{MARKER}</p>",
                    "active": active,
                }
            )
        self.account(resident)
        self.ticket(resident)
        # Looked at by name: the log holds numbers only.
        self.seen_by(supporter, resident).read(["name", "nickname"])
        return resident, case, made

    def account(self, resident):
        user = new_test_user(
            self.env,
            f"{MARKER.lower()}@example.nl",
            groups="base.group_portal",
            name=f"{MARKER} van Portaal",
            email=f"{MARKER.lower()}@example.nl",
        )
        partner = user.partner_id
        resident.sudo()._set_portal_partner(partner)
        self.env["client.access"]._grant(user, resident, "resident", "Own file")
        partner.message_post(body=f"{MARKER} bericht")
        self.env["mail.mail"].create(
            {"body_html": MARKER, "recipient_ids": [(4, partner.id)]}
        )
        self.env["helpdesk.ticket"].create(
            {"name": MARKER, "description": MARKER, "partner_id": partner.id}
        )
        self.env["bus.bus"].create(
            {
                "channel": f'["db", "res.partner", {partner.id}]',
                "message": f'{{"payload": "{MARKER}"}}',
            }
        )
        return user

    def ticket(self, resident):
        """A question in the mailbox that became a contact of this resident."""
        intake = self.users["intake"]
        self.env["client.access"]._grant(intake, resident, "intake", "Test")
        intake.group_ids += self.env.ref("helpdesk_mgmt.group_helpdesk_user")
        ticket = self.env["helpdesk.ticket"].create(
            {
                "name": f"{MARKER} post",
                "description": MARKER,
                "company_id": self.organisation.id,
            }
        )
        form = self.as_user(intake, "client.ticket.contact").create(
            {
                "ticket_id": ticket.id,
                "resident_id": resident.id,
                "life_domain_id": self.domain.id,
                "channel_id": self.channel.id,
                "team_id": self.team.id,
            }
        )
        form._make_contact()

    def on_disk(self):
        """The files of this database's filestore that hold the marker."""
        self.env["ir.attachment"]._gc_file_store_unsafe()
        folder = Path(config.filestore(self.env.cr.dbname))
        return [
            path
            for path in folder.rglob("*")
            if path.is_file() and MARKER.encode() in path.read_bytes()
        ]

    def test_nothing_is_left_anywhere(self):
        resident, case, made = self.planted()
        numbers = (resident.number, case.number)
        before = tables_with(self.env, MARKER)
        tables = {
            self.env[name]._table
            for name in made
            if text_fields(self.env[name])
        }  # fmt: skip
        around = {"ir_attachment", "mail_activity", "mail_message", "mail_mail"}
        around |= {"res_partner", "res_users", "helpdesk_ticket", "bus_bus"}
        self.assertLessEqual(tables | around, before)
        self.assertTrue(self.on_disk())

        told = self.destroy(self.proposal_for(resident))

        self.assertEqual(tables_with(self.env, MARKER), set())
        self.assertFalse(self.on_disk())
        for records in made.values():
            self.assertFalse(records.sudo().exists(), records._name)
        self.assertIn(numbers[0], told[0])
        self.assertNotIn(MARKER, "".join(told))
        # The random number stays with the decision, so that it can be done again.
        self.assertEqual(tables_with(self.env, numbers[0]), {"client_destruction_line"})

    def test_the_record_of_it_is_impersonal(self):
        resident = self.make_resident()
        self.make_contact(resident)
        self.destroy(self.proposal_for(resident))
        rows = self.env["client.destruction.log"].search([], limit=3)
        self.assertEqual(
            {row.model: row.quantity for row in rows},
            {"client.resident": 1, "client.contact": 1, "client.question": 1},
        )
        kinds = self.seen_by(self.officer, rows).mapped("display_name")
        self.assertEqual(set(kinds), {"Resident", "Contact", "Question"})
        self.assertEqual(set(rows.mapped("officer_id")), {self.officer.id})
        self.assertEqual(set(rows.mapped("coordinator_id")), {self.coordinator.id})
        self.assertEqual(set(rows.mapped("organisation_id")), {self.organisation.id})
        for field in rows._fields.values():
            self.assertFalse(field.relational, field)
        with self.assertRaises(AccessError):
            rows.sudo().unlink()
        with (
            self.assertRaises(InsufficientPrivilege),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute("DELETE FROM client_destruction_log")
        for role, user in self.users.items():
            with self.subTest(role=role):
                self.assertEqual(
                    self.seen_by(user, rows).has_access("read"),
                    role == "privacy_officer",
                )

    def test_the_look_log_still_says_that_somebody_looked(self):
        resident = self.make_resident()
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.destroy(self.proposal_for(resident))
        self.env.cr.precommit.run()
        self.env.cr.execute(
            "SELECT operation FROM client_access_log WHERE resident_ids @> ARRAY[%s]",
            [resident.id],
        )
        operations = {row[0] for row in self.env.cr.fetchall()}
        self.assertLessEqual({"create", "unlink"}, operations)

    def test_a_family_keeps_its_case(self):
        mother, father = self.make_resident(), self.make_resident(nickname="Vader")
        case = self.make_case(mother, father)
        hers = self.make_contact(mother, case_id=case.id, question_ids=[])
        his = self.make_contact(father, case_id=case.id, question_ids=[])
        question = self.env["client.question"].create(
            {"case_id": case.id, "life_domain_id": self.domain.id}
        )
        his_question = self.env["client.question"].create(
            {
                "case_id": case.id,
                "contact_id": his.id,
                "life_domain_id": self.domain.id,
                "description": MARKER,
            }
        )
        self.destroy(self.proposal_for(father))
        self.assertEqual(case.sudo().resident_ids, mother.sudo())
        self.assertTrue(hers.sudo().exists() and question.exists())
        self.assertFalse(his.sudo().exists() or his_question.exists())
        self.assertTrue(case.with_user(self.users["supporter"]).has_access("read"))
        self.assertFalse(
            self.env["client.access"].search([("resident_id", "=", father.id)])
        )

    def test_an_account_that_serves_another_stays(self):
        child, other = self.make_resident(), self.make_resident(nickname="Tweede")
        parent = new_test_user(self.env, "t_parent", groups="base.group_portal")
        hidden = self.env["client.resident"]._portal_company()
        parent.write(
            {"company_ids": [(6, 0, hidden.ids)], "company_id": hidden.id}
        )  # fmt: skip
        for resident in (child, other):
            self.env["client.access"]._grant(
                parent, resident, "representative", "Parent"
            )
        self.destroy(self.proposal_for(child))
        self.assertTrue(parent.exists())
        self.destroy(self.proposal_for(other))
        self.assertFalse(parent.exists())

    def test_an_employee_is_no_part_of_a_file(self):
        resident = self.make_resident()
        self.destroy(self.proposal_for(resident))
        self.assertTrue(self.users["supporter"].exists())

    def test_again_after_a_backup(self):
        resident, stays = self.make_resident(), self.make_resident(nickname="Blijft")
        number = resident.number
        with self.assertLogs(LOGGER, "WARNING") as told:
            count = self.env["client.destruction"]._destroy_again([number, "R-2222222"])
            self.env.cr.postcommit.run()
        self.assertEqual(count, 1)
        self.assertFalse(resident.sudo().exists())
        self.assertTrue(stays.sudo().exists())
        self.assertIn(number, told.output[0])
        row = self.env["client.destruction.log"].search([], limit=1)
        self.assertEqual((row.ground, row.officer_id), ("restored", 0))

    def test_every_file_model_hangs_on_a_root(self):
        """What no link ties to a file would stay behind."""
        for name in file_models(self.env)[2:]:
            with self.subTest(model=name):
                owners = {
                    field.comodel_name
                    for field in self.env[name]._fields.values()
                    if self.env["client.destruction"]._is_part_by(field)
                }
                self.assertIn("client.dossier", owners)


@tagged("post_install", "-at_install")
class TestRetention(DestructionCase):
    """Until when a file is kept, as the night works it out."""

    def kept(self, file):
        self.env["client.retention.mixin"]._cron_retention_dates()
        return file.sudo().retention_date

    def test_fifteen_years_for_a_case_and_its_resident(self):
        resident = self.make_resident(is_light=False)
        case = self.make_case(resident)
        expected = fields.Date.add(fields.Date.today(), years=15)
        self.assertEqual(self.kept(case), expected)
        self.assertEqual(resident.sudo().retention_date, expected)
        self.age(case, years=3)
        # A contact last year in the case counts for both.
        contact = self.make_contact(resident, case_id=case.id, question_ids=[])
        self.age(case, years=2)
        self.assertEqual(
            self.kept(case), fields.Date.add(fields.Date.today(), years=13)
        )
        self.assertTrue(contact)

    def test_the_last_contact_counts_also_when_registered_before(self):
        resident = self.make_resident()
        contact = self.make_contact(resident)
        self.age(resident, years=5)
        self.env.cr.execute(
            "UPDATE client_contact SET date = '2024-05-06' WHERE id = %s", [contact.id]
        )
        self.assertEqual(self.kept(resident), date(2026, 5, 6))

    def test_never_while_a_case_is_open(self):
        resident = self.make_resident(is_light=False)
        closed = self.make_case(resident)
        case = self.make_case(
            resident, stage="active", close_date=False, closing_reason_id=False
        )
        self.age(resident, closed, case, years=40)
        self.assertFalse(self.kept(case))
        self.assertFalse(resident.sudo().retention_date)
        self.assertTrue(closed.sudo().retention_date)

    def test_light_files_shorter(self):
        resident = self.make_resident()
        self.assertEqual(
            self.kept(resident), fields.Date.add(fields.Date.today(), years=2)
        )

    def test_youth_care_only_where_it_is_given(self):
        resident = self.make_resident(is_light=False)
        case = self.make_case(resident)
        self.env["client.question"].create(
            {
                "case_id": case.id,
                "life_domain_id": self.domain.id,
                "legal_framework": "youth_act",
            }
        )
        today = fields.Date.today()
        self.assertEqual(self.kept(case), fields.Date.add(today, years=15))
        with self.assertLogs("client_support.alarm", "WARNING"):
            self.env.ref("client_support.retention_term_youth").active = True
        self.assertEqual(self.kept(case), fields.Date.add(today, years=20))

    def test_longer_with_a_reason(self):
        resident = self.make_resident()
        with self.assertRaises(ValidationError):
            resident.retain_until = "2060-01-01"
        resident.write({"retain_until": "2060-01-01", "retain_reason": "procedure"})
        self.assertEqual(self.kept(resident), date(2060, 1, 1))

    def test_the_night_is_no_change_of_the_file(self):
        resident = self.make_resident()
        self.age(resident, years=1)
        before = resident.sudo().write_date
        self.kept(resident)
        self.env.invalidate_all()
        self.assertEqual(resident.sudo().write_date, before)

    def test_nobody_sets_the_date(self):
        resident = self.make_resident()
        with self.assertRaises(AccessError):
            resident.retention_date = "2020-01-01"
        with self.assertRaises(AccessError):
            resident.objects_to_research = True

    def test_terms(self):
        case = self.env.ref("client_support.retention_term_case")
        officers = self.seen_by(self.officer, case)
        with (
            self.assertRaises(ValidationError),
            self.assertLogs("client_support.alarm", "WARNING"),
        ):
            officers.months = 120
        with self.assertLogs("client_support.alarm", "WARNING") as told:
            officers.months = 200
        self.assertIn("client.retention.term/case", told.output[0])
        for role, user in self.users.items():
            with self.subTest(role=role):
                theirs = self.seen_by(user, case)
                self.assertEqual(theirs.has_access("write"), role == "privacy_officer")
