"""Writing down what came of a pairing, saying whether one sees it so too, and who else may read it."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from notifications.services import owe
from pairings.models import Impact, Pairing
from pairings.services.earlier_texts import forget_earlier, keep_earlier
from pairings.services.locking import lock_pairing
from people.models import User
from programs.models import Side

TO_CONFIRM = "impact_to_confirm"
A_MOMENT = dt.timedelta(minutes=10)
#: Of the records of one sum so many are shown singly at most: with two more known, and one's own, the rest of five
#: would still be two.
MOST_SHOWN = 2


@dataclass(frozen=True)
class Change:
    """What is typed: what has changed, from how much to how much of which unit, when, and how one knows."""

    measure: str
    unit: str
    before: Decimal
    after: Decimal
    first_on: dt.date
    last_on: dt.date
    how: str


@transaction.atomic
def note_impact(*, pairing: Pairing, by: User, change: Change) -> Impact:
    """Write it down as one side's word; the same once more is the one that stands already."""
    current = lock_pairing(pairing)
    side = side_of(current, by)
    refuse_unless_running(current)
    values = asdict(change)
    earlier = Impact.objects.standing().filter(pairing=current, author=by, **values).first()
    confirmed = {"junior_confirmed": side == Side.JUNIOR, "senior_confirmed": side == Side.SENIOR}
    if earlier:
        return earlier
    impact: Impact = Impact.objects.create(pairing=current, author=by, **values, **confirmed)
    ask_the_other(impact, by)
    return impact


@transaction.atomic
def change_impact(*, impact: Impact, by: User, change: Change) -> Impact:
    """Its author writes it anew: it is their word alone again, and nobody has released it. What it said before stays
    readable for the two."""
    refuse_unless_running(lock_pairing(impact.pairing))
    current = own_impact(impact, by)
    values, was = asdict(change), said(current)
    for field, value in values.items():
        setattr(current, field, value)
    if said(current) == was:
        return current
    keep_earlier(subject_id=current.pk, version=current.version, pairing=impact.pairing, was={"text": was}, by=by)
    side = impact.pairing.side_of(by)
    current.junior_confirmed, current.senior_confirmed = side == Side.JUNIOR, side == Side.SENIOR
    current.confirmed_at = current.released_at = None
    current.junior_released = current.senior_released = False
    current.version += 1
    current.save()
    ask_the_other(current, by)
    return current


def ask_the_other(impact: Impact, by: User) -> None:
    """Owe the other of the two a word of it, once its author has had a moment to mend what they mistyped."""
    pairing = impact.pairing
    owe(
        kind=TO_CONFIRM,
        recipients=[pairing.partner_of(by).pk],
        subject_id=impact.pk,
        occasion=f"v{impact.version}",
        scope=pairing.cycle.program_id,
        due_at=timezone.now() + A_MOMENT,
        extra={"version": impact.version},
    )


def said(impact: Impact) -> str:
    """All that it says, in one line."""
    parts = (impact.measure, f"{impact.from_to} {impact.get_unit_display()}", impact.period, impact.how)
    return " · ".join(str(part) for part in parts)


@transaction.atomic
def confirm_impact(*, impact: Impact, by: User, version: int, sees_it_so: bool) -> Impact:
    """Whether the other one sees it so too; what was said can be changed at any time. What is not confirmed by both
    any more comes into no further sum. `version` is that of the words one has read: nobody confirms others."""
    side = side_of(impact.pairing, by)
    if impact.author_id == by.pk:
        raise Refused(_("You have written it, so it is your word already. Take it back if it is not true any more."))
    _of_version(impact, version, **{f"{side}_confirmed": sees_it_so})
    both = Q(junior_confirmed=True, senior_confirmed=True)
    row = Impact.objects.filter(pk=impact.pk)
    row.filter(both, confirmed_at__isnull=True).update(confirmed_at=timezone.now())
    row.exclude(both).update(confirmed_at=None)
    impact.refresh_from_db()
    return impact


@transaction.atomic
def release_impact(*, impact: Impact, by: User, version: int) -> Impact:
    """One of the two lets everyone in the program read it, with both names; the second yes does so. Refused where the
    rest of a published sum would then tell of others."""
    now, others = timezone.now(), Impact.objects.exclude(pk=impact.pk).filter(shown_at__isnull=False)
    if impact.counted_in and others.filter(counted_in=impact.counted_in).count() >= MOST_SHOWN:
        raise Refused(
            _(
                "Others that were added up with this number have been shown singly already. With one more, what is "
                "left of the sum would tell of pairs that have released nothing. It stays between the two of you, and "
                "counts."
            )
        )
    _of_version(impact, version, **{f"{side_of(impact.pairing, by)}_released": True})
    both = Impact.objects.filter(pk=impact.pk, junior_released=True, senior_released=True, released_at__isnull=True)
    both.update(released_at=now, shown_at=Coalesce("shown_at", now))
    impact.refresh_from_db()
    return impact


def count_impacts(*, impact_ids: Iterable[uuid.UUID], group: uuid.UUID) -> int:
    """They stand in a published sum from now on, once and for all. Returns how many were in none before."""
    return Impact.objects.filter(pk__in=list(impact_ids), counted_in__isnull=True).update(counted_in=group)


def keep_impact(*, impact: Impact, by: User) -> Impact:
    """Either of the two takes the release back, at any time: both would have to release it anew."""
    side_of(impact.pairing, by)
    Impact.objects.filter(pk=impact.pk).update(junior_released=False, senior_released=False, released_at=None)
    impact.refresh_from_db()
    return impact


@transaction.atomic
def withdraw_impact(*, impact: Impact, by: User) -> None:
    """Its author takes it back: its words go, with all they ever said; that there was one stays to be read by the
    two."""
    current = own_impact(impact, by)
    forget_earlier(subject_ids=[current.pk])
    taken_back: dict[str, Any] = {"measure": "", "how": "", "version": 1, "withdrawn_at": timezone.now()}
    nothing: dict[str, Any] = {"junior_released": False, "senior_released": False, "released_at": None}
    Impact.objects.filter(pk=current.pk).update(**taken_back, **nothing, confirmed_at=None)


def _of_version(impact: Impact, version: int, **values: bool) -> None:
    read = Impact.objects.standing().filter(pk=impact.pk, version=version)
    if not read.update(**values):
        raise Refused(_("The words have changed since you opened the page. Read them again, then decide."))


def own_impact(impact: Impact, by: User) -> Impact:
    """As it is now, and nobody else's until the transaction ends. Raises Refused for anybody but its author."""
    if impact.author_id != by.pk:
        raise Refused(_("Only the one who wrote it can change it or take it back."))
    current: Impact | None = Impact.objects.standing().select_for_update().filter(pk=impact.pk).first()
    if current is None:
        raise Refused(_("This was taken back. Write down a new one."))
    return current


def refuse_unless_running(pairing: Pairing) -> None:
    if not pairing.is_running:
        raise Refused(_("What has changed can be written down while the pairing is open."))


def side_of(pairing: Pairing, by: User) -> str:
    side = pairing.side_of(by)
    if not side:
        raise Refused(_("Only the two of this pairing write down what has changed, and decide who reads it."))
    return side
