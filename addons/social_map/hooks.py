from odoo.fields import Command


def post_init_hook(env):
    """The public pages, the portal and the login page speak Dutch; English is second.

    Only where nobody has chosen yet: Odoo's own website begins in English, also where
    Dutch is installed. Without Dutch nothing happens.
    """
    dutch = env.ref("base.lang_nl")
    if dutch.active:
        env["website"].search([("default_lang_id.code", "=", "en_US")]).write(
            {
                "language_ids": [Command.link(dutch.id)],
                "default_lang_id": dutch.id,
            }
        )
