"""What the two have come to, on the page of the two: milestones and small wins, each with one's own choice whether
everyone in the program sees it."""

from collections.abc import Iterable
from typing import Any

from community.models import Milestone, SharedWin
from pairings.models import Pairing
from pairings.sections import Builder, Section
from people.models import User
from programs.models import Side
from sessions.models import Win

SHOWN_WINS = 6


def well_done(pairing: Pairing, user: User) -> Section | None:
    """Nothing before the two have begun. Two queries."""
    if pairing.opened_at is None:
        return None
    side = pairing.side_of(user)
    wins = Win.objects.filter(pairing=pairing, taken_back_at__isnull=True).select_related("shared")
    context = {
        "pairing": pairing,
        "milestones": list(_milestones(pairing, side)),
        "wins": list(_wins(wins.order_by("-created_at", "pk")[:SHOWN_WINS], side)),
        "may_write_to_manager": side == Side.SENIOR,
    }
    return {"template": "community/parts/well_done.html", "context": context, "position": 45}


def _milestones(pairing: Pairing, side: str) -> Iterable[dict[str, Any]]:
    for milestone in Milestone.objects.filter(pairing=pairing):
        yield {
            "milestone": milestone,
            "is_shown": milestone.is_shown_by(side),
            "is_public": milestone.published_at is not None,
        }


def _wins(wins: Iterable[Win], side: str) -> Iterable[dict[str, Any]]:
    for win in wins:
        shared: SharedWin | None = getattr(win, "shared", None)
        is_public = bool(shared and shared.published_at and shared.junior_version == win.version)
        is_shown = bool(shared and shared.version_of(side) == win.version)
        yield {"win": win, "is_shown": is_shown, "is_public": is_public}


SECTION = Builder(well_done)
