from odoo import fields, models

from .oco_fact_mixin import pseudonym
from .oco_fact_person_mixin import age_band


class OcoFactContact(models.Model):
    """One contact, anonymous or not (KPI K01 where its kind counts as I&A)."""

    _name = "oco.fact.contact"
    _inherit = ["oco.fact.person.mixin"]
    _description = "Fact: contact"
    _log_access = False
    _facts_sql = f"""
        SELECT contact.date, contact.company_id, contact.team_id, contact.channel_id,
               contact.kind_id, kind.counts_as_ia AS is_ia, reason.id AS reason_id,
               contact.case_id IS NOT NULL AS in_case,
               {pseudonym("contact", "contact.id")} AS event_key,
               {pseudonym("resident", "contact.resident_id")} AS person_key,
               {age_band("contact.date", "resident.birth_year")} AS age_band,
               resident.area_id, contact.arrival_id, 1 AS quantity
          FROM client_contact contact
          JOIN client_contact_kind kind ON kind.id = contact.kind_id
          JOIN client_resident resident ON resident.id = contact.resident_id
          LEFT JOIN LATERAL (
               SELECT reason.id FROM client_contact_client_contact_reason_rel link
                 JOIN client_contact_reason reason
                   ON reason.id = link.client_contact_reason_id
                WHERE link.client_contact_id = contact.id
             ORDER BY reason.sequence, reason.id LIMIT 1
          ) AS reason ON TRUE
     UNION ALL
        SELECT contact.date, team.company_id, team.id, contact.channel_id,
               contact.kind_id, kind.counts_as_ia, NULL, FALSE,
               NULL, NULL, NULL, NULL, NULL, 1
          FROM client_contact_anonymous contact
          JOIN client_contact_kind kind ON kind.id = contact.kind_id
          JOIN client_team team ON team.id = contact.team_id
    """

    channel_id = fields.Many2one(
        "client.contact.channel", ondelete="restrict", help="By what road."
    )
    kind_id = fields.Many2one(
        "client.contact.kind", ondelete="restrict", help="Kind of contact."
    )
    is_ia = fields.Boolean(help="Of a kind that counts as information and advice.")
    reason_id = fields.Many2one(
        "client.contact.reason",
        ondelete="restrict",
        help="Why; of several the first of the list, so that reasons add up.",
    )
    arrival_id = fields.Many2one(
        "client.arrival",
        ondelete="restrict",
        help="By what road the resident came; of nobody that is not kept (K21).",
    )
    in_case = fields.Boolean(help="A talk within a case.")

    _period = models.Index("(company_id, date)")
