"""Open pairings against the hard rules again, after people, conflicts of interest or the rules have changed."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import batched, groupby
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from matchmaker import Problem, Reason, check_pairs
from pairings.models import Pairing
from pairings.querysets import PairingQuerySet, participants_of
from pairings.services.todos import report_all, settle_all
from people.models import Organization, User
from programs.models import Cycle, Participant, Todo, TopicChoice
from proposals.between_people import conflicts_between, history_between
from proposals.matching_words import reason_words
from proposals.models import MatchPolicy, PendingCheck
from proposals.read_problem import as_person, level_scale
from proposals.reading import policy_terms
from proposals.reporting_lines import lines_above, places_below

Pair = tuple[str, str]
#: So many notes are worked through in one transaction, and so many pairings are judged at once.
NOTES, PAIRINGS = 500, 500


def recheck_pending() -> None:
    """Look at all pairings that were noted; several workers at once do no harm. What a worker that dies has not
    finished stays noted."""
    while _recheck_some():
        pass


@transaction.atomic
def _recheck_some() -> bool:
    """Raise a Todo for every noted pairing that breaks a rule, take back those that fit again. False when nothing was
    noted."""
    notes = list(PendingCheck.objects.select_for_update(skip_locked=True)[:NOTES])
    # Held before anything is read: who comes later to the same pairing reads what is newer, and writes later.
    wanted = Pairing.objects.open().exclude(cycle__state="closed").filter(_concerned(notes)).order_by("pk")
    held = list(wanted.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True)) if notes else []
    for some in batched(held, PAIRINGS):
        pairings = Pairing.objects.filter(pk__in=some).with_people().order_by("cycle_id", "pk")
        for cycle, theirs in groupby(pairings, key=lambda pairing: pairing.cycle):
            _recheck(cycle, list(theirs))
    PendingCheck.objects.filter(pk__in=[note.pk for note in notes]).delete()
    return bool(notes)


def _concerned(notes: Iterable[PendingCheck]) -> Q:
    """The pairings that these notes name, as a condition."""
    concerned = Q(pk__in=[])
    people, leading, programs = set[uuid.UUID](), set[uuid.UUID](), set[uuid.UUID]()
    for note in notes:
        if note.other_id:
            two = note.person_id, note.other_id
            both = participants_of(two)
            concerned |= Q(junior__in=both, senior__in=both) & Q(junior__user__in=two) & Q(senior__user__in=two)
        elif note.person_id:
            (leading if note.is_with_reports else people).add(note.person_id)
        elif note.program_id:
            programs.add(note.program_id)
        else:
            return Q(pk__isnull=False)
    if programs:
        concerned |= Q(cycle__program__in=programs)
    places: list[Any] = [participants_of(people)] if people else []
    places += [places_below(leading)] if leading else []
    for theirs in places:
        concerned |= Q(junior__in=theirs) | Q(senior__in=theirs)
    return concerned


def _recheck(cycle: Cycle, pairings: list[Pairing]) -> None:
    program = cycle.program
    policy = MatchPolicy.objects.filter(program=program).first() or MatchPolicy(program=program)
    _note(pairings, _broken(cycle, pairings, policy))


def broken_pairings(pairings: PairingQuerySet) -> dict[uuid.UUID, str]:
    """Which of these pairings break a hard rule as things are now, by id, and which, in words for the program team."""
    broken: dict[uuid.UUID, str] = {}
    every = pairings.with_people().order_by("cycle_id", "pk")
    for cycle, theirs in groupby(every.iterator(chunk_size=PAIRINGS), key=lambda pairing: pairing.cycle):
        policy = MatchPolicy.objects.filter(program=cycle.program).first() or MatchPolicy(program=cycle.program)
        for some in batched(theirs, PAIRINGS):
            rules = _broken(cycle, list(some), policy)
            broken |= {pairing.pk: rules[_pair(pairing)] for pairing in some if _pair(pairing) in rules}
    return broken


def _broken(cycle: Cycle, pairings: list[Pairing], policy: MatchPolicy) -> dict[Pair, str]:
    """Which pairs break which rules, in words. Two of whom one has named no topic are not judged by topics."""
    juniors = {pairing.junior.user_id: pairing.junior.user for pairing in pairings}
    seniors = {pairing.senior.user_id: pairing.senior.user for pairing in pairings}
    everyone = {*juniors, *seniors}
    zone, scale = Organization.objects.current().time_zone, _scale(cycle)
    public, private = conflicts_between(everyone)
    history = history_between(everyone, policy.program_id)
    topics = _topics(pairings)
    problem = Problem(
        juniors=tuple(as_person(user, zone=zone, scale=scale, topics=topics[pk]) for pk, user in juniors.items()),
        seniors=tuple(as_person(user, zone=zone, scale=scale, topics=topics[pk]) for pk, user in seniors.items()),
        on=timezone.now().date(),
        policy=policy_terms(policy),
        managers=lines_above(User.objects.filter(pk__in=everyone).order_by().values("pk")),
        conflicts=frozenset(public),
        protected=frozenset(private | history.declined_elsewhere),
        declines=frozenset(history.declined),
    )
    named = {str(person) for person in topics if topics[person]}
    broken: dict[Pair, str] = {}
    for check in check_pairs(problem, [_pair(pairing) for pairing in pairings]):
        pair = check.junior, check.senior
        reasons = [reason for reason in check.reasons if reason != Reason.SHARED_TOPIC or named.issuperset(pair)]
        if reasons:
            broken[pair] = "; ".join(reason_words(reason) for reason in reasons)
    return broken


def _scale(cycle: Cycle) -> str:
    """The scale of levels by which these people were matched: that of everybody in their cycle."""
    places = Participant.objects.filter(cycle=cycle).matchable().order_by()
    counted = Counter(dict(places.values_list("user__level_source").annotate(number=Count("pk"))))
    return level_scale(counted.elements())


def _topics(pairings: list[Pairing]) -> dict[uuid.UUID, dict[str, int]]:
    """What these people can share or want to learn, by person."""
    participants = {participant for pairing in pairings for participant in (pairing.junior_id, pairing.senior_id)}
    topics: dict[uuid.UUID, dict[str, int]] = defaultdict(dict)
    chosen = TopicChoice.objects.filter(participant__in=participants).order_by()
    for person, topic, rating in chosen.values_list("participant__user", "topic", "rating"):
        topics[person][str(topic)] = rating
    return topics


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
        return [pairing for pairing, text in why if pairing.pk in texts and not _says(texts[pairing.pk], text)]

    settle_all(outdated(noted), Todo.Kind.BROKEN_RULE)
    if settled := outdated(ticked_off):
        of_kind.ticked_off().filter(subject_id__in=[pairing.pk for pairing in settled]).delete()
    new = [(pairing, text) for pairing, text in why if text and not _says(ticked_off.get(pairing.pk, ""), text)]
    report_all(new, Todo.Kind.BROKEN_RULE)


def _says(noted: str, text: str) -> bool:
    return bool(text) and noted.endswith(f": {text}")
