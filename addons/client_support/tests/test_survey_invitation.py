from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_consent import ConsentCase

LOG_ACL = "odoo.addons.base.models.ir_model"


@tagged("post_install", "-at_install")
class TestSurveyInvitation(ConsentCase):
    """Who consented is asked after closing; who supported has no say in it."""

    def setUp(self):
        super().setUp()
        self.profile = self.env["client.supporter"].create(
            {
                "name": "Steun Voorbeeld",
                "user_id": self.supporter.id,
                "company_id": self.organisation.id,
            }
        )
        self.team.coordinator_id = self.users["coordinator"]
        self.case.sudo()._assign(self.profile)
        self.case.action_start()
        self.resident.preferred_channel = "phone"
        self.today = fields.Date.context_today(self.case)
        self.organisation.survey_days = 10

    def consent(self, resident=None, **values):
        return self.give(
            resident=resident,
            codes=(),
            users=self.env["res.users"],
            purpose="survey",
            **values,
        )

    def dialog(self, **values):
        reason = self.env.ref("client_support.closing_reason_answered")
        return self.case.env["client.case.close"].create(
            {"case_id": self.case.id, "closing_reason_id": reason.id, **values}
        )

    def close(self, **values):
        self.dialog(**values).action_close()
        return self.case.survey_invitation_ids

    def coordinator_tasks(self):
        return self.env["mail.activity"].search(
            [
                ("user_id", "=", self.users["coordinator"].id),
                ("summary", "like", self.case.number),
            ]
        )

    # On the list or not ---------------------------------------------------------------

    def test_who_consented_is_put_on_the_list(self):
        consent = self.consent()
        due = self.today + timedelta(days=10)
        outlook = self.dialog().survey_outlook
        self.assertIn("An invitation goes out on", outlook)
        self.assertIn("Telephone", outlook)
        invitation = self.close()
        self.assertEqual(
            (invitation.resident_id, invitation.state, invitation.due_date),
            (self.resident, "queued", due),
        )
        self.assertEqual(invitation.channel, "phone")
        self.assertEqual(invitation.consents, consent.number)
        # By the channel that the resident chooses, also later.
        self.resident.preferred_channel = "post"
        self.assertEqual(invitation.channel, "post")

    def test_without_a_consent_nobody_is_asked_and_it_is_said(self):
        self.assertIn("no consent for it", self.dialog().survey_outlook)
        self.assertFalse(self.dialog().is_invited)
        self.assertFalse(self.close(may_survey="yes"))

    def test_not_by_a_consent_for_something_else_or_another_case(self):
        self.give()
        action = self.own_contact.action_make_case()
        self.consent(case_id=action["res_id"])
        self.assertFalse(self.close())

    def test_not_by_a_consent_that_ends_before_it_goes_out(self):
        self.consent(valid_until=self.today + timedelta(days=9))
        self.assertIn("no consent for it", self.dialog().survey_outlook)
        self.assertFalse(self.close())

    def test_not_who_objects(self):
        self.consent()
        self.give(codes=(), users=self.env["res.users"], purpose="research_objection")
        self.assertIn("objects", self.dialog().survey_outlook)
        self.assertFalse(self.close())

    def test_each_of_several_for_themselves(self):
        other = self.make_resident(name="Piet Voorbeeld", birth_date="1980-03-04")
        self.case.sudo()._add_resident(other)
        self.consent(other)
        outlook = self.dialog().survey_outlook.split("\n")
        self.assertEqual(len(outlook), 2)
        (line,) = [line for line in outlook if other.number in line]
        self.assertIn("goes out", line)
        self.assertEqual(self.close().resident_id, other)

    def test_an_import_asks_nobody(self):
        self.consent()
        reason = self.env.ref("client_support.closing_reason_answered")
        self.case.sudo().write({"stage": "closed", "closing_reason_id": reason.id})
        self.assertFalse(self.case.survey_invitation_ids)

    # Sending --------------------------------------------------------------------------

    def sent_on(self, days):
        """What is to be sent so many days from now, of this case."""
        self.case.sudo().survey_invitation_ids.due_date -= timedelta(days=days)
        due = self.env["client.survey.invitation"]._due()
        return due & self.case.sudo().survey_invitation_ids

    def test_on_its_day_and_once(self):
        self.consent()
        invitation = self.close()
        self.assertFalse(self.sent_on(9))
        due = self.sent_on(1)
        self.assertEqual(due, invitation)
        due._sent()
        self.assertEqual((invitation.state, invitation.sent_on), ("sent", self.today))
        self.assertFalse(self.sent_on(1))
        # Not a second time when the case closes again.
        self.case._reopen("Again")
        self.assertEqual(invitation.state, "sent")
        self.assertIn("asked in this case before", self.dialog().survey_outlook)
        self.assertEqual(self.close(), invitation)

    def test_looked_at_once_more_when_it_is_sent(self):
        """Also when the consent ran out by itself, which nobody notices."""
        consent = self.consent()
        invitation = self.close()
        consent._add({"ends_at": fields.Datetime.now() - timedelta(hours=1)})
        self.assertFalse(self.sent_on(10))
        self.assertEqual(
            (invitation.state, invitation.stopped_why), ("stopped", "consent")
        )

    def test_a_withdrawn_consent_stops_it_at_once(self):
        consent = self.consent()
        invitation = self.close()
        consent.action_withdraw()
        self.assertEqual(
            (invitation.state, invitation.stopped_why), ("stopped", "consent")
        )
        self.assertFalse(self.sent_on(10))

    def test_another_consent_keeps_it(self):
        first = self.consent()
        self.consent()
        invitation = self.close()
        first.action_withdraw()
        self.assertEqual(invitation.state, "queued")

    def test_an_objection_stops_it_by_either_road(self):
        self.consent()
        invitation = self.close()
        self.give(codes=(), users=self.env["res.users"], purpose="research_objection")
        self.assertEqual(invitation.stopped_why, "objection")

    def test_a_request_to_object_stops_it(self):
        self.consent()
        invitation = self.close()
        request = self.as_role("privacy_officer", "client.rights.request").create(
            {"kind": "objection", "resident_number": self.resident.number}
        )
        request.action_grant()
        self.assertEqual(invitation.stopped_why, "objection")

    def test_reopening_stops_it_and_closing_makes_another(self):
        self.consent()
        invitation = self.close()
        self.case._reopen("Again")
        self.assertEqual(invitation.stopped_why, "reopened")
        again = self.close() - invitation
        self.assertEqual(again.state, "queued")

    def test_merged_files_keep_the_stricter(self):
        self.consent()
        invitation = self.close()
        kept = self.make_resident(birth_date="1980-03-04")
        kept.sudo()._absorb(self.resident.sudo())
        self.assertEqual(invitation.resident_id, kept)
        self.assertEqual(invitation.state, "stopped")

    def test_destroyed_with_the_resident(self):
        self.consent()
        invitation = self.close()
        self.env["client.destruction"]._destroy_files(
            self.resident.sudo(), self.env["client.case"].sudo()
        )
        self.assertFalse(invitation.sudo().exists())

    # Who has a say -------------------------------------------------------------------

    def test_rather_not_needs_a_reason_and_is_told(self):
        self.consent()
        form = self.dialog(may_survey="no")
        self.assertTrue(form.is_invited)
        with self.assertRaisesRegex(UserError, "Write why"), self.cr.savepoint():
            form.action_close()
        self.env.invalidate_all()
        self.assertEqual(self.case.stage, "active")
        before = len(self.coordinator_tasks())
        form.no_survey_reason = "Wil er niet aan herinnerd worden"
        form.action_close()
        invitation = self.case.survey_invitation_ids
        self.assertEqual(
            (invitation.state, invitation.stopped_why, invitation.stopped_by_id),
            ("stopped", "declined", self.supporter),
        )
        self.assertIn("herinnerd", invitation.stopped_reason)
        self.assertEqual(len(self.coordinator_tasks()), before + 1)
        self.assertNotIn("herinnerd", str(self.coordinator_tasks().read()))

    def test_rather_not_without_a_consent_needs_none(self):
        self.close(may_survey="no")
        self.assertEqual(self.case.stage, "closed")

    def test_rather_not_afterwards_needs_a_reason_too(self):
        self.consent()
        invitation = self.close()
        with self.assertRaisesRegex(UserError, "Write why"):
            self.case.may_survey = "no"
        self.case.write({"may_survey": "no", "no_survey_reason": "Belde erover"})
        self.assertEqual(invitation.stopped_why, "declined")

    def test_the_supporter_cannot_drop_it_without_a_reason(self):
        self.consent()
        invitation = self.close()
        for act in (
            lambda: invitation.write({"state": "stopped"}),
            lambda: invitation.write({"due_date": "2099-01-01"}),
            lambda: invitation.write({"state": "queued"}),
            invitation.unlink,
            invitation.copy,
            lambda: invitation.env["client.survey.invitation"].create(
                {"case_id": self.case.id, "due_date": self.today}
            ),
        ):
            with self.assertRaises(AccessError), mute_logger(LOG_ACL):
                act()
        for why, reason in (("deceased", " "), ("reopened", "Zo maar")):
            with self.subTest(why), self.assertRaisesRegex(UserError, "Write why"):
                invitation._stop_by_user(why, reason)
        self.assertEqual(invitation.state, "queued")
        before = len(self.coordinator_tasks())
        context = invitation.action_stop()["context"]
        form = (
            self.as_role("supporter", "client.survey.stop")
            .with_context(**context)
            .create({"why": "deceased", "reason": "Overleden in mei"})
        )
        form.action_stop()
        self.assertFalse(form.exists())
        self.assertEqual(invitation.state, "stopped")
        self.assertEqual(invitation.stopped_reason, "Overleden in mei")
        self.assertEqual(len(self.coordinator_tasks()), before + 1)
        with self.assertRaisesRegex(UserError, "not on the list"):
            invitation._stop_by_user("other", "Nog eens")

    @mute_logger("odoo.addons.base.models.ir_rule", LOG_ACL)
    def test_nobody_else_learns_who_is_on_it(self):
        self.consent()
        invitation = self.close()
        for user in [*self.users.values(), self.colleague, self.stranger]:
            with self.subTest(user.login):
                theirs = self.as_user(user, "client.survey.invitation")
                mine = user == self.supporter
                self.assertEqual(theirs.browse(invitation.id).has_access("read"), mine)
                if not mine:
                    with self.assertRaises(AccessError):
                        theirs.browse(invitation.id).action_stop()
