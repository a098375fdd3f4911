from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import LazyTranslate

from ..roles import INTAKE, SUPPORTER
from ..screen import form_of

# For tasks: in the language of whoever gets one.
_lt = LazyTranslate(__name__)

# So long whoever gives one may read the case, each time.
DAYS = 28


class ClientSecondOpinion(models.Model):
    """A resident asks another supporter to look at the case as well.

    requested → assigned → given, or withdrawn. A coordinator, who does not read the
    request, chooses who gives it: somebody else than the supporter, from another team
    where there is one. That supporter reads the case for four weeks and writes in it
    nothing but the opinion. When it is not there by then, who works on the case gives
    more time or lets another be asked; why is kept (`client.second.opinion.term`).

    This is what counts second opinions among colleagues. The role “second opinion” of
    a case is something else: the whole case is one, on what another organisation said.
    """

    _name = "client.second.opinion"
    _inherit = ["client.case.part.mixin", "client.day.mixin"]
    _description = "Second opinion"
    _order = "requested_date desc, id desc"
    _set_by_methods = frozenset(
        {"dossier_id", "case_id", "state", "supporter_id", "opinion"}
        | {"requested_date", "due_date", "given_date"}
    )
    _shared_fields = frozenset()

    question = fields.Text(
        required=True,
        help="What the resident wants somebody else to look at, in own words.",
    )
    state = fields.Selection(
        [
            ("requested", "Requested"),
            ("assigned", "Being looked at"),
            ("given", "Given"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        default="requested",
        help="How far it is.",
    )
    requested_date = fields.Date(
        string="Requested on",
        required=True,
        readonly=True,
        default=fields.Date.context_today,
        help="The day the resident asked.",
    )
    supporter_id = fields.Many2one(
        "client.supporter",
        string="Given by",
        readonly=True,
        ondelete="restrict",
        help="Who looks at it; never the supporter of the case.",
    )
    due_date = fields.Date(
        string="Wanted by",
        readonly=True,
        help="Until this day the other supporter can read the case.",
    )
    opinion = fields.Text(
        readonly=True, help="What the other supporter thinks, for the resident."
    )
    given_date = fields.Date(
        string="Given on", readonly=True, help="The day the opinion was given."
    )
    term_ids = fields.One2many(
        "client.second.opinion.term",
        "second_opinion_id",
        string="Not given in time",
        help="When it took longer or went to another, and why.",
    )
    is_mine = fields.Boolean(
        compute="_compute_is_mine", help="You are asked to give this one."
    )
    is_late = fields.Boolean(
        string="Too late",
        compute="_compute_is_late",
        help="It was wanted by a day that has passed; who was asked no longer reads "
        "the case.",
    )

    _one_at_a_time = models.UniqueIndex(
        "(case_id) WHERE state IN ('requested', 'assigned')",
        "This case waits for a second opinion already.",
    )

    @api.depends_context("uid")
    @api.depends("supporter_id", "state")
    def _compute_is_mine(self):
        for request in self:
            request.is_mine = (
                request.state == "assigned"
                and request.supporter_id.sudo().user_id == self.env.user
            )

    @api.depends("state", "due_date")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for request in self:
            request.is_late = request.state == "assigned" and request.due_date < today

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # A request and nothing more, dated today.
            asked = {"case_id", "question"}
            vals_list = [
                {name: vals[name] for name in asked & vals.keys()} for vals in vals_list
            ]
        requests = super().create(vals_list)
        requests._tell_coordinators()
        return requests

    def _tell_coordinators(self):
        # Elevated: who divides the work is told that there is one, no more.
        for case in self.sudo().case_id:
            case._coordinators()._plan_task(
                _lt("Case %s asks for a second opinion", case.number)
            )

    @api.constrains("supporter_id", "case_id")
    def _check_another_supporter(self):
        for request in self.sudo():
            if (
                request.supporter_id
                and request.supporter_id == request.case_id.supporter_id
            ):
                raise ValidationError(
                    self.env._("A second opinion comes from another supporter.")
                )

    def _assign(self, supporter):
        """Ask a supporter; the caller has checked the right to do so.

        :raises ValidationError: when a conflict of interest stands in the way
        """
        self.ensure_one()
        if not supporter.user_id or not self._can_be_given_by(supporter.user_id):
            raise UserError(
                self.env._("Choose somebody with an account, who can read the case.")
            )
        self.write({"supporter_id": supporter.id, "state": "assigned"})
        self._open_reading()
        supporter.user_id._plan_task(
            _lt("Give a second opinion on %s", self.case_id.number)
        )

    @api.model
    def _can_be_given_by(self, user):
        """Whether somebody could write it: a volunteer would never see the request."""
        return self.with_user(user).browse().has_access("read")

    def _open_reading(self):
        """Four weeks from now for whoever was asked; elevated, checked by the caller.

        :raises ValidationError: when a conflict of interest stands in the way
        """
        self.case_id._refuse_conflicts(self.supporter_id, "second_opinion")
        self.due_date = fields.Date.context_today(self) + timedelta(days=DAYS)
        self.env["client.access"]._grant(
            self.supporter_id.user_id,
            self.case_id,
            "consult",
            self.env._("Second opinion"),
            until=fields.Datetime.now() + timedelta(days=DAYS),
        )

    def action_give(self):
        """Open the form in which whoever was asked writes the opinion."""
        self.ensure_one()
        self._check_mine()
        return form_of(
            self.env["client.second.opinion.give"],
            name=self.env._("My opinion"),
            target="new",
            context={"default_second_opinion_id": self.id},
        )

    def _give(self, opinion):
        """Write the opinion; the reading ends with it."""
        self._check_mine()
        # Elevated: who was asked reads the case and may write this one thing in it.
        request = self.sudo()
        request.write(
            {
                "opinion": opinion,
                "state": "given",
                "given_date": fields.Date.context_today(self),
            }
        )
        request._end_reading()
        request.case_id.supporter_id.user_id._plan_task(
            _lt("There is a second opinion on %s", request.case_id.number)
        )

    def action_withdraw(self):
        """The resident no longer wants it."""
        self._check_decides()
        # Elevated: fields that no screen sets; the right was checked above.
        for request in self.sudo():
            if request.state not in ("requested", "assigned"):
                raise UserError(self.env._("This second opinion was given already."))
            request.state = "withdrawn"
            request._end_reading()

    def action_not_given(self):
        """Open the form that gives more time, or lets another be asked."""
        self.ensure_one()
        self._check_decides()
        return form_of(
            self.env["client.second.opinion.late"],
            name=self.env._("Not given in time"),
            target="new",
            context={"default_second_opinion_id": self.id},
        )

    def _not_given(self, what, reason):
        """It is not there: four weeks more for the same, or another is asked.

        :param what: "prolonged" or "asked_again"
        :param reason: why, in words; kept with the days
        """
        self._check_decides()
        # Elevated: as in action_withdraw.
        request = self.sudo()
        if request.state != "assigned":
            raise UserError(self.env._("Nobody is looking at it at this moment."))
        before, supporter = request.due_date, request.supporter_id
        if what == "prolonged":
            request._open_reading()
            supporter.user_id._plan_task(
                _lt("Give a second opinion on %s", request.case_id.number)
            )
        else:
            request._end_reading()
            request.write(
                {"state": "requested", "supporter_id": False, "due_date": False}
            )
            request._tell_coordinators()
        self.env["client.second.opinion.term"].sudo().create(
            {
                "case_id": request.case_id.id,
                "second_opinion_id": request.id,
                "what": what,
                "reason": reason,
                "supporter_id": supporter.id,
                "due_before": before,
                "due_after": request.due_date,
            }
        )

    def _end_reading(self):
        # All reading of theirs: a row that stood already was prolonged, not doubled.
        self.env["client.access"]._end(
            [
                ("user_id", "=", self.supporter_id.user_id.id),
                ("case_id", "=", self.case_id.id),
                ("kind", "=", "consult"),
            ]
        )

    def _check_decides(self):
        """:raises AccessError: for who does not work on the case in such a role"""
        self.check_access("write")
        if not any(self.env.user.has_group(role) for role in (SUPPORTER, INTAKE)):
            raise AccessError(
                self.env._("Your role does not decide on a second opinion.")
            )

    def _check_mine(self):
        """:raises AccessError: unless the user was asked, and can read the case"""
        self.check_access("read")
        if not self.is_mine:
            raise AccessError(self.env._("Another supporter was asked for this one."))

    @api.model
    def _day_lines(self):
        mine = [("state", "=", "assigned"), ("supporter_id.user_id", "=", self.env.uid)]
        today = fields.Date.context_today(self)
        late = [
            ("state", "=", "assigned"),
            ("due_date", "<", today),
            ("case_id.supporter_id.user_id", "=", self.env.uid),
        ]
        lines = []
        for block, text, domain, tone in (
            ("me", self.env._("Second opinions to give"), mine, None),
            ("others", self.env._("Second opinions not given in time"), late, "danger"),
        ):
            if count := self.search_count(domain):
                text = f"{text}: {count}"
                action = self._day_list(text, domain)
                lines.append(self._day_line(block, text, action, order="2", tone=tone))
        return lines
