from odoo import api, models


class OcoSurveyPartMixin(models.AbstractModel):
    """A part of a survey of client experience: as it was asked, it stays.

    An answer to a question that was changed afterwards says something nobody was asked.
    """

    _name = "oco.survey.part.mixin"
    _description = "Part of a survey on client experience"

    # What may change afterwards: it says nothing to who answers.
    _may_change = frozenset()

    def _asked_in(self):
        """The surveys that these are a part of."""
        raise NotImplementedError

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._asked_in()._refuse_answered()
        return parts

    def write(self, vals):
        if not self._changed(vals):
            return super().write(vals)
        self._asked_in()._refuse_answered()
        result = super().write(vals)
        # Not into another survey either.
        self._asked_in()._refuse_answered()
        return result

    def unlink(self):
        self._asked_in()._refuse_answered()
        return super().unlink()

    def _changed(self, vals):
        """Whether these values change what was asked; an update of the addon writes
        what is there already."""
        return any(
            field.convert_to_record(field.convert_to_cache(value, part), part)
            != part[name]
            for name, value in vals.items()
            if name not in self._may_change
            and (field := self._fields.get(name))
            and field.type not in ("one2many", "many2many")
            for part in self
        )

    def update_field_translations(self, field_name, translations, source_lang=""):
        self._asked_in()._refuse_answered()
        return super().update_field_translations(
            field_name, translations, source_lang=source_lang
        )
