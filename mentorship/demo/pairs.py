"""The twenty pairs of the running program, their agreements, and the state each is in."""

import datetime as dt
import random

from mentorship.demo import texts
from mentorship.demo.programs import JUNIOR, SENIOR, People, draw, enrol
from pairings.models import Agreement, Consent, Objective, Pairing, Signature
from pairings.services.agreement import content_of
from people.models import User
from programs.models import Cycle, Participant, Program, Topic

PAIRS = 20
NAMED_PAIRS = (
    ("Kavya Nair", "Jack Whitfield"),
    ("Maria Santos", "Helen Brandt"),
    ("David Okafor", "Robert Lindqvist"),
)
NEVER = {"Omar Haddad", "Priya Raman", "Lena Fischer", "Noor Aziz", "Sam Reid", "Igor Petrov"}
PAUSED = 5
Matched = list[tuple[User, User]]


def pair_up(cycle: Cycle, everyone: People, chance: random.Random, now: dt.datetime) -> list[Pairing]:
    """Enrol both sides, pair them, agree and sign."""
    matched = _who_with_whom(everyone, chance)
    applied = now - dt.timedelta(days=165)
    enrol(cycle, [junior for junior, _ in matched], JUNIOR, Participant.State.ACTIVE, applied, chance)
    enrol(cycle, [senior for _, senior in matched], SENIOR, Participant.State.ACTIVE, applied, chance)
    places = {place.user_id: place for place in cycle.participants.select_related("user")}
    pairings = [
        _pairing(cycle, places[junior.pk], places[senior.pk], chance, now, paused=index == PAUSED)
        for index, (junior, senior) in enumerate(matched)
    ]
    for pairing in pairings:
        _agree(pairing, cycle.program, chance)
    return pairings


def _who_with_whom(everyone: People, chance: random.Random) -> Matched:
    """The named pairs, then others that keep the rules: far apart in level, never in one line or department."""
    named = [(everyone[junior], everyone[senior]) for junior, senior in NAMED_PAIRS]
    taken = NEVER | {name for pair in NAMED_PAIRS for name in pair}
    leaders = draw(everyone, range(5, 7), taken, PAIRS - len(named), chance)
    mentors = draw(everyone, range(1, 4), taken, 3 * PAIRS, chance)
    for leader in leaders:
        mentor = next(m for m in mentors if m.department_id != leader.department_id)
        mentors.remove(mentor)
        named.append((mentor, leader))
    return named


def _pairing(
    cycle: Cycle, junior: Participant, senior: Participant, chance: random.Random, now: dt.datetime, *, paused: bool
) -> Pairing:
    asked = now - dt.timedelta(days=140, hours=chance.randint(1, 60))
    pairing = Pairing.objects.create(
        cycle=cycle,
        junior=junior,
        senior=senior,
        state=Pairing.State.PAUSED if paused else Pairing.State.ACTIVE,
        score=chance.randint(540, 930),
        proposed_at=asked,
        answer_by=asked + dt.timedelta(days=10),
        agreed_at=asked + dt.timedelta(days=3),
        opened_at=asked + dt.timedelta(days=8),
        paused_at=now - dt.timedelta(days=16) if paused else None,
        paused_by=junior.user if paused else None,
    )
    Consent.objects.bulk_create(
        Consent(
            pairing=pairing,
            side=side,
            decision=Consent.Decision.ACCEPTED,
            decided_at=asked + dt.timedelta(days=1 if side == JUNIOR else 3),
        )
        for side in (JUNIOR, SENIOR)
    )
    return pairing


def _agree(pairing: Pairing, program: Program, chance: random.Random) -> None:
    objectives = chance.sample(texts.OBJECTIVES, 2)
    Objective.objects.bulk_create(
        Objective(pairing=pairing, title=title, measure=measure, progress=chance.choice([20, 40, 60, 80]), position=n)
        for n, (title, measure) in enumerate(objectives)
    )
    agreement = Agreement.objects.create(
        pairing=pairing,
        expectations=chance.choice(texts.EXPECTATIONS),
        cadence_weeks=program.cadence_weeks,
        meeting_minutes=program.meeting_minutes,
        channels=chance.choice([["video"], ["video", "in_person"]]),
        books="senior" if pairing.senior.user.assistants.exists() else chance.choice(["junior", "senior"]),
        confidentiality="What we talk about stays between us, unless we both say otherwise.",
        leaving="Either of us may ask the program to end this, without giving a reason to the other.",
        signed_at=pairing.opened_at,
    )  # fmt: skip
    topics = list(Topic.objects.filter(program=program))
    agreement.topics.set(chance.sample(topics, 2))
    Signature.objects.bulk_create(
        Signature(
            agreement=agreement,
            side=place.side,
            user=place.user,
            version=agreement.version,
            snapshot=content_of(agreement),
            signed_at=pairing.opened_at,
        )
        for place in (pairing.junior, pairing.senior)
    )
