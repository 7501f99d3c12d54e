"""The one module that reads review answers. What leaves it is safe to show to everyone who sees results.

A group below the round's threshold k is hidden, shares are rounded to 5 and never unanimous, and n is a band.
Nothing is broken down by pair or person. Results are computed once, while the round closes, and frozen.
"""

import hashlib
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from insights.figures.counting import PromiseCounts, Span
from insights.models import Snapshot
from sessions.models import Ballot, Review, ReviewAnswer, ReviewQuestion, ReviewRound
from sessions.reviews.questions import BEFORE, NOW

SIDES = ("junior", "senior")
SMALLEST_PROGRAM = 5
CONFIDENT = 4
HIDDEN: dict[str, Any] = {"hidden": True}

Ratings = dict[str, dict[str, int]]  # review id -> question code -> rating


def freeze_results(review_round: ReviewRound) -> None:
    """Store what may be known of a round; called inside its closing, while pairs can still be told apart."""
    members = cast_ballots(review_round)
    Snapshot.objects.create(
        round=review_round,
        results=results_of(review_round) | {"comparable": is_comparable(review_round, members)},
        members=hashlib.sha256("".join(sorted(map(str, members))).encode()).hexdigest(),
    )


def results_of(review_round: ReviewRound) -> dict[str, Any]:
    """The publishable results of a round as plain JSON; see the module's docstring for what is hidden."""
    k = review_round.score_threshold
    reviews = {str(r.pk): r for r in Review.objects.filter(round=review_round)}
    ratings = ratings_of(review_round)
    by_side = {
        side: {key: ratings.get(key, {}) for key, review in reviews.items() if review.side == side} for side in SIDES
    }
    questions = list(ReviewQuestion.objects.filter(round=review_round))
    return {
        "threshold": k,
        "comment_threshold": review_round.comment_threshold,
        "answered": {side: band(len(by_side[side]), k) for side in SIDES},
        "confidence": {side: confidence(by_side[side], k) for side in SIDES},
        "both_rose": both_rose(reviews, ratings, k),
        "scores": {side: scores(questions, side, by_side[side], k) for side in SIDES},
        "comments": comments(review_round),
    }


def ratings_of(review_round: ReviewRound) -> Ratings:
    found: Ratings = defaultdict(dict)
    rows = ReviewAnswer.objects.filter(review__round=review_round, rating__isnull=False)
    for review_id, code, rating in rows.values_list("review_id", "question__code", "rating"):
        found[str(review_id)][code] = rating or 0
    return found


def band(n: int, k: int) -> str:
    """How many, never exactly: with k = 5 "5-9", "10-19", "20-29" ...; empty below the threshold `k`.

    The first band starts at the threshold and is never narrower than five.
    """
    if n < k:
        return ""
    first_top = (k + 4) // 10 * 10 + 9
    return f"{k}-{first_top}" if n <= first_top else f"{n // 10 * 10}-{n // 10 * 10 + 9}"


def share(hits: int, n: int, k: int) -> dict[str, Any]:
    """`hits` of `n` as a percentage rounded to 5, clipped to 10-90 so that nobody can be known to agree."""
    if n < k:
        return HIDDEN
    percent = round(20 * hits / n) * 5
    clipped = min(90, max(10, percent))
    prefix = "≥" if percent >= 90 else "≤" if percent <= 10 else ""
    return {"percent": clipped, "bound": prefix, "n": band(n, k)}


def confidence(ratings: Ratings, k: int) -> dict[str, Any]:
    """Shares of confident people before and now, and of those whose confidence rose; of those who said both."""
    pairs = [(said[BEFORE], said[NOW]) for said in ratings.values() if BEFORE in said and NOW in said]
    n = len(pairs)
    return {
        "before": share(sum(before >= CONFIDENT for before, _ in pairs), n, k),
        "now": share(sum(now >= CONFIDENT for _, now in pairs), n, k),
        "rose": share(sum(now > before for before, now in pairs), n, k),
    }


