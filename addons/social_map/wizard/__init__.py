from . import social_csv_export
from . import social_merge
from . import social_merge_line
from . import social_shortlist_choose
