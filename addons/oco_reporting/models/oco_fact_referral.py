from odoo import fields, models

from .oco_fact_mixin import pseudonym


class OcoFactReferral(models.Model):
    """One referral, to us or from us, on the day it was asked (K21 to K23)."""

    _name = "oco.fact.referral"
    _inherit = ["oco.fact.mixin"]
    _description = "Fact: referral"
    _log_access = False
    _facts_sql = f"""
        SELECT COALESCE(referral.requested_on, referral.ended_on) AS date,
               file.company_id, file.team_id, referral.direction,
               referral.type_id AS referral_type_id, type.is_warm,
               partner.name AS organisation, referral.formality AS form, referral.state,
               referral.decline_reason, referral.outcome,
               referral.confirmed_on IS NOT NULL AS is_confirmed,
               {pseudonym("referral", "referral.id")} AS event_key,
               {pseudonym("resident", "referral.resident_id")} AS person_key,
               1 AS quantity
          FROM client_referral referral
          JOIN client_case file ON file.id = referral.case_id
          JOIN client_referral_type type ON type.id = referral.type_id
          LEFT JOIN res_partner partner ON partner.id = referral.partner_id
         WHERE referral.state != 'draft'
           AND COALESCE(referral.requested_on, referral.ended_on) IS NOT NULL
    """

    direction = fields.Char(help="Code: to us (in) or from us (out).")
    referral_type_id = fields.Many2one(
        "client.referral.type", ondelete="restrict", help="By what road."
    )
    is_warm = fields.Boolean(help="A handover was intended (K23).")
    organisation = fields.Char(help="Name of the organisation on the other side.")
    form = fields.Char(help="Code: formal or informal support.")
    state = fields.Char(help="Code of where it stands.")
    decline_reason = fields.Char(help="Code of why it was declined.")
    outcome = fields.Char(help="Code of how it fitted.")
    is_confirmed = fields.Boolean(help="The receiver confirmed the handover (K23).")
    person_key = fields.Char(
        help="Pseudonym of the resident, to see how few a number rests on."
    )

    _period = models.Index("(company_id, date)")
