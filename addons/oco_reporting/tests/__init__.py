from . import test_published_table
