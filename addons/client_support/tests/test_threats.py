from contextlib import suppress

from psycopg2 import Error as DatabaseError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.models import MAGIC_COLUMNS
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .. import inside, roles
from . import files
from .common import ClientSupportCase

MARKER = "GEHEIMBEDREIGING"
# What is searched for: an error that repeats the question does not hold the whole.
NEEDLE = "HEIMBEDREIGIN"
REFUSED = (UserError, ValueError, NotImplementedError, DatabaseError)


class ThreatCase(ClientSupportCase):
    """A file of the supporter with a marker in it; an outsider tries."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supporter = cls.users["supporter"]
        cls.resident = cls.make_resident(name=MARKER, nickname=MARKER)
        cls.contact = cls.make_contact(cls.resident)
        cls.contact.question_ids.description = MARKER
        cls.contact.action_make_case()
        cls.case = cls.contact.case_id
        cls.files = {
            record._name: record
            for record in (
                cls.resident,
                cls.contact,
                cls.case,
                cls.contact.question_ids,
            )
        }

    def file_names(self):
        return sorted(
            name
            for name in self.registry
            if inside.is_file(self.env, name) and not self.registry[name]._abstract
        )

    def grant(self, user, kind, section="all"):
        for file in (self.resident, self.case):
            self.env["client.access"]._grant(user, file, kind, "test", section=section)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    @mute_logger("odoo.sql_db", "odoo.models", "odoo.http")
    def told(self, call, *args, **kwargs):
        """What it answers, or the class of the error; never with the marker."""
        try:
            with self.cr.savepoint():
                answer = call(*args, **kwargs)
                self.env.flush_all()
        except REFUSED as error:
            self.assertNotIn(MARKER, str(error))
            return type(error)
        self.assertNotIn(MARKER, str(answer))
        return answer

    def assertRefused(self, call, *args, **kwargs):
        answer = self.told(call, *args, **kwargs)
        self.assertTrue(isinstance(answer, type), f"answered {answer}")

    def assertNothing(self, call, *args, **kwargs):
        """Refused, or nothing found."""
        answer = self.told(call, *args, **kwargs)
        self.assertTrue(isinstance(answer, type) or not answer, f"answered {answer}")


@tagged("post_install", "-at_install")
class TestRecords(ThreatCase):
    """Without a row nothing of a file is anybody's; rights are in the matrix."""

    def test_roots_are_deleted_by_nobody(self):
        root = self.registry["client.file.root.mixin"]
        for role, user in self.users.items():
            for name in self.file_names():
                if issubclass(self.registry[name], root):
                    access = self.env["ir.model.access"].with_user(user)
                    with self.subTest(role=role, model=name):
                        self.assertFalse(access.check(name, "unlink", False))

    def test_records_are_nobodys_without_a_row(self):
        for role, user in self.users.items():
            if role == "supporter":
                continue
            for name, file in self.files.items():
                theirs = self.as_user(user, name).browse(file.ids)
                for operation in ("read", "write", "unlink"):
                    with self.subTest(role=role, model=name, operation=operation):
                        self.assertFalse(theirs.has_access(operation))

    def test_archived_is_as_closed_as_active(self):
        for user in (self.colleague, self.users["coordinator"]):
            for name in self.file_names():
                archived = self.as_user(user, name).with_context(active_test=False)
                # Some roles have no right on the model at all.
                with suppress(AccessError):
                    self.assertFalse(archived.search([]), name)


