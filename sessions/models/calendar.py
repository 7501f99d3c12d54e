"""What calendars hold of meetings: several that were planned at once are one entry, and what a calendar answered."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pairings.models import Pairing
from people.models import UUIDModel
from programs.models import Side
from sessions.querysets import CalendarAnswerQuerySet


class Series(UUIDModel):
    """Meetings that were planned at once, every so many weeks at one time of day: one entry in a calendar.

    Time, length and place are those of its meetings. `zone` is the one whose clocks say the time of day, the UID is
    the id, and `revision` the SEQUENCE of the whole.
    """

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="series")
    zone = models.CharField(_("time zone"), max_length=64)
    weeks = models.PositiveSmallIntegerField(_("weeks from one to the next"), default=1)
    revision = models.PositiveIntegerField(default=0)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    planned_by_side = models.CharField(max_length=7, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"every {self.weeks} weeks of {self.pairing_id}"


class CalendarAnswer(UUIDModel):
    """What somebody's calendar has answered to the invitation, last. Facts only: no words of theirs are kept."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("will come")
        TENTATIVE = "tentative", _("will perhaps come")
        DECLINED = "declined", _("cannot come")
        COUNTERED = "countered", _("asks for another time")

    meeting = models.ForeignKey("mentoring_sessions.Meeting", models.CASCADE, related_name="answers")
    side = models.CharField(max_length=6, choices=Side.choices)
    answer = models.CharField(_("answer"), max_length=9, choices=Answer.choices)
    proposed_at = models.DateTimeField(_("asks for"), null=True, blank=True)
    stamp = models.DateTimeField(_("written"))
    at = models.DateTimeField(_("received"), default=timezone.now)

    objects = CalendarAnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "side"], name="calendar_answer_once")]

    def __str__(self) -> str:
        return f"{self.side}: {self.answer}"

    def is_older_than(self, stamp: dt.datetime) -> bool:
        return self.stamp < stamp
