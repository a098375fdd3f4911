"""A small directory with all that open data can tell, and all that it must not."""

from datetime import date, timedelta

from odoo.fields import Command, Date

# What may stand nowhere in open data: names of what is not public.
HIDDEN = (
    "Geheime Opvang",
    "Verborgenlaan",
    "Nog niet af",
    "Niet meer",
    "Nooit gezien",
    "Opgeheven Club",
    "interne aantekening",
    "zoekwoord",
)


def make_directory(env):
    """Makes it; returns its records by name. Whoever calls has all rights."""
    partner = env["res.partner"].create(
        {
            "name": "Stichting Naast U",
            "is_company": True,
            "is_support_organization": True,
            "organization_type": "client_support",
            "public_description": "Staat naast inwoners, gratis en onafhankelijk.",
            "phone": "078 123 45 67",
            "email": "info@naastu.example",
            "website": "https://naastu.example/café",
            "company_registry": "12345678",
            "takes_access_decisions": True,
        }
    )
    ended_partner = env["res.partner"].create(
        {
            "name": "Opgeheven Club",
            "is_company": True,
            "is_support_organization": True,
            "public_description": "Bestond.",
        }
    )
    municipality = env["social.area"].create(
        {"name": "Waterstad", "level": "municipality", "code": "GM9991"}
    )
    district = env["social.area"].create(
        {"name": "Buurtschap", "level": "district", "parent_id": municipality.id}
    )
    group = env["target.group"].create({"name": "Vissers", "code": "test_fishers"})
    place = env["social.location"].create(
        {
            "name": "Wijkhuis",
            "street": "Dorpsstraat 1",
            "postal_code": "3311ab",
            "city": "Waterstad",
            "area_id": municipality.id,
            "latitude": 51.81,
            "longitude": 4.66,
            "wheelchair": "partly",
            "accessible_toilet": "yes",
            "accessibility": "Er is een lift.",
            "transport": "Bus 3",
        }
    )
    far = env["social.location"].create(
        {
            "name": "Verre huis",
            "street": "Grens 1",
            "postal_code": "9900 AA",
            "city": "Noordstad",
            "province": "Groningen",
            "latitude": 53.3,
            "longitude": 6.9,
        }
    )
    online = env["social.location"].create(
        {"name": "Videogesprek", "location_type": "virtual"}
    )
    secret = env["social.location"].create(
        {
            "name": "Geheime Opvang",
            "street": "Verborgenlaan 9",
            "postal_code": "3312 ZZ",
            "city": "Waterstad",
            "latitude": 51.80,
            "longitude": 4.67,
            "is_confidential": True,
        }
    )
    today = Date.today()
    common = {
        "partner_id": partner.id,
        "summary": "Iemand gaat met u mee.",
        "life_domain_ids": [Command.link(env.ref("social_map.life_domain_housing").id)],
        "is_nationwide": True,
        "phone": "078 765 43 21",
    }
    rich = env["social.service"].create(
        {
            **common,
            "name": "Samen naar het gesprek",
            "alternate_name": "Meegaan",
            "description": "U bespreekt vooraf wat u wilt.",
            "easy_text": "Wij gaan mee.",
            "support_form_id": env.ref("social_map.support_form_social_brokers").id,
            "category_ids": [
                Command.link(env.ref("social_map.social_service_category_contacts").id)
            ],
            "provision_level": "general",
            "law": "wmo",
            "keywords": "zoekwoord",
            "note": "interne aantekening",
            "performs_client_support": True,
            "independence": "independent",
            "independence_statement": "Wij beslissen nergens over mee.",
            "target_group_ids": [Command.link(group.id)],
            "for_whom": "Voor wie zorg vraagt.",
            "not_for_whom": "wie een klacht heeft",
            "minimum_age": 18,
            "maximum_age": 99,
            "area_ids": [Command.set([municipality.id, district.id])],
            "language_ids": [
                Command.set(
                    [
                        env.ref("social_map.social_language_nl").id,
                        env.ref("social_map.social_language_ar").id,
                    ]
                )
            ],
            "interpreter": True,
            "cost": "contribution",
            "cost_ids": [
                Command.create({"name": "Per keer", "amount": 2.5}),
                Command.create({"name": "Met een stadspas", "amount": 0}),
            ],
            "referral_needed": "none",
            "application_process": "Bel ons.",
            "email": "meegaan@naastu.example",
            "url": "https://naastu.example/meegaan?a=é b",
            "contact_role": "de balie",
            "reach_phone": True,
            "reach_visit": True,
            "moment_reflection": True,
            "waiting_weeks": 3,
            "capacity_available": 2,
            "capacity_maximum": 10,
            "measured_on": today - timedelta(days=3),
            "schedule_ids": [
                Command.create({"weekday": "0", "opens_at": 9, "closes_at": 12.5}),
                Command.create(
                    {
                        "weekday": "4",
                        "week_of_month": "-1",
                        "opens_at": 20,
                        "closes_at": 24,
                        "by_appointment": True,
                        "note": "Bel tweemaal",
                    }
                ),
                Command.create(
                    {
                        "is_closure": True,
                        "valid_from": date(today.year, 12, 24),
                        "valid_until": date(today.year + 1, 1, 2),
                        "note": "Kerst",
                    }
                ),
            ],
            "service_location_ids": [
                Command.create(
                    {
                        "location_id": place.id,
                        "description": "Eerste verdieping",
                        "phone": "078 000 00 01",
                        "schedule_ids": [
                            Command.create(
                                {"weekday": "1", "opens_at": 10, "closes_at": 11}
                            )
                        ],
                    }
                ),
                Command.create({"location_id": far.id}),
                Command.create({"location_id": online.id}),
                Command.create({"location_id": secret.id, "phone": "078 999 99 99"}),
            ],
        }
    )
    rich.action_publish()
    plain = env["social.service"].create({**common, "name": "Alleen het nodige"})
    plain.action_publish()
    paused = env["social.service"].create({**common, "name": "Zomercafé"})
    paused.action_publish()
    paused.action_pause()
    draft = env["social.service"].create({**common, "name": "Nog niet af"})
    never = env["social.service"].create({**common, "name": "Nooit gezien"})
    never.action_end()
    ended = env["social.service"].create(
        {
            **common,
            "name": "Niet meer",
            "service_location_ids": [Command.create({"location_id": place.id})],
        }
    )
    ended.action_publish()
    of_ended_partner = env["social.service"].create(
        {**common, "name": "Niet meer van de club", "partner_id": ended_partner.id}
    )
    of_ended_partner.action_publish()
    # Everybody could find them.
    env.flush_all()
    ended.action_end()
    ended_partner.is_support_organization = False
    env.flush_all()
    return {
        "organization": partner.social_organization_ids,
        "group": group,
        "place": place,
        "far": far,
        "secret": secret,
        "rich": rich,
        "plain": plain,
        "paused": paused,
        "draft": draft,
        "never": never,
        "ended": ended,
        "of_ended_partner": of_ended_partner,
    }
