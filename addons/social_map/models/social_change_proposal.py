from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import change_values
from .social_review_mixin import CHANGES

# The field of a proposal that names what would change.
TARGETS = {
    "social.service": "service_id",
    "social.organization": "organization_id",
    "social.location": "location_id",
}


class SocialChangeProposal(models.Model):
    """Somebody outside the directory, or another directory, knows it differently.

    A proposal changes nothing. An editor compares old and new and approves or refuses
    each field. What changed here since it was proposed is a conflict, which is shown
    and never silently overwritten.
    """

    _name = "social.change.proposal"
    _description = "Proposed Changes"
    _order = "id desc"

    service_id = fields.Many2one(
        "social.service",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
        help="The service that would change.",
    )
    organization_id = fields.Many2one(
        "social.organization",
        string="Organisation",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
        help="The organisation that would change.",
    )
    location_id = fields.Many2one(
        "social.location",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
        help="The location that would change.",
    )
    source = fields.Selection(
        [
            ("provider", "The provider itself"),
            ("import", "Import"),
            ("visitor", "A visitor"),
            ("staff", "A colleague"),
        ],
        required=True,
        readonly=True,
        help="Where it comes from.",
    )
    by = fields.Char(
        readonly=True,
        help="The e-mail address that was asked, or the directory that was imported.",
    )
    lang = fields.Char(
        string="Language",
        required=True,
        readonly=True,
        help="The language of the proposed texts; other translations stay as they are.",
    )
    line_ids = fields.One2many(
        "social.change.proposal.line",
        "proposal_id",
        string="Fields",
        help="What would change, field by field.",
    )
    state = fields.Selection(
        [("open", "To be judged"), ("decided", "Judged")],
        compute="_compute_state",
        store=True,
        index=True,
        help="Judged once every field was approved or refused.",
    )
    open_count = fields.Integer(
        string="To be judged",
        compute="_compute_state",
        store=True,
        help="How many fields nobody has judged yet.",
    )

    _one_target = models.Constraint(
        "CHECK(num_nonnulls(service_id, organization_id, location_id) = 1)",
        "A proposal is about one service, organisation or location.",
    )

    @api.depends("line_ids.state")
    def _compute_state(self):
        for proposal in self:
            waiting = proposal.line_ids.filtered(lambda line: line.state == "open")
            proposal.open_count = len(waiting)
            proposal.state = "open" if waiting else "decided"

    @api.depends("service_id", "organization_id", "location_id")
    def _compute_display_name(self):
        for proposal in self:
            proposal.display_name = self.env._(
                "Changes to %s", proposal._record().display_name
            )

    def write(self, vals):
        """An editor gives reasons on the form, with the fields, and changes no more."""
        if not self.env.su and vals.keys() - {"line_ids"}:
            raise AccessError(
                self.env._("Approve or refuse the change; it cannot be rewritten.")
            )
        return super().write(vals)

    def _record(self):
        """What would change."""
        return self.service_id or self.organization_id or self.location_id

    @api.model
    def _propose(self, record, values, source, by=""):
        """Lay changes before the editors; nothing of the record changes.

        Proposing the same again adds nothing. What an import proposed before and an
        editor refused does not come back, since the same file is read every night.
        Texts are in the language of the context. Whoever calls this has checked who
        may propose what.

        :param record: a service, card of an organisation or location
        :param values: `{field: value}` as JSON has them: an id for a many2one, a list
            of ids for a many2many, `YYYY-MM-DD` for a date, and for hours and amounts
            a list of dictionaries with the fields of each line
        :param source: a value of the field `source`
        :return: the open proposal, empty when there is nothing to judge
        :raises ValidationError: for a field that cannot be proposed
        """
        record.ensure_one()
        # Elevated: an outsider proposes, and reads nothing of proposals.
        proposals = self.sudo()
        lang = self.env.lang or "en_US"
        record = record.sudo().with_context(lang=lang)
        mine = proposals.search(
            [
                (TARGETS[record._name], "=", record.id),
                ("source", "=", source),
                ("by", "=", by),
                ("lang", "=", lang),
            ]
        )
        standing = mine.filtered(lambda one: one.state == "open")[:1]
        lines = []
        for name, value in values.items():
            line = {
                "field_name": name,
                "old_value": change_values.current(record, name),
                "new_value": change_values.tidied(record, name, value),
            }
            earlier = mine.line_ids.filtered(lambda one, n=name: one.field_name == n)
            waiting = earlier.filtered(lambda one: one.state == "open")
            if waiting and all(
                change_values.same(waiting[key], line[key]) for key in line
            ):
                continue
            waiting.unlink()
            was_refused = source == "import" and any(
                one.state == "refused"
                and change_values.same(one.new_value, line["new_value"])
                for one in earlier - waiting
            )
            is_same = change_values.same(line["old_value"], line["new_value"])
            if not (is_same or was_refused):
                lines.append(line)
        if lines and not standing:
            standing = proposals.create(
                {
                    TARGETS[record._name]: record.id,
                    "source": source,
                    "by": by,
                    "lang": lang,
                }
            )
        standing.line_ids.create([{"proposal_id": standing.id, **one} for one in lines])
        if not standing.line_ids:
            standing.unlink()
        return standing.exists().filtered(lambda one: one.state == "open")

    def _withdraw(self, names):
        """Whoever proposed these fields does so no longer."""
        # Elevated: nobody deletes what was proposed but who proposed it.
        proposal = self.sudo().exists()
        proposal.line_ids.filtered(
            lambda line: line.state == "open" and line.field_name in names
        ).unlink()
        if not proposal.line_ids:
            proposal.unlink()

    def action_approve_all(self):
        """Approve every field that did not change here since it was proposed."""
        waiting = self.line_ids.filtered(lambda line: line.state == "open")
        waiting.filtered(lambda line: not line.is_conflict)._approve()

    def action_refuse_all(self):
        """Refuse every field that waits; a reason can be given with each."""
        self.line_ids.filtered(lambda line: line.state == "open").action_refuse()

    def action_mail_back(self):
        """Tell the provider what was decided on each field."""
        self.ensure_one()
        self.check_access("write")
        requests = self.env["social.review.request"]
        sent = requests._send(
            self.by,
            lambda page: page.env._("Your changes"),
            "social_map.review_answer_mail",
            {
                "name": self._record().display_name,
                "lines": self.line_ids.with_context(lang=self.lang),
            },
        )
        if not sent:
            raise UserError(
                self.env._("The message could not be sent. Is the address right?")
            )
        return requests._told(self.env._("The message was sent."))

    def action_open_record(self):
        """The form of what would change."""
        return self._form_of(self._edited())

    @api.model
    def _form_of(self, record):
        """The form of the directory for a record; contacts have another one as well."""
        view = record._name == "res.partner" and self.env.ref(
            "social_map.social_organization_view_form"
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [[view and view.id, "form"]],
        }

    def _edited(self):
        """What an editor edits: of the card of an organisation that is its contact."""
        self.ensure_one()
        return self.organization_id.partner_id or self._record()

    def _write_values(self, values):
        """Write what was approved, as the editor who approves, in the language that it
        was proposed in."""
        if self.organization_id and "description" in values:
            values["public_description"] = values.pop("description")
        self._edited().with_context(lang=self.lang).write(values)

    def _when_decided(self):
        """Once all is judged: who looked at everything has checked the rest as well."""
        for proposal in self.filtered(lambda one: one.state == "decided"):
            # Elevated: a card is written by its contact only, and the task is the
            # owner's; the right to decide was checked.
            record = proposal.sudo()._record()
            if proposal.source == "provider":
                record._assure()
            target = TARGETS[record._name]
            if not self.search_count(
                [(target, "=", record.id), ("state", "=", "open")], limit=1
            ):
                record._with_activities().activity_feedback([CHANGES])
