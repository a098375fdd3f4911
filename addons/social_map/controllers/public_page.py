from odoo.http import request


class PublicPage:
    """What every page of the social map answers with; mix it into a controller."""

    def _answer(self, template, values, is_private=False):
        """A page that tells no other site where somebody came from.

        :param is_private: the address says what somebody asks or chose: no cache keeps
            the page and no search engine lists it
        """
        response = request.render(template, {"is_private": is_private, **values})
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Content-Security-Policy"] = "frame-ancestors 'self'"
        if is_private or request.httprequest.args:
            response.headers["X-Robots-Tag"] = "noindex"
        if is_private:
            response.headers["Cache-Control"] = "no-store"
        return response
