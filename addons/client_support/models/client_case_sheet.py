from odoo import api, fields, models

from .. import opaque_number
from ..screen import labels


class ClientCaseSheet(models.Model):
    """A case without a person, to think along on with colleagues (intervisie).

    No part of the file and no way back to it: a number of its own, classes instead of
    dates, no words of the resident. The supporter who made it and the colleagues who
    were asked read it, until it expires; then it is deleted.
    """

    _name = "client.case.sheet"
    _description = "Case sheet for peer discussion"
    _order = "id desc"
    _rec_name = "number"

    number = fields.Char(
        required=True,
        readonly=True,
        default=lambda self: opaque_number.draw("B"),
        help="Random; not the number of the case.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        index=True,
        ondelete="cascade",
        help="Where it is discussed.",
    )
    member_ids = fields.Many2many(
        "res.users",
        "client_case_sheet_member_rel",
        "sheet_id",
        "user_id",
        string="Colleagues",
        help="Who was asked to think along.",
    )
    valid_until = fields.Datetime(
        required=True, help="Afterwards nobody reads it and it is deleted."
    )
    dilemma = fields.Text(help="What to think along about, without names.")
    age_bands = fields.Char(string="Ages", help="Of the residents, in classes.")
    municipality_id = fields.Many2one(
        "social.area", ondelete="cascade", help="Nothing nearer than that."
    )
    target_group_ids = fields.Many2many(
        "target.group",
        string="Target groups",
        help="Without those that say something on health, origin or belief.",
    )
    life_domain_ids = fields.Many2many(
        "life.domain", string="Life domains", help="What the questions are about."
    )
    questions = fields.Text(
        help="One line a question: life domain, law and outcome; no words of the "
        "resident."
    )
    moment = fields.Selection(
        selection=lambda self: list(labels(self.env["client.case"], "moment").items()),
        help="The moment of support (VNG/Movisie).",
    )
    stage = fields.Selection(
        selection=lambda self: list(labels(self.env["client.case"], "stage").items()),
        help="Where the case is.",
    )
    weeks = fields.Integer(
        aggregator=None, help="Since the case was registered, in weeks."
    )

    _number_uniq = models.Constraint("UNIQUE(number)", "This number is taken.")

    @api.autovacuum
    def _gc_expired(self):
        self.search([("valid_until", "<=", "now")]).unlink()
