from odoo import api, models

from ..alarm import raise_alarm


class ClientAlarmMixin(models.AbstractModel):
    """A model of Odoo's configuration whose changes can open files: they are told."""

    _name = "client.alarm.mixin"
    _description = "Configuration that is watched"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if records._alarm_is_on() and (touched := records._alarm_touches()):
            names = {name for vals in vals_list for name in vals}
            raise_alarm(self.env, "create", records, touched, names)
        return records

    def write(self, vals):
        if not self._alarm_is_on():
            return super().write(vals)
        touched = self._alarm_touches()
        result = super().write(vals)
        touched |= self._alarm_touches()
        if touched:
            raise_alarm(self.env, "write", self, touched, vals)
        return result

    def unlink(self):
        touched = self._alarm_is_on() and self._alarm_touches()
        if touched:
            raise_alarm(self.env, "unlink", self, touched)
        return super().unlink()

    def _alarm_is_on(self):
        """Modules that load change all of this; installing one is an alarm itself."""
        return self.env.registry.ready

    def _alarm_touches(self):
        """What these records could open: a set of names; empty when it is nothing.

        Each model that inherits this says it for itself.
        """
        return set()
