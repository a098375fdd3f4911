"""Two answers at once with one key: the second is not kept."""

from racing import RACE

PREPARE = """
import secrets
from psycopg2.errors import SerializationFailure
tag = secrets.token_hex(4)
own = env["res.company"].create({"name": f"Race {tag}", "is_independent": True})
env = env(context=dict(env.context, allowed_company_ids=own.ids))
team = env["client.team"].create({"name": f"Race {tag}"})
resident = env["client.resident"].create({"nickname": "Race", "team_id": team.id})
case = env["client.case"].create({
    "resident_ids": [(4, resident.id)], "team_id": team.id,
})
key = env["client.survey.invitation"].create({
    "case_id": case.id, "resident_id": resident.id, "due_date": "2026-01-01",
})._draw()
public = env.ref("base.public_user").id
env.cr.commit()
one, two = env.registry.cursor(), env.registry.cursor()
for cursor in (one, two):
    cursor.execute("SELECT count(*) FROM client_survey_invitation")
states = []
def send(cursor):
    form = env(cr=cursor, user=public)["oco.survey.form"]
    typed = {"version": "easy-1", "to": "send", "OCO6": "8"}
    states.append(form._page(key, typed)["state"])
"""
OUTCOME = """
kept = env["oco.survey.box"].search_count([("company_id", "=", own.id)])
answer = [answer, states, kept]
"""


def test_one_key_is_one_answer(shell):
    race = RACE.format(first="send", second="send") + OUTCOME
    assert shell(PREPARE + race) == ["the second starts again", ["done", "closed"], 1]
