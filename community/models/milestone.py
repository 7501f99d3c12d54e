"""What a pair has come to, from facts; and the wins that both let the program read."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.querysets import MilestoneQuerySet, SharedWinQuerySet
from pairings.models import Pairing
from people.models import UUIDModel
from programs.models import Side
from sessions.models import Win


class Milestone(UUIDModel):
    """Audience: the two of us; everyone in the program once both show it. Neither ever sees what the other has chosen,
    so that a no is not told."""

    class Kind(models.TextChoices):
        FIRST_MEETING = "first", _("have met for the first time")
        THREE_IN_A_ROW = "three", _("have held three meetings in a row")
        HALF_WAY = "half", _("are half-way")
        OBJECTIVE = "objective", _("have reached an objective")
        COMMITMENT = "promise", _("have a promise that was kept")
        IMPACT = "impact", _("have changed something, as both say")
        COMPLETED = "completed", _("have completed the cycle together")
        SECOND_ROTATION = "rotation", _("have begun with the second change of partners")

    #: What the two read: one sentence each.
    WARM = {
        Kind.FIRST_MEETING: _("You have met for the first time, which is the hardest of all meetings."),
        Kind.THREE_IN_A_ROW: _("You have held three meetings in a row: this is yours now."),
        Kind.HALF_WAY: _("You are half-way: half of the meetings you set out to have lie behind you."),
        Kind.OBJECTIVE: _("You have reached an objective that you two set yourselves."),
        Kind.COMMITMENT: _("A promise made between you was kept, and it was seen."),
        Kind.IMPACT: _("You both say that something is different because you meet."),
        Kind.COMPLETED: _("You have come to the end of the cycle together, and that is worth a moment."),
        Kind.SECOND_ROTATION: _("You have begun with the second change of partners: welcome to each other."),
    }

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="milestones")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    noted_at = models.DateTimeField(default=timezone.now, editable=False)
    junior_shows = models.BooleanField(default=False)
    senior_shows = models.BooleanField(default=False)
    published_at = models.DateTimeField(_("shown to the program since"), null=True, blank=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["-noted_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["pairing", "kind"], name="milestone_once"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(junior_shows=True, senior_shows=True),
                name="milestone_published_by_both",
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at"], condition=Q(published_at__isnull=False), name="milestone_published")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.pairing_id}"

    @property
    def warm_words(self) -> str:
        return str(self.WARM[self.Kind(self.kind)])

    def is_shown_by(self, side: str) -> bool:
        return self.junior_shows if side == Side.JUNIOR else self.senior_shows


class SharedWin(UUIDModel):
    """Audience: everyone in the program while both show the very words that stand; before, each one's own choice, which
    the other never sees. A win that is worded anew or taken back is not shown any more."""

    win = models.OneToOneField(Win, models.CASCADE, related_name="shared")
    junior_version = models.PositiveIntegerField(_("the words that the mentor shows"), null=True, blank=True)
    senior_version = models.PositiveIntegerField(_("the words that the leader shows"), null=True, blank=True)
    published_at = models.DateTimeField(_("shown to the program since"), null=True, blank=True)

    objects = SharedWinQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(junior_version=models.F("senior_version")),
                name="win_published_by_both",
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at"], condition=Q(published_at__isnull=False), name="win_published")
        ]

    def __str__(self) -> str:
        return f"shared {self.win_id}"

    def version_of(self, side: str) -> int | None:
        """Which words that side shows; None while it shows none."""
        return self.junior_version if side == Side.JUNIOR else self.senior_version
