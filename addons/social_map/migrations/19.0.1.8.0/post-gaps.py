def migrate(cr, version):
    """That there was nothing to do was said of the count that a search has now."""
    cr.execute(
        "UPDATE social_search_gap SET dismissed_count = count"
        " WHERE state = 'dismissed' AND dismissed_count IS NULL"
    )
