"""Verbs of the people themselves: join, answer, wish for partners, say no, give the place back."""

import uuid
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from people import change_hooks
from people.clock import local_today
from people.models import User
from programs.models import Answer, Cycle, Participant, Side, Terms, TopicChoice, Wish
from programs.services.participants import withdraw_participant
from programs.services.terms import agree_to_terms

State = Participant.State


def may_join(cycle: Cycle, participant: Participant | None, user: User) -> bool:
    """Whether the form is open to somebody who has not answered yet, or who had left by their own choice."""
    if participant is None:
        return cycle.accepts_enrolment(local_today())
    has_left = participant.is_gone and participant.decided_by_id == user.pk
    return (participant.is_invited or has_left) and participant.may_answer(local_today())


def may_edit(cycle: Cycle, participant: Participant | None) -> bool:
    """Answers can be changed until one is in a pairing."""
    return participant is not None and participant.has_answered and cycle.takes_in_people


def _topics_of(participant: Participant) -> dict[uuid.UUID, int]:
    return dict(participant.choices.order_by().values_list("topic", "rating"))


def apply(participant: Participant, side: str) -> None:
    """From invited (or gone by one's own choice) to applied; invited people keep the side they were given."""
    side = participant.side if participant.is_invited and participant.invited_at else side
    start = [State.INVITED, *Participant.GONE]
    Participant.objects.filter(pk=participant.pk, state__in=start).update(
        state=State.APPLIED, side=side, applied_at=timezone.now(), decided_by=None, decided_at=None
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


class Wished(NamedTuple):
    """A name or address as somebody wrote it, and whom it means, if that is clear."""

    named: str
    person_id: uuid.UUID | None


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
    #: What they have read and agreed to just now.
    agrees_to: Terms | None = None


@transaction.atomic
def save_enrolment(*, cycle: Cycle, user: User, side: str, enrolment: Enrolment) -> Participant:
    """Keep the answers and apply for the place; answers of somebody who has applied are replaced.

    Sending the same form twice leaves the same rows. Raises Refused when enrolment is closed to this person.
    """
    participant = cycle.participants.filter(user=user).first()
    if participant:
        participant.cycle = cycle
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
    agree_to_terms(participant=participant, terms=enrolment.agrees_to)
    if is_other or before != {**enrolment.topics}:
        change_hooks.announce([user.pk], is_line_changed=False)
    return participant


def _keep_of_person(user: User, enrolment: Enrolment) -> bool:
    """What belongs to the person, not to one cycle. Whether any of it is another one."""
    row, values = User.objects.filter(pk=user.pk), enrolment.of_person
    return row.values(*values).get() != values and bool(row.update(**values))


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


def people_meant(texts: Sequence[str]) -> list[Wished]:
    """Whom each text means; a person whom an earlier one means already is not meant twice. One query for each."""
    wishes: list[Wished] = []
    for text in texts:
        people = people_named(text)
        person = people[0].pk if len(people) == 1 else None
        wishes.append(Wished(text, None if person in {wish.person_id for wish in wishes} else person))
    return wishes


def people_named(text: str) -> list[User]:
    """Active people with that e-mail address, or with that full name; two at most."""
    if "@" in text:
        return list(User.objects.active().filter(email__iexact=text)[:2])
    first, _space, last = text.rpartition(" ")
    candidates = User.objects.active().filter(last_name__iexact=last)
    return list((candidates.filter(first_name__iexact=first) | candidates.filter(preferred_name__iexact=first))[:2])


def is_oneself(user: User, text: str) -> bool:
    """Whether somebody has written their own address or name."""
    return text.casefold() in _names_of(user)


def settle_wishes(participant: Participant) -> None:
    """Wishes of the cycle that nobody was meant by when they were written, and that mean who now takes part."""
    user = participant.user
    names = {name for name in _names_of(user) if people_named(name) == [user]}
    open_wishes = Wish.objects.filter(participant__cycle=participant.cycle_id, wanted=None).exclude(
        participant=participant
    )
    open_wishes = open_wishes.exclude(participant__in=Wish.objects.filter(wanted=user).values("participant"))
    settled = open_wishes.annotate(lower=Lower("named")).filter(lower__in=names).order_by("-rank")
    first = {wish.participant_id: wish for wish in settled}
    Wish.objects.filter(pk__in=[wish.pk for wish in first.values()]).update(wanted=user)


def _names_of(user: User) -> set[str]:
    names = {f"{name} {user.last_name}" for name in (user.first_name, user.preferred_name) if name}
    return {text.casefold() for text in (user.email, *names)}
