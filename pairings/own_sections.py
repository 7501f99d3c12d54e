"""What pairings themselves show on the page of the two: objectives and the agreement."""

from pairings import sections
from pairings.models import Pairing
from people.models import User


def objectives(pairing: Pairing, user: User) -> sections.Section | None:
    """The objectives with their progress; nothing while there are none."""
    found = list(pairing.objectives.all())
    if not found:
        return None
    context = {"objectives": found, "may_edit": pairing.is_running}
    return {"template": "pairings/parts/objectives.html", "context": context, "position": 40}


def agreement(pairing: Pairing, user: User) -> sections.Section | None:
    """The agreement at a glance."""
    if not hasattr(pairing, "agreement"):
        return None
    context = {"pairing": pairing, "agreement": pairing.agreement}
    return {"template": "pairings/parts/agreement_summary.html", "context": context, "position": 60}


def register() -> None:
    sections.register(objectives)
    sections.register(agreement)
