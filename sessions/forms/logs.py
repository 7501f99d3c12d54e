"""Logging a meeting: three answers first, the rest as one likes."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frame.forms import Audience, DateInput, TimeInput, audience, rating_field
from frame.posts import offer, offer_rows
from pairings.models import Pairing
from people.models import User
from people.models.base import OneLineText
from programs.models import Topic
from sessions.calendar import on_wall_clock
from sessions.form_data import LogEntry, ReflectionEntry, Slot
from sessions.forms.booking import CHANNELS
from sessions.forms.texts import INSIGHT_READERS, guessed_items, hint_for_items, names_of_two
from sessions.models import Insight, LogDraft, Meeting, MeetingChange, Reflection, SessionLog, Word
from sessions.services.meeting_logs import NOT_HELD, began_at, is_day_before
from sessions.services.meetings import LONGEST, SHORTEST

HELD = Meeting.State.HELD
#: Who reads what one says of a meeting, beside the question.
READ_AS_FACT = _("The two of you and the program team; sponsors see totals")
LONGEST_ITEM, MOST_ITEMS = 300, 20
#: What is kept once, so that one window may write over another.
SHARED = ("learned", "topics")
#: What is added to it, or belongs to its author alone.
FURTHER = ("to_do", "win", "insight", "reflection", "confidence", "safety")


class LogForm(forms.Form):
    """One's own part of a log. Asked for: `happened`, `learned`, `to_do`; of a meeting that was not held only who
    missed it."""

    happened = audience(
        forms.ChoiceField(
            label=_("Did it happen?"),
            choices=[
                (HELD, _("Yes, we met")),
                (Meeting.State.CANCELLED, _("No, it was cancelled")),
                (Meeting.State.MISSED, _("No, somebody did not come")),
            ],
            widget=forms.RadioSelect,
            error_messages={"required": _("Say whether you met.")},
        ),
        READ_AS_FACT,
    )
    who = audience(
        forms.ChoiceField(
            label=_("Who cancelled or did not come?"),
            widget=forms.RadioSelect,
            error_messages={"required": _("Say who cancelled or did not come.")},
        ),
        READ_AS_FACT,
    )
    learned = audience(
        forms.CharField(
            label=_("What did you learn?"),
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={"required": _("Write what you learned; a sentence is enough.")},
        ),
        Audience.PAIR,
    )
    to_do = audience(
        forms.CharField(
            label=_("Is there anything to do?"),
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"required": _("Write what there is to do, or “nothing”.")},
        ),
        Audience.PAIR,
    )
    topics = forms.ModelMultipleChoiceField(
        label=_("Topics you spoke about"),
        queryset=Topic.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    win = audience(OneLineText(label=_("A small win"), required=False, max_length=300), Audience.PAIR)
    insight = audience(
        forms.CharField(
            label=_("An insight worth keeping"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
        _("The two of you; everyone in the program only if you both agree"),
    )
    insight_audience = forms.ChoiceField(
        label=_("Who should read the insight"),
        choices=INSIGHT_READERS,
        required=False,
        initial=Insight.Audience.PAIR,
        widget=forms.RadioSelect,
    )
    reflection = audience(
        forms.CharField(
            label=_("A private reflection"),
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 3}),
        ),
        Audience.ME,
    )
    confidence = audience(
        rating_field(
            _("How confident do you feel in this pairing?"), low=_("Not at all"), high=_("Very"), required=False
        ),
        Audience.ME,
    )
    safety = audience(
        rating_field(
            _("How safe did it feel to speak openly?"), low=_("Not at all"), high=_("Completely"), required=False
        ),
        Audience.ME,
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput, initial=0)

    def __init__(
        self, *args: Any, pairing: Pairing, user: User, is_held: bool = False, is_told: bool = False,
        met_on: dt.date | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        """With `is_held` it is known that they met, so the first question is left out. With `is_told` the other has
        written already: then one's own word is enough. `met_on` is the day from which "by Friday" counts."""
        super().__init__(*args, **kwargs)
        self.is_told = is_told
        sides = names_of_two(pairing, user)
        offer(self, "who", [*sides, (MeetingChange.Who.BOTH, _("Both of us"))])
        self.offer_topics(pairing)
        self.pairing, self.user, self.met_on = pairing, user, met_on or timezone.localdate(timezone=user.zone)
        self.fields["to_do"].help_text = hint_for_items(pairing, user)
        self.ask_only_for_what_fits()
        if is_held:
            del self.fields["happened"], self.fields["who"]

    def offer_topics(self, pairing: Pairing) -> None:
        """The program's topics, read once; they are asked for only where there are any."""
        topics = pairing.cycle.program.topics.all()
        offer_rows(self, "topics", topics)
        offer(self, "topics", [(topic.pk, topic.name) for topic in topics])

    def ask_only_for_what_fits(self) -> None:
        """Texts of a meeting that was held; of any other only who missed or cancelled it."""
        not_held = self.is_bound and self.data.get("happened") in NOT_HELD
        asks = not not_held and not self.is_told
        self.fields["learned"].required = asks
        self.fields["to_do"].required = asks and not self.is_another_version
        self.fields["who"].required = not_held or not self.is_bound

    @property
    def is_another_version(self) -> bool:
        """Something is saved already; whatever there was to do stands on the list."""
        return str(self["version"].value() or "0") != "0"

    def clean_to_do(self) -> str:
        text: str = self.cleaned_data["to_do"]
        items = guessed_items(text, pairing=self.pairing, writer=self.user, met_on=self.met_on)
        if any(len(item.text) > LONGEST_ITEM for item in items):
            raise forms.ValidationError(gettext("A line has 300 characters at most. Make two of the long one."))
        if len(items) > MOST_ITEMS:
            raise forms.ValidationError(gettext("That is more than 20 lines. Keep those that matter most."))
        return text

    @property
    def was_held(self) -> bool:
        return bool(self.cleaned_data.get("happened", HELD) == HELD)

    def entry(self) -> LogEntry:
        cleaned = self.cleaned_data
        return LogEntry(
            learned=cleaned["learned"],
            topics=list(cleaned["topics"]),
            win=cleaned["win"],
            items=guessed_items(
                cleaned["to_do"],
                pairing=self.pairing,
                writer=self.user,
                met_on=cleaned.get("date", self.met_on),
            ),
            insight=cleaned["insight"],
            insight_audience=cleaned["insight_audience"] or Insight.Audience.PAIR,
            reflection=ReflectionEntry(cleaned["reflection"], cleaned["confidence"], cleaned["safety"]),
        )

    @property
    def has_extras(self) -> bool:
        """Whether the optional part should stand open: something in it was typed, or is wrong."""
        optional = set(self.fields) - {"happened", "who", "learned", "to_do", "version", "date", "time", "minutes"}
        optional -= {"channel", "insight_audience"}
        return any(self[name].value() or self[name].errors for name in optional)


