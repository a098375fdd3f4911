"""Sheets 00 and 12 to 16: the grant, hours, rates, costs, settlement and reserve."""

from decimal import Decimal

from xlsxwriter.utility import xl_range

from .. import settlement
from .cells import Formula, Kind, count, day, euro, number, text, texts
from .frame import gap, measured, note, opened
from .grid import Grid, Style
from .report import COST, INCOME, SUBSIDY, Absent, Post, Rate, Report
from .sheets_work import cell, explained, share_of
from .tables import TOTAL

ZERO = Decimal()
# On the sheets that settle: not with part of the figures and all of the money.
NOT_SETTLED = (
    "Deze verantwoording gaat over een deel van het tijdvak van de verlening. "
    "Vaststellen en verrekenen met de voorschotten gebeurt over het hele tijdvak, in "
    "de verantwoording daarvan."
)
STATEMENT = (
    "Het bestuur verklaart dat dit verslag de activiteiten, kosten en opbrengsten van "
    "het tijdvak juist en volledig weergeeft, en dat aan de verplichtingen van de "
    "verlening is voldaan, behalve waar dit verslag iets anders zegt."
)


def cover(report: Report) -> Grid:
    grid = opened("00", "Voorblad", report, is_form=True)
    grant, run = report.grant, report.run
    grid.add(texts("onderwerp", "waarde"), Style.HEAD)
    for label, value in (
        ("subsidieontvanger", grant.recipient),
        ("KvK", grant.registration),
        ("subsidieverlener", grant.payer),
        ("gemeente(n)", ", ".join(grant.municipalities)),
        ("kenmerk verleningsbeschikking", grant.number),
    ):
        grid.add(texts(label, value))
    grid.add([text("datum verleningsbeschikking"), day(grant.decided_on)])
    for label, value in (
        ("regeling", grant.regulation),
        ("kostendrager / financieringsstroom", grant.funding_stream),
        ("wijze van vaststelling", grant.mode_name),
        ("verdeelsleutel bovenlokaal", grant.distribution),
        ("indexatie", grant.indexation),
        ("btw-positie", grant.vat),
        ("controleverklaring", grant.audit),
    ):
        grid.add(texts(label, value))
    grid.add([text("tijdvak van"), day(run.date_from)])
    grid.add([text("tijdvak tot en met"), day(run.date_to)])
    line = grid.add([text("verleend bedrag"), euro(grant.amount)])
    grid.call("verleend_bedrag", line, 1)
    grid.add([text("voorschotten"), Formula("=voorschotten_totaal", Kind.EURO)])
    line = grid.add(
        [text("drempel voor toelichting"), number(grant.deviation, Kind.SHARE)]
    )
    grid.call("drempel_toelichting", line, 1)
    for label, value in (
        ("versie", str(run.version)),
        ("reden van deze versie", run.reason),
        ("opgemaakt door", run.made_by),
        ("peilmoment", measured(report)),
        ("status", "concept" if run.draft else "definitief"),
        ("kenmerk van deze verantwoording", run.reference),
    ):
        grid.add(texts(label, value))
    gap(grid)
    grid.add(texts("bestuursverklaring", STATEMENT))
    for label in ("naam", "functie", "datum", "handtekening"):
        # Filled in on paper: the file itself names nobody.
        grid.add([text(label), text(None)])
    return grid


