import hashlib
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .. import append_only
from .client_access_log import alarm

# One line a day, to be kept outside the database beside the alarms: who changes the
# log and all digests after it does not change that line.
witness = logging.getLogger("client_support.witness")

FIRST_LINK = "0" * 64

# Every column in a fixed order and form, whatever the settings of the connection.
_ROW = """
    jsonb_build_array(
        id, moment, user_id, as_user_id, role, elevated, operation, undone, model,
        record_ids, field_names, resident_ids, access_ids, kinds, organisation_id,
        route
    )::text
"""


class ClientAccessLogDigest(models.Model):
    """The seal of one day of the read log, chained to the day before.

    Made for days that are over: rows get the hour of the database when they are
    written, so no row can join such a day, and nothing has to be locked.
    """

    _name = "client.access.log.digest"
    _description = "Seal of a day of looks"
    _log_access = False
    _order = "day desc"
    _rec_name = "day"

    day = fields.Date(required=True, readonly=True, help="The day, in UTC.")
    row_count = fields.Integer(
        string="Looks", readonly=True, aggregator=None, help="Rows of that day."
    )
    rows_hash = fields.Char(
        readonly=True, required=True, help="SHA-256 over the rows of the day, in order."
    )
    previous = fields.Char(
        readonly=True, required=True, help="The seal of the day before."
    )
    digest = fields.Char(
        string="Seal",
        readonly=True,
        required=True,
        help="SHA-256 over the seal of the day before, the day, the number of rows "
        "and their hash.",
    )

    _day_uniq = models.Constraint("UNIQUE(day)", "A day is sealed once.")

    def init(self):
        append_only.guard(self.env.cr, "client_access_log_digest")

    def write(self, vals):  # pylint: disable=method-required-super
        raise AccessError(self.env._("A seal cannot be changed."))

    def unlink(self):  # pylint: disable=method-required-super
        # pylint: disable-next=no-raise-unlink
        raise AccessError(self.env._("A seal cannot be changed."))

    @api.model
    def _cron_seal(self):
        """Seal every day that is over and is not sealed yet, without a gap."""
        last = self.search([], limit=1)
        self.env.cr.execute("SELECT min(moment)::date FROM client_access_log")
        first = last.day + timedelta(days=1) if last else self.env.cr.fetchone()[0]
        previous = last.digest or FIRST_LINK
        # An hour of slack for a row that was being written at midnight.
        today = (fields.Datetime.now() - timedelta(hours=1)).date()
        day = first or today
        while day < today:
            count, rows_hash = self._rows_of(day)
            digest = self._chained(previous, day, count, rows_hash)
            self.create(
                {
                    "day": day,
                    "row_count": count,
                    "rows_hash": rows_hash,
                    "previous": previous,
                    "digest": digest,
                }
            )
            witness.info("%s: %s looks, seal %s", day, count, digest)
            previous = digest
            day += timedelta(days=1)

    @api.model
    def _rows_of(self, day):
        """The number of rows of a day and the hash over them."""
        return self._rows_by_day([day])[day]

    @api.model
    def _rows_by_day(self, days):
        """`_rows_of` for many days, in one pass over the rows between them."""
        found = dict.fromkeys(days, (0, hashlib.sha256(b"").hexdigest()))
        if days:
            self.env.cr.execute(
                f"""
                SELECT moment::date, count(*),
                       encode(sha256(convert_to(
                           string_agg({_ROW}, E'\\n' ORDER BY id), 'UTF8'
                       )), 'hex')
                FROM client_access_log
                WHERE moment >= %s AND moment < %s AND moment::date = ANY(%s)
                GROUP BY 1
                """,
                [min(days), max(days) + timedelta(days=1), list(days)],
            )
            found.update(
                (day, (count, rows)) for day, count, rows in self.env.cr.fetchall()
            )
        return found

    @api.model
    def _chained(self, previous, day, count, rows_hash):
        return hashlib.sha256(
            f"{previous} {day} {count} {rows_hash}".encode()
        ).hexdigest()

    @api.model
    def _broken_days(self, since=None, days=None):
        """The days whose rows, seal or link are not what they were, in order.

        Days before the last purge have no rows any more; their seals still link.

        :param since: take the rows of earlier days on trust, as there are many
        :param days: take the rows of all other days on trust
        """
        self.env.cr.execute(
            """
            SELECT max(substring(field_names FROM 'before=([0-9-]+)')::date)
            FROM client_access_log
            WHERE operation = 'purge'
            """
        )
        purged_before = self.env.cr.fetchone()[0]
        seals = self.search([("day", "!=", False)], order="day")
        rows = self._rows_by_day(
            [
                seal.day
                for seal in seals
                if seal.day >= max(purged_before or seal.day, since or seal.day)
                and (days is None or seal.day in days)
            ]
        )
        broken, previous, expected = [], FIRST_LINK, None
        for seal in seals:
            linked = (
                seal.previous == previous
                and (expected is None or seal.day == expected)
                and seal.digest
                == self._chained(
                    seal.previous, seal.day, seal.row_count, seal.rows_hash
                )
            )
            sealed = (seal.row_count, seal.rows_hash)
            if not linked or rows.get(seal.day, sealed) != sealed:
                broken.append(seal.day)
            previous, expected = seal.digest, seal.day + timedelta(days=1)
        return broken

    @api.model
    def _cron_verify(self):
        """Check all links and the rows of the last month.

        A day that differs is an alarm outside the database.
        """
        since = fields.Date.today() - timedelta(days=31)
        if broken := self._broken_days(since):
            alarm.critical(
                "The log of looks was changed on: %s",
                ", ".join(str(day) for day in broken),
            )

    def action_verify(self):
        """Recompute all seals and say what was found."""
        self.browse().check_access("read")
        # Elevated: the rows of all organisations make one seal; only days come back.
        broken = self.sudo()._broken_days()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if broken else "success",
                "sticky": bool(broken),
                "message": self.env._(
                    "The log was changed on: %s", ", ".join(map(str, broken))
                )
                if broken
                else self.env._("Every day is as it was sealed."),
            },
        }
