from odoo import api, models
from odoo.tools import format_date

from ..screen import labels
from ..statement import checksum
from .client_statement_figures import FOLLOWED


class ClientStatementPeriod(models.AbstractModel):
    """The statement of an organisation over a period, in figures."""

    _name = "client.statement.period"
    _inherit = ["client.statement.mixin"]
    _description = "Independence statement of a period"

    @api.model
    def _of_period(self, company, date_from, date_until):
        """The statement; figures check who may have it."""
        figures = self.env["client.statement.figures"]._figures(
            company, date_from, date_until
        )
        # Elevated: seals say nothing of anybody.
        seal = self.env["client.access.log.digest"].sudo()
        seal = seal.search([("day", "<=", date_until)], limit=1)
        claims = self._claims(company, figures)
        return {
            "title": self.env._("The whole organisation"),
            "organisation": company.name,
            "period": self._period(
                format_date(self.env, date_from), format_date(self.env, date_until)
            ),
            "claims": claims,
            "figures": self._figures_in_words(figures),
            "seal": {
                "day": seal.day and format_date(self.env, seal.day),
                "digest": seal.digest or "",
            },
            "moment": "",
            "checksum": checksum(
                [company.id, date_from, date_until, figures, seal.digest]
            ),
        }

    @api.model
    def _claims(self, company, figures):
        """What the figures of a period say, each with the number that says so."""
        conflicts = [figures[f"conflicts_{followed}"] for followed in FOLLOWED]
        return [
            {**claim, "count": count, "proof": proof}
            for claim, count, proof in (
                (
                    self._claim(
                        False
                        if figures["leaked_access"]
                        else None
                        if figures["unknown_access"]
                        else True,
                        self.env._(
                            "Nobody who decides on support, gives care, manages or "
                            "pays could see a file without permission of the resident."
                        ),
                        self.env._(
                            "Somebody who decides on support, gives care, manages or "
                            "pays could see a file without permission of the resident."
                        ),
                        unknown=self.env._(
                            "Somebody who decides on support, gives care, manages or "
                            "pays could once see a file. It is not known whether that "
                            "was already their work at that time."
                        ),
                    ),
                    figures["leaked_access"] or figures["unknown_access"],
                    self.env._("access table and roles"),
                ),
                (
                    self._claim_no_looks(figures["leaked_looks"]),
                    figures["leaked_looks"],
                    self.env._("read log"),
                ),
                (
                    self._claim_founded(figures["unfounded_looks"]),
                    figures["unfounded_looks"],
                    self.env._("read log"),
                ),
                (
                    self._claim_organisation(company),
                    0,
                    self.env._("registration of the organisation"),
                ),
                (
                    self._claim(
                        False
                        if figures["conflicts_ignored"]
                        else bool(figures["checks"]) or None,
                        self.env._(
                            "Conflicts of interest were checked, and whoever had one "
                            "was refused, left out or lost access at once."
                        ),
                        self.env._(
                            "A conflict of interest was found, and yet somebody began "
                            "or went on as supporter."
                        ),
                        unknown=self.env._(
                            "No check of conflicts of interest is on record."
                        ),
                    ),
                    sum(conflicts),
                    self.env._("%s checks", figures["checks"]),
                ),
                (
                    self._claim_sealed(
                        not figures["days_broken"] if figures["days_sealed"] else None,
                        self.env._("The list of looks was changed afterwards."),
                    ),
                    figures["days_broken"],
                    self.env._("%s daily seals", figures["days_sealed"]),
                ),
            )
        ]

    @api.model
    def _figures_in_words(self, figures):
        """(heading, [(label, number)]) of everything that was counted."""
        kinds = labels(self.env["client.access"], "kind")
        log = self.env["client.access.log"]
        return [
            (
                self.env._("The work"),
                [
                    (self.env._("Cases"), figures["cases"]),
                    (
                        self.env._("People who supported, or stood in"),
                        figures["supporters"],
                    ),
                ],
            ),
            (
                self.env._("Checks of conflicts of interest"),
                [
                    (self.env._("Checks"), figures["checks"]),
                    (
                        self.env._("Conflict found, refused"),
                        figures["conflicts_refused"],
                    ),
                    (
                        self.env._("Conflict found, not given cover"),
                        figures["conflicts_left_out"],
                    ),
                    (
                        self.env._("Conflict found later, access ended"),
                        figures["conflicts_ended"],
                    ),
                ],
            ),
            (
                self.env._("Who could see files: people times files, by reason"),
                [(label, figures[f"access_{kind}"]) for kind, label in kinds.items()],
            ),
            (
                self.env._("Begun in this period"),
                [
                    (self.env._("Emergencies"), figures["emergencies"]),
                    (
                        self.env._("Looks with a reason"),
                        figures["looks_with_reason"],
                    ),
                    (self.env._("Shared with consent"), figures["consents"]),
                ],
            ),
            (self.env._("Told to others"), self._shared_in_words(figures)),
            (
                self.env._("Looks and changes, by role"),
                [
                    (
                        log._function_in_words(name.removeprefix("looks_")),
                        number,
                    )
                    for name, number in sorted(figures.items())
                    if name.startswith("looks_") and name != "looks_with_reason"
                ],
            ),
            (
                self.env._("What was stopped, and what must be zero"),
                [
                    (self.env._("Attempts that were refused"), figures["refused"]),
                    (
                        self.env._(
                            "Access of people who decide, give care, manage or pay, "
                            "without consent"
                        ),
                        figures["leaked_access"],
                    ),
                    (
                        self.env._(
                            "The same, of people of whom it is not known what they "
                            "did at that time"
                        ),
                        figures["unknown_access"],
                    ),
                    (
                        self.env._(
                            "Looks of people who decide, give care, manage or pay, "
                            "without consent"
                        ),
                        figures["leaked_looks"],
                    ),
                    (
                        self.env._("Looks without a reason on record"),
                        figures["unfounded_looks"],
                    ),
                    (
                        self.env._("Supporters with access after a conflict was found"),
                        figures["conflicts_ignored"],
                    ),
                    (
                        self.env._("Days of the list of looks that were changed"),
                        figures["days_broken"],
                    ),
                ],
            ),
        ]
