import json
from datetime import date, datetime
from uuid import UUID, uuid4

from odoo.tests import BaseCase, tagged

from .. import hsds

WINTER, SUMMER = date(2026, 1, 15), date(2026, 7, 15)


def made(**more):
    """The values of a small service."""
    return {
        "uuid": "0b0cbe0a-0f9f-4b52-a6b5-4f8f8d5b0a11",
        "name": "Samen naar het gesprek",
        "summary": "Iemand gaat met u mee.",
        "state": "published",
        "last_modified": datetime(2026, 3, 1, 12, 30, 5),
        "organization": {
            "uuid": "5f7bb2c4-6e0e-4c5c-8f57-1d5b3f7f0c22",
            "name": "Stichting Naast U",
            "description": "Helpt mensen op weg.",
        },
        **more,
    }


def hours(**more):
    return {"weekday": "1", "opens_at": 9.0, "closes_at": 17.5, **more}


@tagged("post_install", "-at_install")
class TestHsds(BaseCase):
    """Plain values become HSDS 3.1; no database."""

    def one(self, today=WINTER, **schedule):
        [result] = hsds.schedules(made()["uuid"], [hours(**schedule)], today=today)
        return result

    def test_the_least(self):
        self.assertEqual(
            hsds.service(made()),
            {
                "id": "0b0cbe0a-0f9f-4b52-a6b5-4f8f8d5b0a11",
                "name": "Samen naar het gesprek",
                "description": "Iemand gaat met u mee.",
                "status": "active",
                "last_modified": "2026-03-01T12:30:05.000Z",
                "organization": {
                    "id": "5f7bb2c4-6e0e-4c5c-8f57-1d5b3f7f0c22",
                    "name": "Stichting Naast U",
                    "description": "Helpt mensen op weg.",
                },
            },
        )

    def test_nothing_empty_is_said(self):
        empty = dict.fromkeys(
            ("alternate_name", "description", "url", "email", "for_whom", "phone")
            + ("cost_label", "interpreter", "contact_role", "easy_text", "page"),
            False,
        )
        empty |= dict.fromkeys(("terms", "languages", "areas", "costs", "places"), [])
        empty |= {"minimum_age": 0, "maximum_age": 0, "capacity_available": 0}
        self.assertEqual(hsds.service(made(**empty)), hsds.service(made()))

    def test_ages(self):
        def ages(low, high):
            result = hsds.service(made(minimum_age=low, maximum_age=high))
            return result.get("minimum_age"), result.get("maximum_age")

        self.assertEqual(ages(0, 0), (None, None))
        self.assertEqual(ages(18, 0), (18, None))
        self.assertEqual(ages(0, 17), (0, 17))

    def test_status(self):
        for state, status in (
            ("published", "active"),
            ("paused", "temporarily closed"),
            ("ended", "defunct"),
        ):
            self.assertEqual(hsds.service(made(state=state))["status"], status)
        # A draft has no status: it must never come here.
        with self.assertRaises(KeyError):
            hsds.service(made(state="draft"))

    def test_a_tombstone_says_only_that_it_ended(self):
        uuid = made()["uuid"]
        self.assertEqual(
            hsds.tombstone(uuid, datetime(2026, 3, 1)),
            {
                "id": uuid,
                "name": "No longer offered",
                "status": "defunct",
                "last_modified": "2026-03-01T00:00:00.000Z",
            },
        )

    def test_hours_carry_the_offset_of_the_season(self):
        winter, summer = self.one(WINTER), self.one(SUMMER)
        self.assertEqual(winter["opens_at"], "09:00+01:00")
        self.assertEqual(winter["closes_at"], "17:30+01:00")
        self.assertEqual(winter["timezone"], 1)
        self.assertEqual(summer["opens_at"], "09:00+02:00")
        self.assertEqual(summer["timezone"], 2)
        self.assertEqual(winter["id"], summer["id"])

    def test_the_clock_changes_in_march_and_october(self):
        for day, offset in (
            (date(2026, 3, 28), 1),
            (date(2026, 3, 29), 2),
            (date(2026, 10, 24), 2),
            (date(2026, 10, 25), 1),
        ):
            self.assertEqual(self.one(day)["timezone"], offset, day)

    def test_hours_that_begin_later_carry_the_offset_of_then(self):
        self.assertEqual(self.one(WINTER, valid_from=SUMMER)["timezone"], 2)
        self.assertEqual(self.one(SUMMER, valid_from=WINTER)["timezone"], 2)

    def test_every_week_or_one_day_of_the_month(self):
        self.assertEqual(self.one()["freq"], "WEEKLY")
        self.assertEqual(self.one()["byday"], "TU")
        monthly = self.one(week_of_month="-1", weekday="4")
        self.assertEqual((monthly["freq"], monthly["byday"]), ("MONTHLY", "-1FR"))

    def test_minutes_and_midnight(self):
        self.assertEqual(hsds.clock(0, 1), "00:00+01:00")
        self.assertEqual(hsds.clock(24, 1), "00:00+01:00")
        self.assertEqual(hsds.clock(10 + 20 / 60, 2), "10:20+02:00")

    def test_a_closure_has_days_and_no_hours(self):
        [closed] = hsds.schedules(
            made()["uuid"],
            [
                {
                    "is_closure": True,
                    "valid_from": date(2026, 12, 24),
                    "valid_until": date(2027, 1, 2),
                    "note": "Kerst",
                }
            ],
        )
        self.assertEqual(
            (closed["valid_from"], closed["valid_to"]), ("2026-12-24", "2027-01-02")
        )
        self.assertEqual(closed["description"], "Closed. Kerst")
        self.assertNotIn("opens_at", closed)
        self.assertNotIn("freq", closed)
        self.assertEqual(closed["attributes"][0]["label"], "is_closure")

    def test_ids_last(self):
        rows = [hours(), hours(), hours(weekday="2")]
        ids = [one["id"] for one in hsds.schedules(made()["uuid"], rows)]
        self.assertEqual(len(set(ids)), 3)
        again = [one["id"] for one in hsds.schedules(made()["uuid"], rows[1:])]
        self.assertEqual(again, [ids[0], ids[2]])
        # A value that may never change: readers keep these.
        self.assertEqual(
            hsds.term_id("life-domain", "housing"),
            "f766d5ac-7b06-583f-b6f3-6bd68a690117",
        )
        self.assertEqual(str(UUID(ids[0])), ids[0])

    def test_places_are_told_only_when_counted_not_long_ago(self):
        measured = {
            "measured_on": date(2026, 3, 1),
            "waiting_weeks": 3,
            "capacity_available": 2,
            "capacity_maximum": 10,
        }
        result = hsds.service(made(is_measure_current=True, **measured))
        [capacity] = result["capacities"]
        self.assertEqual((capacity["available"], capacity["maximum"]), (2, 10))
        self.assertEqual(capacity["updated"], "2026-03-01T00:00:00.000Z")
        self.assertEqual(result["wait_time"], "Weeks of waiting: 3 (2026-03-01)")
        old = hsds.service(made(is_measure_current=False, **measured))
        self.assertEqual(old, hsds.service(made()))

    def test_full_is_told_as_full(self):
        result = hsds.service(
            made(
                is_measure_current=True,
                measured_on=WINTER,
                capacity_available=0,
                capacity_maximum=4,
            )
        )
        self.assertEqual(result["capacities"][0]["available"], 0)

    def test_for_whom_and_for_whom_not(self):
        result = hsds.service(made(for_whom="Voor u.", not_for_whom="kinderen"))
        self.assertEqual(
            result["eligibility_description"], "Voor u.\n\nNot for: kinderen"
        )
        self.assertEqual(
            [(one["label"], one["value"]) for one in result["attributes"]],
            [("not_for_whom", "kinderen")],
        )

    def test_addresses_on_the_web(self):
        for given, told in (
            (
                "https://voorbeeld.nl/a?b=c&d=é#e",
                "https://voorbeeld.nl/a?b=c&d=%C3%A9#e",
            ),
            ("www.voorbeeld.nl", "http://www.voorbeeld.nl"),
            ("http://café.nl:8080/x y", "http://xn--caf-dma.nl:8080/x%20y"),
            ("https://voorbeeld.nl/100%", "https://voorbeeld.nl/100%25"),
            ("https://naam:geheim@voorbeeld.nl/", "https://voorbeeld.nl/"),
            ("javascript:alert(1)", None),
            ("http://", None),
            ("http://[1", None),
            ("geen website", None),
            (False, None),
        ):
            self.assertEqual(hsds.uri(given), told, given)

    def test_addresses_of_mail(self):
        self.assertEqual(hsds.email(" info@voorbeeld.nl "), "info@voorbeeld.nl")
        for given in ("Jan <jan@voorbeeld.nl>", "a@b.nl, c@d.nl", "geen", "", False):
            self.assertIsNone(hsds.email(given), given)

    def test_a_location(self):
        place = {
            "uuid": str(uuid4()),
            "name": "Wijkhuis",
            "location_type": "physical",
            "street": "Dorpsstraat 1",
            "postal_code": "3311 AB",
            "city": "Dordrecht",
            "province": "Zuid-Holland",
            "latitude": 0.0,
            "longitude": 0.0,
            "wheelchair_label": "Yes",
        }
        result = hsds.location(place)
        self.assertEqual(result["addresses"][0]["state_province"], "Zuid-Holland")
        self.assertEqual(
            result["accessibility"][0]["description"], "Wheelchair access: Yes"
        )
        self.assertNotIn("latitude", result)
        self.assertEqual(hsds.location({**place, "latitude": 51.8})["latitude"], 51.8)
        online = {**place, "location_type": "virtual", "street": False}
        self.assertNotIn("addresses", hsds.location(online))

    def test_terms_have_a_description(self):
        term = {"uuid": str(uuid4()), "name": "Wonen", "taxonomy": "life-domain"}
        [attribute] = hsds.service(made(terms=[term]))["attributes"]
        self.assertEqual(attribute["taxonomy_term"]["description"], "Wonen")
        self.assertEqual(attribute["taxonomy_term_id"], term["uuid"])

    def test_pages(self):
        def told(number, items, total):
            result = hsds.page([{}] * items, number, 10, total)
            return [
                result[name]
                for name in ("total_pages", "size", "first_page", "last_page", "empty")
            ]

        self.assertEqual(told(1, 10, 25), [3, 10, True, False, False])
        self.assertEqual(told(3, 5, 25), [3, 5, False, True, False])
        self.assertEqual(told(1, 0, 0), [0, 0, True, True, True])
        self.assertEqual(told(9, 0, 25), [3, 0, False, True, True])

    def test_it_is_json(self):
        values = made(
            costs=[{"name": "Per keer", "amount": 2.5}, {"name": "Lid", "amount": 0.0}],
            areas=[{"code": False, "name": "Centrum", "complete_name": "D / Centrum"}],
            is_nationwide=True,
            languages=[{"code": "nl", "name": "Nederlands"}],
            schedules=[hours()],
        )
        result = json.loads(json.dumps(hsds.service(values)))
        self.assertEqual([one["amount"] for one in result["cost_options"]], [2.5, 0])
        self.assertEqual(
            [one["name"] for one in result["service_areas"]],
            ["Centrum", "The Netherlands"],
        )
        self.assertNotIn("extent", result["service_areas"][0])
