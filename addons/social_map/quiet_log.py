"""What people search for is nobody's business: it stays out of the server's log.

The log of requests holds the address of the visitor, so that a search term in it would
say who asked for what. Only what follows the question mark is left out. A proxy in
front of Odoo has a log of its own.
"""

import logging
import re

QUESTION = re.compile(r"(/sociale-kaart[^\s?]*)\?\S*")


class WithoutQuestions(logging.Filter):
    """Cuts the questions out of the lines of a log; no line is left out."""

    def filter(self, record):
        line = record.getMessage()
        if "/sociale-kaart" in line:
            record.msg, record.args = QUESTION.sub(r"\1?…", line), ()
        return True


def keep_quiet():
    """From now on the log of requests has no search terms."""
    log = logging.getLogger("werkzeug")
    if not any(isinstance(one, WithoutQuestions) for one in log.filters):
        log.addFilter(WithoutQuestions())
