"""A large organisation, made by SQL: to measure what the fence costs.

Every table is filled with copies of one record that a supporter registered in the
ordinary way. What a model gets later, a required column too, is copied along.
"""

from odoo import api
from odoo.tests.common import new_test_user
from odoo.tools import SQL

USERS = 500
# What the measured users have, at every size of the organisation.
STEADY, HEAVY = 400, 800
SUPPORTER = "client_support.group_supporter"


class Crowd:
    """Cases with a resident, two contacts and two questions each; 500 supporters.

    `first` is one of the five hundred, who has more cases as the organisation grows;
    `steady` has 400 cases at every size and `heavy` 800;
    `coordinator` divides all and `administrator` sees none.
    """

    def __init__(self, env):
        """:param env: of the superuser; committing is left to the caller"""
        self.env = env
        self.size = 0
        self.first, self.steady, self.heavy = (
            self._user(name, SUPPORTER) for name in ("first", "steady", "heavy")
        )
        self.coordinator = self._user("coordinator", "client_support.group_coordinator")
        self.administrator = env.ref("base.user_admin")
        self.team = env["client.team"].create(
            {"name": "Crowd", "member_ids": [(4, self.first.id)]}
        )
        self._register_one()
        self.users = [self.first.id, *self._copy_users(USERS - 1)]
        env.flush_all()
        # The copies lie above what is there, so that one number finds all of a case.
        tables = ("dossier", "resident", "case", "contact", "question")
        self.above = {name: self._last_id(f"client_{name}") for name in tables}

    def _user(self, name, group):
        return new_test_user(self.env, f"crowd_{name}", groups=group, lang="en_US")

    def _register_one(self):
        """One resident with a case, a contact and a question, by a supporter."""
        # A fresh environment: whatever the caller's context holds stays out.
        env = api.Environment(self.env.cr, self.first.id, {})
        resident = env["client.resident"].create(
            {"nickname": "Sjaan", "name": "Sjaan Voorbeeld", "team_id": self.team.id}
        )
        case = env["client.case"].create(
            {"resident_ids": [(4, resident.id)], "team_id": self.team.id}
        )
        contact = env["client.contact"].create(
            {
                "resident_id": resident.id,
                "case_id": case.id,
                "team_id": self.team.id,
                "channel_id": self.env.ref("client_support.contact_channel_phone").id,
                "question_ids": [
                    (
                        *(0, 0),
                        {
                            "life_domain_id": self.env.ref(
                                "social_map.life_domain_housing"
                            ).id,
                            "description": "Huur",
                        },
                    )
                ],
            }
        )
        self.env.flush_all()
        self.one = {
            "resident": resident.id,
            "case": case.id,
            "contact": contact.id,
            "question": contact.question_ids.id,
            "access": self.env["client.access"]
            .search([("user_id", "=", self.first.id), ("case_id", "=", case.id)])
            .id,
        }

    def _copy_users(self, count):
        """Supporters who are there only to have cases; returns their ids."""
        cr, first = self.env.cr, self.first
        partners = self._last_id("res_partner")
        users = self._last_id("res_users")
        self.copies(
            "res_partner", first.partner_id.id, 1, count, id=SQL("%s + n", partners)
        )
        self.copies(
            *("res_users", first.id, 1, count),
            id=SQL("%s + n", users),
            login=SQL("'crowd_' || n"),
            partner_id=SQL("%s + n", partners),
        )
        for table, column in (
            ("res_groups_users_rel", "uid"),
            ("res_company_users_rel", "user_id"),
        ):
            self.copies(
                table, first.id, 1, count, key=column, **{column: SQL("%s + n", users)}
            )
        cr.execute("SELECT setval('res_partner_id_seq', %s)", [partners + count])
        cr.execute("SELECT setval('res_users_id_seq', %s)", [users + count])
        return range(users + 1, users + count + 1)

    def grow(self, size):
        """Add cases until there are `size`, and tell the planner."""
        start, end = self.size + 1, size
        above = self.above
        resident, case = (SQL("%s + n", above[name]) for name in ("resident", "case"))
        own_file = SQL("%s + 2 * n", above["dossier"])
        case_file = SQL("%s + 2 * n + 1", above["dossier"])
        self.env.cr.execute(
            SQL(
                "INSERT INTO client_dossier (id)"
                " SELECT %s + n FROM generate_series(%s, %s) n",
                *(above["dossier"], 2 * start, 2 * end + 1),
            )
        )
        self.copies(
            *("client_resident", self.one["resident"], start, end),
            id=resident,
            number=SQL("'R-' || upper(left(md5('R' || n), 12))"),
            dossier_id=own_file,
        )
        registered = SQL("date '2016-01-01' + abs(hashint4(n)) %% 3900")
        begun = SQL("n %% 10 > 1")
        closed = SQL("n %% 10 > 4")
        self.copies(
            *("client_case", self.one["case"], start, end),
            id=case,
            number=SQL("'Z-' || upper(left(md5('Z' || n), 12))"),
            dossier_id=case_file,
            stage=SQL(
                "coalesce((ARRAY['registered', 'waiting', 'active', 'active',"
                " 'closing'])[1 + n %% 10], 'closed')"
            ),
            registration_date=registered,
            start_date=SQL("CASE WHEN %s THEN %s + 9 END", begun, registered),
            close_date=SQL("CASE WHEN %s THEN %s + 99 END", closed, registered),
        )
        self.copies(
            *("client_case_resident_rel", self.one["case"], start, end),
            key="case_id",
            case_id=case,
            resident_id=resident,
        )
        for second, case_id, dossier in (
            (0, SQL("NULL"), own_file),
            (1, case, case_file),
        ):
            number = SQL("2 * n + %s", second)
            contact = SQL("%s + %s", above["contact"], number)
            self.copies(
                *("client_contact", self.one["contact"], start, end),
                id=contact,
                number=SQL("'C-' || upper(left(md5('C' || %s), 12))", number),
                resident_id=resident,
                case_id=case_id,
                dossier_id=dossier,
                date=SQL("date '2016-01-01' + abs(hashint4(n + 1)) %% 3900"),
            )
            self.copies(
                *("client_question", self.one["question"], start, end),
                id=SQL("%s + %s", above["question"], number),
                contact_id=contact,
                case_id=case_id,
                dossier_id=dossier,
            )
        everyone = SQL("(%s)[1 + n %% %s]", list(self.users), len(self.users))
        self._open(everyone, SQL("generate_series(%s, %s)", start, end))
        if not self.size:
            for user, cases in ((self.steady, STEADY), (self.heavy, HEAVY)):
                step = size // cases
                self._open(
                    SQL("%s", user.id),
                    SQL("generate_series(%s, %s, %s)", step, step * cases, step),
                )
        self.size = size
        for name, last in above.items():
            self.env.cr.execute(
                SQL(
                    "SELECT setval(%s, %s)",
                    f"client_{name}_id_seq",
                    last + 2 * size + 1,
                )
            )
        self.env.cr.execute("ANALYZE")
        self.env.invalidate_all()

    def number(self):
        """The number of one case that both measured users have."""
        return self.env["client.case"].with_user(self.heavy).search([], limit=1).number

    def _open(self, user, numbers):
        """A row for the case and one for the resident's own file, as assigning does."""
        above = self.above
        for case_id, dossier in (
            (SQL("%s + n", above["case"]), SQL("%s + 2 * n + 1", above["dossier"])),
            (SQL("NULL"), SQL("%s + 2 * n", above["dossier"])),
        ):
            self.copies(
                *("client_access", self.one["access"], None, None),
                numbers=numbers,
                user_id=user,
                case_id=case_id,
                dossier_id=dossier,
                resident_id=SQL("%s + n", above["resident"]),
            )

    def copies(self, table, one, start, end, key="id", numbers=None, **columns):
        """Copy the row `one` for each number n, with these columns worked out anew."""
        cr = self.env.cr
        cr.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass"
            " AND attnum > 0 AND NOT attisdropped",
            [table],
        )
        names = [name for (name,) in cr.fetchall() if name != "id" or "id" in columns]
        cr.execute(
            SQL(
                "INSERT INTO %s (%s) SELECT %s FROM %s one, %s AS n WHERE %s = %s",
                SQL.identifier(table),
                SQL(", ").join(map(SQL.identifier, names)),
                SQL(", ").join(
                    columns.get(name, SQL.identifier("one", name)) for name in names
                ),
                SQL.identifier(table),
                numbers or SQL("generate_series(%s, %s)", start, end),
                SQL.identifier("one", key),
                one,
            )
        )

    def _last_id(self, table):
        self.env.cr.execute(SQL("SELECT max(id) FROM %s", SQL.identifier(table)))
        return self.env.cr.fetchone()[0] or 0
