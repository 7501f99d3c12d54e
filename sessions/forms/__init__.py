"""What people type about meetings."""

from sessions.forms.booking import CorrectForm, MoveForm, PlanForm
from sessions.forms.logs import LogForm, UnplannedLogForm
from sessions.forms.texts import AgendaForm, InsightForm, ItemForm

__all__ = [
    "AgendaForm",
    "CorrectForm",
    "InsightForm",
    "ItemForm",
    "LogForm",
    "MoveForm",
    "PlanForm",
    "UnplannedLogForm",
]
