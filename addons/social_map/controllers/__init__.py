from ..quiet_log import keep_quiet
from . import directory
from . import front
from . import guide
from . import leaflet
from . import open_data
from . import public_form
from . import review
from . import suggestions
from . import website_forms

keep_quiet()
