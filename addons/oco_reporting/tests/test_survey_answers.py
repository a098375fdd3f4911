import json
import re
from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.client_support.tests.common import GROUPS

from ..experience import week_of
from .survey_case import SurveyCase

QUIET = (
    "odoo.addons.base.models.ir_model",
    "odoo.addons.base.models.ir_rule",
    "odoo.models",
)
MARKER = "GEHEIMANTWOORD"


@tagged("post_install", "-at_install")
class TestSurveyAnswers(SurveyCase):
    """Answered as nobody, once, and by nobody who supported."""

    # The questions --------------------------------------------------------------------

    def test_the_questions_are_those_of_the_list(self):
        codes = self.full.question_ids.mapped("oco_code")
        wanted = {f"CEO{n}" for n in range(1, 11)} | {f"OCO{n}" for n in range(1, 16)}
        self.assertEqual(
            {re.sub("_.*", "", code) for code in codes} - wanted, {"OPEN1", "OPEN2"}
        )
        self.assertLessEqual(wanted, {re.sub("_.*", "", code) for code in codes})
        self.assertLessEqual(len(self.easy.question_ids), 8)
        self.assertLessEqual(set(self.easy.question_ids.mapped("oco_code")), set(codes))
        for survey in (self.full, self.easy):
            for question in survey.question_ids:
                if question.question_type in ("simple_choice", "multiple_choice"):
                    values = question.suggested_answer_ids.mapped("oco_value")
                    self.assertGreater(len(set(values)), 1)
                    self.assertTrue(all(values))

    def test_one_code_has_one_scale(self):
        """Else answers to the easy and the plain question could not be added up."""
        plain = {one.oco_code: one for one in self.full.question_ids}
        for question in self.easy.question_ids:
            other = plain[question.oco_code]
            self.assertEqual(question.question_type, other.question_type)
            self.assertEqual(
                [(a.oco_value, a.oco_score) for a in question.suggested_answer_ids],
                [(a.oco_value, a.oco_score) for a in other.suggested_answer_ids],
            )

    def test_what_was_answered_stays_as_it_was_asked(self):
        question = self.easy.question_ids[:1]
        question.title = "Another wording"
        self.drop(1)
        for act in (
            lambda: question.write({"title": "Changed"}),
            lambda: question.update_field_translations("title", {"nl_NL": "Anders"}),
            lambda: question.suggested_answer_ids[:1].write({"value": "Changed"}),
            lambda: question.suggested_answer_ids[:1].unlink(),
            lambda: question.unlink(),
            lambda: self.easy.write({"title": "Changed"}),
            lambda: self.easy.unlink(),
            lambda: self.env["survey.question"].create(
                {"survey_id": self.easy.id, "title": "New"}
            ),
        ):
            with self.assertRaisesRegex(UserError, "stays as they saw it"):
                act()
        # An update of the addon writes what is there.
        question.write({"title": question.title, "survey_id": self.easy.id})
        answer = question.suggested_answer_ids[:1]
        answer.write({"value": answer.value, "question_id": question.id})
        self.easy.action_archive()
        self.easy.action_unarchive()
        copy = self.easy.copy()
        self.assertEqual(copy.oco_version, "easy-2")
        copy.question_ids[:1].title = "Changed"
        offered = self.env["survey.survey"]._offered(self.today + timedelta(days=1))
        self.assertEqual(offered[0], copy)

    def test_an_invitation_keeps_its_version(self):
        """Who is half way, or has a paper, when a new version comes."""
        surveys = (self.easy | self.full).sudo()
        self.env.cr.execute(
            "UPDATE survey_survey SET create_date = '2024-01-01' WHERE id = ANY(%s)",
            [(surveys | self.env.ref("oco_reporting.experience_full")).ids],
        )
        self.env.invalidate_all()
        invitation, key = self.sent()
        new = self.full.copy()
        page = self.as_public()._page(key, {})
        old = [self.easy.oco_version, self.full.oco_version]
        self.assertEqual([one["version"] for one in page["offers"]], old)
        typed = {"version": self.full.oco_version, "OCO13.talk": "on", "to": "next"}
        page = self.as_public()._page(key, typed)
        self.assertIn(("OCO13.talk", "on"), page["carried"])
        # What goes out from tomorrow on has the new one.
        invitation.sent_on += timedelta(days=1)
        page = self.as_public()._page(key, {})
        self.assertEqual(
            [one["version"] for one in page["offers"]], [old[0], new.oco_version]
        )

    def test_archiving_a_version_leaves_its_invitations(self):
        """Who was asked can answer until the term; who is asked later is asked less."""
        _invitation, key = self.sent()
        typed = {"version": self.full.oco_version, "OCO14": "gp", "to": "next"}
        self.full.action_archive()
        page = self.as_public()._page(key, typed)
        self.assertEqual(page["state"], "step")
        self.assertIn(("OCO14", "gp"), page["carried"])
        self.easy.action_archive()
        self.assertEqual(self.send(key)["state"], "done")
        offered = self.env["survey.survey"]._offered(self.today + timedelta(days=1))
        self.assertFalse({self.easy, self.full} & set(offered))

    def test_several_answers_by_every_road(self):
        """On the page, on paper and by telephone a list is kept as a list."""
        _invitation, key = self.sent()
        typed = {
            "version": self.full.oco_version,
            "to": "send",
            "OCO13.advice": "on",
            "OCO13.talk": "on",
            "OCO14": "gp",
            "OCO15": "known",
        }
        for mode, user in (
            ("web", self.public),
            ("paper", self.users["intake"]),
            ("phone", self.users["coordinator"]),
        ):
            with self.subTest(mode), self.cr.savepoint() as savepoint:
                page = self.form.with_user(user)._page(key, typed, mode)
                self.assertEqual(page["state"], "done")
                self.assertEqual(
                    json.loads(self.box.sudo().search([]).content),
                    {"OCO13": ["advice", "talk"], "OCO14": "gp", "OCO15": "known"},
                )
                savepoint.rollback()
                self.env.invalidate_all()

    # Answering ------------------------------------------------------------------------

    def test_an_answer_is_kept_once(self):
        invitation, key = self.sent()
        page = self.as_public()._page(key, {})
        self.assertEqual(page["state"], "start")
        self.assertEqual(self.send(key)["state"], "done")
        self.assertEqual(invitation.answered_week, week_of(self.today))
        self.assertFalse(invitation.key_hash)
        self.assertEqual(self.send(key)["state"], "closed")
        self.assertEqual(self.as_public()._page(key, {})["state"], "closed")
        row = self.box.sudo().search([])
        self.assertEqual(json.loads(row.content), {"OCO1": "agree", "OCO6": "8"})

    def test_no_other_key_opens_it(self):
        _invitation, key = self.sent()
        other = key[:-1] + ("2" if key[-1] != "2" else "3")
        for wrong in (other, "", "x", key[:-1], "' OR 1=1 --"):
            self.assertEqual(self.as_public()._page(wrong, {})["state"], "closed")

    def test_it_ends_with_its_days_with_the_consent_and_with_an_objection(self):
        invitation, key = self.sent()
        self.days_ago(invitation, self.organisation.survey_open_days + 1)
        self.assertEqual(self.as_public()._page(key, {})["state"], "closed")
        self.days_ago(invitation, -self.organisation.survey_open_days - 1)
        self.assertEqual(self.as_public()._page(key, {})["state"], "start")
        self.give(codes=(), users=self.env["res.users"], purpose="research_objection")
        self.assertEqual(self.as_public()._page(key, {})["state"], "closed")
        self.assertEqual(invitation.no_answer_why, "objection")

    def test_a_withdrawn_consent_closes_the_page(self):
        invitation, key = self.sent()
        consent = (
            self.env["client.consent"]
            .sudo()
            .search(
                [("resident_id", "=", self.resident.id), ("purpose", "=", "survey")]
            )
        )
        consent.with_user(self.supporter).action_withdraw()
        self.assertEqual(self.as_public()._page(key, {})["state"], "closed")
        self.assertEqual(invitation.no_answer_why, "consent")

    def test_going_on_and_back_keeps_what_was_answered(self):
        _invitation, key = self.sent()
        form = self.as_public()
        typed = {
            "version": self.full.oco_version,
            "CEO1": "agree",
            "step": "1",
            "to": "next",
        }
        page = form._page(key, typed)
        self.assertEqual((page["step"], page["steps"]), (2, 5))
        self.assertIn(("CEO1", "agree"), page["carried"])
        typed = {
            **typed,
            "OCO9.advice": "on",
            "OCO9.wrong": "on",
            "step": "2",
            "to": "back",
        }
        page = form._page(key, typed)
        self.assertEqual(page["step"], 1)
        (checked,) = [
            one["value"] for one in page["questions"][0]["options"] if one["checked"]
        ]
        self.assertEqual(checked, "agree")
        self.assertIn(("OCO9.advice", "on"), page["carried"])
        self.assertNotIn(("OCO9.wrong", "on"), page["carried"])
        self.assertFalse(self.box.sudo().search([]))

    def test_bad_input_is_no_answer(self):
        _invitation, key = self.sent()
        page = self.send(key, OCO1="superb", OCO6="11", OCO7="", OPEN2=" \0 ", X="1")
        self.assertEqual(page["state"], "step")
        self.assertTrue(page["problem"])
        for step in ("-1", "99999", "x", "²"):
            page = self.as_public()._page(
                key, {"version": self.easy.oco_version, "step": step, "to": "next"}
            )
            self.assertEqual(page["state"], "step")
        self.send(key, OCO6="10", OPEN2="a" * 5000)
        content = json.loads(self.box.sudo().search([]).content)
        self.assertEqual((content["OCO6"], len(content["OPEN2"])), ("10", 2000))

    def test_the_reminder_has_a_key_of_its_own_and_both_end_together(self):
        invitation, key = self.sent()
        second = invitation._draw()
        for one in (key, second):
            self.assertEqual(self.as_public()._page(one, {})["state"], "start")
        self.send(second)
        self.assertEqual(self.as_public()._page(key, {})["state"], "closed")

    # At the desk ----------------------------------------------------------------------

    def test_who_may_enter_what_came_in(self):
        _invitation, key = self.sent()
        for role in ("intake", "coordinator"):
            page = self.form.with_user(self.users[role])._page(key, {}, "paper")
            self.assertEqual(page["state"], "start")
        for role in GROUPS.keys() - {"intake", "coordinator"}:
            with self.subTest(role), self.assertRaises(AccessError):
                self.form.with_user(self.users[role])._page(key, {}, "paper")
            with self.assertRaises(AccessError):
                self.form.with_user(self.users[role])._desk()
        # Nobody who works here answers on the page of residents.
        page = self.form.with_user(self.supporter)._page(key, {})
        self.assertEqual(page, {"state": "staff"})

    def test_not_who_supports_or_supported(self):
        _invitation, key = self.sent()
        intake = self.users["intake"]
        self.env["client.access"].sudo().create(
            {
                "user_id": intake.id,
                "resident_id": self.resident.id,
                "case_id": self.case.id,
                "dossier_id": self.case.sudo().dossier_id.id,
                "section": "all",
                "kind": "cover",
                "valid_from": fields.Datetime.now() - timedelta(days=9),
                "valid_until": fields.Datetime.now() - timedelta(days=8),
                "basis": "test",
            }
        )
        page = self.form.with_user(intake)._page(key, {}, "paper")
        self.assertEqual(page, {"state": "own"})
        self.assertFalse(self.invitations.with_user(intake)._at_desk("letter"))

    def test_paper_and_telephone_are_noted_and_no_name_is(self):
        _invitation, key = self.sent()
        page = self.send(key, user=self.users["intake"], mode="paper")
        self.assertEqual(page["state"], "done")
        row = self.box.sudo().search([])
        self.assertEqual((row.mode, row.helped), ("paper", True))
        self.assertNotIn("create_uid", row._fields)

    def test_a_letter_shows_an_envelope_and_no_more(self):
        self.resident.write(
            {"preferred_channel": "post", "street": "Voorstraat 1", "city": "Dordrecht"}
        )
        invitation = self.close()
        self.invitations._cron_send()
        self.assertEqual((invitation.road, invitation.state), ("letter", "queued"))
        self.organisation.write(
            {"street": "Terugweg 3", "zip": "3311 AB", "city": "Dordrecht"}
        )
        desk = self.form.with_user(self.users["coordinator"])
        self.assertEqual(desk._desk(), {"letters": 1, "calls": 0})
        (letter,) = desk._desk_letters()["letters"]
        self.assertEqual(letter["street"], "Voorstraat 1")
        # Where the paper goes back to.
        self.assertEqual(letter["return_street"], "Terugweg 3")
        self.assertEqual(letter["return_place"], "3311 AB Dordrecht")
        codes = [one["code"] for one in letter["questions"]]
        self.assertEqual(codes, self.easy.question_ids.mapped("oco_code"))
        self.assertEqual(invitation.state, "sent")
        self.assertEqual(desk._desk()["letters"], 0)
        self.assertEqual(self.as_public()._page(letter["key"], {})["state"], "start")
        # A reminder by letter, once.
        self.days_ago(invitation, self.organisation.survey_reminder_days)
        (letter,) = desk._desk_letters("full")["letters"]
        self.assertTrue(letter["is_reminder"])
        codes = [one["code"] for one in letter["questions"]]
        self.assertEqual(codes, self.full.question_ids.mapped("oco_code"))
        self.assertFalse(desk._desk_letters()["letters"])

    def test_no_letter_goes_out_without_questions(self):
        self.resident.write({"preferred_channel": "post", "street": "Voorstraat 1"})
        invitation = self.close()
        self.invitations._cron_send()
        surveys = self.easy.search([("oco_kind", "!=", False)])
        surveys.action_archive()
        yesterday = self.today - timedelta(days=1)
        surveys.write({"oco_ended_on": yesterday})
        # Once more is not longer.
        surveys.write({"active": False})
        self.assertEqual(surveys.mapped("oco_ended_on"), [yesterday] * len(surveys))
        desk = self.form.with_user(self.users["coordinator"])
        with self.assertRaisesRegex(UserError, "archived"), self.cr.savepoint():
            desk._desk_letters()
        self.assertEqual(invitation.state, "queued")

    def test_a_look_at_an_envelope_is_in_the_log_of_the_resident(self):
        self.resident.write({"preferred_channel": "post", "street": "Voorstraat 1"})
        self.close()
        self.invitations._cron_send()
        self.write_the_log()
        intake = self.users["intake"]
        log = self.env["client.access.log"].sudo()
        self.assertEqual(self.form.with_user(intake)._desk()["letters"], 1)
        self.write_the_log()
        # How many letters wait says nothing of anybody.
        self.assertFalse(log.search([("user_id", "=", intake.id)]))
        self.form.with_user(intake)._desk_letters()
        self.write_the_log()
        self.assertTrue(
            log.search([("user_id", "=", intake.id), ("model", "=", "client.resident")])
        )

    def test_a_secret_address_is_on_no_envelope(self):
        self.resident.write(
            {
                "preferred_channel": "post",
                "street": "Voorstraat 1",
                "has_secret_address": True,
            }
        )
        invitation = self.close()
        self.invitations._cron_send()
        self.assertEqual(invitation.road, "email")

    def test_calls_come_back_and_end(self):
        self.resident.preferred_channel = "phone"
        invitation = self.close()
        self.invitations._cron_send()
        desk = self.form.with_user(self.users["intake"])
        for attempt in range(3):
            call = desk._desk_call()
            self.assertEqual(call["phone"], "+31600000000")
            desk._desk_called(call["key"], "unreachable")
            self.assertEqual(self.as_public()._page(call["key"], {})["state"], "closed")
            self.assertIsNone(desk._desk_call())
            if attempt < 2:
                self.assertEqual(invitation.state, "queued")
                invitation.call_on = self.today
        self.assertEqual(invitation.no_answer_why, "unreachable")

    def test_would_rather_not(self):
        self.resident.preferred_channel = "phone"
        invitation = self.close()
        self.invitations._cron_send()
        desk = self.form.with_user(self.users["intake"])
        desk._desk_called(desk._desk_call()["key"], "declined")
        self.assertEqual(invitation.no_answer_why, "declined")
        self.assertEqual(invitation.state, "sent")

    # Whose it is ----------------------------------------------------------------------

    def tables(self):
        """Every stored column of every table, but those of the file's own text."""
        return self.env.execute_query(
            SQL(
                """
                SELECT table_name, column_name FROM information_schema.columns
                 WHERE table_schema = 'public'
                       AND data_type IN ('text', 'character varying', 'json', 'jsonb')
                """
            )
        )

    def places_of(self, text):
        self.env.flush_all()
        found = set()
        for table, column in self.tables():
            if self.env.execute_query(
                SQL(
                    "SELECT 1 FROM %s WHERE %s::text LIKE %s LIMIT 1",
                    SQL.identifier(table),
                    SQL.identifier(column),
                    f"%{text}%",
                )
            ):
                found.add(f"{table}.{column}")
        return found

    def test_an_answer_is_in_one_place_without_a_person(self):
        invitation, key = self.sent()
        self.assertFalse(self.places_of(key))
        self.send(key, OCO1="agree", OPEN2=MARKER)
        self.assertEqual(self.places_of(MARKER), {"oco_survey_box.content"})
        # What the box knows: nothing that only this resident has.
        [(number,)] = self.env.execute_query(SQL("SELECT id FROM oco_survey_box"))
        (names,) = [
            {
                name
                for (name,) in self.env.execute_query(
                    SQL(
                        "SELECT column_name FROM information_schema.columns"
                        " WHERE table_name = 'oco_survey_box'"
                    )
                )
            }
        ]
        self.assertEqual(
            names,
            {
                "id",
                "survey_id",
                "company_id",
                "team_id",
                "month",
                "mode",
                "helped",
                "content",
            },
        )
        self.assertNotEqual(number, invitation.id)

    def test_no_moment_ties_an_answer_to_its_invitation(self):
        """Nothing written at the moment of answering keeps that moment or a user."""
        invitation, key = self.sent()
        self.env.flush_all()
        query = SQL(
            "SELECT to_jsonb(one) FROM client_survey_invitation one WHERE id = %s",
            invitation.id,
        )
        ((before,),) = self.env.execute_query(query)
        log = self.env["client.access.log"].sudo()
        self.write_the_log()
        looks = log.search_count([])
        self.send(key)
        self.env.flush_all()
        ((after,),) = self.env.execute_query(query)
        changed = {name for name in after if after[name] != before[name]}
        self.assertEqual(changed, {"answered_week", "key_hash"})
        self.write_the_log()
        self.assertEqual(log.search_count([]), looks)

    def test_numbers_in_the_box_say_nothing_of_order(self):
        self.drop(30)
        ids = self.env.execute_query(SQL("SELECT id FROM oco_survey_box ORDER BY ctid"))
        ids = [one for (one,) in ids]
        self.assertNotEqual(ids, sorted(ids))
        self.assertGreater(max(ids) - min(ids), 1000)

    def test_opened_answers_are_of_nobody_and_of_one_moment(self):
        self.drop(8, OCO1="agree", OPEN2=MARKER)
        self.box._open()
        inputs = (
            self.env["survey.user_input"]
            .sudo()
            .search([("survey_id", "=", self.easy.id)])
        )
        self.assertEqual(len(inputs), 8)
        for name in (
            "partner_id",
            "email",
            "nickname",
            "start_datetime",
            "end_datetime",
            "lang_id",
            "deadline",
            "invite_token",
        ):
            self.assertFalse(any(inputs.mapped(name)), name)
        self.assertEqual(len(set(inputs.mapped("create_date"))), 1)
        self.assertEqual(inputs.create_uid, self.env.ref("base.user_root"))
        self.assertFalse(inputs.message_ids)
        self.assertFalse(inputs.message_follower_ids)
        self.assertFalse(self.box.sudo().search([]))
        # Open answers lie apart, and no longer beside the scores of who wrote them.
        self.assertEqual(
            self.places_of(MARKER),
            {"oco_survey_comment.text", "oco_survey_comment.released"},
        )
        comments = self.env["oco.survey.comment"].search([])
        self.assertNotEqual(comments.ids, sorted(comments.ids))

    def test_the_order_of_answers_is_gone(self):
        grades = [str(1 + n % 10) for n in range(40)]
        for grade in grades:
            self.drop(1, OCO6=grade)
        self.box._open()
        lines = (
            self.env["survey.user_input.line"]
            .sudo()
            .search([("survey_id", "=", self.easy.id)], order="id")
        )
        self.assertCountEqual([str(one.value_scale) for one in lines], grades)
        self.assertNotEqual([str(one.value_scale) for one in lines], grades)

    def test_no_field_of_ours_points_at_a_person(self):
        mixin = self.registry["client.file.mixin"]
        for name in (
            *("survey.user_input", "survey.user_input.line", "oco.survey.box"),
            *("oco.survey.comment", "oco.fact.survey", "oco.fact.invitation"),
            *("oco.survey.result", "oco.survey.result.value", "oco.survey.response"),
        ):
            for field in self.env[name]._fields.values():
                if not field.comodel_name:
                    continue
                ours = name.startswith("oco.") or field.name.startswith("oco_")
                with self.subTest(field=str(field)):
                    comodel = self.registry[field.comodel_name]
                    self.assertFalse(issubclass(comodel, mixin))
                    if ours:
                        self.assertNotIn(
                            field.comodel_name, ("res.users", "res.partner")
                        )

    # Who reads answers ----------------------------------------------------------------

    @mute_logger(*QUIET)
    def test_nobody_reads_answers(self):
        self.drop(6)
        self.box._open()
        self.drop(1)
        self.env["oco.engine"]._update()
        editor = self.make_user(
            "t_survey", "base.group_user,survey.group_survey_manager"
        )
        inputs = (
            self.env["survey.user_input"]
            .sudo()
            .search([("survey_id", "=", self.easy.id)])
        )
        for user in [*self.users.values(), editor, self.public]:
            for name in (
                *("survey.user_input", "survey.user_input.line", "oco.survey.box"),
                *("oco.fact.survey", "oco.fact.invitation"),
            ):
                model = self.env[name].with_user(user)
                with self.subTest(user=user.login, model=name):
                    try:
                        found = model.search([])
                    except AccessError:
                        continue
                    self.assertFalse(found & self.env[name].sudo().search([]))
        manager = self.env["survey.user_input"].with_user(editor)
        for act in (
            lambda: manager.browse(inputs.ids[:1]).read(["state"]),
            lambda: manager.browse(inputs.ids[:1]).user_input_line_ids.mapped(
                "value_scale"
            ),
            lambda: manager.browse(inputs.ids[:1]).unlink(),
            lambda: manager.create({"survey_id": self.easy.id}),
            lambda: self.easy.with_user(editor)._create_answer(),
            lambda: self.easy.sudo()._create_answer(),
        ):
            with self.assertRaises(AccessError):
                act()
        self.assertEqual(self.easy.with_user(editor).answer_count, 0)
        oracle = self.env["survey.question"].with_user(editor)
        self.assertFalse(
            oracle.search([("user_input_line_ids.value_scale", "=", 8)])
            & self.easy.question_ids
        )

    def test_the_supporter_does_not_learn_who_answered(self):
        invitation, key = self.sent()
        own = self.as_role("supporter", "client.survey.invitation").browse(
            invitation.id
        )
        before = own.read()
        self.send(key)
        self.env.invalidate_all()
        self.assertEqual(own.read(), before)
        for name in ("answered_week", "no_answer_why", "key_hash"):
            with self.assertRaises(AccessError), mute_logger(*QUIET):
                own.search([(name, "!=", False)])

    # Open answers ---------------------------------------------------------------------

    @mute_logger(*QUIET)
    def test_open_answers_are_screened_first(self):
        self.drop(6, OPEN2=f"{MARKER} van mevrouw Voorbeeld")
        self.box._open()
        comments = "oco.survey.comment"
        manager = self.as_role("manager", comments)
        self.assertFalse(manager.search([]))
        mine = self.as_role("coordinator", comments).search([])
        self.assertEqual(len(mine), 6)
        one, two = mine[:2]
        with self.assertRaises(AccessError):
            one.write({"state": "released"})
        one.released = "Er was veel aandacht"
        one.action_release()
        with self.assertRaises(UserError):
            one.released = "Anders"
        with self.assertRaises(UserError):
            one.action_withhold()
        two.released = " "
        with self.assertRaises(UserError):
            two.action_release()
        self.as_role("privacy_officer", comments).browse(two.id).action_withhold()
        self.assertFalse((one | two).sudo().filtered("text"))
        self.env.invalidate_all()
        self.assertEqual(manager.search([]).ids, one.ids)
        self.assertEqual(
            manager.browse(one.id).read(["released"])[0]["released"],
            "Er was veel aandacht",
        )
        for name in ("text",):
            with self.assertRaises(AccessError):
                manager.browse(one.id).read([name])
            with self.assertRaises(AccessError):
                manager.search([(name, "like", MARKER)])
        with self.assertRaises(AccessError):
            manager.browse(mine[3].id).read(["released"])
        with self.assertRaises(AccessError):
            manager.browse(one.id).action_withhold()
        for role in GROUPS.keys() - {"manager", "coordinator", "privacy_officer"}:
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(role, comments).search([])
        stranger = self.make_user("t_other", GROUPS["coordinator"], self.neighbour)
        self.assertFalse(self.as_user(stranger, comments).search([]))
        self.assertEqual(one.quarter, one.quarter.replace(day=1))
        self.assertNotIn("create_date", one._fields)

    # Sending --------------------------------------------------------------------------

    def mails(self):
        return (
            self.env["mail.mail"]
            .sudo()
            .search([("email_to", "=", "sjaan@example.org")])
        )

    def test_a_neutral_mail_and_one_reminder(self):
        invitation = self.close()
        self.invitations._cron_send()
        mail = self.mails()
        self.assertEqual((len(mail), invitation.state), (1, "sent"))
        self.assertIn(self.organisation.name, mail.subject)
        self.assertFalse(mail.model or mail.res_id)
        for word in (self.case.number, self.resident.number, "Steun Voorbeeld", "Huur"):
            self.assertNotIn(word, mail.body_html)
        (key,) = re.findall(r"/ervaring/([A-Z0-9-]{19})", mail.body_html)
        self.assertEqual(self.as_public()._page(key, {})["state"], "start")
        self.invitations._cron_send()
        self.assertEqual(len(self.mails()), 1)
        self.days_ago(invitation, self.organisation.survey_reminder_days)
        for _twice in range(2):
            self.invitations._cron_send()
            self.assertEqual(len(self.mails()), 2)
        self.send(key)
        invitation.reminded_on = False
        self.invitations._cron_send()
        self.assertEqual(len(self.mails()), 2)

    def test_no_reminder_without_a_consent(self):
        invitation = self.close()
        self.invitations._cron_send()
        self.days_ago(invitation, self.organisation.survey_reminder_days)
        consent = (
            self.env["client.consent"]
            .sudo()
            .search(
                [("resident_id", "=", self.resident.id), ("purpose", "=", "survey")]
            )
        )
        consent._add({"ends_at": fields.Datetime.now() - timedelta(hours=1)})
        self.invitations._cron_send()
        self.assertEqual(len(self.mails()), 1)
        self.assertEqual(invitation.no_answer_why, "consent")

    def test_a_sample_and_a_rest(self):
        self.organisation.survey_sample = 0
        invitation = self.close()
        self.invitations._cron_send()
        self.assertEqual(
            (invitation.state, invitation.stopped_why), ("stopped", "sample")
        )
        self.assertFalse(self.mails())

    def test_nobody_is_asked_twice_within_the_months(self):
        first = self.close()
        self.invitations._cron_send()
        action = self.make_contact(self.resident).action_make_case()
        self.case = self.as_role("supporter", "client.case").browse(action["res_id"])
        self.case.sudo()._assign(self.profile)
        self.case.action_start()
        second = self.close(consent=False)
        self.invitations._cron_send()
        self.assertEqual((second.state, second.stopped_why), ("stopped", "recent"))
        first.sent_on -= timedelta(days=365)
        self.assertFalse(self.invitations._was_asked(self.resident.sudo(), 6))

    def test_who_has_no_road_is_not_reached(self):
        self.resident.write({"email": False, "phone": False})
        invitation = self.close()
        self.invitations._cron_send()
        self.assertEqual(invitation.stopped_why, "unreachable")

    def test_users_set_nothing_of_this(self):
        invitation, _key = self.sent()
        own = self.as_role("supporter", "client.survey.invitation").browse(
            invitation.id
        )
        for name, value in (
            ("road", "phone"),
            ("expires_on", "2099-01-01"),
            ("reminded_on", date(2026, 1, 1)),
        ):
            with self.assertRaises(AccessError), mute_logger(*QUIET):
                own.write({name: value})
