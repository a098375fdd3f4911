import io
import json
import zipfile
from dataclasses import replace
from random import Random

from odoo.tests import BaseCase

from .. import delivery
from ..council import Point, bars
from ..outgoing import REST, Period, Value, complete, dumps, loads, protect
from .attacker import Reader

NOTHING = loads([])
YEAR = Period("year", "2026-01-01", 1)


def quarter(number, version=1):
    return Period("quarter", f"2026-{3 * number - 2:02}-01", version)


def count(number, period, code="K03", **values):
    return Value(code, "main", period, "n", number, **values)


def share(numerator, denominator, period=YEAR):
    percent = 100 * numerator / denominator
    return Value(
        "K25", "main", period, "%", percent, denominator, numerator, denominator
    )


class TestOutgoing(BaseCase):
    """What goes out, beside what went out."""

    def told(self, *values, earlier=NOTHING):
        shown, release = protect(list(values), 10, earlier)
        return shown, release

    def test_small_counts_stay_inside(self):
        small, large = count(9, quarter(1)), count(10, quarter(2))
        self.assertEqual(self.told(small, large)[0], {large})

    def test_what_counts_no_residents_goes_out(self):
        signals = count(2, quarter(1), "K39", protects="nothing")
        self.assertEqual(self.told(signals)[0], {signals})

    def test_a_quarter_does_not_follow_from_the_year(self):
        before = []
        for number, counted in enumerate((3, 12, 12, 13), 1):
            shown, release = self.told(
                count(counted, quarter(number)), earlier=loads(before)
            )
            self.assertEqual(bool(shown), counted > 9)
            before.append(dumps(release))
        self.assertFalse(self.told(count(40, YEAR), earlier=loads(before))[0])
        # Were the small one not there, the year would go out.
        shown, _release = self.told(count(37, YEAR), earlier=loads(before[1:]))
        self.assertTrue(shown)

    def test_quarters_that_come_after_their_year(self):
        quarters = [count(one, quarter(n)) for n, one in enumerate((3, 12, 12, 13), 1)]
        year = count(40, YEAR)
        shown, release = self.told(year, *quarters)
        self.assertNotIn(quarters[0], shown)
        self.assertLess(len(shown), 4)
        for one in quarters:
            later, _release = self.told(one, earlier=loads([dumps(release)]))
            self.assertEqual(later, shown & {one})

    def test_what_was_suppressed_stays_so_in_a_later_version(self):
        _shown, release = self.told(count(9, quarter(1)))
        corrected = count(11, quarter(1, version=2))
        self.assertFalse(self.told(corrected, earlier=loads([dumps(release)]))[0])
        self.assertTrue(self.told(corrected)[0])

    def test_a_share_of_few_stays_inside(self):
        self.assertTrue(self.told(share(30, 40))[0])
        self.assertFalse(self.told(share(38, 40))[0])
        self.assertFalse(self.told(share(5, 40))[0])
        self.assertFalse(self.told(share(40, 40))[0])

    def test_an_average_goes_by_how_many_it_is_of(self):
        many = Value("K12", "main", quarter(1), "days", 4.0, 12)
        few = Value("K12", "main", quarter(2), "days", 4.0, 9)
        self.assertEqual(self.told(many, few)[0], {many})

    def test_what_is_hidden_inside_needs_a_partner_outside(self):
        hidden = Value("K12", "main", quarter(1), "days", None)
        others = [
            Value("K12", "main", quarter(number), "days", 4.0, 12)
            for number in (2, 3, 4)
        ]
        year = Value("K12", "main", YEAR, "days", 4.0, 40)
        shown = self.told(hidden, *others, year)[0]
        self.assertNotIn(hidden, shown)
        self.assertLess(len(shown), 4)

    def test_the_stock_stays_inside_as_long_as_a_flow_does(self):
        stock = count(50, quarter(1), "K05")
        closed = count(20, quarter(1), "K04")
        self.assertIn(stock, self.told(stock, closed, count(30, quarter(1)))[0])
        shown, release = self.told(stock, closed, count(3, quarter(1)))
        self.assertEqual(shown, {closed})
        later = count(60, quarter(2), "K05")
        self.assertFalse(self.told(later, earlier=loads([dumps(release)]))[0])

    def test_a_team_does_not_follow_from_the_others(self):
        parts = [
            count(counted, quarter(1), breakdown="team", key=key)
            for key, counted in (("1", 30), ("2", 4), ("3", 25))
        ]
        shown = self.told(count(59, quarter(1)), *parts)[0]
        self.assertNotIn(parts[1], shown)
        self.assertLess(len(shown), 3)

    def test_parts_add_up_or_are_left_out(self):
        whole = count(50, quarter(1))
        part = count(30, quarter(1), breakdown="team", key="1")
        found = dict(complete([whole, part]))
        self.assertEqual(
            {(value.key, value.value) for value in found},
            {("", 50), ("1", 30), (REST, 20)},
        )
        too_much = count(51, quarter(1), breakdown="team", key="1")
        self.assertEqual([one for one, _of in complete([whole, too_much])], [whole])

    def test_a_release_is_read_as_it_was_written(self):
        _shown, release = self.told(
            count(9, quarter(1)), share(30, 40), count(40, YEAR)
        )
        text = dumps(release)
        self.assertEqual(dumps(loads([text, text])), text)


