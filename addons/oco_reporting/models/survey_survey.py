from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class SurveySurvey(models.Model):
    """A survey of client experience is asked on our own page, and nowhere else.

    `oco_kind` says that a survey is one of ours. Its answers are read by the builder of
    figures only: global rules close them to everybody, managers of surveys too, and
    Odoo's own pages, tests, sessions and invitations do not know it.
    """

    _name = "survey.survey"
    _inherit = ["survey.survey", "oco.survey.part.mixin"]
    _may_change = frozenset(
        {"active", "oco_ended_on", "user_id", "restrict_user_ids", "color"}
    )

    oco_kind = fields.Selection(
        [("full", "All questions"), ("easy", "At most eight questions, easy words")],
        string="Client experience",
        readonly=True,
        index="btree_not_null",
        help="Which survey on client experience it is; empty: none.",
    )
    oco_version = fields.Char(
        string="Version",
        readonly=True,
        copy=False,
        help="Says with an answer which questions were asked. A survey that somebody "
        "answered is not changed any more; make a new version.",
    )
    oco_ended_on = fields.Date(
        string="Not asked since",
        readonly=True,
        copy=False,
        help="The day on which it was archived. Invitations that went out until then "
        "still ask it.",
    )

    _oco_version_uniq = models.UniqueIndex(
        "(oco_version) WHERE oco_version IS NOT NULL", "This version exists."
    )
    _oco_has_version = models.Constraint(
        "CHECK((oco_kind IS NULL) = (oco_version IS NULL))",
        "A survey on client experience has a version.",
    )
    _oco_names_nobody = models.Constraint(
        "CHECK(oco_kind IS NULL OR (access_mode = 'token' AND NOT"
        " COALESCE(users_login_required, FALSE) AND scoring_type = 'no_scoring'))",
        "On client experience people answer as nobody: without a login or a score.",
    )

    @api.model
    def _offered(self, day):
        """What a resident chooses from to whom the invitation went out on that day:
        of each kind the newest version that was there when the day began.

        So a form on paper is entered as it was printed, and whoever is half way when a
        new version comes, or this one is archived, goes on with the old one. What came
        together with the first version counts at once. Elevated.
        """
        # Elevated: questions are no secret, and who answers has no account.
        surveys = (
            self.sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("oco_kind", "!=", False),
                    *("|", ("active", "=", True), ("oco_ended_on", ">=", day)),
                ],
                order="id",
            )
        )
        offered, first = {}, {}
        for survey in surveys:
            kind, since = survey.oco_kind, survey.create_date.date()
            first.setdefault(kind, since)
            if since < day or since == first[kind]:
                offered[kind] = survey
        return [offered[kind] for kind in ("easy", "full") if kind in offered]

    def write(self, vals):
        if vals.get("active") is False:
            # Archiving what is archived does not ask it for longer.
            ending = self.filtered("active")
            super(SurveySurvey, ending).write(
                {"oco_ended_on": fields.Date.context_today(self)}
            )
        return super().write(vals)

    def _known_to_odoo(self):
        """Those that Odoo's own pages may show: ours are unknown to them, for whoever
        asks and with whatever token."""
        # Elevated: who asks may read no survey; only whether it is one of ours is read.
        return self.filtered(lambda survey: not survey.sudo().oco_kind)

    def copy_data(self, default=None):
        return [
            # A copy of one of ours is its next version.
            vals | {"oco_version": survey._next_version(), "title": survey.title}
            if survey.oco_kind
            else vals
            for survey, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def _next_version(self):
        # Elevated: numbers of versions, also of archived surveys.
        surveys = self.sudo().with_context(active_test=False)
        taken = set(
            surveys.search([("oco_kind", "=", self.oco_kind)]).mapped("oco_version")
        )
        number = 1
        while (version := f"{self.oco_kind}-{number}") in taken:
            number += 1
        return version

    def _asked_in(self):
        return self

    def _refuse_answered(self):
        """
        :raises UserError: when somebody answered one of these
        """
        ours = self.filtered("oco_kind")
        if ours and self.env["oco.survey.box"]._has_answers(ours):
            raise UserError(
                self.env._(
                    "Residents answered this survey, so it stays as they saw it. "
                    "Duplicate it: that is the next version, which you can change."
                )
            )

    def _create_answer(self, *args, **kwargs):
        if self.filtered("oco_kind"):
            raise AccessError(
                self.env._("Client experience is asked on its own page, by invitation.")
            )
        return super()._create_answer(*args, **kwargs)
