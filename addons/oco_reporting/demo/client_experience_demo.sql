-- Fifteen months of invented answers on client experience, as facts: the answers
-- themselves were deleted long ago. By month, team and question about twelve people.
-- Not once more when the addon is updated.
INSERT INTO oco_fact_survey
       (date, company_id, team_id, version, code, value, score, mode, helped, is_first,
        kept, kept_period, quantity)
SELECT * FROM (
    SELECT (date_trunc('month', CURRENT_DATE) - month * interval '1 month')::date,
           team.company_id, team.id, CASE WHEN month > 9 THEN 'full-1' ELSE 'full-2' END,
           given.code, given.value, given.score,
           CASE WHEN month % 4 = 0 THEN 'paper' ELSE 'web' END, month % 5 = 0,
           CASE given.code WHEN 'OCO9' THEN given.value = 'advice'
                WHEN 'OCO13' THEN given.value IN ('advice', 'information')
                ELSE TRUE END, TRUE,
           'month',
           -- Each question and quarter its own tone.
           CASE WHEN score >= 4 OR score IS NULL THEN given.weight * 4
                ELSE given.weight * (3 + (ascii(right(given.code, 1)) + month / 3) % 3)
            END * (2 + (month * 7 + team.id * 3) % 4) / 16 AS quantity
      FROM generate_series(1, 15) AS month
     CROSS JOIN (SELECT id, company_id FROM client_team WHERE company_id = 1
                  ORDER BY id LIMIT 3) AS team
     CROSS JOIN (
        SELECT question.code, answer.value, answer.score, answer.weight
          FROM (VALUES ('CEO1'), ('CEO2'), ('CEO3'), ('CEO4'), ('CEO6'), ('CEO7'),
                       ('CEO8'), ('CEO9'), ('CEO10'), ('OCO1'), ('OCO11'), ('OCO12'))
               AS question(code)
         CROSS JOIN (VALUES ('fully_agree', 5, 8), ('agree', 4, 7), ('neutral', 3, 3),
                            ('disagree', 2, 1), ('unknown', NULL, 1))
               AS answer(value, score, weight)
     UNION ALL
        SELECT question.code, answer.value, answer.score, answer.weight
          FROM (VALUES ('OCO2'), ('OCO3'), ('OCO4'), ('OCO5_EXPERT'), ('OCO5_FRIENDLY'),
                       ('OCO5_FLEXIBLE'), ('OCO5_REACHABLE')) AS question(code)
         CROSS JOIN (VALUES ('agree', 3, 14), ('neutral', 2, 4), ('disagree', 1, 1),
                            ('unknown', NULL, 1)) AS answer(value, score, weight)
     UNION ALL
        VALUES ('CEO5', 'yes', NULL, 7), ('CEO5', 'no', NULL, 13),
               ('OCO6', '10', 10, 3), ('OCO6', '9', 9, 6), ('OCO6', '8', 8, 7),
               ('OCO6', '7', 7, 3), ('OCO6', '5', 5, 1),
               ('OCO7', 'yes', NULL, 17), ('OCO7', 'maybe', NULL, 2),
               ('OCO7', 'no', NULL, 1),
               ('OCO8', 'family', NULL, 6), ('OCO8', 'gp', NULL, 4),
               ('OCO8', 'neighbourhood_team', NULL, 7), ('OCO8', 'internet', NULL, 3),
               ('OCO9', 'advice', NULL, 20), ('OCO9', 'letters', NULL, 11),
               ('OCO9', 'talk', NULL, 8), ('OCO9', 'listening', NULL, 5),
               ('OCO10', 'near', NULL, 13), ('OCO10', 'central', NULL, 4),
               ('OCO10', 'unknown', NULL, 3),
               ('OCO13', 'advice', NULL, 12), ('OCO13', 'information', NULL, 8),
               ('OCO13', 'own_solution', NULL, 7), ('OCO13', 'other_help', NULL, 5),
               ('OCO13', 'talk', NULL, 3), ('OCO13', 'people', NULL, 3),
               ('OCO13', 'other', NULL, 2),
               ('OCO14', 'client_support', NULL, 9), ('OCO14', 'gp', NULL, 2),
               ('OCO14', 'neighbourhood_team', NULL, 4), ('OCO14', 'family', NULL, 2),
               ('OCO14', 'not_found', NULL, 3),
               ('OCO15', 'yes', NULL, 8), ('OCO15', 'no', NULL, 3),
               ('OCO15', 'known', NULL, 5), ('OCO15', 'unknown', NULL, 4)
     ) AS given(code, value, score, weight)
       -- Questions of the second version were asked from then on.
     WHERE month <= 9 OR given.code NOT IN ('OCO13', 'OCO14', 'OCO15')
) AS fact WHERE quantity > 0 AND NOT EXISTS (SELECT FROM oco_fact_survey WHERE kept);

INSERT INTO oco_fact_invitation
       (date, company_id, team_id, is_sent, outcome, kept, kept_period, quantity)
SELECT (date_trunc('month', CURRENT_DATE) - month * interval '1 month')::date,
       team.company_id, team.id, given.is_sent, given.outcome, TRUE, 'month',
       given.weight + (month / 3 + month + team.id) % 4
  FROM generate_series(1, 15) AS month
 CROSS JOIN (SELECT id, company_id FROM client_team WHERE company_id = 1
              ORDER BY id LIMIT 3) AS team
 CROSS JOIN (VALUES ('answered', TRUE, 13), ('silent', TRUE, 7), ('declined', TRUE, 1),
                    ('unreachable', TRUE, 1), ('sample', FALSE, 2), ('consent', FALSE, 1))
       AS given(outcome, is_sent, weight)
 WHERE NOT EXISTS (SELECT FROM oco_fact_invitation WHERE kept);

-- Written in Dutch: data, not words of the program.
INSERT INTO oco_survey_comment (company_id, quarter, code, text, released, state, shuffle)
SELECT 1, (date_trunc('quarter', CURRENT_DATE) - interval '3 months')::date,
       given.code, CASE given.state WHEN 'to_screen' THEN given.text END, given.text,
       given.state, given.shuffle
  FROM (VALUES
        ('OPEN1', 'Eindelijk iemand die luisterde en de tijd nam.', 'released', 421),
        ('OPEN1', 'Het gesprek met de gemeente ging goed, omdat ik niet alleen was.',
         'released', 87),
        ('OPEN2', 'Ik moest lang wachten voor ik iemand sprak.', 'released', 912),
        ('OPEN2', 'Mevrouw De Wit van de Voorstraat wist niet wat mijn buurman Kees had '
         'gevraagd.', 'to_screen', 318),
        ('OPEN1', 'De brieven heb ik nu begrepen.', 'to_screen', 555)
       ) AS given(code, text, state, shuffle)
 WHERE NOT EXISTS (SELECT FROM oco_survey_comment);
