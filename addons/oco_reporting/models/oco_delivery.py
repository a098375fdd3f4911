import base64
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.client_support.roles import FINANCE, MANAGER

from .. import delivery
from ..kpis import KPIS
from ..outgoing import REST, WHOLE, complete
from .oco_outgoing_mixin import STAFF, OcoOutgoingMixin

# Counts are told apart by these only: by who did it and by what road, which is exact
# inside, so that the whole and its parts agree.
COUNTED_BY = ("team", "channel")


class OcoDelivery(models.Model):
    """A file that is handed to a municipality: figures of a quarter, or a workbook.

    Figures are made here of the values of a closed quarter (`delivery.py`); a workbook
    is a copy of an accountability that is final. A manager or finance hands it over.
    From then on the people of that municipality with the role of commissioner can
    download it, and it stays what it is.
    """

    _name = "oco.delivery"
    _inherit = ["oco.outgoing.mixin"]
    _description = "File for a municipality"
    _order = "id desc"
    _rec_name = "title"
    _by_buttons = OcoOutgoingMixin._by_buttons | {"data", "file", "file_name"}

    kind = fields.Selection(
        [("figures", "Figures of a quarter"), ("workbook", "Accountability workbook")],
        required=True,
        default="figures",
        help="What sort of file.",
    )
    period_id = fields.Many2one(
        "oco.period",
        index="btree_not_null",
        ondelete="restrict",
        groups=STAFF,
        domain="[('state', '=', 'closed'), ('kind', '=', 'quarter'),"
        " ('company_id', '=', company_id)]",
        help="The closed quarter.",
    )
    accountability_id = fields.Many2one(
        "oco.accountability",
        string="Workbook",
        index="btree_not_null",
        ondelete="restrict",
        groups=STAFF,
        domain="[('state', '=', 'final'), ('company_id', '=', company_id)]",
        help="The accountability that is final.",
    )
    title = fields.Char(
        compute="_compute_title",
        store=True,
        help="What it is, for who gets it.",
    )
    data = fields.Text(
        readonly=True,
        copy=False,
        groups=STAFF,
        help="The figures as they were, from which the same file is made again.",
    )
    file = fields.Binary(readonly=True, copy=False, help="The file itself.")
    file_name = fields.Char(readonly=True, copy=False, help="Its name.")

    _made_of_one = models.Constraint(
        "CHECK((kind = 'figures') = (period_id IS NOT NULL)"
        " AND (kind = 'workbook') = (accountability_id IS NOT NULL))",
        "Choose a closed quarter for figures, or a final workbook.",
    )

    @api.depends("kind", "period_id", "accountability_id", "made_on")
    def _compute_title(self):
        """In Dutch, with the version that was handed over."""
        self = self.with_context(lang=self._language())
        for one in self:
            if one.kind == "workbook":
                run = one.accountability_id
                words = self.env._(
                    "Accountability of grant %(number)s, %(first)s to %(last)s",
                    number=run.grant_id.name or "",
                    **one._days(run.date_from, run.date_to),
                )
                version = run.version
            else:
                period = one.period_id
                words = self.env._(
                    "Figures of %(first)s to %(last)s",
                    **one._days(period.date, period.date_to),
                )
                version = period.closing_id.version
            if version > 1:
                words = self.env._(
                    "%(title)s, version %(version)s", title=words, version=version
                )
            one.title = words

    @api.model
    def _days(self, first, last):
        """The days of a title in full."""
        return {
            "first": format_date(self.env, first, date_format="d MMMM y"),
            "last": format_date(self.env, last, date_format="d MMMM y"),
        }

    @api.onchange("kind")
    def _onchange_kind(self):
        """What is of the other kind is left out."""
        self.period_id = self.kind == "figures" and self.period_id
        self.accountability_id = self.kind == "workbook" and self.accountability_id

    @api.constrains("period_id", "accountability_id", "company_id")
    def _check_company(self):
        for one in self:
            source = one.period_id or one.accountability_id
            if source.company_id != one.company_id:
                raise UserError(
                    self.env._("Choose a quarter or workbook of your own organisation.")
                )

    def _unmade(self):
        return {
            **super()._unmade(),
            **dict.fromkeys(("data", "file", "file_name"), False),
        }

    # Acts -----------------------------------------------------------------------------

    def action_make(self):
        """Make the file, to look at it before it is handed over.

        :raises UserError: the quarter is not closed, or the workbook is not final
        """
        self.ensure_one()
        self.check_access("write")
        self._refuse_out()
        if self.kind == "workbook":
            return self._made(self._copied())
        period = self.period_id
        if period.state != "closed" or period.kind != "quarter":
            raise UserError(self.env._("Choose a quarter that is closed."))
        data, release = self.with_context(lang=self._language())._data()
        content = delivery.write(**data)
        return self._made(
            {
                "data": json.dumps(data, ensure_ascii=False, sort_keys=True),
                "release": release,
                "file": base64.b64encode(content),
                "file_name": f"cijfers {period.date} {period.date_to}"
                f" v{period.closing_id.version}.zip",
                "sha256": delivery.digest(content),
            }
        )

    def action_hand_over(self):
        """Let the municipality download it, as a manager or finance.

        :raises UserError: it was not made, or what it is made of was opened again
        """
        self.ensure_one()
        if self.period_id and self.period_id.state != "closed":
            raise UserError(self.env._("Choose a quarter that is closed."))
        self._let_out(roles=(MANAGER, FINANCE))

    def action_verify(self):
        """Make the file again from what was kept, and compare it to the last byte.

        :raises UserError: it is not the same any more
        """
        self.ensure_one()
        self.check_access("read")
        stored = base64.b64decode(self.file or b"")
        again = delivery.write(**json.loads(self.data)) if self.data else stored
        if not stored or again != stored or delivery.digest(stored) != self.sha256:
            raise UserError(
                self.env._(
                    "The file is no longer the one that its checksum says. Ask the "
                    "administrator what happened to it."
                )
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Unchanged, to the last byte."),
            },
        }

    # What is in it --------------------------------------------------------------------

    def _copied(self):
        """The workbook as it is, checksum and all."""
        workbook = self.accountability_id
        if workbook.state != "final":
            raise UserError(self.env._("Only a workbook that is final goes out."))
        return {
            "file": workbook.file,
            "file_name": workbook.file_name,
            "sha256": workbook.sha256,
        }

    def _data(self):
        """What `delivery.write` makes the file of, and what it tells."""
        period, closing = self.period_id, self.period_id.closing_id
        values = self._read_values(period, list(KPIS), ["organisation", *COUNTED_BY])
        # Shares and averages of a part say more than they seem, and a stock by team
        # follows from its flows: these only of the whole.
        values = {
            key: values[origin]
            for key, origin in complete(
                key
                for key, row in values.items()
                if key.breakdown == WHOLE
                or key.unit == "n"
                and row.kpi_id.kind == "flow"
            )
        }
        told, release = self._protected(values, period)
        kpis = self.env["oco.kpi"].search(
            [("code", "in", list({key.code for key in values}))]
        )
        return {
            "rows": [self._row(key, row, told.get(key)) for key, row in values.items()],
            "about": {
                "organisation": self.company_id.name,
                "period": {
                    "kind": period.kind,
                    "date_from": str(period.date),
                    "date_to": str(period.date_to),
                    "closing": closing.version,
                    "closed_on": str(closing.closed_on),
                    "sha256_of_closed_figures": closing.checksum,
                },
                "suppression": {
                    "threshold": self._threshold(),
                    "rule": "A number of residents under the threshold is suppressed, "
                    "and others with it that it could be computed from.",
                },
                "kpis": {
                    kpi.code: {
                        "name": kpi.name,
                        "meaning": kpi.meaning,
                        "formula": kpi.formula,
                        "date_field": kpi.date_field,
                        "left_out": kpi.exclusions or "",
                        "direction": kpi.direction,
                        "source": kpi.source,
                    }
                    for kpi in kpis
                },
            },
        }, release

    def _row(self, key, row, told):
        """
        :param told: the value as it goes out; None when it does not
        """
        value = round(told.value) if told and key.unit == "%" else told and told.value
        return {
            "kpi": key.code,
            "part": key.part,
            "period": row.period,
            "date_from": str(row.date),
            "date_to": str(row.date_to),
            "breakdown": key.breakdown,
            "key": key.key,
            "label": self.env._("Not told apart")
            if key.key == REST
            else row.team_id.name or row.key or "",
            "unit": key.unit,
            "status": "shown" if told else "suppressed",
            "value": delivery.number(value) if told else "",
        }
