from odoo import api, fields, models

from ..formality import FORMALITY, rule

# It also follows the calendar and the agreements: see _refresh_formality.
FOLLOWS = (
    *("partner_id.organization_type", "support_form_id.formality"),
    *("performs_client_support", "formality_by_hand"),
)


class SocialServiceFormalityMixin(models.AbstractModel):
    """Whether a service is formal: a municipality commissioned it, or not.

    Of client support it follows from the commissions of who offers it (R042), on the
    day itself. Until a commission is known the form of support tells. Support by
    volunteers stays informal when a municipality pays for it (R225). Of other services
    an editor says it, and of all of them an editor can say otherwise.
    """

    _name = "social.service.formality.mixin"
    _description = "Formal or informal service"

    formality = fields.Selection(
        FORMALITY,
        compute="_compute_formality",
        inverse="_inverse_formality",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Formal: by professionals, commissioned by the municipality. Informal: by "
        "volunteers, peers, relatives and neighbours.",
    )
    formality_by_hand = fields.Boolean(
        string="Chosen by Hand",
        groups="base.group_user",
        help="An editor says whether it is formal. Off: it follows from the commission "
        "of the municipality and the form of support, and changes with them.",
    )
    formality_basis = fields.Selection(
        [
            ("hand", "An editor chose it"),
            ("form", "Its form of support is informal"),
            ("commission", "Commissioned by a municipality, or its own"),
            ("ended", "The commission of the municipality ended"),
            ("table", "Its form of support; no commission is known"),
            ("none", "Client support without a commission"),
            ("other", "No client support: formal, unless somebody chooses otherwise"),
        ],
        string="Because",
        compute="_compute_formality_basis",
        store=True,
        groups="base.group_user",
        help="What tells whether it is formal.",
    )

    @api.depends(*FOLLOWS)
    def _compute_formality(self):
        for service, (told, _basis) in self._formality_without_hand():
            if not (service.formality_by_hand and service.formality):
                service.formality = told

    @api.depends(*FOLLOWS)
    def _compute_formality_basis(self):
        for service, (_told, basis) in self._formality_without_hand():
            service.formality_basis = "hand" if service.formality_by_hand else basis

    def _inverse_formality(self):
        """To say what follows anyway is no choice: it goes on following."""
        for service, (told, _basis) in self._formality_without_hand():
            if service.formality != told:
                service.formality_by_hand = True

    def copy_data(self, default=None):
        copies = super().copy_data(default)
        for service, values in zip(self, copies, strict=True):
            if not service.formality_by_hand and "formality" not in (default or {}):
                # The copy may be of another organisation: it follows there.
                del values["formality"]
        return copies

    def _formality_today(self):
        """Whether it is formal at this moment; nothing without a service. What is
        stored follows a new day some time after midnight."""
        for service, (told, _basis) in self._formality_without_hand():
            return service.formality if service.formality_by_hand else told
        return False

    def _formality_without_hand(self):
        """Each service with what it would be if nobody chose, and why."""
        # Elevated: what everybody reads of a service does not hang on who asks.
        commission = self.env["social.agreement"].sudo()._commission_today()
        return [
            (
                service,
                rule(
                    service.support_form_id.formality,
                    service.performs_client_support,
                    commission(service.partner_id._origin),
                ),
            )
            for service in self
        ]

    @api.model
    def _refresh_formality(self):
        """Follow what a new day or another agreement has changed."""
        services = self.with_context(active_test=False).search(
            [
                ("formality_by_hand", "=", False),
                "|",
                ("performs_client_support", "=", True),
                ("support_form_id", "!=", False),
            ]
        )
        changed = services.browse(
            service.id
            for service, told in services._formality_without_hand()
            if (service.formality, service.formality_basis) != told
        )
        before = {service: service.formality for service in changed}
        changed.modified(["formality_by_hand"])
        changed.filtered(lambda one: one.formality != before[one])._touch()
