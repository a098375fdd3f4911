-- A year of counts of files that are there no more, by month and team: as many cases as
-- five teams have, without the files. What the demo people register comes on top.
-- Not once more when the addon is updated.
INSERT INTO oco_fact_case
       (date, company_id, team_id, event, moment, arrival_id, informed_medium, told,
        how_found, law, access_organisation, kept, kept_period, quantity)
SELECT (date_trunc('month', CURRENT_DATE) - month * interval '1 month')::date,
       team.company_id, team.id, event.name, given.moment,
       (SELECT id FROM client_arrival WHERE code = given.arrival),
       CASE WHEN event.name = 'new' THEN given.medium END,
       CASE WHEN event.name = 'new' THEN given.told END, given.found, given.law,
       CASE WHEN event.name = 'new' THEN given.access END, TRUE, 'month',
       given.weight + (month * given.weight + team.id) % 3
  FROM generate_series(1, 11) AS month
 CROSS JOIN (SELECT id, company_id FROM client_team
              WHERE company_id = 1 AND shares_light_files IS NOT TRUE) AS team
 CROSS JOIN (VALUES ('registered'), ('assigned'), ('new')) AS event(name)
 CROSS JOIN (VALUES ('obtaining', 'self', 'folder', 'no', 'internet', 'wmo',
                     'Toegang Wmo (voorbeeld)', 3),
                    ('obtaining', 'swt', 'talk', 'yes', 'professional', 'wmo',
                     'Sociaal wijkteam De Brug (voorbeeld)', 5),
                    ('obtaining', 'wmo_access', 'letter', 'yes', 'municipality',
                     'several', 'Toegang Wmo (voorbeeld)', 2),
                    ('reflection', 'network', NULL, 'unknown', 'family', NULL, NULL, 1),
                    ('reflection', 'gp', 'talk', 'yes', 'professional', 'wmo',
                     'Toegang Wmo (voorbeeld)', 2),
                    ('using', 'self', 'website', 'no', 'internet', 'debt_support',
                     'Sociaal wijkteam De Brug (voorbeeld)', 2))
       AS given(moment, arrival, medium, told, found, law, access, weight)
 WHERE NOT EXISTS (SELECT FROM oco_fact_case WHERE kept);

INSERT INTO oco_fact_case
       (date, company_id, team_id, event, moment, closing_reason_id, result,
        resident_answer, target_groups, kept, kept_period, quantity)
SELECT (date_trunc('month', CURRENT_DATE) - month * interval '1 month')::date,
       team.company_id, team.id, 'closed', 'obtaining',
       (SELECT id FROM client_closing_reason WHERE code = given.reason), given.result,
       given.answer,
       (SELECT string_agg(id::text, ',' ORDER BY id::text) FROM target_group
         WHERE code = ANY(given.groups)),
       TRUE, 'month', given.weight + (month + given.weight + team.id) % 3
  -- None in the first month, so that more begin than end.
  FROM generate_series(1, 10) AS month
 CROSS JOIN (SELECT id, company_id FROM client_team
              WHERE company_id = 1 AND shares_light_files IS NOT TRUE) AS team
 CROSS JOIN (VALUES ('answered', 'reached', 'yes', ARRAY['lonely_elderly'], 4),
                    ('own_network', 'reached', 'yes', NULL, 1),
                    ('general_provision', 'reached', 'partly', ARRAY['debts'], 3),
                    ('individual_provision', 'partly', 'yes',
                     ARRAY['debts', 'lonely_elderly'], 3),
                    ('no_contact', 'not_reached', 'no', ARRAY['debts'], 2))
       AS given(reason, result, answer, groups, weight)
 WHERE NOT EXISTS (SELECT FROM oco_fact_case WHERE kept AND event = 'closed');

INSERT INTO oco_fact_referral
       (date, company_id, team_id, direction, referral_type_id, is_warm, organisation,
        form, state, is_confirmed, kept, kept_period, quantity)
SELECT (date_trunc('month', CURRENT_DATE) - month * interval '1 month')::date,
       team.company_id, team.id, type.direction, type.id, type.is_warm,
       given.organisation,
       given.form, 'done', given.is_confirmed, TRUE, 'month',
       given.weight + (month + team.id) % 2
  FROM generate_series(1, 11) AS month
 CROSS JOIN (SELECT id, company_id FROM client_team
              WHERE company_id = 1 AND shares_light_files IS NOT TRUE) AS team
 CROSS JOIN (VALUES ('information', 'Taalhuis De Brug', 'informal', FALSE, 6),
                    ('warm', 'Stichting Rondkomen', 'formal', TRUE, 4),
                    ('warm', 'Stichting Rondkomen', 'formal', FALSE, 1),
                    ('informal_out', 'Buurthuis De Hoek', 'informal', FALSE, 2),
                    ('swt', 'Sociaal wijkteam De Brug (voorbeeld)', NULL, FALSE, 4),
                    ('wmo_access', 'Toegang Wmo (voorbeeld)', NULL, FALSE, 2))
       AS given(type, organisation, form, is_confirmed, weight)
  JOIN client_referral_type type ON type.code = given.type
 WHERE NOT EXISTS (SELECT FROM oco_fact_referral WHERE kept);

-- Access talks, plans, terms of the municipality and objections.
INSERT INTO oco_fact_step
       (date, company_id, team_id, event, step_code, law, responsible, due_date,
        done_date, supported_on, is_attended, is_declined, outcome, kept, kept_period,
        quantity)
SELECT first.day, team.company_id, team.id, given.event, given.step, given.law,
       given.responsible, first.day + 10, first.day + given.days, first.day,
       given.is_attended, given.is_declined, given.outcome, TRUE, 'month',
       given.weight + (month + team.id) % 2
  FROM generate_series(1, 11) AS month
 CROSS JOIN LATERAL (
       SELECT (date_trunc('month', CURRENT_DATE) - month * interval '1 month')::date
       ) AS first(day)
 CROSS JOIN (SELECT id, company_id FROM client_team
              WHERE company_id = 1 AND shares_light_files IS NOT TRUE) AS team
 CROSS JOIN (VALUES
       ('done', 'talk', 'wmo', NULL, 5, TRUE, FALSE, NULL, 5),
       ('done', 'talk', 'wmo', NULL, 5, FALSE, TRUE, NULL, 1),
       ('done', 'talk', 'wmo', NULL, 5, FALSE, FALSE, NULL, 1),
       ('started', 'personal_plan', 'wmo', NULL, 7, FALSE, FALSE, NULL, 3),
       ('started', 'personal_plan', 'wmo', NULL, 15, FALSE, FALSE, NULL, 1),
       ('due', 'investigation', 'wmo', 'college', 8, FALSE, FALSE, NULL, 5),
       ('due', 'investigation', 'wmo', 'college', 20, FALSE, FALSE, NULL, 1),
       ('due', 'decision', 'youth_act', 'college', 9, FALSE, FALSE, NULL, 2),
       ('done', 'objection', 'wmo', NULL, 5, FALSE, FALSE, 'granted', 0),
       ('done', 'objection', 'wmo', NULL, 5, FALSE, FALSE, 'refused', 1))
       AS given(event, step, law, responsible, days, is_attended, is_declined, outcome,
                weight)
 WHERE given.weight + (month + team.id) % 2 > 0
   AND NOT EXISTS (SELECT FROM oco_fact_step WHERE kept);
