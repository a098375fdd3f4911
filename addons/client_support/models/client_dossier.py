from odoo import fields, models


class ClientDossier(models.Model):
    """What one access row opens: the file of one resident, or one case.

    Contacts, questions, notes belong to either. One key for both keeps the access
    rules a single join; an OR over two keys made a count eighteen times slower.
    """

    _name = "client.dossier"
    _description = "Dossier"
    _log_access = False
    # No rows nested in the values of a file, also where that is made elevated.
    _allow_sudo_commands = False

    access_ids = fields.One2many(
        "client.access",
        "dossier_id",
        groups=fields.NO_ACCESS,
        help="Who may see what is in it. Only the access rules read this.",
    )
