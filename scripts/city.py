"""A year of invented work for the demo database: `odoo shell -d demo < city.py`.

Everything is registered by the people of the demo data under their own rights, as it
would be in the office: the access rows are real ones. The same day gives the same
city.
"""

# ruff: noqa: F821 - `env` is given by the shell

import random
from datetime import date, datetime, time, timedelta

DICE = random.Random(1815)
TODAY = date.today()
RESIDENTS_PER_TEAM = 45
CONTACTS_PER_TEAM = 260
CASES_PER_TEAM = 30
RESIDENT = "wim@example.com"
# What the program writes down for these people, such as why somebody sees a file.
LANGUAGE = env["res.lang"].search([("code", "=", "nl_NL")]).code or None

# fmt: off
FIRST_NAMES = [
    "Sjaan", "Piet", "Aïsha", "Kees", "Marga", "Youssef", "Truus", "Dragan", "Els",
    "Hatice", "Wim", "Fenna", "Omar", "Riet", "Jannes", "Mina", "Cor", "Saskia", "Ali",
    "Greet", "Bas", "Lidia", "Henk", "Zeynep", "Arie", "Noortje", "Sami", "Ans",
]
LAST_NAMES = [
    "Voorbeeld", "Verzonnen", "Bestaatniet", "Testema", "Fictie", "Proefstra",
    "Oefening", "Schets",
]
NICKNAMES = [
    "Pluk", "Ome Jan", "Lange Piet", "Bolle", "Tante Sjaan", "De Kapitein", "Rooie",
    "Spijker",
]
# fmt: on
# How often each life domain comes up, by code.
DOMAINS = {
    "income_debt": 22,
    "health_care": 14,
    "housing": 14,
    "participation": 12,
    "youth_family": 10,
    "daily_living": 8,
    "safety_justice": 6,
    "education": 6,
    "social_network": 5,
    "work_day": 4,
    "mobility": 3,
    "meaning": 1,
}
KINDS = {
    "ia": 60,
    "chat": 14,
    "outreach_met": 10,
    "outreach_not_home": 8,
    "consultation_hour": 8,
}
CHANNELS = {
    "walk_in": 35,
    "phone": 30,
    "home": 12,
    "consult_hour": 10,
    "outreach": 8,
    "email": 5,
}
REASONS = ("information", "advice", "referral", "listening_ear", "form_help")
WORDS = {
    "income_debt": "Snapt de brief over de toeslag niet",
    "housing": "De huur gaat omhoog en de trap lukt niet meer",
    "health_care": "Weet niet bij wie voor hulp in huis",
    "daily_living": "De post stapelt zich op",
    "youth_family": "Zoon zit thuis, school belt niet terug",
    "participation": "Wil weer onder de mensen",
}

# The law that the answer may lie in, by life domain.
LAWS = {
    "income_debt": "debt_support",
    "housing": "wmo",
    "health_care": "wmo",
    "daily_living": "wmo",
    "youth_family": "youth_act",
    "education": "education",
    "work_day": "participation_act",
}
# In the words of residents, by life domain.
WISHES = {
    "income_debt": "Ik wil mijn post weer durven openen",
    "housing": "Ik wil in mijn huis kunnen blijven",
    "health_care": "Ik wil weten wie mij thuis kan helpen",
    "daily_living": "Ik wil mijn huis op orde krijgen",
    "participation": "Ik wil weer onder de mensen komen",
}
PEOPLE = [("Joke", "family"), ("Bert", "neighbour"), ("Fien", "friend")]
# How residents came, and who had told them of client support, by code.
ARRIVALS = {"self": 30, "swt": 25, "gp": 12, "network": 12, "wmo_access": 9, "cjg": 5}
# Of contacts in turn; of some it was not said.
ROADS = ("self", "swt", None, "self", "gp", "network", None, "swt", "wmo_access")
# By road: how residents had heard of client support, and who sent them.
HEARD = {
    "self": "internet",
    "network": "family",
    "swt": "professional",
    "gp": "professional",
    "wmo_access": "municipality",
    "cjg": "professional",
}
SENDERS = {
    "swt": "Sociaal wijkteam De Brug (voorbeeld)",
    "gp": "Huisartsenpraktijk De Linde (voorbeeld)",
    "wmo_access": "Toegang Wmo (voorbeeld)",
    "cjg": "Jeugdteam Het Plein (voorbeeld)",
}
TOLD_BY = {"neighbourhood_team": 30, "wmo_access": 20, "gp": 10, "nobody": 25}
MOMENTS = {"reflection": 20, "obtaining": 55, "using": 25}
ENDINGS = {
    "answered": 30,
    "own_network": 12,
    "general_provision": 22,
    "individual_provision": 18,
    "lighter_solution": 10,
    "no_contact": 16,
    "moved": 3,
}
TASKS = {
    "r_story": 9,
    "r_info": 8,
    "o_info": 6,
    "o_weigh": 5,
    "o_access": 6,
    "u_review": 3,
}
# Some residents say to which groups they belong; the first three are hard to reach.
GROUPS = ("lonely_elderly", "small_questions", "mild_id", "debts", "carer", "chronic")
HELPERS = ("Taalhuis De Brug", "Buurthuis De Hoek", "Formulierenbrigade (voorbeeld)")
# The norm of the first call is two weeks; one in eight comes later.
DAYS_TO_CALL = (1, 2, 4, 5, 6, 9, 12, 18)


