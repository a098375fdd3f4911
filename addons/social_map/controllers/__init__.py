from . import review
from . import open_data
from ..quiet_log import keep_quiet
from . import directory

keep_quiet()
