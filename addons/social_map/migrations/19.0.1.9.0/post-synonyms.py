"""What residents say of threats, money and mourning is found in older directories too.

The lists are the organisation's own, so phrases are only put behind what is there.
"""

SAID = {
    "social_synonym_slaan": (
        "bedreigd, bedreigt, bedreiging, bedreigen, vriend bedreigt"
    ),
    "social_synonym_rood_staan": "boekhoudster, huishoudgeld, budgetbeheer",
    "social_synonym_computer": "snap telefoon",
    "social_synonym_overleden": "rouwverwerking",
}


def migrate(cr, version):
    cr.executemany(
        "UPDATE social_synonym SET name = name || ', ' || %s"
        " WHERE id = (SELECT res_id FROM ir_model_data"
        " WHERE module = 'social_map' AND name = %s)",
        [(phrases, name) for name, phrases in SAID.items()],
    )
