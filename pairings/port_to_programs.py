"""What pairings do when somebody leaves, what keeps a cycle from moving, and who is a party of a program's pairs."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet, UUIDField, Value
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pairings import services
from pairings.models import Pairing
from pairings.partners import partners_elsewhere as partners_elsewhere
from pairings.querysets import AGREED, OPEN, is_asked_leader, is_untold
from pairings.services import close_in, reopen_in, tell_closed, withdraw_pairings
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


def paired_places(cycle: Cycle) -> set[uuid.UUID]:
    """Who is in a pairing of the cycle that is open, a question too."""
    rows = Pairing.objects.open().filter(cycle=cycle).order_by().values_list("junior", "senior")
    return {participant for pair in rows for participant in pair}


def partners_of_place(participant: Participant) -> list[User]:
    """The other ones of the pairings of a place that both have agreed to and that are not over."""
    other = "senior" if participant.is_junior else "junior"
    agreed = Pairing.objects.open().filter(agreed_at__isnull=False, **{participant.side: participant})
    return [getattr(pairing, other).user for pairing in agreed.select_related(f"{other}__user").order_by("pk")]


def hand_over_place(leaver: Participant, successor: Participant) -> None:
    """The pairings that end with a place are the successor's to take over."""
    services.hand_over_place(leaver=leaver, successor=successor)


def open_waiting(program: Program) -> None:
    """Pairs that only the orientation kept from beginning do begin, now that the program asks for none."""
    services.open_waiting(program)


def cycle_moved(cycle: Cycle, to_state: str) -> None:
    """The open pairings of a closing cycle come to their end with it, and go on when it steps back. Of a closed one
    everybody is told whom nobody has told yet."""
    if to_state == Cycle.State.CLOSING:
        close_in(cycle=cycle)
    elif to_state == Cycle.State.RUNNING:
        reopen_in(cycle=cycle)
    elif to_state == Cycle.State.CLOSED:
        tell_closed(cycle, {})


def paired(user_id: uuid.UUID, word: str) -> QuerySet[Any, Any]:
    """A row (word, pairing) for each that person may know of: as one of the two, or as an assistant of the leader."""
    pairings = Pairing.objects.order_by().values_list(Value(word), "pk")
    as_leader = pairings.filter(is_asked_leader(), senior__user=user_id)
    as_assistant = pairings.filter(state__in=AGREED, senior__user__assistants=user_id)
    return pairings.filter(junior__user=user_id).union(as_leader, as_assistant, all=True).order_by()


def pairs_near(user: User) -> list[HiddenPair]:
    """The pairings that somebody is a party of, whatever became of them; with the two of it once both have said yes."""
    pairs = Pairing.objects.parties_near(user).order_by().values_list("pk", "junior__user", "senior__user", "agreed_at")
    return [HiddenPair(pk, frozenset({junior, senior}), agreed is not None) for pk, junior, senior, agreed in pairs]


