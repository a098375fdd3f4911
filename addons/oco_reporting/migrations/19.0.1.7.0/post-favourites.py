"""Favourites of the running year were empty in January: they show twelve months."""

BEFORE = "[('date', '>=', 'today =1m =1d')]"
NOW = "[('date_to', '>=', 'today -12m =1d')]"


def migrate(cr, version):
    # As they were given: what somebody changed is theirs.
    cr.execute(
        """
        UPDATE ir_filters favourite
           SET domain = %s,
               name = replace(favourite.name, 'Dit jaar', 'Laatste twaalf maanden')
          FROM ir_model_data given
         WHERE given.model = 'ir.filters' AND given.res_id = favourite.id
           AND given.module = 'oco_reporting' AND favourite.domain = %s
        """,
        (NOW, BEFORE),
    )
