"""Pages for residents and referrers, on a phone: can everybody use them?"""

import re

from phone import Phone
from plain_dutch import too_hard

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.client_support.tests.portal import (
    OWN_PAGES,
    REFERRER_PAGES,
    PortalCase,
)

# Of paper: its letters are those of print, and the page around it is Odoo's.
ON_PAPER = ("letters of", "scrollable-region-focusable: <body")
# Words that no Dutch page has and every English one.
ENGLISH = re.compile(r"\b(the|and|you|your|with)\b", re.I)


class PageCase(PortalCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.phone = Phone()
        self.addCleanup(self.phone.close)

    def enter(self, user):
        """Log in and let the phone have the session."""
        self.env.flush_all()
        self.authenticate(user and user.login, user and user.login)
        self.phone.take(self.opener.cookies, self.base_url())

    def check(self, user, *paths, plain=False, allowed=()):
        """Open each page as a user and fail with what is wrong with any of them.

        :param plain: whether it is for residents, who read it alone
        :param allowed: how the problems begin that are none here
        """
        with self.allow_requests(all_requests=True):
            self.enter(user)
            for path in paths:
                with self.subTest(user=user and user.login, path=path):
                    self.phone.see(self.base_url() + path)
                    self.assertEqual(self.phone.run("location.pathname"), path)
                    problems = [
                        one
                        for one in self.problems(plain)
                        if not one.startswith(allowed)
                    ]
                    self.assertFalse(problems)

    def problems(self, plain):
        found = self.phone.barriers()
        language = self.phone.run("document.documentElement.lang")
        words = self.phone.words()
        if not language.startswith("nl"):
            found.append(f"the page says that it is in “{language}”")
        title = self.phone.run("document.title").partition(" | ")[0]
        is_own = self.phone.run("location.pathname").startswith("/my")
        if is_own and title not in self.phone.run("document.body.innerText"):
            found.append(f"its title is “{title}”, which is not on the page")
        found += [f"English: {one}" for one in words.split("\n") if ENGLISH.search(one)]
        return found + (too_hard(words) if plain else [])


@tagged("post_install", "-at_install")
class TestPortalPages(PageCase):
    """In Dutch, 390 px wide, by keyboard and by WCAG 2.2 AA; full and empty."""

    def test_pages_with_something_on_them(self):
        made = self.fill_everything()
        self.officer.write({"lang": "nl_NL", "password": self.officer.login})
        handover = f"/my/overdracht/{made['handover'].number}"
        draft = f"/my/overdracht/{made['draft'].number}"
        self.check(self.inwoner, "/my", "/my/werkwijze", *OWN_PAGES, handover, draft)
        self.check(self.mentors_account, "/my", *OWN_PAGES)
        shared = f"/my/gedeeld/{self.resident.number}"
        self.check(self.officer, "/my", *REFERRER_PAGES, shared, handover)
        self.check(None, f"/verwijzing/{made['token']}")

    def test_pages_with_nothing_on_them(self):
        empty = self.make_resident(name="Leeg Verzonnen", nickname="Leeg")
        account = self.account(empty, "leeg@example.nl")
        provider = self.users["provider_staff"]
        provider.lang = "nl_NL"
        self.check(account, *OWN_PAGES, plain=True)
        self.check(account, "/my")
        self.check(provider, "/my", *REFERRER_PAGES)
        self.check(None, "/verwijzing/is-er-niet", "/vraag")

    def test_papers(self):
        """What is printed with the browser where the computer makes no PDF."""
        self.supporter.lang = "nl_NL"
        papers = [
            self.add(
                "client.plan.document",
                case_id=self.case.id,
                resident_id=self.resident.id,
                kind=kind,
                reading_level=level,
                wishes="Een huis zonder trap",
            )
            for kind, level in (("personal_plan", "b1"), ("my_story", "a2"))
        ]
        self.check(
            self.supporter,
            *(
                f"/report/html/client_support.report_plan_document/{paper.id}"
                for paper in papers
            ),
            allowed=ON_PAPER,
        )


@tagged("post_install", "-at_install")
class TestPortalLanguage(PortalCase, HttpCase):
    """Dutch, also for who logs in with a browser that was never set."""

    def log_in(self, user):
        """The first page after logging in with an English browser."""
        self.env.flush_all()
        self.authenticate(None, None)
        english = {"Accept-Language": "en-US,en;q=0.9"}
        page = self.url_open("/web/login", headers=english, timeout=120)
        self.assertIn('lang="en-US"', page.text)
        return self.url_open(
            "/web/login",
            data={
                "login": user.login,
                "password": user.login,
                "csrf_token": Request.csrf_token(self),
            },
            headers=english,
            timeout=120,
        )

    def test_an_account_speaks_its_own_language(self):
        self.assertEqual(self.inwoner.lang, "nl_NL")
        page = self.log_in(self.inwoner)
        self.assertEqual(page.url, f"{self.base_url()}/my")
        self.assertIn('lang="nl-NL"', page.text)
        self.assertIn("Mijn berichten", page.text)
        self.inwoner.lang = "en_US"
        page = self.log_in(self.inwoner)
        self.assertIn('lang="en-US"', page.text)

    def test_the_language_of_who_works_here_is_not_theirs(self):
        self.assertEqual(self.supporter.lang, "en_US")
        turkish = self.env["res.lang"].with_context(active_test=False)
        turkish = turkish.search([("code", "=", "tr_TR")])
        self.assertFalse(turkish.active)
        for language, spoken in (
            (turkish, "nl_NL"),
            (self.env.ref("base.lang_en"), "en_US"),
        ):
            resident = self.make_resident(name="Taal Verzonnen", lang_id=language.id)
            account = self.account(resident, f"{spoken}@example.nl")
            self.assertEqual(account.lang, spoken)
