"""What the two are to do, and what became of it. Nothing that the other could have seen goes without a trace."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pairings.models import Pairing
from people.models import OneLineField, User, UUIDModel
from programs.models import Side
from sessions.models.meeting import Meeting
from sessions.querysets import ActionItemQuerySet, OfItemQuerySet

#: How long one may take a slip of one's own back, while the other has not seen it.
SLIP = dt.timedelta(minutes=10)


class ActionItem(UUIDModel):
    """Audience: the two of us. A commitment is the leader's promise; the mentor says "seen" or "not yet"."""

    class Kind(models.TextChoices):
        ACTION = "action", _("action item")
        COMMITMENT = "commitment", _("commitment")

    class Seen(models.TextChoices):
        UNKNOWN = "", _("not said yet")
        SEEN = "seen", _("seen")
        NOT_YET = "not_yet", _("not yet")

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="action_items")
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="action_items")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.ACTION)
    text = OneLineField(_("what"), max_length=300)
    owner = models.CharField(_("who"), max_length=6, choices=Side.choices)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    seen = models.CharField(max_length=7, choices=Seen.choices, blank=True, default=Seen.UNKNOWN)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.CharField(_("why it is withdrawn"), max_length=500, blank=True)
    fine_at = models.DateTimeField(_("fine by the mentor since"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    shown_at = models.DateTimeField(_("first shown to the other"), null=True, blank=True, editable=False)

    objects = ActionItemQuerySet.as_manager()

    #: Beside an item on a page: what was changed (`sessions.item_trace.Step`), the form to change it, "that is fine".
    trace: Sequence[object]
    adjust: object
    may_be_fine: bool

    class Meta:
        ordering = ["done_at", "due_on", "created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(kind="action") | Q(owner="senior"), name="commitment_is_the_leaders"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                name="item_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | (Q(done_at__isnull=True) & ~Q(seen="seen")),
                name="item_withdrawn_is_not_kept",
            ),
            models.CheckConstraint(
                condition=Q(fine_at__isnull=True) | Q(kind="commitment", withdrawn_at__isnull=False),
                name="item_fine_when_withdrawn",
            ),
        ]
        indexes = [models.Index(fields=["due_on", "done_at"], name="action_item_due")]

    def __str__(self) -> str:
        return self.text

    @property
    def is_commitment(self) -> bool:
        return self.kind == self.Kind.COMMITMENT

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_open(self) -> bool:
        return not self.is_done and not self.is_withdrawn

    @property
    def is_settled(self) -> bool:
        """Done, seen or withdrawn: its words are what was said to them, so they stay."""
        return not self.is_open or self.seen == self.Seen.SEEN

    def can_be_finished(self, user: User) -> bool:
        """Only the one who does it says that it is done, or not done after all."""
        return not self.is_withdrawn and self.pairing.side_of(user) == self.owner

    def can_be_withdrawn(self, user: User) -> bool:
        """By the one who is to do it, or who wrote it down; what is done or seen is not."""
        side = self.pairing.side_of(user)
        return not self.is_settled and bool(side) and (side == self.owner or self.created_by_id == user.pk)

    def can_be_fine(self, user: User) -> bool:
        """The mentor may say so of a promise that the leader has withdrawn; nobody asks for it."""
        by_leader = self.is_withdrawn and self.withdrawn_by_id != user.pk
        return self.is_commitment and by_leader and self.pairing.side_of(user) == Side.JUNIOR

    def is_slip(self, user: User, now: dt.datetime) -> bool:
        """Written by `user` just now, and not yet shown to the other: it can still be undone as if it never was."""
        return self.created_by_id == user.pk and self.shown_at is None and now - self.created_at < SLIP

    def is_unseen_by(self, user: User, now: dt.datetime) -> bool:
        """Written by the other just now, and shown to `user` for the first time."""
        is_others = self.created_by_id is not None and self.created_by_id != user.pk
        return is_others and self.shown_at is None and now - self.created_at < SLIP


class ItemChange(UUIDModel):
    """Audience: the two of us. What an item was before somebody changed it; never changed, never deleted."""

    class Kind(models.TextChoices):
        WORDS = "words", _("words, owner or date")
        UNDONE = "undone", _("not done after all")
        SEEN = "seen", _("the mentor's word")

    item = models.ForeignKey(ActionItem, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = OneLineField(max_length=300)
    owner = models.CharField(max_length=6, choices=Side.choices)
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    seen = models.CharField(max_length=7, choices=ActionItem.Seen.choices, blank=True)

    objects = OfItemQuerySet.as_manager()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.item_id}"
