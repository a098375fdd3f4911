import hashlib

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..dossier_key import DossierKey
from ..screen import labels

# What a reader needs no line for.
LEFT_OUT = frozenset({"id", "display_name", "number", "sequence"})


class ClientReferralHandover(models.Model):
    """What is told at a referral, so that the resident need not tell it again.

    Made per part of the file from what the supporter reads there, of the fields that
    may be shared. The resident reads it first; from the approval on nothing in it
    changes, and only then can the receiver open it.
    """

    _name = "client.referral.handover"
    _inherit = ["client.frozen.mixin"]
    _description = "Handover document"
    _order = "id desc"
    _number_prefix = "H"
    _set_by_methods = frozenset(
        {"dossier_id", "number", "resident_id", "case_id", "referral_id"}
        | {"sections", "content", "content_hash", "approved_at"}
    )
    _dossier_of = ("case_id",)

    dossier_id = DossierKey(compute="_compute_dossier_id", store=True)
    case_id = fields.Many2one(required=True)
    referral_id = fields.Many2one(
        "client.referral",
        required=True,
        index=True,
        ondelete="cascade",
        help="The referral that it goes along with.",
    )
    sections = fields.Char(readonly=True, help="Codes of the parts that are in it.")
    section_names = fields.Char(
        string="Parts of the file",
        compute="_compute_section_names",
        help="The parts that are in it, in words.",
    )
    content = fields.Text(readonly=True, help="The document, as it was made.")
    content_hash = fields.Char(
        string="Fingerprint",
        readonly=True,
        help="SHA-256 of the document: the same text, the same fingerprint.",
    )
    approved_on = fields.Date(
        default=fields.Date.context_today,
        help="The day on which the resident said yes.",
    )
    approved_how = fields.Selection(
        [
            ("together", "Read together"),
            ("written", "In writing"),
            ("portal", "On the own page"),
        ],
        help="How the resident said yes.",
    )
    approved_by = fields.Char(help="The resident, or who acts for the resident.")
    approved_at = fields.Datetime(readonly=True, help="When it was fixed here.")

    @api.depends("sections")
    @api.depends_context("lang")
    def _compute_section_names(self):
        names = {one.code: one.name for one in self.env["client.section"].search([])}
        for handover in self:
            codes = (handover.sections or "").split(", ")
            handover.section_names = ", ".join(names.get(code, code) for code in codes)

    def _is_frozen(self):
        return bool(self.approved_at)

    def _merge_into(self, resident):
        """Evidence goes along with the file that stays."""
        self._add({"resident_id": resident.id})

    # Making --------------------------------------------------------------------------

    @api.model
    def _make(self, referral):
        """A new draft; an earlier draft goes. The caller may write the referral.

        :raises UserError: when nothing goes along
        """
        if not referral.section_ids:
            raise UserError(
                self.env._("Choose under “Goes along” what the document is to tell.")
            )
        # Elevated: made by this method alone; what is in it was read as the user.
        documents = self.sudo()
        documents.search(
            [("referral_id", "=", referral.id), ("approved_at", "=", False)]
        ).unlink()
        return documents.create(
            {
                "referral_id": referral.id,
                "case_id": referral.case_id.id,
                "resident_id": referral.resident_id.id,
                "sections": ", ".join(referral.section_ids.mapped("code")),
                "content": self._content(referral),
            }
        ).sudo(False)

    @api.model
    def _content(self, referral):
        page = self.with_context(lang=referral._page_language())
        # Elevated: which organisation, for the heading.
        organisation = referral.sudo().case_id.company_id.name
        return str(
            page.env["ir.qweb"]._render(
                "client_support.handover_content",
                {
                    "number": referral.number,
                    "organisation": organisation,
                    "service": referral.service_id.name,
                    "receiver": referral.partner_id.name,
                    "parts": page._parts(referral.with_env(page.env)),
                },
            )
        )

    @api.model
    def _parts(self, referral):
        """What goes along: a list of {"title", "records": [[(label, words)]]}.

        Found by the registry, so that parts which come later go along as well.
        """
        words = self.env["client.access.copy"]
        parts = []
        for section in referral.section_ids:
            for name in sorted(self.pool):
                model = self.env[name]
                if (
                    not self._is_file(name)
                    or not model._shared_fields
                    or section.code not in model._witness_sections()
                ):
                    continue
                shown = [
                    field
                    for field in model._fields.values()
                    if field.name in model._shared_fields - LEFT_OUT
                ]
                lines = [
                    [
                        (field._description_string(self.env), text)
                        for field in shown
                        if (text := words._in_words(one, field, referral.resident_id))
                    ]
                    for one in self._told(referral, model, section.code)
                ]
                if lines := [line for line in lines if line]:
                    title = self.env["ir.model"]._get(name).sudo().name
                    parts.append({"title": title, "records": lines})
        return parts

    @api.model
    def _told(self, referral, model, code):
        """The records of a part that the user reads and that are of nobody else."""
        resident = referral.resident_id
        # Elevated for the key that nobody reads; what is read passes the rules.
        dossier = referral._file_of(code).sudo().dossier_id
        found = model.sudo().search(
            [("dossier_id", "=", dossier.id), *model._domain_shared]
        )
        records = found.with_env(self.env)._filtered_access("read")
        for name in ("resident_id", "resident_ids"):
            if name in model._fields:
                records = records.filtered(
                    lambda one, name=name: not one[name] or resident in one[name]
                )
        return records - referral if model._name == referral._name else records

    # Approving ----------------------------------------------------------------------

    def action_approve(self):
        """The resident read it and said yes: fixed from now on.

        :raises UserError: with what is missing
        """
        for handover in self:
            handover.check_access("write")
            if handover.approved_how == "portal":
                raise UserError(
                    self.env._(
                        "On the own page the resident approves without help; choose "
                        "how you heard it."
                    )
                )
            if not (
                handover.approved_on and handover.approved_how and handover.approved_by
            ):
                raise UserError(
                    self.env._("Fill in who approved it, on which day and how.")
                )
            handover._fix()

    def _fix(self, **values):
        self._refuse_frozen()
        # Elevated: as in _add; a portal account writes nothing by itself.
        content = self.sudo().content or ""
        self._add(
            {
                **values,
                "content_hash": hashlib.sha256(content.encode()).hexdigest(),
                "approved_at": fields.Datetime.now(),
            }
        )

    def action_open(self):
        """Read or print it."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/overdracht/{self.number}",
            "target": "new",
        }

    # Reading ------------------------------------------------------------------------

    @api.model
    def _page(self, number):
        """The document for whoever may open it at this moment, or None.

        Staff by the rules; the resident, or who represents the resident, also before
        the approval; a receiver with an account after it, for as long as the consent
        for each of its parts stands.
        """
        if not self.env.user.share:
            if not self.has_access("read"):
                return None
            handover = self.search([("number", "=", number)])
            return handover._shown() if handover else None
        # Elevated: who asks has no right on the model; the checks follow.
        handover = self.sudo().search([("number", "=", number)])
        if not handover or not (handover._is_own() or handover._is_received()):
            return None
        return {**handover._shown(), "may_approve": handover._may_approve()}

    def _shown(self):
        return {
            "number": self.number,
            "content": Markup(self.content or ""),  # made by our own template
            "approved_on": self.approved_at and self.approved_on,
            "hash": self.content_hash,
            "may_approve": False,
        }

    def _is_own(self):
        """Whether the user is, or represents, the resident; elevated.

        A shielded case is closed to portal accounts: it may tell of who lives apart.
        """
        own = self.env["client.access.log"]._residents_of_user()
        return self.resident_id in own and not self.case_id.is_shielded

    def _may_approve(self):
        return self._is_own() and not self.approved_at

    def _is_received(self):
        """Whether the user belongs to the receiver and sees each part by consent."""
        referral = self.referral_id
        mine = self.env.user.sudo().partner_id.commercial_partner_id
        if (
            not self.approved_at
            or self.resident_id != referral.resident_id
            or referral.state in ("draft", "declined", "revoked")
            or mine != referral.partner_id.commercial_partner_id
        ):
            return False
        rows = self.env["client.consent"]._rows_of_user()
        opened = {
            (row.dossier_id, row.section) for row in rows if row.kind == "consent"
        }
        return all(
            (referral._file_of(code).dossier_id, code) in opened
            for code in (self.sections or "").split(", ")
        )

    @api.model
    def _approve_on_portal(self, number):
        """The resident says yes on the own page; done twice it stays as it was.

        :return: whether there is such a document of the user
        """
        # Elevated: as in _page.
        handover = self.sudo().search([("number", "=", number)])
        if not handover or not handover._is_own():
            return False
        if handover._may_approve():
            handover._fix(
                approved_on=fields.Date.context_today(self),
                approved_how="portal",
                approved_by=self.env.user.name,
            )
        return True

    @api.model
    def _shown_to_user(self):
        """The user's own referrals and their documents; None when there is no file."""
        residents = self.env["client.access.log"]._residents_of_user()
        if not residents:
            return None
        referrals = self.env["client.referral"]
        states = labels(referrals, "state")
        # Elevated: it is their own file; of a shielded case nothing is shown.
        found = referrals.sudo().search(
            [
                ("resident_id", "in", residents.ids),
                ("case_id.is_shielded", "=", False),
                "|",
                ("state", "!=", "draft"),
                ("handover_ids", "!=", False),
            ]
        )
        return [
            {
                "number": one.number,
                "type": one.type_id.name,
                "organisation": one.partner_id.name,
                "service": one.service_id.name or one.service,
                "state": states[one.state],
                "date": one.requested_on,
                "documents": [
                    {"number": document.number, "approved": bool(document.approved_at)}
                    for document in one.handover_ids
                ],
            }
            for one in found
        ]
