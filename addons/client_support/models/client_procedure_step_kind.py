from odoo import api, fields, models

# Under which law a procedure runs; `for_<law>` says which steps it opens with.
LAWS = [
    ("wmo", "Wmo 2015"),
    ("youth_act", "Jeugdwet"),
    ("participation_act", "Participatiewet"),
    ("debt_support", "Wgs (debt support)"),
    ("wlz", "Wlz (CIZ)"),
    ("complaint", "Complaint"),
    ("objection", "Objection and appeal"),
    ("other", "Other law"),
]
UNITS = [
    ("days", "Days"),
    ("working_days", "Working days"),
    ("weeks", "Weeks"),
    ("months", "Months"),
    ("years", "Years"),
]
# What these do is for us to be held to; the terms of others are watched only.
OURS = ("supporter", "client")


class ClientProcedureStepKind(models.Model):
    """A step that the law knows in a procedure, and the term that it has.

    Lengths are data, so that a change of the law is a change of data; which day they
    lead to is worked out in `terms.py`. A step that was opened keeps its length.
    """

    _name = "client.procedure.step.kind"
    _inherit = ["client.code.mixin"]
    _description = "Kind of step"

    trigger = fields.Char(
        string="Counted from", translate=True, help="The day that starts the term."
    )
    task = fields.Char(
        string="What client support does",
        translate=True,
        help="In a few words, for who does it for the first time.",
    )
    responsible = fields.Selection(
        [
            ("supporter", "Client support"),
            ("client", "The resident"),
            ("college", "The municipality"),
            ("body", "The administrative body"),
            ("ciz", "CIZ"),
            ("court", "The court"),
        ],
        required=True,
        default="supporter",
        help="Who has to act within the term.",
    )
    is_ours = fields.Boolean(
        string="Our own term",
        compute="_compute_is_ours",
        store=True,
        readonly=False,
        help="Client support or the resident acts within it. Terms of a municipality "
        "are watched and never count as our performance.",
    )
    law_source = fields.Char(
        string="Article", help="The article of the law that sets the term."
    )
    amount = fields.Integer(
        string="Term", aggregator=None, help="Length of the term; 0: there is none."
    )
    unit = fields.Selection(UNITS, default="days", help="Unit of the term.")
    other_name = fields.Char(
        string="Special situation",
        translate=True,
        help="When another term holds, e.g. with an advisory committee.",
    )
    other_amount = fields.Integer(
        string="Term then", aggregator=None, help="Length in the special situation."
    )
    other_unit = fields.Selection(
        UNITS, string="Unit then", default="weeks", help="Unit of that term."
    )
    more_amount = fields.Integer(
        string="Adjournment",
        aggregator=None,
        help="By what length the term can be adjourned once; 0: it cannot.",
    )
    more_unit = fields.Selection(
        UNITS, string="Unit of it", default="weeks", help="Unit of the adjournment."
    )
    more_source = fields.Char(
        string="Article of it", help="The article that allows to adjourn."
    )
    suspend_source = fields.Char(
        string="Article of suspension",
        help="By which article it stands still when a supplement is asked for; empty: "
        "it is never suspended.",
    )
    is_statutory = fields.Boolean(
        string="Set by law",
        default=True,
        help="The Algemene termijnenwet moves the end of it, within its article 4.",
    )
    is_reasonable = fields.Boolean(
        string="Reasonable term",
        help="The law gives no term of its own, so that the authority can name a later "
        "day (Awb art. 4:14 lid 3). Where the law does give one, such a letter leaves "
        "the term as it is (lid 1).",
    )
    is_counted_back = fields.Boolean(
        string="Counted back",
        help="The term lies before its day, e.g. before a provision ends.",
    )
    is_setting = fields.Boolean(
        string="Local rule",
        help="A municipality may have another length; see Terms of municipalities.",
    )
    starts_after_ids = fields.Many2many(
        "client.procedure.step.kind",
        "client_step_kind_after_rel",
        "kind_id",
        "after_id",
        string="Begins after",
        help="The day on which one of these is done starts this one.",
    )
    starts_on_due = fields.Boolean(
        string="Begins at the end of that term",
        help="From the last day of the term before it, not from the day it was done "
        "(Awb art. 7:10 lid 1).",
    )
    is_by_hand = fields.Boolean(
        string="Only when it comes up",
        help="A procedure does not begin with it; it is added.",
    )
    opens_by_itself = fields.Boolean(
        help="It is added when the step before it is done, so that no term is missed."
    )
    remind_days = fields.Integer(
        string="Remind before (days)",
        default=5,
        aggregator=None,
        help="So many days before the last day the supporter gets a task.",
    )
    for_wmo = fields.Boolean("Wmo 2015", help="Part of a procedure by the Wmo.")
    for_youth_act = fields.Boolean("Jeugdwet", help="Part of one by the Jeugdwet.")
    for_participation_act = fields.Boolean(
        "Participatiewet", help="Part of one by the Participatiewet."
    )
    for_debt_support = fields.Boolean("Debt support", help="Part of debt support.")
    for_wlz = fields.Boolean("Wlz", help="Part of an indication by CIZ.")
    for_complaint = fields.Boolean("Complaint", help="Part of a complaint.")
    for_objection = fields.Boolean("Objection", help="Part of objection and appeal.")
    for_other = fields.Boolean("Other law", help="Part of another procedure.")

    _lengths = models.Constraint(
        "CHECK(amount >= 0 AND other_amount >= 0 AND more_amount >= 0)",
        "A term is not negative.",
    )

    @api.depends("responsible")
    def _compute_is_ours(self):
        for kind in self:
            kind.is_ours = kind.responsible in OURS
