"""How a cycle comes to its end: by which rule, from which hour, and what each of its pairings comes to."""

import datetime as dt
import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pairings.models.pairing import Pairing
from pairings.querysets import CertificateQuerySet
from people.models import UUIDModel
from programs.models import Cycle, Participant, Side


class CycleClosing(UUIDModel):
    """The rule by which the pairings of a cycle end. From `due_at` on it is carried out; until then it can be taken
    back, and nobody has heard of it."""

    class Review(models.TextChoices):
        """What becomes of a review that is open by then."""

        WAIT = "wait", _("wait until the review closes by itself")
        CLOSE = "close", _("close the review with the cycle: what was answered by then counts")

    cycle = models.OneToOneField(Cycle, models.CASCADE, related_name="closing")
    least_met = models.PositiveSmallIntegerField(
        _("completed from so many meetings on"), default=1, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    carries_over = models.BooleanField(_("pairs go on together where both would like the same topics"), default=False)
    invites_silent = models.BooleanField(_("also invite those who have not said what they would like"), default=False)
    review = models.CharField(_("a review that is open"), max_length=5, choices=Review, default=Review.WAIT)
    next_cycle = models.ForeignKey(
        Cycle, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("the next cycle")
    )
    due_at = models.DateTimeField(_("carried out from then"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(least_met__range=(1, 60)), name="closing_least_met"),
        ]

    def __str__(self) -> str:
        return f"closing of {self.cycle_id}"

    @property
    def is_planned(self) -> bool:
        return self.due_at is not None and self.done_at is None

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    def can_be_changed(self, now: dt.datetime) -> bool:
        """Its rule, and what is chosen by hand."""
        return self.due_at is None or (self.done_at is None and self.due_at > now)


class PairEnding(UUIDModel):
    """What a pairing comes to when its cycle closes: chosen by hand beforehand, or written down when it is done."""

    class Outcome(models.TextChoices):
        COMPLETED = "completed", _("completed")
        ENDED = "ended", _("ended")
        CARRIED = "carried", _("goes on in the next cycle")

    pairing = models.OneToOneField(Pairing, models.CASCADE, related_name="ending")
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    next_pairing = models.OneToOneField(Pairing, models.SET_NULL, null=True, blank=True, related_name="came_from")

    def __str__(self) -> str:
        return self.get_outcome_display()


def new_code() -> str:
    """What nobody guesses: 192 bits."""
    return secrets.token_urlsafe(24)


class Certificate(UUIDModel):
    """That somebody has completed a cycle. Under its code anybody may ask whether it is genuine."""

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="certificate")
    code = models.CharField(max_length=40, unique=True, default=new_code, editable=False)
    meetings_held = models.PositiveSmallIntegerField(default=0)
    issued_on = models.DateField(default=timezone.localdate)

    objects = CertificateQuerySet.as_manager()

    def __str__(self) -> str:
        return f"certificate of {self.participant_id}"


class LookBack(UUIDModel):
    """One side's farewell. `thanks` is read by nobody but its author until both have closed, or two weeks have passed;
    then by the other one of the two alone."""

    SEALED_FOR = dt.timedelta(days=14)

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="look_backs")
    side = models.CharField(max_length=6, choices=Side.choices)
    thanks = models.TextField(_("a word of thanks"), blank=True, max_length=1000)
    closed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pairing", "side"], name="looked_back_once_per_side")]

    def __str__(self) -> str:
        return f"{self.side} looks back"

    def is_delivered(self, now: dt.datetime, *, both_have_closed: bool) -> bool:
        """Whether the other one may read it at `now` (aware)."""
        return both_have_closed or self.closed_at <= now - self.SEALED_FOR


class NextWish(UUIDModel):
    """What somebody would like after this cycle; never who. The program team reads it when the cycle has closed."""

    class Wish(models.TextChoices):
        SAME = "same", _("go on with the same topics")
        NEW = "new", _("go on with new topics")
        OTHER = "other", _("change sides")
        NONE = "none", _("take a break")

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="next_wish")
    wish = models.CharField(_("next time"), max_length=5, choices=Wish.choices)

    def __str__(self) -> str:
        return self.get_wish_display()
