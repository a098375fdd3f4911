"""The dashboards of the addon are those that scripts/dashboards.py says."""

import dashboards


def test_the_files_are_current():
    for name in dashboards.DASHBOARDS:
        current = dashboards.file(name).read_text()
        assert current == dashboards.text(name), "run scripts/dashboards.py"
