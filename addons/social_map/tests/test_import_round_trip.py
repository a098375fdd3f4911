"""Our open data, put back into an empty directory, comes out the same."""

import json
import re
from contextlib import suppress

from odoo.tests import tagged

from .import_common import ImportCommon
from .open_data_case import make_directory

# The address of a page ends with the number of the record in its database.
PAGE = re.compile(r"(/sociale-kaart/[a-z]+/[^\"]*?)-[0-9]+\"")


class Emptied(Exception):
    """The directory is taken back."""


@tagged("post_install", "-at_install")
class TestImportRoundTrip(ImportCommon):
    def exported(self, lang="en_US"):
        """Everything, as somebody without an account reads it."""
        self.env.flush_all()
        self.env.invalidate_all()
        data = self.env["social.open.data"].with_user(self.public)
        data = data.with_context(lang=lang)
        return PAGE.sub(
            r'\1"', json.dumps(list(data._lines("services", {"full": True})))
        )

    def setUp(self):
        super().setUp()
        self.root = self.env(su=True)
        # Services of a demonstration would be in the export too.
        self.root["social.service"].search([]).active = False
        self.root["social.area"].search([]).unlink()
        with suppress(Emptied), self.env.cr.savepoint():
            make_directory(self.root)
            for service in self.root["social.service"].search([]):
                service.last_modified = "2026-01-02 03:04:05"
            self.before = self.exported()
            raise Emptied
        municipality = self.root["social.area"].create(
            {"name": "Waterstad", "level": "municipality", "code": "GM9991"}
        )
        self.root["social.area"].create(
            {"name": "Buurtschap", "level": "district", "parent_id": municipality.id}
        )
        self.root["target.group"].create({"name": "Vissers", "code": "test_fishers"})

    def test_the_directory_is_rich_and_gone(self):
        self.assertGreaterEqual(len(json.loads(self.before)), 3)
        self.assertEqual(self.exported(), "[]")

    def test_it_comes_out_the_same(self):
        run = self.imported(self.before, source="", publish=True)
        self.assertEqual(run.state, "done", run.line_ids.mapped("words"))
        self.assertFalse(self.told(run, "remark"))
        self.assertEqual(json.loads(self.exported()), json.loads(self.before))
        again = self.imported(self.before, source="", publish=True)
        self.assertEqual(again.same_count, 3)
        self.assertFalse(again.line_ids, again.line_ids.mapped("words"))
        self.assertEqual(self.exported(), self.before)

    def test_a_neighbour_takes_it_over_under_the_same_ids(self):
        """As from somebody else: the same, but it changed today."""
        run = self.imported(self.before, source="Buren", publish=True)
        self.assertEqual(run.state, "done", run.line_ids.mapped("words"))
        moment = re.compile(r'"last_modified": "[^"]*"')
        self.assertEqual(
            json.loads(moment.sub('"last_modified": ""', self.exported())),
            json.loads(moment.sub('"last_modified": ""', self.before)),
        )
        self.assertNotIn("2026-01-02T03:04:05", self.exported())

    def test_line_by_line_or_in_pages_says_the_same(self):
        lines = "\n".join(json.dumps(one) for one in json.loads(self.before))
        page = json.dumps({"total_items": 3, "contents": json.loads(self.before)})
        for content in (lines, page):
            with suppress(Emptied), self.env.cr.savepoint():
                run = self.imported(content, source="", publish=True)
                self.assertEqual((run.state, run.new_count), ("done", 3))
                self.assertEqual(json.loads(self.exported()), json.loads(self.before))
                raise Emptied
