from . import oco_workbook
from . import oco_published_import
from . import oco_published_import_line
from . import oco_workbook_check
from . import oco_workbook_check_line
from . import oco_audit_sample
from . import oco_audit_sample_item
from . import oco_period_reopening
