"""One closed review round and one that is open, answered by the same services as in earnest."""

import datetime as dt
import random

from insights.models import Snapshot
from mentorship.demo import texts
from people.clock import end_of_day
from programs.models import Cycle
from sessions.models import Ballot, ChangeWish, ReviewRound
from sessions.reviews.questions import BEFORE, NOW, questions_for
from sessions.reviews.services import Answers, answer_review, close_round, open_round


def hold_reviews(cycle: Cycle, chance: random.Random, today: dt.date) -> None:
    first = open_round(cycle=cycle, today=today - dt.timedelta(days=82))
    _answer(first, chance, share=0.9)
    close_round(review_round=first)
    closed_at = end_of_day(first.closes_on)
    ReviewRound.objects.filter(pk=first.pk).update(closed_at=closed_at)
    Snapshot.objects.filter(round=first).update(frozen_at=closed_at)
    cycle.refresh_from_db()
    second = open_round(cycle=cycle, today=today - dt.timedelta(days=4))
    _answer(second, chance, share=0.4)


def _answer(review_round: ReviewRound, chance: random.Random, share: float) -> None:
    """Some of those asked answer; the people whom one can sign in as are left to answer for themselves."""
    comments = chance.sample(texts.COMMENTS, len(texts.COMMENTS))
    for ballot in Ballot.objects.filter(round=review_round).select_related("user").order_by("user__email"):
        for_themselves = share < 0.5 and ballot.user.last_name in {"Nair", "Whitfield", "Santos"}
        if chance.random() < share and not for_themselves:
            answer_review(ballot=ballot, answers=_answers(ballot.side, comments, chance), wish=_wish(chance))


def _answers(side: str, comments: list[str], chance: random.Random) -> Answers:
    before = chance.choices([1, 2, 3, 4], [1, 3, 4, 3])[0]
    given = {asked.code: chance.choices([2, 3, 4, 5], [1, 2, 6, 4])[0] for asked in questions_for(side)}
    comment = comments.pop() if comments and chance.random() < 0.6 else ""
    rise = chance.choices([0, 1, 2], [2, 6, 2])[0]
    return given | {BEFORE: before, NOW: min(5, before + rise), "comment": comment}


def _wish(chance: random.Random) -> str:
    return chance.choices(ChangeWish.Wish.values, [24, 2, 1])[0]
