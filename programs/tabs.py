"""The steps of a program's pages."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from frame.ports import Hook
from people.models import User
from programs.models import Cycle, Program

Text = str | Promise


@dataclass(frozen=True)
class Status:
    """How far a step is: `state` is "done", "attention", "next" or "" (nothing to say); `text` says it in words."""

    state: str = ""
    text: Text = ""


def nothing_to_say(program: Program, cycle: Cycle | None, user: User) -> Status:
    return Status()


@dataclass(frozen=True)
class Tab:
    """One step. `url_name` is reversed with the program's id alone; the chosen cycle follows as `?cycle=`.

    `status(program, cycle, user)` is asked on the program's overview only, for the one who reads it: at most two
    queries each.
    """

    code: str
    label: Text
    url_name: str
    position: int
    icon: str = "arrow-right"
    status: Callable[[Program, Cycle | None, User], Status] = nothing_to_say


tabs: Hook[Tab] = Hook("programs.tabs.tabs", "The steps of a program's pages.", key=lambda tab: tab.code)


def all_tabs() -> list[Tab]:
    """The steps in order."""
    return sorted(tabs, key=lambda tab: tab.position)
