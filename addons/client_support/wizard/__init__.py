from . import base_partner_merge_automatic_wizard
from . import client_quick_contact
from . import client_ticket_contact
from . import mail_compose_message
from . import portal_wizard_user
from . import privacy_lookup_wizard
