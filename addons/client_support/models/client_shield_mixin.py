from odoo import api, fields, models

from ..screen import form_of


class ClientShieldMixin(models.AbstractModel):
    """Who can see this file now, and why: on the form of the file itself.

    For whoever may read the file, nobody else.
    """

    _name = "client.shield.mixin"
    _description = "Shows who can see it"

    seen_by_count = fields.Integer(
        string="Can see this now",
        compute="_compute_seen_by_count",
        aggregator=None,
        help="How many people can see this file at this moment.",
    )

    def _compute_seen_by_count(self):
        key = self._shield_key()
        files = self._origin._filtered_access("read")
        # Elevated: nobody reads access rows; only a number comes out, for files that
        # the user may read.
        rows = self.env["client.access"].sudo()
        counts = dict(
            rows._read_group(
                [
                    (key, "in", files.ids),
                    ("user_id.active", "=", True),
                    ("valid_from", "<=", "now"),
                    ("valid_until", ">", "now"),
                ],
                [key],
                ["user_id:count_distinct"],
            )
        )
        by_id = {file.id: count for file, count in counts.items()}
        for file in self:
            file.seen_by_count = by_id.get(file._origin.id, 0)

    @api.model
    def _shield_key(self):
        """The field of an access row that says whether it opens this file.

        A resident's own record opens by every row about that resident, also one of a
        case.
        """
        return {"client.case": "case_id", "client.resident": "resident_id"}[self._name]

    def _shield_rows(self):
        """All rows that open or opened this file, elevated; the caller checks."""
        return (
            self.env["client.access"]
            .sudo()
            .search([(self._shield_key(), "in", self.ids)])
        )

    def action_shield(self):
        """Show who can see the file, who could, and who looked."""
        self.ensure_one()
        self.check_access("read")
        shield = self.env["client.shield"]._about(self)
        return form_of(
            shield,
            name=self.env._("Who can see this file?"),
            target="new",
            context={"dialog_size": "extra-large"},
        )