def ref(name):
    return env.ref(f"client_support.{name}")


def pick(weights):
    return DICE.choices(list(weights), weights=list(weights.values()))[0]


def domain(code):
    return env.ref(f"social_map.life_domain_{code}")


def day_in_the_past_year(latest=0):
    """A working day; the last months are a little busier than the first."""
    day = TODAY - timedelta(days=latest + int(360 * DICE.random() ** 1.15))
    return day - timedelta(days=max(0, day.weekday() - 4))


def questions():
    codes = {pick(DOMAINS) for _ in range(DICE.choice((1, 1, 1, 2, 3)))}
    return [
        (
            0,
            0,
            {
                "life_domain_id": domain(code).id,
                "legal_framework": LAWS.get(code),
                "description": WORDS.get(code),
            },
        )
        for code in sorted(codes)
    ]


def as_member(model, team, number=0):
    """The model under the rights of one of the team's members."""
    members = team.member_ids.filtered(lambda user: user.login != "tess")
    return (
        env[model].with_user(members[number % len(members)]).with_context(lang=LANGUAGE)
    )


def make_residents(team):
    light = team.shares_light_files
    people = []
    for number in range(RESIDENTS_PER_TEAM if not light else len(NICKNAMES) * 2):
        first, last = DICE.choice(FIRST_NAMES), DICE.choice(LAST_NAMES)
        person = {
            "nickname": NICKNAMES[number % len(NICKNAMES)] if light else first,
            "team_id": team.id,
        }
        if not light:
            person |= {
                "is_light": DICE.random() < 0.5,
                "name": f"{first} {last}",
                "birth_year": TODAY.year - DICE.randint(18, 90),
                "area_id": team.area_ids.id,
                "target_group_ids": groups(),
                **reachable_by(number),
            }
        people.append(person)
    return as_member("client.resident", team).create(people)


def groups():
    chosen = DICE.sample(GROUPS, DICE.choice((0, 0, 1, 1, 2)))
    return [(4, env.ref(f"social_map.target_group_{code}").id) for code in chosen]


def reachable_by(number):
    """By what roads somebody can be asked how the support was."""
    if number % 3 == 0:
        return {"email": f"inwoner{number}@example.com"}
    if number % 3 == 1:
        return {"phone": f"078-00000{number:02}", "preferred_channel": "phone"}
    street = {"street": f"Verzonnenstraat {number}", "postcode": "3300 AA"}
    return {"address_ids": [(0, 0, {**street, "city": "Dordrecht"})]}


def make_contacts(team, residents):
    contacts = []
    for number in range(CONTACTS_PER_TEAM):
        road = ROADS[number % len(ROADS)]
        kind = pick(KINDS)
        contacts.append(
            {
                "resident_id": DICE.choice(residents).id,
                "team_id": team.id,
                "date": day_in_the_past_year(),
                "kind_id": ref(f"contact_kind_{kind}").id,
                "arrival_id": road and ref(f"arrival_{road}").id,
                "channel_id": ref(f"contact_channel_{pick(CHANNELS)}").id,
                "minutes": DICE.choice((5, 15, 15, 30, 60)),
                "reason_ids": [(4, ref(f"contact_reason_{DICE.choice(REASONS)}").id)],
                "question_ids": [] if kind == "outreach_not_home" else questions(),
            }
        )
    return as_member("client.contact", team).create(contacts)


