from . import test_access
from . import test_change_proposal
from . import test_data
from . import test_hsds
from . import test_life_domain
from . import test_menus
from . import test_social_area
from . import test_text
