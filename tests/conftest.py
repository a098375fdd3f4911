"""A real Odoo server and ways to talk to it, for tests that cross processes."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
import requests
from database import discard, odoo_command, prepare
from layout import CONFIG, ENVIRONMENT, ROOT
from serve import Server, free_port

ERROR_LINE = re.compile(r"^\S+ \S+ \d+ (?:ERROR|CRITICAL) .*$", re.M)


def pytest_collection_modifyitems(items):
    """Test cases of Odoo first: each of them ends every child process when it is over,
    the server of the tests below too.
    """
    from odoo.tests import BaseCase

    items.sort(key=lambda item: not issubclass(item.cls or object, BaseCase))


class ServerError(Exception):
    """What Odoo answered instead of a result."""

    def __init__(self, name, message):
        super().__init__(f"{name}: {message}")
        self.name = name
        self.message = message


class Rpc:
    """One client of the server: a browser session, or a program with a key."""

    def __init__(self, url, database):
        self.url = url
        self.database = database
        self.http = requests.Session()
        self.uid = None

    def login(self, login, password):
        """Log in as a browser does; returns what the session holds."""
        session = self._rpc(
            "/web/session/authenticate",
            {"db": self.database, "login": login, "password": password},
        )
        self.uid = session["uid"]
        return session

    def call(self, model, method, *args, **kwargs):
        """Call a method as the web client does. Raises ServerError."""
        return self._rpc(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def jsonrpc(self, service, method, *args):
        """Call the old external interface. Raises ServerError."""
        return self._rpc(
            "/jsonrpc", {"service": service, "method": method, "args": args}
        )

    def json2(self, key, model, method, **body):
        """Call the external interface with an API key. Raises ServerError."""
        answer = self.http.post(
            f"{self.url}/json/2/{model}/{method}",
            json=body,
            headers={"Authorization": f"Bearer {key}"},
            timeout=120,
        )
        if not answer.ok:
            error = answer.json()
            raise ServerError(error["name"], error["message"])
        return answer.json()

    def get(self, path, **kwargs):
        return self.http.get(self.url + path, timeout=120, **kwargs)

    def _rpc(self, path, params):
        answer = self.http.post(
            self.url + path,
            json={"jsonrpc": "2.0", "method": "call", "id": 1, "params": params},
            timeout=120,
        )
        answer.raise_for_status()
        body = answer.json()
        if "error" in body:
            data = body["error"]["data"]
            raise ServerError(data["name"], data["message"])
        return body["result"]


class LoggedServer(Server):
    """A server whose log is judged at the end."""

    def __init__(self, database):
        self.log = ENVIRONMENT / f"{database}.log"
        self.expected = []
        with open(self.log, "w") as output:
            super().__init__(
                database,
                free_port(),
                "--max-cron-threads=0",
                output=output,
            )

    def expect_error(self, pattern):
        """Announce error lines: this regular expression may occur in them."""
        self.expected.append(re.compile(pattern))

    def unexpected_errors(self):
        return [
            line
            for line in ERROR_LINE.findall(self.log.read_text())
            if not any(pattern.search(line) for pattern in self.expected)
        ]


@pytest.fixture(scope="session")
def server():
    """A real server on a database of its own; `url`, `database`, `expect_error()`."""
    database = f"oco_http_{os.getpid()}"
    prepare(database)
    process = LoggedServer(database)
    try:
        process.wait_until_ready()
        yield process
    finally:
        process.stop()
        discard(database)
    errors = process.unexpected_errors()
    assert not errors, f"see {process.log}:\n" + "\n".join(errors)
    process.log.unlink()


@pytest.fixture
def rpc(server):
    """Makes a client: `rpc()` without a session, `rpc(login, password)` with one."""

    def client(login=None, password=None):
        made = Rpc(server.url, server.database)
        if login:
            made.login(login, password)
        return made

    return client


@pytest.fixture(scope="session")
def shell(server):
    """Run Python in `odoo shell` on the server's database and commit.

    The code has `env`; what it leaves in `answer` comes back through JSON.
    """

    def run(code):
        script = (
            f"answer = None\n{code}\nenv.cr.commit()\n"
            "import json\nprint('\\nANSWER', json.dumps(answer))\n"
        )
        done = subprocess.run(
            odoo_command(
                *("shell", "-c", str(CONFIG), "-d", server.database),
                *("--no-http", "--log-level=error"),
            ),
            input=script,
            capture_output=True,
            text=True,
        )
        found = re.search(r"^ANSWER (.*)$", done.stdout, re.M)
        assert found, f"the shell failed:\n{done.stdout}{done.stderr}"
        return json.loads(found.group(1))

    return run


@pytest.fixture(scope="session")
def shared():
    """The folder with the domain data that stands beside this checkout."""
    folder = Path(os.environ.get("SHARED_DATA") or ROOT.parent / "shared")
    if not (folder / "domain").is_dir():
        reason = (
            f"no domain data in {folder}: it is handed out beside the repository; "
            "SHARED_DATA names another folder"
        )
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


@pytest.fixture
def env(load_registry):
    """Odoo in this process on the test database; what a test writes is undone."""
    import odoo
    from odoo.modules.registry import Registry

    with Registry(odoo.tests.common.get_db_name()).cursor() as cr:
        yield odoo.api.Environment(cr, odoo.SUPERUSER_ID, {})
        cr.rollback()
