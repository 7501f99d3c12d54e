"""What people type about messages: when they rest from them, and what HR writes by hand."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.forms import DateInput, TimeInput, audience
from notifications.kinds import Placeholder
from notifications.message_texts import COMMON, problem_with
from people.models import User
from people.models.base import OneLineText
from people.working_time import free_hours


def note_text(**words: Any) -> forms.CharField:
    """The field for what is written; its `help_text` says what it may name."""
    widget = forms.Textarea(attrs={"rows": 10})
    return forms.CharField(label=gettext_lazy("Text"), max_length=4000, widget=widget, **words)


def note_subject() -> forms.CharField:
    return OneLineText(label=gettext_lazy("Subject"), max_length=150)


class BaseNoteForm(forms.Form):
    """Who gets it stands beside the form and in the address of its page; `placeholders` are what it may name."""

    placeholders: ClassVar[Sequence[Placeholder]] = ()

    def clean(self) -> dict[str, Any]:
        for name in ("subject", "text"):
            if problem := problem_with(self.placeholders, self.cleaned_data.get(name, "")):
                self.add_error(name, problem)
        return self.cleaned_data


class HrNoteForm(BaseNoteForm):
    """What HR writes to people of the directory."""

    READERS = gettext_lazy("Those it is sent to, and you")
    HELP = gettext_lazy("{name} is the first name of each, {organization} the name of the organisation.")

    placeholders = COMMON
    subject = audience(note_subject(), READERS)
    text = audience(note_text(help_text=HELP), READERS)


LONGEST_LEAVE = dt.timedelta(days=730)
#: So much of the day stays open.
LEAST = dt.timedelta(hours=1)


class RestForm(forms.Form):
    """Quiet hours on one's own clock, and a leave; both empty for none."""

    prefix = "rest"
    quiet_from = forms.TimeField(label=gettext_lazy("Quiet from"), required=False, widget=TimeInput())
    quiet_until = forms.TimeField(label=gettext_lazy("Quiet until"), required=False, widget=TimeInput())
    away_from = forms.DateField(label=gettext_lazy("Away from"), required=False, widget=DateInput())
    away_until = forms.DateField(label=gettext_lazy("Last day away"), required=False, widget=DateInput())
    tells_leave = forms.BooleanField(label=gettext_lazy("Tell my partner that I am away"), required=False)

    def __init__(self, data: Any = None, *, user: User) -> None:
        self.today = timezone.localdate(timezone=user.zone)
        is_over = bool(user.away_until and user.away_until < self.today)
        leave = {} if is_over else {name: getattr(user, name) for name in ("away_from", "away_until", "tells_leave")}
        quiet = {"quiet_from": user.quiet_from, "quiet_until": user.quiet_until}
        super().__init__(data, initial=quiet | leave)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        for first, second in (("quiet_from", "quiet_until"), ("away_from", "away_until")):
            if not self.errors and (cleaned[first] is None) != (cleaned[second] is None):
                self.add_error(second if cleaned[first] else first, _("Fill in both, or leave both empty."))
        if not self.errors and cleaned["quiet_from"]:
            self.check_quiet(cleaned["quiet_from"], cleaned["quiet_until"])
        if not self.errors and cleaned["away_from"]:
            self.check_leave(cleaned["away_from"], cleaned["away_until"])
        return cleaned | {"tells_leave": bool(cleaned.get("away_from") and cleaned.get("tells_leave"))}

    def check_quiet(self, begins: dt.time, ends: dt.time) -> None:
        spans = [length(opens, closes) for opens, closes in free_hours(begins, ends)]
        if begins == ends or not spans or max(spans) < LEAST:
            self.add_error(
                "quiet_until", _("Leave at least one hour between 8:00 and 20:00 in which messages may come.")
            )

    def check_leave(self, first: dt.date, last: dt.date) -> None:
        if last < first:
            self.add_error("away_until", _("This is before the first day. Choose the last day on which you are away."))
        elif last < self.today:
            self.add_error("away_until", _("This day has passed. Leave both empty when you are back."))
        elif last - first > LONGEST_LEAVE:
            self.add_error("away_until", _("This is more than two years. Choose a nearer day."))


def length(begins: dt.time, ends: dt.time) -> dt.timedelta:
    return dt.timedelta(hours=ends.hour - begins.hour, minutes=ends.minute - begins.minute)
