"""Write the dashboards of oco_reporting: what manager, coordinator and finance see.

Odoo shows dashboards in Community and edits them in Enterprise only. What is shown is
said here; the files in the format of o-spreadsheet follow from it. Run it after a
change; a test says when it is due. Texts are English and translated when shown.
"""

import json

from layout import ROOT

FOLDER = ROOT / "addons/oco_reporting/data/files"
# The version of the format that Odoo 19.0 writes.
VERSION = "18.5.10"
WIDTH = 1000
GAP = 20
CARD = (185, 100)
CHART = ((WIDTH - GAP) // 2, 320)
ROW = 23
# Where charts begin: under the cards and the line that tells why they are empty.
TOP = 150
COLUMNS = (220, 130, 130, 130, 130, 130, 130)
TITLE, HEAD, NOTE, NUMBER = 1, 2, 3, 4
STYLES = {
    str(TITLE): {"bold": True, "fontSize": 14, "textColor": "#01666B"},
    str(HEAD): {"bold": True, "textColor": "#434343"},
    str(NUMBER): {"bold": True, "textColor": "#434343", "align": "right"},
    str(NOTE): {"italic": True, "textColor": "#434343"},
}
LOCALE = {
    "name": "English (US)",
    "code": "en_US",
    "thousandsSeparator": ",",
    "decimalSeparator": ".",
    "dateFormat": "mm/dd/yyyy",
    "timeFormat": "hh:mm:ss",
    "formulaArgSeparator": ",",
    "weekStart": 7,
}


def filters(date="date", team="team_id"):
    """What the filters above a dashboard do to a source; None: nothing."""
    matching = {"period": {}, "team": {}}
    if date:
        matching["period"] = {"chain": date, "type": "date", "offset": 0}
    if team:
        matching["team"] = {"chain": team, "type": "many2one"}
    return matching


class Dashboard:
    """One dashboard: cards with a number, charts two by two, then tables."""

    def __init__(self, has_team=True, columns=COLUMNS):
        self.cells, self.styles, self.data = {}, {}, {}
        self.figures, self.menus = [], {}
        self.pivots, self.lists = {}, {}
        self.cards = self.charts = 0
        self.row = None
        self.formats = {}
        self.columns = columns
        self.global_filters = [
            {
                "id": "period",
                "type": "date",
                "label": "Period",
                "defaultValue": "last_12_months",
            }
        ]
        if has_team:
            self.global_filters.append(
                {
                    "id": "team",
                    "type": "relation",
                    "label": "Team",
                    "modelName": "client.team",
                }
            )

    def matching(self, by):
        known = {one["id"] for one in self.global_filters}
        return {name: chain for name, chain in filters(**by).items() if name in known}

    def pivot(self, model, domain, measure, rows=(), columns=(), by=()):
        """Ask for numbers; return the number of the pivot."""
        number = str(len(self.pivots) + 1)
        field, _colon, aggregator = measure.partition(":")
        measures = {"id": measure, "fieldName": field}
        if aggregator:
            measures["aggregator"] = aggregator
        self.pivots[number] = {
            "type": "ODOO",
            "id": number,
            "formulaId": number,
            # Shown in the corner of a table, and not translated.
            "name": " ",
            "model": model,
            "domain": domain,
            "context": {},
            "measures": [measures],
            "rows": [self.dimension(field) for field in rows],
            "columns": [self.dimension(field) for field in columns],
            "fieldMatching": self.matching(dict(by)),
        }
        return number

    @staticmethod
    def dimension(spec):
        field, _colon, granularity = spec.partition(":")
        return {"fieldName": field} | (
            {"granularity": granularity} if granularity else {}
        )

    def card(self, title, formula, menu, digits="#,##0"):
        """A number at the top; a click opens the menu."""
        row = len(self.data) + 1
        self.data[f"A{row}"] = f"=IFERROR({formula}+0,0)"
        name = f"card_{row}"
        self.figure(
            name,
            self.cards * (CARD[0] + GAP - 1),
            12,
            CARD,
            {
                "type": "scorecard",
                # Small enough for "Afgesloten trajecten" on one card.
                "title": {
                    "text": title,
                    "bold": True,
                    "color": "#434343",
                    "fontSize": 12,
                },
                "keyValue": f"Data!A{row}",
                "baselineMode": "text",
                "baselineColorUp": "#00A04A",
                "baselineColorDown": "#DC6965",
                "background": "#EFF6FF",
                "humanize": False,
            },
            menu,
        )
        self.formats[f"A{row}"] = digits
        self.cards += 1

    def chart(
        self, title, kind, model, domain, measure, groups, menu, *, by=(), stacked=True
    ):
        """A bar, line or pie chart; a click on its title opens the menu."""
        place = self.charts
        self.figure(
            f"chart_{place + 1}",
            place % 2 * (CHART[0] + GAP),
            TOP + place // 2 * (CHART[1] + GAP),
            CHART,
            {
                "type": f"odoo_{kind}",
                "title": {"text": title, "bold": True, "color": "#434343"},
                "background": "#FFFFFF",
                "legendPosition": "top" if len(groups) > 1 or kind == "pie" else "none",
                "verticalAxisPosition": "left",
                "stacked": stacked,
                "dataSets": [],
                "metaData": {
                    "groupBy": groups,
                    "measure": measure,
                    "order": None,
                    "resModel": model,
                    "mode": kind,
                },
                "searchParams": {
                    "comparison": None,
                    "context": {},
                    "domain": domain,
                    "groupBy": groups,
                    "orderBy": [],
                },
                "fieldMatching": self.matching(dict(by)),
            },
            menu,
        )
        self.charts += 1

    def figure(self, name, x, y, size, data, menu):
        self.figures.append(
            {
                "id": name,
                "tag": "chart",
                "col": 0,
                "row": 0,
                "offset": {"x": x, "y": y},
                "width": size[0],
                "height": size[1],
                "data": {**data, "chartId": name},
            }
        )
        self.menus[name] = menu if "." in menu else f"oco_reporting.{menu}"

    def note(self, condition, text):
        """A line under the numbers, when it holds."""
        self.cells["A6"] = f'=IF({condition},_t("{text}"),"")'
        self.styles["A6"] = NOTE

    def below(self):
        """The first row under the charts, and under what stands there already."""
        if self.row is None:
            rows = -(-self.charts // 2)
            end = TOP + rows * (CHART[1] + GAP)
            self.row = end // ROW + 2
        return self.row

    def heading(self, title, menu):
        row = self.below()
        self.cells[f"A{row}"] = f"[{title}](odoo://ir_menu_xml_id/oco_reporting.{menu})"
        self.styles[f"A{row}"] = TITLE
        self.row += 1

    def table(self, title, menu, pivot, rows):
        """A pivot as a table of at most so many rows."""
        self.heading(title, menu)
        self.cells[f"A{self.row}"] = f"=PIVOT({pivot},{rows},TRUE,TRUE,6,FALSE)"
        self.styles[f"B{self.row}:G{self.row}"] = NUMBER
        self.row += rows + 3

    def listing(self, title, menu, model, domain, columns, rows, order, by=()):
        """A list of the first so many records."""
        number = str(len(self.lists) + 1)
        self.lists[number] = {
            "id": number,
            "name": title,
            "model": model,
            "domain": domain,
            "context": {},
            "columns": [column for column, *_words in columns],
            "orderBy": [{"name": name, "asc": asc} for name, asc in order],
            "fieldMatching": self.matching(dict(by)),
        }
        self.heading(title, menu)
        for letter, (column, title, style) in zip("ABCDEFG", columns, strict=False):
            head = f"{letter}{self.row}"
            words = f',_t("{title}")' if title else ""
            self.cells[head] = f'=ODOO.LIST.HEADER({number},"{column}"{words})'
            self.styles[head] = style
            for line in range(1, rows + 1):
                self.cells[f"{letter}{self.row + line}"] = (
                    f'=ODOO.LIST({number},{line},"{column}")'
                )
        self.row += rows + 3

    def content(self):
        """The whole as o-spreadsheet reads it."""
        formats = sorted(set(self.formats.values()))
        numbers = {text: place + 1 for place, text in enumerate(formats)}
        return {
            "version": VERSION,
            "sheets": [
                self.sheet(
                    "dashboard",
                    "Dashboard",
                    self.cells,
                    styles=self.styles,
                    figures=self.figures,
                    cols={
                        str(place): {"size": size}
                        for place, size in enumerate(self.columns)
                    },
                    rowNumber=max(self.below() + 2, 40),
                    areGridLinesVisible=False,
                ),
                self.sheet(
                    "data",
                    "Data",
                    self.data,
                    formats={
                        cell: numbers[text] for cell, text in self.formats.items()
                    },
                    isVisible=False,
                ),
            ],
            "styles": STYLES,
            "formats": {str(place): text for text, place in numbers.items()},
            "borders": {},
            "revisionId": "START_REVISION",
            "uniqueFigureIds": True,
            "settings": {"locale": LOCALE},
            "pivots": self.pivots,
            "pivotNextId": len(self.pivots) + 1,
            "customTableStyles": {},
            "globalFilters": self.global_filters,
            "lists": self.lists,
            "listNextId": len(self.lists) + 1,
            "chartOdooMenusReferences": self.menus,
        }

    @staticmethod
    def sheet(key, name, cells, **more):
        return {
            "id": key,
            "name": name,
            "colNumber": 7,
            "rowNumber": 40,
            "rows": {},
            "cols": {},
            "merges": [],
            "cells": cells,
            "styles": {},
            "formats": {},
            "borders": {},
            "conditionalFormats": [],
            "dataValidationRules": [],
            "figures": [],
            "tables": [],
            "areGridLinesVisible": True,
            "isVisible": True,
            "headerGroups": {"ROW": [], "COL": []},
            "comments": {},
            **more,
        }


FIGURE, QUANTITY = "oco.figure", "quantity:sum"
VALUE = "oco.kpi.value"
NOTHING = (
    "There are no figures in this period yet. They are built every hour; choose "
    "another period above."
)


def cube(name, *conditions):
    return [["cube", "=", name], *conditions]


def value(pivot, *keys):
    return (
        f'PIVOT.VALUE({pivot},"{QUANTITY}"' + "".join(f',"{key}"' for key in keys) + ")"
    )


def kpi(code, period, breakdown):
    return [
        ["kpi_id.code", "=", code],
        ["period", "=", period],
        ["part", "=", "main"],
        ["breakdown", "=", breakdown],
        ["has_value", "=", True],
    ]


def manager():
    board = Dashboard()
    contacts = board.pivot(FIGURE, cube("contacts"), QUANTITY, ["measure"])
    cases = board.pivot(FIGURE, cube("cases"), QUANTITY, ["measure"])
    signals = board.pivot(FIGURE, cube("signals"), QUANTITY, by={"team": None})
    board.card(
        "I&A contacts",
        value(contacts, "measure", "contacts"),
        "menu_oco_figure_contacts",
    )
    for title, measure in (
        ("Registrations", "cases_registered"),
        ("New cases", "cases_new"),
        ("Closed cases", "cases_closed"),
    ):
        board.card(title, value(cases, "measure", measure), "menu_oco_figure_cases")
    board.card("Signals, all teams", value(signals), "menu_oco_figure_signals")
    board.note("SUM(Data!A1:A5)=0", NOTHING)
    board.chart(
        "I&A contacts by team",
        "bar",
        FIGURE,
        cube("contacts", ["measure", "=", "contacts"]),
        "quantity",
        ["date:month", "team_id"],
        "menu_oco_figure_contacts",
    )
    board.chart(
        "Cases: came in, began and ended",
        "bar",
        FIGURE,
        cube("cases"),
        "quantity",
        ["date:month", "measure"],
        "menu_oco_figure_cases",
        stacked=False,
    )
    board.chart(
        "Active cases at the end of the month",
        "bar",
        FIGURE,
        cube("stock", ["measure", "=", "cases_end"]),
        "quantity",
        ["date:month", "team_id"],
        "menu_oco_figure_stock",
    )
    board.chart(
        "Questions by life domain (rounded)",
        "bar",
        FIGURE,
        cube("domains"),
        "quantity",
        ["life_domain_id"],
        "menu_oco_figure_domains",
    )
    # Residents of two periods are never added up: each quarter stands by itself.
    board.chart(
        "Unique residents per quarter by age (rounded)",
        "bar",
        FIGURE,
        cube("residents", ["period", "=", "quarter"]),
        "quantity",
        ["date:quarter", "age_band"],
        "menu_oco_figure_residents",
    )
    board.chart(
        "I&A contacts by reason (rounded)",
        "pie",
        FIGURE,
        cube("reasons"),
        "quantity",
        ["reason_id"],
        "menu_oco_figure_reasons",
    )
    for title, name, measure, menu in (
        ("New cases by team", "cases", "cases_new", "menu_oco_figure_cases"),
        ("I&A contacts by team", "contacts", "contacts", "menu_oco_figure_contacts"),
    ):
        found = cube(name, ["measure", "=", measure])
        board.table(
            title,
            menu,
            board.pivot(FIGURE, found, QUANTITY, ["team_id"], ["date:quarter"]),
            12,
        )
    return board.content()


def finance():
    board = Dashboard(has_team=False)
    hours = "hours:sum"
    worked = board.pivot(FIGURE, cube("hours"), hours, ["is_client_bound"])
    contacts = board.pivot(FIGURE, cube("contacts"), QUANTITY, ["measure"])
    cases = board.pivot(FIGURE, cube("cases"), QUANTITY, ["measure"])
    bound = f'PIVOT.VALUE({worked},"{hours}","is_client_bound",TRUE)'
    every = f'PIVOT.VALUE({worked},"{hours}")'
    board.card("Hours", every, "menu_oco_figure_hours", "#,##0.0")
    board.card("Client hours", bound, "menu_oco_figure_hours", "#,##0.0")
    board.card("Client-bound share", f"{bound}/{every}", "menu_oco_figure_hours", "0%")
    board.card(
        "I&A contacts",
        value(contacts, "measure", "contacts"),
        "menu_oco_figure_contacts",
    )
    board.card(
        "Closed cases",
        value(cases, "measure", "cases_closed"),
        "menu_oco_figure_cases",
    )
    board.note("SUM(Data!A1:A5)=0", NOTHING)
    board.chart(
        "Hours by function",
        "bar",
        FIGURE,
        cube("hours"),
        "hours",
        ["date:month", "function"],
        "menu_oco_figure_hours",
    )
    board.chart(
        "Hours by activity",
        "bar",
        FIGURE,
        cube("hours"),
        "hours",
        ["activity_id"],
        "menu_oco_figure_hours",
    )
    board.chart(
        "Client-bound share per quarter, in percent",
        "bar",
        VALUE,
        kpi("K34", "quarter", "organisation"),
        "value",
        ["date:quarter"],
        "menu_oco_kpi_value",
    )
    board.chart(
        "I&A contacts by channel",
        "bar",
        FIGURE,
        cube("contacts", ["measure", "=", "contacts"]),
        "quantity",
        ["date:month", "channel_id"],
        "menu_oco_figure_contacts",
    )
    board.listing(
        "Agreed and realised",
        "menu_oco_grant",
        "oco.grant.line",
        [["grant_id.state", "in", ["granted", "accounted"]]],
        [
            ("display_name", "Performance", HEAD),
            ("unit", "", HEAD),
            ("agreed", "", NUMBER),
            ("realised", "", NUMBER),
            ("share", "In percent", NUMBER),
            ("grant_id", "", HEAD),
        ],
        8,
        [("grant_id", True), ("sequence", True)],
        by={"date": None},
    )
    board.table(
        "Hours by function and quarter",
        "menu_oco_figure_hours",
        board.pivot(FIGURE, cube("hours"), hours, ["function"], ["date:quarter"]),
        12,
    )
    return board.content()


def coordinator():
    # The wide column tells why a value is hidden.
    board = Dashboard(columns=(220, 110, 100, 210, 120, 110, 130))
    load = "client.caseload"
    now = {"date": None}
    stages = board.pivot(load, [], "__count", ["stage"], by=now)
    over = board.pivot(load, [], "is_over_norm:sum", by=now)
    weight = board.pivot(load, [["stage", "!=", "closed"]], "weight:sum", by=now)
    cases = "client_support.menu_client_caseload"
    for title, stage in (
        ("Waiting list now", "waiting"),
        ("Active now", "active"),
        ("Closing now", "closing"),
    ):
        board.card(title, f'PIVOT.VALUE({stages},"__count","stage","{stage}")', cases)
    board.card("Over the norm now", f'PIVOT.VALUE({over},"is_over_norm:sum")', cases)
    board.card("Weight now", f'PIVOT.VALUE({weight},"weight:sum")', cases, "#,##0.0")
    board.note(
        "SUM(Data!A1:A5)=0", "Your teams have no open cases now, or you have no team."
    )
    board.chart(
        "Open cases by supporter",
        "bar",
        load,
        [["stage", "!=", "closed"]],
        "__count",
        ["supporter_id", "stage"],
        cases,
        by=now,
    )

    for title, code, period, stacked in (
        ("New cases per month", "K03", "month", True),
        ("Active cases at the end of the month", "K05", "month", True),
        ("Waiting list at the end of the month", "K14", "month", True),
        ("First contact within the norm (%), not of few", "K13", "quarter", False),
        ("Days to the first contact, not of few", "K12", "quarter", False),
    ):
        board.chart(
            title,
            "bar",
            VALUE,
            kpi(code, period, "team"),
            "value",
            [f"date:{period}", "team_id"],
            "menu_oco_kpi_value",
            stacked=stacked,
        )
    board.listing(
        "Values per quarter, the last ones first",
        "menu_oco_kpi_value",
        VALUE,
        [
            ["period", "=", "quarter"],
            ["part", "=", "main"],
            ["breakdown", "=", "team"],
            ["kpi_id.code", "in", ["K03", "K05", "K12", "K13", "K14", "K16"]],
        ],
        [
            ("kpi_id", "", HEAD),
            ("team_id", "", HEAD),
            ("period_name", "Period", HEAD),
            ("shown", "Value", HEAD),
            ("change", "Before", HEAD),
            ("target_shown", "Target", HEAD),
            ("judgement", "Met", HEAD),
        ],
        24,
        [("date", False), ("kpi_id", True), ("team_id", True)],
    )
    return board.content()


DASHBOARDS = {"manager": manager, "finance": finance, "coordinator": coordinator}


def text(name):
    return json.dumps(DASHBOARDS[name](), ensure_ascii=False, indent=1) + "\n"


def file(name):
    # Odoo finds the texts to translate by the end of the name.
    return FOLDER / f"{name}_dashboard.json"


if __name__ == "__main__":
    for name in DASHBOARDS:
        file(name).write_text(text(name))
