from odoo import api, fields, models


class ClientRepresentative(models.Model):
    """Somebody who may act for a resident, by what authority and between which days.

    The order of the law (Wmo 2015 art. 1.1.1 lid 2, Awb art. 2:1): who has parental
    authority or guardianship of a minor, a curator, a mentor or an administrator of
    finances, or somebody whom the resident authorised.
    """

    _name = "client.representative"
    _inherit = ["client.file.mixin", "client.consent.ground.mixin"]
    _description = "Representative"
    _order = "date_from desc, id desc"
    _rec_name = None
    _consent_grounds = frozenset(
        {"authority", "date_from", "date_until", "resident_id"}
    )

    dossier_id = fields.Many2one(compute="_compute_dossier_id", store=True)
    resident_id = fields.Many2one(
        "client.resident",
        required=True,
        index=True,
        ondelete="cascade",
        help="For whom they act.",
    )
    name = fields.Char(required=True, help="First and last name.")
    authority = fields.Selection(
        [
            ("parent", "Parent with parental authority"),
            ("guardian", "Guardian of a minor"),
            ("curator", "Curator"),
            ("mentor", "Mentor"),
            ("administrator", "Administrator of finances"),
            ("authorised", "Authorised by the resident"),
        ],
        required=True,
        help="By what authority they act.",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=fields.Date.context_today,
        help="First day of the authority.",
    )
    date_until = fields.Date(
        string="Until", help="Last day of the authority; empty while it lasts."
    )

    _order_of_days = models.Constraint(
        "CHECK(date_until IS NULL OR date_until >= date_from)",
        "It cannot end before it begins.",
    )

    @api.depends("resident_id.dossier_id")
    def _compute_dossier_id(self):
        for representative in self:
            representative.dossier_id = representative.resident_id.dossier_id

    def _stands_on(self, day):
        """Those whose authority stands on a day."""
        return self.filtered(
            lambda one: (
                one.date_from <= day and (not one.date_until or one.date_until >= day)
            )
        )

    def _compute_display_name(self):
        for representative in self:
            representative.display_name = self.env._("Representative")

    # Consent ---------------------------------------------------------------------

    def _consents_follow(self):
        self.env["client.consent"]._follow_representatives(self)

    @api.ondelete(at_uninstall=False)
    def _unlink_with_consents(self):
        self.env["client.consent"]._end_with(self)
