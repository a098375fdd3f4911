from . import test_published_table
from . import test_rounding
from . import test_workbook
