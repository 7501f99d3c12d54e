"""What nobody does alone: acts that are asked for by one and hold once a second person, or their owner, has agreed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from frame.isolation import isolated
from people.models.base import UUIDModel

if TYPE_CHECKING:
    from people.models.user import User

#: How long a request waits for somebody to decide.
OPEN_FOR = dt.timedelta(days=14)


class HeldActQuerySet(models.QuerySet["HeldAct"]):
    def visible_to(self, user: User) -> HeldActQuerySet:
        """HR admins see every request, save those to lift a hold that they do not see; nobody else any."""
        from people.access import hr_admin
        from people.models.retention import LegalHold

        if not hr_admin(user):
            return self.none()
        lifting = self.filter(kind="lift_hold").order_by().values_list("topic", flat=True)
        holds = {uuid.UUID(topic) for topic in lifting}
        if not holds:
            return self.all()
        seen = LegalHold.objects.filter(pk__in=holds).visible_to(user).values_list("pk", flat=True)
        return self.exclude(kind="lift_hold", topic__in=[str(pk) for pk in holds.difference(seen)])

    def undecided(self) -> HeldActQuerySet:
        """Waiting for a second person."""
        return self.filter(state="asked", asked_at__gt=timezone.now() - OPEN_FOR)

    def open(self) -> HeldActQuerySet:
        """Undecided, or approved and waiting for its hour: can still be refused or withdrawn."""
        return self.filter(Q(state="approved") | Q(state="asked", asked_at__gt=timezone.now() - OPEN_FOR))

    def due(self) -> HeldActQuerySet:
        """Approved, and the time in which the owner could refuse is over."""
        return self.filter(state="approved", holds_until__lte=timezone.now())

    def forgotten(self) -> HeldActQuerySet:
        """Nobody decided in time."""
        return self.filter(state="asked", asked_at__lte=timezone.now() - OPEN_FOR)

    def open_or_done_since(self, instant: dt.datetime) -> HeldActQuerySet:
        """Still open, or done after `instant`."""
        is_waiting = Q(state="approved") | Q(state="asked", asked_at__gt=timezone.now() - OPEN_FOR)
        return self.filter(is_waiting | Q(state="done", settled_at__gt=instant))

    def with_a_hand_of(self, people: Collection[uuid.UUID]) -> HeldActQuerySet:
        """Asked for or decided by one of these people."""
        return self.filter(Q(asked_by__in=people) | Q(decided_by__in=people))

    def about(self, person: User) -> HeldActQuerySet:
        """What was asked and done about a person, the latest first."""
        return self.filter(person=person).for_page().order_by("-asked_at")

    def for_page(self) -> HeldActQuerySet:
        return self.select_related("person", "asked_by", "decided_by")


class HeldAct(UUIDModel):
    """One act. `payload` holds what its kind needs, `topic` what tells apart two of a kind about one person.

    `payload["gains"]` are the ids of those who gain by it beside the person: none of them is the second.
    """

    class Kind(models.TextChoices):
        GRANT_ROLE = "grant_role", _("giving a role")
        REVOKE_ROLE = "revoke_role", _("taking a role away")
        CHANGE_ADDRESS = "change_address", _("changing a sign-in e-mail")
        CHANGE_DOMAIN = "change_domain", _("changing the mail domain of many")
        CHANGE_ENTRY = "change_entry", _("changing an entry in the roster")
        RESET_SECOND_FACTOR = "reset_second_factor", _("resetting a second factor")
        NAME_COORDINATOR = "name_coordinator", _("naming a coordinator")
        REMOVE_COORDINATOR = "remove_coordinator", _("removing a coordinator")
        NAME_TRUSTED = "name_trusted", _("naming or removing a person of trust")
        CLOSE_ACCOUNT = "close_account", _("closing an account to which others may turn")
        ERASE = "erase", _("erasing what is kept about a person")
        LIFT_HOLD = "lift_hold", _("lifting a legal hold")

    class State(models.TextChoices):
        ASKED = "asked", _("waits for a second person")
        APPROVED = "approved", _("approved, holds later")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")
        EXPIRED = "expired", _("not done")

    kind = models.CharField(max_length=24, choices=Kind.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    #: What the person was called when it was asked: who asks may have changed the name as well.
    named = models.CharField(max_length=250, blank=True)
    topic = models.CharField(max_length=254, blank=True)
    payload = models.JSONField(default=dict)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    holds_until = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    #: Never cut: half a name would be left where somebody is erased.
    outcome = models.TextField(blank=True)

    objects = HeldActQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "person", "topic"],
                condition=Q(state__in=["asked", "approved"]),
                name="held_act_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["kind", "topic"],
                condition=Q(state__in=["asked", "approved"], person=None),
                name="held_act_of_all_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("asked_by")), name="held_act_by_two"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(holds_until__isnull=False), name="held_act_approved_has_its_hour"
            ),
        ]
        indexes = [models.Index(fields=["state", "holds_until"]), models.Index(fields=["person", "-asked_at"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person or self.topic}"

    @property
    def who(self) -> str:
        """The person as they were called when it was asked, and as they are called now."""
        now = str(self.person) if self.person else ""
        named = isolated(self.named)
        if not named or named == now:
            return now
        return _("%(named)s (now %(now)s)") % {"named": named, "now": now}

    @property
    def is_undecided(self) -> bool:
        return self.state == self.State.ASKED and timezone.now() < self.open_until

    @property
    def is_open(self) -> bool:
        """Can still be refused or withdrawn."""
        return self.is_undecided or self.state == self.State.APPROVED

    @property
    def open_until(self) -> dt.datetime:
        return self.asked_at + OPEN_FOR
