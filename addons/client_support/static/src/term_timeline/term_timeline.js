import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const DAY = 24 * 60 * 60 * 1000;

/**
 * The terms of a case, one line each: when it began, its last day, how many days are
 * left, where it stood still (hatched), and how it was counted. It is a list, so that
 * it can be read aloud; the bars only draw what the words say.
 */
export class TermTimeline extends Component {
    static template = "client_support.TermTimeline";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    get value() {
        return this.props.record.data[this.props.name] || { lines: [] };
    }

    get lines() {
        return this.value.lines;
    }

    get running() {
        return this.lines.filter((line) => line.state !== "done");
    }

    get done() {
        return this.lines.filter((line) => line.state === "done");
    }

    /** First and last day of the picture, in milliseconds; never less than a week. */
    get span() {
        const days = [this.value.today];
        for (const line of this.lines) {
            days.push(line.start, line.end, ...line.pauses.map((pause) => pause.end));
        }
        const times = days.map((day) => Date.parse(day));
        const from = Math.min(...times);
        return { from, length: Math.max(Math.max(...times) - from + DAY, 7 * DAY) };
    }

    place(start, end) {
        const { from, length } = this.span;
        const left = Math.max(Date.parse(start) - from, 0);
        const width = Math.max(Date.parse(end) - Date.parse(start), 0) + DAY;
        return `left: ${(100 * left) / length}%; width: ${(100 * width) / length}%`;
    }

    get todayPlace() {
        const { from, length } = this.span;
        const middle = Date.parse(this.value.today) - from + DAY / 2;
        return `left: ${(100 * middle) / length}%`;
    }

    onOpen(line) {
        this.action.doAction(
            {
                type: "ir.actions.act_window",
                name: line.name,
                res_model: "client.procedure.step",
                res_id: line.id,
                views: [[false, "form"]],
                target: "new",
            },
            { onClose: () => this.props.record.load() }
        );
    }
}

registry.category("fields").add("client_term_timeline", {
    component: TermTimeline,
    supportedTypes: ["json"],
});
