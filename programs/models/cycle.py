"""A cycle: one round of a program, with its own dates, people and state."""

import datetime as dt
import secrets

from dateutil.relativedelta import relativedelta
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from frame.isolation import isolated
from people.deadlines import Deadline
from people.models import OneLineField, UUIDModel
from programs.models.program import Program
from programs.querysets import CycleQuerySet


def new_enrolment_token() -> str:
    return secrets.token_urlsafe(24)


class Cycle(UUIDModel):
    """One round of a program, with its own dates, people and state."""

    class State(models.TextChoices):
        ENROLLING = "enrolling", _("enrolling")
        MATCHING = "matching", _("matching")
        RUNNING = "running", _("running")
        CLOSING = "closing", _("closing")
        CLOSED = "closed", _("closed")

    #: So long before partners change everybody hears of it, and so long before it ends the time to say what one wants.
    HEARD_BEFORE = dt.timedelta(days=30)
    SAID_BEFORE = dt.timedelta(days=14)
    #: So long after it has closed its people read their pages in any case: to look back, and to read thanks.
    LOOKED_BACK = dt.timedelta(days=30)

    #: Whether anybody has been asked for a pairing in it; set by `CycleQuerySet.with_pairs`.
    has_pairs: bool

    program = models.ForeignKey(Program, models.CASCADE, related_name="cycles")
    name = OneLineField(_("name"), max_length=80)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ENROLLING)
    enrol_until = models.DateField(_("enrolment closes on"), null=True, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    match_on = models.DateField(_("partners are announced on"), null=True, blank=True)
    asked_until = models.DateField(_("mentors asked last answer until"), null=True, blank=True, editable=False)
    rotates_on = models.DateField(_("partners change on"), null=True, blank=True)
    rotation_keeps = models.PositiveSmallIntegerField(
        _("pairs that may go on together at a change"), default=0, db_default=0, validators=[MaxValueValidator(50)]
    )
    alumni_until = models.DateField(
        _("until then its people read the pages of their pairings"), null=True, blank=True, editable=False
    )
    enrolment_closed_at = models.DateTimeField(_("enrolment was closed by hand"), null=True, blank=True)
    enrolment_token = models.CharField(max_length=64, unique=True, default=new_enrolment_token, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="cycle_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return isolated(self.name)

    @property
    def may_still_pair(self) -> bool:
        """Whether new pairs may come about: it has begun to enrol, and has not begun to close."""
        return self.state in (self.State.ENROLLING, self.State.MATCHING, self.State.RUNNING)

    @property
    def is_before_running(self) -> bool:
        """Nobody has been asked to be a pair."""
        return self.state in (self.State.ENROLLING, self.State.MATCHING)

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def is_ending(self) -> bool:
        """Nobody new is matched in it any more."""
        return self.state in (self.State.CLOSING, self.State.CLOSED)

    @property
    def next_state(self) -> str:
        """The state after this one; empty for a closed cycle."""
        order = list(self.State.values)
        return "" if self.is_closed else order[order.index(self.state) + 1]

    @property
    def previous_state(self) -> str:
        """The state before this one; empty for an enrolling cycle."""
        order = list(self.State.values)
        return "" if self.state == order[0] else order[order.index(self.state) - 1]

    @property
    def enrols_until(self) -> Deadline | None:
        """When enrolment closes; None while no day is chosen."""
        return Deadline.on(self.enrol_until) if self.enrol_until else None

    @property
    def says_until(self) -> Deadline | None:
        """Until when people may say what they want of the next change of partners; None without one ahead."""
        return Deadline.on(self.rotates_on - self.SAID_BEFORE) if self.rotates_on else None

    def is_change_announced(self, today: dt.date) -> bool:
        """Whether people have heard by `today` (a date in the organisation's zone) that partners change."""
        return self.rotates_on is not None and today >= self.rotates_on - self.HEARD_BEFORE

    def alumni_until_if_closed(self, day: dt.date) -> dt.date:
        """Until when its people would read their pages if it closed on `day` (in the organisation's zone)."""
        last: dt.date = day + relativedelta(months=self.program.alumni_months)
        return max(last, day + self.LOOKED_BACK)

    @property
    def takes_in_people(self) -> bool:
        """Whether people may be invited, added and replaced: from the first day until it begins to close."""
        return self.may_still_pair and self.program.is_open

    def accepts_enrolment(self, today: dt.date) -> bool:
        """Whether anybody with the link may enrol. `today` is the date in the organisation's zone; the last day counts
        in full. It hangs on that day, not on the cycle's state: publishing pairs shuts nobody out."""
        in_time = self.enrol_until is None or today <= self.enrol_until
        return self.takes_in_people and in_time and self.enrolment_closed_at is None
