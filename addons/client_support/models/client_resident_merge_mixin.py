from odoo import models
from odoo.exceptions import LockError, UserError
from odoo.fields import Command

# What is of the file itself and not of the person.
STAYS = frozenset({"id", "number", "dossier_id", "company_id", "team_id", "name_key"})
STAYS |= frozenset(models.LOG_ACCESS_COLUMNS)


class ClientResidentMergeMixin(models.AbstractModel):
    """Two files of one person become one, and nothing of either is lost."""

    _name = "client.resident.merge.mixin"
    _description = "Can be merged"

    def _absorb(self, other):
        """Join the file of `other` to this one, and let `other` be no more.

        The caller has checked the right to both (`client.merge`). What is filled in
        here stays; what is empty is taken over. Access rows move along, since they
        prove who could look; a consent stands only where both files had it.

        :raises UserError: when somebody else is merging or changing one of them
        """
        self.ensure_one()
        # Elevated: the moved records need not all be open to the one who merges.
        kept, other = self.sudo(), other.sudo()
        try:
            (kept | other).lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else is changing one of these files at this moment. Open "
                    "them again in a minute."
                )
            ) from error
        files = [
            (self.env[name].sudo().with_context(active_test=False), field)
            for name in sorted(self.pool)
            if self._is_file(name) and self.env[name]._auto
            for field in self.env[name]._fields.values()
            if field.comodel_name == self._name and field.store
        ]
        for model, field in files:
            if field.type == "many2many":
                records = model.search([(field.name, "in", other.id)])
                records.write({field.name: [Command.link(kept.id)]})
        for model, field in files:
            if field.type == "many2one":
                records = model.search([(field.name, "=", other.id)])
                records._merge_into(kept)
        for model, field in files:
            if field.type == "many2many":
                records = model.search([(field.name, "in", other.id)])
                records.write({field.name: [Command.unlink(other.id)]})
        kept._take_over(other)
        self.env["client.access"]._move(other, kept)
        kept._move_hanging(other)
        self.env["client.former.number"].sudo().create(
            {
                "resident_id": kept.id,
                "number": other.number,
                "former_id": other.id,
                "merged_by_id": self.env.uid,
            }
        )
        self.env.flush_all()
        dossier = other.dossier_id
        other.unlink()
        dossier.unlink()
        kept._sync_portal_access()
        self._witness("merge", self.ids, ["number"])

    def _take_over(self, other):
        """Fill in what is empty here from `other`; what warns stands when it did there.

        `_absorb` has moved everything that other records hold.
        """
        values = {}
        for name, field in self._fields.items():
            if not field.store or field.type == "one2many" or name in STAYS:
                continue
            if field.type == "many2many":
                values[name] = [Command.link(id_) for id_ in other[name].ids]
            elif other[name] and not self[name]:
                values[name] = field.convert_to_write(other[name], self)
        values["is_light"] = self.is_light and other.is_light
        # Two files cannot hold one account, so the other lets go first.
        other.portal_partner_id = False
        self.write(values)

    def _move_hanging(self, other):
        """Reminders and documents of `other` hang on this file from now on."""
        for name in ("mail.activity", "ir.attachment"):
            # Elevated and past the rule that a document stays with its file: the file
            # is the same, it is called otherwise.
            model = self.env[name].sudo().with_context(active_test=False)
            hanging = model.search(
                [("res_model", "=", self._name), ("res_id", "=", other.id)]
            )
            hanging._write({"res_id": self.id})
            hanging.invalidate_recordset(["res_id"])
            hanging.modified(["res_id"])
