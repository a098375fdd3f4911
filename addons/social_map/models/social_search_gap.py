from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..words import MAX_WORDS, fold, printed

# From how many times on a gap is shown: fewer could be one person's own words.
SHOWN_FROM = 3
# “Nothing to do” holds until a month has this many times the count that it was said of.
LOOK_AGAIN_AT = 2
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
    dismissed_count = fields.Integer(
        string="Times, when there was nothing to do",
        readonly=True,
        aggregator=None,
        help="How often it was looked for in a month when somebody said that nothing "
        "needs to be done. That holds for later months too, until somebody looks at it "
        "again or a month has twice as many.",
    )

    _term_uniq = models.Constraint(
        "UNIQUE(name, month)", "This was counted in this month already."
    )
    _counted = models.Constraint("CHECK(count > 0)", "Somebody looked for it.")

    @api.model
    def _count(self, words, chosen=None):
        """Count a question without result, if it can be kept of nobody in particular.

        With a choice of facets it is the choice that left nothing: not counted. That
        there is nothing to do goes along to a new month, until the count has grown.
        """
        term = self._term(words)
        if not term or any((chosen or {}).values()):
            return
        month = fields.Date.context_today(self).replace(day=1)
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """INSERT INTO social_search_gap
                    (name, month, count, state, dismissed_count, note)
                SELECT %(term)s, %(month)s, 1, coalesce(before.state, 'new'),
                    before.dismissed_count, before.note
                FROM (SELECT) AS one LEFT JOIN (
                    SELECT * FROM (
                        SELECT state, dismissed_count, note FROM social_search_gap
                        WHERE name = %(term)s AND month < %(month)s
                        ORDER BY month DESC LIMIT 1
                    ) AS latest WHERE state = 'dismissed'
                ) AS before ON TRUE
                WHERE (
                    SELECT count(*) FROM social_search_gap WHERE month = %(month)s
                ) < %(most)s OR EXISTS (
                    SELECT FROM social_search_gap
                    WHERE month = %(month)s AND name = %(term)s
                )
                ON CONFLICT (name, month)
                DO UPDATE SET count = social_search_gap.count + 1,
                    state = CASE
                        WHEN social_search_gap.state = 'dismissed'
                            AND social_search_gap.count + 1
                                >= %(again)s * social_search_gap.dismissed_count
                        THEN 'new' ELSE social_search_gap.state
                    END""",
                term=term,
                month=month,
                most=MAX_TERMS,
                again=LOOK_AGAIN_AT,
            )
        )
        self.invalidate_model(["count", "state"])

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
        """Nothing needs to be done, in whatever month it is looked for."""
        for gap in self:
            same = gap._same_words()
            most = max(same.mapped("count"))
            same.write({"state": "dismissed", "dismissed_count": most})
            same.filtered(lambda one: not one.note).note = gap.note

    def action_look_again(self):
        """There may be something to do after all."""
        for gap in self:
            gap._same_words().filtered(lambda one: one.state == "dismissed").write(
                {"state": "new", "dismissed_count": 0}
            )

    def _same_words(self):
        """The same words in every month, for who may decide on them here."""
        self.ensure_one()
        self.check_access("write")
        # Elevated: the counts of a month that are not shown yet. Only what was decided
        # is written there, and nothing of them is told.
        return self.sudo().search([("name", "=", self.name)])

    @api.autovacuum
    def _forget(self):
        """Counts that were never shown go after their month, the others after years."""
        today = fields.Date.context_today(self)
        self.search(
            ["|", "&", ("count", "<", SHOWN_FROM), ("month", "<", today.replace(day=1))]
            + [("month", "<", today - relativedelta(months=KEPT_MONTHS))]
        ).unlink()
