import { registry } from "@web/core/registry";

const FORM = ".o_client_quick_contact";

const saveAndNext = [
    { trigger: "button[name=action_save_next]", run: "click" },
    { trigger: ".o_notification_content", run: "click" },
    // The next form is empty: nothing is ticked.
    { trigger: `${FORM} [name=life_domain_ids]:not(:has(input:checked))` },
];

registry.category("web_tour.tours").add("client_quick_contact", {
    steps: () => [
        {
            content: "A new regular, with a nickname",
            trigger: "[data-menu-xmlid='client_support.menu_client_quick_contact']",
            run: "click",
        },
        { trigger: `${FORM} [name=who] input[data-value=new]`, run: "click" },
        { trigger: `${FORM} [name=nickname] input`, run: "edit Pluk" },
        {
            trigger: `${FORM} [name=channel_id] .o_selection_badge:contains(Telephone)`,
            run: "click",
        },
        {
            trigger: `${FORM} [name=life_domain_ids] label:contains(Housing)`,
            run: "click",
        },
        {
            trigger: `${FORM} [name=life_domain_ids] label:contains(Income)`,
            run: "click",
        },
        ...saveAndNext,
        {
            content: "The same regular again, known by now",
            trigger: `${FORM} [name=resident_id] input`,
            run: "edit Pluk",
        },
        { trigger: ".o-autocomplete--dropdown-item:contains(Pluk)", run: "click" },
        {
            content: "The channel of the first contact was kept",
            trigger: `${FORM} [name=channel_id] .o_selection_badge.active:contains(Telephone)`,
        },
        {
            trigger: `${FORM} [name=life_domain_ids] label:contains(Meaning)`,
            run: "click",
        },
        ...saveAndNext,
        {
            content: "Somebody who wants to be nobody",
            trigger: `${FORM} [name=who] input[data-value=anonymous]`,
            run: "click",
        },
        { trigger: `${FORM}:not(:has([name=resident_id] input))` },
        {
            trigger: `${FORM} [name=life_domain_ids] label:contains(Health)`,
            run: "click",
        },
        ...saveAndNext,
        { trigger: ".modal .btn-close", run: "click" },
    ],
});
