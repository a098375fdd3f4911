from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from ..roles import BESIDE_RESIDENTS
from .client_day_mixin import BLOCKS

# So few letters would find half of everybody.
SHORTEST_SEARCH = 2
FOUND_AT_MOST = 8


class ClientDay(models.AbstractModel):
    """What one person has to do today: the page that a supporter begins with.

    It keeps nothing and knows of no other part: each model that inherits
    `client.day.mixin` brings its own lines, as the user and through the rules.
    """

    _name = "client.day"
    _description = "My day"

    @api.model
    def my_day(self):
        """The page: the day in words, the lines of each block, and whether the user
        registers contacts (a volunteer does not).
        """
        self._check_role()
        blocks = {block: [] for block in BLOCKS}
        for line in self._lines():
            blocks[line["block"]].append(line)
        for lines in blocks.values():
            lines.sort(key=lambda line: line.get("order") or "")
        today = fields.Date.context_today(self)
        return {
            "day": format_date(self.env, today, date_format="EEEE d MMMM"),
            "blocks": blocks,
            "may_register": self.env["client.quick.contact"].has_access("create"),
        }

    @api.model
    def _lines(self):
        mixin = self.pool["client.day.mixin"]
        for name, model in sorted(self.pool.items()):
            if issubclass(model, mixin) and not model._abstract:
                records = self.env[name]
                if records.has_access("read"):
                    yield from records._day_lines()

    @api.model
    def find_mine(self, text):
        """Residents and cases open to the user, by name, nickname or number.

        An ordinary search: through the rules, and noted in the log of looks.
        """
        self._check_role()
        text = (text or "").strip()
        if len(text) < SHORTEST_SEARCH:
            return []
        found = []
        for name in ("client.resident", "client.case"):
            records = self.env[name].with_context(resident_names=True)
            if records.has_access("read"):
                found += [
                    {"model": name, "id": id_, "name": label}
                    for id_, label in records.name_search(text, limit=FOUND_AT_MOST)
                ]
        return found

    @api.model
    def _check_role(self):
        """:raises AccessError: for who does not work beside residents"""
        if not any(map(self.env.user.has_group, BESIDE_RESIDENTS)):
            raise AccessError(
                self.env._("My day is for who works beside residents, day by day.")
            )
