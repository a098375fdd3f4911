"""The read log over real HTTP, where requests commit and fail as they do in life.

The rows are read with SQL on a connection of the test's own.
"""

import json
import re
from concurrent.futures import ThreadPoolExecutor

import psycopg2
import pytest
from conftest import ServerError

MARKER = "GEHEIMMARKER"
NAME = "Geheimnaam Verzonnen"
PASSWORD = "a long password"
PLANT = f"""
from odoo.tests.common import new_test_user
groups = dict(
    supporter="client_support.group_supporter",
    other="client_support.group_supporter",
    officer="client_support.group_privacy_officer",
    resident="base.group_portal",
    stranger="base.group_portal",
)
users = {{
    role: new_test_user(env, "look_" + role, groups=group, password={PASSWORD!r})
    for role, group in groups.items()
}}
owner = users["supporter"]
team = env["client.team"].create({{"name": "Kijk", "member_ids": [(4, owner.id)]}})
resident = env["client.resident"].with_user(owner).create({{
    "nickname": {MARKER!r}, "name": {NAME!r}, "birth_date": "1958-03-14",
}})
contact = env["client.contact"].with_user(owner).create({{
    "resident_id": resident.id,
    "channel_id": env.ref("client_support.contact_channel_phone").id,
    "question_ids": [(0, 0, {{
        "life_domain_id": env.ref("social_map.life_domain_housing").id,
        "description": {MARKER!r},
    }})],
}})
contact.action_make_case()
env["client.access"].create({{
    "user_id": users["resident"].id, "resident_id": resident.id,
    "dossier_id": resident.sudo().dossier_id.id, "kind": "resident", "basis": "test",
}})
key = env["res.users.apikeys"].with_user(owner).sudo()._generate(
    "rpc", "test", env.cr.now() + __import__("datetime").timedelta(days=1)
)
answer = {{
    "resident": resident.id, "contact": contact.id, "number": resident.number,
    "question": contact.question_ids.id, "team": team.id, "key": key,
    "users": {{role: user.id for role, user in users.items()}},
}}
"""


@pytest.fixture(scope="module")
def planted(server, shell):
    server.expect_error(r"odoo\.http: Exception during request handling")
    server.expect_error(r"odoo\.http: .*Error")
    server.expect_error(r"odoo\.sql_db: bad query")
    server.expect_error(r"client_support\.alarm")
    return shell(PLANT)


@pytest.fixture(scope="module")
def sql(server, shell):
    """Run SQL as the database's owner, at once; returns the rows as dicts."""
    dsn = shell("answer = env.cr._cnx.get_dsn_parameters()")
    keys = ("host", "port", "user", "dbname")
    connection = psycopg2.connect(**{key: dsn[key] for key in keys if key in dsn})
    connection.autocommit = True

    def run(query, *params):
        with connection.cursor() as cursor:
            cursor.execute(query, params or None)
            if cursor.description:
                names = [column.name for column in cursor.description]
                return [dict(zip(names, row, strict=True)) for row in cursor]

    yield run
    connection.close()


@pytest.fixture
def looks(sql):
    """Call something; returns the rows that it left, whether it failed or not."""

    def look(call, *args, **kwargs):
        [before] = sql("SELECT coalesce(max(id), 0) AS id FROM client_access_log")
        try:
            look.answer = call(*args, **kwargs)
        except ServerError as error:
            look.answer = error
        return sql(
            "SELECT * FROM client_access_log WHERE id > %s ORDER BY id", before["id"]
        )

    return look


@pytest.fixture
def supporter(planted, rpc):
    return rpc("look_supporter", PASSWORD)


CONTEXTS = (
    {},
    {"auditlog_disabled_read": True, "tracking_disable": True, "mail_notrack": True},
    {"prefetch_fields": False, "bin_size": True},
)


def roads(client, planted):
    """Every interface and method by which content goes out."""
    resident, contact = planted["resident"], planted["contact"]
    mine = [("id", "=", resident)]
    wanted = {"nickname": {}, "name": {}}

    def old(method, *args, **kwargs):
        db, uid = client.database, client.uid
        return client.jsonrpc(
            *("object", "execute_kw", db, uid, PASSWORD, "client.resident", method),
            *(args, kwargs),
        )

    def new(method, **body):
        return client.json2(planted["key"], "client.resident", method, **body)

    def web(model, method, *args):
        return lambda c: client.call(model, method, *args, context=c)

    def named(c):
        return client.call(
            "client.resident", "name_search", "", context={**c, "resident_names": True}
        )

    return {
        "read": web("client.resident", "read", [resident], ["name"]),
        "web_read": web("client.resident", "web_read", [resident], wanted),
        "search_read": web("client.resident", "search_read", mine, ["name"]),
        "web_search_read": web("client.resident", "web_search_read", mine, wanted),
        "name_search": named,
        "nested": web(
            *("client.contact", "web_read", [contact]),
            {"resident_id": {"fields": wanted}, "question_ids": {"fields": {}}},
        ),
        "write and read": web(
            "client.resident", "web_save", [resident], {"name": NAME}, wanted
        ),
        "jsonrpc read": lambda c: old("read", [resident], ["name"], context=c),
        "jsonrpc search_read": lambda c: old("search_read", mine, ["name"], context=c),
        "json2 read": lambda c: new("read", ids=[resident], fields=["name"], context=c),
        "json2 search_read": lambda c: new(
            "search_read", domain=mine, fields=["name"], context=c
        ),
    }


