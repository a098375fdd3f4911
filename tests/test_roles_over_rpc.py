"""Every role over real HTTP: what nobody can call, make or take.

What they can read of a file is asked in `test_marker_scan.py`.
"""

import json

import pytest
import requests
from conftest import ServerError
from planting import ROLES

MARKER = "GEHEIMMARKER"
NAME = "Geheimnaam Verzonnen"
PASSWORD = "a long password"
FILES = ("client.resident", "client.contact", "client.question", "client.case")
PLANT = """
from odoo.tests.common import new_test_user
users = {{}}
for role, groups in {roles!r}.items():
    users[role] = new_test_user(
        env, "http_" + role, groups=groups, password={password!r}, lang="en_US"
    )
owner = new_test_user(
    env, "http_owner", groups="client_support.group_supporter", password={password!r}
)
team = env["client.team"].create({{"name": "HTTP", "member_ids": [
    (4, user.id) for user in [owner, users["supporter"], users["walk_in"]]
]}})
resident = env["client.resident"].with_user(owner).create({{
    "nickname": {marker!r}, "name": {name!r}, "birth_date": "1958-03-14",
}})
contact = env["client.contact"].with_user(owner).create({{
    "resident_id": resident.id,
    "channel_id": env.ref("client_support.contact_channel_phone").id,
    "question_ids": [(0, 0, {{
        "life_domain_id": env.ref("social_map.life_domain_housing").id,
        "description": {marker!r},
    }})],
}})
contact.action_make_case()
answer = {{
    "team": team.id,
    "dossier": contact.case_id.sudo().dossier_id.id,
    "ids": {{
        "client.resident": resident.id,
        "client.contact": contact.id,
        "client.question": contact.question_ids.id,
        "client.case": contact.case_id.id,
    }},
}}
"""


@pytest.fixture(scope="module")
def planted(server, shell):
    # Asking for what is not there is an error in Odoo's log; that is the point here.
    server.expect_error(r"odoo\.http: Exception during request handling")
    return shell(PLANT.format(roles=ROLES, password=PASSWORD, marker=MARKER, name=NAME))


@pytest.fixture(params=ROLES)
def someone(request, rpc):
    client = rpc(f"http_{request.param}", PASSWORD)
    client.role = request.param
    return client


def assert_clean(answer):
    text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    for secret in (MARKER, NAME):
        assert secret not in text


def attempt(call, *args, **kwargs):
    """The answer, or the error's text: neither may carry the marker."""
    try:
        return call(*args, **kwargs)
    except ServerError as error:
        return str(error)


def test_oracles_say_nothing(planted, someone):
    for model in FILES:
        for field in ("id", "display_name"):
            found = attempt(someone.call, model, "search_count", [(field, "!=", False)])
            assert found == 0 or isinstance(found, str)
    for model, path in (
        ("life.domain", "question_ids"),
        ("client.team", "resident_ids"),
        ("res.users", "access_ids"),
    ):
        found = attempt(someone.call, model, "search_count", [(path, "!=", False)])
        assert "Invalid field" in str(found) or "AccessError" in str(found)


def test_rows_of_access_are_nobodys(planted, someone):
    for model in ("client.access", "client.dossier", "oco.fact.question"):
        for method, args in (("search_read", [[]]), ("search_count", [[]])):
            answer = attempt(someone.call, model, method, *args)
            assert "AccessError" in str(answer), (model, method)
    row = {"user_id": someone.uid, "resident_id": planted["ids"]["client.resident"]}
    assert "AccessError" in str(attempt(someone.call, "client.access", "create", row))


def test_an_administrator_does_not_become_the_superuser(planted, rpc):
    administrator = rpc("http_administrator", PASSWORD)
    assert administrator.get("/web/become").status_code == 404
    found = attempt(administrator.call, "client.resident", "search_read", [])
    assert "AccessError" in str(found)


def test_without_a_session(planted, rpc):
    anonymous = rpc()
    for model in FILES:
        with pytest.raises((ServerError, requests.HTTPError)) as refused:
            anonymous.call(model, "search_read", [])
        assert_clean(str(refused.value))


def test_private_methods_are_not_called(planted, someone):
    for model, method, args in (
        ("client.access", "_grant", []),
        ("client.access", "_prolong", []),
        ("client.resident", "_open_for", []),
        ("oco.engine", "_rebuild", []),
        ("oco.engine", "_cron_rebuild", []),
    ):
        with pytest.raises(ServerError):
            someone.call(model, method, *args)


@pytest.mark.parametrize("role", ["supporter", "intake", "walk_in"])
def test_who_registers_sees_the_own_file_only(planted, rpc, role):
    client = rpc(f"http_{role}", PASSWORD)
    values = {"nickname": "Eigen", "team_id": planted["team"]}
    (made,) = client.call("client.resident", "create", [values])
    assert client.call("client.resident", "search", []) == [made]
    with pytest.raises(ServerError):
        client.call(
            "client.contact",
            "create",
            [{"resident_id": planted["ids"]["client.resident"]}],
        )


@pytest.mark.parametrize("role", ["supporter", "intake", "walk_in"])
def test_a_personal_default_opens_nothing(planted, rpc, role):
    client = rpc(f"http_{role}", PASSWORD)
    ids = planted["ids"]
    row = {
        "user_id": client.uid,
        "dossier_id": planted["dossier"],
        "resident_id": ids["client.resident"],
        "case_id": ids["client.case"],
        "kind": "supporter",
        "basis": "none",
    }
    client.call(
        *("ir.default", "set", "client.resident", "access_ids", [[0, 0, row]]),
        user_id=True,
    )
    try:
        values = {"nickname": "Eigen", "team_id": planted["team"]}
        with pytest.raises(ServerError, match="AccessError"):
            client.call("client.resident", "create", [values])
        assert client.call("client.case", "search", []) == []
    finally:
        own = client.call("ir.default", "search", [("user_id", "=", client.uid)])
        client.call("ir.default", "unlink", own)


OUTSIDE = {"access_officer", "provider_staff", "commissioner", "portal"}


def test_commissions_are_for_colleagues(planted, someone):
    for model in ("social.service", "res.partner"):
        found = attempt(
            someone.call, model, "search_count", [("is_commissioned", "=", True)]
        )
        assert isinstance(found, int) == (someone.role not in OUTSIDE), found


def test_personas_are_for_colleagues(planted, someone):
    """Staff look at the map through their eyes, editors keep them, no outsider reads
    one or asks which service is for whom.
    """
    inside = someone.role not in OUTSIDE
    keeps = someone.role in ("directory_editor", "administrator")
    found = attempt(someone.call, "social.persona", "search_read", [], ["journey"])
    assert isinstance(found, list) == inside, found
    for domain in ([("persona_ids", "!=", False)], [("persona_ids.name", "=", "x")]):
        answer = attempt(someone.call, "social.service", "search_count", domain)
        assert isinstance(answer, int) == inside, answer
    made = attempt(someone.call, "social.persona", "create", [{"name": "Verzonnen"}])
    assert isinstance(made, list) == keeps, made
    if keeps:
        someone.call("social.persona", "write", made, {"journey": "Zoekt"})
        someone.call("social.persona", "unlink", made)


def test_an_external_id_stays_where_it_is(planted, someone):
    saved = {
        "id": "client_support.group_supporter",
        "name": "x",
        "model_id": "res.partner",
        "user_ids": [someone.uid],
    }
    context = {"_import_current_module": "client_support"}
    with pytest.raises(ServerError):
        someone.call("ir.filters", "create", [saved], context=context)
