"""What pairings do when somebody leaves, what keeps a cycle from moving, and who is a party of a program's pairs."""

import uuid
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pairings.models import Pairing
from pairings.querysets import AGREED, OPEN, is_untold
from pairings.services import close_in, reopen_in, withdraw_pairings
from people import closeness
from people.audit.readers import HiddenPair
from people.models import EndedLine, User
from programs import closeness as program_closeness
from programs.models import Cycle, Participant, Program


def end_of_place(participant: Participant, by: User | None) -> None:
    """A participant has withdrawn: every pairing of theirs that is open, or open to them, ends in the same
    transaction."""
    theirs = Pairing.objects.taking_places(participant.side, timezone.now())
    withdraw_pairings(pairings=theirs.filter(**{participant.side: participant}), by=by)


def cycle_moved(cycle: Cycle, to_state: str) -> None:
    """The open pairings of a closing cycle come to their end with it, and go on when it steps back."""
    if to_state == Cycle.State.CLOSING:
        close_in(cycle=cycle)
    elif to_state == Cycle.State.RUNNING:
        reopen_in(cycle=cycle)


def pairs_near(user: User) -> list[HiddenPair]:
    """The pairings that somebody is a party of, whatever became of them; with the two of it once both have said yes."""
    pairs = Pairing.objects.parties_near(user).order_by().values_list("pk", "junior__user", "senior__user", "agreed_at")
    return [HiddenPair(pk, frozenset({junior, senior}), agreed is not None) for pk, junior, senior, agreed in pairs]


def near_pairs(user: User) -> program_closeness.NearPairs:
    """What somebody knows of the pairings they are a party of (mentor, leader, assistant or line manager). One query.

    A pairing stands until the batch with which all are told that it is over; who ended it is told by nothing.
    """
    near = Pairing.objects.parties_near(user).order_by()
    rows = list(near.values_list("state", "junior", "senior", "junior__user", "senior__user"))
    states = {Pairing.State.COMPLETED: Participant.State.COMPLETED, **dict.fromkeys(AGREED, Participant.State.ACTIVE)}
    told: dict[uuid.UUID, str] = {}
    for state, *places, _junior, _senior in rows:
        for place in places if state in states else ():
            told[place] = Participant.State.ACTIVE if told.get(place) == Participant.State.ACTIVE else states[state]
    return program_closeness.NearPairs(
        people=frozenset(one for row in rows for one in row[3:]),
        places=frozenset(one for row in rows for one in row[1:3]),
        told=told,
    )


def parties_with(person_id: uuid.UUID, others: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of `others` who are parties of a pairing that the person is a party of. Four queries.

    Only of pairings to which both have said yes: what comes of this is said to people, who may know of no others.
    """
    pairings = Pairing.objects.parties_near(User(pk=person_id)).filter(agreed_at__isnull=False)
    two = {one for both in pairings.values_list("junior__user", "senior__user") for one in both}
    managers = User.objects.filter(reports__in=two).values_list("pk", flat=True)
    assistants = User.assistants.through.objects.filter(from_user__in=two).values_list("to_user", flat=True)
    until_lately = EndedLine.objects.of(two).values_list("close", flat=True)
    return (two | set(managers) | set(assistants) | set(until_lately)) & set(others)


def parties_in(program: Program) -> set[uuid.UUID]:
    """Everybody who is a party of any pairing of the program, whatever became of it."""
    return set().union(*_parties_of_each(program).values())


def partners_of(user: User, program: Program) -> set[uuid.UUID]:
    """The parties of those pairings of the program that `user` is a party of, or whose parties they are close to."""
    return set().union(*_near_to(user, _parties_of_each(program)))


def reads_of(user: User, program: Program, *, near: User) -> bool:
    """Whether `user` may look after a pairing that `near` is a party of, or whose parties they are close to."""
    return any(user.pk not in parties for parties in _near_to(near, _parties_of_each(program)))


def only_reads(user: User, program: Program, *, staying: Collection[User]) -> bool:
    """Whether there is an open pairing that `user` may look after and of which all those staying are parties."""
    left = {other.pk for other in staying}
    each = _parties_of_each(program, Q(pk__in=Pairing.objects.open().values("pk")))
    return any(user.pk not in parties and left <= parties for parties in each.values())


def _near_to(user: User, each: dict[uuid.UUID, set[uuid.UUID]]) -> list[set[uuid.UUID]]:
    near = closeness.close_to(user, set().union(*each.values())) if each else set()
    return [parties for parties in each.values() if parties & near]


def _parties_of_each(program: Program, only: Q | None = None) -> dict[uuid.UUID, set[uuid.UUID]]:
    """The parties of each pairing of the program: the two, their managers and assistants, those of lately too. Four
    queries, one where there are no pairings."""
    pairs = Pairing.objects.filter(only or Q(), cycle__program=program).order_by()
    each = {pk: {junior, senior} for pk, junior, senior in pairs.values_list("pk", "junior__user", "senior__user")}
    if not each:
        return {}
    two = set().union(*each.values())
    lines = [
        *User.objects.filter(reports__in=two).order_by().values_list("reports", "pk"),
        *User.assistants.through.objects.filter(from_user__in=two).values_list("from_user", "to_user"),
        *EndedLine.objects.of(two).values_list("person", "close"),
    ]
    close: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for person, other in lines:
        close[person].add(other)
    return {pk: both.union(*(close[person] for person in both)) for pk, both in each.items()}


def obstacle(cycle: Cycle, to_state: str) -> str | Promise:
    """Nobody who was asked may find themselves in a cycle that has not begun; a closed one has no open pairs."""
    if to_state in (Cycle.State.ENROLLING, Cycle.State.MATCHING) and cycle.state == Cycle.State.RUNNING:
        return _("People have been asked already.") if cycle.pairings.exists() else ""
    unsettled = Pairing.objects.filter(Q(state__in=OPEN) | is_untold(timezone.now()), cycle=cycle)
    if to_state == Cycle.State.CLOSED and unsettled.exists():
        return _(
            "Some pairings are still open, or somebody has not been told yet that theirs does not come about. Complete "
            "or end those that are open, on the page of pairings."
        )
    return ""
