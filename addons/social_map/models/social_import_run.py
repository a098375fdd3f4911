import base64
import hashlib
from collections import Counter
from contextlib import suppress

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.tools import SQL

from .. import directory_csv, hsds_import
from ..directory_writer import REFUSALS, Writer
from ..import_sentences import place_in_words

# What asks for attention comes first.
EFFECTS = ("refuse", "remark", "propose", "missing", "change", "create")


class RolledBack(Exception):
    """Nothing of it is to stay."""


class SocialImportRun(models.Model):
    """A file of another directory, what it would change, and what it changed.

    Checking does everything and takes it back, so that what it says is what importing
    does. Importing is all or nothing. The same file again changes nothing.
    """

    _name = "social.import.run"
    _description = "Import into the Directory"
    _order = "id desc"
    _rec_name = "file_name"

    state = fields.Selection(
        [("file", "File"), ("checked", "Checked"), ("done", "Imported")],
        required=True,
        readonly=True,
        default="file",
        copy=False,
        help="The step.",
    )
    file = fields.Binary(
        required=True,
        attachment=True,
        help="Open Referral (HSDS 3.1): JSON or a service on every line (ndjson). Or a "
        "table: CSV in UTF-8, with the columns of the template.",
    )
    file_name = fields.Char(help="Name of the file.")
    source = fields.Char(
        help="Which directory the file is from, always in the same words: by these its "
        "services are recognised the next time. Empty: our own export, put back.",
    )
    lang = fields.Selection(
        selection="_selection_lang",
        string="Language",
        required=True,
        default=lambda self: self._default_lang(),
        help="The language of the texts in the file.",
    )
    publish = fields.Boolean(
        string="Publish what is complete",
        help="Else new services come in as drafts. Nobody here has checked them: the "
        "day on which the source did is shown.",
    )
    is_complete = fields.Boolean(
        string="The file has everything of this source",
        help="What came from this source before and is not in the file is reported.",
    )
    end_missing = fields.Boolean(
        string="End what is not in the file",
        help="Only what nobody here has checked. Nothing is deleted.",
    )
    skip_refused = fields.Boolean(
        string="Leave out what is refused",
        help="Else nothing is imported as long as a record is refused.",
    )
    checksum = fields.Char(
        string="SHA-256",
        readonly=True,
        copy=False,
        help="Identifies the file that was imported.",
    )
    imported_on = fields.Datetime(
        readonly=True, copy=False, help="When it was imported."
    )
    imported_by = fields.Many2one(
        "res.users", readonly=True, copy=False, help="Who imported it."
    )
    line_ids = fields.One2many(
        "social.import.line",
        "run_id",
        string="Records",
        readonly=True,
        help="What happens with each record; those that stay as they are only counted.",
    )
    new_count = fields.Integer(string="New", readonly=True, help="Records to create.")
    changed_count = fields.Integer(
        string="Changed", readonly=True, help="Records of this source that change."
    )
    proposed_count = fields.Integer(
        string="To be judged", readonly=True, help="Records of ours that differ."
    )
    same_count = fields.Integer(
        string="The same", readonly=True, help="Services that stay as they are."
    )
    refused_count = fields.Integer(
        string="Refused", readonly=True, help="Records that cannot be taken over."
    )
    is_blocked = fields.Boolean(
        readonly=True,
        help="Nothing can be imported before the file is mended.",
    )

    @api.model
    def _selection_lang(self):
        return self.env["res.lang"].get_installed()

    @api.model
    def _default_lang(self):
        """Dutch, where it is installed: most directories here are."""
        installed = dict(self._selection_lang())
        return "nl_NL" if "nl_NL" in installed else self.env.lang

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._tidied(vals) for vals in vals_list])

    def write(self, vals):
        vals = self._tidied(vals)
        asked = {"file", "source", "lang", "publish", "is_complete", "end_missing"}
        if vals.keys() & (asked | {"skip_refused"}):
            if any(run.state == "done" for run in self):
                raise UserError(
                    self.env._(
                        "This was imported. Begin a new import for another file."
                    )
                )
            # What was checked was another question.
            vals = {"state": "file", **vals}
        return super().write(vals)

    @api.model
    def _tidied(self, vals):
        """The name of a source without white space around it."""
        if vals.get("source"):
            return {**vals, "source": " ".join(vals["source"].split())}
        return vals

    def action_check(self):
        """See what importing the file would do; nothing stays of it."""
        self._take(dry=True)

    def action_import(self):
        """Import the file, all of it or nothing."""
        self._take(dry=False)

    def action_back(self):
        """Choose another file or other answers."""
        self.write({"state": "file"})

    def action_template(self):
        """An empty table with the columns that can be imported."""
        return self.env["social.csv.export"]._download(self.env["social.service"])

    def action_open_new(self):
        """The services that this import made: drafts to complete and publish."""
        new = self.line_ids.filtered(lambda line: line.effect == "create").service_id
        return {
            **self._action("social_service_action"),
            "domain": [("id", "in", new.ids)],
            "context": {},
        }

    def action_open_proposals(self):
        """What waits to be judged of this source."""
        return {
            **self._action("social_change_proposal_action"),
            "domain": [("source", "=", "import"), ("by", "=", self._by())],
        }

    def _action(self, name):
        return self.env["ir.actions.act_window"]._for_xml_id(f"social_map.{name}")

    def _by(self):
        """What proposals say that they come from."""
        self.ensure_one()
        return self.source or self.file_name or ""

    def _take(self, dry):
        self.ensure_one()
        self.check_access("write")
        self._take_turn()
        if self.state == "done":
            raise UserError(self.env._("This file was imported already."))
        data = base64.b64decode(self.with_context(bin_size=False).file or b"")
        content = self._read(data)
        writer = Writer(self)
        is_blocked = False
        try:
            with suppress(RolledBack), self.env.cr.savepoint():
                writer.take(content)
                self.env.flush_all()
                # Refused without a record: the file as a whole.
                is_blocked = None in writer.refused or bool(
                    writer.refused and not self.skip_refused
                )
                if dry or is_blocked:
                    raise RolledBack
        except REFUSALS as error:
            writer.refuse_all(error)
            is_blocked = True
        stays = not (dry or is_blocked)
        self._tell(writer, is_blocked, stays)
        if stays:
            self.write(
                {
                    "checksum": hashlib.sha256(data).hexdigest(),
                    "imported_on": fields.Datetime.now(),
                    "imported_by": self.env.uid,
                }
            )
            self.env["social.service"]._count_anew()

    @api.model
    def _take_turn(self):
        """One import at a time: two would both create what is not here yet.

        Every import changes one row that means nothing here. Who saw the directory as
        it was before another import starts again (SerializationFailure, after which
        Odoo tries once more).

        :raises UserError: somebody else is importing at this moment
        """
        # Elevated: an editor reads no models; nothing of it is shown or changed.
        row = self.env["ir.model"].sudo()._get(self._name)
        try:
            row.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else is importing at this moment. Try again in a few "
                    "minutes."
                )
            ) from error
        self.env.cr.execute(
            SQL("UPDATE ir_model SET state = state WHERE id = %s", row.id)
        )

    @api.model
    def _read(self, data):
        """JSON begins with a bracket or a brace, a table never does."""
        start = data[:100].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        return (hsds_import if start in (b"{", b"[") else directory_csv).read(data)

    def _tell(self, writer, is_blocked, stays):
        """Keep what happened, or would happen, for the screen."""
        self.line_ids.unlink()
        counts = Counter(outcome.effect for outcome in writer.outcomes)
        ordered = sorted(writer.outcomes, key=lambda one: EFFECTS.index(one.effect))
        existing = self.env["social.service"].browse(
            [one.service_id for one in ordered if one.service_id]
        )
        # What a check created is gone.
        existing = set(existing.exists().ids)
        self.env["social.import.line"].create(
            [
                {
                    "run_id": self.id,
                    "sequence": number,
                    "effect": outcome.effect,
                    "place": place_in_words(self.env, outcome.place),
                    "name": outcome.name,
                    "words": outcome.words,
                    "service_id": outcome.service_id in existing and outcome.service_id,
                }
                for number, outcome in enumerate(ordered)
            ]
        )
        self.write(
            {
                "state": "done" if stays else "checked",
                "is_blocked": is_blocked,
                "new_count": counts["create"],
                "changed_count": counts["change"],
                "proposed_count": counts["propose"],
                "same_count": writer.same,
                "refused_count": len(writer.refused),
            }
        )
