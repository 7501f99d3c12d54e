"""The reporting lines as pure functions on {person: manager}.

A chart maps the id of every person to the id of their manager, None for those without. A manager
who is not a key counts as somebody without a manager. All functions end on charts with cycles.
"""

from collections.abc import Hashable, Iterator, Mapping

type Chart[Id: Hashable] = Mapping[Id, Id | None]


def chain[Id: Hashable](chart: Chart[Id], person: Id) -> Iterator[Id]:
    """The managers above a person, the nearest first; stops where a cycle would begin again."""
    seen = {person}
    manager = chart.get(person)
    while manager is not None and manager not in seen:
        yield manager
        seen.add(manager)
        manager = chart.get(manager)


def cycles[Id: Hashable](chart: Chart[Id]) -> list[list[Id]]:
    """Every cycle once, as the people in it, each followed by their manager. Linear in people."""
    done: set[Id] = set()
    found = []
    for start in chart:
        path: list[Id] = []
        place: dict[Id, int] = {}
        person: Id | None = start
        while person is not None and person not in done and person not in place:
            place[person] = len(path)
            path.append(person)
            person = chart.get(person)
        if person is not None and person in place:
            found.append(path[place[person] :])
        done.update(path)
    return found


def depths[Id: Hashable](chart: Chart[Id]) -> dict[Id, int]:
    """Steps below the top for everyone: 0 for those without a manager. Linear in people.

    Who is in a cycle, or below one, has no depth and is not in the answer.
    """
    known: dict[Id, int] = {}
    endless: set[Id] = set()
    for start in chart:
        path: list[Id] = []
        on_path: set[Id] = set()
        person: Id | None = start
        while person is not None and person not in known and person not in endless and person not in on_path:
            path.append(person)
            on_path.add(person)
            person = chart.get(person)
        if person is not None and person not in known:
            endless.update(path)
            continue
        depth = -1 if person is None else known[person]
        for below in reversed(path):
            depth += 1
            known[below] = depth
    return known
