from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from .. import change_values

COMPARED = {
    "social.service": (
        *("name", "alternate_name", "summary", "description", "easy_text"),
        *("life_domain_ids", "category_ids", "support_form_id", "formality"),
        *("provision_level", "law", "keywords", "performs_client_support"),
        *("independence", "independence_statement", "target_group_ids", "for_whom"),
        *("not_for_whom", "minimum_age", "maximum_age", "area_ids", "is_nationwide"),
        *("language_ids", "interpreter", "cost", "cost_ids", "referral_needed"),
        *("application_process", "phone", "email", "url", "contact_role"),
        *("reach_phone", "reach_online", "reach_visit", "reach_home", "schedule_ids"),
        *("moment_reflection", "moment_obtaining", "moment_using"),
        *("waiting_weeks", "capacity_available", "capacity_maximum", "measured_on"),
        "persona_ids",
    ),
    "res.partner": (
        *("name", "organization_type", "public_description", "phone", "email"),
        *("website", "company_registry", "street", "zip", "city"),
        *("takes_access_decisions", "provides_indicated_care"),
    ),
}


class SocialMerge(models.TransientModel):
    """Two services, or two organisations, turned out to be one.

    What goes is ended and archived, never deleted: its id in open data and its page
    lead to what stays. Of an organisation the services move; the contact itself is
    archived and not merged by Odoo, because employments, interests and access of other
    parts of the program point at a contact and must not follow by themselves.
    """

    _name = "social.merge"
    _description = "Merge two Records of the Directory"

    kept_service_id = fields.Many2one(
        "social.service",
        string="This Service Stays",
        ondelete="cascade",
        help="It keeps its id, its page and all that hangs on it.",
    )
    other_service_id = fields.Many2one(
        "social.service",
        string="This Service Goes into It",
        ondelete="cascade",
        domain="[('id', '!=', kept_service_id)]",
        help="It ends; its old id and page lead to what stays.",
    )
    kept_partner_id = fields.Many2one(
        "res.partner",
        string="This Organisation Stays",
        ondelete="cascade",
        help="It keeps its id, its page and all that hangs on it.",
    )
    other_partner_id = fields.Many2one(
        "res.partner",
        string="This Organisation Goes into It",
        ondelete="cascade",
        domain="[('is_support_organization', '=', True),"
        " ('id', '!=', kept_partner_id)]",
        help="Its services move; it is archived and its old id leads to what stays.",
    )
    line_ids = fields.One2many(
        "social.merge.line",
        "merge_id",
        string="Differences",
        help="The fields in which they differ.",
    )

    @api.model
    def _open(self, kept, other, below=None):
        """The wizard, filled in for a record and the one that it may be.

        :param below: the record on whose form it is opened; `kept`, unless given
        """
        below = below or kept
        kind = "service" if kept._name == "social.service" else "partner"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge"),
            "res_model": self._name,
            "views": [[False, "form"]],
            "target": "new",
            "context": {
                f"default_kept_{kind}_id": kept.id,
                f"default_other_{kind}_id": other.id,
                "active_model": below._name,
                "active_id": below.id,
            },
        }

    def _two(self):
        if self.kept_service_id:
            return self.kept_service_id, self.other_service_id
        return self.kept_partner_id, self.other_partner_id

    def _below(self):
        """The record on whose form this was opened; nothing is read of it."""
        context = self.env.context
        record = self._two()[0]
        is_same_kind = context.get("active_model") == record._name
        return record.browse(is_same_kind and context.get("active_id"))

    @api.onchange(
        "kept_service_id", "other_service_id", "kept_partner_id", "other_partner_id"
    )
    def _onchange_two(self):
        """Lay the two side by side."""
        kept, other = (record._origin for record in self._two())
        lines = []
        for name in COMPARED[kept._name] if kept and other else ():
            here = change_values.current(kept, name)
            there = change_values.current(other, name)
            if change_values.same(here, there):
                continue
            lines.append(
                {
                    "field_name": name,
                    "label": kept._fields[name]._description_string(self.env),
                    "kept_text": change_values.in_words(kept, name, here),
                    "other_text": change_values.in_words(other, name, there),
                    "take_other": not here,
                }
            )
        self.line_ids = [Command.clear(), *map(Command.create, lines)]

    def action_swap(self):
        """What was to go stays, and the other way round."""
        kept, other = self._two()
        return self._open(other, kept, self._below())

    def action_not_duplicate(self):
        """The two are not the same, and are not proposed together again."""
        self.ensure_one()
        kept, other = self._two()
        kept._tell_apart(other)

    def action_merge(self):
        """The caller must be allowed to change both."""
        self.ensure_one()
        kept, other = self._two()
        if not (kept and other) or kept == other:
            raise UserError(self.env._("Choose two different records."))
        (kept | other).check_access("write")
        values = {
            name: change_values.written(kept, name, change_values.current(other, name))
            for name in self.line_ids.filtered("take_other").mapped("field_name")
            if name in COMPARED[kept._name]
        }
        if kept._name == "social.service":
            self._merge_services(kept, other, values)
        else:
            self._merge_organisations(kept, other, values)
        if self._below() == kept:
            # Its form is there, and reads itself again.
            return {"type": "ir.actions.act_window_close"}
        return self.env["social.change.proposal"]._form_of(kept)

    def _merge_services(self, kept, other, values):
        kept.write(values)
        aliases = self.env["social.uuid.alias"]
        places = {place.location_id: place for place in kept.service_location_ids}
        for place in other.service_location_ids:
            same = places.get(place.location_id)
            if not same:
                place.service_id = kept
                continue
            aliases._keep(place, same)
            if not same.schedule_ids:
                place.schedule_ids.service_location_id = same
        self._move_links(other, kept)
        if other.state in ("published", "paused"):
            other.action_end()
        other.active = False
        aliases._keep(other, kept)

    def _merge_organisations(self, kept, other, values):
        if not (kept.is_support_organization and other.is_support_organization):
            raise UserError(
                self.env._("Only organisations of the social map are merged here.")
            )
        services = other.with_context(active_test=False).service_ids
        services.partner_id = kept
        gone, card = other.social_organization_ids, kept.social_organization_ids
        self._move_links(gone, card)
        self.env["social.agreement"]._hand_over(other, kept)
        other.active = False
        kept.write(values)
        self.env["social.uuid.alias"]._keep(gone, card)

    def _move_links(self, gone, heir):
        """What this addon links to `gone` links to `heir` from now on.

        Files of other addons go on pointing at what was true then.
        """
        # Elevated: lists and proposals of others; the right to merge was checked.
        env = self.sudo().with_context(active_test=False).env
        for model in env.registry.values():
            if model._abstract or model._transient or not model._auto:
                continue
            for field in model._fields.values():
                if (
                    field.comodel_name == gone._name
                    and field.store
                    and not field.compute
                    and field._module == "social_map"
                    and field.type in ("many2one", "many2many")
                    and model._name not in OWN
                ):
                    for record in env[model._name].search(
                        [(field.name, "in", gone.ids)]
                    ):
                        self._move_link(record, field, gone, heir)
        env["mail.activity"].search(
            [("res_model", "=", gone._name), ("res_id", "=", gone.id)]
        ).filtered("active").res_id = heir.id

    def _move_link(self, record, field, gone, heir):
        value = heir.id
        if field.type == "many2many":
            value = [Command.unlink(gone.id), Command.link(heir.id)]
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                record[field.name] = value
                record.flush_recordset()
        except IntegrityError:
            # What may be there once is there for the heir already.
            return


# Lines that are merged field by field, and what is worked out from a service itself.
OWN = frozenset(
    {"social.service", "social.service.location", "social.schedule"}
    | {"social.service.cost", "social.search.posting"}
)
