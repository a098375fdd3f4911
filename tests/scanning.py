"""Asks a running server everything that could tell of a planted file.

Every answer, also a refusal or an error with its traceback, is looked through for the
marker and the name.
"""

import json
import re
from concurrent.futures import ThreadPoolExecutor

from conftest import Rpc, ServerError
from planting import MARKER, NAME, NEEDLE

SECRETS = (MARKER.encode(), NAME.encode())
WRITTEN = ("char", "text", "html")
LINKS = ("many2one", "many2many", "one2many")
# Python threads that ask; the server answers on its own.
THREADS = 4
PAGE = 40


def holds_secret(content):
    return any(secret in content for secret in SECRETS)


class Scanner:
    """One person, asking. What should not have come back is kept in `leaks`."""

    def __init__(self, client, name=None):
        self.name = name
        self.leaks = []
        self.asked = 0
        self._clients = [self._watched(client)]
        for _ in range(THREADS - 1):
            again = Rpc(client.url, client.database)
            again.uid = client.uid
            again.http.cookies.update(client.http.cookies)
            self._clients.append(self._watched(again))
        self.client = client

    def _watched(self, client):
        client.http.hooks["response"].append(self._look)
        return client

    def _look(self, response, *_args, **_kwargs):
        self.asked += 1
        told = response.content + str(response.headers).encode()
        if holds_secret(told):
            request = response.request
            place = next(told.find(one) for one in SECRETS if one in told)
            found = told[max(place - 80, 0) : place + 120]
            self.leaks.append(
                f"{self.name}: {request.method} {request.path_url} "
                f"{(request.body or b'')[:400]!r} → …{found!r}"
            )

    def each(self, ask, things):
        """Call `ask(client, thing)` for each of them, some at the same time."""
        waiting = list(self._clients)

        def with_a_client(thing):
            client = waiting.pop()
            try:
                return ask(client, thing)
            finally:
                waiting.append(client)

        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(with_a_client, things))

    def suspect(self, what, answer):
        """An answer that tells something by itself, without the marker in it."""
        self.leaks.append(f"{self.name}: {what} → {str(answer)[:300]}")

    def assert_silent(self):
        assert self.asked
        assert not self.leaks, f"{len(self.leaks)} leaks:\n" + "\n".join(
            self.leaks[:40]
        )


def attempt(call, *args, **kwargs):
    """The answer, or the error as text."""
    try:
        return call(*args, **kwargs)
    except ServerError as error:
        return f"error {error}"


def refused(answer):
    return isinstance(answer, str) and answer.startswith("error ")


# One model -----------------------------------------------------------------------


RECORDS, ORACLES, EVERYTHING = range(3)


def ask_model(scanner, client, model, depth=EVERYTHING, context=None):
    """What can be asked of a model; returns whether it may be read.

    :param depth: RECORDS only, ORACLES too, or EVERYTHING
    """
    extra = {"context": context} if context else {}

    def ask(method, *args, **kwargs):
        return attempt(client.call, model, method, *args, **{**extra, **kwargs})

    found = ask("search_read", [], [], limit=PAGE, order="id desc")
    if refused(found) and "AccessError" in found and "to read field" not in found:
        return False
    if depth == RECORDS and not refused(found):
        return True
    described = ask("fields_get")
    if refused(described):
        return True
    if refused(found):
        # One field that cannot be read hides the others.
        for name in described:
            ask("search_read", [], [name], limit=PAGE, order="id desc")
    if depth >= ORACLES:
        ask_oracles(scanner, ask, model, described)
    if depth == EVERYTHING:
        ask_in_full(ask, described, found)
    return True


def ask_oracles(scanner, ask, model, described):
    """Search by parts of the marker in every field: nothing may be found."""
    names = [
        name
        for name, field in described.items()
        if field.get("searchable") and field["type"] in WRITTEN + LINKS
    ]

    def count(*names, word=NEEDLE):
        domain = [(name, "ilike", word) for name in names]
        return ask("search_count", ["|"] * (len(names) - 1) + domain)

    if not names or count(*names) == 0:
        return
    # A field that cannot be searched like this hides the others; or one tells. Some
    # answer to any word, and a log grows while it is asked: those tell nothing.
    for name in names:
        before, answer, after = (
            count(name, word=word) for word in ("qzxj", NEEDLE, "qzxj")
        )
        if refused(before) or refused(answer) or refused(after):
            continue
        if not before <= answer <= after:
            scanner.suspect(f"{model} search_count {name}", answer)


