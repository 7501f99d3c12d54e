"""What stands on the pages of a pairing: each app registers functions that build its sections.

    sections.for_the_two.register(Builder(next_meeting))   # in AppConfig.ready()

    def next_meeting(pairing, user):
        return {"template": "sessions/next_meeting.html", "context": {…}, "position": 10}    # or None

Positions on the page of the two: below 30 comes first (meetings, action items), 35 the pledge,
40 objectives, 60 agreement.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
    found = [section for section in built if section]
    return sorted(found, key=lambda section: section.get("position", 50))
