import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..document_kinds import IN_WORDS, MAX_BYTES, kind_of, named


class ClientHeldDocumentMixin(models.AbstractModel):
    """Holds one document: an attachment of the record, open to whoever reads that.

    Chosen on the form by `upload`, which gives nothing back: the document comes out by
    a download only, and each of those is logged (`ir.attachment`). To replace it,
    delete the record and make another.
    """

    _name = "client.held.document.mixin"
    _inherit = ["client.file.mixin"]
    _description = "Holds a document"

    upload = fields.Binary(
        string="Choose a document",
        compute="_compute_upload",
        inverse="_inverse_upload",
        help="PDF, photograph, office document or plain text, 20 MB at most.",
    )
    file_name = fields.Char(
        string="File", help="The name of the document as it was chosen."
    )
    has_document = fields.Boolean(
        string="Document",
        compute="_compute_has_document",
        help="Whether there is a document to download.",
    )

    @api.depends()
    def _compute_upload(self):
        self.upload = False

    def _inverse_upload(self):
        for record in self.filtered("upload"):
            record._hold(record.upload)

    @api.depends("file_name")
    def _compute_has_document(self):
        holders = set(self._documents().mapped("res_id"))
        for record in self:
            record.has_document = record._origin.id in holders

    def _documents(self):
        """The attachments of these records, as far as the user may see them."""
        return self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "in", self._origin.ids)]
        )

    def _hold(self, encoded):
        """Keep a document, as the caller: an attachment asks for its record.

        :param encoded: its bytes in base64
        :raises UserError: for more than one, for too much, or for a kind that is not
            taken
        """
        if self._documents():
            raise UserError(
                self.env._("There is a document already. Add the new one by itself.")
            )
        try:
            content = base64.b64decode(encoded, validate=True)
        except binascii.Error as error:
            raise UserError(self.env._("The document did not arrive whole.")) from error
        if len(content) > MAX_BYTES:
            raise UserError(
                self.env._(
                    "This document is too large: %s MB at most. A photograph can be "
                    "made smaller, a long letter can be added in parts.",
                    MAX_BYTES // 1024**2,
                )
            )
        kind = kind_of(content)
        if not kind:
            raise UserError(
                self.env._(
                    "This is not a document that can be kept here, whatever its name "
                    "says. Use one of: %s.",
                    IN_WORDS,
                )
            )
        mimetype, ending = kind
        self.file_name = named(self.file_name, ending)
        self.env["ir.attachment"].create(
            {
                "name": self.file_name,
                "raw": content,
                "mimetype": mimetype,
                "res_model": self._name,
                "res_id": self.id,
            }
        )

    def action_download(self):
        """The document, as a download; the attachment asks whether that is allowed."""
        self.ensure_one()
        self.check_access("read")
        document = self._documents()[:1]
        if not document:
            raise UserError(self.env._("There is no document here."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{document.id}?download=true",
            "target": "self",
        }
