from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, HttpCase, tagged
from odoo.tools import mute_logger

from .. import statement
from ..roles import ACCESS_OFFICER, MANAGER, PRIVACY_OFFICER
from .test_dividing_work import ALARM, DividingCase

SEEN_BY_CASE = ("supporter",)
DAY = timedelta(days=1)
REPORTERS = ("coordinator", "manager", "finance", "privacy_officer")


class StatementCase(DividingCase):
    """A case with a supporter, of which the log and the checks are known."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.caseload_row = cls.env["client.caseload"].browse(cls.case.id)
        cls.case._assign(cls.fatima)
        cls.write_log()

    @classmethod
    def write_log(cls):
        """What is written when a request is over; a test has only one."""
        log = cls.env["client.access.log"]
        cls.env.flush_all()
        cls.env.cr.flush()
        log._write_acts(cls.env.cr, log._book().take())

    def of_case(self, role="supporter", user=None, **values):
        return self.as_user(user or self.users[role], "client.statement").create(
            {"number": self.case.number, **values}
        )

    def claims(self, contents=None):
        """What is concluded, by a word that tells the claims apart."""
        contents = contents or self.of_case()._contents()
        words = ("access", "looks", "founded", "organisation", "checked", "conflict")
        return dict(zip((*words, "seals"), contents["claims"], strict=True))

    def leak(self, user, **values):
        """A row of access that no method of ours made."""
        self.env.flush_all()
        row = {
            "user_id": user.id,
            "dossier_id": self.case.dossier_id.id,
            "resident_id": self.resident.id,
            "case_id": self.case.id,
            "section": "all",
            "kind": "consult",
            "basis": "by hand",
            "valid_from": fields.Datetime.now() - timedelta(hours=1),
            "valid_until": datetime(9999, 12, 31),
            **values,
        }
        self.env.cr.execute(
            f"INSERT INTO client_access ({', '.join(row)})"
            f" VALUES ({', '.join(['%s'] * len(row))})",
            list(row.values()),
        )
        self.env.invalidate_all()

    def had_role(self, user, role, since, until=None, found=False):
        """A row of the history of roles that is older than this test."""
        self.env.cr.execute(
            """
            INSERT INTO client_role_assignment
                (user_id, login, company_id, role, since, until, is_found)
            VALUES (%s, %s, %s, %s, %s, %s, %s)
            """,
            [user.id, user.login, self.organisation.id, role, since, until, found],
        )

    def checked(self, moment, codes=None, occasion="assign"):
        """A check of the supporter of this case."""
        self.env.cr.execute(
            """
            INSERT INTO client_conflict_check (moment, case_id, case_number,
                supporter_id, user_id, organisation_id, occasion, codes)
            VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
            """,
            [moment, self.case.id, self.case.number, self.fatima.id, self.env.uid]
            + [self.organisation.id, occasion, codes],
        )
        self.env.invalidate_all()

    def told(self, **values):
        """A disclosure without consent that was done."""
        disclosure = self.env["client.disclosure"].create(
            {
                "resident_id": self.resident.id,
                "case_id": self.case.id,
                "ground": "vital_interest",
                "recipient_description": "Veilig Thuis",
                "summary": "GEHEIM wat er speelt",
                "reason": "GEHEIM waarom nu",
                **values,
            }
        )
        disclosure._add({"disclosed_at": fields.Datetime.now()})
        return disclosure

    def log_look(self, user, role, kinds=None, moment=None, **values):
        row = {
            "moment": moment or fields.Datetime.now() - timedelta(minutes=30),
            "user_id": user.id,
            "role": role,
            "kinds": kinds,
            "operation": "read",
            "model": "client.case",
            "elevated": False,
            "undone": False,
            "organisation_id": self.organisation.id,
            "resident_ids": self.resident.ids,
            **values,
        }
        self.env.cr.execute(
            f"INSERT INTO client_access_log ({', '.join(row)})"
            f" VALUES ({', '.join(['%s'] * len(row))})",
            list(row.values()),
        )


@tagged("post_install", "-at_install")
class TestStatementOfCase(StatementCase):
    """A case: computed from rows, for who sees the case and the privacy officer."""

    def test_a_case_without_a_stain(self):
        contents = self.of_case()._contents()
        for word, claim in self.claims(contents).items():
            with self.subTest(claim=word):
                # No day of this log is sealed, or those that are are intact.
                self.assertIn(
                    claim["holds"], (True, None) if word == "seals" else (True,)
                )
        self.assertEqual(contents["title"], f"Case {self.case.number}")
        self.assertEqual(contents["organisation"], "Naast u")
        self.assertEqual(
            {
                (line["who"], line["why"], bool(line["end"]))
                for line in contents["access"]
            },
            {
                ("a worker of the intake of Naast u", "Intake", True),
                ("a client supporter of Naast u", "Supporter", False),
            },
        )
        [check] = contents["checks"]
        self.assertEqual(check["outcome"], "No conflict found")
        self.assertFalse(contents["reasons"])

    def test_looks_are_counted(self):
        for _time in range(3):
            self.env.invalidate_all()
            self.as_role("supporter", "client.case").browse(self.case.id).read(
                ["moment"]
            )
            self.write_log()
        soon = fields.Datetime.now() + timedelta(minutes=1)
        looks = self.of_case(moment=soon)._contents()["looks"]
        [line] = [look for look in looks if look["why"] == "Supporter"]
        self.assertEqual(line["times"], 3)
        self.assertEqual(line["who"], "a client supporter of Naast u")

    def test_reading_a_statement_is_no_look_into_the_file(self):
        statement_ = self.of_case("privacy_officer")
        self.write_log()
        self.env.cr.execute("SELECT max(id) FROM client_access_log")
        before = self.env.cr.fetchone()
        self.assertIn(self.case.number, statement_.body)
        self.write_log()
        self.env.cr.execute("SELECT max(id) FROM client_access_log")
        self.assertEqual(self.env.cr.fetchone(), before)

    def test_no_content(self):
        self.env["client.access"]._grant(
            self.users["portal"], self.resident | self.resident, "resident", "test"
        )
        self.env["client.access"]._grant(
            self.users["portal"], self.case, "resident", "test"
        )
        self.env["ir.config_parameter"].set_param("client_support.log_shows_names", "1")
        body = self.of_case("privacy_officer").body
        # Names of staff by the setting; never that of the resident.
        self.assertIn(self.users["supporter"].name, body)
        for secret in ("Sjaan", "Huur", self.users["portal"].name):
            self.assertNotIn(secret, body)

    def test_names_only_by_the_setting(self):
        self.assertNotIn(self.users["supporter"].name, self.of_case().body)

    def test_emergencies_with_their_reason(self):
        with self.assertLogs("client_support.alarm", "WARNING"):
            self.as_user(self.colleague, "client.look").create(
                {
                    "number": self.case.number,
                    "kind": "break_glass",
                    "reason": "Niemand bereikbaar",
                }
            ).action_open()
        contents = self.of_case()._contents()
        [line] = contents["reasons"]
        self.assertEqual(
            (line["why"], line["reason"]), ("Emergency", "Niemand bereikbaar")
        )
        self.assertTrue(self.claims(contents)["access"]["holds"])

    def test_a_leak_made_by_hand_is_told(self):
        for role, words in (
            ("access_officer", "a worker of the municipality"),
            ("provider_staff", "a worker of a care provider"),
            ("manager", "a manager of Naast u"),
            ("finance", "a worker of finance of Naast u"),
        ):
            with self.subTest(role=role):
                self.leak(self.users[role])
                claim = self.claims()["access"]
                self.assertFalse(claim["holds"])
                self.assertIn(words, str(claim["found"]))
                self.assertIn("Not so.", self.of_case().body)
        self.assertTrue(self.claims()["looks"]["holds"])

    def test_a_leak_that_is_over_is_told(self):
        now = fields.Datetime.now()
        self.leak(
            self.colleague,
            valid_from=now - timedelta(days=40),
            valid_until=now - timedelta(days=39),
        )
        self.had_role(
            self.colleague,
            ACCESS_OFFICER,
            now - timedelta(days=50),
            now - timedelta(days=20),
        )
        self.assertIs(self.claims()["access"]["holds"], False)

    def test_consent_is_no_leak(self):
        self.leak(self.users["access_officer"], kind="consent")
        self.log_look(self.users["access_officer"], "access_officer,portal", "consent")
        claims = self.claims()
        self.assertTrue(claims["access"]["holds"])
        self.assertTrue(claims["looks"]["holds"])

    def test_who_became_an_access_officer_later(self):
        now = fields.Datetime.now()
        officer = self.users["access_officer"]
        self.leak(
            officer,
            kind="supporter",
            valid_from=now - timedelta(days=90),
            valid_until=now - timedelta(days=60),
        )
        self.assertTrue(self.claims()["access"]["holds"])

    def test_a_role_that_was_found_later(self):
        now = fields.Datetime.now()
        self.leak(
            self.colleague,
            kind="supporter",
            valid_from=now - timedelta(days=90),
            valid_until=now - timedelta(days=60),
        )
        self.had_role(
            self.colleague, MANAGER, now - timedelta(days=50), now, found=True
        )
        claim = self.claims()["access"]
        self.assertIsNone(claim["holds"])
        self.assertIn("a manager of Naast u", str(claim["found"]))
        self.assertIn("Not known.", self.of_case().body)
        # At work then, and without that role.
        self.log_look(
            self.colleague, "supporter", "supporter", now - timedelta(days=70)
        )
        self.assertTrue(self.claims()["access"]["holds"])

    def test_a_role_that_no_row_tells(self):
        self.leak(self.colleague)
        self.env.flush_all()
        group = self.env.ref(MANAGER)
        self.env.cr.execute(
            "INSERT INTO res_groups_users_rel (gid, uid) VALUES (%s, %s)",
            [group.id, self.colleague.id],
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache("groups", "default")
        self.assertIs(self.claims()["access"]["holds"], False)

    def test_who_was_an_access_officer_then(self):
        now = fields.Datetime.now()
        self.leak(self.colleague, valid_from=now - timedelta(days=90))
        self.assertTrue(self.claims()["access"]["holds"])
        self.log_look(self.colleague, "finance", "consult", now - timedelta(days=70))
        self.assertFalse(self.claims()["access"]["holds"])

    def test_a_look_of_an_access_role_is_told_and_not_to_be_hidden(self):
        self.log_look(self.users["access_officer"], "access_officer,portal")
        claims = self.claims()
        self.assertFalse(claims["looks"]["holds"])
        self.assertFalse(claims["founded"]["holds"])
        delays = self.as_role("privacy_officer", "client.access.log.delay")
        self.env.cr.execute("SELECT max(id) FROM client_access_log")
        [look] = self.env.cr.fetchone()
        delays.create(
            {
                "log_id": look,
                "until": fields.Datetime.now() + timedelta(days=7),
                "reason": "worker",
            }
        )
        self.assertFalse(self.claims()["looks"]["holds"])

    def test_a_look_for_a_task_of_the_program_is_listed_as_such(self):
        self.log_look(self.users["access_officer"], "access_officer", elevated=True)
        contents = self.of_case()._contents()
        self.assertTrue(self.claims(contents)["looks"]["holds"])
        self.assertIn(
            ("a worker of the municipality", "the program needed it for a task"),
            [(look["who"], look["why"]) for look in contents["looks"]],
        )

    def test_access_that_ended_in_the_act_was_a_reason(self):
        self.log_look(self.users["intake"], "intake", moment=fields.Datetime.now())
        self.assertTrue(self.claims()["founded"]["holds"])
        self.log_look(self.users["intake"], "intake")
        self.assertFalse(self.claims()["founded"]["holds"])

    def test_an_organisation_that_is_not_independent(self):
        with self.assertLogs(ALARM, "WARNING"):
            self.organisation.takes_access_decisions = True
        contents = self.of_case("privacy_officer")._contents()
        claim = self.claims(contents)["organisation"]
        self.assertFalse(claim["holds"])
        self.assertEqual(claim["found"], ["it takes part in decisions on support"])

    def test_a_supporter_who_was_not_checked(self):
        self.leak(self.colleague, kind="supporter")
        claim = self.claims()["checked"]
        self.assertFalse(claim["holds"])
        self.assertEqual(len(claim["found"]), 1)

    def test_a_conflict_and_yet_access(self):
        now = fields.Datetime.now()
        self.assertTrue(self.claims()["conflict"]["holds"])
        self.checked(now - timedelta(hours=1), "no_interest")
        # Refused an hour ago, and without a conflict when it began.
        self.checked(now, None)
        self.assertTrue(self.claims()["conflict"]["holds"])
        self.checked(now - timedelta(minutes=30), "no_interest", "fact")
        self.leak(self.users["supporter"], kind="supporter")
        claim = self.claims()["conflict"]
        self.assertIs(claim["holds"], False)
        self.assertEqual(claim["found"], ["a client supporter of Naast u"])

    def test_what_was_told_to_others(self):
        def told():
            return [number for _label, number in self.of_case()._contents()["shared"]]

        self.assertEqual(told(), [0, 0, 0])
        consent = self.env["client.consent"].create(
            {"resident_id": self.resident.id, "case_id": self.case.id}
        )
        self.assertEqual(told(), [0, 0, 0])
        consent._add({"given_at": fields.Datetime.now()})
        self.told(is_delayed=False)
        self.assertEqual(told(), [1, 0, 1])
        consent._add({"withdrawn_at": fields.Datetime.now(), "withdrawn_how": "portal"})
        self.assertEqual(told(), [1, 1, 1])
        self.assertNotIn("GEHEIM", self.of_case().body)

    def test_what_is_hidden_for_safety_is_not_on_the_page(self):
        before = self.of_case(moment=fields.Datetime.now())
        told = self.told()
        officer = self.users["access_officer"]
        self.leak(officer, kind="disclosure", basis=told.number)
        self.env.cr.execute("SELECT max(id) FROM client_access")
        self.log_look(
            officer,
            "access_officer",
            "disclosure",
            access_ids=[self.env.cr.fetchone()[0]],
        )
        page = self.of_case(moment=before.moment)._contents()
        self.assertEqual(page["checksum"], before._contents()["checksum"])
        self.assertNotIn("municipality", str(page))
        told._add({"told_on": fields.Date.today()})
        claims = self.claims(self.of_case(moment=before.moment)._contents())
        self.assertIs(claims["access"]["holds"], False)
        self.assertIs(claims["looks"]["holds"], False)

    def test_the_officer_makes_the_page_of_a_resident_again(self):
        self.env["client.access"]._grant(
            self.users["portal"], self.resident, "resident", "test"
        )
        [page] = self.as_role("portal", "client.statement.file")._of_user()
        number = self.resident.sudo().number
        moment = fields.Datetime.now()
        resident = self.resident.sudo()
        page = self.as_role("portal", "client.statement.file")._of_resident(
            resident, moment
        )
        self.users["privacy_officer"].lang = "nl_NL"
        again = self.of_case("privacy_officer", number=number, moment=moment)
        self.assertEqual(again._contents()["checksum"], page["checksum"])
        self.assertIn(number, again.body)
        for role in ("supporter", "coordinator"):
            with self.subTest(role=role), self.assertRaises(UserError):
                self.of_case(role, number=number).body  # noqa: B018
        other = self.make_user("t_officer3", PRIVACY_OFFICER, company=self.neighbour)
        with self.assertRaises(UserError):
            self.of_case(user=other, number=number).body  # noqa: B018

    def test_parents_who_live_apart_do_not_find_the_same_number(self):
        def page():
            return self.as_role("portal", "client.statement.file")._of_resident(
                self.resident.sudo(), moment
            )

        moment = fields.Datetime.now()
        self.assertIn(self.case.number, str(page()))
        before = page()["checksum"]
        self.case.is_shielded = True
        self.assertNotIn(self.case.number, str(page()))
        self.assertEqual(page()["checksum"], before)

    def test_a_log_that_was_changed(self):
        day = fields.Datetime.now() - timedelta(days=3)
        self.log_look(self.users["supporter"], "supporter", "supporter", day)
        self.env["client.access.log.digest"]._cron_seal()
        self.assertTrue(self.claims()["seals"]["holds"])
        self.env.cr.execute(
            """
            ALTER TABLE client_access_log DISABLE TRIGGER append_only_row;
            UPDATE client_access_log SET user_id = 8 WHERE moment = %s;
            ALTER TABLE client_access_log ENABLE ALWAYS TRIGGER append_only_row
            """,
            [day],
        )
        claim = self.claims()["seals"]
        self.assertFalse(claim["holds"])
        self.assertEqual(len(claim["found"]), 1)

    def test_the_same_moment_gives_the_same_number(self):
        moment = fields.Datetime.now()
        first = self.of_case(moment=moment)._contents()
        again = self.of_case("privacy_officer", moment=moment)._contents()
        self.assertEqual(first["checksum"], again["checksum"])
        self.assertIn(first["checksum"], self.of_case(moment=moment).body)
        self.log_look(self.users["supporter"], "supporter", "supporter")
        later = self.of_case(moment=moment)._contents()
        self.assertNotEqual(first["checksum"], later["checksum"])

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_for_whom(self):
        for role in SEEN_BY_CASE + ("privacy_officer",):
            self.assertIn(self.case.number, self.of_case(role).body)
        officer = self.make_user("t_officer2", PRIVACY_OFFICER, company=self.neighbour)
        for user in [
            officer,
            self.stranger,
            self.colleague,
            *(
                user
                for role, user in self.users.items()
                if role not in SEEN_BY_CASE + ("privacy_officer",)
            ),
        ]:
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.of_case(user=user).body  # noqa: B018

    def test_a_statement_is_for_its_maker(self):
        made = self.of_case()
        own = self.as_role("privacy_officer", made._name)
        self.assertFalse(own.search([("id", "=", made.id)]))
        with self.assertRaises(AccessError):
            own.browse(made.id).body  # noqa: B018

    def test_on_paper(self):
        made = self.of_case()
        html, kind = (
            self.env["ir.actions.report"]
            .with_user(self.users["supporter"])
            ._render_qweb_html("client_support.report_statement", made.ids)
        )
        self.assertEqual(kind, "html")
        self.assertIn(made._contents()["checksum"], html.decode())


@tagged("post_install", "-at_install")
class TestStatementOfPeriod(StatementCase):
    """An organisation over a period: numbers of acts, never of a person."""

    def figures(self, role="finance"):
        today = fields.Date.today()
        return self.as_role(role, "client.statement.figures")._figures(
            self.organisation, today - timedelta(days=2), today + timedelta(days=1)
        )

    def test_by_hand(self):
        figures = self.figures()
        self.assertLessEqual(
            {
                "cases": 1,
                "supporters": 1,
                "checks": 1,
                "conflicts_refused": 0,
                "conflicts_ended": 0,
                # The intake worker had the case and the resident's own file, and the
                # supporter has both.
                "access_intake": 2,
                "access_supporter": 2,
                "access_consent": 0,
                "emergencies": 0,
                "consents_given": 0,
                "consents_withdrawn": 0,
                "disclosures": 0,
                "conflicts_ignored": 0,
                "leaked_access": 0,
                "unknown_access": 0,
                "leaked_looks": 0,
                "unfounded_looks": 0,
                "days_broken": 0,
            }.items(),
            figures.items(),
        )
        self.assertTrue(all(type(number) is int for number in figures.values()))

    def test_what_happens_is_counted(self):
        before = self.figures()
        self.env["client.access"]._grant(
            self.users["access_officer"], self.case, "consent", "test"
        )
        self.env["client.access"]._grant(
            self.users["coordinator"], self.case, "look", "test"
        )
        self.log_look(self.users["access_officer"], "access_officer", "consent")
        consent = self.env["client.consent"].create({"resident_id": self.resident.id})
        consent._add({"given_at": fields.Datetime.now()})
        self.told()
        with self.assertLogs("client_support.alarm", "WARNING"):
            self.case.provider_ids = self.provider
            self.env["client.employment"].create(
                {"supporter_id": self.fatima.id, "partner_id": self.provider.id}
            )
        after = self.figures()
        changed = {
            name: after.get(name, 0) - before.get(name, 0)
            for name in after
            if after.get(name) != before.get(name)
        }
        self.assertEqual(
            changed,
            {
                "access_consent": 1,
                "access_look": 1,
                "consents": 1,
                "consents_given": 1,
                "disclosures": 1,
                "looks_with_reason": 1,
                "looks_access_officer": 1,
                "checks": 2,
                "conflicts_ended": 1,
            },
        )

    def test_leaks_are_counted(self):
        self.leak(self.users["access_officer"])
        self.log_look(self.users["access_officer"], "access_officer,portal")
        figures = self.figures()
        self.assertEqual(figures["leaked_access"], 1)
        self.assertEqual(figures["leaked_looks"], 1)
        body = self.as_role("finance", "client.statement").create({}).body
        self.assertIn("Not so.", body)

    def test_a_conflict_and_yet_access_is_counted(self):
        period = self.as_role("finance", "client.statement.period")
        conflicts = period._claims(self.organisation, self.figures())[4]
        self.assertTrue(conflicts["holds"])
        # Found a while ago, and the access that began before goes on.
        self.checked(fields.Datetime.now() - timedelta(minutes=30), "no_interest")
        self.leak(self.users["supporter"], kind="supporter")
        figures = self.figures()
        self.assertEqual(figures["conflicts_ignored"], 1)
        self.assertIs(period._claims(self.organisation, figures)[4]["holds"], False)

    def test_a_role_of_then_that_is_not_known(self):
        now = fields.Datetime.now()
        self.leak(
            self.colleague,
            valid_from=now - timedelta(hours=9),
            valid_until=now - timedelta(hours=8),
        )
        self.had_role(self.colleague, MANAGER, now - timedelta(hours=1), now, True)
        figures = self.figures()
        self.assertEqual(figures["leaked_access"], 0)
        self.assertEqual(figures["unknown_access"], 1)
        period = self.as_role("finance", "client.statement.period")
        claim = period._claims(self.organisation, figures)[0]
        self.assertIsNone(claim["holds"])
        self.assertEqual(claim["count"], 1)

    def test_of_the_own_organisation_only(self):
        self.leak(self.users["access_officer"])
        officer = self.make_user("t_officer2", PRIVACY_OFFICER, company=self.neighbour)
        own = self.as_user(officer, "client.statement.figures")
        today = fields.Date.today()
        figures = own._figures(self.neighbour, today, today)
        self.assertEqual(figures["cases"], 0)
        self.assertEqual(figures["leaked_access"], 0)
        with self.assertRaises(AccessError):
            own._figures(self.organisation, today, today)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_for_whom(self):
        for role in REPORTERS:
            body = self.as_role(role, "client.statement").create({}).body
            self.assertIn("The whole organisation", body)
            self.assertNotIn(self.case.number, body)
        for role in self.users.keys() - set(REPORTERS):
            with self.subTest(role=role), self.assertRaises(UserError):
                self.as_role(role, "client.statement").create({}).body  # noqa: B018

    def test_a_period_that_ends_before_it_begins(self):
        with self.assertRaises(UserError):
            self.as_role("finance", "client.statement.figures")._figures(
                self.organisation, fields.Date.today(), fields.Date.today() - DAY
            )

    def test_menus(self):
        for role in REPORTERS:
            self.assertIn(
                "client_support.menu_client_statement",
                str(
                    [
                        menu.get("xmlid")
                        for menu in self.env["ir.ui.menu"]
                        .with_user(self.users[role])
                        .load_web_menus(False)
                        .values()
                    ]
                ),
            )


@tagged("post_install", "-at_install")
class TestPortalStatement(HttpCase, StatementCase):
    """Residents read the same page about their own file, and nobody else's."""

    URL = "/my/dossier/onafhankelijk"

    def page(self, user):
        self.authenticate(user.login, user.login)
        return self.url_open(self.URL)

    def test_the_page(self):
        portal = self.users["portal"]
        self.assertEqual(self.page(portal).status_code, 404)
        self.env["client.access"]._grant(portal, self.resident, "resident", "test")
        page = self.page(portal)
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.case.number, page.text)
        self.assertIn("a client supporter of Naast u", page.text)
        self.assertIn("Independence statement", page.text)
        self.assertIn(self.URL, self.url_open("/my").text)

    def test_only_the_own_file(self):
        other = self.make_resident(nickname="Ander", user=self.colleague).sudo()
        portal = self.users["portal"]
        self.env["client.access"]._grant(portal, other, "resident", "test")
        page = self.page(portal)
        self.assertEqual(page.status_code, 200)
        self.assertIn(other.number, page.text)
        self.assertNotIn(self.case.number, page.text)
        self.assertNotIn(self.resident.sudo().number, page.text)

    def test_nobody_else(self):
        self.env["client.access"]._grant(
            self.users["access_officer"], self.resident, "consent", "test"
        )
        for role in ("access_officer", "provider_staff", "supporter"):
            with self.subTest(role=role):
                self.assertEqual(self.page(self.users[role]).status_code, 404)

    def test_it_stops_when_the_access_stops(self):
        portal = self.users["portal"]
        self.env["client.access"]._grant(portal, self.resident, "resident", "test")
        self.env["client.access"]._end([("user_id", "=", portal.id)])
        self.assertEqual(self.page(portal).status_code, 404)


