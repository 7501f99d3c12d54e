"""What a closing round may say. What leaves it is safe to show to everyone who sees results.

A group below the round's threshold k is hidden, shares are rounded to 5 and never unanimous, and n is a band.
Nothing is broken down by pair or person. Results are computed once, while the round closes, and frozen. What is
asked about the same past again and again is published again only where the rounds taken together tell nothing more.
"""

import hashlib
import random
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from insights.disclosure import is_safe
from insights.figures.counting import PromiseCounts, Span
from insights.models import Snapshot
from sessions.models import ReviewQuestion, ReviewRound
from sessions.reviews.collected import Collected
from sessions.reviews.questions import BEFORE, NOW

SIDES = ("junior", "senior")
SMALLEST_PROGRAM = 5
CONFIDENT = 4
HIDDEN: dict[str, Any] = {"hidden": True}

Ratings = dict[str, dict[str, int]]  # review id -> question code -> rating


def freeze_results(review_round: ReviewRound, collected: Collected) -> None:
    """Store what may be known of a round; called inside its closing."""
    results = results_of(review_round, collected)
    keep_before_apart(review_round, results["confidence"], collected)
    members = {voice.person for voice in collected.voices}
    Snapshot.objects.create(
        round=review_round,
        results=results | {"comparable": is_comparable(review_round, collected)},
        members=hashlib.sha256("".join(sorted(members)).encode()).hexdigest(),
    )


def results_of(review_round: ReviewRound, collected: Collected) -> dict[str, Any]:
    """The publishable results of a round as plain JSON; see the module's docstring for what is hidden."""
    k = review_round.score_threshold
    voices = {str(number): voice for number, voice in enumerate(collected.voices)}
    by_side = {side: {key: dict(v.ratings) for key, v in voices.items() if v.side == side} for side in SIDES}
    questions = list(ReviewQuestion.objects.filter(round=review_round))
    least = {side: k + repeated(collected, side) for side in SIDES}
    return {
        "number": review_round.number,
        "threshold": k,
        "comment_threshold": review_round.comment_threshold,
        "answered": {side: band(len(by_side[side]), least[side]) for side in SIDES},
        "confidence": {side: confidence(by_side[side], least[side]) for side in SIDES},
        "both_rose": both_rose(collected, max(least.values())),
        "scores": {side: scores(questions, side, by_side[side], least[side]) for side in SIDES},
        "comments": comments(review_round, collected),
    }


def repeated(collected: Collected, side: str) -> int:
    """How many more reviews than people a side has: a leader with two mentors answers twice, and is one person."""
    people = [voice.person for voice in collected.voices if voice.side == side]
    return len(people) - len(set(people))


def keep_before_apart(review_round: ReviewRound, shown: dict[str, dict[str, Any]], collected: Collected) -> None:
    """Confidence before one started is the same in every round: two rounds of nearly the same people would tell
    about the few who differ. Where they would, the earlier figure stays. `of` says in which round it was asked."""
    known = {one.round_id: one for one in collected.earlier}
    earlier = list(
        Snapshot.objects.filter(round__in=map(uuid.UUID, known), round__cycle=review_round.cycle).order_by(
            "round__number"
        )
    )
    for side, figures in shown.items():
        if figures["before"].get("hidden"):
            continue
        published = [one for one in earlier if of_round(one, side) == one.results["number"]]
        groups = [known[str(one.round_id)].answered.get((side, BEFORE), frozenset()) for one in published]
        groups.append(frozenset(voice.person for voice in collected.voices if voice.side == side))
        if is_safe(groups, review_round.score_threshold):
            figures["before"] |= {"of": review_round.number}
        else:
            figures["before"] = published[-1].results["confidence"][side]["before"] if published else HIDDEN


def of_round(snapshot: Snapshot, side: str) -> int | None:
    """The number of the round in which the published figure of confidence before was asked."""
    number: int | None = snapshot.results["confidence"][side]["before"].get("of")
    return number


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


def both_rose(collected: Collected, k: int) -> dict[str, Any]:
    """The share of pairings in which both sides' confidence rose, of those in which both sides answered."""
    rose: dict[str, dict[str, bool]] = defaultdict(dict)
    for voice in collected.voices:
        if BEFORE in voice.ratings and NOW in voice.ratings:
            rose[voice.pairing][voice.side] = voice.ratings[NOW] > voice.ratings[BEFORE]
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


def comments(review_round: ReviewRound, collected: Collected) -> list[str]:
    """The comments of both sides in random order; none when fewer people commented than the threshold asks."""
    if collected.commenters < review_round.comment_threshold:
        return []
    found = list(collected.comments)
    random.SystemRandom().shuffle(found)
    return found


def is_comparable(review_round: ReviewRound, collected: Collected) -> bool:
    """Whether round may be set against the one before: the same people answered, or at least k differ."""
    if not collected.earlier:
        return False
    before = frozenset[str]().union(*collected.earlier[-1].answered.values())
    differ = len({voice.person for voice in collected.voices} ^ before)
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
    disputed = sum(span.disputed for span in spans)
    return Span(spans[0].first, spans[-1].last, planned, held, most(spans), None, disputed)


def shows_breakdowns(pairings: int, threshold: int = SMALLEST_PROGRAM) -> bool:
    """Sponsors see nothing but totals of a program with fewer pairings than this."""
    return pairings >= max(threshold, SMALLEST_PROGRAM)
