"""Whoever takes over a place is asked together with the one who stays, as soon as both could be a pair."""

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from matchmaker import Reason
from pairings.models import HandOver, Pairing
from pairings.services import messages
from pairings.services.locking import has_room
from people.clock import days_ahead
from programs.models import Cycle, Participant, Side, Todo
from programs.services import NewTodo, hold_cycles, raise_todos
from proposals.matching_words import reason_words
from proposals.read_problem import read_problem
from proposals.rule_checks import broken_pairs
from proposals.services.versions import policy_of


def ask_successors() -> int:
    """Ask the mentor of each pair of a successor who has a place and the one who stays; returns how many. Doing it
    twice asks once."""
    return sum(_ask(hand_over) for hand_over in _ready())


def _ready() -> list[HandOver]:
    """Both are free to be matched, and the earlier pair has ended and been told so."""
    matchable = Participant.objects.matchable().order_by().values("pk")
    stays = Q(side=Side.JUNIOR, pairing__senior__in=matchable) | Q(side=Side.SENIOR, pairing__junior__in=matchable)
    states = [state for state in Cycle.State.values if Cycle(state=state).may_still_pair]
    waiting = HandOver.objects.filter(
        stays, next_pairing__isnull=True, given_up_at__isnull=True, successor__in=matchable,
        pairing__state=Pairing.State.ENDED, pairing__cycle__state__in=states, pairing__cycle__program__state="open",
    )  # fmt: skip
    people = ("successor__user", "pairing__junior__user", "pairing__senior__user", "pairing__cycle__program")
    return list(waiting.select_related(*people).order_by("pk"))


@transaction.atomic
def _ask(hand_over: HandOver) -> bool:
    """By the rules of the match, and not where one of them has found another partner meanwhile."""
    cycle = hand_over.pairing.cycle
    hold_cycles([cycle.pk])
    if not HandOver.objects.filter(pk=hand_over.pk, next_pairing__isnull=True, given_up_at__isnull=True).exists():
        return False
    places = {hand_over.side: hand_over.successor, hand_over.other_place.side: hand_over.other_place}
    now = timezone.now()
    pairing = Pairing(
        cycle=cycle, junior=places[Side.JUNIOR], senior=places[Side.SENIOR], proposed_at=now,
        answer_by=days_ahead(now, days=cycle.program.answer_days),
    )  # fmt: skip
    if not all(has_room(participant, besides=pairing) for participant in places.values()):
        return False
    if reasons := _broken(pairing):
        if set(reasons) != {Reason.NO_FREE_PLACE}:
            _give_up(hand_over, reasons)
        return False
    pairing.save()
    HandOver.objects.filter(pk=hand_over.pk).update(next_pairing=pairing)
    messages.ask_mentors([pairing], cycle.program_id)
    return True


def _broken(pairing: Pairing) -> tuple[Reason, ...]:
    pair = str(pairing.junior.user_id), str(pairing.senior.user_id)
    problem = read_problem(pairing.cycle, policy_of(pairing.cycle.program)).problem
    return broken_pairs(problem, [pair]).get(pair, ())


def _give_up(hand_over: HandOver, reasons: tuple[Reason, ...]) -> None:
    """The team is told why they are not asked, in the words of the match: what is private is not told apart."""
    HandOver.objects.filter(pk=hand_over.pk).update(given_up_at=timezone.now())
    successor, stays, cycle = hand_over.successor.user, hand_over.other_place.user, hand_over.pairing.cycle
    raise_todos(
        [
            NewTodo(
                program_id=cycle.program_id,
                kind=Todo.Kind.BROKEN_RULE,
                subject_id=hand_over.pk,
                text=_("%(name)s cannot take over with %(other)s: %(why)s. Both can be matched with others.")
                % {"name": successor, "other": stays, "why": "; ".join(map(reason_words, reasons))},
                link=f"{reverse('match_board', args=[cycle.program_id])}?cycle={cycle.pk}",
                concerns=[successor.pk, stays.pk],
            )
        ]
    )
