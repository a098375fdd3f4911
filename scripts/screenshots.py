"""Take the screenshots of docs/ from the running demo: `make screenshots`.

In Dutch, as the people of the demo data; the journeys of docs/journeys.md too.
"""

import journeys
from browser import Browser, Hand
from database import prepare
from layout import ROOT, command, say
from serve import Server, free_port

FOLDER = ROOT / "docs" / "screenshots"
DATABASE = "oco_screenshots"
DESKTOP = (1366, 820)
LAPTOP = (1366, 768)
PHONE = (412, 860)

# What to click (JavaScript), and what to wait for then.
OPEN_FIRST = (
    "document.querySelector('.o_data_row .o_data_cell').click()",
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
    ("case", "fatima", DESKTOP, CASES, ".o_data_row", [OPEN_FIRST]),
    ("case_life_domains", "fatima", DESKTOP, CASES, ".o_data_row",
     [OPEN_FIRST, tab("life_domains", ".o_client_life_domains svg")]),
    ("case_plan", "fatima", DESKTOP, CASES, ".o_data_row",
     [OPEN_FIRST, tab("plan", ".o_kanban_record")]),
    ("case_network", "fatima", DESKTOP, CASES, ".o_data_row",
     [OPEN_FIRST, tab("network", ".tab-pane.active svg")]),
    ("caseload", "karin", DESKTOP, "client_support.client_caseload_action",
     ".o_data_row", []),
    ("figures_domains", "mark", DESKTOP, "oco_reporting.oco_figure_action_domains",
     ".o_pivot", []),
    ("published_table", "femke", DESKTOP, "oco_reporting.oco_published_table_action",
     ".o_data_row", [OPEN_FIRST]),
    ("figures_contacts", "mark", DESKTOP, "oco_reporting.oco_figure_action_contacts",
     ".o_pivot", []),
]  # fmt: skip


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    prepare(DATABASE, demo=True)
    server = Server(DATABASE, free_port(), "--log-level=warn")
    try:
        server.wait_until_ready()
        for name, login, size, action, selector, clicks in SCREENS:
            say(name)
            browser = Browser(size)
            try:
                browser.login(server.url, login)
                browser.open(f"{server.url}/odoo/action-{action}", selector)
                for script, then in clicks:
                    browser.run(script)
                    browser.wait(then)
                browser.save(FOLDER / f"{name}.png")
            finally:
                browser.close()
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


if __name__ == "__main__":
    command(main)
