from . import test_published_table
from . import test_rounding
from . import test_workbook
from . import test_figures
from . import test_workbook_wizard
from . import test_dashboard_share
