"""A pytest plugin: nothing goes wrong quietly.

* A test during which Odoo logs an error fails, unless the test said that it would
  (assertLogs, mute_logger: they keep the record from the root logger).
* With CI=true a skipped test fails the run: a browser test that does not run is not
  a pass.
* A TransactionCase outside an addon runs instead of stopping the whole collection.
"""

import logging
import os

import pytest


class Errors(logging.Handler):
    """The error records of Odoo that nobody expected, until they are taken."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.records = []

    def emit(self, record):
        if record.name.split(".")[0] == "odoo":
            self.records.append(record)

    def take(self):
        taken, self.records = self.records, []
        return taken


errors = Errors()
late = []
skipped = []


def in_ci():
    return os.environ.get("CI", "").lower() in ("true", "1")


def check_log(phase):
    """A wrapper of one phase of a test."""

    @pytest.hookimpl(wrapper=True, specname=phase)
    def hook(item):
        try:
            result = yield
        except BaseException:
            # It fails or skips already, and its log is shown with it.
            errors.take()
            raise
        if logged := errors.take():
            lines = "\n".join(f"{r.name}: {r.getMessage()}" for r in logged)
            pytest.fail(
                "Odoo logged an error that the test did not expect (assertLogs):\n"
                + lines,
                pytrace=False,
            )
        return result

    return hook


pytest_runtest_setup = check_log("pytest_runtest_setup")
pytest_runtest_call = check_log("pytest_runtest_call")
pytest_runtest_teardown = check_log("pytest_runtest_teardown")


def pytest_configure(config):
    logging.getLogger().addHandler(errors)
    accept_cases_outside_addons()


def accept_cases_outside_addons():
    """Odoo gives tags to the test classes of addons only, and asks all for them."""
    from odoo.tests.common import BaseCase

    original = BaseCase.__init_subclass__.__func__

    def init_subclass(cls):
        original(cls)
        if getattr(cls, "test_tags", None) is None:
            cls.test_tags = {"standard", "post_install"}
            cls.test_module = ""

    BaseCase.__init_subclass__ = classmethod(init_subclass)


def pytest_runtest_logreport(report):
    if report.skipped and not hasattr(report, "wasxfail"):
        skipped.append(report.nodeid)


def pytest_collectreport(report):
    if report.skipped:
        skipped.append(report.nodeid)


def pytest_sessionfinish(session, exitstatus):
    # What arrived after the last test, from another thread or the server's end.
    late.extend(errors.take())
    if exitstatus == pytest.ExitCode.OK and (late or (skipped and in_ci())):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    if late:
        terminalreporter.section("errors of Odoo after the last test", red=True)
        for record in late:
            terminalreporter.line(f"{record.name}: {record.getMessage()}")
    if skipped and in_ci():
        terminalreporter.section("skipped tests fail here, as CI=true", red=True)
        for nodeid in skipped:
            terminalreporter.line(nodeid)
