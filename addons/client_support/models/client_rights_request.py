from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import LazyTranslate

from ..retention import ANSWER_MONTHS, answer_due
from ..roles import PRIVACY_OFFICER
from ..screen import labels

# For tasks: in the language of whoever gets one.
_lt = LazyTranslate(__name__)

# The privacy officer is reminded this many days before an answer is due.
REMIND_DAYS = 14
# What a person fills in after a request came in; all else follows from the buttons.
FILLED_IN = frozenset({"extension_reason", "refusal_ground_id"})


class ClientRightsRequest(models.Model):
    """A resident asks for what the law gives them with regard to their own file.

    Codes, dates and the random number only: what they wrote stays in the letter or the
    file, so that whoever decides on it learns nothing of the content.
    """

    _name = "client.rights.request"
    _inherit = ["client.activity.mixin"]
    _description = "Request of a resident"
    _order = "due_on, id"

    kind = fields.Selection(
        [
            ("access", "Access and a copy"),
            ("destruction", "Destruction of the file"),
            ("correction", "Correction"),
            ("objection", "Objection to research and statistics"),
        ],
        required=True,
        help="What is asked: AVG art. 15, 16, 17 and 21; "
        "Wmo 2015 art. 5.3.2, 5.3.5, 5.3.6.",
    )
    resident_number = fields.Char(
        required=True,
        index=True,
        help="The random number of the resident; the supporter or the resident "
        "knows it.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="The organisation whose file it is.",
    )
    origin = fields.Selection(
        [
            ("resident", "By the resident on the website"),
            ("supporter", "By way of the supporter"),
            ("officer", "By letter or otherwise"),
        ],
        required=True,
        readonly=True,
        default="officer",
        help="How it came in.",
    )
    received_on = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The day it was received; the term runs from then.",
    )
    due_on = fields.Date(
        string="Answer before or on",
        compute="_compute_due_on",
        store=True,
        help="One month, three for destruction; see the law with each kind.",
    )
    extended = fields.Boolean(
        readonly=True, help="The term was made two months longer (AVG art. 12 lid 3)."
    )
    extension_reason = fields.Selection(
        [
            ("complex", "The request is complex"),
            ("number", "The resident made many requests"),
        ],
        string="Why more time",
        help="Tell the resident within the first month.",
    )
    state = fields.Selection(
        [
            ("received", "Received"),
            ("granted", "Granted"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        default="received",
        help="What became of it.",
    )
    refusal_ground_id = fields.Many2one(
        "client.refusal.ground",
        string="Ground for refusal",
        ondelete="restrict",
        help="Only a ground of the law for this kind of request.",
    )
    decided_by_id = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", help="Who decided."
    )
    decided_on = fields.Date(readonly=True, help="The day of the decision.")
    informed_on = fields.Date(
        readonly=True, help="The day the resident was told of the decision."
    )
    destruction_id = fields.Many2one(
        "client.destruction",
        string="Proposal to destroy",
        readonly=True,
        ondelete="set null",
        help="The proposal that two people approve, of a granted request.",
    )
    open_cases = fields.Char(
        string="Cases still open",
        compute="_compute_open_cases",
        groups=PRIVACY_OFFICER,
        help="Numbers of the cases that are closed before anything is destroyed.",
    )

    @api.depends("kind", "received_on", "extended")
    def _compute_due_on(self):
        for request in self:
            known = request.kind and request.received_on
            request.due_on = known and answer_due(
                request.kind, request.received_on, request.extended
            )

    @api.depends("kind", "state", "resident_number", "destruction_id.open_cases")
    def _compute_open_cases(self):
        destructions = self.env["client.destruction"]
        for request in self:
            if request.kind == "destruction" and request.state == "received":
                request.open_cases = destructions._open_cases_of(request._resident())
            else:
                request.open_cases = request.destruction_id.open_cases

    @api.depends("kind", "resident_number")
    def _compute_display_name(self):
        kinds = labels(self, "kind")
        for request in self:
            kind = kinds.get(request.kind, "")
            request.display_name = f"{kind} ({request.resident_number or ''})"

    @api.constrains("refusal_ground_id", "kind")
    def _check_ground(self):
        for request in self.filtered("refusal_ground_id"):
            if not request.refusal_ground_id[f"for_{request.kind}"]:
                raise ValidationError(
                    self.env._(
                        "“%s” is no ground to refuse this kind of request.",
                        request.refusal_ground_id.name,
                    )
                )

    @api.constrains("received_on")
    def _check_received(self):
        # A day of slack: the server may still be in yesterday where the user is not.
        latest = fields.Date.add(fields.Date.today(), days=1)
        if any(request.received_on > latest for request in self):
            raise ValidationError(self.env._("A request is received today or before."))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            allowed = {"kind", "resident_number", "received_on"}
            vals_list = [
                {name: vals[name] for name in vals.keys() & allowed}
                for vals in vals_list
            ]
            for vals in vals_list:
                vals.update(self._facts_of(vals.get("resident_number")))
            # Elevated: organisation and origin are not for a user to fill in; the
            # right to create is checked here, the resident in _facts_of.
            self.browse().check_access("create")
            return super(ClientRightsRequest, self.sudo()).create(vals_list).sudo(False)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and (wrong := vals.keys() - FILLED_IN):
            raise AccessError(
                self.env._(
                    "%s cannot be changed; use the buttons of the request.",
                    ", ".join(
                        self._fields[name]._description_string(self.env)
                        for name in sorted(wrong & self._fields.keys())
                    ),
                )
            )
        if not self.env.su and any(request.state != "received" for request in self):
            raise UserError(self.env._("This request has been decided on."))
        return super().write(vals)

    @api.model
    def _facts_of(self, number):
        """Organisation and origin of a request for the resident with this number.

        A privacy officer reads no file: the number must be one of an own organisation.
        Others must have the file open.

        :raises UserError: when there is no such resident for this user
        """
        residents = self.env["client.resident"]
        officer = self.env.user.has_group(PRIVACY_OFFICER)
        if officer:
            # Elevated: only to see that the number exists and whose file it is.
            residents = residents.sudo()
        resident = residents.search(
            [
                ("number", "=", (number or "").strip().upper()),
                ("company_id", "in", self.env.user.company_ids.ids),
            ]
        )
        if not resident:
            raise UserError(
                self.env._("No resident has this number. Check it, letter by letter.")
            )
        return {
            "resident_number": resident.number,
            "company_id": resident.company_id.id,
            "origin": "officer" if officer else "supporter",
        }

    # Deciding -----------------------------------------------------------------------

    def _check_decider(self):
        """:raises AccessError: for who is no privacy officer of the organisation"""
        self.check_access("write")
        if not self.env.user.has_group(PRIVACY_OFFICER):
            raise AccessError(self.env._("The privacy officer decides on requests."))
        if any(request.state != "received" for request in self):
            raise UserError(self.env._("This request has been decided on."))

    def _decide(self, state):
        # Elevated: nobody writes a decision but by the buttons, which checked.
        self.sudo().write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_on": fields.Date.context_today(self),
            }
        )
        self.sudo().activity_ids._end_planned()

    def action_grant(self):
        """Grant; what is to be destroyed becomes a proposal for two people."""
        self._check_decider()
        for request in self:
            resident = request._resident()
            if not resident:
                raise UserError(self.env._("The file is not there any more."))
            request.refusal_ground_id = False
            if request.kind == "destruction":
                proposals = self.env["client.destruction"].sudo()
                request.sudo().destruction_id = proposals._propose(
                    request.company_id, "request", resident, self.env["client.case"]
                )
            elif request.kind == "objection":
                resident.objects_to_research = True
                self.env["client.survey.invitation"]._follow_residents(resident)
            request._decide("granted")

    def action_refuse(self):
        """Refuse, on a ground of the law that is chosen first."""
        self._check_decider()
        for request in self:
            if not request.refusal_ground_id:
                raise UserError(self.env._("Choose the ground of the law first."))
            request._decide("refused")

    def action_withdraw(self):
        """The resident took the request back."""
        self._check_decider()
        self._decide("withdrawn")

    def action_extend(self):
        """Take two months more, with a reason (AVG art. 12 lid 3)."""
        self._check_decider()
        for request in self:
            if request.extended or not ANSWER_MONTHS[request.kind][1]:
                raise UserError(
                    self.env._("The law gives no more time for this request.")
                )
            if not request.extension_reason:
                raise UserError(self.env._("Choose why more time is needed first."))
            if fields.Date.context_today(self) > request.due_on:
                raise UserError(
                    self.env._("More time is taken within the first month only.")
                )
            # Elevated: as in _decide.
            request.sudo().extended = True
            request._remind()

    def action_informed(self):
        """The resident was told today what was decided."""
        self.check_access("write")
        if any(request.state == "received" for request in self):
            raise UserError(self.env._("Decide first, then tell the resident."))
        # Elevated: a date that nobody fills in by hand.
        self.filtered(lambda request: not request.informed_on).sudo().write(
            {"informed_on": fields.Date.context_today(self)}
        )

    def _resident(self):
        """The resident, elevated: who decides on a request reads no file."""
        self.ensure_one()
        residents = self.env["client.resident"].sudo()
        return residents.search([("number", "=", self.resident_number)])

    # By the resident ----------------------------------------------------------------

    @api.model
    def _ask_by_resident(self, kind, number):
        """A request for the own file, made on the website.

        Asking twice is one request as long as the first is open.

        :raises AccessError: when it is not the user's own file
        :raises UserError: for a kind that there is not
        """
        if kind not in ANSWER_MONTHS:
            raise UserError(self.env._("Choose what you ask for."))
        resident = self._own_residents().filtered(lambda r: r.number == number)
        if not resident:
            raise AccessError(self.env._("This is not your file."))
        # Elevated: a resident has no right on this table; it is their own file.
        requests = self.sudo()
        asked = {"kind": kind, "resident_number": number}
        standing = requests.search(
            [*((name, "=", asked[name]) for name in asked), ("state", "=", "received")]
        )
        return standing or requests.create(
            {**asked, "company_id": resident.company_id.id, "origin": "resident"}
        )

    @api.model
    def _own_residents(self):
        return self.env["client.access.log"]._residents_of_user()

    @api.model
    def _shown_to_user(self):
        """The user's own files and what was asked for them, as the portal shows it."""
        kinds = labels(self, "kind")
        states = labels(self, "state")
        copies = self.env["client.access.copy"]
        return [
            {
                "called": resident.nickname or resident.name,
                "number": resident.number,
                "copy": copies._may_make(resident.number),
                "requests": [
                    {
                        "kind": kinds[request.kind],
                        "state": states[request.state],
                        "is_open": request.state == "received",
                        "received_on": request.received_on,
                        "due_on": request.due_on,
                        "ground": request.refusal_ground_id.name,
                        "source": request.refusal_ground_id.source,
                    }
                    for request in self.sudo().search(
                        [("resident_number", "=", resident.number)],
                        order="received_on desc, id desc",
                    )
                ],
            }
            for resident in self._own_residents()
        ]

    # Not forgetting -----------------------------------------------------------------

    @api.model
    def _cron_remind(self):
        """A task for the privacy officers of the organisation, two weeks before."""
        self.search([("state", "=", "received")])._remind()

    def _remind(self):
        soon = fields.Date.context_today(self) + timedelta(days=REMIND_DAYS)
        officers = self.env.ref(PRIVACY_OFFICER).sudo().all_user_ids
        for request in self.sudo():  # Elevated: the organisations of colleagues.
            request._keep_task(
                "answer",
                request.due_on <= soon and request.due_on,
                _lt("Answer the request of a resident"),
                officers.filtered(
                    lambda one, own=request.company_id: own in one.company_ids
                ),
                for_each=True,
            )
