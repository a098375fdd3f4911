from odoo import api, fields, models
from odoo.tools import html2plaintext


class SocialFaq(models.Model):
    """A question that many people ask, with an answer in plain words."""

    _name = "social.faq"
    _inherit = ["social.unsigned.mixin"]
    _description = "Frequently asked question"
    _order = "sequence, id"
    _rec_name = "question"

    question = fields.Char(
        required=True, translate=True, help="As people ask it, in plain words."
    )
    answer = fields.Html(
        required=True,
        translate=True,
        sanitize_attributes=True,
        sanitize_style=True,
        help="Short sentences (level B1): what holds, and what to do now.",
    )
    life_domain_id = fields.Many2one(
        "life.domain",
        ondelete="restrict",
        index="btree_not_null",
        help="The heading under which it stands. Empty: about client support itself.",
    )
    sequence = fields.Integer(
        default=100, aggregator=None, help="The lowest comes first."
    )
    is_published = fields.Boolean(
        string="Published", index=True, help="Everybody can read it on the website."
    )

    @api.model
    def _on_page(self):
        """What everybody reads, by heading: `[(life domain or none, questions), …]`."""
        found = self.search([("is_published", "=", True)])
        groups = found.grouped("life_domain_id")
        return sorted(groups.items(), key=lambda pair: (pair[0].sequence, pair[0].id))

    def _anchor(self):
        """The place of this question on the page, for a link: it outlives a rename."""
        return f"vraag-{self.id}"

    @api.model
    def _linked_data(self, groups):
        """The same as JSON-LD (schema.org FAQPage), for search engines."""
        return {
            "@context": "https://schema.org",
            "@type": "FAQPage",
            "mainEntity": [
                {
                    "@type": "Question",
                    "name": one.question,
                    "acceptedAnswer": {
                        "@type": "Answer",
                        "text": html2plaintext(one.answer),
                    },
                }
                for _domain, questions in groups
                for one in questions
            ],
        }
