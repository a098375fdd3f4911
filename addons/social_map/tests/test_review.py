from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .. import review
from .truth_case import TruthCase

TODAY = date(2026, 3, 29)  # The clock goes forward in the Netherlands.


@tagged("post_install", "-at_install")
class TestReview(TruthCase):
    """Everything is looked at again, by somebody who is asked to, in time."""

    def setUp(self):
        super().setUp()
        self.set_today(TODAY)
        self.service.action_assure()

    def set_today(self, day):
        self.patch(review, "today", lambda moment=None: day)
        self.env.invalidate_all()

    def night(self, day):
        """The job of one day."""
        self.set_today(day)
        self.env["social.service"]._cron_review()

    def tasks(self, kind="review", record=None):
        return (
            self.env["mail.activity"]
            .with_context(active_test=False)
            .search(
                [
                    ("res_model", "=", (record or self.service)._name),
                    ("res_id", "=", (record or self.service).id),
                    (
                        "activity_type_id",
                        "=",
                        self.env.ref(f"social_map.mail_activity_type_{kind}").id,
                    ),
                ]
            )
        )

    def test_assuring_sets_the_next_review(self):
        self.assertEqual(self.service.last_assured, TODAY)
        self.assertEqual(self.service.next_review, date(2027, 3, 29))
        self.set_parameter("review_months", 6)
        self.service.action_assure()
        self.assertEqual(self.service.next_review, date(2026, 9, 29))

    def test_the_owner_is_reminded_once(self):
        self.night(date(2027, 2, 26))
        self.assertFalse(self.tasks())
        for day in (27, 28):
            self.night(date(2027, 2, day))
        task = self.tasks()
        self.assertEqual(task.user_id, self.editor)
        self.assertEqual(task.date_deadline, date(2027, 3, 29))
        # Ticked off, without a check: it does not come back for this date.
        task.with_user(self.editor).action_feedback()
        self.night(date(2027, 3, 1))
        self.assertEqual(len(self.tasks()), 1)

    def test_checking_ends_the_task_and_a_year_later_it_is_back(self):
        self.night(date(2027, 3, 10))
        self.as_editor(self.service).action_assure()
        self.assertFalse(self.tasks().filtered("active"))
        self.assertEqual(self.service.next_review, date(2028, 3, 10))
        self.night(date(2028, 3, 1))
        self.assertEqual(len(self.tasks().filtered("active")), 1)

    def test_another_day_makes_no_second_task(self):
        self.night(date(2027, 3, 10))
        self.service.next_review = date(2027, 3, 20)
        self.night(date(2027, 3, 11))
        self.assertEqual(len(self.tasks().filtered("active")), 1)
        self.assertEqual(
            self.tasks().filtered("active").date_deadline, date(2027, 3, 20)
        )

    def test_the_coordinator_is_told_once(self):
        self.night(date(2027, 4, 12))
        self.assertFalse(self.tasks("escalation"))
        self.night(date(2027, 4, 13))
        self.night(date(2027, 4, 14))
        self.assertEqual(self.tasks("escalation").user_id, self.employee)
        self.service.action_assure()
        self.assertFalse(self.tasks("escalation").filtered("active"))

    def test_without_a_coordinator_it_is_told_later(self):
        self.set_parameter("escalation_user_id", 0)
        self.night(date(2027, 4, 14))
        self.assertFalse(self.tasks("escalation"))
        self.set_parameter("escalation_user_id", self.employee.id)
        self.night(date(2027, 4, 15))
        self.assertTrue(self.tasks("escalation"))

    def test_nobody_is_reminded_of_what_residents_cannot_find(self):
        self.service.action_end()
        self.night(date(2027, 4, 14))
        self.assertFalse(self.tasks() | self.tasks("escalation"))

    def test_whoever_adds_without_checking_is_asked_soon(self):
        fresh = self.service_named("Nieuw")
        self.assertEqual(fresh.review_state, "never")
        self.assertEqual(fresh.next_review, date(2026, 4, 28))
        fresh.next_review = False
        self.night(TODAY)
        self.assertEqual(fresh.next_review, date(2026, 4, 28))
        self.assertEqual(len(self.tasks(record=fresh)), 1)

    def test_organisations_and_locations_too(self):
        card = self.organisation.social_organization_ids
        place = self.env["social.location"].create(
            {
                "name": "Plein",
                "street": "Plein 1",
                "postal_code": "3311 AB",
                "city": "Proefstad",
                "owner_id": self.editor.id,
            }
        )
        self.organisation.card_owner_id = self.editor
        self.organisation.card_next_review = TODAY
        self.assertEqual(card.owner_id, self.editor)
        self.night(TODAY)
        self.assertEqual(len(self.tasks(record=place)), 1)
        self.assertEqual(len(self.tasks(record=self.organisation)), 1)
        self.as_editor(place).action_assure()
        self.as_editor(self.organisation).action_assure_card()
        self.assertEqual(place.last_assured, TODAY)
        self.assertEqual(self.organisation.card_last_assured, TODAY)
        self.assertFalse(
            (self.tasks(record=place) | self.tasks(record=self.organisation)).filtered(
                "active"
            )
        )

    def test_an_organisation_made_in_the_form_has_an_owner_and_a_review(self):
        organisations = self.env["res.partner"].with_user(self.editor)
        view = "social_map.social_organization_view_form"
        with Form(
            organisations.with_context(
                default_is_support_organization=True, default_is_company=True
            ),
            view,
        ) as form:
            form.name = "Stichting Kwikstaart"
            form.organization_type = "informal"
            form.public_description = "Koffie met buren."
        card = form.record.social_organization_ids
        self.assertEqual(card.owner_id, self.editor)
        self.assertEqual(card.next_review, TODAY + timedelta(days=30))
        self.assertEqual(form.record.card_owner_id, self.editor)

    def test_a_secret_address_is_told_to_nobody_who_cannot_see_it(self):
        place = self.env["social.location"].create(
            {
                "name": "Opvang",
                "street": "Plein 1",
                "postal_code": "3311 AB",
                "city": "Proefstad",
                "is_confidential": True,
                "owner_id": self.employee.id,
            }
        )
        self.night(date(2027, 4, 14))
        self.assertFalse(
            self.tasks(record=place) | self.tasks("escalation", record=place)
        )

    def test_states_are_right_without_the_job(self):
        services = {
            "never": self.service_named("Nooit"),
            "overdue": self.service_named("Te laat", next_review=date(2026, 3, 28)),
            "due": self.service_named("Vandaag", next_review=TODAY),
            "soon": self.service_named("Straks", next_review=date(2026, 4, 28)),
            "current": self.service_named("Goed", next_review=date(2026, 4, 29)),
            "lost": self.service_named("Kwijt", next_review=False),
        }
        for name, service in services.items():
            if name != "never":
                service.last_assured = date(2025, 3, 29)
        expected = {
            "never": ["never"],
            "overdue": ["overdue", "lost"],
            "due": ["due", "soon"],
            "current": ["current"],
        }
        everything = self.env["social.service"].browse(
            [service.id for service in services.values()]
        )
        for state, names in expected.items():
            with self.subTest(state):
                found = everything.search(
                    [("review_state", "=", state), ("id", "in", everything.ids)]
                )
                self.assertEqual(
                    found, found.browse([services[name].id for name in names]) & found
                )
                self.assertEqual(len(found), len(names))
                self.assertEqual(set(found.mapped("review_state")), {state})
                others = everything.search(
                    [("review_state", "!=", state), ("id", "in", everything.ids)]
                )
                self.assertEqual(others | found, others | everything)
                self.assertFalse(others & found)

    def test_label_by_default(self):
        self.set_today(date(2027, 3, 29))
        self.assertFalse(self.service.unchecked_words)
        self.night(date(2027, 3, 30))
        public = self.service.with_user(self.public).with_context(lang="en_US")
        self.assertTrue(public.is_published)
        self.assertTrue(public.is_unchecked)
        self.assertEqual(public.unchecked_words, "Not checked since 29 March 2026")
        fresh = self.service_named("Nooit", next_review=date(2027, 3, 1))
        self.assertEqual(fresh.unchecked_words, "Not checked yet")

    def test_hidden_by_setting(self):
        self.set_parameter("hide_unchecked", 1)
        place = self.env["social.location"].create(
            {
                "name": "Plein",
                "street": "Plein 1",
                "postal_code": "3311 AB",
                "city": "Proefstad",
            }
        )
        at_place = self.env["social.service.location"].create(
            {"service_id": self.service.id, "location_id": place.id}
        )
        self.night(date(2027, 3, 29))
        self.assertTrue(self.service.is_published)
        before = self.service.last_modified
        with freeze_time("2027-03-30 04:00:00"):
            self.night(date(2027, 3, 30))
        self.assertFalse(self.service.is_published)
        self.assertFalse(at_place.is_published)
        self.assertEqual(self.service.state, "published")
        self.assertGreater(self.service.last_modified, before)
        found = self.env["social.service"].with_user(self.public)
        self.assertFalse(found.search([("id", "=", self.service.id)]))
        # Whoever checks it brings it back at once.
        self.as_editor(self.service).action_assure()
        self.assertTrue(self.service.is_published)
        self.assertTrue(found.search([("id", "=", self.service.id)]))

    def test_settings_work_at_once(self):
        self.set_today(date(2027, 4, 29))
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.social_review_months, 12)
        self.assertEqual(settings.social_escalation_user_id, self.employee)
        settings.social_hide_unchecked = "1"
        settings.set_values()
        self.assertFalse(self.service.is_published)
        settings.social_unchecked_days = 31
        settings.set_values()
        self.assertTrue(self.service.is_published)
        settings.social_unchecked_days = settings.social_remind_days = 0
        settings.set_values()
        self.assertFalse(self.service.is_published)
        again = self.env["res.config.settings"].create({})
        self.assertEqual(again.social_remind_days, 0)
        with self.assertRaises(ValidationError):
            again.social_review_months = 0

    def test_settings_without_a_coordinator(self):
        self.set_parameter("escalation_user_id", 0)
        settings = Form(self.env["res.config.settings"])
        settings.social_escalation_user_id = self.editor
        settings.save().execute()
        self.assertEqual(self.service._escalation_user(), self.editor)

    def test_measured_long_ago(self):
        self.service.measured_on = TODAY
        self.set_today(TODAY + relativedelta(days=90))
        self.assertTrue(self.service.is_measure_current)
        self.set_parameter("measured_days", 89)
        self.env.invalidate_all()
        self.assertFalse(self.service.is_measure_current)

    def test_an_owner_who_leaves(self):
        leaver = self.editor.copy({"login": "leaver", "name": "Vertrekker"})
        kept = self.service_named("Verweesd", owner_id=leaver.id)
        leaver.active = False
        tasks = self.env["mail.activity"]
        task = tasks.search([("summary", "ilike", "Vertrekker left")])
        self.assertEqual(task.user_id, self.employee)
        self.assertIn("1", task.summary)
        ownerless = self.env["social.quality"].search([("ownerless_count", "=", 1)])
        self.assertIn(kept, ownerless.service_id)
        self.assertNotIn(self.service, ownerless.service_id)
        # The coordinator is asked in the place of who left.
        kept.next_review = TODAY
        self.night(TODAY)
        self.assertEqual(self.tasks(record=kept).user_id, self.employee)
        # Who keeps nothing leaves without a word.
        self.portal.active = False
        leaver.active = False
        self.assertEqual(len(task.search([("summary", "ilike", "left; without")])), 1)

    def test_who_says_that_it_is_right(self):
        place = self.env["social.location"].create(
            {"name": "Online", "location_type": "virtual"}
        )
        for user in (self.employee, self.portal, self.public, self.administrator):
            with self.subTest(user.login):
                for record in (self.service, place):
                    with self.assertRaises(AccessError):
                        record.with_user(user).action_assure()
                for method in ("action_assure_card", "action_show_link"):
                    with self.assertRaises(AccessError):
                        getattr(self.organisation.with_user(user), method)()
                with self.assertRaises(AccessError):
                    self.service.with_user(user).action_show_link()
        # Who has an account reads nothing of who keeps what, of the own contact too.
        with self.assertRaises(AccessError):
            self.portal.partner_id.with_user(self.portal).read(["card_owner_id"])
        person = self.env["res.partner"].create({"name": "Iemand"})
        with self.assertRaises(AccessError):
            self.as_editor(person).action_assure_card()

    def test_a_copy_is_a_draft_of_its_own(self):
        self.service.measured_on = TODAY
        copy = self.as_editor(self.service).copy()
        self.assertEqual(copy.state, "draft")
        self.assertNotEqual(copy.uuid, self.service.uuid)
        self.assertFalse(copy.last_assured)
        self.assertFalse(copy.measured_on)
        self.assertEqual(copy.owner_id, self.editor)
        self.assertEqual(copy.name, "Koffie in de buurt (copy)")

    def test_an_archived_organisation_takes_its_services_along(self):
        self.as_editor(self.organisation).action_archive()
        self.assertFalse(self.service.is_published)
        self.organisation.action_unarchive()
        self.assertTrue(self.service.is_published)


