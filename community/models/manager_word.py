"""What a leader says about the mentor to the mentor's line manager, if the mentor lets it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.querysets import ManagerWordQuerySet
from pairings.models import Pairing
from people.models import User, UUIDModel
from programs.models import Side


class ManagerWord(UUIDModel):
    """Audience: its author and the mentor; the mentor's line manager once the mentor has released it. Its author never
    sees what the mentor has decided."""

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="manager_words")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(_("your two sentences"), max_length=400)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    released_at = models.DateTimeField(_("released by the mentor"), null=True, blank=True)
    kept_at = models.DateTimeField(_("kept by the mentor"), null=True, blank=True)
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("whom it went to"),
    )  # fmt: skip
    tells_hours = models.BooleanField(_("with the hours spent"), default=False)
    dropped_at = models.DateTimeField(_("taken back by its author"), null=True, blank=True)

    objects = ManagerWordQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["pairing"], condition=Q(dropped_at__isnull=True), name="manager_word_once"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(manager__isnull=False), name="manager_word_goes_to_somebody"
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(kept_at__isnull=True), name="manager_word_one_decision"
            ),
        ]

    def __str__(self) -> str:
        return f"word about {self.pairing_id}"

    @property
    def is_released(self) -> bool:
        return self.released_at is not None

    @property
    def is_decided(self) -> bool:
        return self.is_released or self.kept_at is not None

    def may_be_decided_by(self, user: User) -> bool:
        """By the mentor alone, once it is released not any more: it has been read. Needs the pairing's people."""
        return self.pairing.side_of(user) == Side.JUNIOR and not self.is_released and self.dropped_at is None
