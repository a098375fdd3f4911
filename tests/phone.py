"""A telephone with a browser, and what on a page keeps somebody from using it."""

import importlib.util
import json
import resource
from pathlib import Path

from browser import Browser

SIZE = (390, 844)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Of the package only this file is used; it drives another browser than ours.
(FOLDER,) = importlib.util.find_spec("axe_playwright_python").submodule_search_locations
AXE = (Path(FOLDER) / "axe.min.js").read_text()

# What axe-core does not look for; in the words of a failing test.
MEASURE = """
(() => {
    const main = document.querySelector("#wrap, main") || document.body;
    const found = [];
    const say = (what, el) => found.push(what + ": " + el.outerHTML.slice(0, 160));
    const shown = (el) => el.checkVisibility() && el.getBoundingClientRect().width > 1;
    if (document.documentElement.scrollWidth > screen.width) {
        const wide = [...document.querySelectorAll("body *")].filter(
            (el) => el.getBoundingClientRect().right > screen.width + 1
        );
        say(`scrolls sideways, ${document.documentElement.scrollWidth} px`,
            wide.at(-1) || document.body);
    }
    const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const el = texts.currentNode.parentElement;
        const size = parseFloat(getComputedStyle(el).fontSize);
        if (texts.currentNode.data.trim() && shown(el) && size < 16) {
            say(`letters of ${size} px`, el);
        }
    }
    for (const el of main.querySelectorAll(
        "a, button, select, textarea, input:not([type=hidden])"
    )) {
        const { width, height } = el.getBoundingClientRect();
        const words = [...el.parentElement.childNodes].some(
            (node) => node.nodeType === 3 && node.data.trim()
        );
        // A link in a sentence is as high as the sentence.
        const inline = words && getComputedStyle(el).display === "inline";
        if (shown(el) && !inline && Math.min(width, height) < 24) {
            say(`a target of ${width.toFixed()} by ${height.toFixed()} px`, el);
        }
    }
    return found;
})()
"""
RUN_AXE = """
// What stands under every page of the website is not ours.
axe.run(
    {exclude: [["footer#bottom"]]}, {runOnly: WCAG, resultTypes: ["violations"]}
).then((result) =>
    result.violations.flatMap((rule) => rule.nodes.map(
        (node) => `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`
    ))
)
""".replace("WCAG", json.dumps(WCAG))
# Where the focus is, and whether that can be seen.
FOCUS = """
(() => {
    const el = document.activeElement;
    const main = document.querySelector("#wrap, main") || document.body;
    const style = getComputedStyle(el);
    const box = el.getBoundingClientRect();
    const every = [...document.querySelectorAll("*")];
    return {
        place: every.indexOf(el),
        inside: el !== document.body && main.contains(el),
        html: el.outerHTML.slice(0, 160),
        top: box.top + scrollY,
        bottom: box.bottom + scrollY,
        seen: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
            || style.boxShadow !== "none",
    };
})()
"""


class Phone(Browser):
    """A phone that speaks English, as the phone of somebody new here may."""

    def __init__(self):
        # Odoo limits its own memory; Chromium reserves more and would not start.
        limits = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (limits[1], limits[1]))
        try:
            super().__init__(SIZE)
        finally:
            resource.setrlimit(resource.RLIMIT_AS, limits)
        self.send("Network.enable")
        agent = self.run("navigator.userAgent")
        self.send(
            "Network.setUserAgentOverride",
            userAgent=agent,
            acceptLanguage="en-US,en",
        )

    def take(self, cookies, url):
        """The session of somebody who logged in."""
        for name, value in cookies.items():
            self.send("Network.setCookie", name=name, value=value, url=url)

    def see(self, url):
        self.send("Page.navigate", url=url)
        self.wait("body")
        for _ in range(100):
            if self.run("document.readyState") == "complete":
                break
        return self

    def ask(self, script):
        answer = self.send(
            "Runtime.evaluate",
            expression=script,
            returnByValue=True,
            awaitPromise=True,
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def words(self):
        return self.run(
            "(document.querySelector('#wrap, main') || document.body).innerText"
        )

    def press_tab(self):
        for kind in ("rawKeyDown", "keyUp"):
            self.send(
                "Input.dispatchKeyEvent",
                type=kind,
                key="Tab",
                code="Tab",
                windowsVirtualKeyCode=9,
            )

    def barriers(self):
        """What keeps somebody from using this page."""
        self.ask(AXE)
        return [*self.ask(MEASURE), *self.ask(RUN_AXE), *self._with_the_keyboard()]

    def _with_the_keyboard(self):
        found, before, place = [], 0, -1
        self.run("document.activeElement.blur(); window.scrollTo(0, 0)")
        for _ in range(200):
            self.press_tab()
            focus = self.ask(FOCUS)
            if focus["place"] <= place:
                break
            place = focus["place"]
            if not focus["inside"]:
                continue
            if not focus["seen"]:
                found.append(f"the focus is not seen: {focus['html']}")
            if focus["bottom"] < before:
                found.append(f"the keyboard jumps up to {focus['html']}")
            before = focus["top"]
        return found
