import { _t } from "@web/core/l10n/translation";
import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { patch } from "@web/core/utils/patch";
import { formatInteger } from "@web/views/fields/formatters";

const ROUTE = /^\/web\/export\/(xlsx|csv)$/;
const SCREEN = "oco_reporting.oco_export_action";

/** A long list is written in the background; a short one is downloaded as ever. */
registry.category("services").add("oco_reporting.export", {
    dependencies: ["action", "bus_service", "notification", "orm"],
    start(env, { action, bus_service, notification, orm }) {
        const tell = (message, type) => {
            const close = notification.add(message, {
                type,
                sticky: type !== "info",
                buttons: [
                    {
                        name: _t("Show exports"),
                        primary: true,
                        onClick: () => {
                            close();
                            action.doAction(SCREEN);
                        },
                    },
                ],
            });
        };
        patch(download, {
            async _download(options) {
                const [, format] = ROUTE.exec(options.url) || [];
                const rows =
                    format && (await orm.call("oco.export", "begin", [options.data.data, format]));
                if (!rows) {
                    return super._download(options);
                }
                const count = formatInteger(rows);
                tell(_t("A long list of %s rows. You are told when it is ready.", count), "info");
            },
        });
        bus_service.subscribe("oco_reporting.export", ({ state }) => {
            if (state === "done") {
                tell(_t("Your export is ready."), "success");
            } else {
                tell(_t("Your export has stopped."), "warning");
            }
        });
    },
});
