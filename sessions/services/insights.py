"""Learnings with their audience, published to everyone in the program only when both of the pair agree; and small wins,
each under its author's name."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from pairings.models import Pairing
from pairings.services.earlier_texts import forget_earlier, keep_earlier
from people.models import User
from programs.models import Side
from sessions.models import Insight, Meeting, Win
from sessions.services.items import refuse_unless_running, refuse_when_over
from sessions.services.overlaps import hold_pair

Audience = Insight.Audience


@transaction.atomic
def share_insight(*, pairing: Pairing, by: User, text: str, audience: str, meeting: Meeting | None = None) -> Insight:
    """Write down a learning; with the program as its audience the author has agreed, the partner is asked.

    Raises Refused when the pairing has not opened yet or is over.
    """
    hold_pair(pairing)
    refuse_unless_running(pairing)
    for_program = audience == Audience.PROGRAM
    earlier = Insight.objects.filter(pairing=pairing, author=by, text=text).first()
    return earlier or Insight.objects.create(
        pairing=pairing,
        meeting=meeting,
        author=by,
        text=text,
        audience=audience,
        junior_agreed=for_program and pairing.side_of(by) == Side.JUNIOR,
        senior_agreed=for_program and pairing.side_of(by) == Side.SENIOR,
    )


@transaction.atomic
def agree_to_publish(*, insight: Insight, by: User, version: int) -> Insight:
    """One of the two agrees that everyone in the program reads it; with the second yes it is published.

    `version` is that of the words one has read: nobody agrees to others. Raises Refused when they have changed.
    """
    side = own_side(insight, by)
    read = Insight.objects.filter(pk=insight.pk, version=version)
    if not read.update(**{f"{side}_agreed": True, "audience": Audience.PROGRAM}):
        raise Refused(_("The words have changed since you opened the page. Read them again, then agree."))
    agreed = Insight.objects.filter(
        pk=insight.pk, junior_agreed=True, senior_agreed=True, audience=Audience.PROGRAM, published_at__isnull=True
    )
    agreed.update(published_at=timezone.now())
    insight.refresh_from_db()
    return insight


def keep_between_us(*, insight: Insight, by: User) -> Insight:
    """Either of the two takes it back, at any time: it is the two's again, and both would have to agree anew."""
    own_side(insight, by)
    Insight.objects.filter(pk=insight.pk).update(
        audience=Audience.PAIR, junior_agreed=False, senior_agreed=False, published_at=None
    )
    insight.refresh_from_db()
    return insight


@transaction.atomic
def change_insight(*, insight: Insight, by: User, text: str) -> Insight:
    """Its author rewrites it; a text that is published, or that somebody agreed to, must be taken back first.

    What it said before stays readable for the two.
    """
    if insight.author_id != by.pk:
        raise Refused(_("Only the one who wrote an insight can change its words."))
    refuse_when_over(insight.pairing)
    unshared = Insight.objects.filter(pk=insight.pk, junior_agreed=False, senior_agreed=False)
    before = unshared.select_for_update().first()
    if before is None:
        raise Refused(_("Somebody has agreed to these words. Keep it between the two of you first, then change it."))
    if before.text == text:
        return insight
    was = {"text": before.text}
    keep_earlier(subject_id=insight.pk, version=before.version, pairing=insight.pairing, was=was, by=by)
    unshared.update(text=text, version=F("version") + 1)
    insight.refresh_from_db()
    return insight


def own_side(insight: Insight, by: User) -> str:
    side = insight.pairing.side_of(by)
    if not side:
        raise Refused(_("Only the two of this pairing decide who reads it."))
    return side


@transaction.atomic
def add_win(*, meeting: Meeting, text: str, by: User) -> Win:
    """Write down a win; the same words again about the meeting are the win that stands already.

    Raises Refused when the pairing has not opened yet or is over.
    """
    hold_pair(meeting.pairing)
    refuse_unless_running(meeting.pairing)
    earlier = Win.objects.filter(meeting=meeting, text=text).first()
    return earlier or Win.objects.create(pairing=meeting.pairing, meeting=meeting, author=by, text=text)


@transaction.atomic
def change_win(*, win: Win, by: User, text: str) -> Win:
    """Its author words it anew; what it said before stays readable for the two."""
    current = own_win(win, by)
    if current.text != text:
        was = {"text": current.text}
        keep_earlier(subject_id=current.pk, version=current.version, pairing=win.pairing, was=was, by=by)
        current.text, current.version = text, current.version + 1
        current.save(update_fields=["text", "version"])
    return current


@transaction.atomic
def take_back_win(*, win: Win, by: User) -> None:
    """Its author takes it back, with all it ever said; that there was one stays to be read."""
    current = own_win(win, by)
    forget_earlier(subject_ids=[current.pk])
    current.text, current.version, current.taken_back_at = "", 1, timezone.now()
    current.save(update_fields=["text", "version", "taken_back_at"])


def own_win(win: Win, by: User) -> Win:
    """The win as it is now, and nobody else's until the transaction ends. Raises Refused for anybody but its author."""
    if win.author_id != by.pk:
        raise Refused(_("Only the one who wrote a win can change it or take it back."))
    refuse_when_over(win.pairing)
    current: Win | None = Win.objects.select_for_update().filter(pk=win.pk, taken_back_at__isnull=True).first()
    if current is None:
        raise Refused(_("This win was taken back. Write down a new one with your part of the log."))
    return current
