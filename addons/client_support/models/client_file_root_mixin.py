from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import clean_context

from ..roles import KIND_OF_ROLE


class ClientFileRootMixin(models.AbstractModel):
    """A file, or the start of one: resident, contact, case.

    Nobody has an access row to a file that does not exist yet, so `create` checks the
    role, the organisation and every link as the caller, makes the file with elevated
    rights, and hands it back in the caller's environment. Values of child records are
    written afterwards, as the caller, through the rules.
    """

    _name = "client.file.root.mixin"
    _inherit = ["client.number.mixin", "client.file.mixin"]
    _description = "A resident's file"
    _check_company_auto = True

    _opens_dossier = True  # False: the record is kept in a dossier that exists
    _set_by_methods = frozenset(
        {"dossier_id", "number", "company_id", "team_id", "retention_date"}
    )

    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
        help="Whose file this is. Never a reason to see it.",
    )
    team_id = fields.Many2one(
        "client.team",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self.env["client.team"]._default_for_user(),
        help="The team that does the work. Never a reason to see it.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(self._completed(vals_list))
        self.browse().check_access("create")
        own, children = [], []
        for vals in vals_list:
            # Defaults are worked out as the caller, and checked like what was given:
            # neither what a client puts in the context nor what users keep as their
            # personal defaults may pass with elevated rights.
            complete = self._add_missing_default_values(vals)
            self._check_field_rights(complete)
            self._check_may_register(complete)
            nested = {
                name: complete.pop(name)
                for name in list(complete)
                if self._is_nested(self._fields[name], complete[name])
            }
            self._check_links(complete)
            own.append(complete)
            children.append(nested)
        # Elevated: there is no access row yet that the rules could find. Role,
        # organisation, fields and links have been checked above.
        made = super(
            ClientFileRootMixin,
            self.sudo().with_context(clean_context(self.env.context)),
        ).create(self._completed(own))
        made._open_for_creator()
        records = made.with_env(self.env)
        if not self._opens_dossier:
            # The dossier exists, so the rules do know who works in it.
            records.check_access("create")
        for record, nested in zip(records, children, strict=True):
            if nested:
                record.write(nested)
        return records

    def copy_data(self, default=None):
        raise UserError(self.env._("A file of a resident cannot be copied."))

    @api.model
    def _is_nested(self, field, value):
        """Whether a value makes or changes records of a file, not merely links them."""
        if field.type == "one2many":
            return self._is_file(field.comodel_name)
        return (
            field.type == "many2many"
            and self._is_file(field.comodel_name)
            and any(
                isinstance(command, list | tuple)
                and command
                and command[0] in (Command.CREATE, Command.UPDATE)
                for command in value or ()
            )
        )

    @api.model
    def _completed(self, vals_list):
        """The same values, each with a dossier where the model opens one."""
        if not self._opens_dossier:
            return vals_list
        # Elevated: nobody has rights on dossiers, they only tie rows to files.
        dossiers = self.env["client.dossier"].sudo().create([{}] * len(vals_list))
        return [
            {**vals, "dossier_id": dossier.id}
            for vals, dossier in zip(vals_list, dossiers, strict=True)
        ]

    @api.model
    def _check_field_rights(self, vals):
        """What Odoo's own create checks of fields, done before rights are elevated."""
        for name in vals.keys() & self._fields.keys():
            self._check_field_access(self._fields[name], "write")

    @api.model
    def _check_may_register(self, vals):
        """Only who has a registering role, and only for an own organisation.

        :raises AccessError: with what to do about it
        """
        if not self._own_kind():
            raise AccessError(
                self.env._("Your role does not register residents, contacts or cases.")
            )
        if vals.get("company_id") not in self.env.user.company_ids.ids:
            raise AccessError(
                self.env._("You can register only for an organisation you work for.")
            )

    @api.model
    def _own_kind(self):
        """The kind of access the user gets to a file they open, or None."""
        return next(
            (
                kind
                for role, kind in KIND_OF_ROLE.items()
                if self.env.user.has_group(role)
            ),
            None,
        )

    def _open_for_creator(self):
        """Give the one who registered it access; not needed in an open dossier."""
