import json
import logging
import time
from contextlib import contextmanager
from datetime import timedelta
from tempfile import TemporaryFile

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.osutil import clean_filename

from ..export_writer import WRITERS

# Where Odoo writes down every export; ours stand among them.
_logger = logging.getLogger("odoo.addons.web.controllers.export")

AT_ONCE = "oco_reporting.export_rows_at_once"
MOST_WAITING = 5
ATTEMPTS = 2
FILE_KEPT = timedelta(days=1)
KEPT = timedelta(days=30)
# Seconds between two looks at whether somebody cancelled.
PULSE = 1
# What of the screen's context says how rows are read. The rest is of the screen.
CONTEXT = ("lang", "tz", "allowed_company_ids", "active_test")


class ExportEnded(Exception):
    """The export was cancelled, or its user may no longer have it."""


class OcoExport(models.Model):
    """A list that is written as a file in the background, for who asked for it.

    queued → running → done, or cancelled or failed. The scheduler writes one at a
    time, with the rights that the user has then: they are asked again while it runs,
    when it is ready and when it is downloaded. A run that the server did not survive
    is tried once more.

    Only methods below write these rows. The file is removed after a day.
    """

    _name = "oco.export"
    _description = "Export"
    _order = "id desc"
    _rec_name = "title"

    user_id = fields.Many2one(
        "res.users",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="Who asked for it; nobody else sees it.",
    )
    title = fields.Char(required=True, readonly=True, help="What is exported.")
    model = fields.Char(readonly=True, help="The model that is exported.")
    format = fields.Selection(
        [("xlsx", "Excel"), ("csv", "CSV")],
        required=True,
        readonly=True,
        help="The kind of file.",
    )
    state = fields.Selection(
        [
            ("queued", "Waiting"),
            ("running", "Being made"),
            ("done", "Ready"),
            ("cancelled", "Cancelled"),
            ("failed", "Stopped"),
        ],
        default="queued",
        required=True,
        readonly=True,
        index=True,
        help="How far it is.",
    )
    asked = fields.Json(
        readonly=True,
        groups=fields.NO_ACCESS,
        help="Model, domain, columns and context, as the screen had them, and title.",
    )
    rows_total = fields.Integer(string="Rows", readonly=True, help="Rows to write.")
    rows_done = fields.Integer(
        string="Rows written", readonly=True, help="Rows written so far."
    )
    progress = fields.Integer(
        string="Progress (%)",
        compute="_compute_progress",
        help="How much of it is written, in percent.",
    )
    attempts = fields.Integer(
        readonly=True, help="How often it was begun; more than once after a restart."
    )
    reason = fields.Char(readonly=True, help="Why it stopped.")
    finished_at = fields.Datetime(
        string="Finished", readonly=True, help="When it was ready or stopped."
    )
    has_file = fields.Boolean(
        string="The file can be downloaded",
        readonly=True,
        help="The file can still be downloaded.",
    )
    # Reached by `_ready_file` only, which asks for the rights anew.
    file = fields.Binary(
        attachment=True,
        readonly=True,
        groups=fields.NO_ACCESS,
        help="The file, for a day.",
    )

    @api.depends("rows_done", "rows_total", "state")
    def _compute_progress(self):
        for export in self:
            total = export.rows_total
            part = 100 * export.rows_done // total if total else 0
            export.progress = 100 if export.state == "done" else min(part, 99)

    # Asking for one ----------------------------------------------------------------

    @api.model
    def begin(self, data, format):
        """Start an export in the background when it is a long one.

        :param str data: what the web client sends to export a list, as JSON
        :param str format: xlsx or csv
        :return: the number of rows; or 0: download it in the ordinary way
        """
        asked = self._read_request(data)
        if not asked or format not in WRITERS:
            return 0
        self._check_allowed(asked)
        if self._is_short(asked):
            return 0
        waiting = self.search_count([("state", "in", ("queued", "running"))])
        if waiting >= MOST_WAITING:
            raise UserError(
                self.env._(
                    "%(count)s of your exports are being made already. Wait for one, "
                    "or cancel one under Figures, Exports.",
                    count=waiting,
                )
            )
        count = self._records(asked).search_count(asked["domain"])
        # Elevated: the rights were asked above, and no role may write these rows.
        self.sudo().create(
            {
                "user_id": self.env.uid,
                "title": self._title(asked),
                "model": asked["model"],
                "format": format,
                "asked": asked,
                "rows_total": count,
            }
        )
        self._trigger()
        return count

    @api.model
    def _read_request(self, data):
        """What the web client asks for, or None when Odoo's own export is for that."""
        asked = json.loads(data)
        model = self.env.get(asked.get("model") or "")
        if asked.get("import_compat") or not hasattr(model, "_stream_rows"):
            return None
        names = [column["name"] for column in asked["fields"]]
        if not model._streams(names):
            return None
        given = {**self.env.context, **asked.get("context", {})}
        context = {key: given[key] for key in CONTEXT if key in given}
        domain = asked.get("domain") or []
        Domain(domain)  # refuses what no client may ask
        if asked.get("ids"):
            # Chosen rows are exported, archived or not.
            domain = [("id", "in", asked["ids"])]
            context["active_test"] = False
        return {
            "model": model._name,
            "names": names,
            "labels": [column["label"].strip() for column in asked["fields"]],
            "domain": domain,
            "context": context,
            "grouped": bool(asked.get("groupby")),
        }

    @api.model
    def _is_short(self, asked):
        # Elevated: a setting; whoever exports meets it.
        most = int(self.env["ir.config_parameter"].sudo().get_param(AT_ONCE, 20_000))
        records = self._records(asked)
        return records.search_count(asked["domain"], limit=most + 1) <= most

    @api.model
    def _check_allowed(self, asked):
        """:raises UserError: the user may not export, or may not read these columns"""
        user = self.env.user
        if not (user.active and user.has_group("base.group_allow_export")):
            raise UserError(
                self.env._(
                    "You don't have the rights to export data. Please contact an "
                    "Administrator."
                )
            )
        records = self._records(asked)
        records.check_access("read")
        for name in asked["names"]:
            records._check_field_access(records._fields[name], "read")

    @api.model
    def _records(self, asked):
        """The model as the user has it, in the companies and language of the screen."""
        return self.env[asked["model"]].with_context(**asked["context"])

    @api.model
    def _title(self, asked):
        """What the list is called, asked once of its rows."""
        if "title" not in asked:
            records = self._records(asked)
            asked["title"] = records._export_title(asked["domain"])
        return asked["title"]

    @api.model
    def _trigger(self):
        # Elevated: asks the scheduler to come by, which does no more than its work.
        self.env.ref("oco_reporting.ir_cron_export").sudo()._trigger()

    def action_cancel(self):
        """Stop these; what is being written stops within seconds."""
        self.check_access("read")
        # Elevated: one's own row, by the rule; no role may write these rows.
        for export in self.sudo():
            if export.state in ("queued", "running"):
                export._end("cancelled")

    def action_download(self):
        self._ready_file()  # says here what is the matter
        return {
            "type": "ir.actions.act_url",
            "url": f"/oco_reporting/export/{self.id}",
            "target": "self",
        }

    # Writing a file ----------------------------------------------------------------

    @contextmanager
    def _reading(self):
        """An environment of the same user that cannot change anything."""
        with self.env.registry.cursor(readonly=True) as cr:
            if not cr.readonly:
                cr.execute("SET TRANSACTION READ ONLY")
            yield self.env(cr=cr)

    @api.model
    def _write_list(self, asked, format, stream, each_part=None):
        """Write the list to a stream as the present user.

        :param each_part: called after each part with the number of rows so far
        :return: the number of rows
        """
        with self._reading() as env:
            records = env[self._name]._records(asked)
            columns = records._streamed_columns(asked["names"], asked["labels"])
            too_long = env._("Too long for Excel; export this list as CSV.")
            title = env[self._name]._title(asked)
            done = 0
            with WRITERS[format](stream, title, columns, too_long) as writer:
                for rows in records._stream_rows(asked["domain"], asked["names"]):
                    writer.add(rows)
                    done += len(rows)
                    if each_part:
                        each_part(done)
        return done

    @api.model
    def _note(self, asked, count, source):
        """The line that every export leaves in the log of Odoo's own exports."""
        _logger.info(
            "User %d exported %d %r records from %s. Fields: %s. Domain: %s",
            *(self.env.uid, count, asked["model"], source),
            *(",".join(asked["names"]), asked["domain"]),
        )

    @api.model
    def _file_name(self, asked, format):
        day = fields.Date.context_today(self)
        return clean_filename(f"{self._title(asked)} {day}.{format}")

    @api.model
    def _cron_make(self):
        """Write what waits, one after the other, and remove what is old.

        The scheduler runs this in one place only: what is still running when it
        begins was interrupted.
        """
        for export in self.search([("state", "=", "running")]):
            if export.attempts < ATTEMPTS:
                export.state = "queued"
            else:
                export._end("failed", "interrupted")
        self._remove_old()
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=self.search_count(self._waiting()))
        while export := self.search(self._waiting(), order="id", limit=1):
            export._make()
            progress._commit_progress(1)

    @api.model
    def _waiting(self):
        return [("state", "=", "queued")]

    def _make(self):
        """Write this one as its user; it ends as done, cancelled or failed."""
        scheduler = self.env["ir.cron"]
        try:
            self.write(
                {"state": "running", "attempts": self.attempts + 1, "rows_done": 0}
            )
            asked, format = self.asked, self.format
            as_user = self.with_user(self.user_id).with_context(**asked["context"])
            as_user._check_allowed(asked)
            scheduler._commit_progress()
            with TemporaryFile() as stream:
                count = as_user._write_list(asked, format, stream, self._pulse())
                # What became of the request, and of the rights, since it began.
                scheduler._commit_progress()
                self._check_still_wanted()
                self._keep(stream, count)
                as_user._note(asked, count, "the background")
        except (ExportEnded, SerializationFailure):
            self.env.cr.rollback()
        except UserError:
            self.env.cr.rollback()
            self._end("failed", "refused")
        except Exception:
            self.env.cr.rollback()
            _logger.exception("Export %s of user %s failed", self.id, self.user_id.id)
            self._end("failed", "error")
        self._tell()

    def _pulse(self):
        """Called for each part: once in a while says how far it is, and looks around.

        In a transaction of its own: that of the rows sees no change and makes none.
        """
        last = time.monotonic()

        def beat(done):
            nonlocal last
            if time.monotonic() - last < PULSE:
                return
            last = time.monotonic()
            with self.env.registry.cursor() as cr:
                self.env.registry.check_signaling(cr)
                self.with_env(self.env(cr=cr))._advance(done)

        return beat

    def _advance(self, done):
        """:raises ExportEnded: cancelled meanwhile
        :raises UserError: no longer allowed
        """
        self._check_still_wanted()
        try:
            self.env.cr.execute(
                SQL(
                    "UPDATE oco_export SET rows_done = %s WHERE id = %s", done, self.id
                ),
                log_exceptions=False,
            )
        except SerializationFailure:
            # Somebody cancels at this very moment; the next time shows it.
            self.env.cr.rollback()

    def _check_still_wanted(self):
        self.invalidate_recordset()
        if self.state != "running":
            raise ExportEnded
        as_user = self.with_user(self.user_id).with_context(**self.asked["context"])
        as_user._check_allowed(self.asked)

    def _keep(self, stream, count):
        stream.seek(0)
        in_own_words = self.with_context(**self.asked["context"])
        self.env["ir.attachment"].create(
            {
                "name": in_own_words._file_name(self.asked, self.format),
                "res_model": self._name,
                "res_field": "file",
                "res_id": self.id,
                "mimetype": WRITERS[self.format].mimetype.split(";")[0],
                "raw": stream.read(),
            }
        )
        self.write({"rows_done": count, "rows_total": count, "has_file": True})
        self._end("done")

    def _end(self, state, reason=None):
        env = self.with_context(lang=self.user_id.lang).env
        self.write(
            {
                "state": state,
                "finished_at": fields.Datetime.now(),
                "reason": reason
                and {
                    "interrupted": env._(
                        "The server stopped twice while it was made. Export fewer "
                        "rows, a year at a time."
                    ),
                    "refused": env._(
                        "You may no longer export this list. Ask who gives out roles."
                    ),
                    "error": env._(
                        "Something went wrong. Try again, or ask your administrator."
                    ),
                }[reason],
            }
        )

    def _tell(self):
        """Let the screens of the user know that something ended, and nothing else."""
        if self.user_id.active and self.state in ("done", "failed"):
            self.user_id._bus_send("oco_reporting.export", {"state": self.state})

    def _ready_file(self):
        """The attachment, elevated, for who may have this list at this moment.

        :raises UserError: it is no longer there, or may no longer be had
        """
        self.ensure_one()
        self.check_access("read")
        # Elevated: one's own row, by the rule; its request is hidden from all roles.
        own = self.sudo()
        self.with_context(**own.asked["context"])._check_allowed(own.asked)
        file = own.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_field", "=", "file"),
                ("res_id", "=", self.id),
            ]
        )
        if not file:
            raise UserError(
                self.env._("This file was removed after a day. Export the list again.")
            )
        return file

    @api.model
    def _remove_old(self):
        now = fields.Datetime.now()
        old = self.search(
            [("has_file", "=", True), ("finished_at", "<", now - FILE_KEPT)]
        )
        old.write({"has_file": False, "file": False})
        self.search([("finished_at", "<", now - KEPT)]).unlink()
