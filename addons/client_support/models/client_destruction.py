import logging
from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import SUPERUSER_ID, api, fields, models, modules
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .. import inside, traces
from ..roles import COORDINATOR, PRIVACY_OFFICER
from ..screen import labels
from .res_partner import SET_BY_RESIDENT

# To be kept outside the database for as long as its backups: what a restored backup
# brings back is destroyed again by these numbers (docs/operations.md).
_logger = logging.getLogger("client_support.destruction")

# Only code in this process can put this object in a context. A model whose records
# are otherwise frozen lets them go when it finds it under `destroying_files`.
DESTROYING = object()

# A file that was taken out of a proposal is not proposed again for a year.
QUIET_MONTHS = 12
# More than that nobody looks through before approving.
MOST_FILES = 500


class ClientDestruction(models.Model):
    """A proposal to destroy files, approved by two people, carried out once.

    By the term (Wmo 2015 art. 5.3.4) or because a request was granted (art. 5.3.5,
    AVG art. 17). The privacy officer and a coordinator approve; two different people.
    Holds random numbers as text and points at no file.
    """

    _name = "client.destruction"
    _description = "Destruction of files"
    _order = "id desc"

    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Whose files they are.",
    )
    ground = fields.Selection(
        [("term", "The term has passed"), ("request", "The resident asked for it")],
        required=True,
        readonly=True,
        help="Why they would go.",
    )
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("approved_once", "Approved by one"),
            ("approved", "Approved by both"),
            ("destroyed", "Destroyed"),
            ("dropped", "Dropped"),
        ],
        required=True,
        readonly=True,
        default="proposed",
        index=True,
        help="Where the proposal is.",
    )
    line_ids = fields.One2many(
        "client.destruction.line",
        "destruction_id",
        string="Files in it",
        help="Which files; give a reason on a line to keep that one.",
    )
    file_count = fields.Integer(
        string="Number of files",
        compute="_compute_file_count",
        help="Those that were not taken out.",
    )
    officer_id = fields.Many2one(
        "res.users",
        string="Approved by the privacy officer",
        readonly=True,
        ondelete="restrict",
        help="Who approved as privacy officer.",
    )
    coordinator_id = fields.Many2one(
        "res.users",
        string="Approved by the coordinator",
        readonly=True,
        ondelete="restrict",
        help="Who approved as coordinator.",
    )
    destroyed_on = fields.Datetime(readonly=True, help="When it was done, in UTC.")
    may_approve = fields.Boolean(
        compute="_compute_may_approve", help="Whether the approval waits for you."
    )
    open_cases = fields.Char(
        string="Cases still open",
        compute="_compute_open_cases",
        help="Numbers of the cases that are closed first, of residents who asked.",
    )

    @api.depends("line_ids.out_reason")
    def _compute_file_count(self):
        for proposal in self:
            proposal.file_count = len(proposal._lines_in())

    @api.depends("state", "officer_id", "coordinator_id")
    @api.depends_context("uid")
    def _compute_may_approve(self):
        for proposal in self:
            proposal.may_approve = bool(proposal._open_places())

    @api.depends("state", "ground", "line_ids.out_reason")
    def _compute_open_cases(self):
        for proposal in self:
            waits = proposal.ground == "request" and proposal.state in self._undecided()
            lines = proposal._lines_in() if waits else proposal.line_ids.browse()
            residents, _cases = self._files(lines)
            proposal.open_cases = self._open_cases_of(residents)

    @api.depends("ground")
    def _compute_display_name(self):
        grounds = labels(self, "ground")
        for proposal in self:
            proposal.display_name = f"{grounds[proposal.ground]} ({proposal.id})"

    def _lines_in(self):
        return self.line_ids.filtered(lambda line: not line.out_reason)

    # Approving ----------------------------------------------------------------------

    def _open_places(self):
        """The signatures that the user can still give: names of fields."""
        if self.state not in ("proposed", "approved_once"):
            return []
        if self.env.user in self.officer_id | self.coordinator_id:
            return []
        roles = {"officer_id": PRIVACY_OFFICER, "coordinator_id": COORDINATOR}
        return [
            place
            for place, role in roles.items()
            if not self[place] and self.env.user.has_group(role)
        ]

    def action_approve(self):
        """Approve as the privacy officer or as the coordinator, one person once."""
        for proposal in self:
            proposal.check_access("read")
            places = proposal._open_places()
            if not places:
                raise AccessError(
                    self.env._(
                        "A privacy officer and a coordinator approve, two different "
                        "people, each once."
                    )
                )
            if not proposal.file_count:
                raise UserError(
                    self.env._("No file is left in this proposal: drop it.")
                )
            done = proposal.state == "approved_once"
            # Elevated: nobody writes a signature but here, after the check above.
            proposal.sudo().write(
                {
                    places[0]: self.env.uid,
                    "state": "approved" if done else "approved_once",
                }
            )

    def action_drop(self):
        """Stop: nothing of it is destroyed."""
        for proposal in self:
            proposal._check_decider()
            if proposal.state in ("destroyed", "dropped"):
                raise UserError(self.env._("This proposal is closed already."))
            # Elevated: as in action_approve.
            proposal.sudo().state = "dropped"

    def _check_decider(self):
        """:raises AccessError: for who is not one of the two roles that decide"""
        self.check_access("read")
        user = self.env.user
        if not (user.has_group(PRIVACY_OFFICER) or user.has_group(COORDINATOR)):
            raise AccessError(
                self.env._("A privacy officer or a coordinator decides on this.")
            )

    def action_destroy(self):
        """Destroy the files, when two people have approved. It cannot be undone."""
        for proposal in self:
            proposal._check_decider()
            signed = proposal.officer_id and proposal.coordinator_id
            if (
                proposal.state != "approved"
                or not signed
                or proposal.officer_id == proposal.coordinator_id
            ):
                raise UserError(
                    self.env._("Two people approve before files are destroyed.")
                )
            # Elevated: the rules let nobody delete a file; two people, checked above,
            # decided that these go.
            proposal.sudo()._carry_out()

    def _carry_out(self):
        self.ensure_one()
        lines = self._lines_in()
        residents, cases = self._files(lines)
        there = {*residents.mapped("number"), *cases.mapped("number")}
        if self.ground == "term":
            residents, cases = self._still_due(residents), self._still_due(cases)
        else:
            self._refuse_open_cases(residents)
        going = {*residents.mapped("number"), *cases.mapped("number")}
        for line in lines:
            if line.number in going:
                line.outcome = "destroyed"
            else:
                line.outcome = "kept" if line.number in there else "gone"
        self._destroy_and_log(
            residents, cases, self.ground, self.officer_id, self.coordinator_id
        )
        self.write({"state": "destroyed", "destroyed_on": fields.Datetime.now()})

    @api.model
    def _files(self, lines):
        """The residents and cases of these lines, as far as they are there."""
        return self.env["client.retention.mixin"]._by_numbers(lines.mapped("number"))

    @api.model
    def _still_due(self, files):
        """Those whose term has passed today; much can have happened since."""
        if files:
            files._update_retention_dates()
        today = fields.Date.context_today(self)
        return files.filtered(lambda f: f.retention_date and f.retention_date < today)

    @api.model
    def _refuse_open_cases(self, residents):
        if numbers := self._open_cases_of(residents):
            raise UserError(
                self.env._(
                    "Somebody still works on %s. Let the supporter close it first.",
                    numbers,
                )
            )

    @api.model
    def _open_cases_of(self, residents):
        """The open cases that would go with these residents.

        A case that others share stays for them and hinders nobody.

        :param residents: elevated, by who has checked
        :return: their numbers in one text, or False
        """
        cases = residents.env["client.case"].search(
            [("resident_ids", "in", residents.ids), ("stage", "!=", "closed")]
        )
        own = cases.filtered(lambda case: case.resident_ids <= residents)
        return ", ".join(own.mapped("number")) or False

    # Proposing ----------------------------------------------------------------------

    @api.model
    def _cron_propose(self):
        """Propose what is past its term, one proposal for each organisation."""
        today = fields.Date.context_today(self)
        quiet = today - relativedelta(months=QUIET_MONTHS)
        # Elevated by the scheduler: it reads numbers and dates, nothing else.
        lines = self.env["client.destruction.line"].search(
            [
                "|",
                ("destruction_id.state", "in", self._undecided()),
                "&",
                ("out_reason", "!=", False),
                ("create_date", ">=", quiet),
            ]
        )
        known = lines.mapped("number")
        # Files of an organisation that has stopped go as well.
        companies = self.env["res.company"].search([("active", "in", [True, False])])
        for company in companies:
            past = [
                ("company_id", "=", company.id),
                ("retention_date", "<", today),
                ("number", "not in", known),
            ]
            order = {"order": "retention_date, id", "limit": MOST_FILES}
            residents = self.env["client.resident"].search(past, **order)
            cases = self.env["client.case"].search(past, **order)
            # A case of which every resident is decided on needs no line of its own.
            numbers = {*known, *residents.mapped("number")}
            cases = cases.filtered(
                lambda case, numbers=numbers: (
                    not numbers.issuperset(case.resident_ids.mapped("number"))
                )
            )
            self._propose(company, "term", residents, cases)

    @api.model
    def _undecided(self):
        return ["proposed", "approved_once", "approved"]

    @api.model
    def _propose(self, company, ground, residents, cases):
        """Make a proposal; the caller has checked, and elevated.

        :return: the proposal, or an empty recordset when there is nothing to propose
        """
        lines = [
            Command.create(
                {
                    "number": file.number,
                    "kind": kind,
                    "retention_date": file.retention_date,
                }
            )
            for kind, files in (("resident", residents), ("case", cases))
            for file in files
        ]
        if not lines:
            return self.browse()
        return self.create(
            {"company_id": company.id, "ground": ground, "line_ids": lines}
        )

    # Destroying ---------------------------------------------------------------------

    @api.model
    def _destroy_again(self, numbers):
        """After a backup was restored: destroy what had been destroyed since.

        To be called on the server, with the numbers of the outside log
        (docs/operations.md). Numbers that are not there are left.

        :return: how many files were there
        """
        residents, cases = self.env["client.retention.mixin"]._by_numbers(numbers)
        nobody = self.env["res.users"]
        self._destroy_and_log(residents, cases, "restored", nobody, nobody)
        return len(residents) + len(cases)

    @api.model
    def _destroy_and_log(self, residents, cases, ground, officer, coordinator):
        numbers = residents.mapped("number") + cases.mapped("number")
        companies = residents.company_id | cases.company_id
        for company in companies:

            def theirs(files, company=company):
                return files.filtered(lambda file: file.company_id == company)

            gone = self._destroy_files(theirs(residents), theirs(cases))
            self.env["client.destruction.log"].sudo().create(
                [
                    {
                        "organisation_id": company.id,
                        "ground": ground,
                        "model": model,
                        "quantity": quantity,
                        "officer_id": officer.id,
                        "coordinator_id": coordinator.id,
                    }
                    for model, quantity in sorted(gone.items())
                    if quantity
                ]
            )
        if numbers:
            # When it is for good: who destroys again by this must not find a file
            # whose destruction failed. A warning, so that no log level leaves it out.
            self.env.cr.postcommit.add(
                lambda: _logger.warning(
                    "destroyed %s on ground %s", " ".join(numbers), ground
                )
            )

    @api.model
    def _destroy_files(self, residents, cases):
        """Delete residents and cases with everything that is theirs, in every table.

        A case that others share stays for them; of it goes what is about the resident.

        :param residents: elevated
        :param cases: elevated; their residents stay
        :return: {name of the model: how many records}
        """
        going = residents.env["client.case"].search(
            [("resident_ids", "in", residents.ids)]
        )
        cases |= going.filtered(lambda case: case.resident_ids <= residents)
        residents, cases = (
            files.sudo().with_context(
                active_test=False,
                destroying_files=DESTROYING,
                portal_of_resident=SET_BY_RESIDENT,
            )
            for files in (residents, cases)
        )
        parts = self._parts_of(residents, cases)
        dossiers = residents.dossier_id | cases.dossier_id
        rows = dossiers.env["client.access"].search(
            [
                "|",
                ("dossier_id", "in", dossiers.ids),
                ("resident_id", "in", residents.ids),
            ]
        )
        accounts = self._accounts(residents, rows)
        counts = {name: len(records) for name, records in parts.items()}
        for name in self._children_first(parts):
            traces.destroy(parts[name])
        rows.unlink()
        for name in self._children_first(parts):
            parts[name].unlink()
        dossiers.unlink()
        counts["res.partner"] = self._destroy_accounts(accounts)
        self._destroy_stored_documents()
        return counts

    @api.model
    def _parts_of(self, residents, cases):
        """Every record of every file model that hangs on these files.

        Found by the registry: what cannot be without one of them goes with it, also in
        models that come later. A link that is set to nothing when its target goes
        does not make a record part of it.

        :return: {name of the model: records}, residents and cases among them
        """
        env = residents.env
        names = [
            name
            for name, model in env.registry.items()
            if inside.is_file(env, name) and not model._abstract
        ]
        parts = {name: env[name] for name in names}
        parts["client.resident"], parts["client.case"] = residents, cases
        new = {
            "client.resident": residents,
            "client.case": cases,
            "client.dossier": residents.dossier_id | cases.dossier_id,
        }
        while new:
            found = {}
            for name in names:
                records = env[name]
                for field in env[name]._fields.values():
                    if self._is_part_by(field) and field.comodel_name in new:
                        owners = new[field.comodel_name]
                        records |= records.search([(field.name, "in", owners.ids)])
                if records := records - parts[name]:
                    parts[name] |= records
                    found[name] = records
            new = found
        return {name: records for name, records in parts.items() if records}

    @api.model
    def _is_part_by(self, field):
        """Whether a record cannot be without what this field points at."""
        return (
            field.type == "many2one"
            and field.store
            and field.ondelete in ("cascade", "restrict")
        )

    @api.model
    def _children_first(self, names):
        """The names in an order in which nothing is deleted that is still needed."""
        owners = defaultdict(set)
        for name in names:
            for field in self.env[name]._fields.values():
                if self._is_part_by(field) and field.comodel_name in names:
                    owners[name].add(field.comodel_name)
            owners[name].discard(name)
        left, order = sorted(names), []
        while left:
            free = [n for n in left if not any(n in owners[other] for other in left)]
            # Two that need each other: the database has the last word.
            free = free or left[:1]
            order += free
            left = [name for name in left if name not in free]
        return order

    # Accounts -----------------------------------------------------------------------

    @api.model
    def _accounts(self, residents, rows):
        """Portal contacts that are there for these files and for nothing else."""
        hidden = residents._portal_company()
        users = rows.user_id.filtered(lambda u: u.share and u.company_id == hidden)
        partners = residents.portal_partner_id | users.partner_id
        others = self.env["client.access"].sudo()
        standing = others.search(
            [("user_id", "in", partners.user_ids.ids), ("id", "not in", rows.ids)]
        ).user_id.partner_id
        needed = residents.search(
            [
                ("portal_partner_id", "in", partners.ids),
                ("id", "not in", residents.ids),
            ]
        ).portal_partner_id
        return partners - standing - needed

    @api.model
    def _destroy_accounts(self, partners):
        """Delete these contacts with their users, letters, tickets and tokens.

        :return: how many
        """
        env = partners.env
        users = partners.user_ids
        asked = [("partner_id", "in", partners.ids)]
        if tickets := env["helpdesk.ticket"].search(asked):
            tickets._destroy_with_traces()
        env["mail.mail"].search([("recipient_ids", "in", partners.ids)]).unlink()
        written = env["mail.message"].search([("author_id", "in", partners.ids)])
        traces.destroy(users)
        traces.destroy(partners, written)
        env["res.device.log"].search([("user_id", "in", users.ids)]).unlink()
        addresses = list(filter(None, partners.mapped("email_normalized")))
        env["mail.blacklist"].search([("email", "in", addresses)]).unlink()
        users.unlink()
        partners.unlink()
        return len(partners)

    @api.model
    def _destroy_stored_documents(self):
        """Have the documents leave the disk as soon as their rows are gone for good.

        Odoo does so once a day; a test, whose rows come back, must not.
        """
        if modules.module.current_test:
            return
        registry = self.env.registry

        def collect():
            with registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                env["ir.attachment"]._gc_file_store()

        self.env.cr.postcommit.add(collect)
