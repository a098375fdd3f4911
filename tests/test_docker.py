"""The deployment files are valid and keep the promises of the native path."""

import json
import re
from importlib.metadata import distribution

import jsonschema
import pytest
import yaml
from layout import OUR_ADDONS, ROOT
from lint import tracked_files

COMPOSE = ROOT / "docker-compose.yml"


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load(COMPOSE.read_text())


@pytest.fixture(scope="module")
def validator():
    """The compose specification's own schema, as a checker's package carries it."""
    schema = distribution("check-jsonschema").locate_file(
        "check_jsonschema/builtin_schemas/vendor/compose-spec.json"
    )
    return jsonschema.validators.validator_for({})(json.loads(schema.read_text()))


def test_compose_follows_the_specification(compose, validator):
    validator.validate(compose)


def test_the_schema_does_refuse(compose, validator):
    broken = {**compose, "services": {"odoo": {"image": 19, "port": "8069"}}}
    assert not validator.is_valid(broken)


def test_every_service_is_healthy_before_it_is_used(compose):
    for name, service in compose["services"].items():
        assert "healthcheck" in service, name
        for other, needed in service.get("depends_on", {}).items():
            assert needed["condition"] != "service_started", (name, other)


def test_what_is_reachable(compose):
    services = compose["services"]
    assert [name for name in services if "ports" in services[name]] == ["odoo"]
    assert services["odoo"]["ports"] == [
        "${ODOO_BIND:-127.0.0.1}:${ODOO_PORT:-8069}:8069"
    ]
    assert "list_db = False" in (ROOT / "odoo.conf").read_text()


def test_data_outlives_the_containers(compose):
    assert set(compose["volumes"]) == {"postgres", "filestore"}
    mounts = str([service["volumes"] for service in compose["services"].values()])
    # From version 18 on the image wants the parent folder, not …/data.
    assert "postgres:/var/lib/postgresql'" in mounts
    assert "filestore:/var/lib/odoo'" in mounts


def test_mounted_files_are_there(compose):
    for service in compose["services"].values():
        for mount in service["volumes"]:
            source = mount.split(":")[0]
            assert not source.startswith(".") or (ROOT / source).is_file(), source


def test_no_secret_is_written_down(compose):
    for name, secret in compose["secrets"].items():
        assert set(secret) == {"environment"}, name
        wanted = rf"^{secret['environment']}=$"
        assert re.search(wanted, (ROOT / ".env.example").read_text(), re.M)
    for name, service in compose["services"].items():
        for key, value in service["environment"].items():
            if "PASSWORD" in key:
                assert key.endswith("_FILE"), (name, key)
                assert value.startswith("/run/secrets/"), (name, key)
    assert not re.search(r"(?i)passw|secret", (ROOT / "Dockerfile").read_text())


def test_image_and_machine_share_one_list():
    """The same addons of others in the same versions, on both paths."""
    docker = (ROOT / "Dockerfile").read_text()
    assert "requirements-addons.txt" in docker
    assert "-r requirements-addons.txt" in (ROOT / "requirements.txt").read_text()
    pinned = re.findall(r"==", docker)
    assert not pinned, "a version belongs in requirements-addons.txt"


def test_build_context_has_what_is_copied():
    allowed = (ROOT / ".dockerignore").read_text().splitlines()
    assert allowed[0] == "*"
    for source in re.findall(r"^COPY (\S+)", (ROOT / "Dockerfile").read_text(), re.M):
        assert f"!{source}" in allowed
        assert (ROOT / source).exists()


def test_our_addons_are_named_completely(compose):
    command = compose["services"]["install"]["command"]
    assert f"--init={','.join(OUR_ADDONS)}" in command
    assert f"--update={','.join(OUR_ADDONS)}" in command


def test_local_secrets_stay_out_of_git():
    assert not [path for path in tracked_files() if path.name == ".env"]
