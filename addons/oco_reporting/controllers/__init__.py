from . import export
from . import closed_survey
from . import experience
from . import commissioner
