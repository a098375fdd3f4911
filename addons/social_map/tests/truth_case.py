from odoo.fields import Command

from .common import SocialMapCommon


class TruthCase(SocialMapCommon):
    """A published service of an organisation, with an owner and a coordinator."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.employee | cls.editor).lang = "en_US"
        cls.area = cls.env["social.area"].create(
            {"name": "Proefstad", "level": "municipality"}
        )
        cls.domain = cls.env["life.domain"].create({"name": "Proef", "code": "proef"})
        cls.organisation = cls.organisation_named("Stichting Proef")
        cls.service = cls.service_named("Koffie in de buurt")
        cls.set_parameter("escalation_user_id", cls.employee.id)

    @classmethod
    def organisation_named(cls, name, **vals):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "is_support_organization": True,
                "public_description": "Helpt mensen.",
                **vals,
            }
        )

    @classmethod
    def service_named(cls, name, **vals):
        return cls.env["social.service"].create(
            {
                "name": name,
                "partner_id": cls.organisation.id,
                "summary": "Koffie met buren.",
                "phone": "078 123 45 67",
                "life_domain_ids": [Command.set(cls.domain.ids)],
                "area_ids": [Command.set(cls.area.ids)],
                "owner_id": cls.editor.id,
                "state": "published",
                **vals,
            }
        )

    @classmethod
    def set_parameter(cls, name, value):
        cls.env["ir.config_parameter"].set_param(f"social_map.{name}", str(value))

    def as_editor(self, record):
        return record.with_user(self.editor)
