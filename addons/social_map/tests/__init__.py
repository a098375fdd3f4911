from . import test_access
from . import test_data
from . import test_life_domain
from . import test_menus
from . import test_social_area
from . import test_staff
from . import test_text
