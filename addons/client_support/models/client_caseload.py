from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..roles import COORDINATOR


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

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT id, number, company_id, team_id, supporter_id, stage,
                   registration_date, start_date, close_date,
                   CASE WHEN supporter_id IS NULL AND stage != 'closed'
                        THEN CURRENT_DATE - registration_date END AS days_waiting
              FROM client_case
            """
        )

    def action_assign(self):
        """Open the dialog that says who may take the case."""
        self.ensure_one()
        self._check_coordinator()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Assign %s", self.number),
            "res_model": "client.assign",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_caseload_id": self.id,
                "dialog_size": "extra-large",
            },
        }

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
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Look with a reason"),
            "res_model": "client.look",
            "view_mode": "form",
            "target": "new",
            "context": {"default_number": self.number, "default_kind": "look"},
        }

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
