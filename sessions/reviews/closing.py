"""What must happen with the answers in the moment a round closes, before the key is gone.

Dashboards live above this app, so the module that freezes results registers itself here.
"""

from collections.abc import Callable

from sessions.models import ReviewRound

Freezer = Callable[[ReviewRound], None]
_freezers: list[Freezer] = []


def register(freezer: Freezer) -> None:
    """`freezer(round)` runs inside the closing transaction, while pairs can still be told apart."""
    _freezers.append(freezer)


def freeze(round: ReviewRound) -> None:
    for freezer in _freezers:
        freezer(round)