def make_anonymous_contacts(team):
    as_member("client.contact.anonymous", team).create(
        [
            {
                "team_id": team.id,
                "date": day_in_the_past_year(),
                "channel_id": ref("contact_channel_walk_in").id,
                "kind_id": ref("contact_kind_ia").id,
                "minutes": 15,
                "life_domain_ids": [(4, domain(pick(DOMAINS)).id)],
            }
            for _ in range(30)
        ]
    )


def make_cases(team, contacts):
    """Each began with a contact; half of them are closed by now."""
    chosen = DICE.sample(sorted(contacts.ids), CASES_PER_TEAM)
    for contact in contacts.browse(chosen):
        contact.action_make_case()
        case = contact.case_id
        call(case)
        start = min(contact.date + timedelta(days=DICE.randint(1, 14)), TODAY)
        close = start + timedelta(days=DICE.randint(20, 150))
        if start == TODAY:
            continue
        told_by = pick(TOLD_BY)
        moment, road = pick(MOMENTS), pick(ARRIVALS)
        case.write(
            {
                "stage": "active",
                "start_date": start,
                "expected_end_date": start + timedelta(days=120),
                "moment": moment,
                "arrival_id": ref(f"arrival_{road}").id,
                "how_found": HEARD[road],
                "funding_stream_id": ref("funding_stream_wmo").id,
                "informed_by": told_by,
                "informed_date": told_by != "nobody" and contact.date,
                "informed_medium": told_by != "nobody"
                and DICE.choice(("talk", "folder")),
            }
        )
        if road in SENDERS:
            sent(case, road)
        if close <= TODAY:
            go_through(case, close)
            finish(case, close)
        else:
            work_on(case)


def call(case):
    """The first call of a new case, sometimes after a try in vain."""
    registered = case.registration_date
    days = DICE.choice(DAYS_TO_CALL)
    tries = [(days, "reached")]
    if days > 4:
        tries.insert(0, (days - 3, DICE.choice(("not_reached", "voicemail"))))
    case.env["client.call.attempt"].create(
        [
            {
                "case_id": case.id,
                "moment": datetime.combine(registered + timedelta(days=day), time(9)),
                "outcome": outcome,
            }
            for day, outcome in tries
            if registered + timedelta(days=day) < TODAY
        ]
    )


def assess(case, moments):
    """Scores on every life domain, a little better each time."""
    scores = [DICE.randint(1, 4) for _ in DOMAINS]
    for step, (kind, day) in enumerate(moments):
        seen = case.env["client.assessment"].create(
            {"case_id": case.id, "kind": kind, "date": day}
        )
        for line, score in zip(seen.line_ids, scores, strict=True):
            line.write({"score": str(min(score + step, 5)), "own_score": str(score)})


def go_through(case, close):
    """What was done in a case that is over: tasks, a procedure, before and after."""
    case.env["client.case.task"].create(
        [
            {"case_id": case.id, "kind_id": ref(f"task_kind_{code}").id, "date": close}
            for code in sorted({pick(TASKS) for _ in range(4)})
        ]
    )
    if DICE.random() < 0.6:
        assess(case, (("start", case.start_date), ("end", close)))
    reported = case.start_date + timedelta(days=3)
    done = {"notification": reported}
    if DICE.random() < 0.7:
        done["talk"] = reported + timedelta(days=10)
        done["investigation"] = reported + timedelta(days=DICE.choice((30, 35, 40, 47)))
    procedure = case.env["client.procedure"].create(
        {
            "case_id": case.id,
            "law": "wmo",
            "date": reported,
            "handler_id": organisation(
                SENDERS["swt" if case.id % 3 == 0 else "wmo_access"]
            ).id,
        }
    )
    for step in procedure.step_ids.filtered(lambda step: step.code in done):
        day = min(done[step.code], TODAY)
        was_there = step.code == "talk" and DICE.random() < 0.7
        step.write({"done_date": day, "is_attended": was_there})
    procedure.date_ended = close
    if DICE.random() < 0.5:
        point_to(case, DICE.choice(HELPERS), close)


