"""Nobody computes a small count from what is published: tried, with a solver."""

import random
import unittest
from collections import Counter
from itertools import product
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .. import suppression
from ..kpi_protection import share_out
from ..rounding import round_small_counts
from ..suppression import Release, Table, suppress
from .attacker import Reader, Unknowns

THRESHOLD = 10
BASE = 5
QUARTERS = ("Q1", "Q2", "Q3", "Q4")
SPANS = {"year": QUARTERS}
# Teams, and how many values each of three characteristics has.
SIZES = (4, 12, 6, 3)
# The same examples in every run.
STABLE = settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=40,
    suppress_health_check=list(HealthCheck),
)


def people(rng, size, sizes):
    """Residents with a value for each dimension; low values are common, high rare."""
    return [
        tuple(min(int(rng.expovariate(2.5 / s)), s - 1) for s in sizes)
        for _ in range(size)
    ]


def tables(some, sizes, period=None):
    """Tables of team (the first dimension) by each of the others."""
    result = []
    for place in range(1, len(sizes)):
        cells = dict.fromkeys(product(range(sizes[0]), range(sizes[place])), 0)
        cells.update(Counter((person[0], person[place]) for person in some))
        dimensions = ("team", f"dimension {place}")
        result.append(Table(f"table {place}", "cases", dimensions, cells, period))
    return result


def only_primary(some, period=None):
    """What a weaker engine would publish."""
    suppressed = {
        table.name: [c for c, n in table.counts.items() if 0 < n < THRESHOLD]
        for table in some
    }
    return Release(some, suppressed)


def narrow(releases, spans=None, whole=False):
    """Return the small counts that a reader bounds more narrowly than promised."""
    reader = Reader(releases, spans)
    found = {}
    for release in releases:
        for table in release.tables:
            for cell, count in table.counts.items():
                number = table.number(cell)
                if 0 < count < THRESHOLD and number not in found:
                    low, high = reader.range(number, whole)
                    if low > 1.001 or high < THRESHOLD - 1.001:
                        found[number] = count, low, high
    return found


