"""Somebody leaves: what was open in a browser, a program or a device is dead."""

import pytest
from conftest import ServerError

PASSWORD = "a long password"
PREPARE = f"""
from datetime import timedelta
from odoo import fields
from odoo.tests.common import new_test_user
user = new_test_user(
    env, "leaver", groups="client_support.group_supporter", password={PASSWORD!r}
)
env["client.supporter"].create({{"name": "Leaver", "user_id": user.id}})
key = env["res.users.apikeys"].with_user(user)._generate(
    None, "leaver", fields.Datetime.now() + timedelta(days=1)
)
env["auth_totp.device"].with_user(user).sudo()._generate(
    "browser", "leaver", fields.Datetime.now() + timedelta(days=1)
)
answer = key
"""
LEAVE = """
coordinator = new_test_user(
    env, "divider", groups="client_support.group_coordinator"
)
env["client.supporter"].search([("user_id.login", "=", "leaver")]).with_user(
    coordinator
).action_end_employment()
"""
BACK = """
users = env["res.users"].with_context(active_test=False)
user = users.search([("login", "=", "leaver")])
user.active = True
answer = {
    "trusted": user.sudo().totp_trusted_device_ids.ids,
    "devices": user.sudo().device_ids.ids,
    "keys": user.sudo().api_key_ids.ids,
}
"""


def test_sessions_and_keys_die_and_stay_dead(server, rpc, shell):
    key = shell(PREPARE)
    browser, program = rpc("leaver", PASSWORD), rpc()
    assert browser.call("client.case", "search_count", []) == 0
    assert program.json2(key, "client.case", "search_count", domain=[]) == 0
    server.expect_error("Session|session|apikey|Unauthorized")

    shell("from odoo.tests.common import new_test_user\n" + LEAVE)
    for attempt in (
        lambda: browser.call("client.case", "search_count", []),
        lambda: program.json2(key, "client.case", "search_count", domain=[]),
        lambda: rpc("leaver", PASSWORD),
    ):
        with pytest.raises((ServerError, KeyError)):
            attempt()

    # Who comes back starts anew: the old cookie and key are not worth anything.
    assert shell(BACK) == {"trusted": [], "devices": [], "keys": []}
    with pytest.raises(ServerError):
        browser.call("client.case", "search_count", [])
    with pytest.raises((ServerError, KeyError)):
        program.json2(key, "client.case", "search_count", domain=[])
    assert rpc("leaver", PASSWORD).uid