def organisation(name):
    partners = env["res.partner"]
    return partners.search([("name", "=", name)], limit=1) or partners.create(
        {"name": name, "is_company": True}
    )


def sent(case, road):
    """The referral to us that the case came in by."""
    case.env["client.referral"].sudo().create(
        {
            "case_id": case.id,
            "resident_id": case.resident_ids[:1].id,
            "type_id": ref(f"referral_type_{road}").id,
            "partner_id": organisation(SENDERS[road]).id,
            "state": "done",
            "requested_on": case.registration_date,
            "ended_on": case.start_date,
        }
    )


def point_to(case, helper, day):
    """Tell the resident of an organisation that helps further."""
    referral = case.env["client.referral"].create(
        {
            "case_id": case.id,
            "resident_id": case.resident_ids[:1].id,
            "type_id": ref("referral_type_information").id,
            "partner_id": organisation(helper).id,
            "life_domain_id": domain("education").id,
        }
    )
    referral.action_request()
    # Asking is always today; this was a while ago.
    referral.sudo().write({"requested_on": day, "ended_on": day})


def finish(case, close):
    """Close it; who agreed to it is asked how the support was."""
    resident = case.resident_ids[:1]
    if (TODAY - close).days < 60:
        case.env["client.consent"].create(
            {
                "case_id": case.id,
                "resident_id": resident.id,
                "purpose": "survey",
                "given_how": "oral",
            }
        ).action_give()
    case.write(
        {
            "stage": "closed",
            "close_date": close,
            "closing_reason_id": ref(f"closing_reason_{pick(ENDINGS)}").id,
            "resident_answer": DICE.choice(("yes", "yes", "yes", "partly", "no")),
            "left_open_reason": "Afgerond in overleg.",
        }
    )


def work_on(case):
    """What a supporter writes down of a case that goes on."""
    mine = {"case_id": case.id}
    resident = case.resident_ids[:1]
    moments = [("start", case.start_date)]
    if (TODAY - case.start_date).days > 60:
        moments.append(("interim", case.start_date + timedelta(days=60)))
    assess(case, moments)
    for question in case.question_ids:
        wish = WISHES.get(question.life_domain_id.code)
        if wish:
            case.env["client.goal"].create(
                {
                    **mine,
                    "life_domain_id": question.life_domain_id.id,
                    "wording": wish,
                    "action_ids": [
                        (0, 0, {"what": "Samen op een rij zetten", "by": "supporter"}),
                        (0, 0, {"what": "Zelf bellen", "by": "resident"}),
                    ],
                }
            )
    name, role = DICE.choice(PEOPLE)
    case.env["client.relation"].create(
        {"resident_id": resident.id, "name": name, "role": role}
    )
    case.env["client.note"].create(
        {**mine, "text": "Rustig gesprek gehad, we gaan verder.", "minutes": 30}
    )
    if DICE.random() < 0.6:
        procedure = case.env["client.procedure"].create({**mine, "law": "wmo"})
        reported = TODAY - timedelta(days=DICE.randint(2, 45))
        procedure.step_ids.filtered(lambda step: step.code == "notification").write(
            {"start_date": reported, "done_date": reported}
        )
    day = TODAY + timedelta(days=DICE.randint(0, 10))
    case.env["client.appointment"].create(
        {
            **mine,
            "resident_id": resident.id,
            "start": datetime.combine(day, time(DICE.randint(8, 14))),
        }
    )


def as_user(login, model):
    """The model under the rights of one of the demo people."""
    user = env["res.users"].search([("login", "=", login)])
    return env[model].with_user(user).with_context(lang=LANGUAGE)


def let_somebody_wait(team):
    """Intake registers two cases: one to be called, one on the waiting list."""
    for days, name in ((3, "Ria Voorbeeld"), (25, "Cor Verzonnen")):
        resident = as_user("tess", "client.resident").create(
            {"name": name, "nickname": name.split()[0], "team_id": team.id}
        )
        case = as_user("tess", "client.case").create(
            {
                "resident_ids": [(4, resident.id)],
                "team_id": team.id,
                "registration_date": TODAY - timedelta(days=days),
                "question_ids": questions(),
            }
        )
    case.write(
        {
            "stage": "waiting",
            "waiting_reason_id": ref("waiting_reason_no_room").id,
            "bridging_date": TODAY + timedelta(days=4),
            "bridging_by_id": case.env.uid,
        }
    )


