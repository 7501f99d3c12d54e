"""A string in each confidential field that may surface only where its audience reads."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from community.models import ManagerWord, ReflectionAnswer, ReflectionQuestion, Thanks
from insights.models import MeasureAnswer, ProgramReview, ReviewStep
from pairings.models import (
    ConfidentialWord,
    Consent,
    EarlierText,
    EndRequest,
    HandOver,
    LookBack,
    Pairing,
    Pledge,
    WordLine,
)
from pairings.services.agreement import content_of
from people.models import ConflictOfInterest, HeldAct, LegalHold, User
from programs.models import Answer, Participant, Question, WarmUp
from proposals.models import MatchRun
from sessions.models import (
    ActionItem,
    Ballot,
    Insight,
    ItemChange,
    LogDraft,
    Meeting,
    Reflection,
    SessionLog,
    Win,
)
from sessions.reviews.services import answer_review, keep_answers, open_follow_up
from tests import factories as make
from tests.permissions.scene import Scene

PAIR = {"kavya", "jack"}
TEAM = {"priya", "omar"}


@dataclass(frozen=True)
class Canary:
    word: str
    readers: frozenset[str]


def let_loose(scene: Scene, tail: str = "") -> list[Canary]:
    """Write a canary into every confidential field of the scene, and into Maria's and Helen's pairing.

    `tail` is written behind each of them.
    """
    flock = _Flock(tail)
    _in_the_agreement(scene, flock)
    _in_meetings(scene, flock)
    _in_answers(scene, flock)
    _in_consents(scene, flock)
    _in_words(scene, flock)
    _in_matches(scene, flock)
    _in_what_came_of_a_review(flock)
    _in_the_community(scene, flock)
    _in_what_has_stayed(scene, flock)
    return flock.canaries


class _Flock:
    def __init__(self, tail: str) -> None:
        self.canaries: list[Canary] = []
        self.tail = tail

    def canary(self, field: str, readers: set[str]) -> str:
        word = f"canary-{field}"
        self.canaries.append(Canary(word, frozenset(readers)))
        return word + self.tail


def _in_words(scene: Scene, flock: _Flock) -> None:
    """Kavya has turned to Priya, who has answered; Jack to the person of trust, who is nobody else of the cast."""
    hers = ConfidentialWord.objects.get(pk=scene.arguments["word_id"])
    hers.lines.filter(is_by_author=True).update(text=flock.canary("her-word", {"kavya", "priya"}))
    WordLine.objects.create(
        word=hers, by=scene.cast.priya, is_by_author=False, text=flock.canary("answer-to-her", {"kavya", "priya"})
    )
    his = ConfidentialWord.objects.exclude(pk=hers.pk).get()
    his.lines.update(text=flock.canary("his-word", {"jack"}))


def _in_what_came_of_a_review(flock: _Flock) -> None:
    readers = TEAM | {"lena"}
    ProgramReview.objects.update(learnt=flock.canary("learnt", readers), comment=flock.canary("sponsor-says", readers))
    ReviewStep.objects.update(text=flock.canary("review-step", readers))
    cycle = ProgramReview.objects.get().round.cycle
    words = flock.canary("outcome", readers)
    MeasureAnswer.objects.create(cycle=cycle, measure="Nine of ten pairs meet", answer="partly", words=words)


def _in_the_community(scene: Scene, flock: _Flock) -> None:
    """Thanks for one person alone, from either of them, and what he would say to her manager."""
    cast = scene.cast
    Thanks.objects.filter(giver=cast.kavya).update(text=flock.canary("private-thanks", PAIR))
    Thanks.objects.create(
        program=cast.program, giver=cast.helen, receiver=cast.maria, reason="taught", audience="them",
        text=flock.canary("thanks-of-others", {"helen", "maria"}),
    )  # fmt: skip
    ManagerWord.objects.filter(pairing=cast.pairing).update(text=flock.canary("word-to-manager", PAIR))
    ReflectionAnswer.objects.filter(author=cast.kavya).update(text=flock.canary("answer-for-herself", {"kavya"}))
    ReflectionAnswer.objects.create(
        question=ReflectionQuestion.objects.get(), author=cast.helen, audience="pair", pairing=cast.other_pairing,
        text=flock.canary("answer-for-two", {"helen", "maria"}),
    )  # fmt: skip


def _in_matches(scene: Scene, flock: _Flock) -> None:
    MatchRun.objects.filter(cycle=scene.cast.cycle).update(name=flock.canary("scenario-name", TEAM))


def _in_the_agreement(scene: Scene, flock: _Flock) -> None:
    agreement = scene.cast.agreement
    for field in ("expectations", "confidentiality", "leaving"):
        setattr(agreement, field, flock.canary(field, PAIR))
    agreement.save()
    kept = content_of(agreement) | {"expectations": flock.canary("signed-snapshot", PAIR)}
    agreement.signatures.update(snapshot=kept)
    Pledge.objects.create(participant=scene.cast.pairing.senior, lines=[flock.canary("pledge", PAIR)])
    pairing = scene.cast.pairing
    mine, shared = flock.canary("own-warm-up", {"kavya"}), flock.canary("shared-warm-up", PAIR)
    WarmUp.objects.create(participant=pairing.junior, question="Why?", text=mine)
    WarmUp.objects.create(participant=pairing.senior, question="Why?", text=shared, is_shared=True)
    what, how = flock.canary("impact", PAIR), flock.canary("impact-how", PAIR)
    scene.cast.pairing.impacts.update(measure=what, how=how)
    LookBack.objects.create(pairing=scene.cast.pairing, side="junior", thanks=flock.canary("her-thanks", {"kavya"}))
    before = make.PairingFactory(cycle=scene.cast.cycle, state="ended", senior=scene.cast.pairing.senior)
    make.AgreementFactory(pairing=before)
    HandOver.objects.create(
        pairing=before, side="junior", successor=scene.cast.pairing.junior, next_pairing=scene.cast.pairing,
        note=flock.canary("hand-over", {"kavya", "jack"}),
    )  # fmt: skip
    scene.cast.pairing.objectives.update(title=flock.canary("objective", PAIR), measure=flock.canary("measure", PAIR))


def _in_meetings(scene: Scene, flock: _Flock) -> None:
    cast, pairing = scene.cast, scene.cast.pairing
    place = flock.canary("place", PAIR | {"sam"})
    Meeting.objects.filter(pairing=pairing).update(agenda=flock.canary("agenda", PAIR), place=place)
    parts = SessionLog.objects.filter(meeting__pairing=pairing)
    for author, whose in ((cast.kavya, "her"), (cast.jack, "his")):
        assert parts.filter(author=author).update(learned=flock.canary(f"{whose}-part", PAIR))
    ActionItem.objects.filter(pairing=pairing).update(text=flock.canary("action-item", PAIR))
    Insight.objects.filter(pairing=pairing).update(text=flock.canary("insight", PAIR))
    _in_what_was_before(scene, flock)
    held = Meeting.objects.get(pairing=pairing, state="held")
    Win.objects.filter(meeting=held).update(text=flock.canary("win", PAIR), version=2)
    planned = Meeting.objects.get(pairing=pairing, state="planned")
    Reflection.objects.create(meeting=held, author=cast.kavya, text=flock.canary("her-reflection", {"kavya"}))
    Reflection.objects.create(meeting=held, author=cast.jack, text=flock.canary("his-reflection", {"jack"}))
    draft = {"learned": flock.canary("her-draft", {"kavya"})}
    LogDraft.objects.create(pairing=pairing, meeting=planned, author=cast.kavya, fields=draft)


def _in_what_was_before(scene: Scene, flock: _Flock) -> None:
    """Earlier words of an item, an agenda and an insight, and why a commitment was withdrawn."""
    cast, pairing = scene.cast, scene.cast.pairing
    item = ActionItem.objects.get(pairing=pairing)
    was = {"text": flock.canary("earlier-item", PAIR), "owner": "senior"}
    ItemChange.objects.create(item=item, kind="words", by=cast.jack, **was)
    ActionItem.objects.filter(pk=item.pk).update(version=2)
    ActionItem.objects.create(
        pairing=pairing, kind="commitment", owner="senior", text=flock.canary("withdrawn-promise", PAIR),
        withdrawn_at=timezone.now(), withdrawn_by=cast.jack, withdrawn_reason=flock.canary("withdrawn-reason", PAIR),
    )  # fmt: skip
    for meeting in Meeting.objects.filter(pairing=pairing):
        _was(meeting, flock, "agenda", by=cast.jack)
    _was(Insight.objects.get(pairing=pairing), flock, "insight", by=cast.kavya)
    _was(Win.objects.get(pairing=pairing), flock, "win", by=cast.kavya)
    for part in SessionLog.objects.filter(meeting__pairing=pairing):
        _was(part, flock, "part", by=part.author)
    _was(cast.agreement, flock, "expectations", by=cast.jack)


def _was(row: Any, flock: _Flock, field: str, by: User) -> None:
    """Give something of the two an earlier wording."""
    pairing = row.meeting.pairing if isinstance(row, SessionLog) else row.pairing
    was = {field: flock.canary(f"earlier-{field}", PAIR)}
    EarlierText.objects.create(subject_id=row.pk, version=1, pairing=pairing, was=was, by=by)
    type(row).objects.filter(pk=row.pk).update(version=2)


def _in_what_has_stayed(scene: Scene, flock: _Flock) -> None:
    """Kavya has completed a cycle of last year and answers what is asked half a year later."""
    over = make.CycleFactory(program=scene.cast.program, name="Last year", state="closed")
    pairs = make.PairingFactory.create_batch(6, cycle=over, state="completed")
    own = make.ParticipantFactory(cycle=over, user=scene.cast.kavya, state="completed")
    make.PairingFactory(cycle=over, state="completed", junior=own, senior=pairs[0].senior)
    asked = open_follow_up(cycle=over, months=6, today=timezone.localdate())
    ballot = Ballot.objects.get(round=asked, user=scene.cast.kavya)
    answer_review(
        ballot=ballot, answers={"in_touch": 5, "again": 5, "comment": flock.canary("follow-up", {"kavya"})}, wish=""
    )


def _in_answers(scene: Scene, flock: _Flock) -> None:
    cast, junior = scene.cast, scene.cast.pairing.junior
    ask = Question.objects.create
    shared = ask(program=cast.program, text="Shared?", asked="junior", is_for_partner=True)
    kept = ask(program=cast.program, text="Kept?", asked="junior", is_for_partner=False)
    Answer.objects.create(participant=junior, question=shared, text=flock.canary("shared-answer", PAIR | TEAM))
    Answer.objects.create(participant=junior, question=kept, text=flock.canary("kept-answer", {"kavya"} | TEAM))
    ballot = Ballot.objects.get(user=cast.kavya)
    keep_answers(ballot=ballot, answers={"comment": flock.canary("review-comment", {"kavya"})})
    note = flock.canary("private-conflict", {"kavya"})
    named = flock.canary("private-address", {"kavya"})
    ConflictOfInterest.objects.filter(owner=cast.kavya).update(note=note, named=named)
    ConflictOfInterest.objects.filter(owner=None).update(note=flock.canary("hr-conflict", {"omar"}))
    LegalHold.objects.update(reason=flock.canary("hold-reason", {"omar"}))
    HeldAct.objects.filter(person=cast.noor).update(reason=flock.canary("second-person-reason", {"omar"}))
    Participant.objects.filter(pk=junior.pk).update(team_note=flock.canary("team-note", TEAM))


def _in_consents(scene: Scene, flock: _Flock) -> None:
    """Kavya and Jack both ask to end their pairing; Maria has declined Helen, who knows of nothing."""
    cast = scene.cast
    Pairing.objects.filter(pk=cast.pairing.pk).update(end_requested_at=timezone.now())
    for side, reader in (("junior", "kavya"), ("senior", "jack")):
        reason = flock.canary(f"{side}-end-reason", {reader} | TEAM)
        EndRequest.objects.create(pairing=cast.pairing, side=side, wish="leave", reason=reason)
    declined = Pairing.objects.filter(pk=cast.other_pairing.pk)
    declined.update(state="declined", opened_at=None, outcome_at=timezone.now())
    reason = flock.canary("decline-reason", {"maria"} | TEAM)
    Consent.objects.create(pairing=cast.other_pairing, side="junior", decision="declined", reason=reason)
