"""What the fence costs: 200,000 cases, 400,000 access rows, 500 supporters.

One run on one database that grows. What a supporter asks is held against the same
question without rules on the whole table. A page of a list is asked at four sizes, and
each time held against a page of users, whose number stays the same: what else the
machine does at that moment then falls out. Each question is a request of its own as
the server handles it: a cursor, the work as that user, commit, the read log included.
A missed goal ends the run with status 1.
"""

import sys
from contextlib import closing
from unittest.mock import patch

from crowd import HEAVY, STEADY, Crowd
from database import discard, prepare
from gauge import Plan, exponent, medians, statements
from layout import CONFIG, say
from postgres import connect, server_settings

import odoo
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

DATABASE = "oco_bench_fence"
# With the smallest, one case in five hundred fills a page.
SIZES = (40_000, 70_000, 120_000, 200_000)
ROUNDS = 7
PAGE = 80
# The web client stops counting there.
COUNT_LIMIT = 10_001
OPEN = [("stage", "!=", "closed")]
LARGE = {"client_case", "client_contact", "client_question", "client_access"}


class Bench:
    """One database, requests on it, and the goals that were missed."""

    def __init__(self, database):
        odoo.tools.config.parse_config(
            [
                *("-c", str(CONFIG), "-d", database, "--no-http", "--log-level=error"),
                # It tells that supporters are made.
                "--log-handler=client_support.alarm:CRITICAL",
            ]
        )
        self.registry = Registry(database)
        self.missed = []

    def asking(self, user_id, work):
        """A request of a user: `work(env)`, to be called again and again."""

        def ask():
            with self.registry.cursor() as cr:
                return work(api.Environment(cr, user_id, {}))

        return ask

    def goal(self, name, value, limit):
        """The cells of a goal; remembers when it is missed."""
        if value > limit:
            self.missed.append(f"{name}: {value:.2f}, goal {limit}")
        return f"{value:.2f} | {limit} |"

    def columns(self, user, model):
        """What the list view asks of each record, as the web client puts it."""
        views = self.asking(
            user.id, lambda env: env[model].get_views([(False, "list")])
        )()
        return {
            name: {"fields": {"display_name": {}}} if "relation" in field else {}
            for name, field in views["models"][model]["fields"].items()
        }

    def page(self, user, model, order, domain=()):
        columns = self.columns(user, model)
        return self.asking(
            user.id,
            lambda env: env[model].web_search_read(
                list(domain), columns, 0, PAGE, order, COUNT_LIMIT
            ),
        )

    def plans(self, ask):
        """How the database answers the statements on large tables of a request."""
        with statements() as asked:
            ask()
        with self.registry.cursor() as cr:
            return [
                Plan(cr, query, params)
                for query, params in asked
                if query.lstrip().startswith("SELECT")
                and any(f'"{table}"' in query for table in LARGE)
            ]


def page_questions(bench, crowd):
    """name → request of one page, for the people who are measured."""
    newest, oldest = "registration_date desc, id desc", "registration_date, id"
    asked = {}
    for who, user in (
        ("who has one case in 500", crowd.first),
        (f"with {STEADY} cases", crowd.steady),
        (f"with {HEAVY} cases", crowd.heavy),
    ):
        asked |= {
            f"cases, newest first, {who}": bench.page(user, "client.case", newest),
            f"cases, oldest first, {who}": bench.page(user, "client.case", oldest),
            f"contacts, {who}": bench.page(user, "client.contact", None),
            f"questions, {who}": bench.page(user, "client.question", None),
        }
    asked["caseload of a coordinator, open cases"] = bench.page(
        crowd.coordinator, "client.caseload", None, OPEN
    )
    return asked


def whole_table_questions(number):
    """name → work that is asked with and without rules."""
    return {
        "count cases": lambda env: env["client.case"].search_count([]),
        "cases by stage": lambda env: env["client.case"].formatted_read_group(
            [], ["stage"], ["__count"]
        ),
        "count contacts": lambda env: env["client.contact"].search_count([]),
        "count questions": lambda env: env["client.question"].search_count([]),
        "find a case by a part of its number": lambda env: env[
            "client.case"
        ].name_search(number, limit=8),
    }