def open_to_resident(case):
    """The resident has an account, reads along and let the access officer see parts."""
    resident = case.resident_ids[:1]
    resident.write({"nickname": "Wim", "name": "Wim Fictie"})
    resident._open_portal_account(RESIDENT)
    account = env["res.users"].search([("login", "=", RESIDENT)])
    account.write({"password": "demo", "lang": "nl_NL"})
    mine = {"case_id": case.id}
    case.env["client.message"].create(
        {**mine, "body": "Dag! Donderdag ga ik mee naar het gesprek. Tot dan."}
    )
    env["client.message"].with_user(account)._write_by_resident(
        case.number, "Fijn. Ik neem de brief mee."
    )
    case.env["client.note"].create(
        {**mine, "text": "Samen de brief gelezen.", "level": "shareable"}
    )
    officer = env["res.users"].search([("login", "=", "anna")])
    parts = [ref(f"section_{code}").id for code in ("identity", "plan")]
    case.env["client.consent"].create(
        {
            **mine,
            "resident_id": resident.id,
            "recipient_user_ids": [(4, officer.id)],
            "section_ids": [(6, 0, parts)],
            "given_how": "oral",
        }
    ).action_give()
    point_to(case, HELPERS[0], TODAY)


def work_at_the_office():
    """What organisations agree on, talk about and pass on, beside the files."""
    partner = env["res.partner"].create(
        {"name": "Wijkteams Dordrecht (voorbeeld)", "is_company": True}
    )
    as_user("karin", "social.agreement").create(
        {
            "name": "Convenant met de wijkteams",
            "partner_ids": [(4, partner.id)],
            "rhythm": "quarter",
        }
    )
    as_user("karin", "client.meeting").create(
        {"name": "Schaamte bij schulden", "kind": "intervision", "participants": 6}
    )
    as_user("karin", "client.outreach.activity").create(
        {"name": "Wat is cliëntondersteuning?", "medium": "market", "reached": 40}
    )
    as_user("fatima", "client.signal").create(
        {
            "kind": "waiting_list",
            "life_domain_id": domain("income_debt").id,
            "description": "Wie schulden heeft, wacht lang op een eerste gesprek.",
            "residents": "5",
        }
    )


def publish_last_year():
    """Figures of the year before, as an organisation brings them along in a table."""
    teams = env["client.team"].search([("shares_light_files", "=", False)])
    rows = {
        env.ref(f"social_map.life_domain_{code}").with_context(lang="nl_NL").name: [
            share * DICE.randint(3, 9) for _ in teams
        ]
        for code, share in DOMAINS.items()
    }
    rows["zomaar een praatje"] = [DICE.randint(30, 90) for _ in teams]
    lines = [["leefgebied", *teams.mapped("name"), "totaal"]]
    lines += [[f'"{label}"', *row, sum(row)] for label, row in rows.items()]
    columns = [sum(column) for column in zip(*rows.values(), strict=True)]
    lines.append(["totaal", *columns, sum(columns)])
    finance = env["res.users"].search([("login", "=", "femke")])
    year = TODAY.year - 1
    env["oco.published.table"].with_user(finance).import_csv(
        "\n".join(",".join(map(str, line)) for line in lines),
        {
            "name": f"Jaarverslag {year}, hulpvragen",
            "date_from": f"{year}-01-01",
            "date_to": f"{year}-12-31",
            "file_name": f"jaarverslag-{year}.csv",
            "source_note": "Verzonnen voorbeeld",
        },
    )


def main():
    if LANGUAGE:
        env["res.users"].search([("share", "=", False)]).write({"lang": LANGUAGE})
    for team in env["client.team"].search([], order="sequence"):
        residents = make_residents(team)
        contacts = make_contacts(team, residents)
        make_anonymous_contacts(team)
        if not team.shares_light_files:
            make_cases(team, contacts)
            let_somebody_wait(team)
    fatima = as_user("fatima", "client.case")
    cases = fatima.search(
        [("supporter_id.user_id", "=", fatima.env.uid), ("stage", "=", "active")]
    )
    # With a plan, so that there is something to read on the resident's own page.
    open_to_resident((cases.filtered("goal_ids") or cases)[:1])
    work_at_the_office()
    publish_last_year()
    env.cr.commit()


main()