def ask_in_full(ask, described, found):
    """By every method of the web client that gives records, groups or labels."""
    ids = [] if refused(found) else [record["id"] for record in found]
    links = [
        name
        for name, field in described.items()
        if field["type"] in LINKS and field.get("store")
    ]
    specification = {
        name: {"fields": {"display_name": {}}} if field["type"] in LINKS else {}
        for name, field in described.items()
    }
    ask("web_search_read", [], specification, limit=PAGE, order="id desc")
    ask("name_search", "", limit=PAGE)
    ask("name_search", NEEDLE)
    ask("export_data", ids, [n for n, f in described.items() if f.get("exportable")])
    groups = [
        name
        for name, field in described.items()
        if field.get("groupable") and field["type"] in (*LINKS, "char", "selection")
    ]
    if groups:
        answer = ask("formatted_read_group", [], groups, ["__count"], limit=PAGE)
        if refused(answer):
            for name in groups:
                ask("formatted_read_group", [], [name], ["__count"], limit=PAGE)
        sets = [[name] for name in groups]
        ask("formatted_read_grouping_sets", [], sets, ["__count"])
        ask(
            *("web_read_group", [], groups[:1], ["__count"]),
            **{"limit": PAGE, "auto_unfold": True},
            unfold_read_specification={"display_name": {}},
        )
    for name in links:
        ask("search_panel_select_range", name, enable_counters=True)
        ask("search_panel_select_multi_range", name, enable_counters=True)
    choices = [n for n, f in described.items() if f["type"] == "selection"]
    if groups and choices:
        bar = {"field": choices[0], "colors": {"x": "success"}}
        ask("read_progress_bar", [], groups[0], bar)


# Routes --------------------------------------------------------------------------

# Ends the session, goes on for ever, asks the internet, or draws fonts and bundles.
NOT_CALLED = re.compile(
    r"^/(web/session/(logout|destroy)|websocket$|web/database|web/assets|web/tests|"
    r"web/bundle|web/webclient/translations|bus/websocket_worker|mail/rtc|discuss/gif|"
    r"web_unsplash|web_editor/(shape|image_shape|font)|html_editor/(shape|image_shape|"
    r"video|generate|get_ice|link_preview)|website/(configurator|google|theme|seo_sug|"
    r"translations)|my/deactivate_account|web_editor/(generate|video|get_ice)|@/)"
)


def path_of(rule, number, model, word):
    """An address for a routing rule, with something planted in its arguments."""

    def fill(match):
        kind, name = match.group(1) or "", match.group(2)
        if kind.startswith(("int", "model", "models")):
            return str(number)
        if "model" in name:
            return model
        if name in ("lang",):
            return "en_US"
        if "id" in name.split("_"):
            return str(number)
        return word

    return re.sub(r"<(?:([^<>:]+):)?(\w+)>", fill, rule)


def guess(name, number, model):
    """A value for an argument of a route, by its name."""
    name = name.lower()
    if "model" in name:
        return model
    if name == "domain":
        return []
    if name in ("fields", "specification", "groupby"):
        return []
    if name in ("ids", "active_ids") or name.endswith("_ids"):
        return [number]
    if name == "id" or name.endswith("_id"):
        return number
    if name in ("limit", "offset"):
        return 0
    if name in ("term", "search", "search_term", "query", "q", "name"):
        return NEEDLE
    return None


def ask_route(client, route, targets):
    """One route of the server, with every planted record in its arguments."""
    for model, number in targets:
        path = path_of(route["rule"], number, model, NEEDLE)
        values = {
            name: value
            for name in route["arguments"]
            if not re.search(rf"[<:]{name}>", route["rule"])
            for value in [guess(name, number, model)]
            if value is not None
        }
        if route["type"] == "jsonrpc":
            post_json(client, path, values)
        elif route["post"]:
            client.http.post(client.url + path, data=values, timeout=120)
        else:
            client.get(path, params=values, allow_redirects=False)
        if not values and "<" not in route["rule"]:
            break


def post_json(client, path, params):
    body = {"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}
    return client.http.post(client.url + path, json=body, timeout=120)


def peek(client, channels):
    """What lies waiting on channels of the bus, for who guesses their names."""
    answers = [
        post_json(
            client,
            "/websocket/peek_notifications",
            {"channels": channels, "last": 0, "is_first_poll": first},
        )
        for first in (True, False)
    ]
    return [json.loads(answer.content) for answer in answers]
