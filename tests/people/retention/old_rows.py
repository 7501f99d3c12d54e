"""For each rule of retention something that is just so old, and whether it is still there."""

import datetime as dt
import uuid
from collections.abc import Callable

from django.contrib.sessions.models import Session
from django.utils import timezone

from community.models import ManagerWord, ReflectionAnswer, ReflectionQuestion, Thanks
from notifications.models import Delivery, HrNote
from pairings.models import (
    ConfidentialWord,
    Consent,
    EarlierText,
    EndRequest,
    HandOver,
    Impact,
    Pairing,
    PastHold,
    StartingConfidence,
    WordLine,
)
from people.models import AuditEntry, EndedLine, FormToken, User
from programs.models import Answer, Cycle, Question, TeamNote, Todo, WarmUp, Wish
from roster.models import RosterImport, RosterPage
from sessions.models import Ballot, ChangeWish, LogDraft, Meeting, Reflection, ReviewRound, SessionLog
from tests import factories as make

#: Tells by model and field what is left of something.
type Left = Callable[[], dict[str, bool]]


def left_of(**rows) -> Left:
    """By name of a row, or of a row and its field (`meeting__agenda`), whether it is still there."""

    def left() -> dict[str, bool]:
        is_left = {}
        for name, row in rows.items():
            now = type(row).objects.filter(pk=row.pk).first()
            field = name.partition("__")[2]
            is_left[name] = now is not None and (not field or bool(getattr(now, field)))
        return is_left

    return left


def entry(at: dt.datetime, **fields) -> Left:
    return left_of(entry=AuditEntry.objects.create(at=at, **{"act": "role.granted"} | fields))


def message(cast, at, **fields) -> Delivery:
    common = {
        "kind": "meeting_reminder",
        "channel": "email",
        "state": "sent",
        "title": "Tomorrow",
        "body_text": "At ten",
    }
    return Delivery.objects.create(
        key=str(uuid.uuid4()), recipient=cast.kavya, due_at=at, sent_at=at, **common | fields
    )


def pairing_over(cast, at, state="completed") -> Pairing:
    """A pairing that was over at that time, in a cycle that is closed."""
    cycle = make.CycleFactory(program=cast.program, state=Cycle.State.CLOSED)
    pairing = make.PairingFactory(cycle=cycle, state=state, junior__user=cast.kavya, senior__user=cast.jack)
    Pairing.objects.filter(pk=pairing.pk).update(ended_at=at, outcome_at=at)
    return pairing


def told(pairing, rule, days=31) -> None:
    """Both were told so many days ago that their words will go."""
    for participant in (pairing.junior, pairing.senior):
        Delivery.objects.create(
            key=str(uuid.uuid4()), kind="words_go_soon", recipient=participant.user, channel="in_app",
            subject_id=pairing.pk, extra={"rule": rule}, due_at=days_ago(days), state="sent", sent_at=days_ago(days),
        )  # fmt: skip


def reasons(cast, at) -> Left:
    pairing = pairing_over(cast, at, "ended")
    consent = Consent.objects.create(pairing=pairing, side="junior", decision="declined", reason="Too far away")
    request = EndRequest.objects.create(pairing=pairing, side="senior", wish="leave", reason="No time")
    pause = PastHold.objects.create(pairing=pairing, side="junior", began_at=at, ended_at=at)
    place = make.ParticipantFactory(cycle=pairing.cycle)
    word = HandOver.objects.create(pairing=pairing, side="junior", successor=place, note="Ask Ida", planned=["2026"])
    left = {"consent__reason": consent, "request__reason": request, "pause": pause}
    return left_of(**left, word__note=word, word__planned=word)


def confidential(cast, at) -> Left:
    word = ConfidentialWord.objects.create(pairing=pairing_over(cast, at), side="junior", to="team")
    line = WordLine.objects.create(word=word, by=cast.kavya, is_by_author=True, text="Something is wrong")
    return left_of(word=word, line=line)


def pair_words(cast, at, noticed=31) -> Left:
    pairing = pairing_over(cast, at)
    meeting = make.MeetingFactory(pairing=pairing, state="held", agenda="Ask about it", place="Room 7")
    part = SessionLog.objects.create(meeting=meeting, author=cast.kavya, learned="How to ask")
    before = EarlierText.objects.create(
        pairing=pairing, subject_id=part.pk, version=1, was={"learned": "How"}, by=cast.kavya
    )
    told(pairing, "pair_words", noticed)
    return left_of(part__learned=part, meeting__agenda=meeting, meeting__place=meeting, before=before)


def impact(cast, at) -> Left:
    number = {"unit": "hours_week", "before": 20, "after": 5, "first_on": at.date(), "last_on": at.date()}
    given = {"pairing": pairing_over(cast, at), "author": cast.kavya, "measure": "Reports", "how": "By eye"}
    return left_of(impact=Impact.objects.create(**given, **number))


def thanks(cast, at) -> Left:
    words = {"reason": "listened", "text": "You let me finish", "audience": "them", "given_at": at}
    row = Thanks.objects.create(program=cast.program, giver=cast.kavya, receiver=cast.jack, **words)
    return left_of(thanks=row)


def manager_word(cast, at) -> Left:
    pairing = pairing_over(cast, at)
    return left_of(word=ManagerWord.objects.create(pairing=pairing, author=cast.jack, text="She taught me to ask"))


