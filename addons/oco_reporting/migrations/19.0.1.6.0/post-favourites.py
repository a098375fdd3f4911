"""Favourites keep their day in words that the server reads too, not only a browser."""

BEFORE = "context_today().strftime('%Y-01-01')"
NOW = "'today =1m =1d'"


def migrate(cr, version):
    cr.execute(
        "UPDATE ir_filters SET domain = replace(domain, %s, %s)"
        " WHERE model_id = 'oco.figure'",
        (BEFORE, NOW),
    )
