from segar.forms.filters import BoardFilter, DataFilter
from segar.forms.sheet import CorrectForm, DutyForm, ReturnForm, SheetForm

__all__ = ["BoardFilter", "CorrectForm", "DataFilter", "DutyForm", "ReturnForm", "SheetForm"]
