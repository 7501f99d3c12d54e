"""The three programs of the demo: one in its fifth month, one enrolling, one draft."""

import datetime as dt
import random

from mentorship.demo import texts
from people.models import User
from programs import setup_tasks
from programs.catalogue import TEMPLATES
from programs.models import Answer, Coordinator, Cycle, Participant, Program, Question, Side, Topic, TopicChoice
from programs.services import add_coordinator, create_program, set_sponsor
from proposals.models import MatchPolicy

MONTH = dt.timedelta(days=30)
People = dict[str, User]

QUESTIONS = (
    ("What unique knowledge or skills could you share with someone senior?", Question.Asked.JUNIOR),
    ("What would you like to understand better, and why now?", Question.Asked.SENIOR),
)


def running_program(everyone: People, today: dt.date) -> Cycle:
    """Digital fluency: started a little over four months ago."""
    program = _program(
        everyone,
        name="Digital fluency for leaders",
        template="digital_fluency",
        state=Program.State.OPEN,
        purpose=texts.PURPOSE,
        success_measures=texts.SUCCESS,
    )
    for position, name in enumerate(texts.TOPICS):
        Topic.objects.create(program=program, name=name, position=position)
    start = today - 4 * MONTH - dt.timedelta(days=14)
    return Cycle.objects.create(
        program=program,
        name=f"{start.year}, first cycle",
        state=Cycle.State.RUNNING,
        enrol_until=start - dt.timedelta(days=20),
        starts_on=start,
        ends_on=start + 9 * MONTH,
    )


def enrolling_program(everyone: People, today: dt.date) -> Cycle:
    """AI and automation: open for enrolment for another two weeks."""
    program = _program(
        everyone,
        name="AI and automation in daily work",
        template="ai_and_automation",
        state=Program.State.OPEN,
        purpose="Leaders sign off on automation projects. Those who build small automations every day show them "
        "what works, what breaks, and what it does to people's work.",
        success_measures="Each leader has automated one task of their own.\nEach team has agreed on what it will not "
        "automate.",
    )
    names = (
        "Everyday AI assistants",
        "Spreadsheets that fill themselves",
        "What not to automate",
        "Reading a dashboard",
    )
    for position, name in enumerate(names):
        Topic.objects.create(program=program, name=name, position=position)
    return Cycle.objects.create(
        program=program,
        name=f"{today.year}, winter",
        state=Cycle.State.ENROLLING,
        enrol_until=today + dt.timedelta(days=14),
        starts_on=today + MONTH,
        ends_on=today + 8 * MONTH,
    )


def draft_program(everyone: People) -> Program:
    """Inclusion and culture: just made from its template, with its dates open."""
    template = TEMPLATES["inclusion_and_culture"]
    program = create_program(name="Inclusion and culture", template=template, by=everyone["Omar Haddad"])
    set_sponsor(program=program, user=everyone["Lena Fischer"])
    add_coordinator(program=program, user=everyone["Priya Raman"], by=everyone["Omar Haddad"])
    return program


def _program(everyone: People, **fields: object) -> Program:
    omar, priya = everyone["Omar Haddad"], everyone["Priya Raman"]
    program = Program.objects.create(sponsor=everyone["Lena Fischer"], created_by=omar, **fields)
    Program.objects.filter(pk=program.pk).update(visited_topics=[topic.code for topic in setup_tasks.all_topics()])
    Coordinator.objects.create(program=program, user=priya, added_by=omar)
    MatchPolicy.objects.create(program=program)
    for position, (text, asked) in enumerate(QUESTIONS):
        Question.objects.create(program=program, text=text, asked=asked, position=position)
    Question.objects.create(
        program=program, text=texts.TOOLS_ASKED, kind=Question.Kind.CHOICES, options=list(texts.TOOLS),
        counts=Question.Counts.ALIKE, is_in_figures=True, position=len(QUESTIONS),
    )  # fmt: skip
    return program


def enrol(cycle: Cycle, people: list[User], side: str, state: str, at: dt.datetime, rng: random.Random) -> None:
    """Enrol people with topics and answers, as if each had filled in the form at about `at`."""
    participants = Participant.objects.bulk_create(
        Participant(
            cycle=cycle,
            user=person,
            side=side,
            state=state,
            capacity=1,
            invited_at=at,
            applied_at=None if state == Participant.State.INVITED else at + dt.timedelta(hours=rng.randint(2, 90)),
        )
        for person in people
    )
    if state != Participant.State.INVITED:
        _choose_topics(cycle, participants, rng)
        _answer_questions(cycle, participants, rng)


def _choose_topics(cycle: Cycle, participants: list[Participant], rng: random.Random) -> None:
    """Three each: of five topics, any two people then have one in common."""
    topics = list(cycle.program.topics.all())
    TopicChoice.objects.bulk_create(
        TopicChoice(participant=participant, topic=topic, rating=rng.randint(2, 5))
        for participant in participants
        for topic in rng.sample(topics, 3)
    )


def _answer_questions(cycle: Cycle, participants: list[Participant], rng: random.Random) -> None:
    questions = list(cycle.program.questions.all())
    Answer.objects.bulk_create(
        Answer(participant=participant, question=question, text=_answer(participant, question, rng))
        for participant in participants
        for question in questions
        if question.asked in (Question.Asked.BOTH, participant.side)
    )


def _answer(participant: Participant, question: Question, rng: random.Random) -> str:
    """In their own words, or the tools that somebody of their side would use."""
    if question.kind == Question.Kind.TEXT:
        return rng.choice(texts.ANSWERS[participant.side])
    usual = [tool for tool, sides in texts.TOOLS.items() if participant.side in sides]
    drawn = set(rng.sample(usual, rng.randint(2, 4)))
    return "\n".join(tool for tool in question.options if tool in drawn)


def draw(everyone: People, levels: range, taken: set[str], many: int, rng: random.Random) -> list[User]:
    """`many` people of these levels who are not taken yet; marks them as taken."""
    free = sorted((p for p in everyone.values() if p.level in levels and p.name not in taken), key=lambda p: p.email)
    drawn = rng.sample(free, many)
    taken.update(person.name for person in drawn)
    return drawn


JUNIOR, SENIOR = Side.JUNIOR, Side.SENIOR
