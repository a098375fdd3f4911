"""What managers and finance make of the city's year; runs in one shell after `city.py`.

Hours, targets, a closed quarter with a correction after it, one that waits for the
second person, answers of residents, a final workbook and a draft. Right on any day: the
closed quarter is the last but one, and the grant is of the year in which that lies.
"""

# ruff: noqa: F821 - what city.py defines

from dateutil.relativedelta import relativedelta

QUARTER = TODAY.replace(month=TODAY.month - (TODAY.month - 1) % 3, day=1)
CLOSED, PROPOSED = (QUARTER - relativedelta(months=months) for months in (6, 3))
FIRST_MONTH = (TODAY - timedelta(days=364)).replace(day=1)
# Minutes a week of a supporter beside what contacts and talks book by themselves.
WEEK = {
    "case": 350,
    "consult": 120,
    "travel_client": 90,
    "registration": 180,
    "network": 60,
    "expertise": 75,
    "regional": 30,
}
# KPI: kind of period, and what is aimed at.
TARGETS = {
    "K01": ("quarter", 250),
    "K02": ("quarter", 170),
    "K03": ("quarter", 300),
    "K11": ("any", 60),
    "K12": ("any", 7),
    "K13": ("any", 90),
    "K16": ("any", 15),
    "K25": ("any", 70),
    "K28": ("any", 8),
    "K29": ("any", 90),
    "K30": ("any", 80),
    "K31": ("any", 60),
    "K38": ("any", 100),
}
SIGNALS = [
    ("joost", "gap", "mobility", "In de avond rijdt er geen buurtbus naar Oost."),
    ("noor", "unclear", "housing", "Niemand weet wie over de traplift gaat."),
    ("leyla", "reach", "social_network", "Oudere buren lezen onze folder niet."),
]
ANSWERS = {
    "OCO1": ("agree", "fully_agree", "neutral"),
    "OCO2": ("agree", "neutral"),
    "OCO3": ("agree", "agree", "disagree"),
    "OCO6": ("7", "8", "9"),
    "OCO7": ("yes", "yes", "maybe"),
}


def keep_hours():
    """Every supporter writes down the weeks; the coordinator closes whole quarters."""
    activities = {code: ref(f"time_activity_{code}").id for code in WEEK}
    for login in ("fatima", "bram", "noor", "joost", "leyla"):
        weeks = range(0, (TODAY - FIRST_MONTH).days, 7)
        as_user(login, "client.time").create(
            [
                {
                    "date": FIRST_MONTH + timedelta(days=week),
                    "minutes": int(minutes * DICE.uniform(0.7, 1.2)),
                    "activity_id": activities[code],
                }
                for week in weeks
                for code, minutes in WEEK.items()
            ]
        )
    keep_hours_of_cases()
    months, month = [], FIRST_MONTH
    while month < QUARTER:
        months.append(month)
        month += relativedelta(months=1)
    people = env["client.supporter"].search([])
    as_user("karin", "client.time.month").create(
        [
            {
                "supporter_id": one.id,
                "month": month,
                "entered_hours": 0 if one.user_id else DICE.randint(10, 20),
            }
            for month in months
            for one in people
        ]
    ).action_close()


def keep_hours_of_cases():
    """Every other week an hour or more for each case."""
    for team in env["client.team"].search([("shares_light_files", "=", False)]):
        cases = as_member("client.case", team).search([("start_date", "!=", False)])
        cases.env["client.time"].create(
            [
                {
                    "case_number": case.number,
                    "date": case.start_date + timedelta(days=days),
                    "minutes": DICE.choice((45, 60, 90, 120)),
                }
                for case in cases
                for days in range(
                    0, ((case.close_date or TODAY) - case.start_date).days, 14
                )
            ]
        )


def pass_on_signals():
    """Signals of the year: one that was answered, one that waits for an answer."""
    own = as_user("karin", "client.signal")
    made = own
    for login, kind, code, words in SIGNALS:
        made += as_user(login, "client.signal").create(
            {
                "kind": kind,
                "life_domain_id": domain(code).id,
                "description": words,
                "residents": "5",
                "recipient_kind": "municipality",
            }
        )
    made = own.browse(made.ids)
    # What is registered today came up in the months before.
    env.flush_all()
    for number, one in enumerate(made):
        env.cr.execute(
            "UPDATE client_signal SET create_date = %s WHERE id = %s",
            [QUARTER - timedelta(days=20 + 60 * number), one.id],
        )
    env.invalidate_all()
    made[:2].action_send()
    made[0].answer = "De buurtbus rijdt vanaf het voorjaar tot tien uur."
    made[0].action_answer()


