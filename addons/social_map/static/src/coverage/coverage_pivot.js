import { registry } from "@web/core/registry";
import { PivotRenderer } from "@web/views/pivot/pivot_renderer";
import { pivotView } from "@web/views/pivot/pivot_view";

/** A cell leads to the services that it counts, not to lines of counts. */
export class CoveragePivotRenderer extends PivotRenderer {
    async openView(domain, _views, context, newWindow) {
        const { orm } = this.model;
        const lines = await orm.search("social.coverage", domain, { context });
        const action = await orm.call("social.coverage", "action_services", [lines], {
            context,
        });
        return this.actionService.doAction(action, { newWindow });
    }
}

registry
    .category("views")
    .add("social_coverage_pivot", { ...pivotView, Renderer: CoveragePivotRenderer });
