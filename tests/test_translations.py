"""Every Dutch file holds every string of its addon."""

import io

import polib
import pytest
from layout import ADDONS, OUR_ADDONS

from odoo.tools.translate import trans_export


@pytest.mark.parametrize("addon", OUR_ADDONS)
def test_dutch_file_is_complete(env, addon):
    """What Odoo exports today is in nl.po, with a translation (`make lint`).

    And in the template beside it: Odoo drops what that does not have when it reads.
    """
    exported = io.BytesIO()
    trans_export(None, [addon], exported, "po", env)
    wanted = {entry.msgid for entry in polib.pofile(exported.getvalue().decode())}
    for name in ("nl.po", f"{addon}.pot"):
        path = ADDONS / addon / "i18n" / name
        present = (
            {entry.msgid for entry in polib.pofile(str(path))} if wanted else set()
        )
        missing = sorted(wanted - present)
        assert not missing, (
            f"{path.relative_to(ADDONS)} lacks {len(missing)} strings; export with "
            f"`make odoo ARGS='i18n export {addon} -d DATABASE -l nl_NL'`: "
            f"{missing[:20]}"
        )
