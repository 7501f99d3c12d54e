"""When and how two people meet."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from frame.forms import Audience, DateInput, TimeInput, audience
from pairings.models import Agreement, Pairing
from people.models import User
from people.models.base import OneLineText
from people.timezones import name_of
from programs.models import Channel
from sessions.calendar import first_shared_time, occurrences, on_wall_clock
from sessions.form_data import Slot
from sessions.models import Meeting
from sessions.models.meeting import LONGEST_PLACE
from sessions.scheduling import hours_of
from sessions.services.meetings import HORIZON, LONGEST, SHORTEST

CHANNELS = [
    (Channel.IN_PERSON, _("In person")),
    (Channel.VIDEO, _("By video")),
    (Channel.PHONE, _("By phone")),
]
PLACE_READERS = _("The two of you, and the leader's assistant")


class SlotForm(forms.Form):
    """Date and time as the clocks of the one who fills it in show them."""

    date = forms.DateField(label=_("Day"), widget=DateInput())
    time = forms.TimeField(label=_("Starts at"), widget=TimeInput())
    minutes = forms.IntegerField(
        label=_("Length in minutes"),
        min_value=SHORTEST,
        max_value=LONGEST,
        error_messages={
            "min_value": _("A meeting lasts at least 5 minutes."),
            "max_value": _("A meeting lasts at most 480 minutes, which is 8 hours."),
        },
    )
    channel = forms.ChoiceField(label=_("How you meet"), choices=CHANNELS, widget=forms.RadioSelect)
    place = audience(
        OneLineText(
            label=_("Room or link"),
            max_length=LONGEST_PLACE,
            required=False,
            help_text=_("It goes into the calendar invitation."),
        ),
        PLACE_READERS,
    )
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = user.zone
        self.zone_name = name_of(user.zone_name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            cleaned["slots"] = [self.slot(at) for at in self.instants(cleaned)]
            self.refuse_wrong_times([slot.starts_at for slot in cleaned["slots"]])
        return cleaned

    def instants(self, cleaned: dict[str, Any]) -> list[dt.datetime]:
        return [on_wall_clock(cleaned["date"], cleaned["time"], self.zone)]

    def slot(self, starts_at: dt.datetime) -> Slot:
        cleaned = self.cleaned_data
        return Slot(starts_at, cleaned["minutes"], cleaned["channel"], cleaned["place"])

    def refuse_wrong_times(self, starts: list[dt.datetime]) -> None:
        now = timezone.now()
        if starts[0] <= now:
            is_today = starts[0].astimezone(self.zone).date() == now.astimezone(self.zone).date()
            message = _("This is already past. Choose a later one; a meeting you have had can be logged.")
            self.add_error("time" if is_today else "date", message)
        elif starts[-1] > now + HORIZON:
            self.add_error(
                "date" if len(starts) == 1 else "repeat_count",
                _("This reaches more than two years ahead. Choose less."),
            )

    @property
    def slots(self) -> list[Slot]:
        """What was typed, once it is valid."""
        return list(self.cleaned_data["slots"])


class ChangeForm(SlotForm):
    """Of a meeting that has a time already, which stays to the second while nobody types another: of two equal hours
    the clocks show only one."""

    meeting: Meeting

    def instants(self, cleaned: dict[str, Any]) -> list[dt.datetime]:
        stands = self.meeting.starts_at.astimezone(self.zone)
        if (cleaned["date"], cleaned["time"]) == (stands.date(), stands.time().replace(second=0, microsecond=0)):
            return [self.meeting.starts_at]
        return super().instants(cleaned)


class PlanForm(SlotForm):
    """One meeting or several; the agenda is for the two, so an assistant's form has none."""

    repeat_count = forms.IntegerField(
        label=_("How many meetings"),
        min_value=1,
        max_value=26,
        initial=1,
        error_messages={"max_value": _("Plan at most 26 meetings at once.")},
    )
    repeat_weeks = forms.IntegerField(
        label=_("Weeks from one to the next"),
        min_value=1,
        max_value=26,
        help_text=_("Counts when there are several; each is at the same time of day on your clock."),
    )
    agenda = audience(
        forms.CharField(
            label=_("Agenda"),
            max_length=4000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("You can both add to it later; good questions are offered on the meeting's page."),
        ),
        Audience.PAIR,
    )

    field_order = ["date", "time", "minutes", "channel", "place", "repeat_count", "repeat_weeks", "agenda"]

    def __init__(self, *args: Any, user: User, pairing: Pairing, **kwargs: Any) -> None:
        super().__init__(*args, user=user, initial=usual(pairing, user), **kwargs)
        if not pairing.side_of(user):
            del self.fields["agenda"]

    def instants(self, cleaned: dict[str, Any]) -> list[dt.datetime]:
        return occurrences(
            cleaned["date"],
            cleaned["time"],
            self.zone,
            every_weeks=cleaned["repeat_weeks"],
            count=cleaned["repeat_count"],
        )


