from odoo import SUPERUSER_ID, api, fields, models, modules

from .. import append_only

# A conflict found then stops the act, which is rolled back; the check must stay.
REFUSING = ("assign", "register", "consult", "second_opinion")


class ClientConflictCheck(models.Model):
    """That somebody looked whether a supporter has a conflict of interest in a case.

    Made wherever the answer decides something, not for every row of a dialog. Numbers
    and codes, no relations, as in the read log: nothing of a file stays when it is
    destroyed. The database refuses to change a row (`append_only`).
    """

    _name = "client.conflict.check"
    _description = "Check for a conflict of interest"
    _log_access = False
    _order = "id desc"
    _rec_name = "case_number"

    moment = fields.Datetime(
        readonly=True, help="When, by the database's clock, in UTC."
    )
    case_id = fields.Integer(
        string="Internal number of the case",
        readonly=True,
        required=True,
        index=True,
        aggregator=None,
        help="Which case, by its internal number.",
    )
    case_number = fields.Char(
        string="Case", readonly=True, required=True, help="Its random number."
    )
    supporter_id = fields.Integer(
        string="Number of the supporter",
        readonly=True,
        required=True,
        aggregator=None,
        help="Whose conflicts were looked for, by internal number.",
    )
    user_id = fields.Integer(
        string="Number of the user",
        readonly=True,
        required=True,
        aggregator=None,
        help="Who did what asked for the check, by internal number.",
    )
    organisation_id = fields.Integer(
        string="Organisation number",
        readonly=True,
        required=True,
        index=True,
        aggregator=None,
        help="Whose case it is.",
    )
    occasion = fields.Selection(
        [
            ("assign", "The case was assigned"),
            ("register", "The supporter took the case on"),
            ("cover", "Cover was arranged"),
            ("consult", "A colleague was asked to think along"),
            ("second_opinion", "A second opinion was asked for"),
            ("provider", "A provider or municipality was changed"),
            ("fact", "A fact about the supporter was changed"),
        ],
        readonly=True,
        required=True,
        help="What asked for the check.",
    )
    codes = fields.Char(
        readonly=True, help="The criteria that were not met; empty: no conflict."
    )
    outcome = fields.Char(
        compute="_compute_outcome", help="What was found, and what followed."
    )
    supporter_name = fields.Char(
        string="Supporter", compute="_compute_names", help="Whose conflicts."
    )
    user_name = fields.Char(
        string="User", compute="_compute_names", help="Who did what asked for it."
    )

    def init(self):
        self.env.cr.execute(
            """
            ALTER TABLE client_conflict_check
                ALTER COLUMN moment
                    SET DEFAULT (clock_timestamp() AT TIME ZONE 'UTC'),
                ALTER COLUMN moment SET NOT NULL
            """
        )
        append_only.guard(self.env.cr, self._table)

    @api.model
    def _conflicts(self, supporter, case, occasion):
        """The conflicts of a supporter in a case, and a row that says so.

        :param occasion: what asks, a value of the field of that name
        :return: codes, as `client.supporter._conflicts` gives them
        """
        codes = supporter._conflicts(case)
        row = {
            "case_id": case.id,
            "case_number": case.sudo().number,
            "supporter_id": supporter.id,
            "user_id": self.env.uid,
            "organisation_id": case.sudo().company_id.id,
            "occasion": occasion,
            "codes": ",".join(codes),
        }
        if codes and occasion in REFUSING and not modules.module.current_test:
            # On a connection of its own, as what is refused is rolled back. A test has
            # one transaction only.
            with self.pool.cursor() as cr:
                self.with_env(api.Environment(cr, SUPERUSER_ID, {})).create(row)
        else:
            # Elevated: nobody writes these rows.
            self.sudo().create(row)
        return codes

    @api.depends("codes", "occasion")
    def _compute_outcome(self):
        followed = {
            "assign": self.env._("refused"),
            "register": self.env._("refused"),
            "cover": self.env._("left out"),
            "consult": self.env._("refused"),
            "second_opinion": self.env._("refused"),
            "provider": self.env._("access ended at once"),
            "fact": self.env._("access ended at once"),
        }
        for check in self:
            check.outcome = (
                self.env._(
                    "Conflict: %(conflicts)s. Followed by: %(act)s.",
                    conflicts=self.env["client.supporter"]._conflict_words(
                        check.codes.split(",")
                    ),
                    act=followed[check.occasion],
                )
                if check.codes
                else self.env._("No conflict found")
            )

    def _compute_names(self):
        # Elevated: the officer may know who, also of staff who left.
        env = self.sudo().with_context(active_test=False).env
        supporters = env["client.supporter"].browse(set(self.mapped("supporter_id")))
        users = env["res.users"].browse(set(self.mapped("user_id")))
        names = {one.id: one.name for one in supporters.exists()}
        user_names = {one.id: one.name for one in users.exists()}
        for check in self:
            check.supporter_name = names.get(check.supporter_id)
            check.user_name = user_names.get(check.user_id)
