"""Open pairings against the hard rules again, after people, conflicts of interest or the rules have changed."""

import uuid
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils import timezone

from matchmaker import Problem, Reason, check_pairs
from pairings.models import Pairing
from pairings.querysets import places_of
from pairings.services.todos import report_all, settle_all
from people.change_hooks import Pairs
from people.models import Organization
from people.orgchart import chain
from programs.models import Participant, Program, Todo, TopicChoice
from proposals.matching_words import reason_words
from proposals.models import MatchPolicy
from proposals.read_problem import as_person, conflicts_between, history_between, level_scale, managers, policy_terms

Pair = tuple[str, str]
#: Two people in no order, by their ids.
Two = frozenset[uuid.UUID | None]


def people_changed(user_ids: Collection[uuid.UUID]) -> None:
    """Raise a Todo for every pairing that the change made break a rule, take back those that fit again.

    Called inside the transaction of the change. Looks at the pairings of these people and of those below them.
    """
    chart = managers()
    _recheck_all(_affected({str(user_id) for user_id in user_ids}, chart), chart)


def conflicts_changed(pairs: Pairs) -> None:
    """The same for these pairs alone, in whichever order. Whatever else the two have must stay untouched: a matter that
    comes back for another pair of the one and not of the other would tell who noted the conflict.

    All open pairings of those who said so are read, so that an address that somebody has takes no longer than another.
    """
    places = places_of({first for first, _other in pairs})
    theirs = list(_open_pairings().filter(Q(junior__in=places) | Q(senior__in=places)))
    _recheck_all(theirs, managers(), {frozenset(pair) for pair in pairs})


def _recheck_all(affected: list[Pairing], chart: dict[str, str], only: Collection[Two] | None = None) -> None:
    """In every program under its own rules; `only` names the pairs of people whose matters may change."""
    policies = {policy.program_id: policy for policy in MatchPolicy.objects.all()} if affected else {}
    by_program: dict[Program, list[Pairing]] = defaultdict(list)
    for pairing in affected:
        by_program[pairing.cycle.program].append(pairing)
    for program, pairings in by_program.items():
        _recheck(pairings, policies.get(program.pk) or MatchPolicy(program=program), chart, only)


def rules_changed(policy: MatchPolicy) -> None:
    """The same for every open pairing of a program whose rules have changed; inside that transaction."""
    if pairings := list(_open_pairings().filter(cycle__program=policy.program_id)):
        _recheck(pairings, policy, managers())


def _open_pairings() -> QuerySet[Pairing]:
    return Pairing.objects.open().with_people().exclude(cycle__state="closed")


def _recheck(
    pairings: list[Pairing], policy: MatchPolicy, chart: dict[str, str], only: Collection[Two] | None = None
) -> None:
    broken = _broken(pairings, policy, chart)
    if only is not None:
        pairings = [one for one in pairings if frozenset((one.junior.user_id, one.senior.user_id)) in only]
    _note(pairings, broken)


def _affected(changed: set[str], chart: dict[str, str]) -> list[Pairing]:
    found = _open_pairings()
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
    """Which pairs break which rules, in words. Two of whom one has named no topic are not judged by topics."""
    juniors = {pairing.junior.user_id: pairing.junior.user for pairing in pairings}
    seniors = {pairing.senior.user_id: pairing.senior.user for pairing in pairings}
    everyone = {*juniors, *seniors}
    zone, scale = Organization.objects.current().time_zone, _scale({pairing.cycle_id for pairing in pairings})
    public, private = conflicts_between(everyone)
    history = history_between(everyone, policy.program_id)
    topics = _topics(pairings)
    problem = Problem(
        juniors=tuple(as_person(user, zone=zone, scale=scale, topics=topics[pk]) for pk, user in juniors.items()),
        seniors=tuple(as_person(user, zone=zone, scale=scale, topics=topics[pk]) for pk, user in seniors.items()),
        on=timezone.now().date(),
        policy=policy_terms(policy),
        managers=chart,
        conflicts=frozenset(public),
        protected=frozenset(private | history.declined_elsewhere),
        declines=frozenset(history.declined),
    )
    named = {str(person) for person in topics if topics[person]}
    found: dict[Pair, str] = {}
    for check in check_pairs(problem, [_pair(pairing) for pairing in pairings]):
        pair = check.junior, check.senior
        reasons = [one for one in check.reasons if one != Reason.SHARED_TOPIC or named.issuperset(pair)]
        if reasons:
            found[pair] = "; ".join(reason_words(reason) for reason in reasons)
    return found


def _scale(cycles: set[uuid.UUID]) -> str:
    """The scale of levels by which these people were matched: that of everybody in their cycles."""
    places = Participant.objects.filter(cycle__in=cycles).matchable().order_by()
    return level_scale(places.values_list("user__level_source", flat=True))


def _topics(pairings: list[Pairing]) -> dict[uuid.UUID, dict[str, int]]:
    """What these people can share or want to learn, by person; of somebody with two places, all of it."""
    places = {place for pairing in pairings for place in (pairing.junior_id, pairing.senior_id)}
    found: dict[uuid.UUID, dict[str, int]] = defaultdict(dict)
    chosen = TopicChoice.objects.filter(participant__in=places).order_by()
    for person, topic, rating in chosen.values_list("participant__user", "topic", "rating"):
        found[person][str(topic)] = rating
    return found


def _pair(pairing: Pairing) -> Pair:
    return str(pairing.junior.user_id), str(pairing.senior.user_id)


def _note(pairings: list[Pairing], broken: dict[Pair, str]) -> None:
    """What fits again is settled; so is what is broken for other reasons by now, and told anew with these. What
    somebody has ticked off is not told again while it is broken for the same reasons."""
    why = [(pairing, broken.get(_pair(pairing), "")) for pairing in pairings]
    ids = [pairing.pk for pairing in pairings]
    of_kind = Todo.objects.filter(kind=Todo.Kind.BROKEN_RULE, subject_id__in=ids).order_by("created_at")
    known = (of_kind.open() | of_kind.ticked_off()).values_list("subject_id", "text", "done_at")
    noted = {pairing: text for pairing, text, done_at in known if done_at is None}
    ticked_off = {pairing: text for pairing, text, done_at in known if done_at is not None}

    def outdated(texts: dict[uuid.UUID, str]) -> list[Pairing]:
        return [one for one, text in why if one.pk in texts and not _says(texts[one.pk], text)]

    settle_all(outdated(noted), Todo.Kind.BROKEN_RULE)
    if gone := outdated(ticked_off):
        of_kind.ticked_off().filter(subject_id__in=[pairing.pk for pairing in gone]).delete()
    new = [(one, text) for one, text in why if text and not _says(ticked_off.get(one.pk, ""), text)]
    report_all(new, Todo.Kind.BROKEN_RULE)


def _says(noted: str, text: str) -> bool:
    return bool(text) and noted.endswith(f": {text}")
