from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.client_support import roles
from odoo.addons.social_map.public_form import cleaned

# The longest text that is kept, in letters.
MOST_LETTERS = 2000
# Which of five faces stands beside an answer that has no points.
FACES = {"no": 1, "maybe": 3, "yes": 5}
# Who writes down what came in on paper or by telephone.
AT_DESK = (roles.INTAKE, roles.COORDINATOR)


class OcoSurveyForm(models.AbstractModel):
    """The page on which a resident answers, and the desk that does it for them.

    Nothing is kept until it is sent: what was answered on earlier pages travels along
    in the form. Who stops half way begins anew with the same key.
    """

    _name = "oco.survey.form"
    _description = "Page of the survey on client experience"

    @api.model
    def _page(self, key, typed, mode="web"):
        """What to show after `typed` was sent; with `to` = "send" it is kept.

        :param typed: the fields of the form as they came, all texts
        :param mode: "web", or "paper" and "phone" at the desk
        :return: plain values; `state` is closed, staff, start, step or done
        """
        at_desk = mode != "web"
        if not at_desk and self.env.user._is_internal():
            return {"state": "staff"}
        invitations = self.env["client.survey.invitation"]
        found = invitations._of_key(key)
        if not found:
            return {"state": "closed"}
        if at_desk:
            self._check_desk()
            if invitations._supports(found[0], self.env.user):
                return {"state": "own"}
        offered = self.env["survey.survey"]._offered(found[4])
        page = {"key": key, "mode": mode, "until": found[3], "at_desk": at_desk}
        version = typed.get("version")
        survey = next((one for one in offered if one.oco_version == version), None)
        if not survey:
            offers = [
                {
                    "version": one.oco_version,
                    "is_easy": one.oco_kind == "easy",
                    "count": one.question_count,
                }
                for one in offered
            ]
            return {**page, "state": "start", "offers": offers}
        answers = self._read(survey, typed)
        problem = None
        if typed.get("to") == "send":
            if answers:
                invitations._use(found[0])
                self.env["oco.survey.box"]._drop(
                    survey,
                    found[1],
                    found[2],
                    mode,
                    at_desk or typed.get("helped") == "yes",
                    answers,
                )
                return {"state": "done", "at_desk": at_desk}
            problem = self.env._("You answered no question yet.")
        return {
            **page,
            **self._step(survey, answers, typed),
            "state": "step",
            "version": version,
            "problem": problem,
            "helped": typed.get("helped") == "yes",
        }

    @api.model
    def _check_desk(self):
        """
        :raises AccessError: for who does not work at the desk
        """
        if not any(self.env.user.has_group(role) for role in AT_DESK):
            raise AccessError(
                self.env._("Intake workers and coordinators enter what came in.")
            )

    @api.model
    def _read(self, survey, typed):
        """`{code: value, or a list of values}` of what was answered so far; whatever is
        no answer to a question is left out."""
        answers = {}
        for question in survey.question_ids:
            code = question.oco_code
            values = question.suggested_answer_ids.mapped("oco_value")
            text = typed.get(code) or ""
            match question.question_type:
                case "multiple_choice":
                    value = [one for one in values if typed.get(f"{code}.{one}")]
                case "simple_choice":
                    value = text if text in values else None
                case "scale":
                    grades = range(question.scale_min, question.scale_max + 1)
                    value = text if text in map(str, grades) else None
                case _:
                    value = cleaned(text, lines=True)[:MOST_LETTERS]
            if value:
                answers[code] = value
        return answers

    @api.model
    def _step(self, survey, answers, typed):
        """One page of the form, and what travels along in it."""
        pages = survey.page_ids
        step = {"next": 1, "back": -1}.get(typed.get("to"), 0) + _number(
            typed.get("step")
        )
        step = min(max(step, 1), len(pages))
        shown = pages[step - 1].question_ids
        carried = []
        for question in survey.question_ids - shown:
            value = answers.get(question.oco_code)
            if isinstance(value, list):
                carried += [(f"{question.oco_code}.{one}", "on") for one in value]
            elif value:
                carried.append((question.oco_code, value))
        return {
            "step": step,
            "steps": len(pages),
            "is_last": step == len(pages),
            "heading": pages[step - 1].title,
            "carried": carried,
            "questions": [
                self._question(question, answers.get(question.oco_code), survey)
                for question in shown
            ],
        }

    @api.model
    def _question(self, question, value, survey):
        code, kind = question.oco_code, question.question_type
        chosen = value if isinstance(value, list) else [value]
        if kind == "scale":
            grades = range(question.scale_min, question.scale_max + 1)
            options = [(str(grade), str(grade), None) for grade in grades]
        else:
            answers = question.suggested_answer_ids
            top = max(answers.mapped("oco_score"), default=0)
            options = [
                (
                    one.oco_value,
                    one.value,
                    _face(one.oco_value, one.oco_score, top)
                    if survey.oco_kind == "easy"
                    else None,
                )
                for one in answers
            ]
        is_several = kind == "multiple_choice"
        return {
            "code": code,
            "title": question.title,
            "kind": kind,
            "text": value if kind == "text_box" else None,
            "options": [
                {
                    "id": f"{code}_{one}",
                    "name": f"{code}.{one}" if is_several else code,
                    "type": "checkbox" if is_several else "radio",
                    "value": "on" if is_several else one,
                    "label": label,
                    "face": face,
                    "checked": one in chosen,
                }
                for one, label, face in options
            ],
        }

    # The desk -------------------------------------------------------------------------

    @api.model
    def _desk(self):
        """How many letters and calls wait for the user."""
        self._check_desk()
        invitations = self.env["client.survey.invitation"]
        return {
            "letters": len(invitations._at_desk("letter")),
            "calls": len(invitations._at_desk("phone")),
        }

    @api.model
    def _desk_letters(self, kind="easy"):
        """The letters, each with the questions on paper.

        :param kind: which survey: "easy" or "full"; anything else is easy
        """
        self._check_desk()
        letters = self.env["client.survey.invitation"]._letters()
        papers = {
            day: self._paper(kind, day) for day in {one["sent_on"] for one in letters}
        }
        return {
            "letters": [{**one, "questions": papers[one["sent_on"]]} for one in letters]
        }

    @api.model
    def _paper(self, kind, day):
        """The questions on the paper of an invitation that went out on that day.

        :raises UserError: all surveys are archived
        """
        offered = self.env["survey.survey"]._offered(day)
        if not offered:
            raise UserError(
                self.env._(
                    "No letters were made: all surveys are archived. Ask your "
                    "administrator to take one out of the archive."
                )
            )
        survey = next((one for one in offered if one.oco_kind == kind), offered[0])
        return [
            self._question(question, None, survey) for question in survey.question_ids
        ]

    @api.model
    def _desk_call(self):
        self._check_desk()
        return self.env["client.survey.invitation"]._next_call()

    @api.model
    def _desk_called(self, key, outcome):
        """A call came to nothing.

        :param outcome: "unreachable" or "declined"; anything else changes nothing
        """
        self._check_desk()
        if outcome in ("unreachable", "declined"):
            self.env["client.survey.invitation"]._called(key, outcome)


def _number(text):
    return int(text) if (text or "").isdecimal() and len(text) < 4 else 1


def _face(value, score, top):
    """Which of five faces: 1 is the saddest; None for an answer that has none."""
    if score:
        return 1 + round((score - 1) * 4 / (top - 1))
    return FACES.get(value)