class UnplannedLogForm(LogForm):
    """A meeting that nobody had planned: when and how, then the same.

    `became_a_pair` is set while it is asked whether they met earlier on the very day on which they became one.
    """

    became_a_pair: dt.datetime | None = None

    date = forms.DateField(label=_("Day"), widget=DateInput())
    time = forms.TimeField(label=_("Started at, about"), widget=TimeInput())
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=SHORTEST, max_value=LONGEST)
    channel = forms.ChoiceField(label=_("How you met"), choices=CHANNELS, widget=forms.RadioSelect)

    def __init__(self, *args: Any, pairing: Pairing, user: User, **kwargs: Any) -> None:
        super().__init__(*args, pairing=pairing, user=user, is_held=True, **kwargs)
        self.zone, self.began = user.zone, began_at(pairing)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "date" in cleaned and "time" in cleaned:
            self.refuse_wrong_time(on_wall_clock(cleaned["date"], cleaned["time"], self.zone))
        return cleaned

    def refuse_wrong_time(self, starts_at: dt.datetime) -> None:
        if starts_at > timezone.now():
            self.add_error("date", gettext("This is still to come. Plan it, and log it afterwards."))
        elif is_day_before(starts_at, self.began, self.zone):
            self.add_error("date", gettext("This is before you two became a pair. Check the date."))
        elif starts_at < self.began and self.data.get("before_pair") != "yes":
            self.became_a_pair = self.began
            text = gettext("You two became a pair at %(time)s that day. Say below whether you met before that.")
            at = date_format(timezone.localtime(self.began, self.zone), "H:i")
            self.add_error("time", text % {"time": at})

    def slot(self) -> Slot:
        cleaned = self.cleaned_data
        return Slot(on_wall_clock(cleaned["date"], cleaned["time"], self.zone), cleaned["minutes"], cleaned["channel"])


def first_values(
    log: SessionLog | None, reflection: Reflection | None, draft: LogDraft | None, word: str = ""
) -> dict[str, Any]:
    """What the form shows before one types: one's own word and part as they are saved, and above it the draft."""
    values: dict[str, Any] = {"version": 0}
    if word:
        values |= {"happened": Word(word).outcome, "who": Word(word).who}
    if log:
        values |= {
            "learned": log.learned,
            "topics": [topic.pk for topic in log.topics.all()],
            "version": log.version,
        }
    if reflection:
        values |= {
            "reflection": reflection.text, "confidence": reflection.confidence, "safety": reflection.safety,
        }  # fmt: skip
    return values | (draft.fields if draft else {})


def shared_as_typed(form: LogForm) -> dict[str, str]:
    """Label and text of each field that is kept once, as typed into a valid form."""
    return _shared(form, form.cleaned_data["learned"], [topic.name for topic in form.cleaned_data["topics"]])


def shared_as_saved(form: LogForm, log: SessionLog) -> dict[str, str]:
    """Label and text of each field that is kept once, as it is saved."""
    return _shared(form, log.learned, log.topic_names)


def _shared(form: LogForm, learned: str, topics: Iterable[str]) -> dict[str, str]:
    texts = (learned, ", ".join(sorted(topics)))
    return {str(form.fields[name].label): text for name, text in zip(SHARED, texts, strict=True)}


def further_as_typed(form: LogForm) -> dict[str, str]:
    """Label and text of what else was typed; fields with one label share it, those left empty are left out."""
    texts: dict[str, str] = {}
    for name in FURTHER:
        if text := form.cleaned_data[name]:
            label = str(form.fields[name].label)
            texts[label] = f"{texts[label]}\n{text}" if label in texts else str(text)
    return texts
