import { registry } from "@web/core/registry";
import { GraphModel } from "@web/views/graph/graph_model";
import { graphView } from "@web/views/graph/graph_view";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";
import { PivotModel } from "@web/views/pivot/pivot_model";
import { pivotView } from "@web/views/pivot/pivot_view";

/**
 * Figures without Odoo's "Count": it counts cells of a cube. Beside "Quantity" a reader
 * would take it for a number of residents or contacts.
 */
export class FigurePivotModel extends PivotModel {
    async _loadData(config, prune) {
        delete config.metaData.measures.__count;
        return super._loadData(config, prune);
    }
}

export class FigureGraphModel extends GraphModel {
    _buildMetaData(params) {
        const metaData = super._buildMetaData(params);
        delete metaData.measures.__count;
        return metaData;
    }
}

export class FigureListRenderer extends ListRenderer {
    static groupRowTemplate = "oco_reporting.FigureGroupRow";
}

const views = registry.category("views");
views.add("oco_figure_pivot", {
    ...pivotView,
    Model: FigurePivotModel,
    buttonTemplate: "oco_reporting.FigurePivotButtons",
});
views.add("oco_figure_graph", {
    ...graphView,
    Model: FigureGraphModel,
    buttonTemplate: "oco_reporting.FigureGraphButtons",
});
views.add("oco_figure_list", { ...listView, Renderer: FigureListRenderer });
