from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.mail.tests.common import MockEmail

from .truth_case import TruthCase


@tagged("post_install", "-at_install")
class TestChangeProposal(TruthCase, MockEmail):
    """A proposal changes nothing until an editor approves it, field by field."""

    def propose(self, values, source="provider", by="a@proef.test", record=None):
        return self.env["social.change.proposal"]._propose(
            record or self.service, values, source, by
        )

    def line(self, proposal, name):
        return self.as_editor(proposal.line_ids).filtered(
            lambda line: line.field_name == name
        )

    def test_nothing_changes_before_it_is_approved(self):
        proposal = self.propose({"phone": "078 1", "summary": "Thee."})
        self.assertEqual(self.service.phone, "078 123 45 67")
        line = self.line(proposal, "phone")
        self.assertEqual(line.old_text, "078 123 45 67")
        self.assertEqual(line.new_text, "078 1")
        self.assertEqual(line.label, "Phone")
        line.action_approve()
        self.assertEqual(self.service.phone, "078 1")
        self.assertEqual(line.decided_by, self.editor)
        self.assertEqual(proposal.state, "open")
        self.line(proposal, "summary").action_refuse()
        self.assertEqual(self.service.summary, "Koffie met buren.")
        self.assertEqual(proposal.state, "decided")

    def test_what_it_was_can_be_read_after_judging(self):
        proposal = self.propose({"phone": "078 1", "summary": "Thee."})
        self.service.phone = "078 999"
        line = self.line(proposal, "phone")
        line.action_approve_anyway()
        self.assertEqual((line.current_text, line.new_text), ("078 999", "078 1"))
        self.line(proposal, "summary").action_refuse()
        self.service.summary = "Iets anders."
        self.env.invalidate_all()
        refused = self.line(proposal, "summary")
        self.assertEqual(refused.current_text, "Koffie met buren.")

    def test_every_kind_of_value(self):
        other = self.env["life.domain"].create({"name": "Meer", "code": "meer"})
        form = self.env["support.form"].create({"name": "V", "formality": "informal"})
        self.service.cost_ids = [Command.create({"name": "Kop koffie", "amount": 1})]
        proposal = self.propose(
            {
                "life_domain_ids": [other.id, self.domain.id],
                "support_form_id": form.id,
                "interpreter": True,
                "minimum_age": 12,
                "cost": "paid",
                "measured_on": "2026-03-29",
                "cost_ids": [{"name": "Kop thee", "amount": 0.5}],
                "schedule_ids": [{"weekday": "1", "opens_at": 9, "closes_at": 12.5}],
            },
            source="import",
        )
        self.assertEqual(self.line(proposal, "life_domain_ids").new_text, "Proef, Meer")
        self.assertEqual(
            self.line(proposal, "schedule_ids").new_text, "Tuesday 09:00 to 12:30"
        )
        self.as_editor(proposal).action_approve_all()
        service = self.service
        self.assertEqual(service.life_domain_ids, other | self.domain)
        self.assertEqual(service.support_form_id, form)
        self.assertTrue(service.interpreter)
        self.assertEqual(str(service.measured_on), "2026-03-29")
        self.assertEqual(service.cost_ids.mapped("name"), ["Kop thee"])
        self.assertEqual(service.schedule_ids.closes_at, 12.5)

    def test_what_is_the_same_is_no_change(self):
        proposal = self.propose(
            {
                "phone": " 078 123 45 67 ",
                "alternate_name": None,
                "life_domain_ids": self.domain.ids,
                "cost": False,
            }
        )
        self.assertFalse(proposal)

    def test_proposing_again_adds_nothing(self):
        first = self.propose({"phone": "078 1", "summary": "Thee."})
        lines = first.line_ids
        self.assertEqual(self.propose({"phone": "078 1"}), first)
        self.assertEqual(first.line_ids, lines)
        # Another value takes the place of what waits; the old value back ends it.
        self.propose({"phone": "078 2"})
        self.assertEqual(self.line(first, "phone").new_value, "078 2")
        self.propose({"phone": "078 123 45 67", "summary": "Koffie met buren."})
        self.assertFalse(first.exists())

    def test_a_refused_import_stays_away(self):
        proposal = self.propose({"phone": "078 1"}, source="import", by="Kaart")
        self.as_editor(proposal).action_refuse_all()
        self.assertFalse(self.propose({"phone": "078 1"}, source="import", by="Kaart"))
        self.assertTrue(self.propose({"phone": "078 2"}, source="import", by="Kaart"))
        self.assertTrue(self.propose({"phone": "078 1"}))

    def test_a_conflict_is_never_overwritten_silently(self):
        proposal = self.propose({"phone": "078 1", "summary": "Thee."})
        self.service.phone = "078 999"
        line = self.line(proposal, "phone")
        self.assertTrue(line.is_conflict)
        self.assertEqual(line.current_text, "078 999")
        with self.assertRaisesRegex(UserError, "Phone"):
            line.action_approve()
        self.as_editor(proposal).action_approve_all()
        self.assertEqual(self.service.phone, "078 999")
        self.assertEqual(self.service.summary, "Thee.")
        self.assertEqual(proposal.state, "open")
        line.action_approve_anyway()
        self.assertEqual(self.service.phone, "078 1")

    def test_two_proposals_at_once(self):
        one = self.propose({"phone": "078 1"}, by="a@proef.test")
        two = self.propose({"phone": "078 2"}, by="b@proef.test")
        same = self.propose({"phone": "078 1"}, by="c@proef.test")
        self.assertEqual(len(one | two | same), 3)
        self.as_editor(one).action_approve_all()
        self.as_editor(two | same).action_approve_all()
        self.assertEqual(self.service.phone, "078 1")
        self.assertTrue(self.line(two, "phone").is_conflict)
        self.assertEqual(same.state, "decided")

    def test_the_form_of_an_editor_still_refuses(self):
        proposal = self.propose({"email": "no address"}, source="import")
        with self.assertRaisesRegex(ValidationError, "no e-mail address"):
            self.as_editor(proposal).action_approve_all()

    def test_in_the_language_it_was_proposed_in(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        self.service.summary = "Coffee."
        dutch = self.service.with_context(lang="nl_NL")
        dutch.summary = "Koffie."
        proposal = (
            self.env["social.change.proposal"]
            .with_context(lang="nl_NL")
            ._propose(self.service, {"summary": "Thee."}, "provider", "x")
        )
        self.as_editor(proposal.with_context(lang="en_US")).action_approve_all()
        self.assertEqual(dutch.summary, "Thee.")
        self.assertEqual(self.service.with_context(lang="en_US").summary, "Coffee.")

    def test_an_organisation_follows_its_contact(self):
        card = self.organisation.social_organization_ids
        proposal = self.propose(
            {"phone": "078 5", "description": "Helpt iedereen."}, record=card
        )
        self.as_editor(proposal).action_approve_all()
        self.assertEqual(self.organisation.phone, "078 5")
        self.assertEqual(card.phone, "078 5")
        self.assertEqual(card.description, "Helpt iedereen.")

    def test_who_keeps_it_cannot_be_proposed(self):
        for name in ("owner_id", "state", "partner_id", "uuid", "note", "nonsense"):
            with self.subTest(name), self.assertRaises(ValidationError):
                self.propose({name: 1}, source="import")

    def test_roles(self):
        proposal = self.propose({"phone": "078 1"})
        for user in (self.employee, self.portal, self.public, self.administrator):
            with self.subTest(user.login):
                for record in (proposal, proposal.line_ids):
                    with self.assertRaises(AccessError):
                        record.with_user(user).read(["create_date"])
                with self.assertRaises(AccessError):
                    proposal.with_user(user).action_approve_all()
                with self.assertRaises(AccessError):
                    proposal.line_ids.with_user(user).action_approve_anyway()
        line = self.line(proposal, "phone")
        line.reason = "Staat er al."
        for vals in ({"new_value": "1"}, {"state": "approved"}):
            with self.assertRaises(AccessError):
                line.write(vals)
        for vals in (
            {"by": "b@proef.test"},
            {"line_ids": [Command.update(line.id, {"state": "approved"})]},
            {"line_ids": [Command.delete(line.id)]},
            {"line_ids": [Command.create({"field_name": "email"})]},
        ):
            with self.assertRaises(AccessError):
                self.as_editor(proposal).write(vals)
        with self.assertRaises(AccessError):
            self.as_editor(proposal).unlink()

    def test_who_proposed_it_hears_why(self):
        proposal = self.propose({"phone": "078 1", "summary": "Thee."})
        with Form(self.as_editor(proposal)) as form, form.line_ids.edit(0) as line:
            line.reason = "Dit nummer is van een ander."
        self.line(proposal, "phone").action_refuse()
        self.line(proposal, "summary").action_approve()
        with self.mock_mail_gateway():
            self.as_editor(proposal).action_mail_back()
        (mail,) = self._mails
        self.assertEqual(mail["email_to"], ["a@proef.test"])
        self.assertIn("Dit nummer is van een ander.", mail["body"])

    def test_who_offers_it_has_looked_at_the_rest(self):
        proposal = self.propose({"phone": "078 1", "summary": "Thee."})
        self.line(proposal, "phone").action_approve()
        self.assertFalse(self.service.last_assured)
        self.line(proposal, "summary").action_refuse()
        self.assertTrue(self.service.last_assured)
