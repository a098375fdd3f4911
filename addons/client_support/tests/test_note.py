from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ClientSupportCase


@tagged("post_install", "-at_install")
class TestNote(ClientSupportCase):
    """The journal: who reads what, and that it stays as it was written."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.resident = cls.make_resident(is_light=False)
        cls.case = cls.as_role("supporter", "client.case").create(
            {"resident_ids": cls.resident.ids}
        )

    def note(self, role="supporter", user=None, **values):
        return self.as_user(user or self.users[role], "client.note").create(
            {"case_id": self.case.id, "text": "Belde terug", **values}
        )

    def row(self, user, kind, section="all"):
        self.env["client.access"]._grant(user, self.case, kind, "Test", section=section)

    def lock(self, note):
        self.env.cr.execute(
            "UPDATE client_note SET create_date = create_date - interval '25 hours'"
            " WHERE id = %s",
            [note.id],
        )
        self.env.invalidate_all()

    def test_levels(self):
        levels = ("shareable", "team", "confidential")
        notes = {level: self.note(level=level) for level in levels}
        open_ones = notes["shareable"] | notes["team"]
        every = open_ones | notes["confidential"]
        for kind, section, expected in (
            ("supporter", "all", every),
            ("cover", "all", every),
            ("intake", "all", every),
            ("supporter", "notes", open_ones),
            ("consult", "all", open_ones),
            ("break_glass", "all", open_ones),
            ("walk_in", "all", open_ones),
            ("supporter", "questions", self.env["client.note"]),
        ):
            with self.subTest(kind=kind, section=section):
                self.row(self.colleague, kind, section)
                seen = self.as_user(self.colleague, "client.note").search([])
                self.assertEqual(seen, expected.sorted())
                self.env["client.access"]._end([("user_id", "=", self.colleague.id)])

    def test_a_look_of_a_coordinator_shows_no_confidential_note(self):
        shown, hidden = self.note(), self.note(level="confidential")
        self.row(self.users["coordinator"], "look")
        theirs = self.as_role("coordinator", "client.note")
        self.assertEqual(theirs.search([]), shown)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            theirs.browse(hidden.id).read(["text"])

    def test_the_author_reads_back_only_with_a_row(self):
        volunteer = self.users["volunteer"]
        for section in ("case", "notes"):
            self.row(volunteer, "volunteer", section)
        note = self.note("volunteer", level="confidential")
        mine = self.as_user(volunteer, "client.note").browse(note.id)
        self.assertEqual(mine.text, "Belde terug")
        self.env["client.access"]._end([("user_id", "=", volunteer.id)])
        self.env.invalidate_all()
        self.assertFalse(self.as_user(volunteer, "client.note").search([]))

    def test_no_note_where_one_does_not_work(self):
        for user, kind in ((self.stranger, None), (self.colleague, "consult")):
            if kind:
                self.row(user, kind)
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
                self.note(user=user)

    def test_the_author_is_who_writes(self):
        note = self.note(author_id=self.colleague.id)
        self.assertEqual(note.author_id, self.users["supporter"])
        for name in ("author_id", "case_id", "corrects_id"):
            with self.assertRaises(AccessError):
                note.write({name: False})

    def test_only_the_author_changes_it(self):
        note = self.note()
        self.row(self.colleague, "cover")
        with self.assertRaises(UserError):
            self.as_user(self.colleague, "client.note").browse(note.id).text = "Anders"
        note.text = "Anders"
        self.assertEqual(note.text, "Anders")

    def test_locked(self):
        note = self.note()
        self.assertFalse(note.is_locked)
        self.lock(note)
        self.assertTrue(note.is_locked)
        for vals in (
            {"text": "Anders"},
            {"date": fields.Date.today()},
            {"level": "shareable"},
            {"level": "confidential", "text": "Anders"},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                note.write(vals)
        with self.assertRaises(UserError):
            note.unlink()
        note.level = "confidential"
        self.assertEqual(note.level, "confidential")

    def test_unlocked_can_be_taken_away(self):
        note = self.note()
        note.unlink()
        self.assertFalse(note.exists())

    def test_hours_of_the_organisation(self):
        note = self.note()
        self.organisation.note_lock_hours = 48
        self.lock(note)
        self.assertFalse(note.is_locked)
        self.organisation.note_lock_hours = 0
        self.env.invalidate_all()
        self.assertTrue(note.is_locked)

    def test_correction(self):
        note = self.note()
        self.lock(note)
        context = note.action_correct()["context"]
        right = self.as_role("supporter", "client.note").with_context(**context)
        right = right.create({"text": "Het was dinsdag"})
        self.assertEqual(right.corrects_id, note)
        self.assertTrue(note.is_corrected)
        other = self.as_role("supporter", "client.case").create(
            {"resident_ids": self.resident.ids}
        )
        with self.assertRaises(ValidationError):
            self.note(case_id=other.id, corrects_id=note.id)

    def test_newest_first(self):
        today = fields.Date.today()
        old = self.note(date=today - timedelta(days=3))
        new = self.note()
        case = self.as_role("supporter", "client.case").browse(self.case.id)
        self.assertEqual(case.note_ids.ids, [new.id, old.id])

    def test_saved_with_the_case(self):
        self.as_role("supporter", "client.case").browse(self.case.id).write(
            {"note_ids": [(0, 0, {"text": "In het dossier"})]}
        )
        self.assertEqual(self.case.note_ids.author_id, self.users["supporter"])

    def add_one_more(self):
        self.note()
        self.as_role("supporter", "client.relation").create(
            {"resident_id": self.resident.id, "name": "Bo", "role": "friend"}
        )

    def test_opening_a_case_with_many_notes_costs_no_more(self):
        self.add_one_more()
        case = self.as_role("supporter", "client.case").browse(self.case.id)
        spec = {
            "note_ids": {
                "fields": {
                    name: {}
                    for name in ("date", "text", "level", "is_locked", "is_corrected")
                }
            },
            "has_new_messages": {},
            "relation_ids": {"fields": {"name": {}, "role": {}}},
        }

        def statements():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            case.web_read(spec)
            return self.env.cr.sql_log_count - before

        statements()
        few = statements()
        for _number in range(20):
            self.add_one_more()
        statements()
        self.assertEqual(statements(), few)

    def test_its_minutes_are_the_time_of_the_author(self):
        user = self.users["supporter"]
        self.env["client.supporter"].create(
            {
                "name": "Tineke Voorbeeld",
                "user_id": user.id,
                "company_id": self.organisation.id,
            }
        )
        times = self.as_role("supporter", "client.time")
        mine = [("case_number", "=", self.case.number)]
        note = self.note(minutes=20)
        self.note()
        row = times.search(mine)
        self.assertEqual(
            (row.minutes, row.date, row.is_client_bound), (20, note.date, True)
        )
        note.minutes = 25
        self.assertEqual(times.search(mine).minutes, 25)
        note.unlink()
        self.assertFalse(times.search(mine))
