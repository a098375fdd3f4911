"""Plain Python, no database: on which day a legal term ends."""

from datetime import date
from unittest import TestCase

from .. import terms
from ..terms import Extension, Length, Suspension
from .terms_cases import CASES


def length(words):
    amount, unit = words.split()
    return Length(int(amount), unit)


def computed(start, words, moved):
    """A case of the table, by the engine."""
    day = date.fromisoformat
    suspensions = [
        Suspension(day(first), day(last) if last else None)
        for first, last in (span.split("/") for span in moved.get("off", "").split())
    ]
    if "asked" in moved:
        suspensions.append(
            Suspension.to_supplement(day(moved["asked"]), day(moved["supplemented"]))
        )
    extensions = []
    if "more" in moved:
        extensions.append(Extension(length(moved["more"]), article="Awb 7:10(3)"))
    if "until" in moved:
        extensions.append(Extension(until=day(moved["until"]), article="Awb 4:14(3)"))
    return terms.compute(
        day(start),
        length(words),
        suspensions=filter(None, suspensions),
        extensions=extensions,
        statutory=not moved.get("own"),
        counted_back=bool(moved.get("back")),
        equated=map(day, moved.get("equated", "").split()),
    )


class TestCases(TestCase):
    def test_counted_by_hand(self):
        self.assertGreaterEqual(len(CASES), 60)
        for shows, start, words, moved, last in CASES:
            with self.subTest(shows, start=start, length=words):
                due = computed(start, words, moved).due
                self.assertEqual(due.isoformat() if due else "stands still", last)

    def test_each_line_of_the_sum_goes_on_where_the_last_one_ended(self):
        for shows, start, words, moved, _last in CASES:
            with self.subTest(shows):
                term = computed(start, words, moved)
                before = term.start
                for move in term.moves:
                    if move.what != "length":
                        self.assertEqual(move.before, before)
                    before = move.after
                if term.due:
                    self.assertEqual(before, term.due)


class TestCalendar(TestCase):
    def test_years_by_hand(self):
        for year, days in {
            2024: "01-01 03-29 04-01 04-27 05-05 05-09 05-20 12-25 12-26",
            2025: "01-01 04-18 04-21 04-26 05-05 05-29 06-09 12-25 12-26",
            2026: "01-01 04-03 04-06 04-27 05-05 05-14 05-25 12-25 12-26",
            2014: "01-01 04-18 04-21 04-26 05-05 05-29 06-09 12-25 12-26",
            2013: "01-01 03-29 04-01 04-30 05-05 05-09 05-20 12-25 12-26",
            2006: "01-01 04-14 04-17 04-29 05-05 05-25 06-05 12-25 12-26",
            # Ascension Day on 5 May; the latest Easter of the century.
            2016: "01-01 03-25 03-28 04-27 05-05 05-16 12-25 12-26",
            2038: "01-01 04-23 04-26 04-27 05-05 06-03 06-14 12-25 12-26",
        }.items():
            with self.subTest(year=year):
                found = {day.strftime("%m-%d") for day in terms.holidays(year)}
                self.assertEqual(found, set(days.split()))

    def test_why_and_by_which_article(self):
        for day, why, article in (
            (date(2026, 4, 3), "good_friday", "Atw 3(2)"),
            (date(2026, 5, 5), "liberation", "Atw 3(1)"),
            (date(2026, 11, 21), "saturday", "Atw 1(1)"),
            (date(2026, 5, 15), "equated", "Atw 3(3)"),
        ):
            with self.subTest(day=day):
                self.assertEqual(terms.day_off(day, {date(2026, 5, 15)}), why)
                self.assertEqual(terms.article_of(why), article)
        self.assertIsNone(terms.day_off(date(2026, 5, 15)))

    def test_working_days_between(self):
        for start, end, count in (
            (date(2026, 11, 20), date(2026, 11, 23), 1),
            (date(2026, 12, 24), date(2026, 12, 28), 1),
            (date(2026, 11, 18), date(2026, 11, 23), 3),
            (date(2026, 11, 23), date(2026, 11, 20), -1),
            (date(2026, 11, 23), date(2026, 11, 23), 0),
        ):
            with self.subTest(start=start, end=end):
                self.assertEqual(terms.working_days_between(start, end), count)


