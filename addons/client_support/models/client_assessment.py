import math
from datetime import date

from odoo import api, fields, models

from .. import radar
from ..screen import labels
from .client_assessment_line import NOT_DISCUSSED

KINDS = [("start", "Start"), ("interim", "Interim"), ("end", "Final")]


class ClientAssessment(models.Model):
    """How a resident is doing on each life domain, at one moment.

    Scores of the supporter and of the resident stand side by side. A new one comes
    with a line for every life domain and the wishes of the last one; its scores are
    empty, so that nobody agrees with an old score by doing nothing.
    """

    _name = "client.assessment"
    _inherit = ["client.case.person.mixin"]
    _description = "Assessment of life domains"
    _order = "date desc, id desc"
    _shared_fields = frozenset({"id", "display_name", "kind", "date"})

    resident_id = fields.Many2one(
        required=True, index=True, help="Whose life it is about."
    )
    kind = fields.Selection(
        KINDS,
        required=True,
        default="start",
        help="At the start, in between or at the end of the support.",
    )
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The day of the talk.",
    )
    line_ids = fields.One2many(
        "client.assessment.line",
        "assessment_id",
        string="Life domains",
        help="A line for each life domain.",
    )
    considered = fields.Char(
        compute="_compute_considered",
        help="How many life domains were talked about, or passed over on purpose.",
    )

    @api.depends("line_ids.score")
    def _compute_considered(self):
        for assessment in self:
            lines = assessment.line_ids
            assessment.considered = f"{len(lines.filtered('score'))}/{len(lines)}"

    @api.model
    def default_get(self, fields):
        """On a screen: of the only resident, the right kind, and all lines."""
        values = super().default_get(fields)
        case = self.env["client.case"].browse(values.get("case_id"))
        resident = self.env["client.resident"].browse(values.get("resident_id"))
        resident = resident or self._only_resident(case)
        values["resident_id"] = resident.id
        if "line_ids" in fields and case:
            values["line_ids"] = self._lines_to_fill(case, resident)
        if case.assessment_ids.filtered(lambda one: one.resident_id == resident):
            values["kind"] = "interim"
        return values

    @api.onchange("resident_id")
    def _onchange_resident_id(self):
        """The wishes are those of the one who is chosen."""
        last = self._last_of(self.case_id._origin, self.resident_id._origin)
        wishes = {line.life_domain_id: line.wish for line in last.line_ids}
        for line in self.line_ids:
            line.wish = line.wish or wishes.get(line.life_domain_id)

    @api.model_create_multi
    def create(self, vals_list):
        filled = []
        for vals in vals_list:
            if not vals.get("line_ids"):
                case = self.env["client.case"].browse(vals.get("case_id"))
                resident = self.env["client.resident"].browse(vals.get("resident_id"))
                resident = resident or self._only_resident(case)
                vals = {**vals, "line_ids": self._lines_to_fill(case, resident)}
            filled.append(vals)
        return super().create(filled)

    @api.model
    def _last_of(self, case, resident):
        return case.assessment_ids.filtered(
            lambda one: one.resident_id == resident
        ).sorted(lambda one: one._place())[-1:]

    @api.model
    def _lines_to_fill(self, case, resident):
        """Commands for a line of every life domain, with the last wishes."""
        last = self._last_of(case, resident)
        wishes = {line.life_domain_id: line.wish for line in last.line_ids}
        return [
            fields.Command.create(
                {"life_domain_id": domain.id, "wish": wishes.get(domain)}
            )
            for domain in self.env["life.domain"].search([])
        ]

    def _place(self):
        """Place in time; what is not saved yet is the last of its day."""
        return (self.date or date.max, self._origin.id or math.inf)

    def _scores_before(self):
        """{life domain: score}, the last ones that this resident got in this case."""
        self.ensure_one()
        resident, place = self.resident_id._origin, self._place()
        earlier = self.case_id._origin.assessment_ids.filtered(
            lambda one: one.resident_id == resident and one._place() < place
        )
        return {
            line.life_domain_id: line.score
            for one in earlier.sorted(lambda one: one._place())
            for line in one.line_ids
            if line.score not in (False, NOT_DISCUSSED)
        }

    # The picture ---------------------------------------------------------------------

    def _picture(self, first=None, vocabulary=None, by="score"):
        """This assessment beside an earlier one, for the screen and for paper.

        :param first: the earlier one; may be empty
        :param vocabulary: the names of which list the axes have; empty: our own
        :param by: "score" of the supporter or "own_score" of the resident
        :return: a dict with the drawing (`radar.draw`) and the rows of its table
        """
        self.ensure_one()
        moments = [one for one in (first, self) if one]
        titles = [one._title() for one in moments]
        axes = self._axes(vocabulary)
        scores = [
            {
                line.life_domain_id: int(line[by])
                for line in one.line_ids
                if line[by] not in (False, NOT_DISCUSSED)
            }
            for one in moments
        ]
        values = [
            [
                radar.mean([known[domain] for domain in domains if domain in known])
                for _label, domains in axes
            ]
            for known in scores
        ]
        labels = [label for label, _domains in axes]
        wishes = {line.life_domain_id: line.wish for line in self.line_ids}
        return {
            "titles": titles,
            "drawing": radar.draw(labels, values),
            "rows": [
                {
                    "label": label,
                    "values": [column[place] for column in values],
                    "change": radar.change([column[place] for column in values]),
                    "wish": "; ".join(filter(None, map(wishes.get, domains))),
                }
                for place, (label, domains) in enumerate(axes)
            ],
        }

    def _printed(self):
        """What is on paper: the first assessment beside this one, in our own words."""
        of_resident = self.case_id.assessment_ids.filtered(
            lambda one: (
                one.resident_id == self.resident_id and one._place() < self._place()
            )
        ).sorted(lambda one: one._place())
        levels = self.env["client.reliance.level"].search([("active", "=", True)])
        return {**self._picture(of_resident[:1]), "levels": levels}

    def _title(self):
        kinds = labels(self, "kind")
        day = self.env["ir.qweb.field.date"].value_to_html(self.date, {})
        return f"{kinds[self.kind]}, {day}"

    @api.model
    def _axes(self, vocabulary=None):
        """Pairs of a label and the life domains that it stands for."""
        if not vocabulary:
            return [(one.name, one) for one in self.env["life.domain"].search([])]
        terms = self.env["life.domain.term"].search(
            [
                ("vocabulary", "=", vocabulary),
                ("classification", "=", "domain"),
            ],
            order="id",
        )
        return [
            (term.name, term.life_domain_id | term.also_domain_ids) for term in terms
        ]

    def action_print(self):
        """The picture and its table on paper."""
        self.check_access("read")
        return self.env.ref("client_support.client_assessment_report")._print_or_show(
            self
        )
