"""Open data of the directory (HSDS 3.1) among 500 and among 5,000 services.

Requests over HTTP to one server, which answers one at a time; services have three
terms, hours, a cost and a location each. What comes in pages may cost hardly more in
ten times as many; what is everything may not fill the memory. A missed goal ends the
run with status 1.
"""

import statistics
import subprocess
import sys
import time

import psutil
import requests
from database import discard, odoo_command, prepare
from layout import CONFIG, say
from serve import Server, free_port

DATABASE = "oco_bench_api"
SIZES = (500, 5_000)
ROUNDS = 15
# ms among 5,000, by what is asked; of everything: seconds, and MB that come on top.
GOALS = {
    "a list of 100": ("/services?per_page=100", 150),
    "a search": ("/services?search=meegaan&per_page=100", 300),
    "a list of 100 in full": ("/services?per_page=100&full=true", 700),
    "one service in full": ("/services/{one}", 100),
    "changes since yesterday": ("/services?modified_after={yesterday}", 300),
    "the least of all": ("/services?minimal=true", 1_500),
}
ALL, ALL_SECONDS, ALL_MEMORY = "/services?format=ndjson&full=true", 30, 50

MAKE = """
from datetime import timedelta
from odoo import Command, fields
Service = env["social.service"].with_context(tracking_disable=True)
Partner = env["res.partner"]
partner = Partner.search([("name", "=", "Bench")]) or Partner.create(
    dict(name="Bench", is_company=True, is_support_organization=True,
         public_description="Staat naast inwoners.", phone="078 123 45 67")
)
domains = env["life.domain"].search([], limit=3)
groups = env["target.group"].search([], limit=3)
languages = env["social.language"].search([], limit=2)
for first in range({start}, {end}, 250):
    places = env["social.location"].create([
        dict(name=f"Huis {{n}}", street=f"Straat {{n}}", postal_code="3311 AB",
             city="Waterstad", latitude=51.8, longitude=4.6, wheelchair="yes")
        for n in range(first, first + 250)
    ])
    Service.create([
        dict(name=f"Meegaan {{n}}", state="published", partner_id=partner.id,
             summary="Iemand gaat met u mee.", description="Lang verhaal. " * 30,
             life_domain_ids=[Command.link(domains[n % 3].id)],
             target_group_ids=[Command.link(groups[n % 3].id)],
             language_ids=[Command.set(languages.ids)], is_nationwide=True,
             cost="free", cost_ids=[Command.create(dict(name="Per keer", amount=2.5))],
             schedule_ids=[
                 Command.create(dict(weekday=day, opens_at=9, closes_at=17))
                 for day in ("0", "1", "2")
             ],
             service_location_ids=[Command.create(dict(location_id=place.id))])
        for n, place in enumerate(places, first)
    ])
    env.cr.commit()
    env.invalidate_all()
env["ir.config_parameter"].set_param("social_map.open_data_per_minute", "0")
old = fields.Datetime.now() - timedelta(days=9)
env.cr.execute("UPDATE social_service SET last_modified = %s WHERE id %% 50 > 0", [old])
env.cr.commit()
print("ONE", Service.search([("state", "=", "published")], limit=1).uuid)
"""


def grow(start, end):
    """More services; returns the id of one."""
    done = subprocess.run(
        odoo_command(
            *("shell", "-c", str(CONFIG), "-d", DATABASE),
            *("--no-http", "--log-level=error"),
        ),
        input=MAKE.format(start=start, end=end),
        capture_output=True,
        text=True,
    )
    assert "ONE " in done.stdout, done.stdout + done.stderr
    return done.stdout.rpartition("ONE ")[2].split()[0]


def measure(base, one):
    """{what: median in ms}"""
    yesterday = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 86_400))
    asked = requests.Session()
    result = {}
    for name, (path, _goal) in GOALS.items():
        url = base + path.format(one=one, yesterday=yesterday)
        asked.get(url).raise_for_status()
        times = []
        for _round in range(ROUNDS):
            began = time.perf_counter()
            asked.get(url).raise_for_status()
            times.append((time.perf_counter() - began) * 1000)
        result[name] = statistics.median(times)
    return result


def everything(base, process):
    """(lines, seconds, MB that the server took on top, at most)"""
    before, most, lines = process.memory_info().rss, 0, 0
    began = time.perf_counter()
    with requests.get(base + ALL, stream=True) as answer:
        for _line in answer.iter_lines():
            lines += 1
            if not lines % 100:
                most = max(most, process.memory_info().rss)
    return lines, time.perf_counter() - began, (most - before) / 2**20


def main():
    prepare(DATABASE)
    measured, streamed, start = [], [], 0
    try:
        for size in SIZES:
            say(f"{size:,} services")
            one = grow(start, size)
            start = size
            server = Server(
                DATABASE, free_port(), "--log-level=error", "--max-cron-threads=0"
            )
            try:
                server.wait_until_ready()
                base = f"{server.url}/sociale-kaart/api/hsds"
                measured.append(measure(base, one))
                process = psutil.Process(server.process.pid)
                streamed.append(everything(base, process))
            finally:
                server.stop()
    finally:
        discard(DATABASE)
    missed = []
    print("\n| ms | of 500 | of 5,000 | goal |\n|---|---|---|---|")
    for name, (_path, goal) in GOALS.items():
        few, many = (times[name] for times in measured)
        print(f"| {name} | {few:,.0f} | {many:,.0f} | {goal:,} |")
        if many > goal:
            missed.append(name)
    print("\n| everything in full, line by line | of 500 | of 5,000 | goal |")
    print("|---|---|---|---|")
    (few, fast, little), (many, slow, memory) = streamed
    print(f"| services | {few:,} | {many:,} | |")
    print(f"| seconds | {fast:.1f} | {slow:.1f} | {ALL_SECONDS} |")
    print(f"| MB of memory on top | {little:.0f} | {memory:.0f} | {ALL_MEMORY} |")
    if slow > ALL_SECONDS or memory > ALL_MEMORY:
        missed.append("everything")
    for name in missed:
        print(f"missed: {name}")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
