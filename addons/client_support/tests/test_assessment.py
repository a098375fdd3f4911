from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import BaseCase, Form, tagged
from odoo.tools import mute_logger

from .. import radar
from .common import ClientSupportCase


class TestRadar(BaseCase):
    """Where a picture of life domains is drawn."""

    def test_axes_go_round_with_the_clock_from_the_top(self):
        self.assertEqual(
            [radar.point(place, 4, 100) for place in range(4)],
            [(0, -100), (100, 0), (0, 100), (-100, 0)],
        )

    def test_a_score_is_its_part_of_the_axis(self):
        drawing = radar.draw(["a", "b", "c", "d"], [[5, 1, None, 2.5]])
        self.assertEqual(drawing["shapes"][0]["dots"], [(0, -100), (20, 0), (-50, 0)])
        self.assertEqual(drawing["shapes"][0]["points"], "0,-100 20,0 -50,0")
        self.assertEqual(len(drawing["rings"]), 5)

    def test_labels_stand_outside(self):
        top, right, _bottom, left = radar.draw(list("abcd"), [])["axes"]
        self.assertEqual(
            [axis["anchor"] for axis in (top, right, left)], ["middle", "start", "end"]
        )
        self.assertGreater(right["label_x"], right["x"])

    def test_nothing_to_draw(self):
        self.assertEqual(radar.draw([], [])["axes"], [])

    def test_means_and_changes(self):
        self.assertEqual(radar.mean([1, 2, 2]), 1.7)
        self.assertIsNone(radar.mean([]))
        self.assertEqual(radar.change([2, 3.5]), 1.5)
        for values in ([3], [None, 3], [3, None]):
            self.assertIsNone(radar.change(values))


