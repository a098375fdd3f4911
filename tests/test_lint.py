"""`make lint` finds what it is there for."""

from pathlib import Path

import lint
import pytest

MANIFEST = """{
    "name": "X", "version": "19.0.1.0.0", "license": "AGPL-3",
    "depends": ["base"], "data": ["views/a.xml"],
}"""


@pytest.fixture
def addon(tmp_path):
    """An addon without a fault."""
    folder = tmp_path / "addons" / "x"
    (folder / "views").mkdir(parents=True)
    (folder / "views" / "a.xml").write_text("<odoo/>")
    (folder / "i18n").mkdir()
    (folder / "i18n" / "nl.po").write_text('msgid "Name"\nmsgstr "Naam"\n')
    (folder / "__manifest__.py").write_text(MANIFEST)
    return folder


def findings(addon):
    return " ".join([*lint.manifest(addon), *lint.translation(addon)])


def test_clean_addon(addon):
    assert not findings(addon)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("19.0.1.0.0", "1.0", "version must be"),
        ("AGPL-3", "LGPL-3", "license must be"),
        ("views/a.xml", "views/b.xml", "does not list views/a.xml"),
        ("views/a.xml", "views/b.xml", "lists views/b.xml, which is not there"),
        ('"views/a.xml"', '"views/a.xml", "views/a.xml"', "twice"),
        (
            '"depends"',
            '"assets": {"web.assets_backend": ["x/static/*.js"]}, "depends"',
            "no asset matches x/static/*.js",
        ),
    ],
)
def test_manifest(addon, old, new, message):
    (addon / "__manifest__.py").write_text(MANIFEST.replace(old, new))
    assert message in findings(addon)


@pytest.mark.parametrize(
    ("name", "text", "listed"),
    [
        ("security/ir.model.access.csv", "id,name\n", False),
        ("security/ir.model.access.csv", '"id","name"\n', False),
        # A table that code reads is no data file of Odoo.
        ("data/domains.csv", "code,name\n", True),
        ("demo/people.xml", "<odoo/>", False),
    ],
)
def test_unlisted_file(addon, name, text, listed):
    (addon / name).parent.mkdir(exist_ok=True)
    (addon / name).write_text(text)
    assert (f"does not list {name}" in findings(addon)) is not listed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('msgid "Name"\nmsgstr ""\n', "not translated: 'Name'"),
        ('#, fuzzy\nmsgid "Name"\nmsgstr "Naam"\n', "fuzzy: 'Name'"),
        (None, "is missing"),
    ],
)
def test_translation(addon, text, message):
    po = addon / "i18n" / "nl.po"
    if text is None:
        po.unlink()
    else:
        po.write_text(text)
    assert message in findings(addon)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("addons/x/views/a.xml", "<tree/>"),
        ("addons/x/views/a.xml", '<field name="view_mode">tree,form</field>'),
        ("addons/x/views/a.xml", '<field name="a" attrs="{}"/>'),
        ("addons/x/views/a.xml", '<t t-name="kanban-box"/>'),
        ("addons/x/models/a.py", "_sql_constraints = []"),
        ("addons/x/controllers/a.py", "request.env['a'].sudo().search([])"),
        ("addons/x/views/a_templates.xml", '<t t-out="a.sudo().b"/>'),
        ("addons/client_support/models/a.py", '_inherit = "portal.mixin"'),
        # In two parts, as this file is checked as well.
        ("scripts/a.py", "https://deb.de" + "bian.org/a"),
        ("docs/a.md", "see /ro" + "ot/notes"),
    ],
)
def test_forbidden_word(tmp_path, path, text):
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(text)
    assert list(lint.forbidden_words([Path(path)], tmp_path))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("addons/x/models/a.py", "self.sudo().write({})"),
        ("addons/x/views/a.xml", '<field name="view_mode">list,form</field>'),
        ("addons/x/i18n/nl.po", 'msgid "see /ho' + 'me/you"'),
        ("docs/a.md", "open /my/home in the portal"),
    ],
)
def test_allowed_word(tmp_path, path, text):
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(text)
    assert not list(lint.forbidden_words([Path(path)], tmp_path))


def test_broken_xml(tmp_path):
    (tmp_path / "a.xml").write_text("<odoo>")
    assert list(lint.well_formed([Path("a.xml")], tmp_path))
