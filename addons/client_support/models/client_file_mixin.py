from odoo import api, fields, models
from odoo.exceptions import AccessError


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

    # Fields that no user sets directly; methods that check do.
    _set_by_methods = frozenset({"dossier_id"})

    dossier_id = fields.Many2one(
        "client.dossier",
        readonly=True,
        index=True,
        copy=False,
        ondelete="restrict",
        groups=fields.NO_ACCESS,
        help="What an access row opens. Only the access rules read this.",
    )

    @api.model_create_multi
    def create(self, vals_list):
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
        return super().write(vals)

    @api.model
    def _check_links(self, vals):
        """Refuse a value that puts this record in, or ties it to, another's file.

        Odoo checks the record that is written, not the one it is linked to.

        :raises AccessError: when the user may not write a linked file
        """
        if self.env.su:
            return
        for name, value in vals.items():
            field = self._fields.get(name)
            if field and field.relational and self._is_file(field.comodel_name):
                linked = self.env[field.comodel_name].browse(_linked_ids(field, value))
                linked.check_access("write")

    @api.model
    def _is_file(self, model_name):
        """Whether the model lies inside the fence."""
        return isinstance(self.env[model_name], self.pool["client.file.mixin"])


def _linked_ids(field, value):
    """The existing records that a value for a relational field points at."""
    if field.type == "many2one":
        return [value] if value else []
    ids = []
    for command in value or ():
        # (1..4, id, …) and (6, 0, ids); (0, …) makes a record, (5,) empties.
        if command[0] in (1, 2, 3, 4):
            ids.append(command[1])
        elif command[0] == 6:
            ids.extend(command[2])
    return ids
