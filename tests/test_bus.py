"""What the bus and the reports bring out of a file: nothing (threats 35, 23, 16)."""

import json

import pytest
from conftest import ServerError

MARKER = "GEHEIMBUS"
NAME = "Busnaam Verzonnen"
PASSWORD = "a long password"
ROLES = {
    "colleague": "client_support.group_supporter",
    "intake": "client_support.group_intake",
    "coordinator": "client_support.group_coordinator",
    "manager": "client_support.group_manager",
    "officer": "client_support.group_privacy_officer",
    "employee": "base.group_user",
    "portal": "base.group_portal",
    "administrator": "base.group_system",
}
PLANT = """
from odoo.tests.common import new_test_user
users = {{
    role: new_test_user(env, "bus_" + role, groups=groups, password={password!r})
    for role, groups in {roles!r}.items()
}}
owner = new_test_user(
    env, "bus_owner", groups="client_support.group_supporter", password={password!r}
)
env["client.supporter"].create({{"name": "Bus", "user_id": owner.id}})
peer = env["client.supporter"].create(
    {{"name": "Peer", "user_id": users["colleague"].id}}
)
team = env["client.team"].create({{
    "name": "Busteam", "member_ids": [(4, owner.id), (4, users["intake"].id)],
}})
resident = env["client.resident"].with_user(owner).create({{
    "name": {name!r}, "nickname": {marker!r}, "birth_date": "1958-03-14",
}})
case = env["client.case"].with_user(owner).create({{
    "resident_ids": [(4, resident.id)],
    "question_ids": [(0, 0, {{
        "life_domain_id": env["life.domain"].search([], limit=1).id,
        "description": {marker!r},
    }})],
}})
answer = {{
    "resident": resident.id, "case": case.id, "peer": peer.id,
    "partner": owner.partner_id.id, "user": owner.id,
    "dbname": env.cr.dbname,
    "todo": env.ref("mail.mail_activity_data_todo").id,
    "model": env["ir.model"]._get_id("client.resident"),
    "reports": env["ir.actions.report"].search([]).mapped("report_name"),
}}
"""


@pytest.fixture(scope="module")
def planted(server, shell):
    # Asking for what is not there, or not allowed, is an error in Odoo's log.
    server.expect_error(r"odoo\.http: Exception during request handling")
    server.expect_error(r"Exception|Traceback|ir_qweb|report")
    return shell(PLANT.format(roles=ROLES, password=PASSWORD, name=NAME, marker=MARKER))


@pytest.fixture(scope="module")
def busy(planted, server):
    """The owner works on the file as people do: activity, callback, sheet, consult."""
    from conftest import Rpc

    owner = Rpc(server.url, server.database)
    owner.login("bus_owner", PASSWORD)
    activity = owner.call(
        "mail.activity",
        "create",
        {
            "res_model_id": planted["model"],
            "res_id": planted["resident"],
            "activity_type_id": planted["todo"],
            "summary": MARKER,
            "note": MARKER,
            "user_id": planted["user"],
        },
    )
    owner.call("mail.activity", "action_feedback", [activity], feedback=MARKER)
    colleague = Rpc(server.url, server.database)
    colleague.login("bus_colleague", PASSWORD)
    lookup = colleague.call(
        "client.caller.lookup",
        "create",
        {
            "name": NAME,
            "birth_date": "1958-03-14",
            "telephone": "06 12 34 56 78",
            "reason": MARKER,
        },
    )
    colleague.call("client.caller.lookup", "action_look_up", [lookup])
    colleague.call("client.caller.lookup", "action_ask_callback", [lookup])
    form = owner.call(
        "client.case.sheet.make",
        "create",
        {
            "case_id": planted["case"],
            "supporter_ids": [[6, 0, [planted["peer"]]]],
            "dilemma": "Hoe nu verder?",
        },
    )
    owner.call("client.case.sheet.make", "action_make", [form])
    return planted


def peek(client, channels):
    return client._rpc(
        "/websocket/peek_notifications",
        {"channels": channels, "last": 0, "is_first_poll": True},
    )


def assert_clean(answer):
    text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    for secret in (MARKER, NAME, "06 12 34 56 78"):
        assert secret not in text


def test_the_bus_holds_no_content(busy, shell):
    messages = shell("answer = env['bus.bus'].search([]).mapped('message')")
    assert messages, "work on a file tells the assignee that there is something"
    assert_clean(messages)


@pytest.mark.parametrize("role", [*ROLES, "owner", None])
def test_nobody_hears_of_a_file(role, busy, rpc):
    client = rpc(role and f"bus_{role}", PASSWORD)
    channels = [
        "broadcast",
        "client.case",
        f"client.case_{busy['case']}",
        "client.callback",
        f"client.resident_{busy['resident']}",
        f"res.partner_{busy['partner']}",
        json.dumps([busy["dbname"], "res.partner", busy["partner"]]),
    ]
    try:
        answer = peek(client, channels)
    except ServerError as error:
        assert_clean(str(error))
        return
    assert_clean(answer)
    if role not in ("owner", "colleague"):
        # A channel that is named by text is no way to the channel of a person.
        assert "mail.activity/updated" not in json.dumps(answer)


@pytest.mark.parametrize("role", [*ROLES, None])
def test_no_report_prints_a_file(role, busy, rpc):
    client = rpc(role and f"bus_{role}", PASSWORD)
    for record in (busy["case"], busy["resident"]):
        for name in busy["reports"]:
            for kind in ("html", "pdf", "text"):
                page = client.get(f"/report/{kind}/{name}/{record}")
                assert_clean(page.text)
    for name in busy["reports"]:
        data = json.dumps([f"/report/pdf/{name}/{busy['case']}", "qweb-pdf"])
        page = client.get("/report/download", params={"data": data, "context": "{}"})
        assert_clean(page.text)
