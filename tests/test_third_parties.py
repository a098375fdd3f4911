"""Pages for residents ask nothing of anybody else: whoever serves a font, a picture or
a script would learn who asks for client support."""

import re
from urllib.parse import urljoin, urlsplit

import pytest

PASSWORD = "a long password"
PLANT = """
from odoo.tests.common import new_test_user
new_test_user(env, "third_portal", groups="base.group_portal", password={password!r})
"""
# What a browser fetches by itself, in a page and in a style sheet.
LOADED = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed)\b[^>]*?\bsrc=["']([^"']+)"""
    r"""|<link\b(?=[^>]*\brel=["'](?:stylesheet|preconnect|preload|dns-prefetch|icon|"""
    r"""prefetch|shortcut\ icon|manifest)["'])[^>]*?\bhref=["']([^"']+)""",
    re.X,
)
LOADED_BY_CSS = re.compile(
    r"""@import\s+(?:url\()?["']?([^"')\s;]+)|url\(\s*["']?([^"')]+)"""
)


def addresses(pattern, text):
    return {one or other for one, other in pattern.findall(text)}


def strangers(client, url, text, pattern):
    """The addresses in a text that lie elsewhere; style sheets are followed."""
    found = set()
    for address in addresses(pattern, text):
        target = urljoin(url, address.replace("&amp;", "&"))
        if urlsplit(target).scheme not in ("http", "https"):
            continue  # in the page itself: data:
        if urlsplit(target).netloc != urlsplit(client.url).netloc:
            found.add(target)
        elif urlsplit(target).path.endswith(".css"):
            sheet = client.http.get(target, timeout=300)
            assert sheet.ok, target
            found |= strangers(client, target, sheet.text, LOADED_BY_CSS)
    return found


@pytest.fixture(scope="module")
def portal_user(shell):
    shell(PLANT.format(password=PASSWORD))
    return "third_portal", PASSWORD


@pytest.mark.parametrize(
    "path",
    ["/", "/web/login", "/web/reset_password", "/my", "/toegankelijkheid", "/privacy"]
    + ["/sociale-kaart", "/sociale-kaart?q=hulp", "/sociale-kaart/embed"]
    + ["/sociale-kaart/insluiten"],
)
def test_a_page_asks_nothing_of_others(path, portal_user, rpc):
    client = rpc(*portal_user) if path == "/my" else rpc()
    page = client.get(path)
    assert page.ok
    styled = addresses(LOADED, page.text)
    assert any(".css" in address for address in styled), "the styles were not found"
    assert not strangers(client, page.url, page.text, LOADED)


def test_what_the_test_would_find(rpc):
    """The test can fail: what Odoo's themes load is seen."""
    client = rpc()
    sheet = '@import url("https://fonts.example/css?family=Inter");a{src:url(/x.woff)}'
    page = '<link rel="preconnect" href="https://fonts.example/" crossorigin=""/>'
    assert strangers(client, client.url, sheet, LOADED_BY_CSS)
    assert strangers(client, client.url, page, LOADED)


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [(None, "nl-NL"), ("nl", "nl-NL"), ("tr", "nl-NL"), ("en", "en-US")],
)
def test_the_website_speaks_dutch(asked, spoken, rpc):
    """And English to a browser that asks for it."""
    page = rpc().get("/web/login", headers={"Accept-Language": asked})
    assert f'<html lang="{spoken}"' in page.text
    assert ("Wachtwoord" in page.text) == (spoken == "nl-NL")
