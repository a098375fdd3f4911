"""Terms counted by hand, with a calendar and the articles beside it.

Never made with the engine: `test_terms.py` compares, docs/terms.md shows them. Each is
(what it shows, day that starts it, length, what moves it, last day); the last day is
"stands still" while a suspension has no end.
"""

# What may move a term: `asked` and `supplemented` (Awb 4:15 lid 1), `off` a suspension
# of both days included, `more` an extension, `until` a day that the authority named.
CASES = [
    # Nothing moves it
    ("two weeks, a working day", "2026-11-03", "14 days", {}, "2026-11-17"),
    ("six weeks, same weekday", "2026-11-02", "6 weeks", {}, "2026-12-14"),
    ("leap day as last day", "2024-02-15", "14 days", {}, "2024-02-29"),
    ("leap day as last day, 2028", "2028-02-15", "2 weeks", {}, "2028-02-29"),
    ("six weeks over a leap day", "2024-01-18", "6 weeks", {}, "2024-02-29"),
    ("the same without one", "2023-01-18", "6 weeks", {}, "2023-03-01"),
    ("the day before Christmas counts", "2027-12-10", "14 days", {}, "2027-12-24"),
    # Weekends (Atw 1 lid 1)
    ("Saturday", "2026-11-07", "14 days", {}, "2026-11-23"),
    ("Sunday", "2026-11-08", "14 days", {}, "2026-11-23"),
    ("first of March on a Saturday", "2025-02-15", "14 days", {}, "2025-03-03"),
    # Christmas and New Year
    ("25 December on a Friday", "2026-11-13", "6 weeks", {}, "2026-12-28"),
    ("26 December on a Saturday", "2026-11-14", "6 weeks", {}, "2026-12-28"),
    ("25 December on a Thursday", "2025-12-11", "14 days", {}, "2025-12-29"),
    ("26 December on a Friday", "2025-12-12", "14 days", {}, "2025-12-29"),
    ("six weeks to the same", "2025-11-13", "6 weeks", {}, "2025-12-29"),
    ("25 December on a Wednesday", "2024-12-11", "14 days", {}, "2024-12-27"),
    ("26 December on a Thursday", "2024-12-12", "14 days", {}, "2024-12-27"),
    ("25 December on a Saturday", "2027-12-11", "14 days", {}, "2027-12-27"),
    ("New Year's Day on a Friday", "2026-11-20", "6 weeks", {}, "2027-01-04"),
    ("New Year's Day on a Thursday", "2025-12-18", "14 days", {}, "2026-01-02"),
    # Easter, Ascension Day, Whitsun
    ("Good Friday in March, to Tuesday", "2027-02-12", "6 weeks", {}, "2027-03-30"),
    ("Easter Sunday in March", "2027-02-14", "6 weeks", {}, "2027-03-30"),
    ("Easter Monday in March", "2027-02-15", "6 weeks", {}, "2027-03-30"),
    ("Good Friday, Easter Monday 1 April", "2024-03-15", "14 days", {}, "2024-04-02"),
    ("Good Friday in April", "2026-02-20", "6 weeks", {}, "2026-04-07"),
    ("Easter Monday in April", "2026-02-23", "6 weeks", {}, "2026-04-07"),
    ("Good Friday, late Easter", "2025-04-04", "14 days", {}, "2025-04-22"),
    ("Easter Monday, late Easter", "2025-03-10", "6 weeks", {}, "2025-04-22"),
    ("Ascension Day", "2026-04-02", "6 weeks", {}, "2026-05-15"),
    ("Ascension Day at the end of May", "2025-05-15", "14 days", {}, "2025-05-30"),
    (
        "the Friday after it, equated by decree",
        *("2025-05-15", "14 days", {"equated": "2025-05-30"}, "2025-06-02"),
    ),
    ("Whit Monday", "2026-04-13", "6 weeks", {}, "2026-05-26"),
    ("Whit Monday in June", "2025-05-26", "14 days", {}, "2025-06-10"),
    # The birthday of the King, before that of the Queen, and 5 May
    ("King's Day on a Monday", "2026-03-16", "6 weeks", {}, "2026-04-28"),
    ("King's Day a Saturday for a Sunday", "2025-03-15", "6 weeks", {}, "2025-04-28"),
    ("27 April itself that year: Sunday", "2031-04-13", "14 days", {}, "2031-04-28"),
    ("Queen's Day, a Tuesday", "2013-04-16", "14 days", {}, "2013-05-01"),
    ("27 April 2013 was a Saturday only", "2013-04-13", "14 days", {}, "2013-04-29"),
    ("Queen's Day on Saturday 29 April", "2006-04-15", "14 days", {}, "2006-05-01"),
    ("5 May on a Tuesday, no lustrum", "2026-03-24", "6 weeks", {}, "2026-05-06"),
    ("5 May on a Monday, lustrum", "2025-03-24", "6 weeks", {}, "2025-05-06"),
    ("5 May on a Friday", "2028-04-21", "14 days", {}, "2028-05-08"),
    ("5 May, then Ascension Day", "2027-04-21", "14 days", {}, "2027-05-07"),
    ("5 May and Ascension Day in one", "2016-04-21", "14 days", {}, "2016-05-06"),
    # At least two working days (Atw 2)
    ("three days, all of them days off", "2026-12-24", "3 days", {}, "2026-12-29"),
    ("three days, one working day before", "2026-12-23", "3 days", {}, "2026-12-28"),
    ("three days over Easter", "2026-04-02", "3 days", {}, "2026-04-08"),
    ("three days over a weekend", "2026-04-10", "3 days", {}, "2026-04-14"),
    ("three days to a Saturday", "2026-11-11", "3 days", {}, "2026-11-16"),
    ("two days: article 2 says nothing", "2026-04-10", "2 days", {}, "2026-04-13"),
    ("four days over Christmas", "2026-12-24", "4 days", {}, "2026-12-29"),
    ("four days, two of them working days", "2026-05-01", "4 days", {}, "2026-05-06"),
    # Too long for the act (Atw 4)
    ("90 days", "2026-09-26", "90 days", {}, "2026-12-28"),
    ("91 days", "2026-09-25", "91 days", {}, "2026-12-25"),
    ("twelve weeks", "2026-10-03", "12 weeks", {}, "2026-12-28"),
    ("thirteen weeks", "2026-09-26", "13 weeks", {}, "2026-12-26"),
    ("three months", "2026-09-25", "3 months", {}, "2026-12-28"),
    ("four months", "2026-08-25", "4 months", {}, "2026-12-25"),
    ("a year", "2025-12-25", "1 years", {}, "2026-12-25"),
    ("a year from a leap day", "2024-02-29", "1 years", {}, "2025-02-28"),
    # Months
    ("a month from the 31st", "2026-01-31", "1 months", {}, "2026-03-02"),
    ("the same in a leap year", "2024-01-31", "1 months", {}, "2024-02-29"),
    ("three months into February", "2025-11-30", "3 months", {}, "2026-03-02"),
    ("from the end of February", "2026-02-28", "1 months", {}, "2026-03-30"),
    ("from the 31st to the 30th", "2026-03-31", "1 months", {}, "2026-04-30"),
    # Working days (Wgs 4 lid 2)
    ("three working days", "2026-11-02", "3 working_days", {}, "2026-11-05"),
    ("over Christmas", "2026-12-24", "3 working_days", {}, "2026-12-30"),
    ("over Easter", "2026-04-02", "3 working_days", {}, "2026-04-09"),
    ("over King's Day", "2026-04-22", "3 working_days", {}, "2026-04-28"),
    # Suspension (Awb 4:15)
    (
        "asked to supplement, six days, to a Sunday",
        *("2026-11-02", "2 weeks"),
        {"asked": "2026-11-05", "supplemented": "2026-11-12"},
        "2026-11-23",
    ),
    (
        "supplemented the next day: nothing stood still",
        *("2026-11-02", "2 weeks"),
        {"asked": "2026-11-05", "supplemented": "2026-11-06"},
        "2026-11-16",
    ),
    (
        "over Christmas and New Year",
        *("2026-11-03", "8 weeks", {"off": "2026-12-22/2027-01-03"}, "2027-01-11"),
    ),
    (
        "two that overlap count once",
        *("2026-11-02", "2 weeks"),
        {"off": "2026-11-06/2026-11-11 2026-11-10/2026-11-15"},
        "2026-11-26",
    ),
    (
        "after the end it comes too late",
        *("2026-11-02", "2 weeks", {"off": "2026-11-20/2026-11-25"}, "2026-11-16"),
    ),
    (
        "only days of the term count",
        *("2026-11-02", "2 weeks", {"off": "2026-10-30/2026-11-04"}, "2026-11-18"),
    ),
    (
        "in the weekend that the term ran through",
        *("2026-11-07", "2 weeks", {"off": "2026-11-22/2026-11-25"}, "2026-11-26"),
    ),
    (
        "suspended without an end",
        *("2026-11-02", "2 weeks", {"off": "2026-11-10/"}, "stands still"),
    ),
    # Adjournment and extension
    ("objection: six weeks", "2026-12-14", "6 weeks", {}, "2027-01-25"),
    ("objection: committee", "2026-12-14", "12 weeks", {}, "2027-03-08"),
    (
        "six and six",
        *("2026-12-14", "6 weeks", {"more": "6 weeks"}, "2027-03-08"),
    ),
    (
        "committee and six: each under the act",
        *("2026-12-14", "12 weeks", {"more": "6 weeks"}, "2027-04-19"),
    ),
    (
        "counted on from 25 December, not from the 28th",
        *("2026-11-13", "6 weeks", {"more": "6 weeks"}, "2027-02-05"),
    ),
    ("complaint: ten weeks", "2026-10-02", "10 weeks", {}, "2026-12-11"),
    (
        "complaint: six and four",
        *("2026-10-02", "6 weeks", {"more": "4 weeks"}, "2026-12-11"),
    ),
    (
        "adjourned, and four days suspended",
        "2026-12-14",
        "6 weeks",
        {"more": "6 weeks", "off": "2027-01-04/2027-01-07"},
        "2027-03-12",
    ),
    (
        "a day that was named stays a Saturday",
        *("2026-11-03", "8 weeks", {"until": "2027-02-06"}, "2027-02-06"),
    ),
    # No term of the law; counted back
    ("a norm of one's own", "2026-11-07", "14 days", {"own": True}, "2026-11-21"),
    ("ten days before", "2026-12-23", "10 days", {"back": True}, "2026-12-13"),
    ("eight weeks before", "2026-12-31", "8 weeks", {"back": True}, "2026-11-05"),
    ("three days before, Easter", "2026-04-07", "3 days", {"back": True}, "2026-04-01"),
]
