"""What pairings ask of the apps above them."""

from typing import Protocol

from frame.ports import Port
from people.models import User
from programs.models import Participant


class ProposalsForPairings(Protocol):
    """The proposals app: from which places somebody may look for a partner now."""

    def searching_places(self, user: User) -> list[Participant]: ...


proposals: Port[ProposalsForPairings] = Port(ProposalsForPairings, needed_by="pairings", provided_by="proposals")
