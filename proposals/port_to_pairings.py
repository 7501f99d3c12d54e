"""What pairings ask of this app."""

from proposals.living_check import broken_pairings
from proposals.partner_search import searching_places

__all__ = ["broken_pairings", "searching_places"]