def titles_of(pairings: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The two of each of these pairings by name."""
    return {pairing.pk: str(pairing) for pairing in Pairing.objects.filter(pk__in=pairings).with_people()}


def people_of(pairings: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """The two of each of these pairings."""
    rows = Pairing.objects.filter(pk__in=pairings).order_by().values_list("junior__user", "senior__user")
    return {person for two in rows for person in two}


def paired_with(user: User) -> set[uuid.UUID]:
    """The other one of each pairing that somebody may know of, over or not."""
    rows = Pairing.objects.ever_of(user).order_by().values_list("junior__user", "senior__user")
    return {person for two in rows for person in two} - {user.pk}


def near_pairs(user: User) -> program_closeness.NearPairs:
    """What somebody knows of the pairings they are a party of (mentor, leader, assistant or line manager), and who is
    near them without a pairing. One query.

    A pairing stands until the batch with which all are told that it is over; who ended it is told by nothing.
    """
    nobody = Value(None, output_field=UUIDField())
    people_near = User.objects.near(user).order_by().values_list(Value(""), nobody, nobody, "pk", nobody)
    pairs_near: QuerySet[Any, Any] = Pairing.objects.parties_near(user).order_by()
    columns = pairs_near.values_list("state", "junior", "senior", "junior__user", "senior__user")
    rows: list[Any] = list(columns.union(people_near, all=True).order_by())
    states = {Pairing.State.COMPLETED: Participant.State.COMPLETED, **dict.fromkeys(AGREED, Participant.State.ACTIVE)}
    told_states: dict[uuid.UUID, str] = {}
    for state, *participants, _junior, _senior in rows:
        for participant in participants if state in states else ():
            told_states[participant] = (
                Participant.State.ACTIVE if told_states.get(participant) == Participant.State.ACTIVE else states[state]
            )
    return program_closeness.NearPairs(
        people=frozenset(pk for row in rows for pk in row[3:] if pk),
        participants=frozenset(pk for row in rows for pk in row[1:3] if pk),
        told_states=told_states,
    )


def parties_with(person_id: uuid.UUID, others: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of `others` who are parties of a pairing that the person is a party of. Two queries.

    Only of pairings to which both have said yes: what comes of this is said to people, who may know of no others.
    """
    pairings = Pairing.objects.parties_near(User(pk=person_id)).filter(agreed_at__isnull=False)
    people = {person for pair in pairings.values_list("junior__user", "senior__user") for person in pair}
    if not people:
        return set()
    managers = User.objects.filter(reports__in=people).order_by().values_list("pk", flat=True)
    assistants = User.assistants.through.objects.filter(from_user__in=people).values_list("to_user")
    until_lately = EndedLine.objects.of(people).values_list("close")
    return people.union(managers.union(assistants, until_lately, all=True).order_by()) & set(others)


def parties_in(program: Program) -> set[uuid.UUID]:
    """Everybody who is a party of any pairing of the program, whatever became of it."""
    return set().union(*_parties_by_pairing(program).values())


def partners_of(user: User, program: Program) -> set[uuid.UUID]:
    """The parties of those pairings of the program that `user` is a party of, or whose parties they are close to."""
    return set().union(*_parties_near(user, _parties_by_pairing(program)))


def reads_of(user: User, program: Program, *, close_person: User) -> bool:
    """Whether `user` may look after a pairing that `close_person` is a party of, or whose parties they are close to."""
    return any(user.pk not in parties for parties in _parties_near(close_person, _parties_by_pairing(program)))


def only_reads(user: User, program: Program, *, staying: Collection[User]) -> bool:
    """Whether there is an open pairing that `user` may look after and of which all those staying are parties."""
    staying_ids = {other.pk for other in staying}
    parties_by_pairing = _parties_by_pairing(program, Q(pk__in=Pairing.objects.open().values("pk")))
    return any(user.pk not in parties and staying_ids <= parties for parties in parties_by_pairing.values())


def _parties_near(user: User, parties_by_pairing: dict[uuid.UUID, set[uuid.UUID]]) -> list[set[uuid.UUID]]:
    close_people = closeness.close_to(user, set().union(*parties_by_pairing.values())) if parties_by_pairing else set()
    return [parties for parties in parties_by_pairing.values() if parties & close_people]


def _parties_by_pairing(program: Program, only: Q | None = None) -> dict[uuid.UUID, set[uuid.UUID]]:
    """The parties of each pairing of the program: the two, their managers and assistants, those of lately too. Four
    queries, one where there are no pairings."""
    pairs = Pairing.objects.filter(only or Q(), cycle__program=program).order_by()
    pair_by_pk = {
        pk: {junior, senior} for pk, junior, senior in pairs.values_list("pk", "junior__user", "senior__user")
    }
    if not pair_by_pk:
        return {}
    people = set().union(*pair_by_pk.values())
    lines = [
        *User.objects.filter(reports__in=people).order_by().values_list("reports", "pk"),
        *User.assistants.through.objects.filter(from_user__in=people).values_list("from_user", "to_user"),
        *EndedLine.objects.of(people).values_list("person", "close"),
    ]
    close: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for person, other in lines:
        close[person].add(other)
    return {pk: pair.union(*(close[person] for person in pair)) for pk, pair in pair_by_pk.items()}


def obstacle(cycle: Cycle, to_state: str) -> str | Promise:
    """Nobody who was asked may find themselves in a cycle that has not begun; a closed one has no open pairs."""
    if to_state in (Cycle.State.ENROLLING, Cycle.State.MATCHING) and cycle.state == Cycle.State.RUNNING:
        is_asked = cycle.has_pairs if hasattr(cycle, "has_pairs") else cycle.pairings.exists()
        return _("People have been asked already.") if is_asked else ""
    unsettled = Pairing.objects.filter(Q(state__in=OPEN) | is_untold(timezone.now()), cycle=cycle)
    if to_state == Cycle.State.CLOSED and unsettled.exists():
        return _(
            "Some pairings are still open, or somebody has not been told yet that theirs does not come about. “Close "
            "the cycle” on the overview brings all of them to an end at once."
        )
    return ""
