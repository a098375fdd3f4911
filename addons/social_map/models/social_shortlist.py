from urllib.parse import urlencode

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# What the page of a list takes at most.
MOST = 50


class SocialShortlist(models.Model):
    """Services that somebody put together: to keep, to print, to give to a resident.

    Only its owner sees it. What is passed on is a link with the numbers of public
    services and nothing else, so a list needs no name of whoever it was made for.
    """

    _name = "social.shortlist"
    _description = "List of Services"
    _order = "is_favourites desc, write_date desc, id desc"

    name = fields.Char(
        required=True, help="For yourself, such as 'help with letters'. No names."
    )
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="cascade",
        index=True,
        help="The only one who sees it.",
    )
    is_favourites = fields.Boolean(
        string="Favourites",
        readonly=True,
        copy=False,
        help="The list behind the star on a service.",
    )
    service_ids = fields.Many2many(
        "social.service",
        string="Services",
        help="What is on it; what is no longer published is left out when it is "
        "passed on.",
    )
    link = fields.Char(
        string="Link to share",
        compute="_compute_link",
        help="A public page with these services; it says nothing of who made it.",
    )
    text = fields.Text(
        string="Text to copy",
        compute="_compute_text",
        help="For a letter or a message: name, organisation, what it is and how to "
        "reach it.",
    )

    _favourites_uniq = models.UniqueIndex(
        "(user_id) WHERE is_favourites", "Somebody has one list of favourites."
    )

    @api.constrains("service_ids")
    def _check_length(self):
        if any(len(one.service_ids) > MOST for one in self):
            raise ValidationError(self.env._("A list holds %s services at most.", MOST))

    def write(self, vals):
        result = super().write(vals)
        # A rule is asked before: here also after, so that nobody gives a list away.
        self.check_access("write")
        return result

    @api.depends("name", "user_id")
    @api.depends_context("uid")
    def _compute_display_name(self):
        # The label of a link is computed elevated: it tells a list to its owner only.
        for one in self:
            one.display_name = one.name if one.user_id == self.env.user else False

    @api.depends("service_ids.is_published")
    def _compute_link(self):
        for one in self:
            path = one._path("/sociale-kaart/lijst")
            one.link = path and f"{self.get_base_url()}{path}"

    @api.depends("service_ids.is_published")
    @api.depends_context("lang")
    def _compute_text(self):
        for one in self:
            # While a form is not saved it holds copies, which have no page.
            one.text = one.service_ids._origin._as_text()

    def _path(self, page):
        """The address of a public page with these services; none when all are gone."""
        shown = self.service_ids.filtered("is_published")
        query = urlencode([("s", number) for number in shown.ids])
        return f"{page}?{query}" if shown else ""

    def action_open_page(self):
        """The public page of the list."""
        return self._action_page("/sociale-kaart/lijst")

    def action_print(self):
        """The leaflet: large type, to give along."""
        return self._action_page("/sociale-kaart/lijst/folder")

    def _action_page(self, page):
        self.ensure_one()
        path = self._path(page)
        if not path:
            raise ValidationError(
                self.env._("Nothing on this list is published: put a service on it.")
            )
        return {"type": "ir.actions.act_url", "url": path, "target": "new"}

    def action_look_up(self):
        """Look for services to put on this list."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "social_map.social_service_action_look_up"
        )
        return {**action, "context": {"for_shortlist": self.id}}

    def _open(self):
        """The list on the screen."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("My lists"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
        }

    @api.model
    def _favourites(self):
        """The user's own list of favourites, or none."""
        return self.search(
            [("user_id", "=", self.env.uid), ("is_favourites", "=", True)]
        )
