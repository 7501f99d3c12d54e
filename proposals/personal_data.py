"""What matching keeps about people, and what it takes out of its own words when one of them is erased."""

from django.utils.translation import gettext_lazy as _

from people.erasure.stored_names import StoredName
from people.personal_data import (
    AS_LONG_AS_THE_PROGRAM,
    OF_OTHERS,
    OF_THE_TEAM,
    TECHNICAL,
    Basis,
    Deleted,
    Kept,
    PersonalRecord,
    nothing_of,
)
from proposals.models import MatchPolicy, MatchRun, PendingCheck, Proposal, RotationOutlook

WORKING_PAPER = _("a working paper of the program team; what comes of it is asked of you as a pairing")
RUN = PersonalRecord(
    model=MatchRun,
    name=_("Computed versions of who could be paired"),
    purpose=_("To find pairs that fit, and to see later which rules they stand on"),
    basis=Basis.PARTICIPATION,
    readers=_("the program team, except what concerns people they are close to"),
    kept=AS_LONG_AS_THE_PROGRAM,
    people=("created_by",),
    withheld={
        "created_by": OF_OTHERS, "name": OF_THE_TEAM, "about": WORKING_PAPER, "pins": WORKING_PAPER,
        "forbidden": WORKING_PAPER, "left_out": WORKING_PAPER, "outcome": WORKING_PAPER, "details": WORKING_PAPER,
        "dropped": WORKING_PAPER, "policy": TECHNICAL, "phase": TECHNICAL, "input_digest": TECHNICAL,
        "message": TECHNICAL, "created_at": TECHNICAL, "started_at": TECHNICAL, "finished_at": TECHNICAL,
        "kept_at": TECHNICAL, "published_at": TECHNICAL,
    },
    rows_of=nothing_of(MatchRun),
    on_erasure=Kept(_("it names places in the program, not people")),
)  # fmt: skip
PAIR = PersonalRecord(
    model=Proposal,
    name=_("Pairs of such a version"),
    purpose=_("To find pairs that fit, and to explain why they do"),
    basis=Basis.PARTICIPATION,
    readers=_("the program team, except what concerns people they are close to"),
    kept=AS_LONG_AS_THE_PROGRAM,
    people=("junior__user", "senior__user"),
    withheld={"parts": WORKING_PAPER},
    rows_of=nothing_of(Proposal),
    on_erasure=Kept(_("numbers about places in the program")),
)
CHECK = PersonalRecord(
    model=PendingCheck,
    name=_("Pairings to be looked at again after a change"),
    purpose=_("So that a pairing that breaks a rule is found"),
    basis=Basis.PARTICIPATION,
    readers=_("nobody; the worker looks and deletes the note"),
    kept=_("until the worker has looked, a minute or so"),
    people=("person", "other"),
    withheld={"person": OF_OTHERS, "other": OF_OTHERS, "noted_at": TECHNICAL},
    rows_of=nothing_of(PendingCheck),
    on_erasure=Deleted(),
)
RECORDS = (RUN, PAIR, CHECK)
IMPERSONAL = (
    (RotationOutlook, "figures of how many changes of partners a cycle allows, with ids of places"),
    (MatchPolicy, "the rules and weights of a program"),
)


def take_out_of_runs(stored: StoredName) -> None:
    """Whoever stopped a run stands in its message."""
    for run in MatchRun.objects.filter(stored.may_stand_in("message")).only("message"):
        MatchRun.objects.filter(pk=run.pk).update(message=stored.taken_out(run.message))
