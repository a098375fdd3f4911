from odoo import api, fields, models

from ..formality import FORMALITY


class SupportForm(models.Model):
    """A form of client support: formal (by a professional) or informal.

    A resident has the choice among all of them, which is why formal and informal forms
    are shown side by side. The list is the one of the municipality of Dordrecht,
    completed from the guides for volunteers and for older migrants.
    """

    _name = "support.form"
    _inherit = ["social.term.mixin", "choice.list.mixin"]
    _description = "Form of Support"
    _taxonomy = "support-form"

    code = fields.Char(
        copy=False,
        index="btree_not_null",
        help="Technical name that imports and exports refer to. Empty: our own form.",
    )
    formality = fields.Selection(
        FORMALITY,
        required=True,
        help="Formal: by paid professionals. Informal: by volunteers, relatives, "
        "experience experts and general neighbourhood facilities.",
    )
    working_mode = fields.Selection(
        [
            ("client_bound", "Bound to the resident"),
            ("task_bound", "Bound to a task"),
        ],
        help="Whether who helps stays with the resident on every life domain, or does "
        "one task. Empty: not known.",
    )
    for_whom = fields.Char(
        translate=True,
        help="The people this form of support is meant for; 0-100 means all ages.",
    )
    note = fields.Char(
        translate=True,
        help="Remark for those who maintain this list.",
    )

    _code_uniq = models.Constraint(
        "UNIQUE(code)", "Another form of support already has this code."
    )

    def write(self, vals):
        result = super().write(vals)
        if "formality" in vals:
            # Elevated: who collects open data is told of what follows from it.
            services = self.env["social.service"].sudo().with_context(active_test=False)
            services.search([("support_form_id", "in", self.ids)])._touch()
        return result

    @api.model
    def _fill_codes(self):
        """Forms that came with this addon have as code what they are called in its
        data; sites that had them before codes came get them here.
        """
        forms = self.with_context(active_test=False).search([("code", "=", False)])
        for form, name in forms.get_external_id().items():
            module, _dot, key = name.partition(".")
            if module == "social_map":
                self.browse(form).code = key.removeprefix("support_form_")

    def _term_description(self):
        return self.for_whom or super()._term_description()

    def _told_for_whom(self):
        """For whom it is, in words for residents: 0-100 in the list is all ages."""
        return (self.for_whom or "").replace("0-100", self.env._("all ages"))

    @api.model
    def _side_by_side(self):
        """Every form that is in use, for a visitor to choose among.

        :return: `{"informal" | "formal": [(form, published services), …]}`
        """
        services = self.env["social.service"].search(
            [("is_published", "=", True), ("support_form_id", "!=", False)]
        )
        by_form = services.grouped("support_form_id")
        forms = self.search([("active", "=", True)]).grouped("formality")
        return {
            formality: [
                (form, by_form.get(form, services.browse()))
                for form in forms.get(formality, ())
            ]
            for formality in ("informal", "formal")
        }
