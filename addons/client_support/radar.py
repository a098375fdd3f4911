"""A radar (spider) chart as numbers: where to draw what.

Plain Python, so that the screen, paper and the tests share one geometry. Units are
those of the SVG: the centre is (0, 0) and y grows downwards.
"""

from math import cos, pi, sin

HIGHEST = 5
RADIUS = 100
# Labels stand outside the outer ring.
LABEL_RADIUS = RADIUS * 1.12


def mean(scores):
    """The mean, or None without scores; rounded so that equal means look equal."""
    return round(sum(scores) / len(scores), 1) if scores else None


def change(values):
    """Last minus first, or None when one of two moments has no score."""
    if len(values) < 2 or None in values:
        return None
    return round(values[-1] - values[0], 1)


def point(place, count, distance):
    """Where the axis at `place` of `count` axes is, so far from the centre.

    The first axis points up, the others follow with the clock.
    """
    angle = 2 * pi * place / count
    # + 0.0: never a negative zero on paper.
    return (
        round(distance * sin(angle), 1) + 0.0,
        round(-distance * cos(angle), 1) + 0.0,
    )


def draw(labels, columns):
    """The chart of some moments.

    :param labels: one for each axis
    :param columns: for each moment the value on each axis, None where there is none
    :return: {"rings": [points], "axes": [...], "shapes": [...]}; a shape joins the
        axes that have a value and skips the others
    """
    count = len(labels)
    if not count:
        return {"rings": [], "axes": [], "shapes": []}
    axes = []
    for place, label in enumerate(labels):
        x, y = point(place, count, RADIUS)
        label_x, label_y = point(place, count, LABEL_RADIUS)
        anchor = "middle" if abs(x) < 1 else "start" if x > 0 else "end"
        axes.append(
            {"label": label, "x": x, "y": y, "label_x": label_x, "label_y": label_y,
             "anchor": anchor}
        )  # fmt: skip
    shapes = []
    for values in columns:
        dots = [
            point(place, count, RADIUS * value / HIGHEST)
            for place, value in enumerate(values)
            if value is not None
        ]
        shapes.append({"points": _joined(dots), "dots": dots})
    return {
        "rings": [
            _joined(
                [point(place, count, RADIUS * ring / HIGHEST) for place in range(count)]
            )
            for ring in range(1, HIGHEST + 1)
        ],
        "axes": axes,
        "shapes": shapes,
    }


def _joined(points):
    return " ".join(f"{x:g},{y:g}" for x, y in points)
