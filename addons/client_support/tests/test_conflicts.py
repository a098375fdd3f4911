"""Plain Python, no database: when somebody cannot be the supporter."""

from unittest import TestCase

from ..conflicts import PERSON, Facts, Organisation, conflicts, warnings

FREE = Organisation(1)
TEAM = Organisation(2, takes_access_decisions=True)
CARE = Organisation(3, provides_indicated_care=True)


def found(*employers, **facts):
    return conflicts(Facts(employers=frozenset(employers), **facts))


class TestConflicts(TestCase):
    def test_free_of_everything(self):
        self.assertEqual(found(FREE), [])
        self.assertEqual(found(), [])

    def test_employer_decides_on_access(self):
        self.assertEqual(found(FREE, TEAM), ["no_access_decision"])

    def test_employer_gives_indicated_care(self):
        self.assertEqual(found(CARE), ["no_indicated_provider"])

    def test_by_person_the_employer_alone_is_no_conflict(self):
        self.assertEqual(found(TEAM, CARE, check=PERSON), [])

    def test_by_person_whoever_decided_is_excluded(self):
        self.assertEqual(
            found(TEAM, decided=True, check=PERSON), ["no_access_decision"]
        )

    def test_whoever_decided_is_excluded_everywhere(self):
        self.assertEqual(found(FREE, decided=True), ["no_access_decision"])

    def test_employer_cares_for_this_resident(self):
        for check in ("organisation", PERSON):
            self.assertIn(
                "not_same_helper", found(FREE, providers=frozenset({1}), check=check)
            )

    def test_interest_in_a_provider_of_this_resident(self):
        self.assertEqual(
            found(FREE, interests=frozenset({9}), providers=frozenset({9})),
            ["no_interest"],
        )
        self.assertEqual(
            found(FREE, interests=frozenset({9}), providers=frozenset({8})), []
        )

    def test_a_volunteer_at_a_provider_is_warned_not_banned(self):
        facts = Facts(frozenset({FREE, CARE}), own=FREE, volunteer=True)
        self.assertEqual(conflicts(facts), [])
        self.assertEqual(warnings(facts), ["volunteer_at_provider"])
        employee = Facts(frozenset({FREE, CARE}), own=FREE)
        self.assertEqual(conflicts(employee), ["no_indicated_provider"])
        self.assertEqual(warnings(employee), [])

    def test_but_is_where_that_provider_cares_for_the_resident(self):
        facts = Facts(
            frozenset({FREE, CARE}),
            own=FREE,
            volunteer=True,
            providers=frozenset({CARE.key}),
        )
        self.assertEqual(conflicts(facts), ["not_same_helper"])

    def test_a_volunteer_of_an_organisation_that_gives_care(self):
        facts = Facts(frozenset({CARE}), own=CARE, volunteer=True)
        self.assertEqual(conflicts(facts), ["no_indicated_provider"])

    def test_care_of_the_own_organisation(self):
        facts = Facts(
            frozenset({CARE}),
            own=CARE,
            providers=frozenset({CARE.key}),
            check=PERSON,
        )
        self.assertEqual(conflicts(facts), ["not_same_helper", "own_org_offer"])

    def test_all_at_once_in_the_order_of_the_list(self):
        self.assertEqual(
            found(
                TEAM,
                CARE,
                decided=True,
                interests=frozenset({3}),
                providers=frozenset({3}),
            ),
            [
                "no_access_decision",
                "no_indicated_provider",
                "not_same_helper",
                "no_interest",
            ],
        )
