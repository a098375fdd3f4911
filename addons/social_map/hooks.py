from odoo.fields import Command

# Pages that Odoo puts on a new website, with the address of a company that is none.
EXAMPLES = ("/contactus", "/contactus-thank-you")


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
    clear_placeholders(env)
    stop_digests(env)


def clear_placeholders(env):
    """Odoo's example of a company goes: its name, its menu, its page and its counting.

    Only what nobody has changed. Once, so that an editor can put things back.
    """
    name = "Sociale kaart" if env.ref("base.lang_nl").active else "Social map"
    env["website"].search([("name", "=", "My Website")]).name = name
    examples = env["website.page"].search([("url", "in", EXAMPLES)])
    examples = examples.filtered(lambda page: not page.view_id.arch_updated)
    examples.is_published = False
    # Not the template for new websites: an update of Odoo would put it back everywhere.
    env["website.menu"].search(
        [("website_id", "!=", False), ("url", "in", ("/", *EXAMPLES))]
    ).filtered(lambda menu: menu.url == "/" or menu.page_id in examples).unlink()
    # Odoo remembers which visitor saw these pages.
    env["ir.ui.view"].search(
        [("type", "=", "qweb"), ("track", "=", True)]
    ).track = False


def stop_digests(env):
    """Odoo's periodic mail to all staff stops: numbers that nobody asked for, with
    pictures that tell Odoo's servers who opens it. An administrator can begin it again.
    """
    env.ref("digest.digest_digest_default").action_deactivate()
    env["ir.config_parameter"].set_param("digest.default_digest_emails", False)
