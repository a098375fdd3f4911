import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const CENTRE = { x: 320, y: 215 };
const REACH = { x: 240, y: 150 };
const TEETH = 14;
const MOST_LETTERS = 18;

/** Where person `index` of `count` stands: around the resident, nearer in one home. */
function place(index, count, near) {
    const angle = (2 * Math.PI * index) / count - Math.PI / 2;
    const share = near ? 0.8 : 1;
    return {
        x: Math.round(CENTRE.x + REACH.x * share * Math.cos(angle)),
        y: Math.round(CENTRE.y + REACH.y * share * Math.sin(angle)),
    };
}

/** A line from the resident to `to`; a tense bond is drawn as a zigzag. */
function path(to, tense) {
    if (!tense) {
        return `M ${CENTRE.x} ${CENTRE.y} L ${to.x} ${to.y}`;
    }
    const length = Math.hypot(to.x - CENTRE.x, to.y - CENTRE.y);
    const across = { x: -(to.y - CENTRE.y) / length, y: (to.x - CENTRE.x) / length };
    const points = [];
    for (let tooth = 1; tooth < TEETH; tooth++) {
        const along = tooth / TEETH;
        const side = tooth % 2 ? 7 : -7;
        const x = CENTRE.x + (to.x - CENTRE.x) * along + across.x * side;
        const y = CENTRE.y + (to.y - CENTRE.y) * along + across.y * side;
        points.push(`L ${x.toFixed(1)} ${y.toFixed(1)}`);
    }
    return `M ${CENTRE.x} ${CENTRE.y} ${points.join(" ")} L ${to.x} ${to.y}`;
}

const shortened = (text) =>
    text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text;

/**
 * The network of a resident as a picture: thickness and shape of a line say how strong
 * the bond is, so that it is read without colour. The same is said in words: for screen
 * readers and on paper here, in the list of the form for everybody.
 */
export class Ecogram extends Component {
    static template = "client_support.Ecogram";
    static props = { ...standardWidgetProps };

    /** One picture for each resident of the case. */
    get pictures() {
        const list = this.props.record.data.relation_ids;
        const words = (name, value) =>
            Object.fromEntries(list.fields[name].selection)[value] || "";
        const byResident = new Map();
        for (const { data } of list.records) {
            const resident = data.resident_id || { id: 0 };
            if (!byResident.has(resident.id)) {
                byResident.set(resident.id, {
                    id: resident.id,
                    called: (resident.display_name || "").replace(/ \(.*\)$/, ""),
                    records: [],
                });
            }
            byResident.get(resident.id).records.push(data);
        }
        return [...byResident.values()].map(({ id, called, records }) => ({
            id,
            called: shortened(called || _t("Resident")),
            people: records.map((data, index) => {
                const at = place(index, records.length, data.lives_with);
                const marks = [
                    words("role", data.role),
                    data.is_carer && _t("carer"),
                    data.is_confidant && _t("confidant"),
                    data.lives_with && _t("same home"),
                ].filter(Boolean);
                return {
                    key: index,
                    ...at,
                    // Words stand on the outer side, clear of the resident and the lines.
                    nameAt: at.y + (at.y < CENTRE.y ? -46 : 44),
                    marksAt: at.y + (at.y < CENTRE.y ? -32 : 58),
                    line: path(at, data.strength === "tense"),
                    strength: data.strength || "none",
                    isCarer: data.is_carer,
                    name: shortened(data.name || ""),
                    marks: marks.join(", "),
                    inWords: [
                        data.name,
                        ...marks,
                        words("strength", data.strength) || _t("bond not discussed"),
                    ].join(", "),
                };
            }),
        }));
    }

    get legend() {
        return [
            { strength: "strong", label: _t("Strong bond") },
            { strength: "weak", label: _t("Weak bond") },
            { strength: "tense", label: _t("Tense bond") },
            { strength: "none", label: _t("Not discussed") },
        ].map((one) => ({
            ...one,
            line:
                one.strength === "tense"
                    ? "M 0 8 L 7 2 L 14 14 L 21 2 L 28 14 L 35 2 L 42 14 L 48 8"
                    : "M 0 8 L 48 8",
        }));
    }

    title(picture) {
        const people = picture.people.map((person) => person.inWords).join("; ");
        return _t("Network of %(who)s: %(people)s", { who: picture.called, people });
    }

    print() {
        document.body.classList.add("o_client_printing_ecogram");
        window.print();
        document.body.classList.remove("o_client_printing_ecogram");
    }
}

registry.category("view_widgets").add("client_ecogram", { component: Ecogram });
