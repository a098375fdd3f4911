from odoo import api, fields, models

# For the engine. What was sent counts in the month in which it went out, whatever came
# of it later: answered and sent are of the same people, and a rate is never above 100%.
INVITATION_FACTS = """
    INSERT INTO oco_fact_invitation
           (date, company_id, team_id, is_sent, outcome, quantity)
    SELECT date_trunc('month', COALESCE(one.sent_on, one.stopped_on))::date,
           file.company_id, file.team_id, one.sent_on IS NOT NULL,
           CASE WHEN one.answered_week IS NOT NULL THEN 'answered'
                WHEN one.no_answer_why IS NOT NULL THEN one.no_answer_why
                WHEN one.state = 'stopped' THEN one.stopped_why
                WHEN one.expires_on < CURRENT_DATE THEN 'silent'
                ELSE 'open' END,
           1
      FROM client_survey_invitation one
      JOIN client_case file ON file.id = one.case_id
     WHERE COALESCE(one.sent_on, one.stopped_on) IS NOT NULL
"""


class OcoFactInvitation(models.Model):
    """One invitation for the survey that went out, or did not.

    K31, response: SUM(quantity) WHERE outcome = 'answered', of SUM(quantity) WHERE
    is_sent; by `date` (first day of the month in which it went out), `company_id` and
    `team_id`. Non-response: the other outcomes.
    """

    _name = "oco.fact.invitation"
    _inherit = ["oco.fact.mixin"]
    _description = "Fact: survey invitation"
    _log_access = False

    is_sent = fields.Boolean(help="Whether it went out.")
    outcome = fields.Char(
        required=True,
        help="answered, declined, unreachable, objection, consent, silent (no answer "
        "in time), open (still can), or why it was stopped.",
    )

    _period = models.Index("(company_id, date)")

    @api.model
    def _fill(self):
        """Facts of the invitations as they are; those of destroyed files stay."""
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM oco_fact_invitation WHERE kept IS NOT TRUE")
        self.env.cr.execute(INVITATION_FACTS)
