from . import client_quick_contact
from . import client_assign
from . import client_consult
from . import client_cover
from . import client_look
