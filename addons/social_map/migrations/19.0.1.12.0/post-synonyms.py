"""Who sees no way out is led to help in older directories too.

The lists are the organisation's own, so phrases are only put behind what is there.
"""

SAID = {
    "social_synonym_dood_willen": (
        "zelfdoding, levensmoe, geen uitweg, zie het niet meer zitten, "
        "wil er niet meer zijn, leven heeft geen zin"
    ),
    "social_synonym_slaan": (
        "gestalkt, stalker, gedwongen huwelijk, uithuwelijken, uitgehuwelijkt, eerwraak"
    ),
    "social_synonym_koken": "eten bezorgen, maaltijd bezorgen",
    "social_synonym_computer": "whatsapp, videobellen, mailen",
}


def migrate(cr, version):
    cr.executemany(
        "UPDATE social_synonym SET name = name || ', ' || %s"
        " WHERE id = (SELECT res_id FROM ir_model_data"
        " WHERE module = 'social_map' AND name = %s)",
        [(phrases, name) for name, phrases in SAID.items()],
    )
