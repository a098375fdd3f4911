import time
from functools import wraps

from odoo.http import request

from ..rate_limit import RateLimit

# Searches of one sender, who may be a whole library, in a minute. A search takes a
# tenth of a second of a processor: more is a program, for which there is open data.
PER_MINUTE = 300
LIMIT = RateLimit()

# The address says what somebody asks or chose: in no cache and no search engine.
PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


def searches(is_framed=False):
    """Decorate a page that searches, which one sender gets so often and no more.

    :param is_framed: other sites show it in theirs, and so also the refusal
    """

    def limited(page):
        @wraps(page)
        def answer(self, **values):
            sender = request.httprequest.remote_addr
            wait = LIMIT.wait(sender, time.monotonic(), PER_MINUTE)
            if not wait:
                return page(self, **values)
            response = self._answer(
                "social_map.too_often_page", {}, is_private=True, is_framed=is_framed
            )
            response.status_code = 429
            response.headers["Retry-After"] = str(wait)
            return response

        return answer

    return limited


class PublicPage:
    """What every page of the social map answers with; mix it into a controller."""

    def _answer(self, template, values, is_private=False, is_framed=False):
        """A page that tells no other site where somebody came from.

        :param is_private: see `PRIVATE`
        :param is_framed: other sites, those of the setting, show it in theirs
        """
        shown = {"is_private": is_private, "is_framed": is_framed}
        response = request.render(template, {**shown, **values})
        response.headers["Referrer-Policy"] = "same-origin"
        if is_framed:
            sites = request.env["social.service"]._embedding_sites()
            response.headers["Content-Security-Policy"] = f"frame-ancestors {sites}"
        if is_private:
            response.headers.update(PRIVATE)
        elif request.httprequest.args:
            response.headers["X-Robots-Tag"] = "noindex"
        return response
