"""One mentor and one leader, from the question to them to the farewell."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pairings.querysets import OPEN, RUNNING, PairingQuerySet, awaited_by
from people.deadlines import Deadline
from people.models import User, UUIDModel
from programs.models import Cycle, Participant, Side

OPEN_STATES = OPEN
RUNNING_STATES = RUNNING


class Pairing(UUIDModel):
    """`outcome_at` is when the parties may learn that a proposed pairing will not come about: whoever has said yes
    learns of it when the time to answer is over, so that nobody can tell a no from a silence.

    Pauses, going on and endings take effect with a batch too, whoever wants them: until then the state stays as it
    is, and what is wanted stands in `holds`, `…_goes_on_at` and `ends_at`, which no page of the other one reads."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("being asked")
        PREPARING = "preparing", _("preparing")
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")
        CLOSING = "closing", _("closing")
        COMPLETED = "completed", _("completed")
        DECLINED = "declined", _("declined")
        EXPIRED = "expired", _("expired")
        ENDED = "ended", _("ended")

    #: When the pause that one of the two wants begins; set by `PairingQuerySet.with_own_hold`.
    own_hold_at: dt.datetime | None
    #: How many objectives the two have, and how many of these they have reached; set by `PairingQuerySet.with_aims`.
    aims_count: int
    aims_reached: int

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="pairings")
    junior = models.ForeignKey(Participant, models.PROTECT, related_name="pairings_as_junior")
    senior = models.ForeignKey(Participant, models.PROTECT, related_name="pairings_as_senior")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    requested_by = models.CharField(_("the side that asked for it itself"), max_length=6, choices=Side, blank=True)
    proposed_at = models.DateTimeField(default=timezone.now)
    answer_by = models.DateTimeField()
    senior_asked_at = models.DateTimeField(_("the leader was asked"), null=True, blank=True)
    agreed_at = models.DateTimeField(_("both said yes"), null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    resumed_at = models.DateTimeField(_("went on after a pause that no side had wanted"), null=True, blank=True)
    junior_goes_on_at = models.DateTimeField(_("the mentor has asked to go on from then"), null=True, blank=True)
    senior_goes_on_at = models.DateTimeField(_("the leader has asked to go on from then"), null=True, blank=True)
    ends_at = models.DateTimeField(_("it ends, and both are told, then"), null=True, blank=True)
    end_requested_at = models.DateTimeField(_("one of the two first asked to end it"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    starts_on = models.DateField(_("first day, where it begins with a rotation"), null=True, blank=True)
    last_on = models.DateField(_("last day, where it ends with a rotation"), null=True, blank=True)
    revision = models.PositiveIntegerField(_("changes told to the two"), default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PairingQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "junior", "senior"], condition=Q(state__in=OPEN_STATES), name="pairing_open_once"
            ),
            models.CheckConstraint(condition=~Q(junior=F("senior")), name="pairing_of_two"),
            models.CheckConstraint(
                condition=~Q(state__in=["active", "paused"]) | Q(opened_at__isnull=False), name="pairing_open_has_time"
            ),
        ]
        indexes = [
            models.Index(fields=["cycle", "state"], name="pairing_by_state"),
            models.Index(fields=["state", "answer_by"], name="pairing_by_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.junior} and {self.senior}"

    @property
    def names(self) -> str:
        """Both by name, for pages, messages and sentences. Needs both participants with their people."""
        return gettext("%(mentor)s and %(leader)s") % {"mentor": self.junior.user.name, "leader": self.senior.user.name}

    @property
    def url(self) -> str:
        """The page of the two."""
        return reverse("pairing_detail", args=[self.pk])

    @property
    def asker(self) -> Participant | None:
        """Who found the other one and asked; nobody when the program proposed it."""
        participant: Participant | None = getattr(self, self.requested_by) if self.requested_by else None
        return participant

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    def is_awaited_by(self, side: str, now: dt.datetime) -> bool:
        """A question that comes to nothing, to which that side has said yes without knowing so at `now` (aware)."""
        return type(self).objects.filter(awaited_by(side, now), pk=self.pk).exists()

    def side_of(self, user: User) -> str:
        """`junior`, `senior`, or nothing for somebody who is neither. Needs both participants loaded."""
        if self.junior.user_id == user.pk:
            return Side.JUNIOR
        return Side.SENIOR if self.senior.user_id == user.pk else ""

    def participant_of(self, user: User) -> Participant:
        """The place of one of the two in the cycle."""
        return self.junior if self.side_of(user) == Side.JUNIOR else self.senior

    def partner_of(self, user: User) -> User:
        """The other one of the two."""
        return (self.senior if self.side_of(user) == Side.JUNIOR else self.junior).user

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING_STATES

    @property
    def is_answerable(self) -> bool:
        return self.state == self.State.PROPOSED

    @property
    def answer_until(self) -> Deadline:
        """`answer_by` is the end of a day in the organisation's zone."""
        return Deadline(self.answer_by)

    @property
    def can_be_completed(self) -> bool:
        return self.is_running and self.ends_at is None

    @property
    def is_paused(self) -> bool:
        return self.state == self.State.PAUSED

    @property
    def can_be_paused(self) -> bool:
        """By its state, which both know; what the other one wants does not count."""
        return self.can_meet

    @property
    def can_be_ended(self) -> bool:
        """By the program team, which has not decided so yet."""
        return self.is_open and self.ends_at is None

    def goes_on_at(self, side: str) -> dt.datetime | None:
        """From when that side has asked to go on; None while it has not."""
        asked_at: dt.datetime | None = getattr(self, f"{side}_goes_on_at")
        return asked_at

    @property
    def open_state(self) -> str:
        """The state of a pairing that goes on: closing as soon as its cycle does. Needs the cycle loaded."""
        return self.State.CLOSING if self.cycle.state == Cycle.State.CLOSING else self.State.ACTIVE

    def ends_soon(self, today: dt.date) -> bool:
        """Whether the next meeting may be the last: it is closing, or partners change or its cycle ends within one
        more. Needs the cycle and the agreement; `today` is the date in the organisation's zone."""
        if self.state in (self.State.CLOSING, self.State.COMPLETED):
            return True
        weeks = self.agreement.cadence_weeks if hasattr(self, "agreement") else 4
        last = self.rotates_on or self.cycle.ends_on
        return last is not None and self.is_running and last - today <= dt.timedelta(weeks=weeks)

    @property
    def rotates_on(self) -> dt.date | None:
        """The day from which the two have other partners, as far as both know; None without a rotation ahead. Needs
        the cycle. A pair that is drawn to go on has the same day as all others until all are told."""
        day = self.cycle.rotates_on
        return day if day and self.is_open and (self.starts_on is None or self.starts_on < day) else None

    @property
    def ends_with_rotation(self) -> bool:
        """Whether its people go on in the same cycle with others, so that nothing is to be said yet of the next one."""
        return self.last_on is not None or self.rotates_on is not None

    def begins_later(self, today: dt.date) -> bool:
        """Whether its first day is still ahead; `today` is the date in the organisation's zone."""
        return self.starts_on is not None and self.starts_on > today

    @property
    def can_meet(self) -> bool:
        """Meetings may be planned and logged."""
        return self.state in (self.State.ACTIVE, self.State.CLOSING)


class Hold(UUIDModel):
    """One reason why a pairing rests: that of one side, of the program (no side), or of a side's request to end it.

    It begins and ends with a batch. What is over becomes a `PastHold`."""

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="holds")
    side = models.CharField(max_length=6, choices=Side.choices, blank=True)
    is_for_request = models.BooleanField(_("comes with a request to end"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["begins_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["pairing", "side", "is_for_request"], name="held_once_per_side"),
        ]

    def __str__(self) -> str:
        return f"held by {self.side or 'the program'}"

    def lasts_at(self, now: dt.datetime) -> bool:
        return self.begins_at <= now and (self.ends_at is None or self.ends_at > now)


class PastHold(UUIDModel):
    """A hold that is over. The program team alone ever reads it: whoever pauses before each meeting would else look as
    reliable as somebody who comes."""

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="past_holds")
    side = models.CharField(max_length=6, choices=Side.choices, blank=True)
    is_for_request = models.BooleanField(_("came with a request to end"), default=False)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()

    class Meta:
        ordering = ["began_at", "id"]

    def __str__(self) -> str:
        return f"was held by {self.side or 'the program'}"

    @property
    def by(self) -> User | None:
        """Whose hold it was; nobody for the program's. Needs the pairing with both participants."""
        return getattr(self.pairing, self.side).user if self.side else None


class EndRequest(UUIDModel):
    """One side's request to end a pairing. Nobody but its author and the program team ever sees it: not that there is
    one, not what it says, not when both have asked.

    Made before the pairing opened it is a stepping back, and ends the pairing with the next batch, also where the other
    one has signed in the meantime."""

    class Wish(models.TextChoices):
        """What somebody who asks to end a pairing would like to follow."""

        PARTNER = "partner", _("another partner")
        LEAVE = "leave", _("to end it, without another partner for now")

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="end_requests")
    side = models.CharField(max_length=6, choices=Side.choices)
    wish = models.CharField(max_length=10, choices=Wish.choices)
    reason = models.TextField(_("reason"), blank=True, max_length=1000)
    asked_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(_("what follows is told to both"), default=timezone.now)
    is_stepping_back = models.BooleanField(_("made before it opened"), default=False)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [models.UniqueConstraint(fields=["pairing", "side"], name="end_requested_once_per_side")]

    def __str__(self) -> str:
        return f"{self.side} asks to end it"

    @property
    def by(self) -> User:
        """Who asked. Needs the pairing with both participants."""
        participant: Participant = getattr(self.pairing, self.side)
        return participant.user


class Consent(UUIDModel):
    """One side's answer to a proposed pairing. Nobody but its author and the program team ever sees it."""

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="consents")
    side = models.CharField(max_length=6, choices=Side.choices)
    decision = models.CharField(max_length=8, choices=Decision.choices)
    reason = models.TextField(_("reason"), blank=True, max_length=1000)
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pairing", "side"], name="consent_once_per_side")]

    def __str__(self) -> str:
        return f"{self.side} {self.decision}"
