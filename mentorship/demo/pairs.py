"""The twenty pairs of the running program, their agreements, the state each is in, and two confidential words."""

import datetime as dt
import random

from matchmaker import PRESETS
from mentorship.demo import texts
from mentorship.demo.programs import JUNIOR, SENIOR, People, draw, enrol
from pairings.models import (
    Agreement,
    ConfidentialWord,
    Consent,
    Hold,
    Objective,
    Pairing,
    Pledge,
    Signature,
    WordLine,
    WordReader,
)
from pairings.services.agreement import content_of
from programs.models import Cycle, Participant, Program, Topic
from programs.orientation_texts import FOR_LEADERS
from proposals.models import MatchRun, Proposal
from proposals.services.solve_run import solve_run
from proposals.services.versions import rules_of

PAIRS = 20
SPARE_MENTORS = 3
NAMED_PAIRS = (
    ("Kavya Nair", "Jack Whitfield"),
    ("Maria Santos", "Helen Brandt"),
    ("David Okafor", "Robert Lindqvist"),
)
#: The names of stored scenarios, each with the preset whose weights it tries.
SCENARIOS = {"Skills before everything": "skills_first", "As many new links as possible": "widest_bridge"}
NEVER = {"Omar Haddad", "Nadia Koroma", "Priya Raman", "Lena Fischer", "Noor Aziz", "Sam Reid", "Igor Petrov"}
PAUSED = 5
TRUSTED = "Noor Aziz"


def pair_up(cycle: Cycle, everyone: People, rng: random.Random, now: dt.datetime) -> list[Pairing]:
    """Enrol both sides, match them by the engine with the named pairs pinned, agree and sign."""
    _enrol_both_sides(cycle, everyone, rng, now)
    proposals = _match(cycle, everyone, now)
    pairings = [_pairing(proposal, rng, now, paused=index == PAUSED) for index, proposal in enumerate(proposals)]
    paired = [participant_id for pairing in pairings for participant_id in (pairing.junior_id, pairing.senior_id)]
    Participant.objects.filter(pk__in=paired).update(state=Participant.State.ACTIVE)
    for pairing in pairings:
        _agree(pairing, cycle.program, rng)
    return pairings


def _enrol_both_sides(cycle: Cycle, everyone: People, rng: random.Random, now: dt.datetime) -> None:
    juniors = [everyone[junior] for junior, _ in NAMED_PAIRS]
    seniors = [everyone[senior] for _, senior in NAMED_PAIRS]
    taken = NEVER | {name for pair in NAMED_PAIRS for name in pair}
    seniors += draw(everyone, range(8, 10), taken, PAIRS - len(seniors), rng)
    juniors += draw(everyone, range(4, 7), taken, PAIRS + SPARE_MENTORS - len(juniors), rng)
    applied = now - dt.timedelta(days=165)
    enrol(cycle, juniors, JUNIOR, Participant.State.APPROVED, applied, rng)
    enrol(cycle, seniors, SENIOR, Participant.State.APPROVED, applied, rng)


def _match(cycle: Cycle, everyone: People, now: dt.datetime) -> list[Proposal]:
    """The proposals of a real run, the named pairs first, then by the leader's address."""
    participants = {participant.user_id: participant for participant in cycle.participants.all()}
    pins = [
        [str(participants[everyone[junior].pk].pk), str(participants[everyone[senior].pk].pk)]
        for junior, senior in NAMED_PAIRS
    ]
    policy = rules_of(cycle.program.match_policy)
    run = MatchRun.objects.create(cycle=cycle, created_by=everyone["Priya Raman"], policy=policy, pins=pins)
    solve_run(run_id=run.pk)
    matched_at = now - dt.timedelta(days=142)
    _save_scenarios(run, matched_at)
    MatchRun.objects.filter(pk=run.pk).update(
        state=MatchRun.State.PUBLISHED,
        created_at=matched_at,
        finished_at=matched_at,
        kept_at=matched_at,
        published_at=matched_at + dt.timedelta(hours=2),
    )
    proposals = run.proposals.select_related("run__cycle", "junior__user", "senior__user")
    rank = {junior: index for index, (junior, _) in enumerate(NAMED_PAIRS)}
    return sorted(proposals, key=lambda p: (rank.get(p.junior.user.name, PAIRS), p.senior.user.email))


