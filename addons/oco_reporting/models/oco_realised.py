from decimal import Decimal

from odoo import api, models

# Which cells of which cube are a KPI. A stock counts at the end of the period.
CELLS = {
    "K01": ("contacts", "contacts"),
    "K03": ("cases", "cases_new"),
    "K04": ("cases", "cases_closed"),
    "K05": ("stock", "cases_end"),
    "K07": ("domains", "questions"),
    "K39": ("signals", "signals"),
}


class OcoRealised(models.AbstractModel):
    """What a figure comes to in a period, for performances that follow from one.

    The one place where grants ask for figures. They are those of the whole
    organisation: cubes do not tell municipalities or funding streams apart.
    """

    _name = "oco.realised"
    _description = "Realised by a figure"

    @api.model
    def _codes(self):
        """The codes that have a figure."""
        return {*CELLS, "K33"}

    @api.model
    def _quantity(self, code, company, date_from, date_to):
        """What was counted, read as the user; None when this code has no figure."""
        if code == "K33":
            return self._client_hours(company, date_from, date_to)
        if code not in CELLS:
            return None
        cube, measure = CELLS[code]
        domain = [
            ("company_id", "=", company.id),
            ("cube", "=", cube),
            ("measure", "=", measure),
            ("period", "=", "month"),
            ("date_to", "<=", date_to),
        ]
        if cube == "stock":
            months = self.env["oco.figure"]._read_group(
                domain, ["date_to:day"], ["quantity:sum"], order="date_to:day DESC"
            )
            return Decimal(months[0][1] if months else 0)
        domain.append(("date", ">=", date_from))
        [(total,)] = self.env["oco.figure"]._read_group(domain, [], ["quantity:sum"])
        return Decimal(total or 0)

    @api.model
    def _client_hours(self, company, date_from, date_to):
        """Hours with or for a resident (K33), in hundredths."""
        [(minutes,)] = self.env["oco.figure"]._read_group(
            [
                ("company_id", "=", company.id),
                ("cube", "=", "hours"),
                ("is_client_bound", "=", True),
                ("date", ">=", date_from),
                ("date_to", "<=", date_to),
            ],
            [],
            ["quantity:sum"],
        )
        return (Decimal(minutes or 0) / 60).quantize(Decimal("0.01"))
