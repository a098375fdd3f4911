from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..screen import form_of

LANGUAGE = "nl_NL"
# Of which steps a letter speaks, the last one that has a date first.
ABOUT = {
    "default_notice": ("objection_decision", "decision", "decision_awb", "ciz"),
    "objection": ("decision", "decision_awb", "ciz"),
    "complaint": ("complaint",),
}


class ClientProcedureLetter(models.Model):
    """A letter that the resident signs and sends: begun from a template with the dates.

    The product sends nothing. What was printed stays as it was; a better text is a new
    letter.
    """

    _name = "client.procedure.letter"
    _inherit = ["client.procedure.part.mixin"]
    _description = "Letter"
    _order = "made_on desc, id desc"

    kind = fields.Selection(
        [
            ("default_notice", "Notice of default"),
            ("objection", "Objection, grounds follow"),
            ("complaint", "Complaint"),
        ],
        required=True,
        help="What the letter is for.",
    )
    body = fields.Html(
        string="Text", help="Change what you like before you print it.", sanitize=True
    )
    made_on = fields.Date(
        required=True,
        readonly=True,
        default=fields.Date.context_today,
        help="The day on which it was made.",
    )
    printed_on = fields.Date(
        readonly=True, copy=False, help="The day it was printed; it is fixed since."
    )

    @api.model_create_multi
    def create(self, vals_list):
        letters = super().create(vals_list)
        for letter in letters.filtered(lambda one: not one.body):
            letter.body = letter._begin()
        return letters

    def write(self, vals):
        if {"body", "kind"} & vals.keys() and any(self.mapped("printed_on")):
            raise UserError(
                self.env._(
                    "This letter was printed and stays as it is. Make a new one."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_printed(self):
        # Elevated: the destruction of a whole file after its term.
        if not self.env.su and any(self.mapped("printed_on")):
            raise UserError(self.env._("A letter that was printed is kept."))

    def _begin(self):
        """The text to start from, in Dutch, with the dates of the procedure."""
        installed = self.env["res.lang"]._get_data(code=LANGUAGE)
        letter = self.with_context(lang=LANGUAGE if installed else self.env.lang)
        template = f"client_support.letter_{self.kind}"
        return letter.env["ir.qweb"]._render(template, letter._values())

    def _values(self):
        procedure = self.procedure_id
        resident = procedure.resident_id or procedure.case_id.resident_ids[:1]
        address = self.env["client.address"]
        # A secret address is in no letter; the resident writes it there.
        if address.has_access("read") and not resident.has_secret_address:
            address = address.search([("resident_id", "=", resident.id)], limit=1)
        # One objects to what was announced; the other letters are about a term.
        dated = "done_date" if self.kind == "objection" else "start_date"
        about = procedure.step_ids.filtered(
            lambda step: step.code in ABOUT[self.kind] and step[dated]
        )[-1:]

        def day(date):
            lang = self.env.lang or "en_US"
            text = format_date(self.env, date, lang_code=lang, date_format="d MMMM y")
            return text or "…"

        return {
            "resident": resident,
            "address": address,
            "handler": procedure.handler_id,
            "today": day(fields.Date.context_today(self)),
            "your_reference": self.env._(
                "Your reference: %s", procedure.reference or "…"
            ),
            "opening": self._opening(
                subject=procedure.subject or "…",
                began=day(about.start_date),
                due=day(about.due_date),
                announced=day(about.done_date),
                articles=about.kind_id.law_source or "…",
            ),
        }

    def _opening(self, **facts):
        """The sentences that hold the dates and what it is about."""
        return {
            "default_notice": self.env._(
                "I asked you for a decision about: %(subject)s. The term for it began "
                "on %(began)s. You had to decide by %(due)s at the latest "
                "(%(articles)s). I have not received a decision.",
                **facts,
            ),
            "objection": self.env._(
                "On %(announced)s you announced a decision about: %(subject)s. I do "
                "not agree with it and object. A copy of the decision is enclosed.",
                **facts,
            ),
            "complaint": self.env._(
                "I have a complaint about how I was treated. It is about: %(subject)s.",
                **facts,
            ),
        }[self.kind]

    def action_open(self):
        self.ensure_one()
        return form_of(self)

    def action_print(self):
        """The letter on paper; from now on it is fixed."""
        self.ensure_one()
        self.check_access("write")
        if not self.printed_on:
            self.printed_on = fields.Date.context_today(self)
        report = self.env.ref("client_support.client_procedure_letter_report")
        return report.report_action(self, config=False)
