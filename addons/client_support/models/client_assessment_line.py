from odoo import api, fields, models

from ..dossier_key import DossierKey

NOT_DISCUSSED = "0"
# The meaning of each is data: client.reliance.level.
SCORES = [(NOT_DISCUSSED, "Not discussed"), *((str(n), str(n)) for n in range(1, 6))]


class ClientAssessmentLine(models.Model):
    """One life domain in an assessment."""

    _name = "client.assessment.line"
    _inherit = ["client.file.mixin"]
    _description = "Life domain in an assessment"
    _order = "id"
    _set_by_methods = frozenset({"dossier_id", "assessment_id"})
    _shared_fields = frozenset(
        {"id", "display_name", "assessment_id", "life_domain_id", "score"}
        | {"own_score", "wish", "previous_score", "change"}
    )
    _dossier_of = ("assessment_id",)

    dossier_id = DossierKey(compute="_compute_dossier_id", store=True)
    assessment_id = fields.Many2one(
        "client.assessment",
        required=True,
        index=True,
        ondelete="cascade",
        help="Of which talk.",
    )
    resident_id = fields.Many2one(
        related="assessment_id.resident_id",
        related_sudo=False,
        store=True,
        index=True,
        help="Whose life it is about.",
    )
    life_domain_id = fields.Many2one(
        "life.domain",
        required=True,
        index=True,
        ondelete="restrict",
        help="The part of life.",
    )
    score = fields.Selection(
        SCORES,
        string="Supporter",
        help="How self-reliant the resident is, as the supporter sees it. “Not "
        "discussed” says that it was passed over on purpose; empty says nothing.",
    )
    own_score = fields.Selection(
        SCORES, string="Resident", help="The score that the resident gives."
    )
    previous_score = fields.Selection(
        SCORES,
        string="Previous",
        compute="_compute_previous",
        store=True,
        # A form that is being filled in computes this for whatever it names.
        compute_sudo=False,
        help="The last score of the supporter before this one, in this case.",
    )
    change = fields.Integer(
        string="Difference",
        compute="_compute_previous",
        store=True,
        compute_sudo=False,
        aggregator=None,
        help="Score minus previous score; 0 also when one of the two is missing.",
    )
    wish = fields.Text(help="What the resident would like here, in own words.")

    _domain_uniq = models.UniqueIndex(
        "(assessment_id, life_domain_id)",
        "This life domain is in the assessment already.",
    )

    @api.depends(
        "score",
        "life_domain_id",
        "assessment_id.case_id.assessment_ids.date",
        "assessment_id.case_id.assessment_ids.resident_id",
        "assessment_id.case_id.assessment_ids.line_ids.score",
    )
    def _compute_previous(self):
        for assessment, lines in self.grouped("assessment_id").items():
            before = assessment._scores_before() if assessment else {}
            for line in lines:
                previous = before.get(line.life_domain_id._origin, False)
                known = previous and line.score not in (False, NOT_DISCUSSED)
                line.previous_score = previous
                line.change = int(line.score) - int(previous) if known else 0
