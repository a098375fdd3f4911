from . import helpdesk
from . import home
from . import portal
from . import referral
from . import shared
from . import statement
