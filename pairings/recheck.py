"""Open pairings against the hard rules again, after the org chart, a level or a conflict of interest has changed."""

import dataclasses
import uuid
from collections import defaultdict
from collections.abc import Collection

from django.utils import timezone

from pairings.matching import Problem, check_pairs
from pairings.matching_words import reason_words
from pairings.models import MatchPolicy, Pairing
from pairings.problem import as_person, level_scale, managers, policy_terms
from pairings.services.matters import report_all, settle_all
from people.models import ConflictOfInterest, Organization
from people.orgchart import chain
from programs.models import Program, Todo

Pair = tuple[str, str]


def people_changed(user_ids: Collection[uuid.UUID]) -> None:
    """Raise a Todo for every pairing that the change made break a rule, take back those that fit again.

    Called inside the transaction of the change. Looks at the pairings of these people and of those below them.
    """
    chart = managers()
    affected = _affected({str(user_id) for user_id in user_ids}, chart)
    if not affected:
        return
    noted = set(Todo.objects.open().filter(kind=Todo.Kind.BROKEN_RULE).order_by().values_list("subject_id", flat=True))
    policies = {policy.program_id: policy for policy in MatchPolicy.objects.all()}
    by_program: dict[Program, list[Pairing]] = defaultdict(list)
    for pairing in affected:
        by_program[pairing.cycle.program].append(pairing)
    for program, pairings in by_program.items():
        policy = policies.get(program.pk) or MatchPolicy(program=program)
        _note(pairings, _broken(pairings, policy, chart), noted)


def _affected(changed: set[str], chart: dict[str, str]) -> list[Pairing]:
    found = Pairing.objects.open().with_people().exclude(cycle__state="closed")
    known: dict[str, bool] = {}

    def is_touched(person: str) -> bool:
        if person not in known:
            known[person] = person in changed or any(above in changed for above in chain(chart, person))
        return known[person]

    return [
        pairing
        for pairing in found
        if is_touched(str(pairing.junior.user_id)) or is_touched(str(pairing.senior.user_id))
    ]


def _broken(pairings: list[Pairing], policy: MatchPolicy, chart: dict[str, str]) -> dict[Pair, str]:
    """Which pairs break which rules, in words, of the rules that look at people's places and conflicts."""
    juniors = {pairing.junior.user_id: pairing.junior.user for pairing in pairings}
    seniors = {pairing.senior.user_id: pairing.senior.user for pairing in pairings}
    everyone = [*juniors.values(), *seniors.values()]
    zone, scale = Organization.objects.current().time_zone, level_scale(everyone)
    public, private = _conflicts({user.pk for user in everyone})
    terms = dataclasses.replace(
        policy_terms(policy),
        needs_shared_topic=False,
        needs_shared_language=False,
        forbids_repeats=False,
        minimum_overlap_hours=0,
    )
    problem = Problem(
        juniors=tuple(as_person(user, zone=zone, scale=scale) for user in juniors.values()),
        seniors=tuple(as_person(user, zone=zone, scale=scale) for user in seniors.values()),
        on=timezone.now().date(),
        policy=terms,
        managers=chart,
        conflicts=public,
        private_conflicts=private,
    )
    checks = check_pairs(problem, [_pair(pairing) for pairing in pairings])
    return {
        (check.junior, check.senior): "; ".join(reason_words(reason) for reason in check.reasons)
        for check in checks
        if not check.is_allowed
    }


def _pair(pairing: Pairing) -> Pair:
    return str(pairing.junior.user_id), str(pairing.senior.user_id)


def _conflicts(people: set[uuid.UUID]) -> tuple[frozenset[Pair], frozenset[Pair]]:
    found: dict[bool, set[Pair]] = {True: set(), False: set()}
    for one, other, owner in ConflictOfInterest.objects.values_list("person_id", "other_id", "owner_id"):
        if one in people and other in people:
            found[owner is not None].add((str(one), str(other)))
    return frozenset(found[False]), frozenset(found[True])


def _note(pairings: list[Pairing], broken: dict[Pair, str], noted: set[uuid.UUID]) -> None:
    why = [(pairing, broken.get(_pair(pairing), "")) for pairing in pairings]
    report_all(((pairing, text) for pairing, text in why if text), Todo.Kind.BROKEN_RULE)
    settle_all([pairing for pairing, text in why if not text and pairing.pk in noted], Todo.Kind.BROKEN_RULE)
