"""What pairings do when somebody leaves, and what keeps a cycle from moving."""

import uuid
from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pairings.models import Pairing
from pairings.querysets import AGREED, OPEN, is_untold
from pairings.services import close_in, reopen_in, withdraw_pairings
from people.models import EndedLine, User
from programs import closeness
from programs.models import Cycle, Participant


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


def pairings_near(user: User) -> set[uuid.UUID]:
    """The pairings that somebody is a party of, whatever became of them."""
    return set(Pairing.objects.parties_near(user).order_by().values_list("pk", flat=True))


def partners_near(user: User) -> set[uuid.UUID]:
    """The two of each pairing that somebody is a party of, once both have said yes."""
    agreed = Pairing.objects.parties_near(user).filter(agreed_at__isnull=False).order_by()
    return {person for pair in agreed.values_list("junior__user", "senior__user") for person in pair}


def near_pairs(user: User) -> closeness.NearPairs:
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
    return closeness.NearPairs(
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
    managers = User.objects.filter(pk__in=two).values_list("manager", flat=True)
    assistants = User.assistants.through.objects.filter(from_user__in=two).values_list("to_user", flat=True)
    until_lately = EndedLine.objects.of(two).values_list("close", flat=True)
    return (two | set(managers) | set(assistants) | set(until_lately)) & set(others)


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
