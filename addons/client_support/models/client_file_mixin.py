from odoo import api, fields, models, tools
from odoo.exceptions import AccessError

from ..dossier_key import DossierKey
from ..roles import ACCESS_OFFICER, PROVIDER_STAFF


class ClientFileMixin(models.AbstractModel):
    """Everything inside the fence: a part of a resident's file.

    Who may see a record follows from `client.access` alone, through the dossier that
    the record belongs to and a global rule per operation. This mixin closes what
    rules do not: a value that links to a file of somebody else, and fields that only
    a method with its own check may set.
    """

    _name = "client.file.mixin"
    _inherit = ["client.witness.mixin"]
    _description = "Part of a resident's file"

    # What who decides on support or gives care may read, in a part that the resident
    # consented to share. Empty, so that a new field or model is not shared by itself.
    _shared_fields = frozenset()
    # Fields that no user sets directly; methods that check do.
    _set_by_methods = frozenset({"dossier_id"})
    # Links to files, the first filled in says whose dossier it is kept in. A model
    # that has them computes and stores `dossier_id`.
    _dossier_of = ()

    # In this file for the work, and yet about somebody else: not in the copy for the
    # resident, nor in the list of who looked (AVG art. 15 lid 4).
    _of_somebody_else = False
    # Which records of a part that is shared are shared: all, as a rule.
    _domain_shared = ()

    dossier_id = DossierKey(
        "client.dossier",
        readonly=True,
        index=True,
        copy=False,
        ondelete="restrict",
        groups=fields.NO_ACCESS,
        help="What an access row opens. Only the access rules read this.",
    )

    @api.depends(lambda self: [f"{name}.dossier_id" for name in self._dossier_of])
    def _compute_dossier_id(self):
        for record in self:
            files = filter(None, (record[name] for name in self._dossier_of))
            record.dossier_id = next((file.dossier_id for file in files), False)

    @api.depends_context("lang")
    def _compute_display_name(self):
        """What it is, never what is in it: Odoo reads labels with elevated rights."""
        self.display_name = self.env["ir.model"]._get(self._name).name

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        # Copying a file is refused: not offered either.
        if view_type in ("form", "list"):
            arch.set("duplicate", "0")
        return arch, view

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # With defaults: a user may keep personal ones for any field, and a context
            # brings its own. They pass the same checks as what was given.
            vals_list = [self._add_missing_default_values(vals) for vals in vals_list]
            for vals in vals_list:
                self._check_links(vals)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if forbidden := self._set_by_methods & vals.keys():
                raise AccessError(
                    self.env._(
                        "%(fields)s cannot be changed here: use the button or the "
                        "screen that is made for it.",
                        fields=", ".join(
                            self._fields[name]._description_string(self.env)
                            for name in sorted(forbidden)
                        ),
                    )
                )
            self._check_links(vals)
        result = super().write(vals)
        if any(self._is_link_to_file(name) for name in vals):
            # Odoo checks before, not after; a link may have moved it to a dossier
            # where the user does not work.
            self.check_access("write")
        return result

    @api.model
    def _has_field_access(self, field, operation):
        allowed = super()._has_field_access(field, operation)
        if allowed and not self.env.su and (shown := self._whitelist()) is not None:
            return operation == "read" and field.name in shown
        return allowed

    def read(self, fields=None, load="_classic_read"):
        if not self.env.su and self._whitelist() is not None:
            # Odoo asks for no right when there is no field left to read.
            self.check_access("read")
        return super().read(fields, load)

    @api.model
    def _whitelist(self):
        """The only fields that the user may read of this model; None: no such list.

        A portal user can call any model, so what a page shows is no limit.
        """
        return self._shared_fields if self._is_from_outside() else None

    @api.model
    @tools.ormcache("self.env.uid")
    def _is_from_outside(self):
        """Whether the user decides on support or gives care.

        Asked for every value of every row; forgotten with Odoo's own cache of groups.
        """
        user = self.env.user
        return user._has_group(ACCESS_OFFICER) or user._has_group(PROVIDER_STAFF)

    @api.model
    def _check_links(self, vals):
        """Refuse a value that puts this record in, or ties it to, another's file.

        Odoo checks the record that is written, not the one it is linked to.

        :raises AccessError: when the user may not write a linked file
        """
        if self.env.su:
            return
        for name, value in vals.items():
            if self._is_link_to_file(name):
                field = self._fields[name]
                linked = self.env[field.comodel_name].browse(_linked_ids(field, value))
                linked.check_access("write")

    def _merge_into(self, resident):
        """These belong to `resident` from now on: two files of one person are merged.

        Called with elevated rights. A model whose records of both files cannot stand
        side by side (consents, one address) overrides it.
        """
        return self.write({"resident_id": resident.id})

    @api.model
    def _is_link_to_file(self, name):
        """Whether the field ties this record to something inside the fence."""
        field = self._fields.get(name)
        return bool(field and field.relational) and self._is_file(field.comodel_name)

    @api.model
    def _read_group_groupby(self, alias, groupby_spec, query):
        # Odoo asks for the right on a field it groups by, but not on a many2many.
        field = self._fields.get(groupby_spec.partition(".")[0].partition(":")[0])
        if field:
            self._check_field_access(field, "read")
        return super()._read_group_groupby(alias, groupby_spec, query)

    @api.model
    def _is_file(self, model_name):
        """Whether the model lies inside the fence."""
        model = self.env.get(model_name)
        return isinstance(model, self.pool["client.file.mixin"])


def _linked_ids(field, value):
    """The existing records that a value for a relational field points at.

    :raises ValueError: for what is neither a number nor a command. Odoo takes the text
        "7" for record 7 as well; nothing may pass here that is read differently there
    """
    ids = []
    if field.type == "many2one":
        ids = [value] if value else []
    else:
        for command in value or ():
            match command:
                case [0 | 5, *_]:  # makes a record; empties
                    pass
                case [1 | 2 | 3 | 4, id_, *_]:  # changes, deletes, unlinks, links
                    ids.append(id_)
                case [6, _, [*linked]]:
                    ids.extend(linked)
                case _:
                    ids.append(command)
    if any(type(id_) is not int for id_ in ids):
        raise ValueError(f"Wrong value for {field}: {value!r}")
    return ids
