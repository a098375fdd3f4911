import logging

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.social_map.text import normalise

from ..roles import INTAKE, SUPPORTER, WALK_IN
from ..screen import form_of

# Read outside the database, where nobody of the organisation can change it.
_alarm = logging.getLogger("client_support.alarm")

# A coordinator divides the work and knows cases, not people; a volunteer knows the own.
ROLES = (SUPPORTER, WALK_IN, INTAKE)
# How often one user may ask; the settings client_support.lookups_per_… say otherwise.
LIMITS = {"hour": 15, "day": 40}
ASKED_FOR = ("birth_date", "name")


class ClientCallerLookup(models.TransientModel):
    """Somebody rings: whose resident is this, and can they take the call?

    For a colleague who cannot see the file, from the full name and the birth date, both
    as the caller gives them. The answer is the supporter and nothing else. Each
    question is logged and shown to the resident, and who asks too often is stopped.
    The answer for somebody unknown takes the same road: what it tells is no more than
    the answer itself.
    """

    _name = "client.caller.lookup"
    _description = "Who is the supporter of a caller?"

    name = fields.Char(
        string="Full name", help="First and last name, as the caller gives them."
    )
    birth_date = fields.Date(help="As the caller gives it.")
    answer = fields.Text(readonly=True, help="Who the supporter is.")
    is_known = fields.Boolean(readonly=True, help="A callback can be asked for.")
    resident_id = fields.Many2one(
        "client.resident",
        ondelete="cascade",
        groups=fields.NO_ACCESS,
        help="Who was found. For the callback request; the user does not see it.",
    )
    case_id = fields.Many2one(
        "client.case",
        ondelete="cascade",
        groups=fields.NO_ACCESS,
        help="The case of the supporter. As with the resident.",
    )
    supporter_id = fields.Many2one(
        "client.supporter",
        ondelete="cascade",
        groups=fields.NO_ACCESS,
        help="Who has that case.",
    )
    telephone = fields.Char(help="The number to ring back.")
    reason = fields.Char(
        string="About", help="Only what the caller wants to be passed on."
    )
    urgency = fields.Selection(
        [("today", "Today"), ("week", "This week")],
        default="today",
        help="When the caller hopes to be rung back.",
    )

    def action_look_up(self):
        """Answer who the supporter is."""
        self.ensure_one()
        self._check_may_ask()
        if not (self.name or "").strip() or not self.birth_date:
            raise UserError(self.env._("Ask for the full name and the birth date."))
        # Elevated from here: the user cannot see the file. Role and number of
        # questions have been checked, and what goes back is the answer.
        form = self.sudo()
        found = form._find()
        found["resident_id"]._witness("search", found["resident_id"].ids, ASKED_FOR)
        form.write(
            {
                **{name: record.id for name, record in found.items()},
                "is_known": bool(found["resident_id"]),
                "answer": form._answer(**found),
            }
        )
        return self._reopen()

    def action_ask_callback(self):
        """Leave a callback request in the file, without seeing the file."""
        self.ensure_one()
        self._check_role()
        if not (self.telephone or "").strip():
            raise UserError(self.env._("Enter the number to ring back."))
        # Elevated: who was found stays hidden from the user.
        form = self.sudo()
        if not form.resident_id:
            raise UserError(self.env._("Look up first who the supporter is."))
        self.env["client.callback"]._leave(
            form.resident_id,
            form.case_id,
            form.supporter_id,
            self.telephone.strip(),
            (self.reason or "").strip(),
            self.urgency or "today",
        )
        form.unlink()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": self.env._("The request to ring back has been left."),
                "type": "success",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    # Asking ------------------------------------------------------------------------

    def _check_role(self):
        if not any(self.env.user.has_group(role) for role in ROLES):
            raise AccessError(self.env._("Your role does not look up callers."))

    def _check_may_ask(self):
        """:raises UserError: when the user asked too often; the alarm log is told"""
        self._check_role()
        parameters = self.env["ir.config_parameter"].sudo()
        for period, default in LIMITS.items():
            limit = int(
                parameters.get_param(f"client_support.lookups_per_{period}", default)
            )
            if self._asked_within(period) >= limit:
                _alarm.warning(
                    "caller look-up: user %s asked %s times within a %s",
                    self.env.uid,
                    limit,
                    period,
                )
                raise UserError(
                    self.env._(
                        "You have looked up many callers in a short time. Ask the "
                        "coordinator, or put the caller through to the team."
                    )
                )

    def _asked_within(self, period):
        """How many look-ups of this user the read log holds: nobody can delete those.

        :param period: "hour" or "day"
        """
        [[count]] = self.env.execute_query(
            SQL(
                """
                SELECT count(*) FROM client_access_log
                WHERE user_id = %s AND operation = 'search' AND elevated
                    AND model = 'client.resident' AND field_names = %s
                    AND moment > clock_timestamp() AT TIME ZONE 'UTC' - %s::interval
                """,
                self.env.uid,
                ",".join(ASKED_FOR),
                f"1 {period}",
            )
        )
        return count

    # Finding -----------------------------------------------------------------------

    def _find(self):
        """Who is meant, and who supports them now: the case and its supporter.

        By SQL, since only the one who is meant was looked up: who happens to have the
        same birth date is compared by the program and seen by nobody.

        :return: records, perhaps empty, by the names of the fields that keep them
        """
        self.env["client.resident"].flush_model()
        self.env["client.case"].flush_model()
        wanted = normalise(self.name)
        people = self.env.execute_query(
            SQL(
                "SELECT id, name FROM client_resident"
                " WHERE birth_date = %s AND company_id = ANY(%s) ORDER BY id DESC",
                self.birth_date,
                self.env.user.company_ids.ids,
            )
        )
        ids = [record_id for record_id, name in people if normalise(name) == wanted]
        cases = self.env.execute_query(
            SQL(
                """
                SELECT r.resident_id, c.id, c.supporter_id FROM client_case c
                JOIN client_case_resident_rel r ON r.case_id = c.id
                WHERE r.resident_id = ANY(%s) AND c.stage != 'closed'
                ORDER BY c.supporter_id IS NULL, c.registration_date DESC, c.id DESC
                LIMIT 1
                """,
                ids,
            )
        )
        resident_id, case_id, supporter_id = (
            cases[0] if cases else (ids[0] if ids else None, None, None)
        )
        found = {
            "resident_id": resident_id,
            "case_id": case_id,
            "supporter_id": supporter_id,
        }
        return {
            name: self.env[self._fields[name].comodel_name].browse(record_id)
            for name, record_id in found.items()
        }

    def _answer(self, resident_id, case_id, supporter_id):
        """What the user is told, of elevated records."""
        if not resident_id:
            return self.env._(
                "We do not know this person in this way. Ask for the full name and the "
                "birth date once more, or register a contact."
            )
        team = (case_id or resident_id).team_id.name
        if not supporter_id:
            return self.env._(
                "No supporter at this moment. Team %(team)s takes the call or rings "
                "back.",
                team=team,
            )
        who = {"supporter": supporter_id.name, "team": team}
        if covering := self.env["client.callback"]._covering(case_id):
            return self.env._(
                "%(supporter)s (%(team)s) is away. %(colleague)s covers.",
                colleague=", ".join(covering.mapped("name")),
                **who,
            )
        if until := self._busy_until(supporter_id.user_id):
            return self.env._(
                "%(supporter)s (%(team)s) is in a meeting until %(time)s.",
                time=until,
                **who,
            )
        return self.env._(
            "%(supporter)s (%(team)s) is the supporter and can take the call.", **who
        )

    def _busy_until(self, user):
        """The end of what stands in the supporter's calendar now, or None."""
        now = fields.Datetime.now()
        event = self.env["calendar.event"].search(
            [
                ("partner_ids", "in", user.partner_id.ids),
                ("show_as", "=", "busy"),
                ("start", "<=", now),
                ("stop", ">", now),
            ],
            order="stop desc",
            limit=1,
        )
        return event and fields.Datetime.context_timestamp(self, event.stop).strftime(
            "%H:%M"
        )

    def _reopen(self):
        return form_of(self, name=self.env._("Who is the supporter?"), target="new")
