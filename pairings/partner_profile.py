"""What somebody wrote at enrolment, as far as their partner may read it."""

from dataclasses import dataclass, field

from django.db.models import F, Value
from django.utils.functional import Promise

from programs.models import Answer, Participant, TopicChoice

Text = str | Promise


@dataclass(frozen=True)
class Profile:
    """Topics as (name, rating 1 to 5), the best first; answers as (question, text) in the order of the form."""

    topics: list[tuple[Text, int]] = field(default_factory=list)
    answers: list[tuple[Text, str]] = field(default_factory=list)


def profile_of(place: Participant) -> Profile:
    """One query. Answers to questions that the partner does not read are not asked for."""
    shown = Answer.objects.filter(participant=place, question__is_for_partner=True).exclude(text="")
    answers = shown.order_by().values_list(Value("answers"), F("question__position"), F("question__text"), F("text"))
    topics = TopicChoice.objects.filter(participant=place).order_by()
    rated = topics.values_list(Value("topics"), F("rating"), F("topic__name"), Value(""))
    profile = Profile()
    for kind, number, title, text in sorted(answers.union(rated, all=True)):
        if kind == "answers":
            profile.answers.append((title, text))
        else:
            profile.topics.insert(0, (title, number))
    return profile
