"""Every kind of message, really sent, about everything in the database that it could be about."""

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from email.message import Message
from typing import Any

from django.core import mail
from django.utils import timezone

from community.audiences import people_in
from community.models import ManagerWord, ReflectionAnswer, ReflectionQuestion, Thanks
from insights.models import InForce, ProgramReview, ReviewStep
from insights.pack.content import Content
from insights.pack.told import note_what_is_in_force
from notifications import kinds
from notifications.kinds import Channel, Group
from notifications.message_texts import editable_kinds
from notifications.messages import message_id
from notifications.models import Delivery, GroupPreference, HrNote
from notifications.rendering import this_site
from pairings.models import LookBack, Pairing
from people.models import DataCopy, HeldAct, LegalHold, User
from programs.models import Cycle, Participant, Program, TeamNote, Todo
from sessions.models import ActionItem, Ballot, CalendarAnswer, Meeting, ReviewRound, Rhythm, Series
from sessions.reviews.services import open_follow_up
from tests import factories as make
from tests.cast import Cast
from tests.mail import deliver_all
from tests.permissions.scene import Scene

OF_REQUESTS = ("asked", "approved", "done", "refused", "withdrawn", "expired")
#: What the action that owes a message writes down beside it, in all its forms.
EXTRAS: dict[str, list[dict[str, Any]]] = {
    "pairing_changed": [{"what": what} for what in ("changed", "paused", "resumed", "closing", "completed")],
    "cycle_closed": [{"what": what} for what in ("", "carried", "completed", "ended", "later", "over", "invited")],
    "place_news": [{"what": what} for what in ("unmatched", "asking", "ending")],
    "rotation_done": [{"what": what} for what in ("off", "new", "waits", "stays", "pauses", "stops", "other", "moved")],
    "enrolment_decided": [{"state": state} for state in Participant.State.values],
    "second_person": [
        {"event": event}
        for event in ("asked", "again", "reminder", "approved", "done", "refused", "withdrawn", "expired")
    ],
    "account_change": [{"event": event} for event in OF_REQUESTS],
    "todos_waiting": [{"raised_on": timezone.localdate().isoformat()}],
    "guest_ends": [{"until": (timezone.localdate() + dt.timedelta(days=100)).isoformat()}],
    "legal_hold": [{"event": event} for event in ("placed", "lifted")],
    "words_go_soon": [{"rule": rule, "on": timezone.localdate().isoformat()} for rule in ("pair_words", "reflections")],
    "impact_to_confirm": [{"version": version} for version in (1, 2)],
    "message_trial": [{"kind": kind.code} for kind in editable_kinds()],
    "meeting_answer": [
        {"side": "junior", "answer": "declined", "others": 0}, {"side": "senior", "answer": "countered", "others": 2}
    ],
    "action_item_due": [{"due_on": timezone.localdate().isoformat()}],
    "commitment_to_see": [{"due_on": timezone.localdate().isoformat()}],
    "action_item_overdue": [{"due_on": timezone.localdate().isoformat()}],
}  # fmt: skip
FOR_THE_TEAM = ("pair_slipping", "review_to_write")
#: What goes to those alone whom its subject names.
FOR_READERS = ("something_to_read",)


