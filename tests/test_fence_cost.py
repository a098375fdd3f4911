"""The fence stays cheap: a small gate of what bench/bench_fence.py measures.

Pages of the database that a question touches rather than seconds: the same on a busy
machine. A rule with an OR, or one that leaves the access index, touches more than the
whole table does.
"""

import pytest
from crowd import Crowd
from gauge import Plan, statements

import odoo
from odoo.modules.registry import Registry

SIZES = (5_000, 20_000)
LARGE = {"client_case", "client_contact", "client_question", "client_access"}
MODELS = ("client.case", "client.contact", "client.question")


@pytest.fixture(scope="module")
def asked(load_registry):
    """What each question asks of the database, at each size; nothing is kept."""
    found = {}
    with Registry(odoo.tests.common.get_db_name()).cursor() as cr:
        env = odoo.api.Environment(cr, odoo.SUPERUSER_ID, {})
        crowd = Crowd(env)
        for size in SIZES:
            crowd.grow(size)
            for name, ask in questions(crowd).items():
                ask()
                env.invalidate_all()
                with statements() as said:
                    ask()
                plans = [
                    Plan(cr, query, params)
                    for query, params in said
                    if query.startswith("SELECT")
                    and any(f'"{table}"' in query for table in LARGE)
                ]
                found[name, size] = len(said), plans
        cr.rollback()
    return found


def questions(crowd):
    def page(user, model, limit):
        records = crowd.env(user=user)[model]
        return lambda: records.web_search_read(
            [], {"display_name": {}}, limit=limit, count_limit=10_001
        )

    whole = crowd.env["client.case"]
    mine = crowd.env(user=crowd.first)["client.case"]
    asked = {
        f"page of {limit} of {model}, {who}": page(user, model, limit)
        for model in MODELS
        for limit in (20, 80)
        # Full pages at each size; and somebody who has one case in five hundred.
        for who, user in (("busy", crowd.steady), ("usual", crowd.first))
    }
    for whose, cases in (("mine", mine), ("whole", whole)):
        asked[f"count, {whose}"] = lambda cases=cases: cases.search_count([])
        asked[f"stages, {whose}"] = lambda cases=cases: cases._read_group(
            [], ["stage"], ["__count"]
        )
    return asked


@pytest.mark.parametrize("question", ["count", "stages"])
def test_no_more_work_than_the_whole_table(asked, question):
    (mine,), (whole,) = (
        asked[f"{question}, {whose}", SIZES[-1]][1] for whose in ("mine", "whole")
    )
    assert 0 < mine.pages <= whole.pages


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("limit", [20, 80])
def test_a_page_asks_as_often_at_every_size(asked, model, limit):
    small, large = (
        asked[f"page of {limit} of {model}, busy", size][0] for size in SIZES
    )
    assert small == large


@pytest.mark.parametrize("model", MODELS)
def test_a_page_goes_through_the_access_index(asked, model):
    _count, plans = asked[f"page of 80 of {model}, usual", SIZES[-1]]
    indexes = set().union(*(plan.indexes() for plan in plans))
    scanned = set().union(*(plan.scanned() for plan in plans))
    assert any(name.startswith("client_access_user_") for name in indexes)
    assert not scanned & LARGE
