from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.client_support.roles import MANAGER

from ..disclosure import Overlap
from ..kpis import KPIS
from ..outgoing import Period, Value, dumps, let_out, loads
from ..suppression import Exposed

STAFF = "client_support.group_manager,client_support.group_finance"
COMMISSIONER = "oco_reporting.group_commissioner"
LANGUAGE = "nl_NL"  # of a municipality, whoever makes it
OUTGOING = ("oco.council.page", "oco.delivery")


class OcoOutgoingMixin(models.AbstractModel):
    """What is made of closed figures and then goes out to a municipality.

    draft → out, by a deliberate act. What is out is frozen, for everybody; a correction
    is a new version. Each keeps, for nobody to read, which numbers it told
    (`outgoing.py`), so that the next one adds nothing that must not be known.
    """

    _name = "oco.outgoing.mixin"
    _description = "What goes out to a municipality"

    # What the buttons write, and no screen or remote call does.
    _by_buttons = frozenset(
        {"state", "out_on", "out_by_id", "sha256", "release", "known", "rounded"}
        | {"made_on", "made_by_id"}
    )

    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
        help="Whose figures they are.",
    )
    organisation = fields.Char(
        related="company_id.name",
        string="Name of the organisation",
        help="For who cannot look into the organisation.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="For",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('is_company', '=', True)]",
        help="The municipality that commissions. Its people with the role of "
        "commissioner see it, once it is out.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("out", "Out")],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        help="Out: the municipality has it, and it stays what it is.",
    )
    made_on = fields.Datetime(
        readonly=True, copy=False, help="When its figures were read."
    )
    made_by_id = fields.Many2one(
        "res.users",
        string="Made by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        groups=STAFF,
        help="Who read them.",
    )
    known = fields.Integer(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="How much of the organisation was out when it was made.",
    )
    out_on = fields.Datetime(
        string="Out since", readonly=True, copy=False, help="When it went out."
    )
    out_by_id = fields.Many2one(
        "res.users",
        string="Let out by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        groups=STAFF,
        help="Who let it out.",
    )
    sha256 = fields.Char(
        string="SHA-256",
        readonly=True,
        copy=False,
        help="The checksum: it tells whether a copy is unchanged.",
    )
    release = fields.Text(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="Which numbers it tells and which not, for the next one. What a workbook "
        "counts as well is not in it, but in what workbooks showed.",
    )
    rounded = fields.Text(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="Of what went out before version 19.0.1.7.0: which counts of a workbook "
        "it told rounded, and of which days, as JSON. Now they are told exactly.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # Named, so that no default of a context comes in.
            blank = dict.fromkeys(
                self._by_buttons - {"release", "known", "rounded"}, False
            )
            blank["state"] = "draft"
            vals_list = [{**vals, **blank} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        """What is changed of a draft must be made anew."""
        self.check_access("write")
        self._refuse_out()
        if not self.env.su:
            if vals.keys() & self._by_buttons:
                raise AccessError(self.env._("This is changed by the buttons."))
            # Elevated: what no screen writes.
            self.sudo().filtered("made_on").write(self._unmade())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_out(self):
        self._refuse_out()

    @api.model
    def _language(self):
        dutch = self.env["res.lang"]._lang_get(LANGUAGE)
        return dutch.code or self.env.lang

    def _unmade(self):
        """The values of a draft of which nothing was made."""
        return dict.fromkeys(("made_on", "made_by_id", "sha256", "release"), False)

    def _refuse_out(self):
        """:raises UserError: one of these is out"""
        if any(one.state == "out" for one in self.sudo()):  # Elevated: only whether.
            raise UserError(
                self.env._("What is out stays what it is. Make a new version.")
            )

    def _made(self, vals):
        """Write what was made of a draft, after the check of the caller."""
        # Elevated: what no screen writes.
        self.sudo().write(
            {
                **vals,
                "known": len(self._all_out()),
                "made_on": fields.Datetime.now(),
                "made_by_id": self.env.uid,
            }
        )

    def _let_out(self, roles=(MANAGER,)):
        """Freeze it and let the municipality have it.

        :raises AccessError: for who has none of the roles
        :raises UserError: nothing was made, or others went out since
        """
        self.ensure_one()
        self.check_access("write")
        if not any(map(self.env.user.has_group, roles)):
            raise AccessError(self.env._("A manager lets figures out."))
        self._refuse_out()
        if not self.made_on:
            raise UserError(self.env._("Make it first, and look at it."))
        # One after the other: the second of two at once is tried again, and sees this.
        self.env.cr.execute(
            "UPDATE res_company SET write_date = write_date WHERE id = %s",
            [self.company_id.id],
        )
        # Elevated: a number that nobody reads.
        if len(self._all_out()) != self.sudo().known:
            raise UserError(
                self.env._("Other figures went out since this was made. Make it anew.")
            )
        # Elevated: after the checks.
        self.sudo().write(
            {
                "state": "out",
                "out_on": fields.Datetime.now(),
                "out_by_id": self.env.uid,
            }
        )

    # Figures --------------------------------------------------------------------------

    def _all_out(self):
        """Everything of the organisation that is out, of all kinds."""
        # Elevated: for whom it was makes no difference to what is known.
        return [
            one
            for model in OUTGOING
            for one in self.env[model]
            .sudo()
            .search([("company_id", "=", self.company_id.id), ("state", "=", "out")])
        ]

    def _read_values(self, periods, codes, breakdowns=("organisation",)):
        """The values of KPIs of closed periods, read as the user.

        :param periods: `oco.period`, closed
        :return: {`outgoing.Value`: `oco.kpi.value`}
        """
        found = self.env["oco.kpi.value"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("kpi_id.code", "in", codes),
                ("breakdown", "in", breakdowns),
                "|",
                ("has_value", "=", True),
                ("is_hidden", "=", True),
                *["|"] * (len(periods) - 1),
                *(
                    term
                    for period in periods
                    for term in (
                        "&",
                        ("period", "=", period.kind),
                        ("date", "=", period.date),
                    )
                ),
            ],
            order="kpi_id, part, breakdown, team_id, key_code, date",
        )
        closed = {
            (period.kind, period.date): self._as_period(period) for period in periods
        }
        return {self._outgoing(value, closed): value for value in found}

    @api.model
    def _as_period(self, period):
        return Period(period.kind, str(period.date), period.closing_id.version)

    def _outgoing(self, value, closed):
        kpi = KPIS[value.kpi_id.code]
        parts = {part.name: part for part in kpi.parts}
        is_share = value.unit == "%" and value.denominator
        return Value(
            code=value.kpi_id.code,
            part=value.part,
            period=closed[value.period, value.date],
            unit=value.unit,
            value=value.value if value.has_value else None,
            n=value.n,
            numerator=round(value.numerator) if is_share else None,
            denominator=round(value.denominator) if is_share else None,
            breakdown=value.breakdown,
            key=str(value.team_id.id or value.key_code or ""),
            protects=kpi.protects,
            unique=value.part in parts and parts[value.part].counts_people,
            is_rounded=value.is_rounded,
        )

    def _protected(self, values, periods):
        """What of these goes out, and what that tells.

        :param periods: of which of their periods values are told
        :return: ({value: the value as it is told}, the release as text)
        :raises UserError: they cannot be protected beside what is out
        """
        before = loads(one.release for one in self._all_out() if one.release)
        books = {
            self._as_period(period): book
            for period in periods
            if (book := self._workbook(period))
        }
        try:
            told, release = let_out(list(values), books, self._threshold(), before)
        except Exposed as error:
            raise UserError(
                self.env._(
                    "These figures would give away a small number, beside what went "
                    "out before: %s",
                    ", ".join(sorted({str(one[0]) for one in error.numbers})),
                )
            ) from error
        return told, dumps(release)

    def _workbook(self, period):
        """What a workbook of a closed period shows; None where there can be none.

        It counts as shown from now on, as if the workbook were made.
        """
        try:
            release = self.env["oco.release"]._for(
                self.company_id, period.date, period.date_to
            )
        except Overlap:
            return None
        return release._shown() if release else None

    @api.model
    def _threshold(self):
        return self.env["oco.kpi.value"]._least_residents()

    @api.model
    def _in_words(self, told, row):
        """A value as it goes out: percentages whole, of no more than was counted."""
        if told.unit == "%":
            return f"{round(told.value)}%"
        return row._in_words(told.value)
