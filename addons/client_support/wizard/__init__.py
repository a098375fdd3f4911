from . import client_quick_contact
from . import client_ticket_contact
