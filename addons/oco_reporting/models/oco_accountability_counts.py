from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.client_support.models.client_task_kind import MOMENTS

from ..cubes import PERIODS, period_end, period_start
from ..disclosure import ANSWERS, NO, YES, Counts
from ..kpis import ASSURED
from .oco_fact_person_mixin import AGE_BANDS

# Of each table that is a sum of facts: which facts, told apart by what, and which of
# them. Numbers of cases and contacts come from the cubes that managers see, which have
# the corrections of closed periods in them.
FACTS = {
    "questions": ("question", (), "TRUE"),
    "domains": ("question", ("life_domain_id", "team_id"), "TRUE"),
    "new": ("case", ("team_id",), "event = 'new'"),
    "moments": ("case", ("moment",), "event = 'new'"),
    "closed": ("case", ("team_id",), "event = 'closed'"),
    "endings": ("case", ("closing_reason_id",), "event = 'closed'"),
    "tasks": ("task", ("task_kind_id",), "TRUE"),
    "arrivals": ("case", ("arrival_id",), "event = 'registered'"),
    "referrals": (
        "referral",
        (
            "COALESCE(organisation, '') || '|' || COALESCE(referral_type_id, 0)",
            "is_confirmed",
        ),
        "direction = 'out'",
    ),
    # As in K13 and K19: what is due by now, for terms of others what they had to do.
    "first_calls": (
        "case",
        ("COALESCE(first_call_date <= first_call_due, FALSE)",),
        "event = 'registered' AND first_call_due < CURRENT_DATE",
    ),
    "steps": (
        "step",
        ("step_code", "COALESCE(done_date <= due_date, FALSE)"),
        "event = 'due' AND responsible IN ('college', 'body', 'ciz')"
        " AND (done_date IS NOT NULL OR due_date < CURRENT_DATE)",
    ),
    "invitations": ("invitation", ("outcome = 'answered'",), "is_sent"),
}


