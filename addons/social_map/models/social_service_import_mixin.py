from odoo import fields, models


class SocialServiceImportMixin(models.AbstractModel):
    """A service that may have been taken over from another directory."""

    _name = "social.service.import.mixin"
    _description = "Service from another directory"

    is_assured_here = fields.Boolean(
        string="Checked Here",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Somebody here checked it, so that an import only proposes changes. What "
        "its own source says it checked does not count.",
    )

    def write(self, vals):
        if "last_assured" in vals:
            # An import says otherwise.
            vals = {"is_assured_here": bool(vals["last_assured"]), **vals}
        return super().write(vals)

    def action_export_csv(self):
        """These services as a table, to edit and import again."""
        self.check_access("write")
        return self.env["social.csv.export"]._download(self)
