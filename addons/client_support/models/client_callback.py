from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import LazyTranslate

from ..access import WRITING_KINDS
from ..dossier_key import DossierKey
from .mail_activity import CALL

# For tasks: in the language of whoever gets one.
_lt = LazyTranslate(__name__)

# The last day, from today on: this week is until Friday, at the weekend the next one.
DUE = {"today": {}, "week": {"weekday": 4}}
# A request opens the file to the intake for a while at most.
INTAKE_DAYS = 14
INTAKE_SECTIONS = ("identity", "callbacks")


class ClientCallback(models.Model):
    """Somebody rang and asks the supporter to ring back.

    Part of the resident's file. A colleague who cannot see that file leaves it there
    (`client.caller.lookup`) and cannot read it back; who works on the file sees it, and
    so does who covers for the supporter.
    """

    _name = "client.callback"
    _inherit = ["client.file.mixin", "client.activity.mixin", "client.day.mixin"]
    _description = "Callback request"
    _order = "done_date desc, due_date, id"
    _set_by_methods = frozenset(
        {
            "dossier_id",
            "resident_id",
            "case_id",
            "supporter_id",
            "asked_by_id",
            "telephone",
            "reason",
            "due_date",
            "tries",
            "done_date",
            "done_by_id",
        }
    )
    _dossier_of = ("case_id", "resident_id")

    dossier_id = DossierKey(compute="_compute_dossier_id", store=True)
    resident_id = fields.Many2one(
        "client.resident",
        required=True,
        index=True,
        ondelete="cascade",
        help="Whom to ring back.",
    )
    case_id = fields.Many2one(
        "client.case",
        index="btree_not_null",
        ondelete="cascade",
        help="The case of the supporter who is asked; empty when nobody supports now.",
    )
    supporter_id = fields.Many2one(
        "client.supporter",
        ondelete="restrict",
        help="Who is asked to ring back; empty: the intake of the team.",
    )
    asked_by_id = fields.Many2one(
        "res.users",
        required=True,
        ondelete="restrict",
        help="The colleague who took the call.",
    )
    telephone = fields.Char(required=True, help="The number to ring.")
    reason = fields.Char(help="What the caller wants to be told, in a few words.")
    due_date = fields.Date(required=True, help="The last day to ring back.")
    tries = fields.Integer(
        string="No answer", aggregator=None, help="How often nobody picked up."
    )
    done_date = fields.Date(help="The day the resident was spoken to.")
    done_by_id = fields.Many2one(
        "res.users", ondelete="restrict", help="Who spoke to the resident."
    )

    # Leaving one -------------------------------------------------------------------

    @api.model
    def _leave(self, resident, case, supporter, telephone, reason, urgency):
        """Put a request in the file and tell who works on it.

        The caller has checked that the user may do this. Nothing comes back: the one
        who asks may not see the file.

        :param case: an open case of the resident; may be empty
        :param supporter: who has that case; may be empty
        :param urgency: "today" or "week"
        """
        today = fields.Date.context_today(self)
        # Elevated: who leaves a request cannot write in the file, nor read it back.
        request = self.sudo().create(
            {
                "resident_id": resident.id,
                "case_id": case.id,
                "supporter_id": supporter.id,
                "asked_by_id": self.env.uid,
                "telephone": telephone,
                "reason": reason,
                "due_date": fields.Date.add(today, **DUE[urgency]),
            }
        )
        if not request._readers():
            request._open_for_intake()
        request._keep_task(
            "ring_back",
            request.due_date,
            _lt("Ring back"),
            request._who_rings_back(),
            kind=CALL,
            for_each=True,
        )

    def _readers(self):
        """Who works on this file now, by a row that opens its callback requests."""
        rows = self.env["client.access"].search(
            [
                ("dossier_id", "=", self.dossier_id.id),
                ("section", "in", ("all", "callbacks")),
                ("kind", "in", WRITING_KINDS),
                ("valid_from", "<=", "now"),
                ("valid_until", ">", "now"),
            ]
        )
        return rows.user_id.filtered("active")

    def _who_rings_back(self):
        """Who covers today; else the supporter; else nobody by name."""
        covering = self._covering(self.case_id)
        return covering or (self.supporter_id.user_id & self._readers())

    @api.model
    def _covering(self, case):
        """Who covers for the supporter of a case at this moment; only when elevated."""
        rows = self.env["client.access"].search(
            [
                ("case_id", "=", case.id or 0),
                ("kind", "=", "cover"),
                ("valid_from", "<=", "now"),
                ("valid_until", ">", "now"),
            ]
        )
        return rows.user_id

    def _open_for_intake(self):
        """Nobody works on it: the intake of the team rings back.

        They see who it is and the request, for two weeks, and not the rest.
        """
        file = self.case_id or self.resident_id
        access = self.env["client.access"]
        until = fields.Datetime.now() + timedelta(days=INTAKE_DAYS)
        basis = self.env._("A callback was asked for")
        for section in INTAKE_SECTIONS:
            access._grant(
                file.team_id._intake_members(),
                file,
                "intake",
                basis,
                section=section,
                until=until,
            )

    # Ringing back ------------------------------------------------------------------

    def action_done(self):
        """The resident was spoken to; reminders end."""
        self.check_access("write")
        # Elevated: fields that no screen sets; the right was checked above.
        self.sudo().write(
            {
                "done_date": fields.Date.context_today(self),
                "done_by_id": self.env.uid,
            }
        )
        self.sudo().activity_ids._end_planned()

    def action_no_answer(self):
        """Nobody picked up; it stays on the list."""
        self.check_access("write")
        # Elevated: as in action_done.
        for request in self.sudo():
            request.tries += 1

    def action_make_contact(self):
        """Done, and open the form that registers the talk as a contact."""
        self.ensure_one()
        self.action_done()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "client_support.client_quick_contact_action"
        )
        action["context"] = {
            "default_who": "known",
            "default_resident_id": self.resident_id.id,
            "default_channel_id": self.env.ref(
                "client_support.contact_channel_phone"
            ).id,
        }
        return action

    @api.model
    def _day_lines(self):
        """How many wait for a call; those of a covered colleague too."""
        today = fields.Date.context_today(self)
        open_ = [("done_date", "=", False)]
        if not (count := self.search_count(open_)):
            return []
        late = self.search_count([*open_, ("due_date", "<", today)])
        text = self.env._("Callback requests: %s", count)
        return [
            self._day_line(
                "me",
                text,
                self._day_list(text, open_, ["list"]),
                detail=late and self.env._("%s late", late),
                tone=late and "danger",
                order="0",
            )
        ]
