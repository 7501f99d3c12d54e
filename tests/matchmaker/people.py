"""People to match: two who may be a pair unless a test says otherwise."""

from datetime import date, time

from matchmaker import Person, Policy, Problem

ON = date(2026, 1, 14)
NO_RULES = Policy(
    minimum_level_gap=0,
    reporting_distance=0,
    needs_shared_topic=False,
    forbids_repeats=False,
    minimum_overlap_hours=0,
)


def junior(person_id="kavya", **changes):
    return _person(person_id, 2, {"ai": 4}, changes)


def senior(person_id="jack", **changes):
    return _person(person_id, 6, {"ai": 5}, changes)


def problem(juniors=None, seniors=None, **changes):
    juniors = juniors if juniors is not None else [junior()]
    seniors = seniors if seniors is not None else [senior()]
    return Problem(juniors=tuple(juniors), seniors=tuple(seniors), **{"on": ON} | changes)


def pairs(result):
    return {(pair.junior, pair.senior) for pair in result.pairs}


def _person(person_id, level, topics, changes):
    usual = {
        "level": level,
        "topics": topics,
        "languages": frozenset({"en"}),
        "time_zone": "Europe/London",
        "works_from": time(9),
        "works_until": time(17),
    }
    return Person(id=person_id, **usual | changes)
