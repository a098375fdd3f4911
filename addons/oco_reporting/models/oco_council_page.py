import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from odoo.addons.client_support.roles import MANAGER
from odoo.addons.client_support.screen import labels, verdict

from .. import council
from ..disclosure import ANSWERS
from ..workbook import figures
from .oco_outgoing_mixin import STAFF, OcoOutgoingMixin

KINDS = ("quarter", "year")


class OcoCouncilPage(models.Model):
    """The state of client support on one page, for a municipality and its council.

    Of a closed quarter or year: figures with target and former period, what residents
    say, signals with their answers, and independence as stated and as felt. A manager
    makes it, looks, and publishes. What was published is kept as it was read, word for
    word, under a checksum. In Dutch, whatever the language of who makes it.
    """

    _name = "oco.council.page"
    _inherit = ["oco.outgoing.mixin", "client.impersonal.mixin"]
    _description = "State of client support"
    _order = "date_to desc, area_id, version desc, id desc"
    _impersonal_fields = ("introduction", "reason")
    _by_buttons = OcoOutgoingMixin._by_buttons | {"content", "body", "version"}

    name = fields.Char(
        compute="_compute_name", store=True, help="Municipality, period and version."
    )
    area_id = fields.Many2one(
        "social.area",
        string="Municipality",
        required=True,
        ondelete="restrict",
        domain="[('level', '=', 'municipality')]",
        help="Of which municipality.",
    )
    period_id = fields.Many2one(
        "oco.period",
        required=True,
        index=True,
        ondelete="restrict",
        groups=STAFF,
        domain="[('state', '=', 'closed'), ('kind', 'in', ['quarter', 'year']),"
        " ('company_id', '=', company_id)]",
        help="A quarter or year that is closed.",
    )
    date_from = fields.Date(
        related="period_id.date", store=True, string="From", help="Its first day."
    )
    date_to = fields.Date(
        related="period_id.date_to", store=True, string="To", help="Its last day."
    )
    version = fields.Integer(
        readonly=True,
        copy=False,
        aggregator=None,
        help="1, or more after a correction.",
    )
    reason = fields.Char(
        string="Reason of this version",
        help="Why there is another version; printed on the page. No persons.",
    )
    introduction = fields.Text(
        help="What the organisation wants to say to the council, without persons."
    )
    signal_ids = fields.Many2many(
        "client.signal",
        string="Signals",
        compute="_compute_signal_ids",
        store=True,
        readonly=False,
        groups=MANAGER,
        domain="[('recipient_kind', '=', 'municipality'), ('state', '!=', 'new'),"
        " ('partner_id', '=', partner_id), ('company_id', '=', company_id)]",
        help="What was passed on to the municipality: sent or answered in the period, "
        "and what still waits for an answer. Take out what should not be on the page.",
    )
    content = fields.Text(
        readonly=True,
        copy=False,
        groups=STAFF,
        help="What is on the page, as JSON.",
    )
    body = fields.Html(
        string="Page",
        readonly=True,
        copy=False,
        # Made of a template of ours, never typed; the graphs are SVG.
        sanitize=False,
        help="The page as it is read.",
    )
    sending_ids = fields.One2many(
        "oco.council.sending",
        "page_id",
        string="Sent to",
        readonly=True,
        copy=False,
        groups=MANAGER,
        help="The councils and groups that this version was mailed to.",
    )
    is_replaced = fields.Boolean(
        compute="_compute_is_replaced", help="A later version went out."
    )

    _version_uniq = models.UniqueIndex(
        "(company_id, area_id, period_id, version) WHERE version > 0",
        "This version is there already.",
    )

    @api.depends("area_id", "period_id", "version")
    def _compute_name(self):
        self = self.with_context(lang=self._language())
        for page in self:
            area, period = page.area_id, page.period_id
            # Half a name would stand where a new page is called "New".
            page.name = bool(area and period) and (
                self.env._(
                    "%(municipality)s, %(period)s, version %(version)s",
                    municipality=area.name,
                    period=period.display_name,
                    version=page.version,
                )
            )

    @api.depends("partner_id", "period_id", "company_id")
    def _compute_signal_ids(self):
        for page in self:
            first, last = page.date_from, page.date_to
            # Stored, so computed elevated: only signals to this municipality.
            page.signal_ids = (
                first
                and page.partner_id
                and self.env["client.signal"].search(
                    [
                        ("company_id", "=", page.company_id.id),
                        ("recipient_kind", "=", "municipality"),
                        ("partner_id", "=", page.partner_id.id),
                        ("state", "!=", "new"),
                        ("sent_on", "<=", last),
                        "|",
                        "|",
                        ("sent_on", ">=", first),
                        ("answered_on", ">=", first),
                        ("state", "=", "sent"),
                    ],
                    order="sent_on, id",
                )
            )

    @api.depends("state")
    def _compute_is_replaced(self):
        for page in self:
            # Elevated: only whether there is one; who reads a page may know it.
            page.is_replaced = page.state == "out" and bool(
                page.sudo()
                ._versions("out")
                .filtered(lambda other, page=page: other.version > page.version)
            )

    @api.constrains("period_id", "company_id")
    def _check_period(self):
        for page in self:
            period = page.period_id
            if period.company_id != page.company_id or period.kind not in KINDS:
                raise UserError(
                    self.env._("Choose a quarter or year of your own organisation.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        pages = super().create(vals_list)
        for page in pages:
            before = page._versions() - page
            # Elevated: what no screen writes.
            page.sudo().version = max(before.mapped("version"), default=0) + 1
        return pages

    def _unmade(self):
        return {**super()._unmade(), "content": False, "body": False}

    def _versions(self, state=None):
        """All versions of this page, also of other states."""
        return self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("area_id", "=", self.area_id.id),
                ("period_id", "=", self.sudo().period_id.id),
                *([("state", "=", state)] if state else []),
            ]
        )

    # Acts -----------------------------------------------------------------------------

    def action_make(self):
        """Read the figures of the closed period and show the page.

        :raises UserError: the period is not closed
        """
        self.ensure_one()
        self.check_access("write")
        self._refuse_out()
        if self.period_id.state != "closed":
            raise UserError(
                self.env._("Only a closed period goes out. Close it first.")
            )
        content, release = self.with_context(lang=self._language())._contents()
        body = (
            self.env["ir.qweb"]
            .with_context(lang=self._language())
            ._render("oco_reporting.council_page", {"page": content})
        )
        self._made(
            {
                "content": json.dumps(content, ensure_ascii=False, sort_keys=True),
                "body": body,
                "release": release,
            }
        )

    def action_publish(self):
        """Publish the page as it is shown, as a manager.

        :raises UserError: a correction without a reason, or a period opened again
        """
        self.ensure_one()
        if self.version > 1 and not (self.reason or "").strip():
            raise UserError(self.env._("Write down why there is another version."))
        if self.period_id.state != "closed":
            raise UserError(
                self.env._("Only a closed period goes out. Close it first.")
            )
        # Elevated: the checksum, before it is frozen; `_let_out` checks who may.
        self.sudo().sha256 = self._digest()
        self._let_out()

    def action_new_version(self):
        """Open a draft of the next version; it asks for the reason."""
        self.ensure_one()
        draft = self._versions("draft")[:1] or self.copy({"reason": False})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "views": [(False, "form")],
        }

    def action_print(self):
        """The page as a PDF, or as one to print where none can be made."""
        self.ensure_one()
        self.check_access("read")
        return self.env.ref("oco_reporting.oco_council_page_report")._print_or_show(
            self
        )

    def action_send(self):
        """Choose the councils that get this page by mail."""
        self.ensure_one()
        self.check_access("read")
        return self.env["oco.council.send"]._open_for(self)

    def _mail_to(self, recipients):
        """Mail the page as it was published, to each apart, and keep that it was sent.

        :param recipients: contacts with an e-mail address; the caller checks who may
        """
        self = self.with_context(lang=self._language())
        body = self.env["ir.qweb"]._render("oco_reporting.council_mail", {"page": self})
        name, content = self._as_file()
        # Elevated: mail of the organisation and its log, which no screen writes.
        company, mails = self.company_id.sudo(), self.env["mail.mail"].sudo()
        for recipient in recipients:
            mails.create(
                {
                    "subject": self.env._("State of client support: %s", self.name),
                    "body_html": body,
                    **company._sender(),
                    "email_to": recipient.email_formatted,
                    "auto_delete": True,
                    "attachment_ids": [
                        Command.create(
                            {
                                "name": name,
                                "raw": content,
                                # Goes with the mail when that was sent.
                                "res_model": "mail.message",
                            }
                        )
                    ],
                }
            )
        self.env["oco.council.sending"].sudo().create(
            [
                {"page_id": self.id, "partner_id": recipient.id}
                for recipient in recipients
            ]
        )

    def _as_file(self):
        """(name, content) of the page: a PDF, or one HTML file where none is made."""
        report = self.env.ref("oco_reporting.oco_council_page_report")
        name = self.name.replace("/", "-")
        if report._makes_pdf():
            content, _kind = report._render_qweb_pdf(report.report_name, self.ids)
            return f"{name}.pdf", content
        page = self.env["ir.qweb"]._render("oco_reporting.council_file", {"page": self})
        return f"{name}.html", f"<!DOCTYPE html>{page}".encode()

    def action_verify(self):
        """Tell whether the page is still what was published."""
        self.ensure_one()
        self.check_access("read")
        is_same = self._digest() == self.sha256
        return verdict(
            is_same,
            self.env._("The page is exactly the one that was published.")
            if is_same
            else self.env._("The page differs from the one that was published."),
        )

    def _digest(self):
        return hashlib.sha256(str(self.body or "").encode()).hexdigest()

    # What is on it --------------------------------------------------------------------

    def _contents(self):
        """What is on the page as plain data, and what it tells (`outgoing.py`)."""
        self.ensure_one()
        period, closing = self.period_id, self.period_id.closing_id
        lines, release = self._lines()
        said = self._said()
        content = {
            "organisation": self.company_id.name,
            "municipality": self.area_id.name,
            "period": period.display_name,
            "version": self.version,
            "reason": self.version > 1 and self.reason or "",
            "introduction": self.introduction or "",
            "threshold": self._threshold(),
            "closed_on": format_date(self.env, closing.closed_on),
            "closing": closing.version,
            "checksum": closing.checksum,
            "groups": {
                name: (title, [lines[code] for code in codes if code in lines])
                for name, title, codes in (
                    ("assurance", self.env._("Quality"), council.ASSURANCE),
                    ("handover", self.env._("Passed on well"), council.COOPERATION),
                    (
                        "reach",
                        self.env._("How many residents we helped"),
                        council.REACH,
                    ),
                    ("went", self.env._("How it went"), council.QUALITY),
                    (
                        "domains",
                        self.env._("More than one part of life"),
                        council.LIFE_BROAD,
                    ),
                    ("known", self.env._("Who knew of us"), council.KNOWN),
                )
            },
            "meetings": self.env["oco.overview"]._meetings(
                self.company_id, self.date_to
            ),
            "activities": self._activities(),
            "unmet": [
                need._in_words()
                for need in self.env["oco.unmet.need"]._latest(
                    self.company_id, self.date_to, self.area_id
                )
            ],
            "said": said,
            "claims": self._claims(),
            "assurance": lines.get("K38"),
            "felt": next((one for one in said if one["code"] == "OCO1"), None),
            "signals": [self._signal(signal) for signal in self.signal_ids],
            "definitions": [
                {
                    "code": kpi.code,
                    "name": kpi.name,
                    "meaning": kpi.meaning,
                    "formula": kpi.formula,
                    "left_out": kpi.exclusions or "",
                }
                for kpi in self.env["oco.kpi"].search([("code", "in", list(lines))])
            ],
        }
        return content, release

    def _series(self):
        """The closed periods of this kind up to this one, the oldest first."""
        return self.env["oco.period"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "=", self.period_id.kind),
                ("state", "=", "closed"),
                ("date", "<=", self.date_from),
            ],
            order="date desc",
            limit=council.SHOWN,
        )[::-1]

    def _quarters(self):
        """The closed quarters of a year."""
        return self.env["oco.period"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "=", self.period_id.kind == "year" and "quarter"),
                ("state", "=", "closed"),
                ("date", ">=", self.date_from),
                ("date_to", "<=", self.date_to),
            ]
        )

    def _lines(self):
        """The KPIs of the page by code, and what they tell."""
        periods = self._series()
        # Quarters are protected with their year, so that they can go out after it.
        # Of the organisation it is the mean of all municipalities that were asked.
        awareness = self._read_values(periods, [council.AWARENESS], ["area"])
        codes = [code for code in council.ON_PAGE if code != council.AWARENESS]
        values = self._read_values(periods | self._quarters(), codes)
        values = {key: row for key, row in values.items() if key.part == "main"}
        values |= {
            key: row
            for key, row in awareness.items()
            if row.key_code == str(self.area_id.id)
        }
        told, release = self._protected(values, periods)
        by_code, names = {}, {period.date: "" for period in periods}
        for key, row in values.items():
            if key.period.kind == self.period_id.kind:
                by_code.setdefault(key.code, {})[row.date] = (key, row)
                names[row.date] = row.period_name
        return {
            code: self._line([found.get(one.date) for one in periods], names, told)
            for code, found in by_code.items()
            if self.date_from in found
        }, release

    def _line(self, found, names, told):
        """One KPI: its value, those before it, and a graph of them.

        :param found: (`outgoing.Value`, `oco.kpi.value`) or None of each period
        :param names: {first day: name} of the periods
        :param told: {`outgoing.Value`: the value as it goes out}
        """
        points = [
            council.Point(
                name,
                told[one[0]].value if one and one[0] in told else None,
                "–"
                if not one
                else self._in_words(told[one[0]], one[1])
                if one[0] in told
                else self.env._("not shown"),
            )
            for name, one in zip(names.values(), found, strict=True)
        ]
        key, row = found[-1]
        is_next = (
            len(found) > 1
            and found[-2]
            and fields.Date.add(found[-2][1].date_to, days=1) == row.date
        )
        return {
            "code": key.code,
            "name": row.kpi_id.name,
            "words": points[-1].words,
            "is_shown": key in told,
            "target": row.target_shown or "",
            # Of what is not shown it would tell on which side of the target it is.
            "judgement": key in told
            and row.has_target
            and row._judge(told[key].value, is_over=True)
            or "",
            "before": points[-2].words if is_next else "",
            "bars": [vars(bar) for bar in council.bars(points)],
            "points": [vars(point) for point in points],
        }

    def _said(self):
        """What residents answered, of questions that enough of them did."""
        results = self.env["oco.survey.result"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("team_id", "=", False),
                ("kind", "=", self.period_id.kind),
                ("date_from", "=", self.date_from),
                ("code", "in", [council.GRADE, *council.SAID]),
            ],
            order="sequence, id",
        )
        told_too_much = self._quarters_told()
        book = self._workbook(self.period_id)
        means = {one.code: self._mean(book, one.code) for one in results}
        return [
            {
                "code": result.code,
                "question": result.question,
                "is_shown": not result.is_hidden
                and result.code not in told_too_much
                and (
                    means[result.code] is not None
                    if result.code == council.GRADE
                    # Who knows all answers learns nothing from the share.
                    else bool(book)
                    and book.has(ANSWERS + result.code)
                    and not book.not_shown(ANSWERS + result.code)
                ),
                "is_grade": result.code == council.GRADE,
                "mean": means[result.code],
                "share": round(result.share),
                "words": self.env._(
                    "%(grade)s out of 10", grade=self._number(means[result.code] or 0)
                )
                if result.code == council.GRADE
                else f"{round(result.share)}%",
            }
            for result in results
            if result.is_hidden or result.has_share or result.code == council.GRADE
        ]

    @api.model
    def _mean(self, book, code):
        """The mean of the answers to a tenth, as a workbook shows it; else None.

        :param book: `disclosure.Shown`, or None
        """
        if not book or ANSWERS + code not in book.counts.tables:
            return None
        mean = figures.question(book, code, "").mean
        return None if mean is None else float(round(mean, 1))

    def _quarters_told(self):
        """Questions of which a page told a quarter that is hidden beside the year now.

        Whoever kept that page would take it from the year, and find the hidden one.
        """
        if self.period_id.kind != "year":
            return set()
        told = {
            (page.date_from, one["code"])
            for page in self._all_out()
            if page._name == self._name and page.period_id.kind == "quarter"
            for one in json.loads(page.content)["said"]
            if one["is_shown"]
        }
        hidden = self.env["oco.survey.result"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("team_id", "=", False),
                ("kind", "=", "quarter"),
                ("date_from", ">=", self.date_from),
                ("date_to", "<=", self.date_to),
                ("is_hidden", "=", True),
            ]
        )
        return {one.code for one in hidden if (one.date_from, one.code) in told}

    def _number(self, number):
        lang = self.env["res.lang"]._lang_get(self.env.lang)
        return lang.format("%.1f", number) if lang else f"{number:.1f}"

    def _claims(self):
        """What the independence statement of the period says, without numbers."""
        figures = self.env["client.statement.figures"]._figures(
            self.company_id, self.date_from, self.date_to
        )
        claims = self.env["client.statement.period"]._claims(self.company_id, figures)
        return [
            {"holds": one["holds"], "text": str(one["text"]).rstrip(":")}
            for one in claims
        ]

    def _activities(self):
        """What was done in the period to let people know and have their say, by kind.

        How many were reached is an estimate of a public, not a count of residents. A
        grade of a few visitors would tell what some of them gave.
        """
        activities = self.env["client.outreach.activity"]
        kinds = labels(activities, "kind")
        found = activities._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("date", ">=", self.date_from),
                ("date", "<=", self.date_to),
            ],
            ["kind"],
            ["__count", "reached:sum", "grade:avg", "graded_by:sum"],
        )
        return {
            kind: {
                "kind": kinds[kind],
                "count": count,
                "reached": reached,
                "grade": self._number(grade) if told else "",
                "graded_by": graded_by if told else 0,
            }
            for kind, count, reached, grade, graded_by in found
            for told in (grade and graded_by >= self._threshold(),)
        }

    def _signal(self, signal):
        return {
            "kind": labels(signal, "kind")[signal.kind],
            "cause": signal.reach_cause_id.name or "",
            "domain": signal.life_domain_id.name or "",
            "where": signal.area_id.name or "",
            "description": signal.description,
            # Fewer is not told, in whatever words.
            "is_many": signal.residents == "10",
            "sent_on": format_date(self.env, signal.sent_on),
            "answer": signal.answer if signal.state in ("answered", "closed") else "",
            "answered_on": signal.answered_on
            and format_date(self.env, signal.answered_on)
            or "",
        }