def read_log(bench, crowd):
    """Reading 80 cases with the log, without it, and the quotient."""
    names = ["number", "stage", "registration_date", "start_date", "resident_ids"]
    ids = bench.asking(
        crowd.heavy.id, lambda env: env["client.case"].search([], limit=PAGE).ids
    )()
    read = bench.asking(
        crowd.heavy.id, lambda env: env["client.case"].browse(ids).read(names)
    )

    def without():
        with patch.object(
            bench.registry["client.case"], "_witness", lambda *args, **kwargs: None
        ):
            read()

    return medians(read, without, 4 * ROUNDS)


def check_plans(bench, name, ask):
    """The access index is used, and no large table is read as a whole.

    The caseload has no access rows: it is bound to the organisation.
    """
    plans = bench.plans(ask)
    scanned = set().union(*(plan.scanned() for plan in plans)) & LARGE
    indexes = set().union(*(plan.indexes() for plan in plans))
    access = {index for index in indexes if index.startswith("client_access_user")}
    if scanned:
        bench.missed.append(f"{name}: reads all of {', '.join(sorted(scanned))}")
    if not access and "caseload" not in name:
        bench.missed.append(f"{name}: does not use an access index")
    return ", ".join(sorted(access)) or "–"


def measure(bench):
    crowd = None
    times, counts = {}, {}
    with bench.registry.cursor() as cr:
        crowd = Crowd(api.Environment(cr, SUPERUSER_ID, {}))
        for size in SIZES:
            say(f"{size} cases")
            crowd.grow(size)
            cr.commit()
            tidy(DATABASE)
            questions = page_questions(bench, crowd)
            users = bench.page(crowd.administrator, "res.users", None)
            cr.commit()
            for name, ask in questions.items():
                times.setdefault(name, []).append(medians(ask, users, ROUNDS))
                with statements() as asked:
                    ask()
                counts.setdefault(name, set()).add(len(asked))
        number = crowd.number()
        cr.commit()
    show_pages(bench, times, counts, questions)
    show_whole_table(bench, crowd, number)
    on, off, ratio = read_log(bench, crowd)
    print("\n| read 80 cases | with the log, ms | without, ms | ratio | goal |")
    print("|---|---|---|---|---|")
    print(f"| | {on:.1f} | {off:.1f} | {bench.goal('read log', ratio, 2)}")


def tidy(database):
    """What the database does by itself after a while."""
    with (
        closing(connect(server_settings(), database)) as connection,
        connection.cursor() as cr,
    ):
        cr.execute("VACUUM ANALYZE")


def show_pages(bench, times, counts, questions):
    sizes = " | ".join(f"{size // 1000}k" for size in SIZES)
    print(f"\n| a page of {PAGE} | SQL | {sizes} | exponent | goal | access index |")
    print("|---|---|" + "---|" * (len(SIZES) + 3))
    for name, found in times.items():
        if len(counts[name]) > 1:
            bench.missed.append(f"{name}: {sorted(counts[name])} SQL statements")
        cells = " | ".join(f"{mine:.0f} ({ratio:.2f})" for mine, _users, ratio in found)
        ratios = [ratio for _mine, _users, ratio in found]
        grows = bench.goal(name, exponent(SIZES, ratios), 0.2)
        index = check_plans(bench, name, questions[name])
        sql = "/".join(map(str, sorted(counts[name])))
        print(f"| {name} | {sql} | {cells} | {grows} {index} |")


def show_whole_table(bench, crowd, number):
    heads = "as a supporter, ms | without rules, ms | ratio | goal"
    print(f"\n| at {SIZES[-1]} cases | {heads} |")
    print("|---|---|---|---|---|")
    for name, work in whole_table_questions(number).items():
        for who, user in ((STEADY, crowd.steady), (HEAVY, crowd.heavy)):
            mine, whole, ratio = medians(
                bench.asking(user.id, work), bench.asking(SUPERUSER_ID, work), ROUNDS
            )
            title = f"{name}, with {who} cases"
            cells = bench.goal(title, ratio, 1)
            print(f"| {title} | {mine:.1f} | {whole:.1f} | {cells}")


def main():
    prepare(DATABASE)
    try:
        bench = Bench(DATABASE)
        measure(bench)
    finally:
        odoo.sql_db.close_all()
        discard(DATABASE)
    for missed in bench.missed:
        print(f"missed: {missed}")
    return bool(bench.missed)


if __name__ == "__main__":
    sys.exit(main())
