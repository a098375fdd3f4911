"""The social map in a browser: at 1280 and 320 px (400 % zoom), and with keys only."""

from urllib.parse import urlsplit

from phone import Phone
from plain_dutch import too_hard

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.social_map.tests.test_directory_pages import DirectoryCase

WIDE, NARROW = (1280, 900), (320, 640)
COLUMNS = "the keyboard jumps up to"
# Where in the order of the Tab key something stands: its place among all elements.
TABBED = """
(() => {
    const el = document.activeElement;
    const box = el.getBoundingClientRect();
    return {
        what: el.matches("input[type=checkbox]") ? "facet"
            : el.matches(".o_map_search input") ? "field"
            : el.matches("article h3 a") ? "result"
            : el.matches(".o_map_filters button[type=submit]") ? "show"
            : el.matches("summary") ? "fold" : el.tagName,
        shown: box.width > 0 && box.height > 0,
    };
})()
"""
# What one presses is 44 px high; a link in a sentence is as high as the sentence.
SMALL = """
[...document.querySelectorAll(
    "#wrap .btn, #wrap summary, #wrap .form-control, .o_map_choice, header a"
)]
    .filter((el) => el.checkVisibility() && el.getBoundingClientRect().width > 1)
    .filter((el) => el.getBoundingClientRect().height < 44)
    .map((el) => el.outerHTML.slice(0, 120))
"""
# What stands around a page counts too: the frame is ours.
FRAME = """
axe.run(
    {include: [["body"]], exclude: [["#wrap"]]}, {resultTypes: ["violations"]}
).then((result) => result.violations.map((rule) => rule.id))
"""


@tagged("post_install", "-at_install")
class TestDirectoryInABrowser(DirectoryCase):
    """WCAG 2.2 AA, in Dutch as residents read it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        dutch = cls.env.ref("base.lang_nl")
        dutch.active = True
        cls.website.write(
            {"language_ids": [Command.set(dutch.ids)], "default_lang_id": dutch.id}
        )
        cls.service.write(
            {
                "for_whom": "Voor u als u hulp zoekt.",
                "not_for_whom": "Niet bij spoed. Bel dan 112.",
                "independence": "independent",
                "waiting_weeks": 2,
                "measured_on": "2020-01-01",
                "url": "https://proefhulp.example/een-heel-lang-adres-zonder-spatie",
            }
        )
        cls.service.service_location_ids[0].schedule_ids = [
            Command.create({"weekday": "0", "opens_at": 9, "closes_at": 12.5})
        ]

    def setUp(self):
        super().setUp()
        self.phone = Phone()
        self.addCleanup(self.phone.close)
        self.env.flush_all()

    def open(self, path, size):
        width, height = size
        self.phone.send(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=False,
            screenWidth=width, screenHeight=height,
        )  # fmt: skip
        self.phone.see(self.base_url() + path)
        self.assertEqual(self.phone.run("location.pathname"), urlsplit(path).path)

    def paths(self):
        several = f"s={self.service.id}&s={self.other.id}"
        yield from ("/", "/sociale-kaart", "/sociale-kaart?q=qqqqzzzz")
        yield f"/sociale-kaart?domain={self.domain.id}&form=formal&{several}"
        yield self.service.with_context(lang="nl_NL")._page_path()
        yield self.paused.with_context(lang="nl_NL")._page_path()
        yield self.card._page_path()
        yield f"/sociale-kaart/lijst?{several}"
        yield f"/sociale-kaart/vergelijk?{several}"
        yield f"/sociale-kaart/embed?domain={self.domain.id}"
        yield from ("/sociale-kaart/insluiten", "/toegankelijkheid", "/privacy")
        yield "/sociale-kaart/hulp/0"

    def test_everybody_can_use_every_page(self):
        with self.allow_requests(all_requests=True):
            for size in (WIDE, NARROW):
                for path in self.paths():
                    with self.subTest(path=path, width=size[0]):
                        self.open(path, size)
                        barriers = self.phone.barriers()
                        if size == WIDE:
                            # After the filters on the left comes the first result.
                            barriers = [
                                one for one in barriers if not one.startswith(COLUMNS)
                            ]
                        self.assertFalse(barriers)
                        self.assertFalse(self.phone.run(SMALL))
                        self.assertFalse(self.phone.ask(FRAME))

    def test_in_plain_dutch(self):
        with self.allow_requests(all_requests=True):
            for path in (
                "/",
                "/toegankelijkheid",
                "/privacy",
                "/sociale-kaart?q=qqqqzzzz",
            ):
                with self.subTest(path=path):
                    self.open(path, WIDE)
                    lang = self.phone.run("document.documentElement.lang")
                    self.assertEqual(lang, "nl-NL")
                    self.assertFalse(too_hard(self.phone.words()))

    def tabbed(self):
        """What the Tab key comes by, in order, and whether it can be seen."""
        found = []
        for _ in range(120):
            self.phone.press_tab()
            found.append(self.phone.ask(TABBED))
            if found[-1]["what"] == "BODY":
                break
        return found

    def test_with_keys_only(self):
        """The field, the facets, the button and the results, in that order."""
        with self.allow_requests(all_requests=True):
            for size in (WIDE, NARROW):
                with self.subTest(width=size[0]):
                    self.open(f"/sociale-kaart?domain={self.domain.id}", size)
                    stops = self.tabbed()
                    names = [stop["what"] for stop in stops]
                    order = [
                        names.index(one) for one in ("field", "facet", "show", "result")
                    ]
                    self.assertEqual(order, sorted(order))
                    # The link to skip to the content comes first, and is seen there.
                    self.assertTrue(
                        all(one["shown"] for one in stops if one["what"] != "BODY")
                    )

    def test_without_javascript(self):
        """Searching, choosing and comparing are forms and links."""
        self.phone.send("Emulation.setScriptExecutionDisabled", value=True)
        with self.allow_requests(all_requests=True):
            self.open("/sociale-kaart?q=proefhulp", NARROW)
            self.assertIn(self.service.name, self.phone.words())
            self.assertTrue(
                self.phone.run("!!document.querySelector('header nav a').offsetHeight")
            )
            self.assertFalse(
                self.phone.run(
                    "[...document.querySelectorAll('#wrap a, header a, footer a')]"
                    ".filter((a) => ['#', ''].includes(a.getAttribute('href'))).length"
                )
            )
