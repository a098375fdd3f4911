from ..quiet_log import LINK, QUESTION, keep_quiet, keep_values_quiet
from . import directory
from . import front
from . import guide
from . import helpdesk
from . import leaflet
from . import open_data
from . import public_form
from . import review
from . import suggestions
from . import website_forms
from . import website_info

keep_quiet(QUESTION, LINK)
keep_values_quiet()
