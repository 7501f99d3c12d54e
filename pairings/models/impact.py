"""What came of a pairing, as a number before and after."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from pairings.models.pairing import Pairing
from pairings.querysets_of_texts import ImpactQuerySet
from people.models import OneLineField, UUIDModel
from programs.models import Side

MOST = Decimal(999_999)
BETWEEN = _("Enter a number from 0 to 999,999, such as 15 or 2.5.")
LIMITS = [MinValueValidator(Decimal(0), BETWEEN), MaxValueValidator(MOST, BETWEEN)]


class Impact(UUIDModel):
    """Audience: the two of us; once both have released it, everyone in the program. Written by one of the two, and that
    one's word until the other confirms it; a change takes every yes of both back.

    The sums that others read count what both have confirmed and never released (`insights.impact_sums`): once, in the
    group `counted_in`, whatever becomes of it afterwards."""

    class Unit(models.TextChoices):
        HOURS_WEEK = "hours_week", _("hours a week")
        HOURS_MONTH = "hours_month", _("hours a month")
        DAYS = "days", _("days")
        PERCENT = "percent", _("percent of what it was before")
        PEOPLE = "people", _("people")
        TIMES = "times", _("times a month")

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="impacts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    measure = OneLineField(_("what has changed"), max_length=160)
    unit = models.CharField(_("counted in"), max_length=12, choices=Unit.choices)
    before = models.DecimalField(_("before"), max_digits=8, decimal_places=1, validators=LIMITS)
    after = models.DecimalField(_("after"), max_digits=8, decimal_places=1, validators=LIMITS)
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"))
    how = models.TextField(_("how it was measured"), max_length=500)
    junior_confirmed = models.BooleanField(default=False)
    senior_confirmed = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(_("both say so since"), null=True, blank=True)
    junior_released = models.BooleanField(default=False)
    senior_released = models.BooleanField(default=False)
    released_at = models.DateTimeField(_("released by both"), null=True, blank=True)
    shown_at = models.DateTimeField(_("first read by everyone in the program"), null=True, blank=True)
    counted_in = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    withdrawn_at = models.DateTimeField(_("taken back by its author"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ImpactQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="impact_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="impact_changes_something"),
        ]

    def __str__(self) -> str:
        return f"impact of {self.pairing_id}"

    @property
    def change(self) -> Decimal:
        return self.after - self.before

    @property
    def change_words(self) -> str:
        """ "15 hours a week less", "40 % more"."""
        unit = "%" if self.unit == self.Unit.PERCENT else self.get_unit_display()
        words = _now("%(number)s %(unit)s less") if self.change < 0 else _now("%(number)s %(unit)s more")
        return words % {"number": plain(abs(self.change)), "unit": unit}

    @property
    def from_to(self) -> str:
        return f"{plain(self.before)} → {plain(self.after)}"

    @property
    def period(self) -> str:
        return f"{date_format(self.first_on)} – {date_format(self.last_on)}"

    @property
    def is_confirmed(self) -> bool:
        """By both."""
        return self.confirmed_at is not None

    @property
    def whose_word(self) -> str:
        """Who stands behind it, in words."""
        if self.is_confirmed:
            return _now("Confirmed by both")
        return _now("The mentor's word alone") if self.junior_confirmed else _now("The leader's word alone")

    def is_confirmed_by(self, side: str) -> bool:
        return self.junior_confirmed if side == Side.JUNIOR else self.senior_confirmed

    def is_released_by(self, side: str) -> bool:
        return self.junior_released if side == Side.JUNIOR else self.senior_released


def plain(number: Decimal) -> str:
    """A number as people write it: "15", "2.5", with the sign of their language for the decimal point."""
    return number_format(number.to_integral() if number == number.to_integral() else number)
