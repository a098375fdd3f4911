import csv
import io
import json
import logging
from datetime import date, datetime, timedelta
from tempfile import TemporaryFile
from unittest.mock import patch

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.client_support import inside
from odoo.addons.client_support.tests.common import ClientSupportCase

from ..models import oco_export, oco_streamed_export_mixin

EXPORT = "base.group_allow_export"
COLUMNS = {
    "measure": "Measure",
    "date": "From",
    "company_id": "Organisation",
    "team_id": "Team",
    "life_domain_id": "Life domain",
    "quantity": "Quantity",
    "row_label": "Label",
    "derived": "Derived",
}
LOG = "odoo.addons.web.controllers.export"


class ExportCase(ClientSupportCase):
    """Figures of two organisations; a manager of each who may export."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["manager"].group_ids += cls.env.ref(EXPORT)
        cls.users["finance"].group_ids += cls.env.ref(EXPORT)
        cls.elsewhere = cls.make_user(
            "t_elsewhere", f"client_support.group_manager,{EXPORT}", cls.neighbour
        )
        # What other tests or demo data left is not counted.
        cls.env["oco.figure"].search([]).unlink()
        cls.env["oco.figure"].create(
            [
                {
                    "cube": "domains",
                    "measure": "questions",
                    "date": date(2026, 1 + number % 12, 1),
                    "date_to": date(2026, 1 + number % 12, 28),
                    "company_id": team.company_id.id,
                    "team_id": team.id,
                    "life_domain_id": number % 3 and cls.domain.id,
                    "quantity": number * 5,
                    "row_label": number % 2 and f"=1+{number}",
                }
                for team in (cls.team, cls.other_team)
                for number in range(25)
            ]
        )
        cls.env["ir.config_parameter"].set_param(oco_export.AT_ONCE, "1000")

    def asked(self, user, names=tuple(COLUMNS), domain=(), **options):
        context = {"lang": "en_US", "tz": "Europe/Amsterdam"}
        context["allowed_company_ids"] = user.company_ids.ids
        return json.dumps(
            {
                "model": "oco.figure",
                "fields": [
                    {
                        "name": name,
                        "label": COLUMNS.get(name, name),
                        "type": "integer" if name == "quantity" else "char",
                    }
                    for name in names
                ],
                "domain": list(domain),
                "ids": False,
                "import_compat": False,
                "groupby": [],
                "context": {**context, **options.pop("context", {})},
                **options,
            }
        )

    def exports(self, user):
        return self.as_user(user, "oco.export")

    def rows(self, user, format="xlsx", **options):
        """The rows that a user exports, as a reader of the file finds them."""
        exports = self.exports(user)
        asked = exports._read_request(self.asked(user, **options))
        exports._check_allowed(asked)
        with TemporaryFile() as stream, self.enter_registry_test_mode():
            exports._write_list(asked, format, stream)
            stream.seek(0)
            if format == "csv":
                text = io.StringIO(stream.read().decode(), newline="")
                return list(csv.reader(text))[1:]
            sheet = openpyxl.load_workbook(stream).active
            return list(sheet.iter_rows(min_row=2, values_only=True))


@tagged("post_install", "-at_install")
class TestExport(ExportCase):
    """What comes out is what the user reads on the screen."""

    def shown(self, user, domain=()):
        """What the screen shows, as cells: labels of links and choices, no False."""
        figures = self.as_user(user, "oco.figure")
        labels = dict(figures._fields["measure"]._description_selection(figures.env))
        return [
            (
                labels[record["measure"]],
                datetime.combine(record["date"], datetime.min.time()),
                *(
                    record[name][1] if record[name] else None
                    for name in ("company_id", "team_id", "life_domain_id")
                ),
                record["quantity"],
                record["row_label"] or None,
                record["derived"],
            )
            for record in figures.search_read(list(domain), list(COLUMNS))
        ]

    def test_same_rows_as_on_the_screen(self):
        for user in (self.users["manager"], self.users["finance"], self.elsewhere):
            for domain in (
                [],
                [("quantity", ">", 60)],
                [("team_id.name", "=", "Oever")],
            ):
                with self.subTest(user=user.login, domain=domain):
                    shown = self.shown(user, domain)
                    self.assertEqual(self.rows(user, domain=domain), shown)
        self.assertEqual(len(self.shown(self.elsewhere)), 25)
        self.assertFalse(self.shown(self.elsewhere, [("team_id.name", "=", "Oever")]))

    def test_two_organisations_when_one_may_read_both(self):
        self.users["finance"].company_ids += self.neighbour
        self.assertEqual(len(self.rows(self.users["finance"])), 50)
        chosen = {"context": {"allowed_company_ids": self.neighbour.ids}}
        self.assertEqual(len(self.rows(self.users["finance"], **chosen)), 25)

    def test_no_organisation_by_asking_for_it(self):
        chosen = {"context": {"allowed_company_ids": self.neighbour.ids}}
        with self.assertRaises(AccessError):
            self.rows(self.users["manager"], **chosen)

    def test_chosen_rows(self):
        manager = self.users["manager"]
        figures = self.env["oco.figure"].search([("quantity", "in", (5, 10))])
        rows = self.rows(manager, ids=figures.ids)
        self.assertEqual({row[2] for row in rows}, {"Naast u"})
        self.assertEqual(sorted(row[5] for row in rows), [5, 10])

    def test_parts_are_put_together(self):
        shown = self.shown(self.users["manager"])
        with patch.object(oco_streamed_export_mixin, "BATCH", 7):
            self.assertEqual(self.rows(self.users["manager"]), shown)
        with patch.object(oco_streamed_export_mixin, "MOST_NAMES", 1):
            self.assertEqual(self.rows(self.users["manager"]), shown)

    def test_csv(self):
        rows = self.rows(self.users["manager"], "csv", domain=[("quantity", "=", 5)])
        self.assertEqual(
            rows,
            [
                ["Questions", "2026-02-01", "Naast u", "Oever"]
                + [self.domain.name, "5", "'=1+1", "False"]
            ],
        )

    def test_in_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        figures = self.env["oco.figure"].with_context(lang="nl_NL")
        label = dict(figures._fields["measure"]._description_selection(figures.env))
        self.domain.with_context(lang="nl_NL").name = "Dak boven het hoofd"
        rows = self.rows(
            self.users["manager"],
            domain=[("quantity", "=", 5)],
            context={"lang": "nl_NL"},
        )
        self.assertEqual(rows[0][0], label["questions"])
        self.assertEqual(rows[0][4], "Dak boven het hoofd")

    def test_names_that_one_may_not_read_stay_out(self):
        """Odoo shows the name of a link to who may not read it; a file goes further."""
        self.env["ir.rule"].create(
            {
                "name": "no team",
                "model_id": self.env["ir.model"]._get("client.team").id,
                "domain_force": f"[('id', '!=', {self.team.id})]",
            }
        )
        rows = self.rows(self.users["manager"])
        self.assertEqual({row[3] for row in rows}, {None})

    def test_moments_in_the_time_of_the_user(self):
        """In summer and in winter."""
        mixin = self.env["oco.streamed.export.mixin"].with_context(
            tz="Europe/Amsterdam"
        )
        show = mixin._shown(self.env["oco.export"]._fields["finished_at"])
        self.assertEqual(
            show([datetime(2026, 7, 1, 22, 30), datetime(2026, 1, 1, 22, 30), None]),
            [datetime(2026, 7, 2, 0, 30), datetime(2026, 1, 1, 23, 30), None],
        )

    def test_a_hidden_column(self):
        field = self.env["oco.figure"]._fields["quantity"]
        with patch.object(field, "groups", "base.group_system"):
            exports = self.exports(self.users["manager"])
            asked = exports._read_request(self.asked(self.users["manager"]))
            with self.assertRaises(AccessError):
                exports._check_allowed(asked)
            with self.assertRaises(AccessError):
                self.rows(self.users["manager"])

    def test_what_odoo_exports_itself(self):
        manager = self.users["manager"]
        exports = self.exports(manager)
        for names in (["id"], [".id"], ["team_id/name"], ["display_name"], ["nothing"]):
            with self.subTest(names=names):
                self.assertIsNone(
                    exports._read_request(self.asked(manager, names=names))
                )
        self.assertIsNone(
            exports._read_request(self.asked(manager, import_compat=True))
        )
        for model in ("client.resident", "res.partner", "nothing", ""):
            with self.subTest(model=model):
                self.assertIsNone(
                    exports._read_request(self.asked(manager, model=model))
                )

    def test_a_domain_that_no_client_may_send(self):
        manager = self.users["manager"]
        domain = [("team_id", "any!", [("name", "=", "Overkant")])]
        with self.assertRaises(ValueError):
            self.exports(manager)._read_request(self.asked(manager, domain=domain))

    def test_no_file_of_a_resident(self):
        """Their reads are witnessed; rows of a query would not be."""
        mixin = self.env.registry["oco.streamed.export.mixin"]
        for name in inside.names(self.env):
            self.assertFalse(issubclass(self.env.registry[name], mixin), name)
        with (
            patch.object(inside, "is_inside", lambda env, name: True),
            self.assertRaises(UserError),
        ):
            self.rows(self.users["manager"])

    def test_models_that_stream_hide_nothing_when_they_are_read(self):
        """A model that did would show it in an export."""
        mixin = self.env.registry["oco.streamed.export.mixin"]
        plain = self.env.registry["oco.fact.mixin"]
        for name, model in self.env.registry.items():
            if issubclass(model, mixin) and not model._abstract:
                for method in ("_fetch_query", "export_data", "read", "_read_format"):
                    ours = [c for c in model.mro() if method in vars(c)]
                    theirs = [c for c in plain.mro() if method in vars(c)]
                    self.assertEqual(ours, theirs, f"{name}.{method}")


@tagged("post_install", "-at_install")
class TestExportRights(ExportCase):
    """Who may export, and whose exports are whose."""

    def test_only_with_the_right_to_export(self):
        for role in set(self.users) - {"manager", "finance"}:
            user = self.users[role]
            with self.subTest(role=role), self.assertRaises(UserError):
                self.exports(user).begin(self.asked(user), "xlsx")

    def test_the_right_to_export_is_no_right_to_read(self):
        user = self.make_user("t_exports", f"base.group_user,{EXPORT}")
        with self.assertRaises(AccessError):
            self.exports(user).begin(self.asked(user), "xlsx")

    def test_a_short_list_is_not_for_the_background(self):
        manager = self.users["manager"]
        self.assertEqual(self.exports(manager).begin(self.asked(manager), "xlsx"), 0)
        self.assertFalse(self.env["oco.export"].search([]))

    def test_the_title_says_which_figures_of_when(self):
        exports = self.exports(self.users["manager"])
        cells = self.env["oco.figure"].search([("team_id", "=", self.team.id)])
        cells[:1].cube = "frameworks"
        for language, domain, title in (
            (
                "en_US",
                [("cube", "=", "domains"), ("date", "<", "2026-04-01")],
                "Questions by life domain, 01/01/2026 – 03/28/2026",
            ),
            (
                "nl_NL",
                [("date", ">", "2026-10-01"), ("date", "<", "2026-12-31")],
                "Hulpvragen naar leefgebied, Hulpvragen naar wet, "
                "01-11-2026 – 28-12-2026",
            ),
            # Of nothing, what it is a list of.
            ("nl_NL", [("date", "<", "2020-01-01")], "Cijfer"),
        ):
            options = {"domain": domain, "context": {"lang": language}}
            asked = self.asked(self.users["manager"], **options)
            with self.subTest(domain=domain):
                self.assertEqual(exports._title(exports._read_request(asked)), title)

    def test_counts_what_the_user_may_see(self):
        """50 rows in all; each sees 25."""
        self.env["ir.config_parameter"].set_param(oco_export.AT_ONCE, "30")
        manager = self.users["manager"]
        self.assertEqual(self.exports(manager).begin(self.asked(manager), "xlsx"), 0)

    def waiting(self, user, **options):
        self.env["ir.config_parameter"].set_param(oco_export.AT_ONCE, "10")
        self.exports(user).begin(self.asked(user, **options), "xlsx")
        return self.env["oco.export"].search([], limit=1)

    def test_not_more_than_some_at_once(self):
        for _ in range(oco_export.MOST_WAITING):
            self.waiting(self.users["manager"])
        with self.assertRaises(UserError):
            self.waiting(self.users["manager"])
        self.waiting(self.users["finance"])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_else_sees_or_cancels_it(self):
        export = self.waiting(self.users["manager"])
        self.env["res.users"].invalidate_model()
        for user in (self.users["finance"], self.elsewhere):
            theirs = export.with_user(user)
            self.assertFalse(theirs.search([]))
            for act in (
                theirs.action_cancel,
                theirs.action_download,
                theirs._ready_file,
            ):
                with self.subTest(act=act.__name__), self.assertRaises(AccessError):
                    act()
        self.assertEqual(export.state, "queued")
        self.assertEqual(self.exports(self.users["manager"]).search([]).ids, export.ids)

    def test_nobody_writes_the_row_or_reads_the_request(self):
        export = self.waiting(self.users["manager"]).with_user(self.users["manager"])
        for operation in ("write", "create", "unlink"):
            self.assertFalse(export.has_access(operation))
        for name in ("asked", "file"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                export.read([name])


@tagged("post_install", "-at_install")
class TestBackground(ExportCase):
    """The scheduler writes it, as the user."""

    def setUp(self):
        super().setUp()
        self.manager = self.users["manager"]
        self.env["ir.config_parameter"].set_param(oco_export.AT_ONCE, "10")

    def begin(self, format="xlsx", **options):
        exports = self.exports(self.manager)
        self.assertEqual(exports.begin(self.asked(self.manager, **options), format), 25)
        return self.env["oco.export"].search([], limit=1)

    def run_scheduler(self):
        with self.enter_registry_test_mode():
            self.env.ref("oco_reporting.ir_cron_export").method_direct_trigger()

    def file(self, export):
        own = export.with_user(export.user_id)
        return openpyxl.load_workbook(io.BytesIO(own._ready_file().raw)).active

    def test_a_long_list(self):
        export = self.begin()
        self.assertEqual((export.state, export.rows_total), ("queued", 25))
        with self.assertLogs(LOG, logging.INFO) as log:
            self.run_scheduler()
        self.assertEqual((export.state, export.progress), ("done", 100))
        self.assertIn(f"User {self.manager.id} exported 25 'oco.figure'", log.output[0])
        sheet = self.file(export)
        self.assertEqual(sheet.max_row, 26)
        told = list(sheet.iter_rows(min_row=2, values_only=True))
        self.assertEqual(told, self.rows(self.manager))
        self.assertEqual({row[2] for row in told}, {"Naast u"})

    def test_grouped_lists_are_written_without_groups(self):
        export = self.begin(groupby=["team_id"])
        self.run_scheduler()
        self.assertEqual(self.file(export).max_row, 26)

    def test_one_after_the_other(self):
        first, second = self.begin(), self.begin("csv")
        self.run_scheduler()
        self.assertEqual((first + second).mapped("state"), ["done", "done"])

    def test_one_that_fails_does_not_hold_up_the_others(self):
        first, second = self.begin(), self.begin()
        mixin = type(self.env["oco.figure"])
        stream = mixin._stream_rows
        calls = []

        def breaks_once(model, domain, names):
            calls.append(names)
            if len(calls) == 1:
                raise ZeroDivisionError
            return stream(model, domain, names)

        with patch.object(mixin, "_stream_rows", breaks_once), mute_logger(LOG):
            self.run_scheduler()
        self.assertEqual((first.state, second.state), ("failed", "done"))
        self.assertTrue(first.reason)
        self.assertFalse(first.has_file)

    def test_cancelled_while_it_waits(self):
        export = self.begin()
        export.with_user(self.manager).action_cancel()
        self.run_scheduler()
        self.assertEqual(export.state, "cancelled")
        self.assertFalse(export.has_file)

    def test_what_is_done_cannot_be_cancelled(self):
        export = self.begin()
        self.run_scheduler()
        export.with_user(self.manager).action_cancel()
        self.assertEqual(export.state, "done")

    def test_a_right_that_was_withdrawn(self):
        withdrawals = {
            "export": lambda: self.manager.write(
                {"group_ids": [(3, self.env.ref(EXPORT).id)]}
            ),
            "figures": lambda: self.manager.write(
                {"group_ids": [(3, self.env.ref("client_support.group_manager").id)]}
            ),
            "account": lambda: self.manager.write({"active": False}),
            "organisation": lambda: self.manager.write(
                {"company_id": self.neighbour.id, "company_ids": self.neighbour.ids}
            ),
        }
        for what, withdraw in withdrawals.items():
            with self.subTest(withdrawn=what), self.env.cr.savepoint() as savepoint:
                export = self.begin()
                withdraw()
                self.run_scheduler()
                self.assertEqual(export.state, "failed")
                self.assertFalse(export.has_file)
                savepoint.rollback()
            self.env.invalidate_all()
            self.env.registry.clear_cache()

    def test_a_file_of_who_lost_the_right(self):
        export = self.begin()
        self.run_scheduler()
        self.manager.group_ids -= self.env.ref("client_support.group_manager")
        with self.assertRaises(AccessError):
            export.with_user(self.manager)._ready_file()

    def test_after_a_restart_it_is_tried_once_more(self):
        export = self.begin()
        export.write({"state": "running", "attempts": 1, "rows_done": 7})
        self.run_scheduler()
        self.assertEqual((export.state, export.attempts), ("done", 2))
        export = self.begin()
        export.write({"state": "running", "attempts": 2})
        self.run_scheduler()
        self.assertEqual(export.state, "failed")
        self.assertTrue(export.reason)

    def test_removed_after_a_day(self):
        export = self.begin()
        self.run_scheduler()
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", "oco.export"), ("res_field", "=", "file")]
        )
        self.assertTrue(attachment)
        export.finished_at -= timedelta(days=1, minutes=1)
        self.run_scheduler()
        self.assertFalse(export.has_file)
        self.assertFalse(attachment.exists())
        with self.assertRaises(UserError):
            export.with_user(self.manager)._ready_file()
        export.finished_at -= timedelta(days=30)
        self.run_scheduler()
        self.assertFalse(export.exists())

    def test_what_the_bus_says_has_no_content(self):
        self.begin()
        sent = []
        bus = type(self.env["bus.bus"])
        with patch.object(
            bus, "_sendone", lambda bus, *args: sent.append((args[0], *args[1:]))
        ):
            self.run_scheduler()
        [(_channel, kind, message)] = sent
        self.assertEqual((kind, message), ("oco_reporting.export", {"state": "done"}))


@tagged("post_install", "-at_install")
class TestExportOverHttp(ExportCase, HttpCase):
    """The ordinary Export of the web client."""

    def setUp(self):
        super().setUp()
        self.manager = self.users["manager"]
        self.manager.password = "t_manager t_manager"
        self.authenticate("t_manager", "t_manager t_manager")

    def download(self, path="/web/export/xlsx", **options):
        data = {"data": self.asked(self.manager, **options)}
        data["csrf_token"] = self.csrf_token()
        return self.url_open(path, data=data)

    def csrf_token(self):
        from odoo import http  # noqa: PLC0415

        return http.Request.csrf_token(self)

    def test_a_list(self):
        for path, start in (
            ("/web/export/xlsx", b"PK"),
            ("/web/export/csv", b'"Measure'),
        ):
            with self.subTest(path=path), self.assertLogs(LOG, logging.INFO) as log:
                answer = self.download(path)
                self.assertEqual(answer.status_code, 200)
                self.assertTrue(answer.content.startswith(start), answer.content[:80])
                self.assertEqual(
                    int(answer.headers["Content-Length"]), len(answer.content)
                )
                self.assertIn("attachment", answer.headers["Content-Disposition"])
                self.assertIn("exported 25 'oco.figure' records", log.output[0])

    def test_groups_are_odoo_s(self):
        answer = self.download(groupby=["team_id"], names=["measure", "quantity"])
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        self.assertEqual(sheet["A2"].value, "Oever (25)")

    @mute_logger(LOG, "odoo.http")
    def test_too_long_to_wait_for(self):
        self.env["ir.config_parameter"].set_param(oco_export.AT_ONCE, "10")
        answer = self.download()
        self.assertEqual(answer.status_code, 500)
        self.assertIn("background", answer.text)

    @mute_logger(LOG, "odoo.http")
    def test_without_the_right(self):
        self.manager.group_ids -= self.env.ref(EXPORT)
        answer = self.download()
        self.assertEqual(answer.status_code, 500)
        self.assertIn("rights to export", answer.text)

    def test_the_file_of_an_export(self):
        self.env["ir.config_parameter"].set_param(oco_export.AT_ONCE, "10")
        self.exports(self.manager).begin(self.asked(self.manager), "csv")
        export = self.env["oco.export"].search([], limit=1)
        self.env.ref("oco_reporting.ir_cron_export").method_direct_trigger()
        export.invalidate_recordset()
        answer = self.url_open(f"/oco_reporting/export/{export.id}")
        self.assertTrue(answer.content.startswith(b'"Measure'))
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        # Not by the roads that ask less.
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", "oco.export"), ("res_field", "=", "file")]
        )
        for path in (
            f"/web/content/{attachment.id}",
            f"/web/content/oco.export/{export.id}/file",
        ):
            with self.subTest(path=path):
                self.assertEqual(self.url_open(path).status_code, 404)
