"""The official examples of HSDS, imported as somebody's open data."""

import pytest

# What becomes of them: how many records come in, and how many are refused. Places
# abroad and amounts in pounds are left out with a word.
EXAMPLES = {
    "service_full.json": (1, 0),
    "service_list.json": (1, 0),
    "service_at_location_full.json": (1, 0),
    "service_at_location_list.json": (1, 0),
    "organization_full.json": (1, 0),
    "organization_list.json": (1, 0),
    "tabular.json": (1, 0),
    "base.json": (0, 1),
    "location.json": (0, 1),
    "taxonomy.json": (0, 1),
    "taxonomy_list.json": (0, 1),
    "taxonomy_term.json": (0, 1),
    "taxonomy_term_list.json": (0, 1),
}
TRY = """
import base64
from pathlib import Path
answer = {}
for path in sorted(Path(%r).glob("*.json")):
    run = env["social.import.run"].create({
        "file": base64.b64encode(path.read_bytes()),
        "file_name": path.name,
        "source": path.name,
        "lang": "en_US",
    })
    run.action_check()
    told = [line.words for line in run.line_ids if line.effect == "refuse"]
    answer[path.name] = [run.new_count, run.refused_count, told]
env.cr.rollback()
"""


@pytest.fixture(scope="module")
def outcomes(shell, shared):
    return shell(TRY % str(shared / "hsds" / "examples"))


def test_there_is_an_expectation_for_each(outcomes):
    assert outcomes.keys() == EXAMPLES.keys()


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_official_example_comes_in_or_is_refused_with_a_reason(outcomes, name):
    created, refused, told = outcomes[name]
    assert (created, refused) == EXAMPLES[name], told
    assert bool(told) == bool(refused)
    assert all(told)
