"""What people type about meetings."""

from sessions.forms.booking import CorrectForm, MoveForm, PlanForm
from sessions.forms.logs import LogForm, UnplannedLogForm
from sessions.forms.texts import AgendaForm, InsightForm, ItemAdjustForm, ItemForm, WinForm, WithdrawForm

__all__ = [
    "AgendaForm",
    "CorrectForm",
    "InsightForm",
    "ItemAdjustForm",
    "ItemForm",
    "LogForm",
    "MoveForm",
    "PlanForm",
    "UnplannedLogForm",
    "WinForm",
    "WithdrawForm",
]
