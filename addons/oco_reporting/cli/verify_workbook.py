"""`odoo verify_workbook`: is a workbook that came back the one that went out?"""

import base64
import sys
from pathlib import Path

from odoo.cli.command import Command
from odoo.exceptions import AccessError, UserError

from odoo.addons.social_map import command_line
from odoo.addons.social_map.command_line import Problem


class VerifyWorkbook(Command):
    """Compare a workbook with the one that went out, cell by cell.

    The exit code is 0 when it is unchanged, or was only opened and saved again, and 1
    when something in it differs or it cannot be compared.
    """

    name = "verify_workbook"
    epilog = """
        example (Odoo finds this command by the addons path of ODOO_RC):
          ODOO_RC=odoo.conf odoo verify_workbook -d oco verantwoording.xlsx
    """

    def __init__(self):
        super().__init__()
        add = self.parser.add_argument
        command_line.add_options(add)
        add("--reference", help="compare with this one, such as OCO-1A2B3C4D")
        add("--user", help="login of the manager or finance user who compares")
        add("file", type=Path, help="the workbook (xlsx)")

    def run(self, args):
        options = self.parser.parse_args(args)
        command_line.configure(options)
        try:
            if not self._compare(options):
                sys.exit(1)
        except Problem as problem:
            sys.exit(f"verify_workbook: {problem}")

    def _compare(self, options):
        """Whether it is unchanged; what differs is printed.

        :raises Problem: it cannot be compared
        """
        content = command_line.content(options.file)
        registry = command_line.registry("oco.accountability", "oco_reporting")
        with registry.cursor() as cr:
            env = command_line.environment(cr, options)
            try:
                check = self._check(env, content, options.reference)
            except (UserError, AccessError) as error:
                raise Problem(error.args[0]) from error
            words = dict(check._fields["verdict"]._description_selection(env))
            print(f"{check.found_id.file_name}: {words[check.verdict]}")
            for line in check.line_ids:
                print(f"{line.place}: {line.expected or '-'} -> {line.found or '-'}")
            verdict = check.verdict
            cr.rollback()  # nothing is kept of it
        return verdict != "changed"

    def _check(self, env, content, reference):
        runs = env["oco.accountability"]
        if reference:
            runs = runs.search([("reference", "=", reference)])
            if not runs:
                raise Problem(f"no workbook has the reference {reference}")
        values = {"file": base64.b64encode(content), "accountability_id": runs.id}
        check = env["oco.workbook.check"].create(values)
        check.action_check()
        return check
