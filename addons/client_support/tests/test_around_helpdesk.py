from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..roles import COORDINATOR
from .common import ClientSupportCase
from .scan import tables_with

MARKER = "GEHEIMTICKET"
# What a contact made of a ticket may hold; everything else must be empty of it.
KEPT = {"client_resident", "client_contact", "client_question"}


@tagged("post_install", "-at_install")
class TestHelpdesk(ClientSupportCase):
    """The front door: closed teams, and nothing left behind (rows 18–21)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.intake = cls.users["intake"]
        cls.intake.group_ids += cls.env.ref("helpdesk_mgmt.group_helpdesk_user_team")
        cls.helpdesk = {
            level: new_test_user(
                cls.env,
                f"t_hd_{level}",
                groups=f"helpdesk_mgmt.group_helpdesk_{level}",
                company_id=cls.organisation.id,
                company_ids=[cls.organisation.id],
            )
            for level in ("user_own", "user_team", "user", "manager")
        }
        cls.closed_team = cls.env["helpdesk.ticket.team"].create(
            {
                "name": "Postbus",
                "members_only": True,
                "company_id": cls.organisation.id,
                "user_ids": [cls.intake.id],
            }
        )
        cls.open_team = cls.env["helpdesk.ticket.team"].create(
            {"name": "ICT", "company_id": cls.organisation.id}
        )

    def make_ticket(self, **values):
        ticket = self.env["helpdesk.ticket"].create(
            {
                "name": f"{MARKER} titel",
                "description": f"<p>{MARKER} tekst</p>",
                "partner_name": f"{MARKER} naam",
                "partner_email": "geheimticket@example.nl",
                "team_id": self.closed_team.id,
                "company_id": self.organisation.id,
                **values,
            }
        )
        return ticket

    def test_a_coordinator_says_who_is_in_a_closed_team(self):
        for user in (self.helpdesk["manager"], self.users["administrator"]):
            team = self.closed_team.with_user(user)
            join = {"user_ids": [Command.link(user.id)]}
            for values in (join, {"members_only": False}):
                with (
                    self.subTest(user=user.login, values=values),
                    self.assertRaises(AccessError),
                    self.cr.savepoint(),
                ):
                    team.write(values)
        administrator = self.users["administrator"]
        with self.assertRaises(AccessError), self.cr.savepoint():
            administrator.with_user(administrator).write(
                {"helpdesk_team_ids": [Command.link(self.closed_team.id)]}
            )
        # A right of the role alone does not do: it must be the own organisation.
        far = self.make_user("t_far", COORDINATOR, company=self.neighbour)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.closed_team.with_user(far).write({"user_ids": [Command.clear()]})
        own = self.users["coordinator"]
        team = self.as_user(own, "helpdesk.ticket.team").browse(self.closed_team.id)
        team.user_ids = [Command.link(self.users["supporter"].id)]
        self.assertIn(self.users["supporter"], self.closed_team.user_ids)
        self.assertFalse(team.browse(self.open_team.id).has_access("write"))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_closed_team_is_for_its_members(self):
        ticket = self.make_ticket()
        self.assertTrue(
            self.as_user(self.intake, "helpdesk.ticket").browse(ticket.id).name
        )
        others = [user for user in self.users.values() if user != self.intake]
        for user in [*others, *self.helpdesk.values()]:
            with self.subTest(user=user.login):
                theirs = ticket.with_user(user).with_context(
                    allowed_company_ids=user.company_ids.ids
                )
                for operation in ("read", "write", "unlink"):
                    self.assertFalse(theirs.has_access(operation))
                found = self.as_user(user, "helpdesk.ticket").search(
                    [("name", "ilike", MARKER)]
                )
                self.assertFalse(found)
                with self.assertRaises(AccessError), mute_logger("odoo.models"):
                    theirs.message_post(body="INVLOED")

    def test_an_open_team_works_as_before(self):
        ticket = self.make_ticket(team_id=self.open_team.id)
        for level in ("user", "manager"):
            self.assertTrue(ticket.with_user(self.helpdesk[level]).has_access("write"))

    def test_reading_a_ticket_is_not_writing_on_it(self):
        employee = self.users["employee"]
        ticket = self.make_ticket(team_id=self.open_team.id)
        ticket.message_subscribe(employee.partner_id.ids)
        self.assertTrue(ticket.with_user(employee).has_access("read"))
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            self.env["mail.message"].with_user(self.users["finance"]).create(
                {"model": ticket._name, "res_id": ticket.id, "body": "x"}
            )
        self.assertEqual(self.env["helpdesk.ticket"]._mail_post_access, "write")

    def test_who_asked_may_answer(self):
        portal = self.users["portal"]
        ticket = self.make_ticket(
            team_id=self.open_team.id, partner_id=portal.partner_id.id
        )
        theirs = ticket.with_user(portal)
        self.assertEqual(
            theirs._mail_get_operation_for_mail_message_operation("create"),
            {theirs: "read"},
        )
        others = ticket.with_user(self.users["employee"])
        self.assertEqual(
            others._mail_get_operation_for_mail_message_operation("create"),
            {others: "write"},
        )

    def test_the_portal_shows_ones_own_only(self):
        provider = self.users["provider_staff"]
        parent = self.env["res.partner"].create({"name": "Zorg BV", "is_company": True})
        provider.partner_id.parent_id = parent
        kees = self.env["res.partner"].create({"name": "Kees", "parent_id": parent.id})
        ticket = self.make_ticket(team_id=self.open_team.id, partner_id=kees.id)
        own = self.make_ticket(
            team_id=self.open_team.id, partner_id=provider.partner_id.id
        )
        ticket.message_subscribe(kees.ids)
        found = self.as_user(provider, "helpdesk.ticket").search([])
        self.assertEqual(found.ids, own.ids)
        self.assertFalse(ticket.with_user(provider).has_access("read"))

    def test_who_has_a_ticket_is_not_searched(self):
        self.make_ticket(partner_id=self.users["portal"].partner_id.id)
        for user in (self.users["employee"], *self.helpdesk.values()):
            with self.subTest(user=user.login):
                partners = self.as_user(user, "res.partner")
                for domain in (
                    [("helpdesk_ticket_ids", "!=", False)],
                    [("helpdesk_ticket_ids.name", "ilike", MARKER)],
                ):
                    with self.assertRaises(AccessError):
                        partners.search(domain)

    def test_the_public_changes_no_stage(self):
        public = self.env.ref("base.public_user")
        stages = self.env["helpdesk.ticket.stage"].with_user(public)
        self.assertFalse(stages.has_access("write"))

    def test_no_link_opens_a_ticket_of_a_closed_team(self):
        ticket = self.make_ticket()
        self.assertTrue(ticket.get_portal_url().endswith("access_token="))
        self.assertFalse(ticket.access_token)

    # Make it a contact ---------------------------------------------------------------

    def fill(self, ticket):
        """Everything that Odoo hangs on a ticket."""
        stranger = self.env["res.partner"].create(
            {"name": f"{MARKER} contact", "email": "geheimticket@example.nl"}
        )
        ticket.partner_id = stranger
        ticket.message_subscribe(stranger.ids)
        document = self.env["ir.attachment"].create(
            {
                "name": f"{MARKER}.txt",
                "raw": MARKER.encode(),
                "res_model": ticket._name,
                "res_id": ticket.id,
            }
        )
        ticket.message_post(
            body=f"{MARKER} antwoord",
            subject=MARKER,
            message_type="email",
            email_from=f"{MARKER} <geheimticket@example.nl>",
            partner_ids=[stranger.id, self.intake.partner_id.id],
            attachments=[(f"{MARKER}.doc", MARKER.encode())],
        )
        ticket.activity_schedule(
            "mail.mail_activity_data_todo", summary=MARKER, user_id=self.intake.id
        ).action_feedback(feedback=f"{MARKER} gebeld")
        ticket.activity_schedule(
            "mail.mail_activity_data_todo", note=MARKER, user_id=self.intake.id
        )
        self.env["mail.mail"].create(
            {
                "subject": MARKER,
                "body_html": MARKER,
                "mail_message_id": ticket.message_ids[0].id,
            }
        )
        self.env["bus.bus"]._sendone(
            stranger, "mail.record/insert", {"helpdesk.ticket": MARKER}
        )
        ticket.user_id = self.intake
        ticket.write({"name": f"{MARKER} nieuwe titel"})
        self.env.flush_all()
        self.env.cr.precommit.run()
        return document

    def wizard(self, ticket, user=None, **values):
        return self.as_user(user or self.intake, "client.ticket.contact").create(
            {
                "ticket_id": ticket.id,
                "life_domain_id": self.domain.id,
                "channel_id": self.channel.id,
                "team_id": self.team.id,
                **values,
            }
        )

    def test_nothing_is_left_behind(self):
        ticket = self.make_ticket()
        self.fill(ticket)
        self.assertLessEqual(
            {
                "helpdesk_ticket",
                "mail_message",
                "mail_mail",
                "mail_activity",
                "ir_attachment",
                "res_partner",
                "bus_bus",
            },
            tables_with(self.env, MARKER),
        )
        action = self.wizard(ticket, nickname="Sjaan").action_make_contact()
        self.env.flush_all()
        contact = self.env["client.contact"].browse(action["res_id"])
        documents = self.env["ir.attachment"].search(
            [("res_model", "=", contact._name), ("res_id", "=", contact.id)]
        )
        self.assertEqual(len(documents), 2)
        self.assertFalse(documents.filtered("public"))
        self.assertFalse(
            self.env["ir.attachment"].search(
                [("name", "ilike", MARKER), ("id", "not in", documents.ids)]
            )
        )
        self.assertLessEqual(
            tables_with(self.env, MARKER), KEPT | {"ir_attachment"}, "left behind"
        )
        self.assertLessEqual(tables_with(self.env, "geheimticket@"), KEPT)
        for part in ("titel", "tekst", "naam", "antwoord", "geheimticket@example.nl"):
            self.assertIn(part, contact.question_ids.description)

    def test_the_contact_is_the_callers(self):
        ticket = self.make_ticket()
        contact = self.wizard(ticket, nickname="Sjaan")._make_contact()
        self.assertFalse(ticket.exists())
        self.assertEqual(contact.create_uid, self.intake)
        self.assertFalse(contact.with_user(self.colleague).has_access("read"))
        self.assertEqual(contact.question_ids.life_domain_id, self.domain)

    def test_into_a_file_that_is_open(self):
        resident = self.make_resident("intake")
        contact = self.wizard(self.make_ticket(), resident_id=resident.id)
        self.assertEqual(contact._make_contact().resident_id, resident)

    def test_not_into_a_file_of_another(self):
        resident = self.make_resident("supporter")
        ticket = self.make_ticket()
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            self.wizard(ticket, resident_id=resident.id)._make_contact()
        self.assertTrue(ticket.exists())

    def test_not_by_who_does_not_see_the_ticket(self):
        ticket = self.make_ticket()
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            self.wizard(ticket, user=self.users["supporter"], nickname="x").with_user(
                self.users["supporter"]
            ).action_make_contact()
        self.assertTrue(ticket.exists())

    def test_somebody_is_needed(self):
        with self.assertRaises(UserError):
            self.wizard(self.make_ticket()).action_make_contact()

    def test_a_known_contact_stays(self):
        partner = self.users["portal"].partner_id
        organisation = self.env["res.partner"].create(
            {"name": "Huisarts", "is_company": True}
        )
        ticket = self.make_ticket(partner_id=partner.id)
        ticket.message_subscribe(organisation.ids)
        self.wizard(ticket, nickname="Sjaan")._make_contact()
        self.assertTrue(partner.exists())
        self.assertTrue(organisation.exists())


@tagged("post_install", "-at_install")
class TestHelpdeskRoutes(HttpCase):
    """`/ticket/close` closed any ticket, for anybody, by a link (row 21)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            name: new_test_user(cls.env, name, groups="base.group_portal")
            for name in ("inwoner_een", "inwoner_twee")
        }
        cls.stage = cls.env["helpdesk.ticket.stage"].create(
            {"name": "Klaar", "closed": True, "close_from_portal": True}
        )
        cls.ticket = cls.env["helpdesk.ticket"].create(
            {
                "name": "Vraag",
                "description": "Vraag",
                "partner_id": cls.users["inwoner_een"].partner_id.id,
            }
        )

    def close(self, login, method="POST", stage=None):
        self.authenticate(login, login)
        values = {
            "ticket_id": self.ticket.id,
            "stage_id": (stage or self.stage).id,
            "csrf_token": http.Request.csrf_token(self),
        }
        if method == "GET":
            query = "&".join(f"{name}={value}" for name, value in values.items())
            return self.url_open(f"/ticket/close?{query}", allow_redirects=False)
        return self.url_open("/ticket/close", data=values, allow_redirects=False)

    def test_a_stranger_closes_nothing(self):
        before = self.ticket.stage_id
        self.assertEqual(self.close("inwoner_twee").status_code, 404)
        self.assertEqual(self.ticket.stage_id, before)

    def test_a_link_closes_nothing(self):
        before = self.ticket.stage_id
        answer = self.close("inwoner_een", method="GET")
        self.assertIn(answer.status_code, (404, 405))
        self.assertEqual(self.ticket.stage_id, before)

    def test_only_into_a_stage_meant_for_it(self):
        before = self.ticket.stage_id
        other = self.stage.copy({"close_from_portal": False})
        self.assertEqual(self.close("inwoner_een", stage=other).status_code, 302)
        self.assertEqual(self.ticket.stage_id, before)

    def test_ones_own(self):
        page = self.authenticate("inwoner_een", "inwoner_een") and self.url_open(
            f"/my/ticket/{self.ticket.id}"
        )
        self.assertIn("csrf_token", page.text)
        self.assertEqual(self.close("inwoner_een").status_code, 302)
        self.assertEqual(self.ticket.stage_id, self.stage)

    def test_nonsense_is_not_found(self):
        self.authenticate("inwoner_een", "inwoner_een")
        for number in ("x", "9" * 30):
            answer = self.url_open(
                "/ticket/close",
                data={"ticket_id": number, "csrf_token": http.Request.csrf_token(self)},
            )
            self.assertEqual(answer.status_code, 404)

    def test_the_answer_is_the_same_for_an_unknown_account(self):
        self.authenticate(None, None)
        self.env["ir.config_parameter"].set_param("auth_signup.reset_password", "True")
        pages = []
        for login in ("inwoner_een", "bestaat_niet"):
            page = self.url_open(
                "/web/reset_password",
                data={"login": login, "csrf_token": http.Request.csrf_token(self)},
            )
            pages.append("No account found" in page.text)
        self.assertEqual(pages, [False, False])
