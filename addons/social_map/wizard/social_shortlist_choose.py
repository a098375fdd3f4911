from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SocialShortlistChoose(models.TransientModel):
    """On which of one's own lists do these services go?"""

    _name = "social.shortlist.choose"
    _description = "Which list?"

    service_ids = fields.Many2many(
        "social.service",
        string="Services",
        required=True,
        help="What is put on the list.",
    )
    shortlist_id = fields.Many2one(
        "social.shortlist",
        string="List",
        default=lambda self: self._own_lists()[:1],
        help="One of your own lists, the last that you changed first.",
    )
    is_new = fields.Boolean(
        string="On a new list", help="Make a list, and put it on that one."
    )
    name = fields.Char(
        string="Name of the new list",
        help="For yourself, such as 'help with letters'. No names.",
    )

    @api.model
    def _own_lists(self):
        """The lists to choose from, the last changed first; favourites have a star."""
        return self.env["social.shortlist"].search([("is_favourites", "=", False)])

    def action_put(self):
        """Put the services on that list, or on a new one, and open it."""
        self.ensure_one()
        if not (self.name if self.is_new else self.shortlist_id):
            raise ValidationError(self.env._("Choose a list, or name a new one."))
        shortlist = self.shortlist_id
        if self.is_new:
            shortlist = shortlist.create({"name": self.name})
        # As the user: a list of somebody else is refused here.
        shortlist.service_ids |= self.service_ids
        return shortlist._open()
