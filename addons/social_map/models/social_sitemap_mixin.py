from odoo import models

WAITING = "social_map.sitemap"


class SocialSitemapMixin(models.AbstractModel):
    """Has a page in the sitemap, which must not name what is no longer published.

    Odoo keeps a sitemap for twelve hours. Whenever something public changes, the kept
    one goes, once per transaction, so that the next search engine gets a new one.
    """

    _name = "social.sitemap.mixin"
    _description = "Has a page in the sitemap"

    def _touch(self):
        waiting = self.env.cr.precommit.data
        if WAITING not in waiting:
            waiting[WAITING] = True
            self.env.cr.precommit.add(self._forget_sitemaps)
        return super()._touch()

    def _forget_sitemaps(self):
        # Elevated: a sitemap is Odoo's own, and everybody may ask for it to be made.
        kept = self.env["ir.attachment"].sudo()
        kept.search(
            [("type", "=", "binary"), ("url", "=like", "/sitemap-%.xml")]
        ).unlink()