@tagged("post_install", "-at_install")
class TestConclusions(BaseCase):
    """Which roles count while a row stood; no database."""

    DAYS = [datetime(2026, 1, n) for n in range(1, 30)]

    def test_roles_during_a_row(self):
        day, now = self.DAYS, self.DAYS[20]
        officer, supporter, nothing = {"access_officer"}, {"supporter"}, set()

        def seen(roles, first, last):
            return statement.Seen(frozenset(roles), day[first], day[last])

        def term(since, until=None, found=False):
            until = until and day[until]
            return statement.Term("access_officer", day[since], until, found)

        for start, end, terms, log, had, maybe in (
            (3, 5, [], [], nothing, nothing),
            (3, 5, [term(1)], [], officer, nothing),
            (3, 5, [term(4, 9)], [], officer, nothing),
            # Became an officer later, in the moment that it ended, or was one before.
            (3, 5, [term(6)], [], nothing, nothing),
            (3, 5, [term(5)], [], nothing, nothing),
            (3, 5, [term(1, 3)], [], nothing, nothing),
            # It stands still, or will be an officer after this statement.
            (3, 28, [term(20)], [], officer, nothing),
            (3, 28, [term(21)], [], nothing, nothing),
            # Nobody saw it given: nobody knows, unless the log does.
            (3, 5, [term(6, found=True)], [], nothing, officer),
            (3, 28, [term(6, found=True)], [], officer, nothing),
            (3, 5, [term(6, found=True)], [seen(supporter, 4, 4)], nothing, nothing),
            (3, 5, [term(6, found=True)], [seen(supporter, 1, 9)], nothing, officer),
            (3, 5, [term(6, found=True)], [seen(officer, 4, 4)], officer, nothing),
            (3, 5, [], [seen(officer, 4, 9)], officer, nothing),
            (3, 5, [], [seen(officer, 6, 9)], nothing, nothing),
        ):
            with self.subTest(start=start, end=end, terms=terms, log=log):
                found = statement.access_roles_during(
                    day[start], day[end], now, terms, log
                )
                self.assertEqual(found, (had, maybe))

    def test_checks_of_conflicts(self):
        day = self.DAYS

        def check(moment, conflict=False, user=7):
            return statement.Check(1, user, day[moment], conflict)

        for start, end, checks, is_checked, despite in (
            (3, 9, [], False, False),
            (3, 9, [check(3)], True, False),
            (3, 9, [check(4)], False, False),
            (3, 9, [check(2, user=8)], False, False),
            (3, 9, [check(2, True)], False, True),
            (3, 9, [check(2, True, user=8), check(3)], True, False),
            # Set right before it began, or only when it stood already.
            (3, 9, [check(2, True), check(3)], True, False),
            (3, 9, [check(1), check(2, True)], True, True),
            (3, 9, [check(3), check(6, True), check(7)], True, True),
            # Found and ended at once, or when it was over.
            (3, 9, [check(3), check(9, True)], True, False),
            (3, 9, [check(3), check(12, True)], True, False),
        ):
            for kind in ("supporter", "consult"):
                row = {
                    "user_id": 7,
                    "case_id": 1,
                    "kind": kind,
                    "valid_from": day[start],
                    "valid_until": day[end],
                }
                beside = kind == "supporter"
                with self.subTest(kind=kind, checks=checks):
                    self.assertEqual(
                        bool(statement.unchecked([row], checks)),
                        beside and not is_checked,
                    )
                    self.assertEqual(
                        statement.despite_conflict([row], checks),
                        {(1, 7)} if beside and despite else set(),
                    )

    def test_checksum(self):
        one = statement.checksum({"a": 1, "b": datetime(2026, 1, 1)})
        self.assertEqual(one, statement.checksum({"b": datetime(2026, 1, 1), "a": 1}))
        self.assertNotEqual(
            one, statement.checksum({"a": 2, "b": datetime(2026, 1, 1)})
        )
