"""Names of erased people in what a match run says of itself."""

from people.erasure.stored_names import StoredName
from proposals.models import MatchRun


def take_out_of_runs(stored: StoredName) -> None:
    """Whoever stopped a run stands in its message."""
    for run in MatchRun.objects.filter(stored.may_stand_in("message")).only("message"):
        MatchRun.objects.filter(pk=run.pk).update(message=stored.taken_out(run.message))
