"""The five main journeys through client support, click by click.

Each is what somebody does who knows the way, at a desk, in Dutch, with the demo data.
`scripts/screenshots.py` takes the pictures of docs/journeys.md on the way,
`bench/bench_journeys.py` counts and times them beside plain Odoo, with the same facts.
"""

import subprocess
from datetime import date, timedelta

from database import odoo_command
from layout import CONFIG

CASE = ".o_client_case_form"
# The same words are typed on both sides.
WORDS = {
    "nickname": "Jannie",
    "question": "De trap lukt niet meer",
    "goal": "Ik wil in mijn huis blijven wonen",
    "step": "Woningbouw bellen",
    "reason": "Zoekt iemand om mee te wandelen",
    "asked": "Twee keer per week samen wandelen",
    "receiver": "Maatjes",
    "confirmed_by": "Maatjescoach",
    "subject": "Hulp bij het huishouden",
}
# One key for each life domain, of the supporter.
SCORES = "334222545343"


MAKE_READY = """
env["res.partner"].create({"name": "Maatjes Voorbeeld", "is_company": True})
env.cr.commit()
"""


def make_ready(database, code=MAKE_READY):
    """What the journeys need beside the demo data: somebody to refer to."""
    subprocess.run(
        odoo_command(
            *("shell", "-c", str(CONFIG), "-d", database),
            *("--no-http", "--log-level=error"),
        ),
        input=code,
        text=True,
        check=True,
        capture_output=True,
    )


def day(days):
    """A date from now as the Dutch client reads it."""
    return (date.today() + timedelta(days=days)).strftime("%d-%m-%Y")


def tab(hand, name):
    hand.click(f".o_notebook a[name={name}]")


def open_case(hand):
    hand.click("[data-menu-xmlid='client_support.menu_client_work']")
    hand.click("[data-menu-xmlid='client_support.menu_client_case']")
    hand.click(".o_data_row:has(.text-bg-success) .o_data_cell")  # an active one
    hand.see(CASE)


def walk_in_contact(hand):
    """A regular comes in and asks something; afterwards it is noted."""
    hand.sit_down("inge")
    hand.start("walk_in")
    hand.click("[data-menu-xmlid='client_support.menu_client_quick_contact']")
    hand.see(".o_client_quick_contact")
    hand.type("Plu")  # the cursor is there
    hand.click(".o-autocomplete--dropdown-item", "Pluk")
    hand.click("[name=life_domain_ids] label", "Inkomen en schulden")
    hand.click("[name=reason_ids] label", "Formulieren")
    hand.picture("1_form")
    hand.click("button[name=action_save_next]")
    hand.see(".o_notification", "Opgeslagen")
    hand.stop()


def intake_to_closed(hand):
    """From the first call to the answer of the resident, by three people."""
    hand.sit_down("tess")
    hand.start("case")
    hand.click("[data-menu-xmlid='client_support.menu_client_quick_contact']")
    hand.click("[name=who] input[data-value=new]")
    hand.fill("[name=nickname] input", WORDS["nickname"])
    hand.click("[name=channel_id] .o_selection_badge", "Telefonisch")
    hand.click("[name=life_domain_ids] label", "Wonen")
    hand.fill("[name=description] input", WORDS["question"])
    hand.picture("1_registered")
    hand.click("button[name=action_save_case]")
    hand.see(CASE)
    hand.click("button[name=action_log_call]", "Bereikt")
    hand.picture("2_called")
    number = hand.read("document.querySelector('h1 [name=number]').textContent")
    hand.stop()

    hand.sit_down("karin")
    hand.go_on()
    row = f".o_data_row:has([data-tooltip='{number}'])"
    hand.click(f"{row} [name=action_assign]")
    hand.see(".modal .o_data_row")
    hand.picture("3_assign")
    hand.click(".modal .o_data_row:has([data-tooltip^=Fatima]) [name=action_choose]")
    hand.see("body:not(.modal-open)")
    hand.stop()

    hand.sit_down("fatima")
    hand.picture("4_my_day")
    hand.go_on()
    hand.click(".o_client_my_day .list-group-item", "te beginnen")
    # Of the demo data another one may wait, of a day near today.
    if hand.read("!!document.querySelector('.o_list_view')"):
        hand.click(f"{row} [name=number]")
    hand.see(CASE)
    hand.click("button[name=action_start]")
    hand.click("[name=question_ids] .o_data_row [name=outcome]")
    hand.click("[name=question_ids] [name=outcome] input")
    hand.click(".o_select_menu_item", "eantwoord")
    hand.click("button[name=action_close]")
    hand.see(".modal [name=closing_reason_id] input")
    hand.type("vraag")
    hand.click(".o-autocomplete--dropdown-item", "eantwoord")
    hand.click(".modal [name=resident_answer] label", "Ja")
    hand.picture("5_close")
    hand.click(".modal button[name=action_close]")
    hand.see("body:not(.modal-open)")
    hand.stop()
    hand.picture("6_closed")


