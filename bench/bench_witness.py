"""Reading 80 records with the read log and without it, side by side in one run.

Each read is a request of its own as the server handles it: a cursor, a user's read of
80 residents, commit. Goal: at most twice the time without the log.
"""

import json
import subprocess
import sys

from database import discard, odoo_command, prepare
from layout import CONFIG

DATABASE = "oco_bench_witness"
CODE = r'''
import random, statistics, time
from unittest.mock import patch
from odoo import api
from odoo.tests.common import new_test_user

RESIDENTS, ROUNDS, READS, PAGE = 20_000, 9, 40, 80
DAYS, SUPPORTERS, REQUESTS = 220, 60, 250
FIELDS = ["number", "nickname", "name", "birth_year", "area_id", "team_id", "is_light"]

user = new_test_user(env, "bench", groups="client_support.group_supporter")
team = env["client.team"].create({"name": "Bench", "member_ids": [(4, user.id)]})
env.flush_all()
env.cr.execute("""
    WITH dossiers AS (
        INSERT INTO client_dossier SELECT FROM generate_series(1, %(n)s) RETURNING id
    ), residents AS (
        INSERT INTO client_resident
            (number, nickname, name, is_light, company_id, team_id, dossier_id)
        SELECT 'R-' || id, 'N' || id, 'Name ' || id, true, %(company)s, %(team)s, id
        FROM dossiers RETURNING id, dossier_id
    )
    INSERT INTO client_access (user_id, dossier_id, resident_id, section, kind,
                               valid_from, valid_until, basis)
    SELECT %(user)s, dossier_id, id, 'all', 'supporter',
           now() AT TIME ZONE 'UTC' - interval '1 day', '9999-12-31', 'bench'
    FROM residents
""", {"n": RESIDENTS, "company": team.company_id.id, "team": team.id, "user": user.id})
env.cr.commit()
env.cr.execute("ANALYZE")
env.cr.commit()
env.cr.execute("SELECT id FROM client_resident WHERE number LIKE 'R-%%' LIMIT %s",
               [RESIDENTS])
ids = [row[0] for row in env.cr.fetchall()]
env.cr.commit()
Mixin = env.registry["client.resident"]
uid = user.id

def read_once(page):
    with env.registry.cursor() as cr:
        mine = api.Environment(cr, uid, {})["client.resident"].browse(page)
        assert len(mine.read(FIELDS)) == len(page)

def timed(size):
    pages = [random.sample(ids, size) for _ in range(READS)]
    began = time.perf_counter()
    for page in pages:
        read_once(page)
    return (time.perf_counter() - began) / READS * 1000

def without(size):
    with patch.object(Mixin, "_witness", lambda *a, **k: None):
        return timed(size)

def ratio(size):
    timed(size), without(size)
    pairs = [(timed(size), without(size)) for _ in range(ROUNDS)]
    return (
        statistics.median(on for on, off in pairs),
        statistics.median(off for on, off in pairs),
        statistics.median(on / off for on, off in pairs),
    )

random.seed(1815)
answer = {"80": ratio(PAGE), "1": ratio(1)}

# What a row takes, from rows as work leaves them: one record most of the time.
env.cr.execute("SELECT count(*), pg_total_relation_size('client_access_log')"
               " FROM client_access_log")
before_rows, before_size = env.cr.fetchone()
env.cr.commit()
log = env["client.access.log"]
from odoo.addons.client_support.witness import Act, Book
count = 0
for _ in range(200):
    with env.registry.cursor() as cr:
        for _ in range(100):
            book = Book()
            page = random.sample(ids, 80 if random.random() < 0.1 else 1)
            book.add(Act(uid, None, False, "read", "client.resident",
                         "/web/dataset/call_kw/<path:path>"),
                     page, frozenset({"name", "nickname", "birth_year"}))
            log._write_acts(cr, book.take())
            count += 1
env.cr.execute("SELECT count(*), pg_total_relation_size('client_access_log')"
               " FROM client_access_log")
after_rows, after_size = env.cr.fetchone()
answer["bytes"] = (after_size - before_size) / (after_rows - before_rows)
answer["rows"] = DAYS * SUPPORTERS * REQUESTS
'''


def main():
    prepare(DATABASE)
    try:
        done = subprocess.run(
            odoo_command(
                *("shell", "-c", str(CONFIG), "-d", DATABASE),
                *("--no-http", "--log-level=error"),
            ),
            input=CODE + "\nimport json\nprint('\\nANSWER', json.dumps(answer))\n",
            capture_output=True,
            text=True,
        )
    finally:
        discard(DATABASE)
    lines = [line for line in done.stdout.splitlines() if line.startswith("ANSWER ")]
    if not lines:
        sys.exit(done.stdout + done.stderr)
    answer = json.loads(lines[0].removeprefix("ANSWER "))
    print(f"\n{'':30}{'with':>9}{'without':>9}{'ratio':>7}{'goal':>6}")
    for size, goal in (("80", "2"), ("1", "-")):
        on, off, ratio = answer[size]
        name = f"read {size} residents, ms"
        print(f"{name:30}{on:9.2f}{off:9.2f}{ratio:7.2f}{goal:>6}")
    size = answer["bytes"] * answer["rows"] / 1024**3
    print(
        f"\na row takes {answer['bytes']:.0f} bytes with its indexes; 60 people who"
        f" make 250 rows a day leave {answer['rows'] / 1e6:.1f} million rows and"
        f" {size:.1f} GiB a year"
    )


if __name__ == "__main__":
    main()
