from odoo import fields, models


class SurveyUserInput(models.Model):
    """Answers of nobody: of a survey on client experience only the builder reads them.

    They come out of the box (`oco.survey.box`) in batches and in random order, made by
    the program: no person, address, language, moment or order in it says whose they
    are. Nothing points from here to a file.
    """

    _inherit = "survey.user_input"

    oco_month = fields.Date(
        string="Month",
        readonly=True,
        help="First day of the month in which the batch was closed.",
    )
    oco_company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        readonly=True,
        ondelete="cascade",
        help="Whose support it is about.",
    )
    oco_team_id = fields.Many2one(
        "client.team",
        string="Team",
        readonly=True,
        ondelete="restrict",
        help="Empty when too few of the team answered.",
    )
    oco_mode = fields.Selection(
        [("web", "On the page"), ("paper", "On paper"), ("phone", "By telephone")],
        string="By what road",
        readonly=True,
        help="How the answers came in.",
    )
    oco_helped = fields.Boolean(
        string="Somebody helped",
        readonly=True,
        help="Whether somebody helped to fill it in.",
    )
