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


def searches(page):
    """Decorate a page that searches, which one sender gets so often and no more."""

    @wraps(page)
    def answer(self, **values):
        sender = request.httprequest.remote_addr
        wait = LIMIT.wait(sender, time.monotonic(), PER_MINUTE)
        if not wait:
            return page(self, **values)
        response = self._answer("social_map.too_often_page", {}, is_private=True)
        response.status_code = 429
        response.headers["Retry-After"] = str(wait)
        return response

    return answer


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
