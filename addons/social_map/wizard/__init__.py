from . import social_csv_export
