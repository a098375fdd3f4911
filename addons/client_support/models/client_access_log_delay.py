from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class ClientAccessLogDelay(models.Model):
    """A row of the read log that residents do not see yet, for somebody's safety.

    A table of its own, as the log cannot be changed. The row shows by itself when the
    date has passed; who delayed it and when stays (AVG art. 23, Wabvpz).
    """

    _name = "client.access.log.delay"
    _description = "Look shown later"
    _order = "until desc, id desc"
    _rec_name = "log_id"

    log_id = fields.Integer(
        string="Row of the log",
        required=True,
        index=True,
        aggregator=None,
        help="Its number.",
    )
    until = fields.Datetime(
        required=True, help="From then on residents see the row again; a year at most."
    )
    reason = fields.Selection(
        [
            ("child", "Safety of a child"),
            ("resident", "Safety of the resident"),
            ("worker", "Safety of a worker"),
            ("investigation", "An investigation by the authorities"),
        ],
        required=True,
        help="Why it is not shown yet; a code, so that it tells nothing more.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Whose file the row is about.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # As the caller: the rules say which rows of the log are theirs.
            row = self.env["client.access.log"].search([("id", "=", vals["log_id"])])
            if not row:
                raise AccessError(self.env._("This row of the log is not open to you."))
            vals["company_id"] = row.organisation_id
        return super().create(vals_list)

    @api.constrains("until")
    def _check_until(self):
        now = fields.Datetime.now()
        if any(not now < d.until <= now + relativedelta(years=1) for d in self):
            raise ValidationError(
                self.env._("Choose a moment between now and a year from now.")
            )
