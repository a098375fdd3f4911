"""The odoo command on this project's configuration and database server.

`ARGS` of the environment holds its arguments. Standard input and output are Odoo's
own: what `make` itself says goes to standard error.
"""

import os
import shlex

from database import configure, odoo_command
from layout import CONFIG, command


def main():
    configure()
    # By environment rather than `-c`: every sub-command has its own place for that.
    os.environ["ODOO_RC"] = str(CONFIG)
    arguments = odoo_command(*shlex.split(os.environ.get("ARGS", "")))
    os.execv(arguments[0], arguments)


if __name__ == "__main__":
    command(main)
