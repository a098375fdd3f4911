from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ClientCase(models.Model):
    """A case (traject): client support over a longer time, for one or more residents.

    registered → waiting → active → closing → closed. A case counts as new on its
    start date (K03), as closed on its close date (K04) and as active from the one up
    to the other (K05).
    """

    _name = "client.case"
    _inherit = ["client.file.root.mixin", "client.activity.mixin"]
    _description = "Case"
    _order = "registration_date desc, id desc"
    _number_prefix = "Z"
    _set_by_methods = frozenset(
        {"dossier_id", "number", "company_id", "team_id"}
        | {"supporter_id", "resident_ids"}
    )

    dossier_id = fields.Many2one(required=True)
    resident_ids = fields.Many2many(
        "client.resident",
        "client_case_resident_rel",
        "case_id",
        "resident_id",
        string="Residents",
        check_company=True,
        help="For whom; several for a family.",
    )
    supporter_id = fields.Many2one(
        "client.supporter",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        readonly=True,
        help="Who stands beside the resident. Set by assigning the case.",
    )
    stage = fields.Selection(
        [
            ("registered", "Registered"),
            ("waiting", "Waiting"),
            ("active", "Active"),
            ("closing", "Closing"),
            ("closed", "Closed"),
        ],
        required=True,
        default="registered",
        index=True,
        help="Where the case is.",
    )
    moment = fields.Selection(
        [
            ("reflection", "Reflection on own life"),
            ("obtaining", "Obtaining fitting support"),
            ("using", "Using fitting support"),
        ],
        help="The moment of support (VNG/Movisie).",
    )
    registration_date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The day the resident came with the question.",
    )
    start_date = fields.Date(
        index="btree_not_null", help="The day the support began; counts as new (K03)."
    )
    close_date = fields.Date(
        index="btree_not_null", help="The day the support ended (K04)."
    )
    closing_reason_id = fields.Many2one(
        "client.closing.reason",
        ondelete="restrict",
        help="How it ended; asked for when the case is closed.",
    )
    contact_ids = fields.One2many(
        "client.contact", "case_id", string="Contacts", help="Talks in this case."
    )
    question_ids = fields.One2many(
        "client.question", "case_id", string="Questions", help="What it is about."
    )
    access_ids = fields.One2many(
        "client.access",
        "case_id",
        groups=fields.NO_ACCESS,
        help="Who may see the case. Only the access rules read this.",
    )

    _number_uniq = models.Constraint("UNIQUE(number)", "This number is taken.")
    _dossier_uniq = models.Constraint("UNIQUE(dossier_id)", "One dossier, one file.")
    _order_of_dates = models.Constraint(
        "CHECK(close_date >= start_date AND start_date >= registration_date)",
        "A case is registered first, then started, then closed.",
    )
    _list_order = models.Index("(registration_date DESC, id DESC)")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._date_the_stage(vals)
        cases = super().create(vals_list)
        if any(not case.resident_ids for case in cases.sudo()):
            raise ValidationError(self.env._("Choose for whom the case is."))
        return cases

    def write(self, vals):
        if "stage" not in vals:
            return super().write(vals)
        for case in self:
            own = dict(vals)
            case._date_the_stage(own)
            super(ClientCase, case).write(own)
        return True

    def _date_the_stage(self, vals):
        """Fill in today for a date that the new stage implies and nobody gave."""
        today = fields.Date.context_today(self)
        stage = vals.get("stage")
        if stage in ("active", "closing", "closed") and not self.start_date:
            vals.setdefault("start_date", today)
        if stage == "closed" and not self.close_date:
            vals.setdefault("close_date", today)

    @api.constrains("stage", "start_date", "close_date", "closing_reason_id")
    def _check_stage(self):
        for case in self:
            begun = case.stage in ("active", "closing", "closed")
            if begun != bool(case.start_date):
                raise ValidationError(
                    self.env._("A case has a start date from the stage Active on.")
                )
            if (case.stage == "closed") != bool(case.close_date):
                raise ValidationError(
                    self.env._("A case has a close date when it is closed.")
                )
            if case.stage == "closed" and not case.closing_reason_id:
                raise ValidationError(
                    self.env._("Choose how the case ended before you close it.")
                )

    # Access ----------------------------------------------------------------------

    def _access_residents(self):
        return self.resident_ids

    def _access_case(self):
        return self

    def _open_for_creator(self):
        """The one who registers a case sees it; a supporter takes it on at once."""
        kind = self._own_kind()
        self.env["client.access"]._grant(
            self.env.user, self, kind, self.env._("Registered the case")
        )
        if kind == "supporter":
            for case in self:
                case.supporter_id = self.env["client.supporter"].search(
                    [
                        ("user_id", "=", self.env.uid),
                        ("company_id", "=", case.company_id.id),
                    ],
                    limit=1,
                )
