"""What one closing review publishes, computed from voices: who counts, what later reviews may say."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from insights.publishing import BOTH_ROSE, SIDES, Past, Publication, Question
from sessions.reviews.collected import ClosedRound, Collected, Voice
from sessions.reviews.questions import BEFORE, NOW
from tests.insights.brute_force import forced

CONFIDENT = f"junior {NOW}"
SAFE = "junior safety"


def voice(side, number, pairing=None, **ratings):
    given = {BEFORE: 2, NOW: 4, "safety": 4} | ratings
    known = {code: rating for code, rating in given.items() if rating}
    return Voice(f"{side} {number}", f"pair {number if pairing is None else pairing}", side, known)


def collected(voices, earlier=(), asked=40, **more):
    return Collected(
        asked={side: frozenset(f"{side} {number}" for number in range(asked)) for side in SIDES},
        asked_pairings=frozenset(f"pair {number}" for number in range(asked)),
        voices=tuple(voices),
        earlier=tuple(earlier),
        **more,
    )


def pairs(numbers, **ratings):
    return [voice(side, number, **ratings) for number in numbers for side in SIDES]


def past_of(publication, number=1):
    """What is kept of a review for the next ones."""
    answered, complete = {}, {}
    for one in publication.collected.voices:
        for code in one.ratings:
            answered.setdefault((one.side, code), set()).add(one.person)
        if {BEFORE, NOW} <= one.ratings.keys():
            complete.setdefault(one.pairing, set()).add(one.side)
    closed = ClosedRound(
        f"round {number}",
        {key: frozenset(people) for key, people in answered.items()},
        frozenset(pairing for pairing, sides in complete.items() if len(sides) == 2),
        publication.collected.asked,
        publication.collected.asked_pairings,
    )
    return Past(number, str(number), closed, publication.cells)


def review(voices, pasts=(), **more):
    return Publication(collected(voices, [past.closed for past in pasts], **more), pasts)


def cell(publication, name):
    shown = publication.shown.get(name)
    return shown and (shown.cell.low, shown.cell.high)


# One person, one voice


def test_a_leader_of_two_mentors_counts_once_and_agrees_only_if_about_both():
    voices = [*pairs(range(6)), voice("senior", 0, pairing=6, safety=2)]
    publication = review(voices)
    assert publication.plans["senior safety"].n == 6
    assert publication.ratings["senior"]["senior 0"]["safety"] == 2


def test_six_reviews_by_two_leaders_show_nothing():
    voices = [voice("senior", number % 2, pairing=number) for number in range(6)]
    assert review(voices).shown["senior safety"] is None


def test_somebody_in_two_complete_pairings_counts_in_one_of_them():
    voices = [*pairs(range(6)), voice("senior", 0, pairing=6), voice("junior", 6)]
    assert review(voices).plans[BOTH_ROSE].n == 6


def test_who_answered_half_of_the_confidence_counts_in_neither():
    voices = [*pairs(range(5)), voice("junior", 5, **{NOW: None})]
    publication = review(voices)
    assert publication.plans[f"junior {BEFORE}"].n == publication.plans[CONFIDENT].n == 5


# Thresholds


@pytest.mark.parametrize(("asked", "shown"), [(6, False), (7, True)])
def test_nothing_is_printed_where_fewer_than_seven_were_asked(asked, shown):
    results = review(pairs(range(6)), asked=asked).results([])
    assert bool(results["answered"]["junior"]) is shown
    assert bool(results["both_rose"].get("hidden")) is not shown


@pytest.mark.parametrize(("fewest", "shown"), [(8, True), (9, False)])
def test_a_program_may_ask_for_more(fewest, shown):
    publication = review(pairs(range(8)), minimums={"scores": fewest})
    assert (publication.shown[SAFE] is not None) is shown


@pytest.mark.parametrize(("commenters", "fewest", "shown"), [(9, 3, 0), (10, 3, 12), (10, 11, 0), (11, 11, 12)])
def test_comments_need_ten_people_or_more(commenters, fewest, shown):
    texts = tuple(f"words {number}" for number in range(12))
    publication = review(pairs(range(8)), comments=texts, commenters=commenters, minimums={"comments": fewest})
    assert sorted(publication.results([])["comments"]) == sorted(texts[:shown])


def test_what_is_frozen_says_nothing_but_what_is_printed():
    results = review(pairs(range(8))).results([Question("safety", "Safe?", "safety", "both")])
    printed = {"steps": [1, 1, 2], "n": [5, 9], "change": "", "since": ""}
    assert results["scores"]["junior"] == [{"code": "safety", "text": "Safe?", "section": "safety", "agree": printed}]


# Later reviews


def test_a_sixth_who_joins_is_not_seen_to_turn_the_scale():
    """Five under half; a sixth joins; "half or more" would have been the sixth's answer."""
    first = review([*pairs(range(5), safety=2)[:6], *pairs(range(3, 5))])
    then = past_of(first)
    second = review([*pairs(range(5), safety=2)[:6], *pairs(range(3, 6))], [then])
    assert cell(first, SAFE) == (0, 2)
    assert second.shown[SAFE] is None
    assert forced([(frozenset(range(5)), frozenset({0, 1, 2})), (frozenset(range(6)), frozenset({3, 4, 5, 6}))])


