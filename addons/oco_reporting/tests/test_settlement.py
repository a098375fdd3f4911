import unittest
from decimal import Decimal as D

from ..settlement import (
    ACTUAL_COST,
    FIXED,
    PART,
    PERFORMANCE,
    Costs,
    Reserve,
    Result,
    determined,
    parts,
    realisation,
    settle,
)


class TestDetermined(unittest.TestCase):
    """Worked out by hand."""

    def test_actual_cost(self):
        granted = D("90000.00")
        for costs, expected in [
            # 95,000.10 - 4,000.05 = 91,000.05, above the grant.
            (Costs(D("95000.10"), D("4000.05")), "90000.00"),
            # 85,000.10 - 4,000.05 = 81,000.05, below it.
            (Costs(D("85000.10"), D("4000.05")), "81000.05"),
            # Exactly the grant.
            (Costs(D("90000.00")), "90000.00"),
            # The recipient bears 5,000 itself: 92,000 - 5,000.
            (Costs(D("92000.00"), own=D("5000.00")), "87000.00"),
            # Others paid more than it cost.
            (Costs(D("100.00"), D("200.00")), "0"),
            (Costs(D(0)), "0"),
        ]:
            with self.subTest(costs=costs):
                found = determined(ACTUAL_COST, granted, costs, [])
                self.assertEqual(found, D(expected))

    def test_performance(self):
        results = [
            # 38 of 40: 60,000 x 0.95 = 57,000.
            Result(D("60000.00"), D(40), D(38)),
            # More than agreed earns no more.
            Result(D("30000.00"), D(300), D(360)),
            # A third: 3,333.333... is 3,333.33.
            Result(D("10000.00"), D("10.5"), D("3.5")),
        ]
        found = determined(PERFORMANCE, D("100000.00"), Costs(D(0)), results)
        self.assertEqual(found, D("90333.33"))

    def test_a_part_of_the_grant_is_not_determined(self):
        self.assertIsNone(
            determined(PART, D(100), Costs(D(80)), [Result(D(1), D(1), D(1))])
        )

    def test_half_a_cent_goes_up(self):
        # 0.05 x 1/2 = 0.025.
        [result] = [Result(D("0.05"), D(2), D(1))]
        found = determined(PERFORMANCE, D("0.05"), Costs(D(0)), [result])
        self.assertEqual(found, D("0.03"))

    def test_performance_that_nobody_knows(self):
        known, unknown = Result(D(1), D(2), D(2)), Result(D(1), D(2), None)
        for results in ([known, unknown], []):
            self.assertIsNone(determined(PERFORMANCE, D(2), Costs(D(0)), results))

    def test_nothing_agreed_is_wholly_done(self):
        self.assertEqual(realisation(Result(D(1), D(0), None)), 1)

    def test_fixed(self):
        self.assertEqual(determined(FIXED, D("7.10"), Costs(D(0)), []), D("7.10"))


class TestParts(unittest.TestCase):
    def test_as_the_grant_says(self):
        self.assertEqual(parts(D(100), [D(70), D(0)]), [D(70), D(0)])

    def test_equal_with_the_cents_in_the_last(self):
        found = parts(D("100.00"), [D(0)] * 3)
        self.assertEqual(found, [D("33.33"), D("33.33"), D("33.34")])
        self.assertEqual(parts(D("100.00"), []), [])


class TestSettled(unittest.TestCase):
    def test_balance(self):
        for advances, receive, repay in [
            ("80.00", "20.00", "0"),
            ("120.50", "0", "20.50"),
            ("100.00", "0", "0"),
        ]:
            with self.subTest(advances=advances):
                found = settle(D("100.00"), D(advances), Costs(D(0)))
                self.assertEqual(
                    (found.to_receive, found.to_repay), (D(receive), D(repay))
                )

    def test_what_is_left_over_goes_in(self):
        # 100 - (95 - 2.50) = 7.50 in; 10 + 7.50 = 17.50, 2.50 above 15.
        found = settle(
            D("100.00"), D(0), Costs(D("95.00"), D("2.50")), Reserve(D(10), D(15))
        )
        self.assertEqual(
            (found.addition, found.withdrawal, found.closing, found.over_cap),
            (D("7.50"), D(0), D("17.50"), D("2.50")),
        )

    def test_what_is_short_comes_out_as_far_as_it_goes(self):
        # 130 spent on 100: 30 short, 10 in the reserve.
        found = settle(D("100.00"), D(0), Costs(D("130.00")), Reserve(D("10.00")))
        self.assertEqual(
            (found.addition, found.withdrawal, found.closing, found.over_cap),
            (D(0), D("10.00"), D(0), D(0)),
        )

    def test_no_reserve(self):
        found = settle(D("100.00"), D(0), Costs(D("95.00")))
        self.assertEqual((found.addition, found.closing), (0, 0))
