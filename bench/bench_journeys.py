"""Clicks, keys and seconds of the five main journeys, beside plain Odoo, in one run.

Both sides are replayed in Chromium with real clicks and keys. Plain Odoo is Community
with `project` and the OCA helpdesk, made ready as somebody would for this work: a
project with our stages, tags for the life domains, categories and channels. What has no
field there is typed as text. Seconds are what the machine takes (waiting until the page
asks the server nothing more), and what a hand takes by the keystroke-level model (Card,
Moran, Newell: a key 0.28 s, a click 1.3 s, from mouse to keys or back 0.4 s); thinking
is left out on both sides, and it is not the same.
"""

import journeys
from browser import Browser, Hand
from database import (
    base_name,
    copy,
    discard,
    drop,
    ensure_template,
    odoo,
    prepare,
    server_cursor,
)
from journeys import SCORES, WORDS, day
from layout import say
from serve import Server, free_port

OURS, PLAIN = "oco_bench_journeys", "oco_bench_plain"
KEY, CLICK, SWITCH = 0.28, 1.3, 0.4
SCREEN = (1366, 768)
DOMAINS = (
    "Wonen", "Zelfstandig leven", "Gezondheid", "Inkomen", "Werk", "Onderwijs",
    "Opvoeden", "Netwerk", "Participatie", "Zingeving", "Vervoer", "Veiligheid",
)  # fmt: skip
STAGES = ("Aangemeld", "Wachtlijst", "Actief", "Afronden", "Afgesloten")
MAKE_READY = f"""
from odoo import Command
domains = {DOMAINS!r}
env["res.lang"]._activate_lang("nl_NL")
user = env["res.users"].create({{
    "name": "Fatima", "login": "fatima", "password": "demo", "lang": "nl_NL",
    "group_ids": [Command.set([
        env.ref("base.group_user").id, env.ref("base.group_partner_manager").id,
        env.ref("project.group_project_user").id,
        env.ref("helpdesk_mgmt.group_helpdesk_user").id,
    ])],
}})
user.copy({{"name": "Bram", "login": "bram"}})
stages = [
    env["project.task.type"].create({{"name": name, "sequence": i}}).id
    for i, name in enumerate({STAGES!r})
]
project = env["project.project"].create({{
    "name": "Ondersteuning", "type_ids": [Command.set(stages)],
    "privacy_visibility": "employees",
}})
for name in domains:
    env["project.tags"].create({{"name": name}})
    env["helpdesk.ticket.category"].create({{"name": name}})
env["helpdesk.ticket.tag"].create({{"name": "Formulieren"}})
env["helpdesk.ticket.channel"].create({{"name": "Inloop"}})
for name, company in (("Pluk", False), ("Maatjes Voorbeeld", True)):
    env["res.partner"].create({{
        "name": name, "is_company": company, "email": "post@voorbeeld.test",
    }})
env["project.task"].create({{
    "name": "Sjaan", "project_id": project.id, "stage_id": stages[2],
    "user_ids": [Command.set(user.ids)],
}})
env.cr.commit()
"""


# The same in plain Odoo ------------------------------------------------------------


def plain_walk_in(hand):
    hand.sit_down("fatima", "/odoo/action-helpdesk_mgmt.helpdesk_ticket_action")
    hand.start("walk_in")
    hand.click(".o_list_button_add, .o-kanban-button-new", "Nieuw")
    hand.fill("[name=name] input, [name=name] textarea", "Formulier")
    for name, text in (
        ("partner_id", "Pluk"),
        ("category_id", "Inkomen"),
        ("channel_id", "Inloop"),
        ("tag_ids", "Formulieren"),
    ):
        hand.choose(f"[name={name}] input", text[:3], text)
    hand.fill("[name=description] .odoo-editor-editable", "15 minuten")
    hand.click(".o_form_button_save")
    hand.stop()


def sit_at_tasks(hand):
    hand.sit_down(
        "fatima", "/odoo/action-project.action_view_all_task?view_type=kanban"
    )


def open_task(hand, name):
    hand.click(".o_kanban_record", name)
    hand.see(".o_form_view [name=stage_id]")


def note(hand, text):
    """Something that happened, told in the log below the task."""
    hand.click(".o-mail-Chatter-logNote")
    hand.fill("textarea.o-mail-Composer-input, .o-mail-Composer-html", text)
    hand.click(".o-mail-Composer-send")
    hand.see(".o-mail-Message", text[:20])


def to_stage(hand, name):
    hand.click(".o_statusbar_status button", name)


def subtask(hand, *names):
    """Lines in the list of subtasks."""
    hand.click(".o_notebook a[name=sub_tasks_page]")
    for name in names:
        hand.click(".tab-pane.active .o_field_x2many_list_row_add a")
        hand.type(name)


def describe(hand, *lines):
    hand.click("[name=description] .odoo-editor-editable")
    for line in lines:
        hand.type(line)
        hand.press("Enter")


