"""A program's own questions: the form that sets one up, and the field in which it is answered."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frame.forms import Audience, Rating, audience
from frame.posts import VersionedForm
from programs.models import Question
from programs.services import Weight
from programs.upper_floors import proposals

Kind, Counts = Question.Kind, Question.Counts
CHOSEN_FROM = (Kind.CHOICE, Kind.CHOICES)
MOST_OPTIONS, LONGEST_OPTION = 20, 80
TEAM_AND_PARTNER = _("The program team, and your partner once you are paired")


class OptionsField(forms.CharField):
    """One option a line; cleans to a list of texts."""

    widget = forms.Textarea(attrs={"rows": 5})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        options = [" ".join(line.split()) for line in (super().clean(value) or "").splitlines()]
        options = [option for option in options if option]
        if len({option.casefold() for option in options}) < len(options):
            raise forms.ValidationError(_("Two answers are the same. Give each its own words, or remove one."))
        if len(options) > MOST_OPTIONS or any(len(option) > LONGEST_OPTION for option in options):
            raise forms.ValidationError(_("At most 20 answers, each of at most 80 letters."))
        return options


class QuestionForm(VersionedForm):
    """How a question is asked, who reads the answers, and whether they count in matching and in figures."""

    options = OptionsField(
        label=_("Answers to choose from"),
        required=False,
        max_length=MOST_OPTIONS * (LONGEST_OPTION + 1),
        help_text=_("One a line. For a scale what 1 and what 5 mean, or nothing."),
    )

    weight = forms.IntegerField(
        label=_("How much it counts"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_(
            "From 0 to 100, beside the other weights under Matching rules. With 10 it decides between pairs that fit "
            "about equally well; with 40 it is one of the first things a pair is judged by; with 0 it is not compared. "
            "It matters only while the question counts."
        ),
    )
    field_order = ("text", "kind", "options", "asked", "is_required", "is_for_partner", "counts", "weight")

    class Meta:
        model = Question
        fields = (
            "text", "kind", "options", "asked", "is_required", "is_for_partner", "counts", "is_lived", "is_in_figures",
        )  # fmt: skip
        widgets = {
            "asked": forms.RadioSelect,
            "kind": forms.RadioSelect,
            "counts": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "text": _("Ask one thing, in words that invite a story rather than a yes or no."),
            "is_required": _("Ask for few answers: every one that is needed costs you people."),
            "is_for_partner": _("People are told beside the field. It cannot be widened once somebody has answered."),
            "counts": _(
                "People are told beside the field, and an explanation of a pair names what both have answered."
            ),
            "is_lived": _(
                "Origin, faith, disability, family and the like. Then it is never needed, nobody but the program team "
                "reads it, it counts only for those who say so, and no explanation of a pair names it."
            ),
            "is_in_figures": _("How many chose what, from five answers on, beside the topics wanted and offered."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        audience(self.fields["text"], Audience.PROGRAM)
        audience(self.fields["options"], Audience.PROGRAM)
        for name in ("kind", "counts"):  # left out, they stay as they are
            self.fields[name].required = False
        self.initial["weight"] = proposals().weight_of(cast(Question, self.instance))
        self.initial["version"] = f"{self.initial['version']} {self.initial['weight']}"

    @property
    def seen(self) -> str:
        """The fingerprint of the question as it was read."""
        return str(self.cleaned_data["version"]).partition(" ")[0]

    @property
    def wanted_weight(self) -> Weight | None:
        """How much it shall count, and how much it did when it was read; None where that is to stay as it is."""
        typed, seen = self.cleaned_data["weight"], str(self.cleaned_data["version"]).partition(" ")[2]
        is_counted = self.cleaned_data["counts"] != Counts.NO
        return Weight(typed, int(seen) if seen.isdecimal() else None) if is_counted and typed is not None else None

    @property
    def typed(self) -> dict[str, Any]:
        """What was typed, the weight too, for the page that shows two versions side by side."""
        return self.values | {"weight": self.cleaned_data["weight"]}

    def now(self) -> dict[str, Any]:
        return super().now() | {"weight": proposals().weight_of(cast(Question, self.instance))}

    def clean_kind(self) -> str:
        return str(self.cleaned_data["kind"] or cast(Question, self.instance).kind)

    def clean_counts(self) -> str:
        return str(self.cleaned_data["counts"] or cast(Question, self.instance).counts)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, problem in self._problems(cleaned):
            self.add_error(name, problem)
        return cleaned

    def _problems(self, cleaned: dict[str, Any]) -> list[tuple[str, Any]]:
        """Fields that contradict each other, each with what to do."""
        kind, options = cleaned.get("kind"), cleaned.get("options", [])
        is_text, is_counted = kind == Kind.TEXT, cleaned.get("counts") != Counts.NO
        rules = (
            ("options", kind in CHOSEN_FROM and len(options) < 2, _("Name at least two answers to choose from.")),
            ("options", kind == Kind.SCALE and len(options) not in (0, 2), _("Say what 1 and 5 mean, or nothing.")),
            ("options", is_text and options, _("Remove the answers, or let people choose from them.")),
            ("counts", is_text and is_counted, _("Words cannot be compared. Let people choose, or use a scale.")),
            ("counts", is_counted and cleaned.get("asked") != Question.Asked.BOTH,
             _("To compare two answers, ask mentors and leaders.")),
            ("is_required", cleaned.get("is_lived") and cleaned.get("is_required"),
             _("Nobody has to answer what is about lived experience.")),
            ("is_for_partner", cleaned.get("is_lived") and cleaned.get("is_for_partner"),
             _("What is about lived experience is read by the program team only.")),
            ("is_in_figures", cleaned.get("is_in_figures") and (is_text or cleaned.get("is_lived")),
             _("Only choices and scales are counted, and none about lived experience.")),
        )  # fmt: skip
        return [(name, problem) for name, is_wrong, problem in rules if is_wrong and name in cleaned]


def answer_field(question: Question, answer: str) -> forms.Field:
    """The field for an answer; `given` is the answer as it is kept."""
    readers = TEAM_AND_PARTNER if question.is_for_partner else Audience.TEAM
    help_text = gettext("It counts when partners are found.") if question.is_counted and not question.is_lived else ""
    common: dict[str, Any] = {"label": question.text, "required": question.is_required, "help_text": help_text}
    if question.kind == Kind.TEXT:
        needed = gettext("Please write a sentence or two; the program team needs this one.")
        field: forms.Field = forms.CharField(
            max_length=2000, initial=answer, widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"required": needed}, **common,
        )  # fmt: skip
        return audience(field, readers)
    options = [(option, option) for option in question.options]
    if question.kind == Kind.CHOICES:
        chosen = answer.splitlines()
        field = forms.MultipleChoiceField(
            choices=options, initial=chosen, widget=forms.CheckboxSelectMultiple, **common
        )
    elif question.kind == Kind.CHOICE:
        nothing = [] if question.is_required else [("", gettext("No answer"))]
        field = forms.ChoiceField(choices=nothing + options, initial=answer, widget=forms.RadioSelect, **common)
    else:
        nothing = [] if question.is_required else [("", "–")]
        low, high = question.options or ("", "")
        numbers = [(str(n), str(n)) for n in range(1, 6)]
        field = forms.ChoiceField(choices=nothing + numbers, initial=answer, widget=Rating(low, high), **common)
    return audience(field, readers)


def consent_field(is_given: bool) -> forms.Field:
    """Whether an answer about lived experience may count."""
    return forms.BooleanField(
        label=gettext("My answer to this may count when partners are found"),
        required=False,
        initial=is_given,
        help_text=gettext("Only if you tick it. It is compared with the other answers, and no explanation names it."),
    )


def answer_text(cleaned: Any) -> str:
    """An answer as it is kept: of several options one a line."""
    return "\n".join(cleaned) if isinstance(cleaned, list) else cleaned
