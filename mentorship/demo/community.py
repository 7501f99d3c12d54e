"""What people of the demo share: thanks, milestones, small wins, and a word that waits for its mentor."""

import datetime as dt
import random

from community.audiences import Audience
from community.models import (
    ManagerWord,
    Milestone,
    ReflectionAnswer,
    ReflectionQuestion,
    SharedWin,
    Thanks,
)
from community.question_texts import STANDARD
from community.services import note_milestones
from mentorship.demo import community_texts as texts
from notifications.models import Delivery
from pairings.models import Pairing
from people.clock import local_today, start_of_day
from programs.models import Program
from sessions.models import Win

#: Of milestones, and of wins, every second is shown by both; of the rest one side would show some.
EVERY = 2
TOLD = 2


def share(pairings: list[Pairing], rng: random.Random, now: dt.datetime) -> None:
    """After the meetings, from which most of it follows. `now` is aware UTC."""
    _milestones(rng, now)
    _wins(pairings, rng, now)
    _thanks(pairings, rng, now)
    _words_to_managers(pairings, now)
    _questions(pairings, now)


def _milestones(rng: random.Random, now: dt.datetime) -> None:
    """As if the clock had noted them over the months; the two are told of the last few alone."""
    note_milestones(now)
    milestones = list(Milestone.objects.order_by("pairing__senior__user__email", "kind"))
    for number, milestone in enumerate(milestones):
        milestone.noted_at = now - dt.timedelta(days=rng.randint(1, 110), hours=rng.randint(0, 9))
        both = number % EVERY == 0
        milestone.junior_shows = both or rng.random() < 0.3
        milestone.senior_shows = both
        milestone.published_at = milestone.noted_at + dt.timedelta(hours=rng.randint(3, 40)) if both else None
    Milestone.objects.bulk_update(milestones, ["noted_at", "junior_shows", "senior_shows", "published_at"])
    lately = sorted(milestones, key=lambda milestone: milestone.noted_at)[-TOLD:]
    Delivery.objects.filter(kind="milestone_reached").exclude(subject_id__in=[win.pk for win in lately]).delete()


def _wins(pairings: list[Pairing], rng: random.Random, now: dt.datetime) -> None:
    wins = (
        Win.objects.filter(pairing__in=pairings)
        .select_related("meeting")
        .order_by("pairing__senior__user__email", "pk")
    )
    for number, win in enumerate(sorted(wins, key=lambda win: (win.text, win.created_at))):
        if number % EVERY == 0:
            at = (win.meeting.closed_at if win.meeting else None) or now
            shown = min(at + dt.timedelta(hours=rng.randint(4, 60)), now - dt.timedelta(hours=2))
            SharedWin.objects.create(
                win=win, junior_version=win.version, senior_version=win.version, published_at=shown
            )


def _thanks(pairings: list[Pairing], rng: random.Random, now: dt.datetime) -> None:
    """Between the two of a pair, and from one mentor to the other's; the newest is to Kavya, whom one signs in as."""
    program = pairings[0].cycle.program
    for number, (reason, text, to_leader, is_public) in enumerate(texts.THANKS):
        pairing = pairings[number % len(pairings)]
        mentor, leader = pairing.junior.user, pairing.senior.user
        giver, receiver = (mentor, leader) if to_leader else (leader, mentor)
        if reason == Thanks.Reason.HELPED_PAIR:
            receiver = pairings[(number + 1) % len(pairings)].junior.user
            giver = mentor
        Thanks.objects.create(
            program=program, giver=giver, receiver=receiver, reason=reason, text=text,
            audience=Audience.PROGRAM if is_public else Audience.THEM,
            given_at=now - dt.timedelta(days=1 + 4 * number, hours=rng.randint(0, 9)),
        )  # fmt: skip


def _words_to_managers(pairings: list[Pairing], now: dt.datetime) -> None:
    """Of the first pair one waits for her word; of the second it has gone on."""
    waits, gone = pairings[0], pairings[1]
    first, second = texts.TO_MANAGERS
    ManagerWord.objects.create(
        pairing=waits, author=waits.senior.user, text=first, written_at=now - dt.timedelta(days=1)
    )
    manager = gone.junior.user.manager
    told = {"manager": manager, "released_at": now - dt.timedelta(days=11)} if manager else {}
    ManagerWord.objects.create(
        pairing=gone, author=gone.senior.user, text=second, written_at=now - dt.timedelta(days=14), **told
    )


def _questions(pairings: list[Pairing], now: dt.datetime) -> None:
    """Of this month and the two before, each asked on its first day, and answered within a few days. The program is as
    old as the first of them, so that the next months go on in the library where these end."""
    month = local_today(now).replace(day=1)
    program = pairings[0].cycle.program
    for text, answers in reversed([*zip(STANDARD, texts.ANSWERS, strict=False)]):
        asked_at = start_of_day(month, 9)
        question = ReflectionQuestion.objects.create(
            program=program, month=month, text=str(text), asked_at=min(asked_at, now)
        )
        for number, (which, is_mentor, audience, words) in enumerate(answers):
            pairing = pairings[which % len(pairings)]
            ReflectionAnswer.objects.create(
                question=question, author=(pairing.junior if is_mentor else pairing.senior).user, audience=audience,
                pairing=pairing if audience == ReflectionAnswer.Audience.PAIR else None, text=words,
                written_at=min(asked_at + dt.timedelta(days=1 + number, hours=2 * number), now),
            )  # fmt: skip
        Program.objects.filter(pk=program.pk).update(created_at=asked_at)
        month = (month - dt.timedelta(days=1)).replace(day=1)
