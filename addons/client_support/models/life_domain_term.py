from odoo import api, fields, models


class LifeDomainTerm(models.Model):
    """Row labels of published tables that are a kind of contact, not a life domain."""

    _inherit = "life.domain.term"

    contact_kind_id = fields.Many2one(
        "client.contact.kind",
        string="Kind of Contact",
        ondelete="restrict",
        index="btree_not_null",
        help="The kind of contact that the term means, when it is no life domain.",
    )

    also_domain_ids = fields.Many2many(
        "life.domain",
        "life_domain_term_also_rel",
        string="Counts as well",
        help="Life domains that lie under this term besides its own; a picture in the "
        "words of the list shows the mean of their scores.",
    )

    _contact_kind_fits_classification = models.Constraint(
        "CHECK(contact_kind_id IS NULL OR classification = 'not_domain')",
        "Only a term that is no life domain can be a kind of contact.",
    )

    @api.onchange("classification")
    def _onchange_classification(self):
        if self.classification != "not_domain":
            self.contact_kind_id = False
        return super()._onchange_classification()

    @api.model
    def _set_contact_kinds(self, kinds):
        """Give terms of the code list their kind of contact, once.

        The terms belong to another addon and are the organisation's to change: what
        somebody chose stays, and a term that they deleted or reclassified is left out.

        :param dict kinds: external id of a term → external id of a kind of contact
        """
        for term_id, kind_id in kinds.items():
            term = self.env.ref(term_id, raise_if_not_found=False)
            kind = self.env.ref(kind_id, raise_if_not_found=False)
            if (
                term
                and kind
                and term.classification == "not_domain"
                and not term.contact_kind_id
            ):
                term.contact_kind_id = kind

    @api.model
    def _set_also_domains(self, domains):
        """Give terms the life domains that lie under them as well, once.

        As with kinds of contact: what somebody chose or deleted stays so.

        :param dict domains: external id of a term → external ids of life domains
        """
        for term_id, domain_ids in domains.items():
            term = self.env.ref(term_id, raise_if_not_found=False)
            if term and term.classification == "domain" and not term.also_domain_ids:
                for domain_id in domain_ids:
                    term.also_domain_ids |= (
                        self.env.ref(domain_id, raise_if_not_found=False)
                        or self.env["life.domain"]
                    )