def _save_scenarios(run: MatchRun, matched_at: dt.datetime) -> None:
    """What Priya tried before she published: two other sets of weights, solved and kept under a name."""
    for minutes, (name, preset) in enumerate(SCENARIOS.items()):
        tried = MatchRun.objects.create(
            cycle=run.cycle,
            created_by=run.created_by,
            parent=run,
            act=MatchRun.Act.TRIED,
            name=name,
            policy={**run.policy, "weights": {**PRESETS[preset]}},
            pins=run.pins,
        )
        solve_run(run_id=tried.pk)
        at = matched_at + dt.timedelta(minutes=10 * (minutes + 1))
        MatchRun.objects.filter(pk=tried.pk).update(created_at=at, finished_at=at)


def _pairing(proposal: Proposal, rng: random.Random, now: dt.datetime, *, paused: bool) -> Pairing:
    asked = now - dt.timedelta(days=140, hours=rng.randint(1, 60))
    pairing = Pairing.objects.create(
        cycle=proposal.run.cycle,
        junior=proposal.junior,
        senior=proposal.senior,
        state=Pairing.State.PAUSED if paused else Pairing.State.ACTIVE,
        score=proposal.score,
        proposed_at=asked,
        answer_by=asked + dt.timedelta(days=10),
        agreed_at=asked + dt.timedelta(days=3),
        opened_at=asked + dt.timedelta(days=rng.randint(5, 24)),
        paused_at=now - dt.timedelta(days=16) if paused else None,
    )
    if paused:
        Hold.objects.create(
            pairing=pairing, side=JUNIOR, by=proposal.junior.user, begins_at=now - dt.timedelta(days=16)
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


def _agree(pairing: Pairing, program: Program, rng: random.Random) -> None:
    objectives = rng.sample(texts.OBJECTIVES, 2)
    Objective.objects.bulk_create(
        Objective(pairing=pairing, title=title, measure=measure, progress=rng.choice([20, 40, 60, 80]), position=n)
        for n, (title, measure) in enumerate(objectives)
    )
    agreement = Agreement.objects.create(
        pairing=pairing,
        expectations=rng.choice(texts.EXPECTATIONS),
        cadence_weeks=program.cadence_weeks,
        meeting_minutes=program.meeting_minutes,
        channels=rng.choice([["video"], ["video", "in_person"]]),
        books="senior" if pairing.senior.user.assistants.exists() else rng.choice(["junior", "senior"]),
        confidentiality="What we talk about stays between us, unless we both say otherwise.",
        leaving="Either of us may ask the program to end this, without giving a reason to the other.",
        signed_at=pairing.opened_at,
    )  # fmt: skip
    lines, made_at = [str(line) for line in FOR_LEADERS.pledge], pairing.agreed_at or pairing.proposed_at
    Pledge.objects.create(participant=pairing.senior, lines=lines, made_at=made_at)
    places = Participant.objects.filter(pk__in=[pairing.junior_id, pairing.senior_id])
    places.update(oriented_at=made_at)
    topics = list(Topic.objects.filter(program=program))
    agreement.topics.set(rng.sample(topics, 2))
    Signature.objects.bulk_create(
        Signature(
            agreement=agreement,
            side=participant.side,
            user=participant.user,
            version=agreement.version,
            snapshot=content_of(agreement),
            signed_at=pairing.opened_at or pairing.proposed_at,
        )
        for participant in (pairing.junior, pairing.senior)
    )


def confide(cycle: Cycle, everyone: People, now: dt.datetime) -> None:
    """Maria has written to Priya, who has answered; David to Noor, who has not read it yet."""
    Program.objects.filter(pk=cycle.program_id).update(person_of_trust=everyone[TRUSTED])
    answered = _word(cycle, everyone, "Maria Santos", "Priya Raman", "team", now - dt.timedelta(days=3))
    read_at = now - dt.timedelta(days=2, hours=20)
    answered.readers.update(first_read_at=read_at, read_at=read_at)
    WordLine.objects.create(
        word=answered, by=everyone["Priya Raman"], is_by_author=False, text=texts.WORD_ANSWER, sent_at=read_at
    )
    _word(cycle, everyone, "David Okafor", TRUSTED, "trusted", now - dt.timedelta(hours=5))


def _word(cycle: Cycle, everyone: People, author: str, reader: str, to: str, at: dt.datetime) -> ConfidentialWord:
    person = everyone[author]
    pairing = Pairing.objects.get(cycle=cycle, junior__user=person)
    word = ConfidentialWord.objects.create(pairing=pairing, side=JUNIOR, to=to, sent_at=at, author_read_at=at)
    WordReader.objects.create(word=word, user=everyone[reader])
    WordLine.objects.create(word=word, by=person, is_by_author=True, text=texts.WORDS[to], sent_at=at)
    return word