@tagged("post_install", "-at_install")
class TestAssessment(ClientSupportCase):
    """Life domains of a resident, from time to time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.resident = cls.make_resident()
        cls.other = cls.make_resident(nickname="Ander")
        cls.case = cls.as_role("supporter", "client.case").create(
            {"resident_ids": cls.resident.ids, "team_id": cls.team.id}
        )
        cls.domains = cls.env["life.domain"].search([])

    def assess(self, scores, day, kind="start", case=None, **values):
        """:param scores: {code of a life domain: score}"""
        assessment = self.as_role("supporter", "client.assessment").create(
            {"case_id": (case or self.case).id, "kind": kind, "date": day, **values}
        )
        for line in assessment.line_ids:
            line.score = scores.get(line.life_domain_id.code, False)
        return assessment

    def line(self, assessment, code):
        return assessment.line_ids.filtered(lambda one: one.life_domain_id.code == code)

    def test_all_domains_come_with_it(self):
        assessment = self.assess({}, "2026-01-05")
        self.assertEqual(assessment.line_ids.life_domain_id, self.domains)
        self.assertEqual(len(self.domains), 12)
        self.assertEqual(assessment.resident_id, self.resident)
        self.assertEqual(assessment.considered, "0/12")

    def test_previous_and_change_are_stored(self):
        first = self.assess({"housing": "2", "meaning": "0"}, "2026-01-05")
        last = self.assess({"housing": "4", "meaning": "3"}, "2026-06-05", "end")
        self.assertEqual(self.line(last, "housing").previous_score, "2")
        self.assertEqual(self.line(last, "housing").change, 2)
        self.assertFalse(self.line(last, "meaning").previous_score)
        self.assertEqual(self.line(last, "meaning").change, 0)
        self.assertTrue(self.env["client.assessment.line"]._fields["change"].store)
        # A correction of the first reaches the last; one in between comes between.
        self.line(first, "housing").score = "1"
        self.assertEqual(self.line(last, "housing").change, 3)
        between = self.assess({"housing": "3"}, "2026-03-05", "interim")
        self.assertEqual(self.line(last, "housing").previous_score, "3")
        self.assertEqual(self.line(between, "housing").previous_score, "1")
        between.unlink()
        self.assertEqual(self.line(last, "housing").previous_score, "1")

    def test_not_discussed_keeps_the_score_before_it(self):
        self.assess({"housing": "2"}, "2026-01-05")
        self.assess({"housing": "0"}, "2026-02-05", "interim")
        last = self.assess({"housing": "5"}, "2026-03-05", "end")
        self.assertEqual(self.line(last, "housing").change, 3)

    def test_each_resident_has_a_line_of_their_own(self):
        self.case.sudo().resident_ids = [Command.link(self.other.id)]
        self.assess({"housing": "2"}, "2026-01-05", resident_id=self.resident.id)
        theirs = self.assess({"housing": "5"}, "2026-02-05", resident_id=self.other.id)
        self.assertFalse(self.line(theirs, "housing").previous_score)

    def test_it_is_of_somebody_of_the_case(self):
        with self.assertRaises(ValidationError):
            self.assess({}, "2026-01-05", resident_id=self.other.id)

    def test_wishes_come_along_and_scores_do_not(self):
        first = self.assess({"housing": "2"}, "2026-01-05")
        self.line(first, "housing").wish = "Een huis met een lift"
        form = Form(
            self.as_role("supporter", "client.assessment").with_context(
                default_case_id=self.case.id
            )
        )
        self.assertEqual(form.kind, "interim")
        self.assertEqual(len(form.line_ids), 12)
        new = form.save()
        self.assertEqual(self.line(new, "housing").wish, "Een huis met een lift")
        self.assertFalse(self.line(new, "housing").score)

    def test_a_life_domain_stands_in_it_once(self):
        assessment = self.assess({}, "2026-01-05")
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.as_role("supporter", "client.assessment.line").create(
                {
                    "assessment_id": assessment.id,
                    "life_domain_id": self.domain.id,
                }
            )

    def test_each_level_says_what_it_means(self):
        levels = self.as_role("supporter", "client.reliance.level").search([])
        self.assertEqual(levels.mapped("score"), [1, 2, 3, 4, 5])
        self.assertTrue(all(levels.mapped("description")))

    # The picture ---------------------------------------------------------------------

    def picture(self, **choice):
        case = self.as_role("supporter", "client.case").browse(self.case.id)
        return case.life_domain_picture(**choice)

    def test_a_case_without_an_assessment_has_no_picture(self):
        answer = self.case.life_domain_picture()
        self.assertEqual((answer["assessments"], answer["picture"]), ([], None))

    def test_the_picture_sets_start_beside_now(self):
        self.assertFalse(self.picture()["picture"])
        first = self.assess({"housing": "2"}, "2026-01-05")
        middle = self.assess({"housing": "3"}, "2026-02-05", "interim")
        last = self.assess({"housing": "4"}, "2026-03-05", "end")
        answer = self.picture()
        self.assertEqual((answer["first"], answer["shown"]), (first.id, last.id))
        row = answer["picture"]["rows"][0]
        self.assertEqual((row["values"], row["change"]), ([2, 4], 2))
        self.assertEqual(len(answer["picture"]["titles"]), 2)
        answer = self.picture(assessment=last.id, first=middle.id)
        self.assertEqual(answer["picture"]["rows"][0]["values"], [3, 4])
        answer = self.picture(first=0)
        self.assertEqual(answer["picture"]["rows"][0]["values"], [4])

    def test_the_resident_has_a_picture_too(self):
        assessment = self.assess({"housing": "2"}, "2026-01-05")
        self.line(assessment, "housing").own_score = "5"
        row = self.picture(by="own_score")["picture"]["rows"][0]
        self.assertEqual(row["values"], [5])

    def test_in_the_words_of_another_list(self):
        self.assess({"income_debt": "1", "housing": "2", "mobility": "0"}, "2026-01-05")
        names = self.picture()["vocabularies"]
        axes = {}
        for name in names:
            rows = self.picture(vocabulary=name)["picture"]["rows"]
            axes[name] = {row["label"]: row["values"] for row in rows}
        houben, zrm, health = (axes[name] for name in names)
        self.assertEqual((len(houben), len(zrm), len(health)), (5, 13, 6))
        self.assertEqual(houben["materiële zekerheid"], [1.5])
        self.assertEqual(zrm["Huisvesting"], [2])
        self.assertEqual(zrm["Justitie"], [None])
        self.assertEqual(health["Kwaliteit van leven"], [1.5])

    def test_a_picture_costs_the_same_for_many(self):
        counts = []
        for month in (1, 2, 3, 4):
            self.assess({"housing": "2"}, f"2026-0{month}-05")
            self.env.flush_all()
            case = self.as_role("supporter", "client.case").browse(self.case.id)
            before = self.env.cr.sql_log_count
            case.life_domain_picture()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[3])

    def test_paper_shows_the_same(self):
        self.assess({"housing": "2"}, "2026-01-05")
        last = self.assess({"housing": "4"}, "2026-03-05", "end")
        report = self.env["ir.actions.report"].with_user(self.users["supporter"])
        page, _kind = report._render_qweb_html(
            "client_support.report_assessment", last.ids
        )
        page = page.decode()
        self.assertIn("<svg", page)
        drawing = self.picture()["picture"]["drawing"]
        for shape in drawing["shapes"]:
            self.assertIn(f'points="{shape["points"]}"', page)
        self.assertIn("Fully self-reliant", page)

    # Before closing ------------------------------------------------------------------

    def test_every_life_domain_was_looked_at(self):
        """R148: client support is on the whole of life."""
        self.assertIn(self.resident.number, self.case._open_in_assessment()[0])
        scores = {domain.code: "0" for domain in self.domains}
        assessment = self.assess({**scores, "housing": "3"}, "2026-01-05", "end")
        self.assertEqual(self.case._open_in_assessment(), [])
        self.line(assessment, "mobility").score = False
        (sentence,) = self.case._open_in_assessment()
        self.assertIn(self.line(assessment, "mobility").life_domain_id.name, sentence)

    def test_of_each_resident(self):
        self.assess({one.code: "3" for one in self.domains}, "2026-01-05", "end")
        self.case.sudo().resident_ids = [Command.link(self.other.id)]
        (sentence,) = self.case._open_in_assessment()
        self.assertIn(self.other.number, sentence)

    # Who sees it ---------------------------------------------------------------------

    def test_nobody_else(self):
        assessment = self.assess({"housing": "2"}, "2026-01-05")
        for role in ("walk_in", "intake", "coordinator", "volunteer"):
            for record in (assessment, assessment.line_ids):
                with self.subTest(role=role, model=record._name):
                    found = self.as_role(role, record._name).search([])
                    self.assertFalse(found & record)
        for role in (
            "manager",
            "finance",
            "privacy_officer",
            "administrator",
            "portal",
        ):
            with (
                self.subTest(role=role),
                self.assertRaises(AccessError),
                mute_logger("odoo.addons.base.models"),
            ):
                self.as_role(role, "client.assessment").search([])
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            self.as_user(self.colleague, "client.case").browse(
                self.case.id
            ).life_domain_picture()

    def test_a_part_of_its_own(self):
        """Who sees the plan does not see the life domains, and the other way round."""
        assessment = self.assess({"housing": "2"}, "2026-01-05")
        access = self.env["client.access"]
        access._grant(self.colleague, self.case, "consult", "Test", section="plan")
        self.assertFalse(self.as_user(self.colleague, "client.assessment").search([]))
        access._grant(
            self.colleague, self.case, "consult", "Test", section="assessment"
        )
        theirs = self.as_user(self.colleague, "client.assessment").search([])
        self.assertEqual(theirs, assessment)
        self.assertEqual(len(theirs.line_ids), 12)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            theirs.line_ids[0].score = "1"

    def test_a_line_stays_where_it_is(self):
        first = self.assess({}, "2026-01-05")
        with self.assertRaises(AccessError):
            first.line_ids[0].assessment_id = self.assess({}, "2026-02-05")
