"""What nobody needs to read stays out of the server's log.

What people search for is nobody's business, and a link that opens something is a key.
The log of requests holds the address of the visitor, so that a search term in it would
say who asked for what; and whoever keeps the log could use a link that somebody else
was sent. A proxy in front of Odoo has a log of its own.

What somebody wrote stays out of it as well: Odoo logs a statement that the database
refuses, with all its values, and that is each time that two people save at once.
"""

import logging
import re

# What is left stands in the group; what follows it is cut out.
QUESTION = r"(/sociale-kaart[^\s?]*\?)\S*"
LINK = r"(/sociale-kaart/controle/)[^\s?]+"
# Which statement, on which table, and what the database says in its first line; not
# the values, nor the row that it shows below that.
REFUSED = re.compile(
    r"""(bad\ query:\ b?['"]?(?:\s|\\n)*\w*(?:\ INTO|\ FROM)?(?:\ "\w+")?)
    .*?(\nERROR:\ [^\n]*).*""",
    re.S | re.X,
)


class Without(logging.Filter):
    """Cuts out of the lines of a log what follows a pattern; no line is left out."""

    def __init__(self, pattern):
        super().__init__()
        self.pattern = re.compile(pattern)

    def filter(self, record):
        line = record.getMessage()
        if self.pattern.search(line):
            record.msg, record.args = self.pattern.sub(r"\1…", line), ()
        return True


def keep_quiet(*patterns):
    """From now on the log of requests has nothing of these.

    :param patterns: regular expressions with one group, which stays
    """
    log = logging.getLogger("werkzeug")
    known = {one.pattern.pattern for one in log.filters if isinstance(one, Without)}
    for pattern in patterns:
        if pattern not in known:
            log.addFilter(Without(pattern))


class WithoutValues(logging.Filter):
    """Cuts the values out of statements that went wrong."""

    def filter(self, record):
        line = record.getMessage()
        if line.startswith("bad query: "):
            record.msg, record.args = REFUSED.sub(r"\1 …\2", line), ()
        return True


def keep_values_quiet():
    """From now on the log of the database has no values of what it refused."""
    log = logging.getLogger("odoo.sql_db")
    if not any(isinstance(one, WithoutValues) for one in log.filters):
        log.addFilter(WithoutValues())
