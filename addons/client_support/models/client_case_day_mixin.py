from odoo import api, fields, models

from ..roles import INTAKE
from ..screen import form_of
from .client_portal_mixin import WORKERS


class ClientCaseDayMixin(models.AbstractModel):
    """Appointments, time and safety of a case, and its lines on My day."""

    _name = "client.case.day.mixin"
    _inherit = ["client.day.mixin"]
    _description = "The days of a case"

    appointment_ids = fields.One2many(
        "client.appointment",
        "case_id",
        string="Appointments",
        help="What is planned and what took place.",
    )
    reporting_code_ids = fields.One2many(
        "client.reporting.code",
        "case_id",
        string="Reporting codes",
        groups=WORKERS,
        help="The steps taken for somebody's safety.",
    )
    time_ids = fields.Many2many(
        "client.time",
        compute="_compute_time_ids",
        help="The user's own time for this case, by its number.",
    )

    @api.depends("number")
    @api.depends_context("uid")
    def _compute_time_ids(self):
        rows = self.env["client.time"]
        if rows.has_access("read"):
            numbers = [number for number in self.mapped("number") if number]
            rows = rows.search([("case_number", "in", numbers)])
        for case in self:
            case.time_ids = rows.filtered(
                lambda row, case=case: row.case_number == case.number
            )

    def unlink(self):
        numbers = self.mapped("number")
        result = super().unlink()
        self.env["client.time"]._forget(numbers)
        return result

    def action_plan_appointment(self):
        """The form of a new appointment in this case."""
        self.ensure_one()
        self.check_access("write")
        return form_of(
            self.env["client.appointment"],
            name=self.env._("Appointment"),
            target="new",
            context={
                "default_case_id": self.id,
                "default_resident_id": len(self.resident_ids) == 1
                and self.resident_ids.id,
                "resident_names": True,
            },
        )

    def action_time(self):
        """The form of minutes for this case."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "client_support.client_time_action_quick"
        )
        action["context"] = {"default_case_number": self.number}
        return action

    @api.model
    def _day_lines(self):
        lines = []
        mine = [
            ("supporter_id.user_id", "=", self.env.uid),
            ("stage", "in", ("registered", "waiting")),
        ]
        if new := self.search_count(mine):
            text = self.env._("Cases to begin: %s", new)
            # One of them is opened itself, more of them as a list.
            one = self.search(mine) if new == 1 else self.browse()
            action = one._day_form() if one else self._day_list(text, mine)
            lines.append(self._day_line("me", text, action, order="1"))
        if self.env.user.has_group(INTAKE):
            waiting = [("supporter_id", "=", False), mine[1]]
            if count := self.search_count(waiting):
                text = self.env._("Cases without a supporter: %s", count)
                action = self._day_list(text, waiting)
                lines.append(self._day_line("me", text, action, order="1"))
        return lines
