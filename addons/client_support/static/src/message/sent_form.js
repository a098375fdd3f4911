import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formView } from "@web/views/form/form_view";

/**
 * A form whose saving sends something: leaving it sends nothing.
 *
 * Odoo saves a form that is left, also when the tab is closed. A half-typed message
 * would reach the resident, and what is sent cannot be taken back.
 */
export class SentFormController extends formView.Controller {
    setup() {
        super.setup();
        this.dialogs = useService("dialog");
    }

    async beforeLeave({ forceLeave } = {}) {
        if (!this.model.root.isNew || !this.model.root.dirty || forceLeave) {
            return super.beforeLeave({ forceLeave });
        }
        return new Promise((resolve) =>
            this.dialogs.add(ConfirmationDialog, {
                title: _t("Not sent yet"),
                body: _t("Leave without sending? What you wrote will be gone."),
                confirmLabel: _t("Leave"),
                cancelLabel: _t("Go on writing"),
                confirm: () => resolve(),
                cancel: () => resolve(false),
                dismiss: () => resolve(false),
            })
        );
    }

    async beforeUnload(ev) {
        if (!this.model.root.isNew) {
            return super.beforeUnload(ev);
        }
        if (this.model.root.dirty) {
            // The browser itself asks whether to leave.
            ev.preventDefault();
            ev.returnValue = "Unsaved changes";
        }
    }
}

registry.category("views").add("client_sent_form", {
    ...formView,
    Controller: SentFormController,
});
