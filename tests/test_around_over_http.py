"""What surrounds a file, over real HTTP: documents, exports, errors, calendar links."""

import json

import pytest
from conftest import ServerError

MARKER = "GEHEIMBYTES"
NAME = "Geheimnaam Verzonnen"
PASSWORD = "a long password"
ROLES = {
    "colleague": "client_support.group_supporter",
    "coordinator": "client_support.group_coordinator",
    "manager": "client_support.group_manager",
    "employee": "base.group_user",
    "portal": "base.group_portal",
    "exporter": "base.group_user,base.group_allow_export",
    "administrator": "base.group_system",
}
PLANT = """
from odoo.tests.common import new_test_user
for role, groups in {roles!r}.items():
    new_test_user(env, "around_" + role, groups=groups, password={password!r})
owner = new_test_user(
    env, "around_owner", groups="client_support.group_supporter", password={password!r}
)
team = env["client.team"].create({{"name": "Rondom", "member_ids": [(4, owner.id)]}})
resident = env["client.resident"].with_user(owner).create({{"name": {name!r}}})
document = env["ir.attachment"].with_user(owner).create({{
    "name": "brief.txt", "raw": {marker!r}.encode(),
    "res_model": "client.resident", "res_id": resident.id,
}})
resident.activity_schedule("mail.mail_activity_data_todo", summary={marker!r})
event = env["calendar.event"].with_user(owner).create({{
    "name": {marker!r}, "privacy": "private",
    "start": "2026-01-05 10:00", "stop": "2026-01-05 11:00",
    "partner_ids": [(4, owner.partner_id.id)],
}})
answer = {{
    "resident": resident.id,
    "number": resident.number,
    "document": document.id,
    "token": document._get_raw_access_token(),
    "thumbnail": document._get_thumbnail_token(),
    "event": event.id,
}}
"""


@pytest.fixture(scope="module")
def planted(server, shell):
    # Asking for what is not there is an error in Odoo's log; that is the point here.
    server.expect_error(r"(odoo\.http|export): Exception during request handling")
    return shell(PLANT.format(roles=ROLES, password=PASSWORD, name=NAME, marker=MARKER))


@pytest.fixture(params=[*ROLES, None])
def outsider(request, rpc):
    """Everybody but the one whose file it is; None has not logged in."""
    return rpc(request.param and f"around_{request.param}", PASSWORD)


def assert_clean(answer, *more):
    text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    for secret in (MARKER, NAME, *more):
        assert secret not in text


def attempt(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except ServerError as error:
        return str(error)


def test_the_owner_gets_the_document(planted, rpc):
    owner = rpc("around_owner", PASSWORD)
    assert owner.get(f"/web/content/{planted['document']}").text == MARKER


def test_no_road_to_the_document(planted, outsider):
    document = planted["document"]
    for path in (
        f"/web/content/{document}",
        f"/web/content/{document}?download=1",
        f"/web/content/{document}?access_token={planted['token']}",
        f"/web/content/ir.attachment/{document}/raw?access_token={planted['token']}",
        f"/web/content?model=ir.attachment&id={document}&field=datas",
        f"/web/image/{document}?access_token={planted['token']}",
        f"/web/image/{document}/thumbnail?access_token={planted['thumbnail']}",
        f"/mail/attachment/zip?file_ids={document}&zip_name=x",
        f"/mail/view?model=client.resident&res_id={planted['resident']}",
    ):
        answer = outsider.get(path)
        assert_clean(answer.text)
        assert MARKER.encode() not in answer.content


def test_no_export(planted, outsider):
    for kind in ("csv", "xlsx"):
        wanted = {
            "model": "client.resident",
            "fields": [{"name": "name", "label": "Name", "type": "char"}],
            "ids": [planted["resident"]],
            "domain": [],
            "groupby": [],
            "import_compat": False,
        }
        answer = outsider.get(
            f"/web/export/{kind}", params={"data": json.dumps(wanted)}
        )
        assert_clean(answer.text)
        assert answer.headers["Content-Type"].startswith("text/html")


def test_the_owner_does_not_export_either(planted, rpc):
    owner = rpc("around_owner", PASSWORD)
    answer = attempt(
        owner.call, "client.resident", "export_data", [planted["resident"]], ["name"]
    )
    assert_clean(answer)
    assert isinstance(answer, str)


def test_an_error_in_debug_mode_tells_nothing(planted, outsider):
    outsider.get("/odoo?debug=1")
    for method, args in (
        ("read", [[planted["resident"]], ["name"]]),
        ("web_read", [[planted["resident"]], {"name": {}}]),
        ("write", [[planted["resident"]], {"name": "x"}]),
    ):
        if outsider.uid is None:
            break
        answer = attempt(outsider.call, "client.resident", method, *args)
        assert "AccessError" in str(answer)
        assert_clean(answer, planted["number"])
    for path in (
        f"/odoo/client.resident/{planted['resident']}",
        f"/report/html/base.report_irmodeloverview/{planted['resident']}",
    ):
        assert_clean(outsider.get(path).text, planted["number"])


def test_activities_and_filters(planted, outsider):
    if outsider.uid is None:
        return
    for model, method, args in (
        ("mail.activity", "search_read", [[]]),
        ("mail.activity", "search_count", [[("summary", "=", MARKER)]]),
        ("mail.activity", "get_activity_data", ["client.resident", []]),
        ("res.users", "_get_activity_groups", []),
        ("calendar.attendee", "search_read", [[("event_id", "=", planted["event"])]]),
        ("client.resident", "message_post", [[planted["resident"]]]),
    ):
        answer = attempt(outsider.call, model, method, *args)
        assert_clean(answer)
        if method == "search_count":
            assert answer == 0 or isinstance(answer, str)
