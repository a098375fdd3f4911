import base64

from odoo import api, fields, models

from .. import directory_csv, review


class SocialCsvExport(models.TransientModel):
    """Services as a table that a spreadsheet opens and the import reads back."""

    _name = "social.csv.export"
    _description = "Services as a Table"

    file = fields.Binary(readonly=True, help="The table that was made.")
    file_name = fields.Char(readonly=True, help="Its name.")

    @api.model
    def _download(self, services):
        """Hand over the table of these services, as the user may read them."""
        table = directory_csv.write(
            map(self._row, services), dutch=(self.env.lang or "").startswith("nl")
        )
        export = self.create(
            {
                "file": base64.b64encode(table),
                "file_name": self.env._("social-map-%s.csv", review.today()),
            }
        )
        return {
            "type": "ir.actions.act_url",
            "target": "self",
            "url": f"/web/content/{self._name}/{export.id}/file"
            "?filename_field=file_name&download=true",
        }

    @api.model
    def _row(self, service):
        """A service with its organisation and places; no secret address."""
        return {
            "service": {
                **self._plain(service, "service"),
                "key": service.uuid,
                "status": service.state,
                "assured": str(service.last_assured or ""),
                "schedules": self._hours(service),
                "costs": [(cost.name, cost.amount) for cost in service.cost_ids],
            },
            "organization": {
                **self._plain(service.organization_id, "organization"),
                "key": service.organization_id.uuid,
                "public_description": service.organization_id.description,
            },
            "places": [
                {
                    "location": {
                        **self._plain(link.location_id, "location"),
                        "key": link.location_id.uuid,
                        "area": self._words(link.location_id.area_id),
                    },
                    "link": {
                        **self._plain(link, "link"),
                        "schedules": self._hours(link),
                    },
                }
                for link in service.service_location_ids
                if not link.location_id.is_confidential
            ],
        }

    def _plain(self, record, part):
        """The fields of a record that have a column of their own."""
        return {
            column.field: self._words(record[column.field])
            if column.kind == "terms"
            else record[column.field]
            for column in directory_csv.COLUMNS
            if column.part == part and column.field in record._fields
        }

    def _words(self, records):
        """What the import knows the members of a list by."""
        return [
            ("code" in record._fields and record.code) or record.display_name
            for record in records
        ]

    def _hours(self, record):
        return [
            {
                name: line[name]
                for name in ("weekday", "week_of_month", "is_closure", "opens_at")
                + ("closes_at", "by_appointment", "valid_from", "valid_until", "note")
            }
            for line in record.schedule_ids
        ]