def test_nearly_the_same_people_are_about_as_before():
    first = review(pairs(range(20), safety=2))
    second = review([*pairs(range(1, 20), safety=2), *pairs([20])], [past_of(first)])
    assert second.results([])["confidence"]["junior"]["now"]["change"] == "about"
    assert second.plans[SAFE].cells[0].about == 1


def test_the_same_people_are_shown_in_steps_again():
    first = review(pairs(range(8), safety=2))
    second = review(pairs(range(8)), [past_of(first)])
    assert (cell(first, SAFE), cell(second, SAFE)) == ((0, 3), (4, 8))
    assert second.shown[SAFE].change == ""


def test_what_hangs_together_is_not_shown_in_steps_again():
    """Confidence and the pairings in which both grew: only what follows from the first review is added."""
    first = review(pairs(range(12)))
    second = review(pairs(range(12), **{NOW: 2}), [past_of(first)])
    assert cell(second, CONFIDENT) == (0, 3)
    assert second.shown[CONFIDENT].change == "less"


def test_of_fewer_than_ten_confidence_is_not_shown_again():
    first = review(pairs(range(8)))
    second = review(pairs(range(8), **{NOW: 2}), [past_of(first)])
    assert (second.shown[CONFIDENT], second.shown[BOTH_ROSE]) == (None, None)


@pytest.mark.parametrize("answered", [5, 6, 7])
def test_whether_both_rose_is_shown_does_not_say_how_many_answered(answered):
    """Confident before, not now: of five pairings it gave somebody away and was hidden, so of six it said "six"."""
    publication = review(pairs(range(answered), **{BEFORE: 4, NOW: 2}), asked=7)
    assert publication.shown[CONFIDENT]
    assert publication.shown[BOTH_ROSE] is None


def test_both_rose_is_not_begun_where_confidence_was_shown_without_it():
    leaders_only = review([voice("senior", number) for number in range(8)])
    second = review(pairs(range(8)), [past_of(leaders_only)])
    assert leaders_only.shown[f"senior {NOW}"]
    assert second.shown[BOTH_ROSE] is None


def test_a_review_that_printed_nothing_binds_nobody():
    nothing = past_of(review(pairs(range(4))))
    assert review(pairs(range(8)), [nothing]).shown[BOTH_ROSE]


people = st.frozensets(st.integers(0, 24), min_size=7)


