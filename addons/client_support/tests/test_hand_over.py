from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import roles
from .test_dividing_work import DividingCase


class HandOverCase(DividingCase):
    """A case of a supporter who has tasks on it."""

    def setUp(self):
        super().setUp()
        self.assign(self.fatima)
        self.former = self.users["supporter"]
        self.tasks = self.task(self.case) | self.task(self.resident)

    def task(self, file, user=None):
        user = user or self.former
        activity = (
            self.as_user(self.former, "mail.activity")
            .with_context(mail_activity_quick_update=True)
            .create(
                {
                    "res_model_id": self.env["ir.model"]._get_id(file._name),
                    "res_id": file.id,
                    "user_id": user.id,
                    "summary": "Bellen",
                }
            )
        )
        return activity.sudo()

    def seen_by(self, user):
        return self.as_user(user, "mail.activity").search(
            [("id", "in", self.tasks.ids)]
        )

    def told(self):
        return self.env["mail.activity"].search(
            [
                ("user_id", "=", self.users["coordinator"].id),
                ("res_model", "=", False),
            ]
        )


@tagged("post_install", "-at_install")
class TestHandOver(HandOverCase):
    """What the former supporter still had to do is for the next one."""

    def test_they_go_along(self):
        self.assertEqual(len(self.seen_by(self.former)), 2)
        self.assign(self.bram)
        self.assertFalse(self.seen_by(self.former))
        self.assertEqual(self.seen_by(self.colleague), self.tasks)
        self.assertEqual(self.tasks.user_id, self.colleague)
        self.assertFalse(self.told())
        self.assertFalse(
            self.env["mail.message"].search(
                [("model", "in", ["client.case", "client.resident"])]
            )
        )

    def test_tasks_of_others_stay_theirs(self):
        consulted = self.make_user("t_consulted", roles.SUPPORTER)
        self.env["client.access"]._grant(consulted, self.case, "consult", "Overleg")
        other = self.task(self.case, consulted)
        self.assign(self.bram)
        self.assertEqual(other.user_id, consulted)

    def test_a_resident_of_another_own_case_keeps_its_tasks(self):
        self.as_role("supporter", "client.case").create(
            {"resident_ids": [(4, self.resident.id)], "team_id": self.team.id}
        )
        on_case, on_resident = self.tasks
        self.assign(self.bram)
        self.assertEqual(on_case.user_id, self.colleague)
        self.assertEqual(on_resident.user_id, self.former)

    def test_without_an_account_they_wait_and_the_coordinator_knows(self):
        volunteer = self.env["client.supporter"].create(
            {
                "name": "Rie",
                "company_id": self.organisation.id,
                "employment_kind": "volunteer",
            }
        )
        self.assign(volunteer)
        self.assertFalse(self.tasks.user_id)
        self.assertFalse(self.seen_by(self.former))
        self.assertIn(self.case.number, self.told().summary)
        self.assign(self.bram)
        self.assertEqual(self.tasks.user_id, self.colleague)

    @mute_logger("client_support.alarm")
    def test_after_a_conflict_they_wait_for_the_next(self):
        self.env["client.employment"].create(
            {"supporter_id": self.fatima.id, "partner_id": self.provider.id}
        )
        self.assertFalse(self.seen_by(self.former))
        self.assertFalse(self.tasks.user_id)
        self.assertIn(self.case.number, self.told().summary)
        self.assign(self.bram)
        self.assertEqual(self.seen_by(self.colleague), self.tasks)


@tagged("post_install", "-at_install")
class TestLeaving(HandOverCase):
    """The end of somebody's employment ends everything in one act."""

    def leave(self, supporter=None):
        (supporter or self.fatima).with_user(
            self.users["coordinator"]
        ).action_end_employment()

    def test_cases_and_tasks_wait(self):
        self.leave()
        self.assertFalse(self.case.supporter_id)
        self.assertFalse(self.tasks.user_id)
        self.assertFalse(self.former.active)
        self.assertIn("Fatima", self.told().summary)
        self.assertNotIn(self.former, self.team.member_ids)
        self.assign(self.bram)
        self.assertEqual(self.tasks.user_id, self.colleague)

    def test_who_works_elsewhere_too_leaves_this_organisation_only(self):
        self.former.company_ids |= self.neighbour
        elsewhere = self.env["client.supporter"].create(
            {
                "name": "Fatima",
                "user_id": self.former.id,
                "company_id": self.neighbour.id,
            }
        )
        theirs = self.make_resident(user=self.stranger)
        self.env["client.access"]._grant(self.former, theirs, "cover", "Waarneming")
        self.leave()
        self.assertTrue(self.former.active)
        self.assertEqual(self.former.company_ids, self.neighbour)
        self.assertFalse(self.sees(self.former))
        self.assertTrue(self.sees(self.former, theirs))
        self.env["client.supporter"].browse(elsewhere.id).with_user(
            self.make_user("t_other", roles.COORDINATOR, company=self.neighbour)
        ).action_end_employment()
        self.assertFalse(self.former.active)
        self.assertFalse(self.sees(self.former, theirs))

    def test_trusted_browsers_and_devices_go(self):
        self.env["res.device.log"].create(
            {
                "session_identifier": "x" * 42,
                "user_id": self.former.id,
                "first_activity": "2026-01-01",
                "last_activity": "2026-01-01",
            }
        )
        self.assertTrue(self.former.device_ids)
        self.leave()
        self.env.invalidate_all()
        self.assertFalse(self.former.device_ids)
