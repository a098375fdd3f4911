import random
import time
import unittest
from collections import Counter
from itertools import combinations, product

from ..rounding import round_small_counts

BASE = 5


def cube(rng, sizes, filled, highest):
    """Return a random cube of about `filled` x all cells, counts 0..`highest`."""
    cells = product(*map(range, sizes))
    return {cell: rng.randint(0, highest) for cell in cells if rng.random() < filled}


def deviations(counts, rounded):
    """Return rounded - true for the total and every one- and two-way margin."""
    dimensions = len(next(iter(counts)))
    result = Counter()
    for sign, cells in ((-1, counts), (1, rounded)):
        for cell, count in cells.items():
            for size in range(max(1, min(3, dimensions))):
                for table in combinations(range(dimensions), size):
                    result[table, tuple(cell[i] for i in table)] += sign * count
    return result


def squares(counts, rounded):
    return sum(value**2 for value in deviations(counts, rounded).values())


def random_cubes():
    for seed in range(60):
        rng = random.Random(seed)
        sizes = [rng.randint(1, 6) for _ in range(rng.randint(1, 3))]
        counts = cube(rng, sizes, rng.uniform(0.3, 1), rng.randint(2, 9))
        if counts:
            yield seed, counts


class TestByHand(unittest.TestCase):
    def test_one_cell_goes_to_the_nearer(self):
        for count, expected in {
            0: 0,
            1: 0,
            2: 0,
            3: 5,
            4: 5,
            5: 5,
            6: 5,
            8: 10,
        }.items():
            with self.subTest(count=count):
                rounded = round_small_counts({("a",): count})
                self.assertEqual(rounded, {("a",): expected} if expected else {})

    def test_another_base(self):
        self.assertEqual(round_small_counts({("a",): 2}, base=3), {("a",): 3})

    def test_nothing(self):
        self.assertEqual(round_small_counts({}), {})

    def test_line(self):
        """2 + 2 + 2 = 6: one of the three stands for all, the total becomes 5."""
        counts = {("a",): 2, ("b",): 2, ("c",): 2, ("d",): 40}
        self.assertEqual(round_small_counts(counts), {("b",): 5, ("d",): 40})

    def test_margins_that_can_be_kept_are_kept(self):
        """Every margin is 5: the two 4s become 5, the two 1s nothing."""
        counts = {("a", "x"): 1, ("a", "y"): 4, ("b", "x"): 4, ("b", "y"): 1}
        self.assertEqual(round_small_counts(counts), {("a", "y"): 5, ("b", "x"): 5})

    def test_the_margin_wins_over_the_cell(self):
        """Three 3s would each go to 5; together they are 9 and become 10."""
        counts = {("a", "x"): 3, ("a", "y"): 3, ("a", "z"): 3}
        self.assertEqual(sum(round_small_counts(counts).values()), 10)

    def test_the_total_is_settled(self):
        """Seven cells where the best margins alone would leave the total 3 away."""
        counts = {
            (1, 0): 3,
            (1, 1): 3,
            (3, 0): 1,
            (3, 2): 4,
            (4, 0): 1,
            (4, 1): 4,
            (4, 2): 2,
        }
        rounded = round_small_counts(counts)
        self.assertEqual(sum(counts.values()), 18)
        self.assertEqual(sum(rounded.values()), 20)

    def test_values_of_any_kind(self):
        counts = {(None, "a"): 4, (3, "a"): 7, (12, "b"): 4}
        self.assertEqual(
            round_small_counts(counts), {(None, "a"): 5, (3, "a"): 5, (12, "b"): 5}
        )

    def test_exact_total(self):
        """Both teams go to their nearest, where one and a half would be nearer."""
        counts = {("a", "x"): 3, ("a", "y"): 3, ("b", "x"): 3, ("b", "y"): 4}
        for exact in ([], [0], [1]):
            rounded = Counter()
            for cell, count in round_small_counts(counts, exact=exact).items():
                rounded[tuple(cell[place] for place in exact)] += count
            expected = {(): {(): 15}, (0,): {("a",): 5, ("b",): 5}}
            if tuple(exact) in expected:
                self.assertEqual(rounded, expected[tuple(exact)])

    def test_under_a_small_exact_total_nothing_is_told(self):
        """One of the three would be named by its moment."""
        counts = {("a", "x"): 3, ("b", "x"): 4, ("b", "y"): 4}
        rounded = round_small_counts(counts, exact=[0])
        self.assertEqual(rounded, {("b", "x"): 5, ("b", "y"): 5})
        self.assertEqual(round_small_counts({("a",): 3}), {("a",): 5})
        self.assertEqual(round_small_counts({("a",): 3}, exact=[]), {})

    def test_refused(self):
        with self.assertRaises(ValueError):
            round_small_counts({("a",): -1})
        with self.assertRaises(ValueError):
            round_small_counts({("a",): 1, ("a", "b"): 1})


