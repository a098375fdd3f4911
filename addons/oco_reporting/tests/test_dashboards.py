import json
from base64 import b64decode

from odoo.tests import HttpCase, tagged

from .test_figures import FiguresCase

DASHBOARDS = {
    role: f"oco_reporting.spreadsheet_dashboard_{role}"
    for role in ("manager", "finance", "coordinator")
}
# Waits until every number of the dashboard is there; a cell with an error is told.
LOADED = """
(async () => {
    const pause = () => new Promise((resolve) => setTimeout(resolve, 200));
    const board = () =>
        odoo.__WOWL_DEBUG__?.root.env?.services.spreadsheet_dashboard_loader?.getActiveDashboard();
    for (let tries = 0; tries < 300 && !board()?.model; tries++) await pause();
    const { getters } = board().model;
    const cells = () =>
        getters
            .getSheetIds()
            .flatMap((sheet) => Object.values(getters.getEvaluatedCells(sheet)));
    const waits = () => cells().some((cell) => String(cell.value).includes("Loading"));
    for (let tries = 0; tries < 300 && waits(); tries++) await pause();
    const wrong = cells().filter((cell) => cell.type === "error");
    if (wrong.length) throw new Error(wrong.map((cell) => cell.message).join());
    if (waits() || cells().length < 10) throw new Error("not loaded");
    if (document.querySelector(".spreadsheet_share_dropdown, .fa-share-alt")) {
        throw new Error("a button to share");
    }
    console.log("test successful");
})();
"""


