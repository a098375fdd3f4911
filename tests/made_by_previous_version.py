"""What people registered with the version before this one: `odoo shell < this`.

Runs on that version's addons, so it uses what those had. When the previous version in
previous_version.txt moves on, add what the newer one can hold.
"""

# ruff: noqa: F821 - `env` is given by the shell

from odoo.tests.common import new_test_user

from odoo.addons.client_support.tests import files


def user(login, group):
    return new_test_user(
        env,
        login,
        password=f"password of {login}",
        groups=f"client_support.group_{group}",
        lang="en_US",
    )


supporter, colleague = (
    user("old_supporter", "supporter"),
    user("old_colleague", "supporter"),
)
coordinator = user("old_coordinator", "coordinator")
volunteer = user("old_volunteer", "volunteer")
team = env["client.team"].create(
    {"name": "Old team", "member_ids": [(4, supporter.id), (4, colleague.id)]}
)
profile = env["client.supporter"].create(
    {"name": "Old supporter", "user_id": supporter.id, "vog_date": "2026-01-15"}
)
employer = env["res.partner"].create({"name": "Old employer", "is_company": True})
env["social.agreement"].create(
    {
        "name": "Old agreement",
        "company_id": env.company.id,
        "partner_ids": [(4, employer.id)],
        "owner_id": coordinator.id,
        "description": "Call first",
        "rhythm": "quarter",
        "quality_free": "yes",
        "meeting_ids": [(0, 0, {"name": "Old meeting", "date": "2026-01-20"})],
    }
)
env["client.employment"].create(
    {"supporter_id": profile.id, "partner_id": employer.id, "date_from": "2025-01-01"}
)
# Services that say whether they are formal: as their commission has it, and otherwise.
town = env["res.partner"].create(
    {"name": "Old town", "is_company": True, "organization_type": "municipality"}
)
env["social.agreement"].create(
    {
        "name": "Old commission",
        "kind": "commission",
        "company_id": env.company.id,
        "partner_ids": [(4, town.id)],
        "official_position": False,
        "date_from": "2025-01-01",
    }
)
env.company.partner_id.is_support_organization = True
services = env["social.service"].create(
    [
        {
            "name": name,
            "partner_id": partner.id,
            "performs_client_support": True,
            "formality": "formal",
        }
        for name, partner in (
            ("Old commissioned service", env.company.partner_id),
            ("Old service", employer),
        )
    ]
)
# What others published, in each of the two lists of it.
outside = {
    "area_id": env["social.area"]
    .create({"name": "Old municipality", "level": "municipality"})
    .id,
    "year": 2025,
}
env["oco.unmet.need"].create({**outside, "share": 3.5, "source": "Old estimate"})
env["oco.kpi.benchmark"].create(
    {
        **outside,
        "kpi_id": env.ref("oco_reporting.kpi_k32").id,
        "value": 33,
        "source": "Old survey",
    }
)

as_supporter = env(user=supporter)
resident = as_supporter["client.resident"].create(
    {
        "nickname": "Sjaan",
        "name": "Sjaan Vandevorigeversie",
        "birth_date": "1950-02-03",
        "is_light": False,
        "team_id": team.id,
    }
)
contact = as_supporter["client.contact"].create(
    {
        "resident_id": resident.id,
        "team_id": team.id,
        "channel_id": env.ref("client_support.contact_channel_phone").id,
        "minutes": 20,
        "question_ids": [
            (
                *(0, 0),
                {
                    "life_domain_id": env.ref("social_map.life_domain_housing").id,
                    "description": "De huur van de vorige versie",
                },
            )
        ],
    }
)
contact.action_make_case()
case = contact.case_id
case.stage = "active"
for state in ("requested", "draft"):
    env["client.referral"].create(
        {
            "case_id": case.id,
            "resident_id": resident.id,
            "type_id": env.ref("client_support.referral_type_referral").id,
            "service_id": services[1].id,
            "state": state,
            "requested_on": state == "requested" and "2026-02-01",
        }
    )
# A look that is over: its row stays as the proof of who could look.
ended = {
    "user_id": colleague.id,
    "valid_from": "2026-01-01",
    "valid_until": "2026-01-31",
}
env["client.access"].create(
    {
        **ended,
        "dossier_id": case.sudo().dossier_id.id,
        "resident_id": resident.id,
        "case_id": case.id,
        "kind": "cover",
        "basis": "Cover in January",
    }
)
env["client.access"]._grant(
    volunteer, case, "volunteer", "Assigned to the case", section="case"
)
# A file of which every part holds something, in every text; nobody works on it.
full = env["client.resident"].create({"nickname": "Vol", "team_id": team.id})
full_case = env["client.case"].create(
    {"resident_ids": [(4, full.id)], "team_id": team.id}
)
full_contact = env["client.contact"].create(
    {
        "resident_id": full.id,
        "case_id": full_case.id,
        "team_id": team.id,
        "channel_id": env.ref("client_support.contact_channel_phone").id,
    }
)
files.fill(env, full, full_case, full_contact, "Vol")
env.flush_all()
# A rule that somebody changed on the site: the next version puts it right.
rule = env.ref("client_support.client_case_rule_read")
env.cr.execute(
    "UPDATE ir_rule SET domain_force = '[(1, ''='', 1)]' WHERE id = %s", [rule.id]
)
