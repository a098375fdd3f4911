"""Every page that anybody can open: WCAG 2.2 AA, in Dutch, for each way of looking.

One table of pages, so that a new page is one line here. Looked at as a desk (1280 px),
a telephone (390 px) and enlarged to 400 % (320 px), without motion, and on paper.
"""

import base64
import re
import time
from contextlib import suppress
from urllib.parse import urlsplit

from layout import SetupError
from phone import Phone
from plain_dutch import too_hard

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.social_map.tests.test_directory_pages import DirectoryCase

DESK, TELEPHONE, ENLARGED = (1280, 900), (390, 844), (320, 640)
# How many lines the longest word of the heading takes.
LINES_OF_A_WORD = """
(() => {
    const text = document.querySelector("article h1").firstChild;
    const longest = text.data.split(" ").sort((a, b) => b.length - a.length)[0];
    const range = document.createRange();
    range.setStart(text, text.data.indexOf(longest));
    range.setEnd(text, text.data.indexOf(longest) + longest.length);
    return range.getClientRects().length;
})()
"""
COLUMNS = "the keyboard jumps up to"
# Words that no Dutch page has and every English one; code to copy is in no language.
ENGLISH = re.compile(r"\b(the|and|you|your|with)\b", re.I)
# What one presses is 44 px high; a link in a sentence is as high as the sentence.
SMALL = """
[...document.querySelectorAll(
    "#wrap .btn, #wrap summary, #wrap .form-control, .o_map_choice, header a"
)]
    .filter((el) => el.checkVisibility() && el.getBoundingClientRect().width > 1)
    .filter((el) => el.getBoundingClientRect().height < 44)
    .map((el) => "less than 44 px high: " + el.outerHTML.slice(0, 120))
"""
# What stands around a page counts too: the frame is ours.
FRAME = """
axe.run(
    {include: [["body"]], exclude: [["#wrap"]]}, {resultTypes: ["violations"]}
).then((result) => result.violations.map((rule) => "around the page: " + rule.id))
"""
SIDEWAYS = """
document.documentElement.scrollWidth > screen.width
    ? ["scrolls sideways: " + document.documentElement.scrollWidth] : []
"""
# What moves, or would as soon as something changes.
MOVING = """
[...document.querySelectorAll("body *")].filter((el) => {
    const style = getComputedStyle(el);
    const lasts = (times) => times.split(",").some((one) => parseFloat(one) > 0.01);
    return (style.animationName !== "none" && lasts(style.animationDuration))
        || (lasts(style.transitionDuration) && style.transitionProperty !== "none")
        || style.scrollBehavior === "smooth";
}).map((el) => "moves: " + el.outerHTML.slice(0, 120)).concat(
    document.getAnimations().map((one) => "runs: " + one.animationName)
)
"""
# Sends a form as a browser without JavaScript would that checks nothing itself.
MISTAKEN = """
(() => {
    const form = document.querySelector("main form");
    const wrong = { stamp: "STAMP", login: "niemand", password: "x" };
    for (const field of form.querySelectorAll("[required], [name=stamp]")) {
        field.value = wrong[field.name] || "";
    }
    HTMLFormElement.prototype.submit.call(form);
})()
"""
PRINTED_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