def deal_with_a_complaint():
    as_user("karin", "client.complaint").create(
        {
            "received_on": TODAY - timedelta(days=20),
            "description": "Ik werd pas na drie weken teruggebeld.",
            "outcome": "founded",
            "answer": "Dat was te laat. We bellen voortaan binnen twee weken.",
            "lesson": "Elke maandag kijkt de intake wie nog niet gebeld is.",
        }
    ).action_close()


def set_targets():
    """Targets of this year and the one before, and what the municipality measured."""
    kpis = {kpi.code: kpi.id for kpi in env["oco.kpi"].search([])}
    as_user("mark", "oco.kpi.target").create(
        [
            {"kpi_id": kpis[code], "year": year, "period": period, "value": value}
            for year in (TODAY.year - 1, TODAY.year)
            for code, (period, value) in TARGETS.items()
        ]
    )
    city = ref("team_demo_centrum").area_ids.parent_id
    as_user("mark", "oco.kpi.benchmark").create(
        [
            {
                "kpi_id": kpis["K32"],
                "area_id": city.id,
                "year": TODAY.year - ago,
                "value": value,
                "source": f"Cliëntervaringsonderzoek {TODAY.year - ago}, tabel 4",
            }
            for ago, value in enumerate((38, 36, 33))
        ]
    )


def ask_residents():
    """Invitations go out; some answer at once, of others the desk still has to call."""
    invitations = env["client.survey.invitation"]
    form = env["oco.survey.form"].with_user(env.ref("base.public_user"))
    easy = next(
        one for one in env["survey.survey"]._offered(TODAY) if one.oco_kind == "easy"
    )
    due = invitations._due()
    for invitation in due:
        invitation._choose_road()
    for invitation in due.filtered(lambda one: one.road == "email"):
        answers = {code: DICE.choice(values) for code, values in ANSWERS.items()}
        form._page(
            invitation._draw(), {**answers, "version": easy.oco_version, "to": "send"}
        )
    # The demo brings facts of answers that were deleted long ago: no change to notice.
    env.cr.execute("SELECT DISTINCT company_id, date FROM oco_fact_survey")
    months = env.cr.fetchall()
    facts = ("oco.fact.survey", "oco.fact.invitation")
    env["oco.kpi.value"]._build(dict.fromkeys(facts, months))


def close_quarters():
    """Finance proposes, the manager closes: one quarter, not yet the next.

    Afterwards somebody registers a contact that was forgotten: a correction.
    """
    for start in (CLOSED, PROPOSED):
        period = as_user("femke", "oco.period").create(
            {"kind": "quarter", "date": start}
        )
        period.action_propose()
        if start == CLOSED:
            as_user("mark", "oco.period").browse(period.id).action_close()
    team = ref("team_demo_centrum")
    contact = as_user("fatima", "client.contact")
    contact.create(
        {
            "resident_id": contact.search(
                [("team_id", "=", team.id)], limit=1
            ).resident_id.id,
            "team_id": team.id,
            "date": CLOSED + timedelta(days=40),
            "kind_id": ref("contact_kind_ia").id,
            "channel_id": ref("contact_channel_phone").id,
            "minutes": 15,
        }
    )
    env["oco.engine"]._update()


def account_for_the_grants():
    """A final workbook of a grant for the closed quarter, a draft of that of a year."""
    grants, runs = (
        as_user("femke", f"oco.{name}") for name in ("grant", "accountability")
    )
    pilot = grants.create(
        {
            "name": "PF-0093",
            "partner_id": env["res.partner"]
            .create({"name": "Fonds Waterveen", "is_company": True})
            .id,
            "funding_stream_id": ref("funding_stream_wmo").id,
            "decided_on": CLOSED - timedelta(days=40),
            "date_from": CLOSED,
            "date_to": PROPOSED - timedelta(days=1),
            "amount": 18000,
            "mode": "performance",
            "line_ids": [
                (
                    0,
                    0,
                    {
                        "code": "I1",
                        "name": "Inloop en advies in de wijk",
                        "unit": "contact",
                        "agreed": 380,
                        "kpi_code": "K01",
                        "amount": 18000,
                        "explanation": "De inloop in het buurthuis trok meer mensen.",
                    },
                )
            ],
            "advance_ids": [(0, 0, {"date": CLOSED, "amount": 15000})],
        }
    )
    pilot.action_grant()
    year = env.ref("oco_reporting.grant_demo")
    final, draft = runs.create([{"grant_id": pilot.id}, {"grant_id": year.id}])
    final.action_make()
    as_user("mark", "oco.accountability").browse(final.id).action_finalise()
    draft.action_make()


def keep_accounts():
    keep_hours()
    pass_on_signals()
    deal_with_a_complaint()
    env["oco.engine"]._rebuild()
    set_targets()
    ask_residents()
    close_quarters()
    account_for_the_grants()
    env["oco.survey.result"]._build()
    env.cr.commit()


keep_accounts()
