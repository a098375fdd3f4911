import hashlib
import random

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.client_support.roles import FINANCE, MANAGER

# Of a performance that follows from a figure: which facts are behind it, and what was
# registered with each. Codes, dates and yes or no; a text is never looked at.
_CONTACTS = """
    SELECT fact.event_key, fact.quantity, date_trunc('month', fact.date)::date,
           team.name, kind.code,
           fact.channel_id IS NOT NULL, fact.reason_id IS NOT NULL,
           EXISTS (SELECT 1 FROM oco_fact_question other
                    WHERE other.event_key = fact.event_key)
      FROM oco_fact_contact fact
      LEFT JOIN client_team team ON team.id = fact.team_id
      LEFT JOIN client_contact_kind kind ON kind.id = fact.kind_id
     WHERE fact.is_ia AND fact.company_id = %s AND fact.date BETWEEN %s AND %s
"""
_CASES = """
    SELECT fact.event_key, fact.quantity, date_trunc('month', fact.date)::date,
           team.name, fact.event,
           EXISTS (SELECT 1 FROM oco_fact_case other
                    WHERE other.event_key = fact.event_key
                      AND other.event = 'registered'),
           EXISTS (SELECT 1 FROM oco_fact_case other
                    WHERE other.event_key = fact.event_key AND other.event = 'new'),
           EXISTS (SELECT 1 FROM oco_fact_time other
                    WHERE other.event_key = fact.event_key)
      FROM oco_fact_case fact
      LEFT JOIN client_team team ON team.id = fact.team_id
     WHERE fact.event = '{event}' AND fact.company_id = %s
       AND fact.date BETWEEN %s AND %s
"""
TRAILS = {
    "K01": (_CONTACTS, ("channel", "reason", "questions")),
    "K03": (_CASES.format(event="new"), ("registered", "started", "hours")),
    "K04": (_CASES.format(event="closed"), ("registered", "started", "hours")),
}


class OcoEvidence(models.AbstractModel):
    """What an auditor may see of what is behind a performance: nobody.

    A sample at random that anybody can draw again with the same seed. Of each item a
    code that holds for this sample only, the month, the team and the kind, and which
    facts were registered with it. Only the engine's facts are read, never a file.
    """

    _name = "oco.evidence"
    _description = "Evidence for the auditor"

    @api.model
    def _sample(self, line, date_from, date_to, size, seed):
        """Draw from what is behind an agreed performance (`oco.grant.line`).

        :return: (number that was drawn from, number without a trail, rows); a row is
            (code, month, team, code of the kind, names of the facts that are there)
        :raises AccessError: for everybody but managers and finance
        :raises UserError: there are no facts behind this performance
        """
        if not (self.env.user.has_group(FINANCE) or self.env.user.has_group(MANAGER)):
            raise AccessError(self.env._("Samples are drawn by finance and managers."))
        line.check_access("read")
        if line.kpi_code not in TRAILS:
            raise UserError(
                self.env._(
                    "A sample can be drawn of performances that follow from %s.",
                    ", ".join(TRAILS),
                )
            )
        statement, names = TRAILS[line.kpi_code]
        company = line.grant_id.company_id
        self.env.cr.execute(SQL(statement, company.id, date_from, date_to))
        found = self.env.cr.fetchall()
        # In an order that says nothing and does not change when facts are built anew.
        traced = sorted((row for row in found if row[0]), key=lambda row: row[:3])
        drawn = random.Random(seed).sample(traced, min(size, len(traced)))
        rows = [
            (
                self._code(key, seed),
                month,
                team or "",
                kind or "",
                [name for name, there in zip(names, facts, strict=True) if there],
            )
            for key, _number, month, team, kind, *facts in drawn
        ]
        # What was destroyed, or of nobody, is a count without a trail.
        total = sum(number for _key, number, *_rest in found)
        return total, total - sum(number for _key, number, *_rest in traced), rows

    @api.model
    def _code(self, key, seed):
        """A code for this sample only: two samples cannot be laid side by side."""
        secret = self.env["oco.fact.mixin"]._pseudonym_secret()
        words = f"{secret} {seed} {key}".encode()
        return hashlib.sha256(words).hexdigest()[:12].upper()
