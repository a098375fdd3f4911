from odoo import models


class ClientCaseDirectoryMixin(models.AbstractModel):
    """From a case into the social map, with what is looked for filled in.

    What is filled in goes along in the user's own session as filters that can be taken
    off; nothing of the case is kept in the social map.
    """

    _name = "client.case.directory.mixin"
    _description = "Looking up help for a case"

    def action_social_map(self):
        """The services for the life domains, the groups and the area of this case."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "social_map.social_service_action_look_up"
        )
        wanted = {
            "life_domain_ids": self.question_ids.life_domain_id,
            "target_group_ids": self._target_groups(),
            "area_ids": self._areas(),
        }
        return {
            **action,
            "context": {
                "of_case": self.id,
                **{
                    f"search_default_{name}": records.ids
                    for name, records in wanted.items()
                    if records
                },
            },
        }

    def _target_groups(self):
        """Of the residents, for who may know: some tell of health or origin."""
        residents = self.resident_ids._filtered_access("read")
        groups = residents._fields["target_group_ids"]
        if not residents._has_field_access(groups, "read"):
            return self.env["target.group"]
        return residents.target_group_ids

    def _areas(self):
        """Where the residents live, else the municipality of the case."""
        residents = self.resident_ids._filtered_access("read")
        return residents.area_id or self.municipality_id
