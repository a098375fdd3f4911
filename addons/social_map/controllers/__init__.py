from . import directory
from . import front
from . import leaflet
from . import public_form
from . import website_forms
