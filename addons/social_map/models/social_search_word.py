from odoo import api, fields, models
from odoo.tools import SQL

from ..words import (
    BEGINS,
    HEARD,
    STOP_WORDS,
    cut,
    fold,
    likeness,
    pieces,
    resemblance,
    root,
    sound,
)

# How many known words are taken for the one that was meant by a slip.
MAX_SLIPS = 5


class SocialSearchWord(models.Model):
    """A word that some service is found by, once, with how it is heard.

    The list grows with the services and only serves to find those: a word that is in no
    service that somebody may see is never shown to them, nor suggested.
    """

    _name = "social.search.word"
    _description = "Word of the Search"
    _log_access = False

    name = fields.Char(required=True, help="The word as printed, in small letters.")
    folded = fields.Char(required=True, help="The same without accents.")
    sound = fields.Char(required=True, help="How it is heard, by `words.sound`.")
    root = fields.Char(
        required=True, index=True, help="The sound without ending, by `words.root`."
    )

    _folded_uniq = models.Constraint("UNIQUE(folded)", "This word is known already.")
    # Not `index="trigram"`, which would be on unaccent(sound).
    _sound_idx = models.Index("USING gin (sound gin_trgm_ops)")

    @api.model
    def _keep(self, words):
        """Add the words that are new.

        :param dict words: {folded word: word as printed}
        """
        # In one order for everybody, so that two who save at once cannot each wait for
        # the other.
        rows = [
            (name, folded, sound(folded), root(folded))
            for folded, name in sorted(words.items())
        ]
        if rows:
            self.env.cr.execute(
                SQL(
                    """INSERT INTO social_search_word (name, folded, sound, root)
                    SELECT * FROM unnest(%s, %s, %s, %s)
                    ON CONFLICT (folded) DO NOTHING""",
                    *map(list, zip(*rows, strict=True)),
                )
            )

    @api.model
    def _meant(self, typed, others, seen):
        """What typed words may mean, among the words of what somebody may see.

        :param list typed: folded words, in which there may be slips
        :param list others: folded words that are spelled well
        :param SQL seen: a subquery with the ids of the services that this user may find
        :return: {typed word: ({id of a known word: how well it answers, 0 to 1},
            the known word, as printed, that it is a slip of or None,
            [{ids of one word}] that it is made of when it is a compound)}
        """
        words = [*typed, *others]
        found = {word: ([], []) for word in words}
        if not words:
            return {}
        parts = [
            (word, piece) for word in typed if len(word) > 6 for piece in pieces(word)
        ]
        self.env.cr.execute(
            SQL(
                """
                WITH typed AS (
                    SELECT * FROM unnest(%(words)s, %(sounds)s, %(roots)s, %(slips)s)
                        AS typed (word, sound, root, may_slip)
                ), near AS (
                    SELECT typed.word AS typed, false AS is_part, known.*
                    FROM typed, LATERAL (
                        (
                            SELECT * FROM social_search_word
                            WHERE root = typed.root
                        ) UNION (
                            SELECT * FROM social_search_word
                            WHERE length(typed.root) > 2 AND sound LIKE
                                CASE WHEN length(typed.root) > 3 THEN '%%' ELSE '' END
                                || typed.root || '%%'
                            ORDER BY length(sound), sound LIMIT 100
                        ) UNION (
                            SELECT * FROM social_search_word
                            WHERE typed.may_slip AND sound %% typed.sound
                            ORDER BY similarity(sound, typed.sound) DESC, sound LIMIT 20
                        ) UNION (
                            SELECT * FROM social_search_word
                            WHERE typed.may_slip AND length(typed.root) > 5
                                AND typed.root <%% sound
                            ORDER BY word_similarity(typed.root, sound) DESC, sound
                            LIMIT 20
                        )
                    ) AS known
                    UNION ALL
                    SELECT piece.word, true, known.*
                    FROM unnest(%(wholes)s::text[], %(pieces)s::text[])
                        AS piece (word, root)
                    JOIN social_search_word AS known
                        ON known.root = piece.root AND length(known.folded) > 3
                )
                SELECT typed, is_part, id, name, folded, root FROM near
                -- One look per word: the whole index is not read for a few words.
                WHERE (
                    SELECT posting.id FROM social_search_posting AS posting
                    WHERE posting.word_id = near.id AND posting.service_id IN %(seen)s
                    LIMIT 1
                ) IS NOT NULL
                """,
                words=words,
                sounds=[sound(word) for word in words],
                roots=[root(word) for word in words],
                slips=[True] * len(typed) + [False] * len(others),
                wholes=[word for word, _piece in parts],
                pieces=[piece for _word, piece in parts],
                seen=seen,
            )
        )
        for word, is_part, *known in self.env.cr.fetchall():
            found[word][is_part].append(known)
        return {
            word: self._judged(word, known, within)
            for word, (known, within) in found.items()
        }

    @api.model
    def _judged(self, typed, known, within):
        fits = {}
        for word, _name, folded, _root in known:
            if fit := likeness(typed, folded):
                fits[word] = fit
        best, slip = max(fits.values(), default=0), None
        if best == HEARD:
            alike = (name for _word, name, _folded, _root in known)
            slip = next(
                (one for one in alike if sound(fold(one)) == sound(typed)), None
            )
        if best < BEGINS:
            near = sorted(
                (-fit, folded, word, name)
                for word, name, folded, _root in known
                if folded not in STOP_WORDS
                and (fit := resemblance(typed, folded)) > best
            )[:MAX_SLIPS]
            for fit, _folded, word, name in near:
                fits[word] = -fit
                slip = slip or name
        ids = {}
        for word, _name, folded, part in within:
            if folded not in STOP_WORDS:
                ids.setdefault(part, set()).add(word)
        return fits, slip, [ids[part] for part in cut(typed, ids.keys())]
