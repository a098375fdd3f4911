from odoo import api, fields, models
from odoo.exceptions import UserError

from ..roles import COORDINATOR
from ..screen import named_by

# To answer for, in the order of how they ask for a reaction.
STATES = [
    ("new", "New"),
    ("sent", "Sent"),
    ("answered", "Answered"),
    ("closed", "Closed"),
]


class ClientSignal(models.Model):
    """What goes wrong for more people than one: for policy, without persons.

    new → sent → answered → closed, with the answer beside it. Kinds after the sources:
    gaps, overlap and unclear rules; waiting lists; a supporter pulled between two
    roles; people who are not taken seriously. Structural ones for the young go to the
    ombuds contact of the organisation.
    """

    _name = "client.signal"
    _inherit = ["client.impersonal.mixin", "client.day.mixin"]
    _description = "Signal"
    _order = "id desc"
    _rec_name = "kind"
    _impersonal_fields = ("description", "answer")
    _set_by_buttons = frozenset({"state", "sent_on", "answered_on"})

    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
        help="Whose signal it is.",
    )
    kind = fields.Selection(
        [
            ("gap", "Gap: nothing is there"),
            ("overlap", "Overlap: several do the same"),
            ("unclear", "Unclear who does what"),
            ("waiting_list", "Waiting list"),
            ("change", "A change is wanted"),
            ("role_conflict", "Supporter between two roles"),
            ("not_heard", "Residents or volunteers not taken seriously"),
            ("reach", "People are not reached"),
        ],
        required=True,
        help="What sort of signal.",
    )
    source_id = fields.Many2one(
        "client.signal.source",
        string="Called for by",
        ondelete="restrict",
        help="What sort of people or organisation brought it in; nobody is named.",
    )
    reach_cause_id = fields.Many2one(
        "client.reach.cause",
        string="Why not reached",
        ondelete="restrict",
        compute="_compute_reach_cause_id",
        store=True,
        readonly=False,
        help="Of people who are not reached: the main cause.",
    )
    life_domain_id = fields.Many2one(
        "life.domain", ondelete="restrict", help="What part of life it is about."
    )
    area_id = fields.Many2one(
        "social.area", ondelete="restrict", help="Where; empty: everywhere."
    )
    description = fields.Text(
        string="What goes on",
        required=True,
        help="Without persons: no name, number, address or telephone number.",
    )
    residents = fields.Selection(
        [("1", "One"), ("2", "2 to 4"), ("5", "5 to 9"), ("10", "10 or more")],
        string="How many residents",
        help="About how many met with it; a band, so that nobody can be counted out.",
    )
    recipient_kind = fields.Selection(
        [
            ("own", "Our own organisation"),
            ("organisation", "Another organisation"),
            ("municipality", "The municipality that commissions"),
            ("ombuds", "The ombuds contact"),
            ("collective", "An organisation that speaks for residents"),
        ],
        string="For whom",
        required=True,
        default="own",
        help="Who can do something about it.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Which one",
        ondelete="restrict",
        domain="[('is_company', '=', True)]",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        help="The organisation it goes to.",
    )
    search_gap_id = fields.Many2one(
        "social.search.gap",
        string="Looked for in vain",
        readonly=True,
        groups=f"{COORDINATOR},social_map.group_directory_editor",
        ondelete="set null",
        index="btree_not_null",
        help="What the public looked for in the social map and did not find.",
    )
    state = fields.Selection(
        STATES, required=True, default="new", readonly=True, help="Where it is."
    )
    sent_on = fields.Date(readonly=True, help="The day it was sent.")
    answer = fields.Text(help="What was answered or done, without persons.")
    answered_on = fields.Date(readonly=True, help="The day of the answer.")

    @api.depends("recipient_kind", "company_id")
    def _compute_partner_id(self):
        for signal in self:
            if signal.recipient_kind == "ombuds":
                # Elevated: only which organisation was set as the contact.
                signal.partner_id = signal.company_id.sudo().ombuds_partner_id
            elif signal.recipient_kind == "own":
                signal.partner_id = False

    @api.depends("kind")
    def _compute_reach_cause_id(self):
        for signal in self:
            if signal.kind != "reach":
                signal.reach_cause_id = False

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        named_by(self, "kind")

    @api.model_create_multi
    def create(self, vals_list):
        signals = super().create(vals_list)
        # Elevated: most who make a signal have no right on the field, nor set it.
        gaps = signals.sudo().search_gap_id
        if gaps:
            gaps.sudo(self.env.su).check_access("read")
            # Elevated: a coordinator keeps no social map; only that it was sent on.
            gaps.state = "sent"
        return signals

    def action_send(self):
        """It was passed on."""
        today = fields.Date.context_today(self)
        self._move("new", {"state": "sent", "sent_on": today})

    def action_answer(self):
        """There is an answer.

        :raises UserError: as long as nobody wrote it down
        """
        if not all(signal.answer for signal in self):
            raise UserError(self.env._("Write down what was answered or done."))
        today = fields.Date.context_today(self)
        self._move("sent", {"state": "answered", "answered_on": today})

    def action_close(self):
        """Told to who brought it in; nothing more to do."""
        self._move("answered", {"state": "closed"})

    def _move(self, state, vals):
        if any(signal.state != state for signal in self):
            raise UserError(
                self.env._("A signal is sent first, then answered, then closed.")
            )
        self.check_access("write")
        self.sudo().write(vals)  # Elevated: the state, which no screen writes.

    @api.model
    def _day_lines(self):
        """Answers to tell, and what is still unanswered, of the user's own signals."""
        lines = []
        for state, block, words in (
            ("answered", "me", self.env._("Signals that were answered: %s")),
            ("sent", "others", self.env._("Signals without an answer: %s")),
        ):
            own = [("create_uid", "=", self.env.uid), ("state", "=", state)]
            if count := self.search_count(own):
                text = words % count
                action = self._day_list(text, own)
                lines.append(self._day_line(block, text, action, order="4"))
        return lines
