from odoo import fields, models
from odoo.tools import SQL


class ClientTimeFigure(models.Model):
    """Hours as a coordinator reads them: by month, function and activity.

    A view on `client.time` without the day, the number of a case or where it comes
    from.
    """

    _name = "client.time.figure"
    _description = "Hours by activity"
    _order = "month desc, id"
    _auto = False
    _log_access = False

    month = fields.Date(readonly=True, help="The first day of the month.")
    company_id = fields.Many2one(
        "res.company", string="Organisation", readonly=True, help="For whom."
    )
    supporter_id = fields.Many2one(
        "client.supporter", readonly=True, help="Who worked it."
    )
    function = fields.Char(readonly=True, help="The function of the supporter.")
    activity_id = fields.Many2one(
        "client.time.activity", readonly=True, help="What it went to."
    )
    is_client_bound = fields.Boolean(
        string="With or for a resident", readonly=True, help="Time for residents."
    )
    hours = fields.Float(readonly=True, help="Hours.")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT min(id) AS id, date_trunc('month', date)::date AS month, company_id,
                   supporter_id, function, activity_id, is_client_bound,
                   sum(minutes) / 60.0 AS hours
              FROM client_time
             GROUP BY date_trunc('month', date), company_id, supporter_id, function,
                      activity_id, is_client_bound
            """
        )