def plain_case(hand):
    sit_at_tasks(hand)
    hand.start("case")
    hand.click(".o-kanban-button-new")
    hand.fill(".o_kanban_quick_create [name=display_name] input", WORDS["nickname"])
    hand.click(".o_kanban_quick_create .o_kanban_edit")
    hand.see(".o_form_view [name=stage_id]")
    hand.choose("[name=tag_ids] input", "Won", "Wonen")
    describe(hand, f"Telefonisch: {WORDS['question']}")
    note(hand, "Gebeld, bereikt")
    hand.stop()
    sit_at_tasks(hand)
    hand.go_on()
    open_task(hand, WORDS["nickname"])
    hand.choose("[name=user_ids] input", "Bra", "Bram")
    hand.click(".o_form_button_save")
    hand.stop()
    sit_at_tasks(hand)
    hand.go_on()
    open_task(hand, WORDS["nickname"])
    to_stage(hand, "Actief")
    note(hand, "Vraag beantwoord; inwoner: ja")
    to_stage(hand, "Afgesloten")
    hand.stop()


def plain_plan(hand):
    sit_at_tasks(hand)
    hand.start("plan")
    open_task(hand, "Sjaan")
    describe(hand, *map(" ".join, zip(DOMAINS, SCORES, strict=True)))
    subtask(hand, WORDS["goal"], WORDS["step"])
    hand.click(".o_form_button_save")
    hand.stop()


def plain_handover(hand):
    sit_at_tasks(hand)
    hand.start("handover")
    open_task(hand, "Sjaan")
    subtask(hand, f"Warme overdracht {WORDS['receiver']}: {WORDS['reason']}")
    hand.click(".o_form_button_save")
    note(hand, f"Toestemming {day(0)}, mondeling: wie de inwoner is")
    hand.click(".o-mail-Chatter-sendMessage")
    hand.fill("textarea.o-mail-Composer-input, .o-mail-Composer-html", WORDS["asked"])
    hand.click(".o-mail-Composer-send")
    note(hand, f"{WORDS['receiver']}: ja")
    note(
        hand,
        f"Samen gesproken {day(0)}, inwoner erbij; bevestigd: {WORDS['confirmed_by']}",
    )
    hand.stop()


def plain_objection(hand):
    """The last day is counted by hand and the letter is written elsewhere: not here."""
    sit_at_tasks(hand)
    hand.start("objection")
    open_task(hand, "Sjaan")
    subtask(hand, f"Bezwaar {WORDS['subject']}, Wmo; besluit {day(-6)}")
    hand.click(".o_form_button_save")
    hand.click(".o_data_row:has([data-tooltip^=Bezwaar]) button", "Bekijken")
    hand.fill("[name=date_deadline] input", day(36))
    hand.click(".o_form_button_save")
    hand.stop()


PLAIN_JOURNEYS = (
    plain_walk_in,
    plain_case,
    plain_plan,
    plain_handover,
    plain_objection,
)


# Measuring -------------------------------------------------------------------------


def prepare_plain():
    with server_cursor() as (cr, _settings):
        ensure_template(cr, demo=False)
        drop(cr, PLAIN)
        copy(cr, base_name(), PLAIN)
    say("plain Odoo with project and helpdesk")
    odoo(PLAIN, "-i", "project,helpdesk_mgmt")
    journeys.make_ready(PLAIN, MAKE_READY)


def replay(database, steps):
    """{name: (clicks, keys, seconds of the hand, seconds of the machine)}"""
    server = Server(database, free_port(), "--log-level=error")
    found = {}
    try:
        server.wait_until_ready()
        for walk in steps:
            browser = Browser(SCREEN)
            hand = Hand(browser, server.url)
            try:
                walk(hand)
            finally:
                browser.close()
            seconds = KEY * hand.keys + CLICK * hand.clicks + SWITCH * hand.switches
            found[hand.name] = (hand.clicks, hand.keys, seconds, hand.waited)
            say(f"{database} {hand.name}: {found[hand.name]}")
    finally:
        server.stop()
    return found


def main():
    prepare(OURS, demo=True)
    journeys.make_ready(OURS)
    prepare_plain()
    try:
        ours = replay(OURS, journeys.JOURNEYS)
        plain = replay(PLAIN, PLAIN_JOURNEYS)
    finally:
        for name in (OURS, PLAIN):
            discard(name)
    print(f"\n{'':14}{'ours':^34}{'plain Odoo':^34}")
    words = ("clicks", "keys", "hand", "machine")
    print(f"{'journey':14}" + 2 * "".join(f"{word:>8}  " for word in words))
    for name, measured in ours.items():
        cells = (*measured, *plain[name])
        print(f"{name:14}" + "".join(f"{cell:8.0f}  " for cell in cells))


if __name__ == "__main__":
    main()
