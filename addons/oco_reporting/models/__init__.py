from . import oco_figure
from . import res_company
from . import oco_published_label
from . import oco_published_reader_mixin
from . import oco_published_table
from . import oco_published_column
from . import oco_published_row
