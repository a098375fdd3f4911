from odoo import api, models
from odoo.exceptions import UserError

# The lists of the forms and the name of what is chosen from each.
CHOSEN = {"organisations": "organisation", "types": "type", "domains": "domain"}


class ClientAskedMixin(models.AbstractModel):
    """A resident asks, or somebody asks for them: who it is, how to reach them, what.

    What the form of the website and that of the portal have in common.
    """

    _name = "client.asked.mixin"
    _description = "Asked by a form"

    @api.model
    def _checked_asked(self, values, choices, nothing, unreachable, disagreed):
        """What was filled in, as it may be kept.

        :param values: `{name: text}` as the form sends it
        :param choices: `{list: [(id, name), …]}` that the form offered
        :param nothing: what to say when the name or the question is missing
        :param unreachable: the same, without telephone and e-mail
        :param disagreed: the same, when nobody agreed
        :return: the texts, and the ids of what was chosen
        :raises UserError: with what is missing
        """
        texts = self.env["social.form"]._texts(values)
        if not texts["name"] or not texts["question"]:
            raise UserError(nothing)
        if not (texts["phone"] or texts["email"]):
            raise UserError(unreachable)
        if values.get("agreed") != "yes":
            raise UserError(disagreed)
        chosen = {}
        for key in CHOSEN.keys() & choices.keys():
            offered = {str(id_): id_ for id_, _label in choices[key]}
            if values.get(CHOSEN[key]) not in offered:
                raise UserError(self.env._("Choose one in each of the lists."))
            chosen[CHOSEN[key]] = offered[values[CHOSEN[key]]]
        return {**texts, **chosen}
