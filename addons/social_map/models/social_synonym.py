from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ..words import (
    STOP_WORDS,
    asked,
    begins,
    fold,
    holds,
    root,
    roots,
    says,
    stem,
    whole,
)


class Meaning(NamedTuple):
    """What a phrase of residents means."""

    phrase: str
    # Of its telling words, or of all when none of them tells anything.
    roots: frozenset
    stems: frozenset
    # The roots of all its words in their order.
    whole: tuple
    is_telling: bool
    # What services call it, and the marks of the lists that it is about.
    words: tuple
    marks: tuple

    def is_said(self, typed, joined, whole_question):
        """Whether it is in what was typed.

        What only has words that say nothing ("er niet meer zijn") must stand there as
        it is: each of those words is in many questions.

        :param joined: the roots that were typed, and those of two words as one
        """
        if not self.is_telling:
            return holds(whole_question, self.whole)
        return self.roots <= joined or says(typed, self.roots)

    def says_less(self, other, whole_question):
        """Whether another phrase is said of which this is a part: "huur betalen" says
        more than "betalen" does, and "dood willen" more than "dood"."""
        if self.roots < other.roots:
            return True
        mine, theirs = frozenset(self.whole), frozenset(other.whole)
        return (
            self.roots <= other.roots
            and mine < theirs
            and theirs <= frozenset(whole_question)
        )


class SocialSynonym(models.Model):
    """How residents say it, and what they mean by it.

    It works from the moment that it is saved: the search reads these lines with every
    question.
    """

    _name = "social.synonym"
    _description = "Synonym"
    _order = "name, id"

    name = fields.Char(
        string="Residents say",
        required=True,
        help="Words or short phrases as residents type them, with commas between. A "
        "phrase counts when all of its telling words are typed, in any order. A "
        "phrase that denies (“geen vrienden”) counts only when the question denies "
        "as well.",
    )
    words = fields.Char(
        string="Look for",
        help="What services call it, with commas between.",
    )
    life_domain_ids = fields.Many2many(
        "life.domain", string="Life Domains", help="What it is about."
    )
    target_group_ids = fields.Many2many(
        "target.group", string="Target Groups", help="Whom it is about."
    )
    category_ids = fields.Many2many(
        "social.service.category", string="Categories", help="What sort of help."
    )
    gap_id = fields.Many2one(
        "social.search.gap",
        string="Made from",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        copy=False,
        help="The search without result that asked for it.",
    )
    active = fields.Boolean(default=True, help="Switch off what misleads.")

    @api.constrains("name")
    def _check_name(self):
        for synonym in self:
            if not any(asked(phrase) for phrase in synonym.name.split(",")):
                raise ValidationError(
                    self.env._("“%s” holds no word to look for.", synonym.name)
                )

    @api.constrains(
        "name", "words", "life_domain_ids", "target_group_ids", "category_ids"
    )
    def _check_meaning(self):
        for synonym in self:
            if not (
                synonym.words
                or synonym.life_domain_ids
                or synonym.target_group_ids
                or synonym.category_ids
            ):
                raise ValidationError(
                    self.env._(
                        "Say what “%s” means: words to look for, a life domain, a "
                        "target group or a category.",
                        synonym.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        synonyms = super().create(vals_list)
        synonyms.gap_id.write({"state": "synonym"})
        return synonyms

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    def _beginning(self, words):
        """What residents say that begins like this; what begins with the first of it
        comes first, and then the short ones.

        :param words: folded beginnings; each begins a word of what is said
        :return: [(phrase, what services are found by it: roots and marks)]
        """
        return sorted(
            (
                (one.phrase, [*map(root, map(fold, one.words)), *one.marks])
                for one in self._meanings()
                if begins(words, one.phrase)
            ),
            key=lambda said: (
                not fold(said[0]).startswith(words[0]),
                len(said[0]),
                said[0],
            ),
        )

    @api.model
    @ormcache()
    def _meanings(self):
        """What each phrase means."""
        # Elevated: what words mean is the same for everybody who searches.
        return tuple(
            Meaning(
                phrase=phrase.strip(),
                roots=roots(phrase),
                stems=frozenset(stem(fold(word)) for word in asked(phrase)),
                whole=whole(phrase),
                is_telling=bool(set(map(fold, asked(phrase))) - STOP_WORDS),
                words=tuple(asked(synonym.words)),
                marks=tuple(synonym._marks()),
            )
            for synonym in self.sudo().search([])
            for phrase in synonym.name.split(",")
            if asked(phrase)
        )

    def _marks(self):
        """The marks under which services carry what this is about."""
        mark = self.env["social.service"]._mark
        for values in (self.life_domain_ids, self.target_group_ids, self.category_ids):
            yield from map(mark, values)
