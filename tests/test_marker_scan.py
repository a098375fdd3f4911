"""A marker in every text of a file, sought by everybody who may not find it.

Real HTTP, every model of the registry, every method that gives records, groups or
labels, every route. `planting.py` makes the file, `scanning.py` asks.
"""

from datetime import datetime, timedelta, timezone

import psycopg2
import pytest
from planting import MARKER, NEEDLE, PASSWORD, RELATIONS, ROLES
from scanning import (
    EVERYTHING,
    NOT_CALLED,
    ORACLES,
    RECORDS,
    Scanner,
    ask_model,
    ask_route,
    attempt,
    holds_secret,
    peek,
    post_json,
    refused,
)

# Models that can point at anything, beside the file models themselves.
POINTING = (
    *("mail.message", "mail.activity", "mail.followers", "mail.notification"),
    *("mail.tracking.value", "mail.scheduled.message", "mail.mail", "mail.template"),
    *("res.partner", "res.users", "calendar.event", "calendar.attendee"),
    *("helpdesk.ticket", "resource.booking", "ir.attachment", "ir.model.data"),
    *("ir.filters", "ir.exports", "ir.default", "bus.bus", "base_import.import"),
    *("resource.resource", "discuss.channel", "client.access", "client.dossier"),
    *("client.caseload", "client.access.log", "oco.figure", "oco.fact.question"),
)
ZONES = ("Pacific/Kiritimati", "Etc/GMT+12")
PLANT = """
import sys
sys.path.insert(0, {folder!r})
import planting
answer = planting.plant(env)
"""


@pytest.fixture(scope="module")
def planted(server, shell, request):
    # Asking for what is not there is an error in Odoo's log; that is the point here.
    server.expect_error(r"odoo\.|client_support\.|export")
    found = shell(PLANT.format(folder=str(request.path.parent)))
    found["targets"] = [
        *((name, found["ids"][name]) for name in ("client.resident", "client.case")),
        ("ir.attachment", found["attachments"]["client.resident"]),
        ("res.partner", found["partner"]),
    ]
    return found


@pytest.fixture(scope="module")
def sql(server, shell):
    """Run SQL beside the server, which is not told of it."""
    dsn = shell("answer = env.cr._cnx.get_dsn_parameters()")
    keys = ("host", "port", "user", "dbname")
    connection = psycopg2.connect(**{key: dsn[key] for key in keys if key in dsn})
    connection.autocommit = True
    with connection.cursor() as cursor:
        yield cursor.execute
    connection.close()


@pytest.fixture
def until(planted, sql):
    """Let the rows of somebody with a relation to the file end in so many seconds."""

    def end(name, seconds):
        moment = datetime.now(timezone.utc) + timedelta(seconds=seconds)
        if name in RELATIONS and name != "ex_supporter":
            sql(
                "UPDATE client_access SET valid_until = %s"
                " WHERE user_id = %s AND basis = 'x'",
                (moment.replace(tzinfo=None, microsecond=0), planted["uids"][name]),
            )

    return end


@pytest.fixture
def scan(planted, until, rpc):
    """A scanner for somebody: `scan("supporter")`; None has not logged in."""

    def scanner(name, debug=True):
        until(name, -1)
        client = rpc(name and f"scan_{name}", PASSWORD)
        if debug:
            client.get("/odoo?debug=1")
        return Scanner(client, name)

    return scanner


# The scan proves something ---------------------------------------------------------


def test_the_owner_finds_every_plant(planted, rpc):
    """By the means of the tests below: else they would prove nothing."""
    owner = rpc("scan_owner", PASSWORD)
    for model in planted["files"]:
        if model in planted["unread"]:
            continue
        texts = planted["texts"][model]
        mine = [("id", "=", planted["ids"][model])]
        found = owner.call(model, "search_read", mine, texts)
        assert len(found) == 1, model
        for text in texts:
            if text in found[0]:
                assert MARKER in found[0][text], (model, text)
                count = owner.call(
                    model, "search_count", [(text, "ilike", NEEDLE), *mine]
                )
                assert count == 1, (model, text)
    for document in planted["attachments"].values():
        assert holds_secret(owner.get(f"/web/content/{document}").content)
    event = owner.call("calendar.event", "read", [planted["event"]], ["name"])
    assert MARKER in event[0]["name"]


def test_every_form_is_planted(planted):
    assert not planted["failed"], "give values in HOW of tests/planting.py"