class TestProperties(unittest.TestCase):
    def test_cells(self):
        for seed, counts in random_cubes():
            rounded = round_small_counts(counts)
            with self.subTest(seed=seed):
                for cell, count in counts.items():
                    shown = rounded.get(cell, 0)
                    self.assertEqual(shown % BASE, 0)
                    self.assertLess(abs(shown - count), BASE)
                    if not count % BASE:
                        self.assertEqual(shown, count)
                self.assertLessEqual(rounded.keys(), counts.keys())

    def test_total_is_within_half_the_base(self):
        for seed, counts in random_cubes():
            with self.subTest(seed=seed):
                total = deviations(counts, round_small_counts(counts))[(), ()]
                self.assertLessEqual(abs(total), BASE / 2)

    def test_no_exchange_within_a_line_brings_margins_nearer(self):
        for seed, counts in random_cubes():
            rounded = round_small_counts(counts)
            reached = squares(counts, rounded)
            lowered, raised = (
                [c for c, n in counts.items() if sign * (rounded.get(c, 0) - n) > 0]
                for sign in (-1, 1)
            )
            pairs = (
                (up, down)
                for up, down in product(lowered, raised)
                if sum(a != b for a, b in zip(up, down, strict=True)) == 1
            )
            for up, down in pairs:
                with self.subTest(seed=seed, up=up, down=down):
                    other = Counter(rounded)
                    other[up] += BASE
                    other[down] -= BASE
                    self.assertLessEqual(reached, squares(counts, other))

    def test_nearer_than_rounding_each_cell_by_itself(self):
        ours = naive = 0
        for _, counts in random_cubes():
            ours += squares(counts, round_small_counts(counts))
            nearest = {
                cell: BASE * round(count / BASE) for cell, count in counts.items()
            }
            naive += squares(counts, nearest)
        self.assertLess(ours, naive / 3)

    def test_close_to_the_best_of_all(self):
        """Against every possible choice, on tables small enough to try them all."""
        ours = best = 0
        for seed in range(25):
            counts = cube(random.Random(seed), (3, 4), 0.9, BASE - 1)
            small = sorted(cell for cell, count in counts.items() if count)
            ours += squares(counts, round_small_counts(counts))
            best += min(
                squares(counts, dict(zip(small, choice, strict=True)))
                for choice in product((0, BASE), repeat=len(small))
                if 2 * abs(sum(choice) - sum(counts.values())) <= BASE
            )
        self.assertLess(ours, 1.25 * best)

    def test_margins_of_a_usual_cube(self):
        """Ten teams, twelve life domains, six age bands, half of the cells small."""
        counts = cube(random.Random(1), (10, 12, 6), 0.8, 9)
        largest = Counter()
        for (table, _), value in deviations(counts, round_small_counts(counts)).items():
            largest[len(table)] = max(largest[len(table)], abs(value))
        self.assertLessEqual(largest[1], BASE)
        self.assertLessEqual(largest[2], 2 * BASE)


class TestSameResult(unittest.TestCase):
    def test_whatever_the_order(self):
        counts = cube(random.Random(7), (10, 12, 6), 0.8, 7)
        expected = list(round_small_counts(counts).items())
        for seed in range(5):
            items = list(counts.items())
            random.Random(seed).shuffle(items)
            self.assertEqual(list(round_small_counts(dict(items)).items()), expected)

    def test_zero_and_absent_are_the_same(self):
        counts = cube(random.Random(7), (5, 6), 1, 6)
        without = {cell: count for cell, count in counts.items() if count}
        self.assertLess(len(without), len(counts))
        self.assertEqual(round_small_counts(counts), round_small_counts(without))

    def test_input_is_left_alone(self):
        counts = {("a",): 2, ("b",): 3}
        round_small_counts(counts)
        self.assertEqual(counts, {("a",): 2, ("b",): 3})


class TestSize(unittest.TestCase):
    def test_fifty_thousand_small_cells(self):
        """A few seconds of computing; the limit only catches quadratic growth."""
        rng = random.Random(3)
        counts = {
            cell: rng.randint(1, BASE - 1)
            for cell in product(*map(range, (84, 12, 50)))
        }
        start = time.process_time()
        rounded = round_small_counts(counts)
        self.assertLess(time.process_time() - start, 30)
        total = sum(rounded.values()) - sum(counts.values())
        self.assertLessEqual(abs(total), BASE / 2)
