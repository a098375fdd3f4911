"""Agreements are of the social map: what client support kept goes along.

Everything that hangs on the model by its number (rights, rules, scheduled action,
filters) stays with it; what only has the old name is made anew by the update.
"""

from odoo.tools.sql import table_exists

# The table that they were in, for the test of an update.
MOVED = (
    "client_agreement.active",
    "client_agreement.company_id",
    "client_agreement.create_date",
    "client_agreement.create_uid",
    "client_agreement.date_from",
    "client_agreement.description",
    "client_agreement.id",
    "client_agreement.kind",
    "client_agreement.name",
    "client_agreement.owner_id",
    "client_agreement.quality_free",
    "client_agreement.rhythm",
    "client_agreement.write_date",
    "client_agreement.write_uid",
    "client_agreement_partner_rel.agreement_id",
    "client_agreement_partner_rel.partner_id",
)
OLD = "client.agreement"
NEW = "social.agreement"


def migrate(cr, version):
    if not table_exists(cr, "client_agreement"):
        # Client support is not installed here.
        return
    cr.execute(
        """
        ALTER TABLE client_agreement RENAME TO social_agreement;
        ALTER SEQUENCE client_agreement_id_seq RENAME TO social_agreement_id_seq;
        ALTER INDEX client_agreement_pkey RENAME TO social_agreement_pkey;
        ALTER INDEX IF EXISTS client_agreement__company_id_index
            RENAME TO social_agreement__company_id_index;
        ALTER TABLE social_agreement
            DROP CONSTRAINT IF EXISTS client_agreement_order_of_days;
        ALTER TABLE client_agreement_partner_rel RENAME TO social_agreement_partner_rel;
        DELETE FROM ir_model_relation WHERE name = 'client_agreement_partner_rel';
        """
    )
    for statement in (
        "UPDATE ir_model SET model = %(new)s WHERE model = %(old)s",
        "UPDATE ir_model_fields SET model = %(new)s WHERE model = %(old)s",
        "UPDATE ir_model_fields SET relation = %(new)s WHERE relation = %(old)s",
        "UPDATE ir_model_fields SET relation_table = 'social_agreement_partner_rel'"
        " WHERE relation_table = 'client_agreement_partner_rel'",
        "UPDATE ir_filters SET model_id = %(new)s WHERE model_id = %(old)s",
        "UPDATE ir_act_window SET res_model = %(new)s WHERE res_model = %(old)s",
        "DELETE FROM ir_model_constraint WHERE name LIKE 'client\\_agreement\\_%%'",
        # Only the names: the fields themselves are kept, and named anew.
        "DELETE FROM ir_model_data WHERE module = 'client_support'"
        " AND (name = 'model_client_agreement'"
        " OR name LIKE 'field\\_client\\_agreement\\_\\_%%'"
        " OR name LIKE 'selection\\_\\_client\\_agreement\\_\\_%%'"
        " OR name LIKE 'constraint\\_client\\_agreement\\_%%')",
    ):
        cr.execute(statement, {"old": OLD, "new": NEW})
