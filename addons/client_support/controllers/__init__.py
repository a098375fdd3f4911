from . import appointments
from . import helpdesk
from . import home
from . import portal
from . import shared
from . import statement
