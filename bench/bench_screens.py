"""What a screen costs beside the same act in Odoo's own Project, in one database.

A supporter with 400 cases and somebody with 400 tasks, among 1,000 and then among
100,000 of each. What is opened and saved is filled: the case with one of every part
that a case can have, the task with a description, tags, subtasks and followers. Each
act is a request as the server handles it, with the fields that the web client asks for
this view: a cursor, the work as that user, commit, the read log included. The two are
asked in turn, so that what else the machine does falls out of the quotient.

A missed goal ends the run with status 1.
"""

import os
import sys

from bench_fence import Bench, tidy
from crowd import STEADY, Crowd
from database import discard, prepare
from database import odoo as run_odoo
from gauge import medians, statements
from layout import say

import odoo
from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.tests.common import new_test_user
from odoo.tools import SQL

DATABASE = "oco_bench_screens"
# Not a multiple of ten times 400: the 400 are spread over all stages.
SIZES = (1_200, 100_400)
ROUNDS = 15
# How many times as long as Project's an act may take. A list, a kanban and the start of
# the day: no longer. A form of a case shows the rows of 27 parts, each behind rules of
# its own, where that of a task shows two and asks for its messages afterwards.
GOALS = {"open a form": 5, "save a form": 5, "a new form": 2}
# What a kanban is grouped by, and what is saved in a form.
WAYS = {
    "client.case": ("stage", "expected_end_date", "2030-01-07"),
    "project.task": ("stage_id", "date_deadline", "2030-01-07 12:00:00"),
}


class Tasks:
    """As many tasks as there are cases, each with an assignee and a follower."""

    def __init__(self, crowd):
        self.crowd = crowd
        env = crowd.env
        self.user = new_test_user(
            env, "crowd_tasks", groups="project.group_project_user", lang="en_US"
        )
        tags = env["project.tags"].create([{"name": "Wmo"}, {"name": "Jeugd"}])
        project = env["project.project"].create(
            {
                "name": "Crowd",
                "privacy_visibility": "employees",
                "type_ids": [
                    Command.create({"name": name, "sequence": place})
                    for place, name in enumerate(
                        ("Registered", "Waiting", "Active", "Closing", "Closed")
                    )
                ],
            }
        )
        task = {
            "project_id": project.id,
            "user_ids": [Command.link(self.user.id)],
            "tag_ids": [Command.set(tags.ids)],
        }
        self.one = env["project.task"].create(
            {
                **task,
                "name": "Crowd",
                "description": "<p>Huur</p>",
                "child_ids": [
                    Command.create({**task, "name": f"Crowd {number}"})
                    for number in range(10)
                ],
            }
        )
        # What is copied has no subtasks.
        self.copied = env["project.task"].create({**task, "name": "Copied"})
        self.stages = project.type_ids.ids
        self.size = 0
        env.flush_all()
        env.cr.execute("SELECT max(id) FROM project_task")
        [self.above] = env.cr.fetchone()

    def grow(self, size):
        copies, above = self.crowd.copies, self.above
        start, end = self.size + 1, size
        task = SQL("%s + n", above)
        copies(
            *("project_task", self.copied.id, start, end),
            id=task,
            # As many in each stage as of the cases.
            stage_id=SQL(
                "(%s)[coalesce((ARRAY[1, 2, 3, 3, 4])[1 + n %% 10], 5)]", self.stages
            ),
        )
        copies(
            *("project_tags_project_task_rel", self.copied.id, start, end),
            key="project_task_id",
            project_task_id=task,
        )
        copies(
            *("project_task_user_rel", self.copied.id, start, end),
            key="task_id",
            task_id=task,
            # The first are of the one who is measured, the others of everybody else.
            user_id=SQL(
                "CASE WHEN n <= %s THEN %s ELSE (%s)[1 + n %% %s] END",
                *(STEADY, self.user.id),
                *(list(self.crowd.users), len(self.crowd.users)),
            ),
            stage_id=SQL("CASE WHEN n <= %s THEN one.stage_id END", STEADY),
        )
        self.crowd.env.cr.execute(
            SQL(
                "INSERT INTO mail_followers (res_model, res_id, partner_id)"
                " SELECT 'project.task', %s, %s FROM generate_series(%s, %s) n",
                *(task, self.user.partner_id.id, start, end),
            )
        )
        self.crowd.env.cr.execute(
            SQL("SELECT setval('project_task_id_seq', %s)", above + end)
        )
        self.size = size


