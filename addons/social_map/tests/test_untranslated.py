from odoo.fields import Command
from odoo.tests import tagged

from .test_directory_pages import DirectoryCase


@tagged("post_install", "-at_install")
class TestUntranslated(DirectoryCase):
    """An English page says which of its texts are in Dutch (WCAG 2.2, 3.1.2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("nl_NL")
        cls.service.write(
            {"description": "Wij komen.\nOok zondag.", "contact_role": "x"}
        )
        cls.service.cost_ids = [Command.create({"name": "Kop", "amount": 1})]
        cls.service.service_location_ids[0].schedule_ids = [
            Command.create(
                {"weekday": "0", "opens_at": 9, "closes_at": 12, "note": "bel aan"}
            ),
            Command.create(
                {
                    "is_closure": True,
                    "valid_from": "2099-12-25",
                    "valid_until": "2099-12-26",
                    "note": "Kerstvakantie",
                }
            ),
        ]
        # Both languages have what was typed first; only what differs is translated.
        cls.service.with_context(lang="en_US").name = "Trial help at home"
        cls.service.with_context(lang="nl_NL").name = "Proefhulp aan huis"

    def marked(self, path):
        return {
            one.text_content().strip(): one.get("lang")
            for one in self.page(path).xpath("//body//*[@lang]")
        }

    def test_service(self):
        marked = self.marked(self.service._page_path())
        for words in ("Proefhulp aan huis: in gewone woorden.", "Wij komen.",
                      "Ook zondag.", "x"):  # fmt: skip
            self.assertEqual(marked.get(words), "nl", words)
        self.assertNotIn("Trial help at home", marked)
        self.assertNotIn("Not filled in", marked)

    def test_costs_and_notes_with_hours(self):
        path = self.service._page_path()
        for page in (path, f"{path}/folder"):
            with self.subTest(page):
                marked = self.marked(page)
                for words in ("Kop: €1.00", "bel aan", "Kerstvakantie"):
                    self.assertEqual(marked.get(words), "nl", words)
                self.assertNotIn("09:00 to 12:00", " ".join(marked))
                self.assertIn("09:00 to 12:00, bel aan", self.words(page))

    def test_everywhere(self):
        words = self.other.summary
        two = f"s={self.service.id}&s={self.other.id}"
        for path in (
            "/sociale-kaart?q=proefmaatje",
            f"/sociale-kaart/vergelijk?{two}",
            f"/sociale-kaart/lijst?{two}",
            f"/sociale-kaart/lijst/folder?{two}",
            self.card._page_path(),
        ):
            with self.subTest(path):
                marked = self.marked(path)
                self.assertEqual(marked.get(words), "nl")
                self.assertNotIn(self.service.name, marked)

    def test_a_dutch_page_marks_nothing(self):
        self.assertFalse(self.service.with_context(lang="nl_NL")._in_dutch())

    def test_dutch_is_read_once_for_all(self):
        services = (self.service | self.other | self.paused).with_user(self.public)
        services = services.with_context(lang="en_US")

        def queries(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            for one in some:
                one._in_dutch()
            return self.env.cr.sql_log_count - before

        queries(services)
        self.assertLessEqual(queries(services), queries(services[:1]) + 2)
