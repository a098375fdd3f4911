from odoo import api, fields, models, tools


class ClientEquatedDay(models.Model):
    """A day that a royal decree equates with a holiday (Algemene termijnenwet 3 lid 3).

    Often the Friday after Ascension Day. The decrees are made for some years at a
    time and printed in the Staatscourant; an administrator copies them. Terms that
    run at that moment are counted anew.
    """

    _name = "client.equated.day"
    _description = "Day equated with a holiday"
    _order = "date desc"
    _rec_name = "date"

    date = fields.Date(required=True, help="The day.")
    source = fields.Char(required=True, help="The decree, e.g. Stcrt. and number.")

    _date_uniq = models.Constraint("UNIQUE(date)", "This day is there already.")

    @api.model_create_multi
    def create(self, vals_list):
        days = super().create(vals_list)
        self._count_anew()
        return days

    def write(self, vals):
        result = super().write(vals)
        self._count_anew()
        return result

    def unlink(self):
        result = super().unlink()
        self._count_anew()
        return result

    @api.model
    def _count_anew(self):
        self.env.registry.clear_cache()
        # Elevated: whoever keeps this list reads no file; dates only are counted.
        steps = self.env["client.procedure.step"].sudo()
        running = steps.search([("state", "=", "running")])
        running.modified(["start_date"])
        running._follow()
        complaints = self.env["client.complaint"].sudo()
        open_ones = complaints.search([("closed_on", "=", False)])
        open_ones.modified(["received_on"])
        open_ones._remind()

    @api.model
    @tools.ormcache()
    def _days(self):
        """All of them, as dates."""
        # Elevated: a calendar, for whoever works with terms.
        return frozenset(self.sudo().search([("date", "!=", False)]).mapped("date"))
