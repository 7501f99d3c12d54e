"""What upper apps show on the pages of a pairing: each registers a function that builds its section.

    sections.register(next_meeting)                        # in AppConfig.ready()

    def next_meeting(pairing, user):
        return {"template": "sessions/next_meeting.html", "context": {…}, "position": 10}    # or None

Positions on the page of the two: below 30 comes first (meetings, action items), 35 the pledge,
40 objectives, 60 agreement.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pairings.models import Pairing
from people.models import User

Section = dict[str, Any]
Build = Callable[[Pairing, User], Section | None]


@dataclass(frozen=True)
class Builder:
    build: Build
    is_for_assistants: bool = False


_for_the_two: list[Builder] = []
_for_the_team: list[Build] = []


def register(build: Build, *, is_for_assistants: bool = False) -> None:
    """Add a section to the page of the two. The leader's assistants get it only with `is_for_assistants`: then
    `build` must leave out every content for them (`pairing.side_of(user)` is empty for an assistant)."""
    builder = Builder(build, is_for_assistants)
    if builder not in _for_the_two:
        _for_the_two.append(builder)


def register_facts(build: Build) -> None:
    """Add a section of facts (never content) to the program team's page of a pairing."""
    if build not in _for_the_team:
        _for_the_team.append(build)


def sections_for(pairing: Pairing, user: User) -> list[Section]:
    """The sections of the page of the two, in order, as far as `user` may have them."""
    is_party = bool(pairing.side_of(user))
    builders = [builder for builder in _for_the_two if is_party or builder.is_for_assistants]
    return _in_order(builder.build(pairing, user) for builder in builders)


def facts_for(pairing: Pairing, user: User) -> list[Section]:
    """The sections of the program team's page, in order."""
    return _in_order(build(pairing, user) for build in _for_the_team)


def _in_order(built: Any) -> list[Section]:
    found = [section for section in built if section]
    return sorted(found, key=lambda section: section.get("position", 50))
