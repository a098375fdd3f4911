from werkzeug.exceptions import NotFound

from odoo import http

from odoo.addons.survey.controllers.main import Survey
from odoo.addons.survey.controllers.survey_session_manage import UserInputSession


class ClosedSurvey(Survey):
    """Odoo's pages of a survey: start, fill in, print, test, results, certificate."""

    def _fetch_from_access_token(self, survey_token, answer_token):
        survey, answer = super()._fetch_from_access_token(survey_token, answer_token)
        known = survey._known_to_odoo()
        return known, answer if known else answer.browse()

    @http.route()
    def survey_test(self, survey_token, **kwargs):
        if not self._fetch_from_access_token(survey_token, False)[0]:
            raise NotFound
        return super().survey_test(survey_token, **kwargs)

    @http.route()
    def survey_get_background(self, survey_token):
        if not self._fetch_from_access_token(survey_token, False)[0]:
            raise NotFound
        return super().survey_get_background(survey_token)

    @http.route()
    def survey_report(self, survey, answer_token=None, **post):
        if not survey._known_to_odoo():
            raise NotFound
        return super().survey_report(survey, answer_token=answer_token, **post)

    @http.route()
    def show_certification_pdf(self, survey, **kwargs):
        if not survey._known_to_odoo():
            raise NotFound
        return super().show_certification_pdf(survey, **kwargs)

    @http.route()
    def survey_get_certification_preview(self, survey, **kwargs):
        if not survey._known_to_odoo():
            raise NotFound
        return super().survey_get_certification_preview(survey, **kwargs)


class ClosedSession(UserInputSession):
    """Odoo's live sessions."""

    def _fetch_from_token(self, survey_token):
        return super()._fetch_from_token(survey_token)._known_to_odoo()

    def _fetch_from_session_code(self, session_code):
        survey, problem = super()._fetch_from_session_code(session_code)
        if survey and not survey._known_to_odoo():
            return survey.browse(), {"error": "survey_wrong"}
        return survey, problem
