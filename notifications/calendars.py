"""What is asked of somebody who switches off mails that keep their calendar right."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from frame.ports import Hook


@dataclass(frozen=True)
class Keeper:
    """Mails of these `kinds` keep entries of a calendar right, and go on doing so until the person wants them out.

    `count(user)` says how many entries there are, `remove(user)` has them taken out and says how many.
    """

    kinds: tuple[str, ...]
    count: Callable[[Any], int]
    remove: Callable[[Any], int]
    owner: str = field(default="", compare=False)


keepers: Hook[Keeper] = Hook("notifications.calendars.keepers", "Mails that keep calendars right, by whose app.")


def keeps_calendar(code: str) -> bool:
    return any(code in keeper.kinds for keeper in keepers)


def entries_without_mail(user: Any) -> int:
    """How many entries the calendar holds of somebody who has switched off mails that keep them right."""
    off = set(user.channel_preferences.filter(is_wanted=False, channel="email").values_list("kind", flat=True))
    return sum(keeper.count(user) for keeper in keepers if off.intersection(keeper.kinds))


def remove_entries(user: Any) -> int:
    return sum(keeper.remove(user) for keeper in keepers)
