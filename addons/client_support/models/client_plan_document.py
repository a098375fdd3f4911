from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import LazyTranslate
from odoo.tools.translate import code_translations

from ..screen import form_of, labels

# In the language of the resident, not of the one who prints.
_lt = LazyTranslate(__name__)

KINDS = [
    ("personal_plan", "Personal plan"),
    ("family_plan", "Family-group plan"),
    ("talk_preparation", "Preparation of the talk"),
    ("my_story", "My story on one page"),
    ("after_talk", "After the talk"),
]
# The texts of each paper, in order. Those of a paper that is handed in answer what
# the investigation looks at (Wmo 2015 art. 2.3.2 lid 4).
PARTS = {
    "personal_plan": (
        *("situation", "limitations", "meaning", "wishes"),
        *("own_strength", "network_help", "needed"),
    ),
    "family_plan": (
        *("situation", "safety", "wishes", "own_strength"),
        *("network_help", "needed", "agreements"),
    ),
    "talk_preparation": (
        *("questions", "wishes", "limitations", "meaning"),
        *("own_strength", "network_help", "companion"),
    ),
    "my_story": ("story", "matters", "helps", "avoid", "reach"),
    "after_talk": ("officer_proposal", "wishes", "next_step"),
}
# With the goals and who does what beside the texts.
WITH_GOALS = ("personal_plan", "family_plan")
# The same questions for who reads little (A2): a few words, and a picture of
# static/src/img/parts.
VERY_PLAIN = {
    "situation": _lt("My life now"),
    "limitations": _lt("This is hard for me"),
    "meaning": _lt("So I cannot do this"),
    "wishes": _lt("I want this"),
    "own_strength": _lt("I can do this"),
    "network_help": _lt("My people can do this"),
    "needed": _lt("I need this help"),
    "safety": _lt("Is everyone safe?"),
    "agreements": _lt("We do this"),
    "questions": _lt("I ask this"),
    "companion": _lt("This person comes with me"),
    "story": _lt("This is me"),
    "matters": _lt("I like this"),
    "helps": _lt("This helps me"),
    "avoid": _lt("Do not do this"),
    "reach": _lt("Call this person"),
    "officer_proposal": _lt("The municipality says this"),
    "next_step": _lt("We do this now"),
}
PICTURES = {
    "situation": "person",
    "limitations": "hard",
    "meaning": "hard",
    "wishes": "heart",
    "own_strength": "strong",
    "network_help": "together",
    "needed": "helping",
    "safety": "good",
    "agreements": "step",
    "questions": "question",
    "companion": "together",
    "story": "person",
    "matters": "heart",
    "helps": "good",
    "avoid": "stop",
    "reach": "phone",
    "officer_proposal": "town",
    "next_step": "step",
}
YES_PARTLY_NO = [("yes", "Yes"), ("partly", "Partly"), ("no", "No")]
# Wmo 2015 art. 2.3.2 lid 2: within seven days after the notification.
PLAN_DAYS = 7
# What fits on one side of A4 in large letters, under its headings.
STORY_CHARACTERS = 1500
STORY_LINES = 30
# Writing stops with the agreement; these can still be said.
AFTER_AGREEMENT = frozenset({"reading_level"})
DUTCH = "nl_NL"


