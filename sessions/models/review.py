"""Quarterly reviews. `Ballot` knows who has answered, `Review` knows what was answered; nothing but the
round's key, which is destroyed at closing, ties the two together."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pairings.models import Pairing
from people.models import UUIDModel
from programs.models import Cycle, Side
from sessions.reviews.querysets import (
    BallotQuerySet,
    ContinueChoiceQuerySet,
    ReviewQuestionQuerySet,
    ReviewRoundQuerySet,
)


class ReviewRound(UUIDModel):
    """Thresholds are fixed when the round opens. `round_key` is empty before and after it is open."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="review_rounds")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    score_threshold = models.PositiveSmallIntegerField(default=5)
    comment_threshold = models.PositiveSmallIntegerField(default=10)
    round_key = models.BinaryField(null=True, blank=True, editable=False)
    response_band = models.CharField(max_length=12, blank=True)
    response_counted_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="round_number_once"),
            models.UniqueConstraint(fields=["cycle"], condition=Q(state="open"), name="one_open_round"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="round_closes_after_it_opens"),
            models.CheckConstraint(
                condition=Q(score_threshold__gte=3) & Q(comment_threshold__gte=3), name="round_thresholds"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(round_key__isnull=True), name="closed_round_has_no_key"
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.number}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def response_words(self) -> str:
        """The band as one reads it: "25–50"."""
        return self.response_band.replace("-", "–")

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED


class ReviewQuestion(UUIDModel):
    """One question of one round, so that sets may change between rounds."""

    class Kind(models.TextChoices):
        RATING = "rating", _("rating 1 to 5")
        TEXT = "text", _("text")

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="questions")
    code = models.CharField(max_length=40)
    text = models.CharField(max_length=300)
    section = models.CharField(max_length=40)
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.RATING)
    side = models.CharField(max_length=6, choices=[("both", _("both sides")), *Side.choices], default="both")
    is_required = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    objects = ReviewQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["round", "code", "side"], name="review_question_once")]

    def __str__(self) -> str:
        return self.text


class Ballot(UUIDModel):
    """Who was asked and who has answered; no answers and no time."""

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="ballots")
    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="ballots")
    side = models.CharField(max_length=6, choices=Side.choices)
    is_cast = models.BooleanField(default=False)

    objects = BallotQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "pairing", "user"], name="ballot_once")]

    def __str__(self) -> str:
        return f"ballot in {self.round_id}"


class ContinueChoice(UUIDModel):
    """Outside the confidential part: whether one wants to go on. The program team reads wishes for a change."""

    class Wish(models.TextChoices):
        CONTINUE = "continue", _("continue together")
        SWAP = "swap", _("continue with another partner")
        STOP = "stop", _("stop for now")

    ballot = models.OneToOneField(Ballot, models.CASCADE, related_name="continue_choice")
    wish = models.CharField(max_length=8, choices=Wish.choices)

    objects = ContinueChoiceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.wish


class Review(UUIDModel):
    """One set of answers. `respondent` and `pair` are keyed hashes under the round's key, cleared at closing."""

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="+")
    side = models.CharField(max_length=6, choices=Side.choices)
    respondent = models.CharField(max_length=64, blank=True)
    pair = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "respondent"], condition=~Q(respondent=""), name="review_once_per_respondent"
            ),
        ]

    def __str__(self) -> str:
        return "review"


class ReviewAnswer(UUIDModel):
    review = models.ForeignKey(Review, models.CASCADE, related_name="+")
    question = models.ForeignKey(ReviewQuestion, models.PROTECT, related_name="+")
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True, max_length=2000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "question"], name="review_answered_once"),
            models.CheckConstraint(condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)), name="review_rating"),
        ]

    def __str__(self) -> str:
        return "review answer"
