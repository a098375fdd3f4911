from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# From open to closed: what is locked may still become stricter, never more open.
LEVELS = ("shareable", "team", "confidential")


class ClientNote(models.Model):
    """A note in the journal of a case.

    A confidential one is for its author, the supporter, who covers and the intake; the
    rules say so. After some hours (a setting of the organisation) a note is locked, for
    what can be rewritten proves nothing; a correction stands beside it.
    """

    _name = "client.note"
    _inherit = ["client.own.part.mixin"]
    _description = "Journal note"
    _order = "date desc, id desc"
    _set_by_methods = frozenset({"dossier_id", "case_id", "author_id", "corrects_id"})

    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The day that it is about.",
    )
    text = fields.Text(
        string="What to remember", required=True, help="What is worth knowing."
    )
    minutes = fields.Integer(
        aggregator=None, help="How long it took; hours are registered elsewhere."
    )
    level = fields.Selection(
        [
            ("shareable", "Shareable with the resident"),
            ("team", "Team"),
            ("confidential", "Confidential"),
        ],
        string="For whom",
        required=True,
        default="team",
        help="Shareable: the resident reads it on their own page. Team: whoever works "
        "on this part of the file. Confidential: the author, the supporter, who covers "
        "and the intake.",
    )
    author_id = fields.Many2one(
        "res.users",
        string="By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
        help="Who wrote it.",
    )
    corrects_id = fields.Many2one(
        "client.note",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The locked note that this one puts right.",
    )
    corrected_by_ids = fields.One2many(
        "client.note",
        "corrects_id",
        string="Corrections",
        help="Notes that put this one right.",
    )
    is_corrected = fields.Boolean(
        compute="_compute_is_corrected", help="Whether a later note puts it right."
    )
    is_locked = fields.Boolean(
        string="Locked",
        compute="_compute_is_locked",
        help="Nobody changes or deletes it any more; write a correction.",
    )

    _minutes_not_negative = models.Constraint(
        "CHECK(minutes >= 0)", "Minutes cannot be negative."
    )
    _newest_first = models.Index("(case_id, date DESC, id DESC)")

    @api.depends("corrected_by_ids")
    def _compute_is_corrected(self):
        for note in self:
            note.is_corrected = bool(note.corrected_by_ids)

    @api.depends("case_id.company_id.note_lock_hours")
    def _compute_is_locked(self):
        now = fields.Datetime.now()
        for note in self:
            # Elevated: a setting of the organisation, no more.
            hours = note.case_id.sudo().company_id.note_lock_hours
            written = note._origin.create_date
            note.is_locked = bool(written) and written + timedelta(hours=hours) <= now

    @api.constrains("corrects_id", "case_id")
    def _check_same_case(self):
        # Elevated: what is corrected need not be open to the author.
        for note in self.sudo().filtered("corrects_id"):
            if note.corrects_id.case_id != note.case_id:
                raise ValidationError(
                    self.env._("A correction belongs to the case of the note.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [{**vals, "author_id": self.env.uid} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        # Elevated is for files that are merged or destroyed as a whole.
        if not self.env.su:
            for note in self:
                note._refuse_locked(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unlocked(self):
        if not self.env.su:
            for note in self:
                note._refuse_locked({})

    def _refuse_locked(self, vals):
        """:raises UserError: when the user may not change or delete this note now"""
        if self.author_id != self.env.user:
            raise UserError(
                self.env._("Only its author changes a note. Write one of your own.")
            )
        stricter = vals.keys() == {"level"} and (
            vals["level"] in LEVELS[LEVELS.index(self.level) :]
        )
        if self.is_locked and not stricter:
            raise UserError(
                self.env._(
                    "This note is locked. Write a correction: both stay to be read. "
                    "Only to show it to fewer people you can still change it."
                )
            )

    def action_correct(self):
        """The form of a note that puts this one right."""
        self.ensure_one()
        self.check_access("read")
        return {
            **self.case_id._action_note(),
            "name": self.env._("Correction"),
            "context": {
                "default_case_id": self.case_id.id,
                "default_corrects_id": self.id,
                "default_level": self.level,
            },
        }

    # The resident's own page ----------------------------------------------------------

    @api.model
    def _for_residents(self):
        return [("level", "=", "shareable")]

    def _as_shown(self):
        return {
            "date": self.date,
            "text": self.text,
            "author": self.author_id.name,
            "is_correction": bool(self.corrects_id),
        }
