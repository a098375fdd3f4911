"""Taking over what others know: HSDS and tables, into the directory."""

import json

from odoo.exceptions import UserError
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
