"""Open data is valid HSDS 3.1, and the API breaks on no question.

The schemas are those of Open Referral, handed out beside the repository; the questions
are made by schemathesis from our OpenAPI file.
"""

import json
import re
import subprocess
from copy import deepcopy
from datetime import date

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from layout import ADDONS, ENVIRONMENT, VENV
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

# Only a name: nothing is fetched.
BASE = "https://hsds.invalid/"
DESCRIPTION = ADDONS / "social_map" / "static" / "openapi.json"
CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]\+0[12]:00")
BYDAY = {
    "WEEKLY": re.compile("MO|TU|WE|TH|FR|SA|SU"),
    "MONTHLY": re.compile("(-1|[1-5])(MO|TU|WE|TH|FR|SA|SU)"),
}
RESOURCES = {
    "services": "service",
    "organizations": "organization",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}


@pytest.fixture(scope="module", params=["normal", "strict"])
def validator(request, shared):
    """Makes a validator of a schema, in which misspelt names pass or do not."""
    folder = shared / "hsds"
    if not (folder / "schema").is_dir():
        pytest.skip(f"no schemas of HSDS in {folder}: they are handed out beside it")
    resources = []
    for path in (*folder.glob("schema/*.json"), *folder.glob("list/*.json")):
        schema = json.loads(path.read_text())
        if request.param == "strict":
            close(schema)
        # The shapes of lists refer to nothing.
        name = path.name
        resources.append(
            (
                BASE + name,
                Resource.from_contents(schema, default_specification=DRAFT202012),
            )
        )
    registry = Registry().with_resources(resources)

    def of(name):
        return Draft202012Validator(
            {"$ref": f"{BASE}{name}.json"},
            registry=registry,
            format_checker=FormatChecker(),
        )

    return of


def close(schema):
    """No property that the schema does not name, in it and in what it holds."""
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            schema["additionalProperties"] = False
        for value in list(schema.values()):
            close(value)
    elif isinstance(schema, list):
        for value in schema:
            close(value)


def problems(validator, instance):
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
        for error in validator.iter_errors(instance)
    ]


def objects(value):
    """Every object in a JSON value, with the key of what holds it."""
    stack = [("", value)]
    while stack:
        key, one = stack.pop()
        if isinstance(one, dict):
            yield key, one
            stack += one.items()
        elif isinstance(one, list):
            stack += [(key, item) for item in one]


def slips(content):
    """What the schemas do not check: days, hours, codes, ids, empty values."""
    seen = {}
    for kind, one in objects(content):
        for key, value in one.items():
            if value is None or value == "" or value == [] or value == {}:
                yield f"{kind}.{key} is empty"
            if key in ("assured_date", "valid_from", "valid_to"):
                date.fromisoformat(value)
            if key in ("opens_at", "closes_at") and not CLOCK.fullmatch(value):
                yield f"{kind}.{key} is {value}"
        if "byday" in one and not BYDAY[one["freq"]].fullmatch(one["byday"]):
            yield f"{kind}.byday is {one['byday']}"
        if kind == "languages" and not re.fullmatch("[a-z]{2,3}", one["code"]):
            yield f"{kind}.code is {one['code']}"
        if kind == "addresses" and one["country"] != "NL":
            yield f"{kind}.country is {one['country']}"
        if "id" in one:
            text = json.dumps(one, sort_keys=True)
            # An organisation and a location are said shorter within others.
            if kind not in (
                "organization",
                "location",
                "service",
                "taxonomy_term",
            ) and (seen.setdefault((kind, one["id"]), text) != text):
                yield f"{kind} {one['id']} is two things"


@pytest.fixture
def open_data(env):
    """Open data as nobody reads it, of a directory that has everything."""
    from odoo.addons.social_map.tests.open_data_case import make_directory

    make_directory(env)
    nobody = env.ref("base.public_user")
    data = env["social.open.data"].with_user(nobody).with_context(lang="en_US")

    def ask(resource, **given):
        from odoo.addons.social_map import open_data_query

        return data._page(
            resource, open_data_query.read(resource, {"per_page": "500", **given})
        )

    return ask


def test_objects_in_full_are_valid(validator, open_data):
    for resource, kind in RESOURCES.items():
        given = {"full": "true"} if kind.startswith(("serv", "org")) else {}
        contents = open_data(resource, **given)["contents"]
        assert contents, resource
        schema = validator(kind)
        for one in contents:
            assert not problems(schema, one), resource
        assert not list(slips(contents)), resource


