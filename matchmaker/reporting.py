"""Who stands above whom."""

from collections.abc import Iterator, Mapping

from .policy import ANY_DISTANCE


def managers_above(person: str, managers: Mapping[str, str], steps: int) -> Iterator[str]:
    """The managers of `person`, the nearest first, at most `steps` of them, or all with ANY_DISTANCE.

    A circle in the data ends the walk instead of running for ever.
    """
    seen = {person}
    while steps == ANY_DISTANCE or len(seen) <= steps:
        manager = managers.get(person)
        if manager is None or manager in seen:
            return
        seen.add(manager)
        yield manager
        person = manager


def steps_between(one: str, other: str, managers: Mapping[str, str]) -> int:
    """How many steps above the nearer of the two the other stands; 0 when neither stands above the other."""
    ways = ((one, other), (other, one))
    found = [
        steps
        for person, wanted in ways
        for steps, manager in enumerate(managers_above(person, managers, ANY_DISTANCE), start=1)
        if manager == wanted
    ]
    return min(found, default=0)


def line_pairs(
    people: tuple[str, ...], others: tuple[str, ...], managers: Mapping[str, str], steps: int
) -> Iterator[tuple[str, str]]:
    """Every (one of `people`, one of `others`) of whom either stands within `steps` above."""
    wanted, wanted_others = set(people), set(others)
    for person in people:
        for manager in managers_above(person, managers, steps):
            if manager in wanted_others:
                yield person, manager
    for other in others:
        for manager in managers_above(other, managers, steps):
            if manager in wanted:
                yield manager, other
