from odoo import fields, models


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
    # What was sent counts in the month in which it went out, whatever came of it later:
    # answered and sent are of the same people, and a rate is never above 100%.
    _facts_sql = """
        SELECT date_trunc('month', COALESCE(one.sent_on, one.stopped_on))::date AS date,
               file.company_id, file.team_id, one.sent_on IS NOT NULL AS is_sent,
               CASE WHEN one.answered_week IS NOT NULL THEN 'answered'
                    WHEN one.no_answer_why IS NOT NULL THEN one.no_answer_why
                    WHEN one.state = 'stopped' THEN one.stopped_why
                    WHEN one.expires_on < CURRENT_DATE THEN 'silent'
                    ELSE 'open' END AS outcome,
               NULL::varchar AS event_key, 1 AS quantity
          FROM client_survey_invitation one
          JOIN client_case file ON file.id = one.case_id
         WHERE COALESCE(one.sent_on, one.stopped_on) IS NOT NULL
    """

    is_sent = fields.Boolean(help="Whether it went out.")
    outcome = fields.Char(
        required=True,
        help="answered, declined, unreachable, objection, consent, silent (no answer "
        "in time), open (still can), or why it was stopped.",
    )

    _period = models.Index("(company_id, date)")
