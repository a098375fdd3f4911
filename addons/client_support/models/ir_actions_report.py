import json
from urllib.parse import urlencode

from odoo import models


class IrActionsReport(models.Model):
    """Paper of ours, also on a machine where no PDF can be made."""

    _inherit = "ir.actions.report"

    def _print_or_show(self, records):
        """The report as a PDF; without wkhtmltopdf as a page that says how to print.

        :return: an action
        """
        self.ensure_one()
        if self.get_wkhtmltopdf_state() in ("ok", "workers", "upgrade"):
            return self.report_action(records)
        numbers = ",".join(map(str, records.ids))
        # The page asks the website for its language, which need not be the user's.
        language = urlencode({"context": json.dumps({"lang": self.env.user.lang})})
        return {
            "type": "ir.actions.act_url",
            "url": f"/report/html/{self.report_name}/{numbers}?{language}",
            "target": "new",
        }
