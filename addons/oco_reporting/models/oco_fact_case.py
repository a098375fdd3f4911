from odoo import fields, models

from .oco_fact_mixin import first_resident, pseudonym


class OcoFactCase(models.Model):
    """One event in the life of one case (KPI K03, K04; K05 follows from both).

    A case that is reopened ended and goes on: the end stays where it was counted, with
    the reason and result it had then. Each event carries what the case is like, so
    that any of them can be counted by moment, funding stream or road of arrival.
    """

    _name = "oco.fact.case"
    _inherit = ["oco.fact.mixin"]
    _description = "Fact: case"
    _log_access = False
    _facts_sql = f"""
        SELECT event.date, file.company_id, file.team_id, event.name AS event,
               file.moment, file.municipality_id, file.funding_stream_id,
               file.arrival_id, file.how_found, file.number_of_domains,
               laws.law, groups.target_groups, file.informed_by,
               event.closing_reason_id, event.result, event.resident_answer,
               CASE WHEN event.name = 'closed'
                    THEN event.date - file.start_date END AS days,
               CASE WHEN event.name = 'registered'
                    THEN file.first_call_date END AS first_call_date,
               CASE WHEN event.name = 'registered'
                    THEN file.first_call_due END AS first_call_due,
               CASE WHEN event.name = 'registered' THEN (
                    SELECT MIN(moment)::date FROM client_call_attempt
                     WHERE case_id = file.id) END AS first_attempt_date,
               file.expected_end_date,
               CASE WHEN event.name = 'new' THEN file.informed_medium END
                    AS informed_medium,
               notified.told, notified.access_organisation,
               {pseudonym("case", "file.id")} AS event_key,
               {first_resident("file.id")} AS person_key, 1 AS quantity
          FROM client_case file
          LEFT JOIN client_supporter supporter ON supporter.id = file.supporter_id
         CROSS JOIN LATERAL (
             VALUES ('registered', file.registration_date, NULL, NULL, NULL),
                    ('assigned', LEAST(file.start_date, file.close_date, (
                         SELECT MIN(valid_from)::date FROM client_access
                          WHERE case_id = file.id AND kind = 'supporter'
                            AND user_id = supporter.user_id)), NULL, NULL, NULL),
                    ('new', file.start_date, NULL, NULL, NULL),
                    ('closed', file.close_date, file.closing_reason_id, file.result,
                     file.resident_answer)
              UNION ALL
             SELECT event.*
               FROM client_case_closure closure
              CROSS JOIN LATERAL (
                  VALUES ('closed', closure.closed_on, closure.closing_reason_id,
                          closure.result, closure.resident_answer),
                         ('reopened', closure.reopened_on, NULL, NULL, NULL)
              ) AS event(name, date, closing_reason_id, result, resident_answer)
              WHERE closure.case_id = file.id
         ) AS event(name, date, closing_reason_id, result, resident_answer)
          LEFT JOIN LATERAL (
               SELECT CASE WHEN file.informed_by IS NULL THEN 'unknown'
                           WHEN file.informed_by IN ('us', 'nobody')
                             OR file.informed_date > MIN(step.done_date)
                                FILTER (WHERE kind.code = 'investigation')
                           THEN 'no' ELSE 'yes' END AS told,
                      (array_agg(handler.name ORDER BY step.done_date, step.id)
                       FILTER (WHERE kind.code = 'notification'))[1]
                          AS access_organisation
                 FROM client_procedure_step step
                 JOIN client_procedure_step_kind kind ON kind.id = step.kind_id
                 JOIN client_procedure procedure ON procedure.id = step.procedure_id
                 LEFT JOIN res_partner handler ON handler.id = procedure.handler_id
                WHERE step.case_id = file.id AND step.done_date IS NOT NULL
               HAVING COUNT(*) FILTER (WHERE kind.code = 'notification') > 0
          ) AS notified ON event.name = 'new'
          LEFT JOIN (
               SELECT case_id, CASE WHEN COUNT(DISTINCT legal_framework) > 1
                                    THEN 'several' ELSE MIN(legal_framework) END AS law
                 FROM client_question
                WHERE case_id IS NOT NULL AND legal_framework IS NOT NULL
             GROUP BY case_id
          ) AS laws ON laws.case_id = file.id
          LEFT JOIN (
               SELECT link.case_id,
                      string_agg(DISTINCT target_group_id::text, ','
                                 ORDER BY target_group_id::text) AS target_groups
                 FROM client_case_resident_rel link
                 JOIN client_resident_target_group_rel of_resident
                   ON of_resident.client_resident_id = link.resident_id
             GROUP BY link.case_id
          ) AS groups ON groups.case_id = file.id
         WHERE event.date IS NOT NULL
    """

    event = fields.Selection(
        [
            ("registered", "Came in"),
            ("assigned", "Got a supporter, or ended without"),
            ("new", "Began"),
            ("closed", "Ended"),
            ("reopened", "Went on"),
        ],
        required=True,
        help="What happened on the day.",
    )
    moment = fields.Char(help="Code of the moment of support (VNG).")
    municipality_id = fields.Many2one(
        "social.area", ondelete="restrict", help="Whose support it is about."
    )
    funding_stream_id = fields.Many2one(
        "client.funding.stream", ondelete="restrict", help="Out of which money."
    )
    arrival_id = fields.Many2one(
        "client.arrival", ondelete="restrict", help="By what road the resident came."
    )
    how_found = fields.Char(help="Code of how the resident had heard of us (K21).")
    law = fields.Selection(
        selection=lambda self: [
            *self.env["client.question"]
            ._fields["legal_framework"]
            ._description_selection(self.env),
            ("several", self.env._("Several laws")),
        ],
        help="The law that its questions name; of two or more “several”, so that a "
        "case counts once and laws add up (K03).",
    )
    target_groups = fields.Char(
        help="Numbers of all target groups that its residents belong to, in a fixed "
        "order with commas: those of one case stay together when it is counted."
    )
    number_of_domains = fields.Integer(help="On how many life domains (K09).")
    informed_by = fields.Char(
        help="Code of who told of client support before (K24); empty: not known."
    )
    closing_reason_id = fields.Many2one(
        "client.closing.reason", ondelete="restrict", help="How it ended (K25)."
    )
    result = fields.Char(help="Code of what came of it (K25).")
    resident_answer = fields.Char(help="Code of what the resident said (K25).")
    days = fields.Integer(help="Of an end: days since the start (K15).")
    first_call_date = fields.Date(help="Of who came in: the first call (K12, K13).")
    first_call_due = fields.Date(help="Of who came in: the last day of the norm.")
    first_attempt_date = fields.Date(help="Of who came in: the first time of trying.")
    informed_medium = fields.Char(help="Of a start: code of the medium (K24).")
    told = fields.Char(
        help="Of the start of a case with a notification: whether others told of "
        "client support before the investigation (yes, no, unknown; K24)."
    )
    access_organisation = fields.Char(
        help="Of such a start: name of the organisation that had the notification, of "
        "several the first (K24)."
    )
    person_key = fields.Char(
        help="Pseudonym of the resident, of several the first, to see how few a number "
        "rests on."
    )
    expected_end_date = fields.Date(help="When it should be done (K16).")

    _period = models.Index("(company_id, date)")
    _life = models.Index("(event_key, date)")
