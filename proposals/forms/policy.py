"""Rules and weights of a match, pairs by hand, and the day to answer by."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frame.forms import Audience, DateInput, audience
from frame.posts import VersionedForm
from matchmaker import CRITERIA
from people.models.base import OneLineText
from programs.models import Cycle, Participant, Side
from proposals.match_tab import pairable_participants
from proposals.matching_words import PARTS
from proposals.models import MatchPolicy
from proposals.own_questions import code_of, counting_questions, weights_of

#: Every rule with what it does, its default and the reason for it.
HINTS = {
    "minimum_level_gap": _(
        "How many levels the leader stands above the mentor, at least. 2 unless you change it: with less, it is a talk "
        "among colleagues. 0 turns the rule off."
    ),
    "reporting_distance": _(
        "Nobody is paired with a manager this many steps above, or below. 2 unless you change it: manager and "
        "manager's manager judge one's work. 0 turns the rule off; 99 means any distance, and then the head of the "
        "organisation can have no mentor."
    ),
    "minimum_overlap_hours": _(
        "2 unless you change it: with less, two people in far time zones do not find a date. 0 turns the rule off."
    ),
    "forbids_same_manager": _(
        "Off unless you change it: two such people may know each other too well to learn something new."
    ),
    "needs_shared_topic": _("On unless you change it: without a topic, there is nothing to meet about."),
    "forbids_repeats": _("On unless you change it, and it looks at every program: new partners widen the circle."),
    "needs_shared_language": _("Off unless you change it: turn it on when people enter the languages they speak."),
    "allows_self_matching": _(
        "Off unless you change it: the program proposes every pair. When it is on, approved people with a free place "
        "see people of the other side who fit under the rules, with their name, job title, department and the topics "
        "in common, and may ask one of them. Tell people before you turn it on."
    ),
    "one_partner_first": _(
        "On unless you change it. As many people as possible get a partner before anybody gets a second one. This "
        "never costs a pair, only points of the total. Off, somebody with several places may get a second partner "
        "while another has none, because the scores are higher that way."
    ),
    "is_fair": _(
        "Off unless you change it. On, the pair that fits least is raised as far as possible without losing a pair, "
        "and only then the sum of all scores."
    ),
}
OWN_QUESTION = _("10 until you change it: a question of this program that counts. See Set up, Enrolment questions.")
RULES = (
    "minimum_level_gap",
    "reporting_distance",
    "minimum_overlap_hours",
    "needs_shared_topic",
    "forbids_repeats",
    "forbids_same_manager",
    "needs_shared_language",
    "one_partner_first",
    "is_fair",
)
MOST = {"minimum_level_gap": 20, "reporting_distance": 99, "minimum_overlap_hours": 8}
STEP = 5


class PolicyForm(VersionedForm):
    """A field for every rule and for the weight of every criterion; the weights are saved as one."""

    class Meta:
        model = MatchPolicy
        fields = [*RULES, "weights", "allows_self_matching"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["weights"]
        for name, hint in HINTS.items():
            self.fields[name].help_text = hint
        for name, most in MOST.items():
            self.fields[name] = _number(self.fields[name].label, HINTS[name], most)
        for criterion in CRITERIA:
            words = {"weight": criterion.weight, "why": gettext(criterion.hint)}
            text = gettext("%(weight)s in the balanced preset: %(why)s") % words
            self.fields[weight_field(criterion.code)] = _number(PARTS[criterion.code], text, 100)
        policy = cast(MatchPolicy, self.instance)
        questions = counting_questions(policy.program_id)
        for question in questions:
            self.fields[weight_field(code_of(question))] = _number(question.text, OWN_QUESTION, 100)
        self.codes = [*PARTS, *map(code_of, questions)]
        self.show_weights(weights_of(policy, questions))

    def show_weights(self, weights: Mapping[str, int]) -> None:
        """What the fields of the weights show until something is typed."""
        self.initial.update({weight_field(code): weight for code, weight in weights.items()})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(weight_field(code), 1) for code in self.codes):
            first = weight_field(CRITERIA[0].code)
            self.add_error(first, _("Give at least one weight more than 0: without any, every pair is as good."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        self.cleaned_data["weights"] = {code: self.cleaned_data[weight_field(code)] for code in self.codes}
        return super().values

    def texts(self, values: dict[str, Any]) -> dict[str, str]:
        one_by_one: dict[str, Any] = {}
        for name, value in values.items():
            shown = MatchPolicy(weights=value).weight_of if name == "weights" else {}
            fields = {weight_field(code): weight for code, weight in shown.items() if code in self.codes}
            one_by_one |= fields or {name: value}
        return super().texts(one_by_one)

    @property
    def rule_fields(self) -> list[Any]:
        return [self[name] for name in RULES]

    @property
    def weight_fields(self) -> list[Any]:
        return [self[weight_field(code)] for code in self.codes]


def weight_field(code: str) -> str:
    """The name of the field for the weight of a criterion."""
    return f"weight_{code}"


def _number(label: Any, hint: Any, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=hint, min_value=0, max_value=most)


class PairForm(forms.Form):
    """Two pickers: one mentor, one leader of the cycle. Cleans to participants."""

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(participant.pk): participant for participant in pairable_participants(cycle)}
        self.fields["junior"] = self._picker(Side.JUNIOR, _("Mentor"), _("Choose a mentor"))
        self.fields["senior"] = self._picker(Side.SENIOR, _("Leader"), _("Choose a leader"))

    def _picker(self, side: str, label: Any, nobody: Any) -> forms.TypedChoiceField:
        people = [(pk, _with_title(participant)) for pk, participant in self.places.items() if participant.side == side]
        return forms.TypedChoiceField(
            label=label,
            choices=[("", nobody), *people],
            coerce=self.places.__getitem__,
            error_messages={"invalid_choice": _("This person cannot be matched any more. Choose somebody else.")},
        )


def _with_title(participant: Participant) -> str:
    return (
        f"{participant.user.name}, {participant.user.job_title}"
        if participant.user.job_title
        else participant.user.name
    )


class PublishForm(forms.Form):
    answer_on = forms.DateField(
        label=_("Please answer by"),
        widget=DateInput(),
        help_text=_(
            "The last day for the mentors. A leader is asked after the mentor's yes and gets as much time again."
        ),
    )

    match_on = forms.DateField(
        label=_("The next match is on"),
        required=False,
        widget=DateInput(),
        help_text=_(
            "Whoever has no partner by then reads this day on their first page. Leave it empty if you mean none."
        ),
    )

    def __init__(self, *args: Any, today: dt.date, days: int, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.cycle = today, cycle
        self.fields["answer_on"].initial = today + dt.timedelta(days=days)

    @property
    def day(self) -> dt.date:
        """The day as chosen; the suggested one until it is chosen rightly."""
        chosen: dt.date = getattr(self, "cleaned_data", {}).get("answer_on") or self.fields["answer_on"].initial
        return chosen

    def clean_answer_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["answer_on"]
        if day <= self.today:
            raise forms.ValidationError(_("Choose a day in the future, so that people have time to answer."))
        if day > self.today + dt.timedelta(days=90):
            raise forms.ValidationError(_("Choose a day within the next 90 days."))
        return day

    def clean_match_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["match_on"]
        if day and day <= self.today:
            raise forms.ValidationError(_("Choose a day in the future, or none."))
        if day and self.cycle.ends_on and day > self.cycle.ends_on:
            raise forms.ValidationError(_("The cycle is over by then. Choose an earlier day, or none."))
        return day


class Slider(forms.NumberInput):
    """A range that shows its number beside it (slider.js keeps it up to date)."""

    input_type = "range"
    template_name = "forms/slider.html"


class TryForm(PolicyForm):
    """`version` tells both the rules that were saved and the proposal that was there when the page was opened. A name
    is needed to save a scenario."""

    name = audience(
        OneLineText(
            label=_("Name of the scenario"),
            max_length=80,
            required=False,
            help_text=_("Only to save it as a scenario, so that you find it again."),
        ),
        Audience.TEAM,
    )

    def __init__(self, *args: Any, present: str, is_saved: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = f"{self.initial['version']} {present}"
        self.is_saved = is_saved
        for weight in self.weight_fields:
            weight.field.widget = Slider(attrs={"min": 0, "max": 100, "step": STEP, "class": "form-range"})

    @property
    def seen(self) -> str:
        """The fingerprint of the saved rules."""
        return str(self.cleaned_data["version"]).partition(" ")[0]

    @property
    def seen_present(self) -> str:
        """The version of the proposal."""
        return str(self.cleaned_data["version"]).partition(" ")[2]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if self.is_saved and not name:
            raise forms.ValidationError(_("Give the scenario a name, so that you find it again."))
        return name
