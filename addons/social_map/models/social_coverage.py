from ast import literal_eval

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class SocialCoverage(models.Model):
    """Where there is help and where there is none: life domain by target group.

    Every combination has a line, also the empty ones: those are the gaps in what is
    offered. Only what is published counts. With areas in the context (`coverage_area`,
    their ids) it counts what is for whoever lives there: a dimension more would count
    what is for a whole town once for each of its neighbourhoods.
    """

    _name = "social.coverage"
    _description = "Coverage"
    _order = "life_domain_id, target_group_id"
    _auto = False
    _log_access = False

    life_domain_id = fields.Many2one(
        "life.domain", readonly=True, help="What the help is about."
    )
    target_group_id = fields.Many2one(
        "target.group", readonly=True, help="Whom it is meant for."
    )
    area_id = fields.Many2one(
        "social.area",
        string="Lives in",
        compute="_compute_area_id",
        help="Only help for whoever lives here, with what is for the whole town or the "
        "country. Empty: all help.",
    )
    quantity = fields.Integer(
        string="Services",
        readonly=True,
        help="Published services for this group on this life domain.",
    )
    general = fields.Integer(
        string="For everybody",
        readonly=True,
        aggregator="max",
        help="Published services on this life domain that are for no group apart.",
    )
    is_empty = fields.Boolean(
        string="Gap",
        readonly=True,
        help="Nothing for this group on this life domain.",
    )

    @api.depends("life_domain_id", "target_group_id")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.life_domain_id.name}, {one.target_group_id.name}"

    @api.depends_context("coverage_area")
    def _compute_area_id(self):
        self.area_id = self._areas()[:1]

    @api.model
    def _areas(self):
        """The areas that are asked for, chosen or typed; none: everywhere."""
        asked = self.env.context.get("coverage_area") or []
        return self.env["social.area"].search(
            Domain.OR(
                Domain("display_name", "ilike", one)
                if isinstance(one, str)
                else Domain("id", "=", one)
                for one in asked
            )
        )

    @api.model
    def _for_who_lives_there(self):
        """SQL: of which services, those of the areas around included."""
        if not self.env.context.get("coverage_area"):
            return SQL("TRUE")
        areas = self._areas()
        around = areas.search([("id", "parent_of", areas.ids)])
        return SQL(
            """(service.is_nationwide OR EXISTS (
                   SELECT FROM social_area_social_service_rel AS of_area
                    WHERE of_area.social_service_id = service.id
                      AND of_area.social_area_id = ANY(%s)))""",
            around.ids,
        )

    @property
    def _table_query(self):
        self.env["social.service"].flush_model(
            [
                *("is_published", "is_nationwide"),
                *("life_domain_ids", "target_group_ids", "area_ids"),
            ]
        )
        return SQL(
            """
            WITH offered AS (
                SELECT of_domain.life_domain_id, of_group.target_group_id, service.id
                  FROM social_service AS service
                  JOIN life_domain_social_service_rel AS of_domain
                    ON of_domain.social_service_id = service.id
             LEFT JOIN social_service_target_group_rel AS of_group
                    ON of_group.social_service_id = service.id
                 WHERE service.is_published AND %(here)s
            ), counted AS (
                SELECT life_domain_id, target_group_id, count(*) AS quantity
                  FROM offered
              GROUP BY life_domain_id, target_group_id
            )
            SELECT life_domain.id * 1000000 + target_group.id AS id,
                   life_domain.id AS life_domain_id,
                   target_group.id AS target_group_id,
                   coalesce(special.quantity, 0) AS quantity,
                   coalesce(general.quantity, 0) AS general,
                   special.quantity IS NULL AS is_empty
              FROM life_domain
        CROSS JOIN target_group
         LEFT JOIN counted AS special
                ON special.life_domain_id = life_domain.id
               AND special.target_group_id = target_group.id
         LEFT JOIN counted AS general
                ON general.life_domain_id = life_domain.id
               AND general.target_group_id IS NULL
             WHERE life_domain.active AND target_group.active
            """,
            here=self._for_who_lives_there(),
        )

    def action_services(self):
        """What there is for these combinations, those for everybody included.

        Of a total only what all of them share is asked: the domain or the group.
        """
        domains, groups = self.life_domain_id, self.target_group_id
        areas = self._areas()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "social_map.social_service_action_look_up"
        )
        if self.env.context.get("coverage_area") and not areas:
            # Nobody lives there: as in the cell, what is for the whole country.
            published = Domain(literal_eval(action["domain"]))
            action["domain"] = list(published & Domain("is_nationwide", "=", True))
        return {
            **action,
            "context": {
                f"search_default_{name}": shared.ids
                for name, shared in (
                    ("life_domain_ids", domains),
                    ("target_group_ids", groups),
                )
                if len(shared) == 1
            }
            | ({"search_default_area_ids": areas.ids} if areas else {}),
        }
