from . import social_merge
from . import social_merge_line
