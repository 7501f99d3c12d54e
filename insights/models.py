"""Frozen results, which stay as they were published; what is in force; what a program makes of a review."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from insights.pack.content import Content
from people.models import OneLineField, UUIDModel
from programs.models import Cycle
from sessions.models import ReviewRound


class Snapshot(UUIDModel):
    """The published results of one closed round, already through the gate. There is nothing else to be known of it.

    `sealed_cells` are the counts behind the printed words, which later rounds need; readable only as long as the
    program's marks of who answered.
    """

    round = models.OneToOneField(ReviewRound, models.PROTECT, related_name="snapshot")
    results = models.JSONField()
    sealed_cells = models.BinaryField(default=bytes)
    frozen_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"results of {self.round_id}"


class InForce(UUIDModel):
    """What was in force from a day on, written down on the first day on which it was something else than before; the
    oldest is from when the product began to look. People stand in it by their ids."""

    noted_on = models.DateField(unique=True, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)
    content = models.JSONField(editable=False)

    class Meta:
        ordering = ["-noted_on"]

    def __str__(self) -> str:
        return f"in force from {self.noted_on}"

    @property
    def said(self) -> Content:
        return Content.from_json(self.content)

    @property
    def earlier(self) -> "InForce | None":
        """What was in force before."""
        return InForce.objects.filter(noted_on__lt=self.noted_on).first()


class Pack(UUIDModel):
    """What was in force when HR made a pack, as it was: who made it, when, by which fingerprint one knows it again.

    People stand in `content` by their ids; pages and papers give them the names they have when somebody looks.
    """

    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)
    content = models.JSONField(editable=False)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"pack of {self.made_at:%Y-%m-%d}"

    @property
    def said(self) -> Content:
        """What it says."""
        return Content.from_json(self.content)


class ProgramReview(UUIDModel):
    """Audience: the program team and the sponsor; what was learnt also everyone in the program once it is published.

    `version` rises with every change of it and of its steps; a signature holds for the version that was read."""

    round = models.OneToOneField(ReviewRound, models.PROTECT, related_name="program_review")
    learnt = models.TextField(_("what was learnt"), blank=True, max_length=4000)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1, editable=False)
    published_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(_("what the sponsor says"), blank=True, max_length=2000)
    comment_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    comment_at = models.DateTimeField(null=True, blank=True)
    signed_version = models.PositiveIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"review of {self.round_id}"

    @property
    def is_signed(self) -> bool:
        """By the sponsor, as it is now."""
        return self.signed_version == self.version


class ReviewStep(UUIDModel):
    """Audience: as its program review; who does it and until when, the program team and the sponsor alone."""

    class Kind(models.TextChoices):
        DECISION = "decision", _("decision")
        STEP = "step", _("next step")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    review = models.ForeignKey(ProgramReview, models.CASCADE, related_name="steps")
    kind = models.CharField(_("what it is"), max_length=8, choices=Kind.choices, default=Kind.STEP)
    text = models.TextField(_("what is decided, or to be done"), max_length=500)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("until"), null=True, blank=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["kind", "created_at", "id"]
        indexes = [models.Index(fields=["due_on"], name="review_step_due", condition=Q(state="open"))]

    def __str__(self) -> str:
        return f"{self.kind} of {self.review_id}"


class ImpactSum(UUIDModel):
    """What one group of records came to on the day on which it was counted. It never changes: who compares the sums of
    two days sees whole groups only, whatever becomes of a record. `total` is None for what is never added up."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="impact_sums")
    unit = models.CharField(max_length=12)
    is_less = models.BooleanField()
    records = models.PositiveIntegerField()
    total = models.DecimalField(max_digits=14, decimal_places=1, null=True)

    def __str__(self) -> str:
        return f"{self.records} records of {self.cycle_id}"


class MeasureAnswer(UUIDModel):
    """Audience: the program team and the sponsor. Whether a cycle reached one of the signs of success of the set-up, in
    the words that this had when it was answered."""

    class Answer(models.TextChoices):
        REACHED = "reached", _("reached")
        PARTLY = "partly", _("partly reached")
        MISSED = "missed", _("not reached")
        UNKNOWN = "unknown", _("cannot be told")

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="measure_answers")
    measure = OneLineField(_("sign of success"), max_length=500)
    answer = models.CharField(_("answer"), max_length=7, choices=Answer.choices)
    words = models.TextField(_("how one knows"), blank=True, max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["cycle", "measure"], name="measure_answered_once")]

    def __str__(self) -> str:
        return f"{self.answer} in {self.cycle_id}"
