"""What pairings themselves show on the page of the two: the leader's pledge, objectives and the agreement."""

from django.db.models import prefetch_related_objects

from pairings import sections
from pairings.models import Pairing
from people.models import User


def objectives(pairing: Pairing, user: User) -> sections.Section | None:
    """The objectives with their progress; nothing while there are none."""
    found = list(pairing.objectives.all())
    if not found:
        return None
    prefetch_related_objects([objective for objective in found if objective.version > 1], "steps")
    context = {"objectives": found, "may_edit": pairing.is_running, "pairing": pairing}
    return {"template": "pairings/parts/objectives.html", "context": context, "position": 40}


def agreement(pairing: Pairing, user: User) -> sections.Section | None:
    """The agreement at a glance."""
    if not hasattr(pairing, "agreement"):
        return None
    context = {"pairing": pairing, "agreement": pairing.agreement}
    return {"template": "pairings/parts/agreement_summary.html", "context": context, "position": 60}


def pledge(pairing: Pairing, user: User) -> sections.Section | None:
    """What the leader has pledged at the start, and what the two expect of each other: always in sight of both."""
    context = {
        "pairing": pairing,
        "pledge": getattr(pairing.senior, "pledge", None),
        "agreement": getattr(pairing, "agreement", None),
        "is_leader": pairing.side_of(user) == "senior",
    }
    return {"template": "pairings/parts/pledge.html", "context": context, "position": 35}


SECTIONS = (sections.Builder(pledge), sections.Builder(objectives), sections.Builder(agreement))
