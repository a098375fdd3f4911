"""Alarms: one line in the server's log, outside the database that they are about.

Whoever can change rules or rights can change what is written in the database too. The
logger `client_support.alarm` is meant to be sent to a place of its own. A line says
who, what and when, never content.
"""

import logging
import re

from odoo.http import request

_logger = logging.getLogger("client_support.alarm")

# By what a template gets from the record it is given to any other, past the rules.
REACHING = re.compile(r"\b(env|sudo|with_user|with_env|request)\b")


def reaches_any_record(*texts):
    """Whether code in these texts could read what it was not given."""
    return any(REACHING.search(text or "") for text in texts)


def raise_alarm(env, what, records, touched, fields=()):
    """Write the line, unless Odoo itself is loading its modules.

    :param touched: what lies in reach of the change: names of models or groups
    """
    if not env.registry.ready:
        return
    _logger.warning(
        "%s %s%s by %s (uid %d%s) from %s: fields [%s], touches [%s]",
        what,
        records._name,
        records.ids,
        env.user.login,
        env.uid,
        ", elevated" if env.su else "",
        request.httprequest.remote_addr if request else "the server",
        ", ".join(sorted(fields)),
        ", ".join(sorted(touched)),
    )
