import base64
import json
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.modules.module import get_module_path, load_script
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import email_normalize, html2plaintext, mute_logger

from .. import council
from ..models.oco_outgoing_mixin import COMMISSIONER
from ..outgoing import dumps
from ..suppression import Release, Table
from ..workbook import figures
from .test_figures import FiguresCase

PAGE, DELIVERY, SIGNAL = (
    "oco.council.page",
    "oco.delivery",
    "oco.commissioner.signal",
)

SEND = "oco.council.send"
# The five points of attention, as the page calls them.
CHAPTERS = (
    "Positionering",
    "Samenwerking",
    "Levensbreed",
    "Participatie",
    "Bekendheid",
)

SCRIPT = "/migrations/19.0.1.7.0/post-rounded.py"


class CommissionerCase(FiguresCase):
    """A closed quarter: 21 I&A contacts, 2 new cases, and two towns that ask for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.resident.with_user(cls.users["supporter"])
        cls.as_role("supporter", "client.contact").create(
            [
                {
                    "resident_id": cls.resident.id,
                    "date": "2026-03-03",
                    "kind_id": cls.kind["ia"].id,
                    "channel_id": cls.phone.id,
                    "question_ids": [(0, 0, {"life_domain_id": cls.domain.id})],
                }
                for _ in range(12)
            ]
        )
        cls.period = cls.as_role("finance", "oco.period").create(
            {
                "company_id": cls.organisation.id,
                "kind": "quarter",
                "date": "2026-01-01",
            }
        )
        cls.period.action_propose()
        cls.period.with_user(cls.users["manager"]).action_close()
        partners = cls.env["res.partner"]
        cls.town, cls.other_town = partners.create(
            [
                {"name": name, "is_company": True}
                for name in ("Gemeente Verzonnen", "Gemeente Ernaast")
            ]
        )
        cls.area = cls.env["social.area"].create(
            {"name": "Verzonnen", "level": "municipality"}
        )
        for role, town in (("commissioner", cls.town), ("neighbour", cls.other_town)):
            cls.users[role] = new_test_user(
                cls.env,
                f"t_{role}",
                groups=COMMISSIONER,
                lang="en_US",
                company_id=cls.organisation.id,
                company_ids=[cls.organisation.id],
            )
            cls.users[role].partner_id.parent_id = town

    def page(self, role="manager", **values):
        return self.as_role(role, PAGE).create(
            {
                "company_id": self.organisation.id,
                "partner_id": self.town.id,
                "area_id": self.area.id,
                "period_id": self.period.id,
                **values,
            }
        )

    def published(self, **values):
        page = self.page(**values)
        page.action_make()
        page.action_publish()
        return page

    def delivery(self, role="finance", **values):
        return self.as_role(role, DELIVERY).create(
            {
                "company_id": self.organisation.id,
                "partner_id": self.town.id,
                "period_id": self.period.id,
                **values,
            }
        )

    def handed(self, **values):
        delivery = self.delivery(**values)
        delivery.action_make()
        delivery.action_hand_over()
        return delivery

    def signal(self, **values):
        signal = self.as_role("coordinator", "client.signal").create(
            {
                "company_id": self.organisation.id,
                "kind": "gap",
                "description": "Er is geen dagbesteding in de avond",
                "residents": "2",
                "recipient_kind": "municipality",
                "partner_id": self.town.id,
                **values,
            }
        )
        return signal


@tagged("post_install", "-at_install")
class TestCouncilPage(CommissionerCase):
    """The page is made of closed figures, protected, and stays what was published."""

    def content(self, page):
        content = json.loads(page.content)
        return {
            line["code"]: line
            for _title, lines in content["groups"].values()
            for line in lines
        }

    def test_a_page_without_area_or_period_has_no_name_yet(self):
        for values in ({"area_id": False}, {"period_id": False}):
            with self.subTest(**values):
                named = {"area_id": self.area.id, "period_id": self.period.id}
                page = self.as_role("manager", PAGE).new(named | values)
                self.assertFalse(page.name)

    def test_small_numbers_are_not_on_the_page(self):
        page = self.page()
        page.action_make()
        lines = self.content(page)
        self.assertTrue(lines["K01"]["is_shown"])
        self.assertEqual(lines["K01"]["words"].strip(), "21")
        # Two new cases; and the stock would tell them.
        self.assertFalse(lines["K03"]["is_shown"])
        self.assertFalse(lines["K05"]["is_shown"])
        self.assertNotIn("K02", lines)

    def test_target_and_signals_are_on_the_page(self):
        self.as_role("manager", "oco.kpi.target").create(
            {
                "kpi_id": self.env["oco.kpi"].search([("code", "=", "K01")]).id,
                "company_id": self.organisation.id,
                "year": 2026,
                "period": "quarter",
                "value": 15,
            }
        )
        signal = self.signal()
        signal.action_send()
        signal.answer = "Er komt een avondgroep"
        signal.action_answer()
        signal.sudo().write({"sent_on": "2026-02-02", "answered_on": "2026-03-02"})
        self.signal(description="Nog niet verstuurd")
        page = self.page()
        page.action_make()
        self.assertEqual(self.content(page)["K01"]["target"].strip(), "15")
        body = str(page.body)
        self.assertIn("Er is geen dagbesteding in de avond", body)
        self.assertIn("Er komt een avondgroep", body)
        self.assertNotIn("Nog niet verstuurd", body)
        self.assertNotIn("script", body)
        self.assertNotIn("Fatima", body)

    def test_five_chapters(self):
        """With what was done in the period, and an estimate that is named one."""
        signal = self.signal(
            kind="reach",
            reach_cause_id=self.env.ref("client_support.reach_cause_threshold").id,
        )
        signal.action_send()
        signal.sudo().sent_on = "2026-02-02"
        self.as_role("supporter", "client.outreach.activity").create(
            [
                {"name": "Markt", "date": "2026-01-10", "reached": 62},
                {
                    "name": "Meedenken",
                    "kind": "participation",
                    "date": "2026-02-10",
                    "reached": 14,
                    "grade": 8,
                    "graded_by": 12,
                },
                # Few grades are not told, and what was after it is of another page.
                {
                    "name": "Les",
                    "kind": "training",
                    "date": "2026-03-31",
                    "reached": 7,
                    "grade": 3,
                    "graded_by": 2,
                },
                {"name": "Later", "date": "2026-04-01", "reached": 500},
            ]
        )
        self.env["social.agreement"].create(
            {
                "name": "Aan de voordeur",
                "company_id": self.organisation.id,
                "partner_ids": [(0, 0, {"name": "Wijkteam", "is_company": True})],
                "rhythm": "quarter",
                "date_from": "2026-01-01",
                "meeting_ids": [
                    (
                        0,
                        0,
                        {
                            "name": "Thema",
                            "date": "2026-02-01",
                            "company_id": self.organisation.id,
                        },
                    )
                ],
            }
        )
        self.as_role("manager", "oco.unmet.need").create(
            {
                "company_id": self.organisation.id,
                "area_id": self.area.id,
                "year": 2026,
                "share": 3,
                "source": "Onderzoek, bladzijde 4",
            }
        )
        page = self.page()
        page.action_make()
        body = " ".join(html2plaintext(page.body).split())
        places = [body.index(f"{n}. {name}") for n, name in enumerate(CHAPTERS, 1)]
        self.assertEqual(places, sorted(places))
        for chapter, text in (
            (1, "drempel is te hoog"),
            (1, "1 keer in een jaar bijeengekomen, 4 keer was afgesproken"),
            (3, "14 mensen. Bezoekers gaven een 8,0 (12 cijfers)"),
            (4, "62 mensen"),
            (4, "7 mensen"),
            (4, "Schatting van buiten, Verzonnen 2026: ongeveer 3% van de inwoners"),
        ):
            with self.subTest(text):
                start, stop = (*places, len(body))[chapter : chapter + 2]
                self.assertIn(text, body[start:stop])
        self.assertNotIn("500", body)
        self.assertNotIn("2 cijfers)", body.replace("12 cijfers)", ""))

    def test_awareness_is_that_of_the_municipality(self):
        """What the survey of another municipality found is not on this page."""
        elsewhere = self.area.create({"name": "Ernaast", "level": "municipality"})
        benchmark = self.env["oco.kpi.benchmark"].create(
            {
                "kpi_id": self.env.ref("oco_reporting.kpi_k32").id,
                "company_id": self.organisation.id,
                "area_id": elsewhere.id,
                "year": 2025,
                "value": 33,
                "source": "Onderzoek 2025, bladzijde 4",
            }
        )
        self.env["oco.engine"]._rebuild()
        year = self.as_role("finance", "oco.period").create(
            {"company_id": self.organisation.id, "kind": "year", "date": "2025-01-01"}
        )
        year.action_propose()
        year.with_user(self.users["manager"]).action_close()
        page = self.page(period_id=year.id)
        page.action_make()
        self.assertNotIn("K32", self.content(page))
        page = self.page(period_id=year.id, area_id=benchmark.area_id.id)
        page.action_make()
        self.assertEqual(self.content(page)["K32"]["words"], "33%")

    def test_only_closed_periods(self):
        page = self.page()
        self.period._reopen("A week was missing")
        with self.assertRaisesRegex(UserError, "closed"):
            page.action_make()

    def test_a_period_opened_again_is_not_published(self):
        page = self.page()
        page.action_make()
        self.period._reopen("A week was missing")
        with self.assertRaisesRegex(UserError, "closed"):
            page.action_publish()

    def test_what_changed_is_made_anew(self):
        page = self.page()
        with self.assertRaisesRegex(UserError, "Make it first"):
            page.action_publish()
        page.action_make()
        page.introduction = "Wij zijn trots"
        self.assertFalse(page.made_on)
        self.assertFalse(page.body)

    def test_what_is_published_stays(self):
        page = self.published()
        self.assertEqual((page.state, page.version), ("out", 1))
        self.assertIn(self.area.name, page.name)
        self.assertEqual(page.out_by_id, self.users["manager"])
        for change in (
            lambda: page.write({"introduction": "Anders"}),
            lambda: page.sudo().write({"body": "<p>Anders</p>"}),
            page.unlink,
            page.action_make,
            page.action_publish,
        ):
            with self.assertRaises(UserError):
                change()
        self.assertEqual(page.action_verify()["params"]["type"], "success")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE oco_council_page SET body = body || 'x' WHERE id = %s", [page.id]
        )
        self.env.invalidate_all()
        self.assertEqual(page.action_verify()["params"]["type"], "danger")

    def test_later_figures_change_nothing_on_it(self):
        page = self.published()
        body = page.body
        self.make_contact(self.resident, date="2026-01-15")
        self.env["oco.engine"]._update()
        self.assertEqual(page.body, body)

    def test_a_correction_is_a_new_version_with_a_reason(self):
        page = self.published()
        self.assertFalse(page.is_replaced)
        draft = page.browse(page.action_new_version()["res_id"])
        self.assertEqual((draft.version, draft.state), (2, "draft"))
        self.assertEqual(page.action_new_version()["res_id"], draft.id)
        draft.action_make()
        with self.assertRaisesRegex(UserError, "why"):
            draft.action_publish()
        draft.reason = "Een signaal ontbrak"
        draft.action_make()
        draft.action_publish()
        self.env.invalidate_all()
        self.assertTrue(page.is_replaced)
        self.assertFalse(draft.is_replaced)
        self.assertIn("Een signaal ontbrak", str(draft.body))

    def test_on_paper(self):
        """Under the name of the organisation, not under Odoo's "Your logo"."""
        page = self.published()

        def printed():
            html, _kind = (
                self.env["ir.actions.report"]
                .with_user(self.users["manager"])
                ._render_qweb_html("oco_reporting.report_council_page", page.ids)
            )
            return html.decode()

        self.organisation.logo = False
        self.assertIn(f"<strong>{self.organisation.name}</strong>", printed())
        self.assertNotIn("<img", printed())
        self.organisation.partnership_name = "Samen dichtbij"
        self.assertIn("<strong>Samen dichtbij</strong>", printed())
        # Whose figures they are stays.
        self.assertIn(f"<strong>{self.organisation.name}</strong>", printed())

    def test_where_the_organisation_is(self):
        """A sheet says where its maker can be found; a part that is not there, not."""
        self.organisation.write({"zip": "3311 AB", "city": "Proefstad"})
        page = self.published()
        reports = self.env["ir.actions.report"].with_user(self.users["manager"])

        def printed():
            name = "oco_reporting.report_council_page"
            return reports._render_qweb_html(name, page.ids)[0].decode()

        self.assertIn(">3311 AB Proefstad<", printed())
        self.organisation.write({"street": "Proefkade 1", "phone": "078-0000000"})
        self.assertIn("Proefkade 1, 3311 AB Proefstad, 078-0000000", printed())

    def test_two_drafts_at_once(self):
        elsewhere = self.area.create({"name": "Ernaast", "level": "municipality"})
        page, other = self.page(), self.page(area_id=elsewhere.id)
        page.action_make()
        other.action_make()
        page.action_publish()
        with self.assertRaisesRegex(UserError, "Make it anew"):
            other.action_publish()

    def test_no_persons_in_the_words_of_the_manager(self):
        with self.assertRaises(ValidationError):
            self.page(introduction="Bel mevrouw Voorbeeld op 06-12345678")

    def test_buttons_only(self):
        page = self.page(state="out", body="<p>Zomaar</p>")
        self.assertEqual((page.state, page.body), ("draft", False))
        with self.assertRaises(AccessError):
            page.write({"state": "out"})
        with self.assertRaises(AccessError):
            page.write({"body": "<script/>"})

    def test_of_another_organisation(self):
        stranger = self.make_user(
            "t_manager_elsewhere", "client_support.group_manager", self.neighbour
        )
        with self.assertRaises(UserError):
            self.as_user(stranger, PAGE).create(
                {
                    "company_id": self.neighbour.id,
                    "partner_id": self.town.id,
                    "area_id": self.area.id,
                    "period_id": self.period.id,
                }
            )
        self.assertFalse(
            self.as_user(stranger, PAGE).search([("id", "=", self.page().id)])
        )


