"""Pairs that go on in the next cycle: asked like all others, as soon as both have confirmed and were approved."""

from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from pairings.models import PairEnding, Pairing
from pairings.services import messages
from pairings.services.locking import has_room
from pairings.upper_floors import proposals
from people import change_hooks
from people.clock import days_ahead
from programs.models import Cycle, Participant
from programs.services import hold_cycles

NEXT = "pairing__cycle__closing__next_cycle"


def ask_carried() -> int:
    """Ask the mentor of each pair that is carried over and complete in the next cycle; returns how many. Doing it twice
    asks once. Who breaks a rule of matching by now is not asked, and is matched like everybody else."""
    complete = list(_complete())
    endings = [ending.pairing_id for ending in complete]
    broken = proposals().broken_pairings(Pairing.objects.filter(pk__in=endings)) if endings else {}
    return sum(_ask(ending) for ending in complete if ending.pairing_id not in broken)


def _place(side: str) -> Subquery:
    places = Participant.objects.matchable().filter(
        cycle=OuterRef(NEXT), user=OuterRef(f"pairing__{side}__user"), side=side
    )
    return Subquery(places.values("pk")[:1])


def _complete() -> QuerySet[Any]:
    """Those carried over both of whose people have a place in the next cycle: endings with `next_cycle`, `junior_place`
    and `senior_place`, all ids."""
    carried = PairEnding.objects.filter(
        outcome=PairEnding.Outcome.CARRIED, next_pairing__isnull=True, pairing__state=Pairing.State.COMPLETED,
        **{f"{NEXT}__state__in": [Cycle.State.ENROLLING, Cycle.State.MATCHING, Cycle.State.RUNNING]},
    )  # fmt: skip
    places = carried.annotate(junior_place=_place("junior"), senior_place=_place("senior"), next_cycle=F(NEXT))
    return places.filter(junior_place__isnull=False, senior_place__isnull=False).order_by("pk")


@transaction.atomic
def _ask(ending: Any) -> bool:
    """Not where one of them has found another partner meanwhile."""
    hold_cycles([ending.next_cycle])
    if not PairEnding.objects.filter(pk=ending.pk, next_pairing__isnull=True).exists():
        return False
    places = Participant.objects.select_related("user", "cycle__program").in_bulk(
        [ending.junior_place, ending.senior_place]
    )
    junior, senior = places[ending.junior_place], places[ending.senior_place]
    now, program = timezone.now(), junior.cycle.program
    answer_by = days_ahead(now, days=program.answer_days)
    pairing = Pairing(cycle=junior.cycle, junior=junior, senior=senior, proposed_at=now, answer_by=answer_by)
    if not all(has_room(participant, besides=pairing) for participant in (junior, senior)):
        return False
    pairing.save()
    PairEnding.objects.filter(pk=ending.pk).update(next_pairing=pairing)
    messages.ask_mentors([pairing], program.pk)
    change_hooks.announce([junior.user_id, senior.user_id], is_line_changed=False)
    return True
