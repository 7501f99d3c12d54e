"""How far the questions to people have come, for the program team. Never asked for pairings one is a party of."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Channel
from notifications.models import Delivery
from pairings.models import Consent, Pairing
from pairings.querysets import AGREED, PairingQuerySet
from pairings.services.messages import AGREE, ASK
from programs.models import Cycle, Participant, Side

Text = str | Promise
NOT_COMING_ABOUT = Q(state__in=["declined", "expired"]) | Q(state="ended", opened_at__isnull=True)
WORDS: dict[str, Text] = {
    Consent.Decision.ACCEPTED: _("said yes"),
    Consent.Decision.DECLINED: _("said no"),
    "asked": _("is being asked"),
    "silent": _("has not answered"),
    "not asked": _("not asked yet"),
    "never asked": _("was not asked"),
}
SENT: dict[str, Text] = {ASK: _("asked"), AGREE: _("to prepare and sign")}


@dataclass(frozen=True)
class Sent:
    """One message that went out: what for, whether it was a reminder, when (aware UTC)."""

    label: Text
    is_reminder: bool
    at: dt.datetime


@dataclass(frozen=True)
class Answer:
    """Where one side stands; `at` is when they answered, None while they have not."""

    participant: Participant
    label: Text
    at: dt.datetime | None = None
    sent: list[Sent] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """A pairing with both answers, the mentor's first; `days_left` to the end of the last day to answer while somebody
    is asked: 0 is today, less is over; `told_at` is when somebody who waits hears that it comes to nothing."""

    pairing: Pairing
    answers: list[Answer]
    days_left: int | None
    told_at: dt.datetime | None = None


def rows_of(pairings: Iterable[Pairing], now: dt.datetime) -> list[Row]:
    """The progress of these pairings at `now` (aware), one query for their messages. Needs people and answers."""
    pairings = list(pairings)
    sent = _sent_about([pairing.pk for pairing in pairings])
    return [
        Row(
            pairing,
            [_answer(pairing, side, sent) for side in (Side.JUNIOR, Side.SENIOR)],
            (pairing.answer_by - now).days if pairing.is_answerable else None,
            _told_at(pairing, now),
        )
        for pairing in pairings
    ]


def _told_at(pairing: Pairing, now: dt.datetime) -> dt.datetime | None:
    is_over, told_at = not pairing.is_open and pairing.agreed_at is None, pairing.outcome_at
    has_yes = Consent.Decision.ACCEPTED in [getattr(pairing, f"{side}_said") for side in Side.values]
    return told_at if is_over and has_yes and told_at and told_at > now else None


def _answer(pairing: Pairing, side: str, sent: dict[tuple[uuid.UUID, uuid.UUID], list[Sent]]) -> Answer:
    participant: Participant = getattr(pairing, side)
    return Answer(
        participant,
        answer_words(pairing, side),
        getattr(pairing, f"{side}_said_at"),
        sent[pairing.pk, participant.user_id],
    )


def answer_words(pairing: Pairing, side: str) -> Text:
    """Where one side stands. Needs answers."""
    return WORDS[getattr(pairing, f"{side}_said") or _unanswered(pairing, side)]


def _unanswered(pairing: Pairing, side: str) -> str:
    was_asked = side == Side.JUNIOR or pairing.senior_asked_at is not None
    if pairing.is_answerable:
        return "asked" if was_asked else "not asked"
    return "silent" if was_asked else "never asked"


def _sent_about(pairing_ids: list[uuid.UUID]) -> dict[tuple[uuid.UUID, uuid.UUID], list[Sent]]:
    """What was sent by e-mail about each pairing, to each of the two, in order of time: kind and time, no bodies."""
    mails = Delivery.objects.filter(subject_id__in=pairing_ids, kind__in=SENT, channel=Channel.EMAIL, state="sent")
    sent: dict[tuple[uuid.UUID, uuid.UUID], list[Sent]] = defaultdict(list)
    for mail in mails.only("subject_id", "recipient", "kind", "sent_at").order_by("sent_at", "pk"):
        if mail.subject_id and mail.sent_at:
            before = sent[mail.subject_id, mail.recipient_id]
            is_reminder = any(earlier.label == SENT[mail.kind] for earlier in before)
            before.append(Sent(SENT[mail.kind], is_reminder, mail.sent_at))
    return sent


def step_counts(pairings: PairingQuerySet, shown: Q) -> dict[str, int]:
    """How many of these are at each step: asked, one yes, both yes, not coming about; and how many are `shown`. One
    query."""
    yes = Consent.objects.filter(pairing=OuterRef("pk"), decision=Consent.Decision.ACCEPTED)
    annotated = pairings.order_by().annotate(has_yes=Exists(yes))
    return annotated.aggregate(
        asked=Count("pk", filter=Q(state="proposed", has_yes=False)),
        one_yes=Count("pk", filter=Q(state="proposed", has_yes=True)),
        both_yes=Count("pk", filter=Q(state__in=[*AGREED, "completed"])),
        not_coming_about=Count("pk", filter=NOT_COMING_ABOUT),
        shown=Count("pk", filter=shown),
    )


def left_over(pairings: PairingQuerySet, cycle: Cycle) -> list[Participant]:
    """The people of pairings that did not come about who could be matched again: they are in no open one and wait for
    no answer. One query."""
    now, failed = timezone.now(), pairings.filter(NOT_COMING_ABOUT).order_by()
    juniors, seniors = (Pairing.objects.taking_places(side, now).filter(cycle=cycle).order_by() for side in Side.values)
    participants = Participant.objects.filter(cycle=cycle).matchable()
    of_failed = Q(pk__in=failed.values("junior")) | Q(pk__in=failed.values("senior"))
    of_busy = Q(pk__in=juniors.values("junior")) | Q(pk__in=seniors.values("senior"))
    return list(participants.filter(of_failed).exclude(of_busy).select_related("user"))
