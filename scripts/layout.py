"""Where everything of the development environment lives.

One git-ignored folder in the checkout holds what is built; one folder per user
holds what was downloaded, so that a second checkout needs no network.
"""

import fcntl
import os
import sys
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".odoo"
ADDONS = ROOT / "addons"
SCRIPTS = ROOT / "scripts"

VENV = ENVIRONMENT / "venv"
PYTHON = VENV / "bin" / "python"
ODOO_TREE = ENVIRONMENT / "odoo"
POSTGRES_DATA = ENVIRONMENT / "postgres"
FILESTORE = ENVIRONMENT / "data" / "filestore"
CONFIG = ENVIRONMENT / "odoo.conf"
SERVERS = ENVIRONMENT / "servers"

CACHE = (
    Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "client-support"
)

OUR_ADDONS = ("social_map", "client_support", "oco_reporting")


class SetupError(Exception):
    """Something the user must mend; the message says what and how."""


def say(message):
    """Show progress at once, beside the output that a program may be reading."""
    print(f"· {message}", file=sys.stderr, flush=True)


def command(main):
    """Run `main`; a SetupError becomes one readable line and exit status 1."""
    try:
        sys.exit(main())
    except SetupError as error:
        print(f"\n✗ {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on where it was.", file=sys.stderr)
        sys.exit(130)


@contextmanager
def locked(name):
    """Let one process at a time build the thing called `name`."""
    ENVIRONMENT.mkdir(exist_ok=True)
    with open(ENVIRONMENT / f"{name}.lock", "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"another command is busy with the {name}; waiting for it")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
