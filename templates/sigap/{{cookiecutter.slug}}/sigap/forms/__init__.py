from sigap.forms.deed import DeedForm
from sigap.forms.filters import OverviewFilter
from sigap.forms.order import FindingForm, TaskForm
from sigap.forms.teams import ShiftForm, TeamForm

__all__ = ["DeedForm", "FindingForm", "OverviewFilter", "ShiftForm", "TaskForm", "TeamForm"]
