import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { listView } from "@web/views/list/list_view";
import { onWillUnmount } from "@odoo/owl";

const PULSE = 2000;
const BUSY = ["queued", "running"];

/** Shows how far exports are, as long as one is being made. */
class ExportListController extends listView.Controller {
    setup() {
        super.setup();
        const timer = browser.setInterval(() => this.refresh(), PULSE);
        onWillUnmount(() => browser.clearInterval(timer));
    }

    refresh() {
        const { records, selection } = this.model.root;
        if (!selection.length && records.some(({ data }) => BUSY.includes(data.state))) {
            this.model.root.load();
        }
    }
}

registry.category("views").add("oco_export_list", {
    ...listView,
    Controller: ExportListController,
});
