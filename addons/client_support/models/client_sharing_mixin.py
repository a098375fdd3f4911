from odoo import api, models
from odoo.exceptions import UserError

from ..roles import ACCESS_OFFICER, PROVIDER_STAFF
from ..screen import labels

# Kept in the resident's own file, also where a case is worked on.
OF_THE_RESIDENT = frozenset({"identity", "network"})


class ClientSharingMixin(models.AbstractModel):
    """Somebody outside reads parts of a file: by consent, or on a ground in law."""

    _name = "client.sharing.mixin"
    _description = "Parts of a file for somebody outside"

    # To whom, and what ------------------------------------------------------------

    @api.model
    def _domain_of_recipients(self):
        groups = self.env["res.groups"]
        for name in (ACCESS_OFFICER, PROVIDER_STAFF):
            groups |= self.env.ref(name, raise_if_not_found=False) or groups
        # A confidant is added by the one who made the account; offered are those who
        # decide on support or give care.
        return [("share", "=", True), ("group_ids", "in", groups.ids)]

    @api.model
    def _decides_or_gives_care(self, user):
        """Whether it is a portal account of those who do so by their work."""
        roles = (ACCESS_OFFICER, PROVIDER_STAFF)
        return user.active and user.share and any(map(user._has_group, roles))

    def _check_case_chosen(self):
        """:raises UserError: for a part of a case without the case"""
        if "case" in self.section_ids.mapped("code") and not self.case_id:
            raise UserError(
                self.env._("Choose the case, or take the part “Case” away.")
            )

    def _file_of(self, code):
        """The file of which a part is shared: of a case, or the resident's own."""
        return (
            self.resident_id
            if code in OF_THE_RESIDENT
            else self.case_id or self.resident_id
        )

    # The recipient's side ---------------------------------------------------------

    @api.model
    def _shared_with_user(self):
        """What the user may see by consent or by a disclosure at this moment.

        :return: a list of {"number", "organisation", "until"}, one for each resident
        """
        return [
            {
                "number": resident.number,
                "organisation": resident.company_id.name,
                "until": max(rows.mapped("valid_until")),
            }
            for resident, rows in self._rows_of_user().grouped("resident_id").items()
        ]

    @api.model
    def _rows_of_user(self):
        # Elevated: the rows of the user are the check, and nobody reads those.
        return (
            self.env["client.access"]
            .sudo()
            .search(
                [
                    ("user_id", "=", self.env.uid),
                    ("kind", "in", ("consent", "disclosure")),
                    ("valid_from", "<=", "now"),
                    ("valid_until", ">", "now"),
                ]
            )
        )

    @api.model
    def _shared_parts(self, number):
        """What of one resident's file the user may see, read as the user.

        :param number: the number of the resident
        :return: `{model: [values]}` of the fields that may be shared, or None when
            nothing of such a resident is shared with the user
        """
        rows = self._rows_of_user().filtered(
            lambda row: row.resident_id.number == number
        )
        if not rows:
            return None
        parts = {}
        for name in (
            "client.resident",
            "client.case",
            "client.contact",
            "client.question",
            "client.relation",
            "client.document",
            "client.assessment.line",
            "client.goal",
            "client.goal.action",
        ):
            # Elevated for the keys only; the values are read through the fence.
            ids = (
                self.env[name]
                .sudo()
                .search([("dossier_id", "in", rows.dossier_id.ids)])
                .ids
            )
            found = self.env[name].search([("id", "in", ids)])
            parts[name] = found.read(sorted(found._shared_fields - {"id"}))
            for field in map(found._fields.get, found._shared_fields):
                if field.type == "selection":
                    words = labels(found, field.name)
                    for values in parts[name]:
                        values[field.name] = words.get(values[field.name])
        return parts
