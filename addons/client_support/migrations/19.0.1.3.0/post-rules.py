"""Tasks of the program get their key; wish, proposal and answers of the resident move
to the card after a talk; rights are marked, with which nobody is late; complaints end
by the Algemene termijnenwet.
"""

from odoo import SUPERUSER_ID, api

# To `client_plan_document`: see `make_cards`.
MOVED = (
    "client_procedure.client_wish",
    "client_procedure.officer_proposal",
)
RIGHTS = ("personal_plan", "objection", "appeal", "higher_appeal")
# The tasks that the program planned, ticked off or not, and their key. Elsewhere a task
# that was ticked off was never planned again.
KEYS = {
    "client.goal.action": "'goal_action'",
    "client.plan.document": "'next_step'",
    "client.rights.request": "'answer'",
    "client.callback": "'ring_back'",
    "client.referral": """CASE
        WHEN summary LIKE 'No answer yet%%' OR summary LIKE 'Nog geen antwoord%%'
        THEN 'answer'
        WHEN summary LIKE 'Ask how it%%' OR summary LIKE 'Vraag hoe het%%'
        THEN 'feedback'
        WHEN summary LIKE 'Call after%%' OR summary LIKE 'Bellen na%%'
        THEN 'follow_up' END""",
    "client.case": """CASE
        WHEN summary LIKE 'CIZ%%' THEN 'wlz'
        WHEN summary LIKE 'On the waiting list%%' OR summary LIKE 'Op de wachtlijst%%'
        THEN 'bridging'
        WHEN summary LIKE 'Aftercare%%' OR summary LIKE 'Nazorg%%'
        THEN 'aftercare' END""",
}


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    kinds = env["client.procedure.step.kind"].with_context(active_test=False)
    kinds.search([("code", "in", RIGHTS)]).is_optional = True
    env["client.complaint"].search([("closed_on", "=", False)]).modified(
        ["received_on"]
    )
    key_tasks(cr)
    make_cards(env)


def key_tasks(cr):
    for model, key in KEYS.items():
        cr.execute(
            f"UPDATE mail_activity SET plan_key = {key}, plan_day = date_deadline"
            " WHERE res_model = %s AND automated AND plan_key IS NULL",
            [model],
        )
    cr.execute(
        """
        UPDATE mail_activity task
           SET plan_key = 'messages', plan_day = date_deadline
          FROM ir_model_data kind
         WHERE kind.module = 'client_support'
           AND kind.name = 'mail_activity_type_message'
           AND task.activity_type_id = kind.res_id;
        UPDATE mail_activity task
           SET plan_key = 'term:' || step.id, plan_day = step.reminded_for
          FROM client_procedure_step step
         WHERE step.reminder_id = task.id;
        UPDATE mail_activity task
           SET plan_key = 'complaint:' || complaint.id, plan_day = complaint.due_on
          FROM client_complaint complaint
         WHERE task.res_model IS NULL
           AND task.summary LIKE '% ' || complaint.number || ' %';
        UPDATE mail_activity task
           SET plan_key = 'agreement:' || agreement.id || ':review_date',
               plan_day = agreement.review_date
          FROM client_agreement agreement
         WHERE task.res_model IS NULL
           AND task.summary IN ('Look at the agreement ' || agreement.name,
                                'Bekijk de afspraak ' || agreement.name);
        """
    )


def make_cards(env):
    """One card for each procedure and step of which something was written down."""
    env.cr.execute(
        """
        SELECT id AS procedure_id, NULL::integer AS step_id, case_id, resident_id,
               date, client_wish AS wishes, officer_proposal,
               NULL AS understood, NULL AS agrees, NULL AS fits
          FROM client_procedure
         WHERE client_wish > '' OR officer_proposal > ''
         UNION ALL
        SELECT procedure_id, step.id, step.case_id, resident_id,
               COALESCE(step.done_date, step.planned_date, procedure.date), NULL, NULL,
               step.understood, step.agreed, step.fits
          FROM client_procedure_step step
          JOIN client_procedure procedure ON procedure.id = procedure_id
         WHERE COALESCE(step.understood, step.agreed, step.fits) IS NOT NULL
        """
    )
    env["client.plan.document"].create(
        [{**row, "kind": "after_talk"} for row in env.cr.dictfetchall()]
    )
