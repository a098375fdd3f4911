from . import client_quick_contact
