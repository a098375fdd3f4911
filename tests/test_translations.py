"""Every Dutch file holds every string of its addon."""

import io

import polib
import pytest
from layout import ADDONS, OUR_ADDONS

from odoo.tools.translate import trans_export

# How an entry says that a string is of code: what lacks it, code never finds.
OF_CODE = ("odoo-python", "odoo-javascript")


def strings(file):
    """{(string, the record it is of; of code its kind: Odoo looks at no place)}"""
    return {
        (entry.msgid, of)
        for entry in polib.pofile(file)
        for place, _line in entry.occurrences
        for of in (
            (place,)
            if place.startswith("model")
            else (kind for kind in OF_CODE if kind in entry.comment)
        )
    }


@pytest.mark.parametrize("addon", OUR_ADDONS)
def test_dutch_file_is_complete(env, addon):
    """What Odoo exports today is in nl.po, with a translation (`make lint`).

    And in the template beside it: Odoo drops what that does not have when it reads. The
    place counts too: a string that is known of one page stays English on another.
    """
    exported = io.BytesIO()
    trans_export(None, [addon], exported, "po", env)
    wanted = strings(exported.getvalue().decode())
    for name in ("nl.po", f"{addon}.pot"):
        path = ADDONS / addon / "i18n" / name
        missing = sorted(wanted - strings(str(path))) if wanted else []
        assert not missing, (
            f"{path.relative_to(ADDONS)} lacks {len(missing)} strings; export with "
            f"`make odoo ARGS='i18n export {addon} -d DATABASE -l nl_NL'`: "
            f"{missing[:20]}"
        )