@tagged("post_install", "-at_install")
class TestQuality(TruthCase):
    """The share is counted by hand here."""

    def setUp(self):
        super().setUp()
        self.patch(review, "today", lambda moment=None: date(2025, 2, 28))
        self.other = self.organisation_named("Stichting Ander")
        for name, assured, vals in (
            # Twelve months ago to the day counts: a leap day has its turn.
            ("Op de dag", date(2024, 2, 28), {}),
            ("Een dag te laat", date(2024, 2, 27), {}),
            ("Schrikkeldag", date(2024, 2, 29), {}),
            ("Vandaag", date(2025, 2, 28), {"partner_id": self.other.id}),
            ("Concept", date(2025, 2, 28), {"state": "draft"}),
            ("Beëindigd", date(2025, 2, 28), {"state": "ended"}),
            ("Gearchiveerd", date(2025, 2, 28), {"active": False}),
            ("Onderbroken", False, {"state": "paused"}),
        ):
            service = self.service_named(name, **vals)
            service.last_assured = assured
        self.rows = self.env["social.quality"].with_user(self.employee)
        self.mine = [("partner_id", "in", (self.organisation | self.other).ids)]

    def share(self, domain=(), by=()):
        return self.rows._read_group(
            [*self.mine, *domain], by, ["checked_share:avg", "__count"]
        )

    def test_share(self):
        # Of koffie (never), the day, too late, leap day, today and paused: 3 of 6.
        self.assertEqual(self.share(), [(50.0, 6)])
        by = {partner: row for partner, *row in self.share(by=["partner_id"])}
        self.assertEqual(by[self.other], [100.0, 1])
        self.assertEqual(by[self.organisation], [40.0, 5])

    def test_counts(self):
        late = self.rows.search([*self.mine, ("service_id.name", "=", "Schrikkeldag")])
        late.service_id.sudo().write(
            {
                "next_review": date(2025, 2, 27),
                "phone": False,
                "email": "a@proef.test",
                "measured_on": date(2024, 11, 29),
                "owner_id": False,
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(late.review_state, "overdue")
        for name in ("overdue", "phoneless", "stale", "ownerless"):
            with self.subTest(name):
                self.assertEqual(
                    self.rows.search([*self.mine, (f"{name}_count", "=", 1)]), late
                )
        late.service_id.sudo().measured_on = date(2024, 11, 30)
        self.organisation.phone = "078 1"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(late.stale_count or late.phoneless_count)
        never = self.rows.search([*self.mine, ("never_count", "=", 1)])
        self.assertEqual(len(never), 2)

    def test_rows_agree_with_the_services(self):
        for row in self.rows.search(self.mine):
            self.assertEqual(row.review_state, row.service_id.review_state)

    def test_hiding_makes_nothing_truer(self):
        self.set_parameter("hide_unchecked", 1)
        self.env["social.service"].search([]).next_review = date(2025, 1, 1)
        self.assertEqual(self.share(), [(50.0, 6)])

    def test_nobody_outside_reads_it(self):
        for user in (self.portal, self.public):
            with self.assertRaises(AccessError):
                self.rows.with_user(user).search([])
        with self.assertRaises(AccessError):
            self.rows.search(self.mine, limit=1).write({"phoneless_count": 0})
