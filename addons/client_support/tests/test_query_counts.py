from collections import Counter
from contextlib import contextmanager, suppress
from functools import partial
from unittest.mock import patch

from lxml import etree
from psycopg2 import Error

from odoo.exceptions import UserError
from odoo.sql_db import Cursor
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL, mute_logger

from .common import ClientSupportCase
from .copies import Copies
from .files import file_models, fill, values_of
from .screens import Screen

FEW, MANY = 5, 80
# More than a page here holds, so that no further question counts the rest.
ALL = 1000
# Of one file: what it has of each part.
FEW_PARTS, MANY_PARTS = 2, 20
# Who opens the screens, and by what kind of row they see the files.
ROLES = {"supporter": "supporter", "walk_in": "walk_in", "coordinator": "look"}
MARKER = "Wierde"
# Models with buttons that open a dialog, and the model whose number they have.
WITH_DIALOGS = {
    "client.case": "client.case",
    "client.resident": "client.resident",
    "client.contact": "client.contact",
    "client.caseload": "client.case",
}
# Pages of residents that show parts of the file as they are made here.
PAGES_OF_PARTS = {"/my/dossier/plan"}
# These still ask for each supporter of the organisation, or for each person who can see
# the file; both are few, and each asks what may not be remembered.
GROWING = {
    "dialog action_assign of client.caseload",
    "dialog action_second_opinion of client.caseload",
    "dialog action_shield of client.case",
    "dialog action_shield of client.resident",
}
# Odoo reads users, companies and groups anew or keeps them, by what went before.
SLACK = 4
# What only the program writes; a list of it is as long as what was looked at.
BY_PROGRAM = {"client.access.log", "client.access.log.delay"}
# What stays one when the parts of a file become many.
ROOTS = {"client.dossier", "client.resident", "client.case", "client.access"}


def shown(answer):
    """The records that a list, kanban or calendar got."""
    if isinstance(answer, list):
        return answer
    groups = answer.get("groups", [answer])
    return [
        row
        for group in groups
        for row in group.get("__records", group.get("records", ()))
    ]


def dialog(record, button, env):
    """Push a button and open the dialog that it answers with."""
    action = getattr(record.with_env(env), button)()
    records = env[action["res_model"]].with_context(**action.get("context") or {})
    screen = Screen(records.browse(action.get("res_id") or ()))
    return (screen.open() if action.get("res_id") else screen.new())(records.env)


