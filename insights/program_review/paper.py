"""What comes of a review on paper, made by the worker: for the program team and the sponsor, or for everyone who was
asked. It lies in the cache for an hour, under what it says, so that a change makes another one.
"""

import hashlib
import logging
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import get_language, override

from frame.waking import hand_to_worker
from insights.figures.review_charts import about_both_rose, answered, benefit_chart, confidence_chart, is_hidden
from insights.models import ReviewStep
from insights.program_review.services import review_of
from people.models import Organization
from sessions.models import ReviewRound

log = logging.getLogger(__name__)

TEAM, EVERYONE = "team", "everyone"
WAITING, READY, IMPOSSIBLE = "waiting", "ready", "impossible"
STYLES = ("css/paper.css", "css/program-review-paper.css")
KEPT_S, WAITING_S = 3600, 300


def results_of(review_round: ReviewRound) -> dict[str, Any]:
    """The frozen results as everybody reads them; nothing where they are hidden."""
    snapshot = getattr(review_round, "snapshot", None)
    if snapshot is None or is_hidden(snapshot.results):
        return {"charts": []}
    results = snapshot.results
    return {
        "both_rose": about_both_rose(results),
        "answered": answered(results),
        "charts": [confidence_chart(results, ""), *(benefit_chart(results, side, "") for side in ("junior", "senior"))],
    }


def said_of(review_round: ReviewRound) -> dict[str, Any]:
    """What page and paper say of a closed round: what was learnt and decided, beside the frozen results. Three
    queries; `review` is unsaved while nobody has written."""
    review = review_of(review_round)
    steps = [] if review._state.adding else list(review.steps.select_related("owner"))
    return {
        "organization": Organization.objects.current().name,
        "round": review_round,
        "program": review_round.cycle.program,
        "review": review,
        "decisions": [step for step in steps if step.kind == ReviewStep.Kind.DECISION],
        "next_steps": [step for step in steps if step.kind == ReviewStep.Kind.STEP],
        **results_of(review_round),
    }


def html_of(said: dict[str, Any], readers: str) -> str:
    """The paper before it is set in pages; for everyone without who sees to a step and what the sponsor said."""
    return render_to_string("insights/program_review_paper.html", {**said, "is_for_team": readers == TEAM})


def paper_of(said: dict[str, Any], readers: str) -> dict[str, Any]:
    """How far the paper is that says this: `state` (empty while nobody has asked) and, if ready, `pdf`."""
    return cache.get(_key(html_of(said, readers))) or {"state": ""}


def ask_for_paper(review_round: ReviewRound, readers: str) -> None:
    """Let the worker make it; once while it is under way."""
    key = _key(html_of(said_of(review_round), readers))
    if cache.add(key, {"state": WAITING}, WAITING_S) or cache.get(key)["state"] == IMPOSSIBLE:
        transaction.on_commit(lambda: _hand_out(key, review_round, readers))


def _hand_out(key: str, review_round: ReviewRound, readers: str) -> None:
    """Where the broker does not answer, one may ask again at once."""
    if not hand_to_worker("insights.make_program_review_paper", str(review_round.pk), readers, get_language() or "en"):
        cache.delete(key)


def make_paper(review_round: ReviewRound, readers: str, language: str) -> None:
    """Make it in the words of whoever asked, or note that this machine cannot."""
    with override(language):
        html = html_of(said_of(review_round), readers)
    try:
        from frame.typesetting import typeset

        made = {"state": READY, "pdf": typeset(html, *STYLES)}
    except (ImportError, OSError) as error:  # WeasyPrint, or a library that it loads
        log.warning("program_review_paper_impossible", extra={"error": type(error).__name__})
        made = {"state": IMPOSSIBLE}
    cache.set(_key(html), made, KEPT_S if made["state"] == READY else WAITING_S)


def _key(html: str) -> str:
    return f"program-review-paper:{hashlib.sha256(html.encode()).hexdigest()[:40]}"
