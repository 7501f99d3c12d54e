"""This month's question on the community page, and those to come on the step Sustain."""

from community.audiences import standing_of
from community.models import ReflectionAnswer, ReflectionQuestion
from community.sections import Heading, Section
from community.services.questions import month_of
from people.clock import local_today
from people.models import User
from programs.models import Cycle, Program


def question_section(user: User) -> Section | None:
    """What is asked this month in one's programs, and which of it one has answered. Two queries."""
    month = month_of(local_today())
    questions = list(ReflectionQuestion.objects.visible_to(user).filter(month=month).select_related("program"))
    if not questions:
        return None
    own = ReflectionAnswer.objects.filter(author=user, question__in=questions).values_list("question", flat=True)
    answered = set(own)
    takes_part = standing_of(user).takes_part
    rows = [
        {
            "question": question,
            "is_answered": question.pk in answered,
            "may_answer": question.program_id in takes_part,
        }
        for question in questions
    ]
    return Section("community/parts/month_question.html", {"rows": rows}, Heading.QUESTION, 10)


def questions_ahead_section(program: Program, cycle: Cycle | None, user: User) -> Section:
    """The way to the questions of the next months. No query."""
    return Section("community/parts/questions_ahead.html", {"program": program})
