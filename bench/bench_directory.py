"""What a search of the social map costs at the server, among 5,000 services.

The services are put together from the invented directory of the tests, 120 areas and
some thousands of compounds, with places and opening hours. Asked are the lay and
misspelt questions of the tests and made-up ones, as the public, each a request of its
own: a cursor, the search with all facets, reading the names of the page, commit; and
what is suggested while somebody types the same, letter by letter. A missed goal ends
the run with status 1.
"""

import os
import random
import statistics
import sys

from bench_fence import Bench, tidy
from database import discard, prepare
from gauge import seconds, statements
from layout import say

import odoo
from odoo import SUPERUSER_ID, api
from odoo.fields import Command

DATABASE = "oco_bench_directory"
SERVICES = 5_000
ROUNDS = 3
AGES = ("0-17", "18-26", "27-44", "45-64", "65-74", "75+")
# Milliseconds within which 95 of 100 searches are answered, on 2 cores.
GOAL = 150
BEGINNINGS = """buurt wijk dorps stads jeugd ouderen kinder gezins zorg woon werk taal
    leer spel sport muziek tuin kook eet reis vervoer rij fiets zwem wandel lees brief
    geld budget schuld huur energie recht klacht rouw troost geloof feest natuur dier
    hulp steun maatjes buddy bezoek bel post computer ziekte herstel pijn slaap angst
    drank gok rook vrouwen mannen ouder peuter baby school"""
ENDINGS = """hulp steun groep club huis plek punt loket spreekuur cursus les training
    dienst service lijn team netwerk kring tafel middag avond ochtend markt winkel bank
    fonds pas regeling advies begeleiding ondersteuning bemiddeling opvang verzorging
    behandeling onderzoek coach maatje wijzer makelaar werker inloop kamer tuin bus taxi
    wacht campagne project atelier werkplaats bibliotheek"""


class Directory:
    """Five thousand services, and questions about them; the same in every run."""

    def __init__(self, env):
        # Not before the addons are loaded.
        from odoo.addons.social_map.tests.directory import make_directory, rows

        self.env = env
        self.random = random.Random(5)
        self.questions = [row["query"] for row in rows("queries.csv")]
        self.patterns = make_directory(env)
        self.areas = self._areas()
        self.lists = {
            "domain": env["life.domain"].search([]).ids,
            "group": env["target.group"].search([]).ids,
            "category": env["social.service.category"].search([]).ids,
            "language": env["social.language"].search([]).ids,
        }
        env["social.postcode"].search([]).unlink()
        env["social.postcode"].create(
            [
                {
                    "code": str(3300 + number),
                    "latitude": 51.7 + number / 500,
                    "longitude": 4.5 + number / 300,
                }
                for number in range(60)
            ]
        )
        self._services(SERVICES - len(self.patterns))

    def _areas(self):
        areas = self.env["social.area"]
        for number in range(8):
            city = areas.create(
                {"name": f"Proefstad {number}", "level": "municipality"}
            )
            areas |= city | areas.create(
                [
                    {"name": f"Wijk {number}{part}", "parent_id": city.id}
                    for part in "ABCDEFGHIJKLMN"
                ]
            )
        return areas.ids

    def _compound(self):
        return self.random.choice(BEGINNINGS.split()) + self.random.choice(
            ENDINGS.split()
        )

    def _some(self, values, most):
        return [Command.set(self.random.sample(values, self.random.randint(1, most)))]

    def _services(self, number):
        choose = self.random.choice
        places = self.env["social.location"].create(
            [
                {
                    "name": "Huis",
                    "street": f"Straat {place}",
                    "city": "Proefstad",
                    "postal_code": f"{3300 + place % 60} AA",
                }
                for place in range(600)
            ]
        )
        week = [
            Command.create({"weekday": str(day), "opens_at": 9, "closes_at": 17})
            for day in range(5)
        ]
        services = [
            {
                "name": f"{self._compound().capitalize()} {pattern.name}",
                "partner_id": pattern.partner_id.id,
                "summary": f"{pattern.summary} Met {self._compound()}.",
                "description": " ".join(self._compound() for _word in range(40)),
                "keywords": f"{self._compound()}, {self._compound()}",
                "life_domain_ids": self._some(self.lists["domain"], 3),
                "target_group_ids": self._some(self.lists["group"], 4),
                "category_ids": self._some(self.lists["category"], 2),
                "language_ids": self._some(self.lists["language"], 4),
                "area_ids": self._some(self.areas, 3),
                "cost": choose(["free", "contribution", "paid", False]),
                "formality": choose(["formal", "informal"]),
                "minimum_age": choose([0, 0, 12, 18, 65]),
                "maximum_age": choose([0, 0, 0, 75, 99]),
                "state": "published",
                "schedule_ids": week,
                "service_location_ids": [
                    Command.create(
                        {"location_id": place, "schedule_ids": choose([[], week])}
                    )
                    for place in self.random.sample(places.ids, choose([0, 1, 2]))
                ],
            }
            for pattern in self.random.choices(self.patterns, k=number)
        ]
        for start in range(0, number, 500):
            self.env["social.service"].create(services[start : start + 500])
            self.env.flush_all()
            self.env.invalidate_all()

    def asked(self):
        """{kind of question: [arguments of a search]}"""
        made_up = [self._slip(self._compound()) for _question in range(100)]
        words = self.questions + made_up
        return {
            "words": [{"words": one} for one in words],
            "words, choices and a postal code": [
                {
                    "words": one,
                    "postcode": str(self.random.randint(3300, 3359)),
                    "chosen": self._choices(),
                }
                for one in words
            ],
            "ages, a postal code, another order": [
                {
                    "postcode": str(self.random.randint(3300, 3359)),
                    "chosen": {"age": [self.random.choice(AGES)]},
                    "order": self.random.choice(["near", "name", "checked"]),
                }
                for _question in range(40)
            ],
            "beginnings, while typing": [
                {"typed": one[:letters]}
                for one in self.random.sample(words, 40)
                for letters in range(2, min(len(one), 12) + 1, 2)
            ],
            "no words": [{"offset": 20 * page} for page in range(20)],
            "no words, choices and open now": [
                {"chosen": {**self._choices(), "open_now": True}} for _n in range(40)
            ],
        }

    def _choices(self):
        chosen = {
            key: [self.random.choice(values)]
            for key, values in self.random.sample(sorted(self.lists.items()), 1)
        }
        return {**chosen, "area": [self.random.choice(self.areas)]}

    def _slip(self, word):
        """The word with two letters swapped, or one left out."""
        place = self.random.randrange(1, len(word) - 2)
        swapped = word[place + 1] + word[place] if place % 2 else word[place]
        return word[:place] + swapped + word[place + 2 :]


