from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OcoGrantRate(models.Model):
    """An agreed all-in rate per hour of a function, for some months."""

    _name = "oco.grant.rate"
    _description = "Agreed rate"
    _order = "grant_id, function, valid_from, id"

    grant_id = fields.Many2one(
        "oco.grant",
        required=True,
        index=True,
        ondelete="cascade",
        help="Of which grant.",
    )
    currency_id = fields.Many2one(related="grant_id.currency_id")
    function = fields.Char(
        required=True, help="As in the hours: the function of the supporter."
    )
    scale = fields.Char(help="The salary scale.")
    rate = fields.Monetary(required=True, help="Euros per hour, all in.")
    valid_from = fields.Date(required=True, help="The first day, of a month.")
    valid_to = fields.Date(help="The last day, of a month; empty: no end.")

    _rate_positive = models.Constraint(
        "CHECK(rate > 0)", "A rate per hour is more than nothing."
    )
    _valid_order = models.Constraint(
        "CHECK(valid_to IS NULL OR valid_from <= valid_to)",
        "A rate ends on or after its first day.",
    )

    @api.constrains("valid_from", "valid_to")
    def _check_whole_months(self):
        for rate in self:
            last = rate.valid_to and fields.Date.end_of(rate.valid_to, "month")
            if rate.valid_from.day != 1 or rate.valid_to != last:
                raise ValidationError(
                    self.env._(
                        "Hours are counted by month: let the rate of %s begin on the "
                        "first day of a month and end on the last day of one.",
                        rate.function,
                    )
                )

    @api.constrains("grant_id", "function", "valid_from", "valid_to")
    def _check_no_overlap(self):
        for rate in self:
            others = rate.grant_id.rate_ids - rate
            for other in others.filtered(lambda one, rate=rate: rate._same(one)):
                if rate._overlaps(other):
                    raise ValidationError(
                        self.env._(
                            "Two rates of %(function)s hold at the same time, from "
                            "%(first)s and from %(second)s. End the first before the "
                            "second begins.",
                            function=rate.function,
                            first=min(rate.valid_from, other.valid_from),
                            second=max(rate.valid_from, other.valid_from),
                        )
                    )

    def _same(self, other):
        return self.function.strip().casefold() == other.function.strip().casefold()

    def _overlaps(self, other):
        return (not self.valid_to or other.valid_from <= self.valid_to) and (
            not other.valid_to or self.valid_from <= other.valid_to
        )
