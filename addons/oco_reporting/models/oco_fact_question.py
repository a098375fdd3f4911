from odoo import fields, models

from .oco_fact_mixin import pseudonym
from .oco_fact_person_mixin import age_band


class OcoFactQuestion(models.Model):
    """One question: a contact or case on one life domain (KPI K07).

    On the day of the contact; in a case on the day of its registration. A question of
    a family is one question: it is of the first resident of the case.
    """

    _name = "oco.fact.question"
    _inherit = ["oco.fact.person.mixin"]
    _description = "Fact: question"
    _log_access = False
    _facts_sql = f"""
        SELECT contact.date, contact.company_id, contact.team_id,
               question.life_domain_id, question.legal_framework,
               {pseudonym("contact", "contact.id")} AS event_key,
               {pseudonym("resident", "contact.resident_id")} AS person_key,
               {age_band("contact.date", "resident.birth_year")} AS age_band,
               resident.area_id, 1 AS quantity
          FROM client_question question
          JOIN client_contact contact ON contact.id = question.contact_id
          JOIN client_resident resident ON resident.id = contact.resident_id
     UNION ALL
        SELECT file.registration_date, file.company_id, file.team_id,
               question.life_domain_id, question.legal_framework,
               {pseudonym("case", "file.id")},
               {pseudonym("resident", "resident.id")},
               {age_band("file.registration_date", "resident.birth_year")},
               resident.area_id, 1
          FROM client_question question
          JOIN client_case file ON file.id = question.case_id
          LEFT JOIN client_resident resident ON resident.id = (
               SELECT MIN(resident_id) FROM client_case_resident_rel
                WHERE case_id = file.id)
         WHERE question.contact_id IS NULL
     UNION ALL
        SELECT contact.date, team.company_id, team.id, link.life_domain_id, NULL,
               NULL, NULL, NULL, NULL, 1
          FROM client_contact_anonymous contact
          JOIN client_team team ON team.id = contact.team_id
          JOIN client_contact_anonymous_life_domain_rel link
            ON link.client_contact_anonymous_id = contact.id
    """

    life_domain_id = fields.Many2one(
        "life.domain", ondelete="restrict", help="What part of life it was about."
    )
    legal_framework = fields.Char(
        help="Code of the law that the answer may lie in, as on the question."
    )

    _period = models.Index("(company_id, date)")
