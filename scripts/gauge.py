"""Measuring: what a piece of work asks of the database, and how long it takes."""

import json
import math
import re
import statistics
import sys
import threading
import time
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import odoo
from odoo import api


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


def alternating(first, second, rounds):
    """Alternately and warm: the seconds of each, round by round."""
    first(), second()
    pairs = [(seconds(first), seconds(second)) for _ in range(rounds)]
    return [list(times) for times in zip(*pairs, strict=True)]


def medians(first, second, rounds):
    """Alternately and warm: the median of each, in ms, and of the quotients."""
    pairs = list(zip(*alternating(first, second, rounds), strict=True))
    return (
        statistics.median(a for a, b in pairs) * 1000,
        statistics.median(b for a, b in pairs) * 1000,
        statistics.median(a / b for a, b in pairs),
    )


def apart(registry, user_id, ready, work):
    """Seconds and MB above idle of `work(ready(env))` in a process of its own."""
    odoo.sql_db.close_all()
    fork = get_context("fork")
    ours, theirs = fork.Pipe()

    def run():
        with registry.cursor() as cr:
            prepared = ready(api.Environment(cr, user_id, {}))
            cr.commit()
            idle = memory("VmRSS")
            # From here on the kernel remembers the most.
            Path("/proc/self/clear_refs").write_text("5")
            taken = seconds(lambda: work(prepared))
            theirs.send((taken, memory("VmHWM") - idle))

    process = fork.Process(target=run)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit("the work went wrong")
    return ours.recv()


def memory(name):
    """MB that this process has in memory now (VmRSS) or had at most (VmHWM)."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(rf"{name}:\s+(\d+)", status).group(1)) / 1024


def exponent(sizes, times):
    """How time grows with size: 0 is not at all, 1 is as fast; of the logarithms."""
    xs, ys = ([math.log(value) for value in values] for values in (sizes, times))
    return statistics.linear_regression(xs, ys).slope
