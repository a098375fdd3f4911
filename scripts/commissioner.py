"""What the municipality of the demo is given; runs in one shell after the city's year.

Signals to the municipality, a page and a file of the last quarter that is closed. Does
nothing as long as no quarter is.
"""

# ruff: noqa: F821 - `env` of the shell

from datetime import timedelta


def as_demo_user(login, model):
    user = env["res.users"].search([("login", "=", login)])
    return (
        env[model]
        .with_user(user)
        .with_context(allowed_company_ids=user.company_ids.ids)
    )


def give_to_the_municipality():
    period = as_demo_user("mark", "oco.period").search(
        [("kind", "=", "quarter"), ("state", "=", "closed")],
        order="date desc",
        limit=1,
    )
    town = env.ref("oco_reporting.partner_demo_payer")
    if not period or env["oco.council.page"].search_count([]):
        return
    for login, kind, domain, text, answer in (
        (
            "joost",
            "gap",
            "mobility",
            "In de avond rijdt er geen buurtbus naar Oost.",
            "De buurtbus rijdt voortaan ook op dinsdagavond en donderdagavond.",
        ),
        ("noor", "unclear", "housing", "Niemand weet wie over de traplift gaat.", ""),
    ):
        signal = as_demo_user(login, "client.signal").create(
            {
                "kind": kind,
                "life_domain_id": env.ref(f"social_map.life_domain_{domain}").id,
                "description": text,
                "answer": answer,
                "residents": "10",
                "recipient_kind": "municipality",
                "partner_id": town.id,
            }
        )
        signal.action_send()
        if answer:
            signal.action_answer()
        # Sent in the quarter, which buttons cannot say.
        signal.sudo().write(
            {
                "sent_on": period.date + timedelta(days=20),
                "answered_on": answer and period.date + timedelta(days=62),
            }
        )
    page = as_demo_user("mark", "oco.council.page").create(
        {
            "partner_id": town.id,
            "area_id": env.ref("oco_reporting.area_demo_waterveen").id,
            "period_id": period.id,
            "introduction": "Dit kwartaal begonnen wij met een spreekuur in de "
            "bibliotheek. Daar komen ook inwoners die ons nog niet kenden.",
        }
    )
    page.action_make()
    page.action_publish()
    file = as_demo_user("femke", "oco.delivery").create(
        {"partner_id": town.id, "period_id": period.id}
    )
    file.action_make()
    file.action_hand_over()
    env.cr.commit()


give_to_the_municipality()
