"""What stands on the page for a municipal council, and its small graphs, in plain data.

No framework and no JavaScript: a graph is a row of bars in numbers that a template
draws, with the same numbers in words beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

# The chapters are the five points of attention of who supports clients: positioning,
# cooperation, life-broad, participation, awareness. What is only known by year is left
# out of a quarter.
REACH = ("K01", "K02", "K03", "K04", "K05", "K14")
# Of the municipality, not of the organisation.
AWARENESS = "K32"
QUALITY = ("K12", "K13", "K19", "K25", "K33")
ASSURANCE = ("K38", "S01", "K40")
LIFE_BROAD = ("K09",)
COOPERATION = ("K23",)
KNOWN = ("K24", AWARENESS)
ON_PAGE = REACH + QUALITY + ASSURANCE + LIFE_BROAD + COOPERATION + KNOWN
# Statements of residents: independence first, then what it came to.
SAID = ("OCO1", "CEO3", "OCO2", "OCO3", "OCO7", "OCO11", "OCO12")
GRADE = "OCO6"
# How many periods a graph shows.
SHOWN = 5

WIDTH, HEIGHT, GAP = 160, 40, 6


@dataclass(frozen=True)
class Point:
    """One bar: `value` None where it is hidden or there was nothing to count."""

    label: str
    value: float | None
    words: str


@dataclass(frozen=True)
class Bar:
    """Where a bar stands in the graph, in its own units."""

    x: float
    y: float
    width: float
    height: float
    is_known: bool
    is_last: bool


def bars(points: Sequence[Point]) -> list[Bar]:
    """Return the bars of a graph, the highest value filling it.

    What is not known is a low open bar: it stands for a period, not for a number.

    >>> [(bar.height, bar.is_known) for bar in bars([Point("a", 5, "5"),
    ...     Point("b", 10, "10"), Point("c", None, "-")])]
    [(20.0, True), (40.0, True), (4, False)]
    """
    top = max((abs(point.value) for point in points if point.value), default=0) or 1
    width = (WIDTH - GAP * (len(points) - 1)) / max(len(points), 1)
    found = []
    for place, point in enumerate(points):
        is_known = point.value is not None
        height = max(HEIGHT * abs(point.value) / top, 1) if is_known else 4
        found.append(
            Bar(
                x=round(place * (width + GAP), 1),
                y=round(HEIGHT - height, 1),
                width=round(width, 1),
                height=round(height, 1),
                is_known=is_known,
                is_last=place == len(points) - 1,
            )
        )
    return found
