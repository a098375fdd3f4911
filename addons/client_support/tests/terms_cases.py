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
    # More awkward ones, with the sum
    # 17 + 14 = 31 December, a Thursday: the day before New Year is none of the act.
    ("New Year's Eve counts", "2026-12-17", "14 days", {}, "2026-12-31"),
    # 17 + 14 = Saturday 31 December; Sunday is New Year's Day; Monday 2 January.
    ("New Year's Eve on a Saturday", "2033-12-17", "14 days", {}, "2034-01-02"),
    # 29 January + 1 month = 29 February, which 2024 has and 2023 has not.
    ("a month into a leap year", "2024-01-29", "1 months", {}, "2024-02-29"),
    ("a month into another year", "2023-01-29", "1 months", {}, "2023-02-28"),
    # 31 December + 2 months = the last day of February 2028.
    ("two months to a leap day", "2027-12-31", "2 months", {}, "2028-02-29"),
    # 2100 is no leap year: 13 days of January, 28 of February, 1 of March = 42.
    ("over the February of 2100", "2100-01-18", "6 weeks", {}, "2100-03-01"),
    # 19 March + 14 = Thursday 2 April, the day before Good Friday.
    ("Maundy Thursday counts", "2026-03-19", "14 days", {}, "2026-04-02"),
    # 21 March + 14 = Saturday 4 April; Easter; Monday 6; Tuesday 7.
    ("the Saturday before Easter", "2026-03-21", "14 days", {}, "2026-04-07"),
    # Easter 2035 is 25 March: Friday 23, Saturday, Sunday, Monday 26; Tuesday 27.
    ("Good Friday 23 March", "2035-03-09", "14 days", {}, "2035-03-27"),
    # 27 April 2025 is a Sunday, so the 26th is King's Day and Friday the 25th is none.
    ("the Friday before King's Day", "2025-04-11", "14 days", {}, "2025-04-25"),
    # 15 March + 42 = Saturday 26 April = King's Day; Sunday 27; Monday 28.
    ("King's Day a Saturday, 2036", "2036-03-15", "6 weeks", {}, "2036-04-28"),
    # Easter 2038 is 25 April: Friday 23, 24, 25, Monday 26, King's Day 27; Wednesday.
    ("from Good Friday to after King's Day", "2038-04-09", "14 days", {}, "2038-04-28"),
    # 21 April + 14 = 5 May, a Wednesday; 6 May 2032 is Ascension Day; Friday.
    ("5 May and Ascension Day after it", "2032-04-21", "14 days", {}, "2032-05-07"),
    # 27 September + 13 weeks = Sunday 27 December; longer than twelve weeks: it stays.
    ("thirteen weeks to a Sunday", "2026-09-27", "13 weeks", {}, "2026-12-27"),
    # 14 (February) + 31 + 30 + 25 = 100: Whit Monday, which stays.
    ("100 days to Whit Monday", "2026-02-14", "100 days", {}, "2026-05-25"),
    ("four months to New Year's Day", "2026-09-01", "4 months", {}, "2027-01-01"),
    # Years are no term of the act: Sunday 22 November.
    ("two years to a Sunday", "2024-11-22", "2 years", {}, "2026-11-22"),
    # 3 May + 90 = 1 August, + 91 = Saturday 31 October: the second length is too long.
    (
        "90 days and 91 more",
        *("2026-05-03", "90 days", {"more": "91 days"}, "2026-10-31"),
    ),
    # 1 January + 84 = 26 March 2027, Good Friday; 27, 28, Easter Monday 29; Tuesday 30.
    (
        "adjourned to Good Friday",
        *("2027-01-01", "6 weeks", {"more": "6 weeks"}, "2027-03-30"),
    ),
    # 2 November + 56 = 28 December, + 42 = 8 February; 6 up to and including 11
    # November are six days: 14 February, a Sunday; Monday 15.
    (
        "supplemented, then adjourned",
        "2026-11-02",
        "8 weeks",
        {"asked": "2026-11-05", "supplemented": "2026-11-12", "more": "6 weeks"},
        "2027-02-15",
    ),
    # 15-23 December are nine days; five are left after 2 January: 3, 4, 5, 6, 7.
    (
        "stands still over Christmas and New Year",
        *("2026-12-14", "14 days", {"off": "2026-12-24/2027-01-02"}, "2027-01-07"),
    ),
    # It would end on Tuesday 17, which does not count: Wednesday 18.
    (
        "stands still on its last day",
        *("2026-11-03", "14 days", {"off": "2026-11-17/2026-11-17"}, "2026-11-18"),
    ),
    # 3, 4, 5 are three days; eleven are left from the 11th: Saturday 21; Monday 23.
    (
        "two that follow on each other",
        *("2026-11-02", "2 weeks"),
        {"off": "2026-11-06/2026-11-08 2026-11-09/2026-11-10"},
        "2026-11-23",
    ),
    # Counted are 3, 9, 10, 11, 14, 15, 16: the first brings it into the second.
    (
        "the first brings the term into the second",
        *("2026-11-02", "1 weeks"),
        {"off": "2026-11-04/2026-11-08 2026-11-12/2026-11-13"},
        "2026-11-16",
    ),
    # 7, 8 and 14 are three days, none of them a working day; Monday 16 is the first one
    # on which the term ran, Tuesday 17 the second.
    (
        "three days, the working days stood still",
        *("2026-11-06", "3 days", {"off": "2026-11-09/2026-11-13"}, "2026-11-17"),
    ),
    # Full on Monday 9, its one working day; article 2 adds Tuesday 10, on which it
    # stands still up to and including Friday 13: Monday 16.
    (
        "three days, stands still on the day added",
        *("2026-11-06", "3 days", {"off": "2026-11-10/2026-11-13"}, "2026-11-16"),
    ),
    # 14 and 15 are two days, so Monday 16. Article 2 is for terms of three days.
    (
        "two days, suspended to be longer",
        *("2026-11-12", "2 days", {"off": "2026-11-13/2026-11-13"}, "2026-11-16"),
    ),
    # Tuesday 3; 4 and 5 do not count; Friday 6; Monday 9.
    (
        "three working days, suspended",
        *("2026-11-02", "3 working_days", {"off": "2026-11-04/2026-11-05"}),
        "2026-11-09",
    ),
    # 27, 26, 25 December are no working days; Thursday 24 and Wednesday 23 are.
    (
        "three days before, Christmas",
        *("2026-12-28", "3 days", {"back": True}, "2026-12-23"),
    ),
    # No weekend moves what is counted back.
    ("back to a Sunday", "2026-12-27", "2 weeks", {"back": True}, "2026-12-13"),
    # 31 March - 1 month = the last day of February.
    ("a month before the 31st", "2026-03-31", "1 months", {"back": True}, "2026-02-28"),
]
