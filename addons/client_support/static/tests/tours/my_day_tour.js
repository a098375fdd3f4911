import { registry } from "@web/core/registry";

const DAY = ".o_client_my_day";

registry.category("web_tour.tours").add("client_my_day", {
    steps: () => [
        {
            content: "The app opens with My day",
            trigger: `${DAY} [data-block=today] .list-group-item:contains(Talk about access)`,
        },
        {
            content: "Thirty minutes, one tap",
            trigger: `${DAY} .btn-group button:contains(30)`,
            run: "click",
        },
        { trigger: ".modal [name=minutes] input:value(30)" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: `body:not(:has(.modal)) ${DAY} .o_client_search`, run: "click" },
        { trigger: ".o_command_palette input", run: "edit .Sja" },
        { trigger: ".o_command_palette .o_command:contains(Sjaan)", run: "click" },
        { trigger: ".o_form_view [name=nickname]" },
    ],
});
