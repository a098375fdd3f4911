"""A file with a marker in every text, for the tests that look for it everywhere.

Runs in `odoo shell`: `plant(env)` makes people in every role and relation, then one
file with everything that can belong to it, and returns what the tests ask for.

File models and forms are found in the registry, so a new one is planted without a
word here. A form that cannot be made is told by a test: add its values to HOW.
"""

import inspect
import time
from datetime import timedelta

from odoo import fields
from odoo.tests.common import new_test_user

from odoo.addons.client_support import inside
from odoo.addons.client_support.tests import files

# What nobody may meet. The needle is a part of it to search by: an answer that only
# repeats the question does not hold the whole.
MARKER = "Quaadmerk7193geheim"
NEEDLE = "aadmerk7193"
NAME = "Verzonnen Geheimdrager"
TEXT = f"{NAME} {MARKER}"
PASSWORD = "a long password"

ROLES = {
    "supporter": "client_support.group_supporter",
    "volunteer": "client_support.group_volunteer",
    "walk_in": "client_support.group_walk_in",
    "intake": "client_support.group_intake",
    "coordinator": "client_support.group_coordinator",
    "manager": "client_support.group_manager",
    "finance": "client_support.group_finance",
    "privacy_officer": "client_support.group_privacy_officer",
    "access_officer": "client_support.group_access_officer",
    "provider_staff": "client_support.group_provider_staff",
    "commissioner": "oco_reporting.group_commissioner",
    "figures_reader": "oco_reporting.group_figures_reader",
    "directory_editor": "social_map.group_directory_editor",
    "portal": "base.group_portal",
    "employee": "base.group_user",
    "administrator": "base.group_system",
    "contact_administrator": "base.group_partner_manager,base.group_user",
    "exporter": "base.group_user,base.group_allow_export",
    "helpdesk_manager": "helpdesk_mgmt.group_helpdesk_manager",
}

# Whose access is over, or never was: (groups, kind of the row that they had).
RELATIONS = {
    "ex_supporter": (ROLES["supporter"], "supporter"),
    "ex_volunteer": (ROLES["volunteer"], "volunteer"),
    "ex_intake": (ROLES["intake"], "intake"),
    "ex_cover": (ROLES["supporter"], "cover"),
    "ex_consult": (ROLES["supporter"], "consult"),
    "ex_look": (ROLES["coordinator"], "look"),
    "before_consent": (ROLES["access_officer"], None),
    "consent_withdrawn": (ROLES["access_officer"], "consent"),
    "consent_expired": (ROLES["provider_staff"], "consent"),
    "ex_representative": (ROLES["portal"], "representative"),
    "other_resident": (ROLES["portal"], None),
    "own_caseload": (ROLES["supporter"], None),
}

# form: what makes the values that cannot be guessed. The first place to look when a
# new form cannot be planted; file models are filled by `files.py` of client_support.
HOW = {
    "client.quick.contact": lambda env: {"who": "known"},
    "client.contact.session.line": lambda env: {
        "session_id": env["client.contact.session"].create({}).id
    },
    "client.ticket.contact": lambda env: {
        "ticket_id": env["helpdesk.ticket"]
        .create({"name": "Vraag", "description": "Vraag"})
        .id
    },
}

# Models whose plants the owner of the file does not read, and why.
NOT_FOR_THE_OWNER = {}


def forms_at_files(env):
    """Every form being filled in that can point at a file."""
    return [
        name
        for name in concrete(env)
        if env.registry[name]._transient
        and any(
            inside.is_file(env, field.comodel_name)
            for field in env.registry[name]._fields.values()
        )
    ]


def fill_forms(env, made):
    """A form of each kind, not saved yet, with the marker in every text.

    :return: those that could not be made, with the reason
    """
    failed = {}
    for name in forms_at_files(env):
        form = env[name]
        texts = {
            field.name: TEXT
            for field in form._fields.values()
            if field.store
            and field.type in ("char", "text", "html")
            and not field.related
            and not (field.compute and field.readonly)
        }
        try:
            with env.cr.savepoint():
                values = texts | files.values_of(env, form, made, TEXT)
                if name in HOW:
                    values |= HOW[name](env)
                made[name] = form.create(values)
                env.flush_all()
        except Exception as error:  # Whatever it is, the test tells it.
            failed[name] = f"{type(error).__name__}: {error}"
    return failed


def concrete(env):
    """The models that hold records, views of the database included."""
    return sorted(name for name, model in env.registry.items() if not model._abstract)


