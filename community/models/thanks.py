"""A word of thanks from one person to another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.audiences import Audience
from community.querysets import ThanksQuerySet
from people.models import User, UUIDModel
from programs.models import Program

#: Who reads thanks: the two of them, or everyone in the program too.
READERS = (Audience.THEM, Audience.PROGRAM)


class Thanks(UUIDModel):
    """Audience: the two of them, or everyone in the program, as its author has chosen before typing. Nothing anywhere
    counts them."""

    class Reason(models.TextChoices):
        TAUGHT = "taught", _("taught me something")
        LISTENED = "listened", _("listened")
        KEPT_PROMISE = "promise", _("kept a promise")
        SPOKE_OPENLY = "openly", _("spoke openly")
        HELPED_PAIR = "helped", _("helped another pair")

    program = models.ForeignKey(Program, models.CASCADE, related_name="+")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("what for"), max_length=8, choices=Reason.choices)
    text = models.TextField(_("your words"), max_length=600)
    audience = models.CharField(_("who reads it"), max_length=8, choices=Audience.choices)
    given_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ThanksQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "id"]
        verbose_name_plural = "thanks"
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="thanks_to_somebody_else"),
            models.CheckConstraint(condition=Q(audience__in=READERS), name="thanks_read_by_two_or_program"),
        ]
        indexes = [
            models.Index(fields=["program", "-given_at"], name="thanks_of_program"),
            models.Index(fields=["giver", "-given_at"], name="thanks_given"),
            models.Index(fields=["receiver", "-given_at"], name="thanks_received"),
        ]

    def __str__(self) -> str:
        return f"thanks of {self.giver_id}"

    @property
    def is_public(self) -> bool:
        return self.audience == Audience.PROGRAM

    def names(self, user: User) -> bool:
        """Whether `user` is one of the two."""
        return user.pk in (self.giver_id, self.receiver_id)
