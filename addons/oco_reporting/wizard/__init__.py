from . import oco_workbook
from . import oco_published_import
from . import oco_published_import_line
from . import oco_period_reopening
