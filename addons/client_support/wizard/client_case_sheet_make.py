from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import deidentify
from ..screen import form_of

LONGEST_DAYS = 56
DAYS_OF_WEEK = 7


class ClientCaseSheetMake(models.TransientModel):
    """Make a sheet of a case that says what it is about and not who it is about."""

    _name = "client.case.sheet.make"
    _description = "Make a case sheet"

    case_id = fields.Many2one(
        "client.case",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The case to think along on. The sheet does not refer to it.",
    )
    supporter_ids = fields.Many2many(
        "client.supporter",
        string="Colleagues",
        required=True,
        domain="[('user_id', '!=', False)]",
        help="Who reads the sheet.",
    )
    days = fields.Integer(
        default=14, help="For how many days; then the sheet is deleted."
    )
    dilemma = fields.Text(
        required=True,
        help="What you are in doubt about, without names, places and dates.",
    )
    warning = fields.Text(
        compute="_compute_found", help="What in the text says who it is."
    )
    is_only_name = fields.Boolean(
        compute="_compute_found",
        help="Only a word that is a name as well: that can be chance.",
    )
    is_checked = fields.Boolean(
        string="That word is not the name here",
        help="For a name that is an ordinary word too, such as Bloem.",
    )

    @api.depends("dilemma", "case_id")
    def _compute_found(self):
        words = {
            "email": self.env._("an e-mail address"),
            "telephone": self.env._("a telephone number"),
            "nine_digits": self.env._("a number of nine digits"),
            "postcode": self.env._("a postcode"),
            "birth_date": self.env._("the birth date"),
            "name": self.env._("a name of the resident"),
        }
        for form in self:
            codes = form._found()
            form.is_only_name = codes == ["name"]
            form.warning = bool(codes) and self.env._(
                "The text seems to hold %s. Write it so that nobody can tell who it is "
                "about.",
                ", ".join(words[code] for code in codes),
            )

    def _found(self):
        residents = self.case_id.resident_ids
        return deidentify.found(
            self.dilemma,
            [name for one in residents for name in (one.name, one.nickname) if name],
            residents.filtered("birth_date").mapped("birth_date"),
        )

    def action_make(self):
        """Make the sheet and tell the colleagues that there is one.

        :raises UserError: when the text still says who it is about
        """
        self.ensure_one()
        self.case_id.check_access("write")
        if not 1 <= self.days <= LONGEST_DAYS:
            raise UserError(
                self.env._("Choose one to %s days; make it again.", LONGEST_DAYS)
            )
        if self.warning and not (self.is_only_name and self.is_checked):
            raise UserError(self.warning)
        company = self.case_id.company_id
        if self.supporter_ids.company_id - company:
            raise UserError(self.env._("Choose colleagues of the same organisation."))
        # Elevated: nobody makes a sheet but here. Access to the case has been checked;
        # what goes in is what this user reads of it.
        sheet = self.env["client.case.sheet"].sudo().create(self._sheet_values())
        self.env["mail.thread"].sudo().message_notify(
            partner_ids=sheet.member_ids.partner_id.ids,
            subject=self.env._("A case to think along on: %s", sheet.number),
            body=self.env._("You find it under Client support, Case sheets."),
        )
        return form_of(sheet)

    def _sheet_values(self):
        case = self.case_id
        residents = case.resident_ids
        today = fields.Date.context_today(self)
        groups = residents.target_group_ids
        years = filter(None, residents.mapped("birth_year"))
        return {
            "company_id": case.company_id.id,
            "member_ids": self.supporter_ids.user_id.ids,
            "valid_until": fields.Datetime.now() + timedelta(days=self.days),
            "dilemma": self.dilemma,
            "age_bands": ", ".join(
                sorted(deidentify.age_band(year, today) for year in years)
            ),
            "municipality_id": case.municipality_id.id,
            "target_group_ids": groups.filtered(
                lambda group: not group.special_category
            ).ids,
            "life_domain_ids": case.question_ids.life_domain_id.ids,
            "questions": self._questions(),
            "moment": case.moment,
            "stage": case.stage,
            "weeks": (today - case.registration_date).days // DAYS_OF_WEEK,
        }

    def _questions(self):
        """The questions without their words; the same ones are counted."""
        choices = self.env["client.question"].fields_get(
            ["legal_framework", "outcome"], ["selection"]
        )
        labels = {name: dict(field["selection"]) for name, field in choices.items()}
        lines = Counter(
            ", ".join(
                filter(
                    None,
                    [
                        question.life_domain_id.name,
                        labels["legal_framework"].get(question.legal_framework),
                        labels["outcome"].get(question.outcome),
                    ],
                )
            )
            for question in self.case_id.question_ids
        )
        return "\n".join(
            f"{line} (×{count})" if count > 1 else line
            for line, count in sorted(lines.items())
        )
