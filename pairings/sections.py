"""What stands on the pages of a pairing: each app registers a function that builds its section; our own are here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from frame.ports import Hook
from pairings.models import Pairing
from people.models import User

Section = dict[str, Any]
Build = Callable[[Pairing, User], Section | None]


@dataclass(frozen=True)
class Builder:
    """`build` leaves out every content for an assistant (for whom `pairing.side_of(user)` is empty) where it
    `is_for_assistants`."""

    build: Build
    is_for_assistants: bool = False


for_the_two: Hook[Builder] = Hook(
    "pairings.sections.for_the_two",
    "Sections of the page of the two. The leader's assistants get those that say so: these leave out every content.",
)
for_the_team: Hook[Build] = Hook(
    "pairings.sections.for_the_team", "Sections of facts (never content) on the program team's page of a pairing."
)


def sections_for(pairing: Pairing, user: User) -> list[Section]:
    """The sections of the page of the two, in order, as far as `user` may have them."""
    is_party = bool(pairing.side_of(user))
    builders = [builder for builder in for_the_two if is_party or builder.is_for_assistants]
    return _in_order(builder.build(pairing, user) for builder in builders)


def facts_for(pairing: Pairing, user: User) -> list[Section]:
    """The sections of the program team's page, in order."""
    return _in_order(build(pairing, user) for build in for_the_team)


def _in_order(built: Any) -> list[Section]:
    sections = [section for section in built if section]
    return sorted(sections, key=lambda section: section.get("position", 50))


def objectives(pairing: Pairing, user: User) -> Section | None:
    """The objectives with their progress; nothing while there are none."""
    items = list(pairing.objectives.all())
    if not items:
        return None
    prefetch_related_objects([objective for objective in items if objective.version > 1], "steps")
    context = {"objectives": items, "may_edit": pairing.is_running, "pairing": pairing}
    return {"template": "pairings/parts/objectives.html", "context": context, "position": 40}


def agreement(pairing: Pairing, user: User) -> Section | None:
    """The agreement at a glance."""
    if not hasattr(pairing, "agreement"):
        return None
    context = {"pairing": pairing, "agreement": pairing.agreement}
    return {"template": "pairings/parts/agreement_summary.html", "context": context, "position": 60}


def pledge(pairing: Pairing, user: User) -> Section | None:
    """What the leader has pledged at the start, and what the two expect of each other: always in sight of both."""
    context = {
        "pairing": pairing,
        "pledge": getattr(pairing.senior, "pledge", None),
        "agreement": getattr(pairing, "agreement", None),
        "is_leader": pairing.side_of(user) == "senior",
    }
    return {"template": "pairings/parts/pledge.html", "context": context, "position": 35}


SECTIONS = (Builder(pledge), Builder(objectives), Builder(agreement))
