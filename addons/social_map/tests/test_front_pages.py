import json
import re
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..controllers import leaflet
from ..rate_limit import Limiter
from .test_website_forms import TicketCase

SUPPORT = "/clientondersteuning"
QUESTIONS = "/veelgestelde-vragen"
PIXEL = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    b"awAAAABJRU5ErkJggg=="
)


class FrontCase(TicketCase, HttpCase):
    def get(self, path, status=200):
        page = self.url_open(path)
        self.assertEqual(page.status_code, status, path)
        return page.text


@tagged("post_install", "-at_install")
class TestClientSupportPage(FrontCase):
    """Every form, formal and informal, and who is independent."""

    def test_labels(self):
        form = self.env.ref("social_map.support_form_financial_help_house")
        for name, independence in (
            ("Beside you", "independent"),
            ("Team of the town", "not_independent"),
            ("Unknown helpers", False),
        ):
            self.make_service(
                name,
                performs_client_support=True,
                independence=independence,
                support_form_id=form.id,
            )
        self.make_service("Hidden", state="draft", performs_client_support=True)
        page = self.get(f"/en{SUPPORT}")
        listed = page[page.index('id="supporters"') :]
        places = [
            listed.index(words)
            for words in ("Beside you", "Unknown helpers", "Team of the town")
        ]
        self.assertEqual(places, sorted(places), "independent first")
        self.assertIn("Not independent", listed)
        self.assertNotIn("Hidden", page)
        self.assertNotIn("Help with letters", listed)
        for pair in self.env["support.form"]._side_by_side().values():
            self.assertTrue(pair)
        self.assertIn(form.name, page)
        easy = self.get(f"/en{SUPPORT}/eenvoudig")
        self.assertIn("078 - 111 11 11", easy)
        self.assertNotIn("Hidden", easy)

    def test_whom_to_call_in_very_simple_words(self):
        """Each number once, with the help that answers there; who is there for all
        comes before who is there for some."""
        services = self.env["social.service"]
        services.search([]).performs_client_support = False
        everybody = self.env.ref("social_map.support_form_independent_client_support")
        for name, phone, form in (
            ("A desk of peers", "078 - 222 22 22", services.support_form_id),
            ("Support for children", "078 - 333 33 33", everybody),
            ("Support for the old", "078 - 333 33 33", everybody),
        ):
            self.make_service(
                name,
                phone=phone,
                performs_client_support=True,
                independence="independent",
                support_form_id=form.id,
            )
        easy = self.get(f"/en{SUPPORT}/eenvoudig")
        self.assertEqual(easy.count('href="tel:078-33333'), 1)
        self.assertEqual(easy.count('href="tel:078-22222'), 1)
        self.assertLess(
            easy.index("Support for children: 078"), easy.index("A desk of peers: 078")
        )

    def test_nobody_yet(self):
        services = self.env["social.service"].search(
            [("performs_client_support", "=", True)]
        )
        services.performs_client_support = False
        self.assertIn("/vraag?wish=ask", self.get(SUPPORT))
        self.get(f"{SUPPORT}/eenvoudig")

    def test_reading_aloud_waits_for_a_voice(self):
        button = re.search(r"<button[^>]*o_map_read[^>]*>", self.get(SUPPORT)).group()
        self.assertIn("hidden", button)


