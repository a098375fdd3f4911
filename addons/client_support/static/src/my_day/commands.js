import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";

// What one types first in the command palette to search residents; also on a phone.
export const SEARCH = ".";
const SHORTEST = 2;

const ROLES = ["supporter", "volunteer", "intake", "walk_in"];

registry
    .category("command_categories")
    .add("client_support", { name: _t("Client support") }, { sequence: 5 });

registry.category("command_setup").add(SEARCH, {
    // Each search is noted in the log of looks: not one for every letter.
    debounceDelay: 400,
    emptyMessage: _t("Nobody among the files that are open to you"),
    name: _t("my residents"),
    placeholder: _t("Name, nickname or number of a resident or case…"),
});

registry.category("command_provider").add("client_support.residents", {
    namespace: SEARCH,
    async provide(env, { searchValue }) {
        if (searchValue.trim().length < SHORTEST) {
            return [];
        }
        const found = await env.services.orm.call("client.day", "find_mine", [searchValue]);
        return found.map(({ model, id, name }) => ({
            name,
            action: () =>
                env.services.action.doAction({
                    type: "ir.actions.act_window",
                    res_model: model,
                    res_id: id,
                    views: [[false, "form"]],
                }),
        }));
    },
});

/** Shortcuts from everywhere, for who works beside residents. */
registry.category("services").add("client_support.shortcuts", {
    dependencies: ["command", "action"],
    async start(env, { command, action }) {
        const has = await Promise.all(
            ROLES.map((role) => user.hasGroup(`client_support.group_${role}`))
        );
        const [supporter, volunteer, intake, walkIn] = has;
        const add = (name, key, run) =>
            command.add(name, run, {
                category: "client_support",
                global: true,
                hotkey: `alt+shift+${key}`,
            });
        if (supporter || volunteer || intake) {
            add(_t("My day"), "d", () => {
                action.doAction("client_support.client_day_action", { clearBreadcrumbs: true });
            });
        }
        if (supporter || intake || walkIn) {
            add(_t("New contact"), "c", () => {
                action.doAction("client_support.client_quick_contact_action");
            });
        }
        if (has.some(Boolean)) {
            add(_t("+ Time"), "t", () => {
                action.doAction("client_support.client_time_action_quick");
            });
            add(_t("Search my residents"), "z", () => {
                command.openMainPalette({ searchValue: SEARCH });
            });
        }
    },
});
