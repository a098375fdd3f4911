import { Component, onWillStart } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** What the scores mean, as the organisation words it. */
export class ClientRelianceLevels extends Component {
    static template = "client_support.RelianceLevels";
    static props = { ...standardWidgetProps };

    setup() {
        const orm = useService("orm");
        onWillStart(async () => {
            this.levels = await orm.searchRead(
                "client.reliance.level",
                [],
                ["score", "name", "description"]
            );
        });
    }
}

registry.category("view_widgets").add("client_reliance_levels", {
    component: ClientRelianceLevels,
});
