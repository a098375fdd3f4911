"""The directory as a table: out, and in again."""

import base64
import csv
import io

from lxml import etree

from odoo.fields import Command
from odoo.tests import tagged

from .. import directory_csv
from .import_common import ImportCommon, uid

HEADER = "id;name;organization"


@tagged("post_install", "-at_install")
class TestImportTable(ImportCommon):
    def test_what_it_does_not_say_is_said(self):
        """Formal or informal: a new service is told of, a known one stays as it was."""
        table = f"{HEADER};phone\n7;Proefmaatje;Proefhuis;{{}}\n"
        run = self.imported(table.format("078 123 45 67"))
        (line,) = [one for one in run.line_ids if one.service_id]
        self.assertIn("does not say whether it is formal or informal", line.words)
        line.service_id.formality = "informal"
        self.imported(table.format("078 123 45 68"))
        self.assertEqual(line.service_id.phone, "078 123 45 68")
        self.assertEqual(line.service_id.formality, "informal")

    def test_an_old_file_makes_no_choice(self):
        """What followed from a commission on its day goes on following."""
        table = (
            "id;name;organization;phone;client_support;formality\n"
            "7;Proefmaatje;Proefhuis;078 123 45 67;yes;informal\n"
        )
        run = self.imported(table)
        (service,) = run.line_ids.service_id
        self.assertEqual(service.formality_basis, "none")
        town = self.env["res.partner"].sudo()
        town = town.create(
            {"name": "Stad", "is_company": True, "organization_type": "municipality"}
        )
        self.env["social.agreement"].create(
            {
                "name": "Opdracht",
                "kind": "commission",
                "date_from": "2026-01-01",
                "partner_ids": (town | service.partner_id).ids,
            }
        )
        self.assertEqual(service.formality, "formal")
        again = self.imported(table)
        (line,) = again.line_ids
        self.assertEqual(line.effect, "remark")
        self.assertIn("Here that follows from the commission", line.words)
        self.assertEqual(
            (service.formality, service.formality_basis), ("formal", "commission")
        )
        service.formality = "informal"
        self.imported(table.replace("informal", "formal"))
        self.assertEqual(
            (service.formality, service.formality_basis), ("formal", "hand")
        )

    def test_an_import_leads_to_what_it_made(self):
        table = f"{HEADER};phone\n7;Proefmaatje;Proefhuis;{{}}\n"
        run = self.imported(table.format("078 123 45 67"))
        new = self.services.search(run.action_open_new()["domain"])
        self.assertEqual(new.name, "Proefmaatje")
        line = run.line_ids.filtered("service_id")
        self.assertEqual(line.action_open_service()["res_id"], new.id)
        new.last_assured = "2026-01-01"
        again = self.imported(table.format("078 123 45 68"))
        proposals = self.env["social.change.proposal"].search(
            again.action_open_proposals()["domain"]
        )
        self.assertEqual(proposals.service_id, new)

    def test_the_empty_table_comes_before_any_file(self):
        runs = self.env["social.import.run"]
        shown = etree.fromstring(runs.get_view(view_type="list")["arch"])
        (button,) = shown.findall("header/button")
        self.assertEqual(button.get("display"), "always")
        action = getattr(runs, button.get("name"))()
        export = self.env["social.csv.export"].browse(int(action["url"].split("/")[4]))
        table = base64.b64decode(export.file).decode("utf-8-sig")
        self.assertEqual(len(table.splitlines()), 1)
        self.assertIn("name", table)

    def exported(self, services, lang="en_US"):
        action = services.with_context(lang=lang).action_export_csv()
        export = self.env["social.csv.export"].browse(int(action["url"].split("/")[4]))
        return export.with_context(bin_size=False)

    def rich(self):
        """A service with everything that a table can say."""
        env = self.env
        partner = env["res.partner"].create(
            {
                "name": "Buurtzorgers & Co",
                "is_company": True,
                "is_support_organization": True,
                "organization_type": "informal",
                "company_registry": "12345678",
                "public_description": "=Wij helpen",
                "phone": "+31 78 111 22 33",
            }
        )
        place, other = env["social.location"].create(
            [
                {
                    "name": name,
                    "street": "Plein 1",
                    "postal_code": "3311 AB",
                    "city": "Dordrecht",
                    "latitude": 51.81,
                    "longitude": 4.66,
                    "wheelchair": "partly",
                    "accessibility": 'Lift,\n\n"ruim"; licht',
                }
                for name in ("Het Punt", "De Komma")
            ]
        )
        hours = {"weekday": "1", "opens_at": 9 + 20 / 60, "closes_at": 24.0}
        domains = env["life.domain"].search([], limit=2)
        return env["social.service"].create(
            {
                "name": "-Buurthulp",
                "partner_id": partner.id,
                "summary": "'=Hulp | in de buurt",
                "description": "Regel een\nRegel twee",
                "life_domain_ids": [Command.set(domains.ids)],
                "target_group_ids": [
                    Command.set(env["target.group"].search([], limit=2).ids)
                ],
                "support_form_id": env["support.form"].search([], limit=1).id,
                "language_ids": [
                    Command.set(env["social.language"].search([], limit=3).ids)
                ],
                "is_nationwide": True,
                "minimum_age": 18,
                "phone": "+31 78 123 45 67",
                "url": "https://voorbeeld.example/a?b=c",
                "cost": "contribution",
                "reach_home": True,
                "moment_using": True,
                "cost_ids": [
                    Command.create({"name": "Per keer: groep", "amount": 2.5}),
                    Command.create({"name": "Jaar | stadspas", "amount": 0}),
                ],
                "schedule_ids": [
                    Command.create(
                        {**hours, "week_of_month": "-1", "note": "Bel | 2:00"}
                    ),
                    Command.create(
                        {
                            "is_closure": True,
                            "valid_from": "2026-12-24",
                            "valid_until": "2026-12-31",
                        }
                    ),
                ],
                "service_location_ids": [
                    Command.create(
                        {
                            "location_id": place.id,
                            "phone": "+31",
                            "schedule_ids": [Command.create(hours)],
                        }
                    ),
                    Command.create(
                        {"location_id": other.id, "description": "Zij-ingang"}
                    ),
                ],
            }
        )

    def test_out_and_in_again_says_the_same(self):
        for lang in ("en_US", "nl_NL"):
            with self.subTest(lang=lang):
                self.env["res.lang"].sudo()._activate_lang(lang)
                service = self.rich()
                table = self.exported(service, lang)
                again = self.imported(
                    base64.b64decode(table.file), source="", lang=lang
                )
                self.assertEqual((again.state, again.same_count), ("done", 1))
                self.assertFalse(again.line_ids, again.line_ids.mapped("words"))

    def test_no_cell_is_a_formula(self):
        table = base64.b64decode(self.exported(self.rich()).file).decode("utf-8-sig")
        for cells in csv.reader(io.StringIO(table, newline=""), delimiter=";"):
            for cell in cells:
                self.assertNotRegex(cell, r"^[=+\-@\t\r]")
        self.assertIn("'+31 78 123 45 67", table)
        self.assertIn("''=Hulp", table)

    def test_in_an_empty_directory_it_comes_back(self):
        service = self.rich()
        service.state = "draft"
        table = base64.b64decode(self.exported(service).file)
        keys = {
            service.uuid,
            *service.service_location_ids.location_id.mapped("uuid"),
            service.organization_id.uuid,
        }
        card, partner = service.organization_id, service.partner_id
        locations = service.service_location_ids.location_id
        service.unlink()
        locations.unlink()
        card.sudo().unlink()
        partner.sudo().unlink()
        run = self.imported(table, source="")
        self.assertEqual(run.state, "done", run.line_ids.mapped("words"))
        back = self.services.search([("uuid", "in", list(keys))])
        self.assertEqual(
            keys,
            {
                back.uuid,
                *back.service_location_ids.location_id.mapped("uuid"),
                back.organization_id.uuid,
            },
        )
        self.assertEqual(base64.b64decode(self.exported(back).file), table)

    def test_what_people_type(self):
        content = (
            "ID;Naam;Organisatie;Openingstijden;Bedragen;Tolk;Kosten;locatie;"
            "straat en nummer;postcode;plaats;provincie;breedtegraad;lengtegraad\r\n"
            "a1;Eten;Eetgenoten;ma 9.00-12:30 | 1e dinsdag 14:00 - 16:00 op afspraak;"
            "per keer: 2,50;Ja;Free;Zaal;Plein 1;3311ab;Dordrecht;Zuid-Holland;"
            "51,81;4,66"
        )
        for delimiter, coding in ((";", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-8")):
            run = self.run_of(content.replace(";", delimiter).encode(coding))
            run.action_check()
            self.assertFalse(run.is_blocked, run.line_ids.mapped("words"))
        run.action_import()
        found = self.services.search([("source_key", "=", "a1")])
        self.assertTrue(found.interpreter)
        self.assertEqual(found.cost, "free")
        self.assertEqual(found.cost_ids.amount, 2.5)
        self.assertEqual(found.schedule_ids.mapped("opens_at"), [9.0, 14.0])
        self.assertEqual(found.schedule_ids[1].week_of_month, "1")
        self.assertTrue(found.schedule_ids[1].by_appointment)
        place = found.service_location_ids.location_id
        self.assertEqual((place.postal_code, place.latitude), ("3311 AB", 51.81))

    def test_without_ids_the_same_table_changes_nothing(self):
        content = "name;organization;phone\nEten;Eetgenoten;1\nEten;Anderen;2\n"
        self.imported(content)
        again = self.imported(content)
        self.assertEqual(again.same_count, 2)
        self.assertEqual(
            len(self.services.search([("source", "=", "Buren")]).partner_id), 2
        )

    def test_further_lines_are_further_places(self):
        content = (
            "id,name,organization,location,street,postal_code,city,province\n"
            "a1,Eten,Eetgenoten,Zaal,Plein 1,3311 AB,Dordrecht,Zuid-Holland\n"
            "a1,,,Kas,Plein 2,3311 AB,Dordrecht,Zuid-Holland\n"
        )
        self.imported(content)
        found = self.services.search([("source_key", "=", "a1")])
        self.assertEqual(
            found.service_location_ids.location_id.mapped("name"), ["Zaal", "Kas"]
        )
        self.imported(content.rsplit("a1", 1)[0])
        self.assertEqual(found.service_location_ids.location_id.name, "Zaal")

    def test_every_problem_is_told_with_its_place(self):
        content = (
            f"{HEADER};phone;minimum_age;maximum_age;email;url;hours;nationwide;extra\n"
            "a1;Eten;;;;;;;;;\n"
            "a2;=1+1;Org;@cmd;x;5;geen;ftp://x.example;ma 9-12;misschien;\n"
            "a3;Goed;Org;;;;;;;;\n"
            "a4;Kort;Org;;8;4;;;;;\n"
        )
        run = self.imported(content)
        self.assertEqual((run.state, run.refused_count), ("checked", 3))
        self.assertEqual(
            [place for place, _words in self.told(run, "refuse")],
            [
                "line 2, column organization",
                "line 3, column name",
                "line 3, column phone",
                "line 3, column minimum_age",
                "line 3, column email",
                "line 3, column url",
                "line 3, column hours",
                "line 3, column nationwide",
                "line 3, column name",
                "line 5",
            ],
        )
        self.assertIn("extra", self.told(run, "remark")[0][1])
        self.assertFalse(self.services.search([("source", "=", "Buren")]))

    def test_letters_of_another_code_are_told_by_line(self):
        content = f"{HEADER}\na1;Eten;Org\na2;Café;Org\na3;Één;Org\n".encode("cp1252")
        run = self.imported(content, skip_refused=True)
        self.assertTrue(run.is_blocked)
        self.assertEqual(
            [place for place, _words in self.told(run, "refuse")], ["line 3", "line 4"]
        )

    def test_a_table_that_is_none(self):
        for content, place in (
            (b"\n", "line 1"),
            (b"name;phone\nEten;1\n", "line 1"),
            (f'{HEADER}\na1;"Eten;Org\n'.encode(), "line 2"),
            (b"\x00\x01\x02\xff", "line 1"),
            (b"PK\x03\x04", "line 1"),
            (f"{HEADER};name\na1;Eten;Org;Eten\n".encode(), "line 1"),
        ):
            with self.subTest(content):
                run = self.imported(content, skip_refused=True)
                self.assertTrue(run.is_blocked)
                self.assertIn(place, [at for at, _words in self.told(run, "refuse")])

    def test_the_place_is_named_as_in_the_file(self):
        run = self.imported(
            "Naam;organisatie;E-mail;foo\0;straat_en_nummer;postcode;plaats\n"
            "Eten;Eetgenoten;geen\0mail;;Markt 1;3311 AA;Dordrecht\n"
        )
        self.assertEqual(
            self.told(run, "refuse"),
            [
                ("line 2, column E-mail", "“geenmail” is no e-mail address."),
                ("line 2", "The address has no “Province”."),
            ],
        )
        self.assertEqual(
            self.told(run, "remark"),
            [("line 1", "The column “foo” is unknown, and is left out.")],
        )

    def test_ours_are_known_by_their_id_only(self):
        run = self.imported("name;organization\nEten;Eetgenoten\n", source="")
        self.assertTrue(run.is_blocked)
        run = self.imported(f"{HEADER}\n{uid('Eten')};Eten;Eetgenoten\n", source="")
        self.assertEqual(run.state, "done", run.line_ids.mapped("words"))

    def test_the_template_has_every_column(self):
        for dutch in (False, True):
            content = directory_csv.read(
                directory_csv.template(dutch) + b"a1;Eten" + b";" * 10
            )
            self.assertFalse(
                [one for one in content.problems if one.code == "unknown_column"]
            )
