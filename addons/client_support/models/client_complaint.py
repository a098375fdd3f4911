from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import LazyTranslate

from ..roles import COORDINATOR

# For tasks: in the language of whoever gets one.
_lt = LazyTranslate(__name__)

# Awb art. 9:11: within six weeks, four more when it is said in time.
WEEKS = 6
MORE_WEEKS = 4
REMIND_DAYS = 7


class ClientComplaint(models.Model):
    """A complaint about the service, dealt with by somebody it is not about.

    Not a part of a file: who deals with it sees what was complained of, and no file.
    Who it is about does not see it here (Awb art. 9:7: not by who was involved).
    """

    _name = "client.complaint"
    _inherit = ["client.number.mixin"]
    _description = "Complaint"
    _order = "closed_on desc, due_on, id"
    _number_prefix = "K"

    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
        help="About whose service.",
    )
    received_on = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The terms run from this day.",
    )
    received_how = fields.Selection(
        [
            ("talk", "In a talk"),
            ("phone", "By telephone"),
            ("mail", "By e-mail"),
            ("letter", "By letter"),
            ("other", "By somebody else"),
        ],
        required=True,
        default="phone",
        help="By what road it came.",
    )
    complainant = fields.Char(
        string="Who complains", help="Empty when nobody wants to be named."
    )
    reach = fields.Char(string="To be reached at", help="To answer to.")
    description = fields.Text(
        string="The complaint", required=True, help="As it was told."
    )
    about_id = fields.Many2one(
        "client.supporter",
        string="About whom",
        ondelete="restrict",
        help="Who does not deal with it and does not see it here.",
    )
    handler_id = fields.Many2one(
        "res.users",
        string="Dealt with by",
        ondelete="restrict",
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
        help="A coordinator whom it is not about.",
    )
    confirmed_on = fields.Date(
        string="Receipt confirmed on", help="The day on which the complainant was told."
    )
    heard_on = fields.Date(help="The day on which both sides were heard.")
    extension_reason = fields.Char(
        help="Why it takes four weeks more; tell the complainant before the term ends."
    )
    due_on = fields.Date(
        string="Answer before",
        compute="_compute_due_on",
        store=True,
        help="Six weeks after it came in, ten when it was extended (Awb art. 9:11).",
    )
    outcome = fields.Selection(
        [
            ("solved", "Solved together"),
            ("founded", "Founded"),
            ("partly", "Partly founded"),
            ("unfounded", "Unfounded"),
            ("withdrawn", "Withdrawn"),
        ],
        help="What came of it.",
    )
    answer = fields.Text(help="What was answered to the complainant.")
    lesson = fields.Text(
        string="What we change", help="So that it does not happen again."
    )
    closed_on = fields.Date(readonly=True, help="The day of the answer.")

    @api.depends("received_on", "extension_reason")
    def _compute_due_on(self):
        for complaint in self.filtered("received_on"):
            weeks = WEEKS + (MORE_WEEKS if complaint.extension_reason else 0)
            complaint.due_on = complaint.received_on + relativedelta(weeks=weeks)

    @api.constrains("about_id", "handler_id", "company_id")
    def _check_handler(self):
        for complaint in self:
            handler = complaint.handler_id
            if not handler:
                continue
            if handler == complaint.about_id.user_id:
                raise ValidationError(
                    self.env._(
                        "Somebody else deals with a complaint about %s.",
                        complaint.about_id.name,
                    )
                )
            # Elevated: the roles and organisations of a colleague.
            if handler not in complaint.company_id.sudo()._holders(COORDINATOR):
                raise ValidationError(
                    self.env._("Choose a coordinator of the organisation.")
                )

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"company_id", "about_id"}:
            # Odoo checks before, not after: not for another organisation.
            self.check_access("write")
        return result

    def action_close(self):
        """Answered.

        :raises UserError: without an outcome and an answer
        """
        if not all(one.outcome and one.answer for one in self):
            raise UserError(
                self.env._("Fill in the outcome and what was answered first.")
            )
        self.closed_on = fields.Date.context_today(self)

    @api.model
    def _cron_remind(self):
        """A task for who deals with it, a week before the term ends."""
        soon = fields.Date.context_today(self) + timedelta(days=REMIND_DAYS)
        for complaint in self.search(
            [("closed_on", "=", False), ("due_on", "<=", soon)]
        ):
            users = complaint.handler_id or complaint.company_id._holders(COORDINATOR)
            users -= complaint.about_id.user_id
            users._plan_task(
                _lt(
                    "Answer complaint %(number)s before %(day)s",
                    number=complaint.number,
                    day=complaint.due_on,
                )
            )