def hours(report: Report) -> Grid:
    grid = opened("12", "Urenverantwoording", report)
    months = report.hours.months
    total = len(months) + 2
    head = ["functie", "activiteit", *months, TOTAL, "cliëntgebonden"]
    top = grid.add(texts(*head), Style.HEAD) + 1
    for row in report.hours.rows:
        added = Formula(
            f"=SUM({xl_range(grid.next, 2, grid.next, total - 1)})", Kind.HOURS
        )
        grid.add(
            [
                *texts(row.function, row.activity),
                *(number(value, Kind.HOURS) for value in row.months),
                added,
                text("ja" if row.client_bound else "nee"),
            ]
        )
    last = grid.next - 1
    columns = range(2, total + 1)
    sums = [f"=SUM({xl_range(top, place, last, place)})" for place in columns]
    bound = xl_range(top, total + 1, last, total + 1)
    bounds = [
        f'=SUMIF({bound},"ja",{xl_range(top, place, last, place)})' for place in columns
    ]
    for words, formulas, name in (
        (TOTAL, sums, "uren_totaal"),
        ("waarvan cliëntgebonden", bounds, "uren_clientgebonden"),
    ):
        cells = [Formula(formula, Kind.HOURS) for formula in formulas]
        line = grid.add([*texts(words, ""), *cells], Style.TOTAL)
        grid.call(name, line, total)
    grid.call("uren_functie", top, 0, last, 0)
    grid.call("uren_per_regel", top, total, last, total)
    for place in range(len(months)):
        grid.call(f"uren_in_maand_{place + 1}", top, place + 2, last, place + 2)
    return grid


def rates(report: Report) -> Grid:
    grid = opened("13", "Tarief", report)
    head = ["functie", "schaal", "geldig van", "geldig tot en met", "uurtarief", "uren"]
    top = grid.add(texts(*head, "bedrag"), Style.HEAD) + 1
    known = not isinstance(report.hours, Absent)
    for rate in report.rates:
        line = grid.next
        grid.add(
            [
                *texts(rate.function, rate.scale),
                day(rate.valid_from),
                day(rate.valid_to),
                euro(rate.rate),
                _hours_of(rate, line, report) if known else count("geen uren"),
                Formula(f"=ROUND({cell(line, 4)}*{cell(line, 5)},2)", Kind.EURO)
                if known
                else text(None),
            ]
        )
    if known and report.rates:
        last = grid.next - 1
        line = grid.add(
            [
                *texts(TOTAL, "", "", "", ""),
                Formula(f"=SUM({xl_range(top, 5, last, 5)})", Kind.HOURS),
                Formula(f"=SUM({xl_range(top, 6, last, 6)})", Kind.EURO),
            ],
            Style.TOTAL,
        )
        grid.call("tarief_uren", line, 5)
        grid.call("tarief_bedrag", line, 6)
    elif not report.rates:
        note(grid, "Bij deze verlening zijn geen uurtarieven afgesproken.")
    return grid


def _hours_of(rate: Rate, line: int, report: Report) -> Formula:
    """The hours of sheet 12 in the months that the rate holds for."""
    function = cell(line, 0)
    if (rate.first, rate.last) == (0, len(report.hours.months) - 1):
        areas = ["uren_per_regel"]
    else:
        areas = [f"uren_in_maand_{n + 1}" for n in range(rate.first, rate.last + 1)]
    sums = (f"SUMIF(uren_functie,{function},{area})" for area in areas)
    return Formula("=" + "+".join(sums), Kind.HOURS)


def costs(report: Report) -> Grid:
    grid = opened("14", "Baten en lasten", report)
    head = ["begroot", "realisatie", "verschil", "%", "toelichting", "vorig jaar"]
    blocks = (
        ("lasten", (COST,), "lasten_totaal"),
        ("baten", (SUBSIDY, INCOME), "baten_totaal"),
    )
    for title, kinds, name in blocks:
        grid.add(texts(title, *head, "telt mee"), Style.HEAD)
        posts = [post for post in report.posts if post.kind in kinds]
        top = grid.next
        for post in posts:
            grid.add(_post(post, grid.next, report))
        last = grid.next - 1
        line = grid.add(_post_totals(top, last, grid.next, bool(posts)), Style.TOTAL)
        grid.call(name, line, 2)
        key, found = (
            ("subsidiabel", "kosten_subsidiabel")
            if title == "lasten"
            else (
                "overige baten",
                "overige_baten",
            )
        )
        area, amounts = xl_range(top, 7, last, 7), xl_range(top, 2, last, 2)
        counted = (
            Formula(f'=SUMIF({area},"{key}",{amounts})', Kind.EURO)
            if posts
            else euro(ZERO)
        )
        line = grid.add([text(f"waarvan {key}"), text(None), counted], Style.TOTAL)
        grid.call(found, line, 2)
        gap(grid)
    result = Formula("=baten_totaal-lasten_totaal", Kind.EURO)
    line = grid.add([text("resultaat"), text(None), result], Style.TOTAL)
    grid.call("resultaat", line, 2)
    return grid


