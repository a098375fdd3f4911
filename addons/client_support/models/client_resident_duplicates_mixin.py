from odoo import api, fields, models

from odoo.addons.social_map.text import normalise

from .. import duplicates


class ClientResidentDuplicatesMixin(models.AbstractModel):
    """Whether somebody who is written down is likely known here already."""

    _name = "client.resident.duplicates.mixin"
    _description = "May be known already"

    name_key = fields.Char(
        compute="_compute_name_key",
        store=True,
        index="btree_not_null",
        groups=fields.NO_ACCESS,
        help="The full name as it is compared with others.",
    )
    likely_duplicates = fields.Text(
        compute="_compute_likely_duplicates",
        help="Files of this organisation that may be of the same person.",
    )

    @api.depends("name")
    def _compute_name_key(self):
        for resident in self:
            resident.name_key = normalise(resident.name) or False

    @api.model
    def load(self, fields, data):  # pylint: disable=redefined-outer-name
        """An import says which rows are likely of somebody who is known; it goes on."""
        result = super().load(fields, data)
        for row, resident in enumerate(self.browse(result["ids"] or ())):
            known = resident._duplicates_in_words(
                resident.name, resident.sudo().birth_date
            )
            if known:
                result["messages"].append(
                    {
                        "type": "warning",
                        "message": known,
                        "record": row,
                        "rows": {"from": row, "to": row},
                    }
                )
        return result

    @api.depends("name", "birth_date", "phone", "email", "company_id")
    @api.depends_context("uid")
    def _compute_likely_duplicates(self):
        """While somebody new is written down; a file that exists asks nothing."""
        for resident in self:
            resident.likely_duplicates = (
                not resident._origin
                and resident._duplicates_in_words(
                    resident.name, resident.sudo().birth_date
                )
            )

    def _duplicates_in_words(self, name, born):
        """Initials, year of birth and team of who may be the same person.

        Two facts must agree (`duplicates.py`), so that this cannot be used to find out
        who is known here. Name, number and file stay closed. Every question leaves a
        row in the read log, and whoever asks too often gets no answer.
        """
        person = duplicates.Person(
            name=normalise(name),
            born=born or None,
            phone=duplicates.phone_key(self.phone),
            email=(self.email or "").strip().lower(),
        )
        if not person.can_be_compared() or not self._own_kind():
            return False
        if self.company_id not in self.env.user.company_ids:
            return False
        if self._asked_too_often():
            return self.env._(
                "You looked for known residents very often today. Ask your coordinator "
                "whether this person is known."
            )
        self.flush_model(["name", "name_key", "birth_date", "phone", "email"])
        # SQL, elevated: the files of colleagues are closed, and reading them as records
        # would tell residents that somebody looked who did not.
        found = [
            row
            for row in self.env.execute_query_dict(
                duplicates.candidates(person, self.company_id.id, self._origin.id)
            )
            if person.agrees_with(row)
        ]
        self._witness(
            "duplicates",
            [row["id"] for row in found],
            ["name", "birth_date", "phone", "email"],
        )
        if not found:
            return False
        teams = self.env["client.team"].sudo().browse([row["team_id"] for row in found])
        return "\n".join(
            [
                self.env._("This person may be known here already:"),
                *(
                    ", ".join(filter(None, (duplicates.initials(row), team.name)))
                    for row, team in zip(found, teams, strict=True)
                ),
                self.env._(
                    "Search among the files open to you first. Is it a colleague's "
                    "file? Ask that team to call back, or for cover. Is it somebody "
                    "else? Then just save."
                ),
            ]
        )

    @api.model
    def _asked_too_often(self):
        """Whether the user asked for more duplicates today than work explains.

        Those of this very request are not in the log yet: a list of names is asked in
        one.
        """
        [(asked,)] = self.env.execute_query(duplicates.asked_lately(self.env.uid))
        asked += self.env["client.access.log"]._book().count("duplicates")
        return asked >= duplicates.MOST_A_DAY
