import json
import re
from datetime import date, timedelta
from unittest.mock import patch
from urllib.parse import urlsplit

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from ..controllers import public_page
from ..rate_limit import RateLimit
from .common import SocialMapCommon

MARK = "Geheimschrift"
LD = "//script[@type='application/ld+json']"


class DirectoryCase(SocialMapCommon, HttpCase):
    """A small directory: what everybody may see, and what nobody may."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # One language, so that an address is what it says, whatever is installed.
        english = cls.env.ref("base.lang_en")
        cls.website = cls.env["website"].search([], limit=1)
        cls.website.write(
            {"language_ids": [Command.set(english.ids)], "default_lang_id": english.id}
        )
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.organisation = cls.env["res.partner"].create(
            {
                "name": "Stichting Proefhulp",
                "is_company": True,
                "is_support_organization": True,
                "public_description": "Wij helpen u.",
                "phone": "078 000 00 01",
            }
        )
        cls.card = cls.organisation.social_organization_ids
        cls.domain = cls.env["life.domain"].create({"name": "Proeven", "code": "proef"})
        cls.place = cls.env["social.location"].create(
            {
                "name": "Proefhuis",
                "street": "Proefstraat 1",
                "postal_code": "3311 AB",
                "city": "Dordrecht",
                "wheelchair": "yes",
            }
        )
        cls.secret = cls.env["social.location"].create(
            {
                "name": f"{MARK} huis",
                "street": f"{MARK}straat 1",
                "postal_code": "3311 AB",
                "city": "Dordrecht",
                "is_confidential": True,
            }
        )
        cls.service = cls.make("Proefhulp aan huis", cost="free", phone="078 000 00 02")
        cls.service.service_location_ids = [
            Command.create({"location_id": one.id}) for one in (cls.place, cls.secret)
        ]
        cls.other = cls.make("Proefmaatje", formality="informal")
        cls.paused = cls.make("Proefpauze")
        cls.paused.action_pause()
        cls.draft = cls.make(f"{MARK} concept", state="draft")
        cls.ended = cls.make(f"{MARK} gestopt")
        cls.ended.action_end()
        cls.archived = cls.make(f"{MARK} fout")
        cls.archived.active = False
        cls.hidden = cls.draft | cls.ended | cls.archived

    @classmethod
    def make(cls, name, **vals):
        return cls.env["social.service"].create(
            {
                "name": name,
                "state": "published",
                "partner_id": cls.organisation.id,
                "summary": f"{name}: in gewone woorden.",
                "life_domain_ids": [Command.set(cls.domain.ids)],
                "is_nationwide": True,
                "note": f"{MARK} notitie",
                **vals,
            }
        )

    def get(self, path, **options):
        return self.url_open(path, timeout=60, **options)

    def page(self, path):
        """The page as a tree; nothing hidden is ever on it."""
        answer = self.get(path)
        self.assertEqual(answer.status_code, 200, path)
        self.assertNotIn(MARK, answer.text)
        self.assertNotIn("res.partner", answer.text)
        return html.fromstring(answer.text)

    def words(self, path):
        return " ".join(self.page(path).find(".//main").text_content().split())

    def addresses(self, path):
        return [link.get("href") for link in self.page(path).iterfind(".//main//a")]

    def listed(self, path):
        """The services in the list on a page."""
        names = self.page(path).xpath("//article//*[self::h2 or self::h3]/a/text()")
        return [name.strip() for name in names]


@tagged("post_install", "-at_install")
class TestServicePage(DirectoryCase):
    """What is published can be read by everybody; the rest does not exist."""

    def test_for_everybody(self):
        for user in (None, self.portal, self.employee, self.editor):
            self.authenticate(user and user.login, user and user.login)
            with self.subTest(user=user and user.login):
                words = self.words(self.service._page_path())
                for expected in (
                    "Proefhulp aan huis",
                    "078 000 00 02",
                    "Proefstraat 1",
                ):
                    self.assertIn(expected, words)
                self.page(self.card._page_path())
                for hidden in self.hidden:
                    for path in (
                        hidden._page_path(),
                        f"/sociale-kaart/hulp/{hidden.id}",
                    ):
                        answer = self.get(path)
                        self.assertEqual(answer.status_code, 404)
                        # The address itself is the visitor's own.
                        wrap = html.fromstring(answer.text).get_element_by_id("wrap")
                        self.assertNotIn(MARK, wrap.text_content())
        for number in (0, 2**31 - 1, 2**31, 10**20, "x"):
            with self.subTest(number=number):
                answer = self.get(f"/sociale-kaart/hulp/{number}")
                self.assertEqual(answer.status_code, 404)

    def test_one_address(self):
        answer = self.get(
            f"/sociale-kaart/hulp/oude-naam-{self.service.id}", allow_redirects=False
        )
        self.assertEqual(answer.status_code, 301)
        location = urlsplit(answer.headers["Location"]).path
        self.assertTrue(location.endswith(self.service._page_path()), location)
        page = self.page(self.service._page_path())
        canonical = page.xpath("//link[@rel='canonical']/@href")[0]
        self.assertTrue(canonical.endswith(self.service._page_path()))

    def test_paused_says_so(self):
        self.assertIn("closed for now", self.words(self.paused._page_path()))
        self.assertNotIn("closed for now", self.words(self.service._page_path()))

    def test_an_organisation_that_leaves(self):
        path = self.card._page_path()
        self.assertIn("Proefmaatje", self.words(path))
        self.organisation.is_support_organization = False
        self.assertEqual(self.get(path).status_code, 404)
        self.assertEqual(self.get(self.service._page_path()).status_code, 404)

    def test_hours(self):
        at_place = self.service.service_location_ids[0]
        yesterday = date.today() - timedelta(days=1)
        at_place.schedule_ids = [
            Command.create({"weekday": "0", "opens_at": 9, "closes_at": 12.5}),
            Command.create(
                {
                    "weekday": "1",
                    "opens_at": 13,
                    "closes_at": 17,
                    "week_of_month": "-1",
                    "by_appointment": True,
                }
            ),
            Command.create(
                {
                    "weekday": "2",
                    "opens_at": 1,
                    "closes_at": 2,
                    "valid_until": yesterday,
                    "note": "vroeger",
                }
            ),
            Command.create(
                {
                    "is_closure": True,
                    "valid_from": "2099-12-25",
                    "valid_until": "2099-12-26",
                    "note": "Kerst",
                }
            ),
        ]
        words = self.words(self.service._page_path())
        self.assertIn("09:00 to 12:30", words)
        self.assertIn("13:00 to 17:00, last of the month, by appointment", words)
        self.assertIn("25 December 2099 to 26 December 2099: Kerst", words)
        self.assertNotIn("vroeger", words)

    def test_open_now(self):
        everywhere = self.other
        self.assertEqual(everywhere._told_open(), "")
        day = {"opens_at": 0, "closes_at": 24}
        everywhere.schedule_ids = [
            Command.create({"weekday": str(number), **day}) for number in range(7)
        ]
        self.assertEqual(everywhere._told_open(), "Open now, day and night")
        self.assertIn("Open now", self.words("/sociale-kaart?all=1"))
        everywhere.action_pause()
        self.assertEqual(everywhere._told_open(), "")

    @freeze_time("2026-11-02 09:30:00")
    def test_by_appointment_is_not_open(self):
        one = self.other
        morning = {"weekday": "0", "opens_at": 9, "closes_at": 12}
        one.schedule_ids = [Command.create({**morning, "by_appointment": True})]
        self.assertEqual(one._told_open(), "Now by appointment only")
        one.schedule_ids.weekday = "1"
        self.assertEqual(one._told_open(), "By appointment only")
        self.assertFalse(one._json_ld_hours(one.schedule_ids))
        one.schedule_ids = [Command.create({**morning, "opens_at": 11})]
        self.assertEqual(
            one._told_open(), "Closed now. Opens Monday 2 November at 11:00"
        )
        one.schedule_ids[-1:].opens_at = 9
        self.assertIn("Open now until 12:00", one._told_open())

    def test_old_figures_are_grey(self):
        self.service.write({"waiting_weeks": 3, "measured_on": date.today()})
        page = self.page(self.service._page_path())
        self.assertFalse(page.find_class("o_map_old"))
        self.service.measured_on = date.today() - timedelta(days=365)
        page = self.page(self.service._page_path())
        (old,) = page.find_class("o_map_old")
        self.assertIn("About 3 weeks", old.text_content())
        self.assertIn("long ago", old.text_content())

    def test_one_week_is_no_weeks(self):
        self.service.write({"waiting_weeks": 1, "measured_on": date.today()})
        self.assertIn("About one week", self.service._told_waiting())

    def test_when_it_was_checked(self):
        self.assertEqual(self.other._told_checked(), "Not checked yet")
        self.other.action_assure()
        self.assertEqual(self.other._told_checked(), "Checked today")
        self.other.last_assured = date.today() - timedelta(weeks=3)
        self.assertEqual(self.other._told_checked(), "Checked 3 weeks ago")
        self.other.write({"last_assured": "2020-02-01", "next_review": "2021-02-01"})
        self.assertEqual(
            self.other._told_checked(), "Not checked since 1 February 2020"
        )

    @freeze_time("2026-11-02 23:30:00")
    def test_the_day_is_that_of_the_netherlands(self):
        """Half past twelve at night here, while the server has the day before."""
        self.other.action_assure()
        self.assertEqual(str(self.other.last_assured), "2026-11-03")
        self.assertEqual(self.other._told_checked(), "Checked today")

    def test_in_dutch_and_english(self):
        dutch = self.env.ref("base.lang_nl")
        dutch.active = True
        self.website.write(
            {"language_ids": [Command.link(dutch.id)], "default_lang_id": dutch.id}
        )
        in_dutch = self.service.with_context(lang="nl_NL")
        in_dutch.name = "Proefhulp thuis"
        page = self.page(in_dutch._page_path())
        self.assertEqual(page.get("lang"), "nl-NL")
        self.assertEqual(page.findtext(".//h1"), "Proefhulp thuis")
        path = f"/en{self.service._page_path()}"
        self.assertIn(path, page.xpath("//footer//a[@hreflang]/@href"))
        self.assertEqual(self.page(path).get("lang"), "en-US")
        self.assertIn("What it costs", self.words(path))

    def test_who_it_is_for_search_engines(self):
        self.service.summary = "</script><script>alert(1)</script> & “zo”"
        self.service.service_location_ids[0].schedule_ids = [
            Command.create({"weekday": "0", "opens_at": 9, "closes_at": 12.5})
        ]
        page = self.page(self.service._page_path())
        (script,) = page.xpath(LD)
        told = json.loads(script.text)
        self.assertEqual(told["@type"], "Service")
        self.assertEqual(told["description"], self.service.summary)
        self.assertEqual(told["provider"]["name"], self.card.name)
        self.assertEqual(told["offers"]["price"], "0")
        ((channel),) = told["availableChannel"]
        ((spot),) = channel["serviceLocation"]
        self.assertEqual(spot["address"]["streetAddress"], "Proefstraat 1")
        self.assertEqual(
            spot["openingHoursSpecification"][0]["dayOfWeek"],
            "https://schema.org/Monday",
        )
        self.assertNotIn("alternateName", told)
        self.assertFalse(
            page.xpath("//script[contains(text(), 'alert(1)')][not(@type)]")
        )
        description = page.xpath("//meta[@name='description']/@content")[0]
        self.assertEqual(description, self.service.summary)
        self.organisation.organization_type = "municipality"
        self.assertEqual(self.service._json_ld("")["@type"], "GovernmentService")
        (script,) = self.page(self.card._page_path()).xpath(LD)
        self.assertEqual(json.loads(script.text)["@type"], "Organization")

    def test_the_sitemap_names_what_is_published_at_once(self):
        def paths():
            self.env.flush_all()
            self.env.cr.precommit.run()
            answer = self.get("/sitemap.xml")
            return {
                urlsplit(one).path
                for one in re.findall("<loc>(.*?)</loc>", answer.text)
            }

        found = paths()
        public = (self.service, self.paused, self.card)
        self.assertLessEqual({one._page_path() for one in public}, found)
        self.assertIn("/sociale-kaart", found)
        self.assertFalse({one._page_path() for one in self.hidden} & found)
        self.assertFalse({"/sociale-kaart/lijst", "/sociale-kaart/embed"} & found)
        self.service.action_end()
        self.assertNotIn(self.service._page_path(), paths())


@tagged("post_install", "-at_install")
class TestSearchPage(DirectoryCase):
    """Searching without JavaScript: forms and links."""

    def test_nothing_asked(self):
        addresses = self.addresses("/sociale-kaart")
        self.assertIn(f"/sociale-kaart?domain={self.domain.id}", addresses)
        self.assertIn("/clientondersteuning", addresses)
        self.assertFalse(self.listed("/sociale-kaart"))

    def test_results_for_everybody(self):
        for user in (None, self.portal, self.editor):
            self.authenticate(user and user.login, user and user.login)
            found = self.listed(f"/sociale-kaart?domain={self.domain.id}")
            self.assertEqual(
                set(found), {self.service.name, self.other.name, self.paused.name}
            )
        self.assertIn(self.service.name, self.listed("/sociale-kaart?q=proefhulp"))

    def test_facets(self):
        base = f"/sociale-kaart?domain={self.domain.id}"
        self.assertEqual(self.listed(f"{base}&form=informal"), [self.other.name])
        page = self.page(f"{base}&form=informal&s={self.other.id}")
        (box,) = page.xpath(
            "//input[@type='checkbox'][@name='form'][@value='informal']"
        )
        self.assertEqual(box.get("checked"), "checked")
        (form,) = page.xpath("//form[.//fieldset]")
        self.assertEqual(form.get("method"), "get")
        self.assertTrue(form.xpath(".//button[@type='submit']"))
        self.assertIn(
            str(self.other.id), form.xpath(".//input[@type='hidden'][@name='s']/@value")
        )
        taken_away = page.xpath("//ul[contains(@class, 'o_map_chosen')]//a/@href")
        self.assertIn(
            f"/sociale-kaart?domain={self.domain.id}&s={self.other.id}", taken_away
        )

    def test_too_often_is_told_in_words(self):
        class Full(RateLimit):
            def wait(self, *args, **options):
                return 60

        with patch.object(public_page, "LIMIT", Full()):
            for path in ("?q=x", "/embed?q=x", "/help-mij-kiezen"):
                answer = self.url_open(f"/sociale-kaart{path}")
                self.assertEqual(answer.status_code, 429)
                self.assertEqual(answer.headers["Retry-After"], "60")
                self.assertIn("/sociale-kaart/open-data", answer.text)

    def test_too_often_is_told_in_the_frame_of_another_site_too(self):
        class Full(RateLimit):
            def wait(self, *args, **options):
                return 60

        self.env["ir.config_parameter"].set_param(
            "social_map.embedding_sites", "https://bieb.example"
        )
        with patch.object(public_page, "LIMIT", Full()):
            answers = {
                path: self.url_open(f"/sociale-kaart{path}") for path in ("", "/embed")
            }
        allowed = {
            path: answer.headers["Content-Security-Policy"]
            for path, answer in answers.items()
        }
        self.assertEqual(
            allowed,
            {
                "": "frame-ancestors 'self'",
                "/embed": "frame-ancestors https://bieb.example",
            },
        )
        # Our other pages are in nobody's frame: what is chosen opens beside it.
        self.assertIn('target="_blank"', answers["/embed"].text)
        self.assertNotIn('id="top"', answers["/embed"].text)

    def test_pages(self):
        for number in range(20):
            self.make(f"Proefreeks {number}")
        path = f"/sociale-kaart?domain={self.domain.id}"
        first, second = self.listed(path), self.listed(f"{path}&page=2")
        self.assertEqual((len(first), len(second)), (20, 3))
        self.assertFalse(set(first) & set(second))
        self.assertIn(f"{path}&page=2", self.addresses(path))
        self.assertIn(path, self.addresses(f"{path}&page=2"))
        self.assertEqual(self.listed(f"{path}&page=999999"), second)

    def test_a_longer_list_asks_the_database_no_more_often(self):
        more = self.make("Proeflang 0")
        for number in range(10):
            more |= self.make(f"Proeflang {number + 1}")
        for service in more:
            service.service_location_ids = [
                Command.create({"location_id": self.place.id})
            ]

        def queries(services):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            for service in services.with_user(self.public):
                service._told_open()
                service._told_areas()
                service._told_places()
            return self.cr.sql_log_count - before

        queries(more)
        self.assertLessEqual(queries(more), queries(more[:2]))

    def test_nothing_found_leads_to_people(self):
        self.service.performs_client_support = True
        path = "/sociale-kaart?q=qqqqwwwwzzzz"
        self.assertIn("We found nothing", self.words(path))
        addresses = self.addresses(path)
        self.assertIn(self.service._page_path(), addresses)
        self.assertIn("/vraag", addresses)

    def test_nothing_found_leads_to_independent_people_first(self):
        self.env["social.service"].search([]).performs_client_support = False
        services = [self.make(f"Proef {number}") for number in range(4)]
        for service in services:
            service.performs_client_support = True
        services[3].independence = "independent"
        self.paused.performs_client_support = True
        page = self.page("/sociale-kaart?q=qqqqwwwwzzzz")
        found = page.xpath("//ul[contains(@class, 'o_map_list')]/li/a/text()")
        self.assertEqual(found, ["Proef 3", "Proef 0", "Proef 1"])

    def test_a_postal_code_among_the_words_is_a_postal_code(self):
        page = self.page("/sociale-kaart?q=3311+AB")
        self.assertEqual(page.xpath("//input[@name='postcode']/@value")[0], "3311 AB")
        self.assertEqual(page.xpath("//input[@name='q']/@value"), [""])
        self.assertIn(self.service.name, self.listed("/sociale-kaart?q=3311"))

    def test_a_question_stays_with_who_asks(self):
        self.service.performs_client_support = True
        answer = self.get("/sociale-kaart?q=proefhulp")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertEqual(answer.headers["Referrer-Policy"], "same-origin")
        self.assertEqual(answer.headers["X-Robots-Tag"], "noindex")
        page = html.fromstring(answer.text)
        self.assertEqual(page.xpath("//meta[@name='robots']/@content"), ["noindex"])
        (canonical,) = page.xpath("//link[@rel='canonical']/@href")
        self.assertNotIn("?", canonical)
        plain = self.get("/sociale-kaart")
        self.assertNotIn("X-Robots-Tag", plain.headers)
        self.assertNotIn('content="noindex"', plain.text)

    def test_nonsense_in_the_address(self):
        queries = ("domain=x&area=-1", "page=-3", "s=abc", "q=%27%22%3Cb%3E", "cost=x")
        for query in (*queries, "q=%00x", "postcode=%00", "cost=%00", "q=%FF"):
            with self.subTest(query=query):
                self.assertNotIn("<b>", self.get(f"/sociale-kaart?{query}&all=1").text)
                self.page(f"/sociale-kaart?{query}")

    def test_an_appointment_from_the_results(self):
        """Where one can speak with somebody: not when it is closed or only online."""
        self.other.reach_online = True
        asked = [
            address
            for address in self.addresses(f"/sociale-kaart?domain={self.domain.id}")
            if "wish=appointment" in address
        ]
        self.assertEqual(asked, [self.service._question_path("appointment")])

    def test_the_shortlist_goes_along(self):
        path = f"/sociale-kaart?q=proef&s={self.other.id}"
        addresses = self.addresses(path)
        self.assertIn(f"/sociale-kaart/lijst?s={self.other.id}", addresses)
        self.assertIn(f"{self.service._page_path()}?s={self.other.id}", addresses)
        self.assertIn(
            f"/sociale-kaart?q=proef&s={self.other.id}&s={self.service.id}"
            f"#hulp-{self.service.id}",
            addresses,
        )


@tagged("post_install", "-at_install")
class TestSeveral(DirectoryCase):
    """A list and a comparison live in the address."""

    def query(self, *services):
        return "&".join(f"s={one.id}" for one in services)

    def test_shortlist(self):
        path = f"/sociale-kaart/lijst?{self.query(self.other, self.service)}"
        self.assertEqual(self.listed(path), [self.other.name, self.service.name])
        self.assertNotIn("no longer there", self.words(path))
        with_hidden = f"{path}&{self.query(self.draft, self.archived)}"
        self.assertEqual(self.listed(with_hidden), [self.other.name, self.service.name])
        self.assertIn("no longer there", self.words(with_hidden))
        self.assertIn("nothing on your list", self.words("/sociale-kaart/lijst"))
        self.authenticate(self.editor.login, self.editor.login)
        self.assertEqual(self.listed(with_hidden), [self.other.name, self.service.name])

    def test_what_was_merged_stays_on_the_list(self):
        """Under the number that the address has: a kept address goes on working."""
        third = self.make("Proefderde")
        merge = self.env["social.merge"].with_user(self.editor)
        merge.create(
            {"kept_service_id": self.service.id, "other_service_id": third.id}
        ).action_merge()
        both = [self.service.name, self.other.name]
        query = self.query(third, self.other)
        path = f"/sociale-kaart/lijst?{query}"
        self.assertEqual(self.listed(path), both)
        self.assertNotIn("no longer there", self.words(path))
        self.assertIn(f"lijst?s={self.other.id}", self.get(path).text)
        compared = self.page(f"/sociale-kaart/vergelijk?{query}")
        heads = compared.xpath("//thead//th[@scope='col']//a/text()")
        self.assertEqual(heads, both)
        leaflet = self.page(f"/sociale-kaart/lijst/folder?{query}")
        self.assertEqual(leaflet.xpath("//article/h1/text()"), both)
        # Both halves on one list are one service, and nothing is lost.
        twice = f"/sociale-kaart/lijst?{self.query(self.service, third)}"
        self.assertEqual(self.listed(twice), [self.service.name])
        self.assertNotIn("no longer there", self.words(twice))

    def test_compare(self):
        path = f"/sociale-kaart/vergelijk?{self.query(self.service, self.other)}"
        page = self.page(path)
        heads = page.xpath("//thead//th[@scope='col']//a/text()")
        self.assertEqual(heads, [self.service.name, self.other.name])
        rows = page.xpath("//tbody/tr")
        self.assertEqual(len(rows), len(self.service._told_rows()))
        for row in rows:
            self.assertEqual(len(row.findall("th[@scope='row']")), 1)
            self.assertEqual(len(row.findall("td")), 2)
            self.assertTrue(all(cell.text_content().strip() for cell in row))
        self.assertIn("Not filled in", self.words(path))
        one = f"/sociale-kaart/vergelijk?{self.query(self.service, self.draft)}"
        self.assertIn("Choose two to four", self.words(one))
        more = [self.make(f"Proefvijf {number}") for number in range(5)]
        page = self.page(f"/sociale-kaart/vergelijk?{self.query(*more)}")
        self.assertEqual(len(page.xpath("//thead//th[@scope='col']")), 4)


@tagged("post_install", "-at_install")
class TestAround(DirectoryCase):
    """The frame of the website, and our search in the frame of another."""

    def test_embedding(self):
        def allowed(path="/sociale-kaart/embed"):
            return self.get(path).headers["Content-Security-Policy"]

        self.env["ir.config_parameter"].set_param("social_map.embedding_sites", "*")
        self.assertEqual(allowed(), "frame-ancestors *")
        for value, expected in (
            ("https://huisarts.example https://*.bieb.example:8443", None),
            ("https://goed.example 'unsafe; script-src", "https://goed.example"),
            ("onzin", "'self'"),
        ):
            self.env["ir.config_parameter"].set_param(
                "social_map.embedding_sites", value
            )
            self.assertEqual(allowed(), f"frame-ancestors {expected or value}")
        self.assertEqual(allowed("/sociale-kaart"), "frame-ancestors 'self'")
        page = self.page("/sociale-kaart/embed?q=proefhulp")
        self.assertFalse(page.xpath("//header[@id='top'] | //footer[@id='bottom']"))
        self.assertIn(
            self.service.name, self.listed("/sociale-kaart/embed?q=proefhulp")
        )
        self.assertIn("<iframe src=", self.words("/sociale-kaart/insluiten"))

    def test_an_unknown_postal_code_is_told_in_the_frame_too(self):
        for path in ("/sociale-kaart", "/sociale-kaart/embed"):
            words = self.words(f"{path}?q=proefhulp&postcode=0000")
            self.assertIn("We do not know the postal code", words, path)

    def test_who_built_it_with_what_is_no_page_for_residents(self):
        self.assertEqual(self.get("/website/info").status_code, 404)
        self.assertNotIn("/website/info", self.get("/sitemap.xml").text)

    def test_a_page_that_is_not_there_says_so_in_the_title(self):
        title = self.get("/sociale-kaart/hulp/0").text.partition("<title>")[2]
        self.assertTrue(title.startswith("This page is not there |"), title[:60])

    def test_odoo_mails_its_numbers_to_nobody(self):
        digests = self.env["digest.digest"]
        self.assertFalse(digests.search([("state", "=", "activated")]))
        user = new_test_user(self.env, "new", groups="base.group_user")
        self.assertFalse(digests.search([("user_ids", "in", user.ids)]))

    def test_no_placeholder_is_left(self):
        for path in ("/", "/toegankelijkheid", "/privacy", "/sociale-kaart/hulp/0"):
            text = self.get(path).text
            for left in ("Executive Park", "yourcompany", "Company name", "My Website",
                         "/contactus", "odoo.com", "Useful Links"):  # fmt: skip
                self.assertNotIn(left, text, path)
        self.assertEqual(self.get("/contactus").status_code, 404)

    def test_homepage(self):
        addresses = [
            link.get("href") for link in self.page("/").iterfind(".//a[@href]")
        ]
        wanted = ["/sociale-kaart", "/clientondersteuning", "/veelgestelde-vragen"]
        for address in (*wanted, "/vraag", "/toegankelijkheid", "/privacy"):
            self.assertIn(address, addresses)

    def test_pages_ask_nothing_of_others(self):
        """Of the pages with data; the others are in tests/test_third_parties.py."""
        shortlist = f"s={self.service.id}&s={self.other.id}"
        for path in (
            self.service._page_path(),
            self.card._page_path(),
            f"/sociale-kaart?all=1&{shortlist}",
            f"/sociale-kaart/lijst?{shortlist}",
            f"/sociale-kaart/vergelijk?{shortlist}",
        ):
            page = self.page(path)
            loaded = page.xpath("//@src | //@srcset | //object/@data")
            loaded += page.xpath(
                "//link[not(@rel='canonical' or @rel='alternate')]/@href"
            )
            self.assertTrue(loaded)
            for address in loaded:
                host = urlsplit(address).netloc
                self.assertIn(host, ("", urlsplit(self.base_url()).netloc), path)

    def test_visitors_are_not_remembered(self):
        before = self.env["website.visitor"].search_count([])
        for path in ("/", "/sociale-kaart?q=x", self.service._page_path()):
            self.get(path)
        self.assertEqual(self.env["website.visitor"].search_count([]), before)

    def test_private_methods_only(self):
        """Nothing of the pages is an endpoint; a visitor writes nothing."""
        with self.assertRaises(AccessError):
            self.service.with_user(self.public).write({"name": "x"})