def as_anybody(env, users):
    """Which models each user reads for the same reasons as somebody without a role.

    What an employee (of portal users: a portal user) was asked in full, the others
    need not be. The reasons are the rights and rules that apply.
    """
    rights, rules = (
        [(one.id, one.model_id.model, groups(one).ids) for one in records]
        for records, groups in (
            (env["ir.model.access"].search([("perm_read", "=", True)]), _group),
            (env["ir.rule"].search([("perm_read", "=", True)]), _groups),
        )
    )

    def reasons(user):
        mine = set(user.all_group_ids.ids)
        found = {name: set() for name in concrete(env)}
        for kind, rows in (("right", rights), ("rule", rules)):
            for number, model, groups in rows:
                if model in found and (not groups or mine.intersection(groups)):
                    found[model].add((kind, number))
        return found

    plain = {user: reasons(users[user]) for user in ("employee", "portal")}
    return {
        name: [
            model
            for model, why in reasons(user).items()
            if name not in plain
            and why == plain["portal" if user.share else "employee"][model]
        ]
        for name, user in users.items()
    }


def _group(right):
    return right.group_id


def _groups(rule):
    return rule.groups


def counts(env, users, known):
    """How many records of each model each user sees, archived ones too.

    :param known: what each user reads as anybody does, and is not counted again
    """
    seen = {}
    for role, user in users.items():
        for name in set(concrete(env)) - set(known[role]):
            records = env[name].with_user(user).with_context(active_test=False)
            if records.has_access("read"):
                seen[f"{role} {name}"] = records.search_count([])
    return seen


def routes(env):
    """Every address of the server that a person may call: its rule and arguments."""
    found = {}
    for rule in env["ir.http"].routing_map().iter_rules():
        routing = rule.endpoint.routing
        if routing["auth"] not in ("public", "user"):
            continue
        arguments = inspect.signature(rule.endpoint.func).parameters.values()
        found[rule.rule] = {
            "rule": rule.rule,
            "type": routing["type"],
            "post": bool(rule.methods) and "GET" not in rule.methods,
            "arguments": [
                one.name
                for one in arguments
                if one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)
                and one.name not in ("self", "cls")
            ],
        }
    return sorted(found.values(), key=lambda route: route["rule"])


def plant(env):
    """Make people and the file; returns what the tests ask for."""
    clock = time.monotonic()
    make = {"password": PASSWORD, "lang": "en_US"}
    users = {
        name: new_test_user(env, f"scan_{name}", groups=groups, **make)
        for name, groups in ROLES.items()
    }
    for name, (groups, _kind) in RELATIONS.items():
        users[name] = new_test_user(env, f"scan_{name}", groups=groups, **make)
    owner = new_test_user(env, "scan_owner", groups=ROLES["supporter"], **make)
    team = env["client.team"].create(
        {
            "name": "Oever",
            "member_ids": [
                (4, user.id)
                for user in (owner, users["supporter"], users["walk_in"])
                + (users["intake"], users["ex_supporter"], users["own_caseload"])
            ],
        }
    )
    profile = env["client.supporter"].create({"name": "Owner", "user_id": owner.id})
    postbox = env["helpdesk.ticket.team"].create(
        {"name": "Postbus", "members_only": True, "user_ids": [(4, owner.id)]}
    )
    owner.group_ids += env.ref("helpdesk_mgmt.group_helpdesk_user_team")
    # Somebody who is busy with residents of their own.
    _register(env, users["own_caseload"], "Eigen", "Eigen vraag")
    # The contact of a portal account is made and hidden by the file.
    residents_login = new_test_user(
        env, "scan_resident", groups=ROLES["portal"], **make
    )
    env.flush_all()
    roles = {name: users[name] for name in (*ROLES, "own_caseload", "other_resident")}
    known = as_anybody(env, users)
    before = counts(env, roles, known)

    # Registered by one supporter, handed over to another.
    contact = _register(env, users["ex_supporter"], TEXT, TEXT)
    contact.action_make_case()
    case, resident = contact.case_id.sudo(), contact.resident_id.sudo()
    resident.sudo()._set_portal_partner(residents_login.partner_id, name=TEXT)
    case._assign(profile)
    access = env["client.access"]
    access._grant(residents_login, resident, "resident", "portal")
    for name, (_groups, kind) in RELATIONS.items():
        if kind and name != "ex_supporter":
            for file in (resident, case):
                access._grant(users[name], file, kind, "x")

    # Elevated, but as the owner: what the owner makes bears the owner's name.
    as_owner = env(user=owner.id, su=True)
    made = files.fill(
        as_owner,
        *(as_owner[one._name].browse(one.id) for one in (resident, case, contact)),
        TEXT,
    )
    file_models = list(made)
    failed = fill_forms(as_owner, made)
    _close_one_more(env, owner, resident)
    ticket_contact = _ticket_made_contact(env, owner, postbox, team)
    documents = _around(env, owner, made, file_models)
    env["oco.engine"]._rebuild()
    env.flush_all()
    after = counts(env, roles, known)

    day = timedelta(days=1)
    return {
        "ids": {name: record.id for name, record in made.items()},
        "seconds": time.monotonic() - clock,
        "files": file_models,
        "forms": sorted(made.keys() - set(file_models)),
        "failed": failed,
        "unread": NOT_FOR_THE_OWNER,
        "texts": {
            name: [field.name for field in files.text_fields(env[name])]
            for name in file_models
        },
        "models": concrete(env),
        "as_anybody": known,
        "keys": {
            name: env["res.users.apikeys"]
            .with_user(user)
            .sudo()
            ._generate("rpc", "test", env.cr.now() + day)
            for name, user in users.items()
        },
        "uids": {name: user.id for name, user in users.items()},
        "grown": {
            key: number - before.get(key, 0)
            for key, number in after.items()
            if number != before.get(key, 0)
        },
        "routes": routes(env),
        "reports": env["ir.actions.report"].search([]).mapped("report_name"),
        "actions": env["ir.actions.act_window"]
        .search([("res_model", "=like", "client.%")])
        .ids,
        "team": team.id,
        "dossier": case.dossier_id.id,
        "ticket_contact": ticket_contact.id,
        "partner": residents_login.partner_id.id,
        "resident_uid": residents_login.id,
        **documents,
    }


