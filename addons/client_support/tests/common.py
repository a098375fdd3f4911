from odoo.tests import TransactionCase, new_test_user

from .. import roles

GROUPS = {
    "supporter": roles.SUPPORTER,
    "volunteer": roles.VOLUNTEER,
    "walk_in": roles.WALK_IN,
    "intake": roles.INTAKE,
    "coordinator": roles.COORDINATOR,
    "manager": roles.MANAGER,
    "finance": roles.FINANCE,
    "privacy_officer": roles.PRIVACY_OFFICER,
    "access_officer": roles.ACCESS_OFFICER,
    "provider_staff": roles.PROVIDER_STAFF,
    "portal": "base.group_portal",
    "employee": "base.group_user",
    "administrator": "base.group_system",
}


class ClientSupportCase(TransactionCase):
    """Two organisations, a team in each, and one user per role in the first."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        Company = cls.env["res.company"]
        cls.organisation = Company.create({"name": "Naast u", "is_independent": True})
        cls.neighbour = Company.create({"name": "Sociaal wijkteam"})
        cls.users = {
            role: cls.make_user(f"t_{role}", group) for role, group in GROUPS.items()
        }
        cls.colleague = cls.make_user("t_colleague", roles.SUPPORTER)
        cls.stranger = cls.make_user(
            "t_stranger", roles.SUPPORTER, company=cls.neighbour
        )
        registering = ("supporter", "walk_in")
        cls.team = cls.env["client.team"].create(
            {
                "name": "Oever",
                "company_id": cls.organisation.id,
                "member_ids": [cls.users[role].id for role in registering]
                + [cls.colleague.id],
            }
        )
        # A team of their own: intake workers see what waits in the team they are in.
        cls.env["client.team"].create(
            {
                "name": "Aanmelding",
                "company_id": cls.organisation.id,
                "member_ids": cls.users["intake"].ids,
            }
        )
        cls.other_team = cls.env["client.team"].create(
            {
                "name": "Overkant",
                "company_id": cls.neighbour.id,
                "member_ids": [cls.stranger.id],
            }
        )
        cls.domain = cls.env.ref("social_map.life_domain_housing")
        cls.channel = cls.env.ref("client_support.contact_channel_phone")

    @classmethod
    def make_user(cls, login, group, company=None):
        company = company or cls.organisation
        return new_test_user(
            cls.env,
            login,
            groups=group,
            lang="en_US",
            company_id=company.id,
            company_ids=[company.id],
        )

    @classmethod
    def as_role(cls, role, model):
        """The model as the user of a role sees it."""
        return cls.as_user(cls.users[role], model)

    @classmethod
    def as_user(cls, user, model):
        cls.env.invalidate_all()
        return (
            cls.env[model]
            .with_user(user)
            .with_context(allowed_company_ids=user.company_ids.ids)
        )

    @classmethod
    def make_resident(cls, role="supporter", user=None, **values):
        return cls.as_user(user or cls.users[role], "client.resident").create(
            {"nickname": "Sjaan", "name": "Sjaan Voorbeeld", **values}
        )

    @classmethod
    def make_contact(cls, resident, user=None, **values):
        user = user or resident.env.user
        return cls.as_user(user, "client.contact").create(
            {
                "resident_id": resident.id,
                "channel_id": cls.channel.id,
                "question_ids": [
                    (0, 0, {"life_domain_id": cls.domain.id, "description": "Huur"})
                ],
                **values,
            }
        )

    @classmethod
    def write_the_log(cls):
        """Write the read log now: a test commits nothing, which is when it is done."""
        cls.env.cr.flush()
        log = cls.env["client.access.log"]
        log._write_acts(cls.env.cr, log._book().take())

    def open_menus(self, role, *addons):
        """Load the views and a record behind every menu of these addons.

        :return: the external ids of the menus that were opened
        """
        user = self.users[role]
        menus = self.env["ir.ui.menu"].with_user(user).load_web_menus(False)
        opened = []
        for menu in menus.values():
            if not (menu.get("xmlid") or "").startswith(addons):
                continue
            if menu["actionModel"] == "ir.actions.act_window":
                action = self.env["ir.actions.act_window"].browse(menu["actionID"])
                model = self.as_user(user, action.res_model)
                views = model.get_views(action.views)
                # What the web client asks for: not all that Odoo has of a contact.
                shown = list(views["models"][action.res_model]["fields"])
                model.search([], limit=1).read(shown)
                opened.append(menu["xmlid"])
        return opened
