"""Plausible deniability by its definition, for few people: every assignment of answers there is.

Nothing of the gate is imported here. What is printed comes as sets of counts; who answered comes as sets of people.
"""

import functools
import itertools
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

Round = tuple[frozenset, frozenset]  # people who answered, counts that what is printed leaves possible


def forced(rounds: Sequence[Round]) -> str:
    """Who gives what away to whom, if anybody; empty where everybody can deny.

    Takes every subset of the rounds and every reader. The reader knows their own answers, which may differ from round
    to round; everybody else is taken to have answered alike in all rounds of the subset.
    """
    for size in range(1, len(rounds) + 1):
        for subset in itertools.combinations(rounds, size):
            if given_away := forced_by(subset):
                return f"{given_away} by {subset}"
    return ""


@functools.lru_cache(maxsize=100_000)
def forced_by(rounds: tuple[Round, ...]) -> str:
    people = sorted(set().union(*(who for who, _counts in rounds)))
    for reader in [None, *people]:
        others = [person for person in people if person != reader]
        answers = assignments(len(others))
        sums = [
            answers[:, [index for index, person in enumerate(others) if person in who]].sum(axis=1) for who, _ in rounds
        ]
        for own in own_answers(reader, rounds):
            fits = np.ones(len(answers), dtype=bool)
            for total, mine, (_who, counts) in zip(sums, own, rounds, strict=True):
                fits &= np.isin(total + mine, sorted(counts))
            if not fits.any():
                continue
            shares = answers[fits].mean(axis=0)
            for person, share in zip(others, shares, strict=True):
                if share in (0, 1):
                    return f"{person} answered {int(share)}, as {reader} knows who answered {own}"
    return ""


def own_answers(reader: object, rounds: Sequence[Round]) -> Iterable[tuple[int, ...]]:
    return itertools.product(*((0, 1) if reader in who else (0,) for who, _counts in rounds))


_kept: dict[int, np.ndarray] = {}


def assignments(people: int) -> np.ndarray:
    """All vectors of n zeros and ones, one a row."""
    if people not in _kept:
        _kept[people] = ((np.arange(2**people)[:, None] >> np.arange(people)) & 1).astype(np.int8)
    return _kept[people]


def forced_pairs(rounds: Sequence[Round]) -> str:
    """The same for pairings in which both grew: a round is a set of pairs of people, and how many pairs may count."""
    for size in range(1, len(rounds) + 1):
        for subset in itertools.combinations(rounds, size):
            if given_away := forced_pairs_by(tuple(subset)):
                return f"{given_away} by {subset}"
    return ""


@functools.lru_cache(maxsize=10_000)
def forced_pairs_by(rounds: tuple[Round, ...]) -> str:
    people = sorted({person for pairs, _counts in rounds for pair in pairs for person in pair})
    inside = [(frozenset(person for pair in pairs for person in pair), counts) for pairs, counts in rounds]
    for reader in [None, *people]:
        others = [person for person in people if person != reader]
        grew = assignments(len(others))
        column = {person: grew[:, index] for index, person in enumerate(others)}
        # Of each round: in how many pairs without the reader both grew, and whether the reader's partner did.
        without = [
            sum(column[person] & column[other] for person, other in pairs if reader not in (person, other))
            for pairs, _counts in rounds
        ]
        partner = [sum(column[person] for pair in pairs if reader in pair for person in pair if person != reader)
                   for pairs, _counts in rounds]  # fmt: skip
        for own in own_answers(reader, inside):
            fits = np.ones(len(grew), dtype=bool)
            for mine, total, theirs, (_pairs, counts) in zip(own, without, partner, rounds, strict=True):
                fits &= np.isin(total + mine * theirs, sorted(counts))
            shares = grew[fits].mean(axis=0) if fits.any() else np.full(len(others), 0.5)
            for person, share in zip(others, shares, strict=True):
                if share in (0, 1):
                    return f"{person} grew {int(share)}, as {reader} knows who answered {own}"
    return ""


#: Whoever was asked in two reviews: answered (both, only the first, only the second, neither).
TWICE = ((1, 1), (1, 0), (0, 1), (0, 0))


def participation_forced_by_two(asked: Sequence[int], printed: Mapping[tuple[int, ...], frozenset]) -> str:
    """Of whom it can be told from two reviews together whether they answered; empty where of nobody.

    `asked`: how many were asked in both, only in the first, only in the second. `printed`: for every case there is,
    as numbers of people (those of `TWICE`, then of the two others who answered only there), all that may be printed.
    The reader reads as much as can be read of one case, and keeps every case of which all of that may be printed too.
    """
    by_printed: dict[frozenset, set] = {}
    for case, shown in printed.items():
        by_printed.setdefault(shown, set()).add(kinds_of(asked, case))
    for shown, cases in by_printed.items():
        possible = set().union(*(more for other, more in by_printed.items() if shown <= other))
        for reader in (None, *range(8)):
            if reader is None or any(case[reader] for case in cases):
                conceivable = {without(case, reader) for case in possible if reader is None or case[reader]}
                if told := told_by(conceivable):
                    return f"{told}, to a reader of kind {reader}, of {asked}, in {sorted(possible)}"
    return ""


def kinds_of(asked: Sequence[int], case: tuple[int, ...]) -> tuple[int, ...]:
    """How many there are of each kind of people: those of `TWICE`, first only (answered, not), second only."""
    return (*case[:3], asked[0] - sum(case[:3]), case[3], asked[1] - case[3], case[4], asked[2] - case[4])


def without(case: tuple[int, ...], reader: int | None) -> tuple[int, ...]:
    return tuple(number - (kind == reader) for kind, number in enumerate(case))


def told_by(cases: Iterable[tuple[int, ...]]) -> str:
    """Which kind of people has answered in every case, or in none: (question, yes, no) by kinds."""
    questions = [
        ("first", (0, 1), (2, 3)), ("second", (0, 2), (1, 3)), ("gone", (4,), (5,)), ("new", (6,), (7,)),
    ]  # fmt: skip
    every_case = list(cases)
    for name, yes, no in questions:
        if not sum(every_case[0][kind] for kind in (*yes, *no)):
            continue
        for answer, kinds in (("never", yes), ("always", no)):
            if not any(case[kind] for case in every_case for kind in kinds):
                return f"{name}: {answer}"
    return ""


def participation_forced(asked: Sequence[int], possible: Iterable[tuple[int, ...]]) -> str:
    """Of whom it can be told whether they answered; empty where of nobody. `asked` people on each side, of whom as many
    answered as one of `possible` says. The reader is nobody of them, or one who knows whether they themselves did.

    People of a side are alike: somebody else may have answered if at least one other did in some possible case, and
    may not have if in some case not all others did.
    """
    every_case = set(possible)
    for side, of in enumerate(asked):
        for reader_side, own in ((None, 0), *itertools.product(range(len(asked)), (0, 1))):
            is_here = reader_side == side
            fits = [
                counts
                for counts in every_case
                if reader_side is None or own <= counts[reader_side] <= asked[reader_side] - 1 + own
            ]
            others = {counts[side] - own * is_here for counts in fits}
            if others and (max(others) == 0 or min(others) == of - is_here):
                return f"side {side}, to a reader of side {reader_side} who answered {own}: {others} of {of}"
    return ""
