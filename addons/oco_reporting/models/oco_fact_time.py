from odoo import fields, models

from .oco_fact_mixin import pseudonym


def staff_code(supporter):
    """Return SQL for the code of a supporter: short enough to say on the telephone.

    Of fifty supporters two share one of 16 million codes once in ten thousand times;
    their hours would then stand under one code, and still be right by function.
    """
    return f"'M-' || upper({pseudonym('supporter', supporter, 6)})"


class OcoFactTime(models.Model):
    """Minutes worked on one day (K33 to K36): `quantity` is minutes.

    Who worked is a function and a keyed code. The hours that a coordinator filled in
    for a supporter without an account have no activity; they count as worked (K34).
    """

    _name = "oco.fact.time"
    _inherit = ["oco.fact.mixin"]
    _description = "Fact: time"
    _log_access = False
    _facts_sql = f"""
        SELECT worked.date, worked.company_id, file.team_id, worked.activity_id,
               worked.is_client_bound, worked.function,
               {staff_code("worked.supporter_id")} AS staff_code,
               file.moment, file.funding_stream_id,
               {pseudonym("case", "file.id")} AS event_key,
               worked.minutes AS quantity
          FROM client_time worked
          LEFT JOIN client_case file ON file.number = worked.case_number
     UNION ALL
        SELECT month.month, month.company_id, NULL, NULL, FALSE, supporter.function,
               {staff_code("month.supporter_id")}, NULL, NULL, NULL,
               ROUND(month.entered_hours * 60)::integer
          FROM client_time_month month
          JOIN client_supporter supporter ON supporter.id = month.supporter_id
         WHERE month.entered_hours > 0
    """

    activity_id = fields.Many2one(
        "client.time.activity", ondelete="restrict", help="What it went to."
    )
    is_client_bound = fields.Boolean(help="With or for a resident (K33).")
    function = fields.Char(help="Function of who worked, at that time.")
    staff_code = fields.Char(
        help="Keyed code of who worked: the same in every month, and no name."
    )
    moment = fields.Char(help="Code of the moment of the case that it was for.")
    funding_stream_id = fields.Many2one(
        "client.funding.stream", ondelete="restrict", help="Of that case."
    )

    _period = models.Index("(company_id, date)")
    _life = models.Index("(event_key)")
