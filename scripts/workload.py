"""Years of work for a crowd: spread over teams, months and all that figures tell apart.

`Crowd` copies one record many times, so that all of it is alike; figures of that would
be a handful of cells. Everything here follows from the number of a record: the same
size gives the same work.
"""

from zlib import crc32

from odoo.tools import SQL

TEAMS = 25
YEARS = 5


class Workload:
    """Dates, teams and characteristics for what a crowd holds.

    Cases begin over the years and last a month to eight; half of the contacts are of a
    case. The common values of a list are common, the others are rare.
    """

    def __init__(self, crowd):
        self.crowd, self.env = crowd, crowd.env
        self.size = 0
        env = self.env
        self.teams = (
            crowd.team
            | env["client.team"].create(
                [{"name": f"Crowd {number}"} for number in range(2, TEAMS + 1)]
            )
        ).ids
        municipality = env["social.area"].create(
            {"name": "Crowd", "code": "GM9999", "level": "municipality"}
        )
        self.areas = (
            env["social.area"]
            .create(
                [
                    {
                        "name": f"District {number}",
                        "code": f"WK9999{number:02}",
                        "level": "district",
                        "parent_id": municipality.id,
                    }
                    for number in range(20)
                ]
            )
            .ids
        )
        supporter = env["client.supporter"].create(
            {
                "name": "Crowd",
                "user_id": crowd.first.id,
                "company_id": env.company.id,
                "function": "consulent",
            }
        )
        self.time = env["client.time"].create(
            {
                "supporter_id": supporter.id,
                "activity_id": env["client.time.activity"].search([], limit=1).id,
                "date": env.cr.now().date(),
                "minutes": 30,
            }
        )
        env.flush_all()

    def grow(self):
        """Spread the work that the crowd got since the last time."""
        start, end = self.size + 1, self.crowd.size
        for work in (self._residents, self._cases, self._contacts, self._rest):
            work(start, end)
        self.size = end
        self.env.cr.execute("ANALYZE")
        self.env.invalidate_all()

    def _residents(self, start, end):
        resident = SQL.identifier("file", "id")
        self._update(
            "client_resident",
            *("resident", start, end, 1),
            team_id=self._pick(self.teams, resident, "team"),
            area_id=self._pick(self.areas, resident, "area"),
            birth_year=SQL(
                "1932 + floor(85 * %s)::integer", self._share(resident, "birth")
            ),
        )
        groups = self.env["target.group"].search([]).ids
        self._execute(
            "INSERT INTO client_resident_target_group_rel"
            " (client_resident_id, target_group_id)"
            " SELECT file.id, %(group)s FROM client_resident file"
            " WHERE id BETWEEN %(first)s AND %(last)s AND id %% 5 < 3",
            group=self._pick(groups, resident, "group"),
            **self._ids("resident", start, end, 1),
        )

    def _cases(self, start, end):
        case = SQL.identifier("file", "id")
        registered = SQL(
            "(CURRENT_DATE - floor(%s * %s)::integer)",
            YEARS * 365,
            self._share(case, "registered"),
        )
        begun = SQL("(%s + 3 + abs(hashint4(%s)) %% 20)", registered, case)
        length = SQL(
            "(30 + floor(210 * power(%s, 2))::integer)", self._share(case, "length")
        )
        closed = SQL("%s + %s", begun, length)
        over = SQL("%s <= CURRENT_DATE", closed)
        started = SQL("%s <= CURRENT_DATE", begun)
        self._update(
            "client_case",
            *("case", start, end, 1),
            # A case is of the team of its resident, who has the same number.
            team_id=self._pick(
                self.teams,
                SQL(
                    "%s - %s",
                    case,
                    self.crowd.above["case"] - self.crowd.above["resident"],
                ),
                "team",
            ),
            registration_date=registered,
            start_date=SQL("CASE WHEN %s THEN %s END", started, begun),
            close_date=SQL("CASE WHEN %s THEN %s END", over, closed),
            expected_end_date=SQL("%s + 120", begun),
            first_call_date=SQL("%s + abs(hashint4(%s)) %% 12", registered, case),
            first_call_due=SQL("%s + 7", registered),
            stage=SQL(
                "CASE WHEN %s THEN 'closed' WHEN %s THEN 'active'"
                " ELSE 'registered' END",
                over,
                started,
            ),
            number_of_domains=SQL("1 + abs(hashint4(%s)) %% 4", case),
            moment=self._pick(self._codes("client.case", "moment"), case, "moment"),
            arrival_id=self._pick(self._some("client.arrival"), case, "arrival"),
            funding_stream_id=self._pick(
                self._some("client.funding.stream"), case, "stream"
            ),
            closing_reason_id=SQL(
                "CASE WHEN %s THEN %s END",
                over,
                self._pick(self._some("client.closing.reason"), case, "ending"),
            ),
            result=SQL(
                "CASE WHEN %s THEN %s END",
                over,
                self._pick(self._codes("client.case", "result"), case, "result"),
            ),
        )

    def _contacts(self, start, end):
        """Of each two the first is of the resident alone, the other of the case."""
        contact = SQL.identifier("file", "id")
        kinds = {
            counts: self.env["client.contact.kind"]
            .search([("counts_as_ia", "=", counts)])
            .ids
            for counts in (True, False)
        }
        in_case = SQL("file.case_id IS NOT NULL")
        self._update(
            "client_contact",
            *("contact", start, end, 2),
            joined=SQL(
                "JOIN client_case own ON own.id = %s + (file.id - %s) / 2",
                self.crowd.above["case"],
                self.crowd.above["contact"],
            ),
            team_id=SQL("own.team_id"),
            date=SQL(
                "CASE WHEN %s THEN LEAST(CURRENT_DATE, own.registration_date"
                " + abs(hashint4(file.id)) %% 100) ELSE own.registration_date"
                " - abs(hashint4(file.id)) %% 30 END",
                in_case,
            ),
            channel_id=self._pick(
                self._some("client.contact.channel"), contact, "channel"
            ),
            kind_id=SQL(
                "CASE WHEN %s THEN %s ELSE %s END",
                in_case,
                self._pick(kinds[False], contact, "kind"),
                self._pick(kinds[True], contact, "kind"),
            ),
        )
        question = SQL.identifier("file", "id")
        self._update(
            "client_question",
            *("question", start, end, 2),
            life_domain_id=self._pick(self._some("life.domain"), question, "domain"),
            legal_framework=self._pick(
                self._codes("client.question", "legal_framework"), question, "law"
            ),
        )
        self._execute(
            "INSERT INTO client_contact_client_contact_reason_rel"
            " (client_contact_id, client_contact_reason_id)"
            " SELECT file.id, %(reason)s FROM client_contact file"
            " WHERE id BETWEEN %(first)s AND %(last)s AND case_id IS NULL",
            reason=self._pick(self._some("client.contact.reason"), contact, "reason"),
            **self._ids("contact", start, end, 2),
        )

    def _rest(self, start, end):
        """An entry of hours for every case, and contacts of nobody."""
        number = SQL("n")
        day = SQL(
            "CURRENT_DATE - floor(%s * %s)::integer",
            YEARS * 365,
            self._share(number, "day"),
        )
        self.crowd.copies(
            *("client_time", self.time.id, start, end),
            id=SQL("nextval('client_time_id_seq')"),
            date=day,
            minutes=SQL("15 + n %% 12 * 15"),
            case_number=SQL("'Z-' || upper(left(md5('Z' || n), 12))"),
            activity_id=self._pick(
                self._some("client.time.activity"), number, "activity"
            ),
            is_client_bound=SQL("n %% 3 > 0"),
        )
        self._execute(
            "INSERT INTO client_contact_anonymous (team_id, date, channel_id, kind_id)"
            " SELECT %(team)s, %(day)s, %(channel)s, %(kind)s"
            " FROM generate_series(%(first)s, %(last)s, 5) n",
            first=start,
            last=end,
            team=self._pick(self.teams, number, "team"),
            day=day,
            channel=self._pick(self._some("client.contact.channel"), number, "channel"),
            kind=self.env["client.contact.kind"]
            .search([("counts_as_ia", "=", True)], limit=1)
            .id,
        )

    # What is chosen -------------------------------------------------------------------

    def _some(self, model):
        return self.env[model].search([]).ids

    def _codes(self, model, field):
        return self.env[model]._fields[field].get_values(self.env)

    def _share(self, number, what):
        """SQL of a number from 0 to 1 that follows from another, the same each time.

        :param what: what it is for: else of two things one would tell the other
        """
        return SQL(
            "((hashint4extended((%s)::integer, %s) & 1048575) / 1048576.0)",
            number,
            crc32(what.encode()),
        )

    def _pick(self, values, number, what):
        """SQL of one of the values; of each two the first is the more common one."""
        return SQL(
            "(%s)[1 + floor(%s * power(%s, 1.6))::integer]",
            list(values),
            len(values),
            self._share(number, what),
        )

    def _ids(self, name, start, end, each):
        """The first and last id of the copies with these numbers."""
        above = self.crowd.above[name]
        return {"first": above + each * start, "last": above + each * (end + 1) - 1}

    def _update(self, table, name, start, end, each, joined=None, **columns):
        names = list(columns)
        self._execute(
            "UPDATE %(table)s AS changed SET %(sets)s FROM ("
            " SELECT file.id, %(values)s FROM %(table)s file %(joined)s"
            " WHERE file.id BETWEEN %(first)s AND %(last)s) AS one"
            " WHERE changed.id = one.id",
            table=SQL.identifier(table),
            sets=SQL(", ").join(
                SQL("%s = %s", SQL.identifier(name), SQL.identifier("one", name))
                for name in names
            ),
            values=SQL(", ").join(
                SQL("%s AS %s", value, SQL.identifier(name))
                for name, value in columns.items()
            ),
            joined=joined or SQL(),
            **self._ids(name, start, end, each),
        )

    def _execute(self, query, **values):
        self.env.cr.execute(SQL(query, **values))
