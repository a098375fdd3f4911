import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

// How long somebody pauses before they are asked for, in milliseconds.
const PAUSE = 150;
const FEWEST_LETTERS = 2;

/**
 * Suggestions while typing, in the field of the search: a combobox with a list, as the
 * ARIA Authoring Practices describe it.
 *
 * Without JavaScript, without an answer or after too many questions it stays a field. What
 * is typed goes to our own server, in the body of the request, and is kept nowhere.
 */
export class Suggestions extends Interaction {
    static selector = ".o_map_search";
    dynamicContent = {
        "#o_map_q": {
            "t-on-input": this.debounced(this.suggest, PAUSE),
            "t-on-keydown": this.press,
            "t-on-blur": this.close,
            "t-att-role": () => "combobox",
            "t-att-aria-autocomplete": () => "list",
            "t-att-aria-controls": () => "o_map_suggestions",
            "t-att-aria-expanded": () => String(this.isOpen),
            "t-att-aria-activedescendant": () => this.active >= 0 && optionId(this.active),
        },
        ".o_map_suggestions": {
            "t-att-hidden": () => !this.isOpen,
            // The field keeps the focus.
            "t-on-mousedown.prevent": () => {},
            "t-on-click": (ev) => {
                const option = ev.target.closest("[role=option]");
                if (option) {
                    this.choose(option);
                }
            },
        },
        ".o_map_suggested": { "t-att-hidden": () => !this.isOpen },
    };

    setup() {
        this.field = this.el.querySelector("#o_map_q");
        this.list = this.el.querySelector(".o_map_suggestions");
        this.address = `${new URL(this.el.action).pathname.replace(/\/embed$/, "")}/suggesties`;
        this.isOpen = false;
        this.active = -1;
    }

    async suggest() {
        const typed = this.field.value.trim();
        const found = typed.length < FEWEST_LETTERS ? [] : await this.waitFor(this.ask(typed));
        // Meanwhile somebody may have typed on, or gone on.
        if (typed === this.field.value.trim() && document.activeElement === this.field) {
            this.show(found);
            this.updateContent();
        }
    }

    async ask(typed) {
        try {
            const answer = await fetch(this.address, {
                method: "POST",
                body: new URLSearchParams({ q: typed }),
                credentials: "same-origin",
            });
            return answer.ok ? await answer.json() : [];
        } catch {
            return [];
        }
    }

    show(found) {
        this.list.replaceChildren(
            ...found.map(({ words, kind }, place) => {
                const option = document.createElement("li");
                option.id = optionId(place);
                option.setAttribute("role", "option");
                option.setAttribute("aria-selected", "false");
                option.dataset.words = words;
                const small = document.createElement("small");
                small.textContent = kind;
                option.append(words, " ", small);
                return option;
            })
        );
        this.el.querySelector(".o_map_suggested span").textContent = found.length;
        this.active = -1;
        this.isOpen = Boolean(found.length);
    }

    press(ev) {
        const options = this.list.children;
        if (ev.key === "Escape") {
            // Once closes the list, twice empties the field.
            if (!this.isOpen) {
                this.field.value = "";
            }
            ev.preventDefault();
            this.close();
        } else if ((ev.key === "ArrowDown" || ev.key === "ArrowUp") && options.length) {
            ev.preventDefault();
            const step = ev.key === "ArrowDown" ? 1 : -1;
            // One place more than there are suggestions: the field itself.
            const places = options.length + 1;
            const place = this.isOpen ? this.active + 1 : 0;
            this.isOpen = true;
            this.mark(((place + step + places) % places) - 1);
        } else if (ev.key === "Enter" && this.isOpen && this.active >= 0) {
            ev.preventDefault();
            this.choose(options[this.active]);
        }
    }

    mark(place) {
        this.active = place;
        for (const [number, option] of [...this.list.children].entries()) {
            option.setAttribute("aria-selected", String(number === place));
            if (number === place) {
                option.scrollIntoView({ block: "nearest" });
            }
        }
    }

    choose(option) {
        this.field.value = option.dataset.words;
        this.close();
        this.el.requestSubmit();
    }

    close() {
        this.isOpen = false;
        this.mark(-1);
    }
}

function optionId(place) {
    return `o_map_suggestion_${place}`;
}

registry.category("public.interactions").add("social_map.suggestions", Suggestions);