@tagged("post_install", "-at_install")
class TestQueryCounts(HttpCase, ClientSupportCase):
    """A screen asks the database as often for many rows as for few.

    Every view of every action and every form, found in the registry, asked as the web
    client asks, with the rows of the read log written: a model that comes later is
    covered by itself. A page of 80 that asks more often than one of 5 asks for each
    row, and becomes slower with every resident.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["client.supporter"].create(
            {
                "name": "Tineke",
                "user_id": cls.users["supporter"].id,
                "company_id": cls.organisation.id,
            }
        )
        resident = cls.make_resident()
        contact = cls.make_contact(resident)
        case = cls.env["client.case"].browse(contact.action_make_case()["res_id"])
        for role, kind in ROLES.items():
            for file in (resident.sudo(), case.sudo()):
                cls.env["client.access"]._grant(cls.users[role], file, kind, "test")
        cls.made = cls.make_one_of_each(resident.sudo(), case.sudo(), contact.sudo())
        cls.parts = set(file_models(cls.env))
        cls.whole = set()
        cls.opening = {}

    @classmethod
    def make_one_of_each(cls, resident, case, contact):
        """{model: records} of everything that screens are about."""
        resident._open_portal_account("wierde@example.nl")
        cls.portal = resident._portal_users()
        cls.portal.password = cls.portal.login
        case.activity_schedule(
            "mail.mail_activity_data_todo", user_id=cls.users["supporter"].id
        )
        cls.not_made = {}
        made = {
            "client.supporter": case.supporter_id,
            "client.team": cls.team,
            "client.dossier": resident.dossier_id + case.dossier_id,
            **fill(cls.env, resident, case, contact, MARKER),
        }
        for name in sorted({action.res_model for action in cls.actions()}):
            model = cls.env[name].with_company(cls.organisation)
            if name not in made and name not in BY_PROGRAM and model._auto:
                listed = "code" in model._fields and model.search([], limit=1)
                try:
                    with cls.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                        made[name] = listed or model.create(cls.least_of(name, made))
                except (UserError, Error) as error:
                    cls.not_made[name] = str(error)
        cls.env.flush_all()
        made["client.access"] = cls.env["client.access"].search(
            # An account shows one file, or those of a few children.
            [("resident_id", "=", resident.id), ("user_id", "!=", cls.portal.id)]
        )
        made["mail.activity"] = cls.env["mail.activity"].search(
            [("res_model", "=", "client.case"), ("res_id", "=", case.id)]
        )
        return {name: records.sudo() for name, records in made.items()}

    @classmethod
    def least_of(cls, name, made):
        """The least that a record of a model outside the files needs."""
        model = cls.env[name]
        known = {**made, "res.company": cls.organisation}
        values = {
            field: value
            for field, value in values_of(cls.env, model, known, MARKER).items()
            if model._fields[field].required or field in ("company_id", "team_id")
        }
        if name == "client.complaint":
            values["handler_id"] = cls.users["coordinator"].id
        return values

    @classmethod
    def actions(cls):
        """The windows of the addon."""
        return (
            cls.env["ir.actions.act_window"]
            .search([("res_model", "=like", "client.%")])
            .filtered(lambda action: not cls.env[action.res_model]._transient)
        )

    def screens(self, role):
        """{name: work} of what opens besides windows; the work takes an `env`."""
        yield from self.forms(role)
        yield from self.dialogs(role)
        case_id = self.made["client.case"].id
        yield "my day", lambda env: env["client.day"].my_day()
        yield "search by Ctrl+K", lambda env: env["client.day"].find_mine(MARKER)
        yield (
            "radar",
            lambda env: env["client.case"].browse(case_id).life_domain_picture(),
        )

    def windows(self, role):
        for action in self.actions():
            records = self.as_role(role, action.res_model)
            groups = action.group_ids
            if self.is_open(records, role) and (
                not groups or groups & self.users[role].all_group_ids
            ):
                is_whole = action.res_model in self.parts and not action.domain
                for view, work in Screen(records, action, ALL).rows().items():
                    name = f"{view} of {action.xml_id}"
                    if is_whole and view in ("list", "kanban", "calendar"):
                        self.whole.add(name)
                    yield name, work

    def forms(self, role):
        """Reading for everybody; one who writes is enough for what is written."""
        for name, made in self.made.items():
            records = self.as_role(role, name)
            if not name.startswith("client.") or not self.is_open(records, role):
                continue
            form = Screen(records.browse(made.ids[0]))
            yield f"read {name}", form.open()
            if role != "supporter":
                continue
            if records.has_access("write") and (written := form.editable()):
                yield f"save {name}", form.save(written, made[0][written])
            if records.has_access("create"):
                yield f"new {name}", Screen(records).new()

    def dialogs(self, role):
        """What opens over a file: the dialogs behind the buttons of its views."""
        for name, table in WITH_DIALOGS.items():
            records = self.as_role(role, name)
            if not records.has_access("read"):
                continue
            record = records.browse(self.made[table].ids[0])
            views = records.get_views([(False, "form"), (False, "list")])["views"]
            buttons = {
                button.get("name")
                for view in views.values()
                for button in etree.fromstring(view["arch"]).iter("button")
                if button.get("type") == "object"
                and not button.xpath("ancestor::field")
            }
            for button in sorted(buttons):
                key = role, name, button
                if key not in self.opening:
                    self.opening[key] = self.opens_dialog(record, button)
                if self.opening[key]:
                    yield f"dialog {button} of {name}", partial(dialog, record, button)

    def opens_dialog(self, record, button):
        """Whether a button opens one; what it did is undone."""
        action = None
        with (
            mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_rule"),
            suppress(UserError, Error),
            self.env.cr.savepoint() as savepoint,
        ):
            action = getattr(record, button)()
            savepoint.rollback()
        self.env.invalidate_all()
        self.write_the_log()
        if not isinstance(action, dict) or "res_model" not in action:
            return False
        return self.env[action["res_model"]]._transient

    def is_open(self, records, role):
        """Code lists are the same for everybody: one role will do."""
        is_list = "code" in records._fields and role != "supporter"
        return records.has_access("read") and not is_list

    def pages(self):
        """The pages of a resident, found among the routes of the addon."""
        http = self.env["ir.http"]
        for path, endpoint in http._generate_routing_rules(
            ["portal", "client_support"], http._get_converters()
        ):
            methods = endpoint.routing.get("methods") or ["GET"]
            if path.startswith("/my") and "<" not in path and "GET" in methods:
                yield path
        yield "/my"

    # Counting ------------------------------------------------------------------------

    @contextmanager
    def statements(self):
        """Collect what is asked of the database."""
        asked = []
        execute = Cursor.execute

        def noted(cursor, query, params=None, log_exceptions=True):
            asked.append(query.code if isinstance(query, SQL) else str(query))
            return execute(cursor, query, params, log_exceptions)

        self.env.flush_all()
        self.env.invalidate_all()
        with patch.object(Cursor, "execute", noted):
            yield asked

    def asked_by(self, work):
        """The statements of one request and what it answered; None if refused."""
        with self.statements() as asked, mute_logger("odoo.addons.base.models.ir_rule"):
            try:
                answer = work()
            except UserError:
                return None
            self.write_the_log()
        return asked, answer

    def count_warm(self, found, screen, work):
        """Count one screen; what this user is refused is none of theirs."""
        if self.asked_by(work):
            found[screen] = self.asked_by(work)

    def count(self):
        """{(who, screen): (statements, answer)}; "cold" is with empty caches."""
        found = {}
        self.authenticate(self.portal.login, self.portal.login)
        for page in self.pages():
            open_page = partial(self.url_open, page, timeout=120)
            self.count_warm(found, ("resident", page), open_page)
        for role in ROLES:
            env = self.as_role(role, "res.users").env
            for name, work in self.windows(role):
                if role == "supporter":
                    # As after a start of the server.
                    self.env.registry.clear_all_caches()
                    found[role, name, "cold"] = self.asked_by(partial(work, env))
                self.count_warm(found, (role, name), partial(work, env))
            for name, work in self.screens(role):
                self.count_warm(found, (role, name), partial(work, env))
        return found

    def test_a_record_of_each_model_can_be_made(self):
        """Of a model that is not made, an empty list is counted: see `least_of`."""
        self.assertFalse(self.not_made)

    def test_no_screen_asks_for_each_row(self):
        copies = Copies(self.env, self.made)
        copies.add(FEW - 1)
        copies.add(FEW_PARTS - 1, stay=ROOTS)
        few = self.count()
        copies.add(MANY - FEW)
        copies.add(MANY_PARTS - FEW_PARTS, stay=ROOTS)
        many = self.count()
        self.assertEqual(few.keys(), many.keys())
        for screen, (asked, answer) in few.items():
            if screen[1] in GROWING:
                continue
            asked_of_many, answer_of_many = many[screen]
            with self.subTest(screen):
                more = Counter(asked_of_many)
                more.subtract(asked)
                self.assertLessEqual(
                    len(asked_of_many), len(asked) + SLACK, more.most_common(3)
                )
                self.assertGrew(screen, answer, answer_of_many)

    def assertGrew(self, screen, answer, answer_of_many):
        """What is shown grew along, else the counts would say nothing."""
        who, name = screen[:2]
        if who == "supporter" and name in self.whole:
            self.assertLessEqual(FEW, len(shown(answer)))
            self.assertLessEqual(MANY, len(shown(answer_of_many)))
        if name in PAGES_OF_PARTS:
            self.assertGreater(len(answer_of_many.text), len(answer.text))
