from odoo import fields, models


class SocialMergeLine(models.TransientModel):
    """A field in which the two differ."""

    _name = "social.merge.line"
    _description = "Field of a Merge"

    merge_id = fields.Many2one(
        "social.merge", required=True, ondelete="cascade", help="The merge."
    )
    field_name = fields.Char(
        string="Technical Name", required=True, help="Which field differs."
    )
    label = fields.Char(string="Field", help="What the field is called.")
    kept_text = fields.Text(string="Stays", help="The value of what stays.")
    other_text = fields.Text(string="Goes", help="The value of what goes into it.")
    take_other = fields.Boolean(
        string="Take the Other", help="What stays gets the value of what goes."
    )
