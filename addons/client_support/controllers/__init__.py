from . import helpdesk
from . import home
from . import portal
from . import statement
