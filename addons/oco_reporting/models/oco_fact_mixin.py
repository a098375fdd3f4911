import hashlib

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import hmac

# Columns that say nothing of what happened: they are no dimensions of a figure.
NO_DIMENSION = frozenset({"date", "quantity", "event_key", "person_key"})


class OcoFactMixin(models.AbstractModel):
    """One event that figures count, with its dimensions on the row itself.

    Nobody has rights on facts: they stand so close to a file that a filter could point
    at a person. Only the engine reads them, to build cubes. A fact names no file and no
    person; two facts of the same one carry the same keyed pseudonym, so that unique
    residents and whole cases can be counted.

    A model of facts says in `_facts_sql` which rows it holds: one SELECT whose columns
    carry the names of the model's fields, without `kept`. Facts follow from it alone:
    the engine compares it month by month with what is there and replaces the months
    that differ (`oco.engine`).
    """

    _name = "oco.fact.mixin"
    _description = "Fact"
    _facts_sql = ""
    # Facts of how things stand, which tell nothing of the past: of the present month
    # alone; what was built of the months before stays.
    _facts_of_now = False

    date = fields.Date(required=True, help="The day of the event.")
    company_id = fields.Many2one(
        "res.company", required=True, ondelete="cascade", help="Whose work it is."
    )
    team_id = fields.Many2one(
        "client.team",
        ondelete="restrict",
        help="The team that did it; none for what an organisation does as a whole.",
    )
    event_key = fields.Char(
        help="Pseudonym of the contact, case, … that it is about: the same on all its "
        "facts. Empty for counts of files that were destroyed, or came from outside.",
    )
    kept = fields.Boolean(
        help="Of files that were destroyed: a count per period that stays, without a "
        "file behind it.",
    )
    kept_period = fields.Char(
        help="Of such a count: the kind of period that it was counted for."
    )
    quantity = fields.Integer(
        required=True,
        default=1,
        help="How many events the row stands for; the only thing to add up.",
    )

    @api.model
    def _facts_query(self, for_comparison=False):
        """The rows this model should hold, from the files as they are.

        :param for_comparison: with numbers of records instead of pseudonyms of them,
            which take more time than all the rest; never to be kept
        :return: SQL with one column per name in `_facts_columns`
        """
        begin, end = SQL("concat("), SQL()
        if not for_comparison:
            begin = SQL(
                "left(encode(sha256(convert_to(%s || ", self._pseudonym_secret()
            )
            end = SQL(", 'UTF8')), 'hex')")
        return SQL(
            "SELECT %s FROM (%s) AS fact",
            SQL(", ").join(map(SQL.identifier, self._facts_columns())),
            SQL(self._facts_sql, pseudonym=begin, end=end),
        )

    @api.model
    def _facts_columns(self):
        """The columns that a file fills, in a fixed order."""
        return sorted(
            name
            for name, field in self._fields.items()
            if field.store and name not in ("id", "kept", "kept_period")
        )

    @api.model
    def _dimensions(self):
        """The columns of a fact by which figures can be told apart."""
        return [name for name in self._facts_columns() if name not in NO_DIMENSION]

    @api.model
    def _kept_periods(self):
        """The kinds of period for which counts of destroyed files are kept."""
        return ("month",)

    @api.model
    def _count_of(self, period):
        """SQL of the number that facts in a period of this kind stand for."""
        return "SUM(quantity)::integer"

    @api.model
    def _pseudonym_secret(self):
        """The key of pseudonyms: of this database alone, and stored nowhere."""
        # Elevated: the secret of the database, which nobody is shown.
        return hmac(self.env(su=True), "oco_reporting.pseudonym", "facts")

    @api.model
    def _pseudonym_seed(self):
        """A number that is another one when pseudonyms are, and tells nothing of them.

        Fingerprints are made with it: facts under an old key are seen to differ.
        """
        digest = hashlib.sha256(self._pseudonym_secret().encode()).digest()
        return int.from_bytes(digest[:7], "big")


def pseudonym(kind, number, length=16):
    """Return SQL for the keyed pseudonym of record `number` of a kind.

    :param kind: what the record is ("case", "resident"): other kinds get other keys
    :param number: SQL of its id; NULL gives NULL
    :param length: how many signs
    """
    # Of these placeholders `_facts_query` makes the keyed sum, or the number itself.
    return f"%(pseudonym)s'{kind}' || {number}%(end)s, {length})"


def first_resident(case):
    """Return SQL for the pseudonym of the resident on a case, of several the first."""
    link = (
        f"SELECT MIN(resident_id) FROM client_case_resident_rel WHERE case_id = {case}"
    )
    return pseudonym("resident", f"({link})")
