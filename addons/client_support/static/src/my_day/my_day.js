import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { SEARCH } from "./commands";

const QUICK = [5, 15, 30, 60];

/** What one person has to do today. Every line opens the thing itself. */
export class MyDay extends Component {
    static template = "client_support.MyDay";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.command = useService("command");
        this.quick = QUICK;
        this.state = useState({ day: "", blocks: {}, may_register: false });
        onWillStart(() => this.load());
    }

    async load() {
        Object.assign(this.state, await this.orm.call("client.day", "my_day", []));
    }

    get blocks() {
        return [
            { id: "today", title: _t("Today"), empty: _t("No appointments today.") },
            { id: "week", title: _t("This week"), empty: _t("Nothing runs out this week.") },
            { id: "me", title: _t("Waiting for me"), empty: _t("Nobody waits for you.") },
            {
                id: "others",
                title: _t("Waiting for others"),
                empty: _t("You wait for nobody."),
            },
        ].map((block) => ({ ...block, lines: this.state.blocks[block.id] || [] }));
    }

    open(line) {
        return this.action.doAction(line.action);
    }

    newContact() {
        return this.action.doAction("client_support.client_quick_contact_action");
    }

    newTime(minutes) {
        return this.action.doAction("client_support.client_time_action_quick", {
            additionalContext: { default_minutes: minutes },
            onClose: () => this.load(),
        });
    }

    search() {
        this.command.openMainPalette({ searchValue: SEARCH });
    }
}

registry.category("actions").add("client_support.my_day", MyDay);
