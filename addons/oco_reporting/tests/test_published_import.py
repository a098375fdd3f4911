import ast
import base64
import csv
import hashlib
import io
import unittest
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.client_support import roles
from odoo.addons.client_support.tests.common import ClientSupportCase

from .. import published_sentences
from ..published_table import StockError, TableError, render

SEED = Path(__file__).resolve().parents[4] / "shared" / "domain" / "seed001_table3.csv"
PERIOD = {"date_from": "2016-01-01", "date_to": "2016-06-30"}
TABLE = """leefgebied,Oever,Kade,totaal
inkomen,377,143,520
wonen,117,1.781,1898
zomaar een praatje,31,7,38
eropaf niet thuis,119,49,168
taalvaardigheid,5,11,16
onderwijs,22,134,156
anders,2,3,5
totaal,673,2128,2801
"""
PARAMETERS = (
    "limit",
    "line",
    "first",
    "second",
    "column",
    "position",
    "row",
    "found",
    "expected",
    "value",
    "printed",
    "computed",
    "first_line",
    "start",
    "new",
    "closed",
    "end",
)
STOCK = """trajecten,Oever,Kade
nieuwe trajecten,10,20
afgesloten trajecten,4,5
trajecten actief op 30 juni,26,15
"""


class PublishedCase(ClientSupportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quay = cls.env["client.team"].create(
            {
                "name": "Kade",
                "company_id": cls.organisation.id,
                "alias_names": "Aan de kade; Kàde-Zuid",
            }
        )

    def load(self, content=TABLE, role="manager", **values):
        return self.as_role(role, "oco.published.table").import_csv(
            content, {"company_id": self.organisation.id, **PERIOD, **values}
        )

    def table(self, result, role="manager"):
        return self.as_role(role, "oco.published.table").browse(result["table_id"])

    def count(self):
        return self.env["oco.figure"].search_count([])

    def assertRefused(self, content, *words, **values):
        """Nothing is imported, and the message has these words."""
        figures, tables = self.count(), self.tables()
        with self.assertRaises(UserError) as caught, self.cr.savepoint():
            self.load(content, **values)
        for word in words:
            self.assertIn(word, str(caught.exception))
        self.assertEqual(self.count(), figures)
        self.assertEqual(self.tables(), tables)

    def tables(self):
        return self.env["oco.published.table"].search([])

    def pivot(self, result, *groupby, role="manager"):
        """What the web client's pivot gets: {(label of each group): quantity}."""
        groups = self.as_role(role, "oco.figure").formatted_read_group(
            [("cube", "=", "published"), ("table_id", "=", result["table_id"])],
            list(groupby),
            ["quantity:sum"],
        )
        return {
            tuple(
                group[key][1] if isinstance(group[key], tuple) else group[key]
                for key in groupby
            ): group["quantity:sum"]
            for group in groups
        }

    def assertPrinted(self, result, content, role="manager"):
        """Pivot and printed view equal the file, cell for cell, totals included."""
        header, *rows = list(csv.reader(io.StringIO(content)))
        rows = [
            [label, *(int(cell.replace(".", "")) for cell in cells)]
            for label, *cells in rows
        ]
        self.assertEqual(render(self.table(result, role)._printed()), [header, *rows])
        cells = self.pivot(result, "row_label", "team_id", role=role)
        row_sums = self.pivot(result, "row_label", role=role)
        columns = self.pivot(result, "team_id", role=role)
        teams = header[1:-1]
        for label, *values in rows[:-1]:
            for team, value in zip(teams, values[:-1], strict=True):
                self.assertEqual(cells[label, team], value, (label, team))
            self.assertEqual(row_sums[(label,)], values[-1], label)
        total = rows[-1][1:]
        self.assertEqual([columns[(team,)] for team in teams], total[:-1])
        self.assertEqual(self.pivot(result)[()], total[-1])
        self.assertEqual(len(cells), (len(rows) - 1) * len(teams))


@tagged("post_install", "-at_install")
class TestPublishedImport(PublishedCase):
    def test_cell_for_cell(self):
        for role in ("manager", "finance"):
            with self.subTest(role=role), self.cr.savepoint() as savepoint:
                result = self.load(role=role)
                self.assertEqual(result["status"], "imported")
                self.assertEqual(result["cells"], 14)
                self.assertPrinted(result, TABLE, role)
                savepoint.rollback()

    def test_labels_become_domains_and_kinds(self):
        result = self.load()
        by_domain = self.pivot(result, "life_domain_id", "team_id")
        education = self.env.ref("social_map.life_domain_education")
        name = education.with_user(self.users["manager"]).name
        self.assertEqual(by_domain[name, "Oever"], 5 + 22)
        self.assertEqual(by_domain[name, "Kade"], 11 + 134)
        figures = self.env["oco.figure"].search([("table_id", "=", result["table_id"])])
        chat = figures.filtered(lambda cell: cell.row_label == "zomaar een praatje")
        self.assertEqual(chat.kind_id.code, "chat")
        self.assertFalse(chat.life_domain_id)
        other = figures.filtered(lambda cell: cell.row_label == "anders")
        self.assertFalse(other.life_domain_id or other.kind_id)
        self.assertEqual(set(figures.mapped("measure")), {"questions"})
        self.assertFalse(any(cell.life_domain_id and cell.kind_id for cell in figures))
        self.assertEqual(set(figures.mapped("cube")), {"published"})

    def test_what_is_kept(self):
        result = self.load(
            TABLE, file_name="tabel 3.csv", source_note="Evaluatie 2016, p. 12"
        )
        table = self.table(result)
        self.assertEqual(table.name, "tabel 3")
        self.assertEqual(table.source_note, "Evaluatie 2016, p. 12")
        self.assertEqual(table.checksum, hashlib.sha256(TABLE.encode()).hexdigest())
        self.assertEqual(base64.b64decode(table.file).decode(), TABLE)
        self.assertEqual(table.imported_by_id, self.users["manager"])
        self.assertTrue(table.imported_at)
        self.assertIn("leefgebied", table.printed_html)
        self.assertEqual(table.row_ids.mapped("label")[-1], "totaal")
        self.assertTrue(table.row_ids[-1].is_total)

    def test_printed_is_escaped(self):
        content = "<b>kop</b>,Oever\n<script>x</script>,1\n"
        result = self.load(content, rows={"<script>x</script>": "questions"})
        html = self.table(result).printed_html
        self.assertNotIn("<script>", html)
        self.assertNotIn("<b>", html)
        self.assertIn("&lt;script&gt;", html)

    def test_same_file_twice(self):
        first = self.load()
        figures = self.count()
        again = self.load(role="finance")
        self.assertEqual(again["status"], "already_imported")
        self.assertEqual(again["table_id"], first["table_id"])
        self.assertIn("already imported", again["message"])
        self.assertIn(self.users["manager"].name, again["message"])
        self.assertEqual(self.count(), figures)
        self.assertEqual(len(self.tables()), 1)

    def test_same_table_saved_otherwise(self):
        first = self.load()
        for content in (
            "\ufeff" + TABLE.replace("\n", "\r\n"),
            TABLE.replace(",", ";").replace("1.781", "1781"),
        ):
            again = self.load(content)
            self.assertEqual(again["status"], "already_imported")
            self.assertEqual(again["table_id"], first["table_id"])

    def test_corrected_file(self):
        first = self.load()
        corrected = (
            TABLE.replace("inkomen,377,143,520", "inkomen,378,143,521")
            .replace("673", "674")
            .replace("2801", "2802")
        )
        second = self.load(corrected, role="finance")
        self.assertEqual(second["status"], "replaced")
        self.assertEqual(second["replaced_ids"], [first["table_id"]])
        former, table = self.table(first), self.table(second)
        self.assertEqual(former.state, "superseded")
        self.assertEqual(former.superseded_by_id, table)
        self.assertEqual(table.supersedes_ids, former)
        self.assertEqual(former.ended_by_id, self.users["finance"])
        self.assertTrue(former.ended_at and former.checksum and former.imported_at)
        self.assertEqual(self.pivot(first), {(): 0})
        self.assertEqual(self.count(), 14)
        self.assertPrinted(second, corrected)
        self.assertEqual(
            render(former._printed())[1], ["inkomen", 377, 143, 520], "from the file"
        )
        self.assertEqual(table._changes(), [("inkomen", "Oever", 377, 378)])
        self.assertIn("378", table.changes_html)
        # Back to the first version: a new import, not "already imported".
        third = self.load()
        self.assertEqual(third["status"], "replaced")
        self.assertEqual(self.count(), 14)

    def test_other_meanings_of_the_same_file(self):
        first = self.load()
        second = self.load(rows={"anders": "contacts"})
        self.assertEqual(second["replaced_ids"], [first["table_id"]])
        third = self.load(measure="cases_new", replace=True)
        self.assertEqual(third["replaced_ids"], [second["table_id"]])
        self.assertEqual(self.count(), 14)

    def test_what_is_no_correction(self):
        first = self.load()
        for content, values in (
            (STOCK, {}),
            (TABLE, {"date_to": "2016-12-31"}),
            ("x,Oever\nmobiliteit,3\n", {}),
            (TABLE, {"date_from": "2015-01-01", "date_to": "2015-06-30"}),
        ):
            with self.subTest(values=values):
                self.assertEqual(self.load(content, **values)["status"], "imported")
        self.assertEqual(self.table(first).state, "current")

    def test_nothing_is_lost_unseen(self):
        both = "x,Oever,Kade\nwonen,1,2\nI&A-contacten,7,8\n"
        first = self.load(both)
        self.assertRefused("x,Oever,Kade\nwonen,1,3\n", "I&A contacts (Oever)")
        second = self.load("x,Oever,Kade\nwonen,1,3\n", replace=True)
        self.assertEqual(second["replaced_ids"], [first["table_id"]])

    def test_user_says_what_is_replaced(self):
        first = self.load("x,Oever\nhuishouden,1\n")
        second = self.load("x,Oever\nwonen,1\n", replaces_ids=[first["table_id"]])
        self.assertEqual(second["replaced_ids"], [first["table_id"]])

    def test_withdraw(self):
        first = self.load()
        table = self.table(first)
        table.action_withdraw()
        self.assertEqual(table.state, "withdrawn")
        self.assertEqual(table.ended_by_id, self.users["manager"])
        self.assertEqual(self.count(), 0)
        self.assertEqual(render(table._printed())[1], ["inkomen", 377, 143, 520])
        self.assertEqual(self.load()["status"], "imported")

    # Files and labels ----------------------------------------------------------------

    def test_files(self):
        semicolons = TABLE.replace(",", ";")
        for content in (
            b"\xef\xbb\xbf" + TABLE.encode(),
            semicolons.encode("cp1252"),
            TABLE.replace(",", "\t"),
            TABLE.replace("inkomen", "financi\u00ebn").encode("cp1252"),
            TABLE.replace("totaal,673,2128,2801\n", ""),
        ):
            with self.subTest(content=content[:20]), self.cr.savepoint() as savepoint:
                self.assertEqual(self.load(content)["cells"], 14)
                savepoint.rollback()

    def test_names_of_code_lists(self):
        domain = self.env.ref("social_map.life_domain_meaning")
        kind = self.env.ref("client_support.contact_kind_hearing")
        result = self.load(f'x,Oever\n"{domain.name}",1\n"{kind.name}",2\nmobility,3\n')
        rows = self.table(result).row_ids
        self.assertEqual(rows[0].life_domain_id, domain)
        self.assertEqual(rows[1].kind_id, kind)
        self.assertEqual(rows[2].life_domain_id.code, "mobility")
        if self.env.ref("base.lang_nl").active:
            dutch = domain.with_context(lang="nl_NL").name
            result = self.load(f'x,Oever\n"{dutch}",4\n')
            self.assertEqual(self.table(result).row_ids.life_domain_id, domain)

    def test_rows_may_measure_different_things(self):
        result = self.load(
            "x,Oever,Kade\nI&A-contacten,7,8\nNieuwe trajecten,1,2\n"
            "Afgesloten trajecten,0,1\nBeginstand,4,5\nwonen,3,3\nbezoeken,6,6\n",
            rows={"Bezoeken": "contacts_other,outreach_met"},
        )
        self.assertEqual(
            self.table(result).row_ids.mapped("measure"),
            [
                "contacts",
                "cases_new",
                "cases_closed",
                "cases_start",
                "questions",
                "contacts_other",
            ],
        )
        self.assertEqual(self.table(result).row_ids[-1].kind_id.code, "outreach_met")

    def test_measure_of_the_table(self):
        result = self.load(measure="contacts")
        self.assertEqual(self.pivot(result, "measure"), {("contacts",): 2801})

    def test_teams_by_any_spelling(self):
        for header in ("KADE", " kade ", "aan de Kade", "Kade - zuid", "kade-zuid"):
            with self.subTest(header=header), self.cr.savepoint() as savepoint:
                result = self.load(f'x,"{header}"\nwonen,1\n')
                table = self.table(result)
                self.assertEqual(table.column_ids.team_id, self.quay)
                self.assertEqual(table._printed().teams, (header.strip(),))
                savepoint.rollback()

    def test_archived_team(self):
        self.quay.active = False
        self.assertEqual(self.load()["cells"], 14)

    # Refused -------------------------------------------------------------------------

    def test_refused_files(self):
        self.load("x,Oever\nmobiliteit,1\n")
        for content, *words in (
            (TABLE.replace("520", "521"), "inkomen", "totaal", "521", "520"),
            (TABLE.replace("totaal,673", "totaal,674"), "totaal", "Oever", "674"),
            (TABLE.replace("2801", "2802"), "totaal", "2802", "2801"),
            (TABLE.replace("377", "-377"), "inkomen", "Oever", "negative"),
            (TABLE.replace("377", "veel"), "inkomen", "Oever", "veel"),
            (TABLE.replace("377", "37.7"), "inkomen", "Oever", "37.7"),
            (TABLE.replace("377", '"37,7"'), "inkomen", "Oever", "37,7"),
            (TABLE.replace("377", ""), "inkomen", "Oever", "empty"),
            (TABLE.replace("wonen", "ruimtevaart"), "ruimtevaart", "leefgebied"),
            (TABLE.replace("Kade", "Maan"), "Maan", "Also called"),
            (TABLE.replace("Kade", "Overkant"), "Overkant", "no team"),
            (TABLE.replace("Kade", "OEVER"), "OEVER", "twice"),
            (TABLE.replace("wonen", "inkomen"), "inkomen", "already on line 2"),
            ("", "no rows"),
            (b"\xff\xfe\x00\x01", "not text"),
        ):
            with self.subTest(words=words):
                self.assertRefused(content, *words)

    def test_refused_teams(self):
        self.assertRefused("x,Kade,Aan de kade\nwonen,1,2\n", "same team", "Kade")
        self.team.alias_names = "Aan de kade"
        self.assertRefused("x,Aan de kade\nwonen,1\n", "2 teams")

    def test_refused_values(self):
        for values, word in (
            ({"measure": "money"}, "money"),
            ({"rows": {"maan": "contacts"}}, "maan"),
            ({"rows": {"wonen": "nothing"}}, "nothing"),
            ({"rows": {"wonen": {"life_domain": "moon"}}}, "moon"),
            (
                {"rows": {"wonen": {"kind": "chat", "life_domain": "housing"}}},
                "not both",
            ),
            ({"date_from": "2017-01-01"}, "before it begins"),
            ({"date_from": "1 januari"}, "first and the last day"),
            ({"date_to": False}, "first and the last day"),
            ({"colour": "red"}, "colour"),
        ):
            with self.subTest(values=values):
                self.assertRefused(TABLE, word, **values)

    def test_ambiguous_label(self):
        terms = self.env["life.domain.term"]
        for vocabulary, domain in (("a", "housing"), ("b", "meaning")):
            terms.create(
                {
                    "name": "thuis",
                    "vocabulary": vocabulary,
                    "life_domain_id": self.env.ref(
                        f"social_map.life_domain_{domain}"
                    ).id,
                }
            )
        self.assertRefused("x,Oever\nthuis,1\n", "thuis", "disagree")
        result = self.load("x,Oever\nthuis,1\n", rows={"thuis": "housing"})
        self.assertEqual(self.table(result).row_ids.life_domain_id.code, "housing")

    def test_every_code_has_its_sentence(self):
        params = dict.fromkeys(PARAMETERS, "?")
        for error, sentences, say in (
            (TableError, published_sentences.TABLE, published_sentences.table_sentence),
            (StockError, published_sentences.STOCK, published_sentences.stock_sentence),
        ):
            self.assertEqual(set(error.messages), set(sentences))
            for code in error.messages:
                with self.subTest(code=code):
                    raised = error(code, **params)
                    english = self.env(context={"lang": "en_US"})
                    self.assertEqual(say(english, raised), raised.message)
                    dutch = self.env(context={"lang": "nl_NL"})
                    if self.env.ref("base.lang_nl").active:
                        self.assertNotEqual(say(dutch, raised), raised.message)

    # Stock ---------------------------------------------------------------------------

    def test_start_is_derived_and_marked(self):
        result = self.load(STOCK)
        self.assertEqual(result["derived"], ["Oever", "Kade"])
        starts = self.env["oco.figure"].search([("measure", "=", "cases_start")])
        self.assertEqual(
            {start.team_id.name: start.quantity for start in starts},
            {"Oever": 20, "Kade": 0},
        )
        self.assertTrue(all(starts.mapped("derived")))
        self.assertTrue(starts.row_id.derived)
        table = self.table(result)
        self.assertEqual(len(render(table._printed())), 4)
        self.assertIn("derived", table.printed_html)
        # The button's pivot shows what is printed, and nothing else.
        domain = table.action_open_pivot()["domain"]
        figures = self.as_role("manager", "oco.figure").search(domain)
        self.assertEqual(len(figures), 6)

    def test_start_is_given(self):
        result = self.load(STOCK + "beginstand,20,0\n")
        self.assertEqual(result["derived"], [])
        self.assertFalse(self.env["oco.figure"].search([("derived", "=", True)]))

    def test_stock_that_does_not_add_up(self):
        self.assertRefused(STOCK + "beginstand,21,0\n", "Oever", "21", "27", "26")
        self.assertRefused(STOCK.replace("26,15", "26,3"), "Kade", "-12")
        self.assertRefused(
            STOCK.replace("30 juni", "31 maart"), "trajecten actief op 31 maart"
        )

    def test_active_on_a_day_is_start_or_end(self):
        result = self.load(STOCK + "trajecten actief op 1 januari,20,0\n")
        self.assertEqual(self.table(result).row_ids[-1].measure, "cases_start")

    def test_stock_across_tables(self):
        lines = STOCK.splitlines()
        self.load("\n".join(lines[:3]))
        result = self.load("\n".join([lines[0], lines[3]]))
        self.assertEqual(result["derived"], ["Oever", "Kade"])
        wrong = "x,Oever\nbeginstand,19\n"
        self.assertRefused(wrong, "Oever", "19", "These numbers come from")
        self.load("x,Oever\nbeginstand,20\n")
        derived = self.env["oco.figure"].search([("derived", "=", True)])
        self.assertEqual(derived.team_id.name, "Kade")
        starts = self.env["oco.figure"].search(
            [("measure", "=", "cases_start"), ("team_id", "=", self.team.id)]
        )
        self.assertEqual(starts.mapped("quantity"), [20])

    def test_corrected_stock(self):
        self.load(STOCK)
        self.load(STOCK.replace("26,15", "27,15"))
        starts = self.env["oco.figure"].search([("measure", "=", "cases_start")])
        self.assertEqual(sorted(starts.mapped("quantity")), [0, 21])

    # Who -----------------------------------------------------------------------------

    def test_roles(self):
        for role in self.users:
            with self.subTest(role=role):
                if role in ("manager", "finance"):
                    self.as_role(role, "oco.published.import").check_access("create")
                    continue
                with self.assertRaises(AccessError):
                    self.load(role=role)
                for model in ("oco.published.table", "oco.published.import"):
                    with self.assertRaises(AccessError):
                        self.as_role(role, model).search([])
        self.assertFalse(self.tables())

    def test_other_organisation(self):
        stranger = self.make_user("t_manager_b", roles.MANAGER, company=self.neighbour)
        model = self.as_user(stranger, "oco.published.table")
        with self.assertRaises(AccessError):
            model.import_csv(TABLE, {"company_id": self.organisation.id, **PERIOD})
        result = self.load()
        self.assertFalse(self.as_user(stranger, "oco.published.table").search([]))
        self.assertFalse(self.as_user(stranger, "oco.published.row").search([]))
        self.assertFalse(self.as_user(stranger, "oco.published.column").search([]))
        self.assertFalse(self.as_user(stranger, "oco.figure").search([]))
        theirs = self.as_user(stranger, "oco.published.table").browse(
            result["table_id"]
        )
        for method in ("action_withdraw", "read"):
            with self.assertRaises(AccessError):
                getattr(theirs, method)()
        with self.assertRaises(AccessError):
            self.as_user(stranger, "oco.published.import").create(
                {
                    "file": base64.b64encode(TABLE.encode()),
                    "company_id": self.organisation.id,
                    **PERIOD,
                }
            ).action_check()

    def test_nobody_writes_by_hand(self):
        table = self.table(self.load())
        figure = self.as_role("manager", "oco.figure").search([], limit=1)
        for record, values in (
            (table, {"name": "x"}),
            (table.row_ids[0], {"label": "x"}),
            (table.column_ids[0], {"header": "x"}),
            (figure, {"quantity": 1}),
        ):
            with self.subTest(model=record._name):
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(record.has_access(operation))
                with self.assertRaises(AccessError):
                    record.write(values)

    def test_labels_are_the_administrators(self):
        labels = self.as_role("manager", "oco.published.label").search([])
        self.assertTrue(labels)
        self.assertFalse(labels.has_access("write"))
        label = self.as_role("administrator", "oco.published.label").create(
            {"name": "Intensieve trajecten", "measure": "cases_new"}
        )
        result = self.load("x,Oever\nintensieve  trajecten in 2016,4\n")
        self.assertEqual(self.table(result).row_ids.measure, label.measure)

    # Screens -------------------------------------------------------------------------

    def wizard(self, content=TABLE, role="manager", **values):
        form = Form(self.as_role(role, "oco.published.import"))
        form.file = base64.b64encode(
            content if isinstance(content, bytes) else content.encode()
        )
        form.company_id = self.organisation.with_env(form._env)
        form.year, form.part = 2016, "half_1"
        for name, value in values.items():
            setattr(form, name, value)
        return form.save()

    def test_wizard(self):
        wizard = self.wizard(source_note="Evaluatie")
        self.assertEqual(str(wizard.date_from), PERIOD["date_from"])
        self.assertEqual(str(wizard.date_to), PERIOD["date_to"])
        wizard.action_check()
        self.assertEqual(len(wizard.line_ids), 7)
        self.assertEqual(wizard.line_ids[2].kind_id.code, "chat")
        self.assertEqual(wizard.line_ids[1].total, 1898)
        self.assertIn("add up", wizard.totals)
        self.assertFalse(wizard.replaced_ids or wizard.same_id or wizard.unknown_count)
        self.assertFalse(self.tables())
        action = wizard.action_import()
        table = self.tables()
        self.assertEqual(action["params"]["next"]["res_id"], table.id)
        self.assertEqual(table.source_note, "Evaluatie")
        self.assertPrinted({"table_id": table.id}, TABLE)
        again = self.wizard()
        again.action_check()
        self.assertEqual(again.same_id.id, table.id)
        corrected = self.wizard(TABLE.replace("anders", "mobiliteit"))
        corrected.action_check()
        self.assertEqual(corrected.replaced_ids.ids, table.ids)
        self.assertFalse(corrected.lost)
        elsewhere = self.wizard(part="half_2")
        elsewhere.action_check()
        self.assertEqual(elsewhere.elsewhere_ids.ids, table.ids)
        self.assertFalse(elsewhere.replaced_ids)

    def test_wizard_unknown_row(self):
        wizard = self.wizard("x,Oever\nwonen,1\nhuisbezoeken,2\n")
        wizard.action_check()
        self.assertEqual(wizard.unknown_count, 1)
        with self.assertRaises(UserError) as caught, self.cr.savepoint():
            wizard.action_import()
        self.assertIn("huisbezoeken", str(caught.exception))
        self.assertFalse(self.count())
        with Form(wizard) as form, form.line_ids.edit(1) as line:
            line.measure = "contacts"
            line.kind_id = self.env.ref("client_support.contact_kind_outreach_met")
        self.assertFalse(wizard.unknown_count)
        wizard.action_import()
        row = self.tables().row_ids[-1]
        self.assertEqual((row.measure, row.kind_id.code), ("contacts", "outreach_met"))

    def test_wizard_refuses_at_once(self):
        for content in (
            TABLE.replace("520", "521"),
            TABLE.replace("Kade", "Maan"),
            b"\xff\xfe\x00",
        ):
            with self.subTest(content=content[:30]), self.assertRaises(UserError):
                self.wizard(content).action_check()

    def test_actions_show_one_cube(self):
        actions = self.env["ir.actions.act_window"].search(
            [("res_model", "=", "oco.figure")]
        )
        self.assertTrue(actions)
        for action in actions:
            with self.subTest(action=action.xml_id):
                domain = ast.literal_eval(action.domain)
                cubes = [leaf for leaf in domain if leaf[0] == "cube"]
                self.assertEqual(len(cubes), 1)
                self.assertEqual(cubes[0][1], "=")
                self.assertNotIn("|", domain)

    def test_every_view_opens(self):
        result = self.load(STOCK)
        for model in ("oco.published.table", "oco.published.import", "oco.figure"):
            views = self.as_role("finance", model).get_views(
                [(False, "list"), (False, "form"), (False, "search")]
            )
            self.assertTrue(views["views"])
        table = self.table(result, "finance")
        self.assertTrue(table.read())
        menus = self.as_role("manager", "ir.ui.menu").load_menus(False)
        xml_ids = {menu.get("xmlid") for menu in menus.values()}
        self.assertLessEqual(
            {
                "oco_reporting.menu_oco_published_table",
                "oco_reporting.menu_oco_published_import",
            },
            xml_ids,
        )


@tagged("post_install", "-at_install")
@unittest.skipUnless(SEED.exists(), "the published table is not beside this project")
class TestPublishedSeed(PublishedCase):
    """Table 3 of the evaluation of 2016: five teams, first half of the year."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.content = SEED.read_text()
        header = next(csv.reader(io.StringIO(cls.content)))
        cls.env["client.team"].create(
            [{"name": name, "company_id": cls.organisation.id} for name in header[1:-1]]
        )

    def test_table_3(self):
        result = self.load(self.content)
        self.assertEqual(result["cells"], 65)
        self.assertPrinted(result, self.content)
        self.assertEqual(self.pivot(result), {(): 8569})
        name = (
            self.env.ref("social_map.life_domain_education")
            .with_user(self.users["manager"])
            .name
        )
        by_domain = self.pivot(result, "life_domain_id")
        self.assertEqual(by_domain[(name,)], 323 + 297)
        kinds = {
            row.label: row.kind_id.code
            for row in self.table(result).row_ids
            if row.kind_id
        }
        self.assertEqual(
            kinds,
            {
                "zomaar een praatje": "chat",
                "eropaf contact": "outreach_met",
                "eropaf niet thuis": "outreach_not_home",
                "spreekuur Zichtbare Schakel": "consultation_hour",
            },
        )
        for row in self.table(result).row_ids:
            if not row.is_total and not row.kind_id:
                self.assertTrue(row.life_domain_id, row.label)
