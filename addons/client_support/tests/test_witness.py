import json
from contextlib import nullcontext, suppress
from datetime import timedelta
from unittest.mock import patch

import psycopg2

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.client_access_log import ClientAccessLog, alarm
from ..witness import Act, Book
from .common import ClientSupportCase

MARKER = "GEHEIMMARKER"
NAME = "Geheimnaam Verzonnen"

# What a client may send along in the hope that nobody notices.
HOSTILE_CONTEXTS = (
    {},
    {"auditlog_disabled_read": True},
    {"tracking_disable": True, "mail_notrack": True, "mail_create_nolog": True},
    {"prefetch_fields": False},
    {"prefetch_fields": True, "bin_size": True, "active_test": False},
    {"resident_names": True, "client_route": "x", "no_log": True, "su": True},
    {"install_mode": True, "module": "base", "import_file": True},
)


class WitnessCase(ClientSupportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.resident = cls.make_resident(
            nickname=MARKER, name=NAME, birth_date="1958-03-14"
        )
        cls.contact = cls.make_contact(
            cls.resident,
            question_ids=[
                Command.create({"life_domain_id": cls.domain.id, "description": MARKER})
            ],
        )
        cls.contact.action_make_case()
        cls.case_ = cls.contact.case_id
        cls.question = cls.contact.question_ids
        cls.written()

    @classmethod
    def written(cls):
        """The rows about what happened since the last time."""
        cr = cls.env.cr
        cr.flush()
        log = cls.env["client.access.log"]
        cr.execute("SELECT coalesce(max(id), 0) FROM client_access_log")
        before = getattr(cls, "_seen", 0)
        # Nothing is committed in a test, so what a real one does then is done here.
        log._write_acts(cr, log._book().take())
        cr.execute(
            "SELECT * FROM client_access_log WHERE id > %s ORDER BY id", [before]
        )
        rows = cr.dictfetchall()
        cls._seen = max([before, *(row["id"] for row in rows)])
        return rows

    def setUp(self):
        super().setUp()
        self.written()

    def looks(self, work, operation="read"):
        self.env.invalidate_all()
        self.written()
        work()
        return [row for row in self.written() if row["operation"] == operation]


@tagged("post_install", "-at_install")
class TestWitness(WitnessCase):
    """Every look leaves a row, by whatever road and with whatever context."""

    def roads(self):
        """Ways in which a screen or a program gets content of the resident's file."""
        resident = self.as_role("supporter", "client.resident")
        mine = [("id", "=", self.resident.id)]

        def own(context):
            return resident.with_context(**context)

        return {
            "read": lambda c: own(c).browse(self.resident.id).read(["nickname"]),
            "read all": lambda c: own(c).browse(self.resident.id).read(),
            "web_read": lambda c: (
                own(c).browse(self.resident.id).web_read({"name": {}})
            ),
            "search_read": lambda c: own(c).search_read(mine, ["name"]),
            "web_search_read": lambda c: own(c).web_search_read(mine, {"name": {}}),
            "attribute": lambda c: own(c).search(mine).nickname,
            "mapped": lambda c: own(c).search(mine).mapped("name"),
            "filtered": lambda c: own(c).search(mine).filtered("birth_date"),
            "name_search": lambda c: own({**c, "resident_names": True}).name_search(""),
            "label": lambda c: (
                (
                    own({**c, "resident_names": True}).browse(self.resident.id)
                ).display_name
            ),
            "label of a link": lambda c: (
                self.as_role("supporter", "client.contact")
                .with_context(
                    **c, **({} if c.get("resident_names") else {"resident_names": True})
                )
                .browse(self.contact.id)
                .read(["resident_id"])
            ),
            "nested": lambda c: (
                self.as_role("supporter", "client.contact")
                .with_context(**c)
                .browse(self.contact.id)
                .web_read({"resident_id": {"fields": {"nickname": {}}}})
            ),
            "nested list": lambda c: (
                self.as_role("supporter", "client.contact")
                .with_context(**c)
                .browse(self.contact.id)
                .web_read({"question_ids": {"fields": {"description": {}}}})
            ),
            "onchange": lambda c: (
                own(c)
                .browse(self.resident.id)
                .onchange({}, [], {"nickname": {}, "name": {}})
                and own(c).browse(self.resident.id).name
            ),
            "compute": lambda c: (
                self.as_role("supporter", "client.contact")
                .with_context(**c)
                .browse(self.contact.id)
                .life_domain_ids
            ),
            "elevated": lambda c: own(c).browse(self.resident.id).sudo().name,
        }

    def test_every_road_leaves_a_row(self):
        for name, road in self.roads().items():
            for context in HOSTILE_CONTEXTS:
                with self.subTest(road=name, context=context):
                    looks = self.looks(lambda road=road, c=context: road(c))
                    self.assertTrue(looks)
                    for look in looks:
                        self.assertEqual(look["user_id"], self.users["supporter"].id)
                        self.assertEqual(look["resident_ids"], [self.resident.id])

    def test_a_row_says_who_what_and_on_what_basis(self):
        supporter = self.users["supporter"]
        [look] = self.looks(
            lambda: (
                self.as_role("supporter", "client.resident")
                .browse(self.resident.id)
                .read(["nickname", "name", "number"])
            )
        )
        basis = self.env["client.access"].search(
            [("user_id", "=", supporter.id), ("resident_id", "=", self.resident.id)]
        )
        self.assertLessEqual(
            {
                "user_id": supporter.id,
                "as_user_id": None,
                "role": "supporter",
                "elevated": False,
                "operation": "read",
                "undone": False,
                "model": "client.resident",
                "record_ids": [self.resident.id],
                "resident_ids": [self.resident.id],
                "field_names": "name,nickname",
                "kinds": "supporter",
                "organisation_id": self.organisation.id,
            }.items(),
            look.items(),
        )
        self.assertLessEqual(set(look["access_ids"]), set(basis.ids))
        self.assertTrue(look["access_ids"])
        self.assertTrue(look["moment"])

    def test_what_hangs_on_a_file(self):
        """A document that is opened, the name of one, and what is to be done."""
        supporter = self.users["supporter"]
        document = self.as_user(supporter, "ir.attachment").create(
            {
                "name": MARKER,
                "raw": b"x",
                "res_model": "client.case",
                "res_id": self.case_.id,
            }
        )
        task = self.case_.with_user(supporter).activity_schedule(
            "mail.mail_activity_data_todo", summary=MARKER, user_id=supporter.id
        )
        documents = self.as_user(supporter, "ir.attachment").browse(document.id)
        tasks = self.as_user(supporter, "mail.activity").browse(task.id)
        for what, operation, look in (
            ("document", "read", lambda: documents.read(["name"])),
            ("document", "export", lambda: documents.raw),
            ("document", "export", lambda: documents.sudo().raw),
            ("document", "export", lambda: self.streamed(documents.sudo())),
            ("activity", "read", lambda: tasks.read(["summary"])),
        ):
            with self.subTest(what):
                rows = self.looks(look, operation)
                self.assertIn(what, [row["field_names"] for row in rows])
                for row in rows:
                    self.assertEqual(row["user_id"], supporter.id)
                    self.assertEqual(row["resident_ids"], [self.resident.id])
                    self.assertEqual(row["kinds"], "supporter")

    def streamed(self, document):
        # There is no request here to send it by.
        with suppress(RuntimeError):
            document._to_http_stream()

    def test_one_row_for_one_request(self):
        residents = self.resident
        for number in range(10):
            residents += self.make_resident(nickname=f"Regular {number}")

        def work():
            mine = self.as_role("supporter", "client.resident").browse(residents.ids)
            mine.read(["nickname", "name"])
            mine.read(["nickname", "name"])
            self.env.invalidate_all()
            mine.read(["nickname", "name"])

        [look] = self.looks(work)
        self.assertEqual(look["record_ids"], sorted(residents.ids))
        self.assertEqual(look["resident_ids"], sorted(residents.ids))

    def test_what_the_program_needs_is_no_look(self):
        """A number, an organisation: reading those loads no name with them."""

        def work():
            mine = self.as_role("supporter", "client.resident").browse(self.resident.id)
            mine.read(["number", "company_id", "display_name"])
            mine.sudo().company_id.name  # noqa: B018
            mine.check_access("write")

        self.assertFalse(self.looks(work))
        names = self.resident._fields
        cache = self.env.transaction.field_data
        self.assertNotIn(self.resident.id, cache[names["name"]])
        self.assertNotIn(self.resident.id, cache[names["is_light"]])

    def test_what_odoobot_does_is_no_look(self):
        self.assertFalse(
            self.looks(
                lambda: (
                    self.env["client.resident"]
                    .browse(self.resident.id)
                    .with_user(1)
                    .name
                )
            )
        )

    def test_elevated_code_is_told_apart(self):
        administrator = self.users["administrator"]
        [look] = self.looks(
            lambda: (
                self.env["client.resident"]
                .with_user(administrator)
                .sudo()
                .browse(self.resident.id)
                .name
            )
        )
        self.assertTrue(look["elevated"])
        self.assertEqual(look["user_id"], administrator.id)
        self.assertEqual(look["role"], "administrator")
        self.assertFalse(look["kinds"])

    def test_changes(self):
        resident = self.as_role("supporter", "client.resident").browse(self.resident.id)
        [row] = self.looks(lambda: resident.write({"nickname": "Ander"}), "write")
        self.assertEqual(row["field_names"], "nickname")
        made = []
        [row] = self.looks(
            lambda: made.append(self.make_resident(nickname="Nieuw")), "create"
        )
        self.assertEqual(row["record_ids"], made[0].ids)
        self.assertEqual(row["resident_ids"], made[0].ids)

    def test_deleting_says_whose_it_was(self):
        question = self.as_role("supporter", "client.question").create(
            {"contact_id": self.contact.id, "life_domain_id": self.domain.id}
        )
        [row] = self.looks(question.unlink, "unlink")
        self.assertEqual(row["resident_ids"], [self.resident.id])
        self.assertEqual(row["kinds"], "supporter")

    def test_grouping_by_content_is_refused_and_noted(self):
        resident = self.as_role("supporter", "client.resident")
        contact = self.as_role("supporter", "client.contact")
        question = self.as_role("supporter", "client.question")
        for name, road in {
            "formatted_read_group": lambda: resident.formatted_read_group([], ["name"]),
            "by month": lambda: resident.formatted_read_group([], ["birth_date:month"]),
            "special": lambda: resident.formatted_read_group([], ["target_group_ids"]),
            "grouping sets": lambda: resident.formatted_read_grouping_sets(
                [], [["team_id"], ["nickname"]]
            ),
            "path": lambda: contact.formatted_read_group([], ["resident_id.name"]),
            "aggregate": lambda: question.formatted_read_group(
                [], [], ["description:array_agg"]
            ),
            "count": lambda: question.formatted_read_group(
                [], [], ["description:count_distinct"]
            ),
            "having": lambda: question._read_group(
                [], ["life_domain_id"], [], having=[("description:max", ">", "a")]
            ),
            "order": lambda: question._read_group(
                [], ["life_domain_id"], [], order="description:max"
            ),
            "web_read_group": lambda: resident.web_read_group([], ["nickname"]),
            "progress bar": lambda: resident.read_progress_bar(
                [],
                "team_id",
                {"field": "name", "colors": {"a": "success"}},
            ),
            "search panel": lambda: resident.search_panel_select_multi_range(
                "target_group_ids", enable_counters=True
            ),
        }.items():
            with self.subTest(road=name):

                def work(road=road):
                    with self.assertRaises(UserError):
                        road()

                [row] = self.looks(work, "group_refused")
                self.assertTrue(row["field_names"])

    def test_describing_fields_is_no_look(self):
        resident = self.as_role("supporter", "client.resident")
        described = []
        for operation in ("group", "group_refused", "read"):
            self.assertFalse(
                self.looks(lambda: described.append(resident.fields_get()), operation)
            )
        for name in ("name", "nickname", "birth_date", "target_group_ids"):
            self.assertFalse(described[0][name]["groupable"], name)
        self.assertTrue(described[0]["team_id"]["groupable"])

    def test_counting_by_a_fact_is_noted(self):
        question = self.as_role("supporter", "client.question")
        [row] = self.looks(
            lambda: question.formatted_read_group([], ["life_domain_id"], ["__count"]),
            "group",
        )
        self.assertEqual(row["field_names"], "life_domain_id")

    def test_oracles_are_noted_without_the_word(self):
        stranger = self.as_user(self.stranger, "client.resident")
        for name, road in {
            "count": lambda: stranger.search_count([("name", "ilike", NAME)]),
            "read": lambda: stranger.search_read([("nickname", "=", MARKER)], ["id"]),
            "born": lambda: stranger.search_count([("birth_date", ">", "1950-01-01")]),
            "name_search": lambda: stranger.name_search(NAME),
            "negated": lambda: stranger.search_count(["!", ("name", "=", NAME)]),
            "label": lambda: stranger.search_count([("display_name", "like", NAME)]),
            "path": lambda: self.as_user(self.stranger, "client.contact").search_count(
                [("resident_id.name", "ilike", NAME)]
            ),
            "any": lambda: self.as_user(self.stranger, "client.contact").search_count(
                [("question_ids", "any", [("description", "ilike", MARKER)])]
            ),
        }.items():
            with self.subTest(road=name):
                rows = self.looks(road, "search")
                self.assertTrue(rows)
                self.assertEqual(rows[0]["user_id"], self.stranger.id)
                self.assertEqual(rows[0]["organisation_id"], self.neighbour.id)

    def test_refusals_are_noted(self):
        resident = self.as_user(self.stranger, "client.resident").browse(
            self.resident.id
        )
        for name, road, who, records in (
            ("read", lambda: resident.read(["name"]), self.stranger, True),
            ("attribute", lambda: resident.name, self.stranger, True),
            ("write", lambda: resident.write({"name": "x"}), self.stranger, True),
            ("unlink", lambda: resident.unlink(), self.stranger, True),
            ("web_read", lambda: resident.web_read({"name": {}}), self.stranger, True),
            (
                "link",
                lambda: self.make_contact(resident, user=self.stranger),
                self.stranger,
                True,
            ),
            (
                "role",
                lambda: self.as_role("finance", "client.resident").search_read([]),
                self.users["finance"],
                False,
            ),
            (
                "field",
                lambda: self.as_role("volunteer", "client.resident").search(
                    [("birth_date", "!=", False)]
                ),
                self.users["volunteer"],
                False,
            ),
            (
                "fence",
                lambda: self.as_role("supporter", "client.resident").search(
                    [("access_ids", "!=", False)]
                ),
                self.users["supporter"],
                False,
            ),
        ):
            with self.subTest(road=name):

                def work(road=road):
                    with self.assertRaises(AccessError) as refused:
                        road()
                    self.assertNotIn(NAME, str(refused.exception))
                    self.assertNotIn(self.resident.number, str(refused.exception))

                rows = self.looks(work, "denied")
                self.assertTrue(rows)
                self.assertEqual(rows[0]["user_id"], who.id)
                if records:
                    self.assertEqual(rows[0]["record_ids"], self.resident.ids)
                    self.assertEqual(rows[0]["organisation_id"], self.organisation.id)
                    self.assertFalse(rows[0]["kinds"])

    def test_a_refusal_names_nothing_in_debug_mode_either(self):
        self.stranger.group_ids = [Command.link(self.env.ref("base.group_no_one").id)]
        resident = self.as_user(self.stranger, "client.resident").browse(
            self.resident.id
        )
        with self.assertRaises(AccessError) as refused:
            resident.read(["name"])
        for secret in (NAME, MARKER, self.resident.number, "rule"):
            self.assertNotIn(secret, str(refused.exception))

    def test_exports(self):
        resident = self.as_role("supporter", "client.resident").browse(self.resident.id)

        def work():
            with self.assertRaises(UserError):
                resident.export_data(["name"])

        [row] = self.looks(work, "denied")
        self.assertEqual(row["field_names"], "name")
        with patch.object(type(self.env["res.users"]), "has_group", lambda *a: True):
            [row] = self.looks(lambda: resident.export_data(["name", "id"]), "export")
        self.assertEqual(row["record_ids"], self.resident.ids)

    def test_no_content_in_any_row(self):
        self.test_every_road_leaves_a_row()
        self.test_oracles_are_noted_without_the_word()
        self.test_changes()
        self.env.cr.execute("SELECT to_jsonb(l) - 'moment' FROM client_access_log l")
        rows = json.dumps(self.env.cr.fetchall())
        for secret in (MARKER, NAME, "Verzonnen", "1958-", "Ander"):
            self.assertNotIn(secret, rows)


@tagged("post_install", "-at_install")
class TestLog(WitnessCase):
    """What is in the log stays, and is for the privacy officer only."""

    def row(self):
        self.env.invalidate_all()
        self.as_role("supporter", "client.resident").browse(self.resident.id).name  # noqa: B018
        return self.env["client.access.log"].browse(self.written()[-1]["id"])

    def test_no_change_by_the_orm(self):
        row = self.row()
        for attempt in (
            lambda: row.sudo().write({"user_id": 1}),
            lambda: row.sudo().unlink(),
            lambda: row.sudo().create({"user_id": 1, "operation": "read"}),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_no_change_by_sql(self):
        row = self.row()
        for statement in (
            "UPDATE client_access_log SET user_id = 1 WHERE id = %s",
            "DELETE FROM client_access_log WHERE id = %s",
            "TRUNCATE client_access_log -- %s",
            "SET LOCAL session_replication_role = replica;"
            "DELETE FROM client_access_log WHERE id = %s",
            "SET LOCAL client_support.purge = 'on';"
            "DELETE FROM client_access_log WHERE id = %s",
            "SELECT client_access_log_purge(current_date) -- %s",
        ):
            with (
                self.subTest(statement=statement),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.Error),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement, [row.id])
        self.assertTrue(row.exists())

    def old_row(self, years=6, day=None):
        """A row of long ago, as a restored database may hold it."""
        moment = day or fields.Datetime.now() - timedelta(days=366 * years)
        self.env.cr.execute(
            "INSERT INTO client_access_log (moment, user_id, operation, elevated)"
            " VALUES (%s, 7, 'read', false) RETURNING id",
            [moment],
        )
        return self.env["client.access.log"].browse(self.env.cr.fetchone())

    def test_the_term(self):
        young, old, older = self.row(), self.old_row(6), self.old_row(9)
        term = self.env.ref("client_support.retention_term_read_log")
        with self.assertLogs("client_support.alarm", "WARNING"):
            term.months = 96
        self.env["client.access.log"]._cron_purge()
        self.assertEqual((young + old + older).exists(), young + old)
        # Not even elevated does it become shorter than the least one.
        self.env.flush_all()
        self.env.cr.execute("UPDATE client_retention_term SET months = 1")
        self.env.invalidate_all()
        self.env["client.access.log"]._cron_purge()
        self.assertEqual((young + old).exists(), young)
        self.env.cr.execute(
            "SELECT field_names FROM client_access_log WHERE operation = 'purge'"
            " ORDER BY id DESC LIMIT 1"
        )
        self.assertRegex(self.env.cr.fetchone()[0], r"^before=\d{4}-\d\d-\d\d rows=1$")

    def test_the_guard_is_put_back_at_an_update(self):
        row = self.row()
        self.env.cr.execute(
            "DROP TRIGGER append_only_row ON client_access_log;"
            "DROP TRIGGER append_only_table ON client_access_log"
        )
        self.env["client.access.log"].init()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.Error),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute("DELETE FROM client_access_log WHERE id = %s", [row.id])

    def test_only_the_privacy_officer_reads_it(self):
        row = self.row()
        for role in self.users:
            for model in (
                "client.access.log",
                "client.access.log.delay",
                "client.access.log.digest",
            ):
                with self.subTest(role=role, model=model):
                    own = self.as_role(role, model)
                    readable = role == "privacy_officer"
                    self.assertEqual(own.has_access("read"), readable)
                    self.assertFalse(own.has_access("write"))
                    self.assertFalse(own.has_access("unlink"))
                    creates = readable and model == "client.access.log.delay"
                    self.assertEqual(own.has_access("create"), creates)
        officer = self.as_role("privacy_officer", "client.access.log")
        self.assertIn(row, officer.search([]))

    def test_the_officer_sees_who_and_whose_but_not_what(self):
        row = self.row()
        officer = self.as_role("privacy_officer", "client.access.log")
        mine = officer.search(
            [
                ("user_name", "ilike", self.users["supporter"].name),
                ("resident_numbers", "=", self.resident.number),
            ]
        )
        self.assertIn(row, mine)
        [shown] = officer.browse(row.id).read()
        self.assertEqual(shown["user_name"], self.users["supporter"].name)
        self.assertEqual(shown["resident_numbers"], self.resident.number)
        self.assertEqual(shown["record_count"], 1)
        self.assertNotIn(NAME, str(shown))
        self.assertFalse(officer.search([("resident_numbers", "=", "R-0000")]))
        by_day = officer.formatted_read_group([], ["moment:day", "operation"])
        self.assertTrue(by_day)

    def test_the_officer_of_another_organisation_does_not(self):
        row = self.row()
        other = self.make_user(
            "t_other_officer",
            "client_support.group_privacy_officer",
            company=self.neighbour,
        )
        log = self.as_user(other, "client.access.log")
        self.assertNotIn(row, log.search([]))
        with self.assertRaises(AccessError):
            log.browse(row.id).read(["resident_numbers"])
        with self.assertRaises(AccessError):
            log.browse(row.id).resident_numbers  # noqa: B018
        with self.assertRaises(AccessError):
            self.as_user(other, "client.access.log.delay").create(
                {
                    "log_id": row.id,
                    "until": fields.Datetime.now() + timedelta(days=1),
                    "reason": "child",
                }
            )

    def test_seals(self):
        seals = self.env["client.access.log.digest"]
        # In the first hour of a day the day before is not sealed yet.
        today = fields.Datetime.now() - timedelta(hours=1)
        for days in (4, 4, 2, 2):
            self.old_row(day=today - timedelta(days=days))
        seals._cron_seal()
        self.assertFalse(seals._broken_days())
        made = seals.search([], order="day")
        self.assertGreaterEqual(len(made), 4)
        self.assertEqual(made[-1].day, (today - timedelta(days=1)).date())
        for one, other in zip(made, made[1:], strict=False):
            self.assertEqual(other.previous, one.digest)
            self.assertEqual(other.day - one.day, timedelta(days=1))
        seals._cron_seal()
        self.assertEqual(seals.search([], order="day"), made)

        day = (today - timedelta(days=2)).date()
        # As somebody who owns the database would.
        self.env.cr.execute(
            """
            ALTER TABLE client_access_log DISABLE TRIGGER append_only_row;
            UPDATE client_access_log SET user_id = 8
            WHERE id = (SELECT max(id) FROM client_access_log
                        WHERE moment::date = %s);
            ALTER TABLE client_access_log ENABLE ALWAYS TRIGGER append_only_row
            """,
            [day],
        )
        self.assertEqual(seals._broken_days(), [day])
        with self.assertLogs(alarm, "CRITICAL") as logged:
            seals._cron_verify()
        self.assertIn(str(day), logged.output[0])
        answer = self.as_role("privacy_officer", seals._name).action_verify()
        self.assertEqual(answer["params"]["type"], "danger")

    def test_a_seal_cannot_be_changed_or_made_anew(self):
        seals = self.env["client.access.log.digest"]
        self.old_row(day=fields.Datetime.now() - timedelta(days=4))
        seals._cron_seal()
        seal = seals.search([], limit=1)
        with self.assertRaises(AccessError):
            seal.write({"digest": "0"})
        with self.assertRaises(AccessError):
            seal.unlink()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.Error),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute("DELETE FROM client_access_log_digest")
        # With a day taken out by force, the chain has a gap.
        second = seals.search([], order="day")[1]
        next_day = second.day + timedelta(days=1)
        self.env.cr.execute(
            """
            ALTER TABLE client_access_log_digest DISABLE TRIGGER append_only_row;
            DELETE FROM client_access_log_digest WHERE id = %s;
            ALTER TABLE client_access_log_digest
                ENABLE ALWAYS TRIGGER append_only_row
            """,
            [second.id],
        )
        seals.invalidate_model()
        self.assertEqual(seals._broken_days(), [next_day])

    def test_an_unwritten_look_is_an_alarm(self):
        log = self.env["client.access.log"]
        act = Act(7, None, False, "read", "client.resident", None)
        self.env.cr.flush()
        for undone in (False, True):
            book = Book()
            book.add(act, self.resident.ids, {"name"})
            with (
                self.subTest(undone=undone),
                patch.object(ClientAccessLog, "_write_acts", side_effect=OSError),
                self.assertLogs(alarm, "CRITICAL") as logged,
                # A committed request fails, so that its answer does not go out; one
                # that was rolled back has failed already.
                nullcontext() if undone else self.assertRaises(OSError),
            ):
                log._write_later(book, undone=undone)
            self.assertIn("client.resident", logged.output[0])
            self.assertIn(f"[{self.resident.id}]", logged.output[0])
            self.assertNotIn(NAME, logged.output[0])