class TestAttacker(BaseCase):
    """Whoever keeps everything that went out pins nothing small; asked of a solver."""

    def test_the_files_of_a_year_and_its_page(self):
        dice = Random(2026)
        small = 0
        for _world in range(6):
            sums, papers = 0, []
            for number in range(1, 5):
                parts = [
                    count(dice.choice((0, 2, 5, 8, 14, 30)), quarter(number))
                    for _team in range(4)
                ]
                whole = count(sum(part.value for part in parts), quarter(number))
                parts = [
                    replace(part, breakdown="team", key=str(place))
                    for place, part in enumerate(parts)
                ]
                values = [value for value, _of in complete([whole, *parts])]
                papers.append(dumps(protect(values, 10, loads(papers))[1]))
                sums += whole.value
            papers.append(dumps(protect([count(sums, YEAR)], 10, loads(papers))[1]))
            known = loads(papers)
            quarters = [str(quarter(number)) for number in range(1, 5)]
            reader = Reader([known], {str(YEAR): quarters})
            counts = {
                table.number(cell): counted
                for table in known.tables
                for cell, counted in table.counts.items()
            }
            for number in reader.hidden:
                if 0 < counts[number] < 10:
                    small += 1
                    low, high = reader.range(number)
                    self.assertLessEqual(low, 1)
                    self.assertGreaterEqual(high, 9)
        self.assertGreater(small, 30)


class TestDelivery(BaseCase):
    """The file for other programs."""

    rows = [
        dict.fromkeys(delivery.COLUMNS, "") | {"kpi": code, "value": "12"}
        for code in ("K03", "K01")
    ]

    def test_the_same_data_give_the_same_bytes(self):
        made = delivery.write(self.rows, {"organisation": "Naast u"})
        again = delivery.write(self.rows[::-1], {"organisation": "Naast u"})
        self.assertEqual(made, again)
        self.assertEqual(
            delivery.digest(made),
            "8e7aec0bf62b0e29ab028d14479c9b01e24cf2042db4306e3a166cb6804ac540",
        )

    def test_the_metadata_say_what_the_table_is(self):
        made = delivery.write(self.rows, {"organisation": "Naast u"})
        with zipfile.ZipFile(io.BytesIO(made)) as packed:
            table = packed.read("figures.csv")
            about = json.loads(packed.read("metadata.json"))
        self.assertEqual(
            about["files"]["figures.csv"]["sha256"], delivery.digest(table)
        )
        self.assertEqual(
            table.decode().splitlines()[0].split(","),
            [column["name"] for column in about["columns"]],
        )
        self.assertEqual(table.decode().splitlines()[1][:3], "K01")


class TestGraph(BaseCase):
    def test_bars_stay_within_the_graph(self):
        points = [Point("a", 3, "3"), Point("b", None, "–"), Point("c", 0, "0")]
        for bar in bars(points):
            self.assertLessEqual(bar.x + bar.width, 160.1)
            self.assertAlmostEqual(bar.y + bar.height, 40, 1)
        self.assertEqual([bar.is_known for bar in bars(points)], [True, False, True])
