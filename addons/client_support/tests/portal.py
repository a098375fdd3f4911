"""People with portal accounts and something on every page that they have."""

import base64
from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from .test_referral import ReferralCase

PDF = b"%PDF-1.7 verzonnen"
# Each of them a file of the user's own.
OWN_PAGES = (
    "/my/dossier/berichten",
    "/my/dossier/afspraken",
    "/my/dossier/plan",
    "/my/dossier/documenten",
    "/my/dossier/notities",
    "/my/dossier/verwijzingen",
    "/my/dossier/inzage",
    "/my/dossier/rechten",
    "/my/dossier/onafhankelijk",
    "/my/toestemmingen",
)
REFERRER_PAGES = (
    "/my/gedeeld",
    "/my/verwijzen",
    "/my/verwijzingen",
    "/my/werkwijze",
)


class PortalCase(ReferralCase):
    """A resident with a full file, and an access officer who reads a part of it."""

    def setUp(self):
        super().setUp()
        self.organisation.phone = "078 - 123 45 67"
        self.inwoner = self.account(self.resident, "inwoner@example.nl")
        self.mentor = self.represent(self.resident, "mentor", date_from="2020-01-01")
        self.mentors_account = self.account(self.mentor, "mentor@example.nl")

    def account(self, person, email):
        """Open an account as the supporter does; login and password are the same."""
        person.with_user(self.supporter)._open_portal_account(email)
        user = person._portal_users()
        user.sudo().password = user.login
        return user

    def represent(self, resident, authority, **values):
        return self.as_role("supporter", "client.representative").create(
            {
                "resident_id": resident.id,
                "name": f"Mara {authority.title()}",
                "authority": authority,
                **values,
            }
        )

    def add(self, model, **values):
        return self.as_role("supporter", model).create(values)

    def plan(self, resident, case, **values):
        """An appointment in two days."""
        return self.add(
            "client.appointment",
            case_id=case.id,
            resident_id=resident.id,
            start=fields.Datetime.now().replace(microsecond=0) + timedelta(days=2),
            **values,
        )

    def document(self, case, title, **values):
        return self.add(
            "client.document",
            case_id=case.id,
            title=title,
            file_name=f"{title}.pdf",
            upload=base64.b64encode(PDF),
            **values,
        )

    def fill(self, resident, case, word):
        """Something for each page of a resident, with a word in every text.

        :return: the records of which a page tells a number or an id
        """
        question = self.add(
            "client.question",
            case_id=case.id,
            resident_ids=[Command.set(resident.ids)],
            life_domain_id=self.domain.id,
            description=f"{word} vraag",
        )
        self.add(
            "client.goal",
            case_id=case.id,
            resident_id=resident.id,
            life_domain_id=self.domain.id,
            wording=f"{word} doel",
            action_ids=[
                Command.create({"what": f"{word} stap", "due_on": "2030-01-02"})
            ],
        )
        appointment = self.plan(resident, case, location=f"{word} straat 1")
        document = self.document(case, f"{word} besluit", for_resident=True)
        self.add(
            "client.note", case_id=case.id, text=f"{word} notitie", level="shareable"
        )
        return {"question": question, "appointment": appointment, "document": document}

    def fill_everything(self):
        """What `fill` makes, and messages, a referral, consents, requests and looks."""
        made = self.fill(self.resident, self.case, "Oeverzegge")
        self.add("client.message", case_id=self.case.id, body="Hoe gaat het?")
        self.as_user(self.inwoner, "client.message")._write_by_resident(
            self.case.number, "Goed, dank u"
        )
        self.organisation.is_independent = True
        consent = self.give(
            codes=("identity", "case", "questions", "plan", "documents"),
            users=self.officer,
            purpose="refer",
            case_id=self.case.id,
            recipient_partner_id=self.town.id,
        )
        referral = self.make(
            "warm",
            codes=("identity", "questions"),
            partner_id=self.town.id,
            asked="Samen wandelen, twee keer per week",
            life_domain_id=self.domain.id,
        )
        referral.action_request()
        action = referral.action_handover()
        handover = self.as_role("supporter", "client.referral.handover").browse(
            action["res_id"]
        )
        handover.write({"approved_by": "Sjaan", "approved_how": "together"})
        handover.action_approve()
        draft = referral.action_handover()["res_id"]
        requests = self.as_user(self.inwoner, "client.rights.request")
        for kind in ("access", "destruction"):
            requests._ask_by_resident(kind, self.resident.number)
        self.env["client.rights.request"].search(
            [("resident_number", "=", self.resident.number), ("kind", "=", "access")]
        ).with_user(self.users["privacy_officer"]).action_grant()
        theirs = self.as_user(self.officer, "client.referral")
        choices = theirs._incoming_choices()
        theirs._refer_in(
            {
                "name": "Truus Verzonnen",
                "phone": "0612345678",
                "question": "Wie helpt mij met de brieven?",
                "agreed": "yes",
                **{
                    name: str(choices[key][0][0])
                    for name, key in (
                        ("organisation", "organisations"),
                        ("type", "types"),
                        ("domain", "domains"),
                    )
                },
            }
        )
        self.write_the_log()
        return {
            **made,
            "consent": consent,
            "referral": referral,
            "handover": handover,
            "draft": handover.browse(draft),
            "token": referral.action_show_link()["params"]["message"].rpartition("/")[
                2
            ],
        }
