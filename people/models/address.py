"""A sign-in e-mail that is to change: never silently, never by one person alone."""

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models.base import UUIDModel

if TYPE_CHECKING:
    from people.models.user import User

OPEN_FOR = dt.timedelta(days=3)


class AddressChangeQuerySet(models.QuerySet["AddressChange"]):
    def open(self) -> "AddressChangeQuerySet":
        return self.filter(state=AddressChange.State.ASKED, asked_at__gt=timezone.now() - OPEN_FOR)

    def about(self, person: "User") -> "AddressChangeQuerySet":
        """What was asked and done about a person's address, the latest first: their access log of it."""
        return self.filter(person=person).select_related("asked_by", "confirmed_by").order_by("-asked_at")


class AddressChange(UUIDModel):
    """HR asks; the old address confirms by a link, or a second HR admin does. Kept as the person's access log."""

    class State(models.TextChoices):
        ASKED = "asked", _("waiting to be confirmed")
        DONE = "done", _("changed")
        CANCELLED = "cancelled", _("withdrawn")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    before = models.EmailField(max_length=254)
    after = models.EmailField(max_length=254)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = AddressChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state="asked"), name="address_change_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("asked_by")),
                name="address_change_by_two",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)
