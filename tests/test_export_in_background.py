"""A long export in real transactions: what others do while it is being written."""

import pytest

# A manager with 3,000 figures. The file is written in parts of 100 rows, after each of
# which it looks around; `meanwhile(env, n)` then runs in a transaction of its own.
PREPARE = """
import json
import secrets
from odoo.tests.common import new_test_user
from odoo.addons.oco_reporting.models import oco_export, oco_streamed_export_mixin
oco_export.PULSE, oco_streamed_export_mixin.BATCH = 0, 100
tag = secrets.token_hex(4)
company = env["res.company"].create({"name": f"Export {tag}", "is_independent": True})
team = env["client.team"].create({"name": f"Export {tag}", "company_id": company.id})
user = new_test_user(
    env, f"export_{tag}", groups="client_support.group_manager,base.group_allow_export",
    company_id=company.id, company_ids=[company.id],
)
groups = user.group_ids
env["ir.config_parameter"].set_param(oco_export.AT_ONCE, "10")
env["oco.figure"].create([{
    "cube": "contacts", "measure": "contacts", "date": "2026-01-01",
    "date_to": "2026-01-31", "company_id": company.id, "team_id": team.id,
    "quantity": number,
} for number in range(3000)])
asked = {
    "model": "oco.figure", "import_compat": False, "ids": False, "groupby": [],
    "domain": [("company_id", "=", company.id)],
    "context": {"allowed_company_ids": company.ids, "lang": "en_US"},
    "fields": [{"name": name, "label": name} for name in ("quantity", "team_id")],
}
env.cr.commit()

class Stopped(BaseException):
    "The server goes down."

seen = []
advance = type(env["oco.export"])._advance
def advancing(self, done):
    advance(self, done)
    self.env.cr.commit()
    seen.append(done)
    with env.registry.cursor() as cr:
        meanwhile(env(cr=cr), len(seen))
type(env["oco.export"])._advance = advancing

def outcome(happens, runs=1):
    "What becomes of an export during which something happens."
    global meanwhile, export
    meanwhile = happens
    user.write({"active": True, "group_ids": [(6, 0, groups.ids)]})
    env["oco.export"].with_user(user).begin(json.dumps(asked), "xlsx")
    export = env["oco.export"].search([("user_id", "=", user.id)])
    env.cr.commit()
    for _ in range(runs):
        seen.clear()
        try:
            env["oco.export"]._cron_make()
        except Stopped:
            env.cr.rollback()
        env.invalidate_all()
    files = env["ir.attachment"].search_count([
        ("res_model", "=", "oco.export"), ("res_field", "=", "file"),
        ("res_id", "=", export.id),
    ])
    told = [export.state, export.rows_done, len(seen), files, export.attempts]
    told.append(bool(export.reason))
    export.unlink()
    env.cr.commit()
    return told

def nothing(env, n):
    if n == 7:
        assert env["oco.export"].browse(export.id).rows_done == 700
def cancelling(at):
    def cancel(env, n):
        if n == at:
            env["oco.export"].with_user(user.id).browse(export.id).action_cancel()
    return cancel
def losing(group):
    def lose(env, n):
        if n == 3:
            env["res.users"].browse(user.id).group_ids -= env.ref(group)
    return lose
def leaving(env, n):
    if n == 3:
        env["res.users"].browse(user.id).active = False
def stopping(times):
    def stop(env, n):
        if n == 3 and env["oco.export"].browse(export.id).attempts <= times:
            raise Stopped
    return stop

answer = {
    "nothing": outcome(nothing),
    "cancelled": outcome(cancelling(3)),
    "cancelled at the end": outcome(cancelling(30)),
    "no right to export": outcome(losing("base.group_allow_export")),
    "no manager": outcome(losing("client_support.group_manager")),
    "left": outcome(leaving),
    "a server that stops": outcome(stopping(1), runs=2),
    "a server that stops twice": outcome(stopping(2), runs=3),
}
# Other tests find one organisation, and short exports at once.
user.active = False
company.active = False
env["ir.config_parameter"].set_param(oco_export.AT_ONCE, False)
env.cr.commit()
"""
# State, rows told of, parts written, files, attempts, and whether a reason is given.
EXPECTED = {
    "nothing": ["done", 3000, 30, 1, 1, False],
    "cancelled": ["cancelled", 300, 3, 0, 1, False],
    "cancelled at the end": ["cancelled", 3000, 30, 0, 1, False],
    "no right to export": ["failed", 300, 3, 0, 1, True],
    "no manager": ["failed", 300, 3, 0, 1, True],
    "left": ["failed", 300, 3, 0, 1, True],
    "a server that stops": ["done", 3000, 30, 1, 2, False],
    "a server that stops twice": ["failed", 300, 0, 0, 2, True],
}


@pytest.fixture(scope="module")
def outcomes(shell):
    return shell(PREPARE)


@pytest.mark.parametrize("happens", EXPECTED)
def test_while_it_is_written(outcomes, happens):
    assert outcomes[happens] == EXPECTED[happens]
