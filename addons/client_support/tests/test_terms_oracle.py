"""The engine of legal terms against what knows nothing of it: another calendar, and a
simulation that goes on day by day.
"""

import calendar
import random
from datetime import date, timedelta
from unittest import TestCase, skipIf

from .. import terms
from ..terms import Extension, Length, Suspension

try:
    import holidays
except ImportError:  # a site without requirements-dev.txt
    holidays = None

DAY = timedelta(days=1)
SEED = 20261122
# Of the package, Sundays that the act does not name: it names every Sunday.
SUNDAYS = {"Easter Sunday", "Pentecost"}
# The package calls 5 May optional outside the years of a lustrum, which is about a day
# off from work; the act names it every year. It holds Good Friday for a holiday like
# the others, where the act equates it with them.
CATEGORIES = ("public", "optional")


def easter(year):
    """Easter Sunday, by the Gregorian computus of Meeus, Jones and Butcher."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    left = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * left) // 451
    month, day = divmod(h + left - 7 * m + 114, 31)
    return date(year, month, day + 1)


def is_free(day, equated):
    if day.weekday() > 4 or day in equated:
        return True
    if (day.month, day.day) in {(1, 1), (5, 5), (12, 25), (12, 26)}:
        return True
    birthday = date(day.year, 4, 27 if day.year > 2013 else 30)
    if day == (birthday - DAY if birthday.weekday() == 6 else birthday):
        return True
    return (day - easter(day.year)).days in (-2, 1, 39, 50)


def add_length(day, amount, unit, step=1):
    """The end of a length by the calendar."""
    if unit in ("days", "weeks"):
        return day + step * timedelta(days=amount * (7 if unit == "weeks" else 1))
    months = day.year * 12 + day.month - 1
    months += step * amount * (12 if unit == "years" else 1)
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def is_short(amount, unit):
    return 0 < amount <= {"days": 90, "weeks": 12, "months": 3}.get(unit, 0)


def simulated(start, amount, unit, spans=(), more=None, equated=(), back=False):
    """The last day, one day at a time; None while it stands still."""
    under_act = is_short(amount, unit)
    if unit == "working_days":
        left, is_long = amount, False
    else:
        nominal = add_length(start, amount, unit, -1 if back else 1)
        if more:
            nominal = add_length(nominal, *more)
            under_act = under_act and is_short(*more)
        left = abs((nominal - start).days)
        is_long = left >= 3
    day, worked = start, 0
    while True:
        day += -DAY if back else DAY
        over = [last for first, last in spans if first <= day and day <= (last or day)]
        if over:
            if None in over:
                return None
            continue
        works = not is_free(day, equated)
        worked += works
        left -= 1 if unit != "working_days" else works
        if left > 0 or (under_act and is_long and worked < 2):
            continue
        if not under_act or back or works:
            return day


class Dice(random.Random):
    """Terms around the days on which something is the matter."""

    def day(self):
        year = self.randint(2000, 2099)
        near = self.choice([easter(year), date(year, 12, 25), date(year, 5, 5)])
        return near + timedelta(days=self.randint(-60, 60))

    def length(self, units=("days", "weeks", "months", "years")):
        unit = self.choice(units)
        most = {"days": self.choice((6, 100)), "weeks": 14, "months": 5, "years": 2}
        return self.randint(1, most.get(unit, 9)), unit

    def spans(self, start):
        found = []
        for _n in range(self.choice((0, 0, 1, 1, 2, 3))):
            first = start + timedelta(days=self.randint(-3, self.choice((12, 60))))
            last = first + timedelta(days=self.randint(0, 15))
            found.append((first, None if self.random() < 0.05 else last))
        return found


class TestSimulation(TestCase):
    def check(self, start, length, **moved):
        due = terms.compute(
            start,
            Length(*length),
            suspensions=[Suspension(*span) for span in moved.get("spans", ())],
            extensions=[Extension(Length(*moved["more"]))] if moved.get("more") else (),
            equated=moved.get("equated", ()),
            counted_back=moved.get("back", False),
        ).due
        self.assertEqual(
            due, simulated(start, *length, **moved), (start, length, moved)
        )

    def test_thousands_of_terms(self):
        dice = Dice(SEED)
        for turn in range(6000):
            start = dice.day()
            self.check(
                start,
                dice.length() if turn % 2 else (dice.randint(1, 6), "days"),
                spans=dice.spans(start),
                more=dice.length() if dice.random() < 0.3 else None,
                equated={dice.day()} | {easter(start.year) + 40 * DAY},
            )

    def test_working_days(self):
        dice = Dice(SEED)
        for _n in range(1000):
            start = dice.day()
            self.check(start, dice.length(["working_days"]), spans=dice.spans(start))

    def test_counted_back(self):
        dice = Dice(SEED)
        for _n in range(1000):
            self.check(dice.day(), dice.length(), back=True)

    def test_every_start_of_some_years(self):
        day = date(2024, 1, 1)
        while day.year < 2028:
            for length in ((7, "days"), (2, "weeks"), (6, "weeks"), (3, "days")):
                self.check(day, length)
            day += DAY


class TestCalendarOfOthers(TestCase):
    def test_by_a_rule_of_our_own(self):
        day = date(1995, 1, 1)
        while day.year < 2101:
            free = is_free(day, ())
            self.assertEqual(terms.is_working_day(day), not free, day)
            day += DAY

    @skipIf(holidays is None, "for a comparison: pip install -r requirements-dev.txt")
    def test_by_the_package_holidays(self):
        years = range(2000, 2101)
        theirs = holidays.country_holidays("NL", years=years, categories=CATEGORIES)
        named = {day for day, name in theirs.items() if name not in SUNDAYS}
        ours = {day for year in years for day in terms.holidays(year)}
        self.assertEqual(ours, named)

    @skipIf(holidays is None, "for a comparison: pip install -r requirements-dev.txt")
    def test_where_the_package_says_otherwise(self):
        """5 May is public by the package once in five years, unless it is Ascension."""
        for year in range(2000, 2101):
            public = set(holidays.country_holidays("NL", years=year))
            missing = set(terms.holidays(year)) - public
            is_more = year % 5 and easter(year) + 39 * DAY != date(year, 5, 5)
            self.assertEqual(missing, {date(year, 5, 5)} if is_more else set(), year)
