from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..dossier_key import DossierKey


class ClientQuestion(models.Model):
    """A question of a resident on one life domain: the unit of KPI K07."""

    _name = "client.question"
    _inherit = ["client.file.mixin"]
    _description = "Question"
    _order = "id"
    _shared_fields = frozenset(
        {"id", "display_name", "life_domain_id", "legal_framework"}
        | {"description", "outcome"}
    )
    _dossier_of = ("case_id", "contact_id")

    dossier_id = DossierKey(compute="_compute_dossier_id", store=True)
    contact_id = fields.Many2one(
        "client.contact",
        index="btree_not_null",
        ondelete="cascade",
        help="The contact in which it came up.",
    )
    case_id = fields.Many2one(
        "client.case",
        index="btree_not_null",
        ondelete="cascade",
        help="The case in which it is worked on.",
    )
    resident_ids = fields.Many2many(
        "client.resident",
        "client_question_resident_rel",
        "question_id",
        "resident_id",
        string="Of whom",
        help="Whose question it is; empty: of everybody that the case is for.",
    )
    life_domain_id = fields.Many2one(
        "life.domain",
        required=True,
        index=True,
        ondelete="restrict",
        help="What part of life it is about.",
    )
    legal_framework = fields.Selection(
        [
            ("wmo", "Wmo 2015"),
            ("youth_act", "Jeugdwet"),
            ("participation_act", "Participatiewet"),
            ("wlz", "Wlz"),
            ("zvw", "Zvw"),
            ("debt_support", "Wgs (debt support)"),
            ("education", "Appropriate education"),
            ("other", "Other"),
        ],
        string="Law",
        help="The law that the answer may lie in, when there is one.",
    )
    description = fields.Text(
        string="In own words", help="The question as the resident puts it."
    )
    outcome = fields.Selection(
        [
            ("answered", "Answered"),
            ("partly", "Partly answered"),
            ("referred", "Referred"),
            ("not_answered", "Not answered"),
        ],
        help="How it ended.",
    )

    _belongs_somewhere = models.Constraint(
        "CHECK(contact_id IS NOT NULL OR case_id IS NOT NULL)",
        "A question belongs to a contact or a case.",
    )

    @api.constrains("case_id", "contact_id")
    def _check_same_file(self):
        for question in self.filtered(lambda q: q.case_id and q.contact_id):
            if question.contact_id.case_id != question.case_id:
                raise ValidationError(
                    self.env._("The contact of the question is not part of the case.")
                )

    @api.constrains("case_id", "contact_id", "resident_ids")
    def _check_of_whom(self):
        # Elevated: a resident of the case may be hidden from the one who writes.
        for question in self.sudo():
            if question.resident_ids - (
                question.case_id.resident_ids or question.contact_id.resident_id
            ):
                raise ValidationError(
                    self.env._("The question is of somebody that the case is not for.")
                )

    @api.model
    def _witness_residents(self):
        """A question that names whose it is is of no other resident of the case."""
        return SQL(
            "COALESCE((SELECT array_agg(of_whom.resident_id)"
            " FROM client_question_resident_rel of_whom"
            " WHERE of_whom.question_id = f.id), rows.residents)"
        )
