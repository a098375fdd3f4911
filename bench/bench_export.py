"""A list of 200,000 rows × 15 filled columns as Excel, beside SQL's COPY of them.

What is timed is the whole work of the scheduler: rows under the rules of a manager,
names of what they link to, the file, progress, and keeping the file. COPY writes the
same cells in the same order as CSV; what it takes for the bare columns, without names
and order, is told as well. They are asked in turn; each export in a process of its own
that was idle before, of which the most memory is read. Odoo's own export of the same
list is asked twice.

A missed goal ends the run with status 1.
"""

import json
import os
import statistics
import sys
import time
from types import SimpleNamespace

from bench_fence import Bench
from database import discard, prepare
from gauge import apart
from layout import say

import odoo
from odoo import SUPERUSER_ID, api
from odoo.tests.common import new_test_user
from odoo.tools import SQL

DATABASE = "oco_bench_export"
ROWS = 200_000
FEWER = 50_000
ROUNDS = 7
ODOO_ROUNDS = 2
TIME_GOAL = 30  # times COPY
MEMORY_GOAL = 40  # MB above idle
# All that is filled; figures have two that only published tables fill.
NAMES = [
    *("cube", "measure", "date", "date_to", "company_id", "team_id", "channel_id"),
    *("kind_id", "life_domain_id", "quantity", "row_label", "derived"),
    *("date_to", "quantity", "row_label"),
]
GROUPS = "client_support.group_manager,base.group_allow_export"


def fill(env):
    """Figures of twelve years, as many as asked, of forty teams."""
    company = env["res.company"].create({"name": "Bench", "is_independent": True})
    teams = env["client.team"].create(
        [{"name": f"Team {number}", "company_id": company.id} for number in range(40)]
    )
    user = new_test_user(
        *(env, "bench_export"),
        groups=GROUPS,
        lang="en_US",
        company_id=company.id,
        company_ids=[company.id],
    )
    some = {
        name: env[model].search([], limit=12).ids
        for name, model in (
            ("channel_id", "client.contact.channel"),
            ("kind_id", "client.contact.kind"),
            ("life_domain_id", "life.domain"),
        )
    }
    some["team_id"] = teams.ids
    env.flush_all()
    env.cr.execute(
        SQL(
            """
            INSERT INTO oco_figure (cube, measure, period, date, date_to, company_id,
                                    quantity, row_label, derived, %s)
            SELECT 'contacts', 'contacts', 'month', day, day + 30, %s, n %% 997,
                   'Vraag over wonen of zorg ' || n %% 1000, n %% 3 = 0, %s
              FROM (SELECT n, DATE '2015-01-01' + n %% 4000 AS day
                      FROM generate_series(1, %s) n) numbers
            """,
            SQL(", ").join(map(SQL.identifier, some)),
            company.id,
            SQL(", ").join(
                SQL("(%s)[1 + n %% %s]", ids, len(ids)) for ids in some.values()
            ),
            ROWS,
        )
    )
    env.cr.commit()
    env.cr.execute("ANALYZE oco_figure")
    return user.id, company.id


