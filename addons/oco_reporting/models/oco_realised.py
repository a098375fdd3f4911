from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ..kpis import AGREED_CELLS


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
        return {*AGREED_CELLS, "K07", "K33"}

    @api.model
    def _quantity(self, code, company, date_from, date_to):
        """What was counted, read as the user; None when this code has no figure."""
        if code == "K33":
            return self._client_hours(company, date_from, date_to)
        if code == "K07":
            return self._questions(company, date_from, date_to)
        if code not in AGREED_CELLS:
            return None
        cube, measure = AGREED_CELLS[code]
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
    def _corrections(self, code, company, date_from, date_to):
        """What of that is of periods that were closed before these days.

        Of a code whose figure adds up over months.
        """
        cube, measure = AGREED_CELLS[code]
        [(total,)] = self.env["oco.figure"]._read_group(
            [
                ("company_id", "=", company.id),
                ("cube", "=", cube),
                ("measure", "=", measure),
                ("period", "=", "month"),
                ("date", ">=", date_from),
                ("date_to", "<=", date_to),
                ("corrects", "<", date_from),
            ],
            [],
            ["quantity:sum"],
        )
        return total or 0

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

    @api.model
    def _questions(self, company, date_from, date_to):
        """All questions of the organisation (K07): what was agreed on is not rounded.

        Its cells by life domain are; of all of them together nobody learns which.
        """
        # Facts, which nobody has rights on; one number, of an organisation of which the
        # user reads the grant that asks for it.
        self.env.cr.execute(
            SQL(
                "SELECT COALESCE(SUM(quantity), 0) FROM oco_fact_question"
                " WHERE company_id = %s AND date BETWEEN %s AND %s",
                company.id,
                date_from,
                date_to,
            )
        )
        return Decimal(self.env.cr.fetchone()[0])
