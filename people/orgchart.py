"""The reporting lines as pure functions on {person: manager}, and the levels that are imported or derived from them."""

from collections.abc import Hashable, Iterator, Mapping, Set

type Chart[Id: Hashable] = Mapping[Id, Id | None]
MAX_LEVEL = 1000
TOP = 10


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
    circles = []
    for start in chart:
        path: list[Id] = []
        position: dict[Id, int] = {}
        person: Id | None = start
        while person is not None and person not in done and person not in position:
            position[person] = len(path)
            path.append(person)
            person = chart.get(person)
        if person is not None and person in position:
            circles.append(path[position[person] :])
        done.update(path)
    return circles


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


"""The level of those without a manager; each step below is one less, down to 1.

The scale hangs at the top and not at the deepest place, so that a new team at the far end of the
organisation changes nobody else's level.
"""


IMPORTED, DERIVED, TITLE, PERSON = "imported", "derived", "title", "person"


def derived_levels[Id: Hashable](chart: Mapping[Id, Id | None], unknown: Set[Id] = frozenset()) -> dict[Id, int | None]:
    """The level of everyone by their depth; None for who hangs free of the chart.

    Somebody without manager and without reports is not at the top: nothing is known of them.
    `unknown` are people whose manager is not known; they and all below them have no level.
    """
    leads = set(chart.values())
    levels: dict[Id, int | None] = dict.fromkeys(chart)
    endless = {**chart, **{person: person for person in unknown}}  # who is in a cycle has no depth
    for person, depth in depths(endless).items():
        if depth or person in leads:
            levels[person] = max(TOP - depth, 1)
    return levels


def effective_level(
    base: int | None, source: str, job_title: str, title_levels: Mapping[str, int]
) -> tuple[int | None, str]:
    """The level that counts and where it comes from; `title_levels` has casefolded job titles."""
    if (override := title_levels.get(job_title.casefold())) is not None:
        return override, TITLE
    return base, source if base is not None else ""
