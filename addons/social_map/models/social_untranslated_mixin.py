from odoo import models


class SocialUntranslatedMixin(models.AbstractModel):
    """Texts of the directory that nobody translated: they stand in Dutch everywhere.

    A page in another language says so of each of them (WCAG 2.2, 3.1.2), so that a
    screen reader speaks Dutch there.
    """

    _name = "social.untranslated.mixin"
    _description = "Texts that may be in Dutch only"

    def _told_records(self):
        """The recordsets whose texts a page tells."""
        return [self]

    def _in_dutch(self):
        """What of the texts is in Dutch although the page is not.

        It is what reads the same in both languages. Dutch is read once for all that
        was read together, not text by text.

        :return: `{text or line of it: "nl"}`
        """
        languages = self.env["res.lang"]._get_active_by("code")
        if (self.env.lang or "").startswith("nl") or "nl_NL" not in languages:
            return {}
        found = {}
        for records in self._told_records():
            names = [name for name, field in records._fields.items() if field.translate]
            for record, dutch in zip(
                records, records.with_context(lang="nl_NL"), strict=True
            ):
                for name in names:
                    text = record[name]
                    if text and text == dutch[name]:
                        found.update(dict.fromkeys([text, *text.splitlines()], "nl"))
        return found