def _post(post: Post, line: int, report: Report) -> list:
    budgeted, realised = cell(line, 1), cell(line, 2)
    counts = {
        COST: "subsidiabel" if post.eligible else "niet subsidiabel",
        INCOME: "overige baten",
        SUBSIDY: "subsidie",
    }
    return [
        text(post.name),
        euro(post.budgeted),
        euro(post.realised),
        Formula(f"={realised}-{budgeted}", Kind.EURO),
        share_of(cell(line, 3), budgeted),
        explained(post.explanation, report.due(post.budgeted, post.realised)),
        euro(post.previous),
        text(counts[post.kind]),
    ]


def _post_totals(top: int, last: int, line: int, posts: bool) -> list:
    def total(column):
        if not posts:
            return euro(ZERO)
        return Formula(f"=SUM({xl_range(top, column, last, column)})", Kind.EURO)

    return [
        text(TOTAL),
        total(1),
        total(2),
        Formula(f"={cell(line, 2)}-{cell(line, 1)}", Kind.EURO),
        share_of(cell(line, 3), cell(line, 1)),
        text(None),
        total(6),
        text(None),
    ]


def settled(report: Report) -> Grid:
    grid = opened("15", "Voorschotten en vaststelling", report)
    top = grid.add(texts("datum voorschot", "bedrag"), Style.HEAD) + 1
    for advance in report.advances:
        grid.add([day(advance.received_on), euro(advance.amount)])
    total = Formula(f"=SUM({xl_range(top, 1, grid.next - 1, 1)})", Kind.EURO)
    line = grid.add(
        [text(TOTAL), total if report.advances else euro(ZERO)], Style.TOTAL
    )
    grid.call("voorschotten_totaal", line, 1)
    gap(grid)
    if not report.settles:
        last = f"{report.run.date_to:%d-%m-%Y}"
        note(grid, f"Voorschotten die zijn ontvangen tot en met {last}.")
        note(grid, NOT_SETTLED)
        return grid
    known = report.determined() is not None
    if report.grant.mode == settlement.PERFORMANCE and known:
        _add_results(grid, report)
    grid.add(texts("vaststelling", "bedrag"), Style.HEAD)
    for words, amount in (
        ("verleend", "verleend_bedrag"),
        ("subsidiabele kosten", "kosten_subsidiabel"),
        ("overige baten", "overige_baten"),
    ):
        grid.add([text(words), Formula(f"={amount}", Kind.EURO)])
    line = grid.add([text("eigen bijdrage"), euro(report.grant.own_contribution)])
    grid.call("eigen_bijdrage", line, 1)
    if known:
        formulas = {
            settlement.FIXED: "=verleend_bedrag",
            settlement.ACTUAL_COST: "=MAX(0,MIN(verleend_bedrag,"
            "ROUND(kosten_subsidiabel-overige_baten-eigen_bijdrage,2)))",
            settlement.PERFORMANCE: "=prestaties_bedrag",
        }
        for words, name, formula in (
            (
                "vast te stellen (voorstel)",
                "vast_te_stellen",
                formulas[report.grant.mode],
            ),
            ("voorschotten", "", "=voorschotten_totaal"),
            ("saldo", "saldo", "=ROUND(vast_te_stellen-voorschotten_totaal,2)"),
            ("nog te ontvangen", "te_ontvangen", "=MAX(0,saldo)"),
            ("terug te betalen", "terug_te_betalen", "=MAX(0,-saldo)"),
        ):
            line = grid.add([text(words), Formula(formula, Kind.EURO)], Style.TOTAL)
            if name:
                grid.call(name, line, 1)
    else:
        grid.add([text("vast te stellen (voorstel)"), count("niet te bepalen")])
        note(
            grid, "Van een prestatie is nog geen cijfer, of er is er geen afgesproken."
        )
    note(
        grid,
        "De subsidieverlener stelt vast (Awb 4:46); dit is wat volgt uit de cijfers.",
    )
    return grid


