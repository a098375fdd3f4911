from odoo import fields, models
from odoo.tools import SQL, format_date

from odoo.addons.client_support.models.client_case_closure import RESULTS
from odoo.addons.client_support.models.client_task_kind import MOMENTS
from odoo.addons.client_support.screen import labels

from ..cubes import MAY_BE_QUARTERLY
from .oco_fact_person_mixin import AGE_BANDS

# What is counted anew in each period, the same one each time: not to be added up.
STANDING = ("residents", "cases_start", "cases_end")
# Measures of one cube that never count the same: together they are all contacts.
APART = ("contacts", "contacts_other")


class OcoFigure(models.Model):
    """A cell of a cube: what managers, finance and dashboards read and pivot.

    Cubes are built from facts that nobody may read, and are protected when built, so
    that a pivot, a count, an export and a remote call all give the same safe number.
    A screen shows one cube; cells of two cubes are never added up.
    """

    _name = "oco.figure"
    _inherit = "oco.streamed.export.mixin"
    _description = "Figure"
    _order = "date desc, team_id, measure, life_domain_id, id"
    _log_access = False

    cube = fields.Selection(
        [
            ("contacts", "Contacts"),
            ("cases", "Cases"),
            ("stock", "Active cases"),
            ("hours", "Hours"),
            ("signals", "Signals"),
            ("domains", "Questions by life domain"),
            ("frameworks", "Questions by law"),
            ("reasons", "Contacts by reason"),
            ("moments", "New cases by moment"),
            ("arrivals", "Cases by road of arrival"),
            ("endings", "Closed cases by result"),
            ("tasks", "Closed cases by task"),
            ("referrals", "Referrals"),
            ("residents", "Residents by team and age"),
            ("groups", "Residents by target group and age"),
            ("areas", "Residents by district and age"),
            ("published", "Published figures"),
        ],
        required=True,
        help="The set of figures that belong together and may be added up.",
    )
    measure = fields.Selection(
        [
            ("questions", "Questions"),
            ("contacts", "I&A contacts"),
            ("contacts_other", "Other contacts"),
            ("cases_start", "Cases active at the start"),
            ("cases_registered", "Cases that came in"),
            ("cases_new", "New cases"),
            ("cases_closed", "Closed cases"),
            ("tasks_closed", "Tasks in closed cases"),
            ("cases_end", "Cases active at the end"),
            ("minutes", "Minutes"),
            ("signals", "Signals"),
            ("referrals_in", "Referrals to us"),
            ("referrals_out", "Referrals from us"),
            ("residents", "Unique residents"),
        ],
        required=True,
        help="What the quantity counts.",
    )
    period = fields.Selection(
        [
            ("month", "Month"),
            ("quarter", "Quarter"),
            ("half_year", "Half-year"),
            ("year", "Year"),
        ],
        required=True,
        default="month",
        help="How long the period is. Unique residents are counted anew for each "
        "kind, since one and the same comes in more months than one.",
    )
    date = fields.Date(
        string="Period from", required=True, help="First day of the period counted."
    )
    date_to = fields.Date(
        string="Period to", required=True, help="Last day of the period counted."
    )
    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        ondelete="cascade",
        help="Whose work it is.",
    )
    team_id = fields.Many2one(
        "client.team",
        ondelete="restrict",
        help="The team that did it; none in figures of the organisation as a whole.",
    )
    channel_id = fields.Many2one(
        "client.contact.channel", ondelete="restrict", help="By what road."
    )
    kind_id = fields.Many2one(
        "client.contact.kind", ondelete="restrict", help="Kind of contact."
    )
    life_domain_id = fields.Many2one(
        "life.domain", ondelete="restrict", help="What part of life it was about."
    )
    legal_framework = fields.Selection(
        selection=lambda self: (
            self.env["client.question"]
            ._fields["legal_framework"]
            ._description_selection(self.env)
        ),
        string="Law",
        help="The law that the answer may lie in.",
    )
    reason_id = fields.Many2one(
        "client.contact.reason", ondelete="restrict", help="Why somebody came."
    )
    moment = fields.Selection(
        MOMENTS, help="The moment of support (VNG): reflection, obtaining, using."
    )
    arrival_id = fields.Many2one(
        "client.arrival", ondelete="restrict", help="By what road the resident came."
    )
    closing_reason_id = fields.Many2one(
        "client.closing.reason", ondelete="restrict", help="How it ended."
    )
    result = fields.Selection(RESULTS, help="What came of it.")
    task_kind_id = fields.Many2one(
        "client.task.kind",
        string="Task",
        ondelete="restrict",
        help="What a closed case was helped with; a case may have several.",
    )
    referral_type_id = fields.Many2one(
        "client.referral.type", ondelete="restrict", help="In what way referred."
    )
    target_group_id = fields.Many2one(
        "target.group",
        ondelete="restrict",
        help="Group that residents belong to; somebody may belong to several.",
    )
    age_band = fields.Selection(AGE_BANDS, help="Age in the year of the figure.")
    area_id = fields.Many2one(
        "social.area", ondelete="restrict", help="District where residents live."
    )
    activity_id = fields.Many2one(
        "client.time.activity", ondelete="restrict", help="What hours went to."
    )
    is_client_bound = fields.Boolean(
        string="With or for a resident", help="Hours for residents (K33)."
    )
    function = fields.Char(help="Function of who worked.")
    # A manager knows who works how many hours a week, and would read a name in a code.
    staff_code = fields.Char(
        groups="client_support.group_finance",
        help="Keyed code of who worked, for hours that must be accounted for. Managers "
        "see hours by function.",
    )
    signal_kind = fields.Selection(
        selection=lambda self: (
            self.env["client.signal"]._fields["kind"]._description_selection(self.env)
        ),
        string="Sort of signal",
        help="What sort of signal.",
    )
    quantity = fields.Integer(
        required=True, help="How many; the only thing to add up here."
    )
    hours = fields.Float(help="Of hours worked: the minutes of the quantity, in hours.")
    table_id = fields.Many2one(
        "oco.published.table",
        string="Published table",
        index="btree_not_null",
        ondelete="cascade",
        help="The table that a published figure is a cell of.",
    )
    row_id = fields.Many2one(
        "oco.published.row",
        string="Row as printed",
        index="btree_not_null",
        ondelete="cascade",
        help="The row of that table; in lists and pivots in printed order.",
    )
    row_label = fields.Char(
        string="Label as printed", help="The label of that row, to search and group by."
    )
    closing_id = fields.Many2one(
        "oco.period.closing",
        string="Closed",
        index="btree_not_null",
        ondelete="set null",
        help="The closing that froze this cell.",
    )
    corrects = fields.Date(
        string="Correction of",
        help="Of a correction: the month, closed before, that it belongs to.",
    )
    derived = fields.Boolean(
        help="Not printed: the start that follows from new, closed and end."
    )

    _cell = models.Index("(cube, company_id, period, date, measure)")
    _frozen = models.Index("(company_id, corrects) WHERE corrects IS NOT NULL")
    _published_has_table = models.Constraint(
        "CHECK((cube = 'published') = (table_id IS NOT NULL))",
        "Published figures belong to a table, and other figures do not.",
    )
    _published_cell_uniq = models.UniqueIndex(
        "(row_id, team_id) WHERE row_id IS NOT NULL",
        "This cell of the table has a figure already.",
    )

    def _read_group_select(self, aggregate_spec, query):
        """Leave a sum empty where adding up would count the same ones twice.

        Cells of a month are part of those of its year; a resident comes in more
        periods than one, and so does a case that is active at their end; one case
        comes in, begins and ends; two cubes count the same contacts. Whatever filter
        is taken away, by whatever road, such a sum is no number.
        """
        select = super()._read_group_select(aggregate_spec, query)
        if aggregate_spec != "quantity:sum":
            return select
        cube, period, date, measure = (
            self._field_to_sql(self._table, name, query)
            for name in ("cube", "period", "date", "measure")
        )
        # One number for all that must be the same: a pivot of five years takes two
        # thirds of the time that it takes with each of them compared by itself.
        same = SQL(
            "hashtextextended(%(cube)s || ' ' || CASE"
            " WHEN %(cube)s IN %(either)s THEN '' ELSE %(period)s END || ' ' || CASE"
            " WHEN %(measure)s IN %(apart)s THEN ''"
            " WHEN %(measure)s IN %(standing)s THEN %(measure)s || %(date)s"
            " ELSE %(measure)s END, 0)",
            cube=cube,
            period=period,
            measure=measure,
            date=date,
            apart=APART,
            either=MAY_BE_QUARTERLY,
            standing=STANDING,
        )
        return SQL("CASE WHEN MIN(%s) = MAX(%s) THEN %s END", same, same, select)

    def _export_title(self, domain):
        """The cubes that these cells are of, as their screens are called, and the days.

        Read from the cells themselves: whatever the user filtered, that is in the file.
        """
        found = self._read_group(domain, ["cube"], ["date:min", "date_to:max"])
        if not found:
            return super()._export_title(domain)
        cubes, first_days, last_days = zip(*found, strict=True)
        names = labels(self, "cube")
        first, last = format_date(self.env, min(first_days)), max(last_days)
        return (
            f"{', '.join(names[cube] for cube in names if cube in cubes)}, "
            f"{first} – {format_date(self.env, last)}"
        )

    def action_open_period(self):
        """Open the period whose closing froze this cell."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "oco.period",
            "res_id": self.closing_id.period_id.id,
            "views": [(False, "form")],
        }