def test_lists_are_valid(validator, open_data):
    for resource, kind in list(RESOURCES.items())[:3]:
        schema = validator(f"{kind}_list")
        contents = open_data(resource)["contents"]
        for one in contents:
            assert not problems(schema, one), resource
        assert not list(slips(contents)), resource
    schema = validator("service_list")
    for given in ({"minimal": "true"}, {"modified_after": "2000-01-01"}):
        contents = open_data("services", **given)["contents"]
        for one in contents:
            assert not problems(schema, one), given
    assert "defunct" in {one["status"] for one in contents}


def test_the_directory_of_the_test_has_everything(open_data):
    """What stays empty would be valid as well."""
    [rich] = [
        one
        for one in open_data("services", full="true")["contents"]
        if "capacities" in one
    ]
    wanted = {"phones", "schedules", "service_areas", "service_at_locations"}
    wanted |= {"languages", "cost_options", "contacts", "capacities", "attributes"}
    wanted |= {"url", "email", "minimum_age", "assured_date", "wait_time"}
    wanted |= {"additional_urls", "interpretation_services", "fees_description"}
    assert wanted <= rich.keys()
    assert {one.get("freq") for one in rich["schedules"]} == {"WEEKLY", "MONTHLY", None}


def test_the_check_does_refuse(validator, open_data):
    """Formats above all: without their packages they are not checked, silently."""
    [rich] = [
        one
        for one in open_data("services", full="true")["contents"]
        if "capacities" in one
    ]
    schema = validator("service")

    def refused(change):
        broken = deepcopy(rich)
        change(broken)
        return problems(schema, broken)

    assert not refused(lambda one: None)
    assert refused(lambda one: one.update(id="1"))
    assert refused(lambda one: one.update(description=None))
    assert refused(lambda one: one.update(last_modified="2026-01-01T10:00:00"))
    assert refused(lambda one: one.update(url="www.naastu.example"))
    assert refused(lambda one: one["organization"].update(website="http://café.nl"))
    assert refused(lambda one: one["schedules"][0].update(timezone="Europe/Amsterdam"))
    assert refused(lambda one: one["organization"].pop("description"))
    assert list(slips([{**rich, "easy_text": ""}]))
    wrong = deepcopy(rich)
    wrong["schedules"][0]["opens_at"] = "9:00"
    assert list(slips(wrong))


def test_strict_refuses_what_the_standard_does_not_know(validator, open_data, request):
    one = {**open_data("organizations", full="true")["contents"][0], "naam": "x"}
    strict = request.node.callspec.params["validator"] == "strict"
    assert bool(problems(validator("organization"), one)) == strict


def test_what_the_openapi_file_says_is_what_is_asked(env):
    """Every list has the parameters that are read, and no other."""
    from odoo.addons.social_map import open_data_query

    paths = json.loads(DESCRIPTION.read_text())["paths"]
    for resource, names in open_data_query.PARAMETERS.items():
        told = {
            one["$ref"].rpartition("/")[2]
            for one in paths[f"/{resource}"]["get"]["parameters"]
        }
        headers = {"Accept-Language", "If-None-Match"}
        assert told - headers == set(names), resource


def test_no_question_breaks_the_api(server, shell):
    """Whatever the OpenAPI file allows, and what it does not."""
    shell(
        """
from odoo.addons.social_map.tests.open_data_case import make_directory
make_directory(env)
env["ir.config_parameter"].set_param("social_map.open_data_per_minute", "0")
"""
    )
    base = f"{server.url}/sociale-kaart/api/hsds"
    done = subprocess.run(
        [
            *(VENV / "bin" / "schemathesis", "run", f"{base}/openapi.json"),
            *("--url", base, "--phases", "examples,coverage,fuzzing"),
            *("--checks", "not_a_server_error,status_code_conformance"),
            *("--checks", "content_type_conformance,response_schema_conformance"),
            # Not those of what is accepted and refused: an empty parameter is nothing
            # asked, and what cannot go together cannot be said in OpenAPI.
            *("--checks", "unsupported_method"),
            *("--max-examples", "10", "--seed", "1", "--generation-database", "none"),
            *("--max-failures", "20", "--no-color"),
        ],
        cwd=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "Selected: 11/11" in done.stdout