def test_every_road_leaves_a_row(planted, supporter, looks):
    for name, road in roads(supporter, planted).items():
        for context in CONTEXTS:
            rows = [
                row
                for row in looks(road, context)
                if row["operation"] == "read" and row["model"] == "client.resident"
            ]
            answer = json.dumps(looks.answer)
            assert NAME in answer or MARKER in answer, (name, answer)
            assert rows, (name, context)
            for row in rows:
                assert row["user_id"] == planted["users"]["supporter"]
                assert row["record_ids"] == [planted["resident"]]
                assert row["kinds"] == "supporter"
                # Odoo hides the request from the old interface.
                old = name.startswith("jsonrpc")
                assert old or row["route"].startswith(("/web/", "/json/2/"))
            assert NAME not in str(rows) and MARKER not in str(rows)


def test_what_a_client_puts_in_the_path_is_not_in_the_log(planted, supporter, looks):
    rows = looks(
        supporter._rpc,
        f"/web/dataset/call_kw/{MARKER}/{MARKER}",
        {
            "model": "client.resident",
            "method": "read",
            "args": [[planted["resident"]], ["name"]],
            "kwargs": {},
        },
    )
    assert [row["route"] for row in rows] == ["/web/dataset/call_kw/<path:path>"]
    assert MARKER not in str(rows)


def test_a_refused_request_leaves_a_row(planted, rpc, looks):
    other = rpc("look_other", PASSWORD)
    for call in (
        ("read", [planted["resident"]], ["name"]),
        ("write", [planted["resident"]], {"name": "x"}),
        ("formatted_read_group", [], ["name"]),
        ("search_count", [("name", "ilike", NAME)]),
    ):
        rows = looks(other.call, "client.resident", *call)
        assert NAME not in str(looks.answer)
        assert rows, call
        assert rows[0]["operation"] in ("denied", "group_refused", "search")
        assert rows[0]["user_id"] == planted["users"]["other"]
        assert NAME not in str(rows)


def test_a_failed_request_keeps_what_it_looked_at(planted, supporter, looks):
    """Changes, reads and is then refused, all in one transaction."""
    rows = looks(
        supporter.call,
        *("client.resident", "web_save", [planted["resident"]]),
        {"birth_year": 1959},
        {"name": {}, "access_ids": {}},
    )
    assert isinstance(looks.answer, ServerError)
    by_operation = {row["operation"]: row for row in rows}
    assert by_operation["write"]["undone"]
    assert by_operation["denied"]["field_names"] == "access_ids"


def test_two_at_once(planted, rpc, looks):
    clients = [rpc("look_supporter", PASSWORD) for _ in range(4)]

    def both():
        with ThreadPoolExecutor(4) as pool:
            calls = [
                pool.submit(
                    client.call,
                    *("client.resident", "read", [planted["resident"]], ["name"]),
                )
                for client in clients
                for _ in range(5)
            ]
            return [call.result() for call in calls]

    rows = looks(both)
    assert len(looks.answer) == 20
    assert len([row for row in rows if row["operation"] == "read"]) == 20


def test_a_look_that_cannot_be_written_does_not_go_out(
    planted, supporter, looks, sql, server
):
    sql("ALTER TABLE client_access_log RENAME TO client_access_log_away")
    try:
        with pytest.raises(ServerError) as refused:
            supporter.call("client.resident", "read", [planted["resident"]], ["name"])
        assert NAME not in str(refused.value)
    finally:
        sql("ALTER TABLE client_access_log_away RENAME TO client_access_log")
    log = server.log.read_text()
    [line] = [text for text in log.splitlines() if "client_support.alarm" in text]
    assert " CRITICAL " in line
    assert f"[{planted['resident']}]" in line
    assert NAME not in log
    assert supporter.call("client.resident", "read", [planted["resident"]], ["name"])


def test_the_resident_sees_it_on_the_portal(planted, supporter, rpc, sql):
    supporter.call("client.question", "read", [planted["question"]], ["description"])
    sql("UPDATE res_partner SET lang = 'nl_NL' WHERE name LIKE '%look_resident%'")
    resident = rpc("look_resident", PASSWORD)
    page = resident.get("/my/dossier/inzage")
    assert page.status_code == 200
    assert "Wie keek in mijn dossier?" in page.text
    assert re.search(r"bekeken: [^<]*uw hulpvragen", page.text)
    assert "een cliëntondersteuner van" in page.text
    assert "helpt u" in page.text
    assert MARKER not in page.text and NAME not in page.text
    assert "/my/dossier/inzage" in resident.get("/my").text


def test_nobody_else_has_that_page(planted, rpc):
    for login in ("look_stranger", "look_supporter"):
        client = rpc(login, PASSWORD)
        assert client.get("/my/dossier/inzage").status_code == 404
    assert "/my/dossier/inzage" not in rpc("look_stranger", PASSWORD).get("/my").text
    assert "/web/login" in rpc().get("/my/dossier/inzage").url


def test_the_log_over_rpc(planted, rpc, supporter):
    officer = rpc("look_officer", PASSWORD)
    rows = officer.call("client.access.log", "search_read", [])
    assert rows
    assert planted["number"] in str(rows)
    assert NAME not in str(rows) and MARKER not in str(rows)
    for method, args in (
        ("write", [[rows[0]["id"]], {"user_id": 1}]),
        ("unlink", [[rows[0]["id"]]]),
        ("create", [{"user_id": 1, "operation": "read"}]),
    ):
        with pytest.raises(ServerError):
            officer.call("client.access.log", method, *args)
    for method in ("search_read", "search_count"):
        with pytest.raises(ServerError):
            supporter.call("client.access.log", method, [])
    # What only the program calls is not there for a client.
    for method in ("_shown_to_user", "_lines_about", "_write_acts"):
        with pytest.raises(ServerError):
            supporter.call("client.access.log", method)
