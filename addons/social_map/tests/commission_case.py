from odoo import fields

from .. import review
from .common import SocialMapCommon


class CommissionCase(SocialMapCommon):
    """A municipality, who works for it, and another organisation, a service each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.town, cls.agency, cls.other = cls.env["res.partner"].create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "is_support_organization": True,
                    "organization_type": kind,
                }
                for name, kind in (
                    ("Proefstad", "municipality"),
                    ("Proefwerk", "general_provision"),
                    ("Proefbuur", "informal"),
                )
            ]
        )
        cls.services = cls.env["social.service"].create(
            [
                {"name": party.name, "partner_id": party.id}
                for party in (cls.agency, cls.other)
            ]
        )

    def commission(self, **values):
        agreements = self.env["social.agreement"].with_user(self.editor)
        return agreements.create(
            {
                "name": "Opdracht",
                "kind": "commission",
                "partner_ids": (self.town | self.agency).ids,
                "date_from": "2026-01-01",
                "date_until": "2026-12-31",
                **values,
            }
        )

    def today(self, day):
        self.patch(review, "today", lambda: fields.Date.to_date(day))
        self.env.invalidate_all()