def usual(pairing: Pairing, user: User) -> dict[str, Any]:
    """What the two agreed on: a week from now or one interval after the last that is planned, when both work."""
    agreement = agreement_of(pairing)
    plan = agreement or pairing.cycle.program
    date = timezone.localdate(timezone=user.zone) + dt.timedelta(days=7)
    if last := Meeting.objects.planned().filter(pairing=pairing).aggregate(last=Max("starts_at"))["last"]:
        date = max(date, last.astimezone(user.zone).date() + dt.timedelta(weeks=plan.cadence_weeks))
    hours = [hours_of(person, user) for person in (pairing.junior.user, pairing.senior.user)]
    fitting = first_shared_time(date, plan.meeting_minutes, user.zone, hours)
    date, time = fitting or (date, dt.time(10))
    return {
        "date": date,
        "time": time,
        "minutes": plan.meeting_minutes,
        "channel": next(iter(plan.channels or []), Channel.VIDEO),
        "repeat_count": 1,
        "repeat_weeks": plan.cadence_weeks,
    }


def agreement_of(pairing: Pairing) -> Agreement | None:
    return getattr(pairing, "agreement", None)


class MoveForm(ChangeForm):
    """Another time, length, channel or place; `revision` is the one that was on the page. `asked_for` is the time that
    it begins with, where a calendar has asked for one."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, user: User, meeting: Meeting, asked_for: dt.datetime | None = None, **kwargs: Any
    ) -> None:
        local = (asked_for or meeting.starts_at).astimezone(user.zone)
        initial = {
            "date": local.date(),
            "time": local.time(),
            "minutes": meeting.minutes,
            "channel": meeting.channel,
            "place": meeting.place,
            "revision": meeting.revision,
        }
        self.meeting = meeting
        super().__init__(*args, user=user, initial=initial, **kwargs)


class CorrectForm(ChangeForm):
    """When, how long and how the two really met; `version` is the one that was on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, meeting: Meeting, **kwargs: Any) -> None:
        local = meeting.starts_at.astimezone(user.zone)
        initial = {
            "date": local.date(),
            "time": local.time(),
            "minutes": meeting.minutes,
            "channel": meeting.channel,
            "version": meeting.version,
        }
        super().__init__(*args, user=user, initial=initial, **kwargs)
        self.fields["channel"].label = _("How you met")
        del self.fields["place"], self.fields["confirmed"]
        self.meeting = meeting

    def slot(self, starts_at: dt.datetime) -> Slot:
        return Slot(starts_at, self.cleaned_data["minutes"], self.cleaned_data["channel"], self.meeting.place)

    def refuse_wrong_times(self, starts: list[dt.datetime]) -> None:
        """The service refuses what cannot be; here it is said at the field."""
        if starts[0] > timezone.now():
            self.add_error("date", _("This is still to come. A meeting that has begun was before now."))