@tagged("post_install", "-at_install")
class TestFaq(FrontCase):
    """Questions, answers, anchors and linked data."""

    def test_page(self):
        questions = self.env["social.faq"]
        shown = questions.create(
            {
                "question": "Is 1 < 2 </script>?",
                "answer": "<p onclick='x()'>Yes.<script>x()</script></p>",
                "is_published": True,
            }
        )
        hidden = questions.create({"question": "Not yet?", "answer": "<p>Secret</p>"})
        page = self.get(QUESTIONS)
        self.assertIn(f'id="{shown._anchor()}"', page)
        self.assertNotIn("onclick='x()'", page)
        self.assertNotIn("x()", page)
        self.assertNotIn(hidden.question, page)
        self.assertNotIn("Secret", page)
        data = re.search(r'application/ld\+json">(.*?)</script>', page, re.S).group(1)
        names = [one["name"] for one in json.loads(data)["mainEntity"]]
        self.assertIn(shown.question, names)
        self.assertNotIn(hidden.question, names)

    def test_who_keeps_them(self):
        question = self.env["social.faq"].create(
            {"question": "Not yet?", "answer": "<p>Secret</p>"}
        )
        for user, rights in (
            (self.editor, {"read", "write", "create", "unlink"}),
            (self.employee, {"read"}),
            (self.portal, set()),
            (self.public, set()),
        ):
            own = question.with_user(user)
            with self.subTest(user=user.login):
                operations = ("read", "write", "create", "unlink")
                self.assertEqual(
                    {one for one in operations if own.has_access(one)}, rights
                )
        question.is_published = True
        self.assertTrue(question.with_user(self.public).has_access("read"))


