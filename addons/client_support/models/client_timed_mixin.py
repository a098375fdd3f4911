from odoo import api, models


class ClientTimedMixin(models.AbstractModel):
    """Work whose minutes are written down with it: a contact, an appointment, a note.

    The minutes become a row of `client.time` by themselves, one for each record, of who
    did the work: nobody types them twice, and a correction corrects them.
    """

    _name = "client.timed.mixin"
    _description = "Takes minutes"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._book_minutes()
        return records

    def write(self, vals):
        result = super().write(vals)
        if self._timed_fields() & vals.keys():
            self._book_minutes()
        return result

    @api.model
    def _timed_fields(self):
        """After a change of these the hours follow."""
        return {"minutes", "date", "case_id"}

    @api.ondelete(at_uninstall=False)
    def _unlink_minutes(self):
        # What was a mistake takes its minutes along; of a file that is destroyed as a
        # whole the hours were worked.
        if not self.env.su:
            self._book_minutes(is_gone=True)

    def _book_minutes(self, is_gone=False):
        # Elevated: whoever writes a part of a case need not see all of the case.
        self.env["client.time"]._book(
            {
                record._timed_source(): {
                    "user": record._timed_user(),
                    "company": record._timed_company(),
                    "minutes": record._counts_time() and not is_gone and record.minutes,
                    "date": record._timed_day(),
                    "activity": record._timed_activity(),
                    "case_number": record.case_id.number,
                }
                for record in self.sudo()
            }
        )

    def _timed_source(self):
        """What the row of time is known by."""
        return self.number

    def _timed_user(self):
        """Who did the work."""
        return self.create_uid

    def _timed_company(self):
        return self.company_id

    def _counts_time(self):
        """Whether the minutes were worked."""
        return bool(self.minutes)

    def _timed_day(self):
        return self.date

    def _timed_activity(self):
        """The code of the activity that these minutes are (`client.time.activity`)."""
        return "case" if self.case_id else "ia"
