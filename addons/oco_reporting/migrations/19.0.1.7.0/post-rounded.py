"""What went out before told counts of a workbook rounded: later workbooks must know.

From this version on a page or a file tells them exactly, as workbooks do, and keeps
them in the same account.
"""

import json

from odoo import SUPERUSER_ID, api, fields
from odoo.tools import SQL

from odoo.addons.oco_reporting.cubes import period_end
from odoo.addons.oco_reporting.disclosure import ANSWERS
from odoo.addons.oco_reporting.models.oco_outgoing_mixin import OUTGOING
from odoo.addons.oco_reporting.outgoing import SOURCES, WHOLE, Period, loads


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for model in OUTGOING:
        for paper in env[model].search([("state", "=", "out")]):
            if told := sorted({*_values(paper), *_answers(paper)}):
                # What is out is written by nobody: not through the model.
                cr.execute(
                    SQL(
                        "UPDATE %s SET rounded = %s WHERE id = %s",
                        SQL.identifier(paper._table),
                        json.dumps(told),
                        paper.id,
                    )
                )
    env.invalidate_all()


def _values(paper):
    """(first day, last day, name in `SOURCES`) of each KPI that it told."""
    release = loads([paper.release] if paper.release else [])
    for table in release.tables:
        part = table.measure.removesuffix("/n")
        _measure, breakdown, *_period = table.name.split()
        name = part if breakdown == WHOLE else f"{part} {breakdown}"
        hidden = release.suppressed.get(table.name, ())
        if name in SOURCES and len(hidden) < len(table.counts):
            period = Period.parse(table.period)
            first = fields.Date.to_date(period.date)
            yield period.date, str(period_end(first, period.kind)), name


def _answers(paper):
    """The same of each question of which a page told what was answered."""
    if paper._name == "oco.council.page" and paper.content:
        for said in json.loads(paper.content)["said"]:
            if said["is_shown"]:
                yield str(paper.date_from), str(paper.date_to), ANSWERS + said["code"]
