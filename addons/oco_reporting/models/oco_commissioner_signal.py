from odoo import fields, models
from odoo.tools import SQL


class OcoCommissionerSignal(models.Model):
    """A signal as the municipality that it was sent to reads it, with the answer.

    A view on `client.signal` of what was passed on: without who wrote it, and without
    how many residents met with it.
    """

    _name = "oco.commissioner.signal"
    _description = "Signal to the municipality"
    _auto = False
    _log_access = False
    _order = "sent_on desc, id desc"
    _rec_name = "kind"

    organisation = fields.Char(readonly=True, help="Who sent it.")
    partner_id = fields.Many2one(
        "res.partner", string="Municipality", readonly=True, help="To whom."
    )
    kind = fields.Selection(
        selection=lambda self: (
            self.env["client.signal"]._fields["kind"]._description_selection(self.env)
        ),
        readonly=True,
        help="What sort of signal.",
    )
    life_domain_id = fields.Many2one(
        "life.domain", readonly=True, help="What part of life it is about."
    )
    life_domain = fields.Char(
        related="life_domain_id.name", string="Life domain in words", help="Its name."
    )
    area_id = fields.Many2one("social.area", readonly=True, help="Where.")
    area = fields.Char(related="area_id.name", string="Area in words", help="Its name.")
    description = fields.Text(readonly=True, help="What goes on, without persons.")
    sent_on = fields.Date(readonly=True, help="The day it was sent.")
    answer = fields.Text(readonly=True, help="What was answered or done.")
    answered_on = fields.Date(readonly=True, help="The day of the answer.")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT signal.id, company.name AS organisation, signal.partner_id,
                   signal.kind, signal.life_domain_id, signal.area_id,
                   signal.description, signal.sent_on, signal.answered_on,
                   CASE WHEN signal.state IN ('answered', 'closed')
                        THEN signal.answer END AS answer
              FROM client_signal AS signal
              JOIN res_company AS company ON company.id = signal.company_id
             WHERE signal.recipient_kind = 'municipality' AND signal.state != 'new'
            """
        )
