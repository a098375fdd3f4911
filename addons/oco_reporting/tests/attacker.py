"""Somebody who has everything that was published, and a solver.

Written apart from the engine on purpose: it sees what is shown and nothing else, starts
from the single cells instead of from sums, and asks SciPy's HiGHS instead of our own
arithmetic.
"""

from collections import defaultdict

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from ..suppression import SUPPRESSED, TOTAL


class Unknowns:
    """Counts, none below zero, of which some sums are known."""

    def __init__(self):
        self.places = {}
        self.equations = []
        self.bounds = []

    def place(self, cell, low=0, high=None):
        if cell not in self.places:
            self.places[cell] = len(self.places)
            self.bounds.append((low, high))
        return self.places[cell]

    def equate(self, cells, amount, minus=()):
        """Note that the sum of some cells, minus that of others, is known."""
        row = defaultdict(int)
        for sign, some in ((1, cells), (-1, minus)):
            for cell in some:
                row[self.place(cell)] += sign
        self.equations.append((row, amount))

    def share_out(self, parts, total, within, base):
        """Note that what is told is shared out over parts, each by what it counts.

        :param parts: {what is shown of a part: its cells}
        :param within: the least and the most that all of these may be
        """
        least, most = within
        self.equate(parts, total)
        for shown, cells in parts.items() if total else ():
            # total * cells < (shown + base) * all of them, and > (shown - base) * all.
            above, below = [shown] * most, [shown] * least
            self.equate([*cells * total, ("more", shown)], base * most, minus=above)
            less = ("less", shown)
            self.equate([*below, less], base * least, minus=cells * total)

    def range(self, cells, whole=False):
        """Return the least and the most that a sum of cells may be.

        :param whole: look for counts in whole numbers, which is slower
        """
        target = np.zeros(len(self.places))
        for cell in cells:
            target[self.places[cell]] += 1
        rows, columns, values = [], [], []
        for number, (row, _) in enumerate(self.equations):
            for place, value in row.items():
                rows.append(number)
                columns.append(place)
                values.append(value)
        matrix = csr_matrix(
            (values, (rows, columns)), (len(self.equations), len(self.places))
        )
        found = []
        for sign in (1, -1):
            answer = linprog(
                sign * target,
                A_eq=matrix,
                b_eq=[amount for _, amount in self.equations],
                bounds=self.bounds,
                integrality=int(whole),
                method="highs",
            )
            if answer.status == 3:
                found.append(float("inf"))
                continue
            assert answer.status == 0, answer.message
            found.append(sign * answer.fun)
        return found[0], found[1]


class Reader:
    """Reads all workbooks, and knows which periods make up which."""

    def __init__(self, releases, spans=None):
        self.unknowns = Unknowns()
        self.sums = {}
        self.hidden = {}
        for release in releases:
            for table in release.tables:
                self._read(table, release.shown(table.name))
        for total, parts in (spans or {}).items():
            self._join(total, parts)

    def _read(self, table, shown):
        cells = [cell for cell in shown if TOTAL not in cell]
        for cell, count in shown.items():
            number = table.number(cell)
            inside = [
                (table.name, table.period, other)
                for other in cells
                if all(a in (TOTAL, b) for a, b in zip(cell, other, strict=True))
            ]
            if count is not SUPPRESSED:
                self.unknowns.equate(inside, count)
            elif number not in self.hidden:
                self.hidden[number] = inside
            if number in self.sums:
                self.unknowns.equate(inside, 0, minus=self.sums[number])
            else:
                self.sums[number] = inside
            for cell_inside in inside:
                self.unknowns.place(cell_inside)

    def _join(self, total, parts):
        for (measure, period, of), inside in list(self.sums.items()):
            pieces = [self.sums.get((measure, part, of)) for part in parts]
            if period == total and all(pieces):
                together = [cell for piece in pieces for cell in piece]
                self.unknowns.equate(together, 0, minus=inside)

    def range(self, number, whole=False):
        return self.unknowns.range(self.sums[number], whole)
