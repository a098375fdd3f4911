from odoo import fields, models


class ResCompany(models.Model):
    """The organisation whose published figures are imported."""

    _inherit = "res.company"

    published_imports = fields.Integer(
        groups=fields.NO_ACCESS,
        help="Counts changes of published figures. Two imports at once both write it, "
        "so that the second starts again and sees what the first did.",
    )
    survey_sample = fields.Integer(
        string="Ask so many in a hundred",
        default=100,
        help="Of those who consented to the survey, drawn at random on the day on "
        "which they would be asked.",
    )
    survey_quarantine_months = fields.Integer(
        string="Nobody is asked twice within (months)",
        default=6,
        help="Who was asked in another case not long ago is left alone.",
    )
    survey_reminder_days = fields.Integer(
        string="Remind of the survey after (days)",
        default=14,
        help="Once, and only who did not answer. Zero: nobody is reminded.",
    )
    survey_open_days = fields.Integer(
        string="The survey can be answered for (days)",
        default=42,
        help="Then the link on the invitation ends.",
    )
    survey_threshold = fields.Integer(
        string="Results are shown from (answers)",
        default=10,
        help="With fewer answers to a question nothing of it is shown.",
    )
    survey_keep_months = fields.Integer(
        string="Answers are kept for (months)",
        default=24,
        help="Then they are deleted; the figures made of them stay.",
    )

    _survey_settings = models.Constraint(
        "CHECK(survey_sample BETWEEN 0 AND 100 AND survey_quarantine_months >= 0"
        " AND survey_reminder_days >= 0 AND survey_open_days > 0"
        " AND survey_threshold >= 5 AND survey_keep_months > 0)",
        "Survey: a share lies between 0 and 100, answers are kept and open for some "
        "time, and results are shown from five answers or more.",
    )
