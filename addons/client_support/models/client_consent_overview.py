from odoo import api, fields, models
from odoo.tools import SQL

from ..consent_rules import PURPOSES
from .client_disclosure import GROUNDS


class ClientConsentOverview(models.Model):
    """What the privacy officer sees of consents and disclosures: that, not what.

    Numbers, codes and days of the officer's organisations; no name of a person and no
    text. Disclosures have even numbers, so that both kinds fit in one view.
    """

    _name = "client.consent.overview"
    _description = "Overview of consents"
    _order = "date_from desc, id desc"
    _rec_name = "number"
    _auto = False
    _log_access = False

    number = fields.Char(readonly=True, help="The number of the consent.")
    kind = fields.Selection(
        [("consent", "Consent"), ("disclosure", "Disclosure without consent")],
        readonly=True,
        help="Whether the resident agreed, or a law allowed it.",
    )
    resident_number = fields.Char(
        string="Resident", readonly=True, help="The random number of the resident."
    )
    company_id = fields.Many2one(
        "res.company", string="Organisation", readonly=True, help="Whose file it is."
    )
    purpose = fields.Selection(
        PURPOSES + GROUNDS,
        string="Purpose or ground",
        readonly=True,
        help="What the resident consented to, or the ground in law.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Recipient",
        readonly=True,
        help="The organisation; empty where it is one person.",
    )
    sections = fields.Char(readonly=True, help="Codes of the parts of the file.")
    section_names = fields.Char(
        string="Parts of the file",
        compute="_compute_section_names",
        help="What may be shared, or was told.",
    )
    date_from = fields.Date(string="From", readonly=True, help="The first day.")
    date_until = fields.Date(string="Until", readonly=True, help="The last day.")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("given", "Given"),
            ("withdrawn", "Withdrawn"),
            ("expired", "Expired"),
            ("asked", "Approval asked"),
            ("approved", "Approved"),
            ("done", "Told"),
        ],
        readonly=True,
        help="Where it stands at this moment.",
    )

    @api.depends("sections")
    @api.depends_context("lang")
    def _compute_section_names(self):
        names = {one.code: one.name for one in self.env["client.section"].search([])}
        for row in self:
            codes = (row.sections or "").split(", ")
            row.section_names = ", ".join(names.get(code, code) for code in codes)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT c.id * 2 + 1 AS id, 'consent' AS kind, c.number,
                   r.number AS resident_number, r.company_id, c.purpose,
                   coalesce(c.recipient_partner_id, (
                       SELECT min(p.commercial_partner_id)
                         FROM client_consent_recipient_rel cr
                         JOIN res_users u ON u.id = cr.res_users_id
                         JOIN res_partner p ON p.id = u.partner_id
                         JOIN res_partner o ON o.id = p.commercial_partner_id
                        WHERE cr.client_consent_id = c.id AND o.is_company
                   )) AS partner_id,
                   (SELECT string_agg(s.code, ', ' ORDER BY s.sequence)
                      FROM client_consent_section_rel cs
                      JOIN client_section s ON s.id = cs.client_section_id
                     WHERE cs.client_consent_id = c.id) AS sections,
                   c.valid_from AS date_from, c.valid_until AS date_until,
                   CASE WHEN c.given_at IS NULL THEN 'draft'
                        WHEN c.withdrawn_at IS NOT NULL THEN 'withdrawn'
                        WHEN c.ends_at > now() AT TIME ZONE 'UTC' THEN 'given'
                        ELSE 'expired' END AS state
              FROM client_consent c
              JOIN client_resident r ON r.id = c.resident_id
             UNION ALL
            SELECT d.id * 2, 'disclosure', d.number, r.number, r.company_id, d.ground,
                   d.recipient_partner_id,
                   (SELECT string_agg(s.code, ', ' ORDER BY s.sequence)
                      FROM client_disclosure_section_rel ds
                      JOIN client_section s ON s.id = ds.client_section_id
                     WHERE ds.client_disclosure_id = d.id),
                   d.disclosed_at::date, NULL,
                   CASE WHEN d.disclosed_at IS NOT NULL THEN 'done'
                        WHEN d.approved_at IS NOT NULL THEN 'approved'
                        WHEN d.asked_at IS NOT NULL THEN 'asked'
                        ELSE 'draft' END
              FROM client_disclosure d
              JOIN client_resident r ON r.id = d.resident_id
            """
        )
