"""The pages of the set-up. Every number says its default and the reason for it."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from frame.forms import Audience, DateInput, audience
from frame.posts import VersionedForm
from people.clock import local_today
from people.models.base import OneLineText
from programs.catalogue import TEMPLATES
from programs.models import Channel, Cycle, Program, Topic

TEXTAREA = forms.Textarea(attrs={"rows": 6})
LONGEST_CYCLE = dt.timedelta(days=3 * 366)


class ProgramCreateForm(forms.Form):
    template = forms.ChoiceField(
        label=_("Start from"),
        choices=[(code, template.name) for code, template in TEMPLATES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pick a template, or “Blank”.")},
    )
    name = audience(
        forms.CharField(
            label=_("Name of the program"),
            max_length=120,
            help_text=_("People read it in their invitation, for example “Digital fluency 2027”."),
        ),
        Audience.PROGRAM,
    )


class ProgramCopyForm(forms.Form):
    name = audience(OneLineText(label=_("Name of the copy"), max_length=120), Audience.PROGRAM)


class PurposeForm(VersionedForm):
    class Meta:
        model = Program
        fields = ("name", "purpose", "success_measures")
        widgets = {"purpose": TEXTAREA, "success_measures": TEXTAREA}
        help_texts = {
            "purpose": _(
                "One challenge of the organisation, and what leaders and mentors gain. It stands in the invitation."
            ),
            "success_measures": _("Two or three signs that anybody could check at the end, one on each line."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in ("name", "purpose", "success_measures"):
            audience(self.fields[field], Audience.PROGRAM)


class DatesForm(VersionedForm):
    class Meta:
        model = Cycle
        fields = ("name", "enrol_until", "match_on", "starts_on", "ends_on", "rotates_on", "rotation_keeps")
        widgets = {name: DateInput() for name in ("enrol_until", "match_on", "starts_on", "ends_on", "rotates_on")}
        labels = {"name": _("Name of the cycle")}
        help_texts = {
            "name": _("A program runs in cycles, each with its own dates and people, for example “Spring 2027”."),
            "enrol_until": _(
                "The last day on which people can enrol, until midnight on the "
                "organisation's clock. Two to three weeks after the invitations give busy people a fair chance."
            ),
            "match_on": _(
                "The day on which you mean to publish the next match. Whoever has a place or waits for one reads it on "
                "their first page, and nobody has to ask you. Leave it empty while you do not know."
            ),
            "starts_on": _(
                "Pairs meet from this day on. Leave at least a week after enrolment closes for matching and answers."
            ),
            "ends_on": _("The last meeting lies before this day. Six to twelve months give trust the time it needs."),
            "rotates_on": _(
                "Optional. From this day on everybody has a new partner, and no two who were a pair before are paired "
                "again. Pairs hear of it 30 days ahead and may say until 14 days ahead what they want; after that you "
                "open the change and match. When it is done you can set the next day."
            ),
            "rotation_keeps": _(
                "Default 0: everybody changes. With more, people may say in confidence that they would like to go on "
                "together. Before any wish is read a lot draws that many pairs, and never more than half of all. "
                "A drawn pair goes on if both want it. Nobody can tell from a change who did not want to go on."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        audience(self.fields["name"], Audience.PROGRAM)
        for name in ("enrol_until", "starts_on", "ends_on"):
            self.fields[name].required = True
        self.fields["rotation_keeps"].required = False

    def clean_rotation_keeps(self) -> int:
        return self.cleaned_data["rotation_keeps"] or 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        enrol_until, starts_on, ends_on = (cleaned.get(name) for name in ("enrol_until", "starts_on", "ends_on"))
        cycle = cast(Cycle, self.instance)
        if not cycle.is_before_running and is_before(ends_on, enrol_until):
            self.add_error("enrol_until", _("The cycle is over by then. Pick an earlier day."))
        elif cycle.is_before_running and is_before(starts_on, enrol_until):
            self.add_error("starts_on", _("The start lies before enrolment closes. Pick a later start."))
        if ends_on and starts_on and ends_on <= starts_on:
            self.add_error("ends_on", _("The end has to lie after the start."))
        elif ends_on and starts_on and ends_on > starts_on + LONGEST_CYCLE:
            self.add_error("ends_on", _("A cycle lasts three years at most. Pick an earlier end."))
        if is_before(ends_on, cleaned.get("match_on")):
            self.add_error("match_on", _("The cycle is over by then. Pick an earlier day."))
        for name in ("enrol_until", "match_on", "ends_on"):
            if name in self.changed_data and is_before(cleaned.get(name), local_today()):
                self.add_error(name, _("This day has passed. Pick a later one."))
        self._check_change(cycle, cleaned.get("rotates_on"), starts_on, ends_on)
        return cleaned

    def _check_change(
        self, cycle: Cycle, day: dt.date | None, starts_on: dt.date | None, ends_on: dt.date | None
    ) -> None:
        """Partners change within the cycle, and not on short notice; what has been announced stays."""
        announced = Cycle.objects.filter(pk=cycle.pk, rotates_on__isnull=False).first()
        if announced and announced.is_change_announced(local_today()):
            told = _("People have been told already. Choose another day, or call it off, on the page “New partners”.")
            for name in {"rotates_on", "rotation_keeps"} & {*self.changed_data}:
                self.add_error(name, told)
            return
        if day is None or "rotates_on" not in self.changed_data:
            return
        if (starts_on and day <= starts_on) or (ends_on and day >= ends_on):
            self.add_error("rotates_on", _("Partners change while the cycle runs. Pick a day between start and end."))
        elif day <= local_today() + Cycle.HEARD_BEFORE:
            self.add_error("rotates_on", _("People hear of it 30 days ahead. Pick a day that is later than that."))


def is_before(first: dt.date | None, second: dt.date | None) -> bool:
    """Whether both are given and the first lies before the second."""
    return bool(first and second and first < second)


class NumbersForm(VersionedForm):
    """Names the limits that count: Django would speak of 0 and of what a column holds as well."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.IntegerField):
                column = self._meta.model._meta.get_field(name)
                limits = column.validators if isinstance(column, models.Field) else []
                least = [limit for limit in limits if isinstance(limit, MinValueValidator)]
                most = [limit for limit in limits if isinstance(limit, MaxValueValidator)]
                field.validators = [
                    max(least, key=lambda limit: limit.limit_value),
                    min(most, key=lambda limit: limit.limit_value),
                ]


