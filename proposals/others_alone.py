"""A match without the reader and those near them: what may be read of the others in full.

Whatever is worked out here is worked out from the others alone. The pairs of those near stay as they are, since their
names stand on the board; neither their scores and wishes nor the rules that forbid them something go into any figure,
so that no difference between two figures tells of them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone

from matchmaker import Person
from pairings.models import Pairing
from pairings.querysets import is_untold
from programs.models import Participant, Side
from proposals.manual_decisions import Pair
from proposals.models import MatchRun
from proposals.outcome import Figures
from proposals.reading import Reading
from proposals.withheld_from_team import Withheld


def reading_of_others(everyone: Reading, withheld: Withheld, pairs: Iterable[Pair]) -> Reading:
    """`everyone` without those near the reader. Of `pairs`, which are proposed, those of the near ones keep their
    places. Two queries, and none where nobody is near."""
    if not withheld:
        return everyone
    held = _places_held(withheld, pairs)
    problem = replace(
        everyone.problem,
        juniors=_left(everyone.problem.juniors, everyone.juniors, held, withheld),
        seniors=_left(everyone.problem.seniors, everyone.seniors, held, withheld),
    )
    juniors, seniors = (
        {person: participant for person, participant in side.items() if not withheld.covers(participant.pk)}
        for side in (everyone.juniors, everyone.seniors)
    )
    limited = {
        participant: limit for participant, limit in everyone.limited.items() if not withheld.covers(participant)
    }
    return Reading(problem, juniors, seniors, everyone.questions, limited)


def _left(
    people: Iterable[Person], places: Mapping[str, Participant], held: Counter[str], withheld: Withheld
) -> tuple[Person, ...]:
    """The people of a side who are not near, with the places that the pairs of those near leave them."""
    return tuple(
        _with_held(person, held[str(places[person.id].pk)])
        for person in people
        if not withheld.covers(places[person.id].pk)
    )


def _with_held(person: Person, held: int) -> Person:
    if not held:
        return person
    return replace(person, capacity=max(0, person.capacity - held), has_partner=True)


def _places_held(withheld: Withheld, pairs: Iterable[Pair]) -> Counter[str]:
    """How many places, by id, are held by pairs near the reader: by proposed ones, and by those that are over without
    all having been told, since a place that is free early tells of a no."""
    now, held = timezone.now(), Counter(participant for pair in pairs if withheld.covers(*pair) for participant in pair)
    untold = Pairing.objects.filter(withheld.near_pairs, is_untold(now), cycle=withheld.cycle).order_by()
    for side in Side.values:
        taking = Pairing.objects.taking_places(side, now).values("pk")
        held.update(map(str, untold.exclude(pk__in=taking).values_list(side, flat=True)))
    return held


def pairs_of_others(pairs: Iterable[Pair], withheld: Withheld) -> list[Pair]:
    """Those of some pairs, of places as ids, that are not too near."""
    return [pair for pair in pairs if not withheld.covers(*pair)]


def figures_of_others(run: MatchRun, withheld: Withheld) -> Figures:
    """The figures of the pairs that the reader may read: each could be counted from the list of them. One query."""
    pairs = run.proposals.filter(~withheld.near_pairs).order_by()
    rows = list(pairs.values_list("score", "parts", "junior__user__department", "senior__user__department"))
    topics = [_topics(parts) for _score, parts, _mine, _theirs in rows]
    return Figures(
        pairs=len(rows),
        total=sum(row[0] for row in rows),
        lowest=min((row[0] for row in rows), default=None),
        wanted=sum(len(part["covered"]) + len(part["missing"]) for part in topics),
        covered=sum(len(part["covered"]) for part in topics),
        across=sum(bool(mine and theirs) and mine != theirs for _score, _parts, mine, theirs in rows),
    )


def _topics(parts: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    nothing: dict[str, Any] = {"covered": [], "missing": []}
    return next((nothing | dict(part) for part in parts if part["part"] == "topics"), nothing)
