"""A refused assignment is rolled back; that it was checked stays on record."""

REFUSED = """
from odoo.exceptions import ValidationError
tag = env["client.supporter"].search_count([("active", "in", [True, False])])
supporter = env["client.supporter"].create({"name": f"Refused {tag}"})
provider = env["res.partner"].create({
    "name": f"Zorg {tag}", "is_company": True, "provides_indicated_care": True,
})
team = env["client.team"].create({"name": f"Refused {tag}"})
resident = env["client.resident"].create({"nickname": "Refused", "team_id": team.id})
case = env["client.case"].create({
    "resident_ids": [(4, resident.id)],
    "team_id": team.id,
    "provider_ids": [(4, provider.id)],
})
env["client.employment"].create({
    "supporter_id": supporter.id, "partner_id": provider.id,
})
env.cr.commit()
try:
    case._assign(supporter)
    answer = "assigned"
except ValidationError:
    answer = "refused"
env.cr.rollback()
env.invalidate_all()
checks = env["client.conflict.check"].search([("case_number", "=", case.number)])
answer = [answer, bool(case.supporter_id), checks.mapped("occasion"), checks.codes]
"""


def test_a_refusal_stays_on_record(shell):
    assert shell(REFUSED) == [
        "refused",
        False,
        ["assign"],
        "no_indicated_provider,not_same_helper",
    ]