def acts(bench, user, action, record):
    """{act: request} of somebody; a browser keeps the views, so they are not in it."""
    # Not before the addons are loaded.
    from odoo.addons.client_support.tests.screens import Screen

    with bench.registry.cursor() as cr:
        env = api.Environment(cr, user.id, {})
        window = env.ref(action).sudo()
        records = env[window.res_model]
        group, written, value = WAYS[records._name]
        pages = Screen(records, window)
        pages.context["group_by"] = group
        kanban = pages.rows()["kanban"]
        form = Screen(records.browse(record))
        works = {
            "a list of 80": Screen(records, window).rows()["list"],
            "a kanban by stage": kanban,
            "open a form": form.open(),
            "save a form": form.save(written, value),
            "a new form": form.new(),
        }
    return {name: bench.asking(user.id, work) for name, work in works.items()}


def filled_case(crowd):
    """A case with one of every part that a case can have."""
    from odoo.addons.client_support.tests.files import fill

    resident, case, contact = (
        crowd.env[f"client.{name}"].browse(crowd.one[name])
        for name in ("resident", "case", "contact")
    )
    fill(crowd.env, resident, case, contact, "Wierde")
    for file in (resident, case):
        crowd.env["client.access"]._grant(crowd.steady, file, "supporter", "bench")
    return case


def measure(bench):
    rows = {}
    with bench.registry.cursor() as cr:
        crowd = Crowd(api.Environment(cr, SUPERUSER_ID, {}))
        tasks = Tasks(crowd)
        case = filled_case(crowd)
        for size in SIZES:
            say(f"{size} cases and {size} tasks")
            crowd.grow(size)
            tasks.grow(size)
            cr.commit()
            tidy(DATABASE)
            ours = acts(
                bench, crowd.steady, "client_support.client_case_action", case.id
            )
            theirs = acts(
                bench, tasks.user, "project.action_view_my_task", tasks.one.id
            )
            ours["what to do today"] = bench.asking(
                crowd.steady.id, lambda env: env["client.day"].my_day()
            )
            theirs["what to do today"] = theirs["a kanban by stage"]
            cr.commit()
            for act, ask in ours.items():
                mine, other, ratio = medians(ask, theirs[act], ROUNDS)
                counts = [count(work) for work in (ask, theirs[act])]
                rows.setdefault(act, []).append((size, counts, mine, other, ratio))
    return rows


def count(ask):
    with statements() as asked:
        ask()
    return len(asked)


def show(bench, rows):
    print("\n| act | rows | SQL: ours, Project | ms: ours, Project | quotient | goal |")
    print("|---|---|---|---|---|---|")
    for act, found in rows.items():
        for size, (mine, other), ms, other_ms, ratio in found:
            cells = bench.goal(f"{act} among {size}", ratio, GOALS.get(act, 1))
            print(
                f"| {act} | {size:,} | {mine}, {other} | {ms:.0f}, {other_ms:.0f}"
                f" | {cells}"
            )
    print(f"\nload of the machine: {os.getloadavg()[0]:.1f}")


def main():
    prepare(DATABASE)
    try:
        run_odoo(DATABASE, "-i", "project")
        bench = Bench(DATABASE)
        show(bench, measure(bench))
    finally:
        odoo.sql_db.close_all()
        discard(DATABASE)
    for missed in bench.missed:
        print(f"missed: {missed}")
    return bool(bench.missed)


if __name__ == "__main__":
    sys.exit(main())