def reflection_answer(cast, at) -> Left:
    asked = {"program": make.ProgramFactory(), "month": at.date().replace(day=1), "text": "What could you share?"}
    question = ReflectionQuestion.objects.create(**asked)
    words = {"author": cast.kavya, "audience": "myself", "text": "More than I thought", "written_at": at}
    return left_of(answer=ReflectionAnswer.objects.create(question=question, **words))


def reflections(cast, at, noticed=31) -> Left:
    meeting: Meeting = make.MeetingFactory(pairing=pairing_over(cast, at), state="held")
    thought = Reflection.objects.create(meeting=meeting, author=cast.kavya, text="I was afraid")
    draft = LogDraft.objects.create(
        pairing=meeting.pairing, meeting=meeting, author=cast.kavya, fields={"learned": "It"}
    )
    start = StartingConfidence.objects.create(pairing=meeting.pairing, side="junior", rating=2)
    told(meeting.pairing, "reflections", noticed)
    return left_of(thought=thought, draft=draft, start=start)


def reviews(cast, at) -> Left:
    pairing = pairing_over(cast, at)
    Cycle.objects.filter(program=cast.program).update(state=Cycle.State.CLOSED)
    review = ReviewRound.objects.create(
        cycle=pairing.cycle, number=1, state="closed", opens_on=at.date(), closes_on=at.date(), closed_at=at
    )
    ballot = Ballot.objects.create(round=review, pairing=pairing, user=cast.kavya, side="junior")
    wish = ChangeWish.objects.create(round=review, pairing=pairing, user=cast.kavya, wish="stop")
    return left_of(ballot=ballot, wish=wish)


def enrolment(cast, at) -> Left:
    cycle = make.CycleFactory(
        program=cast.program, state=Cycle.State.CLOSED, starts_on=at.date() - dt.timedelta(days=99), ends_on=at.date()
    )
    participant = make.ParticipantFactory(cycle=cycle, user=cast.maria)
    question = Question.objects.create(program=cast.program, text="What could you share?")
    answer = Answer.objects.create(participant=participant, question=question, text="Spreadsheets")
    warm_up = WarmUp.objects.create(participant=participant, question="Why?", text="I nod")
    wish = Wish.objects.create(participant=participant, named="jack@example.com")
    return left_of(answer=answer, warm_up=warm_up, wish=wish)


def todo(cast, at) -> Left:
    done = Todo.objects.create(program=cast.program, kind="slipping", subject_id=uuid.uuid4(), text="Slips", done_at=at)
    return left_of(done__text=done)


def note(cast, at) -> Left:
    words = {"subject": "News", "text": "We begin", "sent_by": cast.kavya, "recipient_count": 1}
    return left_of(note=TeamNote.objects.create(cycle=cast.cycle, sent_at=at, **words))


def hr_note(cast, at) -> Left:
    words = {"subject": "News", "text": "We begin", "sent_by": cast.kavya, "recipient_count": 1}
    return left_of(note=HrNote.objects.create(sent_at=at, **words))


def upload(cast, at) -> Left:
    roster = RosterImport.objects.create(
        uploaded_by=cast.omar, file_name="people.csv", content=b"Email", state="applied", created_at=at, applied_at=at
    )
    page = RosterPage.objects.create(roster=roster, part="create", number=1)
    return left_of(roster__content=roster, page=page)


def sign_in(cast, at) -> Left:
    return left_of(session=Session.objects.create(session_key=uuid.uuid4().hex, session_data="", expire_date=at))


def message_words(cast, at) -> Left:
    return left_of(message__body_text=message(cast, at))


def message_record(cast, at) -> Left:
    return left_of(message=message(cast, at, body_text=""))


def ended_line(cast, at) -> Left:
    return left_of(line=EndedLine.objects.create(person=cast.kavya, close=make.UserFactory(), ended_at=at))


def form(cast, at) -> Left:
    return left_of(form=FormToken.objects.create(key=uuid.uuid4(), claimed_at=at))


def leave(cast, at) -> Left:
    is_away = User.objects.filter(pk=cast.kavya.pk, away_until__isnull=False).exists()
    person = make.UserFactory() if is_away else cast.kavya
    User.objects.filter(pk=person.pk).update(away_from=at.date(), away_until=at.date(), tells_leave=True)
    return left_of(person__away_from=person, person__away_until=person, person__tells_leave=person)


#: By the code of each rule what it lets go of.
OLD_ROWS: dict[str, Callable[..., Left]] = {
    "audit": lambda cast, at: entry(at),
    "team_sign_ins": lambda cast, at: entry(at, act="sign_in.done"),
    "own_sign_ins": lambda cast, at: entry(at, act="sign_in.done", is_private=True),
    "ended_lines": ended_line,
    "ended_sign_ins": sign_in,
    "form_tokens": form,
    "leaves": leave,
    "roster_uploads": upload,
    "message_words": message_words,
    "message_records": message_record,
    "enrolment_answers": enrolment,
    "team_todos": todo,
    "team_notes": note,
    "hr_notes": hr_note,
    "reasons": reasons,
    "confidential_words": confidential,
    "pair_words": pair_words,
    "impact_records": impact,
    "thanks": thanks,
    "manager_words": manager_word,
    "reflection_answers": reflection_answer,
    "reflections": reflections,
    "review_ballots": reviews,
}


def days_ago(days: float) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)
