import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * The life domains of a case: two moments in one radar, and the same in a table.
 *
 * Everything is worked out on the server (`life_domain_picture`), also where to draw
 * what, so that paper and screen are the same. It is asked for when the tab is opened,
 * not with every form.
 */
export class ClientLifeDomains extends Component {
    static template = "client_support.LifeDomains";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ answer: null });
        this.choice = {};
        onWillStart(() => this.load(this.props));
        onWillUpdateProps((props) => this.load(props));
    }

    get picture() {
        return this.state.answer?.picture;
    }

    get rows() {
        return this.picture.rows.map((row) => ({
            ...row,
            arrow: row.change > 0 ? "↑" : row.change < 0 ? "↓" : row.change === 0 ? "=" : "",
        }));
    }

    async load({ record }) {
        this.state.answer = record.resId
            ? await this.orm.call("client.case", "life_domain_picture", [record.resId], this.choice)
            : null;
    }

    async choose(name, value) {
        if (name === "assessment") {
            // Another one may be of somebody else: begin again with what to compare.
            delete this.choice.first;
        }
        this.choice[name] = value;
        await this.load(this.props);
    }

    async open() {
        await this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "client.assessment",
            res_id: this.state.answer.shown,
            views: [[false, "form"]],
        });
    }

    async print() {
        const action = await this.orm.call("client.assessment", "action_print", [
            [this.state.answer.shown],
        ]);
        await this.action.doAction(action);
    }
}

registry.category("view_widgets").add("client_life_domains", {
    component: ClientLifeDomains,
});
