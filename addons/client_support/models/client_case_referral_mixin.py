from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ..referral_rules import OPEN
from ..screen import form_of, labels
from .client_portal_mixin import WORKERS

# For tasks: in the language of whoever gets one.
_lt = LazyTranslate(__name__)


class ClientCaseReferralMixin(models.AbstractModel):
    """A case from and to others: its referrals, and what is still open in them."""

    _name = "client.case.referral.mixin"
    _description = "Referrals of a case"

    referral_ids = fields.One2many(
        "client.referral",
        "case_id",
        string="Referrals",
        help="Who sent the resident to us, and to whom we referred.",
    )

    suggests_akj = fields.Boolean(
        compute="_compute_suggests_akj",
        groups=WORKERS,
        help="A complaint about youth care, and nobody pointed to the trusted person "
        "for the young (AKJ) yet. Never a refusal.",
    )

    @api.depends("question_ids.legal_framework", "referral_ids.type_id")
    @api.depends("procedure_ids.law", "procedure_ids.step_ids.kind_id")
    def _compute_suggests_akj(self):
        for case in self:
            young = "youth_act" in case.question_ids.mapped("legal_framework")
            case.suggests_akj = "akj" not in case.referral_ids.type_id.mapped(
                "code"
            ) and any(
                procedure.law in ("youth_act", young and "complaint")
                and "complaint" in procedure.step_ids.kind_id.mapped("code")
                for procedure in case.procedure_ids
            )

    def action_refer_akj(self):
        """A referral to the trusted person for the young, ready to be filled in."""
        action = self.action_refer()
        action["context"]["default_type_id"] = self.env.ref(
            "client_support.referral_type_akj"
        ).id
        return action

    def action_refer(self):
        """A new referral of this case to somebody else."""
        self.ensure_one()
        self.check_access("write")
        one = (
            self.resident_ids if len(self.resident_ids) == 1 else self.resident_ids[:0]
        )
        return form_of(
            self.env["client.referral"],
            name=self.env._("Refer"),
            context={"default_case_id": self.id, "default_resident_id": one.id},
        )

    def _open_in_referrals(self):
        """Sentences on what is open, for who closes the case; none when all is done."""
        states = labels(self.env["client.referral"], "state")
        return [
            self.env._(
                "Referral %(number)s (%(type)s) is “%(state)s”.",
                number=referral.number,
                type=referral.type_id.name,
                state=states[referral.state],
            )
            for referral in self.referral_ids
            if referral.state in OPEN
        ]

    def _on_wlz_indication(self, day=None):
        """There is a CIZ indication: support by the Wmo ends, the Wlz takes over.

        Wlz art. 10.1.3: from the indication on the care office sees to independent
        client support. Whoever works on the case gets a task, once.

        :param day: of the decision, else today; the task is for within a week of it
        """
        day = day or fields.Date.context_today(self)
        tasks = self.env["mail.activity"].sudo().with_context(active_test=False)
        for case in self.sudo():  # Elevated: whoever noted it, the supporter is told.
            under_way = case.referral_ids.filtered(
                lambda one: (
                    one.type_id.code == "wmo_wlz"
                    and one.state not in ("revoked", "declined")
                )
            )
            user = case.supporter_id.user_id
            if case.stage == "closed" or under_way or not user:
                continue
            if not tasks._is_open_to(user, case):
                continue
            summary = _lt("CIZ indication: hand over to Wlz client support")
            words = str(summary._translate(user.lang or "en_US"))
            told = [("res_model", "=", case._name), ("res_id", "=", case.id)]
            if not tasks.search_count([*told, ("summary", "=", words)], limit=1):
                case.with_context(mail_activity_quick_update=True).activity_schedule(
                    "mail.mail_activity_data_todo",
                    fields.Date.add(day, weeks=1),
                    words,
                    user_id=user.id,
                )

    def _remove_resident(self, resident):
        # Elevated: a referral may be hidden from the one who asks.
        if resident in self.sudo().referral_ids.resident_id:
            raise UserError(
                self.env._(
                    "There are referrals of this resident in the case, so it stays a "
                    "case of this resident too."
                )
            )
        return super()._remove_resident(resident)
