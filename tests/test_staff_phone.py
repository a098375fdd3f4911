"""The work of a supporter on a phone: all of it in sight and large enough to tap."""

from phone import Phone

from odoo.tests import HttpCase, tagged

from odoo.addons.client_support.tests.portal import PortalCase

# What sticks out of the screen. A list may be pushed aside by itself, a form may not.
SIDEWAYS = """
[document.documentElement, ...document.querySelectorAll(
    ".o_action_manager, .o_content, .o_form_view, .o_form_renderer, .o_form_sheet_bg, "
    + ".o_form_sheet, .o_client_thread"
)].filter((el) => el.scrollWidth > el.clientWidth + 1).map(
    (el) => `${el.className || el.tagName}: ${el.scrollWidth} px wide`
)
"""
SMALL = """
[...document.querySelectorAll(
    ".o_content, .modal-content"
)].flatMap(
    (place) => [...place.querySelectorAll("button, a, input, select, textarea")]
).flatMap((el) => {
    const { width, height } = el.getBoundingClientRect();
    return el.checkVisibility() && width > 1 && Math.min(width, height) < 24
        ? [`${width.toFixed()} by ${height.toFixed()}: ${el.outerHTML.slice(0, 160)}`]
        : [];
})
"""
TABS = "[...document.querySelectorAll('.o_notebook a.nav-link')].map((tab) => tab.name)"
FORM = ".o_form_view"


@tagged("post_install", "-at_install")
class TestStaffPhone(PortalCase, HttpCase):
    """Day, contact, note, appointment and case in the web client, 390 px wide."""

    def setUp(self):
        super().setUp()
        self.phone = Phone()
        self.addCleanup(self.phone.close)

    def screens(self):
        """What is opened, and what to wait for."""
        made = self.fill_everything()
        note = self.env["client.note"].search([("case_id", "=", self.case.id)], limit=1)
        action = "/odoo/action-client_support.client_%s_action"
        return {
            action % "day": ".list-group",
            action % "quick_contact": ".o_client_quick_contact",
            action % "contact": ".o_data_row",
            f"{action % 'contact'}/{self.contact.id}": FORM,
            f"{action % 'case'}/{self.case.id}": FORM,
            f"{action % 'resident'}/{self.resident.id}": FORM,
            f"/odoo/client.note/{note.id}": FORM,
            "/odoo/client.note/new": FORM,
            f"/odoo/client.appointment/{made['appointment'].id}": FORM,
            "/odoo/client.appointment/new": FORM,
        }

    def check(self, place):
        found = self.phone.ask(SIDEWAYS) + self.phone.ask(SMALL)
        self.assertFalse(found, place)

    def test_screens_and_tabs(self):
        screens = self.screens()
        with self.allow_requests(all_requests=True):
            self.env.flush_all()
            self.authenticate(self.supporter.login, self.supporter.login)
            self.phone.take(self.opener.cookies, self.base_url())
            for path, selector in screens.items():
                with self.subTest(path=path):
                    self.phone.open(self.base_url() + path, selector)
                    self.check(path)
                    for tab in self.phone.ask(TABS):
                        link = f".o_notebook a[name={tab}]"
                        self.phone.run(f"document.querySelector('{link}').click()")
                        self.phone.wait(f"{link}.active")
                        self.check(tab)

    def test_a_thread_is_read_without_pushing(self):
        """On a phone notes and messages are cards, with all of what was written."""
        self.fill_everything()
        with self.allow_requests(all_requests=True):
            self.env.flush_all()
            self.authenticate(self.supporter.login, self.supporter.login)
            self.phone.take(self.opener.cookies, self.base_url())
            case = "/odoo/action-client_support.client_case_action"
            self.phone.open(f"{self.base_url()}{case}/{self.case.id}", FORM)
            for tab, words in (("notes", "Oeverzegge notitie"), ("messages", "Goed")):
                self.phone.run(f"document.querySelector('a[name={tab}]').click()")
                self.phone.wait(f"a[name={tab}].active")
                self.phone.wait(".tab-pane.active .o_client_thread .o_kanban_record")
                shown = self.phone.run(
                    "document.querySelector('.tab-pane.active').innerText"
                )
                self.assertIn(words, shown)

    def test_open_answers_are_read_without_pushing(self):
        """In columns an answer would stand one word a line."""
        self.env["oco.survey.comment"].create(
            {
                "company_id": self.organisation.id,
                "quarter": "2026-01-01",
                "code": "OPEN1",
                "text": "Oeverzegge: de brieven heb ik nu begrepen.",
            }
        )
        screener = self.users["coordinator"]
        screener.password = screener.login
        with self.allow_requests(all_requests=True):
            self.env.flush_all()
            self.authenticate(screener.login, screener.login)
            self.phone.take(self.opener.cookies, self.base_url())
            answers = "/odoo/action-oco_reporting.oco_survey_comment_action"
            self.phone.open(self.base_url() + answers, ".o_kanban_record")
            self.check(answers)
            shown = self.phone.run("document.querySelector('.o_content').innerText")
            self.assertIn("Oeverzegge", shown)
