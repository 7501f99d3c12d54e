"""Named questions about the outbox."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Q

from notifications import scopes
from people.access import hr_admin, operator

if TYPE_CHECKING:
    from notifications.models import Delivery, MessageText
    from people.models import User

WAITING = ("pending", "retry")
IN_WORK = ("claimed", "sending")
OWED = (*WAITING, *IN_WORK)
STUCK = ("dead", "uncertain")
#: Those that grow for years, and of which nobody needs to know how many there are.
MANY = ("sent", "suppressed", "cancelled", "expired")
COUNTED = 10_000
FEW = (*OWED, "gathered", *STUCK)
FINAL = ("sent", "uncertain", "expired", "suppressed", "cancelled", "dead")


def is_due(now: dt.datetime) -> Q:
    return Q(state="pending", due_at__lte=now)


def is_owed_again(now: dt.datetime) -> Q:
    return Q(state="retry", next_attempt_at__lte=now)


def is_waiting(now: dt.datetime) -> Q:
    """Due and not yet taken, or to be tried again by now."""
    return is_due(now) | is_owed_again(now)


def is_abandoned(now: dt.datetime) -> Q:
    """Taken by a process that did not finish within its lease."""
    return Q(state__in=IN_WORK, lease_until__lt=now)


def is_left_lying(now: dt.datetime) -> Q:
    """Due, and nobody is at work on it."""
    return is_waiting(now) | is_abandoned(now)


def is_unseen_by(user: User) -> Q:
    """Their number alone would tell: reminders of a review go to those who have not answered it."""
    from notifications.kinds import secret_codes

    return Q(kind__in=secret_codes()) | scopes.too_close(user)


class Counted(models.Subquery):
    """How many rows a query gives, as a value of another."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = models.IntegerField()


@dataclass(frozen=True)
class Summary:
    """Numbers of deliveries by state; `oldest_due` is None when nothing that is due waits."""

    counts: dict[str, int]
    oldest_due: dt.datetime | None


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self, now: dt.datetime) -> DeliveryQuerySet:
        return self.filter(is_waiting(now))

    def abandoned(self, now: dt.datetime) -> DeliveryQuerySet:
        return self.filter(is_abandoned(now))

    def claimable(self, now: dt.datetime) -> DeliveryQuerySet:
        """What a claim may take at `now` (aware, UTC)."""
        return self.filter(is_left_lying(now))

    def unsent(self) -> DeliveryQuerySet:
        """Not yet on its way: can still be cancelled."""
        return self.filter(state__in=[*WAITING, "gathered", "claimed"])

    def dead(self) -> DeliveryQuerySet:
        return self.filter(state="dead")

    def uncertain(self) -> DeliveryQuerySet:
        return self.filter(state="uncertain")

    def not_too_late(self, now: dt.datetime) -> DeliveryQuerySet:
        """Those that would still be of use."""
        return self.filter(Q(not_after__isnull=True) | Q(not_after__gt=now))

    def owed(self, now: dt.datetime) -> DeliveryQuerySet:
        """Due and not sent: those in work and those that wait for another try among them."""
        return self.filter(state__in=OWED, due_at__lte=now)

    def oldest(self) -> dt.datetime | None:
        """Since when the one has been due that has been due for longest."""
        return self.order_by("due_at").values_list("due_at", flat=True).first()

    def trouble(self, now: dt.datetime) -> tuple[bool, dt.datetime | None]:
        """Whether any waits for an operator, and since when the one has been due that has been owed for longest."""
        troubled = self.filter(Q(state__in=STUCK) | Q(state__in=OWED, due_at__lte=now)).order_by()
        by_state = dict(troubled.values_list("state").annotate(models.Min("due_at")))
        stuck = [by_state.pop(state, None) for state in STUCK]
        return any(stuck), min(by_state.values(), default=None)

    def oldest_due(self, now: dt.datetime) -> dt.datetime | None:
        """Since when the message has been due that has waited longest; None when nothing that is due waits. One whose
        worker died waits too."""
        # By state, for the index of states: asked for the least of all, PostgreSQL walks from the first message ever.
        by_state = self.claimable(now).order_by().values_list("state").annotate(oldest=models.Min("due_at"))
        return min((oldest for _state, oldest in by_state), default=None)

    def finish(self, state: str, reason: str) -> int:
        """Give a state and its reason; whoever still holds the row finds that it is no longer theirs."""
        return self.update(state=state, reason=reason[:300], claim_token=None, lease_until=None)

    def inbox_of(self, user: User) -> DeliveryQuerySet:
        """The messages a person can read in the app, the latest first."""
        return self.filter(recipient=user, channel="in_app", state="sent").order_by("-sent_at", "-due_at", "kind", "id")

    def unread(self) -> DeliveryQuerySet:
        return self.filter(channel="in_app", state="sent", read_at__isnull=True)

    def visible_to(self, user: User) -> DeliveryQuerySet:
        """What the outbox page shows, and counts: what is not secret and not about a pairing that the reader is a party
        of; to coordinators of their programs, to HR admins and operators of all."""
        open_ones = self.exclude(is_unseen_by(user))
        if operator(user) or hr_admin(user):
            return open_ones
        return open_ones.filter(scope__in=scopes.managed_by(user))

    def unseen_by(self, user: User) -> DeliveryQuerySet:
        """What is never shown to a reader of all, nor counted: whether there is any may be asked, and no more."""
        return self.filter(is_unseen_by(user))

    def stuck(self) -> DeliveryQuerySet:
        """What waits for an operator."""
        return self.filter(state__in=STUCK)

    def for_outbox(self) -> DeliveryQuerySet:
        """Without a word of what was said."""
        return self.select_related("recipient").defer("title", "body_text", "body_html", "link", "extra")

    def for_inbox(self) -> DeliveryQuerySet:
        return self.only("title", "body_text", "link", "sent_at", "read_at")

    def by_state(self, now: dt.datetime) -> Summary:
        """How many there are in each state that occurs, and since when the one has been due that has waited longest.

        Of what has ended well or quietly, which grows for years, no more than `COUNTED` are counted of each state."""
        due_at = models.Min("due_at", filter=is_left_lying(now))
        few = self.filter(state__in=FEW).order_by().values_list("state").annotate(n=Count("*"), oldest=due_at)
        rows = list(few)
        counts = {state: count for state, count, _oldest in rows}
        return Summary(counts | self._counts_of_many(), min((row[2] for row in rows if row[2]), default=None))

    def _counts_of_many(self) -> dict[str, int]:
        """Of each of these states that occurs: one query, which stops reading when it has seen enough."""
        counted = {state: Counted(self.filter(state=state).order_by().values("state")[:COUNTED]) for state in MANY}
        anything = self.model._default_manager.order_by()  # one row of any kind, to ask these of
        counts = anything.annotate(**{f"n_{state}": count for state, count in counted.items()})
        row = counts.values_list(*(f"n_{state}" for state in MANY)).first() or ()
        return {state: count for state, count in zip(MANY, row, strict=False) if count}


class MessageTextQuerySet(models.QuerySet["MessageText"]):
    def latest_versions(self) -> MessageTextQuerySet:
        """Of each program and kind the version in force."""
        newer = self.model._default_manager.filter(
            scope=models.OuterRef("scope"), kind=models.OuterRef("kind"), version__gt=models.OuterRef("version")
        )
        return self.filter(~models.Exists(newer))