class DashboardCase(FiguresCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.coordinator_id = cls.users["coordinator"]

    def dashboard(self, role):
        return self.env.ref(DASHBOARDS[role])

    def content(self, role):
        return json.loads(b64decode(self.dashboard(role).spreadsheet_binary_data))

    def sources(self, role):
        """(model, domain, what it groups by, measure) of pivots, lists and charts."""
        content = self.content(role)
        for pivot in content["pivots"].values():
            yield (
                pivot["model"],
                pivot["domain"],
                [self.spec(field) for field in pivot["rows"] + pivot["columns"]],
                pivot["measures"][0]["id"],
            )
        for one in content["lists"].values():
            yield one["model"], one["domain"], [], "__count"
        for figure in content["sheets"][0]["figures"]:
            if (data := figure["data"])["type"] != "scorecard":
                meta = data["metaData"]
                yield (
                    meta["resModel"],
                    data["searchParams"]["domain"],
                    meta["groupBy"],
                    meta["measure"],
                )

    @staticmethod
    def spec(field):
        granularity = field.get("granularity")
        return field["fieldName"] + (f":{granularity}" if granularity else "")


@tagged("post_install", "-at_install")
class TestDashboards(DashboardCase):
    """Each role has its own dashboard, with the figures that it may see."""

    def test_one_for_each_role(self):
        ours = self.env["spreadsheet.dashboard"].browse(
            self.dashboard(role).id for role in DASHBOARDS
        )
        for role in self.users:
            if role == "administrator":
                continue
            dashboards = self.as_role(role, "spreadsheet.dashboard")
            seen = (
                dashboards.search([("id", "in", ours.ids)])
                if dashboards.has_access("read")
                else dashboards
            )
            own = self.dashboard(role) if role in DASHBOARDS else ours.browse()
            with self.subTest(role=role):
                self.assertEqual(seen, own)

    def test_the_menu_is_of_who_has_one(self):
        menu = self.env.ref("spreadsheet_dashboard.spreadsheet_dashboard_menu_root")
        for role, user in self.users.items():
            if not user._is_internal():
                continue
            seen = menu.id in self.as_role(role, "ir.ui.menu")._visible_menu_ids()
            with self.subTest(role=role):
                self.assertEqual(seen, role in DASHBOARDS)

    def test_every_source_answers_its_role(self):
        for role in DASHBOARDS:
            found = list(self.sources(role))
            self.assertGreater(len(found), 8)
            for model, domain, groups, measure in found:
                records = self.as_role(role, model)
                if measure != "__count" and ":" not in measure:
                    measure = f"{measure}:{records._fields[measure].aggregator}"
                with self.subTest(role=role, model=model, groups=groups):
                    records.formatted_read_group(domain, groups, [measure])

    def test_lists_answer(self):
        for role in DASHBOARDS:
            for one in self.content(role)["lists"].values():
                self.as_role(role, one["model"]).web_search_read(
                    one["domain"],
                    {
                        name: {"fields": {"display_name": {}}}
                        if name.endswith("_id")
                        else {}
                        for name in one["columns"]
                    },
                )

    def test_every_filter_finds_its_field(self):
        for role in DASHBOARDS:
            content = self.content(role)
            charts = [figure["data"] for figure in content["sheets"][0]["figures"]]
            for source in (
                *content["pivots"].values(),
                *content["lists"].values(),
                *(chart for chart in charts if chart["type"] != "scorecard"),
            ):
                model = source.get("model") or source["metaData"]["resModel"]
                for matching in source["fieldMatching"].values():
                    if matching:
                        field = self.env[model]._fields[matching["chain"]]
                        self.assertEqual(field.type, matching["type"])

    def test_one_cube_and_one_kind_at_a_time(self):
        """What is counted anew in each period is never drawn without its period."""
        for role in DASHBOARDS:
            for model, domain, groups, _measure in self.sources(role):
                if model != "oco.figure":
                    continue
                cube = {field: value for field, _is, value in domain}
                self.assertTrue(cube["cube"])
                if cube["cube"] in ("residents", "groups", "areas", "stock"):
                    self.assertIn("date", groups[0])
                if cube["cube"] in ("residents", "groups", "areas"):
                    self.assertEqual(groups[0], f"date:{cube['period']}")

    def test_a_card_is_the_figure(self):
        """The number behind a card, by the domain and the key of its formula."""
        content = self.content("manager")
        [pivot] = (
            one
            for one in content["pivots"].values()
            if ["cube", "=", "cases"] in one["domain"]
            and len(one["rows"]) == 1
            and one["rows"][0]["fieldName"] == "measure"
        )
        groups = self.as_role("manager", "oco.figure").formatted_read_group(
            [*pivot["domain"], ("team_id", "=", self.team.id)],
            ["measure"],
            ["quantity:sum"],
        )
        counted = {group["measure"]: group["quantity:sum"] for group in groups}
        self.assertEqual(counted["cases_new"], 3)
        self.assertEqual(counted["cases_closed"], 2)


@tagged("post_install", "-at_install")
class TestDashboardsInBrowser(DashboardCase, HttpCase):
    """Dashboards load without an error; nobody else's are opened by their address."""

    test_cursor_lock_timeout = 120

    def test_they_load(self):
        for role in DASHBOARDS:
            with self.subTest(role=role):
                self.browser_js(
                    "/odoo/dashboards", LOADED, login=f"t_{role}", timeout=200
                )

    def test_by_address(self):
        for role in ("manager", "finance", "coordinator", "supporter"):
            self.authenticate(f"t_{role}", f"t_{role}")
            for other in DASHBOARDS:
                with self.subTest(role=role, other=other):
                    address = f"/spreadsheet/dashboard/data/{self.dashboard(other).id}"
                    if role == other:
                        self.assertEqual(self.url_open(address).status_code, 200)
                    else:
                        with self.assertLogs("odoo.http", "WARNING"):
                            self.assertIn(
                                self.url_open(address).status_code, (403, 404)
                            )

    def test_no_road_of_a_link(self):
        """One made before the addon was there opens nothing, downloads nothing."""
        self.env.cr.execute(
            "INSERT INTO spreadsheet_dashboard_share (dashboard_id, access_token)"
            " VALUES (%s, 'token') RETURNING id",
            [self.dashboard("manager").id],
        )
        [number] = self.env.cr.fetchone()
        for login in (None, "t_manager"):
            self.authenticate(login, login)
            for road in ("share", "data", "download"):
                with self.subTest(login=login, road=road):
                    address = f"/dashboard/{road}/{number}/token"
                    with self.assertLogs("odoo.http", "WARNING"):
                        self.assertEqual(self.url_open(address).status_code, 403)
