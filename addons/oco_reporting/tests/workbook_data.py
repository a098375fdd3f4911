"""A report with something on every sheet, invented, for the tests of the workbook."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal as D

from ..settlement import Reserve
from ..workbook import report as r
from ..workbook.tables import CaseRow, Matrix

GRANT = r.Grant(
    recipient="Naast u",
    registration="12345678",
    payer="Gemeente Voorbeeld",
    municipalities=("Voorbeeld", "Waterland"),
    number="2026/0417",
    decided_on=date(2025, 12, 4),
    regulation="Subsidieregeling sociaal domein",
    funding_stream="Wmo",
    amount=D("100000.00"),
    mode="performance",
    mode_name="op prestatie",
    indexation="loon- en prijsbijstelling van de gemeente",
    vat="vrijgesteld",
    distribution="naar inwonertal",
    audit="verplicht vanaf € 125.000",
    deviation=D("0.10"),
    reserve=Reserve(D("2500.00"), D("5000.00")),
)
RUN = r.Run(
    reference="OCO-7Q2M",
    date_from=date(2026, 1, 1),
    date_to=date(2026, 3, 31),
    version=1,
    draft=True,
    made_by="financiën",
    measured_at=datetime(
        2026, 4, 20, 9, 30, tzinfo=timezone(timedelta(hours=2), "CEST")
    ),
)
REPORT = r.Report(
    grant=GRANT,
    run=RUN,
    performances=(
        r.Performance("P1", "Trajecten", "traject", D(40), D(38), D("60000.00")),
        r.Performance(
            "P2",
            "I&A-contacten",
            "contact",
            D(300),
            D(360),
            D("30000.00"),
            "Meer loop.",
        ),
        # Agreed on hours with a half, and a third of them done.
        r.Performance(
            "P3",
            "Voorlichting",
            "uur",
            D("10.5"),
            D("3.5"),
            D("10000.00"),
            "Zaal dicht.",
        ),
    ),
    cases=(
        CaseRow("Oever", 20, 30, 26, 25, reopened=1),
        CaseRow("Dijk", 4, 8, 6, 6, reopened=0),
    ),
    contacts=Matrix(
        "team", ("Oever", "Dijk"), ("jan", "feb", "mrt"), ((90, 80, 70), (40, 40, 40))
    ),
    domains=Matrix(
        "leefgebied",
        ("wonen", "inkomen", "werk"),
        ("Oever", "Dijk"),
        ((30, "x"), ("x", "x"), (15, 20)),
        right=("x", "x", 35),
        below=(60, 45),
        grand=105,
    ),
    groups=(
        r.Counts(
            "Doelgroepen",
            "doelgroep",
            "aantal inwoners",
            (("ouderen", 40), ("NAH", "x")),
            92,
            additive=False,
        ),
        r.Counts(
            "Leeftijd",
            "leeftijdsgroep",
            "aantal inwoners",
            (("0-17", 12), ("75+", 80)),
            92,
        ),
    ),
    tasks=(r.Counts("Moment", "moment", "aantal", (("verkrijgen", 31),), 31),),
    sources=r.Counts(
        "", "bron", "aantal", (("huisarts", 30), ("zelf", 90)), 120, shares=True
    ),
    referrals=(
        r.Referral("Schuldhulp", "formeel", 12, 9),
        r.Referral("Buurtkamer", "informeel", "x", "x"),
    ),
    results=r.Counts(
        "",
        "afsluitreden",
        "aantal",
        (("opgelost", 31), ("niet gelukt", 11), ("verhuisd", 14)),
        56,
        shares=True,
        subset=r.Subset("Geslaagd", "geslaagd", (0,), "basis", (0, 1)),
    ),
    terms=(
        r.Term("eerste gesprek binnen 14 dagen", 30, 27, own=True),
        r.Term("onderzoek binnen 6 weken", 12, 0, own=False),
    ),
    experience=(
        r.Question("Welk cijfer geeft u?", 42, (("8", 30), ("9", 12)), D("8.29")),
        r.Question("Was u op uw gemak?", "x"),
    ),
    hours=r.Hours(
        ("jan", "feb", "mrt"),
        (
            r.HoursRow("consulent", "traject", True, (D("100.25"), D(90), D(110))),
            r.HoursRow("consulent", "overleg", False, (D(10), D(12), D("7.75"))),
            r.HoursRow("coach", "traject", True, (D(5), D(5), D(5))),
        ),
    ),
    rates=(
        r.Rate("consulent", "8", D("61.35"), date(2026, 1, 1), None, 0, 2),
        r.Rate("coach", "7", D("50.00"), date(2025, 1, 1), date(2026, 1, 31), 0, 0),
        r.Rate("coach", "7", D("52.10"), date(2026, 2, 1), None, 1, 2),
    ),
    posts=(
        r.Post(r.COST, "personeel", D("80000.00"), D("78000.10"), D("75000.00")),
        r.Post(r.COST, "ICT", D("5000.00"), D("6000.05"), None, "Nieuwe licenties."),
        r.Post(r.COST, "representatie", D(0), D("0.00"), None, "", False),
        r.Post(r.SUBSIDY, "subsidie", D("100000.00"), D("100000.00")),
        r.Post(r.INCOME, "giften", D("1000.00"), D("1000.00")),
    ),
    advances=(
        r.Advance(date(2026, 1, 5), D("50000.00")),
        r.Advance(date(2026, 2, 5), D("45000.00")),
    ),
    criteria=(
        r.Criterion("Geen toegang voor wie besluit", True, "toegangstabel", 0),
        r.Criterion("Geen belang bij zorg", None, "verklaringen", 2),
    ),
    signals=(
        r.Signal(
            1,
            date(2026, 2, 3),
            "lacune",
            "wonen",
            "Geen aanbod",
            "gemeente",
            "verzonden",
        ),
    ),
    definitions=r.Absent("de definities zijn nog niet ingevoerd."),
    checks=(
        r.Check("Leefgebieden: rijen en kolommen samen", D(105), D(105), 4),
        r.Check("Taken: de regels samen en het totaal", "gelijk", "gelijk", 3),
    ),
    referral_total=r.Referral("", "", 20, "x"),
    notes=(("04", "x: niet getoond, zodat niemand te herkennen is."),),
)
FINAL = replace(REPORT, run=replace(RUN, draft=False, version=2, reason="Herziening"))
