from odoo import api, fields, models

from ..cubes import PERIODS
from .oco_fact_mixin import pseudonym
from .oco_fact_person_mixin import age_band


class OcoFactReach(models.Model):
    """A resident whom a team reached in a month: by a contact or an open case (K02).

    On the first day of the month. One row without a target group, which counts the
    resident, and one more for each target group that the resident belongs to.
    """

    _name = "oco.fact.reach"
    _inherit = ["oco.fact.person.mixin"]
    _description = "Fact: resident reached"
    _log_access = False
    _facts_sql = f"""
        WITH met AS (
            SELECT DISTINCT date_trunc('month', date)::date AS date, company_id,
                   team_id, resident_id
              FROM client_contact
             UNION
            SELECT month::date, file.company_id, file.team_id, link.resident_id
              FROM client_case file
              JOIN client_case_resident_rel link ON link.case_id = file.id
             CROSS JOIN generate_series(
                   date_trunc('month', file.start_date),
                   COALESCE(file.close_date, CURRENT_DATE), interval '1 month'
              ) AS month
             WHERE file.start_date IS NOT NULL
        )
        SELECT met.date, met.company_id, met.team_id, groups.target_group_id,
               {pseudonym("resident", "met.resident_id")} AS person_key,
               NULL AS event_key,
               {age_band("met.date", "resident.birth_year")} AS age_band,
               resident.area_id, 1 AS quantity
          FROM met
          JOIN client_resident resident ON resident.id = met.resident_id
         CROSS JOIN LATERAL (
             SELECT NULL::integer AS target_group_id
              UNION ALL
             SELECT target_group_id FROM client_resident_target_group_rel link
              WHERE link.client_resident_id = met.resident_id
         ) AS groups
    """

    target_group_id = fields.Many2one(
        "target.group",
        ondelete="restrict",
        help="Of the rows per target group: which. Empty on the row of the resident.",
    )

    _period = models.Index("(company_id, date)")

    @api.model
    def _kept_periods(self):
        # Who came in two months is one in the quarter: months cannot be added up.
        return tuple(PERIODS)

    @api.model
    def _count_of(self, period):
        return (
            "(COUNT(DISTINCT person_key) + COALESCE(SUM(quantity)"
            f" FILTER (WHERE kept_period = '{period}'), 0))::integer"
        )