def both_rose(reviews: dict[str, Review], ratings: Ratings, k: int) -> dict[str, Any]:
    """The share of pairings in which both sides' confidence rose, of those in which both sides answered."""
    rose: dict[str, dict[str, bool]] = defaultdict(dict)
    for key, review in reviews.items():
        said = ratings.get(key, {})
        if review.pair and BEFORE in said and NOW in said:
            rose[review.pair][review.side] = said[NOW] > said[BEFORE]
    complete = [sides for sides in rose.values() if len(sides) == len(SIDES)]
    return share(sum(all(sides.values()) for sides in complete), len(complete), k)


def scores(questions: Iterable[ReviewQuestion], side: str, ratings: Ratings, k: int) -> list[dict[str, Any]]:
    """Per question of a side the share that agrees (4 or 5)."""
    rows = []
    for question in questions:
        if question.side not in ("both", side) or question.kind != "rating" or question.section == "confidence":
            continue
        said = [answers[question.code] for answers in ratings.values() if question.code in answers]
        agree = share(sum(rating >= CONFIDENT for rating in said), len(said), k)
        rows.append({"code": question.code, "text": question.text, "section": question.section, "agree": agree})
    return rows


def comments(review_round: ReviewRound) -> list[str]:
    """The comments of both sides in random order; none when fewer people commented than the threshold asks."""
    texts = ReviewAnswer.objects.filter(review__round=review_round).exclude(text="").values_list("text", flat=True)
    found = list(texts)
    if len(found) < review_round.comment_threshold:
        return []
    random.SystemRandom().shuffle(found)
    return found


def cast_ballots(review_round: ReviewRound) -> set[str]:
    cast = Ballot.objects.filter(round=review_round, is_cast=True)
    return {str(user_id) for user_id in cast.values_list("user_id", flat=True)}


def is_comparable(review_round: ReviewRound, members: set[str]) -> bool:
    """Whether round may be set against the one before: the same people answered, or at least k differ."""
    earlier = ReviewRound.objects.closed().filter(cycle=review_round.cycle, number__lt=review_round.number).first()
    if earlier is None:
        return False
    differ = len(members ^ cast_ballots(earlier))
    return differ == 0 or differ >= review_round.score_threshold


def promises(counts: PromiseCounts, k: int) -> dict[str, Any]:
    """What became of the leaders' commitments; shown only when at least `k` pairings made some."""
    if counts.pairs < k:
        return {"done": HIDDEN, "seen": HIDDEN}
    return {"done": share(counts.done, counts.made, k), "seen": share(counts.seen, counts.made, k)}


def meetings(spans: Sequence[Span], k: int) -> list[Span]:
    """Spans of time with at least `k` pairings behind each, or none at all: a small one is put together with those
    that follow. Together they cover all the time, so that no span can be worked out from the others.

    Empty when even all of them together may stand for fewer than `k`.
    """
    groups: list[list[Span]] = []
    for span in spans:
        if groups and is_small(groups[-1], k):
            groups[-1].append(span)
        else:
            groups.append([span])
    while len(groups) > 1 and is_small(groups[-1], k):
        last = groups.pop()
        groups[-1] += last
    return [] if groups and is_small(groups[-1], k) else [put_together(group) for group in groups]


def is_small(spans: Iterable[Span], k: int) -> bool:
    """Whether fewer than `k` pairings, but some, may stand behind all of these together."""
    return 0 < most(spans) < k


def most(spans: Iterable[Span]) -> int:
    """A number of pairings that certainly stands behind all of these together."""
    return max((span.at_least for span in spans), default=0)


def put_together(spans: Sequence[Span]) -> Span:
    if len(spans) == 1:
        return spans[0]
    planned, held = sum(span.planned for span in spans), sum(span.held for span in spans)
    return Span(spans[0].first, spans[-1].last, planned, held, most(spans), None)


def shows_breakdowns(pairings: int, threshold: int = SMALLEST_PROGRAM) -> bool:
    """Sponsors see nothing but totals of a program with fewer pairings than this."""
    return pairings >= max(threshold, SMALLEST_PROGRAM)
