from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from odoo.addons.client_support.tests.common import ClientSupportCase

from ..cubes import period_start
from ..kpis import EXACT, KPIS
from ..models import oco_engine, oco_kpi_value

Q4, Q1, Q2 = date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1)
Y25, Y26 = date(2025, 1, 1), date(2026, 1, 1)


class KpiCity(ClientSupportCase):
    """A few residents and cases around the turn of 2025 to 2026, counted by hand.

    1 was closed on 10 February, reopened on 10 March and closed again on 20 April.
    2 is of two residents, and open. 3 moved to another team and ended on 31 March.
    4 waits. 5 was withdrawn on the day it began. 6 came in March and began in April.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What is counted, before protection; that is tested apart.
        for module in (oco_engine, oco_kpi_value):
            cls.startClassPatcher(patch.object(module, "SMALL_COUNT_BASE", 1))
        cls.env["ir.config_parameter"].set_param(oco_kpi_value.LEAST_SETTING, 0)
        cls.elsewhere = cls.env["client.team"].create(
            {"name": "Wal", "company_id": cls.organisation.id}
        )
        cls.money = cls.env.ref("social_map.life_domain_income_debt")
        cls.autism = cls.env.ref("social_map.target_group_autism")
        cls.street = cls.env.ref("social_map.target_group_street")
        cls.profile = cls._supporter("Fatima", user_id=cls.users["supporter"].id)
        # 1: hard to reach; 4: in two such groups; 2 and 3: in none.
        cls.residents = [
            cls.make_resident(nickname=f"Inwoner {number}") for number in range(1, 5)
        ]
        cls.residents[0].sudo().target_group_ids = cls.autism
        cls.residents[3].sudo().target_group_ids = cls.autism | cls.street
        cls._make_cases()
        cls._make_contacts()
        cls._make_procedures()
        cls._make_the_rest()
        cls.env["oco.engine"]._rebuild()

    @classmethod
    def _supporter(cls, name, **values):
        return cls.env["client.supporter"].create(
            {"name": name, "company_id": cls.organisation.id, **values}
        )

    @classmethod
    def _case(cls, residents, registered, domains=(), calls=(), **values):
        """:param calls: [(day, outcome)]"""
        reason = values.pop("reason", None)
        stage = (
            "closed"
            if values.get("close_date")
            else "active"
            if values.get("start_date")
            else "registered"
        )
        case = cls.as_role("supporter", "client.case").create(
            {
                "resident_ids": [(4, cls.residents[one - 1].id) for one in residents],
                "registration_date": registered,
                "question_ids": [
                    (0, 0, {"life_domain_id": domain.id}) for domain in domains
                ],
            }
        )
        values |= {"stage": stage, "team_id": values.get("team_id", cls.team.id)}
        if reason:
            reason = cls.env.ref(f"client_support.closing_reason_{reason}")
            values["closing_reason_id"] = reason.id
        case.sudo().write(values)
        for day, outcome in calls:
            case.sudo().write(
                {
                    "call_attempt_ids": [
                        (0, 0, {"moment": f"{day} 12:00:00", "outcome": outcome})
                    ]
                }
            )
        return case.sudo()

    @classmethod
    def _make_cases(cls):
        arrival = cls.env.ref("client_support.arrival_swt").id
        cls.cases = {
            1: cls._case(
                [1],
                "2026-01-05",
                [cls.domain, cls.money],
                [("2026-01-08", "reached")],
                start_date="2026-01-10",
                close_date="2026-04-20",
                reason="no_contact",
                arrival_id=arrival,
                how_found="professional",
                informed_by="gp",
                informed_date="2026-01-02",
            ),
            2: cls._case(
                [1, 2],
                "2026-01-20",
                [cls.domain],
                [("2026-01-22", "not_reached"), ("2026-02-10", "reached")],
                start_date="2026-02-01",
                expected_end_date="2026-03-15",
                arrival_id=arrival,
                how_found="family",
            ),
            3: cls._case(
                [3],
                "2025-12-20",
                [cls.domain],
                [("2025-12-21", "reached")],
                start_date="2025-12-31",
                close_date="2026-03-31",
                reason="own_network",
                resident_answer="partly",
                team_id=cls.elsewhere.id,
                how_found="family",
                informed_by="nobody",
            ),
            4: cls._case([2], "2026-03-25", calls=[("2026-03-26", "voicemail")]),
            5: cls._case(
                [4],
                "2026-02-01",
                calls=[("2026-02-01", "reached")],
                start_date="2026-02-20",
                close_date="2026-02-20",
                reason="moved",
                resident_answer="no",
                wants_support="no",
            ),
            6: cls._case(
                [3], "2026-03-01", [cls.domain, cls.money], start_date="2026-04-01"
            ),
        }
        # 1: on two laws; 6: on one, though not all of its questions name it.
        for case, *laws in ((1, "wmo", "debt_support"), (2, "wmo"), (6, "wlz")):
            for question, law in zip(cls.cases[case].question_ids, laws, strict=False):
                question.legal_framework = law
        cls.env["client.case.closure"].create(
            {
                "case_id": cls.cases[1].id,
                "closed_on": "2026-02-10",
                "closing_reason_id": cls.env.ref(
                    "client_support.closing_reason_answered"
                ).id,
                "resident_answer": "yes",
                "reopened_on": "2026-03-10",
                "reopened_by_id": cls.users["supporter"].id,
                "reopen_reason": "Een nieuwe brief",
            }
        )

    @classmethod
    def _make_contacts(cls):
        def contact(resident, day, kind, *domains, road=None):
            road = road and cls.env.ref(f"client_support.arrival_{road}").id
            kind = cls.env.ref(f"client_support.contact_kind_{kind}")
            return cls.make_contact(
                cls.residents[resident - 1],
                user=cls.users["supporter"],
                date=day,
                kind_id=kind.id,
                arrival_id=road,
                question_ids=[(0, 0, {"life_domain_id": one.id}) for one in domains],
            )

        contact(4, "2025-12-30", "outreach_not_home", road="outreach")
        contact(1, "2026-01-05", "ia", cls.domain, road="swt")
        contact(4, "2026-03-05", "outreach_not_home")
        contact(2, "2026-03-31", "outreach_met", road="outreach")
        contact(2, "2026-04-01", "ia", cls.money)
        for day, kind, domains in (
            ("2026-01-20", "ia", cls.domain.ids),
            ("2026-02-01", "outreach_met", []),
        ):
            cls.as_role("walk_in", "client.contact.anonymous").create(
                {
                    "date": day,
                    "channel_id": cls.channel.id,
                    "kind_id": cls.env.ref(f"client_support.contact_kind_{kind}").id,
                    "life_domain_ids": domains,
                }
            )

    @classmethod
    def _make_procedures(cls):
        cls.access = cls.env["res.partner"].create(
            {"name": "Gemeente Voorbeeldstad", "is_company": True}
        )

        def procedure(case, steps, **values):
            """:param steps: {code: what to write}; the other steps stay"""
            made = cls.env["client.procedure"].create(
                {"case_id": cls.cases[case].id, "law": "wmo", "date": "2025-12-01"}
            )
            for code, vals in steps.items():
                made.step_ids.filtered(lambda step, code=code: step.code == code).write(
                    vals
                )
            made.write(values)

        procedure(
            1,
            {
                "notification": {"done_date": "2026-01-12"},
                "personal_plan": {"done_date": "2026-01-15"},
                "talk": {"done_date": "2026-02-05", "is_attended": True},
                "investigation": {"done_date": "2026-02-20"},
                "objection": {"done_date": "2026-03-01"},
            },
            outcome="partly",
            handler_id=cls.access.id,
        )
        procedure(
            2,
            {
                "notification": {"done_date": "2026-02-05"},
                "personal_plan": {"done_date": "2026-02-20"},
                "talk": {"done_date": "2026-02-20"},
                "objection": {"done_date": "2026-03-05"},
            },
        )
        # Before there was support, and ended before its terms did.
        procedure(
            3,
            {"notification": {"done_date": "2025-12-01"}},
            date_ended="2026-01-05",
            outcome="withdrawn",
            handler_id=cls.access.id,
        )
        # The resident went alone, and wanted that.
        procedure(5, {"talk": {"done_date": "2026-02-20"}})
        procedure(6, {"talk": {"is_skipped": True}})

    @classmethod
    def _make_the_rest(cls):
        def assess(case, resident, kind, day, scores):
            talk = cls.env["client.assessment"].create(
                {
                    "case_id": cls.cases[case].id,
                    "resident_id": cls.residents[resident - 1].id,
                    "kind": kind,
                    "date": day,
                }
            )
            for line in talk.line_ids:
                line.score = scores.get(line.life_domain_id, False)

        meaning = cls.env["life.domain"].search([("code", "=", "meaning")])
        assess(1, 1, "start", "2026-01-12", {cls.domain: "2", cls.money: "3"})
        assess(
            1,
            1,
            "end",
            "2026-02-10",
            {cls.domain: "4", cls.money: "3", meaning: "5"},
        )
        assess(3, 3, "start", "2026-01-01", {cls.domain: "4", cls.money: "0"})
        assess(3, 3, "end", "2026-03-31", {cls.domain: "3", cls.money: "4"})
        assess(2, 2, "start", "2026-02-02", {cls.domain: "1"})
        for case, activity, day, minutes in (
            (3, "case", "2025-12-31", 90),
            (1, "case", "2026-01-15", 60),
            (2, "case", "2026-02-10", 600),
            (1, "case", "2026-05-01", 30),
            (None, "expertise", "2026-02-11", 120),
            (None, "leave", "2026-02-12", 480),
        ):
            cls.env["client.time"].create(
                {
                    "supporter_id": cls.profile.id,
                    "activity_id": cls.env.ref(
                        f"client_support.time_activity_{activity}"
                    ).id,
                    "date": day,
                    "minutes": minutes,
                    "case_number": case and cls.cases[case].number,
                }
            )
        today = date.today()
        cls.profile.vog_date = today
        cls.profile.declaration_date = today
        volunteer = cls._supporter("Bram", employment_kind="volunteer")
        cls.env["client.time.month"].create(
            {
                "supporter_id": volunteer.id,
                "month": "2026-05-01",
                "entered_hours": 2,
            }
        )
        # Expired papers; left; in conflict with a case that is still theirs.
        volunteer.vog_date = "2001-01-01"
        volunteer.declaration_date = today
        cls._supporter("Weg", active=False)
        torn = cls._supporter("Noor", vog_date=today, declaration_date=today)
        cls.cases[6].supporter_id = torn
        cls.env["client.conflict.check"].create(
            {
                "case_id": cls.cases[6].id,
                "case_number": cls.cases[6].number,
                "supporter_id": torn.id,
                "user_id": cls.env.uid,
                "organisation_id": cls.organisation.id,
                "occasion": "fact",
                "codes": "provider",
            }
        )
        for received, closed in (
            ("2025-12-31", "2026-01-05"),
            ("2026-03-01", "2026-04-13"),
            ("2026-05-01", False),
            (today, False),
        ):
            cls.env["client.complaint"].create(
                {
                    "company_id": cls.organisation.id,
                    "received_on": received,
                    "closed_on": closed,
                    "description": "Te laat gebeld",
                    "handler_id": False,
                }
            )
        for kind in ("gap", "gap", "unclear"):
            cls.env["client.signal"].create(
                {
                    "company_id": cls.organisation.id,
                    "kind": kind,
                    "description": "Er is geen aanbod in de avond",
                }
            )
        partner = cls.env["res.partner"].create(
            {"name": "Maatjes Voorbeeld", "is_company": True}
        )
        for case, code, day, state, confirmed in (
            (1, "warm", "2026-01-20", "done", "2026-02-01"),
            (2, "warm", "2026-02-02", "revoked", False),
            (3, "warm", "2026-03-31", "requested", False),
            (1, "referral", "2026-01-21", "declined", False),
            (1, "warm", False, "draft", False),
            # To us: the one of 2 was declined, that of 3 is of the year before; one
            # was never asked.
            (1, "swt", "2026-01-05", "done", False),
            (2, "swt", "2026-01-20", "declined", False),
            (3, "swt", "2025-12-20", "requested", False),
            (4, "swt", False, "draft", False),
        ):
            cls.env["client.referral"].create(
                {
                    "case_id": cls.cases[case].id,
                    "resident_id": cls.cases[case].resident_ids[0].id,
                    "type_id": cls.env.ref(f"client_support.referral_type_{code}").id,
                    "partner_id": partner.id,
                    "state": state,
                    "requested_on": day,
                    "confirmed_on": confirmed,
                }
            )
        cls.area = cls.env["social.area"].create(
            {"name": "Voorbeeldstad", "level": "municipality"}
        )
        cls.env["oco.kpi.benchmark"].create(
            {
                "kpi_id": cls.env.ref("oco_reporting.kpi_k32").id,
                "company_id": cls.organisation.id,
                "area_id": cls.area.id,
                "year": 2025,
                "value": 33,
                "source": "Onderzoek 2025, bladzijde 4",
            }
        )

    def counted(self, *what, **more):
        return counted(self.env, self.organisation, *what, **more)


def counted(
    env, organisation, code, kind, start, breakdown="organisation", part="main"
):
    """{(team, key): (numerator, denominator, value)} as counted, unprotected."""
    tables = {one.name: (one, parts) for one, parts in KPIS[code].tables()}
    table, parts = tables[breakdown]
    part = next(one for one in parts if one.name == part)
    rows = env["oco.kpi.value"]._rows(table, part, {(kind, start, organisation.id)})
    return {
        (row["team_id"], row["key"]): tuple(
            row[name] if row[name] is None else round(row[name], 2)
            for name in ("numerator", "denominator", "value")
        )
        for row in rows
    }


# code, kind of period, first day, part, (numerator, denominator, value). None: no row.
BY_HAND = [
    # Ms 1, Mr 2 outside, two anonymous; in April one more; the not-at-home never.
    ("K01", "quarter", Q1, "main", (4, None, None)),
    ("K01", "month", date(2026, 3, 1), "main", (1, None, None)),
    ("K01", "quarter", Q2, "main", (1, None, None)),
    ("K01", "quarter", Q4, "main", None),
    # 1 and 2 share a case, 3 and 4 have one; two anonymous apart. Before: 3 and 4.
    ("K02", "quarter", Q1, "main", (4, None, None)),
    ("K02", "quarter", Q1, "anonymous", (2, None, None)),
    ("K02", "quarter", Q4, "main", (2, None, None)),
    ("K02", "year", Y26, "main", (4, None, None)),
    # Cases 1, 2 and 5; 3 the day before; 6 the day after; the reopening of 1 is none.
    ("K03", "quarter", Q1, "main", (3, None, None)),
    ("K03", "quarter", Q4, "main", (1, None, None)),
    ("K03", "quarter", Q2, "main", (1, None, None)),
    # 1 for the first time, 3 on the last day, 5 on its first; then 1 again.
    ("K04", "quarter", Q1, "main", (3, None, None)),
    ("K04", "quarter", Q2, "main", (1, None, None)),
    ("K04", "quarter", Q4, "main", None),
    # 1 (reopened) and 2; in February 2 and 3; at the end of June 2 and 6.
    ("K05", "quarter", Q1, "main", (2, None, None)),
    ("K05", "month", date(2026, 2, 1), "main", (2, None, None)),
    ("K05", "quarter", Q2, "main", (2, None, None)),
    ("K05", "quarter", Q4, "main", (1, None, None)),
    ("K06", "quarter", Q1, "main", (0, None, None)),
    ("K06", "month", date(2026, 3, 1), "main", (0, None, None)),
    ("K06", "year", Y26, "main", (0, None, None)),
    # Cases 1: 2, 2: 1 (of two residents), 6: 2; contacts: 1, of nobody: 1.
    ("K07", "quarter", Q1, "main", (7, None, None)),
    ("K07", "quarter", Q4, "main", (1, None, None)),
    ("K07", "quarter", Q2, "main", (1, None, None)),
    # 7 on 4; a question and no contact at all; 1 on 1.
    ("K08", "quarter", Q1, "main", (7, 4, None)),
    ("K08", "quarter", Q4, "main", (1, 0, None)),
    ("K08", "quarter", Q2, "main", (1, 1, None)),
    # 1 of 1, 2, 3, 5; then 1 and 6 of 1 (reopened), 2, 6; before none of 3.
    ("K09", "quarter", Q1, "main", (1, 4, None)),
    ("K09", "quarter", Q2, "main", (2, 3, None)),
    ("K09", "quarter", Q4, "main", (0, 1, None)),
    # 1 and 4 (of two groups, once); in 2025 4 of 3 and 4.
    ("K10", "year", Y26, "main", (2, 4, None)),
    ("K10", "year", Y25, "main", (1, 2, None)),
    ("K10", "year", date(2024, 1, 1), "main", None),
    # Met: 2 and somebody anonymous; 4 not at home, twice.
    ("K11", "quarter", Q1, "main", (2, 3, None)),
    ("K11", "quarter", Q4, "main", (0, 1, None)),
    ("K11", "quarter", Q2, "main", None),
    # 3, 21 (too late) and 0 days; 4 and 6 were never spoken to.
    ("K12", "quarter", Q1, "main", (2, 3, 3)),
    ("K12", "quarter", Q1, "p90", (2, 3, 17.4)),
    ("K12", "quarter", Q4, "main", (1, 1, 1)),
    ("K12", "quarter", Q2, "main", None),
    # 1 and 5 of 1, 2 (21 days), 4, 5, 6; tried in time: all but 6.
    ("K13", "quarter", Q1, "main", (2, 5, None)),
    ("K13", "quarter", Q1, "attempts", (4, 5, None)),
    ("K13", "quarter", Q4, "main", (1, 1, None)),
    ("K13", "quarter", Q2, "main", None),
    # 4 and 6, which waits 30 days; at the end of January 2; of February nobody.
    ("K14", "quarter", Q1, "main", (2, None, None)),
    ("K14", "quarter", Q1, "longest", (None, None, 30)),
    ("K14", "month", date(2026, 1, 1), "main", (1, None, None)),
    ("K14", "month", date(2026, 2, 1), "main", (0, None, None)),
    # 31 days (1, the first time), 90 and 0; 1 from its start to the second end: 100.
    ("K15", "quarter", Q1, "main", (None, None, 31)),
    ("K15", "quarter", Q1, "mean", (121, 3, None)),
    ("K15", "quarter", Q2, "main", (None, None, 100)),
    ("K15", "quarter", Q4, "main", None),
    # 2 of 1 (reopened) and 2; nobody yet; 2 of 2 and 6.
    ("K16", "quarter", Q1, "main", (1, 2, None)),
    ("K16", "quarter", Q4, "main", (0, 1, None)),
    ("K16", "quarter", Q2, "main", (1, 2, None)),
    # 1 of 1, 2 and 5; 5 wanted nobody there; that of 6 was not needed.
    ("K17", "quarter", Q1, "main", (1, 3, None)),
    ("K17", "quarter", Q1, "declined", (1, 3, None)),
    ("K17", "quarter", Q2, "main", None),
    # 1 in time, 2 eight days late; that of 3 was due before we came.
    ("K18", "year", Y26, "main", (1, 2, None)),
    ("K18", "year", Y25, "main", None),
    ("K18", "year", date(2027, 1, 1), "main", None),
    # 1: talk and investigation, no report; 2: talk, no investigation and report; the
    # procedure of 3 ended before its terms did.
    ("K19", "quarter", Q1, "main", (3, 6, None)),
    ("K19", "quarter", Q4, "main", None),
    # 1 and 2; of 2 nothing is known yet.
    ("K20", "year", Y26, "main", (2, None, None)),
    ("K20", "year", Y26, "partly", (1, 1, None)),
    ("K20", "year", Y26, "granted", (0, 1, None)),
    ("K20", "year", Y25, "main", None),
    # Came in: 1, 2, 4, 5, 6; and 3.
    ("K21", "quarter", Q1, "main", (5, None, None)),
    ("K21", "quarter", Q4, "main", (1, None, None)),
    ("K21", "quarter", Q2, "main", None),
    # The one that was taken back was asked; the draft never was.
    ("K22", "quarter", Q1, "main", (4, None, None)),
    ("K22", "quarter", Q4, "main", None),
    ("K22", "quarter", Q2, "main", None),
    # 1 of 1 and 3; the one of 2 was taken back.
    ("K23", "quarter", Q1, "main", (1, 2, None)),
    ("K23", "quarter", Q4, "main", None),
    # 1 was told, of 2 it is not known, 5 has no notification; of 3 nobody did.
    ("K24", "quarter", Q1, "main", (1, 1, None)),
    ("K24", "quarter", Q1, "unknown", (1, 2, None)),
    ("K24", "quarter", Q4, "main", (0, 1, None)),
    ("K24", "quarter", Q2, "main", None),
    # 1 and 3 yes, 5 (moved) says nothing; 1 the second time: no contact any more.
    ("K25", "quarter", Q1, "main", (2, 2, None)),
    ("K25", "quarter", Q1, "not_applicable", (1, 3, None)),
    ("K25", "quarter", Q1, "answer_yes", (1, 3, None)),
    ("K25", "quarter", Q2, "main", (0, 1, None)),
    ("K25", "quarter", Q2, "answer_yes", None),
    # 1: +2 and 0; 3: -1. Once scored or not discussed: nothing.
    ("K26", "year", Y26, "main", (1, 3, None)),
    ("K26", "year", Y26, "improved", (1, 3, None)),
    ("K26", "year", Y26, "worse", (1, 3, None)),
    ("K26", "year", Y25, "main", None),
    # 1 (answered) and 3 (own network) of four ends.
    ("K27", "year", Y26, "main", (2, 4, None)),
    ("K27", "year", Y25, "main", None),
    # Entered of 2025 only.
    ("K32", "year", Y25, "main", (None, None, 33)),
    ("K32", "year", Y26, "main", None),
    # 60 + 600 minutes; 90 the year before; 30 on 1 May and none of the volunteer.
    ("K33", "quarter", Q1, "main", (11, None, None)),
    ("K33", "quarter", Q4, "main", (1.5, None, None)),
    ("K33", "quarter", Q2, "main", (0.5, None, None)),
    # Of 780 without leave; of all; of 30 and the 120 that a volunteer handed in.
    ("K34", "quarter", Q1, "main", (660, 780, None)),
    ("K34", "quarter", Q4, "main", (90, 90, None)),
    ("K34", "quarter", Q2, "main", (30, 150, None)),
    # 1 (twice closed, 90 minutes), 3 (90, of the year before) and 5 (none).
    ("K35", "year", Y26, "main", (3, 3, None)),
    ("K35", "year", Y25, "main", None),
    # In the year it came in; answered on the 43rd day is late; of today nobody knows.
    ("K40", "year", Y25, "in_time", (1, 1, None)),
    ("K40", "year", Y26, "in_time", (0, 2, None)),
    ("K40", "year", Y25, "main", (1, None, None)),
    # All 7 of K07; the one of 3; that of 2 in April. Youth has its own test.
    ("S02", "quarter", Q1, "main", (7, 7, None)),
    ("S02", "quarter", Q4, "main", (1, 1, None)),
    ("S02", "quarter", Q2, "main", (1, 1, None)),
    ("S02", "year", date(2024, 1, 1), "main", None),
]
# By team. Case 3 moved, and all that it counted with it; 3 itself has one more there.
BY_TEAM = [
    ("K01", "quarter", Q1, {"Oever": 4}),
    ("K02", "quarter", Q1, {"Oever": 3, "Wal": 1}),
    ("K03", "quarter", Q4, {"Wal": 1}),
    ("K04", "quarter", Q1, {"Oever": 2, "Wal": 1}),
    ("K05", "month", {"Oever": 1, "Wal": 1}),
    ("K06", "quarter", Q1, {"Oever": 0, "Wal": 0}),
    ("K09", "quarter", Q1, {"Oever": 1, "Wal": 0}),
    ("K14", "quarter", Q1, {"Oever": 2, "Wal": 0}),
    ("K27", "year", Y26, {"Oever": 1, "Wal": 1}),
]


@tagged("post_install", "-at_install")
class TestKpis(KpiCity):
    """Every KPI gives the count made by hand."""

    def test_by_hand(self):
        for code, kind, start, part, expected in BY_HAND:
            with self.subTest(code=code, kind=kind, start=start, part=part):
                found = self.counted(code, kind, start, part=part)
                self.assertEqual(found.get((None, None)), expected)

    def test_by_team(self):
        for code, kind, *start, expected in BY_TEAM:
            with self.subTest(code=code):
                found = self.counted(
                    code, kind, *(start or [date(2026, 2, 1)]), breakdown="team"
                )
                teams = self.env["client.team"]
                self.assertEqual(
                    {
                        teams.browse(team).name: numbers[0]
                        for (team, _key), numbers in found.items()
                    },
                    expected,
                )

    def test_as_things_stand(self):
        """Of this month alone: supporters and the social map; signals are of today."""
        today = date.today()
        quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
        # Fatima; not Bram (old certificate) nor Noor (conflict); who left is none.
        self.assertEqual(
            self.counted("K38", "quarter", quarter)[None, None], (1, 3, None)
        )
        self.assertEqual(
            self.counted("K39", "quarter", quarter)[None, None], (3, None, None)
        )
        self.assertEqual(
            {
                key: numbers[0]
                for (_team, key), numbers in self.counted(
                    "K39", "quarter", quarter, "signal"
                ).items()
            },
            {"gap": 2, "unclear": 1},
        )
        # Nothing is known of before.
        self.assertFalse(self.counted("K38", "quarter", Q1))
        self.assertFalse(self.counted("K39", "quarter", Q1))

    def test_breakdowns(self):
        def numerators(*args):
            return {
                key: numbers[0] for (_team, key), numbers in self.counted(*args).items()
            }

        groups = self.counted("K10", "year", Y26, "group")
        self.assertEqual(groups[None, str(self.autism.id)], (2, 4, None))
        self.assertEqual(groups[None, str(self.street.id)], (1, 4, None))
        self.assertEqual(
            numerators("K07", "quarter", Q1, "domain"),
            {str(self.domain.id): 5, str(self.money.id): 2},
        )
        arrival = str(self.env.ref("client_support.arrival_swt").id)
        self.assertEqual(
            numerators("K21", "quarter", Q1, "arrival"), {arrival: 2, None: 3}
        )
        self.assertEqual(
            numerators("K03", "quarter", Q1, "arrival"), {arrival: 2, None: 1}
        )
        self.assertEqual(numerators("K20", "year", Y26, "law"), {"wmo": 2})
        self.assertEqual(
            self.counted("K23", "quarter", Q1, "destination"),
            {(None, "Maatjes Voorbeeld"): (1, 2, None)},
        )
        told = self.counted("K24", "quarter", Q1, "arrival")
        self.assertEqual(told[None, arrival], (1, 1, None))

    def test_breakdowns_by_hand(self):
        """What some have several of, others none; a border; nothing at all."""
        swt, outreach = (
            str(self.env.ref(f"client_support.arrival_{code}").id)
            for code in ("swt", "outreach")
        )
        autism, street = str(self.autism.id), str(self.street.id)
        for code, start, breakdown, part, expected in (
            # 1 on two laws, 2 on one, 5 on none; 6 on one of its two questions.
            ("K03", Q1, "law", "main", {"several": 1, "wmo": 1, None: 1}),
            ("K03", Q4, "law", "main", {None: 1}),
            ("K03", Q2, "law", "main", {"wlz": 1}),
            # 1, 2 (of 1 and of 2, who is in no group) and 5; 5 in two groups. 3: none.
            ("K09", Q1, "group", "main", {autism: (1, 3), street: (0, 1)}),
            ("K09", Q2, "group", "main", {autism: (1, 2)}),
            ("K09", Q4, "group", "main", {}),
            # 1 and, neither nor, 5; then 1 again. 3 belongs to no group.
            ("K25", Q1, "group", "main", {autism: (1, 1), street: (0, None)}),
            ("K25", Q1, "group", "not_applicable", {autism: (1, 2), street: (1, 1)}),
            ("K25", Q1, "group", "answer_yes", {autism: (1, 2), street: (0, 1)}),
            ("K25", Q2, "group", "main", {autism: (0, 1)}),
            ("K25", Q4, "group", "main", {}),
            # 1 was asked, 2 met; two anonymous. Not at home is no contact that counts.
            ("K21", Q1, "arrival", "contacts", {swt: 1, outreach: 1, None: 2}),
            ("K21", Q2, "arrival", "contacts", {None: 1}),
            ("K21", Q4, "arrival", "contacts", {}),
            # 1; 2; 4, 5 and 6 were not asked; 3 came in the year before.
            ("K21", Q1, "found", "main", {"professional": 1, "family": 1, None: 3}),
            ("K21", Q4, "found", "main", {"family": 1}),
            ("K21", Q2, "found", "main", {}),
            ("K21", Q1, "referrer", "main", {"Maatjes Voorbeeld": 2}),
            ("K21", Q4, "referrer", "main", {"Maatjes Voorbeeld": 1}),
            ("K21", Q2, "referrer", "main", {}),
            # Of 2 it is not known who handles it, nor who told.
            (
                *("K24", Q1, "access", "main"),
                {"Gemeente Voorbeeldstad": (1, 1), None: (0, None)},
            ),
            (
                *("K24", Q1, "access", "unknown"),
                {"Gemeente Voorbeeldstad": (0, 1), None: (1, 1)},
            ),
            ("K24", Q4, "access", "main", {"Gemeente Voorbeeldstad": (0, 1)}),
            ("K24", Q2, "access", "main", {}),
        ):
            with self.subTest(code=code, start=start, by=breakdown, part=part):
                found = self.counted(code, "quarter", start, breakdown, part=part)
                self.assertEqual(
                    {
                        key: row[:2] if isinstance(expected.get(key), tuple) else row[0]
                        for (_team, key), row in found.items()
                    },
                    expected,
                )

    def test_the_first_notification_says_who_handles_it(self):
        """A second one, elsewhere; and one that was never made."""
        other = self.access.copy({"name": "Gemeente Elders"})
        for day, done in (("2026-02-20", True), ("2026-01-02", False)):
            made = self.env["client.procedure"].create(
                {
                    "case_id": self.cases[1].id,
                    "law": "wmo",
                    "date": day,
                    "handler_id": other.id,
                }
            )
            step = made.step_ids.filtered(lambda one: one.code == "notification")
            step.done_date = done and day
        self.env["oco.engine"]._update()
        self.assertEqual(
            self.counted("K24", "quarter", Q1, "access")[None, self.access.name],
            (1, 1, None),
        )

    def test_two_residents_of_one_group_are_one_case(self):
        self.residents[1].sudo().target_group_ids = self.autism | self.street
        self.env["oco.engine"]._update()
        self.assertEqual(
            self.counted("K09", "quarter", Q1, "group"),
            {
                (None, str(self.autism.id)): (1, 3, None),
                (None, str(self.street.id)): (0, 2, None),
            },
        )

    def test_every_kpi_has_a_definition_and_cases_by_hand(self):
        codes = set(self.env["oco.kpi"].search([]).mapped("code"))
        self.assertLessEqual(KPIS.keys(), codes)
        # From answers, which have their own (test_survey_kpis), or of this month only.
        elsewhere = {"K28", "K29", "K30", "K31", "K38", "K39", "S01"}
        elsewhere |= {"K36", "K37"}  # of grants: test_kpi_money
        self.assertEqual({row[0] for row in BY_HAND}, KPIS.keys() - elsewhere)

    def test_youth_and_all_of_life(self):
        """In May youth twice and money once; then a case of youth alone in October."""
        youth = self.env.ref("social_map.life_domain_youth_family")

        def contact(day, *domains):
            self.make_contact(
                self.residents[0],
                user=self.users["supporter"],
                date=day,
                question_ids=[(0, 0, {"life_domain_id": one.id}) for one in domains],
            )

        contact("2026-05-04", youth, self.money)
        contact("2026-05-05", youth)
        self._case([4], "2025-10-20", [youth])
        self.env["oco.engine"]._update()
        # With the money of April: two of four.
        self.assertEqual(self.counted("S02", "quarter", Q2)[None, None], (2, 4, None))
        self.assertEqual(self.counted("S02", "quarter", Q4)[None, None], (1, 2, None))
        self.assertEqual(self.counted("S02", "year", Y26)[None, None], (9, 11, None))
        # Of the same cells as the breakdown of K07: rounded once, and no further.
        domains = self.counted("K07", "quarter", Q2, "domain")
        self.assertEqual(domains[None, str(youth.id)], (2, None, None))
        teams = self.counted("S02", "quarter", Q4, "team")
        self.assertEqual(teams[self.team.id, None], (0, 1, None))
        self.assertEqual(teams[self.elsewhere.id, None], (1, 1, None))

    def test_never_a_performance(self):
        for code in ("K17", "K19", "K27"):
            kpi = self.env.ref(f"oco_reporting.kpi_{code.lower()}")
            self.assertEqual(kpi.direction, "information")
            with self.assertRaises(ValidationError):
                self.as_role("manager", "oco.kpi.target").create(
                    {"kpi_id": kpi.id, "year": 2026, "value": 1}
                )


@tagged("post_install", "-at_install")
class TestKpisOverABorder(KpiCity):
    """What else there may be, that would change the counts above."""

    def test_a_plan_counts_in_the_year_of_its_notification(self):
        """Handed in after New Year, in time; not at all; before we came."""
        self._notified(4, "2026-12-29", "2027-01-04")
        # The term has begun and nothing came.
        self._notified(5, "2026-02-10", False)
        # Registered a month after the plan was due.
        self._notified(6, "2025-12-29", "2026-01-02")
        self.env["oco.engine"]._update()
        self.assertEqual(self.counted("K18", "year", Y26)[None, None], (2, 4, None))
        self.assertEqual(
            self.counted("K18", "year", Y26, "law"), {(None, "wmo"): (2, 4, None)}
        )
        self.assertFalse(self.counted("K18", "year", Y25))
        self.assertFalse(self.counted("K18", "year", date(2027, 1, 1)))

    def _notified(self, case, day, plan):
        procedure = self.env["client.procedure"].create(
            {"case_id": self.cases[case].id, "law": "wmo", "date": day}
        )
        steps = {step.code: step for step in procedure.step_ids}
        steps["notification"].done_date = day
        steps["personal_plan"].done_date = plan

    def test_a_handover_counts_in_the_quarter_it_was_asked(self):
        for case, asked, state, confirmed in (
            # Confirmed in the next quarter; declined; taken back by us.
            (3, "2026-03-31", "done", "2026-04-02"),
            (6, "2026-04-10", "declined", False),
            (6, "2026-04-11", "revoked", False),
        ):
            self.env["client.referral"].create(
                {
                    "case_id": self.cases[case].id,
                    "resident_id": self.cases[case].resident_ids[0].id,
                    "type_id": self.env.ref("client_support.referral_type_warm").id,
                    "partner_id": self.env["res.partner"]
                    .create({"name": "Maatjes", "is_company": True})
                    .id,
                    "state": state,
                    "requested_on": asked,
                    "confirmed_on": confirmed,
                }
            )
        self.env["oco.engine"]._update()
        self.assertEqual(self.counted("K23", "quarter", Q1)[None, None], (2, 3, None))
        self.assertEqual(self.counted("K23", "quarter", Q2)[None, None], (0, 1, None))
        self.assertEqual(self.counted("K23", "half_year", Q1)[None, None], (2, 4, None))

    def test_a_referral_is_formal_as_on_the_day_of_asking(self):
        """The commission of the buddies ended since; what was asked stays as it was."""
        town, buddies = self.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "organization_type": kind}
                for name, kind in (("Stad", "municipality"), ("Maatjes", "informal"))
            ]
        )
        commission = self.env["social.agreement"].create(
            {
                "name": "Opdracht",
                "kind": "commission",
                "company_id": False,
                "partner_ids": (town | buddies).ids,
                "date_from": "2026-01-01",
            }
        )
        service = self.env["social.service"].create(
            {
                "name": "Maatje",
                "partner_id": buddies.id,
                "performs_client_support": True,
            }
        )
        for ended in (False, "2026-01-31"):
            commission.date_until = ended
            referral = self.env["client.referral"].create(
                {
                    "case_id": self.cases[6].id,
                    "resident_id": self.cases[6].resident_ids[0].id,
                    "type_id": self.env.ref("client_support.referral_type_warm").id,
                    "service_id": service.id,
                }
            )
            self.assertFalse(referral.formality, "not asked yet")
            referral._move("requested")
            referral.requested_on = "2026-04-10"
        self.env["oco.engine"]._update()
        self.assertEqual(
            self.counted("K22", "quarter", Q2, "form"),
            {(None, "formal"): (1, None, None), (None, "informal"): (1, None, None)},
        )

    def test_an_end_on_the_last_day_of_a_year(self):
        """Without a minute worked, and not solved: a team that has nothing else."""
        third = self.env["client.team"].create(
            {"name": "Dijk", "company_id": self.organisation.id}
        )
        self._case(
            [4],
            "2025-11-01",
            start_date="2025-11-03",
            close_date="2025-12-31",
            reason="wlz",
            team_id=third.id,
        )
        self.env["oco.engine"]._update()
        self.assertEqual(self.counted("K27", "year", Y25)[None, None], (0, 1, None))
        self.assertEqual(self.counted("K35", "year", Y25)[None, None], (0, 1, None))
        for code in ("K27", "K35"):
            by_team = self.counted(code, "year", Y25, "team")
            self.assertEqual(by_team, {(third.id, None): (0, 1, None)})
            # The other year as it was.
            found = self.counted(code, "year", Y26)[None, None]
            self.assertEqual(found, {"K27": (2, 4, None), "K35": (3, 3, None)}[code])

    def test_hours_of_two_residents_on_one_case_count_once(self):
        self.cases[2].write(
            {"stage": "closed", "close_date": "2026-05-05", "result": "reached"}
            | {"closing_reason_id": self.ref("client_support.closing_reason_answered")}
        )
        self.env["oco.engine"]._update()
        # 3 hours and those of case 2: ten, of one case more.
        self.assertEqual(self.counted("K35", "year", Y26)[None, None], (13, 4, None))

    def test_awareness_of_two_areas(self):
        """Each by itself, and the mean of both; of another year nothing."""
        other = self.area.copy({"name": "Voorbeelddorp"})
        self.env["oco.kpi.benchmark"].create(
            [
                {
                    "kpi_id": self.env.ref("oco_reporting.kpi_k32").id,
                    "company_id": self.organisation.id,
                    "area_id": area.id,
                    "year": year,
                    "value": value,
                    "source": "Onderzoek",
                }
                for area, year, value in ((other, 2025, 41), (other, 2026, 28))
            ]
        )
        self.assertEqual(
            self.counted("K32", "year", Y25, "area"),
            {
                (None, str(self.area.id)): (None, None, 33),
                (None, str(other.id)): (None, None, 41),
            },
        )
        self.assertEqual(self.counted("K32", "year", Y25)[None, None], (None, None, 37))
        self.assertEqual(self.counted("K32", "year", Y26)[None, None], (None, None, 28))

    def test_published_services(self):
        """Assured within a year, longer ago and never; not those that are not shown."""
        quarter = period_start(date.today(), "quarter")
        before = self.counted("S01", "quarter", quarter).get((None, None), (0, 0, None))
        partner = self.env["res.partner"].create(
            {
                "name": "Maatjes",
                "is_company": True,
                "is_support_organization": True,
                "public_description": "Wij drinken samen koffie.",
                "phone": "078 000 00 00",
            }
        )
        days = {
            "assured": (1, "published"),
            "last day": (365, "published"),
            "too long ago": (400, "published"),
            "never": (None, "published"),
            "draft": (1, "draft"),
        }
        for name, (ago, state) in days.items():
            service = self.env["social.service"].create(
                {
                    "name": name,
                    "partner_id": partner.id,
                    "summary": "Samen koffie drinken",
                    "description": "Samen koffie drinken in de buurt",
                    "life_domain_ids": [(4, self.domain.id)],
                    "is_nationwide": True,
                    "state": state,
                }
            )
            service.flush_recordset()
            self.env.cr.execute(
                "UPDATE social_service SET last_assured = %s WHERE id = %s",
                [ago and date.today() - timedelta(days=ago), service.id],
            )
        self.env["oco.engine"]._update()
        found = self.counted("S01", "quarter", quarter)[None, None]
        self.assertEqual((found[0] - before[0], found[1] - before[1]), (2, 4))
        # As it stood is kept nowhere: of a quarter before there is nothing.
        self.assertFalse(self.counted("S01", "quarter", Q1))


@tagged("post_install", "-at_install")
class TestKpiValues(KpiCity):
    """What is kept, compared, and who sees it."""

    def value(self, code, kind, start, role="manager", **values):
        domain = {"breakdown": "organisation", "part": "main", **values}
        values = self.as_role(role, "oco.kpi.value").with_context(lang="en_US")
        return values.search(
            [
                ("kpi_id.code", "=", code),
                ("period", "=", kind),
                ("date", "=", start),
                ("company_id", "=", self.organisation.id),
                *((name, "=", value) for name, value in domain.items()),
            ]
        )

    def content(self):
        self.env.cr.execute(
            "SELECT to_jsonb(cell) - 'id' FROM oco_kpi_value AS cell"
            " ORDER BY (to_jsonb(cell) - 'id')::text"
        )
        return self.env.cr.fetchall()

    def test_a_value_in_words(self):
        k13 = self.value("K13", "quarter", Q1)
        self.assertEqual((k13.value, k13.shown), (40, "≈ 40%"))
        self.assertEqual(k13.change, "▼ 60 percentage points less")
        self.assertEqual(k13.period_name, "Q1 2026")
        self.assertIn("first call", k13.definition)
        self.assertEqual(self.value("K08", "quarter", Q4).shown, "–")
        self.env["res.lang"]._activate_lang("nl_NL")
        dutch = self.value("K08", "quarter", Q1).with_context(lang="nl_NL")
        self.assertEqual(dutch.shown, "≈ 1,75")
        values = self.env["oco.kpi.value"].with_context(lang="nl_NL")
        for unit, before, now, words in (
            ("days", 8, 7, "▼ 1 dag minder"),
            ("days", 8, 10, "▲ 2 dagen meer"),
            ("n", 5, 6, "▲ 1 meer"),
            # As printed: 75% beside 74%.
            ("%", 74.4, 74.6, "▲ 1 procentpunt meer"),
            ("%", 74, 79, "▲ 5 procentpunt meer"),
            ("%", 74.6, 75.4, "= gelijk"),
        ):
            value = values.new({"unit": unit, "value": now, "previous_value": before})
            value.is_rounded = unit == "%"
            with self.subTest(unit=unit, now=now):
                self.assertEqual(value._change(), words)

    def test_each_group_counts_a_case_and_nothing_adds_them_up(self):
        groups = self.value("K09", "quarter", Q1, breakdown="group")
        self.assertEqual(sorted(groups.mapped("denominator")), [1, 3])
        self.assertEqual(
            {int(code) for code in groups.mapped("key_code")},
            set((self.autism | self.street).ids),
        )
        [told] = groups.formatted_read_group(
            [("id", "in", groups.ids)], ["breakdown"], ["numerator:sum", "n:sum"]
        )
        self.assertFalse(told["numerator:sum"] or told["n:sum"])

    def test_cases_and_contacts_by_road_are_one_whole(self):
        def shares(start, **values):
            found = self.value(
                "K21", "quarter", start, part="together", breakdown="arrival", **values
            )
            return {row.key_code: (row.numerator, row.denominator) for row in found}

        swt, outreach = (
            str(self.env.ref(f"client_support.arrival_{code}").id)
            for code in ("swt", "outreach")
        )
        # 1 and 2 and a contact of 1; a contact; 4, 5, 6 and two anonymous.
        self.assertEqual(
            shares(Q1),
            {swt: (3, 9), outreach: (1, 9), False: (5, 9)},
        )
        self.assertEqual(shares(Q4), {False: (1, 1)})
        self.assertEqual(shares(Q2), {False: (1, 1)})
        found = self.value(
            "K21",
            "quarter",
            Q4,
            part="together",
            breakdown="team_arrival",
            team_id=self.elsewhere.id,
        )
        self.assertEqual(found.value, 100)
        # Of a quarter that goes on the one would be told up to another day.
        with freeze_time("2026-03-20 12:00"):
            self.env["oco.engine"]._rebuild()
            self.assertFalse(shares(Q1))

    def test_targets(self):
        target = self.as_role("manager", "oco.kpi.target").create(
            {
                "kpi_id": self.env.ref("oco_reporting.kpi_k13").id,
                "year": 2026,
                "period": "any",
                "value": 90,
            }
        )
        value = self.value("K13", "quarter", Q1)
        self.assertEqual((value.target, value.judgement), (90, "✗ not met"))
        self.assertFalse(self.value("K13", "quarter", Q4).has_target)
        target.value = 40
        self.assertEqual(self.value("K13", "quarter", Q1).judgement, "✓ met")
        target.unlink()
        self.assertFalse(self.value("K13", "quarter", Q1).has_target)

    def test_of_a_period_that_goes_on(self):
        today = fields.Date.today()
        self.make_contact(
            self.residents[0], user=self.users["supporter"], date=str(today)
        )
        self.env["oco.engine"]._update()
        target = self.as_role("manager", "oco.kpi.target").create(
            {
                "kpi_id": self.env.ref("oco_reporting.kpi_k01").id,
                "year": today.year,
                "value": 1000,
            }
        )
        year = today.replace(month=1, day=1)
        self.assertEqual(self.value("K01", "year", year).judgement, False)
        target.value = 1
        self.assertEqual(self.value("K01", "year", year).judgement, "✓ met")
        # Questions of this month come when it is over: no share of half of them.
        month = today.replace(day=1)
        self.assertFalse(self.value("K08", "month", month).has_value)

    def test_an_update_gives_what_building_anew_gives(self):
        before = self.content()
        self.env["oco.engine"]._update()
        self.assertEqual(self.content(), before)
        self.make_contact(
            self.residents[0], user=self.users["supporter"], date="2026-02-03"
        )
        self.cases[2].write(
            {"stage": "closed", "close_date": "2026-05-05", "result": "reached"}
            | {"closing_reason_id": self.ref("client_support.closing_reason_answered")}
        )
        self.cases[5].team_id = self.elsewhere
        self.cases[1].first_call_date = "2026-02-28"
        self.env["client.contact"].search(
            [("resident_id", "=", self.residents[0].id), ("date", "=", "2026-01-05")]
        ).arrival_id = self.env.ref("client_support.arrival_gp")
        self.cases[2].question_ids.legal_framework = "zvw"
        self.residents[1].sudo().target_group_ids = self.street
        self.access.name = "Gemeente Nieuwstad"
        self.env["oco.engine"]._update()
        updated = self.content()
        self.assertNotEqual(updated, before)
        self.env["oco.engine"]._rebuild()
        self.assertEqual(self.content(), updated)

    def test_an_update_leaves_other_periods_alone(self):
        kept = self.value("K01", "quarter", Q1)
        self.make_contact(
            self.residents[0], user=self.users["supporter"], date="2026-05-03"
        )
        self.env["oco.engine"]._update()
        self.assertTrue(kept.exists())
        self.assertEqual(self.value("K01", "quarter", Q2).value, 2)

    def test_what_was_built_of_supporters_before_stays(self):
        self.env.cr.execute(
            "UPDATE oco_fact_supporter SET date = '2026-08-01' WHERE company_id = %s",
            [self.organisation.id],
        )
        self.env.cr.execute(
            "UPDATE oco_fact_month SET month = '2026-08-01'"
            " WHERE fact = 'oco.fact.supporter' AND company_id = %s",
            [self.organisation.id],
        )
        self.profile.active = False
        self.env["oco.engine"]._rebuild()
        self.assertEqual(self.value("K38", "quarter", date(2026, 7, 1)).n, 3)

    def test_small_bases_are_hidden(self):
        self.env["ir.config_parameter"].set_param(oco_kpi_value.LEAST_SETTING, 10)
        self.env["oco.engine"]._rebuild()
        for code, kind, start in (
            ("K12", "quarter", Q1),
            ("K13", "quarter", Q1),
            ("K25", "quarter", Q1),
        ):
            with self.subTest(code=code):
                value = self.value(code, kind, start)
                self.assertTrue(value.is_hidden)
                self.assertFalse(value.value or value.numerator or value.n)
                self.assertEqual(value.shown, "hidden: too few residents")
        # Work is not hidden, nor what counts no residents.
        self.assertEqual(self.value("K04", "quarter", Q1).value, 3)
        self.assertEqual(self.value("K33", "quarter", Q1).value, 11)
        # A target tells nothing of what is hidden.
        self.assertFalse(self.value("K13", "quarter", Q1).judgement)

    def test_a_group_of_few_has_no_row(self):
        """A hidden one would say that somebody belongs to it."""
        self.assertTrue(self.value("K25", "quarter", Q1, breakdown="group"))
        self.env["ir.config_parameter"].set_param(oco_kpi_value.LEAST_SETTING, 10)
        self.env["oco.engine"]._rebuild()
        for code in ("K09", "K25"):
            self.assertTrue(self.value(code, "quarter", Q1).is_hidden)
            self.assertFalse(self.value(code, "quarter", Q1, breakdown="group"))

    def test_who_reads(self):
        self.assertTrue(self.value("K04", "quarter", Q1, role="finance"))
        for role in set(self.users) - {"manager", "finance", "coordinator"}:
            for model in ("oco.kpi", "oco.kpi.value", "oco.kpi.target"):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    self.as_role(role, model).search([])

    def test_a_coordinator_reads_the_own_teams(self):
        self.team.coordinator_id = self.users["coordinator"]
        values = self.as_role("coordinator", "oco.kpi.value").search([])
        self.assertEqual(values.team_id, self.team)
        self.assertTrue(all(value.team_id for value in values))
        k13 = self.env.ref("oco_reporting.kpi_k13")
        seen = self.as_role("coordinator", "oco.kpi").with_context(lang="en_US")
        # Of 1, 2, 4, 5 and 6 of the own team.
        shown = seen.browse(k13.id)
        self.assertEqual((shown.latest_of, shown.latest), (self.team.name, "≈ 40%"))
        with self.assertRaises(AccessError):
            self.as_role("coordinator", "oco.kpi.target").search([])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_not_of_another_organisation(self):
        manager = self.make_user(
            "t_manager3", "client_support.group_manager", company=self.neighbour
        )
        values = self.as_user(manager, "oco.kpi.value")
        self.assertFalse(values.search([("company_id", "=", self.organisation.id)]))
        for model in ("oco.kpi.target", "oco.kpi.benchmark"):
            self.assertFalse(self.as_user(manager, model).search([]))

    def test_nobody_writes_values_or_definitions(self):
        for role in ("manager", "finance", "coordinator", "administrator"):
            for model in ("oco.kpi", "oco.kpi.value"):
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(
                        self.as_role(role, model).has_access(operation), (role, model)
                    )
        self.assertFalse(self.as_role("finance", "oco.kpi.target").has_access("write"))

    def test_screens(self):
        for role in ("manager", "finance"):
            opened = self.open_menus(role, "oco_reporting.menu_oco_kpi")
            self.assertIn("oco_reporting.menu_oco_kpi_value", opened)
        self.open_menus("coordinator", "oco_reporting.")
        kpis = self.as_role("manager", "oco.kpi").with_context(kpi_period="year")
        k04 = kpis.search([("code", "=", "K04")])
        self.assertEqual(k04.latest_period, "2026")
        self.assertEqual((k04.latest_of, k04.latest), (self.organisation.name, "4"))
        self.assertIn('"y": 4.0', k04.graph)
        self.assertEqual(k04.action_values()["domain"], [("kpi_id", "=", k04.id)])
        self.assertIn(("cube", "=", "cases"), k04.action_figures()["domain"])

    def test_values_are_found_by_the_code(self):
        values = self.as_role("manager", "oco.kpi.value")
        found = values.search([("kpi_id", "ilike", "K21")])
        self.assertEqual(found.kpi_id, self.env.ref("oco_reporting.kpi_k21"))

    def test_a_card_is_of_the_last_period_that_is_over(self):
        """Of a running one most is not there, and the rest is still small."""
        kpis = self.as_role("manager", "oco.kpi").with_context(lang="en_US")
        k04 = kpis.search([("code", "=", "K04")])
        for today, period, value in (
            ("2026-04-01", "Q1 2026", "3"),
            ("2026-06-30", "Q1 2026", "3"),
            ("2026-07-01", "Q2 2026", "1"),
        ):
            with self.subTest(today=today), freeze_time(f"{today} 12:00"):
                k04.invalidate_recordset()
                self.assertEqual((k04.latest_period, k04.latest), (period, value))


class TestDeclared(BaseCase):
    """How KPIs are written down; without a database."""

    def test_every_table_is_declared_well(self):
        for code, kpi in KPIS.items():
            names = [breakdown.name for breakdown, _parts in kpi.tables()]
            self.assertEqual(len(names), len(set(names)), code)
            for _breakdown, parts in kpi.tables():
                self.assertEqual(len(parts), len({part.name for part in parts}), code)

    def test_what_rests_on_residents_is_protected(self):
        for code, kpi in KPIS.items():
            if kpi.protects == "nothing":
                continue
            for breakdown, parts in kpi.tables():
                for part in parts:
                    with self.subTest(code=code, by=breakdown.name, part=part.name):
                        # Exact are whole numbers of what a team did, and no share.
                        self.assertTrue(part.shown_as != EXACT or part.unit == "n")
