import { Component, onMounted, useRef } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const NOT_DISCUSSED = "0";

/**
 * A score as a row of buttons, one tap or one key each: 1 to 5, and 0 or - for “not
 * discussed”. A key goes on to the next line, so that a whole assessment is twelve
 * keys; the same key or Backspace takes the score away.
 */
export class ClientScoreField extends Component {
    static template = "client_support.ScoreField";
    static props = { ...standardFieldProps };

    setup() {
        this.group = useRef("group");
        onMounted(() => this.focusFirst());
    }

    get options() {
        const [notDiscussed, ...scores] = this.props.record.fields[this.props.name].selection;
        return [...scores, notDiscussed];
    }

    get label() {
        return this.props.record.fields[this.props.name].string;
    }

    get value() {
        return this.props.record.data[this.props.name];
    }

    get focusable() {
        // One stop of the Tab key per line, as in any group of radio buttons.
        return this.value || "1";
    }

    short(option) {
        return option[0] === NOT_DISCUSSED ? "–" : option[0];
    }

    async choose(score) {
        await this.props.record.update({
            [this.props.name]: score === this.value ? false : score,
        });
    }

    async onKeydown(ev) {
        const key = ev.key === "-" ? NOT_DISCUSSED : ev.key;
        if (ev.ctrlKey || ev.altKey || ev.metaKey) {
            return;
        }
        const group = ev.currentTarget;
        if (this.options.some(([score]) => score === key)) {
            ev.preventDefault();
            ev.stopPropagation();
            const next = this.neighbour(group, 1);
            const chosen = key !== this.value && this.choose(key);
            if (next) {
                // At once: the next key may come before this score is worked out.
                this.focus(next);
            } else {
                await chosen;
                this.focus(group);
            }
        } else if (key === "Backspace" || key === "Delete") {
            ev.preventDefault();
            ev.stopPropagation();
            await this.props.record.update({ [this.props.name]: false });
        } else if (key === "ArrowDown" || key === "ArrowUp") {
            ev.preventDefault();
            ev.stopPropagation();
            this.focus(this.neighbour(group, key === "ArrowDown" ? 1 : -1) || group);
        }
    }

    /** A new assessment waits for keys at its first score, without a click. */
    focusFirst() {
        const group = this.group.el;
        const form = group?.closest(".o_client_assessment");
        const isFirst = form?.querySelector(".o_client_score") === group;
        if (isFirst && !this.props.record.resId && document.activeElement === document.body) {
            this.focus(group);
        }
    }

    /** The same field on the next or the previous line. */
    neighbour(group, step) {
        const groups = [
            ...group
                .closest("table")
                .querySelectorAll(`.o_client_score[data-name="${this.props.name}"]`),
        ];
        return groups[groups.indexOf(group) + step];
    }

    focus(group) {
        group.querySelector("button[tabindex='0']")?.focus();
    }
}

registry.category("fields").add("client_score", {
    component: ClientScoreField,
    supportedTypes: ["selection"],
    // Also on a line that is not being edited: one tap, not two.
    extractProps: (_fieldInfo, { readonly }) => ({ readonly }),
});
