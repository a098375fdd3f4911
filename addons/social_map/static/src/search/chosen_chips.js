import { formatList } from "@web/core/l10n/utils";
import { patch } from "@web/core/utils/patch";
import { SearchArchParser } from "@web/search/search_arch_parser";

// The web client joins what an action filled in by an English "or", in every language.
patch(SearchArchParser.prototype, {
    visitField() {
        const known = this.labels.length;
        super.visitField(...arguments);
        const { defaultAutocompleteValue: chip, fieldName } = this.currentGroup.at(-1);
        if (this.labels.length > known && Array.isArray(chip.value)) {
            const { context, relation } = this.fields[fieldName];
            this.labels[known] = async (orm) => {
                const chosen = await orm.call(
                    relation,
                    "read",
                    [chip.value, ["display_name"]],
                    { context }
                );
                const names = chosen.map((one) => one.display_name);
                chip.label = formatList(names, { style: "or" });
            };
        }
    },
});
