from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..words import MAX_WORDS, fold, printed

# From how many times on a gap is shown: fewer could be one person's own words.
SHOWN_FROM = 3
# Months that counts are kept; those that were never shown are not kept after theirs.
KEPT_MONTHS = 24
# A longer question is a story, and may be somebody's own.
MAX_LETTERS = 60
# Digits from which on it may be somebody's number.
MAX_DIGITS = 5
# Terms counted in one month at most, so that a robot cannot fill the database.
MAX_TERMS = 5000


class SocialSearchGap(models.Model):
    """What the public looked for in a month and did not find.

    A count, and nothing about who asked: no visitor, address, session or time of day.
    Only counts from three on can be seen, by whatever way (a global rule).
    """

    _name = "social.search.gap"
    _description = "Search without Result"
    _order = "month desc, count desc, name"
    _log_access = False

    name = fields.Char(
        string="Looked for", required=True, readonly=True, help="The words."
    )
    month = fields.Date(
        required=True, readonly=True, help="The first day of the month it was in."
    )
    count = fields.Integer(
        string="Times", required=True, readonly=True, help="How often in that month."
    )
    state = fields.Selection(
        [
            ("new", "New"),
            ("synonym", "Synonym made"),
            ("sent", "Sent on"),
            ("dismissed", "Nothing to do"),
        ],
        required=True,
        default="new",
        help="What was done with it.",
    )
    note = fields.Char(help="What was decided. No names of residents.")

    _term_uniq = models.Constraint(
        "UNIQUE(name, month)", "This was counted in this month already."
    )
    _counted = models.Constraint("CHECK(count > 0)", "Somebody looked for it.")

    @api.model
    def _count(self, words, chosen=None):
        """Count a question without result, if it can be kept of nobody in particular.

        With a choice of facets it is the choice that left nothing: not counted.
        """
        term = self._term(words)
        if not term or any((chosen or {}).values()):
            return
        month = fields.Date.context_today(self).replace(day=1)
        self.env.cr.execute(
            SQL(
                """INSERT INTO social_search_gap (name, month, count, state)
                SELECT %(term)s, %(month)s, 1, 'new'
                WHERE (
                    SELECT count(*) FROM social_search_gap WHERE month = %(month)s
                ) < %(most)s OR EXISTS (
                    SELECT FROM social_search_gap
                    WHERE month = %(month)s AND name = %(term)s
                )
                ON CONFLICT (name, month)
                DO UPDATE SET count = social_search_gap.count + 1""",
                term=term,
                month=month,
                most=MAX_TERMS,
            )
        )
        self.invalidate_model(["count"])

    @api.model
    def _term(self, words):
        """The words in one form, or "" when they may be about somebody."""
        words = words or ""
        if (
            "@" in words
            or len(words) > MAX_LETTERS
            or sum(letter.isdigit() for letter in words) > MAX_DIGITS
        ):
            return ""
        terms = [fold(word) for word in printed(words)]
        return " ".join(terms) if len(terms) <= MAX_WORDS else ""

    def action_make_synonym(self):
        """Say what these words mean, so that they find something from then on."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New synonym"),
            "res_model": "social.synonym",
            "view_mode": "form",
            "target": "new",
            "context": {"default_name": self.name, "default_gap_id": self.id},
        }

    def action_dismiss(self):
        """Nothing needs to be done."""
        self.write({"state": "dismissed"})

    @api.autovacuum
    def _forget(self):
        """Counts that were never shown go after their month, the others after years."""
        today = fields.Date.context_today(self)
        self.search(
            ["|", "&", ("count", "<", SHOWN_FROM), ("month", "<", today.replace(day=1))]
            + [("month", "<", today - relativedelta(months=KEPT_MONTHS))]
        ).unlink()
