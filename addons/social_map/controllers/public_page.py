from odoo.http import request

# The address says what somebody asks or chose: in no cache and no search engine.
PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


class PublicPage:
    """What every page of the social map answers with; mix it into a controller."""

    def _answer(self, template, values, is_private=False):
        """A page that tells no other site where somebody came from.

        :param is_private: see `PRIVATE`
        """
        response = request.render(template, {"is_private": is_private, **values})
        response.headers["Referrer-Policy"] = "same-origin"
        if is_private:
            response.headers.update(PRIVATE)
        elif request.httprequest.args:
            response.headers["X-Robots-Tag"] = "noindex"
        return response
