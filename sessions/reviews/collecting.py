"""Opening all answers of a round in memory, in the one moment in which it closes."""

import random
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sessions.models import Ballot, CastBallot, ChangeWish, ReviewQuestion, ReviewRound, SealedReview
from sessions.reviews import marks
from sessions.reviews.casting import mark_of
from sessions.reviews.collected import Collected, Voice
from sessions.reviews.marks import Marker
from sessions.reviews.questions import COMMENT, MAY_STAND_ALONE
from sessions.reviews.sealing import keyed, unseal
from sessions.reviews.thresholds import FEWEST_OF_A_KIND, SPARE

#: Wishes that carry their author's name once the round has closed.
CHANGES = (ChangeWish.Wish.SWAP, ChangeWish.Wish.STOP)


@dataclass(frozen=True)
class Opened:
    """One review that was sent."""

    ballot: Ballot
    answers: dict[str, Any]
    wish: str


@dataclass(frozen=True)
class Remark:
    """A comment, as long as it is still known whose it is."""

    person: uuid.UUID
    side: str
    text: str
    may_stand_alone: bool


def respondent(key: bytes, ballot_id: uuid.UUID) -> str:
    """What a sealed review hangs on: a hash of the ballot that needs the round's key."""
    return keyed(key, "ballot", ballot_id)


def opened_reviews(review_round: ReviewRound, key: bytes) -> list[Opened]:
    """Everything that was sent, in random order. What somebody began and never sent was a draft: it counts nowhere."""
    sealed = dict(SealedReview.objects.filter(round=review_round).values_list("respondent", "sealed"))
    opened = []
    cast = set(CastBallot.objects.filter(round=review_round).values_list("mark", flat=True))
    for ballot in Ballot.objects.filter(round=review_round):
        if mark_of(key, ballot.pk) not in cast:
            continue
        hangs_on = respondent(key, ballot.pk)
        record = unseal(key, bytes(sealed[hangs_on]), hangs_on)
        opened.append(Opened(ballot, record["answers"], record["wish"]))
    random.SystemRandom().shuffle(opened)
    return opened


def collect(review_round: ReviewRound, reviews: Iterable[Opened], marker: Marker) -> Collected:
    """What the round is computed from; without a voice where nobody can tell what it would give away."""
    asked_people = Ballot.objects.filter(round=review_round).values_list("side", "user")
    counted = ReviewQuestion.objects.filter(round=review_round, kind__in=ReviewQuestion.COUNTED)
    rated = set(counted.values_list("code", flat=True))
    program_id = review_round.cycle.program_id
    marked = marks.asked_in(review_round.pk, marker)
    collected = Collected(
        asked=marked.people,
        asked_pairings=marked.pairings,
        voices=tuple(_voice(review, rated, marker) for review in reviews),
        earlier=marks.earlier_rounds(program_id, marker),
        named=_named(reviews, marker),
        minimums={"scores": review_round.score_threshold, "comments": review_round.comment_threshold},
    )
    if marks.are_lost(review_round):
        return replace(collected, voices=())
    remarks = [remark for review in reviews if (remark := _remark(review))]
    kept_comments = [
        remark
        for side in marks.SIDES
        for remark in drawn_comments(remarks, side, [user for of, user in asked_people if of == side])
    ]
    return _with_comments(collected, kept_comments)


def _voice(review: Opened, rated: set[str], marker: Marker) -> Voice:
    ratings = {code: rating for code, rating in sorted(review.answers.items()) if code in rated}
    ballot = review.ballot
    return Voice(marker.person(ballot.user_id), marker.pairing(ballot.pairing_id), ballot.side, ratings)


def _named(reviews: Iterable[Opened], marker: Marker) -> dict[str, frozenset[str]]:
    asking = [review.ballot for review in reviews if review.wish in CHANGES]
    return {
        side: frozenset(marker.person(review.user_id) for review in asking if review.side == side)
        for side in marks.SIDES
    }


def _remark(review: Opened) -> Remark | None:
    text = review.answers.get(COMMENT, "")
    if not text:
        return None
    return Remark(review.ballot.user_id, review.ballot.side, text, bool(review.answers.get(MAY_STAND_ALONE)))


def drawn_comments(remarks: Iterable[Remark], side: str, asked: Iterable[uuid.UUID]) -> list[Remark]:
    """The comments of a side, by lot no more than could be there if any two of it had written none; `asked` names
    everybody once for each pairing. Comments can be counted: as many as were asked would say that all have answered."""
    ballots = Counter(asked).values()
    most = sum(ballots) - sum(sorted(ballots)[-SPARE:])
    own_remarks = [remark for remark in remarks if remark.side == side]
    return random.SystemRandom().sample(own_remarks, min(most, len(own_remarks)))


def _with_comments(collected: Collected, remarks: list[Remark]) -> Collected:
    """With the texts that may be shown: those of a side from which few comment only if their authors do not mind."""
    shown = [
        remark
        for remark in remarks
        if remark.may_stand_alone
        or len({other.person for other in remarks if other.side == remark.side}) >= FEWEST_OF_A_KIND
    ]
    random.SystemRandom().shuffle(shown)
    commenters = len({remark.person for remark in shown})
    return replace(collected, comments=tuple(remark.text for remark in shown), commenters=commenters)
