from odoo import api, models

from ..screen import form_of

# The four parts of the page, in this order.
BLOCKS = ("today", "week", "me", "others")


class ClientDayMixin(models.AbstractModel):
    """A model that has something to say on the page "My day" (`client.day`).

    It inherits this and answers `_day_lines`, as the user, through the rules: a line
    for each thing to do, or one for a count of them. The number of queries does not
    depend on how much there is to do.
    """

    _name = "client.day.mixin"
    _description = "Has lines on My day"

    @api.model
    def _day_lines(self):
        """The lines of this model for the user, made by `_day_line`."""
        return []

    @api.model
    def _day_line(self, block, text, action, **more):
        """One line.

        :param block: one of `BLOCKS`: today, this week, who waits for me, for whom I
            wait
        :param text: a few words, with the number of a file and never a name
        :param action: what opens with it; see `_day_form` and `_day_list`
        :param more: `at`, a time or a day, in front of it; `detail`, behind it;
            `tone`, "danger" for what is late and "warning" for what is nearly so;
            `order`, what the lines of a block are sorted by: an ISO moment or date
        """
        return {"block": block, "text": text, "action": action, **more}

    def _day_form(self):
        """The action that opens this record."""
        return form_of(self)

    @api.model
    def _day_list(self, name, domain, views=("list", "form")):
        """The action that opens a list of records of this model."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": self._name,
            "domain": domain,
            "views": [[False, view] for view in views],
            "target": "current",
        }
