from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..dossier_key import DossierKey
from ..screen import form_of


class ClientContact(models.Model):
    """One contact with a resident: information and advice, outreach, a chat.

    The unit of KPI K01 where its kind counts as I&A. It stays a contact when it
    becomes the beginning of a case, so that past figures never change.
    """

    _name = "client.contact"
    _inherit = [
        "client.timed.mixin",  # first: it comes around what the file does
        "client.file.root.mixin",
        "client.case.resident.mixin",
        "client.activity.mixin",
        "client.contact.mixin",
        "client.informed.mixin",
        "client.contact.website.mixin",
    ]
    _description = "Contact"
    _order = "date desc, id desc"
    _number_prefix = "C"
    _opens_dossier = False
    _shared_fields = frozenset(
        {"id", "display_name", "number", "date", "channel_id", "kind_id"}
    )
    _dossier_of = ("case_id", "resident_id")

    dossier_id = DossierKey(compute="_compute_dossier_id", store=True)
    resident_id = fields.Many2one(
        "client.resident",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="With whom. Somebody new gets a light file; who wants none of that is "
        "registered as an anonymous contact.",
    )
    case_id = fields.Many2one(
        "client.case",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The case that this contact belongs to or that began with it.",
    )
    arrival_id = fields.Many2one(
        "client.arrival",
        string="Came by",
        ondelete="restrict",
        help="By what road the resident came here, when that is known. Of an anonymous "
        "contact it is not kept.",
    )
    reason_ids = fields.Many2many(
        "client.contact.reason", string="Done", help="What was asked or done."
    )
    question_ids = fields.One2many(
        "client.question",
        "contact_id",
        string="Questions",
        help="What it was about, one line per life domain.",
    )
    life_domain_ids = fields.Many2many(
        "life.domain",
        string="Life domains",
        compute="_compute_life_domain_ids",
        compute_sudo=False,
        help="The life domains of its questions.",
    )

    earlier_talks = fields.Integer(
        compute="_compute_earlier_talks",
        help="Talks with this resident in the year before that belong to no case. One "
        "talk is information and advice; more of them become a case.",
    )

    _list_order = models.Index("(date DESC, id DESC)")

    @api.depends("question_ids.life_domain_id")
    def _compute_life_domain_ids(self):
        for contact in self:
            contact.life_domain_ids = contact.question_ids.life_domain_id

    @api.depends("resident_id", "kind_id", "case_id", "date")
    @api.depends_context("uid")
    def _compute_earlier_talks(self):
        for contact in self:
            contact.earlier_talks = (
                contact.kind_id.counts_as_ia
                and not contact.case_id
                and contact.resident_id._talks_before(contact.date, contact._origin)
            )

    @api.constrains("date")
    def _check_date(self):
        # A day of slack: the server may still be in yesterday where the user is not.
        latest = fields.Date.add(fields.Date.today(), days=1)
        if any(contact.date > latest for contact in self):
            raise ValidationError(
                self.env._("A contact cannot lie in the future; plan an appointment.")
            )

    @api.constrains("case_id")
    def _check_case_of_questions(self):
        # Elevated: a question that the user may not see would stay behind in the case.
        for contact in self.sudo():
            if contact.question_ids.case_id - contact.case_id:
                raise ValidationError(
                    self.env._("The questions of the contact belong to another case.")
                )

    def _open_for_creator(self):
        self.filtered(lambda contact: not contact.case_id).resident_id._keep_open()

    def action_make_case(self):
        """Make it a case: link, date and questions are kept. Opens the case."""
        self.ensure_one()
        self.check_access("write")
        if not self.case_id:
            case = self.env["client.case"].create(
                {
                    "resident_ids": [fields.Command.link(self.resident_id.id)],
                    "company_id": self.company_id.id,
                    "team_id": self.team_id.id,
                    "registration_date": self.date,
                    "arrival_id": self.arrival_id.id,
                    "informed_date": self.informed_date,
                    "informed_by": self.informed_by,
                    "informed_medium": self.informed_medium,
                }
            )
            self.case_id = case
            self.question_ids.case_id = case
            # Elevated: tasks of all in the intake; the right was checked above.
            self.sudo().activity_ids._end_planned()
        return form_of(self.case_id)
