from odoo import api, fields, models
from odoo.exceptions import UserError

from ..screen import form_of

# Who reads how referrals turned out (`client.referral.experience`).
READERS = (
    "client_support.group_supporter,client_support.group_intake,"
    "client_support.group_coordinator,social_map.group_directory_editor"
)


class SocialService(models.Model):
    """What is done with a service in the work: refer, plan, compare, send.

    The case that one looks for travels in the context of the user's own session.
    Nothing is written on the service, and each method asks the fence of the case.
    """

    _inherit = "social.service"

    experience_count = fields.Integer(
        string="How it turned out",
        compute="_compute_experience_count",
        groups=READERS,
        help="Residents who were referred here, as far as they are counted: three of "
        "a kind at least, whole quarters only.",
    )

    @api.depends_context("uid")
    def _compute_experience_count(self):
        counted = self.env["client.referral.experience"]._read_group(
            [("service_id", "in", self.ids)], ["service_id"], ["quantity:sum"]
        )
        counts = {service.id: quantity for service, quantity in counted}
        for service in self:
            service.experience_count = counts.get(service.id, 0)

    def action_experience(self):
        """How referrals to this service turned out, in counts."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "client_support.client_referral_experience_action"
        )
        return {**action, "domain": [("service_id", "=", self.id)]}

    def action_refer(self):
        """A referral to this service, of the case that one looks for, if any."""
        self.ensure_one()
        case = self._case_looked_for()
        if not case:
            self.env["client.referral"].check_access("create")
            return self._offered(
                form_of(self.env["client.referral"], name=self.env._("Refer"))
            )
        return self._offered(case.action_refer())

    def action_plan(self):
        """A step towards the goal on what it is about, or of a new goal.

        Where there are more such goals the supporter chooses. The goal opens, to change
        its words together.
        """
        self.ensure_one()
        case = self._case_needed()
        goals = case.goal_ids.filtered(
            lambda goal: (
                goal.attained in ("not_yet", "partly")
                and goal.life_domain_id in self.life_domain_ids
            )
        )
        if len(goals) > 1:
            return {
                **self.env["ir.actions.act_window"]._for_xml_id(
                    "client_support.client_goal_action_choose"
                ),
                "domain": [("id", "in", goals.ids)],
                "context": {"put_service": self.id},
            }
        if goals:
            return goals._put_in_plan(self)
        return form_of(
            goals,
            name=self.env._("Put in the plan"),
            target="new",
            context={
                "default_case_id": case.id,
                "default_life_domain_id": self._domain_of(case).id,
                "default_action_ids": [fields.Command.create(self._as_step())],
            },
        )

    def _as_step(self):
        """The values of a step of a plan that this service takes."""
        return {"what": self.name, "by": "service", "service_id": self.id}

    def action_compare(self):
        """One of the providers that the resident can choose from."""
        self.ensure_one()
        case = self._case_needed()
        options = case.provider_option_ids
        if self not in options.service_id:
            options.create(
                {"case_id": case.id, "service_id": self.id, "offer": self.name}
            )
        # One stays in the social map: there are more to choose from.
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Put with what %(case)s can choose from, on the tab Plan.",
                    case=case.display_name,
                ),
            },
        }

    def action_send(self):
        """A message to the resident with these services, on the own page only."""
        case = self._case_needed()
        return {
            **case.action_answer(),
            "context": {"default_case_id": case.id, "default_body": self._as_text()},
        }

    def _offered(self, action):
        """A new referral of an action goes to this service."""
        case = self._case_looked_for()
        action["context"] = {
            **action.get("context", {}),
            "default_service_id": self.id,
            "default_partner_id": self.partner_id.id,
            "default_life_domain_id": self._domain_of(case).id,
        }
        return action

    def _domain_of(self, case):
        """The life domain that the case and the service have in common, if one."""
        shared = self.life_domain_ids & case.question_ids.life_domain_id
        return (shared or self.life_domain_ids)[:1]

    def _case_looked_for(self):
        """The case in whose name one looks, after the check that it can be read."""
        case = self.env["client.case"].browse(self.env.context.get("of_case") or ())
        case.check_access("read")
        return case

    def _case_needed(self):
        case = self._case_looked_for()
        if not case:
            raise UserError(
                self.env._("Open the social map from a case, by its button there.")
            )
        case.check_access("write")
        return case
