"""What stands on the pages of a pairing: each app registers a function that builds its section; our own are here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from frame.ports import Hook
from pairings.models import Pairing
from pairings.services.earlier_texts import earlier_of
from people.clock import local_today
from people.models import User
from programs.models import WarmUp

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


for_looking_back: Hook[Build] = Hook(
    "pairings.sections.for_looking_back", "Sections of the page on which one of the two looks back, for that one alone."
)


def looked_back_on(pairing: Pairing, user: User) -> list[Section]:
    """The sections of the page on which one looks back, in order."""
    return _in_order(build(pairing, user) for build in for_looking_back)


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


def impacts(pairing: Pairing, user: User) -> Section | None:
    """What has changed, as the two say, with the way to write it down; nothing before they have begun."""
    if pairing.opened_at is None:
        return None
    rows, side = list(pairing.impacts.select_related("author")), pairing.side_of(user)
    earlier = earlier_of(rows, user)
    context = {
        "pairing": pairing,
        "partner": pairing.partner_of(user),
        "rows": [
            {
                "impact": impact,
                "is_own": impact.author_id == user.pk,
                "is_confirmed": impact.is_confirmed_by(side),
                "is_released": impact.is_released_by(side),
                "is_wanted": impact.junior_released or impact.senior_released,
                "earlier": earlier.get(impact.pk, []),
            }
            for impact in rows
        ],
    }
    return {"template": "pairings/parts/impacts.html", "context": context, "position": 45}


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
        "getting_ready": getting_ready(pairing),
        "warm_ups": _warm_ups(pairing, user),
    }
    return {"template": "pairings/parts/pledge.html", "context": context, "position": 35}


def getting_ready(pairing: Pairing) -> list[tuple[User, bool]]:
    """Of each of the two whether they have done the orientation; nothing where it is not asked for or over."""
    if pairing.state != Pairing.State.PREPARING or not pairing.cycle.program.has_orientation:
        return []
    return [(participant.user, participant.oriented_at is not None) for participant in (pairing.junior, pairing.senior)]


def _warm_ups(pairing: Pairing, user: User) -> list[WarmUp]:
    """What `user` answered to warm up, and what the other one has shared."""
    own = pairing.participant_of(user).pk
    answers = [getattr(participant, "warm_up", None) for participant in (pairing.junior, pairing.senior)]
    return [answer for answer in answers if answer and (answer.is_shared or answer.participant_id == own)]


def new_partners(pairing: Pairing, user: User) -> Section | None:
    """That both will have another partner, from the day on which everybody hears of it. Both read it, whatever either
    of them has said."""
    day = pairing.rotates_on
    if day is None or not pairing.cycle.is_change_announced(local_today()):
        return None
    participant = pairing.participant_of(user)
    context = {"day": day, "until": pairing.cycle.says_until, "participant": participant}
    return {"template": "pairings/parts/new_partners.html", "context": context, "position": 5}


SECTIONS = (Builder(new_partners), Builder(pledge), Builder(objectives), Builder(impacts), Builder(agreement))
