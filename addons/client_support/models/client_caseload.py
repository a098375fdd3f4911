from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..roles import COORDINATOR
from ..screen import form_of
from ..weight import weight_in_sql

# Days within which somebody should have a supporter.
NORM_DAYS = 14


class ClientCaseload(models.Model):
    """What a coordinator sees of a case: that it is there, whose, how long; not who.

    A view on cases without a person, a text or a subject. Dividing the work is done
    from here, by methods that check the role and the organisation.
    """

    _name = "client.caseload"
    _description = "Caseload"
    _order = "registration_date, id"
    _rec_name = "number"
    _auto = False
    _log_access = False

    number = fields.Char(readonly=True, help="The number of the case.")
    company_id = fields.Many2one(
        "res.company", string="Organisation", readonly=True, help="Whose work it is."
    )
    team_id = fields.Many2one("client.team", readonly=True, help="The team.")
    supporter_id = fields.Many2one(
        "client.supporter", readonly=True, help="Who has the case; empty: nobody."
    )
    stage = fields.Selection(
        [
            ("registered", "Registered"),
            ("waiting", "Waiting list"),
            ("active", "Active"),
            ("closing", "Closing"),
            ("closed", "Closed"),
        ],
        readonly=True,
        help="Where the case is.",
    )
    registration_date = fields.Date(readonly=True, help="When it was registered.")
    start_date = fields.Date(readonly=True, help="When the support began.")
    close_date = fields.Date(readonly=True, help="When it was closed.")
    days_waiting = fields.Integer(
        readonly=True,
        aggregator="max",
        help="Days since registration without a supporter.",
    )

    is_over_norm = fields.Integer(
        string="Over the norm",
        readonly=True,
        help="1 when it waits longer than the norm of 14 days; added up per team.",
    )
    weight = fields.Float(
        readonly=True,
        digits=(4, 2),
        help="How heavy the case is: an ordinary one is 1, with few life domains or "
        "nearly closed less, with many more.",
    )
    asks_second_opinion = fields.Boolean(
        readonly=True, help="The resident waits for a second opinion."
    )
    away_until = fields.Date(
        compute="_compute_away",
        help="The supporter is away today, and until this day.",
    )
    colleague_id = fields.Many2one(
        "client.supporter",
        string="Covered by",
        compute="_compute_away",
        help="Who looks after it in the meantime; empty: nobody.",
    )

    _depends = {
        "client.case": [
            *("number", "company_id", "team_id", "supporter_id", "stage"),
            *("registration_date", "start_date", "close_date"),
        ],
        "client.question": ["case_id", "life_domain_id"],
        "client.second.opinion": ["case_id", "state"],
    }

    @property
    def _table_query(self):
        waits = "supporter_id IS NULL AND stage != 'closed'"
        domains = (
            "(SELECT count(DISTINCT question.life_domain_id)"
            " FROM client_question question WHERE question.case_id = client_case.id)"
        )
        return SQL(
            f"""
            SELECT id, number, company_id, team_id, supporter_id, stage,
                   registration_date, start_date, close_date,
                   CASE WHEN {waits}
                        THEN CURRENT_DATE - registration_date END AS days_waiting,
                   CASE WHEN {waits}
                         AND CURRENT_DATE - registration_date > {NORM_DAYS}
                        THEN 1 ELSE 0 END AS is_over_norm,
                   {weight_in_sql(domains, "stage")} AS weight,
                   EXISTS (SELECT FROM client_second_opinion opinion
                            WHERE opinion.case_id = client_case.id
                              AND opinion.state = 'requested') AS asks_second_opinion
              FROM client_case
            """
        )

    @api.depends("supporter_id")
    def _compute_away(self):
        today = fields.Date.context_today(self)
        absences = self.env["client.absence"]._overlapping(
            self.supporter_id, today, today
        )
        by_supporter = {absence.supporter_id: absence for absence in absences}
        for row in self:
            absence = by_supporter.get(row.supporter_id.sudo(), absences.browse())
            row.away_until = absence.date_until
            row.colleague_id = absence.colleague_id.sudo(False)

    def action_assign(self):
        """Open the dialog that says who may take the case."""
        return self._choose("supporter", self.env._("Assign %s", self.number))

    def action_second_opinion(self):
        """Open the same dialog to choose who gives the second opinion."""
        return self._choose(
            "second_opinion", self.env._("Second opinion on %s", self.number)
        )

    def _choose(self, purpose, title):
        """The dialog, made beforehand: Odoo runs no button on a line not saved yet."""
        self.ensure_one()
        self._check_coordinator()
        dialog = self.env["client.assign"].create(
            {"caseload_id": self.id, "purpose": purpose}
        )
        # Now, as the coordinator, and not with whatever is written next.
        dialog.flush_recordset(["line_ids"])
        return form_of(
            dialog, name=title, target="new", context={"dialog_size": "extra-large"}
        )

    def action_co_supporter(self):
        """Open the form that lets somebody support along."""
        self.ensure_one()
        self._check_coordinator()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "client_support.client_co_supporter_action"
        )
        action["context"] = {"default_number": self.number}
        return action

    def action_look(self):
        """Open the dialog that asks why the coordinator must look."""
        self.ensure_one()
        self._check_coordinator()
        return form_of(
            self.env["client.look"],
            name=self.env._("Look with a reason"),
            target="new",
            context={"default_number": self.number, "default_kind": "look"},
        )

    def _check_coordinator(self):
        """:raises AccessError: unless the user coordinates for these organisations"""
        self.check_access("read")
        if not self.env.user.has_group(COORDINATOR) or (
            self.company_id - self.env.user.company_ids
        ):
            raise AccessError(
                self.env._("Only a coordinator of the organisation may do this.")
            )

    def _case(self):
        """The case behind the row, elevated; only after `_check_coordinator`."""
        return self.env["client.case"].sudo().browse(self.id)