@tagged("post_install", "-at_install")
class TestResidentSees(WitnessCase):
    """A resident sees who looked, in words; nobody else does."""

    def setUp(self):
        super().setUp()
        self.user = self.users["portal"]
        self.give(self.user, self.resident, "resident")
        self.env.invalidate_all()
        self.as_role("supporter", "client.resident").browse(self.resident.id).name  # noqa: B018
        self.as_role("supporter", "client.question").browse(  # noqa: B018
            self.question.id
        ).description
        self.look = self.written()[0]

    def give(self, user, resident, kind, **values):
        return self.env["client.access"].create(
            {
                "user_id": user.id,
                "resident_id": resident.id,
                "dossier_id": resident.sudo().dossier_id.id,
                "kind": kind,
                "basis": "test",
                **values,
            }
        )

    def shown(self, user=None):
        return self.as_user(user or self.user, "client.access.log")._shown_to_user()

    def test_in_words(self):
        [file] = self.shown()
        self.assertFalse(file["called"])
        words = {(line["who"], line["what"], line["why"]) for line in file["lines"]}
        supporter = "a client supporter of Naast u"
        what = "looked at: who you are, your questions"
        self.assertIn((supporter, what, "supports you"), words)
        self.assertEqual(len(words), len(file["lines"]))
        self.assertEqual(
            {line["part"] for line in file["lines"]}
            - {"night", "morning", "afternoon", "evening"},
            set(),
        )

    def test_a_part_is_told_once(self):
        log = self.env["client.access.log"]
        goal = ["client.goal", "client.goal.action"]
        self.assertEqual(log._what_in_words("read", goal), "looked at: your plan")
        unknown = ["client.address", "client.case", "client.decision.role"]
        self.assertEqual(
            log._what_in_words("read", unknown),
            "looked at: your case, another part of your file",
        )

    def test_the_officer_does_not_learn_the_name_of_an_account(self):
        self.resident._set_portal_partner(self.user.partner_id, name="Piet Pietersen")
        self.resident.with_user(self.user).sudo().mapped("nickname")
        [row] = [r for r in self.written() if r["user_id"] == self.user.id]
        log = self.as_role("privacy_officer", "client.access.log")
        self.assertEqual(
            log.browse(row["id"]).user_name, "Account of a resident or representative"
        )
        self.assertFalse(log.search([("user_name", "ilike", "Pietersen")]))

    def test_the_officer_reads_words(self):
        look = self.as_role("privacy_officer", "client.access.log").search(
            [("model", "=", "client.question"), ("operation", "=", "read")], limit=1
        )
        self.assertEqual(
            (look.role_names, look.model_name, look.kind_names),
            ("Supporter", "Question", "Supporter"),
        )
        self.assertEqual(look.display_name, "Looked")

    def test_a_name_where_a_setting_says_so(self):
        name = self.users["supporter"].name
        self.assertNotIn(name, str(self.shown()))
        self.env["ir.config_parameter"].set_param("client_support.log_shows_names", 1)
        self.assertIn(name, str(self.shown()))

    def test_own_looks_and_what_was_not_kept_are_left_out(self):
        lines = len(self.shown()[0]["lines"])
        own = self.env["client.resident"].with_user(self.user).sudo()
        own.browse(self.resident.id).read(["birth_date"])
        self.written()
        self.assertEqual(len(self.shown()[0]["lines"]), lines)
        for undone, more in ((True, 0), (False, 1)):
            act = Act(self.colleague.id, None, False, "write", "client.resident", None)
            book = Book()
            book.add(act, self.resident.ids, {"name"})
            log = self.env["client.access.log"]
            log._write_acts(self.env.cr, book.take(), undone)
            self.assertEqual(len(self.shown()[0]["lines"]), lines + more)

    def test_nobody_else(self):
        for user in (self.users["provider_staff"], self.users["supporter"]):
            self.assertEqual(self.shown(user), [])
        self.give(self.users["access_officer"], self.resident, "consent")
        self.assertEqual(self.shown(self.users["access_officer"]), [])

    def test_not_after_the_row_has_ended(self):
        now = fields.Datetime.now()
        self.env["client.access"].search([("user_id", "=", self.user.id)]).write(
            {"valid_from": now - timedelta(days=2), "valid_until": now}
        )
        self.assertEqual(self.shown(), [])

    def test_a_representative_sees_each_file_apart(self):
        child = self.make_resident(nickname="Kind")
        self.give(self.user, child, "representative")
        self.written()
        files = {file["called"]: file["lines"] for file in self.shown()}
        self.assertEqual(files.keys(), {MARKER, "Kind"})
        self.assertEqual(
            {line["what"] for line in files["Kind"]}, {"added: who you are"}
        )

    def test_delayed_for_safety(self):
        delays = self.as_role("privacy_officer", "client.access.log.delay")
        now = fields.Datetime.now()

        def has_look():
            return "looked at: who you are" in str(self.shown())

        self.assertTrue(has_look())
        for until in (now - timedelta(days=1), now + timedelta(days=400)):
            with self.assertRaises(UserError):
                delays.create(
                    {"log_id": self.look["id"], "until": until, "reason": "child"}
                )
        delay = delays.create(
            {
                "log_id": self.look["id"],
                "until": now + timedelta(days=7),
                "reason": "child",
            }
        )
        self.assertFalse(has_look())
        officer = self.as_role("privacy_officer", "client.access.log")
        self.assertEqual(officer.browse(self.look["id"]).delayed_until, delay.until)
        # It shows again by itself.
        self.env.cr.execute(
            "UPDATE client_access_log_delay SET until = now() AT TIME ZONE 'UTC'"
        )
        self.assertTrue(has_look())
