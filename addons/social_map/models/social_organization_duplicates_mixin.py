from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .. import duplicates


class SocialOrganizationDuplicatesMixin(models.AbstractModel):
    """What tells that two organisations of the social map may be the same."""

    _name = "social.organization.duplicates.mixin"
    _description = "Organisation that may be there twice"

    name_key = fields.Char(
        compute="_compute_keys",
        store=True,
        index="trigram",
        groups="base.group_user",
        help="The words of its name that tell it from others.",
    )
    phone_key = fields.Char(
        compute="_compute_keys",
        store=True,
        index="btree_not_null",
        groups="base.group_user",
        help="Its telephone number in one form.",
    )
    mail_key = fields.Char(
        compute="_compute_keys",
        store=True,
        index="btree_not_null",
        groups="base.group_user",
        help="The domain of its e-mail address, unless it is anybody's.",
    )
    registry_key = fields.Char(
        compute="_compute_keys",
        store=True,
        index="btree_not_null",
        groups="base.group_user",
        help="Its number at the Chamber of Commerce.",
    )
    address_key = fields.Char(
        compute="_compute_keys",
        store=True,
        index="btree_not_null",
        groups="base.group_user",
        help="Its postal code and house number.",
    )

    @api.depends(
        "partner_id.name",
        "partner_id.phone",
        "partner_id.email",
        "partner_id.company_registry",
        "partner_id.zip",
        "partner_id.street",
    )
    def _compute_keys(self):
        for card in self:
            card.update(self._keys_of(card.partner_id))

    @api.model
    def _keys_of(self, partner):
        """What organisations are compared by, empty ones as nothing."""
        keys = {
            "name_key": duplicates.name_key(partner.name),
            "phone_key": duplicates.phone_key(partner.phone),
            "mail_key": duplicates.mail_key(partner.email),
            "registry_key": duplicates.registry_key(partner.company_registry),
            "address_key": duplicates.address_key(partner.zip, partner.street),
        }
        return {name: key or False for name, key in keys.items()}

    @api.model
    def _likely_same(self, partner):
        """The cards of other organisations that a contact, saved or not, may be."""
        keys = self._keys_of(partner)
        name = keys.pop("name_key")
        alike = Domain.OR(Domain(field, "=", key) for field, key in keys.items() if key)
        if name:
            # Elevated: the rows are read as the user below.
            self.sudo().flush_model(["name_key"])
            rows = self.env.execute_query(
                SQL(
                    "SELECT id FROM social_organization"
                    " WHERE active AND similarity(name_key, %s) >= %s",
                    name,
                    duplicates.ALIKE,
                )
            )
            alike |= Domain("id", "in", [row[0] for row in rows])
        apart = self.env["social.distinct.pair"]._others(
            partner._origin.social_organization_ids
        )
        return self.search(
            alike
            & Domain("partner_id", "!=", partner._origin.id)
            & Domain("id", "not in", apart.ids),
            limit=20,
        )

    @api.model
    def _pairs_alike(self):
        """The ids of all cards in use that may be the same as another."""
        apart = self.env["social.distinct.pair"]._all("social.organization")
        found = set()
        for key in ("phone_key", "mail_key", "registry_key", "address_key"):
            for _value, cards in self._read_group(
                [("active", "=", True), (key, "!=", False)],
                [key],
                ["id:array_agg"],
                having=[("__count", ">", 1)],
            ):
                found |= duplicates.paired(cards, apart)
        cards = self.search_fetch([("name_key", "!=", False)], ["name_key"])
        names = {card.id: card.name_key for card in cards}
        return found | duplicates.names_alike(names, apart)
