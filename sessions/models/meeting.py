"""Meetings of a pairing: facts that the program team may see, and an agenda that is the two's alone."""

import datetime as dt

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, GeneratedField, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pairings.models import Pairing
from people.models import OneLineField, UUIDModel
from programs.models import Channel, Side
from sessions.models.calendar import Series
from sessions.querysets import MeetingQuerySet, RhythmQuerySet

#: In characters. Links of meetings with what lets one in reach six hundred.
LONGEST_PLACE = 1000
#: No stored state: derived from two different words.
DISPUTED = "disputed"
#: Two words were said, and they are not the same.
DIFFERENT_WORDS = ~Q(junior_word="") & ~Q(senior_word="") & ~Q(junior_word=F("senior_word"))


class Word(models.TextChoices):
    """What one of the two says of a meeting whose time has come: the outcome, and whose doing it was."""

    HELD = "held", _("you met")
    CANCELLED_BY_JUNIOR = "cancelled:junior", _("cancelled by the mentor")
    CANCELLED_BY_SENIOR = "cancelled:senior", _("cancelled by the leader")
    CANCELLED_BY_BOTH = "cancelled:both", _("cancelled by both")
    MISSED_BY_JUNIOR = "missed:junior", _("the mentor did not come")
    MISSED_BY_SENIOR = "missed:senior", _("the leader did not come")
    MISSED_BY_BOTH = "missed:both", _("neither came")

    @classmethod
    def of(cls, outcome: str, who: str) -> "Word":
        """The word for an outcome and whose doing it was; ValueError when there is none."""
        return cls(outcome if outcome == cls.HELD else f"{outcome}:{who}")

    @property
    def outcome(self) -> str:
        """The state of a meeting of which nothing else is said."""
        return self.value.partition(":")[0]

    @property
    def who(self) -> str:
        """Whose doing it was that they did not meet; empty where they met."""
        return self.value.partition(":")[2]


class Who(models.TextChoices):
    """On whose side somebody acts, or whose doing something was."""

    JUNIOR = "junior", _("the mentor")
    SENIOR = "senior", _("the leader")
    BOTH = "both", _("both")
    PROGRAM = "program", _("the program")


