import time

from odoo import http
from odoo.http import request

from ..asked import text
from ..rate_limit import RateLimit

# Of one sender, who may be a whole library, in a minute: people pause while they type.
PER_MINUTE = 600
LIMIT = RateLimit()


class Suggestions(http.Controller):
    """What somebody may be looking for, while they type.

    As the visitor, and nothing is kept. It is posted, although it changes nothing: what
    is typed and never sent is in no address, so in no log of a proxy either. Who asks
    too often gets nothing, and can search as without JavaScript.
    """

    @http.route(
        "/sociale-kaart/suggesties",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        csrf=False,
        readonly=True,
        save_session=False,
        max_content_length=4_000,
        sitemap=False,
    )
    def suggest(self, q="", **values):
        sender = request.httprequest.remote_addr
        found = []
        if not LIMIT.wait(sender, time.monotonic(), PER_MINUTE) and isinstance(q, str):
            found = request.env["social.service"]._suggest(text(q))
        return request.make_json_response(found, [("Cache-Control", "no-store")])
