"""What a change would make of a proposal, worked out but not stored. Pairs are pairs of places, as ids."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext as _

import matchmaker
from frame.errors import Refused
from matchmaker import (
    PairCheck,
    Person,
    PinError,
    Proof,
    ProposedPair,
    Result,
    Start,
    Watch,
    check_pairs,
    nobody,
    propose,
)
from programs.models import Cycle, Participant
from proposals.manual_decisions import Act, Change, ManualDecisions, Pair
from proposals.matching_words import reason_words
from proposals.models import MatchPolicy, MatchRun
from proposals.others_alone import pairs_of_others, reading_of_others
from proposals.outcome import Figures
from proposals.read_problem import read_everyone
from proposals.reading import Reading, digest_of
from proposals.rule_checks import broken_pairs
from proposals.withheld_from_team import NOBODY, Withheld


@dataclass(frozen=True)
class Draft:
    """Pairs that may become the proposal, with their scores, and what they stand on.

    `reading` is under `by_hand` and `policy`. `result` is there when the engine found the pairs: then they are the
    best set; `bound` is the result of the best set for a draft in which only the named pairs changed, where known.
    """

    reading: Reading
    decisions: ManualDecisions
    policy: MatchPolicy
    checks: Mapping[Pair, PairCheck]
    result: Result | None = None
    bound: Result | None = None

    @cached_property
    def standing(self) -> Figures:
        return standing(self.reading, self.checks.values())


def standing(reading: Reading, checks: Iterable[PairCheck]) -> Figures:
    """The figures of some pairs of people who take part."""
    checks = list(checks)
    people = [(reading.everybody[check.junior], reading.everybody[check.senior]) for check in checks]
    juniors, seniors = {check.junior for check in checks}, {check.senior for check in checks}
    return Figures(
        pairs=len(checks),
        total=sum(check.score for check in checks),
        lowest=min((check.score for check in checks), default=None),
        wanted=sum(len(senior.topics) for _junior, senior in people),
        covered=sum(len(senior.topics.keys() & junior.topics.keys()) for junior, senior in people),
        across=sum(is_across(junior, senior) for junior, senior in people),
        people=sum(not reading.mentors[person].has_partner for person in juniors)
        + sum(not reading.leaders[person].has_partner for person in seniors),
    )


def is_across(junior: Person, senior: Person) -> bool:
    """Whether both departments are known, and two."""
    return bool(junior.department and senior.department) and junior.department != senior.department


def policy_of_run(run: MatchRun) -> MatchPolicy:
    """The rules and weights that a version stands on, unsaved."""
    return MatchPolicy.of_version(run)


def pairs_of(run: MatchRun) -> list[Pair]:
    """The proposed pairs, highest score first."""
    rows = run.proposals.order_by("-score", "pk").values_list("junior_id", "senior_id")
    return [(str(junior), str(senior)) for junior, senior in rows]


def best_draft(everyone: Reading, decisions: ManualDecisions, policy: MatchPolicy, run: MatchRun | None = None,
               watch: Watch = nobody) -> Draft:  # fmt: skip
    """The best set of pairs under what is decided, starting from a stored version: among equally good sets one that
    is close to it; `watch` hears how far it is. Raises Refused when a pinned pair cannot be kept."""
    reading = everyone.under(decisions, policy)
    start = changed_start(run, everyone, reading, decisions) if run else None
    try:
        result = propose(reading.problem, start=start, watch=watch)
    except PinError as error:
        raise Refused(pin_words(reading, error)) from error
    checks = {_places(reading, pair): PairCheck(pair.junior, pair.senior, pair.parts, ()) for pair in result.pairs}
    return Draft(reading, decisions, policy, checks, result)


def start_of(run: MatchRun, reading: Reading) -> Start | None:
    """What a stored run proved, to go on from; people who have left since are left out."""
    prices = run.details.prices
    if prices is None:
        return None
    people = reading.people
    of_people = {
        side: {
            people[participant]: price for participant, price in prices.of_places[side].items() if participant in people
        }
        for side in matchmaker.Side
    }
    pairs = [
        (people[str(junior)], people[str(senior)])
        for junior, senior in run.proposals.values_list("junior_id", "senior_id")
        if str(junior) in people and str(senior) in people
    ]
    return Start(pairs, Proof(prices.bonus, of_people))


def changed_start(run: MatchRun, everyone: Reading, reading: Reading, decisions: ManualDecisions) -> Start | None:
    """The start of the next search, with what a change of the decisions opened, where nothing else has changed since
    the run was solved. `reading` is of `everyone` after the change, under `by_hand`."""
    start, before = start_of(run, reading), ManualDecisions.of(run)
    then = everyone.under(before, policy_of_run(run))
    is_as_solved = run.is_solved and then.problem.policy == reading.problem.policy
    if start is None or not is_as_solved or run.input_digest != digest_of(then):
        return start
    people = reading.people
    # Whoever was pinned or left out had no price that could be trusted.
    freed = {participant for pair in before.pins - decisions.pins for participant in pair} | (
        before.left_out - decisions.left_out
    )
    freed_people = {people[participant] for participant in freed if participant in people}
    opened = reading.persons(before.forbidden - decisions.forbidden)
    opened |= {(junior, senior) for junior in freed_people & reading.juniors.keys() for senior in reading.seniors}
    opened |= {(junior, senior) for junior in reading.juniors for senior in freed_people & reading.seniors.keys()}
    return replace(start, opened=opened)


def draft_of_pairs(everyone: Reading, decisions: ManualDecisions, policy: MatchPolicy, pairs: Iterable[Pair]) -> Draft:
    """Exactly these pairs; those of whom one cannot be matched any more fall away."""
    reading = everyone.under(decisions, policy)
    return Draft(reading, decisions, policy, scored(reading, pairs))


def with_near_pairs(draft: Draft, whole: Reading, near_pairs: Iterable[Pair]) -> Draft:
    """A draft of the others alone together with the pairs that were left as they are, among everybody (`whole`). That
    it is the best set for all has not been looked at."""
    pairs = [*draft.checks, *near_pairs]
    return draft_of_pairs(whole, draft.decisions, draft.policy, pairs)


def scored(reading: Reading, pairs: Iterable[Pair]) -> dict[Pair, PairCheck]:
    """Scores and broken rules of pairs of places; those of whom one takes no part fall away."""
    people, everybody = reading.people, reading.everybody
    known = [pair for pair in pairs if people.get(pair[0]) in everybody and people.get(pair[1]) in everybody]
    checks = (
        check_pairs(reading.problem, [(people[junior], people[senior]) for junior, senior in known]) if known else []
    )
    return dict(zip(known, checks, strict=True))


def _places(reading: Reading, pair: ProposedPair) -> Pair:
    return str(reading.juniors[pair.junior].pk), str(reading.seniors[pair.senior].pk)


def pin_words(reading: Reading, error: PinError) -> str:
    """Which pin cannot be kept, and why, as a sentence."""
    return _(
        "%(mentor)s and %(leader)s are pinned, but: %(reasons)s. Unpin them, or change the rule, and run it again."
    ) % {
        "mentor": reading.juniors[error.junior].user.name,
        "leader": reading.seniors[error.senior].user.name,
        "reasons": "; ".join(reason_words(reason) for reason in error.reasons),
    }


@dataclass(frozen=True)
class Drafted:
    """A change of a proposal, worked out: the present pairs as they count now, and what would follow.

    `only` changes no more than what is named; `best` finds the best set with it, None where a pin stands in the way
    (`why_not_best` says so). For whoever is near people of the cycle both are about the others alone; `near_pairs` stay
    as they are, and `whole` is read with them (see `to_store`).
    """

    change: Change
    everyone: Reading
    before: Mapping[Pair, PairCheck]
    pairs_before: list[Pair]
    only: Draft
    best: Draft | None
    why_not_best: str = ""
    whole: Reading | None = None
    near_pairs: tuple[Pair, ...] = ()

    def to_store(self, draft: Draft) -> Draft:
        """One of the two as it becomes a version."""
        return with_near_pairs(draft, self.whole, self.near_pairs) if self.whole else draft

    @cached_property
    def standing_before(self) -> Figures:
        return standing(self.everyone, self.before.values())


def draft_change(run: MatchRun, change: Change, *, withheld: Withheld = NOBODY, watch: Watch = nobody) -> Drafted:
    """Work a change out, both ways: that solves the whole match, so in a large cycle it is the worker's work, and
    `watch` hears how far it is. The pairs that are `withheld` from whoever asks stay as they are. Raises Refused with
    the hard rules that forbid a pair."""
    policy, every_pair = policy_of_run(run), pairs_of(run)
    whole = read_everyone(run.cycle, policy)
    everyone, pairs = reading_of_others(whole, withheld, every_pair), pairs_of_others(every_pair, withheld)
    refuse_nonsense(everyone, change, pairs)
    decisions = ManualDecisions.of(run).after(change)
    refuse_broken(everyone.under(decisions), change)
    before = scored(everyone, pairs)
    after = _changed(everyone, ManualDecisions.of(run), before, change)
    decisions = decisions.without({*before} - {*after} - {*change.pairs_after})
    best, why_not = None, ""
    try:
        best = best_draft(everyone, decisions, policy, None if withheld else run, watch)
    except Refused as refused:
        why_not = str(refused)
    only = draft_of_pairs(everyone, decisions, policy, after)
    only = Draft(only.reading, decisions, policy, only.checks, bound=best.result if best else None)
    drafted = Drafted(change, everyone, before, pairs, only, best, why_not)
    return replace(drafted, whole=whole, near_pairs=tuple({*every_pair} - {*pairs})) if withheld else drafted


def refuse_nonsense(everyone: Reading, change: Change, pairs: list[Pair]) -> None:
    """Whoever is named must be there, and a swap needs four people in two pairs."""
    missing = [participant for participant in change.about if participant not in everyone.people]
    if missing and change.act in (Act.PAIRED, Act.SWAPPED, Act.PINNED):
        raise Refused(_("One of the two cannot be matched any more. Reload the page to see who can."))
    if not {*change.pairs_before} <= {*pairs} or (change.act == Act.PINNED and change.pair not in pairs):
        raise Refused(_("This pair is no longer in the proposal. Reload the page to see the present one."))
    if change.act == Act.SWAPPED and (len({*change.about}) < 4 or {*change.pairs_after} & {*pairs}):
        raise Refused(_("A swap needs two pairs of four people who are not partners already. Choose another pair."))


def refuse_broken(reading: Reading, change: Change) -> None:
    """A pair by hand keeps to the hard rules like every other; what is confidential is called protected."""
    wanted = {pair: next(iter(reading.persons([pair])), None) for pair in change.pairs_after}
    broken = broken_pairs(reading.problem, [pair for pair in wanted.values() if pair])
    lines = []
    for (junior, senior), reasons in broken.items():
        names = {"mentor": reading.juniors[junior].user.name, "leader": reading.seniors[senior].user.name}
        why = "; ".join(reason_words(reason) for reason in reasons)
        lines.append(_("%(mentor)s and %(leader)s cannot be a pair: %(why)s.") % {**names, "why": why})
    if lines:
        raise Refused(" ".join(lines))


def _changed(
    everyone: Reading, decided: ManualDecisions, before: Mapping[Pair, PairCheck], change: Change
) -> list[Pair]:
    """The pairs after the change and nothing else: who has no place left gives up their weakest pair."""
    pairs = [pair for pair in before if pair not in change.pairs_before]
    if change.act == Act.LEFT_OUT:
        return [pair for pair in pairs if not set(pair) & set(change.about)]
    for added in change.pairs_after:
        if added in pairs:
            continue
        for participant in added:
            pairs = _make_room(everyone, decided, before, pairs, participant)
        pairs.append(added)
    return pairs


def _make_room(everyone: Reading, decided: ManualDecisions, before: Mapping[Pair, PairCheck], pairs: list[Pair],
               participant: str) -> list[Pair]:  # fmt: skip
    own_pairs = [pair for pair in pairs if participant in pair]
    too_many = len(own_pairs) + 1 - everyone.everybody[everyone.people[participant]].capacity

    def worth(pair: Pair) -> tuple[bool, int]:
        return pair in decided.pins, before[pair].score if pair in before else 0

    gives_way = set(sorted(own_pairs, key=worth)[: max(0, too_many)])
    return [pair for pair in pairs if pair not in gives_way]


def participants_by_id(cycle: Cycle, ids: Iterable[str]) -> dict[str, Participant]:
    """People of a cycle by the ids of their places, whatever has become of them; one query."""
    participants = Participant.objects.filter(cycle=cycle, pk__in=[*ids]).select_related("user")
    return {str(participant.pk): participant for participant in participants}
