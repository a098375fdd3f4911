import json
from unittest.mock import patch

from odoo.tests import tagged

from ..controllers import suggestions
from ..rate_limit import RateLimit
from .test_directory_pages import MARK, DirectoryCase

PATH = "/sociale-kaart/suggesties"


@tagged("post_install", "-at_install")
class TestSuggestions(DirectoryCase):
    """What somebody may be looking for: as the visitor, and nothing is kept."""

    def setUp(self):
        super().setUp()
        self.env["social.synonym"].search([]).unlink()
        self.synonyms = self.env["social.synonym"].create(
            [
                {"name": "proeflawaai, proef van de buren", "words": "proefmaatje"},
                {"name": "proefniks", "words": "qqqqzzzz"},
                {"name": f"proef{MARK}", "words": self.draft.name},
            ]
        )

    def suggested(self, typed, user="public"):
        services = self.env["social.service"].with_user(self[user])
        return [one["words"] for one in services._suggest(typed)]

    def __getitem__(self, name):
        return getattr(self, name)

    def test_subjects_sayings_and_names(self):
        found = self.env["social.service"].with_user(self.public)._suggest("proe")
        self.assertEqual(
            [(one["words"], one["kind"]) for one in found],
            [
                (self.domain.name, "subject"),
                ("proeflawaai", "search word"),
                ("proef van de buren", "search word"),
                (self.paused.name, "help"),
                (self.other.name, "help"),
                (self.service.name, "help"),
            ],
        )

    def test_every_word_begins_one(self):
        self.assertEqual(self.suggested("aan proefh"), [self.service.name])
        self.assertEqual(self.suggested("PROÉF AAN"), [self.service.name])
        self.assertEqual(self.suggested("huis boot"), [])
        # As it is heard, with the mistakes of the search.
        self.assertEqual(self.suggested("prooefmaat"), [self.other.name])

    def test_what_nobody_may_see_is_not_suggested(self):
        for user in ("public", "portal", "employee", "editor"):
            for typed in (MARK[:5], "proe", "con"):
                found = " ".join(self.suggested(typed, user))
                self.assertNotIn(MARK, found)
                self.assertNotIn("niks", found)
        self.other.action_end()
        self.assertEqual(self.suggested("proefla"), [])
        (self.service | self.paused).action_end()
        self.assertEqual(self.suggested("proe"), [])

    def test_too_little_or_nonsense(self):
        for typed in ("", "p", "  ", "%", "_%", "'", "proef x" * 50, "§life"):
            with self.subTest(typed=typed):
                self.assertEqual(self.suggested(typed), [])

    def post(self, typed, **headers):
        return self.url_open(PATH, data={"q": typed}, headers=headers, timeout=60)

    def test_route(self):
        self.authenticate(None, None)
        gaps = self.env["social.search.gap"].search_count([])
        answer = self.post("proefm")
        self.assertEqual(answer.json(), [{"words": self.other.name, "kind": "help"}])
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertNotIn("Access-Control-Allow-Origin", answer.headers)
        self.assertNotIn("session_id", answer.headers.get("Set-Cookie", ""))
        self.assertEqual(self.post("qqqqzzzz").json(), [])
        self.assertEqual(self.post("\0proefm").json()[0]["words"], self.other.name)
        self.assertEqual(self.env["social.search.gap"].search_count([]), gaps)
        # What is typed is in no address.
        self.assertEqual(self.url_open(f"{PATH}?q=proefm").status_code, 405)

    def test_too_often_is_no_error(self):
        class Full(RateLimit):
            def wait(self, *args, **options):
                return 60

        with patch.object(suggestions, "LIMIT", Full()):
            answer = self.post("proefm")
        self.assertEqual((answer.status_code, json.loads(answer.text)), (200, []))
