from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """What a service says of itself stays; where commissions say so too, it follows.

    At the end: whose commissions they are is known when all addons are there. Nothing
    that the public reads changes, so open data is not told.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    services = env["social.service"].with_context(active_test=False).search([])
    otherwise = [
        service.id
        for service, (told, _basis) in services._formality_without_hand()
        if service.formality != told
    ]
    cr.execute(
        "UPDATE social_service SET formality_by_hand = true WHERE id = ANY(%s)",
        [otherwise],
    )
    env.invalidate_all()
    env.add_to_compute(services._fields["formality_basis"], services)
    services.flush_recordset(["formality_basis"])
    cr.execute(
        "UPDATE ir_cron SET nextcall = date_trunc('day', now() AT TIME ZONE 'UTC')"
        " + interval '23 hours 5 minutes' WHERE id = (SELECT res_id FROM ir_model_data"
        " WHERE module = 'social_map' AND name = 'social_review_cron')"
    )
