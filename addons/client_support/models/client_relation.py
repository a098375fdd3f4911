from odoo import api, fields, models
from odoo.exceptions import UserError

from ..dossier_key import DossierKey
from ..screen import form_of
from .client_portal_mixin import WORKERS


class ClientRelation(models.Model):
    """Somebody around the resident: family, a carer, a confidant, a professional.

    Kept in the resident's own file and shown on each case of theirs. It is data on
    somebody who did not ask to be here, so there is no list of all of them, no search
    by name, and what a consent shares says that there is a sister, never who she is.
    Who represents the resident in law is `client.representative`, not doubled here.
    """

    _name = "client.relation"
    _inherit = ["client.held.document.mixin", "client.identity.mixin"]
    _description = "Person around the resident"
    _order = "is_carer desc, is_confidant desc, id"
    # Not `name`, which Odoo would choose: a label tells nothing.
    _rec_name = "display_name"
    _rec_names_search = ["resident_id"]
    _shared_fields = frozenset(
        {"id", "display_name", "role", "is_carer", "is_confidant", "lives_with"}
    )
    _dossier_of = ("resident_id",)

    dossier_id = DossierKey(compute="_compute_dossier_id", store=True)
    resident_id = fields.Many2one(
        "client.resident",
        required=True,
        index=True,
        ondelete="cascade",
        help="Around whom.",
    )
    name = fields.Char(required=True, help="A first name will do: enough to know who.")
    role = fields.Selection(
        [
            ("partner", "Partner"),
            ("child", "Child"),
            ("parent", "Parent"),
            ("family", "Other family"),
            ("friend", "Friend"),
            ("neighbour", "Neighbour"),
            ("volunteer", "Volunteer"),
            ("professional", "Professional"),
            ("other", "Somebody else"),
        ],
        required=True,
        help="Who it is to the resident.",
    )
    # Beside the role: most carers are a partner or a child.
    is_carer = fields.Boolean(
        string="Carer", help="Cares for the resident, unpaid (mantelzorger)."
    )
    is_confidant = fields.Boolean(
        string="Confidant", help="Whom the resident trusts and wants to be there."
    )
    strength = fields.Selection(
        [("strong", "Strong"), ("weak", "Weak"), ("tense", "Tense")],
        string="Bond",
        help="How the resident feels the bond is; empty: not discussed.",
    )
    lives_with = fields.Boolean(
        string="Same home", help="Lives with the resident at one address."
    )
    phone = fields.Char(string="Telephone number", help="To call, when agreed.")
    may_speak_from = fields.Date(
        string="May speak for the resident from",
        help="From when the resident lets this person speak for them; empty: not. "
        "Authority by law is kept with the representatives.",
    )
    may_speak_until = fields.Date(
        string="May speak until", help="Last day; empty while it lasts."
    )
    may_speak = fields.Boolean(
        string="May speak now",
        compute="_compute_may_speak",
        help="Whether the resident lets this person speak for them today.",
    )
    checkin_ids = fields.One2many(
        "client.carer.checkin",
        "relation_id",
        string="And how are you?",
        groups=WORKERS,
        help="What the carer told about themselves; nobody else sees it.",
    )

    _order_of_days = models.Constraint(
        "CHECK(may_speak_until IS NULL OR may_speak_until >= may_speak_from)",
        "Speaking for the resident ends after it begins: fill in both days.",
    )

    @api.depends("may_speak_from", "may_speak_until")
    def _compute_may_speak(self):
        today = fields.Date.context_today(self)
        for relation in self:
            start, last = relation.may_speak_from, relation.may_speak_until
            relation.may_speak = bool(
                start and start <= today and (not last or today <= last)
            )

    def action_open(self):
        """The form of this person, over the screen that shows the network."""
        self.ensure_one()
        return form_of(
            self, name=self.env._("Person around the resident"), target="new"
        )

    def action_own_file(self):
        """A light file for the carer, who may be a client in their own right (Wmo 2015
        art. 2.2.4 is for carers too).

        Nothing in either file points at the other: whoever has the one learns nothing
        of the other.
        """
        self.ensure_one()
        self.check_access("write")
        if not self.is_carer:
            raise UserError(self.env._("Only a carer gets a file of their own here."))
        carer = self.env["client.resident"].create(
            {"nickname": self.name, "phone": self.phone, "is_light": True}
        )
        return form_of(carer)
