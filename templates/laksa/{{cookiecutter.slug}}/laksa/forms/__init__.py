from laksa.forms.figures import FigureFilter
from laksa.forms.filters import PublicFilter, QueueFilter
from laksa.forms.send import ReportForm
from laksa.forms.work import DeedForm

__all__ = ["DeedForm", "FigureFilter", "PublicFilter", "QueueFilter", "ReportForm"]
