"""What a fresh server answers, and what it refuses."""

import re
from contextlib import closing

import pytest
from conftest import ServerError
from database import database_names
from postgres import connect, server_settings


def test_login_page(rpc):
    answer = rpc().get("/web/login")
    assert answer.status_code == 200
    assert 'name="login"' in answer.text


def test_page_assets_are_served(rpc):
    """Styles, scripts and fonts come from three Debian packages: none may lack."""
    client = rpc()
    page = client.get("/web/login").text
    assets = re.findall(r'(?:href|src|data-src)="(/web/assets/[^"]+)"', page)
    assert assets
    for path in assets:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert answer.content, path


@pytest.mark.parametrize(
    "path",
    [
        "/web/static/src/libs/fontawesome/fonts/fontawesome-webfont.woff2",
        "/web/static/fonts/google/Roboto/Roboto-Regular.ttf",
        "/web/static/lib/jquery/jquery.js",
    ],
)
def test_linked_file_is_served(rpc, path):
    answer = rpc().get(path)
    assert answer.status_code == 200
    assert len(answer.content) > 10_000


def test_databases_are_nobodys_business(rpc):
    client = rpc()
    for path in ("/web/database/manager", "/web/database/selector"):
        page = client.get(path)
        assert client.database not in page.text
        assert "disabled by the administrator" in page.text
    with pytest.raises(ServerError) as refused:
        client._rpc("/web/database/list", {})
    assert refused.value.name == "odoo.exceptions.AccessDenied"


@pytest.mark.parametrize("action", ["backup", "drop", "duplicate"])
@pytest.mark.parametrize("password", ["admin", "", "False"])
def test_no_master_password_opens_databases(rpc, server, action, password):
    client = rpc()
    server.expect_error(r"odoo\.addons\.web\.controllers\.database: ")
    client.http.post(
        f"{client.url}/web/database/{action}",
        data={
            "master_pwd": password,
            "name": client.database,
            "new_name": "oco_stolen",
            "backup_format": "dump",
        },
        timeout=60,
    )
    answer = client.get("/web/login")
    assert answer.status_code == 200
    with closing(connect(server_settings())) as connection, connection.cursor() as cr:
        assert "oco_stolen" not in database_names(cr)
        assert client.database in database_names(cr)


def test_session_and_old_interface(rpc):
    client = rpc("admin", "admin")
    name = client.call("res.users", "read", [client.uid], ["login"])[0]["login"]
    assert name == "admin"
    version = client.jsonrpc("common", "version")
    assert version["server_serie"] == "19.0"


def test_server_error_has_a_name(rpc):
    with pytest.raises(ServerError) as refused:
        rpc("admin", "wrong")
    assert refused.value.name == "odoo.exceptions.AccessDenied"


def test_key_and_shell(rpc, shell):
    key = shell(
        "user = env.ref('base.user_admin')\n"
        "answer = env['res.users.apikeys'].with_user(user).sudo()"
        "._generate('rpc', 'test', False)"
    )
    found = rpc().json2(
        key, "res.users", "search_read", domain=[("id", "=", 2)], fields=["login"]
    )
    assert found[0]["login"] == "admin"
    with pytest.raises(ServerError) as refused:
        rpc().json2("not-a-key", "res.users", "search", domain=[])
    assert "Unauthorized" in refused.value.name


def test_our_addons_and_dutch_are_installed(rpc):
    client = rpc("admin", "admin")
    names = ("social_map", "client_support", "oco_reporting")
    states = client.call(
        "ir.module.module", "search_read", [("name", "in", names)], ["state"]
    )
    assert [row["state"] for row in states] == ["installed"] * 3
    assert client.call("res.lang", "search_count", [("code", "=", "nl_NL")]) == 1
