"""docs/kpis.md says what the KPIs of the addon count."""

import kpi_page


def test_the_page_is_current():
    assert kpi_page.PAGE.read_text() == kpi_page.page(), "run scripts/kpi_page.py"


def test_what_is_computed_is_defined():
    assert kpi_page.computed().keys() <= {one["code"] for one in kpi_page.definitions()}
