from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..words import begins, fold, printed, sound
from .social_service_search_mixin import NAME

# A word of a name says no less than this: see `_said` of the search.
IN_NAME = NAME - 8
# How many of each sort are suggested at most, and of all together.
SUBJECTS, SAYINGS, SUGGESTIONS = 2, 3, 8
# Fewer letters begin too many words.
FEWEST_LETTERS = 2


class SocialServiceSuggestMixin(models.AbstractModel):
    """What somebody may be looking for, from the first letters of it.

    As the search: only what the visitor may see is suggested, and a way of saying it
    only when it leads to something.
    """

    _name = "social.service.suggest.mixin"
    _description = "Suggestions while searching"

    @api.model
    def _suggest(self, typed):
        """Subjects, ways of saying it and names of services that begin like this.

        :param str typed: what was typed until now
        :return: [{"words": to search for, "kind": what it is, in the language of the
            visitor}], the most telling first
        """
        words = [fold(word) for word in printed(typed)]
        if not words or len(words[-1]) < FEWEST_LETTERS:
            return []
        self.env.flush_all()
        seen = self._search([("is_published", "=", True)]).subselect()
        found = dict.fromkeys(
            self._suggested_subjects(words, seen), self.env._("subject")
        )
        for kind, names in (
            (self.env._("search word"), self._suggested_sayings(words, seen)),
            (self.env._("help"), self._suggested_names(words, seen)),
        ):
            known = set(map(fold, found))
            found |= {name: kind for name in names if fold(name) not in known}
        return [
            {"words": name, "kind": kind}
            for name, kind in list(found.items())[:SUGGESTIONS]
        ]

    @api.model
    def _suggested_subjects(self, words, seen):
        """Names of the life domains, of which there is help."""
        fitting = self.env["life.domain"].search(Domain.TRUE)
        fitting = fitting.filtered(lambda domain: begins(words, domain.name))
        field = self._fields["life_domain_ids"]
        self.env.cr.execute(
            SQL(
                "SELECT DISTINCT %s FROM %s WHERE %s = ANY(%s) AND %s IN %s",
                SQL.identifier(field.column2),
                SQL.identifier(field.relation),
                SQL.identifier(field.column2),
                fitting.ids,
                SQL.identifier(field.column1),
                seen,
            )
        )
        used = {row[0] for row in self.env.cr.fetchall()}
        return [one.name for one in fitting if one.id in used][:SUBJECTS]

    @api.model
    def _suggested_sayings(self, words, seen):
        """How residents say it, by the synonyms; what leads to nothing is left out."""
        fitting = self.env["social.synonym"]._beginning(words)
        self.env.cr.execute(
            SQL(
                """SELECT said.phrase FROM unnest(%s::text[], %s::text[])
                    WITH ORDINALITY AS said (phrase, found_by, place)
                WHERE EXISTS (
                    SELECT FROM social_search_word AS word
                    JOIN social_search_posting AS posting ON posting.word_id = word.id
                    WHERE (
                        word.root = ANY(string_to_array(said.found_by, ' '))
                        OR word.folded = ANY(string_to_array(said.found_by, ' '))
                    ) AND posting.service_id IN %s
                ) ORDER BY said.place LIMIT %s""",
                [phrase for phrase, _found_by in fitting],
                [" ".join(found_by) for _phrase, found_by in fitting],
                seen,
                SAYINGS,
            )
        )
        return [row[0] for row in self.env.cr.fetchall()]

    @api.model
    def _suggested_names(self, words, seen):
        """Names of services that have all these beginnings; those that begin with what
        was typed first, and then the short ones."""
        having = [
            SQL(
                """service.id IN (
                    SELECT posting.service_id FROM social_search_posting AS posting
                    JOIN social_search_word AS word ON word.id = posting.word_id
                    WHERE posting.worth >= %s
                        AND (word.folded LIKE %s OR word.sound LIKE %s)
                )""",
                IN_NAME,
                f"{word}%",
                f"{sound(word)}%",
            )
            for word in words
        ]
        name = self._field_to_sql("service", "name")
        self.env.cr.execute(
            SQL(
                """SELECT %(name)s AS name FROM social_service AS service
                WHERE service.id IN %(seen)s AND %(having)s
                GROUP BY 1
                ORDER BY NOT starts_with(lower(%(name)s), %(first)s),
                    length(%(name)s), 1
                LIMIT %(most)s""",
                name=name,
                seen=seen,
                having=SQL(" AND ").join(having),
                first=words[0],
                most=SUGGESTIONS,
            )
        )
        return [row[0] for row in self.env.cr.fetchall()]
