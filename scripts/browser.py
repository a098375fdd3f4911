"""A headless Chromium, driven over its own protocol: for pictures and for measuring.

`Browser` opens pages. `Hand` is what a person does on them: real mouse clicks and keys
on what can be seen, each counted, so that a journey costs what it would cost a person.
"""

import base64
import json
import shutil
import subprocess
import tempfile
import time
import urllib.request

import websocket
from layout import SetupError
from serve import free_port

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync "
    "--remote-allow-origins=*"
)
PATIENCE = 30  # seconds
POLL = 0.05
# Counts the requests that are under way, and when a page last did something.
WATCH = """
(() => {
    const own = (window.oHand = { busy: 0 });
    const fetched = window.fetch;
    window.fetch = (...args) => {
        own.busy++;
        return fetched(...args).finally(() => own.busy--);
    };
    const send = XMLHttpRequest.prototype.send;
    XMLHttpRequest.prototype.send = function (...args) {
        own.busy++;
        this.addEventListener("loadend", () => own.busy--);
        return send.apply(this, args);
    };
})();
"""
# What of a selector can be seen and clicked now: its middle, or why not.
PLACE = """
((selector, text) => {
    const flat = (node) => node.textContent.replace(/\\s+/g, " ").trim();
    const seen = [...document.querySelectorAll(selector)].filter((node) => {
        const box = node.getBoundingClientRect();
        return box.width && box.height && (!text || flat(node).includes(text));
    });
    const node = seen[0];
    if (!node) {
        return null;
    }
    node.scrollIntoView({ block: "nearest", inline: "nearest" });
    const box = node.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const top = document.elementFromPoint(x, y);
    const label = top && top.closest("label");
    const isOwn = label && label.control === node;
    return top && (node.contains(top) || top.contains(node) || isOwn) ? [x, y] : null;
})(%s, %s)
"""
# Windows virtual key codes of the keys that are pressed by name.
KEYS = {
    "Enter": 13,
    "Tab": 9,
    "Escape": 27,
    "ArrowDown": 40,
    "Backspace": 8,
    **{digit: 48 + int(digit) for digit in "0123456789"},
}
HELD = {"Alt": 1, "Ctrl": 2, "Shift": 8}


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
                if "error" in answer:
                    raise SetupError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def run(self, script):
        answer = self.send("Runtime.evaluate", expression=script, returnByValue=True)
        return answer["result"].get("value")

    def open(self, url, selector):
        self.send("Page.navigate", url=url)
        self.wait(selector)

    def wait(self, selector):
        for _ in range(600):
            if self.run(f"!!document.querySelector({json.dumps(selector)})"):
                return
            time.sleep(0.15)
        raise SetupError(f"{selector} did not come on {self.run('location.href')}")

    def login(self, url, login, password="demo"):
        self.send("Network.clearBrowserCookies")
        self.open(f"{url}/web/login", "input[name=login]")
        self.run(
            f"document.querySelector('input[name=login]').value = '{login}';"
            f"document.querySelector('input[name=password]').value = '{password}';"
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


class Hand:
    """Somebody at a desk, who clicks and types; what it takes is counted.

    :param url: of the server
    :param folder: where pictures go; without, none is taken
    """

    def __init__(self, browser, url, folder=None):
        self.browser = browser
        self.url = url
        self.folder = folder
        self.name = ""
        self.clicks = self.keys = self.switches = 0
        self.waited = 0.0
        self.counts = False
        self.at_keys = False
        browser.send("Page.enable")
        browser.send("Page.addScriptToEvaluateOnNewDocument", source=WATCH)

    # What does not count --------------------------------------------------------

    def start(self, name):
        """From now on it counts."""
        self.name, self.counts = name, True

    def stop(self):
        """What follows does not count: another person logs in, or it is done."""
        self.counts = False

    def go_on(self):
        self.counts = True

    def sit_down(self, login, path="/odoo", ready=".o_web_client .o_action"):
        """Another person logs in; that is no part of the journey."""
        self.browser.login(self.url, login)
        self.browser.open(f"{self.url}{path}", ready)
        self._settle()

    def go(self, path, ready):
        """Begin on a page that was open already."""
        self.browser.open(f"{self.url}{path}", ready)
        self._settle()

    def read(self, script):
        return self.browser.run(script)

    def picture(self, name):
        if self.folder:
            counted, self.counts = self.counts, False
            self._mouse("mouseMoved", 2, 2)  # out of the way
            self.browser.save(self.folder / f"journey_{self.name}_{name}.png")
            self.counts = counted

    # What counts ----------------------------------------------------------------

    def click(self, selector, text=""):
        x, y = self._place(selector, text)
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self._mouse(kind, x, y)
        self._count(clicks=1)
        self._settle()

    def type(self, text):
        """Type where the cursor is."""
        self.browser.send("Input.insertText", text=text)
        self._count(keys=len(text))
        self._settle()

    def fill(self, selector, text):
        """Click in a field and type."""
        self.click(selector)
        self.type(text)

    def choose(self, selector, text, item=None):
        """Type the beginning of a name, and take the first that fits."""
        self.fill(selector, text)
        self.see(".o-autocomplete--dropdown-item", item or text)
        self.click(".o-autocomplete--dropdown-item", item or text)

    def press(self, *keys):
        """Press keys one after the other: "Enter", "3", "Alt+q"."""
        for combination in keys:
            *held, key = combination.split("+")
            modifiers = sum(HELD[one] for one in held)
            code = KEYS.get(key) or ord(key.upper())
            text = key if len(key) == 1 and not modifiers else ""
            for kind in ("keyDown", "keyUp"):
                self.browser.send(
                    "Input.dispatchKeyEvent",
                    type=kind, key=key, modifiers=modifiers,
                    windowsVirtualKeyCode=code,
                    text={"Enter": "\r"}.get(key, text) if kind == "keyDown" else "",
                )  # fmt: skip
            self._count(keys=1)
            self._settle()

    def see(self, selector, text=""):
        """Wait until it is on the screen."""
        self._place(selector, text)

    # ------------------------------------------------------------------------------

    def _count(self, clicks=0, keys=0):
        if self.counts:
            self.clicks += clicks
            self.keys += keys
            self.switches += self.at_keys != bool(keys)
            self.at_keys = bool(keys)

    def _mouse(self, kind, x, y):
        self.browser.send(
            "Input.dispatchMouseEvent",
            type=kind, x=x, y=y, button="none" if kind == "mouseMoved" else "left",
            clickCount=1,
        )  # fmt: skip

    def _place(self, selector, text):
        """The middle of the first that can be seen, once it stands still."""
        began = time.monotonic()
        before = None
        script = PLACE % (json.dumps(selector), json.dumps(text))
        while time.monotonic() - began < PATIENCE:
            place = self.browser.run(script)
            if place and place == before:
                return place
            before = place
            time.sleep(POLL)
        if self.folder:
            self.browser.save(self.folder / "stuck.png")
        raise SetupError(
            f"{selector} {text!r} cannot be clicked on {self.read('location.href')}"
        )

    def _settle(self):
        """Until the page asks the server for nothing more: that is waiting time."""
        began = time.monotonic()
        quiet = 0
        while quiet < 3 and time.monotonic() - began < PATIENCE:
            busy = self.browser.run(
                "!window.oHand || oHand.busy || document.readyState !== 'complete'"
                " || !!document.querySelector('.o_blockUI')"
            )
            quiet = 0 if busy else quiet + 1
            time.sleep(POLL / 2)
        if self.counts:
            self.waited += time.monotonic() - began
