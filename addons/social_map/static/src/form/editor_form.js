import { registry } from "@web/core/registry";
import { formView } from "@web/views/form/form_view";

// What cannot be compared, or is put together without a loss.
const NOT_COMPARED = ["many2many", "binary", "properties"];

/** What the form had read of the fields that it changes, lines of lists too. */
function readBefore(record, changes) {
    const read = {};
    for (const [name, value] of Object.entries(changes)) {
        const { type } = record.fields[name];
        if (type === "one2many") {
            const lines = record.data[name]._cache;
            read[name] = value
                .filter(([command, id]) => command === 1 && lines[id])
                .map(([, id, changed]) => [id, readBefore(lines[id], changed)]);
        } else if (!NOT_COMPARED.includes(type)) {
            read[name] = record._formatServerValue(type, record._values[name]);
        }
    }
    return read;
}

/**
 * A form that tells the server what it had read, so that nobody overwrites in silence
 * what a colleague saved meanwhile (`social.edited.mixin`).
 */
export class EditorFormController extends formView.Controller {
    async onWillSaveRecord(record, changes) {
        if (record.resId) {
            changes.read_before = readBefore(record, changes);
        }
        return super.onWillSaveRecord(...arguments);
    }

    async onRecordSaved(record, changes) {
        delete changes.read_before; // it is no field
        return super.onRecordSaved(record, changes);
    }

    /** Closing the tab would save past all of the above: the browser asks first. */
    async beforeUnload(ev) {
        if (this.model.root.dirty) {
            ev.preventDefault();
        }
    }
}

registry
    .category("views")
    .add("social_editor_form", { ...formView, Controller: EditorFormController });
