from odoo import fields, models

from .oco_fact_mixin import first_resident, pseudonym


class OcoFactStep(models.Model):
    """One event of one step of a procedure (KPI K17 to K20).

    Three events, so that each KPI counts on its own day: the term started, it ended,
    the step was done. What is not needed counts nowhere; what ended with its procedure
    before its last day has no last day.
    """

    _name = "oco.fact.step"
    _inherit = ["oco.fact.mixin"]
    _description = "Fact: step of a procedure"
    _log_access = False
    _facts_sql = f"""
        SELECT event.date, file.company_id, file.team_id, event.name AS event,
               kind.code AS step_code, procedure.law, kind.responsible, step.is_ours,
               step.due_date, step.done_date, file.registration_date AS supported_on,
               COALESCE(step.is_attended, FALSE) AS is_attended,
               COALESCE(file.wants_support = 'no' AND NOT COALESCE(
                    step.is_attended, FALSE), FALSE) AS is_declined,
               procedure.outcome, {pseudonym("step", "step.id")} AS event_key,
               {first_resident("file.id")} AS person_key, 1 AS quantity
          FROM client_procedure_step step
          JOIN client_procedure_step_kind kind ON kind.id = step.kind_id
          JOIN client_procedure procedure ON procedure.id = step.procedure_id
          JOIN client_case file ON file.id = procedure.case_id
         CROSS JOIN LATERAL (
             VALUES ('started', step.start_date),
                    ('due', CASE WHEN step.done_date IS NOT NULL
                                   OR procedure.date_ended IS NULL
                                   OR procedure.date_ended > step.due_date
                                 THEN step.due_date END),
                    ('done', step.done_date)
         ) AS event(name, date)
         WHERE event.date IS NOT NULL AND step.is_skipped IS NOT TRUE
    """

    event = fields.Selection(
        [("started", "Term started"), ("due", "Last day"), ("done", "Done")],
        required=True,
        help="What happened on the day.",
    )
    step_code = fields.Char(help="Code of the kind of step.")
    law = fields.Char(help="Code of the law of the procedure.")
    responsible = fields.Char(help="Code of who has to act.")
    is_ours = fields.Boolean(help="Of client support or the resident.")
    due_date = fields.Date(help="Last day of the term.")
    done_date = fields.Date(help="Day it was done.")
    supported_on = fields.Date(help="Day on which client support became involved.")
    is_attended = fields.Boolean(help="Client support was there (K17).")
    is_declined = fields.Boolean(help="The resident wanted nobody there (K17).")
    outcome = fields.Char(help="Code of how the procedure ended (K20).")
    person_key = fields.Char(
        help="Pseudonym of the resident, of several the first, to see how few a number "
        "rests on."
    )

    _period = models.Index("(company_id, date)")
