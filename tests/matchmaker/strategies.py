"""Small random problems and instances."""

from dataclasses import replace
from datetime import time

import numpy as np
from hypothesis import strategies as st

from matchmaker import ANY_DISTANCE, CRITERIA, PRESETS, Compared, Person, Policy, Problem, Question
from matchmaker.instance import Instance

from . import oracle
from .people import ON

_JUNIORS = ("j1", "j2", "j3", "j4")
_SENIORS = ("s1", "s2", "s3", "s4")
_EVERYBODY = (*_JUNIORS, *_SENIORS, "boss")
_ONE_OPTION = st.sampled_from([frozenset("a"), frozenset("b")])
_QUESTIONS = [
    Question(code=code, compared=compared, is_scale=code == "q2", weight=40)
    for code in ("q1", "q2", "q3")
    for compared in Compared
]
_HOURS = (time(7), time(9, 30), time(15), time(22))

policies = st.builds(
    Policy,
    minimum_level_gap=st.integers(0, 3),
    reporting_distance=st.sampled_from([0, 1, 2, ANY_DISTANCE]),
    forbids_same_manager=st.booleans(),
    needs_shared_topic=st.booleans(),
    forbids_repeats=st.booleans(),
    needs_shared_language=st.booleans(),
    minimum_overlap_hours=st.sampled_from([0, 0, 1.5, 2]),
    one_partner_first=st.booleans(),
    weights=st.sampled_from(list(PRESETS.values()))
    | st.dictionaries(st.sampled_from([one.code for one in CRITERIA]), st.integers(0, 100)),
)
fair_policies = policies.map(lambda policy: replace(policy, is_fair=True))


def _people(ids, others, levels):
    def person(person_id):
        return st.builds(
            Person,
            id=st.just(person_id),
            level=st.sampled_from(levels),
            department=st.sampled_from([None, "sales", "law"]),
            location=st.sampled_from([None, "Oslo", "Lima"]),
            languages=st.frozensets(st.sampled_from(["en", "pt"])),
            time_zone=st.sampled_from([None, "Asia/Tokyo", "Europe/Oslo", "America/Lima"]),
            works_from=st.sampled_from(_HOURS),
            works_until=st.sampled_from([time(3), time(18), time(23, 59)]),
            topics=st.dictionaries(st.sampled_from(["ai", "law", "x"]), st.integers(1, 5)),
            answers=st.fixed_dictionaries(
                {}, optional={"q1": st.frozensets(st.sampled_from("abc")), "q2": st.integers(1, 5), "q3": _ONE_OPTION}
            ),
            wishes=st.lists(st.sampled_from(others), unique=True).map(tuple),
            capacity=st.sampled_from([0, 1, 1, 1, 2, 3]),
            has_partner=st.sampled_from([False, False, True]),
        )

    chosen = st.lists(st.sampled_from(ids), unique=True)
    return chosen.flatmap(lambda some: st.tuples(*map(person, some)))


def _some_pairs():
    return st.frozensets(st.tuples(st.sampled_from(_JUNIORS), st.sampled_from(_SENIORS)), max_size=2)


problems = st.builds(
    Problem,
    juniors=_people(_JUNIORS, _SENIORS, [None, 1, 1, 2, 3]),
    seniors=_people(_SENIORS, _JUNIORS, [None, 3, 4, 5, 6]),
    on=st.just(ON),
    policy=policies,
    questions=st.lists(st.sampled_from(_QUESTIONS), unique_by=lambda question: question.code).map(tuple),
    managers=st.dictionaries(st.sampled_from(_EVERYBODY), st.sampled_from(_EVERYBODY)),
    forbidden=_some_pairs(),
    earlier_pairs=_some_pairs(),
    open_pairs=_some_pairs(),
    conflicts=_some_pairs(),
    protected=_some_pairs(),
    declines=_some_pairs(),
    met=st.sampled_from([frozenset(), frozenset({("law", "sales")})]),
)


@st.composite
def instances(draw, most=4):
    """An instance of at most `most` by `most`, with places, closed cells and pins; first partners may count."""
    rows, columns = draw(st.integers(1, most)), draw(st.integers(1, most))
    value = st.one_of(st.just(-1), st.integers(0, 5), st.integers(0, 1000))
    cells = draw(st.lists(value, min_size=rows * columns, max_size=rows * columns))
    score = np.array(cells, dtype=np.int16).reshape(rows, columns)
    places = [
        np.array(draw(st.lists(st.integers(0, 3), min_size=length, max_size=length))) for length in (rows, columns)
    ]
    pinned = _fitting(draw(st.permutations(list(np.argwhere(score >= 0)))), places)
    pinned = sorted(pinned[: draw(st.sampled_from([0, 0, 1, 2]))])
    cells = np.array(pinned, dtype=np.intp).reshape(-1, 2)
    flags = [st.lists(st.booleans(), min_size=length, max_size=length).map(np.array) for length in (rows, columns)]
    return Instance(score, *places, (cells[:, 0], cells[:, 1]), counts_first=draw(st.none() | st.tuples(*flags)))


def _fitting(cells, places):
    left, other_left = places[0].copy(), places[1].copy()
    pairs = []
    for row, column in map(tuple, cells):
        if left[row] and other_left[column]:
            left[row] -= 1
            other_left[column] -= 1
            pairs.append((int(row), int(column)))
    return pairs


def best_of(instance):
    """(people, pairs, total) of the best choice for an instance, by trying every one."""
    scores = {cell: int(value) for cell, value in np.ndenumerate(instance.score) if value >= 0}
    pinned = frozenset(zip(*(side.tolist() for side in instance.pinned), strict=True))
    places = instance.junior_capacity.tolist(), instance.senior_capacity.tolist()
    counted = [np.flatnonzero(flags).tolist() for flags in instance.counts_first or ((), ())]
    return oracle.best(scores, *places, pinned, counted)
