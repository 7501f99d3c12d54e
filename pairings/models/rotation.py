"""New partners within a running cycle: from which day on, who wants what of it, and what was drawn."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import UUIDModel
from programs.models import Cycle, Participant


class Rotation(UUIDModel):
    """Made when the program team opens it. From then on every match of the cycle is for `first_day`; what is published
    begins on that day, and the pairs of before end on the day before it.

    `first_day` is a date in the organisation's zone. What the lot drew stands nowhere but in the pairs that go on: they
    have no last day."""

    class Rest(models.TextChoices):
        """What becomes of pairs neither of whose people has a new partner by then: of all of them alike."""

        WAIT = "wait", _("their pairing ends too, and they wait for the next match")
        STAY = "stay", _("they go on together")

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="rotations")
    first_day = models.DateField(_("first day of the new pairs"))
    rest = models.CharField(
        _("pairs neither of whose people has a new partner"), max_length=4, choices=Rest, default=Rest.STAY
    )
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-first_day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"], condition=models.Q(done_at__isnull=True), name="one_rotation_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"rotation of {self.cycle_id} on {self.first_day}"

    @property
    def last_day(self) -> dt.date:
        """The last day of the pairs of before."""
        return self.first_day - dt.timedelta(days=1)

    def is_late(self, today: dt.date) -> bool:
        """Its day has come and nothing is published: the pairs go on until something is. `today` is a date in the
        organisation's zone."""
        return self.done_at is None and self.published_at is None and today >= self.first_day


class RotationChoice(UUIDModel):
    """What somebody wants of the next rotation; without a row they change partners like everybody.

    Nobody but its author reads a wish to stay, and it is gone with the lot. That somebody pauses or stops is read by
    the program team once the rotation is open. `away_since` is the rotation for which they paused: they are back with
    the next one."""

    class Choice(models.TextChoices):
        CHANGE = "change", _("change partners, like everybody")
        STAY = "stay", _("go on with the same partner, if the lot allows it and the other one wants it too")
        PAUSE = "pause", _("pause until the rotation after this one")
        STOP = "stop", _("stop here: your part ends with your present pairing")
        OTHER = "other", _("stop here, and take the other side in the next cycle")

    #: Those whose part of the cycle ends, and all who are not matched for the new pairs.
    STOPPING = (Choice.STOP, Choice.OTHER)
    AWAY = (Choice.PAUSE, *STOPPING)

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="rotation_choice")
    choice = models.CharField(_("what you want"), max_length=6, choices=Choice.choices, default=Choice.CHANGE)
    away_since = models.ForeignKey(Rotation, models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"choice of {self.participant_id}"
