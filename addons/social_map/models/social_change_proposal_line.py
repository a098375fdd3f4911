from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import change_values


class SocialChangeProposalLine(models.Model):
    """One field that would change: what it was, what it would be, what was decided."""

    _name = "social.change.proposal.line"
    _description = "Proposed Change of a Field"
    _order = "proposal_id desc, id"

    proposal_id = fields.Many2one(
        "social.change.proposal",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        help="What it was proposed with.",
    )
    field_name = fields.Char(
        string="Technical Name",
        required=True,
        readonly=True,
        help="Which field would change.",
    )
    old_value = fields.Json(
        readonly=True,
        help="What the field held when the change was proposed; once it is judged, "
        "what it held until then.",
    )
    new_value = fields.Json(readonly=True, help="What it would hold.")
    label = fields.Char(
        string="Field", compute="_compute_texts", help="What the field is called."
    )
    old_text = fields.Text(
        string="Then",
        compute="_compute_texts",
        help="What it held when the change was proposed.",
    )
    current_text = fields.Text(
        string="Here",
        compute="_compute_texts",
        help="What it holds here; once it is judged, what it held until then.",
    )
    new_text = fields.Text(
        string="Proposed", compute="_compute_texts", help="What it would hold."
    )
    is_conflict = fields.Boolean(
        string="Changed Meanwhile",
        compute="_compute_texts",
        help="It was changed here after this was proposed.",
    )
    state = fields.Selection(
        [("open", "To be judged"), ("approved", "Approved"), ("refused", "Refused")],
        required=True,
        readonly=True,
        default="open",
        index=True,
        help="What an editor decided.",
    )
    reason = fields.Char(help="Why it was refused; who proposed it may read this.")
    decided_by = fields.Many2one(
        "res.users", readonly=True, help="Who approved or refused it."
    )
    decided_on = fields.Datetime(
        readonly=True, help="When it was approved or refused (UTC)."
    )

    _one_open = models.UniqueIndex(
        "(proposal_id, field_name) WHERE state = 'open'",
        "This field waits to be judged already.",
    )

    @api.depends("field_name", "old_value", "new_value", "state")
    def _compute_texts(self):
        named = self.filtered("field_name")
        (self - named).update(
            {"label": False, "old_text": False, "current_text": False}
            | {"new_text": False, "is_conflict": False}
        )
        for line in named:
            record = line._of_record()
            name = line.field_name
            is_open = line.state == "open"
            now = change_values.current(record, name) if is_open else line.old_value
            line.label = record._fields[name]._description_string(self.env)
            words = record.with_context(lang=self.env.lang)
            line.old_text = change_values.in_words(words, name, line.old_value)
            line.current_text = change_values.in_words(words, name, now)
            line.new_text = change_values.in_words(words, name, line.new_value)
            line.is_conflict = is_open and not any(
                change_values.same(now, value)
                for value in (line.old_value, line.new_value)
            )

    def _of_record(self):
        """What would change, in the language of what is proposed."""
        proposal = self.proposal_id
        return proposal._record().with_context(lang=proposal.lang)

    def write(self, vals):
        """An editor gives reasons; what was proposed and decided is not rewritten."""
        if not self.env.su and vals.keys() - {"reason"}:
            raise AccessError(
                self.env._("Approve or refuse the change; it cannot be rewritten.")
            )
        return super().write(vals)

    def action_approve(self):
        """Write what is proposed, unless the field was changed here meanwhile."""
        changed = self.filtered("is_conflict")
        if changed:
            raise UserError(
                self.env._(
                    "Changed here after it was proposed: %s. Compare the columns and "
                    "choose “Approve anyway” or “Refuse”.",
                    ", ".join(changed.mapped("label")),
                )
            )
        self._approve()

    def action_approve_anyway(self):
        """Write what is proposed over what was changed here meanwhile."""
        self._approve()

    def action_refuse(self):
        """Leave the field as it is."""
        self.check_access("write")
        self._keep_current()
        self._decide("refused")

    def _approve(self):
        """Write with the rights of the caller, who must be allowed to."""
        self.check_access("write")
        waiting = self.filtered(lambda line: line.state == "open")
        waiting._keep_current()
        for proposal, lines in waiting.grouped("proposal_id").items():
            record = proposal._record()
            proposal._write_values(
                {
                    line.field_name: change_values.written(
                        record, line.field_name, line.new_value
                    )
                    for line in lines
                }
            )
        waiting._decide("approved")

    def _keep_current(self):
        """What the field holds until it is judged can be read afterwards too."""
        # Elevated: what was proposed is rewritten here only; the right was checked.
        for line in self.filtered(lambda line: line.state == "open").sudo():
            line.old_value = change_values.current(line._of_record(), line.field_name)

    def _decide(self, state):
        waiting = self.filtered(lambda line: line.state == "open")
        # Elevated: what was decided is written here only; the right was checked.
        waiting.sudo().write(
            {
                "state": state,
                "decided_by": self.env.uid,
                "decided_on": fields.Datetime.now(),
            }
        )
        waiting.proposal_id._when_decided()
