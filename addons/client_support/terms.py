"""Legal terms: on which day one ends, by which article, and what moved it.

Plain Python: dates only, no database, no clock. The rules, with the article of each:

* the day that starts a term does not count (Awb art. 6:8 lid 1 for objections; the
  same is usual "na ontvangst"): 14 days after 3 November end on the 17th;
* a term in months or years ends on the day of the same number, or the last day of a
  month that has no such day;
* Algemene termijnenwet (Atw) art. 1 lid 1: a term of the law that ends on a Saturday,
  Sunday or recognised holiday runs to the end of the next day that is none of these;
* Atw art. 1 lid 2: not so for a term that is counted back from an event;
* Atw art. 2: a term of at least three days holds at least two days that are none of
  these;
* Atw art. 3: the recognised holidays, Good Friday equated with them, and days that a
  royal decree equates (the caller brings those: `equated`);
* Atw art. 4: none of this for terms in more than 90 days, twelve weeks or three
  months, or in years, nor for a day that somebody named. Terms in hours, which the
  article names too, do not occur here.

The days of a suspension are added (Awb art. 4:15 and 7:10 lid 2). An adjournment or
another extension by a length is counted on from the day before any weekend was looked
at: two lengths make one sum, and the Atw is applied once, to its end.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

DAY = timedelta(days=1)

DAYS, WORKING_DAYS = "days", "working_days"
WEEKS, MONTHS, YEARS = "weeks", "months", "years"
# Longer than this, expressed in this unit: not for the Atw (art. 4 sub a).
LONGEST_OF_ACT = {DAYS: 90, WEEKS: 12, MONTHS: 3, YEARS: 0}

# A penalty for deciding late runs for so many days at most (Awb art. 4:17 lid 1, which
# takes these out of the Atw). The amounts are indexed by law and stand nowhere here.
PENALTY_DAYS = 42

# What a day off is called in `Move.why` besides "saturday" and "sunday".
NEW_YEAR, GOOD_FRIDAY, EASTER_MONDAY = "new_year", "good_friday", "easter_monday"
ASCENSION, WHIT_MONDAY = "ascension", "whit_monday"
CHRISTMAS, BOXING_DAY = "christmas", "boxing_day"
KINGS_DAY, LIBERATION = "kings_day", "liberation"
EQUATED = "equated"


# The calendar of the act ----------------------------------------------------------


@lru_cache(maxsize=256)
def holidays(year):
    """The recognised holidays of a year: {date: name} (Atw art. 3 lid 1 and 2).

    The fifth of May every year, not once in five. The birthday of the King is
    celebrated on 27 April, on Saturday the 26th when the 27th is a Sunday; up to and
    including 2013 that of the Queen on 30 April, or Saturday the 29th.
    """
    sunday = easter(year)
    royal = date(year, 4, 27) if year >= 2014 else date(year, 4, 30)
    if royal.weekday() == 6:
        royal -= DAY
    # Of two on one day the first stays: Ascension Day 2005 and 2016 fell on 5 May.
    found = {}
    for day, name in (
        (date(year, 1, 1), NEW_YEAR),
        (sunday - 2 * DAY, GOOD_FRIDAY),
        (sunday + DAY, EASTER_MONDAY),
        (royal, KINGS_DAY),
        (date(year, 5, 5), LIBERATION),
        (sunday + 39 * DAY, ASCENSION),
        (sunday + 50 * DAY, WHIT_MONDAY),
        (date(year, 12, 25), CHRISTMAS),
        (date(year, 12, 26), BOXING_DAY),
    ):
        found.setdefault(day, name)
    return found


def day_off(day, equated=frozenset()):
    """Why a day does not count as a working day of the act; None when it does."""
    if day.weekday() >= 5:
        return ("saturday", "sunday")[day.weekday() - 5]
    return holidays(day.year).get(day) or (EQUATED if day in equated else None)


def article_of(why):
    """The article of the act that makes a day a day off."""
    if why in ("saturday", "sunday"):
        return "Atw 1(1)"
    return {GOOD_FRIDAY: "Atw 3(2)", EQUATED: "Atw 3(3)"}.get(why, "Atw 3(1)")


def is_working_day(day, equated=frozenset()):
    return day_off(day, equated) is None


def next_working_day(day, equated=frozenset(), step=DAY):
    """The day itself, or the first one after it (`step` -1 day: before it)."""
    while not is_working_day(day, equated):
        day += step
    return day


def working_days_between(start, end, equated=frozenset()):
    """How many working days there are after `start`, up to and including `end`.

    Negative when `end` lies before `start`.
    """
    if end < start:
        return -working_days_between(end, start, equated)
    return sum(
        is_working_day(start + timedelta(days=n), equated)
        for n in range(1, (end - start).days + 1)
    )


# Parts of a sum -------------------------------------------------------------------


@dataclass(frozen=True)
class Length:
    """So many days, weeks, months, ...: a term as the law expresses it."""

    amount: int
    unit: str = DAYS

    def __post_init__(self):
        if self.amount < 0:
            raise ValueError("a term is not negative; count back with `counted_back`")
        if self.unit not in (*LONGEST_OF_ACT, WORKING_DAYS):
            raise ValueError(f"no unit of a term: {self.unit}")

    @property
    def is_under_act(self):
        """Whether the Atw moves the end of such a term (its art. 4)."""
        longest = LONGEST_OF_ACT.get(self.unit)
        return longest is not None and self.amount <= longest and self.amount > 0

    def after(self, start, equated=frozenset(), step=1):
        """The day on which the length is full, before any weekend is looked at.

        :param step: -1 counts back
        """
        if self.unit == WORKING_DAYS:
            day, left = start, self.amount
            while left:
                day += step * DAY
                left -= is_working_day(day, equated)
            return day
        return start + step * relativedelta(**{self.unit: self.amount})


@dataclass(frozen=True)
class Suspension:
    """Days that do not count (opschorting), both ends included.

    :param last: None while it lasts
    """

    first: date
    last: date | None = None
    article: str = "Awb 4:15"

    @classmethod
    def to_supplement(cls, asked, supplemented=None, article="Awb 4:15(1)"):
        """From the day after the applicant was asked to supplement up to, and without,
        the day on which that was done or the time for it ran out unused.

        None when not one day lies between.
        """
        last = supplemented - DAY if supplemented else None
        if last and last <= asked:
            return None
        return cls(asked + DAY, last, article)


@dataclass(frozen=True)
class Extension:
    """More time (verdaging, verlenging): a length, or the day that was named.

    A day that the authority named is no term of the law: no weekend moves it.
    """

    length: Length | None = None
    until: date | None = None
    article: str = ""

    def __post_init__(self):
        if (self.length is None) == (self.until is None):
            raise ValueError("an extension is a length or a day, one of the two")


@dataclass(frozen=True)
class Move:
    """One line of the sum: from which day to which, by what, by which article.

    :param what: "length", "extended", "named", "suspended", "day_off", "two_days"
    :param why: for a day off its name; for a suspension the number of days
    """

    what: str
    before: date
    after: date
    article: str = ""
    why: object = None


@dataclass(frozen=True)
class Term:
    """How a term came out.

    :param due: its last day; None while it is suspended without an end
    :param suspended_since: the first day of a suspension that still lasts
    :param left: days of the term that are left while it is suspended
    """

    start: date
    due: date | None
    articles: tuple = ()
    moves: tuple = ()
    suspended_since: date | None = None
    left: int | None = None


# The sum --------------------------------------------------------------------------


def compute(
    start,
    length,
    article="",
    *,
    suspensions=(),
    extensions=(),
    statutory=True,
    counted_back=False,
    equated=frozenset(),
):
    """The last day of a term, with the sum that leads there.

    :param start: the day of the event (receipt, publication); it does not count itself
    :param length: a Length
    :param article: of the law that sets the term
    :param suspensions: `Suspension`s, in any order; days in two of them count once
    :param extensions: `Extension`s in the order in which they were given
    :param statutory: False for a term of no law (a norm of one's own, a day that
        somebody named): the Atw says nothing about it
    :param counted_back: count back from `start` (Atw art. 1 lid 2)
    :param equated: days that a royal decree equates with holidays (Atw art. 3 lid 3)
    :rtype: Term
    :raises ValueError: for a term that cannot be
    """
    equated = frozenset(equated)
    suspensions, extensions = tuple(suspensions), tuple(extensions)
    if counted_back and (suspensions or extensions):
        raise ValueError("a term that is counted back is not suspended or extended")
    moves = []
    end = length.after(start, equated, -1 if counted_back else 1)
    moves.append(Move("length", start, end, article, length))
    under_act = statutory and length.is_under_act
    for extension in extensions:
        before = end
        if extension.until:
            end, under_act, what = extension.until, False, "named"
        else:
            end, what = extension.length.after(end, equated), "extended"
            under_act = under_act and extension.length.is_under_act
        moves.append(
            Move(what, before, end, extension.article, extension.length or end)
        )
    # Art. 2 is about the term as the law expresses it, without what stood still.
    is_long = abs((end - start).days) >= 3
    rest_in = WORKING_DAYS if length.unit == WORKING_DAYS and not extensions else DAYS
    still = set()

    def last_day(moves):
        if not under_act:
            return end
        return _apply_act(start, end, moves, equated, counted_back, is_long, still)

    for span in _merged(suspensions):
        first = max(span.first, start + DAY)
        # It also runs through the weekend after it was full.
        if first > last_day([]) or (span.last and span.last < first):
            continue
        left = (end - first).days + 1
        if rest_in == WORKING_DAYS:
            left = working_days_between(first - DAY, end, equated)
        # A term does not end while it stands still, so one day is left at least.
        rest = Length(max(left, 1), rest_in)
        if span.last is None:
            articles = _articles(moves)
            return Term(start, None, articles, tuple(moves), first, rest.amount)
        after = rest.after(span.last, equated)
        days = (span.last - first).days + 1
        still.update(first + n * DAY for n in range(days))
        moves.append(Move("suspended", end, after, span.article, days))
        end = after
    end = last_day(moves)
    return Term(start, end, _articles(moves), tuple(moves))


def _articles(moves):
    return tuple(dict.fromkeys(move.article for move in moves if move.article))


def _merged(suspensions):
    """Suspensions in order, those that touch the same days made one."""
    merged = []
    for span in sorted(suspensions, key=lambda one: one.first):
        if span.last and span.last < span.first:
            raise ValueError("a suspension ends before it begins")
        previous = merged[-1] if merged else None
        if previous and (previous.last is None or span.first <= previous.last):
            open_end = previous.last is None or span.last is None
            last = None if open_end else max(previous.last, span.last)
            merged[-1] = Suspension(previous.first, last, previous.article)
        else:
            merged.append(span)
    return merged


def _apply_act(start, end, moves, equated, counted_back, is_long, still):
    """Atw art. 1 and 2, one line of the sum for each day that is passed over."""
    step = -DAY if counted_back else DAY
    if not counted_back:
        end = _pass_days_off(end, moves, equated, step)
    # Art. 2 has no exception for counting back: such a term begins earlier.
    if is_long:
        while _working_days_in(start, end, equated, still) < 2:
            moves.append(Move("two_days", end, end + step, "Atw 2"))
            end = _pass_days_off(end + step, moves, equated, step)
    return end


def _working_days_in(start, end, equated, still):
    """Working days of the term on which it ran; counted back, its first day counts, the
    event not.
    """
    if end < start:
        return working_days_between(end - DAY, start - DAY, equated)
    stood_still = sum(is_working_day(day, equated) for day in still if day <= end)
    return working_days_between(start, end, equated) - stood_still


def _pass_days_off(end, moves, equated, step):
    while why := day_off(end, equated):
        moves.append(Move("day_off", end, end + step, article_of(why), why))
        end += step
    return end


# Terms of the Awb that are more than one sum --------------------------------------


def posted_in_time(due, posted, received, equated=frozenset()):
    """Whether a letter sent by post is in time (Awb art. 6:9 lid 2).

    Posted before the term ended, and received within a week after it; that week is a
    term of the law too.
    """
    return posted <= due and received <= latest_receipt(due, equated)


def latest_receipt(due, equated=frozenset()):
    """The last day on which a letter that was posted in time may come in."""
    return compute(due, Length(1, WEEKS), "Awb 6:9(2)", equated=equated).due


def penalty_days(received, decision_due, equated=frozenset()):
    """The first and last day over which a penalty is due (Awb art. 4:17).

    Two weeks after the notice of default was received; 42 days at most, for which no
    weekend counts.

    :param received: the day on which the authority received the notice
    :param decision_due: the last day for the decision
    :raises ValueError: when the notice came too early: it counts from the day after
    """
    if received <= decision_due:
        raise ValueError("a notice of default counts after the term has ended only")
    last = compute(received, Length(2, WEEKS), "Awb 4:17(3)", equated=equated).due
    return last + DAY, last + PENALTY_DAYS * DAY


def earliest_application(notified, investigated=None, equated=frozenset()):
    """The first day on which to apply for a Wmo provision (Wmo 2015 art. 2.3.2 lid 9).

    When the investigation is done, or the day after its six weeks ended without that.
    """
    last = compute(notified, Length(6, WEEKS), "Wmo 2.3.2(1)", equated=equated).due
    return min(filter(None, (investigated, last + DAY)))
