from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS


class SocialServiceOpenDataMixin(models.AbstractModel):
    """What readers of open data must hear of a service that they took over."""

    _name = "social.service.open.data.mixin"
    _description = "Service in open data"

    was_public = fields.Boolean(
        compute="_compute_was_public",
        store=True,
        groups=NO_ACCESS,
        help="Everybody could find it once, so that others may hold a copy.",
    )

    @api.depends("is_published")
    def _compute_was_public(self):
        for service in self:
            service.was_public = service.was_public or service.is_published

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        # Elevated: nobody reads the mark.
        if any(one.was_public or one.state != "draft" for one in self.sudo()):
            raise UserError(
                self.env._("What was published is ended, not deleted: others have it.")
            )

    @api.model
    def _gone_since(self, moment):
        """What everybody could find once and nobody finds now: ids and moments only.

        What ended appears nowhere, with one exception: who keeps a copy of the
        directory and asks what changed hears that a service is no more, and not which
        it was.

        :param datetime moment: in UTC; what went on or after it
        :return: [(last_modified, UUID)]
        """
        # Elevated: nobody may read what ended; no more than this leaves the method.
        gone = (
            self.sudo()
            .with_context(active_test=False)
            .search_fetch(
                [
                    ("was_public", "=", True),
                    ("is_published", "=", False),
                    ("last_modified", ">=", moment),
                ],
                ["last_modified", "uuid"],
            )
        )
        return [(service.last_modified, service.uuid) for service in gone]