def _register(env, user, name, text):
    """A resident with a contact, registered by the user."""
    resident = (
        env["client.resident"].with_user(user).create({"nickname": name, "name": name})
    )
    return (
        env["client.contact"]
        .with_user(user)
        .create(
            {
                "resident_id": resident.id,
                "channel_id": env.ref("client_support.contact_channel_phone").id,
                "question_ids": [
                    (
                        0,
                        0,
                        {
                            "life_domain_id": env.ref(
                                "social_map.life_domain_housing"
                            ).id,
                            "description": text,
                        },
                    )
                ],
            }
        )
    )


def _close_one_more(env, owner, resident):
    """A case that is over: closed files are as closed to others as open ones."""
    case = (
        env["client.case"].with_user(owner).create({"resident_ids": [(4, resident.id)]})
    )
    reason = env["client.closing.reason"].search([], limit=1)
    case.write({"stage": "active"})
    case.write({"stage": "closed", "closing_reason_id": reason.id})


def _ticket_made_contact(env, owner, postbox, team):
    """A question that came in by the general mailbox and was moved into the file."""
    ticket = env["helpdesk.ticket"].create(
        {
            "name": TEXT,
            "description": f"<p>{TEXT}</p>",
            "partner_name": TEXT,
            "partner_email": "geheim@example.nl",
            "team_id": postbox.id,
        }
    )
    ticket.message_post(body=TEXT, attachments=[(f"{MARKER}.txt", TEXT.encode())])
    form = (
        env["client.ticket.contact"]
        .with_user(owner)
        .create(
            {
                "ticket_id": ticket.id,
                "nickname": TEXT,
                "life_domain_id": env.ref("social_map.life_domain_housing").id,
                "team_id": team.id,
            }
        )
    )
    return form._make_contact()


def _around(env, owner, made, file_models):
    """What Odoo lets people hang on a file, or have under way beside it."""
    as_owner = env(user=owner.id, su=False)
    attachments = {
        name: as_owner["ir.attachment"].create(
            {
                "name": f"{TEXT}.txt",
                "raw": TEXT.encode(),
                "res_model": name,
                "res_id": made[name].id,
            }
        )
        for name in file_models
        if as_owner[name].browse(made[name].id).has_access("write")
    }
    mixin = env.registry["client.activity.mixin"]
    for name in file_models:
        if issubclass(env.registry[name], mixin) and name in attachments:
            as_owner[name].browse(made[name].id).activity_schedule(
                "mail.mail_activity_data_todo", summary=TEXT, note=TEXT
            )
    as_owner["base_import.import"].create(
        {"res_model": "client.resident", "file_name": TEXT, "file": TEXT.encode()}
    )
    event = as_owner["calendar.event"].create(
        {
            "name": TEXT,
            "description": TEXT,
            "location": TEXT,
            "privacy": "private",
            "start": fields.Datetime.now(),
            "stop": fields.Datetime.now() + timedelta(hours=1),
        }
    )
    document = attachments["client.resident"]
    return {
        "event": event.id,
        "attachments": {name: one.id for name, one in attachments.items()},
        "signature": document._get_raw_access_token(),
        "thumbnail": document._get_thumbnail_token(),
    }
