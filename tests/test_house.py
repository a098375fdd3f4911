"""The rules of the house hold: databases, strictness of the test run, commands."""

import os
import subprocess
from contextlib import closing

import pytest
from database import check_name, drop
from layout import ENVIRONMENT, OUR_ADDONS, PYTHON, ROOT, SCRIPTS, SetupError
from lxml import etree
from postgres import check_extensions, connect, ensure_extensions, server_settings
from serve import check_port

BARE = "oco_bare"
WITHOUT_ODOO = ("-p", "no:odoo")


@pytest.fixture
def bare():
    """A cursor on an empty database without any extension."""
    settings = server_settings()
    with closing(connect(settings)) as connection, connection.cursor() as cr:
        drop(cr, BARE)
        cr.execute(f"CREATE DATABASE {BARE} TEMPLATE template0")
        with closing(connect(settings, BARE)) as inside, inside.cursor() as bare_cr:
            yield bare_cr
        drop(cr, BARE)


def test_extensions_are_checked(bare):
    with pytest.raises(SetupError, match=r"word_similarity.* and unaccent"):
        check_extensions(bare, BARE)
    ensure_extensions(server_settings(), BARE)
    check_extensions(bare, BARE)
    ensure_extensions(server_settings(), BARE)  # may be run again


def test_extensions_of_the_test_database(env):
    check_extensions(env.cr, "oco_test")
    env.cr.execute("SELECT unaccent('Überprüfung, één coöperatie')")
    assert env.cr.fetchone() == ("Uberprufung, een cooperatie",)
    # Odoo uses it in indexes only when it is immutable.
    assert env.registry.has_unaccent == 2


@pytest.mark.parametrize("name", ["", "Demo", "a-b", "x; drop", "oco_template_x"])
def test_database_name_is_checked(name):
    with pytest.raises(SetupError, match="cannot be a database name"):
        check_name(name)


def test_taken_port_says_what_to_do(server):
    port = server.url.rsplit(":", 1)[1]
    with pytest.raises(SetupError, match=rf"{port} is taken by this checkout's own"):
        check_port(port)
    with pytest.raises(SetupError, match="not a port"):
        check_port("http")


def run_strict(folder, code, *options, ci=""):
    """Run a test file with our plugin in a pytest of its own: (status, output)."""
    (folder / "test_it.py").write_text(code)
    done = subprocess.run(
        [PYTHON, "-m", "pytest", "-p", "strict", *options, folder],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(SCRIPTS), "CI": ci},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout


def test_logged_error_fails(tmp_path):
    status, output = run_strict(
        tmp_path,
        "import logging\n"
        "def test_it():\n"
        "    logging.getLogger('odoo.addons.x').error('broken %s', 7)\n",
        *WITHOUT_ODOO,
    )
    assert status == 1
    assert "odoo.addons.x: broken 7" in output


def test_expected_error_passes(tmp_path):
    status, output = run_strict(
        tmp_path,
        "import logging, unittest\n"
        "class It(unittest.TestCase):\n"
        "    def test_it(self):\n"
        "        with self.assertLogs('odoo.addons.x', 'ERROR'):\n"
        "            logging.getLogger('odoo.addons.x').error('broken')\n",
        *WITHOUT_ODOO,
    )
    assert status == 0, output


@pytest.mark.parametrize(("ci", "expected"), [("", 0), ("true", 1)])
def test_skip_fails_in_ci_only(tmp_path, ci, expected):
    status, output = run_strict(
        tmp_path,
        "import pytest\ndef test_it():\n    pytest.skip('no browser')\n",
        *WITHOUT_ODOO,
        ci=ci,
    )
    assert status == expected, output


def test_no_test_at_all_fails(tmp_path):
    assert run_strict(tmp_path, "", *WITHOUT_ODOO)[0] == 5


def test_case_outside_addons_runs(tmp_path):
    status, output = run_strict(
        tmp_path,
        "from odoo.tests import TransactionCase\n"
        "class TestIt(TransactionCase):\n"
        "    def test_it(self):\n"
        "        self.assertTrue(self.env.user)\n",
    )
    assert status == 0, output


def test_odoo_command_has_clean_output(server):
    done = subprocess.run(
        ["make", "-s", "odoo", f"ARGS=shell -d {server.database}"],
        cwd=ROOT,
        input="print(env.cr.dbname)",
        capture_output=True,
        text=True,
    )
    assert done.stdout == f"{server.database}\n", done.stderr


def test_nothing_is_left_outside_the_folder():
    ignored = subprocess.run(["git", "check-ignore", "-q", ENVIRONMENT], cwd=ROOT)
    assert ignored.returncode == 0


def test_domain_data(shared):
    assert any((shared / "domain").iterdir())


def shown_fields(node, model):
    """(field, node) of a view and of the views inside it."""
    for child in node:
        field = model._fields.get(child.get("name")) if child.tag == "field" else None
        if field:
            yield field, child
        inside = field.comodel_name if field else None
        yield from shown_fields(child, model.env[inside] if inside else model)


def test_a_moment_has_no_widget_of_a_day(env):
    """Odoo's `date` takes only days: of a moment it shows the time all the same."""
    names = env["ir.model.data"].search(
        [("model", "=", "ir.ui.view"), ("module", "in", list(OUR_ADDONS))]
    )
    views = env["ir.ui.view"].browse(names.mapped("res_id"))
    wrong = {
        f"{view.xml_id}: {field.name}"
        for view in views.filtered(lambda view: view.model in env)
        for field, node in shown_fields(etree.fromstring(view.arch), env[view.model])
        if node.get("widget") == "date" and field.type != "date"
    }
    # Leave the widget out and say options="{'show_time': False}".
    assert wrong == set()
