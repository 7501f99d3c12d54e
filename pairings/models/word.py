"""A confidential word of one of the two: to whom, and what was said to and fro."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from pairings.models.pairing import Pairing
from pairings.querysets_of_texts import WordQuerySet
from people.models import User, UUIDModel
from programs.models import Side


class ConfidentialWord(UUIDModel):
    """It pauses nothing and tells nobody but those whom its author read by name before sending it: they are its
    `readers`, and nobody is added later. Taken back, it is gone."""

    class To(models.TextChoices):
        COORDINATORS = "team", _("the coordinators")
        TRUSTED = "trusted", _("the person of trust")
        HR = "hr", _("HR")

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="words")
    side = models.CharField(max_length=6, choices=Side.choices)
    to = models.CharField(max_length=7, choices=To.choices)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    author_read_at = models.DateTimeField(_("its author has last looked at it"), default=timezone.now)

    objects = WordQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "id"]

    def __str__(self) -> str:
        return f"a confidential word to {self.get_to_display()}"

    @property
    def author(self) -> User:
        """Needs the pairing with both participants."""
        user: User = getattr(self.pairing, self.side).user
        return user

    def is_by(self, user: User) -> bool:
        return self.author.pk == user.pk

    @cached_property
    def said(self) -> "list[WordLine]":
        """All that was said, the oldest first. Needs the lines prefetched."""
        return list(self.lines.all())

    @property
    def first_read_at(self) -> dt.datetime | None:
        """When somebody it is for has first read it. Needs the readers prefetched."""
        return min((reader.first_read_at for reader in self.readers.all() if reader.first_read_at), default=None)

    @property
    def is_answered(self) -> bool:
        return bool(self.said) and not self.said[-1].is_by_author

    @property
    def state(self) -> str:
        """What its author sees: sent, read, answered."""
        if self.is_answered:
            return "answered"
        own = [line.sent_at for line in self.said if line.is_by_author]
        read = [reader.read_at for reader in self.readers.all() if reader.read_at]
        return "read" if own and read and max(read) >= own[-1] else "sent"

    def has_news_for(self, user: User) -> bool:
        """Something was said to `user` since they last looked."""
        if self.is_by(user):
            return any(not line.is_by_author and line.sent_at > self.author_read_at for line in self.said)
        read_at = next((reader.read_at for reader in self.readers.all() if reader.user_id == user.pk), None)
        return any(line.is_by_author and (read_at is None or line.sent_at > read_at) for line in self.said)


class WordReader(UUIDModel):
    """Somebody to whom a word is addressed. Whether they may still read it, `visible_to` decides."""

    word = models.ForeignKey(ConfidentialWord, models.CASCADE, related_name="readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    first_read_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(_("last read"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "user"], name="word_addressed_once")]

    def __str__(self) -> str:
        return str(self.user)


class WordLine(UUIDModel):
    """One thing said: the word itself, an answer, a reply."""

    word = models.ForeignKey(ConfidentialWord, models.CASCADE, related_name="lines")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    is_by_author = models.BooleanField()
    text = models.TextField(_("text"), max_length=4000)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["sent_at", "id"]

    def __str__(self) -> str:
        return "the author's" if self.is_by_author else "an answer"
