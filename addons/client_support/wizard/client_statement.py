from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import consent_rules
from ..models.client_statement_figures import REPORTERS
from ..roles import PRIVACY_OFFICER
from ..screen import form_of


class ClientStatement(models.TransientModel):
    """That support was independent, from what is on record: of a file or a period.

    Every sentence is computed; it says “not so” where the rows do. Nothing of the
    content of a file is read: access rows, the read log, checks of conflicts and the
    caseload without persons are enough. The same moment gives the same checksum, so a
    printed statement can be compared with one made anew.
    """

    _name = "client.statement"
    _description = "Independence statement"

    number = fields.Char(
        string="Number of a case or resident",
        help="Of which file; empty: of the whole organisation in a period. That of a "
        "resident gives the page that the resident sees.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        default=lambda self: self.env.company,
        domain="[('id', 'in', allowed_company_ids)]",
        help="Whose work it is about.",
    )
    date_from = fields.Date(
        required=True,
        default=lambda self: consent_rules.today().replace(month=1, day=1),
        help="First day.",
    )
    date_until = fields.Date(
        string="Up to",
        required=True,
        default=lambda self: consent_rules.today(),
        help="Last day.",
    )
    moment = fields.Datetime(
        string="As it was on",
        required=True,
        default=fields.Datetime.now,
        help="A statement of a file tells what was on record then. To make a page "
        "again: the moment that is on it.",
    )
    may_report = fields.Boolean(
        compute="_compute_may", help="Whether you may see the figures."
    )
    may_choose = fields.Boolean(
        compute="_compute_may", help="Whether you may ask for any file."
    )
    body = fields.Html(
        compute="_compute_body", sanitize=False, help="The statement itself."
    )

    def _compute_may(self):
        self.may_report = any(map(self.env.user.has_group, REPORTERS))
        self.may_choose = self.env.user.has_group(PRIVACY_OFFICER)

    @api.depends("number", "company_id", "date_from", "date_until", "moment")
    def _compute_body(self):
        for statement in self:
            statement.body = self.env["ir.qweb"]._render(
                "client_support.statement", {"statement": statement._contents()}
            )

    def _compute_display_name(self):
        for statement in self:
            statement.display_name = self.env._("Independence statement")

    @api.model
    def _open_for(self, number):
        """Open the statement of a case."""
        statement = self.create({"number": number})
        return form_of(statement, name=self.env._("Independence statement"))

    def action_print(self):
        """The statement as a PDF, or as a page to print where none can be made."""
        self.ensure_one()
        report = self.env.ref("client_support.client_statement_report")
        return report._print_or_show(self)

    def _contents(self):
        self.ensure_one()
        if self.may_report and not self.number:
            return self.env["client.statement.period"]._of_period(
                self.company_id, self.date_from, self.date_until
            )
        moment = self.moment or fields.Datetime.now()
        of_file = self.env["client.statement.file"]
        if resident := self._resident():
            return of_file._of_resident(resident, moment)
        return of_file._of_case(self._case(), moment)

    def _asked(self):
        """The number as it is written."""
        return (self.number or "").strip().upper()

    def _resident(self):
        """The resident of the number, elevated, for the privacy officer; or None."""
        if not self.may_choose:
            return None
        # Elevated: the officer has no rights on files; only numbers are read.
        resident = self.env["client.resident"].sudo().with_context(active_test=False)
        resident = resident.search([("number", "=", self._asked())])
        is_own = resident.company_id in self.env.user.company_ids
        return resident if is_own else None

    def _case(self):
        """The caseload row of the case, elevated, after the check.

        :raises UserError: when there is no such case, or none that the user may know
        """
        # Elevated: the caseload has no person in it, and who may have it is said here.
        case = (
            self.env["client.caseload"].sudo().search([("number", "=", self._asked())])
        )
        is_officer = self.may_choose and case.company_id in self.env.user.company_ids
        if not case or not (
            is_officer or self.env["client.case"].browse(case.id).has_access("read")
        ):
            raise UserError(
                self.env._("Your organisation has no file of number %s.", self.number)
            )
        return case