@tagged("post_install", "-at_install")
class TestLeaflet(FrontCase):
    """What is taken home on paper."""

    def path(self, service):
        return f"{service._page_path()}/folder"

    def test_leaflet(self):
        page = self.get(self.path(self.service))
        for words in (
            self.service.name,
            self.service.summary,
            "078 - 111 11 11",
            '<svg xmlns="http://www.w3.org/2000/svg" class="code" role="img"',
            self.service._page_path(),
        ):
            self.assertIn(words, page)
        sizes = [float(one) for one in re.findall(r"([\d.]+)pt", page)]
        self.assertGreaterEqual(min(size for size in sizes if size > 5), 14)
        self.assertFalse(
            re.search(r"(src|href)=\"(https?:)?//", page), "from elsewhere"
        )

    def test_whose_paper_it_is(self):
        """The name where there is no logo; of the partnership where there is one."""
        company = self.env["website"].get_current_website().company_id
        company.name = "Naast u"
        company.logo = False
        path = self.path(self.service)
        self.assertIn("<strong>Naast u</strong>", self.get(path))
        self.assertNotIn("<img", self.get(path))
        company.partnership_name = "Samen dichtbij"
        page = self.get(path)
        self.assertIn("<strong>Samen dichtbij</strong>", page)
        self.assertNotIn("Naast u", page)
        company.partnership_logo = PIXEL
        self.assertRegex(self.get(path), 'src="data:image[^>]+alt="Samen dichtbij"')

    def test_hours_as_on_the_page(self):
        """On paper too: where it is open when, and the days that it is closed."""
        address = {"street": "Proefkade 1", "postal_code": "3311 AB", "city": "Proef"}
        first, second = self.env["social.location"].create(
            [{"name": "Huis een", **address}, {"name": "Huis twee", **address}]
        )

        def hours(weekday, opens_at):
            return Command.create(
                {"weekday": weekday, "opens_at": opens_at, "closes_at": 17}
            )

        self.service.service_location_ids.unlink()
        self.service.schedule_ids = [
            Command.clear(),
            hours("0", 9.25),
            Command.create(
                {
                    "is_closure": True,
                    "valid_from": "2099-12-25",
                    "valid_until": "2099-12-25",
                    "note": "Kerst",
                }
            ),
        ]
        self.service.service_location_ids = [
            Command.create({"location_id": first.id, "schedule_ids": [hours("1", 10)]}),
            Command.create({"location_id": second.id}),
        ]
        paper, page = self.path(self.service), self.service._page_path()
        words = self.get(paper).partition("<h2>Open</h2>")[2]
        for one in ("Huis een", "09:15", "10:00", " 2099: <span>Kerst</span>"):
            self.assertIn(one, words)
        self.assertNotIn("Huis twee", words, "it has the hours of the service")
        # Both have their own: those of the service hold nowhere any more.
        self.service.service_location_ids[1].schedule_ids = [hours("2", 11)]
        for path in (paper, page):
            words = self.get(path)
            self.assertNotIn("09:15", words)
            for one in ("10:00", "11:00", " 2099: <span>Kerst</span>"):
                self.assertIn(one, words)

    def test_of_many_places_the_first(self):
        address = {"street": "Proefkade 1", "postal_code": "3311 AB", "city": "Proef"}
        places = self.env["social.location"].create(
            [{"name": f"Huis {number}", **address} for number in range(1, 6)]
        )
        self.service.service_location_ids.unlink()
        self.service.service_location_ids = [
            Command.create(
                {
                    "location_id": place.id,
                    "schedule_ids": [
                        Command.create({"weekday": "0", "opens_at": 9, "closes_at": 17})
                    ],
                }
            )
            for place in places
        ]
        page = self.get(self.path(self.service))
        for number in (1, 2):
            self.assertEqual(page.count(f"Huis {number}"), 2, "where, and when")
        for number in (3, 4, 5):
            self.assertNotIn(f"Huis {number}", page)
        self.assertRegex(page, "(more places|meer plekken): 3[.]")
        self.service.service_location_ids[2:].unlink()
        page = self.get(self.path(self.service))
        self.assertNotRegex(page, "more places|meer plekken")

    def test_not_of_what_nobody_finds(self):
        for user in (None, "map_editor"):
            self.authenticate(user, user)
            self.get(self.path(self.draft), status=404)
            page = f"/sociale-kaart/lijst/folder?s={self.draft.id}"
            self.get(page, status=404)
            self.assertNotIn(self.draft.name, self.get(f"{page}&s={self.service.id}"))

    def test_of_a_list(self):
        other = self.make_service("Another help")
        page = self.get(f"/sociale-kaart/lijst/folder?s={other.id}&s={self.service.id}")
        self.assertLess(page.index(other.name), page.index(self.service.name))
        dutch = self.url_open(
            f"/sociale-kaart/lijst/folder?s={other.id}&s={self.service.id}",
            headers={"Accept-Language": "nl"},
        )
        self.assertIn("<title>Hulp voor u</title>", dutch.text)
        ids = f"s={other.id}&amp;s={self.service.id}"
        shortlist = self.get(f"/sociale-kaart/lijst?{ids.replace('amp;', '')}")
        self.assertIn(f'href="/sociale-kaart/lijst/folder?{ids}"', shortlist)
        for odd in ("", "?s=", "?s=x", "?s=-1", "?s=99999999999999"):
            self.get(f"/sociale-kaart/lijst/folder{odd}", status=404)

    def test_as_a_pdf_where_that_is_possible(self):
        reports = type(self.env["ir.actions.report"])
        path = f"{self.path(self.service)}?vorm=pdf"
        with patch.object(reports, "get_wkhtmltopdf_state", lambda _self: "install"):
            self.assertNotIn("vorm=pdf", self.get(path).partition("<main>")[0])
        made = []

        def make(_self, pages, **_options):
            made.extend(pages)
            return b"%PDF-1.4"

        with (
            patch.object(reports, "get_wkhtmltopdf_state", lambda _self: "ok"),
            patch.object(reports, "_run_wkhtmltopdf", make),
            patch.object(leaflet, "PDF_LIMITER", Limiter(1, 1e12)),
        ):
            self.assertIn("vorm=pdf", self.get(self.path(self.service)))
            pdf = self.url_open(path)
            self.assertEqual(pdf.headers["Content-Type"], "application/pdf")
            self.assertIn("Wacht even", self.get(path, status=429))
        self.assertIn(self.service.name, made[0])
        self.assertNotIn('class="screen"', made[0])


@tagged("post_install", "-at_install")
class TestLinks(FrontCase):
    """Every page of a service and of an organisation leads to the forms."""

    def test_links(self):
        page = self.get(self.service._page_path())
        for path in (
            self.service._report_path(),
            self.service._question_path(),
            self.service._question_path("appointment"),
            f"{self.service._page_path()}/folder",
        ):
            self.assertIn(path.replace("&", "&amp;"), page)
        card = self.service.organization_id
        self.assertIn(card._report_path(), self.get(card._page_path()))
