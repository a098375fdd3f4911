from . import review
from . import open_data
