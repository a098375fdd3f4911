from odoo import api, fields, models

from ..screen import labels


class ClientDocument(models.Model):
    """A document in a case: a letter, a decision, an authorisation, a plan.

    A medical one is only for who works on, or may look at, the whole file: no consent
    for the part “Documents” opens it. The rules say so.
    """

    _name = "client.document"
    # The document before the part of a case: both say what a file is.
    _inherit = ["client.held.document.mixin", "client.own.part.mixin"]
    _description = "Document"
    _order = "date desc, id desc"
    _shared_fields = frozenset({"id", "display_name", "title", "category", "date"})
    _domain_shared = (("category", "!=", "medical"),)

    title = fields.Char(required=True, help="What it is, in a few words.")
    category = fields.Selection(
        [
            ("letter", "Letter of the municipality"),
            ("decision", "Decision"),
            ("report", "Report"),
            ("authorisation", "Authorisation"),
            ("plan", "Plan"),
            ("medical", "Medical"),
            ("other", "Other"),
        ],
        required=True,
        default="letter",
        help="What kind of document. Medical: only who works on the whole file "
        "sees it.",
    )
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The day on the document.",
    )
    for_resident = fields.Boolean(
        string="Resident may see",
        help="The resident can download it on their own page.",
    )

    # The resident's own page ----------------------------------------------------------

    @api.model
    def _for_residents(self):
        return [("for_resident", "=", True)]

    def _as_shown(self):
        return {
            "id": self.id,
            "title": self.title,
            "category": labels(self, "category")[self.category],
            "date": self.date,
            "has_document": self.has_document,
        }

    @api.model
    def _attachment_for_user(self, document_id):
        """The attachment of a document that the resident may see, elevated.

        :return: nothing when there is no such document among the user's own
        """
        # Elevated: as in `_shown_of`; the cases are the user's own.
        return (
            self.sudo()
            .search(
                [
                    ("id", "=", document_id),
                    ("case_id", "in", self._own_rows().case_id.ids),
                    *self._for_residents(),
                ]
            )
            ._documents()[:1]
        )