class TestSuppression(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Hypothesis would read the source of all that is loaded, Odoo with it, for
        # numbers to try: a minute, and other examples whenever any of it changes.
        place = "hypothesis.internal.conjecture.providers.is_local_module_file"
        patcher = patch(place, return_value=False)
        patcher.start()
        cls.addClassCleanup(patcher.stop)

    def test_linked_tables(self):
        for seed, size in enumerate((40, 120, 400, 1500)):
            rng = random.Random(seed)
            sizes = (5, 8, 4, 3)
            release = suppress(tables(people(rng, size, sizes), sizes))
            with self.subTest(seed=seed):
                self.assertTrue(any(release.suppressed.values()))
                self.assertEqual(narrow([release]), {})

    def test_whole_numbers_do_not_help_either(self):
        sizes = (4, 5, 3)
        release = suppress(tables(people(random.Random(9), 150, sizes), sizes))
        self.assertEqual(narrow([release], whole=True), {})

    def test_three_dimensions(self):
        rng = random.Random(3)
        cells = {
            cell: rng.choice((0, 0, 2, 5, 12, 30))
            for cell in product(range(4), range(4), range(3))
        }
        release = suppress([Table("cube", "cases", ("a", "b", "c"), cells)])
        self.assertEqual(narrow([release]), {})

    def test_all_workbooks_of_a_year(self):
        sizes = (4, 5, 3)
        unlinked = {}
        for seed in range(2):
            rng = random.Random(seed)
            releases, everybody = [], []
            for quarter in QUARTERS:
                some = people(rng, rng.choice((40, 90, 250)), sizes)
                everybody += some
                releases.append(suppress(tables(some, sizes, quarter)))
            year = tables(everybody, sizes, "year")
            linked = suppress(year, THRESHOLD, releases, SPANS)
            with self.subTest(seed=seed):
                self.assertEqual(narrow([*releases, linked], SPANS), {})
            unlinked.update(narrow([*releases, suppress(year)], SPANS))
        self.assertTrue(unlinked, "a year that knows nothing of its quarters")

    def test_in_a_hurry_more_is_hidden_and_nothing_told(self):
        sizes = (5, 8, 4, 3)
        some = tables(people(random.Random(2), 400, sizes), sizes)
        patient = suppress(some)
        with (
            patch.object(suppression, "EFFORT", 0),
            patch.object(suppression, "HURRY", 1),
        ):
            hurried = suppress(some)
        self.assertEqual(narrow([hurried]), {})
        hidden = [
            sum(map(len, release.suppressed.values())) for release in (patient, hurried)
        ]
        self.assertLess(*hidden)

    def test_no_step_changes_a_sum_or_falls_below_zero(self):
        attacker = suppression.Attacker([{0: 1, 1: 1, 2: -1}], [3, 4, 7], [0, 1])
        for refused in ({0: 1}, {0: -4, 1: 4}, {0: 1, 1: 1}):
            self.assertFalse(attacker._move(refused))
        self.assertTrue(attacker._move({0: -3, 1: 3}))
        self.assertEqual((attacker.lowest[0], attacker.highest[1]), (0, 7))

    @STABLE
    @given(
        st.integers(2, 5).flatmap(
            lambda width: st.lists(
                st.lists(
                    st.one_of(st.just(0), st.integers(0, 12), st.integers(0, 60)),
                    min_size=width,
                    max_size=width,
                ),
                min_size=2,
                max_size=5,
            )
        )
    )
    def test_any_table(self, rows):
        """Sparse and dense ones; what cannot be protected must be refused."""
        cells = {(r, c): n for r, row in enumerate(rows) for c, n in enumerate(row)}
        table = Table("table", "cases", ("row", "column"), cells)
        try:
            release = suppress([table])
        except suppression.Exposed:
            # All that one could do is to publish nothing at all.
            self.fail("there is always a way when nothing was published before")
        self.assertEqual(narrow([release]), {})


class TestTheAttackerFinds(unittest.TestCase):
    """What it does not find in our tables it finds in weaker ones."""

    def test_a_single_small_cell(self):
        cells = {("a",): 3, ("b",): 40, ("c",): 50}
        table = Table("table", "cases", ("team",), cells)
        found = narrow([only_primary([table])])
        [(count, low, high)] = found.values()
        self.assertAlmostEqual(low, 3)
        self.assertAlmostEqual(high, 3)
        self.assertEqual(narrow([suppress([table])]), {})

    def test_primary_suppression_alone(self):
        sizes = (5, 8, 4)
        some = tables(people(random.Random(2), 400, sizes), sizes)
        self.assertTrue(narrow([only_primary(some)]))

    def test_an_engine_whose_audit_always_agrees(self):
        with patch.object(suppression.Attacker, "may_reach", return_value=True):
            sizes = (5, 8, 4)
            release = suppress(tables(people(random.Random(2), 400, sizes), sizes))
        self.assertTrue(narrow([release]))

    def test_tables_protected_one_by_one(self):
        """Each is safe, but hides the small one with another partner."""
        cells = {("a",): 7, ("b",): 30, ("c",): 40}
        apart = []
        for name, partner in (("moments", "b"), ("sources", "c")):
            table = Table(name, "cases", ("team",), cells)
            apart.append(Release([table], {name: [("a",), (partner,)]}))
            self.assertEqual(narrow(apart[-1:]), {})
        [(count, low, high)] = narrow(apart).values()
        self.assertAlmostEqual(low, count)
        self.assertAlmostEqual(high, count)


def small_cells_only(counts, base):
    """Rounding that leaves all cells of the base and more alone."""
    small = {cell: count for cell, count in counts.items() if count < base}
    large = {cell: count for cell, count in counts.items() if count >= base}
    return {**large, **round_small_counts(small, base)}


class Manager:
    """Sees, month by month, exact totals by team and several rounded cubes by team."""

    def __init__(self, cubes, rounding, large_is_exact=False):
        self.unknowns = Unknowns()
        self.cells = []
        for name, counts in enumerate(cubes):
            shown = rounding(counts)
            teams = {}
            for cell, count in counts.items():
                number = shown.get(cell, 0)
                low, high = max(0, number - BASE + 1), number + BASE - 1
                if large_is_exact and number:
                    low, high = (1, number) if number == BASE else (number, number)
                self.unknowns.place((name, cell), low, high)
                teams.setdefault(cell[:-1], []).append(cell)
                self.cells.append(((name, cell), count, number))
            for cells in teams.values():
                total = sum(counts[cell] for cell in cells)
                self.unknowns.equate([(name, cell) for cell in cells], total)

    def ranges(self):
        """Yield count, number shown and range for all small cells."""
        for cell, count, number in self.cells:
            if 0 < count < BASE:
                low, high = self.unknowns.range([cell])
                yield count, number, round(low, 3), round(high, 3)


class ManagerOfQuarters(Manager):
    """Sees exact totals by month and team, and cubes of the quarter that they make."""

    def __init__(self, cubes, with_months=False):
        self.unknowns = Unknowns()
        self.cells, self.totals = [], Counter()
        for name, counts in enumerate(cubes):
            teams, parts, quarter = {}, {}, Counter()
            for cell, count in counts.items():
                teams.setdefault(cell[:-1], []).append((name, cell))
                parts.setdefault(cell[1:], []).append((name, cell))
                quarter[cell[1:]] += count
                if not name:
                    self.totals[cell[1]] += count
            for cells in teams.values():
                total = sum(counts[cell] for _name, cell in cells)
                self.unknowns.equate(cells, total)
            shown = round_small_counts(quarter, BASE, [0])
            for cell, count in quarter.items():
                self.cells.append((parts[cell], cell, count, shown.get(cell, 0)))
                self.round_off(parts[cell], shown.get(cell, 0))
            if with_months:
                shown = round_small_counts(counts, BASE, [0, 1])
                for cell in counts:
                    self.round_off([(name, cell)], shown.get(cell, 0))

    def round_off(self, cells, number):
        off = ("off", len(self.unknowns.places))
        self.unknowns.place(off, 1 - BASE, BASE - 1)
        self.unknowns.equate([*cells, off], number)

    def known(self):
        """Small counts of a quarter that are known better than its cell tells."""
        for parts, cell, count, number in self.cells:
            if 0 < count < BASE <= self.totals[cell[0]]:
                low, high = self.unknowns.range(parts)
                if number and (low > BASE - 1.001 or high < BASE - 0.001):
                    yield cell, low, high
                if not number and (low > 0.001 or high < 1.999):
                    yield cell, low, high


class ReaderOfEndings:
    """Sees the cube of endings of three months, exact totals, and K25 by moment."""

    def __init__(self, counts, cube):
        self.counts, self.unknowns = counts, Unknowns()
        self.classes = ("yes", "no", "neutral")
        for month in range(3):
            cells = list(product([month], "ab", self.classes))
            total = sum(counts[cell] for cell in cells)
            self.unknowns.equate(cells, total)
            for success in self.classes:
                some = [cell for cell in cells if cell[2] == success]
                if total >= BASE:
                    self.round_off(some, cube.get((month, success), 0))

    def inside(self, success, moments="ab"):
        return list(product(range(3), moments, [success]))

    def round_off(self, cells, number):
        off = ("off", len(self.unknowns.places))
        self.unknowns.place(off, 1 - BASE, BASE - 1)
        self.unknowns.equate([*cells, off], number)

    def read_rounded(self, shown):
        for moment, success in product("ab", self.classes):
            number = shown.get((0, moment, success), 0)
            self.round_off(self.inside(success, moment), number)

    def read_shared(self, shown, totals):
        """Each part lies within the base of what its share of the total comes to."""
        for moment, success in product("ab", self.classes):
            number = shown.get((0, moment, success), 0)
            some, every = self.inside(success, moment), self.inside(success)
            if total := totals[0, success]:
                for sign in (1, -1):
                    # total * some <= (number + base) * every, and the other way.
                    least, most = some * total, every * (number + sign * BASE)
                    small, large = (least, most) if sign > 0 else (most, least)
                    slack = ("slack", len(self.unknowns.places))
                    self.unknowns.equate([*small, slack], 0, minus=large)
            if number:
                self.unknowns.equate(some, 1, minus=[("more", moment, success)])

    def known(self):
        """Small counts of the quarter that are known to be there, and to be small."""
        for success in self.classes:
            for cells in (
                self.inside(success),
                *(self.inside(success, m) for m in "ab"),
            ):
                if 0 < sum(self.counts[cell] for cell in cells) < BASE:
                    low, high = self.unknowns.range(cells)
                    if low > 0.001 and high < BASE - 0.001:
                        yield cells[0], low, high


class ReaderInside(Reader):
    """Has a sheet, the rounded cubes of the same ones, and how many each team had."""

    def __init__(self, counted, sheet, base=BASE):
        """
        :param counted: the tables as they are, by team
        :param sheet: the same, as it goes out
        :param base: that the cubes are rounded to
        """
        super().__init__([sheet])
        self.small = []
        for table in counted:
            cube = round_small_counts(table.counts, base, [0])
            teams = {}
            for cell, count in table.counts.items():
                one = (table.name, table.period, cell)
                self.unknowns.place(("off", one), 1 - base, base - 1)
                self.unknowns.equate([one, ("off", one)], cube.get(cell, 0))
                teams.setdefault(cell[0], Counter())[one] = count
                is_hidden = sheet.shown(table.name)[cell] is suppression.SUPPRESSED
                if 0 < count < THRESHOLD and is_hidden:
                    self.small.append(one)
            for cells in teams.values():
                self.unknowns.equate(cells, cells.total())

    def ranges(self):
        """The least and most that each hidden small count can be, in whole numbers."""
        return [self.unknowns.range([one], whole=True) for one in self.small]


class ReaderOfTasks:
    """Has sheet 06 of every quarter (tasks done) and the cube of tasks in closed cases.

    Of an organisation in its first year: what was done in a case that ended was done
    by then, and no case was opened again.
    """

    def __init__(self, done, ended, base=BASE, threshold=THRESHOLD):
        """
        :param done: by quarter {task: how many}; so `ended`
        :param base: that the cube is rounded to
        :param threshold: the lowest count that the sheet shows
        """
        releases, self.done, self.ended = [], done, ended
        for quarter, counts in zip(QUARTERS, done, strict=True):
            cells = {(task,): count for task, count in counts.items()}
            table = Table("tasks", "tasks", ("task",), cells, quarter)
            releases.append(suppress([table], threshold))
        unknowns = self.unknowns = Reader(releases).unknowns
        for number, (quarter, counts) in enumerate(zip(QUARTERS, ended, strict=True)):
            cells = {(0, task): count for task, count in counts.items()}
            shown = round_small_counts(cells, base, [0])
            for task in counts:
                off = ("off", quarter, task)
                unknowns.place(off, 1 - base, base - 1)
                told = shown.get((0, task), 0)
                unknowns.equate([("ended", quarter, task), off], told)
                so_far = QUARTERS[: number + 1]
                done_by_then = [("tasks", one, (task,)) for one in so_far]
                ended = [("ended", one, task) for one in so_far]
                still_open = ("open", quarter, task)
                unknowns.equate([*ended, still_open], 0, minus=done_by_then)

    def known(self):
        """Small counts that are known to be there, and to be small."""
        for place, quarter in enumerate(QUARTERS):
            for task, count in self.done[place].items():
                cells = [("tasks", quarter, (task,))]
                if 0 < count < BASE and self.is_small(cells):
                    yield quarter, task, "done"
            for task, count in self.ended[place].items():
                cells = [("ended", quarter, task)]
                if 0 < count < BASE and self.is_small(cells):
                    yield quarter, task, "ended"

    def is_small(self, cells):
        low, high = self.unknowns.range(cells)
        return low > 0.001 and high < BASE - 0.001


class TestInsideAndOutside(unittest.TestCase):
    def ranges(self, base=BASE):
        found = []
        for seed, size in enumerate((400, 120, 60, 120, 120, 250)):
            counted = tables(people(random.Random(seed), size, SIZES), SIZES, "Q1")
            found += ReaderInside(counted, suppress(counted), base).ranges()
        return found

    def test_a_sheet_beside_the_cubes(self):
        """Each can be four numbers; one in fifty at most is known as one to four."""
        found = self.ranges()
        self.assertGreater(len(found), 300)
        self.assertGreater(min(high - low for low, high in found), 2.999)
        small = [one for one in found if one[0] > 0.001 and one[1] < BASE - 0.001]
        self.assertLess(len(small), len(found) / 50)

    def test_exact_cubes_would_tell(self):
        self.assertTrue(all(high - low < 0.001 for low, high in self.ranges(base=1)))


class TestTasks(unittest.TestCase):
    def year(self, seed):
        """Tasks done, and those in cases that ended, by quarter."""
        rng = random.Random(seed)
        done, ended = (
            [Counter(dict.fromkeys(range(8), 0)) for _ in QUARTERS] for _ in "ab"
        )
        for _ in range(rng.choice((120, 240))):
            task = min(int(rng.expovariate(0.4)), 7)
            begin = rng.randrange(4)
            end = begin + rng.choice((0, 0, 1, 2))
            done[begin][task] += 1
            if end < 4:
                ended[end][task] += 1
        return done, ended

    def test_tasks_in_closed_cases_beside_sheet_06(self):
        """Other tasks than those of the sheet: some go on, some are of before."""
        for seed in range(12):
            reader = ReaderOfTasks(*self.year(seed))
            with self.subTest(seed=seed):
                self.assertEqual(list(reader.known()), [])

    def test_a_sheet_that_hides_nothing_would_tell(self):
        """Of the cube, of which the cells stay rounded."""
        years = [
            any(
                what == "ended"
                for _, _, what in ReaderOfTasks(*year, threshold=1).known()
            )
            for year in map(self.year, range(12))
        ]
        self.assertGreater(sum(years), 6)

    def test_an_exact_cube_would_tell(self):
        reader = ReaderOfTasks(*self.year(1), base=1)
        self.assertTrue(list(reader.known()))


class TestRounding(unittest.TestCase):
    def cubes(self, seed, size):
        """By month, team and one characteristic."""
        sizes = (3, 4, 12, 6, 3)
        some = people(random.Random(seed), size, sizes)
        result = []
        for place in range(2, len(sizes)):
            cells = dict.fromkeys(
                product(range(sizes[0]), range(sizes[1]), range(sizes[place])), 0
            )
            cells.update(Counter((p[0], p[1], p[place]) for p in some))
            result.append(cells)
        return result

    def test_what_a_manager_can_bound(self):
        checked = 0
        for seed, size in enumerate((60, 300)):
            cubes = self.cubes(seed, size)
            manager = Manager(cubes, lambda c: round_small_counts(c, BASE, [0, 1]))
            totals = Counter()
            for cell, count in cubes[0].items():
                totals[cell[:-1]] += count
            for (_, cell), count, number in manager.cells:
                if not 0 < count < BASE or totals[cell[:-1]] < BASE:
                    continue
                low, high = manager.unknowns.range([(_, cell)])
                checked += 1
                with self.subTest(seed=seed, cell=cell):
                    if number:
                        self.assertLess(low, BASE - 1)
                        self.assertGreater(high, BASE - 0.001)
                    else:
                        self.assertLess(low, 0.001)
                        self.assertGreater(high, 1.999)
        self.assertGreater(checked, 50)

    def test_quarters_beside_months_of_work(self):
        """Of few a month, for which an organisation would choose quarters."""
        seen = 0
        for seed, size in enumerate((30, 60, 90, 300)):
            manager = ManagerOfQuarters(self.cubes(seed, size))
            seen += sum(0 < count < BASE for _, _, count, _ in manager.cells)
            self.assertEqual(list(manager.known()), [])
        self.assertGreater(seen, 100)

    def test_quarters_beside_their_own_months_would_tell(self):
        """Hence an organisation has the one or the other of the same days."""
        found = [
            list(ManagerOfQuarters(self.cubes(seed, 90), with_months=True).known())
            for seed in range(4)
        ]
        self.assertTrue(any(found))

    def closings(self):
        """Quarters of a team with few endings, by month, moment and success.

        :return: what was counted, the cube by month and success, the cells of K25
        """
        rng = random.Random(6)
        for _quarter in range(120):
            months = rng.choice(((0,), (0, 1), (0, 1, 2)))
            size = rng.choice((8, 16))
            counts = Counter(
                zip(
                    rng.choices(months, k=size),
                    rng.choices("ab", k=size),
                    rng.choices(("yes", "no", "neutral"), (2, 7, 1), k=size),
                    strict=True,
                )
            )
            by_month, by_moment = Counter(), Counter()
            for (month, moment, success), count in counts.items():
                by_month[month, success] += count
                by_moment[0, moment, success] += count
            yield counts, round_small_counts(by_month, BASE, [0]), by_moment

    def test_two_roundings_of_a_quarter_would_tell(self):
        """Of closings by result (a cube) and by success and moment (K25).

        The one says that fewer than five succeeded and the other that somebody did.
        """
        found = []
        for counts, cube, by_moment in self.closings():
            reader = ReaderOfEndings(counts, cube)
            reader.read_rounded(round_small_counts(by_moment, BASE, [0]))
            found += reader.known()
        self.assertTrue(found)

    def test_success_is_shared_out_over_moments(self):
        """Hence K25 tells of them what the cells of endings tell, and no more."""
        seen = 0
        for counts, cube, by_moment in self.closings():
            reader, totals = ReaderOfEndings(counts, cube), Counter()
            for (_month, success), number in cube.items():
                totals[0, success] += number
            shared = share_out(by_moment, totals, BASE)
            reader.read_shared(shared, totals)
            seen += len(shared)
            self.assertEqual(list(reader.known()), [])
        self.assertGreater(seen, 100)

    def test_large_cells_left_exact_would_pin_small_ones(self):
        counts = {(0, 0, "a"): 60, (0, 0, "b"): 42, (0, 0, "c"): 3}
        weak = Manager([counts], lambda c: small_cells_only(c, BASE), True)
        self.assertEqual(list(weak.ranges()), [(3, 5, 3, 3)])
        manager = Manager([counts], lambda c: round_small_counts(c, BASE, [0, 1]))
        [(_, _, low, high)] = manager.ranges()
        self.assertGreaterEqual(high - low, BASE - 1)

    def test_under_a_small_total_nothing_is_said_of_the_few(self):
        counts = {(0, 0, "a"): 3, (0, 0, "b"): 0, (0, 0, "c"): 0}
        self.assertEqual(round_small_counts(counts, BASE, [0, 1]), {})

    def test_who_knows_the_method_and_tries_every_table(self):
        """Two teams of one total, three values: which tables give the same cells?"""
        for total in range(BASE, 4 * BASE):
            shown = {}
            for first, second in product(range(total + 1), repeat=2):
                if first + second <= total:
                    row = first, second, total - first - second
                    rounded = round_small_counts(
                        {(0, place): count for place, count in enumerate(row)},
                        BASE,
                        [0],
                    )
                    key = tuple(rounded.get((0, place), 0) for place in range(3))
                    shown.setdefault(key, []).append(row)
            for key, rows in shown.items():
                for place in range(3):
                    possible = {row[place] for row in rows}
                    if any(0 < count < BASE for count in possible):
                        with self.subTest(total=total, shown=key, place=place):
                            self.assertGreater(len(possible), 1)
                            if key[place]:
                                self.assertGreaterEqual(max(possible), BASE)
                            else:
                                self.assertEqual(min(possible), 0)
