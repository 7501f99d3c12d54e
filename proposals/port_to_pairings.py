"""What pairings ask of this app."""

from proposals.living_check import broken_pairings
from proposals.other_side import may_change_sides
from proposals.partner_search import searching_places
from proposals.rotation_outlook import outlook_for
from proposals.services.runs import ask_for_outlook

__all__ = ["ask_for_outlook", "broken_pairings", "may_change_sides", "outlook_for", "searching_places"]
