"""Seconds until the first page and until the first test, once set up.

A fresh set-up is measured by hand: it depends on the network (see docs/operations.md).
"""

import re
import subprocess
import time

from database import discard, prepare
from layout import ROOT
from serve import Server, free_port

ROUNDS = 3
DATABASE = "oco_bench_start"


def seconds(work):
    """The best of some rounds: the machine has other things to do as well."""
    taken = []
    for _ in range(ROUNDS):
        began = time.monotonic()
        work()
        taken.append(time.monotonic() - began)
    return min(taken)


def first_page():
    server = Server(DATABASE, free_port(), "--log-level=error")
    try:
        server.wait_until_ready()
    finally:
        server.stop()


def first_test():
    """`make test` until pytest has run one test that needs no database."""
    done = subprocess.run(
        ["make", "-s", "test", "ARGS=addons/social_map/tests/test_text.py -q"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert re.search(r"\d+ passed", done.stdout), done.stdout + done.stderr


def main():
    copying = seconds(lambda: prepare(DATABASE, demo=True))
    try:
        page = seconds(first_page)
    finally:
        discard(DATABASE)
    rows = [
        ("a fresh demo database from the template", copying, "-"),
        ("server start to first page", page, "20"),
        ("make test to first test", seconds(first_test), "15"),
    ]
    print(f"\n{'':44}{'seconds':>9}{'goal':>7}")
    for name, taken, goal in rows:
        print(f"{name:44}{taken:9.1f}{goal:>7}")


if __name__ == "__main__":
    main()
