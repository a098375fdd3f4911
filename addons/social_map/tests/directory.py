"""An invented directory of services and what residents type to find them."""

import csv
from pathlib import Path

from odoo.fields import Command

HERE = Path(__file__).parent


def rows(name):
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def make_directory(env):
    """The services of `services.csv`, published, for everybody in the country."""
    lists = {
        name: {record.code: record.id for record in env[name].search([])}
        for name in ("life.domain", "target.group")
    }
    names = sorted({row["organisation"] for row in rows("services.csv")})
    organisations = env["res.partner"].create(
        [
            {
                "name": name,
                "is_company": True,
                "is_support_organization": True,
                "public_description": "Een organisatie in Wierdum.",
                "phone": "078 000 00 00",
            }
            for name in names
        ]
    )
    by_name = dict(zip(names, organisations.ids, strict=True))

    def links(model, codes):
        return [Command.set([lists[model][code] for code in codes.split(";") if code])]

    return env["social.service"].create(
        [
            {
                "name": row["name"],
                "partner_id": by_name[row["organisation"]],
                "summary": row["summary"],
                "description": row["description"],
                "keywords": row["keywords"],
                "life_domain_ids": links("life.domain", row["domains"]),
                "target_group_ids": links("target.group", row["groups"]),
                "is_nationwide": True,
                "state": "published",
            }
            for row in rows("services.csv")
        ]
    )
