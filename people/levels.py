"""Levels: whole numbers, higher is more senior; imported, or derived from the reporting lines.

The two scales are never mixed: an organisation's levels come from one source, and only what HR
set for a job title or a person stands above it.
"""

from collections.abc import Hashable, Mapping, Set

from people.orgchart import depths

MAX_LEVEL = 1000
TOP = 10
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
    found: dict[Id, int | None] = dict.fromkeys(chart)
    endless = {**chart, **{person: person for person in unknown}}  # who is in a cycle has no depth
    for person, depth in depths(endless).items():
        if depth or person in leads:
            found[person] = max(TOP - depth, 1)
    return found


def effective_level(
    base: int | None, source: str, job_title: str, title_levels: Mapping[str, int]
) -> tuple[int | None, str]:
    """The level that counts and where it comes from; `title_levels` has casefolded job titles."""
    if (override := title_levels.get(job_title.casefold())) is not None:
        return override, TITLE
    return base, source if base is not None else ""
