import json
import time
from datetime import datetime, timezone
from functools import cache
from tempfile import SpooledTemporaryFile

from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.http import request
from odoo.tools import file_open

from .. import hsds, open_data_query
from ..rate_limit import RateLimit

BASE = "/sociale-kaart/api/hsds"
DESCRIPTION = f"{BASE}/openapi.json"
PAGE = "/sociale-kaart/open-data"
LANGUAGES = {"nl": "nl_NL", "en": "en_US"}
METHODS = "GET, HEAD, OPTIONS"
# Seconds that anybody may keep an answer, also of what was just unpublished.
FRESH = 60
# Bytes of lines; more goes by way of the disk.
IN_MEMORY = 1_000_000
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Language, ETag, Last-Modified, "
    "Retry-After",
    "Vary": "Accept-Language",
    "X-Content-Type-Options": "nosniff",
}
LIMIT = RateLimit()


class OpenData(http.Controller):
    """The read API of the directory: HSDS 3.1, open to everybody, without a key.

    Whoever asks, also with an account, is answered as nobody: the same for all. Nothing
    is kept of who asked what: no cookie, no session, no address.
    """

    @http.route(
        [BASE, f"{BASE}/", f"{BASE}/<path:path>"],
        type="http",
        auth="public",
        csrf=False,
        readonly=True,
        save_session=False,
    )
    def answer(self, path="", **_kwargs):
        method = request.httprequest.method
        if method == "OPTIONS":
            return self._preflight()
        if method not in ("GET", "HEAD"):
            return self._problem(405, "this is read only", [("Allow", METHODS)])
        nobody = request.env["ir.model.data"]._xmlid_to_res_id("base.public_user")
        request.update_env(
            user=nobody,
            context={"lang": self._language(), "tz": "Europe/Amsterdam"},
        )
        parts = path.strip("/").split("/")
        query, refusal = None, None
        if parts[0] in open_data_query.PARAMETERS and len(parts) == 1:
            try:
                query = open_data_query.read(parts[0], request.httprequest.args)
            except open_data_query.Refused as error:
                refusal = error
        wait = LIMIT.wait(
            request.httprequest.remote_addr,
            time.monotonic(),
            request.env["social.open.data"]._most_per_minute(),
            open_data_query.cost(query) if query else 1,
        )
        if wait:
            return self._problem(
                429, "too many questions; wait a moment", [("Retry-After", str(wait))]
            )
        if refusal:
            return self._problem(400, str(refusal), parameter=refusal.parameter)
        return self._found(parts, query)

    @http.route(PAGE, type="http", auth="public", website=True, sitemap=True)
    def page(self):
        """What open data is and how to use it, for people."""
        return request.render(
            "social_map.open_data_page",
            {"base": request.env["social.service"].get_base_url() + BASE},
        )

    def _found(self, parts, query):
        """:param query: what is asked of a list; None: it is no list"""
        resource = parts[0]
        data = request.env["social.open.data"]
        if parts == [""]:
            root = data.get_base_url()
            return self._json(
                {
                    "version": hsds.VERSION,
                    "profile": root + PAGE,
                    "openapi_url": root + DESCRIPTION,
                }
            )
        if parts == ["openapi.json"]:
            return self._json(
                {
                    **_description(),
                    "servers": [{"url": data.get_base_url() + BASE}],
                }
            )
        if query:
            if query["format"] == "ndjson":
                return self._stream(resource, query)
            return self._json(data._page(resource, query))
        if (
            resource in open_data_query.PARAMETERS
            and len(parts) == 2
            and open_data_query.is_uuid(parts[1])
        ):
            found = data._one(resource, parts[1])
            if found:
                return self._json(*found)
        return self._problem(404, "there is nothing here")

    def _json(self, content, last_modified=None):
        response = self._response(json.dumps(content, ensure_ascii=False))
        response.add_etag()
        response.headers["Cache-Control"] = f"public, max-age={FRESH}"
        if last_modified:
            # Offsets of hours and what counts as measured long ago change with the day.
            now = datetime.now(hsds.ZONE)
            midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
            response.last_modified = max(
                last_modified.replace(tzinfo=timezone.utc),
                midnight.astimezone(timezone.utc),
            )
        return response.make_conditional(request.httprequest)

    def _stream(self, resource, query):
        """Everything, an object on every line, in a memory that does not grow.

        It is written down first: who reads slowly keeps no connection to the database.
        """
        # Closed with the response.
        lines = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        if request.httprequest.method != "HEAD":
            for one in request.env["social.open.data"]._lines(resource, query):
                lines.write(json.dumps(one, ensure_ascii=False).encode() + b"\n")
        lines.seek(0)
        response = self._response(
            wrap_file(request.httprequest.environ, lines),
            "application/x-ndjson; charset=utf-8",
        )
        response.direct_passthrough = True
        response.headers["Cache-Control"] = f"public, max-age={FRESH}"
        return response

    def _preflight(self):
        response = self._response("", status=204)
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = (
            "Accept, Accept-Language, If-Modified-Since, If-None-Match"
        )
        response.headers["Access-Control-Max-Age"] = "86400"
        return response

    def _problem(self, status, message, headers=(), **more):
        response = self._response(
            json.dumps({"error": {"status": status, "message": message, **more}}),
            status=status,
        )
        response.headers["Cache-Control"] = "no-store"
        response.headers.extend(headers)
        return response

    def _response(self, body, mimetype="application/json; charset=utf-8", status=200):
        headers = {
            **HEADERS,
            "Content-Type": mimetype,
            "Content-Language": (request.env.lang or "en")[:2],
        }
        return http.Response(body, status=status, headers=headers)

    def _language(self):
        """Of ours the one that the reader prefers; Dutch when it does not say."""
        installed = dict(request.env["res.lang"].get_installed())
        offered = [short for short, code in LANGUAGES.items() if code in installed]
        asked = request.httprequest.accept_languages.best_match(offered)
        return LANGUAGES[asked or offered[0]]


@cache
def _description():
    with file_open("social_map/static/openapi.json") as file:
        return json.load(file)
