"""What sessions ask of the apps above them."""

from typing import Protocol

from frame.ports import Port
from sessions.models import ReviewRound
from sessions.reviews.collected import Collected


class InsightsForSessions(Protocol):
    """The insights app: keeps what will ever be shown of a round's answers before these are gone."""

    def freeze_results(self, review_round: ReviewRound, collected: Collected) -> None:
        """Called inside the closing transaction."""


insights: Port[InsightsForSessions] = Port(InsightsForSessions, needed_by="sessions", provided_by="insights")
