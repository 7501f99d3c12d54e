"""A person's place in a cycle, what they bring and what they want."""

import datetime as dt

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.deadlines import Deadline
from people.models import OneLineField, UUIDModel
from programs.models.cycle import Cycle
from programs.models.program import Question, Topic
from programs.querysets import ParticipantQuerySet


class Side(models.TextChoices):
    """The junior is the mentor, the senior the leader: neither word can be misread in code."""

    JUNIOR = "junior", _("mentor")
    SENIOR = "senior", _("leader")


class Participant(UUIDModel):
    """A place in a cycle. The state predicates below serve the services (as conditions) and the templates alike."""

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        APPLIED = "applied", _("to be approved")
        WAITLISTED = "waitlisted", _("on the waiting list")
        APPROVED = "approved", _("approved")
        ACTIVE = "active", _("in a pairing")
        COMPLETED = "completed", _("completed")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DECLINED = "declined", _("declined")

    #: As a reader of the program team has been told it; set by `ParticipantQuerySet` where a table is shown.
    shown_state: str
    is_near: bool
    #: To which version of the terms they agreed last, and when; set by `with_answers`.
    agreed_version: int | None
    last_agreed_at: dt.datetime | None

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="participations")
    side = models.CharField(_("side"), max_length=6, choices=Side.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.INVITED)
    capacity = models.PositiveSmallIntegerField(
        _("partners at the same time"), default=1, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    is_paused = models.BooleanField(_("not matched for now"), default=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    entered_at = models.DateTimeField(_("answered on their behalf"), null=True, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    answer_until = models.DateField(_("last day to answer that the invitation names"), null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    oriented_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    team_note = OneLineField(_("note"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ParticipantQuerySet.as_manager()

    #: From which states each verb may start.
    TO_DECIDE = (State.APPLIED, State.WAITLISTED)
    TO_WAITLIST = (State.APPLIED, State.APPROVED)
    ANSWERED = (State.APPLIED, State.WAITLISTED, State.APPROVED)
    TO_REOPEN = (State.WAITLISTED, State.APPROVED, State.DECLINED, State.WITHDRAWN)
    LEAVABLE = (State.INVITED, *ANSWERED, State.ACTIVE)
    GONE = (State.WITHDRAWN, State.DECLINED)

    class Meta:
        ordering = ["user__last_name", "user__first_name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "user"], name="participant_once_per_cycle"),
            models.CheckConstraint(condition=Q(capacity__range=(1, 5)), name="participant_capacity"),
        ]
        indexes = [models.Index(fields=["cycle", "side", "state"], name="participant_by_state")]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def is_junior(self) -> bool:
        return self.side == Side.JUNIOR

    @property
    def is_invited(self) -> bool:
        return self.state == self.State.INVITED

    @property
    def is_to_decide(self) -> bool:
        return self.state in self.TO_DECIDE

    @property
    def can_be_waitlisted(self) -> bool:
        return self.state in self.TO_WAITLIST

    @property
    def can_be_reopened(self) -> bool:
        """The team has decided, and may take that back: who has left by their own choice has not asked for it."""
        is_own_choice = self.is_gone and self.decided_by_id in (None, self.user_id)
        return self.state in self.TO_REOPEN and self.applied_at is not None and not is_own_choice

    @property
    def has_answered(self) -> bool:
        """Answered and not in a pairing yet: answers may still be changed."""
        return self.state in self.ANSWERED

    @property
    def is_entered(self) -> bool:
        """Somebody of the team has answered on their behalf; it counts when they have confirmed it."""
        return self.is_invited and self.entered_at is not None

    @property
    def last_day(self) -> dt.date | None:
        """The last day to answer: what the invitation names, or the cycle's where that is later. None: there is no
        such day. Needs the cycle."""
        if self.cycle.enrolment_closed_at or not self.cycle.enrol_until:
            return self.answer_until
        return max(self.answer_until or self.cycle.enrol_until, self.cycle.enrol_until)

    @property
    def answers_until(self) -> Deadline | None:
        """The end of `last_day`, as a deadline."""
        return Deadline.on(self.last_day) if self.last_day else None

    def may_answer(self, today: dt.date) -> bool:
        """Whether the enrolment form is open to this person, whose mail may name a later day than the cycle's. `today`
        is the date in the organisation's zone. Needs the cycle and its program."""
        is_in_time = self.answer_until is not None and today <= self.answer_until
        return self.cycle.accepts_enrolment(today) or (self.cycle.takes_in_people and is_in_time)

    @property
    def can_leave(self) -> bool:
        return self.state in self.LEAVABLE

    @property
    def is_gone(self) -> bool:
        return self.state in self.GONE


class TopicChoice(UUIDModel):
    """A mentor's proficiency in a topic, or a leader's priority of learning it, 1 to 5."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="choices")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="choices")
    rating = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "topic"], name="topic_chosen_once"),
            models.CheckConstraint(condition=Q(rating__range=(1, 5)), name="topic_rating_in_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.rating}"


class Answer(UUIDModel):
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    text = models.TextField(max_length=2000, blank=True, help_text="Of several options one a line, of a scale 1 to 5.")
    may_count = models.BooleanField(default=False, help_text="Asked of whoever answers what is about lived experience.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participant", "question"], name="answered_once")]

    def __str__(self) -> str:
        return f"answer to {self.question_id}"


class Wish(UUIDModel):
    """A ranked wish for a partner, 1 is first: as it was written, and whom it means where the roster knows."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="wishes")
    wanted = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    named = models.CharField(max_length=254, blank=True)
    rank = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["rank"]
        constraints = [models.UniqueConstraint(fields=["participant", "wanted"], name="wished_once")]

    def __str__(self) -> str:
        return f"wish {self.rank}"

    @property
    def written(self) -> str:
        """As pages show it: never more than its author has typed."""
        return self.named or (self.wanted.email if self.wanted else "")
