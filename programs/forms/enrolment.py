"""The enrolment form: built from the program's topics and questions for one side."""

import uuid
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.forms.audience import Audience, audience
from frame.forms.widgets import Rating, TimeInput
from frame.versions import digest
from people.directory.forms import LanguagesField
from people.directory.services import working_hours_problem
from people.models import User
from people.timezones import grouped_after
from programs.forms.questions import TEAM_AND_PARTNER, answer_field, answer_text, consent_field
from programs.models import Answer, Cycle, Participant, Question, Side
from programs.services import Enrolment
from programs.services.wishes import Wished, is_oneself, whom

WISHES = 3
CAPACITIES = [(n, str(n)) for n in range(1, 6)]


class EnrolmentForm(forms.Form):
    """Topics with a 1–5 rating, questions, capacity, working time, languages and wishes.

    `asked` is a fingerprint of the topics and questions as they were read: no answer lands under other words.
    """

    capacity = forms.TypedChoiceField(
        label=gettext_lazy("How many partners at the same time?"),
        choices=CAPACITIES,
        coerce=int,
        initial=1,
        help_text=gettext_lazy("One is right for most people."),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Your time zone"), choices=grouped_after(gettext_lazy("Choose the city nearest to you"))
    )
    works_from = forms.TimeField(label=gettext_lazy("You work from"), widget=TimeInput())
    works_until = forms.TimeField(label=gettext_lazy("until"), widget=TimeInput())
    languages = audience(
        LanguagesField(
            label=gettext_lazy("Languages you are at ease in"),
            required=False,
            max_length=200,
            help_text=gettext_lazy("With commas between them, for example: English, German."),
        ),
        TEAM_AND_PARTNER,
    )

    asked = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, data: Any, *, cycle: Cycle, user: User, side: str, participant: Participant | None) -> None:
        super().__init__(data)
        self.cycle, self.user, self.side, self.participant = cycle, user, side, participant
        program = cycle.program
        self.topics = list(program.topics.all())
        self.questions = [one for one in program.questions.all() if one.asked in (Question.Asked.BOTH, side)]
        given = participant if participant and participant.applied_at else None
        self.add_topics({choice.topic_id: choice.rating for choice in given.choices.all()} if given else {})
        self.add_questions({one.question_id: one for one in given.answers.all()} if given else {})
        self.add_wishes([wish.written for wish in given.wishes.select_related("wanted")] if given else [])
        self.fill_in(given)

    def add_topics(self, given: dict[uuid.UUID, int]) -> None:
        choices = [("", "–"), *((n, str(n)) for n in range(1, 6))]
        for topic in self.topics:
            self.fields[f"topic_{topic.pk}"] = forms.TypedChoiceField(
                label=topic.name, choices=choices, coerce=int, empty_value=None, required=False,
                initial=given.get(topic.pk, ""), widget=Rating(),
            )  # fmt: skip

    def add_questions(self, given: dict[uuid.UUID, Answer]) -> None:
        for question in self.questions:
            answer = given.get(question.pk)
            self.fields[f"question_{question.pk}"] = answer_field(question, answer.text if answer else "")
            if question.needs_consent:
                self.fields[f"consent_{question.pk}"] = consent_field(bool(answer and answer.may_count))

    def add_wishes(self, given: list[str]) -> None:
        for n in range(1, WISHES + 1):
            field = forms.CharField(
                label=_("Wish %(n)s") % {"n": n}, required=False, max_length=254,
                initial=given[n - 1] if n <= len(given) else "",
                help_text=_("Full name, or better the e-mail address. Check its spelling: whether somebody is known is "
                            "not said here.") if n == 1 else "",
            )  # fmt: skip
            self.fields[f"wish_{n}"] = audience(field, Audience.TEAM)

    def fill_in(self, given: Participant | None) -> None:
        user = self.user
        self.initial = {
            "asked": self.asked_now,
            "capacity": given.capacity if given else 1,
            "time_zone": user.zone_name,
            "works_from": user.works_from,
            "works_until": user.works_until,
            "languages": user.spoken_languages,
        }

    @property
    def asked_now(self) -> str:
        said = ("text", "is_for_partner", "kind", "options", "counts", "is_lived")
        return digest(
            {f"topic {one.pk}": one.name for one in self.topics}
            | {f"question {one.pk}": [getattr(one, name) for name in said] for one in self.questions}
        )

    @property
    def topic_rows(self) -> list[forms.BoundField]:
        return [self[f"topic_{topic.pk}"] for topic in self.topics]

    @property
    def question_rows(self) -> list[forms.BoundField]:
        names = [f"{what}_{question.pk}" for question in self.questions for what in ("question", "consent")]
        return [self[name] for name in names if name in self.fields]

    @property
    def wish_rows(self) -> list[forms.BoundField]:
        return [self[f"wish_{n}"] for n in range(1, WISHES + 1)]

    @property
    def is_junior(self) -> bool:
        return self.side == Side.JUNIOR

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("asked") not in ("", self.asked_now):
            shown = cast(QueryDict, self.data).copy()
            shown["asked"] = self.asked_now
            self.data = shown  # what is shown again carries the present ones
            self.add_error(
                None, _("The program team has changed a question or a topic while you were writing. Your words are "
                        "still here: look through them, then send them.")
            )  # fmt: skip
        if problem := working_hours_problem(cleaned.get("works_from"), cleaned.get("works_until")):
            self.add_error("works_until", problem)
        if self.topics and not any(cleaned.get(f"topic_{topic.pk}") for topic in self.topics):
            self.add_error(f"topic_{self.topics[0].pk}", _("Rate at least one topic; without one nobody can be found."))
        self.wished = self.clean_wishes(cleaned)
        return cleaned

    def clean_wishes(self, cleaned: dict[str, Any]) -> list[Wished]:
        """What was wished for, in order; one's own name is an error at its field, anybody else's is kept as written."""
        texts: list[str] = []
        for n in range(1, WISHES + 1):
            text = (cleaned.get(f"wish_{n}") or "").strip()
            if is_oneself(self.user, text):
                self.add_error(f"wish_{n}", _("This is you. Name somebody else, or leave it empty."))
            elif text and text not in texts:
                texts.append(text)
        return whom(texts)

    @property
    def enrolment(self) -> Enrolment:
        cleaned = self.cleaned_data
        rated = {topic.pk: cleaned.get(f"topic_{topic.pk}") for topic in self.topics}
        return Enrolment(
            topics={pk: rating for pk, rating in rated.items() if rating},
            answers={one.pk: answer_text(cleaned[f"question_{one.pk}"]) for one in self.questions},
            may_count={one.pk for one in self.questions if cleaned.get(f"consent_{one.pk}")},
            capacity=cleaned["capacity"],
            time_zone=cleaned["time_zone"],
            works_from=cleaned["works_from"],
            works_until=cleaned["works_until"],
            languages=cleaned["languages"],
            wishes=self.wished,
        )