def set_all_states(scene: Scene) -> None:
    """Pairings, places and meetings in every state, so that each kind has something to be about."""
    cast = scene.cast
    for state in Pairing.State.values:
        pairing = make.PairingFactory(
            cycle=cast.cycle,
            junior__state="approved",
            state=state,
            answer_by=timezone.now() + dt.timedelta(days=3),
        )
        make.AgreementFactory(pairing=pairing)
    _near_the_end(cast)
    _after_reviews(cast)
    _months_later(cast)
    Todo.objects.create(program=cast.program, kind=Todo.Kind.FREE_PLACE, subject_id=cast.pairing.junior_id)
    open_cycle = make.CycleFactory(program=cast.program, name="Next", state="enrolling")
    for cycle, state in itertools.product((cast.cycle, open_cycle), Participant.State.values):
        make.ParticipantFactory(cycle=cycle, state=state)
    ours = Pairing.objects.filter(cycle=cast.cycle, state="active")
    running = ours.exclude(pk__in=[cast.pairing.pk, cast.other_pairing.pk]).get()
    make.AgreementFactory(pairing=make.PairingFactory(cycle=cast.cycle, junior__state="approved"))  # nothing planned
    for state in Meeting.State.values:
        make.MeetingFactory(pairing=running, state=state)
    make.MeetingFactory(pairing=running, starts_at=timezone.now() - dt.timedelta(hours=3))
    series = Series.objects.create(pairing=running, zone="Europe/Berlin", weeks=1)
    for week, state in enumerate(("planned", "cancelled"), start=2):
        at = timezone.now() + dt.timedelta(weeks=week)
        make.MeetingFactory(pairing=running, state=state, starts_at=at, series=series, series_at=at)
    for meeting in Meeting.objects.planned():
        CalendarAnswer.objects.create(meeting=meeting, side="junior", answer="declined", stamp=timezone.now())
        CalendarAnswer.objects.create(
            meeting=meeting, side="senior", answer="countered", stamp=timezone.now(), proposed_at=meeting.starts_at
        )
    _gone_to_a_manager(running)
    ReflectionAnswer.objects.create(
        question=ReflectionQuestion.objects.get(), author=running.junior.user, audience="pair", pairing=running,
        text="canary-shared-with-one",
    )  # fmt: skip
    ActionItem.objects.create(pairing=running, text="Read", owner="junior")
    ActionItem.objects.create(pairing=running, text="Canary-free", owner="senior", kind="commitment")
    ActionItem.objects.update(due_on=timezone.localdate())
    day_before = timezone.localdate() - dt.timedelta(days=1)
    InForce.objects.create(noted_on=day_before, fingerprint="other", content=Content("0.0", ()).as_json())
    note_what_is_in_force()
    for pairing in Pairing.objects.all():
        Rhythm.objects.update_or_create(pairing=pairing, defaults={"slipping_since": timezone.now()})
    for kind, subjects in (("meeting_invitation", Meeting.objects.with_people()), ("meeting_series", Series.objects)):
        Delivery.objects.bulk_create(_told_before(kind, subject) for subject in subjects.all())


def _gone_to_a_manager(pairing: Pairing) -> None:
    """A word of the leader that the mentor has released."""
    manager = make.UserFactory(first_name="Mona")
    told = {"released_at": timezone.now(), "manager": manager}
    ManagerWord.objects.create(pairing=pairing, author=pairing.senior.user, text="Taught me to ask", **told)


def _near_the_end(cast: Cast) -> None:
    """The cycle ends soon, and Maria and Helen have both closed."""
    Cycle.objects.filter(pk=cast.cycle.pk).update(ends_on=timezone.localdate() + dt.timedelta(days=20))
    for side in ("junior", "senior"):
        LookBack.objects.create(pairing=cast.other_pairing, side=side, thanks="canary-thanks-unread")


def _months_later(cast: Cast) -> None:
    """A cycle closed half a year ago, and its people are asked what has stayed."""
    over = make.CycleFactory(program=cast.program, name="Last year", state="closed")
    for _ in range(7):
        make.PairingFactory(cycle=over, state="completed")
    open_follow_up(cycle=over, months=6, today=timezone.localdate())


def _after_reviews(cast: Cast) -> None:
    """A review has closed and nobody has written what comes of it; of the other everybody may read it."""
    day, now = timezone.localdate() - dt.timedelta(days=80), timezone.now()
    words = {"cycle": cast.cycle, "number": 21, "state": "closed", "opens_on": day, "closes_on": day}
    ReviewRound.objects.create(**words, closed_at=now)
    ProgramReview.objects.update(published_at=now)
    for review in ProgramReview.objects.all():
        pair = {"pairing": cast.other_pairing, "user": cast.helen, "side": "senior"}
        Ballot.objects.create(round_id=review.round_id, **pair)


def _told_before(kind: str, subject: Any) -> Delivery:
    """That the leader has been invited: nobody hears first of the end of something."""
    ago = timezone.now() - dt.timedelta(hours=1)
    return Delivery(
        key=f"{kind}:{subject.pk}:before", kind=kind, recipient=subject.pairing.senior.user, channel=Channel.EMAIL,
        subject_id=subject.pk, due_at=ago, sent_at=ago, state=Delivery.State.SENT, extra={"revision": 0},
    )  # fmt: skip


def send_everything() -> dict[str, list[mail.EmailMessage]]:
    """Owe every kind to everybody it could go to, deliver, and give the mails by kind."""
    rows = [row for kind in kinds.all_kinds() for row in owed(kind)]
    Delivery.objects.bulk_create([*rows, *put_aside(rows)], batch_size=500)
    _want_everything_at_once()
    while sum(deliver_all().values()):
        pass
    site = this_site()
    kind_of = {message_id(row, site): row.kind for row in rows}
    mails: dict[str, list[mail.EmailMessage]] = defaultdict(list)
    for message in mail.outbox:
        if code := kind_of.get(message.extra_headers.get("Message-ID", "")):
            mails[code].append(message)
    return mails


