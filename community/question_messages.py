"""Messages about questions to think about. An answer never stands in one."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.audiences import people_in
from community.models import ReflectionAnswer, ReflectionQuestion
from community.question_texts import STANDARD
from community.services.questions import ASKED, SHARED, month_of
from notifications.kinds import Context, Group, Kind, NoLongerDue, Pace, Urgency
from notifications.models import Delivery
from people.clock import local_today


def questions_to_tell() -> QuerySet[ReflectionQuestion]:
    """Questions with their program."""
    return ReflectionQuestion.objects.select_related("program__community")


def asked_context(delivery: Delivery) -> Context:
    """The question itself, while its month lasts and the program still wants it."""
    question: ReflectionQuestion | None = delivery.subject
    if question is None or question.month != month_of(local_today()):
        raise NoLongerDue(gettext("Its month is over."))
    community = getattr(question.program, "community", None)
    if community and not community.asks_questions:
        raise NoLongerDue(gettext("The program asks no questions any more."))
    if not people_in(question.program_id).filter(pk=delivery.recipient_id).exists():
        raise NoLongerDue(gettext("They do not take part in the program any more."))
    return describe_question(question.text, question.program.name, reverse("reflection_detail", args=[question.pk]))


def asked_sample(user: Any) -> Context:
    """With invented data, for the preview."""
    return describe_question(str(STANDARD[0]), "Reverse mentoring", "/")


def describe_question(question: str, program: str, link: str) -> Context:
    return {"question": question, "program": program, "link": link, "action": gettext("Think about it")}


def answers_to_tell() -> QuerySet[ReflectionAnswer]:
    """Answers with their author and the two of the pairing."""
    return ReflectionAnswer.objects.for_list()


def shared_context(delivery: Delivery) -> Context:
    """Who shares an answer; nothing of it."""
    answer: ReflectionAnswer | None = delivery.subject
    if answer is None or answer.pairing is None or not answer.pairing.side_of(delivery.recipient):
        raise NoLongerDue(gettext("It is not shared any more."))
    return describe_answer(answer.author.name, reverse("reflection_detail", args=[answer.question_id]))


def shared_sample(user: Any) -> Context:
    """With invented data, for the preview."""
    return describe_answer("Kavya Nair", "/")


def describe_answer(author: str, link: str) -> Context:
    return {"author": author, "link": link, "action": gettext("Read it")}


KINDS = (
    Kind(
        code=ASKED,
        pace=Pace.WORKING_TIME,
        urgency=Urgency.MASS,
        label=_("A question to think about, once a month"),
        why=_("You get this because you take part in a program that asks one a month."),
        context=asked_context,
        sample=asked_sample,
        subjects=questions_to_tell,
        is_slow=True,
        group=Group.COMMUNITY,
    ),
    Kind(
        code=SHARED,
        pace=Pace.WORKING_TIME,
        label=_("Your partner shares an answer with you"),
        why=_("You get this because the other of your pairing has shared an answer with you alone."),
        who_sees=_("Nobody but the two of you learns that you got it."),
        context=shared_context,
        sample=shared_sample,
        subjects=answers_to_tell,
        is_secret=True,  # that there is an answer is for the two alone
        group=Group.COMMUNITY,
    ),
)
