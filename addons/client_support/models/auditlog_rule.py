from odoo import api, models

from .. import inside

# Of these models only what says who may do what; the rest would be a second address
# book, or change at every turn. Of all others every field that was written.
KEPT = {
    "res.users": {"group_ids", "active", "company_id", "company_ids"},
    "res.company": {
        "is_independent",
        "takes_access_decisions",
        "provides_indicated_care",
    },
    "client.supporter": {
        "user_id",
        "company_id",
        "employment_kind",
        "declaration_date",
        "vog_date",
        "active",
    },
    "social.area": {"independence_check"},
}
# Settings of ours; those of others may hold passwords and keys.
OUR_SETTINGS = ("client_support.", "oco_reporting.", "social_map.")
CHANGES = ("create", "write")


class AuditlogRule(models.Model):
    """OCA's log of changes is for configuration: never a copy of a file.

    It keeps what was typed, in a table that administrators read and that outlives what
    it is about. So no file comes in it, no account of a resident, no secret, and
    nothing of the request but who and when.
    """

    _name = "auditlog.rule"
    _inherit = ["auditlog.rule", "client.alarm.mixin"]

    @api.constrains("model_id")
    def _check_no_file(self):
        inside.refuse_pointer(self, "model_id")

    def _alarm_touches(self):
        return {f"log of {name}" for name in self.sudo().mapped("model_model") if name}

    def create_logs(
        self,
        uid,
        res_model,
        res_ids,
        method,
        old_values=None,
        new_values=None,
        additional_log_values=None,
    ):
        # Modules that load change all of this; installing one is an alarm itself.
        if not self.env.registry.ready:
            return None
        records = self.env[res_model].browse(res_ids)
        if res_model == "res.users":
            records = records.filtered(lambda user: not user.share)
        if method in CHANGES:
            new_values = {
                record.id: self._kept(record, new_values[record.id])
                for record in records
                if record.id in new_values
            }
            if not any(new_values.values()):
                return None
        # A rule that an administrator made can be full: it looks values up by itself.
        is_fast = (additional_log_values or {}).get("log_type") == "fast"
        if method in CHANGES and is_fast:
            new_values = {
                record_id: {name: str(value) for name, value in values.items()}
                for record_id, values in new_values.items()
            }
            # OCA compares with False, and so would not see that a rule is switched off.
            old_values = {
                record_id: dict.fromkeys(values)
                for record_id, values in new_values.items()
                if method == "write"
            }
        result = super().create_logs(
            uid,
            res_model,
            records.ids,
            method,
            old_values,
            new_values,
            additional_log_values,
        )
        if res_model == "res.users":
            # Odoo also writes on a user while it makes one. OCA looks up the name then,
            # which is not there yet and would stay empty in memory.
            records.invalidate_recordset(["name", "display_name"], flush=False)
        return result

    @api.model
    def _kept(self, record, values):
        """What the log keeps of the values that were written on a record."""
        names = KEPT.get(record._name, values)
        kept = {name: value for name, value in values.items() if name in names}
        is_setting = record._name == "ir.config_parameter" and "value" in kept
        if is_setting and not record.key.startswith(OUR_SETTINGS):
            kept["value"] = "…"
        return kept
