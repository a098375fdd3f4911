from odoo import api, models


class ClientStatementPeriod(models.AbstractModel):
    """Beside what the tables prove: whether residents felt it (K30).

    Independence is experienced; no log can tell.
    """

    _inherit = "client.statement.period"

    @api.model
    def _of_period(self, company, date_from, date_until):
        statement = super()._of_period(company, date_from, date_until)
        answered, share = self.env["oco.survey.result"]._says_yes(
            company, "OCO1", date_from, date_until
        )
        words = (
            self.env._(
                "%(share)s%% of %(answered)s residents who answered",
                share=round(share),
                answered=answered,
            )
            if share is not None
            else self.env._("Too few answers to show")
        )
        statement["figures"].append(
            (
                self.env._("What residents say, in whole quarters of the period"),
                [
                    (
                        self.env._("“My supporter served only my interest”: agrees"),
                        words,
                    )
                ],
            )
        )
        return statement
