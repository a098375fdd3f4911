from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .survey_case import SurveyCase


@tagged("post_install", "-at_install")
class TestExperiencePages(SurveyCase, HttpCase):
    """The page without JavaScript, and Odoo's own pages closed."""

    def setUp(self):
        super().setUp()
        self.invitation, self.key = self.sent()
        self.page = f"/ervaring/{self.key}"
        self.env.flush_all()

    def post(self, path, **data):
        data["csrf_token"] = Request.csrf_token(self)
        return self.url_open(path, data=data, timeout=60)

    def log_in(self, user):
        self.authenticate(user and user.login, user and user.login)

    def test_from_the_letter_to_thank_you(self):
        self.log_in(None)
        answer = self.post("/ervaring", key=self.key.lower().replace("-", " "))
        self.assertTrue(answer.url.endswith(self.page))
        for name, value in {
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
            "X-Robots-Tag": "noindex, nofollow",
        }.items():
            self.assertEqual(answer.headers[name], value)
        self.assertIn('value="easy-1"', answer.text)
        step = self.post(self.page, version="easy-1")
        self.assertIn('name="OCO1"', step.text)
        # An address fills in and sends nothing.
        self.url_open(f"{self.page}?version=easy-1&to=send&OCO1=agree")
        self.assertFalse(self.box.sudo().search([]))
        done = self.post(
            self.page, version="easy-1", to="send", OCO1="agree", helped="yes"
        )
        self.assertIn('role="status"', done.text)
        row = self.box.sudo().search([])
        self.assertTrue(row.helped)
        again = self.post(self.page, version="easy-1", to="send", OCO1="disagree")
        self.assertNotIn('name="OCO1"', again.text)
        self.assertEqual(self.box.sudo().search([]), row)
        self.assertEqual(self.url_open(self.page).status_code, 200)

    def test_what_was_typed_is_shown_not_carried_out(self):
        self.log_in(None)
        page = self.post(
            self.page, version="easy-1", step="4", OPEN2="</textarea><script>x()"
        )
        self.assertNotIn("<script>x()", page.text)

    def test_nothing_of_the_resident_is_on_the_page(self):
        self.log_in(None)
        text = self.url_open(self.page).text
        for secret in (self.resident.number, self.case.number, "Sjaan", "sjaan@"):
            self.assertNotIn(secret, text)

    @mute_logger("odoo.http")
    def test_the_desk_is_for_who_works_there(self):
        intake = self.users["intake"]
        self.log_in(intake)
        self.assertEqual(self.url_open("/ervaring/balie").status_code, 200)
        entered = self.post(
            f"/ervaring/invoer/{self.key}/paper",
            version="easy-1",
            to="send",
            OCO1="agree",
        )
        self.assertIn("/ervaring/balie", entered.text)
        self.assertEqual(self.box.sudo().search([]).mode, "paper")
        for role in ("supporter", "manager", "privacy_officer", "portal", "employee"):
            self.log_in(self.users[role])
            self.assertEqual(self.url_open("/ervaring/balie").status_code, 403, role)
            for path in ("/ervaring/balie/brieven", "/ervaring/balie/bellen"):
                self.assertEqual(self.post(path).status_code, 403, role)
        self.log_in(None)
        self.assertIn("/web/login", self.url_open("/ervaring/balie").url)

    def test_what_the_desk_is_told_is_on_the_page(self):
        self.log_in(self.users["intake"])
        told = UserError("Do first what has to be done first.")
        forms = type(self.env["oco.survey.form"])
        with patch.object(forms, "_desk_letters", side_effect=told):
            page = self.post("/ervaring/balie/brieven")
        self.assertEqual(page.status_code, 422)
        self.assertIn(str(told), page.text)

    def ours(self):
        """Odoo's own addresses of our survey, and whether they take a POST."""
        token, number = self.easy.access_token, self.easy.id
        answer = (
            self.env["survey.user_input"]
            .sudo()
            .search([("survey_id", "=", number)], limit=1)
        )
        return [
            f"/survey/start/{token}",
            f"/survey/{token}/{answer.access_token}",
            f"/survey/print/{token}",
            f"/survey/print/{token}?answer_token={answer.access_token}",
            f"/survey/test/{token}",
            f"/survey/retry/{token}/{answer.access_token}",
            f"/survey/results/{number}",
            f"/survey/{number}/certification_preview",
            f"/survey/{number}/get_certification_preview",
            f"/survey/{number}/get_certification",
            f"/survey/session/manage/{token}",
            f"/s/{self.easy.session_code}",
            f"/survey/{token}/get_background_image",
        ]

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "werkzeug")
    def test_odoos_own_pages_do_not_know_our_survey(self):
        self.drop(5, OCO1="agree")
        self.box._open()
        count = self.env["survey.user_input"].sudo().search_count([])
        manager = self.make_user(
            "t_survey_http", "base.group_user,survey.group_survey_manager"
        )
        title = self.easy.title.split(" (")[0]
        for user in (None, manager, self.users["administrator"]):
            self.log_in(user)
            for path in self.ours():
                with self.subTest(user=user and user.login, path=path):
                    page = self.url_open(path, timeout=60)
                    self.assertNotIn(title, page.text)
                    self.assertNotIn(self.easy.question_ids[:1].title, page.text)
            token = self.easy.access_token
            for path in (
                f"/survey/begin/{token}/x",
                f"/survey/session/results/{token}",
                f"/survey/check_session_code/{self.easy.session_code}",
            ):
                answer = self.url_open(
                    path,
                    data='{"jsonrpc": "2.0", "params": {}}',
                    headers={"Content-Type": "application/json"},
                )
                self.assertNotIn("survey_url", answer.text)
                self.assertNotIn(title, answer.text)
        self.assertEqual(self.env["survey.user_input"].sudo().search_count([]), count)
