import json
from urllib.parse import urlencode

from odoo import models

from .. import inside
from ..alarm import reaches_any_record


class IrActionsReport(models.Model):
    """Paper of ours, also on a machine where no PDF can be made; a change is told."""

    _name = "ir.actions.report"
    _inherit = ["ir.actions.report", "client.alarm.mixin"]

    def _alarm_touches(self):
        reports = self.sudo()
        models = set(reports.mapped("model"))
        touched = {name for name in models if inside.is_inside(self.env, name)}
        # Names of the paper are worked out by code.
        names = reports.mapped("print_report_name") + reports.mapped("attachment")
        if reaches_any_record(*names):
            touched.add("code")
        return touched

    def _print_or_show(self, records):
        """The report as a PDF; without wkhtmltopdf as a page that says how to print.

        :return: an action
        """
        self.ensure_one()
        if self._makes_pdf():
            return self.report_action(records)
        numbers = ",".join(map(str, records.ids))
        # The page asks the website for its language, which need not be the user's.
        language = urlencode({"context": json.dumps({"lang": self.env.user.lang})})
        return {
            "type": "ir.actions.act_url",
            "url": f"/report/html/{self.report_name}/{numbers}?{language}",
            "target": "new",
        }