class Meeting(UUIDModel):
    """`revision` is the ICS SEQUENCE: it rises with every change of time or place. The UID is the id, or
    that of its series, in which `series_at` says which one it is, however often it is moved.

    What happened is each side's own word, which nobody else changes; `state` follows from the words. Where they
    differ the meeting is disputed, which the database derives, and `state` is what was said first and counts nowhere.

    One that `is_kept` is left to the two when they change partners: it stays in both calendars, and counts nowhere.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")
        MISSED = "missed", _("missed")
        LEFT = "left", _("left to the two of them")

    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="meetings")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    starts_at = models.DateTimeField(_("starts"))
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes"), default=60, validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    channel = models.CharField(_("how"), max_length=10, choices=Channel.choices, default=Channel.VIDEO)
    place = OneLineField(_("place or link"), max_length=LONGEST_PLACE, blank=True)
    agenda = models.TextField(_("agenda"), blank=True, max_length=4000)
    revision = models.PositiveIntegerField(default=0)
    time_revision = models.PositiveIntegerField(_("revision of the last move"), default=0, db_default=0)
    series = models.ForeignKey(Series, models.SET_NULL, null=True, blank=True, related_name="meetings")
    series_at = models.DateTimeField(_("its place in the series"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    planned_by_side = models.CharField(max_length=7, choices=Who.choices, blank=True)
    was_planned = models.BooleanField(_("was planned ahead"), default=True)
    is_kept = models.BooleanField(
        _("stays between the two after a change of partners"), default=False, db_default=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("logged, cancelled or missed at"), null=True, blank=True)
    junior_word = models.CharField(_("what the mentor says"), max_length=16, choices=Word.choices, blank=True)
    junior_said_at = models.DateTimeField(null=True, blank=True)
    senior_word = models.CharField(_("what the leader says"), max_length=16, choices=Word.choices, blank=True)
    senior_said_at = models.DateTimeField(null=True, blank=True)
    asked_back_by = models.CharField(
        _("the side that asks to take its word back"), max_length=6, choices=Side.choices, blank=True
    )
    is_disputed = GeneratedField(
        expression=Case(When(DIFFERENT_WORDS, then=Value(True)), default=Value(False)),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    objects = MeetingQuerySet.as_manager()

    #: Beside a meeting on the page of the two: (name, text) of each part and win, and whether the reader's is missing.
    told_parts: list[tuple[str, str]]
    told_wins: list[tuple[str, str]]
    awaits_me: bool

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "starts_at"], condition=Q(state="planned"), name="meeting_planned_once"
            ),
            models.CheckConstraint(condition=Q(minutes__range=(5, 480)), name="meeting_minutes"),
        ]
        indexes = [
            # What is asked of the meetings of many pairs is told from the index alone.
            models.Index(
                fields=["pairing", "state", "starts_at", "id", "is_disputed"], name="meeting_facts_of_pairing"
            ),
            models.Index(fields=["state", "starts_at", "pairing", "is_disputed"], name="meeting_pairing_by_state"),
            # Few of many are disputed, and only these are asked for.
            models.Index(fields=["pairing"], name="meeting_now_disputed", condition=Q(is_disputed=True)),
        ]

    def __str__(self) -> str:
        return f"meeting on {self.starts_at:%Y-%m-%d}"

    @property
    def ends_at(self) -> dt.datetime:
        return self.starts_at + dt.timedelta(minutes=self.minutes)

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    def can_be_changed(self, now: dt.datetime) -> bool:
        """Moved or cancelled: only before it begins; afterwards one says what happened."""
        return self.is_planned and self.starts_at > now

    @property
    def outcome(self) -> str:
        """What counts: the state, or `disputed` where the two tell it differently."""
        return DISPUTED if self.is_disputed else self.state

    def get_outcome_display(self) -> str:
        return str(_("told differently") if self.is_disputed else self.State(self.state).label)

    def word_of(self, side: str) -> str:
        """What that side says of it; empty while it has said nothing."""
        word: str = getattr(self, f"{side}_word")
        return word

    def said_at(self, side: str) -> dt.datetime | None:
        """When that side first said something about it."""
        at: dt.datetime | None = getattr(self, f"{side}_said_at")
        return at

    @property
    def has_words(self) -> bool:
        return bool(self.junior_word or self.senior_word)

    @property
    def is_called_off(self) -> bool:
        """Cancelled while it was still ahead, so that there is nothing to tell of it."""
        return self.state == self.State.CANCELLED and not self.has_words

    def can_be_told(self, now: dt.datetime) -> bool:
        """From its start on each side says what happened; also when it was taken for missed, or the other has said."""
        return self.starts_at <= now and not self.is_called_off and self.state != self.State.LEFT

    def awaits_word_of(self, side: str, now: dt.datetime) -> bool:
        return self.can_be_told(now) and not self.word_of(side)

    @property
    def web_place(self) -> str:
        """The place when it is a web address, for a link."""
        return self.place if self.place.startswith(("https://", "http://")) else ""


class MeetingChange(UUIDModel):
    """What somebody did to a meeting, with what stood there before: who acted, on which side, and when.

    What is called off in a pause was the program's doing in the eyes of the two. `counts_for` says whose it was, for
    the program team and for slipping alone.

    Facts only. Nothing here is ever changed or removed while the meeting exists.
    """

    class Kind(models.TextChoices):
        MOVED = "moved", _("moved")
        ADJUSTED = "adjusted", _("changed in length, way or place")
        CANCELLED = "cancelled", _("cancelled")
        CORRECTED = "corrected", _("corrected afterwards")
        SAID = "said", _("said what happened")
        ASKED_BACK = "asked_back", _("asked to take it back")
        KEPT = "kept", _("left as it is")
        TAKEN_BACK = "taken_back", _("taken back")
        AGREED = "agreed", _("agreed that the other takes it back")

    Who = Who

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_side = models.CharField(max_length=7, choices=Who.choices)
    counts_for = models.CharField(_("called off in a pause, for whom it counts"), max_length=7, choices=Who.choices,
                                  blank=True)  # fmt: skip
    hours_notice = models.IntegerField(_("hours of notice"), default=0)
    was_at = models.DateTimeField(_("was planned for"))
    was_minutes = models.PositiveSmallIntegerField(_("length before"), null=True, blank=True)
    was_channel = models.CharField(_("how before"), max_length=10, choices=Channel.choices, blank=True)
    has_new_place = models.BooleanField(_("the place was changed too"), default=False, db_default=False)
    revision = models.PositiveIntegerField(_("the revision it made"), null=True, blank=True)
    word = models.CharField(_("what is said"), max_length=16, choices=Word.choices, blank=True)
    was_word = models.CharField(_("what was said before"), max_length=16, choices=Word.choices, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.kind} by {self.by_side}"

    @property
    def pairing(self) -> Pairing:
        return self.meeting.pairing


class RetractedMeeting(UUIDModel):
    """What is left of a meeting that was never planned and that nobody says any more took place. Facts only."""

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="retracted_meetings")
    starts_at = models.DateTimeField(_("had been logged for"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_side = models.CharField(max_length=6, choices=Side.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-starts_at"]

    def __str__(self) -> str:
        return f"taken back by {self.by_side}"


class Rhythm(UUIDModel):
    """How many meetings in a row were missed, cancelled or not planned when due, since the last one held.

    Facts only. Kept by `sessions.slipping`, so that a list of thousands of pairs can be sorted and filtered by it.
    """

    pairing = models.OneToOneField(Pairing, models.CASCADE, related_name="rhythm")
    lapses = models.PositiveSmallIntegerField(default=0)
    slipping_since = models.DateTimeField(null=True, blank=True)

    objects = RhythmQuerySet.as_manager()

    class Meta:
        # Few of many slip, and only these are asked for.
        indexes = [
            models.Index(
                fields=["slipping_since"], name="rhythm_now_slipping", condition=Q(slipping_since__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.lapses} in a row of {self.pairing_id}"
