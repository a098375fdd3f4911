from . import appointments
from . import helpdesk
from . import home
from . import own_file
from . import portal
from . import referral
from . import shared
from . import statement
