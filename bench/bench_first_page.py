"""The first page after login with our addons, beside that of Odoo with only theirs.

Two servers, asked in turn: what a browser loads before the first screen is there, with
the number and size of its styles and scripts (as sent, compressed by no proxy). A
missed goal ends the run with status 1.
"""

import re
import sys

import requests
from database import base_name, copy, discard, prepare, server_cursor
from gauge import medians
from serve import Server, free_port

OURS, PLAIN = "oco_bench_page_ours", "oco_bench_page_plain"
ROUNDS = 15
# Size of styles and scripts, and time, as a multiple of those without us.
GOAL = 1.1
LINK = re.compile(r'(?:src|href)="(/web/assets/[^"]+\.(?:js|css))"')


class Browser:
    """A browser with a session and an empty cache."""

    def __init__(self, server):
        self.url = server.url
        self.http = requests.Session()
        answer = self.http.post(
            f"{self.url}/web/session/authenticate",
            json={
                "params": {"db": server.database, "login": "admin", "password": "admin"}
            },
        )
        assert answer.json()["result"]["uid"]

    def get(self, path):
        answer = self.http.get(self.url + path)
        answer.raise_for_status()
        return answer

    def first_page(self):
        """The page, its menus and its words; without files that stay in the cache."""
        page = self.get("/odoo")
        self.get("/web/webclient/load_menus")
        self.get("/web/webclient/translations?lang=nl_NL")
        return page

    def files(self, page):
        """The sizes of the styles and scripts of a page."""
        return [len(self.get(path).content) for path in set(LINK.findall(page.text))]


def main():
    prepare(OURS)
    with server_cursor() as (cr, _settings):
        copy(cr, base_name(), PLAIN)
    servers = [
        Server(name, free_port(), "--log-level=error", "--max-cron-threads=0")
        for name in (OURS, PLAIN)
    ]
    missed = []
    try:
        browsers = []
        for server in servers:
            server.wait_until_ready()
            browsers.append(Browser(server))
        rows = [("page after login, ms", *medians(*pages(browsers), ROUNDS))]
        rows += [
            (f"{name} of a visitor" if visitor else name, *values)
            for visitor in (False, True)
            for name, *values in sizes(browsers, visitor)
        ]
    finally:
        for server in servers:
            server.stop()
        for name in (OURS, PLAIN):
            discard(name)
    print(
        "\n| | with our addons | Odoo alone | quotient | goal |\n|---|---|---|---|---|"
    )
    for name, ours, plain, ratio in rows:
        print(f"| {name} | {ours:,.0f} | {plain:,.0f} | {ratio:.2f} | {GOAL} |")
        if ratio > GOAL:
            missed.append(name)
    for name in missed:
        print(f"missed: {name}")
    return bool(missed)


def pages(browsers):
    return [browser.first_page for browser in browsers]


def sizes(browsers, visitor):
    """Number and bytes of styles and scripts: of the web client, or of a visitor."""
    ours, plain = (
        browser.files(browser.get("/my" if visitor else "/odoo"))
        for browser in browsers
    )
    return [
        ("files", len(ours), len(plain), len(ours) / len(plain)),
        ("bytes", sum(ours), sum(plain), sum(ours) / sum(plain)),
    ]


if __name__ == "__main__":
    sys.exit(main())
