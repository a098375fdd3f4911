from . import oco_fact_mixin
from . import oco_fact_contact
from . import oco_fact_question
from . import oco_fact_case
from . import oco_figure
from . import oco_engine
from . import spreadsheet_dashboard_share
