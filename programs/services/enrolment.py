"""Verbs of the people themselves: join, answer, say no, give the place back."""

import uuid
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from people import change_hooks
from people.clock import local_today
from people.models import User
from programs.models import Answer, Cycle, Participant, Side, TopicChoice, Wish
from programs.services.participants import withdraw_participant
from programs.services.wishes import Wished, settle_wishes

State = Participant.State


@dataclass(frozen=True)
class Enrolment:
    """What the form asks. `topics` maps topic ids to 1–5, `answers` question ids to texts, `may_count` are questions
    about lived experience whose answers may count, `wishes` are in their order. `of_place` and
    `of_person` are columns with their values, those of the person on their own clock and for every program."""

    topics: Mapping[uuid.UUID, int]
    answers: Mapping[uuid.UUID, str]
    of_place: Mapping[str, Any]
    of_person: Mapping[str, Any]
    may_count: Set[uuid.UUID] = frozenset()
    wishes: list[Wished] = field(default_factory=list)


def may_join(cycle: Cycle, participant: Participant | None, user: User) -> bool:
    """Whether the form is open to somebody who has not answered yet, or who had left by their own choice."""
    if not cycle.accepts_enrolment(local_today()):
        return False
    if participant is None or participant.is_invited:
        return True
    return participant.is_gone and participant.decided_by_id == user.pk


def may_edit(cycle: Cycle, participant: Participant | None) -> bool:
    """Answers can be changed until one is in a pairing."""
    return participant is not None and participant.has_answered and cycle.is_before_running and cycle.program.is_open


@transaction.atomic
def save_enrolment(*, cycle: Cycle, user: User, side: str, enrolment: Enrolment) -> Participant:
    """Keep the answers and apply for the place; answers of somebody who has applied are replaced.

    Sending the same form twice leaves the same rows. Raises Refused when enrolment is closed to this person.
    """
    participant = cycle.participants.filter(user=user).first()
    joining = may_join(cycle, participant, user)
    if not joining and not may_edit(cycle, participant):
        raise Refused(_("Enrolment is closed, so nothing was saved. Your program team can tell you what is possible."))
    if participant is None:
        if side not in Side.values:
            raise Refused(_("Say first whether you want to take part as a mentor or as a leader."))
        participant, _made = Participant.objects.get_or_create(cycle=cycle, user=user, defaults={"side": side})
    before = _topics_of(participant)
    is_other = _keep_of_person(user, enrolment)  # first: who changes people and places begins with the people
    if joining:
        apply(participant, side)
        settle_wishes(participant)
    Participant.objects.filter(pk=participant.pk).update(**enrolment.of_place, version=F("version") + 1)
    keep_choices(participant, enrolment)
    if is_other or before != {**enrolment.topics}:
        change_hooks.announce([user.pk], is_line_changed=False)
    return participant


def _keep_of_person(user: User, enrolment: Enrolment) -> bool:
    """What belongs to the person, not to one cycle. Whether any of it is another one."""
    row, values = User.objects.filter(pk=user.pk), enrolment.of_person
    return row.values(*values).get() != values and bool(row.update(**values))


def _topics_of(participant: Participant) -> dict[uuid.UUID, int]:
    return dict(participant.choices.order_by().values_list("topic", "rating"))


def apply(participant: Participant, side: str) -> None:
    """From invited (or gone by one's own choice) to applied; invited people keep the side they were given."""
    side = participant.side if participant.is_invited and participant.invited_at else side
    start = [State.INVITED, *Participant.GONE]
    Participant.objects.filter(pk=participant.pk, state__in=start).update(
        state=State.APPLIED, side=side, applied_at=timezone.now(), decided_by=None, decided_at=None
    )


def keep_choices(participant: Participant, enrolment: Enrolment) -> None:
    """Replace topics, answers and wishes; set-based, whatever their number."""
    participant.choices.exclude(topic__in=enrolment.topics).delete()
    TopicChoice.objects.bulk_create(
        [TopicChoice(participant=participant, topic_id=topic, rating=n) for topic, n in enrolment.topics.items()],
        update_conflicts=True, unique_fields=["participant", "topic"], update_fields=["rating"],
    )  # fmt: skip
    Answer.objects.bulk_create(
        [
            Answer(participant=participant, question_id=asked, text=text, may_count=asked in enrolment.may_count)
            for asked, text in enrolment.answers.items()
        ],
        update_conflicts=True, unique_fields=["participant", "question"], update_fields=["text", "may_count"],
    )  # fmt: skip
    participant.wishes.all().delete()
    Wish.objects.bulk_create(
        Wish(participant=participant, named=wish.named, wanted_id=wish.person_id, rank=rank)
        for rank, wish in enumerate(enrolment.wishes, start=1)
    )


@transaction.atomic
def decline_invitation(*, participant: Participant) -> bool:
    """No, thank you: no reason is asked. False when it was not (or no longer) open."""
    return bool(
        Participant.objects.filter(pk=participant.pk, state=State.INVITED).update(
            state=State.DECLINED, decided_by=participant.user_id, decided_at=timezone.now(), version=F("version") + 1
        )
    )


def withdraw_enrolment(*, participant: Participant) -> bool:
    """Give the place back before one is in a pairing."""
    if participant.state == State.ACTIVE:
        raise Refused(_("You are in a pairing. Ask to end it on its page; nobody will be told that it was you."))
    return withdraw_participant(participant=participant, by=participant.user)