def test_the_scanner_sees_what_it_looks_for(planted, scan):
    scanner = scan("owner")
    ask_model(scanner, scanner.client, "client.resident")
    methods = " ".join(scanner.leaks)
    for method in ("search_read", "web_search_read", "search_count"):
        assert f"/client.resident/{method}" in methods or method in methods
    with pytest.raises(AssertionError, match="leaks"):
        scanner.assert_silent()


# What shows that there is a file ---------------------------------------------------

# Models that may grow by it, and why.
GROWS = {
    "res.partner": "the contact of the resident's account leaves everybody's sight",
    "res.users": "so does the account",
    "mail.message": "so do the messages on that contact",
    "mail.followers": "who follows an event that says busy",
    "calendar.event": "an event that says busy",
    "mail.tracking.value": "the ticket that came in by the mailbox",
    "oco.figure": "figures, protected when built",
    "oco.kpi.value": "values of KPIs, protected when built",
    "oco.kpi.row": "the same, as one table",
    "client.caseload": "the coordinator's list without a person",
    "client.consent.overview": "the privacy officer's: that, not what",
    "client.conflict.check": "the privacy officer's: numbers and codes",
    "client.supporter": "somebody who supports, made along with the file",
    "helpdesk.ticket": "a ticket whose form is being filled in",
}


def test_a_new_file_is_seen_in_no_count(planted):
    seen = {
        key: number
        for key, number in planted["grown"].items()
        if key.split()[1] not in GROWS
    }
    assert not seen


# All models ------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_no_model_tells_a_role(planted, scan, role):
    scanner = scan(role)
    as_anybody = set(planted["as_anybody"][role])

    def ask(client, model):
        # Where rights and rules are those of every employee, that one asks the rest.
        depth = RECORDS if model in as_anybody else EVERYTHING
        if not ask_model(scanner, client, model, depth):
            return None
        return model

    read = set(filter(None, scanner.each(ask, planted["models"])))
    assert read, "nothing could be read at all"
    scanner.assert_silent()


@pytest.mark.parametrize("name", RELATIONS)
def test_no_model_tells_somebody_whose_time_is_over(planted, scan, until, name):
    scanner = scan(name)
    kind = RELATIONS[name][1]
    client, number = scanner.client, planted["ids"]["client.case"]
    if kind and name != "ex_supporter":
        # While it stands it opens the file, where there is a right; and warms caches.
        until(name, 3600)
        seen = attempt(client.call, "client.case", "search", [])
        assert seen == [number] or refused(seen)
        until(name, -1)
    scanner.leaks.clear()
    asked = {*planted["files"], *planted["forms"], *POINTING} & set(planted["models"])
    scanner.each(lambda c, model: ask_model(scanner, c, model), sorted(asked))
    for zone in ZONES:
        scanner.each(
            lambda c, model, tz=zone: ask_model(
                scanner, c, model, ORACLES, context={"tz": tz, "lang": "en_US"}
            ),
            planted["files"],
        )
    rest = sorted(set(planted["models"]) - asked)
    scanner.each(
        lambda c, model: ask_model(scanner, c, model, ORACLES),
        rest if kind == "supporter" else [],
    )
    scanner.assert_silent()


@pytest.mark.parametrize("name", [*ROLES, *RELATIONS])
def test_files_by_their_id(planted, scan, name):
    """Who asks without searching is refused, and told nothing by the refusal."""
    scanner = scan(name)

    def ask(client, model):
        number = planted["ids"][model]
        for method, args in (
            ("read", [[number]]),
            ("web_read", [[number], {"display_name": {}}]),
            ("export_data", [[number], ["display_name"]]),
            ("copy", [[number]]),
            ("write", [[number], {}]),
            ("unlink", [[number]]),
            ("onchange", [[number], {}, [], {"display_name": {}}]),
            ("get_metadata", [[number]]),
        ):
            answer = attempt(client.call, model, method, *args)
            if not refused(answer) and answer != {"value": {}}:
                scanner.suspect(f"{model} {method}", answer)
        answer = attempt(client.call, model, "search_count", [])
        if answer != 0 and "AccessError" not in str(answer) and name != "own_caseload":
            scanner.suspect(f"{model} search_count", answer)

    # Also the forms of others at a file: what was typed in them is told by no refusal.
    scanner.each(ask, planted["files"] + planted["forms"])
    scanner.assert_silent()