class MeetingsForm(NumbersForm):
    channels = forms.MultipleChoiceField(
        label=_("Ways to meet"),
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each pair picks from these in its agreement."),
        error_messages={"required": _("Tick at least one way to meet.")},
    )

    class Meta:
        model = Program
        fields = (
            "cadence_weeks", "meeting_minutes", "meetings_goal", "channels", "answer_days", "has_orientation",
            "alumni_months",
        )  # fmt: skip
        help_texts = {
            "cadence_weeks": _(
                "Default 3, from 1 to 26. Often enough to keep the thread, rare enough for "
                "a leader's calendar. Each pair may agree on its own."
            ),
            "meeting_minutes": _(
                "Default 60, from 15 to 240. An hour leaves room to try something out, not only to talk about it."
            ),
            "meetings_goal": _(
                "Default 8, from 1 to 60. Pairs that meet fewer than six times rarely get past small talk. "
                "Each pair reads on its page how far it has come."
            ),
            "has_orientation": _(
                "On by default: about eight minutes for each, with the leader's pledge. A pair opens once both have "
                "done it and signed. Pairs that have begun are not concerned."
            ),
            "alumni_months": _(
                "Default 60, from 0 to 120. So long after a cycle has closed its people go on reading the pages of "
                "their pairings; with 0 only 30 days, in which thanks are delivered. It is said when a cycle closes, "
                "and holds for those that close from now on. Certificates, and the copy of one's own data, stay in any "
                "case."
            ),
            "answer_days": _(
                "Default 10, from 2 to 60. After that a proposed pairing expires without "
                "anybody having to say no, and you are told."
            ),
        }

    def clean_channels(self) -> list[str]:
        chosen = self.cleaned_data["channels"]
        return [value for value in Channel.values if value in chosen]


class ReviewsForm(NumbersForm):
    class Meta:
        model = Program
        fields = (
            "review_months", "review_open_days", "review_gap_days", "score_threshold", "comment_threshold",
        )  # fmt: skip
        help_texts = {
            "review_months": _(
                "Default 3, from 1 to 12. A quarter is long enough to notice a change and short enough to act on it."
            ),
            "review_open_days": _(
                "Default 14, from 3 to 60. Two weeks cover a holiday; reminders go out 7 days and 1 day before the end."
            ),
            "review_gap_days": _(
                "Default 60, which is also the least, up to 365; counted from the close of one to the opening of the "
                "next, over all cycles of the program. Somebody who "
                "knows that nobody else has changed their mind could tell from two reviews who has; time guards "
                "against that. The last review, while a cycle closes, need not wait."
            ),
            "score_threshold": _(
                "Default 5, which is also the least. Results of fewer answers, or where not at least two more were "
                "asked, are not shown to anybody, so that nobody can be recognised. It is fixed when a review opens."
            ),
            "comment_threshold": _(
                "Default 10, which is also the least. Words give their author away sooner than "
                "numbers do, so comments need a larger group."
            ),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        scores, comments = cleaned.get("score_threshold"), cleaned.get("comment_threshold")
        if scores and comments and comments < scores:
            self.add_error("comment_threshold", _("Comments need at least as large a group as results."))
        return cleaned


class TopicForm(forms.Form):
    name = audience(OneLineText(label=_("New topic"), max_length=120, required=False), Audience.PROGRAM)


class TopicNamesForm(forms.Form):
    """One name per topic of a program."""

    def __init__(self, topics: list[Topic], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = topics
        for number, topic in enumerate(topics, start=1):
            field = forms.CharField(
                label=_("Topic %(number)s") % {"number": number},
                max_length=120,
                initial=topic.name,
                error_messages={"required": _("Give the topic a name, or remove it.")},
            )
            self.fields[str(topic.pk)] = field

    @property
    def names(self) -> dict[Topic, str]:
        return {topic: self.cleaned_data[str(topic.pk)] for topic in self.topics}

    @property
    def rows(self) -> list[tuple[Topic, Any]]:
        return [(topic, self[str(topic.pk)]) for topic in self.topics]
