"""The enrolment form, built from the program's topics and questions for one side; and what the team corrects of a
participant."""

import datetime as dt
import uuid
from itertools import groupby
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.forms import Audience, DateInput, Rating, audience
from frame.posts import VersionedForm, digest
from people.clock import local_today
from people.models import User
from people.models.base import OneLineText
from people.working_time import working_hours_problem
from programs.forms.enrolment_fields import ENROLMENT_FIELDS, Owner
from programs.forms.questions import answer_field, answer_text, consent_field
from programs.models import Answer, Cycle, Participant, Question, Side
from programs.services import Enrolment, terms_in_force, terms_to_agree, usual_last_day
from programs.services.enrolment import Wished, is_oneself, people_meant

WISHES = 3


class EnrolmentForm(forms.Form):
    """Topics with a 1–5 rating, questions, capacity, working time, languages and wishes.

    `asked` is a fingerprint of the topics and questions as they were read: no answer lands under other words.
    """

    asked = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, data: Any, *, cycle: Cycle, user: User, side: str, participant: Participant | None) -> None:
        super().__init__(data)
        self.cycle, self.user, self.side, self.participant = cycle, user, side, participant
        program = cycle.program
        self.topics = list(program.topics.all())
        self.questions = [
            question
            for question in program.questions.all()
            if question.asked in (Question.Asked.BOTH, side) and self.asks(question)
        ]
        answered = participant if participant and (participant.applied_at or participant.is_entered) else None
        self.offered = None if answered else last_place(user, cycle, side)
        earlier = answered or self.offered
        self.add_topics({choice.topic_id: choice.rating for choice in earlier.choices.all()} if earlier else {})
        self.add_questions({question.question_id: question for question in earlier.answers.all()} if earlier else {})
        self.add_wishes([wish.written for wish in answered.wishes.select_related("wanted")] if answered else [])
        self.terms = terms_in_force(program)
        self.terms_asked = terms_to_agree(self.terms, user, participant)
        self.add_own_fields(earlier)

    def asks(self, question: Question) -> bool:
        """Whether this form has the question."""
        return True

    def add_topics(self, chosen: dict[uuid.UUID, int]) -> None:
        choices = [("", "–"), *((n, str(n)) for n in range(1, 6))]
        for topic in self.topics:
            self.fields[f"topic_{topic.pk}"] = forms.TypedChoiceField(
                label=topic.name, choices=choices, coerce=int, empty_value=None, required=False,
                initial=chosen.get(topic.pk, ""), widget=Rating(),
            )  # fmt: skip

    def add_questions(self, answers: dict[uuid.UUID, Answer]) -> None:
        for question in self.questions:
            answer = answers.get(question.pk)
            self.fields[f"question_{question.pk}"] = answer_field(question, answer.text if answer else "")
            if question.needs_consent:
                may_count = bool(answer and answer.may_count and self.offered is None)
                self.fields[f"consent_{question.pk}"] = consent_field(may_count)

    def add_wishes(self, texts: list[str]) -> None:
        for n in range(1, WISHES + 1):
            field = forms.CharField(
                label=_("Wish %(n)s") % {"n": n}, required=False, max_length=254,
                initial=texts[n - 1] if n <= len(texts) else "",
                help_text=_("Full name, or better the e-mail address. Check its spelling: whether somebody is known is "
                            "not said here.") if n == 1 else "",
            )  # fmt: skip
            self.fields[f"wish_{n}"] = audience(field, Audience.TEAM)

    def add_terms(self) -> None:
        if self.terms_asked:
            self.fields["terms"] = forms.BooleanField(label=_("I have read this and agree to it."))

    def add_own_fields(self, participant: Participant | None) -> None:
        self.add_terms()
        self.initial = {"asked": self.asked_now}
        for entry in ENROLMENT_FIELDS:
            self.fields[entry.name] = entry.form_field()
            self.initial[entry.name] = entry.initial(self.user, participant)

    @property
    def asked_now(self) -> str:
        said = ("text", "is_for_partner", "kind", "options", "counts", "is_lived")
        terms = {"terms": str(self.terms.pk)} if self.terms else {}
        return digest(
            terms
            | {f"topic {asked.pk}": asked.name for asked in self.topics}
            | {f"question {asked.pk}": [getattr(asked, name) for name in said] for asked in self.questions}
        )

    @property
    def topic_rows(self) -> list[forms.BoundField]:
        return [self[f"topic_{topic.pk}"] for topic in self.topics]

    @property
    def question_rows(self) -> list[forms.BoundField]:
        names = [f"{what}_{question.pk}" for question in self.questions for what in ("question", "consent")]
        return [self[name] for name in names if name in self.fields]

    @property
    def own_rows(self) -> list[list[forms.BoundField]]:
        """What everybody is asked, with what stands side by side."""
        rows = groupby(ENROLMENT_FIELDS, lambda entry: entry.row or entry.name)
        return [[self[entry.name] for entry in row] for _name, row in rows]

    @property
    def wish_rows(self) -> list[forms.BoundField]:
        return [self[f"wish_{n}"] for n in range(1, WISHES + 1)]

    @property
    def is_junior(self) -> bool:
        return self.side == Side.JUNIOR

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("asked") not in ("", self.asked_now):
            fields_shown = cast(QueryDict, self.data).copy()
            fields_shown["asked"] = self.asked_now
            fields_shown.pop("terms", None)  # a tick under other words
            self.data = fields_shown  # what is shown again carries the present ones
            self.add_error(
                None, _("The program team has changed a question, a topic or the terms while you were writing. Your "
                        "words are still here: look through them, then send them.")
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
        return people_meant(texts)

    @property
    def enrolment(self) -> Enrolment:
        cleaned = self.cleaned_data
        rated = {topic.pk: cleaned.get(f"topic_{topic.pk}") for topic in self.topics}
        return Enrolment(
            topics={pk: rating for pk, rating in rated.items() if rating},
            answers={question.pk: answer_text(cleaned[f"question_{question.pk}"]) for question in self.questions},
            may_count={question.pk for question in self.questions if cleaned.get(f"consent_{question.pk}")},
            of_place=self._values_of(Owner.PLACE),
            of_person=self._values_of(Owner.PERSON),
            wishes=self.wished,
            agrees_to=self.terms if self.terms_asked else None,
        )

    def _values_of(self, owner: Owner) -> dict[str, Any]:
        fields = [entry for entry in ENROLMENT_FIELDS if entry.owner is owner and entry.name in self.fields]
        return {entry.column: self.cleaned_data[entry.name] for entry in fields}


def last_place(user: User, cycle: Cycle, side: str) -> Participant | None:
    """Where somebody last answered for that side in another cycle of the program: offered again, until they confirm."""
    places = Participant.objects.filter(user=user, side=side, cycle__program=cycle.program_id, applied_at__isnull=False)
    return places.exclude(cycle=cycle).select_related("cycle").order_by("-applied_at").first()


class ParticipantForm(VersionedForm):
    """What the program team may correct about a place."""

    class Meta:
        model = Participant
        fields = ("capacity", "is_paused", "team_note")
        help_texts = {
            "capacity": gettext_lazy("From 1 to 5. Pairings that are there already stay."),
            "is_paused": gettext_lazy("For example while somebody is on leave; the next match leaves them out."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        audience(self.fields["team_note"], Audience.TEAM)


class OnBehalfForm(EnrolmentForm):
    """What somebody of the program team may answer for another: about the place alone. Not what belongs to the person
    (hours, languages), nor wishes, nor what is about lived experience, and they agree to no terms for them. Nothing
    must be answered but a topic."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = [entry.name for entry in ENROLMENT_FIELDS if entry.owner is Owner.PERSON]
        for name in (*theirs, *(f"wish_{n}" for n in range(1, WISHES + 1))):
            del self.fields[name]
        for question in self.questions:
            self.fields[f"question_{question.pk}"].required = False
        self.fields.pop("terms", None)

    def asks(self, question: Question) -> bool:
        return not question.is_lived

    @property
    def own_rows(self) -> list[list[forms.BoundField]]:
        return [[self[entry.name]] for entry in ENROLMENT_FIELDS if entry.name in self.fields]

    @property
    def wish_rows(self) -> list[forms.BoundField]:
        return []


class AnswerUntilForm(forms.Form):
    """Until when somebody who is invited may answer: theirs to keep, whatever becomes of the cycle's day."""

    answer_until = forms.DateField(
        label=gettext_lazy("Please answer by"), widget=DateInput(),
        help_text=gettext_lazy("The mail names this day, and until then the form is open to them, whatever becomes of "
                               "the enrolment of the others."),
    )  # fmt: skip

    def __init__(self, data: Any, *, cycle: Cycle) -> None:
        super().__init__(data, initial={"answer_until": usual_last_day(cycle)})
        self.cycle = cycle
        self.fields["answer_until"].required = not cycle.accepts_enrolment(local_today())

    def clean_answer_until(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["answer_until"]
        if day and day < local_today():
            raise forms.ValidationError(_("This day has passed. Pick a later one."))
        if day and self.cycle.ends_on and day > self.cycle.ends_on:
            raise forms.ValidationError(_("The cycle is over by then. Pick an earlier day."))
        return day


class NoteForm(forms.Form):
    note = audience(OneLineText(label=gettext_lazy("Note"), max_length=300, required=False), Audience.TEAM)
