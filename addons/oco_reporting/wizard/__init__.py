from . import oco_workbook
