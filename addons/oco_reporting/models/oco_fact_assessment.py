from odoo import fields, models

from .oco_fact_mixin import pseudonym

# The scores that a resident got in a case, the first or last of one kind of talk.
_SCORES = """
    SELECT DISTINCT ON (talk.case_id, talk.resident_id, line.life_domain_id)
           talk.case_id, talk.resident_id, line.life_domain_id, talk.date,
           line.score::integer AS score
      FROM client_assessment talk
      JOIN client_assessment_line line ON line.assessment_id = talk.id
     WHERE talk.kind = '{kind}' AND line.score > '0'
  ORDER BY talk.case_id, talk.resident_id, line.life_domain_id,
           talk.date {order}, talk.id {order}
"""


class OcoFactAssessment(models.Model):
    """A life domain that was scored at the start and at the end (KPI K26).

    On the day of the final talk: the first score at the start and the last one at the
    end, of one resident in one case. “Not discussed” is no score.
    """

    _name = "oco.fact.assessment"
    _inherit = ["oco.fact.mixin"]
    _description = "Fact: assessment"
    _log_access = False
    _facts_sql = f"""
        SELECT last.date, file.company_id, file.team_id, last.life_domain_id,
               first.score AS start_score, last.score AS end_score,
               {pseudonym("case", "file.id")} AS event_key,
               {pseudonym("resident", "last.resident_id")} AS person_key, 1 AS quantity
          FROM ({_SCORES.format(kind="end", order="DESC")}) AS last
          JOIN ({_SCORES.format(kind="start", order="ASC")}) AS first
         USING (case_id, resident_id, life_domain_id)
          JOIN client_case file ON file.id = last.case_id
         WHERE first.date <= last.date
    """

    person_key = fields.Char(help="Pseudonym of the resident, to count residents with.")
    life_domain_id = fields.Many2one(
        "life.domain", ondelete="restrict", help="The part of life."
    )
    start_score = fields.Integer(help="Score at the start, 1 to 5.")
    end_score = fields.Integer(help="Score at the end, 1 to 5.")

    _period = models.Index("(company_id, date)")
