"""A program: one purpose, one set of rules, who runs it, and what it asks people."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from frame.isolation import isolated
from people.access import hr_admin
from people.models import OneLineField, User, UUIDModel
from programs.querysets import ProgramQuerySet


class Channel(models.TextChoices):
    """How a pair meets."""

    IN_PERSON = "in_person", _("in person")
    VIDEO = "video", _("by video")
    PHONE = "phone", _("by phone")


def default_channels() -> list[str]:
    return [Channel.VIDEO, Channel.IN_PERSON]


class Program(UUIDModel):
    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        OPEN = "open", _("open")
        ARCHIVED = "archived", _("archived")

    name = OneLineField(_("name"), max_length=120)
    template = models.CharField(_("template"), max_length=30, default="blank")
    purpose = models.TextField(_("purpose"), blank=True, max_length=2000)
    success_measures = models.TextField(_("how you will know that it worked"), blank=True, max_length=2000)
    sponsor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="sponsored_programs"
    )
    person_of_trust = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="trusted_programs"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    cadence_weeks = models.PositiveSmallIntegerField(
        _("weeks between meetings"), default=3, validators=[MinValueValidator(1), MaxValueValidator(26)]
    )
    meeting_minutes = models.PositiveSmallIntegerField(
        _("length of a meeting in minutes"), default=60, validators=[MinValueValidator(15), MaxValueValidator(240)]
    )
    meetings_goal = models.PositiveSmallIntegerField(
        _("number of meetings"), default=8, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    channels = models.JSONField(_("ways to meet"), default=default_channels)
    review_months = models.PositiveSmallIntegerField(
        _("months between reviews"), default=3, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    review_open_days = models.PositiveSmallIntegerField(
        _("days a review stays open"), default=14, validators=[MinValueValidator(3), MaxValueValidator(60)]
    )
    review_gap_days = models.PositiveSmallIntegerField(
        _("fewest days between two reviews"), default=60, validators=[MinValueValidator(60), MaxValueValidator(365)]
    )
    score_threshold = models.PositiveSmallIntegerField(
        _("smallest group for results"), default=5, validators=[MinValueValidator(5), MaxValueValidator(50)]
    )
    comment_threshold = models.PositiveSmallIntegerField(
        _("smallest group for comments"), default=10, validators=[MinValueValidator(10), MaxValueValidator(100)]
    )
    answer_days = models.PositiveSmallIntegerField(
        _("days to answer a proposed pairing"), default=10, validators=[MinValueValidator(2), MaxValueValidator(60)]
    )
    has_orientation = models.BooleanField(
        _("both do an orientation before their first meeting"), default=True, db_default=True
    )
    alumni_months = models.PositiveSmallIntegerField(
        _("months in which people read their pages after a cycle"), default=60, db_default=60,
        validators=[MinValueValidator(0), MaxValueValidator(120)],
    )  # fmt: skip
    visited_topics = models.JSONField(default=list, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(score_threshold__gte=5), name="program_score_threshold"),
            models.CheckConstraint(condition=Q(comment_threshold__gte=10), name="program_comment_threshold"),
            models.CheckConstraint(condition=Q(review_gap_days__gte=60), name="program_review_gap"),
        ]

    def __str__(self) -> str:
        return isolated(self.name)

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_archived(self) -> bool:
        return self.state == self.State.ARCHIVED

    def is_run_by(self, user: User) -> bool:
        """HR admins run every program, coordinators their own."""
        return hr_admin(user) or any(coordinator.user_id == user.pk for coordinator in self.coordinators.all())

    @property
    def measures(self) -> list[str]:
        """The signs of success of the set-up, one for each line."""
        return [line.strip() for line in self.success_measures.splitlines() if line.strip()]

    @property
    def channel_labels(self) -> list[str]:
        return [str(label) for value, label in Channel.choices if value in self.channels]


class Coordinator(UUIDModel):
    program = models.ForeignKey(Program, models.CASCADE, related_name="coordinators")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="coordinated")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "user"], name="coordinator_once")]

    def __str__(self) -> str:
        return f"{self.user} for {self.program}"


class Topic(UUIDModel):
    """Something a mentor can share and a leader may want to learn."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="topics")
    name = OneLineField(_("topic"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["program", "name"], name="topic_once")]

    def __str__(self) -> str:
        return isolated(self.name)


class Question(UUIDModel):
    """A question asked at enrolment. Answers are read by the program team; published ones by the partner too.

    `options` are what one chooses from; of a scale what 1 and 5 mean, or nothing. What is about lived experience counts
    only for whoever agrees to it, and no explanation names it.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("in their own words")
        CHOICE = "choice", _("one of several answers")
        CHOICES = "choices", _("any of several answers")
        SCALE = "scale", _("a scale from 1 to 5")

    class Counts(models.TextChoices):
        """Whether the answers of two count for them as a pair."""

        NO = "no", _("no")
        ALIKE = "alike", _("yes: the more alike the answers, the better")
        DIFFERENT = "different", _("yes: the more different the answers, the better")

    class Asked(models.TextChoices):
        BOTH = "both", _("mentors and leaders")
        JUNIOR = "junior", _("mentors")
        SENIOR = "senior", _("leaders")

    program = models.ForeignKey(Program, models.CASCADE, related_name="questions")
    text = OneLineField(_("question"), max_length=300)
    asked = models.CharField(_("asked of"), max_length=6, choices=Asked.choices, default=Asked.BOTH)
    is_required = models.BooleanField(_("an answer is needed"), default=False)
    is_for_partner = models.BooleanField(_("the partner reads the answer too"), default=True)
    kind = models.CharField(_("how it is answered"), max_length=7, choices=Kind.choices, default=Kind.TEXT)
    options = models.JSONField(_("answers to choose from"), default=list, blank=True)
    counts = models.CharField(_("counts when pairs are found"), max_length=9, choices=Counts.choices, default=Counts.NO)
    is_lived = models.BooleanField(_("is about lived experience"), default=False)
    is_in_figures = models.BooleanField(_("answers are counted on the page of figures"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text

    @property
    def is_counted(self) -> bool:
        """Whether the answers of two count for them as a pair."""
        return self.counts != self.Counts.NO

    @property
    def needs_consent(self) -> bool:
        """Whether an answer counts only for whoever says so."""
        return self.is_lived and self.is_counted