class Export:
    """The ways to get the list, each as `rows -> (seconds, MB above idle)`."""

    def __init__(self, bench, user_id, company_id):
        self.bench, self.user_id, self.company_id = bench, user_id, company_id

    def asked(self, env, rows):
        ids = env["oco.figure"].sudo().search([], order="id", limit=rows).ids
        domain = [("cube", "=", "contacts"), ("id", "<=", ids[-1])]
        return {
            "model": "oco.figure",
            "names": NAMES,
            "labels": NAMES,
            "domain": domain,
            "context": {"lang": "en_US", "allowed_company_ids": [self.company_id]},
            "grouped": False,
        }

    def copy(self, named=True):
        """Seconds of COPY: of what we export, in its order; or of bare columns."""
        with self.bench.registry.cursor() as cr:
            env = api.Environment(cr, self.user_id, {})
            asked = self.asked(env, ROWS)
            model = env["oco.export"]._records(asked)
            query = model._search(asked["domain"], order=model._order if named else "")
            columns = [self.column(model, name, query, named) for name in NAMES]
            select = cr.mogrify(query.select(*columns)).decode()
            with open(os.devnull, "w") as nowhere:
                began = time.perf_counter()
                cr.copy_expert(f"COPY ({select}) TO STDOUT WITH CSV HEADER", nowhere)
                return time.perf_counter() - began

    def column(self, model, name, query, named):
        field = model._fields[name]
        if not (named and field.relational):
            return model._field_to_sql(model._table, name, query)
        comodel = model.env[field.comodel_name]
        alias = query.left_join(model._table, name, comodel._table, "id", name)
        return comodel._field_to_sql(alias, comodel._rec_name, query)

    def ours(self, rows):
        def ready(env):
            return env["oco.export"].create(
                {
                    "user_id": self.user_id,
                    "title": "Bench",
                    "model": "oco.figure",
                    "format": "xlsx",
                    "asked": self.asked(env, rows),
                    "rows_total": rows,
                }
            )

        def work(export):
            export._make()
            assert (export.state, export.rows_done) == ("done", rows), export.reason

        return apart(self.bench.registry, SUPERUSER_ID, ready, work)

    def odoo(self, rows):
        def ready(env):
            asked = self.asked(env, rows)
            model = env["oco.export"]._records(asked)
            return model.with_context(import_compat=False), asked

        def work(prepared):
            from odoo.addons.web.controllers import export  # noqa: PLC0415

            model, asked = prepared
            odoo.http._request_stack.push(SimpleNamespace(env=model.env))
            records = model.search(asked["domain"])
            rows = records.export_data(NAMES)["datas"]
            types = [{"name": name, "type": "char"} for name in NAMES]
            export.ExcelExport().from_data(types, NAMES, rows)

        return apart(self.bench.registry, self.user_id, ready, work)


def measure(export):
    rounds = []
    export.copy()
    for number in range(ROUNDS):
        bare, copied = export.copy(named=False), export.copy()
        rounds.append((copied, *export.ours(ROWS), bare))
        say(f"round {number + 1}: {json.dumps(rounds[-1])}, load {os.getloadavg()[0]}")
    few = [export.ours(FEWER)[1] for _ in range(2)]
    theirs = [(export.copy(), *export.odoo(ROWS)) for _ in range(ODOO_ROUNDS)]
    return rounds, few, theirs


def show(bench, rounds, few, theirs):
    ratios = [seconds / copied for copied, seconds, *_ in rounds]
    ratio = statistics.median(ratios)
    most = max(memory for _copied, _seconds, memory, _bare in rounds)
    print("\n| 200,000 rows × 15 columns | s | times COPY | goal | MB | goal |")
    print("|---|---|---|---|---|---|")
    copied = statistics.median(copied for copied, *_ in rounds)
    print(f"| COPY to CSV | {copied:.2f} | 1 | | | |")
    bare = statistics.median(bare for *_, bare in rounds)
    print(f"| COPY of bare columns, in no order | {bare:.2f} | | | | |")
    print(
        f"| our export | {statistics.median(s for _c, s, *_ in rounds):.1f}"
        f" | {bench.goal('time', ratio, TIME_GOAL)}"
        f" {bench.goal('memory', most, MEMORY_GOAL)}"
    )
    print(
        f"| Odoo's own | {statistics.median(s for _c, s, _m in theirs):.1f}"
        f" | {statistics.median(s / c for c, s, _m in theirs):.2f} | |"
        f" {max(m for _c, _s, m in theirs):.2f} | |"
    )
    print(f"\ntimes COPY by round: {', '.join(f'{r:.1f}' for r in sorted(ratios))}")
    print(f"MB with {FEWER:,} rows: {max(few):.1f}")
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")


def main():
    prepare(DATABASE)
    try:
        bench = Bench(DATABASE)
        with bench.registry.cursor() as cr:
            made = fill(api.Environment(cr, SUPERUSER_ID, {}))
        show(bench, *measure(Export(bench, *made)))
    finally:
        odoo.sql_db.close_all()
        discard(DATABASE)
    for missed in bench.missed:
        print(f"missed: {missed}")
    return bool(bench.missed)


if __name__ == "__main__":
    sys.exit(main())