class PublicCase(DirectoryCase):
    """The directory in a browser, in Dutch as residents read it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        dutch = cls.env.ref("base.lang_nl")
        dutch.active = True
        cls.website.write(
            {"language_ids": [Command.set(dutch.ids)], "default_lang_id": dutch.id}
        )
        cls.env["social.postcode"].search([("code", "=", "3311")]).unlink()
        cls.env["social.postcode"].create(
            {"code": "3311", "latitude": 51.81, "longitude": 4.66}
        )
        cls.service.write(
            {
                "for_whom": "Voor u als u hulp zoekt.",
                "not_for_whom": "Niet bij spoed. Bel dan 112.",
                "independence": "independent",
                "performs_client_support": True,
                "waiting_weeks": 2,
                "measured_on": "2020-01-01",
                "url": "https://proefhulp.example/een-heel-lang-adres-zonder-spatie",
                "owner_id": cls.editor.id,
            }
        )
        cls.service.service_location_ids[0].schedule_ids = [
            Command.create({"weekday": str(day), "opens_at": 9, "closes_at": 12.5})
            for day in range(5)
        ]

    def setUp(self):
        super().setUp()
        self.phone = Phone()
        self.addCleanup(self.phone.close)
        self.env.flush_all()

    def look_at(self, size, **media):
        width, height = size
        self.phone.send(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=False,
            screenWidth=width, screenHeight=height,
        )  # fmt: skip
        self.phone.send(
            "Emulation.setEmulatedMedia",
            media=media.get("media", ""),
            features=[
                {"name": "prefers-reduced-motion", "value": media.get("motion", "")}
            ],
        )

    def open(self, path):
        self.phone.see(self.base_url() + path)
        self.assertEqual(self.phone.run("location.pathname"), urlsplit(path).path)

    def eventually(self, script, expected):
        found = None
        for _ in range(100):
            # A page that is going away while it is asked has no answer.
            with suppress(SetupError):
                found = self.phone.run(script)
            if found == expected:
                break
            time.sleep(0.1)
        self.assertEqual(found, expected)

    def in_dutch(self, record):
        return record.with_context(lang="nl_NL")._page_path()


@tagged("post_install", "-at_install")
class TestPublicPages(PublicCase):
    def pages(self):
        """{what it is: its address}"""
        several = f"s={self.service.id}&s={self.other.id}"
        service = self.in_dutch(self.service)
        uuid = self.service.uuid
        token = self.service.with_user(self.editor).action_show_link()
        token = token["params"]["message"].rpartition("/")[2]
        guide = "/sociale-kaart/help-mij-kiezen"
        return {
            "homepage": "/",
            "search, nothing asked": "/sociale-kaart",
            "nothing found": "/sociale-kaart?q=qqqqzzzz",
            "results": f"/sociale-kaart?domain={self.domain.id}&form=formal&{several}"
            "&postcode=3311&sort=near&age=18-26",
            "unknown postal code": "/sociale-kaart?q=proef&postcode=9999",
            "service": service,
            "service, paused": self.in_dutch(self.paused),
            "organisation": self.in_dutch(self.card),
            "shortlist": f"/sociale-kaart/lijst?{several}",
            "shortlist, empty": "/sociale-kaart/lijst",
            "compare": f"/sociale-kaart/vergelijk?{several}",
            "compare, empty": "/sociale-kaart/vergelijk",
            "leaflet": f"{service}/folder",
            "leaflet of a shortlist": f"/sociale-kaart/lijst/folder?{several}",
            "embedded": "/sociale-kaart/embed",
            "embedded, results": f"/sociale-kaart/embed?domain={self.domain.id}",
            "how to embed": "/sociale-kaart/insluiten",
            "open data": "/sociale-kaart/open-data",
            **{
                f"guide, question {number}": f"{guide}?vraag={number}&postcode=3311"
                for number in range(1, 5)
            },
            "client support": "/clientondersteuning",
            "client support, A2": "/clientondersteuning/eenvoudig",
            "frequently asked": "/veelgestelde-vragen",
            "experience experts": "/ervaringsdeskundigen",
            "question": f"/vraag?service={uuid}",
            "appointment": f"/vraag?service={uuid}&wish=appointment",
            "report": f"/sociale-kaart/melding?service={uuid}",
            "provider": f"/sociale-kaart/controle/{token}",
            "provider, link used": "/sociale-kaart/controle/x",
            "accessibility": "/toegankelijkheid",
            "privacy": "/privacy",
            "not found": "/sociale-kaart/hulp/0",
            "log in": "/web/login",
            "forgot the password": "/web/reset_password",
        }

    def barriers(self, size):
        found = self.phone.barriers()
        if size == DESK:
            # After the filters on the left comes the first result.
            found = [one for one in found if not one.startswith(COLUMNS)]
        found += self.phone.run(SMALL)
        if self.phone.run("!!document.querySelector('#wrap')"):
            found += self.phone.ask(FRAME)
        return found

    def test_everybody_can_use_every_page(self):
        with self.allow_requests(all_requests=True):
            for size in (DESK, TELEPHONE):
                self.look_at(size)
                for name, path in self.pages().items():
                    with self.subTest(page=name, width=size[0]):
                        self.open(path)
                        self.assertFalse(self.barriers(size))

    def test_enlarged_and_without_motion(self):
        self.look_at(ENLARGED, motion="reduce")
        with self.allow_requests(all_requests=True):
            for name, path in self.pages().items():
                with self.subTest(page=name):
                    self.open(path)
                    found = self.phone.run(SIDEWAYS) + self.phone.run(MOVING)
                    self.assertFalse(found)
                    lang = self.phone.run("document.documentElement.lang")
                    self.assertEqual(lang[:2], "nl")
                    words = self.phone.words().split("\n")
                    self.assertFalse([one for one in words if ENGLISH.search(one)])

    def test_what_the_test_of_motion_would_find(self):
        """Who asks for no less sees buttons change slowly."""
        self.look_at(ENLARGED)
        with self.allow_requests(all_requests=True):
            self.open("/sociale-kaart")
            self.assertTrue(self.phone.run(MOVING))

    def test_mistakes_are_told_to_everybody(self):
        """A form that comes back, which nobody sees by its address."""
        stamp = self.env["social.form"]._stamp(time.time() - 60)
        with self.allow_requests(all_requests=True):
            for path in ("/vraag", "/sociale-kaart/melding", "/web/login"):
                for size in (DESK, TELEPHONE):
                    self.look_at(size)
                    with self.subTest(path=path, width=size[0]):
                        self.open(path)
                        self.phone.run(MISTAKEN.replace("STAMP", stamp))
                        self.phone.wait("[role=alert]")
                        self.assertFalse(self.barriers(size))

    def test_a_leaflet_of_many_places(self):
        """One sheet all the same, and its heading can be read on a phone."""
        self.service.with_context(lang="nl_NL").name = "Spreekuur cliëntondersteuning"
        places = self.env["social.location"].create(
            [
                {
                    "name": f"Buurthuis {number}",
                    "street": "Lange Proefstraat 1",
                    "postal_code": "3311 AB",
                    "city": "Proefstad",
                }
                for number in range(6)
            ]
        )
        self.service.service_location_ids = [
            Command.create(
                {
                    "location_id": place.id,
                    "schedule_ids": [
                        Command.create(
                            {"weekday": str(day), "opens_at": 9, "closes_at": 17}
                        )
                        for day in range(5)
                    ],
                }
            )
            for place in places
        ]
        self.env.flush_all()
        with self.allow_requests(all_requests=True):
            self.look_at(DESK, media="print")
            self.open(f"{self.in_dutch(self.service)}/folder")
            self.assertEqual(self.printed_pages(), 1)
            for size in (TELEPHONE, ENLARGED):
                self.look_at(size)
                with self.subTest(width=size[0]):
                    self.assertEqual(self.phone.run(LINES_OF_A_WORD), 1)

    def printed_pages(self):
        printed = self.phone.send("Page.printToPDF", preferCSSPageSize=True)
        return len(PRINTED_PAGE.findall(base64.b64decode(printed["data"])))

    def test_on_paper(self):
        """A leaflet is one sheet of A4: large letters, and nothing to press."""
        self.look_at(DESK, media="print")
        with self.allow_requests(all_requests=True):
            self.open(f"{self.in_dutch(self.service)}/folder")
            self.assertFalse(
                self.phone.run(
                    "[...document.querySelectorAll('nav, header, .screen, button')]"
                    ".filter((el) => el.checkVisibility()).length"
                )
            )
            smallest = self.phone.run(
                "Math.min(...[...document.querySelectorAll('main *, footer *')].map("
                "(el) => parseFloat(getComputedStyle(el).fontSize)))"
            )
            # 14 points.
            self.assertGreater(smallest, 18.6)
            self.assertEqual(self.printed_pages(), 1)
            for path in (
                self.in_dutch(self.service),
                f"/sociale-kaart?domain={self.domain.id}",
                f"/sociale-kaart/lijst?s={self.service.id}",
            ):
                self.open(path)
                self.assertFalse(
                    self.phone.run(
                        "[...document.querySelectorAll('header nav, #footer')]"
                        ".filter((el) => el.checkVisibility()).length"
                    )
                )

    def test_in_plain_dutch(self):
        self.look_at(DESK)
        pages = self.pages()
        with self.allow_requests(all_requests=True):
            for name in ("homepage", "accessibility", "privacy", "nothing found",
                         "guide, question 1", "guide, question 2", "guide, question 3",
                         "guide, question 4", "question", "report"):  # fmt: skip
                with self.subTest(page=name):
                    self.open(pages[name])
                    self.assertFalse(too_hard(self.phone.words()))


@tagged("post_install", "-at_install")
class TestSuggestionsInABrowser(PublicCase):
    """A combobox as the ARIA Authoring Practices describe it: with keys alone."""

    FIELD = "document.querySelector('#o_map_q')"

    def field(self, name):
        return self.phone.run(f"{self.FIELD}.getAttribute('{name}')")

    def press(self, key, code):
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            self.phone.send(
                "Input.dispatchKeyEvent",
                type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text,
            )  # fmt: skip

    def type(self, text):
        self.eventually(f"{self.FIELD}.getAttribute('role')", "combobox")
        self.phone.run(f"{self.FIELD}.focus(); {self.FIELD}.select()")
        self.phone.send("Input.insertText", text=text)

    def active(self):
        return self.phone.run(
            f"document.getElementById({self.FIELD}.getAttribute("
            "'aria-activedescendant'))?.dataset.words"
        )

    def test_with_keys(self):
        self.look_at(TELEPHONE)
        with self.allow_requests(all_requests=True):
            self.open("/sociale-kaart")
            self.type("proefm")
            self.eventually(f"{self.FIELD}.getAttribute('aria-expanded')", "true")
            self.assertIn("Suggesties: 1.", self.phone.words())
            self.assertIsNone(self.active())
            self.assertFalse(
                [one for one in self.phone.barriers() if not one.startswith(COLUMNS)]
            )
            self.type("proe")
            self.eventually(
                "document.querySelectorAll('#o_map_suggestions li').length", 4
            )
            self.press("ArrowDown", 40)
            first = self.active()
            self.assertEqual(first, self.domain.name)
            self.press("ArrowUp", 38)
            self.assertIsNone(self.active())
            self.press("ArrowUp", 38)
            self.assertEqual(self.active(), self.service.name)
            # Once closes, and keeps what was typed; twice empties the field.
            self.press("Escape", 27)
            self.assertEqual(self.field("aria-expanded"), "false")
            self.assertEqual(self.phone.run(f"{self.FIELD}.value"), "proe")
            self.press("ArrowDown", 40)
            self.assertEqual(self.active(), self.domain.name)
            self.press("Escape", 27)
            self.press("Escape", 27)
            self.assertEqual(self.phone.run(f"{self.FIELD}.value"), "")
            self.type("proefm")
            self.eventually(f"{self.FIELD}.getAttribute('aria-expanded')", "true")
            self.press("ArrowDown", 40)
            self.press("Enter", 13)
            self.eventually("!!document.querySelector('#resultaten')", True)
            self.assertIn("q=Proefmaatje", self.phone.run("location.search"))

    def test_enter_searches_what_was_typed(self):
        with self.allow_requests(all_requests=True):
            self.open("/sociale-kaart/embed")
            self.type("proefm")
            self.eventually(f"{self.FIELD}.getAttribute('aria-expanded')", "true")
            self.press("Enter", 13)
            self.eventually("!!document.querySelector('#resultaten')", True)
            self.assertIn("q=proefm&", self.phone.run("location.search"))
            self.assertTrue(
                self.phone.run("location.pathname").endswith("/sociale-kaart/embed")
            )


@tagged("post_install", "-at_install")
class TestBackButton(PublicCase):
    def test_shows_the_choices_of_the_address(self):
        filters = "document.querySelector('.o_map_filters')"
        button = f"{filters}.querySelector('button')"
        choice = f"{filters}.querySelector('[value=\"{self.domain.id}\"][name=domain]')"
        with self.allow_requests(all_requests=True):
            self.open(f"/sociale-kaart?all=1&domain={self.domain.id}")
            self.assertTrue(self.phone.run(f"{choice}.checked"))
            # As of somebody's hand: else the page is put in the place of the first.
            self.phone.send(
                "Runtime.evaluate",
                expression=f"{choice}.click(); {button}.click()",
                userGesture=True,
            )
            self.eventually("location.search", "?all=1")
            self.phone.run("void setTimeout(() => history.back())")
            self.eventually("location.search", f"?all=1&domain={self.domain.id}")
            self.eventually(f"{choice}?.checked", True)
