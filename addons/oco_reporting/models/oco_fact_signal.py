from odoo import fields, models

from .oco_fact_mixin import pseudonym


class OcoFactSignal(models.Model):
    """One signal for policy, without a person, on the day it was written (K39)."""

    _name = "oco.fact.signal"
    _inherit = ["oco.fact.mixin"]
    _description = "Fact: signal"
    _log_access = False
    _facts_sql = f"""
        SELECT signal.create_date::date AS date, signal.company_id,
               NULL::integer AS team_id,
               signal.kind AS signal_kind, signal.state, signal.life_domain_id,
               signal.area_id, {pseudonym("signal", "signal.id")} AS event_key,
               1 AS quantity
          FROM client_signal signal
    """

    signal_kind = fields.Char(help="Code of the sort of signal.")
    state = fields.Char(help="Code of where it stands.")
    life_domain_id = fields.Many2one(
        "life.domain", ondelete="restrict", help="What part of life it is about."
    )
    area_id = fields.Many2one("social.area", ondelete="restrict", help="Where.")

    _period = models.Index("(company_id, date)")
