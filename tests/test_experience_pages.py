"""The survey for residents on a phone: can everybody answer it?"""

from test_portal_pages import PageCase

from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestExperiencePages(PageCase):
    """In plain Dutch, 390 px wide, by keyboard and by WCAG 2.2 AA, page by page."""

    def setUp(self):
        super().setUp()
        invitation = self.env["client.survey.invitation"].create(
            {
                "case_id": self.case.id,
                "resident_id": self.resident.id,
                "due_date": "2026-01-01",
            }
        )
        self.key = invitation._draw()

    def look(self, path, *clicks, plain=True):
        """What is wrong with a page, and with each after a click."""
        with self.allow_requests(all_requests=True):
            self.phone.see(self.base_url() + path)
            problems = self.problems(plain)
            for selector in clicks:
                self.phone.run("document.body.id = 'before'")
                self.phone.run(f"document.querySelector('{selector}').click()")
                self.phone.wait("body:not(#before) footer")
                problems += self.problems(plain)
        self.assertFalse(problems)

    def test_every_page_of_both_surveys(self):
        self.enter(None)
        self.phone.take({"frontend_lang": "nl_NL"}, self.base_url())
        page = f"/ervaring/{self.key}"
        self.look("/ervaring")
        self.look("/ervaring/onbekend")
        self.look(page, "[value=full-2]", *["[value=next]"] * 4, plain=False)
        # Sent empty, the last page says what is wrong.
        self.look(page, "[value=easy-1]", *["[value=next]"] * 3, "[value=send]")

    def test_the_desk(self):
        user = self.users["intake"]
        user.lang = "nl_NL"
        self.enter(user)
        self.look("/ervaring/balie", plain=False)
