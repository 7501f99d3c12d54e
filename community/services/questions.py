"""The question of the month: choosing it, asking it, and answering it."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.audiences import people_in, standing_of
from community.floods import refuse_flood
from community.models import ReflectionAnswer, ReflectionQuestion
from community.question_texts import LIBRARY
from frame.errors import Refused
from notifications.services import cancel_deliveries, owe
from pairings.models import Pairing
from pairings.querysets import RUNNING
from people.clock import local_today
from people.models import User
from programs.models import Cycle, Program

ASKED, SHARED = "question_asked", "answer_shared"
MONTHS_AHEAD = 6
MOST_A_DAY = 20
Audience = ReflectionAnswer.Audience


def month_of(date: dt.date) -> dt.date:
    """The first day of its month."""
    return date.replace(day=1)


def months_ahead(today: dt.date) -> list[dt.date]:
    """The first days of the months to come."""
    count = today.year * 12 + today.month  # of the next month, from 0 for January of the year 0
    return [dt.date(n // 12, n % 12 + 1, 1) for n in range(count, count + MONTHS_AHEAD)]


def usual_question(program: Program, month: dt.date) -> str:
    """What is asked in a month for which nobody has chosen: one after the other, the standard ones first."""
    began = local_today(program.created_at)
    return str(LIBRARY[((month.year - began.year) * 12 + month.month - began.month) % len(LIBRARY)])


def choose_question(*, program: Program, month: dt.date, text: str) -> bool:
    """Ask this in a month to come (its first day); whether that is a change. What has been asked stays as people have
    answered it."""
    if month not in months_ahead(local_today()):
        raise Refused(_("The questions of the next six months can be chosen. What has been asked stays as it is."))
    questions = ReflectionQuestion.objects.filter(program=program, month=month)
    if questions.filter(text=text).exists():
        return False
    ReflectionQuestion.objects.update_or_create(program=program, month=month, defaults={"text": text})
    return True


def ask_questions(now: dt.datetime | None = None) -> int:
    """Ask this month's question in every program with a running cycle that wants one, once; returns in how many."""
    now = now or timezone.now()
    month = month_of(local_today(now))
    running = Program.objects.filter(cycles__state=Cycle.State.RUNNING).exclude(community__asks_questions=False)
    asked = ReflectionQuestion.objects.filter(month=month, asked_at__isnull=False).values("program")
    return sum(_ask(program, month, now) for program in running.exclude(pk__in=asked).distinct())


@transaction.atomic
def _ask(program: Program, month: dt.date, now: dt.datetime) -> bool:
    """False where another worker was sooner."""
    usual = {"text": usual_question(program, month)}
    question, _is_new = ReflectionQuestion.objects.get_or_create(program=program, month=month, defaults=usual)
    if not ReflectionQuestion.objects.filter(pk=question.pk, asked_at=None).update(asked_at=now):
        return False
    people = list(people_in(program.pk).values_list("pk", flat=True))
    owe(kind=ASKED, recipients=people, subject_id=question.pk, scope=program.pk)
    return True


def pairings_to_share_with(user: User, program_id: uuid.UUID) -> list[Pairing]:
    """The pairings of `user` in a program that go on, with their people: whom an answer can be shared with."""
    pairings = Pairing.objects.of(user).filter(cycle__program=program_id, state__in=RUNNING)
    return list(pairings.with_people().order_by("agreed_at", "pk"))


@transaction.atomic
def answer_question(
    *, question: ReflectionQuestion, by: User, audience: str, text: str, pairing: Pairing | None = None
) -> ReflectionAnswer:
    """Write one's answer, or change it and who reads it. The other of `pairing` hears when it is first shared."""
    if question.asked_at is None or question.program_id not in standing_of(by).takes_part:
        raise Refused(_("This question is for those who take part in its program."))
    if audience == Audience.PAIR and (pairing is None or not pairing.side_of(by)):
        raise Refused(_("Choose with whom you share it."))
    refuse_flood(by=by, written=ReflectionAnswer.objects.filter(author=by), at="written_at", most=MOST_A_DAY)
    shared_with = pairing if audience == Audience.PAIR else None
    before = ReflectionAnswer.objects.filter(question=question, author=by).first()
    answer, _is_new = ReflectionAnswer.objects.update_or_create(
        question=question, author=by, defaults={"audience": audience, "pairing": shared_with, "text": text}
    )
    if shared_with and (before is None or before.pairing_id != shared_with.pk):
        tell_partner(answer, shared_with, by)
    return answer


def tell_partner(answer: ReflectionAnswer, pairing: Pairing, by: User) -> None:
    """Without the words, which stand on the page."""
    other = pairing.partner_of(by)
    owe(kind=SHARED, recipients=[other.pk], subject_id=answer.pk, scope=pairing.cycle.program_id)


@transaction.atomic
def take_back_answer(*, answer: ReflectionAnswer, by: User) -> None:
    """Its author takes it back, and nothing is left of it."""
    if not answer.is_by(by):
        raise Refused(_("Only the one who wrote it can take it back."))
    cancel_deliveries(subject_id=answer.pk, kinds=[SHARED], reason=_("It was taken back."))
    answer.delete()