class OcoAccountabilityCounts(models.AbstractModel):
    """Counts exactly what a workbook is about, for a closing to keep.

    Nobody reads these: they leave behind `disclosure`. Words come along, in Dutch as
    the workbook is, so that a name that changes later does not change what was closed.
    """

    _name = "oco.accountability.counts"
    _description = "Exact counts of a workbook"

    @api.model
    def _counts(self, company, first, last):
        """All counts of whole months, as `disclosure.Counts`."""
        self.env.flush_all()
        dutch = self.env["res.lang"]._lang_get("nl_NL")
        # Elevated: names of lists and teams, whoever closes the period.
        self = self.sudo().with_context(lang=dutch.code if dutch else "en_US")
        scope = company.id, first, last
        tables, totals = {}, {}
        for name, (fact, keys, condition) in FACTS.items():
            tables[name] = self._sums(fact, keys, condition, scope)
            totals[name] = sum(self._sums(fact, (), condition, scope).values())
        kind = self._kind(first, last)
        if kind:
            of_residents, total = self._residents(kind, scope)
            tables |= of_residents
            totals["ages"] = total
        answers, asked, scores = self._answers(scope)
        tables |= answers
        labels = {**self._labels(company, tables), **asked}
        self._fill(tables, labels)
        plain = {**self._workload(company, first, last), "scores": scores}
        labels["team"] = self._team_labels(company, tables, plain)
        labels["activity"] = self._activities(plain["minutes"])
        return Counts(tables, labels, totals, plain)

    @api.model
    def _kind(self, first, last):
        """The kind of period that these days are; None for another one."""
        return next(
            (
                period
                for period in PERIODS
                if period_start(first, period) == first
                and period_end(first, period) == last
            ),
            None,
        )

    @api.model
    def _sums(self, fact, keys, condition, scope, quantity="SUM(quantity)"):
        """:return: {values of the keys: number}"""
        columns = SQL(", ").join(SQL("%s", SQL(key)) for key in keys)
        self.env.cr.execute(
            SQL(
                "SELECT %s %s::integer FROM %s WHERE company_id = %s"
                " AND date BETWEEN %s AND %s AND (%s) %s",
                SQL("%s,", columns) if keys else SQL(""),
                SQL(quantity),
                SQL.identifier(f"oco_fact_{fact}"),
                *scope,
                SQL(condition),
                SQL("GROUP BY %s", columns) if keys else SQL(""),
            )
        )
        return {
            tuple(map(_code, key)): number
            for *key, number in self.env.cr.fetchall()
            if number is not None
        }

    @api.model
    def _residents(self, kind, scope):
        """Unique residents by age and by target group (K02), and all together."""
        quantity = self.env["oco.fact.reach"]._count_of(kind)
        everybody = "target_group_id IS NULL"
        in_groups = "target_group_id IS NOT NULL"
        return (
            {
                "ages": self._sums("reach", ("age_band",), everybody, scope, quantity),
                "groups": self._sums(
                    "reach", ("target_group_id",), in_groups, scope, quantity
                ),
            },
            self._sums("reach", (), everybody, scope, quantity).get((), 0),
        )

    # The survey -----------------------------------------------------------------------

    @api.model
    def _answers(self, scope):
        """Tables of answers, the words for them, and the points that each gives.

        Of a question with several answers each is a table of who gave it and who not.
        """
        given = self._sums("survey", ("code", "value"), "TRUE", scope)
        answered = self._sums("survey", ("code",), "is_first", scope)
        tables, labels = {}, {"question": {}}
        for code, question in self.env["oco.survey.result"]._questions().items():
            if not answered.get((code,)):
                continue
            total = answered[code,]
            words = {one.oco_value: one.value for one in question.suggested_answer_ids}
            for _code_, value in given:
                if _code_ == code:
                    words.setdefault(value, value)
            numbers = {value: given.get((code, value), 0) for value in words}
            labels["question"][code] = question.title
            labels[ANSWERS + code] = words
            if sum(numbers.values()) == total:
                tables[ANSWERS + code] = {(v,): n for v, n in numbers.items()}
            else:
                for value, number in numbers.items():
                    tables[f"{ANSWERS}{code}={value}"] = {
                        (YES,): number,
                        (NO,): total - number,
                    }
        points = self._sums(
            "survey", ("code", "value", "score"), "score IS NOT NULL", scope
        )
        scores = {(code, value): int(score) for code, value, score in points}
        return tables, labels, scores

    # Work -----------------------------------------------------------------------------

    @api.model
    def _workload(self, company, first, last):
        """What teams did, from the cubes: cases, contacts and hours."""
        found = {}
        for name, cube, condition, keys in (
            ("cases_new", "cases", "measure = 'cases_new'", ("team_id",)),
            ("cases_closed", "cases", "measure = 'cases_closed'", ("team_id",)),
            ("contacts", "contacts", "measure = 'contacts'", ("team_id", "date")),
            (
                "minutes",
                "hours",
                "TRUE",
                ("function", "activity_id", "is_client_bound", "date"),
            ),
        ):
            within = ("date >= %s AND date_to <= %s", first, last)
            found[name] = self._cells(cube, condition, keys, company, *within)
        for name, *when in (
            ("start", "date_to = %s::date - 1", first),
            ("end", "date_to = %s", self._last_counted(last)),
        ):
            found[name] = self._cells("stock", "TRUE", ("team_id",), company, *when)
        found["reopened"] = self._sums(
            "case", ("team_id",), "event = 'reopened'", (company.id, first, last)
        )
        return found

    @api.model
    def _last_counted(self, last):
        """The last month's end that may have figures: of a running period today's."""
        today = fields.Date.context_today(self)
        return min(last, fields.Date.end_of(today, "month"))

    @api.model
    def _cells(self, cube, condition, keys, company, when, *days):
        columns = SQL(", ").join(map(SQL.identifier, keys))
        self.env.cr.execute(
            SQL(
                "SELECT %s, SUM(quantity)::integer FROM oco_figure WHERE cube = %s"
                " AND company_id = %s AND period = 'month' AND %s AND %s GROUP BY %s",
                columns,
                cube,
                company.id,
                SQL(condition),
                SQL(when, *days),
                columns,
            )
        )
        return {
            tuple(map(_code, key)): number for *key, number in self.env.cr.fetchall()
        }

    @api.model
    def _supporters(self, company, first, last):
        """Of how many supporters independence is assured, as KPI K38 counts them.

        As it stood at the end of the last month of these days that has facts: they are
        kept from the month on in which the program began to build them.

        :return: (last day of that month, assured, all of them); None without facts
        """
        scope = company.id, first, last
        found = self._sums("supporter", ("date", ASSURED), "TRUE", scope)
        if not found:
            return None
        month = max(day for day, _assured in found)
        assured, others = (found.get((month, one), 0) for one in (YES, NO))
        last_day = period_end(fields.Date.to_date(month), "month")
        return last_day, assured, assured + others

    # Words ----------------------------------------------------------------------------

    @api.model
    def _labels(self, company, tables):
        """The words for what tables are told apart by, in the order of reading."""
        unknown = self.env._("not known")
        used = defaultdict(set)
        for name, place, dimension in (
            ("domains", 0, "domain"),
            ("groups", 0, "group"),
            ("arrivals", 0, "arrival"),
            ("endings", 0, "reason"),
        ):
            used[dimension] |= {cell[place] for cell in tables.get(name, ())}
        labels = {
            "domain": self._names("life.domain", used["domain"], every=True),
            "group": self._names("target.group", used["group"], every=True),
            "arrival": self._names("client.arrival", used["arrival"]),
            "reason": self._names("client.closing.reason", used["reason"]),
            "age": dict(AGE_BANDS),
            "moment": self._choices("client.case", "moment", MOMENTS),
            "met": {YES: "ja", NO: "nee"},
        }
        labels["answered"] = labels["confirmed"] = labels["met"]
        reasons = self.env["client.closing.reason"].browse(
            int(key) for key in labels["reason"] if key
        )
        labels["success"] = {str(one.id): one.success for one in reasons}
        moments = labels["moment"]
        labels["task"] = {
            str(kind.id): f"{moments[kind.moment]}: {kind.name}"
            for kind in self.env["client.task.kind"]
            .with_context(active_test=False)
            .search([])
            .sorted(lambda kind: list(moments).index(kind.moment))
        }
        steps = {cell[0] for cell in tables["steps"]}
        kinds = self.env["client.procedure.step.kind"].with_context(active_test=False)
        labels["step"] = {
            kind.code: kind.name
            for kind in kinds.search([("code", "in", sorted(steps))])
        }
        labels["to"] = self._destinations(tables["referrals"])
        for words in labels.values():
            words.setdefault("", unknown)
        return labels

    @api.model
    def _names(self, model, used, every=False):
        """Names by number as text; those in use, and with `every` all of the list."""
        records = self.env[model]
        if every:
            records |= records.search([("active", "=", True)])
        records |= self.env[model].browse(int(key) for key in used if key)
        return {str(one.id): one.display_name for one in records}

    @api.model
    def _choices(self, model, name, choices):
        words = dict(self.env[model]._fields[name]._description_selection(self.env))
        return {value: words.get(value, label) for value, label in choices}

    @api.model
    def _destinations(self, referrals):
        """Where to and what sort, on two lines."""
        used = {cell[0].rpartition("|")[2] for cell in referrals} - {"0"}
        kinds = self.env["client.referral.type"].browse(map(int, used))
        names = {str(kind.id): kind.display_name for kind in kinds}
        unknown = self.env._("not known")
        found = {}
        for key in sorted({cell[0] for cell in referrals}):
            name, _bar, kind = key.rpartition("|")
            found[key] = f"{name or unknown}\n{names.get(kind, unknown)}"
        return dict(sorted(found.items(), key=lambda item: item[1]))

    @api.model
    def _team_labels(self, company, tables, plain):
        used = {cell[1] for cell in tables["domains"]}
        for name in ("cases_new", "cases_closed", "contacts", "start", "end"):
            used |= {cell[0] for cell in plain[name]}
        teams = self.env["client.team"].search([("company_id", "=", company.id)])
        teams |= teams.browse(int(key) for key in used if key)
        labels = {str(team.id): team.name for team in teams.sorted("name")}
        return labels | ({"": self.env._("not known")} if "" in used else {})

    @api.model
    def _activities(self, minutes):
        used = {cell[1] for cell in minutes}
        activities = self.env["client.time.activity"].browse(
            int(key) for key in used if key
        )
        labels = {str(one.id): one.name for one in activities.sorted("sequence")}
        return labels | ({"": self.env._("not known")} if "" in used else {})

    @api.model
    def _fill(self, tables, labels):
        """Put in zeros where a sheet has a row although nobody is in it.

        A combination that the engine hides must be a row of the sheet.
        """
        teams = {cell[1] for cell in tables["domains"]}
        for name, dimension in (
            ("ages", "age"),
            ("groups", "group"),
            ("moments", "moment"),
            ("tasks", "task"),
        ):
            if name in tables:
                for value in labels[dimension]:
                    if value:
                        tables[name].setdefault((value,), 0)
        for domain in labels["domain"]:
            for team in teams:
                if domain:
                    tables["domains"].setdefault((domain, team), 0)


def _code(value):
    """A key as text: JSON knows no other."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    return str(value)