@tagged("post_install", "-at_install")
class TestConsentedReader(ThreatCase):
    """Somebody with consent, and even with all rights of a supporter: reads (15–17)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for file in (cls.resident, cls.case):
            cls.env["client.access"]._grant(cls.colleague, file, "consent", "test")

    def theirs(self):
        for name, file in self.files.items():
            yield self.as_user(self.colleague, name).browse(file.ids)

    def test_reads(self):
        for file in self.theirs():
            self.assertTrue(file.has_access("read"))

    def test_writes_no_field(self):
        for file in self.theirs():
            for name, field in file._fields.items():
                if name in MAGIC_COLUMNS or not field.store:
                    continue
                with self.subTest(field=str(field)):
                    self.assertRefused(file.write, {name: False})

    def test_deletes_copies_attaches_plans_nothing(self):
        for file in self.theirs():
            self.assertRefused(file.unlink)
            self.assertRefused(file.copy)
            document = {"name": "x", "raw": b"x"}
            self.assertRefused(
                self.as_user(self.colleague, "ir.attachment").create,
                {**document, "res_model": file._name, "res_id": file.id},
            )
            if hasattr(file, "activity_schedule"):
                self.assertRefused(
                    file.activity_schedule, "mail.mail_activity_data_todo"
                )

    def test_gives_nobody_access(self):
        row = {
            "user_id": self.colleague.id,
            "dossier_id": self.case.sudo().dossier_id.id,
            "resident_id": self.resident.id,
            "kind": "supporter",
            "basis": "x",
        }
        self.assertRefused(self.as_user(self.colleague, "client.access").create, row)
        for file in self.theirs():
            if "access_ids" in file._fields:
                self.assertRefused(file.write, {"access_ids": [Command.create(row)]})

    def test_withdrawn_leaves_nothing(self):
        """Not a message, not an activity, not a document (9, 10, 74)."""
        self.env["ir.attachment"].with_user(self.supporter).create(
            {
                "name": MARKER,
                "raw": MARKER.encode(),
                "res_model": "client.case",
                "res_id": self.case.id,
            }
        )
        self.case.with_user(self.supporter).activity_schedule(
            "mail.mail_activity_data_todo",
            summary=MARKER,
            user_id=self.colleague.id,
        )
        activities = self.as_user(self.colleague, "mail.activity")
        self.assertTrue(activities.search([("summary", "=", MARKER)]))
        self.env["client.access"]._end([("user_id", "=", self.colleague.id)])
        for name in self.files:
            self.assertFalse(self.as_user(self.colleague, name).search([]))
        for model, field in (
            ("mail.activity", "summary"),
            ("mail.message", "body"),
            ("mail.message", "subject"),
            ("ir.attachment", "name"),
            ("ir.attachment", "index_content"),
        ):
            found = self.as_user(self.colleague, model).search(
                [(field, "ilike", MARKER)]
            )
            self.assertFalse(found, model)


@tagged("post_install", "-at_install")
class TestOracles(ThreatCase):
    """Questions whose answer would tell (4, 6, 30, 50, 57, 63, 72, 73, 76)."""

    def test_a_private_event_is_not_found_by_its_words(self):
        event = self.as_user(self.supporter, "calendar.event").create(
            {
                "name": MARKER,
                "description": MARKER,
                "location": MARKER,
                "videocall_location": f"https://example.nl/{MARKER}",
                "privacy": "private",
                "start": "2026-01-05 10:00",
                "stop": "2026-01-05 11:00",
            }
        )
        fields = ("name", "display_name", "description", "location")
        for user, found in ((self.supporter, True), (self.colleague, False)):
            events = self.as_user(user, "calendar.event")
            for field in (*fields, "videocall_location"):
                with self.subTest(user=user.login, field=field):
                    seen = events.search([(field, "ilike", MARKER)])
                    self.assertEqual(event in seen, found)
        events = self.as_user(self.colleague, "calendar.event")
        # That somebody is busy is what the calendar is for.
        busy = [("partner_ids", "in", self.supporter.partner_id.ids)]
        self.assertIn(event, events.search(busy))
        self.assertEqual(events.browse(event.id).name, "Busy")
        # Not by a detour or by the order either.
        guests = self.as_user(self.colleague, "calendar.attendee")
        self.assertFalse(guests.search([("event_id.name", "ilike", MARKER)]))
        self.assertNotIn(event, events.search([], order="name"))

    def test_a_path_from_figures_or_anywhere_leads_to_no_file(self):
        """The names that a first developer would have used, and those that exist."""
        for role, model, path in (
            ("employee", "res.partner", "case_ids.description"),
            ("employee", "res.partner", "client_ids"),
            ("employee", "res.users", "access_ids"),
            ("employee", "client.team", "resident_ids.name"),
            ("employee", "life.domain", "question_ids.description"),
            ("manager", "oco.figure", "case_id.number"),
            ("manager", "oco.figure", "team_id.case_ids"),
            ("coordinator", "client.caseload", "case_id.resident_ids.name"),
            ("coordinator", "client.supporter", "case_ids.number"),
        ):
            if model in self.env:
                with self.subTest(model=model, path=path):
                    self.assertRefused(
                        self.as_role(role, model).search, [(path, "!=", False)]
                    )

    def test_no_counter_on_users_is_searched(self):
        for role in ("employee", "manager", "portal"):
            self.assertRefused(
                self.as_role(role, "client.supporter").search,
                [("conflict_checks", ">", 0)],
            )
        ours = {
            name
            for name, field in self.registry["res.users"]._fields.items()
            if field._module == "client_support"
        }
        described = self.as_role("employee", "res.users").fields_get()
        for name in ours & described.keys():
            self.assertNotIn(described[name]["type"], ("integer", "float"), name)

    def test_a_foreign_id_in_a_form(self):
        """A form being filled in reads what it links to, as the one who fills it in."""
        own = self.make_resident(user=self.colleague)
        contacts = self.as_user(self.colleague, "client.contact")
        specification = {
            "resident_id": {"fields": {"display_name": {}, "name": {}}},
            "case_id": {"fields": {"display_name": {}}},
            "question_ids": {"fields": {"description": {}}},
        }
        for values in (
            {"resident_id": self.resident.id},
            {"case_id": self.case.id},
            {"question_ids": [(4, self.contact.question_ids.id)]},
        ):
            self.told(
                contacts.onchange,
                {"resident_id": own.id, **values},
                list(values),
                specification,
            )
        self.told(
            self.as_user(self.colleague, "client.quick.contact").onchange,
            {"resident_id": self.resident.id},
            ["resident_id"],
            {"resident_id": {"fields": {"display_name": {}, "nickname": {}}}},
        )

    def test_a_foreign_id_in_any_form(self):
        """No form works out anything from a file that is not open, by a default that
        the client brings along neither: a day that follows from a birth date, say."""
        made = files.fill(self.env, self.resident, self.case, self.contact, MARKER)
        asked = 0
        for name in sorted(self.registry):
            forms = self.as_user(self.colleague, name)
            links = {
                field: made[field.comodel_name].ids[:1]
                for field in forms._fields.values()
                if field.relational and field.comodel_name in made
            }
            if not links or forms._abstract:
                continue
            with mute_logger("odoo.addons.base.models.ir_model"):
                described = self.told(forms.fields_get)
            if isinstance(described, type):
                continue
            spec = {one: {} for one in described if not forms._fields[one].relational}
            empty = self.told(forms.onchange, {}, [], spec)
            asked += isinstance(empty, dict)
            for field, ids in links.items():
                value = ids[0] if field.type == "many2one" else [Command.link(ids[0])]
                by_default = forms.with_context(**{f"default_{field.name}": value})
                for answer in (
                    self.told(forms.onchange, {field.name: value}, [field.name], spec),
                    self.told(by_default.onchange, {}, [], spec),
                ):
                    with self.subTest(str(field)):
                        self.assertIn(answer, (AccessError, KeyError, empty))
        self.assertGreater(asked, 20)

    def test_a_foreign_id_in_a_form_of_ones_own(self):
        """What such a form computes from it, it computes as the user."""
        officer = self.users["access_officer"]
        for model, values in (
            ("client.family", {"case_id": self.case.id}),
            ("client.merge", {}),
            ("client.share", {"case_id": self.case.id, "recipient_id": officer.id}),
        ):
            forms = self.as_user(self.colleague, model)
            resident = {"fields": {"display_name": {}}}
            specification = {
                name: resident
                for name in ("resident_id", "resident_ids", "company_id")
                if name in forms._fields
            }
            values = values or {"resident_id": self.resident.id}
            with self.subTest(model=model):
                self.assertRefused(forms.onchange, values, list(values), specification)
        self.assertRefused(
            lambda: (
                self.as_user(self.colleague, "client.family")
                .create({"case_id": self.case.id, "resident_id": self.resident.id})
                .read(["resident_ids"])
            )
        )

    def test_a_form_tells_nothing_of_a_foreign_part(self):
        mine = self.case.with_user(self.supporter)
        opinion = mine.env["client.second.opinion"].create(
            {"case_id": mine.id, "question": MARKER}
        )
        assessment = mine.env["client.assessment"].create({"case_id": mine.id})
        line = assessment.line_ids[:1]
        line.score = "4"
        later = mine.env["client.assessment"].create({"case_id": mine.id})
        for model, values, wanted in (
            (
                "client.second.opinion.give",
                {"second_opinion_id": opinion.id},
                "question",
            ),
            (
                "client.assessment.line",
                {"assessment_id": later.id, "life_domain_id": line.life_domain_id.id},
                "previous_score",
            ),
            ("client.appointment", {"resident_id": self.resident.id}, "lang_id"),
            ("client.goal", {"case_id": self.case.id}, "case_resident_ids"),
        ):
            form = self.as_user(self.colleague, model)
            with self.subTest(model=model):
                answer = self.told(form.onchange, values, list(values), {wanted: {}})
                self.assertIn(answer, (AccessError, {"value": {}}))

    def test_a_part_of_a_foreign_case_is_refused_before_anything_is_told(self):
        """Constraints come before rules, and would answer whether a guess is right."""
        own = self.make_resident(user=self.colleague)
        consult = self.env.ref("client_support.referral_type_consult")
        task = self.env["client.task.kind"].search([], limit=1)
        for model, values in (
            ("client.note", {"text": "x"}),
            ("client.case.task", {"kind_id": task.id}),
            ("client.second.opinion", {"question": "x"}),
            (
                "client.referral",
                {"resident_id": own.id, "type_id": consult.id, "asked": MARKER},
            ),
        ):
            with self.subTest(model=model):
                create = self.as_user(self.colleague, model).create
                answer = self.told(create, {"case_id": self.case.id, **values})
                self.assertIs(answer, AccessError)

    def test_a_table_with_a_foreign_id_changes_nothing(self):
        """`load` of the import, by database id and by external id (63)."""
        self.env["ir.model.data"].create(
            {
                "module": "scan",
                "name": "foreign",
                "model": "client.resident",
                "res_id": self.resident.id,
            }
        )
        for fields, row in (
            ([".id", "nickname"], [str(self.resident.id), "x"]),
            (["id", "nickname"], ["scan.foreign", "x"]),
            (["nickname", "access_ids/kind"], ["x", "supporter"]),
            (["nickname", "number"], ["x", "R-1"]),
        ):
            with self.subTest(fields=fields):
                self.told(
                    self.as_user(self.colleague, "client.resident").load, fields, [row]
                )
                self.assertEqual(self.resident.sudo().nickname, MARKER)
        made = self.as_user(self.colleague, "client.resident").search([])
        self.assertNotIn("R-1", made.mapped("number"))
        self.assertFalse(
            self.env["client.access"].search(
                [
                    ("user_id", "=", self.colleague.id),
                    ("resident_id", "=", self.resident.id),
                ]
            )
        )

    def test_an_id_tells_the_same_of_every_file(self):
        """That some id exists is no secret (72); whose it is, is."""
        files = self.as_user(self.colleague, "client.resident")
        for id_ in (self.resident.id, 999999999):
            self.assertFalse(files.search([("id", "=", id_)]))
        self.assertRefused(files.browse(self.resident.id).read, ["number"])


@tagged("post_install", "-at_install")
class TestHeld(ThreatCase):
    """Channels that held in the trial, kept so: threats (a), negative results."""

    def test_domains(self):
        for role in ("employee", "coordinator", "portal"):
            partners = self.as_role(role, "res.partner")
            for domain in (
                [("case_ids.note", "ilike", NEEDLE)],
                [("case_ids", "any", [("number", "ilike", "Z")])],
                [("user_ids", "any!", [("login", "ilike", "t_")])],
                [("message_ids.body", "ilike", NEEDLE)],
            ):
                with self.subTest(role=role, domain=domain):
                    self.assertNothing(partners.search, domain)
        # Also where fields do lead to a file: for who has no row.
        questions = self.as_user(self.colleague, "client.question")
        for domain in (
            [("contact_id.resident_id.name", "ilike", NEEDLE)],
            [("contact_id", "any", [("resident_id", "ilike", NEEDLE)])],
            [("case_id", "!=", False)],
            [("case_id", "in", self.case.ids)],
            [("case_id", "=", self.case.number)],
        ):
            self.assertNothing(questions.search, domain)
        self.assertRefused(
            questions.search, [("contact_id", "any!", [("number", "!=", False)])]
        )

    def test_groups_and_order_by_a_path(self):
        questions = self.as_user(self.colleague, "client.question")
        for path in ("contact_id", "contact_id.number", "contact_id.resident_id.name"):
            self.assertNothing(questions.formatted_read_group, [], [path], ["__count"])
            self.assertNothing(questions.search, [], order=path)

    def test_more_fields_of_a_link(self):
        """Own question, somebody else's contact: reading on goes as the user."""
        self.grant(self.colleague, "consent", section="questions")
        question = self.as_user(self.colleague, "client.question").browse(
            self.contact.question_ids.id
        )
        links = {"resident_id": {"fields": {"name": {}, "nickname": {}}}}
        self.told(question.web_read, {"contact_id": {"fields": links}})
        self.told(question.web_read, {"case_id": {"fields": {"resident_ids": links}}})

    def test_documents_are_not_moved_into_a_file(self):
        documents = self.as_user(self.colleague, "ir.attachment")
        own = documents.create({"name": "x", "raw": b"x"})
        place = {"res_model": "client.case", "res_id": self.case.id}
        self.assertRefused(own.write, place)
        self.assertRefused(documents.create, {"name": "x", "raw": b"x", **place})

    def test_mail_goes_nowhere(self):
        case = {"model": "client.case", "res_id": self.case.id}
        for user in (self.colleague, self.users["administrator"]):
            self.assertRefused(
                self.as_user(user, "mail.compose.message").create,
                {"model": "client.case", "res_ids": self.case.ids, "body": "x"},
            )
            self.assertRefused(
                self.as_user(user, "mail.template").create,
                {
                    "name": "x",
                    "model_id": self.env["ir.model"]._get_id("client.case"),
                    "body_html": "{{ object.number }}",
                },
            )
            self.assertRefused(
                self.as_user(user, "mail.scheduled.message").create,
                {
                    **case,
                    "author_id": user.partner_id.id,
                    "scheduled_date": "2030-01-01",
                },
            )
            self.assertRefused(
                self.as_user(user, "mail.followers").create,
                {
                    "res_model": "client.case",
                    "res_id": self.case.id,
                    "partner_id": user.partner_id.id,
                },
            )
        self.assertFalse(
            self.env["mail.message"].search([("model", "=like", "client.%")])
        )

    def test_nobody_helps_oneself(self):
        user = self.users["employee"]
        for values in (
            {"group_ids": [Command.link(self.env.ref(roles.SUPPORTER).id)]},
            {"company_ids": [Command.link(self.neighbour.id)]},
        ):
            self.assertRefused(user.with_user(user).write, values)
        case = self.as_user(self.colleague, "client.case").browse(self.case.id)
        self.assertRefused(case.write, {"supporter_id": False})
        self.assertRefused(
            self.as_user(self.colleague, "res.partner").create,
            {"name": "x", "case_ids": [Command.create({})]},
        )

    def test_a_new_record_is_no_way_round(self):
        """`NewId`: a record that is not saved yet reads its links as the user."""
        contact = self.as_user(self.colleague, "client.contact").new(
            {"resident_id": self.resident.id}
        )
        self.assertRefused(lambda: contact.resident_id.name)
        origin = self.as_user(self.colleague, "client.resident").new(
            origin=self.as_user(self.colleague, "client.resident").browse(
                self.resident.id
            )
        )
        self.assertRefused(lambda: origin.name)

    def test_an_activity_of_another_user(self):
        activity = self.case.with_user(self.supporter).activity_schedule(
            "mail.mail_activity_data_todo", summary=MARKER
        )
        theirs = self.as_user(self.colleague, "mail.activity").browse(activity.id)
        for call in (
            lambda: theirs.read(["summary"]),
            lambda: theirs.write({"summary": "x"}),
            theirs.action_done,
            theirs.action_feedback,
            theirs.unlink,
        ):
            self.assertRefused(call)

    def test_the_form_of_a_stranger(self):
        self.assertRefused(
            Form, self.as_user(self.colleague, "client.case").browse(self.case.id)
        )
