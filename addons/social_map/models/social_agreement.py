from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .. import review

COMMISSION, COMMISSIONER = "commission", "municipality"
# What decides who carries out a commission, and when; what is inherited adds to it.
DECIDES = frozenset(
    {"kind", "partner_ids", "date_from", "date_until", "active", "official_position"}
)


def _carries_out(party):
    return party.organization_type != COMMISSIONER


class SocialAgreement(models.Model):
    """What organisations agreed: a covenant, how to refer, when to meet.

    Between whichever organisations, shown on the form of each of them. Who works here
    reads it; the public and who has an account of the portal do not.
    """

    _name = "social.agreement"
    _description = "Agreement"
    _order = "date_until, name, id"

    name = fields.Char(required=True, help="As people call it. No names of residents.")
    active = fields.Boolean(default=True, help="Switch off what is no more.")
    kind = fields.Selection(
        [
            ("covenant", "Covenant"),
            (COMMISSION, "Commission of a municipality"),
            ("referral", "Referral agreement"),
            ("cooperation", "Working together"),
            ("data", "Agreement on data"),
        ],
        required=True,
        default="covenant",
        help="What sort of agreement. A commission: what a municipality buys or "
        "subsidises, from the first day to the last.",
    )
    partner_ids = fields.Many2many(
        "res.partner",
        "social_agreement_partner_rel",
        "agreement_id",
        "partner_id",
        string="Between",
        domain="[('is_company', '=', True)]",
        help="The organisations that agreed: two or more.",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=fields.Date.context_today,
        help="First day that it holds.",
    )
    date_until = fields.Date(
        string="Until", help="Last day that it holds; empty: until further notice."
    )
    evaluation_date = fields.Date(
        string="Evaluation",
        help="The day to judge whether it did what it was meant for, such as two "
        "years after an experiment began.",
    )
    rhythm = fields.Selection(
        [
            ("week", "Every week"),
            ("month", "Every month"),
            ("quarter", "Every quarter"),
            ("half_year", "Twice a year"),
            ("year", "Every year"),
            ("need", "When needed"),
        ],
        string="Meets",
        help="How often the organisations meet.",
    )
    official_position = fields.Boolean(
        string="Official place for informal support",
        help="The municipality agrees with informal support, pays for it, makes it "
        "possible and mentions it. It stays informal: this makes nobody formal.",
    )
    description = fields.Text(
        string="What was agreed",
        help="How to refer, whom to call, what to expect. No names of residents.",
    )
    document = fields.Binary(help="The text that was signed. No names of residents.")
    document_name = fields.Char(help="What the file is called.")

    _order_of_days = models.Constraint(
        "CHECK(date_until IS NULL OR date_until >= date_from)",
        "It cannot end before it begins.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        agreements = super().create(vals_list)
        agreements._refresh_formality()
        return agreements

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & self._decides():
            self._refresh_formality()
        return result

    def unlink(self):
        result = super().unlink()
        self._refresh_formality()
        return result

    @api.model
    def _decides(self):
        """The fields that decide who carries out a commission, and when."""
        return DECIDES

    @api.model
    def _refresh_formality(self):
        # Elevated: what everybody reads of a service does not hang on who asks.
        self.env["social.service"].sudo()._refresh_formality()

    @api.constrains("partner_ids", "active", "kind")
    def _check_parties(self):
        for agreement in self.filtered("active"):
            parties = agreement._parties()
            if len(parties) < 2:
                raise ValidationError(
                    self.env._("An agreement is between two organisations or more.")
                )
            carry_out = parties.filtered(_carries_out)
            if agreement.kind == COMMISSION and carry_out in (
                parties,
                parties.browse(),
            ):
                raise ValidationError(
                    self.env._(
                        "A commission is between a municipality and who carries it "
                        "out: say of one of them that it is a municipality."
                    )
                )

    def _parties(self):
        """The organisations that agreed."""
        return self.partner_ids

    def _commissioned(self):
        """Who carries out what a municipality commissioned."""
        return self._parties().filtered(_carries_out)

    @api.model
    def _in_force(self, day):
        """Agreements that hold on a day."""
        return Domain("date_from", "<=", day) & (
            Domain("date_until", "=", False) | Domain("date_until", ">=", day)
        )

    @api.model
    def _who_carry_out(self, domain):
        """Who carries out a commission of the domain, as far as the user reads them."""
        # Whatever else the caller looks at: what was switched off commissions nothing.
        standing = Domain("active", "=", True) & Domain("kind", "=", COMMISSION)
        return self.search(standing & domain)._commissioned()

    @api.model
    def _commissioned_today(self):
        """Who carries out a commission today, as far as the user can read them."""
        return self._who_carry_out(self._in_force(review.today()))

    @api.model
    def _commission_today(self):
        """How it stands today with commissions of formal support: a function from an
        organisation to `standing`, `ended` or nothing, when none was ever known.

        What a municipality offers itself it commissions itself.
        """
        today = review.today()
        # Who is archived still carries out what was agreed, whoever asks.
        self = self.with_context(active_test=False)
        formal = Domain("official_position", "=", False)
        began = self._who_carry_out(formal & Domain("date_from", "<=", today))
        standing = self._who_carry_out(formal & self._in_force(today))

        def of(partner):
            if partner in standing or partner.organization_type == COMMISSIONER:
                return "standing"
            return "ended" if partner in began else None

        return of

    @api.model
    def _of_party(self, partners):
        """What organisations agreed with others, as far as the user can read it."""
        return self.search([("partner_ids", "in", partners.ids)])

    @api.model
    def _hand_over(self, gone, heir):
        """Two organisations turned out to be one: `heir` agreed what `gone` agreed.

        What they agreed with each other is no agreement any more.
        """
        # Elevated: those that the user cannot read are handed over too.
        every = self.sudo().with_context(active_test=False)
        for agreement in every._of_party(gone):
            parties = agreement._parties() - gone | heir
            agreement.write(
                {
                    "partner_ids": (agreement.partner_ids - gone | heir).ids,
                    "active": agreement.active and len(parties) > 1,
                }
            )
