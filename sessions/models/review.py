"""Quarterly reviews. `Ballot` knows who was asked and stays as it was written; `CastBallot` and `SealedReview` know who
has answered, and what, and are gone when the round has closed.

Nothing that outlives a round is written or locked while people answer: the order in which rows lie would be the order
in which people came.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pairings.models import Pairing
from people.deadlines import Deadline
from people.models import UUIDModel
from programs.models import Cycle, Program, Side
from sessions.reviews.querysets import (
    BallotQuerySet,
    ChangeWishQuerySet,
    ReviewQuestionQuerySet,
    ReviewRoundQuerySet,
)
from sessions.reviews.thresholds import FEWEST_ANSWERS, FEWEST_COMMENTERS


class ReviewRound(UUIDModel):
    """Thresholds are fixed when the round opens. One that is asked while its cycle closes is its last.

    One with `months_after` is a follow-up: a few questions so many months after its cycle has closed, sealed, gated and
    frozen like any other, and no review otherwise."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="review_rounds")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    score_threshold = models.PositiveSmallIntegerField(default=FEWEST_ANSWERS)
    comment_threshold = models.PositiveSmallIntegerField(default=FEWEST_COMMENTERS)
    is_last = models.BooleanField(default=False)
    months_after = models.PositiveSmallIntegerField(
        _("asked so many months after the cycle has closed"), default=0, db_default=0
    )
    answered_so_far = models.JSONField(default=dict, blank=True)  # side -> range, while it is open
    response_counted_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-number", "-opens_on"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="round_number_once"),
            models.UniqueConstraint(fields=["cycle"], condition=Q(state="open"), name="one_open_round"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="round_closes_after_it_opens"),
            models.CheckConstraint(
                condition=Q(score_threshold__gte=FEWEST_ANSWERS, comment_threshold__gte=FEWEST_COMMENTERS),
                name="round_thresholds",
            ),
            models.UniqueConstraint(fields=["cycle"], condition=Q(is_last=True), name="one_last_round"),
            models.UniqueConstraint(
                fields=["cycle", "months_after"], condition=Q(months_after__gt=0), name="followed_up_once"
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.number}"

    @property
    def is_follow_up(self) -> bool:
        return self.months_after > 0

    @property
    def title(self) -> str:
        """What people call it."""
        if self.is_follow_up:
            return gettext("%(n)s months after the end") % {"n": self.months_after}
        return gettext("Review %(number)s") % {"number": self.number}

    @property
    def open_until(self) -> Deadline:
        """Its last day in full; the clock closes it shortly after."""
        return Deadline.on(self.closes_on)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def response_words(self) -> str:
        """How many of each side have answered so far: "Mentors: 5 to 9. Leaders: …"."""
        words = {side: _range_words(self.answered_so_far.get(side)) for side in ("junior", "senior")}
        return gettext("Mentors: %(junior)s. Leaders: %(senior)s.") % words if self.answered_so_far else ""

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED


def _range_words(bounds: list[int] | None) -> str:
    if not bounds:
        return gettext("hidden to protect people")
    return gettext("%(low)s to %(high)s") % {"low": bounds[0], "high": bounds[1]}


class ReviewQuestion(UUIDModel):
    """One question of one round, so that sets may change between rounds."""

    class Kind(models.TextChoices):
        RATING = "rating", _("rating 1 to 5")
        YES_NO = "yes_no", _("yes or no")
        TEXT = "text", _("text")

    #: Of these a share is published; yes is kept as the highest rating, no as the lowest.
    COUNTED = (Kind.RATING, Kind.YES_NO)

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
    """Who was asked, about which pairing. Written once, in random order, when the round opens; never changed."""

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="ballots")
    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="ballots")
    side = models.CharField(max_length=6, choices=Side.choices)

    objects = BallotQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "pairing", "user"], name="ballot_once")]

    def __str__(self) -> str:
        return f"ballot in {self.round_id}"


class CastBallot(UUIDModel):
    """That a review was sent. `mark` is a hash of the ballot under the round's key, so that a copy of the database does
    not say whose. Deleted when the round closes."""

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="+", db_constraint=False)
    mark = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "mark"], name="ballot_cast_once")]

    def __str__(self) -> str:
        return "cast ballot"


class RoundKey(UUIDModel):
    """The random key of an open round, wrapped under a secret of the server. Deleted when the round closes."""

    round = models.OneToOneField(ReviewRound, models.CASCADE, related_name="key")
    wrapped = models.BinaryField(editable=False)

    def __str__(self) -> str:
        return f"key of {self.round_id}"


class SealedReview(UUIDModel):
    """What one person has answered so far about one pairing, sealed. `respondent` is a hash of the ballot under the
    round's key. Deleted when the round closes."""

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="+", db_constraint=False)
    respondent = models.CharField(max_length=64)
    sealed = models.BinaryField(editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "respondent"], name="review_once_per_respondent")]

    def __str__(self) -> str:
        return "sealed review"


class ChangeWish(UUIDModel):
    """A wish for a change, said under one's name at the end of a review. Written when the round closes, in random
    order; whoever wants to go on leaves nothing."""

    class Wish(models.TextChoices):
        CONTINUE = "continue", _("continue together")
        SWAP = "swap", _("continue with another partner")
        STOP = "stop", _("stop for now")

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="wishes")
    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    wish = models.CharField(max_length=8, choices=Wish.choices)
    #: When somebody of the program team has talked it over with them, and who.
    talked_at = models.DateTimeField(null=True, blank=True)
    talked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ChangeWishQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "pairing", "user"], name="change_wish_once"),
            models.CheckConstraint(condition=~Q(wish="continue"), name="wish_is_for_a_change"),
        ]

    def __str__(self) -> str:
        return self.wish


class MarkKey(UUIDModel):
    """The random key of a program's marks, wrapped under a secret of the server. Deleted with its last marks."""

    program = models.OneToOneField(Program, models.CASCADE, related_name="+")
    wrapped = models.BinaryField(editable=False)

    def __str__(self) -> str:
        return f"key of the marks of {self.program_id}"


class RoundMarks(UUIDModel):
    """Who answered which question of a closed round, and not what: marks under the program's key, sealed. Later rounds
    need them; they go when the cycle ends."""

    round = models.OneToOneField(ReviewRound, models.CASCADE, related_name="marks")
    sealed = models.BinaryField(editable=False)

    def __str__(self) -> str:
        return f"marks of {self.round_id}"
