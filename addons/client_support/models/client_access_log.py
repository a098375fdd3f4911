import json
import logging
from collections import defaultdict

from odoo import SUPERUSER_ID, api, fields, models, modules, tools
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from .. import append_only, roles
from ..access import KINDS_OF_RESIDENT
from ..screen import form_of, labels, named_by
from ..witness import CHANGES, OPERATIONS, Book, grouped, looks, place

# To be kept outside the database (docs/read_log.md): what must not go unseen.
alarm = logging.getLogger("client_support.alarm")

_BOOK = "client_support.book"

# What a user was at that moment, by the groups that say so.
ROLES = {
    **{
        name: name.split(".group_")[1]
        for name in (*roles.BESIDE_RESIDENTS, *roles.APART)
        if name.startswith("client_support.")
    },
    "base.group_system": "administrator",
    "base.group_portal": "portal",
    "base.group_public": "public",
}

# What residents see: who got to know or changed something. Only a look-up of a caller
# is a search that knows whom it found.
SHOWN = ("read", "search", "create", "write", "unlink", "export", "merge")
MOST_LINES = 500

COLUMNS = (
    "user_id",
    "as_user_id",
    "role",
    "elevated",
    "operation",
    "undone",
    "model",
    "record_ids",
    "field_names",
    "resident_ids",
    "access_ids",
    "kinds",
    "organisation_id",
    "route",
)


