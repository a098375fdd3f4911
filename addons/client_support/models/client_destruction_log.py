from odoo import api, fields, models
from odoo.exceptions import AccessError

from .. import append_only


class ClientDestructionLog(models.Model):
    """What was destroyed: how much of what, on what ground, approved by whom.

    Impersonal (Wmo 2015 art. 5.3.4 and 5.3.5, AVG art. 5 lid 2): no number, no name.
    Plain integers, and the database refuses to change a row.
    """

    _name = "client.destruction.log"
    _description = "What was destroyed"
    _log_access = False
    _order = "id desc"
    _rec_name = "model"

    moment = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now, help="When, in UTC."
    )
    organisation_id = fields.Integer(
        string="Organisation number",
        required=True,
        readonly=True,
        aggregator=None,
        help="Whose files they were.",
    )
    ground = fields.Selection(
        [
            ("term", "The term has passed"),
            ("request", "The resident asked for it"),
            ("restored", "Came back with a backup"),
        ],
        required=True,
        readonly=True,
        help="Why it went.",
    )
    model = fields.Char(
        string="Kind of record", required=True, readonly=True, help="Of which kind."
    )
    quantity = fields.Integer(required=True, readonly=True, help="How many.")
    officer_id = fields.Integer(
        string="Privacy officer, user number",
        readonly=True,
        aggregator=None,
        help="Who approved it as privacy officer.",
    )
    coordinator_id = fields.Integer(
        string="Coordinator, user number",
        readonly=True,
        aggregator=None,
        help="Who approved it as coordinator.",
    )

    @api.depends("model")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for row in self:
            # Elevated: only how a kind of record is called; who reads this is no admin.
            kind = self.env["ir.model"].sudo()._get(row.model)
            row.display_name = kind.name or row.model

    def init(self):
        append_only.guard(self.env.cr, self._table)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(
                self.env._("The log of destructions is written by the program only.")
            )
        return super().create(vals_list)

    def write(self, vals):  # pylint: disable=method-required-super
        raise AccessError(self.env._("The log of destructions cannot be changed."))

    def unlink(self):  # pylint: disable=method-required-super
        # pylint: disable-next=no-raise-unlink
        raise AccessError(self.env._("The log of destructions cannot be changed."))
