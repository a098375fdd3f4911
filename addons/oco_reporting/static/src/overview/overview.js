import { Component, markup, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/** Six KPIs for who looks, by period, and what grants asked. One call for the page. */
export class Overview extends Component {
    static template = "oco_reporting.Overview";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ page: {} });
        // Who comes back from a pivot finds the period as it was left.
        useSetupAction({ getLocalState: () => ({ chosen: this.chosen }) });
        onWillStart(() => this.choose(this.props.state?.chosen));
    }

    async choose(changes) {
        this.chosen = { ...this.chosen, ...changes };
        this.state.page = await this.orm.call("oco.overview", "read_page", [], this.chosen);
    }

    /** Heights in percent; the target takes part, so that a line of it fits. */
    bars(tile) {
        const most = Math.max(tile.target_value || 0, ...tile.bars.map((bar) => bar.value || 0));
        return tile.bars.map((bar) => ({
            ...bar,
            height: bar.is_hidden ? 100 : most ? (100 * (bar.value || 0)) / most : 0,
            now: bar.period === tile.period,
        }));
    }

    targetHeight(tile) {
        const most = Math.max(tile.target_value, ...tile.bars.map((bar) => bar.value || 0));
        return most ? (100 * tile.target_value) / most : 0;
    }

    course(tile) {
        return tile.bars.map((bar) => `${bar.period}: ${bar.shown}`).join("; ");
    }

    async openFigures(tile) {
        const { kind, date, id } = tile;
        const action = await this.orm.call("oco.kpi", "action_figures", [[id]], { kind, date });
        // Of our own data; Odoo marks it so for buttons only.
        return this.action.doAction({ ...action, help: action.help && markup(action.help) });
    }

    openForm(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    async account(grant) {
        return this.action.doAction(
            await this.orm.call("oco.grant", "action_account", [[grant.id]])
        );
    }

    build() {
        return this.action.doAction("oco_reporting.oco_engine_action_rebuild");
    }
}

registry.category("actions").add("oco_reporting.overview", Overview);
