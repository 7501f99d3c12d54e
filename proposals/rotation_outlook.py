"""How many more changes of partners the present people and rules allow: one match after another, each the best
possible and proven, with everybody taking part and no pair twice."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone

from matchmaker import Problem, Reason, Result, propose
from people.models import User
from programs.models import Cycle, Participant
from proposals.matching_words import RULES
from proposals.models import RotationOutlook
from proposals.read_problem import read_everyone
from proposals.reading import Reading
from proposals.services.versions import policy_of
from proposals.withheld_from_team import Withheld, neutral_of_figures

#: More changes than this are not looked for: nobody plans so far.
MOST_CHANGES = 12
#: So many people are named.
MOST_NAMED = 20
#: Rules that are no choice of anybody.
REPEATS = (Reason.EARLIER_PAIR, Reason.OPEN_PAIR)


def compute_outlook(cycle_id: uuid.UUID) -> None:
    """Work it out and keep it with the time; nothing where nobody asks for it any more."""
    outlook = RotationOutlook.objects.select_related("cycle__program").filter(cycle=cycle_id).first()
    if outlook is None:
        return
    reading = read_everyone(outlook.cycle, policy_of(outlook.cycle.program))
    figures = look_ahead(as_before_a_change(reading))
    places = {str(participant.user_id): str(participant.pk) for participant in _places(reading)}
    figures["first_without"] = [places[person] for person in figures["first_without"] if person in places]
    RotationOutlook.objects.filter(pk=outlook.pk).update(**figures, computed_at=timezone.now())


def _places(reading: Reading) -> list[Participant]:
    return [*reading.juniors.values(), *reading.seniors.values()]


def as_before_a_change(reading: Reading) -> Problem:
    """The problem with everybody's places free, as on the day of a change, and all pairs of now and before left out."""
    problem = reading.problem
    juniors, seniors = (
        tuple(replace(person, capacity=side[person.id].capacity) for person in people)
        for people, side in ((problem.juniors, reading.juniors), (problem.seniors, reading.seniors))
    )
    once = problem.open_pairs | problem.earlier_pairs
    return replace(problem, juniors=juniors, seniors=seniors, open_pairs=once, pinned=frozenset())


def look_ahead(problem: Problem) -> dict[str, Any]:
    """`rounds`: of each change the pairs, those without anybody, and whether it is proven; `first_without`: who is the
    first for whom nobody is left (people's ids); `rules`: how many candidates of theirs each other rule takes away.

    It stops with the first change that has fewer pairs than the first one, or after `MOST_CHANGES`."""
    rounds: list[dict[str, Any]] = []
    result = None
    while len(rounds) < MOST_CHANGES:
        result = propose(problem)
        rounds.append(
            {
                "pairs": len(result.pairs),
                "without": len(result.unmatched),
                "is_proven": result.certificate.is_optimal,
            }
        )
        if len(result.pairs) < rounds[0]["pairs"] or not result.pairs:
            break
        met = {(pair.junior, pair.senior) for pair in result.pairs}
        problem = replace(problem, open_pairs=problem.open_pairs | met)
    short = result is not None and (not rounds[0]["pairs"] or len(result.pairs) < rounds[0]["pairs"])
    return {"rounds": rounds, **(_in_the_way(result) if result and short else {"first_without": [], "rules": {}})}


def _in_the_way(result: Result) -> dict[str, Any]:
    """Who has fewest candidates left, and what took the others away; that they were paired before is no rule to
    change."""
    fewest = min((person.allowed for person in result.unmatched), default=0)
    first = [person for person in result.unmatched if person.allowed == fewest]
    rules: Counter[str] = Counter()
    for person in first:
        for removal in person.removals:
            if removal.reason not in REPEATS:
                rules[str(removal.reason)] += removal.removed
    return {"first_without": [person.person for person in first], "rules": dict(rules.most_common())}


def full_changes(rounds: list[Mapping[str, Any]]) -> int:
    """How many changes in a row have as many pairs as the first one."""
    first = rounds[0]["pairs"] if rounds else 0
    return sum(1 for change in rounds if first and change["pairs"] == first)


def outlook_for(cycle: Cycle, reader: User) -> dict[str, Any]:
    """The outlook as the page shows it to one reader; whoever is near people of the cycle reads no figures, since what
    is missing in the others' sum would be theirs. Three queries at most."""
    outlook = RotationOutlook.objects.filter(cycle=cycle).first()
    if outlook is None or outlook.computed_at is None:
        return {"is_asked": outlook is not None, "computed_at": None}
    if Withheld(reader, cycle):
        return {"withheld": neutral_of_figures()}
    named = Participant.objects.filter(pk__in=outlook.first_without).select_related("user")
    return {
        "is_asked": outlook.is_under_way,
        "computed_at": outlook.computed_at,
        "rounds": outlook.rounds,
        "full": full_changes(outlook.rounds),
        "is_open_ended": full_changes(outlook.rounds) == MOST_CHANGES,
        "first_without": list(named[:MOST_NAMED]),
        "more": max(0, len(outlook.first_without) - MOST_NAMED),
        "rules": [(RULES.get(code, code), number) for code, number in outlook.rules.items()],
    }
