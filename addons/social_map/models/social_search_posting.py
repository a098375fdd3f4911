from odoo import fields, models


class SocialSearchPosting(models.Model):
    """A word of a service, and how much it says about that service: the search index.

    Kept by the service whenever one of its texts changes. It is a table of its own, and
    not a `tsvector`, because PostgreSQL's ranking knows neither how rare a word is nor
    how well a word answers what was typed.
    """

    _name = "social.search.posting"
    _description = "Word of a Service"
    _log_access = False

    word_id = fields.Many2one(
        "social.search.word", required=True, ondelete="cascade", help="The word."
    )
    service_id = fields.Many2one(
        "social.service",
        required=True,
        ondelete="cascade",
        index=True,
        help="The service that is found by it.",
    )
    worth = fields.Integer(
        required=True,
        aggregator=None,
        help="From 1, in a long text, to 100, in the name.",
    )

    _word_idx = models.Index("(word_id, service_id) INCLUDE (worth)")
