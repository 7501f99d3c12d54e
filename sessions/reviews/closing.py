"""What must happen with the answers in the moment a round closes, before they are gone.

Dashboards live above this app, so the module that freezes results registers itself here.
"""

from collections.abc import Callable

from sessions.models import ReviewRound
from sessions.reviews.collected import Collected

Freezer = Callable[[ReviewRound, Collected], None]
_freezers: list[Freezer] = []


def register(freezer: Freezer) -> None:
    """`freezer(review_round, collected)` runs inside the closing transaction and keeps what will ever be shown."""
    _freezers.append(freezer)


def freeze(review_round: ReviewRound, collected: Collected) -> None:
    for freezer in _freezers:
        freezer(review_round, collected)
