"""What an address on the website may hold."""

from werkzeug.routing import ValidationError

from odoo.addons.website.models.ir_http import ModelConverter

# What fits in the id of a table (int4).
GREATEST_ID = 2**31 - 1


class ExistingModelConverter(ModelConverter):
    """An address with an id that no record can have is not there.

    Odoo answers those (0, or more than fits in the database) with a server error.
    """

    def to_python(self, value):
        record = super().to_python(value)
        if not 0 < abs(record.id or 0) <= GREATEST_ID:
            raise ValidationError
        return record
