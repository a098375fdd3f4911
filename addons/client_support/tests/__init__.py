from . import test_access_words
from . import test_roles
from . import test_fence
from . import test_registry
from . import test_register
from . import test_case
from . import test_quick_contact
from . import test_life_domain_term
