"""`odoo import_directory`: import a directory (HSDS or CSV) from the command line."""

import base64
from pathlib import Path

from odoo.cli.command import Command

from odoo.addons.social_map import command_line
from odoo.addons.social_map.command_line import FileImport, Problem

ANSWERS = ("publish", "is_complete", "end_missing", "skip_refused")


class ImportDirectory(FileImport, Command):
    """Import services of another directory: HSDS 3.1 (JSON, ndjson) or a table (CSV).

    All of the file or nothing: when something is refused, it is listed, nothing is
    imported and the exit code is 1. Importing the same file again changes nothing.
    """

    name = "import_directory"
    needs = ("social.import.run", "social_map")
    epilog = """
        example (Odoo finds this command by the addons path of ODOO_RC):
          ODOO_RC=odoo.conf odoo import_directory -d oco --source "Buurgemeente" \\
              --is-complete services.json
    """

    def __init__(self):
        super().__init__()
        add = self.parser.add_argument
        command_line.add_options(add)
        add(
            "--source",
            default="",
            help="which directory it is, always in the same words; leave it out for an "
            "export of our own that is put back",
        )
        add("--check", action="store_true", help="only say what would happen")
        add("--publish", action="store_true", help="publish what is complete")
        add(
            "--is-complete",
            action="store_true",
            help="the file has everything of this source; report what is missing",
        )
        add("--end-missing", action="store_true", help="end what is missing")
        add("--skip-refused", action="store_true", help="leave out what is refused")
        add("--text-lang", help="language of the texts in the file (default: Dutch)")
        add("--user", help="login of the directory editor who imports")
        add("file", type=Path, help="the file")

    def _import(self, options):
        told, is_blocked = super()._import(options)
        if is_blocked:
            raise Problem(f"nothing was imported\n{told}")
        return told

    def _take(self, env, content, options):
        values = {name: getattr(options, name) for name in ANSWERS}
        if options.text_lang:
            values["lang"] = options.text_lang
        run = env["social.import.run"].create(
            {
                "file": base64.b64encode(content),
                "file_name": options.file.name,
                "source": options.source,
                **values,
            }
        )
        if options.check:
            run.action_check()
        else:
            run.action_import()
        counts = ", ".join(
            f"{run[name]} {run._fields[name]._description_string(env).lower()}"
            for name in run._fields
            if name.endswith("_count")
        )
        lines = [
            ": ".join(filter(None, (line.place, line.name, line.words)))
            for line in run.line_ids
            if line.effect in ("refuse", "remark", "propose", "missing")
        ]
        is_blocked = run.is_blocked and not options.check
        if options.check:
            # It left nothing, and leaves no log either.
            run.unlink()
        return "\n".join([*lines, counts]), is_blocked
