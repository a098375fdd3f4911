from datetime import date

from odoo import fields, models

from ..screen import form_of

# Lists of life domains that a picture can be drawn in, as life.domain.term calls them.
VOCABULARIES = (
    "Levensgebieden van Houben",
    "Zelfredzaamheid-Matrix (ZRM) 2017",
    "Positieve gezondheid",
)


class ClientCaseAssessmentMixin(models.AbstractModel):
    """The life domains of the residents of a case."""

    _name = "client.case.assessment.mixin"
    _description = "Case with assessments"

    assessment_ids = fields.One2many(
        "client.assessment",
        "case_id",
        string="Assessments",
        help="How the residents are doing on each life domain, from time to time.",
    )

    no_end_assessment = fields.Selection(
        [
            ("declined", "The resident did not want to"),
            ("no_contact", "Contact was lost"),
            ("unable", "The resident could not, or died"),
            ("recent", "A recent one says it all"),
            ("other", "Another reason"),
        ],
        string="Why no final assessment",
        help="Asked for when a full case is closed without one.",
    )

    def _missing_for(self, stage):
        missing = super()._missing_for(stage)
        if (
            stage == "closed"
            and not self._is_short()
            and not self.no_end_assessment
            and (residents := self._without_end_assessment())
        ):
            missing.append(
                self.env._(
                    "Make the final assessment of %s, or choose why there is none.",
                    ", ".join(residents.mapped("number")),
                )
            )
        return missing

    def _without_end_assessment(self):
        """The residents without a final assessment since the case was last opened."""
        self.ensure_one()
        since = max(self.closure_ids.mapped("reopened_on"), default=date.min)
        final = self.assessment_ids.filtered(
            lambda one: one.kind == "end" and one.date >= since
        )
        return self.resident_ids - final.resident_id

    def action_new_assessment(self):
        """An assessment of today, with a line for each life domain."""
        self.ensure_one()
        self.check_access("write")
        return form_of(
            self.env["client.assessment"],
            name=self.env._("Life domains"),
            context={"default_case_id": self.id},
        )

    def life_domain_picture(
        self, assessment=None, first=None, vocabulary=None, by=None
    ):
        """What the tab “Life domains” draws, read as the user.

        :param assessment: id of the one to show; empty: the last one
        :param first: id of the one to compare with; empty: the first of this resident;
            0: none
        :param vocabulary: one of the names that came with the answer; empty: our own
        :param by: "own_score" for the score of the resident
        """
        self.ensure_one()
        self.check_access("read")
        every = self.assessment_ids.sorted(lambda one: one._place())
        shown = every.filtered(lambda one: one.id == assessment) or every[-1:]
        of_resident = every.filtered(lambda one: one.resident_id == shown.resident_id)
        before = of_resident.filtered(lambda one: one._place() < shown._place())
        beside = (
            before[:1] if first is None else before.filtered(lambda o: o.id == first)
        )
        named = self.with_context(resident_names=True)
        return {
            "assessments": [
                {
                    "id": one.id,
                    "title": one._title(),
                    "of_whom": len(self.resident_ids) > 1
                    and one.resident_id.with_env(named.env).display_name,
                }
                for one in reversed(every)
            ],
            "before": [{"id": one.id, "title": one._title()} for one in before],
            "shown": shown.id,
            "first": beside.id,
            "vocabularies": VOCABULARIES,
            "picture": shown._picture(
                beside,
                vocabulary if vocabulary in VOCABULARIES else None,
                "own_score" if by == "own_score" else "score",
            )
            if shown
            else None,
        }

    def _open_in_assessment(self):
        """What of the life domains is to be looked at before the case is closed.

        Client support is on the whole of life (Wmo 2015 art. 1.1.1, “integraal”):
        each life domain was talked about, or passed over on purpose.

        :return: sentences; none when nothing is open
        """
        self.ensure_one()
        domains = self.env["life.domain"].search([("active", "=", True)])
        lines = self.assessment_ids.line_ids.filtered("score")
        sentences = []
        for resident in self.resident_ids:
            considered = lines.filtered(
                lambda line, resident=resident: line.resident_id == resident
            ).life_domain_id
            missing = domains - considered
            if missing == domains:
                sentences.append(
                    self.env._(
                        "No life domain of %s was looked at. Make an assessment; “not "
                        "discussed” is an answer.",
                        resident.number,
                    )
                )
            elif missing:
                sentences.append(
                    self.env._(
                        "Life domains of %(resident)s that were not looked at: "
                        "%(domains)s.",
                        resident=resident.number,
                        domains=", ".join(missing.mapped("name")),
                    )
                )
        return sentences