def assessment_and_plan(hand):
    """Twelve life domains and a goal with a step, in the words of the resident."""
    hand.sit_down("fatima")
    hand.start("plan")
    open_case(hand)
    tab(hand, "life_domains")
    hand.click("button[name=action_new_assessment]")
    hand.see(".o_client_score")
    hand.press(*SCORES)
    hand.picture("1_scores")
    hand.click(".o_back_button a")
    hand.see(".o_client_radar")
    hand.picture("2_radar")
    tab(hand, "plan")
    hand.click("[name=goal_ids] .o-kanban-button-new")
    hand.see(".modal [name=life_domain_id] input")
    hand.type("Won")
    hand.click(".o-autocomplete--dropdown-item", "Wonen")
    hand.fill(".modal [name=wording] textarea", WORDS["goal"])
    hand.click(".modal .o_field_x2many_list_row_add a")
    hand.type(WORDS["step"])
    hand.picture("3_goal")
    hand.click(".modal .o_form_button_save")
    hand.see("body:not(.modal-open)")
    hand.click(".o_form_button_save")
    hand.stop()
    hand.picture("4_plan")


def warm_handover(hand):
    """Somebody else takes over a part, with the resident's consent and a talk."""
    hand.sit_down("fatima")
    hand.start("handover")
    open_case(hand)
    hand.click("button[name=action_refer]")
    hand.click("[name=type_id] .o_selection_badge", "Warme overdracht")
    hand.fill("[name=partner_id] input", WORDS["receiver"])
    hand.click(".o-autocomplete--dropdown-item", WORDS["receiver"])
    hand.fill("[name=reason] textarea", WORDS["reason"])
    hand.fill("[name=asked] input", WORDS["asked"])
    hand.picture("1_referral")
    hand.click("button[name=action_ask]")
    hand.see(".modal [name=section_ids]")
    hand.picture("2_consent")
    hand.click(".modal button", "Zei ja")
    hand.click("button[name=action_show_link]")
    hand.see(".o_notification", "/verwijzing/")
    hand.picture("3_link")
    link = hand.read(
        "document.querySelector('.o_notification').textContent"
        ".match(/\\/verwijzing\\/[\\w-]+/)[0]"
    )
    case = hand.read("location.pathname")
    # Somebody else, elsewhere, without an account.
    hand.counts = False
    hand.browser.send("Network.clearBrowserCookies")
    hand.go(link, "#asked")
    hand.picture("4_receiver")
    hand.counts = True
    hand.click("button[value=accepted]")
    hand.see("#answered")
    hand.stop()

    hand.sit_down("fatima", case, ".o_form_view")
    hand.go_on()
    hand.fill("[name=talk_on] input", day(0))
    hand.click("[name=is_together] input")
    hand.fill("[name=confirmed_by] input", WORDS["confirmed_by"])
    hand.click("button[name=action_confirm]")
    hand.see("[name=confirmed_on]")
    hand.picture("5_confirmed")
    hand.stop()


def objection(hand):
    """A decision of the municipality: the term runs, and the letter is printed."""
    hand.sit_down("fatima")
    hand.start("objection")
    open_case(hand)
    tab(hand, "procedures")
    hand.click("button[name=action_new_procedure]")
    hand.fill("[name=subject] input", WORDS["subject"])
    hand.picture("1_procedure")
    hand.click(".o_form_button_save")
    hand.see("[name=step_ids] .o_data_row")
    hand.click("[name=step_ids] .o_data_row:has([data-tooltip=Besluit]) .o_data_cell")
    hand.fill(".modal [name=done_date] input", day(-6))
    hand.picture("2_decision")
    hand.click(".modal .o_form_button_save")
    hand.see("body:not(.modal-open)")
    hand.click("button[name=action_letter]", "Bezwaar")
    hand.see("[name=body]")
    hand.picture("3_letter")
    procedure = hand.read("location.pathname.split('/client.procedure.letter')[0]")
    hand.click("button[name=action_print]")
    hand.see("iframe")
    hand.stop()
    hand.go(procedure, "[name=step_ids] .o_data_row")
    hand.click("[name=step_ids] .o_data_row:has([data-tooltip=Bezwaar]) .o_data_cell")
    hand.see(".modal [name=explanation]")
    hand.picture("4_term")


JOURNEYS = (
    walk_in_contact,
    intake_to_closed,
    assessment_and_plan,
    warm_handover,
    objection,
)