class ClientPlanDocument(models.Model):
    """A paper that the resident takes along or hands in.

    The resident is its author. Once agreed to it stays as it was, with the goals of
    that day; what changes later is a new paper.
    """

    _name = "client.plan.document"
    _inherit = ["client.case.person.mixin", "client.activity.mixin"]
    _description = "Paper of the resident"
    _order = "date desc, id desc"
    _set_by_methods = frozenset({"dossier_id", "case_id", "agreed_on", "agreed_goals"})
    _shared_fields = frozenset(
        {"id", "display_name", "kind", "date", "agreed_on", "agreed_goals"}
    ) | frozenset(name for names in PARTS.values() for name in names)

    kind = fields.Selection(
        KINDS,
        required=True,
        default="personal_plan",
        help="What it is for. Personal plan: Wmo 2015 art. 2.3.2 lid 2; family-group "
        "plan: Jeugdwet art. 1.1 and 4.1.2.",
    )
    date = fields.Date(
        required=True, default=fields.Date.context_today, help="The day it was made."
    )
    reading_level = fields.Selection(
        [("b1", "Plain words"), ("a2", "Few words, with pictures")],
        default="b1",
        help="How it is printed.",
    )
    notified_on = fields.Date(
        string="Notified on", help="The day the need was reported to the municipality."
    )
    hand_in_until = fields.Date(
        string="Hand in until",
        compute="_compute_hand_in_until",
        help="A personal plan is handed in within seven days after the notification "
        "(Wmo 2015 art. 2.3.2 lid 2).",
    )
    situation = fields.Text(string="What is my situation?", help="How I live now.")
    limitations = fields.Text(
        string="What can I not do, or not well?", help="Where it gets stuck."
    )
    meaning = fields.Text(
        string="What does that mean for my life?", help="What goes wrong because of it."
    )
    wishes = fields.Text(string="What do I want?", help="The wishes of the resident.")
    own_strength = fields.Text(string="What can I do myself?", help="Own strength.")
    network_help = fields.Text(
        string="What can people around me do?", help="Family, friends, neighbours."
    )
    needed = fields.Text(
        string="What help fits me?", help="What is asked for, and why."
    )
    safety = fields.Text(string="Is everybody safe?", help="Most of all the children.")
    agreements = fields.Text(
        string="What do we agree on?",
        help="What the family does, and when we look back.",
    )
    questions = fields.Text(string="What do I want to ask?", help="For the talk.")
    companion = fields.Text(
        string="Who comes along?", help="And what this person does in the talk."
    )
    story = fields.Text(string="Who am I?", help="What one should know of me.")
    matters = fields.Text(string="What matters to me?", help="What makes a good day.")
    helps = fields.Text(string="What helps me?", help="In a talk, in a bad moment.")
    avoid = fields.Text(string="What should you not do?", help="What makes it worse.")
    reach = fields.Text(string="Whom can you call?", help="Who knows me well.")
    officer_proposal = fields.Text(
        string="What does the municipality propose?",
        help="The proposal of the officer, apart from the wishes of the resident.",
    )
    understood = fields.Selection(
        YES_PARTLY_NO, string="Do I understand it?", help="Answer of the resident."
    )
    agrees = fields.Selection(
        YES_PARTLY_NO, string="Do I agree?", help="Answer of the resident."
    )
    fits = fields.Selection(
        YES_PARTLY_NO, string="Does it fit my life?", help="Answer of the resident."
    )
    next_step = fields.Text(
        string="What do we do now?", help="Needed when an answer is not yes."
    )
    next_step_on = fields.Date(
        string="Before", help="The last day for that; it becomes a task."
    )
    agreed_on = fields.Date(
        string="Resident agreed",
        readonly=True,
        copy=False,
        help="The day the resident agreed; from then on it stays as it is.",
    )
    agreed_goals = fields.Text(
        string="Goals as agreed",
        readonly=True,
        copy=False,
        help="The goals and who does what, as they were on that day.",
    )
    print_language = fields.Char(
        compute="_compute_print_language",
        help="The language of the print: that of the resident when there is one.",
    )
    is_other_language = fields.Boolean(
        compute="_compute_print_language",
        help="Whether the resident speaks a language that we do not have.",
    )

    @api.depends("kind", "notified_on")
    def _compute_hand_in_until(self):
        for paper in self:
            paper.hand_in_until = (
                paper.kind == "personal_plan"
                and paper.notified_on
                and paper.notified_on + timedelta(days=PLAN_DAYS)
            )

    @api.depends("resident_id.lang_id")
    def _compute_print_language(self):
        installed = dict(self.env["res.lang"].get_installed())
        plain = DUTCH if DUTCH in installed else self.env.lang or "en_US"
        for paper in self:
            wanted = paper.resident_id.lang_id.code
            # Odoo itself may speak a language in which our questions are not there.
            ours = wanted and (
                wanted.startswith("en_")
                or code_translations.get_python_translations("client_support", wanted)
            )
            has_it = wanted in installed and ours
            paper.print_language = wanted if has_it else plain
            paper.is_other_language = bool(wanted) and not has_it and wanted != plain

    @api.constrains("kind", *PARTS["my_story"])
    def _check_one_page(self):
        for paper in self.filtered(lambda one: one.kind == "my_story"):
            texts = [paper[name] or "" for name in PARTS["my_story"]]
            length = sum(map(len, texts))
            lines = sum(len(text.splitlines()) for text in texts)
            if length > STORY_CHARACTERS or lines > STORY_LINES:
                raise ValidationError(
                    self.env._(
                        "My story fits on one page: at most %(most)s characters on "
                        "%(lines)s lines. There are %(now)s on %(lines_now)s; make it "
                        "shorter.",
                        most=STORY_CHARACTERS,
                        lines=STORY_LINES,
                        now=length,
                        lines_now=lines,
                    )
                )

    def write(self, vals):
        if not self.env.su and vals.keys() - AFTER_AGREEMENT:
            self._refuse_agreed()
        result = super().write(vals)
        if "next_step_on" in vals:
            self._follow_up()
        return result

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            by_method = {"agreed_on": False, "agreed_goals": False}
            vals_list = [{**vals, **by_method} for vals in vals_list]
        papers = super().create(vals_list)
        papers._follow_up()
        return papers

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        if not self.env.su:  # else the destruction of a whole file after its term
            self._refuse_agreed()

    def _refuse_agreed(self):
        """:raises UserError: when the resident agreed to one of these"""
        if any(paper.agreed_on for paper in self):
            raise UserError(
                self.env._(
                    "The resident agreed to this paper, so it stays as it is. Make a "
                    "new one with “New version”."
                )
            )

    def _follow_up(self):
        """What is agreed on after a talk is a task, until its day is taken away."""
        # Elevated: whoever fills in the card, the task is the supporter's.
        for paper in self.sudo():
            tasks = paper.activity_ids
            if not paper.next_step_on:
                tasks.unlink()
            elif tasks:
                tasks.date_deadline = paper.next_step_on
            else:
                self.env["mail.activity"]._plan_for_supporter(
                    paper,
                    paper.case_id,
                    paper.next_step_on,
                    _lt("A step after a talk"),
                )

    # What the buttons do -------------------------------------------------------------

    def action_agree(self):
        """The resident agrees today; the goals of this day are kept with it.

        :raises UserError: when the card after a talk asks for a next step
        """
        self.check_access("write")
        self._refuse_agreed()
        for paper in self:
            answers = {paper.understood, paper.agrees, paper.fits}
            if paper.kind == "after_talk" and False in answers:
                raise UserError(self.env._("Fill in the three answers first."))
            if (
                paper.kind == "after_talk"
                and answers != {"yes"}
                and not (paper.next_step and paper.next_step_on)
            ):
                raise UserError(
                    self.env._(
                        "Not everything is all right: write what we do now, and "
                        "before which day."
                    )
                )
            # Elevated: set by this button only; the right was checked above.
            paper.sudo().write(
                {
                    "agreed_on": fields.Date.context_today(self),
                    "agreed_goals": paper._goals_as_text(),
                }
            )

    def action_new_version(self):
        """A new paper with the same texts, to go on with."""
        self.ensure_one()
        self.check_access("read")
        new = self.create(
            {
                "case_id": self.case_id.id,
                "resident_id": self.resident_id.id,
                "kind": self.kind,
                "reading_level": self.reading_level,
                **{name: self[name] for name in PARTS[self.kind]},
            }
        )
        return form_of(new, name=self.env._("Paper of the resident"))

    def action_open(self):
        """Open it on a page of its own."""
        self.ensure_one()
        return form_of(self, name=self.env._("Paper of the resident"))

    def action_print(self):
        """The paper, in the language of the resident when we have it."""
        self.check_access("read")
        report = self.env.ref("client_support.client_plan_document_report")
        return report._print_or_show(self)

    # What is on paper ----------------------------------------------------------------

    def _contents(self):
        """What the page shows, in the language that it is rendered in."""
        self.ensure_one()
        kinds = labels(self, "kind")
        answers = labels(self, "fits")
        plain = self.reading_level != "a2"
        lang = self.env.lang or "en_US"
        parts = [
            {
                "picture": PICTURES[name],
                "heading": self._fields[name]._description_string(self.env)
                if plain
                else VERY_PLAIN[name]._translate(lang),
                "text": self[name],
            }
            for name in PARTS[self.kind]
        ]
        return {
            "title": kinds[self.kind],
            "kind": self.kind,
            "with_pictures": not plain,
            # A form to write on where nothing was filled in; my story has no holes.
            "parts": [p for p in parts if p["text"] or self.kind != "my_story"],
            "answers": self.kind == "after_talk"
            and [
                (
                    self._fields[name]._description_string(self.env),
                    answers.get(self[name]),
                )
                for name in ("understood", "agrees", "fits")
            ],
            "goals": self.kind in WITH_GOALS
            and not self.agreed_on
            and [goal._in_words() for goal in self._goals()],
        }

    def _goals(self):
        """The goals that stand in this paper: of the resident, and of everybody."""
        return self.case_id.goal_ids.filtered(
            lambda goal: (
                goal.attained != "dropped"
                and (
                    not self.resident_id
                    or goal.resident_id in (self.resident_id, goal.resident_id.browse())
                )
            )
        )

    def _goals_as_text(self):
        if self.kind not in WITH_GOALS:
            return False
        lines = []
        for goal in self.with_context(lang=self.print_language)._goals():
            words = goal._in_words()
            lines.append(f"• {words['domain'].name}: {words['words']}")
            lines += [f"   – {step['what']} ({step['who']})" for step in words["steps"]]
        return "\n".join(lines)
