from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate, format_date

from ..at_once import touch
from ..screen import form_of, labels

# For tasks: in the language of whoever gets one.
_lt = LazyTranslate(__name__)

# Why who works on the case may stop one.
WHY_STOPPED = [
    ("declined", "The resident would rather not"),
    ("unreachable", "The resident cannot be reached"),
    ("deceased", "The resident died"),
    ("unsafe", "A letter or message could put the resident at risk"),
    ("other", "Another reason"),
]


class ClientSurveyInvitation(models.Model):
    """A resident is going to be asked what the support was like.

    Made when a case is closed, for each resident with a standing consent for it who
    does not object. queued → sent, or stopped. That somebody is on this list says that
    they had support, so it is a part of the file: nobody reads the list as a whole, and
    the program that sends it (`_due`) takes from it without showing it.

    Who supported does not choose who is asked: a row is made without them, cannot be
    deleted, and is stopped with a reason that the coordinator hears of.
    """

    _name = "client.survey.invitation"
    _inherit = ["client.case.person.mixin"]
    _description = "Invitation for the survey"
    _order = "due_date desc, id desc"
    _set_by_methods = frozenset(
        {"dossier_id", "case_id", "resident_id", "state", "due_date", "consents"}
        | {"sent_on", "stopped_on", "stopped_why", "stopped_reason", "stopped_by_id"}
    )

    resident_id = fields.Many2one(required=True, index=True, help="Who is asked.")
    state = fields.Selection(
        [("queued", "To be sent"), ("sent", "Sent"), ("stopped", "Stopped")],
        required=True,
        readonly=True,
        default="queued",
        index=True,
        help="Where it stands.",
    )
    due_date = fields.Date(
        string="Goes out on",
        required=True,
        readonly=True,
        help="The day of closing and the days that the organisation set.",
    )
    channel = fields.Selection(
        related="resident_id.preferred_channel",
        string="By",
        help="How the resident wants to be reached.",
    )
    consents = fields.Char(
        string="Rests on consent",
        readonly=True,
        help="Numbers of the consents that stood when it was put on the list.",
    )
    sent_on = fields.Date(readonly=True, help="The day it went out.")
    stopped_on = fields.Date(readonly=True, help="The day it was taken off the list.")
    stopped_why = fields.Selection(
        [
            ("consent", "The consent for it ended"),
            ("objection", "The resident objects to use for research and statistics"),
            ("reopened", "The case was opened again"),
            *WHY_STOPPED,
        ],
        readonly=True,
        string="Why stopped",
        help="By what it was taken off the list.",
    )
    stopped_reason = fields.Text(
        readonly=True, string="In words", help="The reason of who stopped it."
    )
    stopped_by_id = fields.Many2one(
        "res.users",
        string="Stopped by",
        readonly=True,
        ondelete="restrict",
        help="Whose act stopped it.",
    )

    # The list ------------------------------------------------------------------------

    @api.model
    def _outlook(self, case, closed_on):
        """What closing the case on a day means for each of its residents.

        :param case: as the user, who may read it
        :return: {resident: (code, consents)}; codes: "invited", "objects", "asked"
            (in this case, before), "consent" (there is none that stands until then)
        """
        # Elevated: a consent may lie in a part of the file that the user has no row
        # for; no more than whether there is one comes out.
        consents = self.env["client.consent"].sudo()
        residents = case.resident_ids
        due = closed_on + timedelta(days=case.company_id.survey_days)
        objecting = consents._objecting(residents)
        asked = (
            self.sudo()
            .search([("case_id", "=", case.id), ("sent_on", "!=", False)])
            .resident_id
        )
        outlook = {}
        for resident in residents:
            standing = self._consents_of(resident, case).filtered(
                lambda consent: consent.ends_at.date() > due
            )
            if resident in objecting:
                code = "objects"
            elif resident in asked:
                code = "asked"
            else:
                code = "invited" if standing else "consent"
            outlook[resident] = (code, standing)
        return outlook

    @api.model
    def _consents_of(self, resident, case):
        """The consents to be asked that stand at this moment, elevated."""
        consents = self.env["client.consent"].sudo()
        found = consents.search(
            [
                ("resident_id", "=", resident.id),
                ("purpose", "=", "survey"),
                *consents._standing_now(),
            ]
        )
        return found.filtered(lambda consent: consent._is_about(case, ()))

    @api.model
    def _words(self, case, closed_on):
        """The outlook in words for the dialog that closes, a line for each resident."""
        due = closed_on + timedelta(days=case.company_id.survey_days)
        channels = labels(self, "channel")
        lines = []
        for resident, (code, _consents) in self._outlook(case, closed_on).items():
            channel = channels.get(resident.preferred_channel)
            day = format_date(self.env, due)
            words = {
                "invited": self.env._(
                    "An invitation goes out on %(day)s (%(channel)s).",
                    day=day,
                    channel=channel or self.env._("no channel chosen yet"),
                ),
                "objects": self.env._(
                    "No invitation: the resident objects to use for research and "
                    "statistics."
                ),
                "asked": self.env._(
                    "No invitation: the resident was asked in this case before."
                ),
                "consent": self.env._(
                    "No invitation: there is no consent for it that stands on %s. Ask "
                    "the resident, and note the answer under Consents.",
                    day,
                ),
            }[code]
            several = len(case.resident_ids) > 1
            lines.append(f"{resident.number}: {words}" if several else words)
        return "\n".join(lines)

    @api.model
    def _queue(self, case):
        """Put the residents of a case that was closed just now on the list.

        Counted as done for as long as the transaction lasts: a withdrawal at the same
        moment makes one of the two start again.
        """
        for resident, (code, consents) in self._outlook(case, case.close_date).items():
            if code != "invited":
                continue
            touch(consents)
            # Elevated: nobody makes one but by closing the case.
            self.sudo().create(
                {
                    "case_id": case.id,
                    "resident_id": resident.id,
                    "due_date": case.close_date
                    + timedelta(days=case.company_id.survey_days),
                    "consents": ", ".join(consents.mapped("number")),
                }
            )

    @api.model
    def _due(self, limit=None):
        """What is to be sent today, elevated: for the program that sends it.

        Each is looked at once more at this moment; `_sent` is to be called for what
        went out.
        """
        today = fields.Date.context_today(self)
        # Elevated: the list as a whole is nobody's to read.
        due = self.sudo().search(
            [("state", "=", "queued"), ("due_date", "<=", today)],
            order="due_date, id",
            limit=limit,
        )
        due._follow()
        return due.filtered(lambda invitation: invitation.state == "queued")

    def _sent(self):
        """These went out today."""
        touch(self)
        self.write({"state": "sent", "sent_on": fields.Date.context_today(self)})

    # Stopping ------------------------------------------------------------------------

    def _follow(self):
        """Stop what no longer rests on a consent, or meets an objection; elevated."""
        queued = self.filtered(lambda invitation: invitation.state == "queued")
        objecting = self.env["client.consent"]._objecting(queued.resident_id)
        for invitation in queued:
            resident = invitation.resident_id
            if resident in objecting:
                invitation._stop("objection")
            elif not self._consents_of(resident, invitation.case_id):
                invitation._stop("consent")

    @api.model
    def _follow_residents(self, residents):
        """The consents of these residents changed."""
        # Elevated: who withdraws a consent may read no case.
        queued = [("resident_id", "in", residents.ids), ("state", "=", "queued")]
        self.sudo().search(queued)._follow()

    def _merge_into(self, resident):
        result = super()._merge_into(resident)
        self._follow()
        return result

    def _stop(self, why, reason=False):
        """Take these off the list; elevated, the caller has checked the right."""
        self.write(
            {
                "state": "stopped",
                "stopped_on": fields.Date.context_today(self),
                "stopped_why": why,
                "stopped_reason": reason,
                "stopped_by_id": self.env.uid,
            }
        )

    def action_stop(self):
        """Open the form that asks why."""
        self.ensure_one()
        self.check_access("write")
        return form_of(
            self.env["client.survey.stop"],
            name=self.env._("Stop the invitation"),
            target="new",
            context={"default_invitation_id": self.id},
        )

    def _stop_by_user(self, why, reason):
        """Who works on the case stops it; the coordinator is told that, not why.

        :raises UserError: without a reason, or when it is not on the list any more
        """
        self.check_access("write")
        if why not in dict(WHY_STOPPED) or not (reason or "").strip():
            raise UserError(self.env._("Write why the resident is not to be asked."))
        # Elevated: state only, after the check above.
        for invitation in self.sudo():
            if invitation.state != "queued":
                raise UserError(self.env._("This invitation is not on the list."))
            invitation._stop(why, reason)
            invitation.case_id._coordinators()._plan_task(
                _lt(
                    "An invitation for the survey was stopped in case %s",
                    invitation.case_id.number,
                )
            )