def measure(bench):
    with bench.registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        say(f"{SERVICES} services")
        directory = Directory(env)
        public = env.ref("base.public_user").id
        env.flush_all()
    tidy(DATABASE)
    rows = []
    for kind, questions in directory.asked().items():
        asks = [bench.asking(public, search(question)) for question in questions]
        asks[0]()
        counts = set()
        for ask in asks[:20]:
            with statements() as asked:
                ask()
            counts.add(len(asked))
        times = [seconds(ask) * 1000 for _round in range(ROUNDS) for ask in asks]
        rows.append((kind, len(questions), max(counts), times))
    return rows


def search(question):
    def work(env):
        if "typed" in question:
            return env["social.service"]._suggest(question["typed"])
        answer = env["social.service"]._look_up(**question)
        return answer["services"].mapped("name")

    return work


def show(bench, rows):
    print(
        "\n| search of 5,000 services | questions | SQL | median, ms | p95, ms | goal |"
    )
    print("|---|---|---|---|---|---|")
    everything = [time for *_row, times in rows for time in times]
    rows.append(
        ("all", sum(row[1] for row in rows), max(row[2] for row in rows), everything)
    )
    for kind, number, count, times in rows:
        p95 = statistics.quantiles(times, n=20)[-1]
        cells = bench.goal(f"search by {kind}", p95, GOAL)
        print(
            f"| {kind} | {number} | {count} | {statistics.median(times):.0f} | {cells}"
        )
    print(f"\nload of the machine: {os.getloadavg()[0]:.1f}")


def main():
    prepare(DATABASE)
    try:
        bench = Bench(DATABASE)
        show(bench, measure(bench))
    finally:
        odoo.sql_db.close_all()
        discard(DATABASE)
    for missed in bench.missed:
        print(f"missed: {missed}")
    return bool(bench.missed)


if __name__ == "__main__":
    sys.exit(main())
