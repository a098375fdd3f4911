import re

from odoo import api, models

from ..access import KINDS_OF_RESIDENT


class ClientOwnPartMixin(models.AbstractModel):
    """A part of a case of which the resident sees something on the own pages.

    A resident has no right on the model: the pages ask these methods, which look for a
    standing row of the resident, or of who represents them, on that very case. A case
    whose residents live apart has no such rows, so nothing of it is there for any of
    them (`client.family.mixin`).
    """

    _name = "client.own.part.mixin"
    _inherit = ["client.case.part.mixin"]
    _description = "Part of a case that the resident sees"
    _residents_write = False  # whether residents add to it, until the case is closed

    @api.model
    def _own_rows(self):
        """The rows by which the user sees cases as a resident or for one; elevated."""
        # Elevated: nobody reads access rows; the user's own are the check.
        return (
            self.env["client.access"]
            .sudo()
            .search(
                [
                    ("user_id", "=", self.env.uid),
                    ("kind", "in", KINDS_OF_RESIDENT),
                    ("section", "=", "all"),
                    ("case_id", "!=", False),
                    ("case_id.is_shielded", "=", False),
                    ("valid_from", "<=", "now"),
                    ("valid_until", ">", "now"),
                ]
            )
        )

    @api.model
    def _own_cases(self):
        """The user's own cases and of whom they are, as a page shows them.

        :return: a list of (case, values), the case elevated
        """
        return [
            (
                case,
                {
                    "number": case.number,
                    "organisation": case.company_id.name,
                    "may_write": self._residents_write and case.stage != "closed",
                    # Of whom: the other residents of the case are not named.
                    "called": ", ".join(
                        resident.nickname or resident.name
                        for resident in rows.resident_id
                    ),
                },
            )
            for case, rows in self._own_rows().grouped("case_id").items()
        ]

    @api.model
    def _how_to_call(self):
        """The organisations that have a file of the user and a telephone.

        :return: a list of {"name", "phone", "dial"}
        """
        organisations = self.env["client.access.log"]._residents_of_user().company_id
        return [
            {
                "name": organisation.name,
                "phone": organisation.phone,
                "dial": re.sub(r"[^+\d]", "", organisation.phone),
            }
            for organisation in organisations
            if organisation.phone
        ]

    @api.model
    def _shown_to_user(self):
        """What the user sees of this part, case by case; no case with nothing to do.

        :return: a list of {"number", "organisation", "called", "may_write", "parts"}
        """
        files = [
            {**values, "parts": [part._as_shown() for part in self._shown_of(case)]}
            for case, values in self._own_cases()
        ]
        return [file for file in files if file["parts"] or file["may_write"]]

    @api.model
    def _shown_of(self, case):
        """The records of an own case that the resident sees, elevated."""
        # Elevated: a resident has no right on the model; the case is their own.
        return self.sudo().search([("case_id", "=", case.id), *self._for_residents()])

    @api.model
    def _for_residents(self):
        """The domain of what residents see; each model says so itself."""
        raise NotImplementedError

    def _as_shown(self):
        """The values of one record that a page shows."""
        raise NotImplementedError
