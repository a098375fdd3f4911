from odoo import fields, models

from .oco_fact_mixin import pseudonym


class OcoFactSupporter(models.Model):
    """An active supporter in a month, and what assures independence (KPI K38).

    As it stood when the month was last built: who was active before, and what a
    profile said then, is kept nowhere else.
    """

    _name = "oco.fact.supporter"
    _inherit = ["oco.fact.mixin"]
    _description = "Fact: supporter"
    _log_access = False
    _facts_of_now = True
    _facts_sql = f"""
        SELECT date_trunc('month', CURRENT_DATE)::date AS date, supporter.company_id,
               NULL::integer AS team_id,
               COALESCE(supporter.declaration_date + make_interval(
                    months => company.declaration_months) >= CURRENT_DATE, FALSE
               ) AS has_declaration,
               COALESCE(supporter.vog_date + make_interval(
                    years => company.vog_years) >= CURRENT_DATE, FALSE) AS has_vog,
               EXISTS (
                   SELECT FROM client_case file
                    WHERE file.supporter_id = supporter.id AND file.stage != 'closed'
                      AND (SELECT codes FROM client_conflict_check
                            WHERE supporter_id = supporter.id AND case_id = file.id
                         ORDER BY id DESC LIMIT 1) != ''
               ) AS has_conflict,
               {pseudonym("supporter", "supporter.id")} AS event_key, 1 AS quantity
          FROM client_supporter supporter
          JOIN res_company company ON company.id = supporter.company_id
         WHERE supporter.active
    """

    has_declaration = fields.Boolean(help="A declaration of independence that holds.")
    has_vog = fields.Boolean(help="A certificate of conduct that holds.")
    has_conflict = fields.Boolean(
        help="Supports in a case in which the last check found a conflict."
    )

    _period = models.Index("(company_id, date)")
