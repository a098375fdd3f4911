from odoo import api, fields, models
from odoo.fields import Command


class SocialServiceStaffMixin(models.AbstractModel):
    """What staff do with a service that they found: keep it, put it on a list."""

    _name = "social.service.staff.mixin"
    _description = "Service in the hands of staff"

    is_favourite = fields.Boolean(
        compute="_compute_is_favourite",
        search="_search_is_favourite",
        groups="base.group_user",
        help="On your own list of favourites.",
    )

    @api.depends_context("uid")
    def _compute_is_favourite(self):
        favourites = self.env["social.shortlist"]._favourites().service_ids
        for service in self:
            service.is_favourite = service._origin in favourites

    @api.model
    def _search_is_favourite(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [
            ("id", "in", self.env["social.shortlist"]._favourites().service_ids.ids)
        ]

    def action_favourite(self):
        """On the user's own favourites, or off again."""
        self.ensure_one()
        self.check_access("read")
        favourites = self.env["social.shortlist"]._favourites()
        if not favourites:
            favourites = favourites.create(
                {"name": self.env._("My favourites"), "is_favourites": True}
            )
        change = Command.unlink if self in favourites.service_ids else Command.link
        favourites.service_ids = [change(self.id)]
        self.invalidate_recordset(["is_favourite"])

    def action_shortlist(self):
        """On the list that the user is filling, on one to choose, or on the first."""
        self.check_access("read")
        lists = self.env["social.shortlist"]
        if shortlist := lists.browse(self.env.context.get("for_shortlist")).exists():
            shortlist.service_ids |= self
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "type": "success",
                    "message": self.env._("On the list “%s”.", shortlist.name),
                },
            }
        chosen = self.env["social.shortlist.choose"]
        if not chosen._own_lists():
            # Nothing to choose: its name can be changed on the screen that opens.
            first = lists.create(
                {"name": self.env._("My list"), "service_ids": self.ids}
            )
            return first._open()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Which list?"),
            "res_model": chosen._name,
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_service_ids": self.ids},
        }

    def _as_text(self):
        """Plain text on these services: what it is, how to reach it, its page."""
        return "\n\n".join(
            "\n".join(
                line
                for line in (
                    service.name,
                    service.organization_name,
                    service.summary,
                    service.phone or service.organization_id.phone,
                    service.email or service.organization_id.email,
                    service.url or service.organization_id.website,
                    service.get_base_url() + service._page_path(),
                )
                if line
            )
            for service in self
            if service.is_published
        )
