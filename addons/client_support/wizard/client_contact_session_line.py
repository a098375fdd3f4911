from odoo import api, fields, models
from odoo.exceptions import UserError


class ClientContactSessionLine(models.TransientModel):
    """One contact of a consultation hour: with a known resident, somebody new or, when
    nobody is named, an anonymous visitor.
    """

    _name = "client.contact.session.line"
    _inherit = ["client.contact.entry.mixin"]
    _description = "Contact in a consultation hour"
    _order = "id"

    session_id = fields.Many2one(
        "client.contact.session",
        required=True,
        ondelete="cascade",
        help="The list that it stands in.",
    )
    who = fields.Selection(
        [("known", "Known"), ("new", "New, a nickname"), ("anonymous", "Anonymous")],
        string="Saved as",
        compute="_compute_who",
        help="Follows from whom you name; nobody named is anonymous.",
    )
    date = fields.Date(related="session_id.date", help="The day of the contacts.")
    team_id = fields.Many2one(
        related="session_id.team_id", help="For which team you register."
    )
    channel_id = fields.Many2one(
        "client.contact.channel", help="By what road the contact came."
    )
    kind_id = fields.Many2one(
        "client.contact.kind", help="Decides whether it counts as I&A."
    )
    minutes = fields.Integer(
        default=15, aggregator="sum", help="About how long it took."
    )
    problem = fields.Char(readonly=True, help="Why this line cannot be saved so.")

    @api.depends("resident_id", "nickname")
    def _compute_who(self):
        for line in self:
            called = (line.nickname or "").strip()
            line.who = "known" if line.resident_id else "new" if called else "anonymous"

    def _save_all(self):
        """Register every line, or none.

        :return: {id: what is wrong}, empty when all were saved
        """
        problems = {}
        # What one line does may be undone alone, so that each is tried.
        with self.env.cr.savepoint() as whole:
            for line in self:
                try:
                    with self.env.cr.savepoint():
                        line._refuse_doubt()
                        line._save()
                except UserError as error:
                    problems[line.id] = str(error)
            if problems:
                whole.rollback()
        return problems

    def _refuse_doubt(self):
        """:raises UserError: when a line says two things at once"""
        if self.resident_id and (self.nickname or "").strip():
            raise UserError(
                self.env._("Name a known resident or somebody new, not both.")
            )
        if self.who == "anonymous" and (self.description or self.reason_ids):
            raise UserError(
                self.env._(
                    "Nobody is named, so it is anonymous: then no words and nothing "
                    "done are kept. Name somebody, or empty those."
                )
            )
        if self.description and not self.life_domain_ids:
            raise UserError(
                self.env._("Choose a life domain: the words belong to a question.")
            )

    def _shared_values(self):
        values = super()._shared_values()
        for name in ("channel_id", "kind_id"):
            values[name] = values[name] or self.session_id[name].id
        return values
