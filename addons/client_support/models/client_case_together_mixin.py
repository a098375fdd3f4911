from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..days import midnight


class ClientCaseTogetherMixin(models.AbstractModel):
    """Several who support in one case, each with access for as long as they do.

    Whoever comes along is asked the same as who gets the case: no conflict of interest,
    the papers the organisation wants.
    """

    _name = "client.case.together.mixin"
    _description = "Supporters of a case"

    co_supporter_ids = fields.One2many(
        "client.case.supporter",
        "case_id",
        string="Co-supporters",
        readonly=True,
        help="Who supports along, from when until when.",
    )

    def action_co_supporter(self):
        """The form that lets somebody support along."""
        self.check_access("write")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "client_support.client_co_supporter_action"
        )
        action["context"] = {"default_number": self.number}
        return action

    def _add_co_supporter(self, supporter, role, start, until):
        """Somebody supports along from a day until another.

        The caller has checked the right to arrange it.

        :param until: the last day; without it there is no end yet
        :raises ValidationError: when a conflict of interest stands in the way
        """
        self.ensure_one()
        # Elevated: nobody writes lines and access rows; the caller checked.
        case = self.sudo()
        if supporter == case.supporter_id or supporter in case._helpers():
            raise UserError(
                self.env._("%s supports in this case already.", supporter.name)
            )
        case._refuse_conflicts(supporter, "assign")
        line = (
            self.env["client.case.supporter"]
            .sudo()
            .create(
                {
                    "case_id": case.id,
                    "supporter_id": supporter.id,
                    "role": role,
                    "date_from": start,
                    "date_until": until,
                }
            )
        )
        case._open_for_lines(line)

    def _standing_lines(self):
        """The lines that have not ended yet, elevated."""
        return self.sudo().co_supporter_ids.filtered(lambda line: not line.is_over)

    def _helpers(self):
        """Who supports along, now or soon, elevated."""
        return self._standing_lines().supporter_id

    def _open_for_lines(self, lines):
        """Give who supports along access for the days of the line."""
        timezone = self.env.tz
        for line in lines:
            if line.supporter_id.user_id:
                line.case_id._open_for_supporter(
                    line.supporter_id,
                    self.env._("Supports along in the case"),
                    start=max(
                        fields.Datetime.now(), midnight(line.date_from, timezone)
                    ),
                    until=line.date_until
                    and midnight(line.date_until + timedelta(days=1), timezone),
                )

    def _end_co_support(self, supporter):
        """Today is the last day of this co-supporter, whose access ends now.

        The caller has checked the right to end it.
        """
        today = fields.Date.context_today(self)
        for case in self.sudo():
            lines = case._standing_lines().filtered(
                lambda line: line.supporter_id == supporter
            )
            for line in lines:
                last = max(line.date_from, today)
                line.write({"date_until": last, "is_ended": True})
            if lines and supporter != case.supporter_id:
                case._release_users(supporter.user_id)
                case._pass_on_tasks(case.supporter_id.user_id)
