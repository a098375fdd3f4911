"""The social map in a browser: with keys only, and without JavaScript."""

from test_public_pages import DESK, ENLARGED, PublicCase

from odoo.tests import tagged

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


@tagged("post_install", "-at_install")
class TestDirectoryInABrowser(PublicCase):
    """What a person does with keys only, and without JavaScript."""

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
            for size in (DESK, ENLARGED):
                with self.subTest(width=size[0]):
                    self.look_at(size)
                    self.open(f"/sociale-kaart?domain={self.domain.id}")
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
        # Before the server uses the same cursor.
        name = self.service.name
        with self.allow_requests(all_requests=True):
            self.look_at(ENLARGED)
            self.open("/sociale-kaart?q=proefhulp")
            self.assertIn(name, self.phone.words())
            self.assertTrue(
                self.phone.run("!!document.querySelector('header nav a').offsetHeight")
            )
            self.assertFalse(
                self.phone.run(
                    "[...document.querySelectorAll('#wrap a, header a, footer a')]"
                    ".filter((a) => ['#', ''].includes(a.getAttribute('href'))).length"
                )
            )