def _want_everything_at_once() -> None:
    """Else what is slow would wait for Monday."""
    GroupPreference.objects.bulk_create(
        GroupPreference(user=person, group=group, channel=Channel.EMAIL, frequency="at_once")
        for person in User.objects.all()
        for group in Group.values
    )


def put_aside(rows: list[Delivery]) -> Iterator[Delivery]:
    """For the digests: what may wait once more, put aside an hour ago."""
    earlier = timezone.now() - dt.timedelta(hours=1)
    for row in rows:
        if kinds.get(row.kind).can_be_gathered:
            yield Delivery(
                key=f"{row.key}:aside", kind=row.kind, recipient=row.recipient, channel=Channel.EMAIL,
                subject_id=row.subject_id, extra=row.extra, due_at=earlier, state="gathered",
            )  # fmt: skip


def _extras(kind: kinds.Kind, subject: Any) -> list[dict[str, Any]]:
    if kind.code == "meeting_facts_changed":
        return [{"change": str(change.pk)} for change in subject.changes.all()]
    if kind.code == "guest_ends":
        return [{"until": str(subject.guest_until)}]
    return EXTRAS.get(kind.code, [{}])


def owed(kind: kinds.Kind) -> Iterator[Delivery]:
    """One to each whom it may reach, about each of its subjects; not saved."""
    assert kind.subjects, kind.code
    number = itertools.count()
    for subject in kind.subjects():
        for person in _recipients(kind.code, subject):
            for extra in _extras(kind, subject):
                yield Delivery(
                    key=f"{kind.code}:canary:{next(number)}", kind=kind.code, recipient=person, channel=Channel.EMAIL,
                    subject_id=subject.pk, extra=extra, due_at=timezone.now(),
                )  # fmt: skip


def _recipients(code: str, subject: Any) -> list[User]:
    if code in FOR_READERS:
        return [reader.user for reader in subject.readers.all()]
    return _team(subject) if code in FOR_THE_TEAM else _concerned(subject)


def _team(subject: Any) -> list[User]:
    return [coordinator.user for coordinator in subject.cycle.program.coordinators.select_related("user")]


#: Whom a message may reach that is not about a pairing, by what it is about; of a review round everybody who was asked.
CONCERNED: dict[type, Callable[[Any], Iterable[User]]] = {
    LegalHold: lambda hold: User.objects.hr_admins(),
    HeldAct: lambda act: [act.person, act.asked_by],
    InForce: lambda in_force: User.objects.filter(participations__cycle__program__isnull=False).distinct(),
    DataCopy: lambda copy: [copy.person],
    ReviewRound: lambda a_round: [ballot.user for ballot in a_round.ballots.select_related("user")],
    User: lambda person: [person],
    Cycle: lambda cycle: [coordinator.user for coordinator in cycle.program.coordinators.select_related("user")],
    Program: lambda program: [coordinator.user for coordinator in program.coordinators.select_related("user")],
    ReviewStep: lambda step: [step.owner],
    Thanks: lambda thanks: [thanks.receiver],
    ReflectionQuestion: lambda question: people_in(question.program_id),
    ReflectionAnswer: lambda answer: [answer.pairing.partner_of(answer.author)] if answer.pairing else [],
    ManagerWord: lambda word: [person for person in (word.pairing.junior.user, word.manager) if person],
    HrNote: lambda note: [note.sent_by],
    TeamNote: lambda note: [participant.user for participant in note.cycle.participants.select_related("user")],
}


def _concerned(subject: Any) -> list[User]:
    """Whoever a message about it may go to."""
    if type(subject) in CONCERNED:
        return list(CONCERNED[type(subject)](subject))
    pairing = subject if isinstance(subject, Pairing) else getattr(subject, "pairing", None)
    if pairing is None:
        return [subject.user]
    leader = pairing.senior.user
    return [pairing.junior.user, leader, *leader.assistants.all()]


def texts_of(message: mail.EmailMessage) -> str:
    """Headers and every part of a mail as its reader gets it: decoded, the calendar file too."""
    parsed = message.message()
    return "\n".join([str(parsed.items()), *(_decoded(part) for part in parsed.walk() if not part.is_multipart())])


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    return content.decode(part.get_content_charset() or "utf-8", "replace") if isinstance(content, bytes) else ""
