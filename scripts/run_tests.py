"""Run the tests with pytest on a fresh copy of the template database.

`ARGS` of the environment goes to pytest as it is; without a path in it, everything
in addons/ and tests/ runs.
"""

import configparser
import os
import shlex
import subprocess

from database import prepare
from layout import CONFIG, ENVIRONMENT, PYTHON, ROOT, SCRIPTS, command, locked

DATABASE = "oco_test"
TEST_CONFIG = ENVIRONMENT / "odoo-test.conf"


def write_test_config():
    """The configuration with the database named in it, as pytest-odoo wants."""
    config = configparser.ConfigParser(interpolation=None)
    config.read(CONFIG)
    config["options"]["db_name"] = DATABASE
    with open(TEST_CONFIG, "w") as handle:
        config.write(handle)


def pytest_command():
    return [
        *(PYTHON, "-m", "pytest"),
        # Tests outside the repository run by the same rules.
        *("-c", ROOT / "pyproject.toml", "--rootdir", ROOT, "-p", "strict"),
        *("--odoo-http", "--odoo-log-level=warn"),
        *shlex.split(os.environ.get("ARGS", "")),
    ]


def main():
    with locked("tests"):
        prepare(DATABASE)
        write_test_config()
        environment = {
            **os.environ,
            "ODOO_RC": str(TEST_CONFIG),
            "PYTHONPATH": str(SCRIPTS),
        }
        return subprocess.run(pytest_command(), cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    command(main)
