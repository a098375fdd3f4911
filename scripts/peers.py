"""The test suites of what we build on, without our addons and with them.

Two databases in English with the same modules of others, one of them with ours on top.
Each suite runs with every module loaded, so that tests which Odoo runs while it
installs meet our addons too. A test that passes without us and fails with us, twice,
is an error, unless scripts/peers_on_purpose.csv says why we want it so.
"""

import argparse
import configparser
import csv
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

from database import (
    copy,
    dependencies,
    discard,
    drop,
    odoo,
    odoo_command,
    server_cursor,
)
from layout import CONFIG, ENVIRONMENT, OUR_ADDONS, PYTHON, ROOT, command, locked, say
from postgres import ensure_extensions

ON_PURPOSE = ROOT / "scripts" / "peers_on_purpose.csv"
RESULTS = ENVIRONMENT / "peers"
WITHOUT, WITH = "oco_peers_without", "oco_peers_with"
# Installed beside what our addons depend on, where the machine has it.
ALSO = ("auditlog", "contacts", "test_mail")
# Module -> test files, without `test_` and `.py`; none named: all of them.
SUITES = {
    "auth_signup": "",
    "base": "acl groups ir_attachment ir_filters res_partner_merge res_users",
    "calendar": "",
    "contacts": "",
    "helpdesk_mgmt": "",
    "mail": "ir_websocket mail_activity mail_message res_partner res_users",
    "portal": "",
    "privacy_lookup": "",
    "resource_booking": "",
    "test_mail": "controller_attachment controller_binary controller_thread invite"
    " ir_attachment mail_activity mail_activity_mixin mail_followers mail_message"
    " mail_message_security mail_multicompany mail_scheduled_message mail_security"
    " message_post",
    # The last: what stands in its way goes.
    "auditlog": "",
}
# What a suite needs on the side with our addons: auditlog takes one rule per model,
# and its tests make their own.
MAKE_ROOM = {"auditlog": "env['auditlog.rule'].search([]).unlink(); env.cr.commit()"}
OUTCOMES = {"error": "not started", "failure": "failed", "skipped": "skipped"}


def module_path(name):
    """The folder of an addon, or None where this machine does not have it."""
    from odoo.modules.module import get_module_path
    from odoo.tools import config

    config.parse_config(["-c", str(CONFIG)])
    found = get_module_path(name, display_warning=False)
    return Path(found) if found else None


def make_databases():
    """Without our addons, and a copy of that with them."""
    with server_cursor() as (cr, settings), locked("databases"):
        for name in (WITHOUT, WITH):
            drop(cr, name)
        modules = {*dependencies(), *filter(module_path, ALSO)}
        say("a database in English without our addons (a minute or two)")
        cr.execute(f"CREATE DATABASE {WITHOUT} TEMPLATE template0 ENCODING 'UTF8'")
        ensure_extensions(settings, WITHOUT)
        odoo(WITHOUT, "-i", ",".join(sorted(modules)))
        say("the same with our addons")
        copy(cr, WITHOUT, WITH)
        odoo(WITH, "-i", ",".join(OUR_ADDONS))


def test_files(module):
    folder = module_path(module) / "tests"
    names = SUITES[module].split()
    if not names:
        return sorted(folder.rglob("test_*.py"))
    return [folder / f"test_{name}.py" for name in names]


def run_suite(database, module, *arguments):
    """Run the files of a module in a process of their own; `{test: outcome}`."""
    RESULTS.mkdir(exist_ok=True)
    settings = configparser.ConfigParser(interpolation=None)
    settings.read(CONFIG)
    settings["options"]["db_name"] = database
    config = RESULTS / f"{database}.conf"
    with open(config, "w") as handle:
        settings.write(handle)
    again = "-again" if arguments else ""
    report = RESULTS / f"{database}.{module}{again}.xml"
    report.unlink(missing_ok=True)
    with open(report.with_suffix(".log"), "w") as log:
        subprocess.run(
            [
                *(PYTHON, "-W", "ignore", "-m", "pytest", "-q", "-c", os.devnull),
                *("-p", "no:cacheprovider", "--rootdir", module_path(module).parent),
                *("--odoo-http", "--odoo-log-level=critical"),
                *(f"--junitxml={report}", *arguments, *test_files(module)),
            ],
            cwd=RESULTS,
            # Without a browser: Debian's Odoo lacks a script, and every tour fails on
            # that where our addons do not mend it. They count as skipped.
            env={**os.environ, "ODOO_RC": str(config), "PATH": str(PYTHON.parent)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    if not report.exists():
        sys.exit(f"{module} on {database} did not finish: {log.name}")
    return outcomes(report)


def outcomes(report):
    """What became of each test, by its name: module.tests.file.Class.test."""
    found = {}
    for case in ElementTree.parse(report).iter("testcase"):
        name = f"{case.get('classname', '').split('addons.')[-1]}.{case.get('name')}"
        kinds = [OUTCOMES[child.tag] for child in case if child.tag in OUTCOMES]
        # A test that passes and then fails to clean up is there twice.
        if found.get(name, "passed") == "passed":
            found[name] = kinds[0] if kinds else "passed"
    return found


def worse(without, with_us):
    """The tests that pass without us and do not with us."""
    return [
        name
        for name, outcome in without.items()
        if outcome == "passed" and with_us.get(name) != "passed"
    ]


def on_purpose():
    with open(ON_PURPOSE, newline="") as handle:
        return {row["test"]: row["reason"] for row in csv.DictReader(handle)}


def compare(module):
    """Run one suite on both sides; the line of the table, and what got worse."""
    say(module)
    if module in MAKE_ROOM:
        subprocess.run(
            odoo_command("shell", "-c", str(CONFIG), "-d", WITH, "--no-http"),
            input=MAKE_ROOM[module],
            text=True,
            check=True,
            capture_output=True,
        )
    without, with_us = (run_suite(name, module) for name in (WITHOUT, WITH))
    lost = worse(without, with_us)
    if lost:
        # Once more: browsers and clocks fail by themselves now and then.
        names = {name.rpartition(".")[2] for name in lost}
        again = run_suite(WITH, module, "-k", " or ".join(sorted(names)))
        with_us |= {name: said for name, said in again.items() if name in lost}
        lost = worse(without, with_us)
    return without, with_us, lost


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suites", nargs="*", help="only these; without: all")
    parser.add_argument(
        "--keep", action="store_true", help="use and keep the databases of last time"
    )
    arguments = parser.parse_args()
    if not arguments.keep:
        make_databases()
    suites = [module for module in arguments.suites or SUITES if module_path(module)]
    expected, unexpected, lines = on_purpose(), [], []
    for module in suites:
        without, with_us, lost = compare(module)
        counts = [Counter(side.values()) for side in (without, with_us)]
        lines.append((module, counts))
        unexpected += [name for name in lost if name not in expected]
    print(f"\n{'':20}{'without us':^35}{'with us':^35}")
    words = ("passed", "failed", "not started", "skipped")
    print(f"{'suite':20}" + 2 * "".join(f"{word:>12}" for word in words))
    for module, counts in lines:
        cells = [count[word] for count in counts for word in words]
        print(f"{module:20}" + "".join(f"{cell:12}" for cell in cells))
    if not arguments.keep:
        for name in (WITHOUT, WITH):
            discard(name)
    for name in unexpected:
        print(f"fails with our addons only: {name}")
    return bool(unexpected)


if __name__ == "__main__":
    command(main)
