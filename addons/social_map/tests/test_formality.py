import doctest
from itertools import product

from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import BaseCase, Form, tagged
from odoo.tools.safe_eval import safe_eval

from .. import formality
from .commission_case import CommissionCase


@tagged("post_install", "-at_install")
class TestFormalityRule(BaseCase):
    """The rule alone; no database."""

    def test_examples(self):
        self.assertFalse(doctest.testmod(formality).failed)

    def test_every_case(self):
        told = {
            ("informal", "standing"): ("informal", "form"),
            ("informal", "ended"): ("informal", "form"),
            ("informal", None): ("informal", "form"),
            ("formal", "standing"): ("formal", "commission"),
            ("formal", "ended"): ("informal", "ended"),
            ("formal", None): ("formal", "table"),
            (None, "standing"): ("formal", "commission"),
            (None, "ended"): ("informal", "ended"),
            (None, None): ("informal", "none"),
        }
        for (form, commission), is_support in product(told, (True, False)):
            with self.subTest(form=form, commission=commission, support=is_support):
                expected = told[form, commission]
                if not form and not is_support:
                    expected = ("formal", "other")
                self.assertEqual(formality.rule(form, is_support, commission), expected)


@tagged("post_install", "-at_install")
class TestFormality(CommissionCase):
    """Formal is what a municipality commissioned, on the day itself (R042)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.services.performs_client_support = True
        cls.service, cls.neighbour = cls.services
        cls.forms = {
            code: cls.env["support.form"].create({"name": code, "formality": code})
            for code in ("formal", "informal")
        }

    def tomorrow(self, day):
        """Another day, with what the program does every day."""
        self.today(day)
        self.env["social.service"]._cron_review()

    def assertTold(self, formality, basis, service=None):
        service = service or self.service
        self.assertEqual(
            (service.formality, service.formality_basis), (formality, basis)
        )

    def test_it_follows_from_the_first_day_to_the_last(self):
        self.assertTold("informal", "none")
        self.today("2025-12-31")
        self.commission()
        self.assertTold("informal", "none")
        self.tomorrow("2026-01-01")
        self.assertTold("formal", "commission")
        self.assertTold("informal", "none", self.neighbour)
        self.tomorrow("2026-12-31")
        self.assertTold("formal", "commission")
        self.tomorrow("2027-01-01")
        self.assertTold("informal", "ended")

    def test_it_follows_every_change_of_the_agreement(self):
        self.today("2026-06-01")
        agreement = self.commission()
        self.assertTold("formal", "commission")
        for changed, back in (
            ({"date_until": "2026-05-31"}, {"date_until": False}),
            ({"official_position": True}, {"official_position": False}),
            ({"active": False}, {"active": True}),
            ({"kind": "covenant"}, {"kind": "commission"}),
            (
                {"partner_ids": (self.town | self.other).ids},
                {"partner_ids": (self.town | self.agency).ids},
            ),
        ):
            with self.subTest(changed):
                agreement.write(changed)
                self.assertEqual(self.service.formality, "informal")
                agreement.write(back)
                self.assertTold("formal", "commission")
        agreement.unlink()
        self.assertTold("informal", "none")

    def test_one_of_two_commissions_is_enough(self):
        self.today("2026-06-01")
        self.commission(date_until="2026-03-31")
        self.assertTold("informal", "ended")
        self.commission(date_from="2026-04-01")
        self.assertTold("formal", "commission")

    def test_another_service_another_organisation(self):
        self.today("2026-06-01")
        self.commission()
        self.service.performs_client_support = False
        self.assertTold("formal", "other")
        self.service.support_form_id = self.forms["informal"]
        self.assertTold("informal", "form")
        self.neighbour.partner_id = self.agency
        self.assertTold("formal", "commission", self.neighbour)
        self.neighbour.partner_id = self.town
        self.assertTold("formal", "commission", self.neighbour)

    def test_the_table_tells_until_a_commission_is_known(self):
        self.today("2026-06-01")
        self.service.support_form_id = self.forms["formal"]
        self.assertTold("formal", "table")
        self.commission(date_until="2026-05-31")
        self.assertTold("informal", "ended")

    def test_what_an_editor_chose_stays(self):
        self.today("2026-06-01")
        mine = self.service.with_user(self.editor)
        with Form(mine) as form:
            form.formality_by_hand = True
            form.formality = "formal"
        self.assertTold("formal", "hand")
        agreement = self.commission()
        agreement.date_until = "2026-05-31"
        self.tomorrow("2026-06-02")
        self.assertTold("formal", "hand")
        with Form(mine) as form:
            form.formality_by_hand = False
            self.assertEqual(form.formality, "informal", "seen before it is saved")
        self.assertTold("informal", "ended")

    def test_saying_what_follows_anyway_is_no_choice(self):
        """A file or a program that says what it is today does not freeze it."""
        self.today("2026-06-01")
        agreement = self.commission()
        self.service.formality = "formal"
        self.assertFalse(self.service.formality_by_hand)
        self.service.formality = "informal"
        self.assertTold("informal", "hand")
        agreement.unlink()
        self.service.formality_by_hand = False
        self.service.formality = "formal"
        self.assertTold("formal", "hand")

    def test_a_copy_follows_where_it_goes(self):
        self.today("2026-06-01")
        self.commission()
        self.assertTold("formal", "commission", self.service.copy())
        away = self.service.copy({"partner_id": self.other.id})
        self.assertTold("informal", "none", away)
        away.formality = "formal"
        self.assertTold("formal", "hand", away.copy())

    def test_an_archived_organisation_goes_on(self):
        """The same at each step, whoever looks and whatever is archived."""
        self.today("2026-06-01")
        self.commission()
        self.agency.active = False
        self.assertTold("formal", "commission")
        self.service.performs_client_support = False
        self.service.performs_client_support = True
        self.assertTold("formal", "commission")
        self.tomorrow("2026-06-02")
        self.assertTold("formal", "commission")

    def test_the_moment_itself_before_the_daily_check(self):
        self.today("2026-06-01")
        self.commission(date_from="2026-06-02")
        self.today("2026-06-02")
        self.assertTold("informal", "none")
        self.assertEqual(self.service._formality_today(), "formal")
        self.neighbour.formality = "formal"
        self.assertEqual(self.neighbour._formality_today(), "formal", "by hand")
        self.assertFalse(self.service.browse()._formality_today())

    def test_the_check_comes_just_after_midnight(self):
        cron = self.env.ref("social_map.social_review_cron")
        self.assertEqual(f"{cron.nextcall:%H:%M}", "23:05")

    def test_open_data_tells_when_a_form_changed(self):
        self.service.support_form_id = self.forms["informal"]
        self.services.last_modified = "2026-01-01"
        self.forms["informal"].formality = "formal"
        self.assertTold("formal", "table")
        self.assertGreater(self.service.last_modified, self.neighbour.last_modified)

    def test_open_data_tells_when_it_changed(self):
        """Who collects what changed since a day gets what another day changed."""
        self.today("2026-06-01")
        self.services.last_modified = "2026-01-01"
        agreement = self.commission(date_until="2026-06-01")
        changed = self.service.last_modified
        self.assertGreater(changed.year, 2025)
        self.services.last_modified = "2026-01-01"
        agreement.name = "Other words"
        self.tomorrow("2026-06-01")
        self.assertEqual({one.last_modified.month for one in self.services}, {1})
        self.tomorrow("2026-06-02")
        self.assertEqual(self.service.last_modified.date(), changed.date())
        self.assertEqual(self.neighbour.last_modified.month, 1)

    def test_residents_find_it_by_what_it_is_today(self):
        self.today("2026-06-01")
        self.service.search_facets  # noqa: B018 - made before the commission
        self.commission()
        self.env.flush_all()
        self.assertIn("form:formal", self.service.sudo().search_facets)
        self.assertNotIn("form:informal", self.service.sudo().search_facets)

    def test_the_public_reads_what_and_not_why(self):
        self.commission()
        for user in (self.portal, self.public):
            for name in ("formality_basis", "formality_by_hand"):
                with self.subTest(user.login, field=name):
                    with self.assertRaises(AccessError):
                        self.service.with_user(user).read([name])
                    with self.assertRaises(AccessError):
                        self.service.with_user(user).search([(name, "!=", False)])

    def test_editors_find_formal_support_without_a_commission(self):
        self.today("2026-06-01")
        view = self.env.ref("social_map.social_service_view_search")
        services = self.services.with_user(self.editor)
        arch = etree.fromstring(services.get_view(view.id, "search")["arch"])

        def found(name):
            domain = safe_eval(arch.find(f".//filter[@name='{name}']").get("domain"))
            return services.search([("id", "in", services.ids), *domain])

        self.service.support_form_id = self.forms["formal"]
        self.neighbour.formality = "formal"
        self.assertEqual(found("without_commission"), self.services)
        self.assertEqual(found("formality_by_hand"), self.neighbour)
        self.commission()
        self.assertEqual(found("without_commission"), self.neighbour)
        self.neighbour.performs_client_support = False
        self.assertFalse(found("without_commission"))

    def test_a_merge_keeps_the_commission(self):
        self.today("2026-06-01")
        self.commission()
        self.env["social.merge"].create(
            {"kept_partner_id": self.other.id, "other_partner_id": self.agency.id}
        ).action_merge()
        self.assertTold("formal", "commission", self.neighbour)

    def test_many_take_as_many_queries_as_few(self):
        self.today("2026-06-01")
        self.commission()

        def count(services):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            services._formality_without_hand()
            return self.env.cr.sql_log_count - before

        few = count(self.services)
        more = self.services
        for number in range(10):
            one = self.agency.copy({"name": f"Proef {number}"})
            self.commission(partner_ids=(self.town | one).ids)
            more += self.service.copy({"name": one.name, "partner_id": one.id})
        self.assertLessEqual(count(more), few)
