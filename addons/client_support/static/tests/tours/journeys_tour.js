import { registry } from "@web/core/registry";

// The five main journeys, each by who goes it; test_journeys.py looks what is stored.
// A step may take long where the machine is busy with other things.
const PATIENCE = 40000;
const add = (name, steps) =>
    registry.category("web_tour.tours").add(name, {
        steps: () => steps.map((step) => ({ timeout: PATIENCE, ...step })),
    });
const menu = (name) => ({
    trigger: `[data-menu-xmlid='client_support.menu_client_${name}']`,
    run: "click",
});
const tab = (name) => ({ trigger: `.o_notebook a[name=${name}]`, run: "click" });
const noDialog = { trigger: "body:not(:has(.modal))" };

add("client_journey_walk_in", [
    menu("quick_contact"),
    { trigger: ".modal [name=resident_id] input", run: "edit Pluk" },
    { trigger: ".o-autocomplete--dropdown-item:contains(Pluk)", run: "click" },
    { trigger: ".modal [name=life_domain_ids] label:contains(Income)", run: "click" },
    {
        trigger: ".modal [name=minutes] .o_selection_badge:contains(30)",
        run: "click",
    },
    { trigger: "button[name=action_save_next]", run: "click" },
    {
        content: "Saved, and an empty form for who comes next",
        trigger: ".modal [name=life_domain_ids]:not(:has(input:checked))",
    },
    { trigger: ".o_notification:contains(Saved)" },
    { trigger: ".modal .btn-close", run: "click" },
    noDialog,
]);

add("client_journey_intake", [
    menu("quick_contact"),
    { trigger: ".modal [name=who] input[data-value=new]", run: "click" },
    { trigger: ".modal [name=nickname] input", run: "edit Jannie" },
    { trigger: ".modal [name=life_domain_ids] label:contains(Housing)", run: "click" },
    { trigger: ".modal [name=description] input", run: "edit The stairs" },
    { trigger: "button[name=action_save_case]", run: "click" },
    {
        content: "Called at once: the norm of the first call is met",
        trigger: "button[name=action_log_call]:contains(Reached)",
        run: "click",
    },
    { trigger: "[name=first_call_date] span, [name=first_call_date]:not(:empty)" },
]);

add("client_journey_assign", [
    {
        trigger: ".o_data_row:has([name=supporter_id]:empty) button[name=action_assign]",
        run: "click",
    },
    {
        trigger:
            ".modal .o_data_row:contains(Journey supporter) button[name=action_choose]",
        run: "click",
    },
    noDialog,
    { trigger: ".o_list_view:not(:has(.o_data_row [name=supporter_id]:empty))" },
]);

add("client_journey_close", [
    {
        content: "The one new case is one tap away",
        trigger: ".o_client_my_day [data-block=me] .list-group-item:contains(begin)",
        run: "click",
    },
    { trigger: "button[name=action_start]:contains(Start)", run: "click" },
    { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Active)" },
    { trigger: "button[name=action_close]", run: "click" },
    { trigger: ".modal [name=closing_reason_id] input", run: "edit answered" },
    { trigger: ".o-autocomplete--dropdown-item:contains(answered)", run: "click" },
    { trigger: ".modal [name=resident_answer] label:contains(Yes)", run: "click" },
    { trigger: ".modal button[name=action_close]", run: "click" },
    noDialog,
    { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Closed)" },
]);

add("client_journey_plan", [
    tab("life_domains"),
    { trigger: "button[name=action_new_assessment]", run: "click" },
    {
        content: "The first score waits for a key",
        trigger: ".o_client_assessment .o_data_row:first .o_client_score button:focus",
    },
    ...[..."334222545343"].map((key) => ({
        trigger: ".o_client_score:has(button:focus)",
        run: `press ${key}`,
    })),
    { trigger: "[name=considered]:contains(12/12)" },
    {
        trigger: ".breadcrumb-item a:last, .o_back_button a:last",
        run: "click",
    },
    { trigger: ".o_client_radar .o_now" },
    tab("plan"),
    { trigger: "[name=goal_ids] .o-kanban-button-new", run: "click" },
    { trigger: ".modal [name=life_domain_id] input", run: "edit Housing" },
    { trigger: ".o-autocomplete--dropdown-item:contains(Housing)", run: "click" },
    { trigger: ".modal [name=wording] textarea", run: "edit I want to stay" },
    { trigger: ".modal .o_field_x2many_list_row_add a", run: "click" },
    { trigger: ".modal [name=action_ids] [name=what] input", run: "edit Call them" },
    { trigger: ".modal .o_form_button_save", run: "click" },
    noDialog,
    { trigger: ".o_kanban_record:contains(I want to stay)" },
    { trigger: ".o_form_button_save:visible", run: "click" },
    { trigger: "body:not(:has(.o_form_button_save:visible))" },
]);

add("client_journey_refer", [
    { trigger: "button[name=action_refer]", run: "click" },
    {
        trigger: "[name=type_id] .o_selection_badge:contains(/^Warm handover$/)",
        run: "click",
    },
    { trigger: "[name=partner_id] input", run: "edit Maatjes" },
    { trigger: ".o-autocomplete--dropdown-item:contains(Maatjes)", run: "click" },
    { trigger: "[name=reason] textarea", run: "edit Somebody to walk with" },
    { trigger: "[name=asked] input", run: "edit Walking twice a week" },
    { trigger: "button[name=action_ask]", run: "click" },
    {
        content: "The consent is asked and noted on the way",
        trigger: ".modal [name=section_ids] input:checked",
    },
    { trigger: ".modal button[name=action_give]:contains(Said yes)", run: "click" },
    noDialog,
    { trigger: "button[name=action_show_link]", run: "click" },
    {
        content: "The receiver, somewhere else, says yes by the link",
        trigger: ".o_notification:contains(/verwijzing/)",
        async run({ anchor }) {
            const path = anchor.textContent.match(/\/verwijzing\/[\w-]+/)[0];
            const page = await (await fetch(path)).text();
            const html = new DOMParser().parseFromString(page, "text/html");
            const form = html.querySelector("button[value=accepted]").form;
            const body = new FormData(form);
            body.set("decision", "accepted");
            const answer = await fetch(path, { method: "POST", body });
            if (!(await answer.text()).includes('id="answered"')) {
                throw new Error("The answer by the link was not taken");
            }
        },
    },
]);

add("client_journey_confirm", [
    { trigger: "[name=talk_on] input", run: "edit 11/18/2026" },
    { trigger: "[name=is_together] input", run: "click" },
    { trigger: "[name=confirmed_by] input", run: "edit Coach" },
    { trigger: "button[name=action_confirm]", run: "click" },
    { trigger: "[name=confirmed_on]" },
]);

add("client_journey_objection", [
    tab("procedures"),
    { trigger: "button[name=action_new_procedure]", run: "click" },
    { trigger: "[name=subject] input", run: "edit Help in the household" },
    { trigger: ".o_form_button_save", run: "click" },
    {
        trigger: "[name=step_ids] .o_data_row [name=kind_id]:contains(/^Decision$/)",
        run: "click",
    },
    { trigger: ".modal [name=done_date] input", run: "edit 11/02/2026" },
    { trigger: ".modal .o_form_button_save", run: "click" },
    noDialog,
    { trigger: "button[name=action_letter]:contains(Objection)", run: "click" },
    {
        content: "The day of the decision is in the letter",
        trigger: "[name=body]:contains(2 november 2026)",
    },
    { trigger: "button[name=action_print]", run: "click" },
    { trigger: "iframe" },
]);
