from odoo import api, fields, models

from ..text import normalise


class LifeDomainTerm(models.Model):
    """A word of another vocabulary, and the life domain that it means.

    Evaluations, visions and measuring instruments (such as the
    Zelfredzaamheid-Matrix) each cut life up in their own way. A published table can
    only be compared with our own figures when each of its row labels has its place
    here, including the labels that are no life domain at all.
    """

    _name = "life.domain.term"
    _description = "Life Domain Term"
    _order = "vocabulary, id"

    name = fields.Char(
        string="Term",
        required=True,
        help="The word or row label, in Dutch, as its source prints it.",
    )
    vocabulary = fields.Char(
        required=True,
        index=True,
        help="Where the term is printed: the list, table or instrument.",
    )
    term_key = fields.Char(
        string="Search Key",
        compute="_compute_term_key",
        store=True,
        index=True,
        help="The term without capitals, accents and double spaces, by which a "
        "printed label is recognised.",
    )
    classification = fields.Selection(
        selection=[
            ("domain", "Life domain"),
            ("other", "Reporting line “other”"),
            ("not_domain", "No life domain"),
        ],
        string="Kind of Term",
        required=True,
        default="domain",
        help="Life domain: the term belongs to one. Reporting line “other”: what its "
        "source could not place. No life domain: a kind of or reason for contact that "
        "its source counts among the domains.",
    )
    life_domain_id = fields.Many2one(
        "life.domain",
        ondelete="restrict",
        index="btree_not_null",
        help="The life domain that the term means, or that comes closest.",
    )
    note = fields.Char(
        translate=True,
        help="What is lost or uncertain in this choice.",
    )

    _vocabulary_term_uniq = models.Constraint(
        "UNIQUE(vocabulary, term_key)",
        "This vocabulary already has this term; capitals and accents do not count.",
    )
    _term_not_blank = models.Constraint(
        "CHECK(term_key <> '')", "A term needs at least one visible character."
    )
    _domain_fits_classification = models.Constraint(
        "CHECK((classification = 'domain') = (life_domain_id IS NOT NULL))",
        "A term of the kind “life domain” names one, and the other kinds name none.",
    )

    @api.depends("name")
    def _compute_term_key(self):
        for term in self:
            term.term_key = normalise(term.name)

    @api.onchange("classification")
    def _onchange_classification(self):
        if self.classification != "domain":
            self.life_domain_id = False

    @api.model
    def find(self, label, vocabulary=None):
        """The term for a printed label.

        :param str label: as printed; capitals, accents and white space do not count
        :param str vocabulary: the vocabulary that decides when it has the label
        :return: one term, or none when the label is unknown or when vocabularies
            disagree about what it means: a guess would end up in figures
        """
        terms = self.search([("term_key", "=", normalise(label))])
        own = terms.filtered(lambda term: term.vocabulary == vocabulary)
        if own:
            return own
        meanings = {(term.classification, term.life_domain_id) for term in terms}
        return terms[:1] if len(meanings) == 1 else self.browse()
