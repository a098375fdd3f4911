from . import export
from ..quiet_log import keep_quiet
from . import closed_survey
from . import experience

keep_quiet()
