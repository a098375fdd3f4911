from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SocialMapCommon


@tagged("post_install", "-at_install")
class TestSearchGap(SocialMapCommon):
    """What nobody found is counted, and nothing about who looked for it."""

    def note(self, words, times=1, **chosen):
        services = self.env["social.service"].with_user(self.public)
        for _time in range(times):
            services._note_gap(words, chosen)

    def shown(self, user=None):
        gaps = self.env["social.search.gap"].with_user(user or self.editor)
        return {gap.name: gap.count for gap in gaps.search([("name", "like", "proef")])}

    def test_shown_from_three_on(self):
        self.note("Proef Één!", 2)
        self.note("proef twee", 3)
        self.assertEqual(self.shown(), {"proef twee": 3})
        self.note(" proef  een")
        self.assertEqual(self.shown(), {"proef een": 3, "proef twee": 3})

    def test_hidden_on_every_way(self):
        self.note("proef een", 2)
        gaps = self.env["social.search.gap"].with_user(self.editor)
        hidden = gaps.sudo().search([("name", "=", "proef een")]).with_env(gaps.env)
        domain = [("name", "=", "proef een")]
        self.assertFalse(gaps.search_count(domain))
        self.assertFalse(gaps._read_group(domain, ["name"], ["count:sum"]))
        self.assertFalse(gaps.formatted_read_group(domain, ["name"], ["__count"]))
        self.assertFalse(gaps.name_search("proef een"))
        for act in (
            lambda: hidden.read(["name"]),
            lambda: hidden.export_data(["name"]),
            lambda: hidden.write({"note": "x"}),
            lambda: hidden.action_make_synonym(),
            lambda: hidden.action_dismiss(),
            lambda: hidden.action_look_again(),
        ):
            with self.assertRaises(UserError):
                act()

    def test_who_reads(self):
        for user in (self.employee, self.portal, self.public):
            with self.assertRaises(AccessError):
                self.env["social.search.gap"].with_user(user).search([])
        with self.assertRaises(AccessError):
            self.env["social.search.gap"].with_user(self.editor).create(
                {"name": "proef", "month": "2026-11-01", "count": 3}
            )

    def test_what_may_be_about_somebody_is_not_kept(self):
        for words in (
            "proef 0612345678",
            "proef 06 12 34 56 78",
            "proef jan@example.com",
            "proef 01-02-1990",
            "proef " + "woord " * 20,
            "",
            " ?! ",
        ):
            self.note(words, 3)
        self.assertFalse(self.shown())
        self.note("proef 2026", 3)
        self.assertTrue(self.shown())

    def test_a_choice_that_leaves_nothing_is_no_gap(self):
        self.note("proef", 3, domain=[1])
        self.assertFalse(self.shown())

    @freeze_time("2026-11-22 12:00:00")
    def test_counted_by_month_and_nothing_else(self):
        self.note("proef", 3)
        gap = self.env["social.search.gap"].search([("name", "=", "proef")])
        self.assertEqual(str(gap.month), "2026-11-01")
        stored = {
            name
            for name, field in gap._fields.items()
            if field.store and field.column_type
        }
        said = {"state", "dismissed_count", "note"}
        self.assertEqual(stored, {"id", "name", "month", "count", *said})

    def states(self):
        """{month: state} of what the editor sees, in the order of the months."""
        gaps = self.env["social.search.gap"].with_user(self.editor)
        gaps = gaps.search([("name", "=", "proef")], order="month")
        return {gap.month.month: gap.state for gap in gaps}

    def dismiss(self, month):
        gaps = self.env["social.search.gap"].with_user(self.editor)
        gaps = gaps.search([("name", "=", "proef"), ("month", "=", f"2026-{month}-01")])
        gaps.note = "Is geen hulp."
        gaps.action_dismiss()
        return gaps

    def test_nothing_to_do_holds_in_later_months(self):
        with freeze_time("2026-08-15"):
            self.note("proef", 5)
        with freeze_time("2026-09-15"):
            # Not shown yet, when somebody decides on August.
            self.note("proef", 2)
            self.dismiss("08")
            self.note("proef", 2)
        with freeze_time("2026-10-15"):
            self.note("proef", 9)
        self.assertEqual(self.states(), dict.fromkeys((8, 9, 10), "dismissed"))
        gap = self.env["social.search.gap"].search([("month", "=", "2026-10-01")])
        self.assertEqual(
            gap.filtered(lambda one: one.name == "proef").note, "Is geen hulp."
        )

    def test_until_it_has_grown(self):
        with freeze_time("2026-09-15"):
            self.note("proef", 5)
            self.dismiss("09")
        with freeze_time("2026-10-15"):
            self.note("proef", 9)
            self.assertEqual(self.states()[10], "dismissed")
            self.note("proef")
            self.assertEqual(self.states(), {9: "dismissed", 10: "new"})
            # Nobody has looked yet: still to look at.
        with freeze_time("2026-11-15"):
            self.note("proef", 3)
            self.assertEqual(self.states()[11], "new")
            self.dismiss("11")
            self.note("proef", 9)
            self.assertEqual(set(self.states().values()), {"dismissed"})

    def test_until_somebody_looks_again(self):
        with freeze_time("2026-09-15"):
            self.note("proef", 3)
            gap = self.dismiss("09")
        with freeze_time("2026-10-15"):
            self.note("proef", 3)
            gap.action_look_again()
            self.assertEqual(self.states(), {9: "new", 10: "new"})
        with freeze_time("2026-11-15"):
            self.note("proef", 3)
        self.assertEqual(self.states()[11], "new")

    def test_make_a_synonym(self):
        self.note("proef", 3)
        gap = self.env["social.search.gap"].with_user(self.editor)
        gap = gap.search([("name", "=", "proef")])
        action = gap.action_make_synonym()
        synonym = self.env["social.synonym"].with_user(self.editor)
        synonym = synonym.with_context(**action["context"]).create({"words": "hulp"})
        self.assertEqual((synonym.name, gap.state), ("proef", "synonym"))

    def test_forgotten(self):
        with freeze_time("2024-01-15"):
            self.note("proef oud", 3)
        with freeze_time("2026-10-15"):
            self.note("proef zelden")
            self.note("proef vaak", 3)
        with freeze_time("2026-11-15"):
            self.note("proef nieuw")
            self.env["social.search.gap"]._forget()
        kept = self.env["social.search.gap"].search([("name", "like", "proef")])
        self.assertEqual(set(kept.mapped("name")), {"proef vaak", "proef nieuw"})
