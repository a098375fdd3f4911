"""What residents say of danger, work and health is found in older directories too.

The lists are the organisation's own, so phrases are only put behind what is there.
"""

SAID = {
    "social_synonym_rood_staan": (
        "klarna, afterpay, achteraf betalen, hoge rekening, onbetaalde rekening, "
        "stapel rekeningen"
    ),
    "social_synonym_uitkering": "uwv, ziektewet, afgekeurd, arbeidsongeschikt",
    "social_synonym_toeslag": "taxes, benefits",
    "social_synonym_kleding": "luiers, babyspullen, kringloop, kringloopwinkel",
    "social_synonym_advocaat": (
        "lawyer, baas betaalt niet, loon niet betaald, salaris niet gekregen, op "
        "staande voet"
    ),
    "social_synonym_rommel_in_huis": (
        "puinhoop, zwijnenstal, bende in huis, troep in huis, rotzooi"
    ),
    "social_synonym_koken": "eten bezorgen, maaltijd bezorgen",
    "social_synonym_rolstoel": "wheelchair",
    "social_synonym_vergeetachtig": (
        "dwaalt, dwalen, verdwaalt, verdwalen, de weg kwijt"
    ),
    "social_synonym_zin_van_het_leven": "moskee, islam, kerk, bijbel, koran",
    "social_synonym_depressief": (
        "durf niet naar buiten, durf straat niet op, pleinvrees, straatvrees, "
        "fobie, zelfbeschadiging, snijdt zichzelf"
    ),
    "social_synonym_dood_willen": (
        "zelfdoding, levensmoe, geen uitweg, zie het niet meer zitten, wil er "
        "niet meer zijn, leven heeft geen zin"
    ),
    "social_synonym_drank": "xtc, ghb, ketamine, zuipt, zuipen, dronken, lachgas",
    "social_synonym_dakloos": "slaap bij vrienden, slaap op de bank, bankslaper",
    "social_synonym_slaan": (
        "gestalkt, stalker, gedwongen huwelijk, uithuwelijken, uitgehuwelijkt, "
        "eerwraak, ex lastig, valt me lastig, lastiggevallen"
    ),
    "social_synonym_schimmel": (
        "muizen, ratten, ongedierte, kakkerlakken, huisjesmelker"
    ),
    "social_synonym_opvoeden": "bedplassen, plast in bed",
    "social_synonym_zwanger": "pregnant",
    "social_synonym_vaccinatie": "flesvoeding, borstvoeding",
    "social_synonym_computer": "whatsapp, videobellen, mailen",
    "social_synonym_asiel": "syrië, syrisch, eritrea, afghanistan, somalië",
    "social_synonym_werk": "bijbaantje, bijbaan, stage, stageplek",
    "social_synonym_blind": "oogziekte, staar",
    "social_synonym_kanker": "hartinfarct, rugpijn, astma",
    "social_synonym_gevangenis": "enkelband, vrijgekomen",
    "social_synonym_huisdier": "kattenbrokken, kattenvoer",
}


def migrate(cr, version):
    cr.executemany(
        "UPDATE social_synonym SET name = name || ', ' || %s"
        " WHERE id = (SELECT res_id FROM ir_model_data"
        " WHERE module = 'social_map' AND name = %s)",
        [(phrases, name) for name, phrases in SAID.items()],
    )
