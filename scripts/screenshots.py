"""Take the screenshots of docs/ from the running demo: `make screenshots`.

In Dutch, as the people of the demo data; the journeys of docs/journeys.md too.
"""

from contextlib import closing

import journeys
from browser import Browser, Hand
from database import prepare
from layout import ROOT, SetupError, command, say
from postgres import connect, server_settings
from serve import Server, free_port

# A headless browser stays blank once in twenty times.
TRIES = 3
FOLDER = ROOT / "docs" / "screenshots"
DATABASE = "oco_screenshots"
DESKTOP = (1366, 820)
LAPTOP = (1366, 768)
PHONE = (412, 860)
# What the pages for residents are looked at with.
PUBLIC_SIZES = {"": (1280, 900), "_phone": (390, 844)}

# What to click (JavaScript), and what to wait for then.
OPEN_FIRST = (
    "document.querySelector('.o_data_row .o_data_cell').click()",
    ".o_form_view",
)
OPEN_FINAL = (
    "[...document.querySelectorAll('.o_data_row')]"
    ".find((row) => row.innerText.includes('Definitief'))"
    ".querySelector('.o_data_cell').click()",
    ".o_form_view",
)
# A case that goes on for long has life domains, a plan and a network in it; the newest
# has just come in, on some days.
OPEN_OLDEST_ACTIVE = (
    "[...document.querySelectorAll('.o_data_row')]"
    ".filter((row) => row.innerText.includes('Actief'))"
    ".pop().querySelector('.o_data_cell').click()",
    ".o_form_view",
)


def tab(name, selector):
    return (f"document.querySelector('.o_notebook a[name={name}]').click()", selector)


CASES = "client_support.client_case_action"
# file, login, size, action, what to wait for, what to click then
SCREENS = [
    ("my_day", "fatima", DESKTOP, "client_support.client_day_action",
     ".list-group-item", []),
    ("my_day_phone", "fatima", PHONE, "client_support.client_day_action",
     ".list-group-item", []),
    ("quick_contact", "inge", DESKTOP, "client_support.client_quick_contact_action",
     ".o_client_quick_contact", []),
    ("quick_contact_phone", "inge", PHONE,
     "client_support.client_quick_contact_action", ".o_client_quick_contact", []),
    ("contacts", "fatima", DESKTOP, "client_support.client_contact_action",
     ".o_data_row", []),
    ("case", "fatima", DESKTOP, CASES, ".o_data_row", [OPEN_OLDEST_ACTIVE]),
    ("case_life_domains", "fatima", DESKTOP, CASES, ".o_data_row",
     [OPEN_OLDEST_ACTIVE, tab("life_domains", ".o_client_life_domains svg")]),
    ("case_plan", "fatima", DESKTOP, CASES, ".o_data_row",
     [OPEN_OLDEST_ACTIVE, tab("plan", ".o_kanban_record")]),
    ("case_network", "fatima", DESKTOP, CASES, ".o_data_row",
     [OPEN_OLDEST_ACTIVE, tab("network", ".tab-pane.active svg")]),
    ("caseload", "karin", DESKTOP, "client_support.client_caseload_action",
     ".o_data_row", []),
    ("figures_domains", "mark", DESKTOP, "oco_reporting.oco_figure_action_domains",
     ".o_pivot", []),
    ("published_table", "femke", DESKTOP, "oco_reporting.oco_published_table_action",
     ".o_data_row", [OPEN_FIRST]),
    ("grant", "femke", DESKTOP, "oco_reporting.oco_grant_action", ".o_kanban_record",
     [("document.querySelector('.o_kanban_record').click()", ".o_form_view")]),
    ("accountability", "femke", DESKTOP, "oco_reporting.oco_accountability_action",
     ".o_data_row", [OPEN_FINAL]),
    ("figures_contacts", "mark", DESKTOP, "oco_reporting.oco_figure_action_contacts",
     ".o_pivot", []),
    ("map_editor_services", "doris", DESKTOP, "social_map.social_service_action",
     ".o_data_row", []),
    ("map_editor_service", "doris", DESKTOP, "social_map.social_service_action",
     ".o_data_row", [OPEN_FIRST]),
    ("map_editor_quality", "doris", DESKTOP, "social_map.social_quality_action",
     ".o_content", []),
]  # fmt: skip
# Pages for residents: file and address; services and organisations by their demo names.
PAGES = {
    "map": "/sociale-kaart",
    "map_results": "/sociale-kaart?q=ik+kan+mijn+rekeningen+niet+betalen",
    "map_service": "/sociale-kaart/hulp/{services[oco]}",
    "map_organisation": "/sociale-kaart/organisatie/{organisations[schuldhulp]}",
    "map_compare": "/sociale-kaart/vergelijk"
    "?s={services[schuldhulp]}&s={services[budgetcoach]}&s={services[geldchat]}",
    "map_client_support": "/clientondersteuning",
    "map_leaflet": "/sociale-kaart/hulp/{services[oco]}/folder",
}


def demo_ids():
    """{"services": {name: id}, "organisations": {name of a service: id}}"""
    connection = connect(server_settings(), DATABASE)
    with closing(connection), connection.cursor() as cr:
        cr.execute(
            """SELECT replace(data.name, 'social_service_demo_', ''),
                      service.id, service.organization_id
                 FROM ir_model_data AS data
                 JOIN social_service AS service ON service.id = data.res_id
                WHERE data.module = 'social_map' AND data.model = 'social.service'"""
        )
        rows = cr.fetchall()
    return {
        "services": {name: service for name, service, _card in rows},
        "organisations": {name: card for name, _service, card in rows},
    }


def take(name, size, show, lost):
    """A picture of what `show` opens in a browser; what cannot be taken is told later.

    :param lost: the names of pictures that were not taken; this one is added
    """
    say(name)
    for _ in range(TRIES):
        browser = Browser(size)
        try:
            show(browser)
            browser.save(FOLDER / f"{name}.png")
            return
        except SetupError as error:
            say(f"{name}: {error}")
        finally:
            browser.close()
    lost.append(name)


def take_screens(url, lost):
    """The screens of who works with it."""
    for name, login, size, action, selector, clicks in SCREENS:

        def show(browser, login=login, action=action, selector=selector, then=clicks):
            browser.login(url, login)
            browser.open(f"{url}/odoo/action-{action}", selector)
            for script, appears in then:
                browser.run(script)
                browser.wait(appears)

        take(name, size, show, lost)


def take_pages(url, lost):
    """The pages for residents, as a visitor without an account, wide and on a phone."""
    ids = demo_ids()
    for name, address in PAGES.items():

        def show(browser, address=address):
            # The website speaks the language that a browser asks for.
            browser.send("Network.enable")
            browser.send(
                "Network.setExtraHTTPHeaders", headers={"Accept-Language": "nl"}
            )
            browser.open(url + address.format(**ids), "h1")

        for suffix, size in PUBLIC_SIZES.items():
            take(name + suffix, size, show, lost)


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    prepare(DATABASE, demo=True)
    server = Server(DATABASE, free_port(), "--log-level=warn")
    lost = []
    try:
        server.wait_until_ready()
        take_screens(server.url, lost)
        take_pages(server.url, lost)
        # Last: these change the demo data.
        journeys.make_ready(DATABASE)
        for walk in journeys.JOURNEYS:
            say(walk.__name__)
            browser = Browser(LAPTOP)
            try:
                walk(Hand(browser, server.url, FOLDER))
            finally:
                browser.close()
    finally:
        server.stop()
    if lost:
        raise SetupError(f"Not taken, as they were: {', '.join(lost)}.")


if __name__ == "__main__":
    command(main)
