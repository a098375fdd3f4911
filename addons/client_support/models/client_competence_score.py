from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..roles import COORDINATOR

SCORES = [
    ("1", "Must learn"),
    ("2", "Is learning"),
    ("3", "Does it well"),
    ("4", "Teaches others"),
]

SAYS = frozenset({"self_score", "coordinator_score"})


class ClientCompetenceScore(models.Model):
    """What a supporter, and then the coordinator, say of one competence on a day.

    A talk about learning, no verdict. The supporter fills in the own score; for who
    has no account the coordinator does.
    """

    _name = "client.competence.score"
    _inherit = ["client.supporter.part.mixin"]
    _description = "Score on a competence"
    _order = "date desc, competence_id, id desc"
    _rec_name = "competence_id"

    supporter_id = fields.Many2one(help="Whose competence.")
    competence_id = fields.Many2one(
        "client.competence",
        required=True,
        ondelete="restrict",
        help="Which competence (Movisie; profile of the profession).",
    )
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The day of the talk.",
    )
    self_score = fields.Selection(
        SCORES, string="Says the supporter", help="The supporter's own score."
    )
    coordinator_score = fields.Selection(
        SCORES, string="Says the coordinator", help="After talking about it."
    )

    _once_a_day = models.Constraint(
        "UNIQUE(supporter_id, competence_id, date)",
        "This competence has a score on that day already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        scores = super().create(vals_list)
        for score in scores:
            score._check_who_says({name for name in SAYS if score[name]})
        return scores

    def write(self, vals):
        result = super().write(vals)
        self._check_who_says(SAYS & vals.keys())
        return result

    def _check_who_says(self, said):
        """Each speaks for themselves; for who has no account the coordinator does.

        :param said: the names of the scores that were filled in or changed
        :raises AccessError: for what is somebody else's to say
        """
        if self.env.su:
            return
        is_coordinator = self.env.user.has_group(COORDINATOR)
        for score in self:
            # Elevated: whose account it is; nothing of it goes back.
            user = score.sudo().supporter_id.user_id
            speaks = user == self.env.user or (is_coordinator and not user)
            if "self_score" in said and not speaks:
                raise AccessError(
                    self.env._("The supporter's own score is theirs to give.")
                )
            if "coordinator_score" in said and not is_coordinator:
                raise AccessError(self.env._("That is for the coordinator to say."))
            if user != self.env.user and not is_coordinator:
                raise AccessError(self.env._("Score your own competences only."))
