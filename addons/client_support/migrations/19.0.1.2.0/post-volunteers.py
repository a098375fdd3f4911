"""Volunteers see the parts of their cases that this version added."""

from odoo import SUPERUSER_ID, api, fields

ADDED = ("plan", "appointments", "notes", "time")


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    rows = env["client.access"].search(
        [
            ("kind", "=", "volunteer"),
            ("section", "=", "case"),
            ("valid_until", ">", "now"),
        ]
    )
    for row in rows:
        for section in ADDED:
            row.copy({"section": section, "valid_from": fields.Datetime.now()})
