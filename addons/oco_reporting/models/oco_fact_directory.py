from odoo import fields, models


class OcoFactDirectory(models.Model):
    """Published services in a month, assured within a year or not (KPI S01).

    The directory is of all organisations together, so each counts the whole of it. As
    it stood when the month was last built: what was published before is kept nowhere.
    """

    _name = "oco.fact.directory"
    _inherit = ["oco.fact.mixin"]
    _description = "Fact: directory"
    _log_access = False
    _facts_of_now = True
    _facts_sql = """
        SELECT date_trunc('month', CURRENT_DATE)::date AS date,
               company.id AS company_id, NULL::integer AS team_id, NULL AS event_key,
               COALESCE(service.last_assured >= CURRENT_DATE - interval '12 months',
                        FALSE) AS is_assured, COUNT(*)::integer AS quantity
          FROM social_service service
         CROSS JOIN res_company company
         WHERE service.active AND service.state = 'published'
      GROUP BY company.id, is_assured
    """

    is_assured = fields.Boolean(
        help="Somebody looked whether it is right, within a year."
    )

    _period = models.Index("(company_id, date)")
