"""Taking over what others know: HSDS and tables, into the directory."""

import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .import_common import ImportCommon, service, uid


@tagged("post_install", "-at_install")
class TestImport(ImportCommon):
    def test_a_service_comes_in_as_a_draft(self):
        run = self.imported([service()])
        self.assertEqual(run.state, "done", run.line_ids.mapped("words"))
        found = self.found("Maaltijd aan huis")
        self.assertEqual(found.state, "draft")
        self.assertEqual(found.uuid, uid("Maaltijd aan huis"))
        self.assertEqual(found.source, "Buren")
        self.assertEqual(found.summary, "Een warme maaltijd.")
        self.assertEqual(found.description, "Elke dag, ook op zondag.")
        self.assertEqual(found.phone, "078 123 45 67")
        self.assertEqual(found.partner_id.name, "Eetgenoten")
        self.assertEqual(found.organization_id.uuid, uid("Eetgenoten"))
        self.assertEqual(found.organization_id.description, "Eten met elkaar.")

    def test_the_same_file_again_changes_nothing(self):
        content = [service(), service("Klussen")]
        self.imported(content)
        before = {one: one.last_modified for one in self.services.search([])}
        for one in before:
            one.last_modified = "2020-01-01 00:00:00"
        again = self.imported(content)
        self.assertEqual(again.same_count, 2)
        self.assertFalse(again.line_ids)
        self.assertEqual(self.services.search([]), self.services.concat(*before))
        self.assertEqual(
            {str(one.last_modified) for one in before}, {"2020-01-01 00:00:00"}
        )

    def test_what_nobody_checked_here_follows_its_source(self):
        self.imported([service()])
        found = self.found("Maaltijd aan huis")
        found.last_modified = "2020-01-01 00:00:00"
        run = self.imported([service(description="Soep.", phones=[])])
        self.assertEqual(found.summary, "Soep.")
        self.assertFalse(found.description)
        self.assertFalse(found.phone)
        self.assertEqual(run.changed_count, 1)
        self.assertGreater(str(found.last_modified), "2020-01-02")

    def test_a_summary_says_nothing_about_what_it_leaves_out(self):
        self.imported([service()])
        found = self.found("Maaltijd aan huis")
        brief = service(description="Soep.")
        del brief["phones"]
        self.imported([brief])
        self.assertEqual(found.summary, "Soep.")
        self.assertEqual(found.phone, "078 123 45 67")

    def test_what_was_checked_here_is_only_proposed(self):
        self.imported([service()])
        found = self.found("Maaltijd aan huis")
        self.complete(found)
        found.action_publish()
        self.assertTrue(found.is_assured_here)
        for _again in range(2):
            run = self.imported([service(description="Soep.")])
            self.assertEqual(found.summary, "Een warme maaltijd.")
        self.assertEqual(run.proposed_count, 1)
        proposal = self.env["social.change.proposal"].search(
            [("service_id", "=", found.id)]
        )
        self.assertEqual(
            set(proposal.line_ids.mapped("field_name")), {"summary", "description"}
        )

    def test_what_a_later_file_does_not_say_any_more_is_not_proposed(self):
        self.imported([service()])
        self.found("Maaltijd aan huis")._assure()
        self.imported([service(description="Soep.")])
        proposals = self.env["social.change.proposal"].search([])
        self.assertEqual(proposals.state, "open")
        run = self.run_of([service()])
        run.action_check()
        self.assertTrue(proposals.exists().line_ids)
        self.imported([service()], source="Anderen")
        self.assertTrue(proposals.exists().line_ids)
        run.action_import()
        self.assertEqual(run.same_count, 1)
        self.assertFalse(proposals.exists())

    def test_what_was_merged_goes_on_in_what_stays(self):
        self.imported([service(), service("Soep")])
        gone, kept = self.found("Maaltijd aan huis"), self.found("Soep")
        merge = self.env["social.merge"].create(
            {"kept_service_id": kept.id, "other_service_id": gone.id}
        )
        merge.action_merge()
        # A file that still has both: what stays follows its own line.
        run = self.imported([service(description="Oud."), service("Soep")])
        self.assertEqual((run.same_count, run.changed_count), (2, 0))
        run = self.imported([service(description="Samen.")])
        self.assertEqual(run.changed_count, 1)
        self.assertEqual(kept.summary, "Samen.")
        self.assertNotEqual(gone.summary, "Samen.")
        self.assertFalse(gone.active)

    def test_an_organisation_that_was_merged(self):
        self.imported([service()])
        gone = self.found("Maaltijd aan huis").partner_id
        kept = gone.copy({"name": "Samen Eten"})
        action = (
            self.env["social.merge"]
            .create({"kept_partner_id": kept.id, "other_partner_id": gone.id})
            .action_merge()
        )
        form = self.env.ref("social_map.social_organization_view_form")
        self.assertEqual(action["views"], [[form.id, "form"]])
        self.imported([service(), service("Soep")])
        self.assertEqual(self.found("Soep").partner_id, kept)

    def test_what_is_ours_is_only_proposed(self):
        """A file of somebody else with the id of a service of ours."""
        ours = self.services.create(
            {
                "name": "Van ons",
                "uuid": uid("Van ons"),
                "partner_id": self.env["res.partner"]
                .create(
                    {
                        "name": "Eetgenoten",
                        "is_company": True,
                        "is_support_organization": True,
                    }
                )
                .id,
            }
        )
        run = self.imported([service("Van ons", description="Gekaapt.")])
        self.assertFalse(ours.summary)
        self.assertFalse(ours.source)
        self.assertEqual(run.proposed_count, 1)

    def test_the_day_the_source_checked_it_is_no_check_of_ours(self):
        self.imported([service(assured_date="2026-01-31")])
        found = self.found("Maaltijd aan huis")
        self.assertEqual(str(found.last_assured), "2026-01-31")
        self.assertFalse(found.is_assured_here)
        self.imported([service(assured_date="2026-02-28", description="Soep.")])
        self.assertEqual(str(found.last_assured), "2026-02-28")
        self.assertEqual(found.summary, "Soep.")

    def test_checking_changes_nothing(self):
        run = self.run_of([service()])
        run.action_check()
        self.assertEqual((run.state, run.new_count), ("checked", 1))
        self.assertFalse(self.found("Maaltijd aan huis"))
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Eetgenoten")]))
        run.action_import()
        self.assertEqual(run.state, "done")
        self.assertTrue(self.found("Maaltijd aan huis"))
        with self.assertRaises(UserError):
            run.action_import()

    def test_one_that_is_refused_keeps_all_out(self):
        content = [service(), service("Klussen", status="open", minimum_age="18")]
        run = self.imported(content)
        self.assertEqual((run.state, run.refused_count), ("checked", 1))
        self.assertTrue(run.is_blocked)
        self.assertEqual(
            {place for place, _words in self.told(run, "refuse")},
            {"[1].status", "[1].minimum_age"},
        )
        self.assertFalse(self.found("Maaltijd aan huis"))
        run.skip_refused = True
        run.action_import()
        self.assertEqual(run.state, "done")
        self.assertTrue(self.found("Maaltijd aan huis"))
        self.assertFalse(self.found("Klussen"))

    def test_a_file_that_breaks_off_brings_nothing(self):
        content = json.dumps([service(f"Dienst {number}") for number in range(500)])
        for broken in (content[:-30], content + "]", content[:-1] + ",nul]"):
            run = self.imported(broken, skip_refused=True)
            self.assertEqual(run.state, "checked")
            self.assertTrue(run.is_blocked)
            self.assertFalse(self.services.search([("source", "=", "Buren")]))

    def test_nothing_in_a_file_breaks_the_reader(self):
        """Whatever it is, it is refused or taken over, and told in a sentence."""
        deep = "[" * 100_000 + "]" * 100_000
        many = [{"id": uid(str(number))} for number in range(1_500)]
        for content in (
            "{",
            "null",
            '[1, null, [], "x"]',
            "{}",
            "[{}]",
            '{"contents": 3}',
            '{"contents": [3]}',
            '{"services": [3], "organizations": "x"}',
            '{"services": [{"id": 1, "organization_id": {}}]}',
            deep,
            json.dumps(many),
            json.dumps(service()).replace('"active"', "NaN"),
            json.dumps(service(minimum_age=18)).replace("18", "1e999"),
            json.dumps(service(minimum_age=18)).replace("18", "9" * 5_000),
            json.dumps([service(), service()]),
            json.dumps(service()).encode("utf-16"),
            '{"id": "x"}\n{"id": ',
        ):
            with self.subTest(content[:60]):
                run = self.imported(content)
                self.assertTrue(run.is_blocked)
                self.assertTrue(all(words for _at, words in self.told(run, "refuse")))
                self.assertTrue(self.told(run, "refuse"))
        self.assertFalse(self.services.search([("source", "=", "Buren")]))

    def test_texts_are_plain(self):
        self.imported(
            [
                service(
                    description="<p>Soep &amp; brood</p><script>alert(1)</script>",
                    alternate_name="a\u0000b\ud800<img src=x onerror=y>",
                    application_process="&lt;b&gt;Bel&lt;/b&gt; ons als 5 < 6",
                )
            ]
        )
        found = self.found("Maaltijd aan huis")
        self.assertEqual(found.summary, "Soep & brood")
        self.assertEqual(found.alternate_name, "ab")
        self.assertEqual(found.application_process, "Bel ons als 5 < 6")

    def test_addresses_are_of_the_web(self):
        for url in ("javascript:alert(1)", "ftp://x.example/a", "data:text/html,x"):
            run = self.imported([service(url=url)])
            self.assertEqual(self.told(run, "refuse")[0][0], "[0].url")

    def test_what_the_schema_leaves_open_is_checked_too(self):
        hours = {"id": uid("hours"), "freq": "WEEKLY", "byday": "MO"}
        for values, place in (
            ({"assured_date": "01-02-2026"}, "[0].assured_date"),
            (
                {"schedules": [{**hours, "opens_at": "9 uur", "closes_at": "17:00"}]},
                "[0].schedules[0].opens_at",
            ),
            (
                {"schedules": [{**hours, "opens_at": "18:00", "closes_at": "17:00"}]},
                "[0].schedules[0]",
            ),
            (
                {"languages": [{"id": uid("l"), "code": "Dutch"}]},
                "[0].languages[0].code",
            ),
            ({"minimum_age": 40, "maximum_age": 30}, "[0]"),
            ({"minimum_age": 400}, "[0].minimum_age"),
            ({"last_modified": "2026-13-41T99:00:00Z"}, "[0].last_modified"),
        ):
            with self.subTest(values):
                run = self.imported([service(**values)])
                self.assertIn(place, [at for at, _words in self.told(run, "refuse")])

    def test_what_cannot_be_kept_is_told_and_the_rest_comes_in(self):
        run = self.imported(
            [
                service(
                    schedules=[
                        {"id": uid("1"), "freq": "WEEKLY", "byday": "MO", "interval": 2}
                    ],
                    cost_options=[{"id": uid("2"), "currency": "USD", "amount": 3}],
                    attributes=[
                        {
                            "id": uid("3"),
                            "taxonomy_term": {
                                "id": uid("4"),
                                "name": "Toverij",
                                "description": "Toverij",
                            },
                        }
                    ],
                    service_at_locations=[
                        {
                            "id": uid("5"),
                            "location": {"id": uid("6"), "location_type": "physical"},
                        }
                    ],
                    languages=[{"id": uid("7"), "code": "xx", "name": "Dialect"}],
                )
            ]
        )
        self.assertEqual(run.state, "done")
        self.assertEqual(
            {place for place, _words in self.told(run, "remark")},
            {
                "[0].schedules[0]",
                "[0].cost_options[0]",
                "[0].attributes[0]",
                "[0].service_at_locations[0].location",
                "[0].languages[0]",
            },
        )

    def test_words_of_others_are_recognised(self):
        """By code, by name, and by the words of other lists of life domains."""
        domain = self.env.ref("social_map.life_domain_housing")
        term = self.env["life.domain.term"].search(
            [("life_domain_id", "=", domain.id)], limit=1
        )
        group = self.env["target.group"].search([], limit=1)
        area = self.env["social.area"].create(
            {"name": "Waterstad", "level": "municipality", "code": "GM9991"}
        )
        self.imported(
            [
                service(
                    attributes=[
                        {
                            "id": uid(name),
                            "taxonomy_term": {
                                "id": uid("t" + name),
                                "name": name,
                                "description": name,
                            },
                        }
                        for name in (term.name, group.name)
                    ],
                    service_areas=[
                        {"id": uid("a"), "uri": "https://voorbeeld.example/GM9991"}
                    ],
                )
            ]
        )
        found = self.found("Maaltijd aan huis")
        self.assertEqual(found.life_domain_ids, domain)
        self.assertEqual(found.target_group_ids, group)
        self.assertEqual(found.area_ids, area)

    def test_only_what_is_complete_is_published(self):
        nationwide = [
            {"id": uid("nl"), "name": "NL", "extent": "NL", "extent_type": "text"}
        ]
        housing = self.env.ref("social_map.life_domain_housing")
        terms = [{"id": uid("at"), "taxonomy_term_id": housing.uuid}]
        run = self.imported(
            [
                service(service_areas=nationwide, attributes=terms),
                service("Klussen"),
                service(
                    "Zomerkamp",
                    status="temporarily closed",
                    service_areas=nationwide,
                    attributes=terms,
                ),
            ],
            publish=True,
        )
        self.assertEqual(run.state, "done", run.line_ids.mapped("words"))
        states = {
            name: self.found(name).state
            for name in ("Maaltijd aan huis", "Klussen", "Zomerkamp")
        }
        self.assertEqual(
            states,
            {
                "Maaltijd aan huis": "published",
                "Klussen": "draft",
                "Zomerkamp": "paused",
            },
        )
        self.assertFalse(self.found("Maaltijd aan huis").is_assured_here)
        self.assertFalse(self.found("Maaltijd aan huis").last_assured)

    def test_what_the_file_lacks_is_told_and_ended_when_asked(self):
        both = [service(), service("Klussen")]
        self.imported(both)
        other = self.imported(
            [service("Elders", organization=service()["organization"])], source="Elders"
        )
        self.assertEqual(other.state, "done")
        gone = self.found("Klussen")
        self.complete(gone)
        gone.state = "published"
        run = self.imported(both[:1], is_complete=True)
        self.assertEqual(len(self.told(run, "missing")), 1)
        self.assertEqual(gone.state, "published")
        self.imported(both[:1], is_complete=True, end_missing=True)
        self.assertEqual(gone.state, "ended")
        self.assertEqual(self.found("Elders").state, "draft")

    def test_what_was_checked_here_is_not_ended(self):
        self.imported([service(), service("Klussen")])
        gone = self.found("Klussen")
        self.complete(gone)
        gone.action_publish()
        self.imported([service()], is_complete=True, end_missing=True)
        self.imported([service(), service("Klussen", status="defunct")])
        self.assertEqual(gone.state, "published")

    def test_what_ended_there_ends_here(self):
        self.imported([service()])
        found = self.found("Maaltijd aan huis")
        self.complete(found)
        found.state = "published"
        self.imported(
            [
                {"id": found.uuid, "name": "Voorbij", "status": "defunct"},
                # Nobody here knew it.
                {"id": uid("x"), "name": "Voorbij", "status": "defunct"},
            ]
        )
        self.assertEqual(found.state, "ended")
        self.assertEqual(found.name, "Maaltijd aan huis")

    def test_an_organisation_of_ours_is_only_proposed(self):
        partner = self.env["res.partner"].create(
            {
                "name": "Eten & Zo",
                "company_registry": "12345678",
                "is_company": True,
                "is_support_organization": True,
            }
        )
        organization = {
            **service()["organization"],
            "organization_identifiers": [
                {
                    "id": uid("kvk"),
                    "identifier_scheme": "NL-KVK",
                    "identifier_type": "KvK",
                    "identifier": "12345678",
                }
            ],
        }
        self.imported([service(organization=organization)])
        self.assertEqual(self.found("Maaltijd aan huis").partner_id, partner)
        self.assertEqual(partner.name, "Eten & Zo")
        card = partner.social_organization_ids
        self.assertTrue(
            self.env["social.change.proposal"].search(
                [("organization_id", "=", card.id), ("state", "=", "open")]
            )
        )

    def test_a_secret_address_is_left_alone(self):
        place = {
            "id": uid("link"),
            "location": {
                "id": uid("place"),
                "location_type": "physical",
                "name": "Huis",
                "addresses": [
                    {
                        "id": uid("address"),
                        "address_1": "Plein 1",
                        "city": "Dordrecht",
                        "state_province": "Zuid-Holland",
                        "postal_code": "3311 AB",
                        "country": "NL",
                        "address_type": "physical",
                    }
                ],
            },
        }
        self.imported([service(service_at_locations=[place])])
        link = self.found("Maaltijd aan huis").service_location_ids
        link.location_id.is_confidential = True
        place["location"]["name"] = "Ander huis"
        self.imported([service(service_at_locations=[place])])
        self.imported([service(schedules=[])])
        self.assertTrue(link.exists())
        self.assertEqual(link.location_id.name, "Huis")

    def test_locations_and_hours_of_ours_are_proposed(self):
        def place(name, **values):
            return {
                "id": uid(f"link {name}"),
                "location": {
                    "id": uid(name),
                    "location_type": "virtual",
                    "name": name,
                },
                **values,
            }

        def hours(opens_at):
            return [
                {
                    "id": uid(f"hours {opens_at}"),
                    "freq": "WEEKLY",
                    "byday": "MO",
                    "opens_at": opens_at,
                    "closes_at": "17:00",
                }
            ]

        stays, goes = place("Blijft", schedules=hours("09:00")), place("Gaat")
        secret = place("Geheim")
        self.imported([service(service_at_locations=[stays, goes, secret])])
        found = self.found("Maaltijd aan huis")
        self.complete(found)
        found.action_publish()
        links = {one.location_id.name: one for one in found.service_location_ids}
        links["Geheim"].location_id.is_confidential = True
        uuid = links["Blijft"].uuid
        run = self.imported([service(service_at_locations=[stays, goes])])
        self.assertEqual((run.proposed_count, run.same_count), (0, 1))

        changed = {**stays, "schedules": hours("10:00"), "description": "Zij-ingang"}
        content = [service(service_at_locations=[changed, place("Nieuw")])]
        run = self.imported(content)
        self.assertEqual(run.proposed_count, 1)
        self.assertEqual(links["Blijft"].schedule_ids.opens_at, 9)
        line = self.env["social.change.proposal.line"].search(
            [("proposal_id.service_id", "=", found.id)]
        )
        self.assertEqual(line.field_name, "service_location_ids")
        self.assertIn("10:00", line.new_text)
        self.assertIn("Zij-ingang", line.new_text)
        self.assertIn("Nieuw", line.new_text)
        self.assertNotIn("Geheim", f"{line.new_text} {line.current_text}")
        self.assertFalse(line.is_conflict)
        line.action_approve()
        self.assertEqual(
            set(found.service_location_ids.location_id.mapped("name")),
            {"Blijft", "Nieuw", "Geheim"},
        )
        self.assertEqual(links["Blijft"].uuid, uuid)
        self.assertEqual(links["Blijft"].schedule_ids.opens_at, 10)
        self.assertFalse(links["Gaat"].exists())
        self.assertEqual(self.imported(content).same_count, 1)

        run = self.imported([service(service_at_locations=[changed])])
        self.assertEqual(run.proposed_count, 1)
        line = line.search([("state", "=", "open"), ("id", "!=", line.id)])
        line.filtered(
            lambda one: one.field_name == "service_location_ids"
        ).action_refuse()
        # What was refused stays away, though the same file comes every night.
        self.assertEqual(
            self.imported([service(service_at_locations=[changed])]).proposed_count, 0
        )

    def test_organisations_alone(self):
        run = self.imported([service()["organization"]])
        self.assertEqual((run.state, run.new_count), ("done", 1))
        partner = self.env["res.partner"].search([("name", "=", "Eetgenoten")])
        self.assertEqual(partner.directory_source, "Buren")
        self.imported([{**service()["organization"], "description": "Samen eten."}])
        self.assertEqual(partner.public_description, "Samen eten.")

    def test_only_directory_editors_import(self):
        run = self.run_of([service()])
        for user in (self.employee, self.portal, self.public, self.administrator):
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    self.env["social.import.run"].with_user(user).create(
                        {"file": run.file}
                    )
                for method in ("action_check", "action_import"):
                    with self.assertRaises(AccessError):
                        getattr(run.with_user(user), method)()
                with self.assertRaises(AccessError):
                    self.services.with_user(user).action_export_csv()
        self.assertFalse(self.found("Maaltijd aan huis"))