def _add_results(grid: Grid, report: Report) -> None:
    """What each performance earns of its part of the grant."""
    head = texts("prestatie", "deel van de verlening", "realisatie, ten hoogste 100%")
    top = grid.add([*head, text("bedrag")], Style.HEAD) + 1
    for place, line in enumerate(report.performances, start=1):
        here = grid.next
        share = f"Prestaties!{cell(place + 3, 6)}"
        realised = Formula(f"=MIN(1,{share})", Kind.SHARE)
        grid.add(
            [
                text(f"{line.code} {line.name}"),
                euro(line.part),
                realised if line.agreed else number(Decimal(1), Kind.SHARE),
                Formula(f"=ROUND({cell(here, 1)}*{cell(here, 2)},2)", Kind.EURO),
            ]
        )
    last = grid.next - 1
    line = grid.add(
        [
            text(TOTAL),
            Formula(f"=SUM({xl_range(top, 1, last, 1)})", Kind.EURO),
            text(None),
            Formula(f"=SUM({xl_range(top, 3, last, 3)})", Kind.EURO),
        ],
        Style.TOTAL,
    )
    grid.call("prestaties_bedrag", line, 3)
    gap(grid)


def reserve(report: Report) -> Grid:
    grid = opened("16", "Egalisatiereserve", report)
    held = report.grant.reserve
    if not held:
        note(grid, "De verlening schrijft geen egalisatiereserve voor (Awb 4:72).")
        return grid
    if not report.settles:
        note(grid, NOT_SETTLED)
        return grid
    if report.determined() is None:
        note(grid, "Niet te bepalen zolang het vast te stellen bedrag niet bekend is.")
        return grid
    grid.add(texts("egalisatiereserve", "bedrag"), Style.HEAD)
    line = grid.add([text("beginstand"), euro(held.opening)])
    grid.call("reserve_begin", line, 1)
    for words, name, formula in (
        (
            "werkelijke kosten ten laste van de subsidie (kosten - overige baten - "
            "eigen bijdrage)",
            "kosten_ten_laste",
            "=ROUND(kosten_subsidiabel-overige_baten-eigen_bijdrage,2)",
        ),
        ("vast te stellen", "", "=vast_te_stellen"),
        ("dotatie", "dotatie", "=MAX(0,vast_te_stellen-kosten_ten_laste)"),
        (
            "onttrekking",
            "onttrekking",
            "=MIN(reserve_begin,MAX(0,kosten_ten_laste-vast_te_stellen))",
        ),
        ("eindstand", "reserve_eind", "=ROUND(reserve_begin+dotatie-onttrekking,2)"),
    ):
        line = grid.add([text(words), Formula(formula, Kind.EURO)])
        if name:
            grid.call(name, line, 1)
    if held.cap is None:
        grid.add(texts("maximum", "niet gesteld"))
        return grid
    line = grid.add([text("maximum"), euro(held.cap)])
    grid.call("reserve_maximum", line, 1)
    over = Formula("=MAX(0,reserve_eind-reserve_maximum)", Kind.EURO)
    line = grid.add(
        [
            text("boven het maximum"),
            over,
            Formula('=IF(boven_maximum>0,"LET OP: boven het maximum","")', Kind.TEXT),
        ]
    )
    grid.call("boven_maximum", line, 1)
    return grid
