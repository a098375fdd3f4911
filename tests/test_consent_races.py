"""Two people at once: nothing is shared on a consent that is being taken away."""

import pytest
from racing import RACE

# A child with a mother, a consent that is given and one that is not yet; then two
# cursors of which each has seen the world before the other changed it.
PREPARE = """
from odoo import fields
from psycopg2.errors import SerializationFailure
tag = env["client.resident"].search_count([])
team = env["client.team"].create({"name": f"Race {tag}"})
officer = env["res.users"].with_context(no_reset_password=True).create({
    "name": "Race", "login": f"race_{tag}", "lang": "en_US",
    "group_ids": [(6, 0, env.ref("client_support.group_access_officer").ids)],
})
child = env["client.resident"].create({
    "nickname": "Race", "team_id": team.id,
    "birth_date": fields.Date.subtract(fields.Date.today(), years=5),
})
mother = env["client.representative"].create({
    "resident_id": child.id, "name": "Race", "authority": "parent",
    "date_from": "2020-01-01",
})
values = {
    "resident_id": child.id, "given_how": "oral",
    "section_ids": [(6, 0, env.ref("client_support.section_identity").ids)],
    "recipient_user_ids": [(6, 0, officer.ids)],
    "representative_ids": [(6, 0, mother.ids)],
}
given, draft = env["client.consent"].create([values, values])
given.action_give()
env["client.access"]._end([("user_id", "=", officer.id)])
env.cr.commit()
one, two = env.registry.cursor(), env.registry.cursor()
for cursor in (one, two):
    cursor.execute("SELECT count(*) FROM client_consent")
def work(cursor, records):
    return records.with_env(env(cr=cursor))
def share(cursor):
    consents = env(cr=cursor)["client.consent"]._require(
        work(cursor, child), "share", work(cursor, officer), ["identity"]
    )
    consents._open(work(cursor, officer), ["identity"])
    consents.env.flush_all()
def withdraw(cursor):
    consent = work(cursor, given)
    consent._withdraw("oral")
    consent.env.flush_all()
def give(cursor):
    consent = work(cursor, draft)
    consent.action_give()
    consent.env.flush_all()
def end(cursor):
    parent = work(cursor, mother)
    parent.date_until = fields.Date.subtract(fields.Date.today(), days=2)
    parent.env.flush_all()
"""
OUTCOME = """
open_rows = env["client.access"].search_count([
    ("user_id", "=", officer.id), ("valid_until", ">", "now"),
])
answer = [answer, open_rows]
"""


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        ("share", "withdraw", ["the second starts again", 0]),
        ("withdraw", "share", ["the second starts again: UserError", 0]),
        ("withdraw", "withdraw", ["the second starts again", 0]),
        ("give", "end", ["the second starts again", 0]),
        ("end", "give", ["the second starts again: UserError", 0]),
    ],
)
def test_at_once(shell, first, second, outcome):
    answer = shell(PREPARE + RACE.format(first=first, second=second) + OUTCOME)
    assert answer == outcome