class ClientAccessLog(models.Model):
    """The read log: who did what with whose file, when, and on what basis (NEN 7513).

    One row per request, model and reason, with the ids. Never content: numbers, codes
    and names of fields, no relations, so that nothing of a file stays when the file
    is destroyed and no label is looked up. Rows come in by `_write_book` only, on a
    connection of their own when the request is over, whether it was committed or
    rolled back; the database refuses to change them (`append_only`).

    Three columns are no fields: `record_ids`, `resident_ids` and `access_ids` are
    arrays of integers. A row takes some 650 bytes with its indexes and a year of an
    organisation some two gigabytes (docs/read_log.md), which one table carries for
    five years, so it is not partitioned: what goes is a day at a time, at one end.
    """

    _name = "client.access.log"
    _description = "Look into a file"
    _log_access = False
    _order = "id desc"
    _rec_name = "operation"

    moment = fields.Datetime(
        readonly=True, help="When the request was over, by the database's clock, UTC."
    )
    user_id = fields.Integer(
        string="User number",
        readonly=True,
        required=True,
        aggregator=None,
        help="Who sat behind the screen.",
    )
    as_user_id = fields.Integer(
        string="In the name of",
        readonly=True,
        aggregator=None,
        help="Another user in whose name the program then acted.",
    )
    role = fields.Char(readonly=True, help="The user's roles at that moment.")
    elevated = fields.Boolean(
        readonly=True,
        help="The program did it at the user's request without asking the access "
        "rules; it has checked a right of its own.",
    )
    operation = fields.Selection(
        OPERATIONS, readonly=True, required=True, help="What happened."
    )
    undone = fields.Boolean(
        readonly=True, help="A change that was not kept, as the request failed."
    )
    model = fields.Char(readonly=True, help="What kind of record.")
    field_names = fields.Char(
        string="Fields", readonly=True, help="Which fields, by their technical names."
    )
    kinds = fields.Char(
        string="Basis",
        readonly=True,
        help="For what reason the file was open; empty when there was none.",
    )
    organisation_id = fields.Integer(
        string="Organisation number",
        readonly=True,
        aggregator=None,
        help="Whose file it was; else the organisation of the user.",
    )
    route = fields.Char(
        readonly=True,
        help="By which door, without parameters; empty for the old RPC interface and "
        "for programs on the server.",
    )
    user_name = fields.Char(
        string="User",
        compute="_compute_user_name",
        search="_search_user_name",
        help="How the user is called today.",
    )
    record_numbers = fields.Char(
        string="Records", compute="_compute_arrays", help="Their internal numbers."
    )
    role_names = fields.Char(
        string="In what role",
        compute="_compute_in_words",
        help="The user's roles at that moment.",
    )
    model_name = fields.Char(
        string="Kind of record", compute="_compute_in_words", help="What was looked at."
    )
    kind_names = fields.Char(
        string="On what basis",
        compute="_compute_in_words",
        help="For what reason the file was open; empty when there was none.",
    )
    resident_numbers = fields.Char(
        string="Residents",
        compute="_compute_arrays",
        search="_search_resident_numbers",
        help="The random numbers of the residents it was about.",
    )
    record_count = fields.Integer(
        string="How many", compute="_compute_arrays", help="How many records."
    )
    delayed_until = fields.Datetime(
        compute="_compute_delayed_until",
        help="Until when residents do not see this row, for somebody's safety.",
    )

    def init(self):
        """What fields cannot say: arrays, the clock, the indexes and the guard."""
        cr = self.env.cr
        cr.execute(
            """
            ALTER TABLE client_access_log
                ALTER COLUMN moment
                    SET DEFAULT (clock_timestamp() AT TIME ZONE 'UTC'),
                ALTER COLUMN moment SET NOT NULL,
                ADD COLUMN IF NOT EXISTS record_ids integer[],
                ADD COLUMN IF NOT EXISTS resident_ids integer[],
                ADD COLUMN IF NOT EXISTS access_ids integer[];
            CREATE INDEX IF NOT EXISTS client_access_log_residents
                ON client_access_log USING gin (resident_ids);
            CREATE INDEX IF NOT EXISTS client_access_log_user
                ON client_access_log (user_id);
            CREATE INDEX IF NOT EXISTS client_access_log_moment
                ON client_access_log USING brin (moment);
            """
        )
        append_only.guard(cr, "client_access_log")
        append_only.install_purge(cr)

    # Nobody ----------------------------------------------------------------------

    @api.depends("operation")
    @api.depends_context("lang")
    def _compute_display_name(self):
        named_by(self, "operation")

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise AccessError(
            self.env._("The log of looks is written by the program only.")
        )

    def write(self, vals):  # pylint: disable=method-required-super
        raise AccessError(self.env._("The log of looks cannot be changed."))

    def unlink(self):  # pylint: disable=method-required-super
        # pylint: disable-next=no-raise-unlink
        raise AccessError(self.env._("The log of looks cannot be changed."))

    # Writing ---------------------------------------------------------------------

    @api.model
    def _moment(self):
        return fields.Datetime.now()

    @api.model
    def _book(self):
        """The book of this transaction, which is written when it ends."""
        cr = self.env.cr
        if modules.module.current_test:
            # A test commits nothing: its one transaction takes all rows, those of
            # requests over HTTP too.
            cr = getattr(cr, "_cursor", cr)
        book = cr.postrollback.data.get(_BOOK)
        if book is None:
            book = cr.postrollback.data[_BOOK] = Book()
            if not modules.module.current_test:
                cr.postcommit.add(lambda: self._write_later(book, undone=False))
                cr.postrollback.add(lambda: self._write_later(book, undone=True))
        if modules.module.current_test and not book:
            cr.precommit.add(lambda: self._write_acts(cr, book.take()))
        return book

    @api.model
    def _write_later(self, book, undone):
        """Write a book when its transaction is over, on a connection of its own.

        A committed request whose look cannot be written fails, so that nobody gets
        to see what is not in the log; what it saved stays saved.
        """
        acts = book.take()
        if not acts:
            return
        try:
            with self.pool.cursor() as cr:
                self._write_acts(cr, acts, undone)
        except Exception as error:
            # Numbers and codes only, so that the look is at least in this log.
            alarm.critical(
                "A look into files could not be logged (%s): %s",
                type(error).__name__,
                json.dumps([(*act, sorted(ids - {None})) for act, ids in looks(acts)]),
            )
            if not undone:
                raise

    @api.model
    def _write_acts(self, cr, acts, undone=False):
        """Write what happened, on a cursor that sees the records."""
        log = self.with_env(api.Environment(cr, SUPERUSER_ID, {}))
        rows = log._rows_of(acts, undone)
        cr.execute_values(
            f"INSERT INTO client_access_log ({', '.join(COLUMNS)}) VALUES %s", rows
        )

    @api.model
    def _rows_of(self, acts, undone):
        rows = []
        found = self._places_of(acts)
        for nth, (act, _moment, names_by_id, known) in enumerate(acts):
            places = known or found[nth]
            rows += [
                (
                    act.user_id,
                    act.as_user_id,
                    self._role_of(act.user_id),
                    act.elevated,
                    act.operation,
                    undone and act.operation in CHANGES,
                    act.model,
                    ids or None,
                    ",".join(names) or None,
                    list(place.residents) or None,
                    list(place.access_ids) or None,
                    ",".join(place.kinds) or None,
                    place.company_id or self._company_of(act.user_id),
                    act.route,
                )
                for names, ids, place in grouped(names_by_id, places)
            ]
        return rows

    @api.model
    def _places_of(self, acts):
        """Whose the records of these acts are: `{nth: {id: Place}}`.

        One statement for all: a form shows some twenty models.
        """
        queries = []
        for nth, (act, moment, names_by_id, known) in enumerate(acts):
            records = self.env[act.model].browse(filter(None, names_by_id))
            if records and not known:
                query = records._witness_places_query(
                    act.as_user_id or act.user_id, moment
                )
                queries.append(SQL("SELECT %s, p.* FROM (%s) p", nth, query))
        found = defaultdict(dict)
        if queries:
            self.env.cr.execute(SQL(" UNION ALL ").join(queries))
            for nth, record_id, *values in self.env.cr.fetchall():
                found[nth][record_id] = place(*values)
        return found

    @api.model
    @tools.ormcache("user_id")
    def _role_of(self, user_id):
        """The roles of a user now; forgotten with Odoo's own cache of groups."""
        user = self.env["res.users"].browse(user_id).exists()
        if not user:
            return None
        groups = set(user._get_group_ids())
        held = [
            code
            for name, code in ROLES.items()
            if (group := self.env.ref(name, raise_if_not_found=False))
            and group.id in groups
        ]
        return ",".join(held) or "employee"

    @api.model
    def _company_of(self, user_id):
        self.env.cr.execute("SELECT company_id FROM res_users WHERE id = %s", [user_id])
        found = self.env.cr.fetchone()
        return found and found[0]

    # Reading by the privacy officer ----------------------------------------------

    def _compute_user_name(self):
        # Elevated: the officer may know who, also of users of another organisation.
        users = self.env["res.users"].sudo().with_context(active_test=False)
        found = users.browse(set(self.mapped("user_id"))).exists()
        accounts = self._accounts_of_residents(found)
        names = {user.id: user.name for user in found - accounts}
        names |= dict.fromkeys(
            accounts.ids, self.env._("Account of a resident or representative")
        )
        for row in self:
            row.user_name = names.get(row.user_id) or str(row.user_id)

    def _search_user_name(self, operator, value):
        if operator not in ("in", "like", "ilike", "=like", "=ilike"):
            return NotImplemented
        # Elevated for the same reason as the name.
        users = self.env["res.users"].sudo().with_context(active_test=False)
        found = users.search([("name", operator, value)])
        found -= self._accounts_of_residents(found)
        return [("user_id", "in", found.ids)]

    @api.model
    def _accounts_of_residents(self, users):
        """Those whose name says who a resident is, which the officer is not told."""
        hidden = users.partner_id._of_residents()
        return users.filtered(lambda user: user.partner_id in hidden)

    @api.depends("role", "model", "kinds")
    @api.depends_context("lang")
    def _compute_in_words(self):
        kinds = labels(self.env["client.access"], "kind")
        # Elevated: names of groups and models, which the officer cannot list.
        env = self.sudo().env
        names = {**ROLES, "base.group_user": "employee"}
        roles = {
            code: group.name
            for name, code in names.items()
            if (group := env.ref(name, raise_if_not_found=False))
        }
        for row in self:
            model = env["ir.model"]._get(row.model)
            row.role_names = _in_words(row.role, roles)
            row.model_name = model.name or row.model
            row.kind_names = _in_words(row.kinds, kinds)

    def _compute_arrays(self):
        arrays = {}
        if ids := [record_id for record_id in self.ids if record_id]:
            # The rows are those that the user may read: the rules have been asked
            # when their other fields were, and are asked here for those that were not.
            self.check_access("read")
            arrays = {
                row[0]: row[1:]
                for row in self.env.execute_query(
                    SQL(
                        """
                        SELECT l.id, array_to_string(l.record_ids, ', '),
                               coalesce(cardinality(l.record_ids), 0),
                               (SELECT string_agg(r.number, ', ' ORDER BY r.id)
                                FROM (SELECT id, number FROM client_resident
                                    UNION ALL
                                    SELECT former_id, number FROM client_former_number
                                ) r
                                WHERE r.id = ANY(l.resident_ids))
                        FROM client_access_log l WHERE l.id = ANY(%s)
                        """,
                        ids,
                    )
                )
            }
        for row in self:
            numbers, count, residents = arrays.get(row.id, ("", 0, ""))
            row.record_numbers = numbers
            row.record_count = count
            row.resident_numbers = residents

    def _search_resident_numbers(self, operator, value):
        if operator not in ("in", "like", "ilike", "=like", "=ilike"):
            return NotImplemented
        # Elevated: the officer has no right on residents; only the number is used.
        residents = self.env["client.resident"].sudo()
        found = residents.search(
            Domain("number", operator, value)
            | Domain("former_number_ids.number", operator, value)
        )
        return [
            (
                "id",
                "in",
                SQL(
                    "(SELECT id FROM client_access_log WHERE resident_ids && %s)",
                    self._ids_in_log(found) or [0],
                ),
            )
        ]

    @api.model
    def _ids_in_log(self, residents):
        """The ids by which the log knows these, those of merged files among them."""
        rows = self.env.execute_query(
            SQL(
                "SELECT former_id FROM client_former_number"
                " WHERE resident_id = ANY(%s)",
                residents.ids,
            )
        )
        return residents.ids + [former_id for (former_id,) in rows]

    def _compute_delayed_until(self):
        delays = self.env["client.access.log.delay"].search(
            [("log_id", "in", self.ids)], order="until"
        )
        until = {delay.log_id: delay.until for delay in delays}
        for row in self:
            row.delayed_until = until.get(row.id)

    def action_delay(self):
        """Open the form by which this row is hidden from residents for a while."""
        self.ensure_one()
        return form_of(
            self.env["client.access.log.delay"],
            name=self.env._("Hide from the resident for a while"),
            target="new",
            context={"default_log_id": self.id},
        )

    # Reading by the resident ------------------------------------------------------

    @api.model
    def _residents_of_user(self, kinds=KINDS_OF_RESIDENT):
        """The residents whose file is the user's own, or whom the user represents.

        Elevated records: the access rows are the check, and nobody reads those.
        """
        rows = self.env["client.access"].sudo()
        return rows.search(
            [
                ("user_id", "=", self.env.uid),
                ("kind", "in", kinds),
                ("valid_from", "<=", "now"),
                ("valid_until", ">", "now"),
            ]
        ).resident_id

    @api.model
    def _domain_shown_of(self, resident):
        """What of the parts of cases the user sees of a resident that is their own.

        Where residents live apart, only who it is about: who represents a child may
        be the very parent who must not learn where the other one meets us.
        """
        if resident in self._residents_of_user(("resident",)):
            return Domain.TRUE
        return ~Domain("case_id.is_shielded", "=", True)

    @api.model
    def _shown_to_user(self):
        """Who looked into the user's own file, in words (AVG art. 15, NEN 7513).

        One line for each day, part of the day, person, act and reason, with all that
        was looked at. The user's own looks, changes that were not kept, and rows that
        the privacy officer delayed are left out.

        :return: a list of {"called", "lines"}, one for each resident
        """
        residents = self._residents_of_user()
        return [
            {
                # Whose list it is matters only to who represents several people.
                "called": len(residents) > 1
                and (resident.nickname or resident.name or resident.number),
                "lines": self._lines_about(resident),
            }
            for resident in residents
        ]

    @api.model
    def _lines_about(self, residents, within=None, limit=MOST_LINES):
        """Who looked into the files of these residents, one line each, in words; the
        latest first.

        :param within: ids of access rows; only looks that rested on one of them, or
            on none at all
        :param limit: how many; None for all
        """
        found = self.env.execute_query_dict(
            SQL(
                """
                SELECT local.day, local.part, l.user_id, l.role, l.operation,
                       array_agg(DISTINCT l.model) AS models, l.kinds
                FROM client_access_log l
                CROSS JOIN LATERAL (
                    SELECT at::date AS day,
                           (extract(hour FROM at)::int / 6) AS part
                    FROM (SELECT l.moment AT TIME ZONE 'UTC'
                        AT TIME ZONE 'Europe/Amsterdam' AS at) clock
                ) local
                WHERE l.resident_ids && %(residents)s
                    AND %(within)s
                    AND l.operation IN %(shown)s
                    -- A file that is merged is not deleted: it goes on in the other.
                    AND NOT (l.operation = 'unlink' AND l.model = 'client.resident')
                    -- Somebody else of the family who looks at the shared case is
                    -- nobody that this resident may learn of.
                    AND (l.role IS DISTINCT FROM 'portal' OR EXISTS (
                        SELECT FROM client_access a
                        WHERE a.user_id = l.user_id
                            AND a.resident_id = ANY(%(own)s)
                            AND a.kind IN ('resident', 'representative')))
                    -- What a carer told about themselves is not the resident's to know.
                    AND l.model != ALL(%(others)s)
                    AND NOT l.undone
                    AND l.user_id != %(viewer)s
                    AND NOT EXISTS (
                        SELECT FROM client_access_log_delay d
                        WHERE d.log_id = l.id AND d.until > now() AT TIME ZONE 'UTC'
                    )
                    -- Told without consent, and not shown yet for somebody's safety.
                    AND NOT EXISTS (
                        SELECT FROM client_access a
                        JOIN client_disclosure d ON d.number = a.basis
                        WHERE a.id = ANY(l.access_ids) AND a.kind = 'disclosure'
                            AND %(hidden)s
                    )
                GROUP BY local.day, local.part, l.user_id, l.role, l.operation, l.kinds
                ORDER BY max(l.id) DESC LIMIT %(limit)s
                """,
                own=residents.ids,
                residents=self._ids_in_log(residents),
                within=self._resting_on(within),
                shown=SHOWN,
                hidden=self.env["client.disclosure"]._is_hidden(),
                viewer=self.env.uid,
                others=self._models_of_others(),
                limit=limit,
            )
        )
        # Elevated: residents do not read staff. In one question for all lines.
        users = self.env["res.users"].sudo()
        users = users.browse({row["user_id"] for row in found}).exists()
        return [
            {
                "day": row["day"],
                "part": self._part_in_words(row["part"]),
                "who": self._who_in_words(
                    row["role"], users & users.browse(row["user_id"])
                ),
                "what": self._what_in_words(row["operation"], row["models"]),
                "why": self._why_in_words(row["kinds"], row["operation"]),
            }
            for row in found
        ]

    @api.model
    def _models_of_others(self):
        """The models of a file whose records are about somebody else."""
        mixin = self.pool["client.file.mixin"]
        return [
            name
            for name, model in self.pool.items()
            if issubclass(model, mixin) and model._of_somebody_else
        ]

    @api.model
    def _resting_on(self, access_ids):
        """The condition that a look rested on one of these rows, or on none."""
        if access_ids is None:
            return SQL("true")
        return SQL(
            "(l.access_ids IS NULL OR l.access_ids && %s)", list(access_ids) or [0]
        )

    @api.model
    def _part_in_words(self, part):
        return (
            self.env._("night"),
            self.env._("morning"),
            self.env._("afternoon"),
            self.env._("evening"),
        )[part]

    @api.model
    def _who_in_words(self, role, user):
        """The function and organisation; the name too where a setting says so.

        :param user: elevated; empty when there is no such user any more
        """
        # Elevated: residents read neither settings nor staff.
        env = self.sudo().env
        who = self._function_in_words(role, user)
        names = env["ir.config_parameter"].get_param("client_support.log_shows_names")
        if user and names in ("1", "True", "true"):
            who = f"{user.name}, {who}"
        return who

    @api.model
    def _function_in_words(self, roles_held, user=None):
        """The first of some roles, as the log writes them, in words.

        :param user: whose organisation is named too, when they work for one
        """
        functions = {
            "supporter": self.env._("a client supporter"),
            "volunteer": self.env._("a volunteer"),
            "walk_in": self.env._("a worker of the walk-in"),
            "intake": self.env._("a worker of the intake"),
            "coordinator": self.env._("a coordinator"),
            "manager": self.env._("a manager"),
            "finance": self.env._("a worker of finance"),
            "privacy_officer": self.env._("the privacy officer"),
            "access_officer": self.env._("a worker of the municipality"),
            "provider_staff": self.env._("a worker of a care provider"),
            "administrator": self.env._("an administrator of the system"),
            "portal": self.env._("somebody outside the organisation"),
        }
        role = (roles_held or "").split(",")[0]
        function = functions.get(role, self.env._("a worker"))
        if user and not user.share:
            return self.env._(
                "%(function)s of %(organisation)s",
                function=function,
                organisation=user.company_id.name,
            )
        return function

    @api.model
    def _what_in_words(self, operation, models):
        plan = self.env._("your plan")
        procedures = self.env._("your procedures")
        domains = self.env._("how you are doing in each part of your life")
        # In the order in which a resident would ask.
        names = {
            "client.resident": self.env._("who you are"),
            "client.contact": self.env._("the talks with you"),
            "client.question": self.env._("your questions"),
            "client.case": self.env._("your case"),
            "client.assessment": domains,
            "client.assessment.line": domains,
            "client.goal": plan,
            "client.goal.action": plan,
            "client.plan.document": plan,
            "client.procedure": procedures,
            "client.procedure.step": procedures,
            "client.procedure.letter": procedures,
            "client.referral": self.env._("where you were referred to"),
            "client.appointment": self.env._("your appointments"),
            "client.consent": self.env._("what you gave permission for"),
            "client.callback": self.env._("requests to ring you back"),
            "client.relation": self.env._("the people around you"),
            "client.note": self.env._("notes about you"),
            "client.document": self.env._("your documents"),
            "client.message": self.env._("messages between you and us"),
        }
        parts = {names[model]: None for model in names if model in models}
        if not names.keys() >= set(models):
            parts[self.env._("another part of your file")] = None
        about = ", ".join(parts)
        return {
            "read": self.env._("looked at: %s", about),
            "search": self.env._("looked up: who supports you"),
            "create": self.env._("added: %s", about),
            "write": self.env._("changed: %s", about),
            "unlink": self.env._("deleted: %s", about),
            "export": self.env._("made a copy of: %s", about),
            "merge": self.env._("put two files of you together"),
        }[operation]

    @api.model
    def _why_in_words(self, kinds, operation):
        if operation == "search":
            return self.env._("somebody rang with your name and birth date")
        reasons = {
            "supporter": self.env._("supports you"),
            "volunteer": self.env._("supports you as a volunteer"),
            "walk_in": self.env._("works at the walk-in where you came"),
            "intake": self.env._("handles your registration"),
            "cover": self.env._("stands in for your supporter"),
            "consult": self.env._("thinks along with your supporter"),
            "look": self.env._("had a look with a reason that was written down"),
            "break_glass": self.env._("there was an emergency"),
            "consent": self.env._("you gave permission"),
            "disclosure": self.env._("a law allows it without your permission"),
            "resident": self.env._("it is the file of this person too"),
            "representative": self.env._("represents you"),
        }
        words = [reasons.get(kind, kind) for kind in (kinds or "").split(",") if kind]
        return ", ".join(words) or self.env._("the program needed it for a task")

    # The term --------------------------------------------------------------------

    @api.model
    def _cron_purge(self):
        """Remove what is older than the term; the database leaves a row about it."""
        months = self.env["client.retention.term"]._months_by_code()["read_log"]
        self.env.cr.execute(
            "SELECT client_access_log_purge("
            "(now() - make_interval(months => %s))::date)",
            [max(months, append_only.LEAST_YEARS * 12)],
        )


def _in_words(codes, names):
    """Codes with commas between them, as somebody reads them."""
    return ", ".join(names.get(code, code) for code in (codes or "").split(",") if code)