class TestTheSum(TestCase):
    def test_says_what_moved_it_and_by_which_article(self):
        term = computed("2026-02-20", "6 weeks", {})
        self.assertEqual(
            [(move.what, move.why, move.article) for move in term.moves[1:]],
            [
                ("day_off", "good_friday", "Atw 3(2)"),
                ("day_off", "saturday", "Atw 1(1)"),
                ("day_off", "sunday", "Atw 1(1)"),
                ("day_off", "easter_monday", "Atw 3(1)"),
            ],
        )
        self.assertEqual(term.moves[0].after, date(2026, 4, 3))

    def test_articles_once_each(self):
        term = terms.compute(date(2026, 11, 13), Length(6, "weeks"), "Wmo 2.3.2(1)")
        self.assertEqual(term.articles, ("Wmo 2.3.2(1)", "Atw 3(1)", "Atw 1(1)"))

    def test_what_is_left_while_it_stands_still(self):
        term = computed("2026-11-02", "2 weeks", {"off": "2026-11-10/"})
        self.assertIsNone(term.due)
        self.assertEqual(term.suspended_since, date(2026, 11, 10))
        self.assertEqual(term.left, 7)  # 10 up to and including 16 November

    def test_one_day_is_left_at_least(self):
        # Full on Saturday 21; it runs through the weekend until it is suspended.
        term = computed("2026-11-07", "2 weeks", {"off": "2026-11-23/"})
        self.assertEqual(term.left, 1)

    def test_what_cannot_be(self):
        day = date(2026, 11, 2)
        for wrong in (
            lambda: Length(-1),
            lambda: Length(1, "moons"),
            lambda: Extension(),
            lambda: Extension(Length(1), day),
            lambda: terms.compute(
                day, Length(5), suspensions=[Suspension(day, date(2026, 11, 1))]
            ),
            lambda: terms.compute(
                day, Length(5), suspensions=[Suspension(day)], counted_back=True
            ),
        ):
            with self.assertRaises(ValueError):
                wrong()


class TestAwb(TestCase):
    def test_by_post(self):
        """Awb 6:9 lid 2: posted in time, received within a week after the term."""
        for due, posted, received, in_time in (
            ("2026-12-14", "2026-12-14", "2026-12-15", True),
            ("2026-12-14", "2026-12-14", "2026-12-21", True),
            ("2026-12-14", "2026-12-14", "2026-12-22", False),
            ("2026-12-14", "2026-12-15", "2026-12-16", False),
            # That week ends at Christmas and runs on to Monday 28 December.
            ("2026-12-18", "2026-12-18", "2026-12-28", True),
            ("2026-12-18", "2026-12-18", "2026-12-29", False),
            # And to New Year's Eve, which is an ordinary day.
            ("2026-12-24", "2026-12-24", "2026-12-31", True),
            ("2026-12-24", "2026-12-24", "2027-01-01", False),
            # To Good Friday 26 March 2027, so to Tuesday the 30th.
            ("2027-03-19", "2027-03-19", "2027-03-30", True),
            ("2027-03-19", "2027-03-20", "2027-03-22", False),
        ):
            with self.subTest(due=due, posted=posted, received=received):
                days = map(date.fromisoformat, (due, posted, received))
                self.assertIs(terms.posted_in_time(*days), in_time)

    def test_penalty(self):
        """Awb 4:17: two weeks after the notice, then 42 days without any weekend."""
        for received, due, first, last in (
            ("2026-11-17", "2026-11-16", "2026-12-02", "2027-01-12"),
            # Two weeks to 25 December, so to Monday the 28th.
            ("2026-12-11", "2026-12-10", "2026-12-29", "2027-02-08"),
        ):
            with self.subTest(received=received):
                days = terms.penalty_days(
                    date.fromisoformat(received), date.fromisoformat(due)
                )
                self.assertEqual([day.isoformat() for day in days], [first, last])

    def test_a_notice_before_the_term_ended_counts_for_nothing(self):
        with self.assertRaises(ValueError):
            terms.penalty_days(date(2026, 11, 16), date(2026, 11, 16))

    def test_earliest_application(self):
        """Wmo 2015 art. 2.3.2 lid 9."""
        for notified, investigated, earliest in (
            ("2026-11-02", None, "2026-12-15"),
            ("2026-11-02", "2026-11-30", "2026-11-30"),
            ("2026-11-02", "2027-01-08", "2026-12-15"),
            # Six weeks to Christmas, so the investigation may take until the 28th.
            ("2026-11-13", None, "2026-12-29"),
        ):
            with self.subTest(notified=notified, investigated=investigated):
                done = investigated and date.fromisoformat(investigated)
                first = terms.earliest_application(date.fromisoformat(notified), done)
                self.assertEqual(first.isoformat(), earliest)
