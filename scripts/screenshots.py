"""Take the screenshots of docs/ from the running demo: `make screenshots`.

Chromium is driven over its own protocol, in Dutch, as the people of the demo data.
"""

import base64
import json
import shutil
import subprocess
import tempfile
import time
import urllib.request

import websocket
from database import prepare
from layout import ROOT, SetupError, command, say
from serve import Server, free_port

FOLDER = ROOT / "docs" / "screenshots"
DATABASE = "oco_screenshots"
DESKTOP = (1366, 820)
PHONE = (412, 860)
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync "
    "--remote-allow-origins=*"
)

# What to click (JavaScript), and what to wait for then.
OPEN_FIRST = (
    "document.querySelector('.o_data_row .o_data_cell').click()",
    ".o_form_view",
)


def tab(name, selector):
    return (f"document.querySelector('.o_notebook a[name={name}]').click()", selector)


CASES = "client_support.client_case_action"
# file, login, size, action, what to wait for, what to click then
SCREENS = [
    ("my_day", "fatima", DESKTOP, "client_support.client_day_action",
     ".list-group-item", []),
    ("my_day_phone", "fatima", PHONE, "client_support.client_day_action",
     ".list-group-item", []),
    ("quick_contact", "inge", DESKTOP, "client_support.client_quick_contact_action",
     ".o_client_quick_contact", []),
    ("quick_contact_phone", "inge", PHONE,
     "client_support.client_quick_contact_action", ".o_client_quick_contact", []),
    ("contacts", "fatima", DESKTOP, "client_support.client_contact_action",
     ".o_data_row", []),
    ("case", "fatima", DESKTOP, CASES, ".o_data_row", [OPEN_FIRST]),
    ("case_life_domains", "fatima", DESKTOP, CASES, ".o_data_row",
     [OPEN_FIRST, tab("life_domains", ".o_client_life_domains svg")]),
    ("case_plan", "fatima", DESKTOP, CASES, ".o_data_row",
     [OPEN_FIRST, tab("plan", ".o_kanban_record")]),
    ("case_network", "fatima", DESKTOP, CASES, ".o_data_row",
     [OPEN_FIRST, tab("network", ".tab-pane.active svg")]),
    ("caseload", "karin", DESKTOP, "client_support.client_caseload_action",
     ".o_data_row", []),
    ("figures_domains", "mark", DESKTOP, "oco_reporting.oco_figure_action_domains",
     ".o_pivot", []),
    ("published_table", "femke", DESKTOP, "oco_reporting.oco_published_table_action",
     ".o_data_row", [OPEN_FIRST]),
    ("figures_contacts", "mark", DESKTOP, "oco_reporting.oco_figure_action_contacts",
     ".o_pivot", []),
]  # fmt: skip


class Browser:
    """A headless Chromium with one page."""

    def __init__(self, size):
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        if not chromium:
            raise SetupError("No Chromium here: `apt install chromium`.")
        port = free_port()
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.process = subprocess.Popen(
            [chromium, *FLAGS.split(), f"--remote-debugging-port={port}",
             f"--user-data-dir={self.profile.name}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.socket = websocket.create_connection(self._page(port), timeout=60)
        self.sent = 0
        width, height = size
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=width < 600,
        )  # fmt: skip

    @staticmethod
    def _page(port):
        for _ in range(100):
            try:
                pages = urllib.request.urlopen(f"http://127.0.0.1:{port}/json")
                return next(
                    page["webSocketDebuggerUrl"]
                    for page in json.load(pages)
                    if page["type"] == "page"
                )
            except (OSError, StopIteration):
                time.sleep(0.1)
        raise SetupError("Chromium did not start.")

    def send(self, method, **params):
        self.sent += 1
        self.socket.send(
            json.dumps({"id": self.sent, "method": method, "params": params})
        )
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.sent:
                return answer["result"]

    def run(self, script):
        answer = self.send("Runtime.evaluate", expression=script, returnByValue=True)
        return answer["result"].get("value")

    def open(self, url, selector):
        self.send("Page.navigate", url=url)
        self.wait(selector)

    def wait(self, selector):
        for _ in range(200):
            if self.run(f"!!document.querySelector({json.dumps(selector)})"):
                return
            time.sleep(0.15)
        raise SetupError(f"{selector} did not come on {self.run('location.href')}")

    def login(self, url, login):
        self.open(f"{url}/web/login", "input[name=login]")
        self.run(
            f"document.querySelector('input[name=login]').value = '{login}';"
            "document.querySelector('input[name=password]').value = 'demo';"
            "document.querySelector('form.oe_login_form').submit()"
        )
        self.wait(".o_main_navbar")

    def save(self, file):
        time.sleep(1)  # animations
        image = self.send("Page.captureScreenshot", format="png")
        file.write_bytes(base64.b64decode(image["data"]))

    def close(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait()
        self.profile.cleanup()


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    prepare(DATABASE, demo=True)
    server = Server(DATABASE, free_port(), "--log-level=warn")
    try:
        server.wait_until_ready()
        for name, login, size, action, selector, clicks in SCREENS:
            say(name)
            browser = Browser(size)
            try:
                browser.login(server.url, login)
                browser.open(f"{server.url}/odoo/action-{action}", selector)
                for script, then in clicks:
                    browser.run(script)
                    browser.wait(then)
                browser.save(FOLDER / f"{name}.png")
            finally:
                browser.close()
    finally:
        server.stop()


if __name__ == "__main__":
    command(main)