@pytest.mark.parametrize("name", [*ROLES, *RELATIONS])
def test_the_other_interfaces(planted, scan, name):
    scanner = scan(name, debug=False)
    key, uid = planted["keys"][name], planted["uids"][name]
    models = {*planted["files"], *planted["forms"], *POINTING} & set(planted["models"])

    def ask(client, model):
        for method, args, body in (
            ("search_read", [[]], {"domain": []}),
            ("name_search", [""], {"name": ""}),
        ):
            account = (client.database, uid, PASSWORD)
            answers = [
                attempt(
                    client.jsonrpc,
                    "object",
                    "execute_kw",
                    *account,
                    model,
                    method,
                    args,
                ),
                attempt(client.json2, key, model, method, **body),
            ]
            if model in planted["files"] and name != "own_caseload":
                for answer in answers:
                    if answer != [] and "AccessError" not in str(answer):
                        scanner.suspect(f"{model} {method}", answer)

    scanner.each(ask, sorted(models))
    scanner.assert_silent()


# Addresses -------------------------------------------------------------------------


@pytest.mark.parametrize("name", [None, "other_resident", "supporter"])
def test_no_route_tells(planted, scan, name):
    """Every route that a person may call, with what was planted in its arguments."""
    scanner = scan(name, debug=name != "supporter")
    routes = [one for one in planted["routes"] if not NOT_CALLED.match(one["rule"])]
    assert len(routes) > 200
    scanner.each(lambda c, one: ask_route(c, one, planted["targets"]), routes)
    scanner.assert_silent()


@pytest.mark.parametrize("name", [None, *ROLES, *RELATIONS])
def test_no_address_of_the_file_tells(planted, scan, name):
    """Where a file, a document or a report of it would be, for who knows the number."""
    scanner = scan(name)
    resident = planted["ids"]["client.resident"]
    document = planted["attachments"]["client.resident"]
    token, thumbnail = planted["signature"], planted["thumbnail"]
    addresses = [
        f"/web/content/{document}",
        f"/web/content/{document}?access_token={token}",
        f"/web/image/{document}?access_token={token}",
        f"/web/image/{document}/thumbnail?access_token={thumbnail}",
        f"/mail/attachment/zip?file_ids={document}&zip_name=x",
        f"/mail/view?model=client.resident&res_id={resident}",
        f"/calendar/meeting/view?token=x&id={planted['event']}",
        f"/odoo/client.resident/{resident}",
        f"/json/1/client.resident/{resident}",
        f"/web/image/client.resident/{resident}/name",
        f"/web/image/res.partner/{planted['partner']}/name",
        f"/web/partner/vcard?partner_ids={planted['partner']}",
        "/my/dossier/inzage",
        "/sitemap.xml",
        f"/website/search?search={NEEDLE}",
    ]
    addresses += [f"/report/html/{report}/{resident}" for report in planted["reports"]]
    scanner.each(lambda c, path: c.get(path, allow_redirects=False), addresses)
    calls = [
        ("/web/action/load", {"action_id": action}) for action in planted["actions"]
    ]
    calls += [
        (f"/web/dataset/call_button/{model}/{method}", button(model, method, number))
        for model, number in planted["ids"].items()
        for method in ("action_make_case", "action_consult", "action_archive")
    ]
    calls += [
        (
            "/mail/data",
            {
                "fetch_params": [
                    "init_messaging",
                    "systray_get_activities",
                    *(
                        [
                            "mail.thread",
                            {
                                "thread_model": model,
                                "thread_id": number,
                                "request_list": THREAD,
                            },
                        ]
                        for model, number in planted["ids"].items()
                    ),
                ]
            },
        ),
        ("/mail/inbox/messages", {}),
        ("/mail/history/messages", {}),
        ("/mail/starred/messages", {}),
        ("/discuss/search", {"term": NEEDLE}),
        (
            "/website/snippet/autocomplete",
            {"search_type": "all", "term": NEEDLE, "max_nb_chars": 50},
        ),
    ]
    scanner.each(lambda c, call: post_json(c, *call), calls)
    scanner.assert_silent()


THREAD = ["messages", "attachments", "activities", "followers", "scheduledMessages"]


def button(model, method, number):
    return {"model": model, "method": method, "args": [[number]], "kwargs": {}}


@pytest.mark.parametrize("name", [None, "employee", "ex_cover", "other_resident"])
def test_the_bus_tells_nothing(planted, scan, name):
    scanner = scan(name, debug=False)
    ids = planted["ids"]
    channels = [
        "broadcast",
        *planted["files"],
        *(f"{model}_{number}" for model, number in ids.items()),
        *(f"{model}-{number}" for model, number in ids.items()),
        f"res.partner_{planted['partner']}",
        f"odoo-presence-res.partner_{planted['partner']}",
        f"mail.activity_{ids['client.resident']}",
    ]
    first, second = peek(scanner.client, channels)
    for answer in (first, second):
        for notice in answer.get("result", {}).get("notifications", []):
            scanner.suspect("bus", notice)
    scanner.assert_silent()
