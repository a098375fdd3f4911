def migrate(cr, version):
    """What was asked before keeps how formal its service was told to be till now."""
    cr.execute(
        "UPDATE client_referral referral SET formality = service.formality"
        " FROM social_service service"
        " WHERE service.id = referral.service_id AND referral.state != 'draft'"
    )
