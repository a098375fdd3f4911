from odoo import fields, models


class SupportForm(models.Model):
    """A form of client support: formal (by a professional) or informal.

    A resident has the choice among all of them, which is why formal and informal forms
    are shown side by side. The list is the one of the municipality of Dordrecht,
    completed from the guides for volunteers and for older migrants.
    """

    _name = "support.form"
    _inherit = ["choice.list.mixin"]
    _description = "Form of Support"

    formality = fields.Selection(
        selection=[("formal", "Formal"), ("informal", "Informal")],
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
