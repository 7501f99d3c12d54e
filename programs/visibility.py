"""Whether people of a cycle are shown to those who could be their partner, before they are paired."""

from collections.abc import Callable

from programs.models import Program

IsOpen = Callable[[Program], bool]

_open: list[IsOpen] = []


def register(is_open: IsOpen) -> None:
    """`is_open(program)` says whether an upper app shows them; one query."""
    if is_open not in _open:
        _open.append(is_open)


def are_people_shown(program: Program) -> bool:
    """Whether name, job and shared topics of a participant reach possible partners."""
    return any(is_open(program) for is_open in _open)
