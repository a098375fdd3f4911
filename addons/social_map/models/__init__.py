from . import ir_http
from . import life_domain
from . import life_domain_term
from . import res_partner
from . import social_area
from . import social_area_population
from . import support_form
from . import target_group
