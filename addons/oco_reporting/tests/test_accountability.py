import base64
import io
import json
import re
import zipfile
from unittest.mock import patch

from openpyxl import load_workbook

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.client_support.roles import FINANCE, MANAGER

from ..models.oco_accountability_sheets import SHOWN_KPIS
from ..workbook import accountability, plain, sheets_money, writer
from .test_accountability_workbook import FILES
from .test_grants import GrantsCase


class AccountabilityCase(GrantsCase):
    """A grant with a performance, and the way to its final workbook."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.add_line(kpi_code="K01")
        cls.add_post()
        cls.grant.action_grant()

    def run_of(self, **values):
        return self.as_role("finance", "oco.accountability").create(
            {"grant_id": self.grant.id, **values}
        )

    def close(self, first="2026-01-01", last="2026-02-28", kind="month"):
        """Close the periods of a kind within these days, by two people."""
        first, last = map(fields.Date.to_date, (first, last))
        closed = self.env["oco.period"]
        while first <= last:
            period = self.as_role("finance", "oco.period").create(
                {"company_id": self.organisation.id, "date": first, "kind": kind}
            )
            period.action_propose()
            period.with_user(self.users["manager"]).action_close()
            closed |= period
            first = fields.Date.add(period.date_to, days=1)
        return closed

    def made(self, **values):
        self.close()
        run = self.run_of(**values)
        run.action_make()
        return run

    def final(self, run=None):
        run = run or self.made()
        run.with_user(self.users["manager"]).action_finalise()
        return run


@tagged("post_install", "-at_install")
class TestAccountability(AccountabilityCase):
    """From draft to final, and what cannot be done to it."""

    def book(self, run, **options):
        content = io.BytesIO(base64.b64decode(run.with_context(bin_size=False).file))
        return load_workbook(content, **{"data_only": True, **options})

    def rows(self, sheet):
        return {row[0]: list(row[1:]) for row in sheet.iter_rows(values_only=True)}

    def test_the_figures_are_those_of_the_files(self):
        book = self.book(self.made())
        # Start, new, reopened, closed, end, and the check that must be zero.
        cases = self.rows(book["Trajecten"])
        self.assertEqual(cases["Oever"], [1, 2, 0, 2, 1, 0])
        contacts = self.rows(book["I&A-contacten"])
        self.assertEqual(contacts["Oever"], [8, 1, 9])
        performance = self.rows(book["Prestaties"])["P1"]
        self.assertEqual(performance[2:6], [9, 9, 0, 1])
        # Housing 9 and money 3: the small one, and what would give it away.
        domains = self.rows(book["Leefgebieden"])
        name = self.domain.with_context(lang="nl_NL").name
        self.assertEqual(domains[name], ["x", "x"])
        self.assertEqual(domains["totaal"], [12, 12])
        # The statement's six beside K38, and the head.
        self.assertEqual(len(self.rows(book["Onafhankelijkheid"])), 3 + 8)
        definitions = self.rows(book["Definities"])
        self.assertIn("informatie en advies", definitions["K01"][1])
        # Each says what it is by itself: the sheet has no other words on it.
        self.assertLessEqual(set(SHOWN_KPIS), definitions.keys())
        for part in (1, 2, 3):
            self.assertIn("van gemeente, CIZ", definitions["K19"][part])
        # What a sheet counts otherwise than a definition, it says itself.
        self.assertIn("K39 telt", str(self.rows(book["Signalen"])))

    def test_what_is_warm_is_of_all_referrals(self):
        """The definition of K23 on sheet 19 has another base, so sheet 08 says so."""
        self.env.cr.execute(
            "INSERT INTO oco_fact_referral (date, company_id, direction, is_warm,"
            " is_confirmed, quantity) SELECT '2026-01-07', %s, 'out', n < 11, n < 11, 1"
            " FROM generate_series(1, 30) AS n",
            [self.organisation.id],
        )
        sheet = self.rows(self.book(self.made())["Doorverwijzingen"])
        self.assertIn("K23 gaat over", str(sheet))

    def supporters(self, run):
        """Sheet 17, K38: assured, proof and number of reports."""
        [found] = [
            cells
            for name, cells in self.rows(self.book(run)["Onafhankelijkheid"]).items()
            if str(name).startswith("K38 Borging onafhankelijkheid: ")
        ]
        return found[:3]

    def test_independence_of_supporters_at_the_end_of_the_period(self):
        """K38 is known of months in which it was built, and says of which day it is."""
        run = self.made()
        self.assertEqual(
            self.supporters(run), ["niet bekend", "niet gemeten in dit tijdvak", None]
        )
        for month, certified in (("2026-01-01", 1), ("2026-02-01", 2)):
            for n in range(3):
                self.env.cr.execute(
                    "INSERT INTO oco_fact_supporter (date, company_id, event_key,"
                    " has_declaration, has_vog, has_conflict, quantity)"
                    " VALUES (%s, %s, %s, TRUE, %s, FALSE, 1)",
                    (month, self.organisation.id, f"s{n}", n < certified),
                )
        run.action_make()
        words = "2 van 3 actieve cliëntondersteuners (66,7%) op 28-02-2026"
        self.assertEqual(self.supporters(run), ["nee", words, 1])
        self.final(run)
        # Nor does what is built later, or anew, change what was accounted for.
        self.env["client.supporter"].search([]).active = False
        self.env["oco.engine"]._rebuild()
        run.with_user(self.users["manager"]).action_prove()
        later = self.run_of(reason="Nog eens.")
        later.action_make()
        self.assertEqual(self.supporters(later), ["nee", words, 1])

    def test_independence_of_a_running_period_is_of_today(self):
        today = fields.Date.context_today(self.grant)
        self.grant.date_to = fields.Date.end_of(today, "month")
        run = self.run_of()
        run.action_make()
        assured, proof, reports = self.supporters(run)
        self.assertEqual((assured, reports), ("nee", 1))
        words = f"0 van 1 actieve cliëntondersteuners (0,0%) op {today:%d-%m-%Y}"
        self.assertEqual(proof, words)

    def test_who_does_not_know_answered(self):
        """And sheet 11 says that they are counted; without answers it says nothing."""
        self.close(last="2026-01-31")
        for value, score, number in (("agree", 4, 12), ("unknown", None, 11)):
            for _n in range(number):
                self.env.cr.execute(
                    "INSERT INTO oco_fact_survey (date, company_id, version, code,"
                    " value, score, is_first, quantity)"
                    " VALUES ('2026-02-01', %s, 'full', 'OCO1', %s, %s, TRUE, 1)",
                    (self.organisation.id, value, score),
                )
        self.close("2026-02-01")
        for first, last, said in (
            ("2026-01-01", "2026-01-31", False),
            ("2026-02-01", "2026-02-28", True),
        ):
            run = self.run_of(date_from=first, date_to=last)
            run.action_make()
            sheet = self.rows(self.book(run)["Cliëntervaring"])
            with self.subTest(first=first):
                self.assertEqual("“Weet ik niet”" in str(sheet), said)
        [answered] = [cells for name, cells in sheet.items() if "(K30)" in str(name)]
        # Of the 12 who gave an opinion the mean.
        self.assertEqual((answered[0], answered[2]), (23, 4))

    def test_counts_of_residents_wait_for_the_closing(self):
        run = self.run_of()
        run.action_make()
        book = self.book(run)
        self.assertEqual(self.rows(book["I&A-contacten"])["Oever"], [8, 1, 9])
        for name in ("Leefgebieden", "Resultaten", "Cliëntervaring"):
            with self.subTest(name=name):
                self.assertIn("vastgesteld", str(self.rows(book[name])))
        with self.assertRaisesRegex(UserError, "can still change"):
            self.final(run)
        self.close()
        with self.assertRaisesRegex(UserError, "closed after this workbook"):
            self.final(run)
        run.action_make()
        self.final(run)
        self.assertTrue(run.is_closed)

    def test_a_closing_that_was_undone_is_no_ground(self):
        run = self.made()
        january, february = run.closing_ids.period_id.sorted("date")
        january.with_user(self.users["manager"])._reopen("Een late melding.")
        with self.assertRaisesRegex(UserError, "can still change"):
            self.final(run)
        self.assertFalse(run.is_closed)
        january.with_user(self.users["finance"]).action_propose()
        january.with_user(self.users["manager"]).action_close()
        with self.assertRaisesRegex(UserError, "closed after this workbook"):
            self.final(run)
        run.action_make()
        self.final(run)
        self.assertIn(february.closing_id, run.closing_ids)

    def test_unique_residents_of_one_period_only(self):
        run = self.made(date_to="2026-01-31")
        ages = self.rows(self.book(run)["Doelgroepen en leeftijd"])
        self.assertEqual(ages["totaal"], ["x"])
        whole = self.run_of()
        whole.action_make()
        words = str(self.rows(self.book(whole)["Doelgroepen en leeftijd"]))
        self.assertIn("unieke inwoners", words)

    def test_part_of_a_grant_is_not_settled(self):
        """Half of the work and all of the money make no settlement."""
        self.grant.write(
            {
                "mode": "performance",
                "has_reserve": True,
                "advance_ids": [
                    Command.create({"date": "2025-12-20", "amount": 500}),
                    Command.create({"date": "2026-02-03", "amount": 450}),
                ],
            }
        )
        first = self.final(self.made(date_to="2026-01-31"))
        last = self.run_of(date_from="2026-02-01")
        last.action_make()
        self.final(last)
        for run, received in ((first, 500), (last, 950)):
            book = self.book(run)
            sheet = self.rows(book["Voorschotten en vaststelling"])
            with self.subTest(run=run.date_from):
                self.assertEqual(sheet["totaal"][0], received)
                self.assertNotIn("terug te betalen", sheet)
                self.assertNotIn("vast te stellen (voorstel)", sheet)
                self.assertIn("over het hele tijdvak", str(sheet))
                reserve = str(self.rows(book["Egalisatiereserve"]))
                self.assertIn("over het hele tijdvak", reserve)
                self.assertNotIn("Terug te betalen", run.check_ids.mapped("name"))
                self.assertFalse(run.broken)
                # Nor does less than was agreed for all of it need a word.
                self.assertFalse(plain.loads(run.data).unexplained())
        self.assertEqual(self.grant.state, "granted")
        self.assertTrue(self.grant.awaits_whole)
        finance = self.grant.with_user(self.users["finance"])
        whole = first.browse(finance.action_account()["res_id"])
        self.assertFalse(whole.is_part)
        whole.action_make()
        sheet = self.rows(self.book(whole)["Voorschotten en vaststelling"])
        # 9 of 9 contacts of 1,000, and 950 was received.
        self.assertEqual(sheet["vast te stellen (voorstel)"][0], 1000)
        self.assertEqual(sheet["nog te ontvangen"][0], 50)
        self.final(whole)
        self.assertEqual(self.grant.state, "accounted")
        self.assertFalse(self.grant.awaits_whole)
        first.with_user(self.users["manager"]).action_prove()

    def test_nothing_the_year_before_is_an_amount(self):
        """A post of which nobody knows what it was the year before stays empty."""
        other = self.add_post(name="ICT")
        run = self.run_of()
        for before, shown in ((0, None), (80, 0)):
            self.grant.budget_ids[:1].previous_year = before
            run.action_make()
            sheet = self.rows(self.book(run)["Baten en lasten"])
            self.assertEqual(sheet[other.name][5], shown)

    def test_what_was_shown_once_counts(self):
        """A release is kept although its draft is gone, and is the same for all."""
        run = self.made(date_to="2026-01-31")
        release = run.sudo().release_id
        run.unlink()
        again = self.run_of(date_to="2026-01-31")
        again.action_make()
        self.assertEqual(again.sudo().release_id, release)
        with self.assertRaises(AccessError):
            again.read(["release_id"])
        for role in ("finance", "manager"):
            with self.assertRaises(AccessError):
                self.as_role(role, "oco.release").search([])
            with self.assertRaises(AccessError):
                self.as_role(role, "oco.period.closing").search([]).read(["counts"])

    def test_nothing_beside_a_period_that_overlaps_in_part(self):
        self.grant.date_to = "2026-03-31"
        self.close(last="2026-03-31")
        for first, last in (("01-01", "02-28"), ("02-01", "03-31")):
            run = self.run_of(date_from=f"2026-{first}", date_to=f"2026-{last}")
            run.action_make()
        words = str(self.rows(self.book(run)["Leefgebieden"]))
        self.assertIn("eerdere verantwoording", words)
        self.assertEqual(self.rows(self.book(run)["I&A-contacten"])["Oever"][-1], 1)

    def test_checks_in_green_and_red(self):
        run = self.made()
        self.assertTrue(run.check_ids)
        self.assertTrue(all(run.check_ids.mapped("holds")))
        self.assertEqual(run.broken, 0)
        self.grant.line_ids.agreed = 20
        run.action_make()
        self.assertEqual(run.broken, 1)
        with self.assertRaisesRegex(UserError, "Prestaties: P1"):
            self.final(run)
        self.grant.line_ids.explanation = "Minder vraag."
        run.action_make()
        self.final(run)

    def test_two_people(self):
        run = self.made()
        with self.assertRaises(AccessError):
            run.action_finalise()
        both = self.make_user("t_both", f"{FINANCE},{MANAGER}")
        own = run.with_user(both)
        own.action_make()
        with self.assertRaisesRegex(UserError, "yourself"):
            own.action_finalise()
        self.final(run)
        self.assertEqual(run.final_by_id, self.users["manager"])
        self.assertEqual(self.grant.state, "accounted")

    def test_not_before_it_is_made_nor_before_the_end(self):
        run = self.run_of()
        with self.assertRaisesRegex(UserError, "Finance makes"):
            self.final(run)
        run.action_make()
        with (
            patch.object(fields.Date, "context_today", lambda *_: run.date_to),
            self.assertRaisesRegex(UserError, "not over"),
        ):
            self.final(run)

    def test_final_is_locked(self):
        run = self.final()
        finance = self.users["finance"]
        for change in (
            lambda: run.with_user(finance).action_make(),
            lambda: run.with_user(self.users["manager"]).action_finalise(),
            lambda: run.with_user(finance).write({"reason": "x"}),
            # Nor with elevated rights.
            lambda: run.sudo().write({"data": "{}"}),
            lambda: run.sudo().unlink(),
        ):
            # What is refused by the rule is an AccessError, which is a UserError.
            with self.assertRaises(UserError):
                change()
        with self.assertRaises(AccessError):
            run.with_user(finance).unlink()
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", run._name), ("res_id", "=", run.id)]
            + [("res_field", "=", "file")]
        )
        for change in (
            lambda: attachment.with_user(finance).write({"datas": b"AAAA"}),
            lambda: attachment.with_user(finance).unlink(),
        ):
            with self.assertRaises(AccessError):
                change()

    def test_buttons_only(self):
        run = self.made()
        for values in (
            {"state": "final"},
            {"sha256": "x"},
            {"file": b"AAAA"},
            {"made_by_id": self.users["manager"].id},
            {"check_ids": [Command.clear()]},
            {"version": 9},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                run.write(values)
        run.unlink()
        run = self.run_of(state="final", version=7, sha256="x", data="{}")
        self.assertEqual((run.state, run.version, run.sha256), ("draft", 1, False))

    def test_another_period_undoes_the_making(self):
        run = self.made()
        run.date_to = "2026-01-31"
        self.assertFalse(run.sha256 or run.file or run.data or run.check_ids)
        run.action_make()
        self.assertEqual(self.rows(self.book(run)["I&A-contacten"])["Oever"], [8, 8])

    def test_the_same_bytes_from_what_is_kept(self):
        run = self.final()
        content = base64.b64decode(run.with_context(bin_size=False).file)
        # Later figures change nothing.
        self.make_contact(self.cases.resident_ids[:1], date="2026-02-02")
        self.env["oco.engine"]._rebuild()
        self.assertEqual(run._digest(content), run.sha256)
        run.with_user(self.users["manager"]).action_prove()
        self.assertFalse(plain.loads(run.data).run.draft)
        # It is made of the closing, and of what was kept of the grant.
        closing = run.sudo().closing_ids[:1]
        counts = json.loads(closing.counts)
        counts["plain"]["contacts"][0][1] += 1
        for record, vals in (
            (closing, {"counts": json.dumps(counts)}),
            (run, {"data": run.data.replace("P1", "P9")}),
        ):
            with self.subTest(record=record), self.cr.savepoint() as savepoint:
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s SET %s = %s WHERE id = %s",
                        SQL.identifier(record._table),
                        SQL.identifier(*vals),
                        *vals.values(),
                        record.id,
                    )
                )
                self.env.invalidate_all()
                with self.assertRaisesRegex(UserError, "no longer"):
                    run.action_prove()
                savepoint.rollback()
                self.env.invalidate_all()
        run.action_prove()

    def put(self, run, content, **values):
        """Past what guards a final one, as another version of the program left it."""
        self.env["ir.attachment"].sudo().search(
            [("res_model", "=", run._name), ("res_id", "=", run.id)]
            + [("res_field", "=", "file")]
        ).raw = content
        for name, value in values.items():
            self.env.cr.execute(
                SQL(
                    "UPDATE oco_accountability SET %s = %s WHERE id = %s",
                    SQL.identifier(name),
                    value,
                    run.id,
                )
            )
        self.env.invalidate_all()

    def test_an_earlier_version_made_it(self):
        """A real file of 19.0.1.7.0, which kept no layout: proven, without alarm."""
        run = self.final()
        content = (FILES / "workbook_layout_1.xlsx").read_bytes()
        self.env.cr.execute(
            SQL("DELETE FROM oco_accountability_oco_period_closing_rel")
        )
        self.put(
            run,
            content,
            sha256=run._digest(content),
            data=(FILES / "workbook_layout_1.json").read_text(encoding="utf-8"),
            layout=None,
            reference="OCO-7Q2M",
        )
        manager = run.with_user(self.users["manager"])
        notice = manager.action_prove()["params"]
        self.assertEqual(notice["type"], "success")
        self.assertIn("An earlier version", notice["message"])
        self.assertIn("every value and every formula", notice["message"])
        check = manager.env["oco.workbook.check"].create(
            {"file": base64.b64encode(content)}
        )
        check.action_check()
        self.assertEqual((check.verdict, check.found_id), ("same", run))
        with self.assertRaisesRegex(UserError, "no longer"):
            self.put(run, content + b" ")
            manager.action_prove()

    def test_another_layout_is_compared_value_by_value(self):
        with (
            patch.object(accountability, "layout", return_value="1"),
            patch.object(writer, "_PAGE", 70),
        ):
            run = self.final()
        self.assertEqual(run.layout, "1")
        manager = run.with_user(self.users["manager"])
        message = manager.action_prove()["params"]["message"]
        self.assertIn("every value and every formula", message)
        # The figures of the closed period are others: an alarm, and where.
        closing = run.sudo().closing_ids[:1]
        counts = json.loads(closing.counts)
        counts["plain"]["contacts"][0][1] += 1
        self.env.cr.execute(
            SQL(
                "UPDATE oco_period_closing SET counts = %s WHERE id = %s",
                json.dumps(counts),
                closing.id,
            )
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "differs at: I&A-contacten!"):
            manager.action_prove()

    def test_what_another_layout_words_otherwise_is_no_alarm(self):
        with (
            patch.object(accountability, "layout", return_value="1"),
            patch.object(sheets_money, "STATEMENT", "Wij verklaren."),
        ):
            run = self.final()
        manager = run.with_user(self.users["manager"])
        message = manager.action_prove()["params"]["message"]
        self.assertIn("(1): Voorblad!B", message)
        # In the layout of now the same difference is one.
        self.put(
            run,
            base64.b64decode(run.with_context(bin_size=False).file),
            layout=accountability.layout(),
        )
        with self.assertRaisesRegex(UserError, "differs at: Voorblad!B"):
            manager.action_prove()
        # Nor are other data those that the file prints the checksum of.
        self.put(
            run,
            base64.b64decode(run.with_context(bin_size=False).file),
            layout="1",
            data=run.data.replace("P1", "P9"),
        )
        with self.assertRaisesRegex(UserError, "no longer"):
            manager.action_prove()

    def test_draft_and_final(self):
        run = self.made()
        self.assertIn("concept", run.file_name)
        self.assertIn("CONCEPT", self.book(run)["Tarief"]["A2"].value)
        self.final(run)
        self.assertNotIn("concept", run.file_name)
        sheet = self.book(run)["Tarief"]
        self.assertIn("Definitief", sheet["A2"].value)
        self.assertTrue(sheet.protection.sheet)

    def test_a_new_version_with_a_reason(self):
        run = self.final()
        with self.assertRaisesRegex(UserError, "reason"), self.cr.savepoint():
            self.run_of()
        action = run.with_user(self.users["finance"]).action_new_version()
        later = (
            self.as_role("finance", "oco.accountability")
            .with_context(**action["context"])
            .create({"reason": "Een contact was dubbel geteld."})
        )
        self.assertEqual((later.version, later.previous_id), (2, run))
        with self.assertRaisesRegex(UserError, "draft"), self.cr.savepoint():
            self.run_of(reason="nog een")
        later.action_make()
        self.assertIn("Een contact", str(self.rows(self.book(later)["Voorblad"])))
        self.assertEqual(run.state, "final")

    def test_whole_months_within_the_grant(self):
        for first, last in [
            ("2026-01-02", "2026-02-28"),
            ("2026-01-01", "2026-02-27"),
            ("2025-12-01", "2026-01-31"),
            ("2026-02-01", "2026-01-31"),
        ]:
            with (
                self.subTest(first=first, last=last),
                self.assertRaises(ValidationError),
                self.cr.savepoint(),
            ):
                self.run_of(date_from=first, date_to=last)

    def test_csv_of_all_sheets(self):
        run = self.made()
        content = base64.b64decode(run.with_context(bin_size=False).csv_file)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.assertEqual(len(archive.namelist()), 21)

    def test_not_of_another_organisation(self):
        run = self.made()
        for role in (FINANCE, MANAGER):
            stranger = self.make_user(f"t_far_{role}", role, self.neighbour)
            self.assertFalse(self.as_user(stranger, "oco.accountability").search([]))
            with self.assertRaises(AccessError):
                run.with_user(stranger).action_finalise()
            attachments = self.as_user(stranger, "ir.attachment")
            self.assertFalse(
                attachments.search(
                    [("res_model", "=", run._name), ("res_field", "!=", False)]
                )
            )

    def test_nobody_in_it(self):
        """Neither a resident nor who works here, in any cell or around them."""
        self.env["client.supporter"].search([]).write({"function": "consulent"})
        resident = self.cases.resident_ids[:1]
        self.cases[:1].with_user(self.users["supporter"]).write({})
        self.env["client.time"].with_user(self.users["supporter"]).with_context(
            allowed_company_ids=self.organisation.ids
        ).create({"date": "2026-01-05", "minutes": 90})
        self.env["client.time.month"].create(
            {
                "supporter_id": self.env["client.supporter"]
                .search([("name", "=", "Fatima")])
                .id,
                "month": "2026-01-01",
                "closed_on": self.env.cr.now(),
            }
        )
        self.env["oco.engine"]._rebuild()
        run = self.final()
        content = base64.b64decode(run.with_context(bin_size=False).file)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            words = "".join(
                archive.read(name).decode("utf-8", "replace")
                for name in archive.namelist()
            )
        words += run.data
        people = [resident.name, resident.nickname, "Fatima"]
        people += self.cases.mapped("number")
        people += [
            value
            for user in self.users.values()
            for value in (user.login, user.name, user.email)
        ]
        for person in filter(None, people):
            self.assertFalse(
                re.search(rf"\b{re.escape(person)}\b", words), f"{person} is in it"
            )
        hours = self.rows(self.book(run)["Urenverantwoording"])
        self.assertEqual(hours["totaal"][1:4], [1.5, 0, 1.5])


@tagged("post_install", "-at_install")
class TestWorkbookCheck(GrantsCase):
    """The screen on which a workbook that came back is checked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.add_line(kpi_code="K01")
        cls.run_made = cls.as_role("finance", "oco.accountability").create(
            {"grant_id": cls.grant.id}
        )
        cls.run_made.action_make()
        cls.content = base64.b64decode(cls.run_made.with_context(bin_size=False).file)

    def check(self, content, role="manager", user=None, **values):
        checks = self.as_user(user or self.users[role], "oco.workbook.check")
        check = checks.create({"file": base64.b64encode(content), **values})
        check.action_check()
        return check

    def changed(self, change):
        book = load_workbook(io.BytesIO(self.content))
        change(book)
        target = io.BytesIO()
        book.save(target)
        return target.getvalue()

    def test_unchanged(self):
        check = self.check(self.content)
        self.assertEqual((check.verdict, check.found_id), ("same", self.run_made))
        self.assertFalse(check.line_ids)

    def test_changed(self):
        def change(book):
            book["Prestaties"]["E5"] = 12
            book["Tarief"].sheet_state = "hidden"

        check = self.check(self.changed(change), "finance")
        self.assertEqual(check.verdict, "changed")
        [line] = check.line_ids.filtered(lambda line: line.place == "Prestaties!E5")
        self.assertEqual((line.expected, line.found), ("9", "12"))
        [line] = check.line_ids.filtered(lambda line: line.kind == "hidden")
        self.assertEqual(
            (line.place, line.expected, line.found), ("Tarief", "shown", "hidden")
        )

    def test_without_its_number_somebody_says_which(self):
        def change(book):
            book.properties.keywords = None

        content = self.changed(change)
        with self.assertRaisesRegex(UserError, "Choose"):
            self.check(content)
        check = self.check(content, accountability_id=self.run_made.id)
        self.assertTrue(check.verdict)

    def test_no_workbook(self):
        with self.assertRaisesRegex(UserError, "no workbook"):
            self.check(b"a;b")

    def test_a_stranger_learns_nothing(self):
        stranger = self.make_user("t_far_manager", MANAGER, self.neighbour)
        with self.assertRaisesRegex(UserError, "none of the workbooks"):
            self.check(self.content, user=stranger)
        with self.assertRaises(AccessError):
            self.check(self.content, user=stranger, accountability_id=self.run_made.id)

    def test_who_may(self):
        for role in ("supporter", "coordinator", "employee", "administrator"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.check(self.content, role)
