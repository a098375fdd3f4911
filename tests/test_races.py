"""Two people at once: a conflict of interest never slips between two transactions."""

import pytest
from racing import RACE

# A supporter (who works for a provider already, or not) of an organisation of its own,
# that provider, and a case that nobody has yet; then two cursors of which each has seen
# the world before the other changed it.
PREPARE = """
import secrets
from psycopg2.errors import SerializationFailure
tag = secrets.token_hex(4)
own = env["res.company"].create({"name": f"Race {tag}", "is_independent": True})
env = env(context=dict(env.context, allowed_company_ids=own.ids))
supporter = env["client.supporter"].create({"name": f"Race {tag}"})
provider = env["res.partner"].create({
    "name": f"Zorg {tag}", "is_company": True, "provides_indicated_care": not employed,
})
team = env["client.team"].create({"name": f"Race {tag}"})
resident = env["client.resident"].create({"nickname": "Race", "team_id": team.id})
case = env["client.case"].create({
    "resident_ids": [(4, resident.id)], "team_id": team.id,
})
if employed:
    env["client.employment"].create({
        "supporter_id": supporter.id, "partner_id": provider.id,
    })
env.cr.commit()
one, two = env.registry.cursor(), env.registry.cursor()
for cursor in (one, two):
    cursor.execute("SELECT count(*) FROM client_supporter")
def assign(cursor):
    work = env(cr=cursor)
    work["client.case"].browse(case.id)._assign(
        work["client.supporter"].browse(supporter.id)
    )
    work.flush_all()
def employ(cursor):
    work = env(cr=cursor)
    work["client.employment"].create({
        "supporter_id": supporter.id, "partner_id": provider.id,
    })
    work.flush_all()
def provide(cursor):
    work = env(cr=cursor)
    work["client.case"].browse(case.id).provider_ids = [(4, provider.id)]
    work.flush_all()
def decide(cursor):
    work = env(cr=cursor)
    work["res.company"].browse(own.id).takes_access_decisions = True
    work.flush_all()
"""
OUTCOME = """
answer = [answer, bool(case.supporter_id)]
"""


@pytest.mark.parametrize(
    ("employed", "first", "second", "outcome"),
    [
        # Assigned first: the fact stands and ends the access.
        (False, "assign", "employ", ["the second starts again", False]),
        (True, "assign", "provide", ["the second starts again", False]),
        (False, "assign", "decide", ["the second starts again", False]),
        # The fact first: the assignment is refused.
        (
            False,
            "employ",
            "assign",
            ["the second starts again: ValidationError", False],
        ),
        (
            True,
            "provide",
            "assign",
            ["the second starts again: ValidationError", False],
        ),
        (
            False,
            "decide",
            "assign",
            ["the second starts again: ValidationError", False],
        ),
    ],
)
def test_assigning_and_a_conflict_at_once(shell, employed, first, second, outcome):
    race = RACE.format(first=first, second=second) + OUTCOME
    assert shell(f"employed = {employed}\n{PREPARE}{race}") == outcome


# Two files of one person, and two people who merge them in opposite directions.
PREPARE_MERGE = """
import secrets
from odoo.exceptions import UserError
from psycopg2.errors import SerializationFailure
tag = secrets.token_hex(4)
team = env["client.team"].create({"name": f"Merge {tag}"})
files = env["client.resident"].create([
    {"nickname": name, "team_id": team.id} for name in ("Een", "Twee")
])
env.cr.commit()
one, two = env.registry.cursor(), env.registry.cursor()
for cursor in (one, two):
    cursor.execute("SELECT count(*) FROM client_resident")
def merge(cursor, kept, gone):
    work = env(cr=cursor)["client.resident"]
    try:
        work.browse(files[kept].id)._absorb(work.browse(files[gone].id))
        work.env.flush_all()
        return "merged"
    except (UserError, SerializationFailure) as error:
        cursor.rollback()
        return type(error).__name__
answer = [merge(one, 0, 1), merge(two, 1, 0)]
two.execute("SELECT count(*) FROM client_resident")
one.commit()
answer += [merge(two, 1, 0), merge(two, 1, 0)]
one.close()
two.close()
env.cr.rollback()
env.invalidate_all()
left = files.exists()
answer += [len(left), len(left.former_number_ids)]
"""


def test_two_merges_at_once(shell):
    # Beside the other one; after it, having seen the world before; and starting again.
    assert shell(PREPARE_MERGE) == [
        "merged",
        "UserError",
        "SerializationFailure",
        "UserError",
        1,
        1,
    ]
