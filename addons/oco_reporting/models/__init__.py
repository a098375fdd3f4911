from . import oco_figure
