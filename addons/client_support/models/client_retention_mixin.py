from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..retention import last_day_kept

# The day of a document where it is not the day on which it was last changed.
DAYS_OF_DOCUMENTS = ("date", "close_date")


class ClientRetentionMixin(models.AbstractModel):
    """A file that is kept for a term and then destroyed: a resident, a case.

    The date is worked out at night for all files at once, so that saving stays quick.
    Whoever proposes or carries out a destruction works it out again.
    """

    _name = "client.retention.mixin"
    _description = "Kept for a term"

    retention_date = fields.Date(
        string="Kept until",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The last day on which the file is kept: the last document and the term "
        "of its kind. Worked out at night; empty while a case is open.",
    )
    retain_until = fields.Date(
        string="Keep longer, until",
        help="Only when that is needed for a reason; the term of the law is the least.",
    )
    retain_reason = fields.Selection(
        [
            ("procedure", "A procedure or complaint that goes on"),
            ("interest", "A weighty interest of somebody else"),
            ("safety", "Safety of a child or the resident"),
            ("asked", "The resident asked to keep it"),
        ],
        string="Why longer",
        help="A code, so that it tells nothing more.",
    )

    @api.constrains("retain_until", "retain_reason")
    def _check_reason_to_retain(self):
        if any(bool(f.retain_until) != bool(f.retain_reason) for f in self):
            raise ValidationError(
                self.env._("To keep a file longer, give both a date and the reason.")
            )

    # Working it out -----------------------------------------------------------------

    @api.model
    def _cron_retention_dates(self):
        """Bring the dates of all residents and cases up to date."""
        for name in ("client.resident", "client.case"):
            self.env[name]._update_retention_dates()

    def _update_retention_dates(self):
        """Work out the dates of these files; of all of the model when it is empty.

        Not by `write`: that would count as a change of the file.
        """
        self.env.flush_all()
        months = self.env["client.retention.term"]._months_by_code()
        changed = [
            (file_id, kept)
            for file_id, code, last, longer, is_open, known in self._retention_facts()
            if (kept := last_day_kept(last, months[code], longer, is_open)) != known
        ]
        self.env.cr.execute_values(
            f"UPDATE {self._table} f SET retention_date = v.kept::date"
            " FROM (VALUES %s) AS v (id, kept) WHERE f.id = v.id",
            changed,
        )
        self.invalidate_model(["retention_date"], flush=False)

    def _retention_facts(self):
        """Rows of id, code of the term, last document, longer, open, date known.

        The last document of a resident may lie in one of their cases.
        """
        cases = SQL(
            """
            SELECT f.id AS file_id, f.id AS case_id, f.dossier_id
            FROM client_case f
            """
            if self._name == "client.case"
            else """
            SELECT f.id AS file_id, NULL AS case_id, f.dossier_id
            FROM client_resident f
            UNION ALL
            SELECT link.resident_id, c.id, c.dossier_id
            FROM client_case_resident_rel link
            JOIN client_case c ON c.id = link.case_id
            """
        )
        return self.env.execute_query(
            SQL(
                """
                WITH part AS (%(parts)s),
                last AS (
                    SELECT dossier_id, max(day) AS day FROM part GROUP BY dossier_id
                ),
                youth AS (
                    SELECT DISTINCT dossier_id FROM client_question
                    WHERE legal_framework = 'youth_act'
                ),
                scope AS (%(cases)s)
                SELECT f.id,
                       CASE WHEN bool_or(youth.dossier_id IS NOT NULL) THEN 'youth'
                            WHEN count(scope.case_id) > 0 THEN 'case'
                            ELSE 'contact' END,
                       max(last.day), f.retain_until,
                       coalesce(bool_or(c.stage != 'closed'), false),
                       f.retention_date
                FROM %(table)s f
                JOIN scope ON scope.file_id = f.id
                LEFT JOIN client_case c ON c.id = scope.case_id
                LEFT JOIN last ON last.dossier_id = scope.dossier_id
                LEFT JOIN youth ON youth.dossier_id = scope.dossier_id
                WHERE %(these)s
                GROUP BY f.id
                """,
                parts=SQL(" UNION ALL ").join(self._days_of_parts()),
                cases=cases,
                table=SQL.identifier(self._table),
                these=SQL("f.id = ANY(%s)", self.ids) if self.ids else SQL("true"),
            )
        )

    @api.model
    def _days_of_parts(self):
        """For each file model: the dossier and the last day of its records."""
        for name, model in self.env.registry.items():
            if model._abstract or not self._is_file(name) or not model._log_access:
                continue
            days = [
                SQL("%s::date", SQL.identifier(field))
                for field in ("write_date", *DAYS_OF_DOCUMENTS)
                if field in model._fields and model._fields[field].store
            ]
            yield SQL(
                "SELECT dossier_id, greatest(%s) AS day FROM %s",
                SQL(", ").join(days),
                SQL.identifier(model._table),
            )

    # Finding by number --------------------------------------------------------------

    @api.model
    def _by_numbers(self, numbers):
        """The residents and the cases that have these numbers, elevated.

        Only for methods that have checked that the user may act on numbers.
        """
        # Elevated: who proposes or approves a destruction reads no file.
        return tuple(
            self.env[name].sudo().search([("number", "in", list(numbers))])
            for name in ("client.resident", "client.case")
        )
