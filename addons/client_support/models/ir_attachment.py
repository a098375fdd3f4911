from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .. import inside

# What of a document says something of its file.
TELLING = frozenset({"name", "description", "index_content", "db_datas", "url"})


class IrAttachment(models.Model):
    """A document of a file is reached by way of that file and by nothing else.

    Odoo has three other roads: `public`, an access token that does not end, and signed
    tokens that live for weeks, whatever became of the consent.
    """

    _inherit = "ir.attachment"

    @api.constrains("res_model", "res_id", "public", "access_token")
    def _check_of_a_file(self):
        for attachment in self.sudo():
            if attachment._is_of_a_file():
                if attachment.public or attachment.access_token:
                    raise ValidationError(
                        self.env._(
                            "A document of a resident's file is never public and has "
                            "no link that opens it for others."
                        )
                    )
            elif attachment.res_model == "mail.activity" and attachment.res_id:
                activity = self.env["mail.activity"].sudo().browse(attachment.res_id)
                if inside.is_inside(self.env, activity.exists().res_model):
                    raise ValidationError(
                        self.env._(
                            "Put the document in the file, not on the activity: an "
                            "activity passes and its documents with it."
                        )
                    )

    def _inaccessible_comodel_records(self, model_and_ids, operation):
        """What is shared by consent are fields, never the documents of a file."""
        kept = self._models_of_fields_only()
        rest = {}
        for model, ids in model_and_ids.items():
            if model in kept:
                yield from ((model, record_id) for record_id in ids)
            else:
                rest[model] = ids
        yield from super()._inaccessible_comodel_records(rest, operation)

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        if kept := self._models_of_fields_only():
            domain = Domain(domain) & Domain("res_model", "not in", kept)
        return super()._search(domain, offset, limit, order, **kwargs)

    def _fetch_query(self, query, fields):
        """Names of documents of a file leave a row in the read log.

        Not when the program reads them for itself; what goes out then is below.
        """
        fetched = super()._fetch_query(query, fields)
        if not self.env.su and TELLING & {field.name for field in fields}:
            inside.witness(fetched, "document")
        return fetched

    def _compute_raw(self):
        self._witness_download()
        return super()._compute_raw()

    def _to_http_stream(self):
        self._witness_download()
        return super()._to_http_stream()

    def _witness_download(self):
        """Whose bytes come out, by whatever road, is a look into that file."""
        inside.witness(self, "document", "export")

    @api.model
    def _models_of_fields_only(self):
        """The files of which the user may read some fields at most."""
        if self.env.su or not self.env.user._has_group("base.group_portal"):
            return []
        return [
            name
            for name in inside.names(self.env)
            if name not in inside.KEYS and self.env[name]._whitelist() is not None
        ]

    def write(self, vals):
        if vals.keys() & {"res_model", "res_id"}:
            for attachment in self.sudo():
                target = (
                    vals.get("res_model", attachment.res_model),
                    vals.get("res_id", attachment.res_id),
                )
                bound = (attachment.res_model, attachment.res_id)
                if attachment.res_id and attachment._is_of_a_file() and bound != target:
                    raise UserError(
                        self.env._("A document of a file stays with that file.")
                    )
        return super().write(vals)

    def copy_data(self, default=None):
        if any(attachment._is_of_a_file() for attachment in self.sudo()):
            raise UserError(self.env._("A document of a file cannot be copied."))
        return super().copy_data(default)

    @api.model
    def create_unique(self, values_list):
        """Odoo looks for the same bytes in everything: that would tell who has them."""
        ids = []
        for values in values_list:
            found = self.browse(super().create_unique([values])).sudo()
            elsewhere = found.filtered(lambda found: not found._is_of_a_file())
            ids.extend(elsewhere.ids or self.create(values).ids)
        return ids

    def _has_attachments_ownership(self, attachment_tokens):
        """A signed token proves that one had access once, not that one still has."""
        tokens = attachment_tokens or [None] * len(self)
        if len(tokens) == len(self):
            tokens = [
                None if attachment.sudo()._is_of_a_file() else token
                for attachment, token in zip(self, tokens, strict=True)
            ]
        return super()._has_attachments_ownership(tokens)

    def _can_return_content(self, field_name=None, access_token=None):
        if self.sudo()._is_of_a_file():
            return False
        return super()._can_return_content(field_name, access_token)

    def _is_of_a_file(self):
        """Whether this attachment is a document of a resident's file."""
        # Nothing else comes into memory, where it would be found without a check.
        pointer = self.with_context(prefetch_fields=False)
        return inside.is_inside(self.env, pointer.res_model)