@settings(deadline=None, max_examples=30)
@given(st.lists(people, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_cells_are_the_same_whatever_the_new_answers(groups, dice):
    """All but those of the pairings in which both grew, which hang on what is printed beside them."""
    pasts = []
    for number, group in enumerate(groups, start=1):
        one, other = (review(at_random(group, dice), pasts) for _ in range(2))
        shares = one.plans.keys() - {BOTH_ROSE}
        assert {name: one.plans[name] for name in shares} == {name: other.plans[name] for name in shares}
        if all(cell(one, name) == cell(other, name) for name in shares):
            assert one.plans[BOTH_ROSE] == other.plans[BOTH_ROSE]
        pasts.append(past_of(one, number))


def at_random(group, dice):
    return [
        voice(side, number, **{code: dice.randint(1, 5) for code in (BEFORE, NOW, "safety")})
        for number in sorted(group)
        for side in SIDES
    ]


# Several reviews of everything that hangs together, with a solver: no code in common with the gate.

STATES = [(0, 0, 0), (0, 0, 1), (0, 1, 1), (1, 0, 0), (1, 1, 0), (1, 1, 1)]


class Puzzle:
    """Who may have answered what: every person has one state in all rounds, save the reader, who has one in each."""

    def __init__(self, told, reader, own):
        self.told, self.reader, self.own = told, reader, own
        persons = {
            (side, one) for publication in told for side in SIDES for one in publication.people(side, BEFORE, NOW)
        }
        self.column = {who: index * len(STATES) for index, who in enumerate(sorted(persons - {reader}))}
        self.size = len(self.column) * len(STATES)
        self.rows: list[tuple[dict[int, float], float, float]] = []
        for start in self.column.values():
            self.rows.append(({start + state: 1 for state in range(len(STATES))}, 1, 1))
        for number, publication in enumerate(told):
            self._shares(number, publication)
            self._both_rose(number, publication)

    def is_possible(self, *fixed):
        """Whether all that is printed can be true if these (person, state) are."""
        lower, upper = np.zeros(self.size), np.ones(self.size)
        for who, state in fixed:
            lower[self.column[who] + state] = 1
        matrix = np.zeros((len(self.rows), self.size))
        for index, (weights, _low, _high) in enumerate(self.rows):
            matrix[index, list(weights)] = list(weights.values())
        between = LinearConstraint(matrix, [row[1] for row in self.rows], [row[2] for row in self.rows])
        found = milp(
            np.zeros(self.size), constraints=between, integrality=np.ones(self.size), bounds=Bounds(lower, upper)
        )
        return found.status == 0

    def _shares(self, number, publication):
        for side in SIDES:
            for kind, code in enumerate((BEFORE, NOW)):
                if shown := publication.shown.get(f"{side} {code}"):
                    those = [(side, one) for one in publication.people(side, BEFORE, NOW)]
                    self._add(self._weights(those, kind), self._mine(number, those, kind), shown.cell)

    def _both_rose(self, number, publication):
        shown = publication.shown[BOTH_ROSE]
        if not shown:
            return
        weights, mine = {}, 0
        for junior, senior in publication.pairs.values():
            two = [("junior", junior), ("senior", senior)]
            if self.reader in two:
                [other] = [who for who in two if who != self.reader]
                weights |= self._weights([other], 2) if STATES[self.own[number]][2] else {}
                continue
            both, grew = self.size, [self._weights([who], 2) for who in two]
            self.size += 1
            weights[both] = 1
            for one in grew:
                self.rows.append((one | {both: -1}, 0, np.inf))
            self.rows.append((grew[0] | grew[1] | {both: -1}, -np.inf, 1))
        self._add(weights, mine, shown.cell)

    def _weights(self, those, kind):
        return {
            self.column[who] + index: 1
            for who in those if who != self.reader
            for index, state in enumerate(STATES) if state[kind]
        }  # fmt: skip

    def _mine(self, number, those, kind):
        return STATES[self.own[number]][kind] if self.reader in those else 0

    def _add(self, weights, mine, printed):
        self.rows.append((weights or {0: 0}, printed.low - mine, printed.high - mine))


def reviews_at_random(dice, sizes):
    """Two or three reviews of nearly the same pairs, of constant people or not."""
    pasts, told = [], []
    total = dice.randint(*sizes)
    minds = at_random(range(total + 3), dice)
    for number in range(1, dice.choice([2, 2, 3]) + 1):
        there = set(dice.sample(range(total + 3), total))
        minds = minds if dice.random() < 0.6 else at_random(range(total + 3), dice)
        told.append(review([one for one in minds if int(one.person.split()[1]) in there], pasts))
        pasts.append(past_of(told[-1], number))
    return told


def solved(dice, sizes):
    """Who can no longer deny what after several reviews; empty where everybody can, None where nothing can be true."""
    told = reviews_at_random(dice, sizes)
    everybody = sorted((side, one) for side in SIDES for one in told[0].people(side, BEFORE, NOW))
    reader = dice.choice([None, *everybody])
    own = [dice.randrange(len(STATES)) for _ in told]
    puzzle = Puzzle(told, reader, own)
    if not puzzle.is_possible():
        return None
    for who in dice.sample([one for one in everybody if one != reader], 5):
        possible = [state for state in range(len(STATES)) if puzzle.is_possible((who, state))]
        for kind in range(3):
            if len({STATES[state][kind] for state in possible}) < 2 and not is_alone(who, told, kind):
                return f"{reader} who answered {own} knows {possible} of {who}"
    return ""


def is_alone(who, told, kind):
    """Growing counts for nothing in a figure of somebody without a counted pairing, unless it follows anyhow."""
    return kind == 2 and not any(who[1] in pair for one in told for pair in one.pairs.values())


def test_several_reviews_together_give_nobody_away():
    outcomes = [solved(random.Random(seed), (7, 10)) for seed in range(12)]
    assert not any(outcomes)
    assert "" in outcomes


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(150))
def test_several_reviews_together_give_nobody_away_at_all(seed):
    assert not solved(random.Random(f"slow {seed}"), (7, 20))