@tagged("post_install", "-at_install")
class TestSendToCouncils(CommissionerCase):
    """A published page goes to advisory councils by mail, and who got it is kept."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.council, cls.provider = partners.create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "organization_type": kind,
                    "email": f"{kind}@example.com",
                }
                for name, kind in (
                    ("Adviesraad", "advisory_council"),
                    ("Zorg", "indicated_care"),
                )
            ]
        )
        cls.chair = partners.create(
            {
                "name": "Voorzitter",
                "email": "chair@example.com",
                "parent_id": cls.council.id,
            }
        )

    def open_for(self, page, organizations=None):
        wizard = self.env[SEND].with_user(page.env.user)
        wizard = wizard.browse(page.action_send()["res_id"])
        if organizations is not None:
            wizard.organization_ids = organizations
        return wizard

    def mails(self):
        return self.env["mail.mail"].search([("email_to", "like", "@example.com")])

    def test_each_gets_the_page_in_a_mail_of_its_own(self):
        page = self.published()
        wizard = self.open_for(page, self.council)
        self.assertEqual(wizard.recipient_ids, self.council | self.chair)
        wizard.action_send()
        mails = self.mails()
        self.assertEqual(
            {email_normalize(mail.email_to) for mail in mails},
            {self.council.email, self.chair.email},
        )
        for mail in mails:
            self.assertFalse(mail.recipient_ids | mail.notified_partner_ids)
            self.assertIn(page.sha256, mail.body_html)
            [file] = mail.attachment_ids
            self.assertIn(self.area.name, file.name)
            self.assertTrue(file.raw)
        self.assertEqual(
            page.sending_ids.mapped(
                lambda one: (one.partner_id, one.version, one.sent_by_id)
            ),
            [
                (one, 1, self.users["manager"])
                for one in page.sending_ids.mapped("partner_id")
            ],
        )
        self.assertEqual(page.sending_ids.partner_id, self.council | self.chair)
        self.assertEqual(page.sending_ids.organization_id, self.council)
        self.assertEqual(page.action_verify()["params"]["type"], "success")

    def test_the_file_holds_what_was_published(self):
        page = self.published()
        report = self.env.ref("oco_reporting.oco_council_page_report")
        with patch.object(type(report), "_makes_pdf", lambda self: False):
            name, content = page._as_file()
        self.assertTrue(name.endswith(".html"))
        self.assertIn(str(page.body), content.decode())
        self.assertNotIn("src=", content.decode())
        with (
            patch.object(type(report), "_makes_pdf", lambda self: True),
            patch.object(
                type(report), "_render_qweb_pdf", lambda *args: (b"%PDF", "pdf")
            ),
        ):
            self.assertEqual(page._as_file()[1], b"%PDF")

    def test_who_got_the_version_before_is_filled_in(self):
        page = self.published()
        self.open_for(page, self.council).action_send()
        draft = page.browse(page.action_new_version()["res_id"])
        draft.reason = "Een signaal ontbrak"
        draft.action_make()
        draft.action_publish()
        self.env.invalidate_all()
        self.assertEqual(self.open_for(draft).organization_ids, self.council)
        with self.assertRaisesRegex(UserError, "last version"):
            self.open_for(page, self.council).action_send()

    def test_a_draft_and_others_than_councils_are_refused(self):
        wizard = self.open_for(self.published(), self.council.browse())
        elsewhere = self.area.create({"name": "Ernaast", "level": "municipality"})
        draft = self.page(area_id=elsewhere.id)
        with self.assertRaisesRegex(UserError, "published"):
            self.open_for(draft, self.council).action_send()
        with self.assertRaisesRegex(UserError, "to whom"):
            wizard.action_send()
        wizard.recipient_ids = self.provider
        with self.assertRaisesRegex(UserError, "councils"):
            wizard.action_send()
        self.assertFalse(self.mails())

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_a_manager_of_the_organisation_alone(self):
        page = self.published()
        self.open_for(page, self.council).action_send()
        sent = page.sending_ids
        for role in self.users.keys() - {"manager"}:
            with self.subTest(role):
                with self.assertRaises(AccessError):
                    self.as_role(role, SEND).create({"page_id": page.id}).action_send()
                with self.assertRaises(AccessError):
                    self.as_role(role, sent._name).browse(sent.ids).read(["sent_on"])
        for change in (
            lambda: sent.write({"partner_id": self.provider.id}),
            sent.unlink,
            lambda: sent.copy(),
        ):
            with self.assertRaises(AccessError):
                change()
        stranger = self.make_user(
            "t_manager_elsewhere", "client_support.group_manager", self.neighbour
        )
        self.assertFalse(self.as_user(stranger, sent._name).search([]))
        with self.assertRaises(AccessError):
            self.as_user(stranger, SEND).create(
                {"page_id": page.id, "recipient_ids": [(4, self.council.id)]}
            ).action_send()


@tagged("post_install", "-at_install")
class TestDeliveryFile(CommissionerCase):
    """The file of a closed quarter, the same to the last byte."""

    def test_made_twice_it_is_the_same(self):
        one = self.handed()
        two = self.delivery(partner_id=self.other_town.id)
        two.action_make()
        self.assertEqual(base64.b64decode(one.file), base64.b64decode(two.file))
        self.assertEqual(one.action_verify()["params"]["type"], "success")

    def test_small_numbers_are_not_in_it(self):
        rows = json.loads(self.handed().data)["rows"]
        found = {
            (row["kpi"], row["breakdown"]): (row["status"], row["value"])
            for row in rows
            if row["part"] == "main"
        }
        self.assertEqual(found["K01", "organisation"], ("shown", "21"))
        self.assertEqual(found["K03", "organisation"], ("suppressed", ""))
        self.assertNotIn(("K05", "team"), found)
        for row in rows:
            if row["unit"] == "n" and row["status"] == "shown" and row["kpi"] < "K33":
                self.assertFalse(0 < float(row["value"]) < 10, row)

    def test_it_stays_what_it_is(self):
        delivery = self.handed()
        with self.assertRaises(UserError):
            delivery.partner_id = self.other_town
        with self.assertRaises(UserError):
            delivery.unlink()
        self.assertEqual(delivery.out_by_id, self.users["finance"])

    def test_a_changed_file_shows(self):
        delivery = self.delivery()
        delivery.action_make()
        delivery.sudo().file = base64.b64encode(b"anders")
        with self.assertRaisesRegex(UserError, "no longer"):
            delivery.action_verify()

    def test_only_final_workbooks(self):
        grant = self.env["oco.grant"].create(
            {
                "name": "SD-1",
                "company_id": self.organisation.id,
                "partner_id": self.town.id,
                "funding_stream_id": self.env.ref(
                    "client_support.funding_stream_wmo"
                ).id,
                "amount": 1000,
                "date_from": "2026-01-01",
                "date_to": "2026-12-31",
            }
        )
        workbook = self.as_role("finance", "oco.accountability").create(
            {"grant_id": grant.id}
        )
        delivery = self.delivery(
            kind="workbook", period_id=False, accountability_id=workbook.id
        )
        with self.assertRaisesRegex(UserError, "final"):
            delivery.action_make()


@tagged("post_install", "-at_install")
class TestOneAccount(CommissionerCase):
    """Pages, files and workbooks show the same of a period, whatever is made first."""

    def releases(self):
        return self.env["oco.release"].search(
            [("company_id", "=", self.organisation.id)]
        )

    def workbook(self):
        return self.env["oco.release"]._for(
            self.organisation, self.period.date, self.period.date_to
        )

    def test_a_page_a_file_and_a_workbook(self):
        self.assertFalse(self.releases())
        self.page().action_make()
        shown = self.releases()
        self.assertEqual(shown.closing_ids, self.period.closing_id)
        self.delivery().action_make()
        self.assertEqual(self.workbook(), shown)
        self.assertEqual(self.releases(), shown)

    def test_a_file_tells_the_counts_of_the_workbook(self):
        rows = {
            (row["kpi"], row["breakdown"]): row
            for row in json.loads(self.handed().data)["rows"]
            if row["part"] == "main"
        }
        book = self.workbook()._shown()
        asked = book.at("questions")
        self.assertNotEqual(asked % 5, 0)
        self.assertEqual(rows["K07", "organisation"]["value"], str(asked))
        # Too few residents; by team no workbook counts them.
        self.assertIn(("*",), book.hidden["ages"])
        for breakdown in ("organisation", "team"):
            if row := rows.get(("K02", breakdown)):
                self.assertEqual(row["status"], "suppressed")

    def test_on_which_side_of_a_target_it_is_tells_what_is_not_shown(self):
        self.as_role("manager", "oco.kpi.target").create(
            {
                "kpi_id": self.env["oco.kpi"].search([("code", "=", "K03")]).id,
                "company_id": self.organisation.id,
                "year": 2026,
                "period": "quarter",
                "value": 2,
            }
        )
        page = self.page()
        page.action_make()
        [line] = [
            line
            for _title, lines in json.loads(page.content)["groups"].values()
            for line in lines
            if line["code"] == "K03"
        ]
        self.assertEqual((line["is_shown"], line["judgement"]), (False, ""))

    def test_days_that_a_workbook_has_in_part(self):
        """Then there is no account of the quarter: what a workbook counts stays in."""
        closing = self.period.closing_id
        self.env["oco.release"].sudo().create(
            {
                "company_id": self.organisation.id,
                "date_from": "2026-03-01",
                "date_to": "2026-04-30",
                "closing_ids": [(6, 0, closing.ids)],
                "threshold": 10,
                "withheld": "{}",
            }
        )
        rows = json.loads(self.handed().data)["rows"]
        found = {row["kpi"]: row["status"] for row in rows if row["part"] == "main"}
        self.assertEqual((found["K01"], found["K07"]), ("shown", "suppressed"))

    def answered(self, code, scores, numbers):
        """So many residents gave each answer, in the quarter."""
        for (value, score), number in zip(scores.items(), numbers, strict=True):
            self.env["oco.fact.survey"].create(
                {
                    "date": "2026-02-01",
                    "company_id": self.organisation.id,
                    "version": "made up",
                    "code": code,
                    "value": value,
                    "score": score,
                    "mode": "web",
                    "is_first": True,
                    "kept": True,
                    "kept_period": "month",
                    "quantity": number,
                }
            )

    def test_what_residents_say(self):
        """A share when all answers are shown; a mean as the workbook has it."""
        statement = {"fully_agree": 5, "agree": 4, "disagree": 2}
        grades = {"7": 7, "8": 8, "9": 9, "10": 10}
        self.period._reopen("Answers on paper")
        self.answered("OCO1", statement, (20, 14, 11))
        self.answered("OCO2", statement, (20, 14, 3))
        self.answered("OCO6", grades, (9, 20, 20, 8))
        self.answered("CEO3", {"5": 5, "4": 4}, (12, 1))
        self.period.with_user(self.users["finance"]).action_propose()
        self.period.with_user(self.users["manager"]).action_close()
        self.env["oco.survey.result"]._build()
        page = self.page()
        page.action_make()
        said = {one["code"]: one for one in json.loads(page.content)["said"]}
        shown = {code for code, one in said.items() if one["is_shown"]}
        self.assertEqual(shown, {"OCO1", council.GRADE})
        answers = self.workbook()._shown()
        grade = figures.question(answers, council.GRADE, "")
        self.assertIn("verdeling", dict(grade.distribution))
        self.assertEqual(said[council.GRADE]["mean"], float(grade.mean))

    def test_what_went_out_before_the_upgrade(self):
        """It told residents rounded: a workbook does not show what is beside that."""
        page = self.published()
        self.assertFalse(page.sudo().rounded)
        self.releases().unlink()
        when = f"quarter {self.period.date} 1"
        told, not_told = (
            Table(f"{measure} organisation {when}", measure, (), {(): 15}, period=when)
            for measure in ("K02.main", "K13.main/n")
        )
        release = Release([told, not_told], {not_told.name: [()]})
        said = [{"code": code, "is_shown": code == "OCO1"} for code in ("OCO1", "OCO2")]
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE oco_council_page SET release = %s, content = %s WHERE id = %s",
            [dumps(release), json.dumps({"said": said}), page.id],
        )
        self.env.invalidate_all()
        script = get_module_path("oco_reporting") + SCRIPT
        load_script(script, "rounded").migrate(self.env.cr, "19.0.1.6.0")
        self.assertEqual(
            json.loads(page.sudo().rounded),
            [
                ["2026-01-01", "2026-03-31", name]
                for name in ("K02.main", "answers OCO1")
            ],
        )
        hidden = json.loads(self.workbook().withheld)
        self.assertIsNone(hidden["ages"])
        self.assertIsNotNone(hidden["domains"])


@tagged("post_install", "-at_install")
class TestCommissioner(CommissionerCase):
    """Who commissions sees what is out for the own municipality; nobody else does."""

    def test_only_what_is_out_and_for_us(self):
        page, delivery = self.page(), self.delivery()
        for model in (PAGE, DELIVERY):
            self.assertFalse(self.as_role("commissioner", model).search([]))
        page.action_make()
        page.action_publish()
        delivery.action_make()
        delivery.action_hand_over()
        for record in (page, delivery):
            seen = self.as_role("commissioner", record._name).search([])
            self.assertEqual(seen.ids, record.ids)
            self.assertFalse(self.as_role("neighbour", record._name).search([]))
            with self.assertRaises(AccessError):
                self.as_role("neighbour", record._name).browse(record.id).read(
                    ["state"]
                )
            for change in (
                lambda seen=seen: seen.write({"partner_id": self.town.id}),
                seen.unlink,
                seen.copy,
            ):
                with self.assertRaises(AccessError):
                    change()
        self.assertIn("article", self.as_role("commissioner", PAGE).search([]).body)
        self.assertTrue(self.as_role("commissioner", DELIVERY).search([]).file)

    def test_what_only_the_organisation_reads(self):
        self.published()
        seen = self.as_role("commissioner", PAGE).search([])
        for name in ("content", "signal_ids", "release", "out_by_id", "period_id"):
            with self.assertRaises(AccessError):
                seen.read([name])

    def test_somebody_who_moves_to_another_town(self):
        self.published()
        self.assertTrue(self.as_role("commissioner", PAGE).search([]))
        self.users["commissioner"].partner_id.parent_id = self.other_town
        self.assertFalse(self.as_role("commissioner", PAGE).search([]))

    def test_signals_that_were_sent_to_us(self):
        signal = self.signal()
        self.assertFalse(self.as_role("commissioner", SIGNAL).search([]))
        signal.action_send()
        signal.answer = "Nog niet gegeven"
        self.env.flush_all()
        seen = self.as_role("commissioner", SIGNAL).search([])
        self.assertEqual(seen.description, signal.description)
        self.assertFalse(seen.answer)
        signal.action_answer()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(
            self.as_role("commissioner", SIGNAL).search([]).answer, signal.answer
        )
        self.assertFalse(self.as_role("neighbour", SIGNAL).search([]))
        self.assertFalse({"create_uid", "residents"} & seen._fields.keys())

    def test_everybody_else(self):
        self.published()
        self.handed()
        for role in self.users.keys() - {"commissioner", "neighbour"}:
            for model, readers in (
                (PAGE, {"manager"}),
                (DELIVERY, {"manager", "finance"}),
                (SIGNAL, set()),
            ):
                with self.subTest(role=role, model=model):
                    if role in readers:
                        self.assertTrue(self.as_role(role, model).search([]))
                    else:
                        with self.assertRaises(AccessError):
                            self.as_role(role, model).search([])

    def test_figures_behind_it_are_not_for_a_commissioner(self):
        for model in (
            "oco.figure",
            "oco.kpi.value",
            "oco.period",
            "client.signal",
            "oco.survey.result",
            "oco.accountability",
            "client.case",
        ):
            with self.assertRaises(AccessError):
                self.as_role("commissioner", model).search([])

    def test_finance_publishes_nothing(self):
        page = self.page()
        page.action_make()
        with self.assertRaises(AccessError):
            page.with_user(self.users["finance"]).action_publish()


@tagged("post_install", "-at_install")
class TestCommissionerOverHttp(CommissionerCase, HttpCase):
    """The same, in a browser."""

    def get(self, role, address):
        login = f"t_{role}"
        self.authenticate(login, login) if role else self.authenticate(None, None)
        return self.url_open(address)  # by way of the language of the page

    def test_pages(self):
        page, delivery = self.published(), self.handed()
        draft = self.page(partner_id=self.town.id, area_id=self.area.id)
        addresses = (
            "/my/gemeente",
            f"/my/gemeente/{page.id}",
            f"/my/gemeente/bestand/{delivery.id}",
        )
        for address in addresses:
            answer = self.get("commissioner", address)
            self.assertEqual(answer.status_code, 200, address)
            self.assertIn("no-store", answer.headers["Cache-Control"])
        self.assertEqual(answer.content, base64.b64decode(delivery.file))
        words = self.get("commissioner", addresses[0]).text
        self.assertIn("Cijfers van 1 januari 2026 tot en met 31 maart 2026", words)
        self.assertNotIn(delivery.file_name, words)
        with mute_logger("odoo.http"):
            for address in addresses[1:]:
                answer = self.get("neighbour", address)
                self.assertEqual(answer.status_code, 404)
            for role in ("access_officer", "provider_staff", "portal", "manager"):
                for address in addresses:
                    self.assertEqual(self.get(role, address).status_code, 404, role)
            answer = self.get("commissioner", f"/my/gemeente/{draft.id}")
            self.assertEqual(answer.status_code, 404)
            answer = self.get(
                "commissioner", f"/web/content/{DELIVERY}/{delivery.id}/data"
            )
            self.assertNotEqual(answer.status_code, 200)
        for address in addresses:
            self.assertIn("/web/login", self.get(None, address).url)

    def test_the_list_of_another_town_is_empty(self):
        self.published()
        answer = self.get("neighbour", "/my/gemeente")
        self.assertEqual(answer.status_code, 200)
        self.assertNotIn("Verzonnen,", answer.text)


@tagged("post_install", "-at_install")
class TestRowsForPrograms(CommissionerCase):
    """The flat table says what the values say, to who may read those."""

    def rows(self, role="reader", **values):
        domain = [
            ("company_id", "=", self.organisation.id),
            ("period", "=", "quarter"),
            ("date", "=", "2026-01-01"),
            ("breakdown", "=", "organisation"),
            ("part", "=", "main"),
            *((name, "=", value) for name, value in values.items()),
        ]
        return self.as_role(role, "oco.kpi.row").search(domain)

    def setUp(self):
        super().setUp()
        self.users["reader"] = self.make_user(
            "t_reader", "oco_reporting.group_figures_reader"
        )

    def test_a_row_of_each_value(self):
        row = self.rows(code="K01")
        self.assertEqual((row.value, row.status, row.is_closed), (21, "shown", True))
        self.assertEqual(row.organisation, self.organisation.name)
        self.assertEqual(self.rows(code="K15").status, "hidden")
        # A rounded count of two residents is no row at all.
        self.assertFalse(self.rows(code="K02"))
        values = self.as_role("reader", "oco.kpi.value").search([])
        self.assertEqual(
            set(self.as_role("reader", "oco.kpi.row").search([]).ids), set(values.ids)
        )

    def test_only_readers_of_the_own_organisation(self):
        for role in ("manager", "finance", "reader"):
            self.assertTrue(self.rows(role))
        for role in ("coordinator", "supporter", "commissioner", "portal"):
            with self.assertRaises(AccessError):
                self.rows(role)
        stranger = self.make_user(
            "t_reader_elsewhere", "oco_reporting.group_figures_reader", self.neighbour
        )
        rows = self.as_user(stranger, "oco.kpi.row").search([])
        self.assertFalse(rows.filtered(lambda row: row.company_id == self.organisation))
