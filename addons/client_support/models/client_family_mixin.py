from odoo import api, fields, models
from odoo.exceptions import UserError

from ..access import KINDS_FROM_OUTSIDE
from ..screen import form_of


class ClientFamilyMixin(models.AbstractModel):
    """A case of several residents, who may live apart and not know of each other.

    What belongs to the case belongs to all of them, unless it names which. A shielded
    case is opened to none of their portal accounts: each sees the own file only, and
    learns of no other name, number or count.
    """

    _name = "client.family.mixin"
    _description = "Case of a family"

    is_shielded = fields.Boolean(
        string="They live apart",
        help="Shields the residents of this case from each other: their portal "
        "accounts, and those of who represents them, show the own file only.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        cases.resident_ids._sync_portal_access()
        return cases

    def write(self, vals):
        if not vals.keys() & {"resident_ids", "is_shielded"}:
            return super().write(vals)
        before = self.resident_ids
        result = super().write(vals)
        (before | self.resident_ids)._sync_portal_access()
        return result

    def action_family(self):
        """The form that adds a resident to the case or takes one out."""
        self.ensure_one()
        self.check_access("write")
        return form_of(
            self.env["client.family"],
            name=self.env._("For whom the case is"),
            target="new",
            context={"default_case_id": self.id},
        )

    def _add_resident(self, resident):
        """The case is for this resident too; whoever works on it sees that.

        The caller has checked the right to both. A consent is of the one who gave it,
        so it does not come to cover somebody else.

        :raises ValidationError: when the supporter of the case cannot support this one
        """
        self.ensure_one()
        # Elevated: residents of a case are changed by this method only.
        case = self.sudo()
        case.resident_ids = [fields.Command.link(resident.id)]
        if case.supporter_id:
            case._refuse_conflicts(case.supporter_id, "register")
        access = self.env["client.access"]
        # Elevated: nobody has rights on rows.
        for row in access.sudo().search(
            [
                ("case_id", "=", case.id),
                ("kind", "not in", KINDS_FROM_OUTSIDE),
                ("valid_from", "<=", "now"),
                ("valid_until", ">", "now"),
            ]
        ):
            access._grant(
                row.user_id,
                case,
                row.kind,
                row.basis,
                section=row.section,
                until=row.valid_until,
                residents=resident,
            )
            if row.kind == "supporter":
                access._grant(row.user_id, resident, row.kind, row.basis)
        # Whoever helps, covers or thinks along is asked the same as the supporter.
        case._at_work()._check_standing_cases()

    def _remove_resident(self, resident):
        """The case is no longer for this resident: what it opened of them ends.

        :raises UserError: when something of the case is of this resident
        """
        self.ensure_one()
        # Elevated: as above, and a contact may be hidden from the one who asks.
        case = self.sudo()
        if case.resident_ids == resident:
            raise UserError(self.env._("A case is for somebody: add the other first."))
        own = case.contact_ids.resident_id | case.question_ids.resident_ids
        own |= case.assessment_ids.resident_id | case.goal_ids.resident_id
        own |= case.provider_option_ids.resident_id | case.plan_document_ids.resident_id
        own |= case.procedure_ids.resident_id
        for name in (
            *("client.appointment", "client.reporting.code"),
            "client.survey.invitation",
        ):
            parts = self.env[name].sudo().search([("case_id", "=", case.id)])
            own |= parts.resident_id
        if resident in own:
            raise UserError(
                self.env._(
                    "There is something of this resident in the case (a contact, a "
                    "question, an assessment, a part of the plan, a procedure, an "
                    "appointment), so it stays a case of this resident too."
                )
            )
        access = self.env["client.access"]
        mine = [("case_id", "=", case.id), ("resident_id", "=", resident.id)]
        # Elevated: nobody has rights on rows.
        rows = access.sudo()
        users = rows.search([*mine, ("valid_until", ">", "now")]).user_id
        access._end(mine)
        case.resident_ids = [fields.Command.unlink(resident.id)]
        elsewhere = rows.search(
            [
                ("resident_id", "=", resident.id),
                ("case_id", "!=", False),
                ("valid_until", ">", "now"),
            ]
        ).user_id
        # Whoever takes the resident out goes on with a case of their own for them.
        gone = users - elsewhere - self.env.user
        access._end(
            [
                ("user_id", "in", gone.ids),
                ("resident_id", "=", resident.id),
                ("case_id", "=", False),
                ("kind", "not in", KINDS_FROM_OUTSIDE),
            ]
        )
        resident._sync_portal_access()
