"""Measuring: what a piece of work asks of the database, and how long it takes."""

import json
import math
import statistics
import threading
import time
from contextlib import contextmanager


@contextmanager
def statements():
    """Collect what this thread asks of the database, as (query, parameters)."""
    asked = []

    def hook(cr, query, params, start, delay):
        # Many rows at once are put together before: bytes, without parameters.
        asked.append((query if isinstance(query, str) else query.decode(), params))

    thread = threading.current_thread()
    before = getattr(thread, "query_hooks", ())
    thread.query_hooks = [*before, hook]
    try:
        yield asked
    finally:
        thread.query_hooks = before


class Plan:
    """How the database answers one statement: EXPLAIN, read."""

    def __init__(self, cr, query, params):
        cr.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query}", params)
        self.root = cr.fetchone()[0][0]["Plan"]
        if isinstance(self.root, str):
            self.root = json.loads(self.root)

    @property
    def pages(self):
        """Pages of 8 kB that were looked at, in memory or not: time without noise."""
        return self.root["Shared Hit Blocks"] + self.root["Shared Read Blocks"]

    def nodes(self, node=None):
        node = node or self.root
        yield node
        for child in node.get("Plans", ()):
            yield from self.nodes(child)

    def indexes(self):
        return {node["Index Name"] for node in self.nodes() if "Index Name" in node}

    def scanned(self):
        """The tables that are read from the first row to the last."""
        return {
            node["Relation Name"]
            for node in self.nodes()
            if node["Node Type"] == "Seq Scan"
        }


def seconds(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def medians(first, second, rounds):
    """Alternately and warm: the median of each, in ms, and of the quotients."""
    first(), second()
    pairs = [(seconds(first), seconds(second)) for _ in range(rounds)]
    return (
        statistics.median(a for a, b in pairs) * 1000,
        statistics.median(b for a, b in pairs) * 1000,
        statistics.median(a / b for a, b in pairs),
    )


def exponent(sizes, times):
    """How time grows with size: 0 is not at all, 1 is as fast; of the logarithms."""
    xs, ys = ([math.log(value) for value in values] for values in (sizes, times))
    return statistics.linear_regression(xs, ys).slope
